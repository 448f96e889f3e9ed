"""Write a case as a planner's workbook: Bahasa sheets, headers and words; it reads back without loss."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xlsxwriter.exceptions import FileCreateError, XlsxWriterException

from ..models.domain.case import CASE_SCHEMA, Case
from ..models.domain.errors import NotFoundError
from ..models.domain.tables import TABLES, Column
from . import schema
from .raw import RawCell
from .settings_codec import flatten
from .settings_words import CASE_SETTINGS, LOCK_HEADERS, SCENARIO_SETTINGS, Setting
from .workbook_matrix import MATRIX_KEYS, matrix_headers
from .workbook_settings import block_rows, lock_rows, settings_rows
from .workbook_styles import SAMPLE_MARK, Styles, open_book, set_page, word_of, write_rows

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

SETTINGS_HEADERS: Final = ("Pengaturan", "Isi", "Penjelasan", "Kunci")
MAX_MATRIX_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What one sheet shows: headers, whether each is required, its format and the rows below."""

    headers: Sequence[str]
    required: Sequence[bool]
    formats: Sequence[Format | None]
    rows: Sequence[Sequence[RawCell]]


def write_workbook(case: Case, path: Path) -> None:
    """Write a case, with its scenario, to one XLSX file.

    Standards and profiles become a matrix where nothing is lost by it (one level a cell, default weights, one
    assessment a person), else the long form. Sample data are marked on every sheet. The file is written under
    a temporary name and renamed.

    Parameters
    ----------
    case
        What to write; tables without rows that are optional have no sheet.
    path
        File to write; an old one is replaced.

    Raises
    ------
    DataError
        A text is longer than a cell holds, or a table longer than a sheet.
    NotFoundError
        The folder is missing or the file may not be written (open in Excel).
    """
    with replacing(path) as draft, open_book(draft) as book:
        _fill(book, case)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path``, renamed to it when all went well and removed when not.

    Raises
    ------
    NotFoundError
        The folder is missing or the file may not be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield draft
        draft.replace(path)
    except (OSError, XlsxWriterException) as error:
        if not isinstance(error, OSError | FileCreateError):
            raise
        message = f"{path}: cannot be written ({error}). Close it in Excel, or name a folder that exists."
        bahasa = f"{path}: tidak dapat ditulis ({error}). Tutup di Excel, atau sebut folder yang ada."
        raise NotFoundError(message, code="E-FILE-ACCESS", bahasa=bahasa) from error
    finally:
        draft.unlink(missing_ok=True)


def _fill(book: Workbook, case: Case) -> None:
    styles = Styles.of(book)
    header: dict[str, object] = {
        "schema": CASE_SCHEMA,
        "name": case.name,
        "agency": case.agency,
        "as_of": case.as_of,
        "effective": case.effective,
        "synthetic": case.synthetic,
    }
    if case.parameters:
        header["parameters"] = case.parameters
    add_sheet(book, styles, schema.CASE_SHEET, _settings(styles, CASE_SETTINGS, header), synthetic=case.synthetic)
    for name, table in TABLES.items():
        if len(case.tables[name]) or not table.optional:
            content = _matrix(case, name, styles) if name in MATRIX_KEYS else None
            content = content or _long(case.tables[name], name, styles)
            add_sheet(book, styles, schema.SHEETS[name], content, synthetic=case.synthetic)
    if case.scenario:
        _add_scenario(book, styles, case)


def _add_scenario(book: Workbook, styles: Styles, case: Case) -> None:
    blocks, rest = block_rows(case.scenario)
    locks, rest = lock_rows(rest)
    content = _settings(styles, SCENARIO_SETTINGS, rest)
    rows = [*content.rows, *blocks]
    content = SheetContent(content.headers, content.required, content.formats, rows)
    add_sheet(book, styles, schema.SCENARIO_SHEET, content, synthetic=case.synthetic)
    optional = [False] * len(LOCK_HEADERS)
    content = SheetContent(LOCK_HEADERS, optional, [styles.text] * len(LOCK_HEADERS), locks)
    add_sheet(book, styles, schema.LOCK_SHEET, content, synthetic=case.synthetic)


def _settings(styles: Styles, settings: Sequence[Setting], values: Mapping[str, object]) -> SheetContent:
    rows = settings_rows(settings, dict(flatten(values)))
    return SheetContent(SETTINGS_HEADERS, [False] * 4, [None, styles.text, None, styles.locked], rows)


def add_sheet(book: Workbook, styles: Styles, name: str, content: SheetContent, *, synthetic: bool) -> None:
    """Add one sheet: a mark of sample data above the headers where due, headers, rows, print layout."""
    sheet = book.add_worksheet(name)
    set_page(sheet, synthetic=synthetic)
    top = 0
    if synthetic:
        # A note above the header: the reader looks for the header row, so nothing breaks.
        sheet.set_row(0, None, styles.sample)
        sheet.write_string(0, 0, SAMPLE_MARK, styles.sample)
        top = 1
    for index, (text, required) in enumerate(zip(content.headers, content.required, strict=True)):
        sheet.write_string(top, index, text, styles.required if required else styles.optional)
        sheet.set_column(index, index, max(11, min(len(text) + 2, 30)), content.formats[index])
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    write_rows(sheet, styles, content.rows, first=top + 1, formats=content.formats)


def _long(frame: pd.DataFrame, name: str, styles: Styles) -> SheetContent:
    table = TABLES[name]
    columns = [cells_of(frame[column.name], column) for column in table.columns]
    return SheetContent(
        [schema.header_of(name, column.name) for column in table.columns],
        [column.required for column in table.columns],
        [styles.of_column(column) for column in table.columns],
        list(zip(*columns, strict=True)),
    )


def cells_of(values: pd.Series, column: Column) -> list[RawCell]:
    """Return a canonical column as cells of a sheet: words in Bahasa, dates, numbers; missing = None."""
    missing = values.isna().to_numpy()
    if column.kind == "date":
        return [None if gone else day.date() for day, gone in zip(values, missing, strict=True)]
    plain = values.tolist()
    if column.kind == "choice":
        words = {code: word_of(column, code) for code in set(values[~missing])}
        return [None if gone else words[code] for code, gone in zip(plain, missing, strict=True)]
    return [None if gone else cell for cell, gone in zip(plain, missing, strict=True)]


def _matrix(case: Case, name: str, styles: Styles) -> SheetContent | None:
    """Return the matrix form of a table, None where something would be lost."""
    frame, table, keys = case.tables[name], TABLES[name], list(MATRIX_KEYS[name])
    known = case.tables["competencies"]
    mandatory = frozenset(frame["competency_id"][frame["mandatory"]]) if name == "requirements" else frozenset()
    headers = matrix_headers(name, known["competency_id"].tolist(), known["name"].tolist(), mandatory)
    if headers is None or len(headers) > MAX_MATRIX_COLUMNS or not set(frame["competency_id"]) <= headers.keys():
        return None
    if frame.duplicated([*keys, "competency_id"]).any() or frame[["competency_id", "level"]].isna().any(axis=None):
        return None
    if name == "requirements":
        marked = frame["competency_id"].isin(mandatory)
        if not ((frame["weight"] == 1) & (frame["mandatory"] == marked)).all():
            return None
    if name == "profiles" and frame[keys].drop_duplicates()["employee_id"].duplicated().any():
        return None
    columns = [table.column(key) for key in keys]
    cells = [cells_of(frame[key], column) for key, column in zip(keys, columns, strict=True)]
    names = dict(zip(case.tables["employees"]["employee_id"], case.tables["employees"]["name"], strict=True))
    levels: dict[tuple[RawCell, ...], dict[str, float]] = {}
    for key, competency, level in zip(
        zip(*cells, strict=True), frame["competency_id"], frame["level"].tolist(), strict=True
    ):
        levels.setdefault(key, {})[competency] = level
    label = ["Nama"] if name == "profiles" else []
    rows: list[list[RawCell]] = []
    for key, held in levels.items():
        helper: list[RawCell] = [names.get(key[0])] if label else []
        rows.append([key[0], *helper, *key[1:], *(held.get(competency) for competency in headers)])
    forms = [styles.of_column(column) for column in columns]
    first = schema.header_of(name, keys[0])
    return SheetContent(
        [first, *label, *(schema.header_of(name, key) for key in keys[1:]), *headers.values()],
        [
            columns[0].required,
            *(False for _ in label),
            *(column.required for column in columns[1:]),
            *(False for _ in headers),
        ],
        [forms[0], *(styles.text for _ in label), *forms[1:], *(None for _ in headers)],
        rows,
    )
