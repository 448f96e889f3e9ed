"""Raw tables as canonical frames, with every cell that could not be read kept as a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType

import pandas as pd

from ..models.domain.case import canonical_frame, empty_frame
from ..models.domain.tables import TABLES, Table
from .cells import read_column
from .raw import Finding, Place, RawCase, RawTable


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
        (row index, column) of every cell that could not be read.
    """

    table: Table
    place: str
    frame: pd.DataFrame
    raw: RawTable | None
    wrong: frozenset[tuple[int, str]]

    def cell(self, row: int, column: str) -> Place | None:
        """Return where a cell stands, None where the source has no such column."""
        if self.raw is None or column not in self.raw.columns or row >= len(self.raw.places):
            return None
        return self.raw.places[row][self.raw.columns.index(column)]

    def row_number(self, row: int) -> int | None:
        """Return the row as the user sees it."""
        if self.raw is None or row >= len(self.raw.places):
            return None
        return next((place.row for place in self.raw.places[row] if place is not None), None)

    def finding(
        self, code: str, row: int | None = None, column: str = "", values: Mapping[str, object] | None = None
    ) -> Finding:
        """Return a finding about a cell, a row (no ``column``) or the table (no ``row``)."""
        words = {"name": column, **{key: str(value) for key, value in (values or {}).items()}}
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
    parsed = {}
    for name, table in TABLES.items():
        if name in by_name:
            parsed[name] = _parse(table, by_name[name], findings, habits)
        else:
            parsed[name] = ParsedTable(table, f"{name}.csv", _no_rows(name), None, frozenset())
    return MappingProxyType(parsed), findings, habits


@cache
def _no_rows(name: str) -> pd.DataFrame:
    return empty_frame(TABLES[name])


def _parse(table: Table, raw: RawTable, findings: list[Finding], habits: dict[str, list[str]]) -> ParsedTable:
    wrong: dict[tuple[int, str], Finding] = {}
    columns: dict[str, list[object]] = {}
    shell = ParsedTable(table, raw.place, pd.DataFrame(), raw, frozenset())
    for column in table.columns:
        if column.name not in raw.columns:
            continue
        index = raw.columns.index(column.name)
        reading = read_column(column, [row[index] for row in raw.rows], decimal_comma=raw.decimal_comma)
        columns[column.name] = reading.values
        for row, cell in reading.wrong.items():
            wrong[row, column.name] = shell.finding(cell.code, row, column.name, cell.values)
        for habit in reading.habits:
            habits[habit].append(f"{raw.place} ({column.name})")
    findings.extend(wrong.values())
    frame = pd.DataFrame(
        {name: pd.Series(values, dtype="object") for name, values in columns.items()},
        index=range(len(raw.rows)),
    )
    return replace(shell, frame=canonical_frame(table, frame), wrong=frozenset(wrong))
