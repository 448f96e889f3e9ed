"""A table as it stands in a file: cells untouched, each with the place where a person finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import overload

RawCell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: row and column as the user sees them (1-based; the header row counts)."""

    row: int
    column: int
    header: str


class GridPlaces(Sequence[Sequence[Place | None]]):
    """Places of a plain grid, made when asked for: a hundred thousand rows cost one number each.

    Parameters
    ----------
    rows
        Row (line) of each record as the user sees it.
    columns
        Column of each machine name as the user sees it, 1-based.
    headers
        Header of each machine name as the user wrote it.
    """

    def __init__(self, rows: Sequence[int], columns: Sequence[int], headers: Sequence[str]) -> None:
        self._rows = rows
        self._columns = tuple(zip(columns, headers, strict=True))

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Sequence[Place | None]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Sequence[Place | None]]: ...
    def __getitem__(self, index: int | slice) -> Sequence[Place | None] | Sequence[Sequence[Place | None]]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return [Place(self._rows[index], column, header) for column, header in self._columns]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, before it is put into words: a code, a place and the values that the sentence names.

    Parameters
    ----------
    code
        Code of the registry ``faults``.
    table
        Machine name of the table, "" for the header, the scenario or the source itself.
    place
        File or sheet.
    cell
        The cell to colour, None where the fault is a row's or a table's.
    row
        Row as the user sees it, where ``cell`` is None.
    column
        Header or key as the user wrote it, where ``cell`` is None.
    values
        What the sentence's ``{...}`` stand for; one text, or one a language.
    """

    code: str
    table: str
    place: str
    cell: Place | None = None
    row: int | None = None
    column: str | None = None
    values: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)


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
        stands in ``unknown``. A name that stands twice is reported by the checks.
    rows
        Cells, one tuple a row, in the order of ``columns``; a matrix sheet is unfolded to long form.
    places
        For each row, for each column: where the cell stands (None: the cell has none, as in an unfolded
        matrix).
    unknown
        Headers that no column knows (a warning), or that must be dropped (R25).
    typed
        True where cells carry their own types (a workbook); False where all are text (CSV).
    decimal_comma
        True where the file was written with Indonesian settings, so that ``1.500`` may mean 1500.
    """

    table: str
    place: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[RawCell, ...]]
    places: Sequence[Sequence[Place | None]]
    unknown: tuple[str, ...] = ()
    typed: bool = False
    decimal_comma: bool = False


@dataclass(frozen=True, slots=True)
class RawCase:
    """Everything read from one source: tables, the parsed ``case.toml`` (``Kasus``), the scenario if any."""

    source: str
    tables: tuple[RawTable, ...]
    header: dict[str, object]
    scenario: dict[str, object]
    notes: tuple[str, ...] = ()
    """One line for each habit that was read tolerantly (``;`` as separator, cp1252)."""
    findings: tuple[Finding, ...] = ()
    """What was wrong with the source itself: files that cannot be opened, rows wider than their header."""
    header_place: str = "case.toml"
    """File or sheet of the header, as shown to the user."""
    scenario_place: str = "scenario.toml"
    """File or sheet of the scenario, as shown to the user."""
