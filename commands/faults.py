"""Faults as people read them: each distinct sentence once, with the further rows in which it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .language import say

if TYPE_CHECKING:
    from ..api import Fault


MOST_ROWS = 10
"""Rows named beside a sentence at most."""


def print_faults(faults: tuple[Fault, ...]) -> None:
    """Print faults on stdout, in order."""
    words = {"error": say("kesalahan", "error"), "warning": say("peringatan", "warning")}
    for fault, rows in _together(faults):
        also = say(f" (juga baris {rows})", f" (rows {rows} as well)") if rows else ""
        click.echo(f"{words[fault.severity]}: {fault.sentence()}{also}")


def _together(faults: tuple[Fault, ...]) -> list[tuple[Fault, str]]:
    """Return each distinct sentence once, in order, with the further rows in which it stands."""
    rows: dict[tuple[object, ...], list[str]] = {}
    first: dict[tuple[object, ...], Fault] = {}
    for fault in faults:
        key = (fault.code, fault.place, fault.column, fault.found, fault.expected, fault.remedy)
        if key in first:
            rows[key] += [] if fault.row is None else [str(fault.row)]
        else:
            first[key], rows[key] = fault, []
    return [(fault, _listed(rows[key])) for key, fault in first.items()]


def _listed(rows: list[str]) -> str:
    """Return the first rows and how many more there are; all of them stand in ``--json`` and in the fix report."""
    more = len(rows) - MOST_ROWS
    shown = ", ".join(rows[:MOST_ROWS])
    return shown if more <= 0 else say(f"{shown} dan {more} lagi", f"{shown} and {more} more")
