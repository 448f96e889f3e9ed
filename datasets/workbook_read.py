"""Read a planner's workbook into raw cells: header rows found, matrix sheets unfolded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ..models.domain.errors import DataError
from ..models.domain.tables import TABLES
from . import schema
from .raw import CellError, Finding, GridPlaces, RawCase, RawCell, RawTable
from .workbook_guard import check_workbook, damaged
from .workbook_matrix import MATRIX_KEYS, competency_names, unfold
from .workbook_settings import read_case_sheet, read_lock_sheet, read_scenario_sheet

HEADER_SEARCH_ROWS: Final = 10
"""Notes may stand above the header row; it is looked for in so many rows."""
EXACT_INTEGERS: Final = 1e15
"""Excel keeps 15 digits: whole numbers below this are read as integers, above it digits are lost."""
SETTINGS_SHEETS: Final = (schema.CASE_SHEET, schema.SCENARIO_SHEET, schema.LOCK_SHEET)
OWN_SHEETS: Final = frozenset({schema.GUIDE_SHEET, schema.ERROR_SHEET})


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet, from its first cell on; empty cells are None."""

    sheet: str
    rows: tuple[tuple[RawCell, ...], ...]


def read_workbook(path: Path) -> RawCase:
    """Read every sheet of a case from an XLSX workbook, cells untouched.

    Sheets are known by their Bahasa or machine name, columns by their Bahasa header or machine name, whatever
    the case, blanks and ``*``. Rows without any content are left out. Whole numbers become ``int``; a number
    too large for Excel's 15 digits stays ``float``, so that the reader can refuse it as an id. A cell that
    shows an error gives the error's text.

    Parameters
    ----------
    path
        An ``.xlsx`` or ``.xlsm`` file.

    Raises
    ------
    NotFoundError
        There is no such file, or it may not be read.
    DataError
        The file is no workbook, is damaged, has a password, is out of bounds, or holds no sheet of a case.
    """
    errors = check_workbook(path)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            grids, findings = _grids(workbook, errors)
    except (CalamineError, ValueError, OverflowError) as error:
        raise damaged(path) from error
    if not grids.keys() & set(TABLES):
        message = (
            f"{path.name} holds no sheet of a case, such as {schema.SHEETS['employees']}. "
            "Fill the workbook that 'penata case template' writes."
        )
        bahasa = (
            f"{path.name} tidak memuat satu pun lembar data kasus, misalnya {schema.SHEETS['employees']}. "
            "Isi buku kerja yang dibuat 'penata case template'."
        )
        raise DataError(message, code="E-FILE-FORMAT", bahasa=bahasa)
    competencies = competency_names(_table(grids["competencies"], "competencies") if "competencies" in grids else None)
    tables = [_read_table(grids[name], name, competencies) for name in TABLES if name in grids]
    header = read_case_sheet(grids[schema.CASE_SHEET].rows) if schema.CASE_SHEET in grids else {}
    scenario: dict[str, object] = {}
    if schema.SCENARIO_SHEET in grids:
        scenario.update(read_scenario_sheet(grids[schema.SCENARIO_SHEET].rows))
    if schema.LOCK_SHEET in grids:
        locks, wrong = read_lock_sheet(grids[schema.LOCK_SHEET].rows, grids[schema.LOCK_SHEET].sheet)
        scenario.update(locks)
        findings += wrong
    return RawCase(
        path.name,
        tuple(tables),
        header,
        scenario,
        findings=tuple(findings),
        header_place=_title(grids, schema.CASE_SHEET),
        scenario_place=_title(grids, schema.SCENARIO_SHEET),
    )


def read_grids(path: Path) -> tuple[Grid, ...]:
    """Read every worksheet of any workbook, cells untouched.

    Raises
    ------
    NotFoundError
        There is no such file, or it may not be read.
    DataError
        The file is no workbook, is damaged, has a password or is out of bounds.
    """
    errors = check_workbook(path)
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            return tuple(
                Grid(
                    meta.name,
                    tuple(_rows(workbook.get_sheet_by_name(meta.name), errors.get(meta.name, {}))),
                )
                for meta in workbook.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            )
    except (CalamineError, ValueError, OverflowError) as error:
        raise damaged(path) from error


def _title(grids: Mapping[str, Grid], sheet: str) -> str:
    return grids[sheet].sheet if sheet in grids else sheet


def _grids(
    workbook: CalamineWorkbook, errors: Mapping[str, Mapping[tuple[int, int], str]]
) -> tuple[dict[str, Grid], list[Finding]]:
    """Return grids by machine name (a table or a settings sheet) and a finding for each unknown sheet."""
    known = {schema.normal_header(name): name for name in (*TABLES, *OWN_SHEETS)}
    known |= {schema.normal_header(sheet): name for name, sheet in schema.SHEETS.items()}
    for key, sheet in (
        ("case", schema.CASE_SHEET),
        ("scenario", schema.SCENARIO_SHEET),
        ("locks", schema.LOCK_SHEET),
    ):
        known |= {key: sheet, schema.normal_header(sheet): sheet}
    grids: dict[str, Grid] = {}
    findings: list[Finding] = []
    for meta in workbook.sheets_metadata:
        name = known.get(schema.normal_header(meta.name))
        if name is None:
            if meta.visible == SheetVisibleEnum.Visible:
                values = {"files": ", ".join((*schema.SHEETS.values(), *SETTINGS_SHEETS))}
                findings.append(Finding("W-FILE-UNKNOWN", "", meta.name, values=values))
            continue
        if name in OWN_SHEETS:
            continue
        if name in grids:
            table = name if name in TABLES else ""
            findings.append(Finding("E-FILE-TWICE", table, meta.name, values={"other": grids[name].sheet}))
            continue
        cells = workbook.get_sheet_by_name(meta.name)
        grids[name] = Grid(meta.name, tuple(_rows(cells, errors.get(meta.name, {}))))
    return grids, findings


def _rows(sheet: CalamineSheet, errors: Mapping[tuple[int, int], str]) -> Iterator[tuple[RawCell, ...]]:
    # iter_rows begins at row 1 of the sheet, yet at the first used column.
    if sheet.start is None:
        return
    pad: tuple[RawCell, ...] = (None,) * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = (*pad, *map(_cell, cells))
        if errors:
            row = tuple(
                CellError(errors[number, index]) if (number, index) in errors else cell
                for index, cell in enumerate(row, start=1)
            )
        yield row


def _cell(value: int | float | str | bool | date | datetime | time | timedelta) -> RawCell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < EXACT_INTEGERS else value
    if isinstance(value, timedelta):
        return str(value)
    return value


def has_content(row: Sequence[RawCell]) -> bool:
    """Tell whether any cell of the row holds more than blanks."""
    return any(cell is not None and not (isinstance(cell, str) and not cell.strip()) for cell in row)


def _header_row(rows: Sequence[Sequence[RawCell]], known: Mapping[str, str]) -> int | None:
    """Return the index of the row that names most columns; the first with content where none does."""
    best, best_count, first = None, 0, None
    for index, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        if first is None and has_content(row):
            first = index
        names = {known.get(schema.normal_header(cell)) for cell in row if isinstance(cell, str)} - {None}
        if len(names) > best_count:
            best, best_count = index, len(names)
    return first if best is None else best


def _read_table(grid: Grid, table: str, competencies: Mapping[str, str]) -> RawTable:
    if table in MATRIX_KEYS:
        known = {**competencies, **schema.columns_by_header(table)}
        header = _header_row(grid.rows, known)
        if header is not None and not _is_long(grid.rows[header], table):
            return unfold(grid.rows, header, table, grid.sheet, competencies)
    return _table(grid, table)


def _is_long(header: Sequence[RawCell], table: str) -> bool:
    known = schema.columns_by_header(table)
    columns = {known.get(schema.normal_header(cell)) for cell in header if isinstance(cell, str)}
    return "competency_id" in columns or "level" in columns


def _table(grid: Grid, table: str) -> RawTable:
    return table_of(grid, table, schema.columns_by_header(table))


def table_of(grid: Grid, table: str, known: Mapping[str, str]) -> RawTable:
    """Return the table that stands in a sheet, its header row found among the first ten.

    Parameters
    ----------
    grid
        Cells of the sheet.
    table
        Name of the table in what is returned.
    known
        Header, normalised -> column; other headers stand in ``unknown``.
    """
    header = _header_row(grid.rows, known)
    if header is None:
        return RawTable(table, grid.sheet, (), (), (), typed=True)
    chosen: list[tuple[str, int, str]] = []
    unknown: list[str] = []
    for index, cell in enumerate(grid.rows[header]):
        if cell is None or not str(cell).strip():
            continue
        column = known.get(schema.normal_header(str(cell)))
        if column is None:
            unknown.append(str(cell))
        else:
            chosen.append((column, index, str(cell)))
    rows: list[tuple[RawCell, ...]] = []
    numbers: list[int] = []
    for number, row in enumerate(grid.rows[header + 1 :], start=header + 2):
        cells = tuple(row[index] for _, index, _ in chosen)
        if has_content(cells):
            rows.append(cells)
            numbers.append(number)
    places = GridPlaces(numbers, [index + 1 for _, index, _ in chosen], [text for _, _, text in chosen])
    columns = tuple(column for column, _, _ in chosen)
    return RawTable(table, grid.sheet, columns, rows, places, tuple(unknown), typed=True)
