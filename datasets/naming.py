"""How a source calls its tables and columns: a planner's workbook by sheet and header, a folder by its own names."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..models.domain.tables import TABLES
from .raw import RawCase, RawTable
from .schema import SHEETS, header_of


@dataclass(frozen=True, slots=True)
class Naming:
    """Names of the tables and columns of one source.

    Parameters
    ----------
    workbook
        True where the source is a workbook: its user knows sheets and headers, and no machine name.
    tables
        Tables that the source has, by machine name.
    """

    workbook: bool = False
    tables: dict[str, RawTable] = field(default_factory=dict)

    @classmethod
    def of(cls, raw: RawCase) -> Naming:
        """Return the names that a source uses."""
        return cls(raw.is_workbook, {table.table: table for table in raw.tables})

    def sheet(self, table: str) -> str:
        """Return the sheet of a table, as the user titled it."""
        return self.tables[table].place if table in self.tables else SHEETS[table]

    def table(self, table: str, lang: str) -> str:
        """Return a table in words that follow *in* or *di*."""
        if self.workbook:
            return {"id": f"lembar {self.sheet(table)}", "en": f"sheet {self.sheet(table)}"}[lang]
        return {"id": f"tabel {table}", "en": table}[lang]

    def column(self, table: str, column: str) -> str:
        """Return a column as the user's header has it, else as the source would call it."""
        if table in self.tables:
            return column_word(self.tables[table], column)
        known = self.workbook and table in TABLES and column in TABLES[table].column_names
        return header_of(table, column) if known else column


def column_word(raw: RawTable, column: str, row: int = 0) -> str:
    """Return the header of a column as the user wrote it; where there is none, the template's or the machine's."""
    if column in raw.columns and row < len(raw.places):
        place = raw.places[row][raw.columns.index(column)]
        if place is not None:
            return place.header.strip().rstrip("*").strip() if raw.typed else place.header
    known = raw.typed and raw.table in TABLES and column in TABLES[raw.table].column_names
    return header_of(raw.table, column) if known else column
