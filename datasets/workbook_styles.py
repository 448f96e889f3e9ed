"""How the sheets of a workbook look, and the only ways in which a cell is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlsxwriter import Workbook

from ..models.domain.errors import DataError
from ..models.domain.tables import Column
from . import schema
from .raw import RawCell

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

DATE_FORMAT: Final = "dd/mm/yyyy"
SAMPLE_MARK: Final = "DATA CONTOH – bukan data orang sungguhan"
FIRST_EXCEL_DAY: Final = date(1900, 3, 1)
MAX_TEXT_LENGTH: Final = 32_767
MAX_SHEET_ROWS: Final = 1_048_576
TEXT_KINDS: Final = frozenset({"id", "text", "list", "period", "choice", "rank", "echelon", "bool"})

REQUIRED_COLOUR: Final = "#C65911"
OPTIONAL_COLOUR: Final = "#305496"
SAMPLE_COLOUR: Final = "#FFC000"


class _Exact(float):
    """A number written with all its digits: XlsxWriter keeps 16, a double needs up to 17."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


@dataclass(frozen=True, slots=True)
class Styles:
    """Formats of one workbook."""

    required: Format
    optional: Format
    text: Format
    date: Format
    note: Format
    sample: Format
    title: Format
    wrapped: Format
    locked: Format

    @classmethod
    def of(cls, book: Workbook) -> Styles:
        """Add the formats to a workbook."""
        header = {"bold": True, "font_color": "#FFFFFF", "border": 1, "text_wrap": True, "valign": "top"}
        return cls(
            required=book.add_format({**header, "bg_color": REQUIRED_COLOUR}),
            optional=book.add_format({**header, "bg_color": OPTIONAL_COLOUR}),
            text=book.add_format({"num_format": "@"}),
            date=book.add_format({"num_format": DATE_FORMAT}),
            note=book.add_format({"italic": True, "font_color": "#595959"}),
            sample=book.add_format({"bold": True, "bg_color": SAMPLE_COLOUR}),
            title=book.add_format({"bold": True, "font_size": 14}),
            wrapped=book.add_format({"text_wrap": True, "valign": "top"}),
            locked=book.add_format({"font_color": "#7F7F7F", "num_format": "@"}),
        )

    def of_column(self, column: Column) -> Format | None:
        """Return the format of a table's column: text for ids and words, a date format for dates."""
        if column.kind == "date":
            return self.date
        return self.text if column.kind in TEXT_KINDS else None


def open_book(path: Path) -> Workbook:
    """Return a new workbook in which no text ever becomes a formula or a link.

    User text that begins with ``=``, ``+``, ``-``, ``@`` or a tab needs no apostrophe here: cells are typed,
    and :func:`write_cell` writes text as text only. (A CSV has no types; its writer neutralises such text.)
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return Workbook(str(path), options)


def write_cell(sheet: Worksheet, row: int, column: int, cell: RawCell, style: Format, days: Format) -> None:
    """Write one cell by its own type; None leaves it empty.

    Parameters
    ----------
    sheet, row, column
        Where, 0-based.
    cell
        Value; ``bool`` becomes ``ya`` or ``tidak``, a date before Excel's calendar its ISO text.
    style
        Format of texts.
    days
        Format of dates.

    Raises
    ------
    DataError
        The text is longer than a cell holds, or the row is beyond the sheet.
    """
    if row >= MAX_SHEET_ROWS:
        message = f"Sheet {sheet.name} holds {MAX_SHEET_ROWS:,} rows at most; write a folder of CSV instead."
        bahasa = f"Lembar {sheet.name} paling banyak {MAX_SHEET_ROWS:,} baris; tulis folder CSV saja."
        raise DataError(message, code="E-FILE-ROWS", bahasa=bahasa)
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_string(row, column, "ya" if cell else "tidak", style)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, _Exact(cell) if isinstance(cell, float) else cell)
    elif isinstance(cell, date) and not isinstance(cell, datetime) and cell >= FIRST_EXCEL_DAY:
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), days)
    else:
        text = cell if isinstance(cell, str) else cell.isoformat()
        if len(text) > MAX_TEXT_LENGTH:
            message = (
                f"Sheet {sheet.name}, row {row + 1}: '{text[:40]}…' has {len(text):,} letters, a cell "
                f"holds {MAX_TEXT_LENGTH:,}. Shorten it, or write a folder of CSV instead."
            )
            bahasa = (
                f"Lembar {sheet.name}, baris {row + 1}: '{text[:40]}…' berisi {len(text):,} huruf, satu sel "
                f"paling banyak {MAX_TEXT_LENGTH:,}. Pendekkan, atau tulis folder CSV saja."
            )
            raise DataError(message, code="E-CELL-LENGTH", bahasa=bahasa)
        sheet.write_string(row, column, text, style)


def write_rows(
    sheet: Worksheet,
    styles: Styles,
    rows: Sequence[Sequence[RawCell]],
    *,
    first: int,
    formats: Sequence[Format | None],
) -> None:
    """Write rows of cells from row ``first`` (0-based); ``formats`` holds one format a column, then text."""
    texts = [form if form is not None and form is not styles.date else styles.text for form in formats]
    for number, row in enumerate(rows, start=first):
        for column, cell in enumerate(row):
            style = texts[column] if column < len(texts) else styles.text
            write_cell(sheet, number, column, cell, style, styles.date)


def set_page(sheet: Worksheet, *, synthetic: bool) -> None:
    """Set print layout, and the mark of sample data in the page's head and on the tab."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    mark = f"&C&B{SAMPLE_MARK}" if synthetic else ""
    sheet.set_header(f"&L&A{mark}")
    sheet.set_footer("&L&F&R&P / &N")
    if synthetic:
        sheet.set_tab_color(SAMPLE_COLOUR)


def word_of(column: Column, code: str) -> str:
    """Return the Bahasa word that a sheet shows for a code; the code itself where there is none."""
    if column.name == "group":
        return schema.GROUP_WORDS.get(code, code)
    name = "education" if column.name == "education_min" else column.name
    return next((word for word, other in schema.CELL_WORDS.get(name, {}).items() if other == code), code)


def words_of(column: Column) -> tuple[str, ...]:
    """Return what may be chosen in a column, in Bahasa."""
    if column.kind == "bool":
        return ("ya", "tidak")
    return tuple(word_of(column, code) for code in column.choices)
