"""The empty workbook that a planner fills: Bahasa headers, explanations, drop-downs, matrix sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlsxwriter.utility import xl_col_to_name

from ..models.domain.case import CASE_SCHEMA
from ..models.domain.tables import TABLES, Column
from ..models.domain.vocabulary import NATIONAL_COMPETENCIES
from . import schema
from .column_help import help_of
from .defaults import default_standards
from .raw import RawCell
from .settings_words import BLOCKS, CASE_SETTINGS, LOCK_HEADERS, LOCK_NAMES, SCENARIO_SETTINGS, Block, Setting
from .template_guide import write_guide
from .workbook_matrix import MANDATORY_MARK, MATRIX_KEYS
from .workbook_settings import settings_rows
from .workbook_styles import Styles, open_book, set_page, word_of, words_of, write_cell, write_rows
from .workbook_write import SETTINGS_HEADERS, replacing

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

FILLED_ROWS: Final = 5_000
"""Rows that carry drop-downs; formats go down the whole column."""
LIST_SHEET: Final = "_Daftar"
BLOCK_ROWS: Final = 40
"""Rows left for each block of the sheet ``Skenario``."""
_INLINE_LETTERS: Final = 250
_COMMENT: Final = {"x_scale": 2.2, "y_scale": 1.2}
_FIRST_DAY: Final = date(1900, 3, 1)


def write_template(path: Path) -> None:
    """Write the empty workbook for planners.

    Every table has a sheet; required columns carry ``*`` and a colour, each header a comment; ids and words
    are text, dates dates; choices, yes/no and references to other sheets are drop-downs. The nine national
    competencies and the default standards by group are filled in, to be confirmed by the planner.

    Parameters
    ----------
    path
        File to write; an old one is replaced.

    Raises
    ------
    NotFoundError
        The folder is missing or the file may not be written (open in Excel).
    """
    with replacing(path) as draft, open_book(draft) as book:
        _Template(book).write()


def _default_levels() -> tuple[dict[str, dict[str, float]], frozenset[str]]:
    """Return group -> competency id -> level of the default standards, and what they make mandatory."""
    standards = default_standards()
    levels: dict[str, dict[str, float]] = {}
    for group, competency, level in zip(
        standards["group"], standards["competency_id"], standards["level"].tolist(), strict=True
    ):
        levels.setdefault(group, {})[competency] = level
    return levels, frozenset(standards["competency_id"][standards["mandatory"]])


def _range_rule(kind: str, low: float, high: float, message: str) -> dict[str, object]:
    rule: dict[str, object] = {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
    return rule | {"error_title": "Angka di luar batas", "error_message": message}


class _Template:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.styles = Styles.of(book)
        self.lists: dict[tuple[str, ...], str] = {}
        self.names: set[str] = set()

    def write(self) -> None:
        guide = self.book.add_worksheet(schema.GUIDE_SHEET)
        write_guide(guide, self.styles)
        set_page(guide, synthetic=False)
        self._settings(schema.CASE_SHEET, CASE_SETTINGS, {"schema": CASE_SCHEMA, "synthetic": False}, [])
        for name in TABLES:
            self._table(name)
        self._settings(schema.SCENARIO_SHEET, SCENARIO_SETTINGS, {}, BLOCKS)
        self._locks()
        self._hidden_lists()

    def _sheet(self, name: str, headers: Sequence[str], required: Sequence[bool]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        set_page(sheet, synthetic=False)
        for index, (text, must) in enumerate(zip(headers, required, strict=True)):
            style = self.styles.required if must else self.styles.optional
            sheet.write_string(0, index, f"{text} *" if must else text, style)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        return sheet

    def _table(self, name: str) -> None:
        columns = TABLES[name].columns
        if name in MATRIX_KEYS:
            columns = tuple(TABLES[name].column(key) for key in MATRIX_KEYS[name])
        labels = ["Nama"] if name == "profiles" else []
        marked = _default_levels()[1] if name == "requirements" else frozenset()
        levels = [
            f"{title} {MANDATORY_MARK}" if identity in marked else title
            for identity, (title, _) in NATIONAL_COMPETENCIES.items()
            if name in MATRIX_KEYS
        ]
        headers = [schema.header_of(name, column.name) for column in columns]
        # The label stands beside the id that it explains.
        headers[1:1] = labels
        order: list[Column | None] = [*columns, *(None for _ in levels)]
        order[1:1] = [None for _ in labels]
        must = [column is not None and column.required for column in order]
        sheet = self._sheet(schema.SHEETS[name], [*headers, *levels], must)
        sheet.set_tab_color("#7F7F7F" if TABLES[name].optional else "#305496")
        for index, column in enumerate(order):
            if column is not None:
                self._column(sheet, name, column, index)
            elif index < len(headers):
                sheet.set_column(index, index, 24, self.styles.text)
                sheet.write_comment(0, index, "Hanya untuk memudahkan membaca; tidak dipakai.", _COMMENT)
            else:
                self._level(sheet, name, index)
        self._filled(sheet, name, len(headers))

    def _column(self, sheet: Worksheet, table: str, column: Column, index: int) -> None:
        width = 22 if column.kind == "id" else 30 if column.name in ("name", "title", "task") else 15
        sheet.set_column(index, index, width, self.styles.of_column(column))
        sheet.write_comment(0, index, help_of(table, column), _COMMENT)
        self._validate(sheet, column, index)

    def _level(self, sheet: Worksheet, table: str, index: int) -> None:
        least = 1 if table == "requirements" else 0
        sheet.set_column(index, index, 13)
        empty = "tidak disyaratkan" if least else "belum dinilai"
        text = f"Level {least} sampai 5; kosong = {empty}. Kompetensi lain: tambah kolom dengan kodenya."
        text += f" Judul kolom dengan {MANDATORY_MARK} = kompetensi mutlak." if least else ""
        sheet.write_comment(0, index, text, _COMMENT)
        rule = _range_rule("decimal", least, 5, f"Isi level {least} sampai 5.")
        sheet.data_validation(1, index, FILLED_ROWS, index, rule)

    def _validate(self, sheet: Worksheet, column: Column, index: int) -> None:
        rule: dict[str, object] | None = None
        if words := words_of(column):
            rule = {"validate": "list", "source": self._source(words), "error_title": "Pilihan tidak dikenal"}
            rule["error_message"] = "Pilih dari daftar."
        elif column.refers_to:
            other, name = column.refers_to.split(".")
            place = TABLES[other].column_names.index(name)
            letter = xl_col_to_name(place)
            source = self._named(f"daftar_{other}_{name}", schema.SHEETS[other], letter, 2, FILLED_ROWS + 1)
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            rule["error_title"] = "Kode tidak ditemukan"
            rule["error_message"] = f"Kode ini tidak ada di lembar {schema.SHEETS[other]}. Tetap dipakai?"
        elif column.kind == "date":
            # Excel's own calendar begins in 1900; day 61 is the first that is right.
            rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_type": "warning"}
            rule["error_title"] = "Bukan tanggal"
            rule["error_message"] = "Ketik tanggal, misalnya 31/12/2025."
        elif column.kind in ("int", "float") and column.minimum is not None and column.maximum is not None:
            kind = "integer" if column.kind == "int" else "decimal"
            rule = _range_rule(kind, column.minimum, column.maximum, "Angka di luar batas; lihat keterangan kolom.")
        if rule is not None:
            sheet.data_validation(1, index, FILLED_ROWS, index, rule)

    def _source(self, words: tuple[str, ...]) -> list[str] | str:
        """Return a drop-down's source: the words themselves, or where they stand on the hidden sheet."""
        if len(",".join(words)) <= _INLINE_LETTERS:
            return list(words)
        if words not in self.lists:
            letter = xl_col_to_name(len(self.lists))
            name = f"daftar_pilihan_{len(self.lists) + 1}"
            self.lists[words] = self._named(name, LIST_SHEET, letter, 1, len(words))
        return self.lists[words]

    def _named(self, name: str, sheet: str, letter: str, first: int, last: int) -> str:
        """Return a drop-down's source by name; Excel saves a bare reference elsewhere as an extension."""
        if name not in self.names:
            self.book.define_name(name, f"='{sheet}'!${letter}${first}:${letter}${last}")
            self.names.add(name)
        return f"={name}"

    def _filled(self, sheet: Worksheet, name: str, first_level: int) -> None:
        column = TABLES["competencies"].column("kind")
        if name == "competencies":
            rows: list[list[RawCell]] = [
                [identity, title, word_of(column, kind)] for identity, (title, kind) in NATIONAL_COMPETENCIES.items()
            ]
            write_rows(sheet, self.styles, rows, first=1, formats=[self.styles.text] * 3)
        elif name == "requirements":
            group_at = MATRIX_KEYS[name].index("group")
            for row, (group, levels) in enumerate(_default_levels()[0].items(), start=1):
                word = schema.GROUP_WORDS.get(group, group)
                write_cell(sheet, row, group_at, word, self.styles.text, self.styles.date)
                for index, competency in enumerate(NATIONAL_COMPETENCIES, start=first_level):
                    if competency in levels:
                        sheet.write_number(row, index, levels[competency])

    def _settings(
        self,
        name: str,
        settings: Sequence[Setting],
        values: Mapping[str, object],
        blocks: Sequence[Block],
    ) -> None:
        sheet = self._sheet(name, SETTINGS_HEADERS, [False] * len(SETTINGS_HEADERS))
        sheet.set_tab_color("#548235")
        formats = [None, self.styles.text, None, self.styles.locked]
        for index, width in enumerate((42, 34, 70, 34)):
            sheet.set_column(index, index, width, formats[index])
        write_rows(sheet, self.styles, settings_rows(settings, values), first=1, formats=formats)
        for row, setting in enumerate(settings, start=1):
            if setting.required:
                sheet.write_string(row, 0, f"{setting.label} *", self.styles.required)
            if setting.is_date:
                sheet.write_blank(row, 1, None, self.styles.date)
                rule = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY, "error_type": "warning"}
                sheet.data_validation(row, 1, row, 1, rule | {"error_message": "Ketik tanggal, misalnya 31/12/2025."})
            elif setting.choices:
                sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(setting.choices)})
        top = len(settings) + 1
        for block in blocks:
            sheet.write_string(top + 1, 0, block.title, self.styles.title)
            for index, text in enumerate(block.columns.values()):
                sheet.write_string(top + 2, index, text, self.styles.optional)
            top += 2 + BLOCK_ROWS
        if blocks:
            sheet.set_column(4, 5, 26, self.styles.text)

    def _locks(self) -> None:
        sheet = self._sheet(schema.LOCK_SHEET, LOCK_HEADERS, [True, True, True, False])
        sheet.set_tab_color("#548235")
        help_texts = (
            "tetapkan = pegawai ini harus mendapat jabatan itu; larang = tidak boleh.",
            "NIP atau kode pegawai seperti di lembar Pegawai.",
            "Kode jabatan seperti di lembar Jabatan.",
            "Catatan untuk Anda sendiri; tidak dipakai.",
        )
        sources: tuple[list[str] | str | None, ...] = (
            list(LOCK_NAMES.values()),
            self._named("daftar_employees_employee_id", schema.SHEETS["employees"], "A", 2, FILLED_ROWS + 1),
            self._named("daftar_positions_position_id", schema.SHEETS["positions"], "A", 2, FILLED_ROWS + 1),
            None,
        )
        for index, (text, source) in enumerate(zip(help_texts, sources, strict=True)):
            sheet.set_column(index, index, 24, self.styles.text)
            sheet.write_comment(0, index, text, _COMMENT)
            if source is not None:
                rule = {
                    "validate": "list",
                    "source": source,
                    "error_type": "stop" if index == 0 else "warning",
                }
                sheet.data_validation(1, index, FILLED_ROWS, index, rule)

    def _hidden_lists(self) -> None:
        sheet = self.book.add_worksheet(LIST_SHEET)
        for index, words in enumerate(self.lists):
            for row, word in enumerate(words):
                sheet.write_string(row, index, word, self.styles.text)
        sheet.hide()
