"""The sheets of the files that an import is given, opened within the bounds of the workbook guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ...models.domain.errors import DataError, NotFoundError
from ..file_fault import FileFaultError
from ..folder import read_csv
from ..nearest import Nearest
from ..raw import Finding, Place, RawCell, RawTable
from ..schema import SHEETS, normal_header
from ..workbook_read import OWN_SHEETS, Grid, has_content, read_grids, table_of
from .headers import FORBIDDEN, UNUSED, first_header

SHEET_MARK: Final = " / "
BESIDE: Final = ("workload", "competencies", "requirements")
"""Tables of a case that may stand in the workbook of a post list."""
_OWN: Final = frozenset(map(normal_header, (*OWN_SHEETS, *BESIDE, *(SHEETS[name] for name in BESIDE))))
_WHOLE_FILE: Final = frozenset({"E-FILE-FORMAT", "E-FILE-DAMAGED", "E-FILE-ENCRYPTED"})
_WORKBOOK_STARTS: Final = (b"PK", b"\xd0\xcf")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet or CSV file as far as its columns are wanted.

    Parameters
    ----------
    raw
        Wanted columns; ``place`` is ``file / sheet``, or the file where it is a CSV.
    """

    raw: RawTable

    @property
    def title(self) -> str:
        """Name of the sheet; of the file where it has none."""
        return self.raw.place.split(SHEET_MARK)[-1]

    def has(self, name: str) -> bool:
        """Tell whether the sheet has a column."""
        return name in self.raw.columns

    def cells(self, name: str) -> list[RawCell]:
        """Return the cells of a column; all empty where the sheet has none. A header that stands twice: the first."""
        if name not in self.raw.columns:
            return [None] * len(self.raw.rows)
        index = self.raw.columns.index(name)
        return [row[index] for row in self.raw.rows]

    def cell(self, row: int, name: str) -> RawCell:
        """Return one cell, None where the sheet has no such column."""
        return self.raw.rows[row][self.raw.columns.index(name)] if name in self.raw.columns else None

    def place(self, row: int, name: str) -> Place | None:
        """Return where a cell stands, None where the sheet has no such column."""
        if name not in self.raw.columns:
            return None
        return self.raw.places[row][self.raw.columns.index(name)]

    def row_number(self, row: int) -> int | None:
        """Return the row as the user sees it."""
        return next((place.row for place in self.raw.places[row] if place is not None), None)

    def finding(self, code: str, row: int | None, name: str, values: Mapping[str, str]) -> Finding:
        """Return a finding about a cell, a row (a column that is not there) or the sheet (no row)."""
        if row is None:
            return Finding(code, "", self.raw.place, values=values)
        cell = self.place(row, name)
        return Finding(code, "", self.raw.place, cell=cell, row=self.row_number(row), values={"name": name, **values})


@dataclass
class Door:
    """Opens files and gathers what is said about them: findings, tolerated habits, columns dropped."""

    findings: list[Finding] = field(default_factory=list)
    habits: dict[str, list[str]] = field(default_factory=dict)
    dropped: dict[str, list[str]] = field(default_factory=dict)
    """Place -> headers that were dropped as personal."""

    def note(self, habit: str, place: str) -> None:
        """Keep a habit and where it was met, once."""
        places = self.habits.setdefault(habit, [])
        if place not in places:
            places.append(place)

    def open(self, path: Path, known: Mapping[str, str], needed: Sequence[str], *, several: bool = False) -> list[Sheet]:
        """Return the sheets of a file that hold the needed columns; the best one unless ``several`` may.

        What is wrong with the file as a whole, columns missing or standing twice, unknown or personal columns and
        sheets passed over become findings.

        Parameters
        ----------
        path
            Workbook or CSV; its content counts, not its name.
        known
            Header, normalised -> column.
        needed
            Columns without which a sheet is not the table that is looked for.
        several
            True = every sheet that holds them.

        Raises
        ------
        NotFoundError
            There is no such file, or it may not be read.
        DataError
            A workbook that is too large to open safely.
        """
        found = list(self._read(path, known))
        chosen = [sheet for sheet in found if all(sheet.has(name) for name in needed)]
        if not several and len(chosen) > 1:
            chosen = [max(chosen, key=lambda sheet: len(set(sheet.raw.columns)))]
        if not chosen and found:
            best = max(found, key=lambda sheet: (sum(map(sheet.has, needed)), len(set(sheet.raw.columns))))
            for name in needed:
                if not best.has(name):
                    values = {"column": f"'{first_header(known, name)}'"}
                    self.findings.append(Finding("E-COLUMN-MISSING", "", best.raw.place, values=values))
            found = [best]
        for sheet in found:
            if sheet in chosen:
                self._columns(sheet, known)
            elif chosen and not is_own_sheet(sheet.title):
                values = {"headers": ", ".join(first_header(known, name) for name in needed)}
                self.findings.append(Finding("W-SIASN-SHEET", "", sheet.raw.place, values=values))
        return chosen

    def _read(self, path: Path, known: Mapping[str, str]) -> Iterator[Sheet]:
        if not path.exists():
            message = f"{path}: no such file. Check its name and place."
            bahasa = f"{path}: berkas tidak ada. Periksa nama dan letaknya."
            raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa)
        try:
            if is_workbook(path):
                for grid in read_grids(path):
                    if any(map(has_content, grid.rows)):
                        yield Sheet(_named(path, grid, known))
                return
            lines: dict[str, list[str]] = {habit: [] for habit in ("bom", "cp1252", "semicolon", "tab", "sep_line")}
            table, wide = read_csv(path, "", known, lines)
        except FileFaultError as error:
            self.findings.append(Finding(error.code, "", path.name or str(path), values=error.values))
            return
        except DataError as error:
            if error.code not in _WHOLE_FILE:
                raise
            self.findings.append(Finding(error.code, "", path.name))
            return
        self.findings += wide
        for habit, places in lines.items():
            for place in places:
                self.note(habit, place)
        yield Sheet(table)

    def _columns(self, sheet: Sheet, known: Mapping[str, str]) -> None:
        """Report columns that stand twice, are personal, or are not known."""
        raw = sheet.raw
        for name in dict.fromkeys(raw.columns):
            if raw.columns.count(name) > 1:
                headers = [place.header for place in (raw.places[0] if len(raw.places) else ()) if place]
                twice = [header for header in headers if known.get(normal_header(header)) == name]
                values = {"header": ", ".join(twice) or name}
                self.findings.append(Finding("E-COLUMN-TWICE", "", raw.place, column=values["header"], values=values))
        near = Nearest(known)
        for header in raw.unknown:
            plain = normal_header(header)
            if plain in FORBIDDEN:
                self.dropped.setdefault(raw.place, []).append(header)
            elif plain not in UNUSED:
                values = {"header": header, "near": near.of(plain)}
                self.findings.append(Finding("W-COLUMN-UNKNOWN", "", raw.place, column=header, values=values))


def is_own_sheet(title: str) -> bool:
    """Tell whether a sheet beside a post list is read elsewhere (standards, workload), or is a guide."""
    return normal_header(title) in _OWN


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook, by its name or its first bytes."""
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(2) in _WORKBOOK_STARTS
    except OSError:
        return False  # the reader of CSV says why


def _named(path: Path, grid: Grid, known: Mapping[str, str]) -> RawTable:
    table = table_of(grid, "", known)
    return RawTable(
        "", f"{path.name}{SHEET_MARK}{grid.sheet}", table.columns, table.rows, table.places, table.unknown, typed=True
    )
