"""Bahasa Indonesia or English: one choice for help and output, from ``--lang`` or ``PENATA_LANG``."""

from __future__ import annotations

import os
from typing import Literal

Language = Literal["id", "en"]


def language() -> Language:
    """Return the language in force; Bahasa unless English was asked for."""
    return "en" if os.environ.get("PENATA_LANG", "id").casefold().startswith("en") else "id"


def set_language(value: str | None) -> None:
    """Choose the language for the rest of this process."""
    if value:
        os.environ["PENATA_LANG"] = value


def say(bahasa: str, english: str) -> str:
    """Return one of two wordings."""
    return bahasa if language() == "id" else english
