"""A result table on disk: CSV for a spreadsheet, or Parquet with typed columns; both read back as the same text."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

import pandas as pd

from ..models.domain.errors import DataError

TableForm = Literal["csv", "parquet"]
APOSTROPHE_LED = ("=", "+", "-", "@", "\t", "\r", "'")
"""Text that begins so gets a leading apostrophe in a CSV, so that no spreadsheet runs it; it is taken off on reading."""


def _unescape(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].startswith(APOSTROPHE_LED) else text


def neutral(text: str) -> str:
    """Return a text that no spreadsheet runs; taking one apostrophe off gives the text back."""
    return f"'{text}" if text.startswith(APOSTROPHE_LED) else text


def _escape(value: object) -> object:
    return neutral(value) if isinstance(value, str) else value


def table_text(frame: pd.DataFrame) -> str:
    """Return a result table as CSV: decimal points, LF, no text that a spreadsheet would run."""
    safe = frame.astype(object).map(_escape)
    # The csv module quotes a cell with \n, not one with \r.
    returns = any(isinstance(cell, str) and "\r" in cell for column in safe for cell in safe[column])
    return safe.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_ALL if returns else csv.QUOTE_MINIMAL)


def table_frame(text: str) -> pd.DataFrame:
    """Return a CSV of :func:`table_text` as text; empty cells are None."""
    frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    cleaned: pd.DataFrame = frame.map(_unescape).astype(object)
    return cleaned.where(cleaned != "", None)


def write_table(folder: Path, name: str, frame: pd.DataFrame, form: TableForm = "csv") -> None:
    """Write one result table into a folder; equal frames give equal bytes."""
    if form == "parquet":
        _write_parquet(frame, folder / f"{name}.parquet")
    else:
        (folder / f"{name}.csv").write_text(table_text(frame), encoding="utf-8", newline="\n")


def find_table(folder: Path, name: str) -> Path | None:
    """Return the file of a result table, CSV or Parquet; None where there is none."""
    paths = (folder / f"{name}.csv", folder / f"{name}.parquet")
    return next((path for path in paths if path.is_file()), None)


def read_text(path: Path) -> str:
    """Return a result table as CSV text, whichever form it has on disk.

    Raises
    ------
    DataError
        The file is damaged.
    """
    try:
        return table_text(_read_parquet(path)) if path.suffix == ".parquet" else path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise damaged(path, str(error)) from error


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    import duckdb

    plain, listed = {}, []
    for name, values in frame.items():
        kind = _kind(values)
        plain[str(name)] = values if kind != "VARCHAR" else values.astype(object).where(values.notna(), None)
        listed.append(f'CAST("{name}" AS {kind}) AS "{name}"')
    try:
        with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
            relation = connection.from_df(pd.DataFrame(plain)).project(", ".join(listed))
            relation.write_parquet(str(path), compression="zstd")
    except duckdb.IOException as error:
        raise OSError(None, str(error).split("\n")[0]) from error


def _kind(values: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(values):
        return "BOOLEAN"
    if pd.api.types.is_integer_dtype(values):
        return "BIGINT"
    return "DOUBLE" if pd.api.types.is_float_dtype(values) else "VARCHAR"


def _read_parquet(path: Path) -> pd.DataFrame:
    import duckdb

    quoted = str(path).replace("'", "''")
    try:
        with duckdb.connect(":memory:", config={"threads": "2", "memory_limit": "2GB"}) as connection:
            connection.execute(f"SET allowed_paths = ['{quoted}']")  # a setting takes no parameter
            connection.execute("SET enable_external_access = false")
            return connection.execute("SELECT * FROM read_parquet(?, hive_partitioning = false)", [str(path)]).df()
    except (duckdb.Error, UnicodeError) as error:
        raise damaged(path, str(error).split("\n")[0]) from error


def damaged(path: Path, why: str) -> DataError:
    """Return the error for a result table that was changed from outside."""
    message = f"{path}: can't be read ({why}). The run folder was changed; run the placement again with --force."
    bahasa = f"{path}: tidak terbaca ({why}). Folder hasil telah diubah; jalankan penempatan lagi dengan --force."
    return DataError(message, code="E-RUN-FILE", bahasa=bahasa)
