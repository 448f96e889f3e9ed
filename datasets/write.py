"""Write a case as a folder of tables: CSV (UTF-8, ISO dates, decimal points) or Parquet, ``case.toml`` and
``scenario.toml``.

What is written is read again without loss (:mod:`.read`): defaults stand in it as rows of their own. In CSV a text
that begins with ``= + - @``, a tab or a carriage return gets an apostrophe in front, so that no spreadsheet
runs it as a formula; so does a text that already begins with an apostrophe and one of these (``'=A1`` is
written ``''=A1``). The reader takes exactly that apostrophe away. Blanks around a text are not part of it and
are not kept.
"""

from __future__ import annotations

import csv
import io
import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, get_args

import tomlkit

from ..models.domain.case import CASE_SCHEMA, Case
from ..models.domain.errors import DataError, NotFoundError, OptionError
from ..models.domain.tables import TABLES, Table
from .folder import CASE_FILE, SCENARIO_FILE, escape_text
from .parquet import write_parquet

if TYPE_CHECKING:
    import pandas as pd

TableForm = Literal["csv", "parquet"]
TABLE_FORMS: Final[tuple[TableForm, ...]] = get_args(TableForm)
TRUTH_FOLDER: Final = "truth"
"""Folder beside the tables of a made-up case with what nobody in it could know; no reader of cases opens it."""
_PLAIN_KINDS: Final = frozenset({"int", "float", "bool", "date"})


def case_header(case: Case) -> dict[str, object]:
    """Return the header of a case as it stands in ``case.toml``."""
    return {
        "schema": CASE_SCHEMA,
        "name": case.name,
        "agency": case.agency,
        "as_of": case.as_of,
        "effective": case.effective,
        "synthetic": case.synthetic,
        "parameters": dict(case.parameters),
    }


def case_toml(case: Case) -> str:
    """Return ``case.toml`` of a case as text.

    Raises
    ------
    DataError
        A parameter is of a kind that TOML does not know.
    """
    header = case_header(case)
    if not header["parameters"]:
        del header["parameters"]
    return dump_toml(header)


def dump_toml(data: Mapping[str, object]) -> str:
    """Return a mapping as TOML text; None is left out, tuples become arrays.

    Raises
    ------
    DataError
        A value is of a kind that TOML does not know.
    """
    try:
        return tomlkit.dumps({key: _tomlable(value) for key, value in data.items() if value is not None})
    except (TypeError, ValueError) as error:
        message = f"Cannot be written as TOML: {error}."
        bahasa = f"Tidak dapat ditulis sebagai TOML: {error}."
        raise DataError(message, code="E-FILE-TOML", bahasa=bahasa) from error


def _tomlable(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _tomlable(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_tomlable(item) for item in value]
    return value


def table_csv(table: Table, frame: pd.DataFrame) -> str:
    """Return one table as CSV text with all its columns; a line ends in a line feed.

    Parameters
    ----------
    table
        What the table is.
    frame
        Its canonical frame.

    Raises
    ------
    DataError
        A text holds a NUL byte or half a letter, which no CSV can keep.
    """
    columns = [_cells(frame[column.name], column.kind) for column in table.columns]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    quoting = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(table.column_names)
    for row in zip(*columns, strict=True):
        # The csv module quotes a cell with \n, not one with \r.
        (quoting if any("\r" in cell for cell in row) else writer).writerow(row)
    text = out.getvalue()
    if "\0" in text or not _encodable(text):
        message = f"{table.name}: a text holds a NUL byte or half a letter. Delete it."
        bahasa = f"{table.name}: ada teks berisi byte NUL atau huruf yang terpotong. Hapus."
        raise DataError(message, code="E-TEXT", bahasa=bahasa)
    return text


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _cells(values: pd.Series, kind: str) -> list[str]:
    missing = values.isna().to_numpy()
    if kind == "date":
        plain = [str(value)[:10] for value in values]
    elif kind == "bool":
        plain = ["true" if value is True else "false" for value in values.tolist()]
    elif kind == "float":
        plain = [repr(float(value)).removesuffix(".0") for value in values.tolist()]
    elif kind in _PLAIN_KINDS:
        plain = [str(value) for value in values.tolist()]
    else:
        plain = [escape_text(str(value)) for value in values.tolist()]
    return ["" if gone else cell for cell, gone in zip(plain, missing, strict=True)]


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path, form: TableForm = "csv") -> tuple[str, ...]:
    """Write canonical frames into an existing folder; optional tables without rows are left out.

    Returns
    -------
    Names of the files written, in the order of the tables.
    """
    chosen = [name for name, table in TABLES.items() if name in tables and (len(tables[name]) or not table.optional)]
    if form == "parquet":
        write_parquet((TABLES[name], tables[name], folder / f"{name}.parquet") for name in chosen)
    else:
        for name in chosen:
            text = table_csv(TABLES[name], tables[name])
            (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return tuple(f"{name}.{form}" for name in chosen)


def write_folder(
    case: Case,
    path: Path,
    *,
    replace: bool = False,
    form: TableForm = "csv",
    beside: Callable[[Path, TableForm], None] | None = None,
) -> Path:
    """Write a case as a folder of tables, whole or not at all.

    The folder is written under a temporary name beside its place and renamed last.

    Parameters
    ----------
    case
        The case; what is read back equals it.
    path
        Folder to make. An empty one is filled.
    replace
        True = a folder that holds a case is replaced; a folder that holds anything else never is.
    form
        How the tables are kept: ``csv`` or ``parquet``.
    beside
        Writes what is to stand beside the case, such as the truth behind made-up data, into the folder that it is given,
        in that form.

    Returns
    -------
    The folder.

    Raises
    ------
    OptionError
        The folder holds files, and is no case or ``replace`` was not asked for.
    NotFoundError
        The place may not be written.
    """
    path = Path(path)
    refuse_target(path, replace=replace)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.parent / f".{path.name}-{secrets.token_hex(8)}"
        draft.mkdir()
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        write_tables(case.tables, draft, form)
        (draft / CASE_FILE).write_text(case_toml(case), encoding="utf-8", newline="")
        if case.scenario:
            (draft / SCENARIO_FILE).write_text(dump_toml(case.scenario), encoding="utf-8", newline="")
        if beside is not None:
            beside(draft, form)
        _swap(draft, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return path


def refuse_target(path: Path, *, replace: bool) -> None:
    """Refuse a place that :func:`write_folder` may not fill.

    Raises
    ------
    OptionError
        It is a file, or a folder that holds a case without ``replace`` or anything else than a case.
    """
    if not path.exists():
        return
    if not path.is_dir():
        message = f"{path} is a file; name a folder."
        bahasa = f"{path} adalah berkas; sebut nama folder."
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)
    names = {entry.name for entry in path.iterdir()}
    if not names:
        return
    if CASE_FILE not in names:
        message = f"{path} holds files and is no case; nothing was written. Name an empty or a new folder."
        bahasa = f"{path} berisi berkas lain dan bukan data kasus; tidak ada yang ditulis. Sebut folder kosong atau baru."
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)
    if not replace:
        message = f"{path} already holds a case; nothing was written. Ask for it to be replaced, or name another."
        bahasa = f"{path} sudah berisi data kasus; tidak ada yang ditulis. Timpa dengan --force, atau sebut folder lain."
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)
    own = {CASE_FILE, SCENARIO_FILE, TRUTH_FOLDER, *(f"{name}.{form}" for name in TABLES for form in TABLE_FORMS)}
    if strangers := sorted(names - own):
        others = ", ".join(strangers[:5])
        message = f"{path} holds more than a case ({others}); nothing was written. Move it away first."
        bahasa = f"{path} berisi juga berkas lain ({others}); tidak ada yang ditulis. Pindahkan dahulu."
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)


def _swap(draft: Path, path: Path) -> None:
    """Put the finished folder in its place; the old one comes back if that fails."""
    if not path.exists():
        draft.rename(path)
        return
    old = path.parent / f".{path.name}-{secrets.token_hex(8)}"
    path.rename(old)
    try:
        draft.rename(path)
    except OSError:
        old.rename(path)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _unwritable(path: Path, error: OSError) -> NotFoundError:
    why = error.strerror or error
    message, bahasa = f"{path}: cannot be written ({why}).", f"{path}: tidak dapat ditulis ({why})."
    return NotFoundError(message, code="E-FILE-ACCESS", bahasa=bahasa)
