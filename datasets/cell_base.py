"""What the readers of cells share: a cell that cannot be read, and how a cell is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from .raw import RawCell

LONGEST_SHOWN: Final = 60
NOTHING: Final = frozenset({"-", "--", "—", "–"})
"""What people type for *nothing*."""
Read = tuple[object, str]
"""A value and the habit that it shows, "" for none."""


@dataclass(frozen=True, slots=True)
class WrongCell:
    """Why a cell was not read: a fault code and what its sentence names."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


class WrongCellError(Exception):
    """A cell that cannot be read, on its way to the column's report."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.cell = WrongCell(code, values)


def shown(cell: RawCell) -> str:
    """Return a cell as a fault shows it: one line, at most 60 characters."""
    text = " ".join(str(cell).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
