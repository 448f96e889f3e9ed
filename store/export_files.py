"""A run as files for other programs: one XLSX, CSV, Parquet, JSON lines; written whole or not at all.

In sheets and CSV a text that begins with ``= + - @``, a tab, a carriage return or an apostrophe gets an apostrophe in
front, so that no spreadsheet runs it; Parquet and JSON lines, which nobody opens in one, hold the text as it is.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Final, Literal, get_args

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from ..models.domain.errors import DataError, NotFoundError, OptionError
from .disk import REASONS
from .export_tables import EXPORT_TABLES, plain_rows
from .result_tables import neutral, table_text

ExportForm = Literal["xlsx", "csv", "parquet", "jsonl"]
EXPORT_FORMS: Final = get_args(ExportForm)
MOST_SHEET_ROWS: Final = 1_048_575
MOST_LETTERS: Final = 32_767
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)

Frames = Mapping[str, pd.DataFrame]


def form_of(path: Path) -> ExportForm:
    """Return the form that a file name asks for: ``.xlsx``, ``.jsonl``; anything else is CSV."""
    by_suffix: dict[str, ExportForm] = {".xlsx": "xlsx", ".jsonl": "jsonl"}
    return by_suffix.get(path.suffix.casefold(), "csv")


def write_export(frames: Frames, path: Path, form: ExportForm, *, replace: bool = False) -> Path:
    """Write a run: XLSX and JSON lines as one file, CSV and Parquet as a folder, or zipped where ``path`` ends in .zip.

    Raises
    ------
    OptionError
        Something is in the way, or the name ends in another form's suffix.
    DataError
        A table has more rows than a sheet.
    NotFoundError
        The place may not be written.
    """
    _check_name(path, form)
    one_file = form in ("xlsx", "jsonl") or path.suffix.casefold() == ".zip"
    _refuse(path, one_file=one_file, replace=replace)
    with _draft(path) as draft:
        if form == "xlsx":
            _write_xlsx(frames, draft)
        elif form == "jsonl":
            with draft.open("w", encoding="utf-8", newline="\n") as stream:
                write_jsonl(frames, stream)
        elif one_file:
            with _draft(path) as folder:
                _write_folder(frames, folder, form)
                _zip(folder, draft)
                shutil.rmtree(folder)
        else:
            _write_folder(frames, draft, form)
        _publish(draft, path)
    return path


def write_jsonl(frames: Frames, stream: IO[str]) -> None:
    """Write every row of every table as one line of JSON; ``table`` names its table."""
    for name, frame in frames.items():
        for row in plain_rows(frame):
            stream.write(json.dumps({"table": name, **row}, ensure_ascii=False, allow_nan=False) + "\n")


def _check_name(path: Path, form: ExportForm) -> None:
    suffix = path.suffix.casefold()
    admitted = {"xlsx": (".xlsx",), "jsonl": (".jsonl",)}.get(form)
    if admitted is not None and suffix not in admitted:
        message = f"{path}: {form} is one file; give a name that ends in {admitted[0]}."
        bahasa = f"{path}: {form} berupa satu berkas; beri nama yang berakhiran {admitted[0]}."
        raise OptionError(message, code="E-SUFFIX", bahasa=bahasa)
    if admitted is None and suffix in (".xlsx", ".jsonl", ".csv", ".parquet"):
        message = f"{path}: {form} has a file a table; name a folder, or a file that ends in .zip."
        bahasa = f"{path}: {form} berisi satu berkas per tabel; sebut folder, atau berkas berakhiran .zip."
        raise OptionError(message, code="E-SUFFIX", bahasa=bahasa)


def _refuse(path: Path, *, one_file: bool, replace: bool) -> None:
    if not path.exists():
        return
    if path.is_dir():
        own = {f"{table}{suffix}" for table in EXPORT_TABLES for suffix in (".csv", ".parquet")}
        strangers = {entry.name for entry in path.iterdir()} - own
        if one_file or strangers or (not replace and any(path.iterdir())):
            message = f"{path}: is in the way; name another place" + ("." if one_file or strangers else " or --force.")
            bahasa = f"{path}: sudah ada; sebut tempat lain" + ("." if one_file or strangers else " atau --force.")
            raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)
    elif not one_file or not replace:
        message = f"{path}: is in the way; name another place" + (" or --force." if one_file else ".")
        bahasa = f"{path}: sudah ada; sebut tempat lain" + (" atau --force." if one_file else ".")
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    """Give a name beside ``path`` to write under; whatever is left of it afterwards goes away."""
    draft = path.parent / f".{path.name}-{secrets.token_hex(8)}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield draft
    except OSError as error:
        words = str(error.strerror or error)
        reason, alasan = REASONS.get(error.errno or 0, (words, words))
        message = f"{path}: {reason}; nothing was kept. Name another place."
        bahasa = f"{path}: {alasan}; tidak ada yang disimpan. Sebut tempat lain."
        raise NotFoundError(message, code="E-FILE-ACCESS", bahasa=bahasa) from error
    finally:
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                draft.unlink()


def _publish(draft: Path, path: Path) -> None:
    if not path.is_dir():
        draft.replace(path)
        return
    old = path.parent / f".{path.name}-{secrets.token_hex(8)}"
    path.rename(old)
    try:
        draft.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_xlsx(frames: Frames, path: Path) -> None:
    """Write a sheet a table: values only, headers frozen, ids and texts as text."""
    for name, frame in frames.items():
        if len(frame) > MOST_SHEET_ROWS:
            message = f"table {name} has {len(frame)} rows, a sheet holds {MOST_SHEET_ROWS}; export as csv or parquet."
            bahasa = (
                f"tabel {name} memuat {len(frame)} baris, satu lembar menampung {MOST_SHEET_ROWS}; pilih csv atau parquet."
            )
            raise DataError(message, code="E-SHEET-ROWS", bahasa=bahasa)
    ended = datetime.fromisoformat(str(frames["runs"]["ended"].iloc[0])).replace(tzinfo=None)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    try:
        with Workbook(str(path), options) as book:
            book.set_properties({"title": f"Penata {frames['runs']['run_id'].iloc[0]}", "created": ended})
            bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
            for name, frame in frames.items():
                sheet = book.add_worksheet(name)
                sheet.freeze_panes(1, 0)
                for place, (column, kind) in enumerate(EXPORT_TABLES[name].columns.items()):
                    sheet.set_column(place, place, max(10, min(len(column) + 2, 24)), text if kind == "text" else None)
                    sheet.write_string(0, place, column, bold)
                for number, row in enumerate(plain_rows(frame), start=1):
                    for place, value in enumerate(row.values()):
                        if isinstance(value, str):
                            sheet.write_string(number, place, neutral(value)[:MOST_LETTERS])
                        elif isinstance(value, bool):
                            sheet.write_boolean(number, place, value)
                        elif isinstance(value, int | float):
                            sheet.write_number(number, place, value)
    except XlsxWriterException as error:
        raise OSError(None, str(error)) from error


def _write_folder(frames: Frames, folder: Path, form: ExportForm) -> None:
    folder.mkdir()
    for name, frame in frames.items():
        if form == "csv":
            (folder / f"{name}.csv").write_text(table_text(frame), encoding="utf-8", newline="")
        else:
            _write_parquet(frame, folder / f"{name}.parquet")


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame by DuckDB; a column keeps its kind even where every cell is empty."""
    import duckdb

    kinds = {"str": "VARCHAR", "Int64": "BIGINT", "Float64": "DOUBLE", "boolean": "BOOLEAN"}
    columns = ", ".join(f'CAST("{name}" AS {kinds[str(dtype)]}) AS "{name}"' for name, dtype in frame.dtypes.items())
    with duckdb.connect(":memory:") as connection:
        connection.register("frame", frame)
        target = str(path).replace("'", "''")
        try:
            connection.execute(f"COPY (SELECT {columns} FROM frame) TO '{target}' (FORMAT parquet)")
        except duckdb.IOException as error:
            raise OSError(None, str(error)) from error


def _zip(folder: Path, path: Path) -> None:
    """Pack a folder; equal files give equal bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            entry = zipfile.ZipInfo(file.name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
