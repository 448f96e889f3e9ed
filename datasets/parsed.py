"""Raw tables as canonical frames, with every cell that could not be read kept as a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..models.domain.case import canonical_column, canonical_frame, empty_frame
from ..models.domain.tables import TABLES, Table
from .cells import read_column
from .date_order import date_orders
from .naming import column_word
from .raw import Finding, GridPlaces, Place, RawCase, RawTable


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """One table as far as it could be read; row ``i`` of ``frame`` is row ``i`` of ``raw``.

    Parameters
    ----------
    table
        What the table is.
    place
        File or sheet, as shown to the user.
    frame
        Canonical frame; a cell that could not be read is missing, or holds the table's default.
    raw
        The cells as they stand, None where the source has no such table.
    wrong
        Column -> shape (rows,), True where the cell could not be read; columns without such a cell are left out.
    """

    table: Table
    place: str
    frame: pd.DataFrame
    raw: RawTable | None
    wrong: Mapping[str, npt.NDArray[np.bool_]]

    def is_wrong(self, row: int, column: str) -> bool:
        """Tell whether a cell could not be read."""
        return column in self.wrong and bool(self.wrong[column][row])

    def unread(self, *columns: str) -> npt.NDArray[np.bool_]:
        """Return the rows in which any of these columns could not be read. Shape (rows,)."""
        found = np.zeros(len(self.frame), dtype=np.bool_)
        for column in columns:
            if column in self.wrong:
                found |= self.wrong[column]
        return found

    def cell(self, row: int, column: str) -> Place | None:
        """Return where a cell stands, None where the source has no such column."""
        if self.raw is None or column not in self.raw.columns or row >= len(self.raw.places):
            return None
        places, index = self.raw.places, self.raw.columns.index(column)
        return places.at(row, index) if isinstance(places, GridPlaces) else places[row][index]

    def word(self, column: str, row: int = 0) -> str:
        """Return the header of a column as the user wrote it, else its machine name (a workbook: the template's header)."""
        return column_word(self.raw, column, row) if self.raw is not None else column

    def row_number(self, row: int) -> int | None:
        """Return the row as the user sees it."""
        if self.raw is None or row >= len(self.raw.places):
            return None
        if isinstance(self.raw.places, GridPlaces):
            return self.raw.places.row(row)
        return next((place.row for place in self.raw.places[row] if place is not None), None)

    def finding(
        self, code: str, row: int | None = None, column: str = "", values: Mapping[str, object] | None = None
    ) -> Finding:
        """Return a finding about a cell, a row (no ``column``) or the table (no ``row``)."""
        words = {"name": self.word(column, row or 0), **{key: str(value) for key, value in (values or {}).items()}}
        found = Finding(code, self.table.name, self.place, column=column or None, values=words)
        if row is None:
            return found
        cell = self.cell(row, column) if column else None
        return replace(found, cell=cell, row=self.row_number(row))


Parsed = Mapping[str, ParsedTable]


def parse_tables(raw: RawCase) -> tuple[Parsed, list[Finding], dict[str, list[str]]]:
    """Read every cell of every table.

    Returns
    -------
    All tables of a case (an absent one is empty), what could not be read, and the tolerated habits with the
    places that show them (``employees.csv (birth_date)``).
    """
    findings: list[Finding] = []
    habits: dict[str, list[str]] = defaultdict(list)
    by_name = {table.table: table for table in raw.tables}
    orders = date_orders(raw)
    parsed = {}
    for name, table in TABLES.items():
        if name in by_name:
            parsed[name] = _parse(table, by_name[name], orders[name], findings, habits)
        else:
            parsed[name] = ParsedTable(table, f"{name}.csv", _no_rows(name), None, MappingProxyType({}))
    return MappingProxyType(parsed), findings, habits


@cache
def _no_rows(name: str) -> pd.DataFrame:
    return empty_frame(TABLES[name])


def _parse(
    table: Table, raw: RawTable, date_order: str, findings: list[Finding], habits: dict[str, list[str]]
) -> ParsedTable:
    """Read each distinct cell of each column once."""
    shell = ParsedTable(table, raw.place, pd.DataFrame(), raw, MappingProxyType({}))
    wrong: dict[str, npt.NDArray[np.bool_]] = {}
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        if column.name not in raw.columns:
            continue
        cells = raw.coded(column.name)
        reading = read_column(column, cells.distinct, decimal_comma=raw.decimal_comma, date_order=date_order)
        values = canonical_column(column, pd.Series(reading.values, dtype="object"))
        columns[column.name] = values.take(cells.codes).reset_index(drop=True)
        if reading.wrong:
            bad = np.zeros(len(cells.distinct), dtype=np.bool_)
            bad[list(reading.wrong)] = True
            wrong[column.name] = bad[cells.codes]
            for row in np.flatnonzero(wrong[column.name]).tolist():
                cell = reading.wrong[int(cells.codes[row])]
                findings.append(shell.finding(cell.code, row, column.name, cell.values))
        for habit in reading.habits:
            habits[habit].append(f"{raw.place} ({shell.word(column.name)})")
    frame = pd.DataFrame(columns, index=range(len(raw.rows)))
    return replace(shell, frame=canonical_frame(table, frame), wrong=MappingProxyType(wrong))
