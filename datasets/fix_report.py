"""The user's own workbook back: wrong cells coloured, and a sheet ``Kesalahan`` that names every fault."""

from __future__ import annotations

import csv
import io
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.hyperlink import Hyperlink

from ..models.domain.errors import DataError
from . import schema
from .faults import CellFault
from .folder import read_folder
from .settings_words import CASE_LABELS
from .workbook_guard import check_workbook, damaged
from .workbook_write import replacing

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


COLUMNS: Final = (
    "No",
    "Kode",
    "Tingkat",
    "Lembar",
    "Baris",
    "Kolom",
    "Ditemukan",
    "Seharusnya",
    "Perbaikan",
)
SEVERITY_WORDS: Final = {"error": "Kesalahan", "warning": "Peringatan"}
FILLS: Final = {
    "error": PatternFill("solid", start_color="FFFF9999", end_color="FFFF9999"),
    "warning": PatternFill("solid", start_color="FFFFF2A8", end_color="FFFFF2A8"),
}
HEADER_FILL: Final = PatternFill("solid", start_color="FF305496", end_color="FF305496")
MOST_COMMENT: Final = 2_000
AUTHOR: Final = "Penata"
_BELOW: Final = "\n--- Penata ---\n"

_WIDTHS: Final = (6, 22, 12, 22, 8, 24, 48, 48, 60)


def write_fix_report(source: Path, faults: Sequence[CellFault], path: Path) -> None:
    """Write the source back as a workbook that shows each fault where it stands.

    A workbook keeps its sheets, columns, formats, drop-downs and comments; charts, pictures and macros may be
    lost in the copy (the source is not touched). A folder of CSV becomes one sheet a table, cells as they
    stood. Errors are red, warnings yellow; a cell with both is red. The first sheet lists all faults, each
    linked to its cell.

    Parameters
    ----------
    source
        The workbook or folder that was checked.
    faults
        From reading it, in the order in which they shall be listed.
    path
        Workbook to write; may be the source itself, which is then replaced.

    Raises
    ------
    NotFoundError
        The source does not exist, or the file cannot be written.
    DataError
        The source is a workbook that cannot be opened.
    """
    book = _from_folder(source) if source.is_dir() else _from_workbook(source)
    _unmark(book)
    sheets = {schema.normal_header(sheet.title): sheet for sheet in book.worksheets}
    targets = [_target(item, sheets) for item in faults]
    _mark(book, faults, targets)
    _list(book, faults, targets)
    with replacing(path) as draft:
        buffer = BytesIO()  # a zip that a full disk cuts off complains once more when it is thrown away
        book.save(buffer)
        draft.write_bytes(buffer.getvalue())


def _from_workbook(source: Path) -> Workbook:
    check_workbook(source)
    try:
        # openpyxl warns of what it drops (extensions); the docstring says so once and for all.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(source)
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
    ) as error:
        raise damaged(source) from error


def _from_folder(source: Path) -> Workbook:
    raw = read_folder(source)
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in raw.tables:
        sheet = book.create_sheet(_sheet_name(table.place))
        for number, row in enumerate(table.rows):
            for cell, place in zip(row, table.places[number], strict=True):
                if place is not None:
                    _put(sheet, 1, place.column, place.header, None)
                    _put(sheet, place.row, place.column, cell, None)
        if not table.rows:
            for index, name in enumerate(table.columns, start=1):
                _put(sheet, 1, index, schema.header_of(table.table, name), None)
        for line, column, text in _unknown_cells(source / table.place, table.unknown):
            _put(sheet, line, column, text, None)
    return book


def _unknown_cells(path: Path, unknown: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text of the columns that no table knows, headers included: a user's own notes."""
    if not unknown:
        return
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    skip = text[:4].casefold() == "sep="
    for separator in ",;\t":
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        if skip:
            next(reader, None)
        headers = next(reader, [])
        columns = [index for index, header in enumerate(headers) if header in unknown]
        if len(columns) < len(unknown):
            continue
        for index in columns:
            yield 1, index + 1, headers[index]
        line = reader.line_num + 1
        for record in reader:
            for index in columns:
                if index < len(record) and record[index]:
                    yield line, index + 1, record[index]
            line = reader.line_num + 1
        return


def _sheet_name(text: str) -> str:
    return "".join(letter if letter not in r"[]:*?/\'" else "_" for letter in text)[:31] or "_"


def _put(sheet: Worksheet, row: int, column: int, value: object, fill: PatternFill | None) -> Cell:
    """Write a value as it stands: text is never a formula; what XML cannot hold is shown as a box."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)[:32_767]
        cell.data_type = "s"
    else:
        cell.value = value
    if fill is not None:
        cell.fill = fill
    return cell


def _target(item: CellFault, sheets: Mapping[str, Worksheet]) -> tuple[Worksheet, int, int | None] | None:
    """Return sheet, row and column (None = the whole row) of a fault; None where it has no place."""
    fault = item.fault
    sheet = sheets.get(schema.normal_header(_sheet_name(fault.place)))
    if sheet is None:
        return None
    if item.place is not None:
        return sheet, item.place.row, item.place.column
    if fault.row is not None:
        return sheet, fault.row, _column_at(sheet, fault.column)
    if fault.column is not None and (row := _row_of_key(sheet, fault.column)) is not None:
        return sheet, row, 2
    column = _column_at(sheet, fault.column)
    return (sheet, 1, column) if column is not None else None


def _column_at(sheet: Worksheet, header: str | None) -> int | None:
    if header is None:
        return None
    wanted = schema.normal_header(header)
    for row in sheet.iter_rows(max_row=10):
        for cell in row:
            if isinstance(cell.value, str) and schema.normal_header(cell.value) == wanted:
                return int(cell.column)
    return None


def _row_of_key(sheet: Worksheet, key: str) -> int | None:
    """Return the row of a settings sheet that holds a key, or the label of the setting."""
    settings = (schema.CASE_SHEET, schema.SCENARIO_SHEET)
    if schema.normal_header(sheet.title) not in map(schema.normal_header, settings):
        return None
    names = {key, *(name for name, label in CASE_LABELS.items() if label == key)}
    for row in sheet.iter_rows(max_row=500):
        if any(isinstance(cell.value, str) and cell.value.strip().rstrip("*").strip() in names for cell in row):
            return int(row[0].row)
    return None


def _unmark(book: Workbook) -> None:
    """Take away the marks of an earlier report, so that what was mended since is plain again."""
    ours = {fill.start_color.rgb for fill in FILLS.values()}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, MergedCell) or cell.comment is None or cell.comment.author != AUTHOR:
                    continue
                own, mark, _ = cell.comment.text.partition(_BELOW)
                cell.comment = Comment(own, "") if mark else None
                if cell.fill.start_color.rgb in ours:
                    cell.fill = PatternFill()


def _mark(book: Workbook, faults: Sequence[CellFault], targets: Sequence[tuple[Worksheet, int, int | None] | None]) -> None:
    """Colour the cells and say in a comment what is wrong; rows without a cell are coloured in column 1."""
    words: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    worst: dict[tuple[str, int, int], str] = {}
    for item, target in zip(faults, targets, strict=True):
        if target is None:
            continue
        sheet, row, column = target
        key = (sheet.title, row, column or 1)
        fault = item.fault
        words[key].append(f"{fault.found}; {fault.expected}. {fault.remedy} [{fault.code}]")
        if worst.get(key) != "error":
            worst[key] = fault.severity
    for (title, row, column), lines in words.items():
        cell = book[title].cell(row, column)
        if isinstance(cell, MergedCell):
            cell = _merged_owner(book[title], row, column)
        cell.fill = FILLS[worst[title, row, column]]
        own = f"{cell.comment.text}{_BELOW}" if cell.comment is not None else ""
        text = ILLEGAL_CHARACTERS_RE.sub("", own + "\n".join(lines))
        comment = Comment(text[:MOST_COMMENT], AUTHOR)
        comment.width, comment.height = 360, 120
        cell.comment = comment


def _merged_owner(sheet: Worksheet, row: int, column: int) -> Cell:
    for area in sheet.merged_cells.ranges:
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    message = f"Sheet {sheet.title}: cell {get_column_letter(column)}{row} belongs to no merged area."
    bahasa = f"Lembar {sheet.title}: sel {get_column_letter(column)}{row} tidak termasuk sel gabungan mana pun."
    raise DataError(message, code="E-FILE-DAMAGED", bahasa=bahasa)


def _list(book: Workbook, faults: Sequence[CellFault], targets: Sequence[tuple[Worksheet, int, int | None] | None]) -> None:
    old = next(
        (s for s in book.worksheets if schema.normal_header(s.title) == schema.normal_header(schema.ERROR_SHEET)),
        None,
    )
    if old is not None:
        book.remove(old)
    sheet = book.create_sheet(schema.ERROR_SHEET, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for index, (text, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), start=1):
        cell = _put(sheet, 1, index, text, HEADER_FILL)
        cell.font = Font(bold=True, color="FFFFFFFF")
        sheet.column_dimensions[get_column_letter(index)].width = width
    wrapped = Alignment(wrap_text=True, vertical="top")
    for number, (item, target) in enumerate(zip(faults, targets, strict=True), start=1):
        fault = item.fault
        values = (
            number,
            fault.code,
            SEVERITY_WORDS.get(fault.severity, fault.severity),
            target[0].title if target else fault.place,
            fault.row if fault.row is not None else (target[1] if target else None),
            fault.column,
            fault.found,
            fault.expected,
            fault.remedy,
        )
        for index, value in enumerate(values, start=1):
            _put(sheet, number + 1, index, value, FILLS[fault.severity] if index == 3 else None).alignment = wrapped
        if target is not None:
            title = target[0].title.replace("'", "''")
            link = sheet.cell(number + 1, 5)
            place = f"'{title}'!{get_column_letter(target[2] or 1)}{target[1]}"
            link.hyperlink = Hyperlink(ref=link.coordinate, location=place, display=str(target[1]))
            link.font = Font(color="FF0563C1", underline="single")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{max(2, len(faults) + 1)}"
    sheet.sheet_properties.tabColor = "FFC00000"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
