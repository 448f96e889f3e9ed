"""A table as it stands in a file: cells untouched, each with the place where a person finds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import overload

import numpy as np
import numpy.typing as npt

RawCell = str | int | float | bool | date | datetime | time | None


class CellError(str):
    """What a cell shows in place of a value: an error such as ``#N/A``, or a formula that was never computed."""

    __slots__ = ()


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
        return [Place(int(self._rows[index]), column, header) for column, header in self._columns]

    def row(self, index: int) -> int:
        """Return the row of a record as the user sees it."""
        return int(self._rows[index])

    def at(self, index: int, column: int) -> Place:
        """Return the place of one cell."""
        return Place(int(self._rows[index]), *self._columns[column])


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """One column of cells, each distinct cell kept once.

    Parameters
    ----------
    distinct
        The distinct cells, in the order in which they first stand.
    codes
        Shape (rows,). Index into ``distinct`` of each row.
    """

    distinct: Sequence[RawCell]
    codes: npt.NDArray[np.int32]


class Coder:
    """Cells told apart by type and value, as they come; :meth:`column` gives what came so far."""

    def __init__(self) -> None:
        self._code_of = _Codes()
        self._parts: list[npt.NDArray[np.int32]] = []

    def add(self, cells: Sequence[RawCell]) -> None:
        """Add cells; text and None only, or cells of one type."""
        codes = map(self._code_of.__getitem__, cells)
        self._parts.append(np.fromiter(codes, dtype=np.int32, count=len(cells)))

    def column(self) -> CodedColumn:
        """Return all cells added so far."""
        codes = np.concatenate(self._parts) if self._parts else np.zeros(0, dtype=np.int32)
        return CodedColumn(list(self._code_of), codes)


class _Codes(dict[RawCell, int]):
    """Cell -> number of distinct cells before it."""

    def __missing__(self, cell: RawCell) -> int:
        self[cell] = code = len(self)
        return code


class CodedRows(Sequence[tuple[RawCell, ...]]):
    """Rows of a table kept by column: a million rows cost four bytes a cell and each distinct cell once.

    Parameters
    ----------
    columns
        One a column, all of the same length.
    num_rows
        Rows, for a table without a known column.
    """

    def __init__(self, columns: Iterable[CodedColumn], num_rows: int) -> None:
        self.columns = tuple(columns)
        self._num_rows = num_rows

    def __len__(self) -> int:
        return self._num_rows

    @overload
    def __getitem__(self, index: int) -> tuple[RawCell, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[RawCell, ...]]: ...
    def __getitem__(self, index: int | slice) -> tuple[RawCell, ...] | Sequence[tuple[RawCell, ...]]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return tuple(column.distinct[column.codes[index]] for column in self.columns)

    def __iter__(self) -> Iterator[tuple[RawCell, ...]]:
        if not self.columns:
            return iter([()] * self._num_rows)
        return zip(*(map(column.distinct.__getitem__, column.codes.tolist()) for column in self.columns), strict=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return id(self)


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
        True where cells carry their own types (a workbook, Parquet); False where all are text (CSV).
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

    def coded(self, name: str) -> CodedColumn:
        """Return the cells of a column of this table, the first of that name."""
        index = self.columns.index(name)
        if isinstance(self.rows, CodedRows):
            return self.rows.columns[index]
        code_of: dict[tuple[type, RawCell], int] = {}
        cells = (row[index] for row in self.rows)
        codes = [code_of.setdefault((type(cell), cell), len(code_of)) for cell in cells]
        return CodedColumn([cell for _, cell in code_of], np.array(codes, dtype=np.int32))


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

    @property
    def is_workbook(self) -> bool:
        """True where the user sees sheets and headers."""
        return not self.header_place.endswith(".toml")
