"""The workbook of a report: its formats, its pages, and the only ways in which a cell is written.

Every text goes through :func:`neutral` and is written as text; there are no formulas and no links.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

from ..models.domain.errors import NotFoundError
from .words import Language, Words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | date | None
Style = Literal["text", "id", "short", "day", "whole", "signed", "one", "two", "signed_two", "left_two"]
Variant = Literal["plain", "strong", "soft", "input"]

FORMULA_SIGNS: Final = "=+-@\t\r"
HIDDEN: Final = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
MOST_LETTERS: Final = 32_000
"""Letters of one cell; Excel holds 32,767."""
MOST_ROWS: Final = 1_048_000
"""Rows of one table; a sheet holds 1,048,576."""
LINE_HEIGHT: Final = 15.0
"""Points of one line of text."""
MOST_LINES: Final = 20
WIDEST_ID: Final = 36
FIRST_EXCEL_DAY: Final = date(1900, 3, 1)
SHORTAGE_COLOUR: Final = "#F8CBAD"
SURPLUS_COLOUR: Final = "#FFE699"
BEFORE_COLOUR: Final = "#A6A6A6"
AFTER_COLOUR: Final = "#2F75B5"
SAMPLE_COLOUR: Final = "#FFC000"

_STYLES: Final[Mapping[Style, Mapping[str, object]]] = MappingProxyType(
    {
        "text": {"text_wrap": True, "indent": 1},
        "id": {"num_format": "@", "indent": 1},
        "short": {"align": "center", "text_wrap": True},
        "day": {"align": "center"},
        "whole": {"num_format": "#,##0"},
        "signed": {"num_format": "+#,##0;-#,##0;0"},
        "one": {"num_format": "#,##0.0"},
        "two": {"num_format": "#,##0.00"},
        "left_two": {"num_format": "#,##0.00", "align": "left", "indent": 1},
        "signed_two": {"num_format": "+#,##0.00;-#,##0.00;0.00"},
    }
)
_VARIANTS: Final[Mapping[Variant, Mapping[str, object]]] = MappingProxyType(
    {
        "plain": {},
        "strong": {"bold": True, "bg_color": "#DDEBF7"},
        "soft": {"bg_color": "#F2F2F2"},
        "input": {"bg_color": "#FFF2CC"},
    }
)
_DAY_FORMATS: Final[Mapping[Language, str]] = MappingProxyType({"id": "[$-421]d mmmm yyyy", "en": "[$-809]d mmmm yyyy"})


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, also after it was saved as CSV.

    A text that begins with ``= + - @``, a tab or a carriage return gets an apostrophe in front, and so does
    one that begins with an apostrophe before such a sign: taking one apostrophe off gives the text back. Marks of
    writing direction and blanks of no width go: they would show a text as another. A text longer than a cell holds
    is cut.
    """
    text = text if text.isascii() else HIDDEN.sub("", text)
    guarded = text[:1] == "'" and text[1:2] != "" and text[1:2] in FORMULA_SIGNS + "'"
    safe = "'" + text if guarded or (text[:1] != "" and text[:1] in FORMULA_SIGNS) else text
    return safe if len(safe) <= MOST_LETTERS else safe[: MOST_LETTERS - 1] + "…"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, its width in letters and the style of its cells."""

    title: str
    width: float
    style: Style = "text"
    is_input: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, how it looks, and its outline level (1 = below a row of level 0)."""

    cells: Sequence[Cell]
    variant: Variant = "plain"
    level: int = 0


@dataclass(frozen=True)
class Formats:
    """Formats of one workbook, by style and variant, and those of titles."""

    cells: Mapping[tuple[Style, Variant], Format]
    header: Format
    title: Format
    banner: Format
    sample: Format
    note: Format
    section: Format
    plain: Format
    fills: Mapping[str, Format]
    """Formats that only fill a cell, by colour."""

    @classmethod
    def of(cls, book: Workbook, language: Language) -> Formats:
        """Add the formats to a workbook."""
        days = {"num_format": _DAY_FORMATS[language]}
        border = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
        cells = {
            (style, variant): book.add_format({**border, **look, **(days if style == "day" else {}), **_VARIANTS[variant]})
            for style, look in _STYLES.items()
            for variant in _VARIANTS
        }
        header = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E78", "border": 1}
        return cls(
            cells=MappingProxyType(cells),
            header=book.add_format({**header, "text_wrap": True, "valign": "vcenter", "align": "center"}),
            title=book.add_format({"bold": True, "font_size": 14}),
            banner=book.add_format({"bold": True, "font_size": 14, "font_color": "#C00000"}),
            sample=book.add_format({"bold": True, "bg_color": SAMPLE_COLOUR}),
            note=book.add_format({"italic": True, "font_color": "#595959"}),
            section=book.add_format({"bold": True, "font_size": 12, "font_color": "#1F4E78"}),
            plain=book.add_format({"valign": "top"}),
            fills={colour: book.add_format({"bg_color": colour}) for colour in (SHORTAGE_COLOUR, SURPLUS_COLOUR)},
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every sheet: banner (and whether it warns), mark of sample data, where the facts come from."""

    banner: str
    is_proposal: bool
    sample: str
    source: str
    page: str
    run_id: str


@dataclass
class Page:
    """A sheet being written from top to bottom; ``row`` is the next free row, 0-based."""

    sheet: Worksheet
    formats: Formats
    words: Words
    row: int = 0

    @classmethod
    def add(cls, book: Workbook, formats: Formats, words: Words, frame: Frame, key: str) -> Page:
        """Add a sheet with title, banner, mark of sample data, source line and print layout."""
        title = words(f"title.{key}")
        sheet = book.add_worksheet(words(f"sheet.{key}"))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.9, bottom=0.6)
        # In a page head "&" begins a code; a text's own is doubled.
        centre = " – ".join(text for text in (frame.banner, frame.sample) if text).replace("&", "&&")
        sheet.set_header(f"&L{title[:60].replace('&', '&&')}&C&B{centre[:150]}")
        sheet.set_footer(f"&L{frame.run_id.replace('&', '&&')[:60]}&R{frame.page}")
        page = cls(sheet, formats, words)
        page.line(f"{title} · {frame.banner}", formats.banner if frame.is_proposal else formats.title)
        if frame.sample:
            sheet.set_tab_color(SAMPLE_COLOUR)
            sheet.set_row(page.row, None, formats.sample)
            page.line(frame.sample, formats.sample)
        page.line(frame.source, formats.note)
        return page

    def line(self, text: str, style: Format | None = None, *, column: int = 0) -> None:
        """Write one line of text in its own row."""
        self.sheet.write_string(self.row, column, neutral(text), style or self.formats.plain)
        self.row += 1

    def put(self, column: int, cell: Cell, style: Style = "text", variant: Variant = "plain") -> None:
        """Write one cell of the current row by its own type; None leaves an empty, bordered cell."""
        form = self.formats.cells[style, variant]
        if cell is None or cell == "":
            self.sheet.write_blank(self.row, column, None, form)
        elif isinstance(cell, date) and cell >= FIRST_EXCEL_DAY:
            self.sheet.write_datetime(self.row, column, datetime(cell.year, cell.month, cell.day), form)
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            self.sheet.write_number(self.row, column, cell, form)
        else:
            self.sheet.write_string(self.row, column, neutral(str(cell)), form)

    def widths(self, columns: Sequence[Column]) -> None:
        """Set the widths of the sheet's columns."""
        for place, column in enumerate(columns):
            self.sheet.set_column(place, place, column.width)

    def headers(self, columns: Sequence[Column]) -> None:
        """Write a row of headers."""
        lines = max((_lines(column.title, column.width) for column in columns), default=1)
        self.sheet.set_row(self.row, LINE_HEIGHT * lines + 3)
        for place, column in enumerate(columns):
            self.sheet.write_string(self.row, place, neutral(column.title), self.formats.header)
        self.row += 1

    def rows(self, columns: Sequence[Column], rows: Sequence[Row]) -> range:
        """Write rows under their headers and return their row numbers."""
        first = self.row
        for row in rows[:MOST_ROWS]:
            cells = tuple(zip(row.cells, columns, strict=True))
            lines = max(_lines(cell, column.width) for cell, column in cells if column.style != "id")
            if row.level or lines > 1:
                self.sheet.set_row(self.row, LINE_HEIGHT * lines, None, {"level": row.level})
            for place, (cell, column) in enumerate(cells):
                self.put(place, cell, column.style, "input" if column.is_input else row.variant)
            self.row += 1
        if len(rows) > MOST_ROWS:
            count = self.words.number(len(rows) - MOST_ROWS)
            self.sheet.write_string(self.row, 0, self.words("more_rows", count=count), self.formats.note)
        return range(first, self.row)

    def table(self, columns: Sequence[Column], rows: Sequence[Row], *, freeze: int = 0, empty: str = "") -> range:
        """Write the sheet's main table: widths, headers that stay in sight and on every page, filter, rows.

        Parameters
        ----------
        columns, rows
            What to write.
        freeze
            Columns that stay in sight.
        empty
            What stands under the headers where there are no rows.

        Returns
        -------
        Row numbers of the rows, 0-based.
        """
        columns = [_widened(column, [row.cells[place] for row in rows]) for place, column in enumerate(columns)]
        self.widths(columns)
        head = self.row
        self.headers(columns)
        self.sheet.freeze_panes(self.row, freeze)
        self.sheet.repeat_rows(head)
        written = self.rows(columns, rows)
        if not rows:
            self.line(empty, self.formats.note)
        self.sheet.autofilter(head, 0, max(head + 1, self.row - 1), len(columns) - 1)
        return written

    def colour_differences(self, rows: range, column: int) -> None:
        """Colour numbers of a column: short below 0, over above 0."""
        if not rows:
            return
        for sign, colour in (("<", SHORTAGE_COLOUR), (">", SURPLUS_COLOUR)):
            rule = {"type": "cell", "criteria": sign, "value": 0, "format": self.formats.fills[colour]}
            self.sheet.conditional_format(rows[0], column, rows[-1], column, rule)


def _lines(cell: Cell, width: float) -> int:
    """Return how many lines a wrapped text takes: not every program fits rows to their text by itself."""
    if not isinstance(cell, str) or not width:
        return 1
    room = max(1.0, 1.1 * width - 2)
    return min(MOST_LINES, sum(max(1, ceil(len(part) / room)) for part in cell.split("\n")))


def _widened(column: Column, cells: Sequence[Cell]) -> Column:
    """Return a column of ids wide enough for the longest, within reason."""
    if column.style != "id":
        return column
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return replace(column, width=max(column.width, min(WIDEST_ID, longest + 4)))


@contextmanager
def open_book(path: Path, *, created: date, title: str) -> Iterator[Workbook]:
    """Give a new workbook, written under a temporary name beside ``path`` and renamed when all went well.

    Parameters
    ----------
    path
        File to write; an old one is replaced.
    created
        Day that the file's properties name, so that equal results give equal files.
    title
        Title in the file's properties.

    Raises
    ------
    NotFoundError
        The folder is missing or the file may not be written (open in Excel).
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with Workbook(str(draft), options) as book:
            book.set_properties({"title": title, "created": datetime(created.year, created.month, created.day)})
            yield book
        draft.replace(path)
    except (OSError, XlsxWriterException) as error:
        if not isinstance(error, OSError | FileCreateError):
            raise
        message = f"{path}: cannot be written ({error}). Close it in Excel, or name a folder that exists."
        bahasa = f"{path}: tidak dapat ditulis ({error}). Tutup di Excel, atau sebut folder yang ada."
        raise NotFoundError(message, code="E-FILE-ACCESS", bahasa=bahasa) from error
    finally:
        draft.unlink(missing_ok=True)
