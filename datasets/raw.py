"""A table as it stands in a file: cells untouched, each with the place where a person finds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

RawCell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: row and column as the user sees them (1-based; the header row counts)."""

    row: int
    column: int
    header: str


@dataclass(frozen=True, slots=True)
class RawTable:
    """Cells of one table in long form, before any reading.

    Parameters
    ----------
    table
        Machine name of the table.
    place
        File name or sheet name, as shown to the user.
    columns
        Machine names, one for each cell of a row; a column the table does not know is left out here and
        stands in ``unknown``.
    rows
        Cells, one tuple a row, in the order of ``columns``; a matrix sheet is unfolded to long form.
    places
        For each row, for each column: where the cell stands (None: the cell has none, as in an unfolded matrix).
    unknown
        Headers that no column knows (a warning), or that must be dropped (R25).
    typed
        True where cells carry their own types (a workbook); False where all are text (CSV).
    """

    table: str
    place: str
    columns: tuple[str, ...]
    rows: tuple[tuple[RawCell, ...], ...]
    places: tuple[tuple[Place | None, ...], ...]
    unknown: tuple[str, ...] = ()
    typed: bool = False


@dataclass(frozen=True, slots=True)
class RawCase:
    """Everything read from one source: tables, the parsed ``case.toml``/``Kasus`` and the scenario, if any."""

    source: str
    tables: tuple[RawTable, ...]
    header: dict[str, object]
    scenario: dict[str, object]
    notes: tuple[str, ...] = ()
    """One line for each habit that was read tolerantly (``;`` as separator, decimal comma, cp1252, NIP spacing)."""
