"""A file that cannot be read at all, and how large a table may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MAX_BYTES: Final = 512 * 1024**2
MAX_ROWS: Final = 5_000_000
MAX_COLUMNS: Final = 500


class FileFaultError(Exception):
    """A file that cannot be read at all: a fault code and what its sentence names, one text or one a language."""

    def __init__(self, code: str, **values: str | Mapping[str, str]) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
