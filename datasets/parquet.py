"""Parquet files read into raw cells and canonical frames written as Parquet, by DuckDB and without a server.

Nothing of a file is trusted: size, rows, columns and the letters of a cell are bounded before cells are
fetched, and the connection may read that one file and nothing else. Numbers and dates keep their type; a whole
number in a text column is read by its digits, which Parquet keeps exactly. Text stands in the file as it is,
without the apostrophe that a CSV needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ..models.domain.errors import DataError
from ..models.domain.tables import TABLES, Table
from .file_fault import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, FileFaultError
from .raw import CodedColumn, CodedRows, Coder, GridPlaces, RawCell, RawTable
from .schema import normal_header

if TYPE_CHECKING:
    import duckdb

MAX_UNPACKED: Final = 2 * 1024**3
"""Bytes of all columns unpacked, by the file's own account."""
MAX_LETTERS: Final = 131_072
"""Bytes of one cell, as in a CSV."""
MEMORY: Final = "2GB"
_VECTORS: Final = 16
"""Blocks of 2,048 rows fetched at a time."""
_WHOLE: Final = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"}) | {
    f"U{kind}" for kind in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
}
_WRITTEN: Final[Mapping[str, str]] = {"int": "BIGINT", "float": "DOUBLE", "bool": "BOOLEAN", "date": "DATE"}
"""Type of a kind on disk; text otherwise."""


@contextmanager
def open_confined(paths: Sequence[Path]) -> Iterator[duckdb.DuckDBPyConnection | None]:
    """Give a connection that may read these files and nothing else; None for no files."""
    if not paths:
        yield None
        return
    import duckdb

    with duckdb.connect(":memory:", config={"threads": "2", "memory_limit": MEMORY}) as connection:
        quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        connection.execute(f"SET allowed_paths = [{quoted}]")  # a setting takes no parameter
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection


def read_parquet(connection: duckdb.DuckDBPyConnection, path: Path, table: str, known: Mapping[str, str]) -> RawTable:
    """Read one Parquet file, cells untouched.

    Parameters
    ----------
    connection
        From :func:`open_confined`.
    path
        File to read.
    table
        Name of the table in what is returned; a table of a case takes lists of text where it holds lists.
    known
        Header, normalised -> column; other headers stand in ``unknown``.

    Returns
    -------
    The table; row 1 is the first row of data, as a Parquet file has no line of headers.

    Raises
    ------
    FileFaultError
        The file is no Parquet, is cut off, too large, or holds a column that is no text, number, bool or date.
    """
    import duckdb

    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FileFaultError("E-FILE-SIZE", size=f"{size:,}", most=f"{MAX_BYTES:,}")
        if size == 0:
            raise FileFaultError("E-FILE-EMPTY")
        with path.open("rb"):
            pass
    except OSError as error:
        raise FileFaultError("E-FILE-ACCESS", why=str(error.strerror)) from error
    try:
        return _read(connection, path, table, known)
    except (duckdb.Error, UnicodeError, OverflowError, MemoryError) as error:
        why = " ".join(str(error).split("\n")[0].replace(str(path), path.name).split())
        raise FileFaultError("E-FILE-PARQUET", why=why[:200] or type(error).__name__) from error


def _read(connection: duckdb.DuckDBPyConnection, path: Path, table: str, known: Mapping[str, str]) -> RawTable:
    source = [str(path)]
    (count,) = connection.execute("SELECT sum(num_rows) FROM parquet_file_metadata(?)", source).fetchone() or (0,)
    if count > MAX_ROWS:
        raise FileFaultError("E-FILE-ROWS", most=f"{MAX_ROWS:,}")
    scan = "read_parquet(?, hive_partitioning = false)"
    headers = [
        (str(name), str(kind)) for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {scan}", source).fetchall()
    ]
    if len(headers) > MAX_COLUMNS:
        raise FileFaultError("E-FILE-COLUMNS", count=f"{len(headers):,}", most=f"{MAX_COLUMNS:,}")
    sizes = "SELECT sum(total_uncompressed_size) FROM parquet_metadata(?)"
    (unpacked,) = connection.execute(sizes, source).fetchone() or (0,)
    if (unpacked or 0) > MAX_UNPACKED:
        raise FileFaultError("E-FILE-SIZE", size=f"{unpacked:,}", most=f"{MAX_UNPACKED:,}")
    named = [(index, name, known[normal_header(name)]) for index, (name, _) in enumerate(headers) if _known(name, known)]
    chosen = [_expression(name, headers[index][1], table, column) for index, name, column in named]
    _check_letters(connection, scan, source, chosen)
    columns, rows = _columns(connection, scan, source, chosen)
    places = GridPlaces(range(1, rows + 1), [index + 1 for index, _, _ in named], [name for _, name, _ in named])
    unknown = tuple(name for name, _ in headers if name.strip() and not _known(name, known))
    return RawTable(
        table, path.name, tuple(column for *_, column in named), CodedRows(columns, rows), places, unknown, typed=True
    )


def _known(name: str, known: Mapping[str, str]) -> bool:
    return normal_header(name) in known


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _expression(name: str, kind: str, table: str, column: str) -> tuple[str, bool]:
    """Return what to select for a column, and whether it comes as a number rather than as text.

    Raises
    ------
    FileFaultError
        The column holds no text, number, bool or date.
    """
    quoted = _quoted(name)
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return f"CAST({quoted} AS DOUBLE)", True
    if kind == "VARCHAR":
        return quoted, False
    if (
        kind in _WHOLE
        or kind in ("BOOLEAN", "DATE", "UUID")
        or kind.startswith(("TIMESTAMP_", "ENUM"))
        or kind == "TIMESTAMP"
    ):
        return f"CAST({quoted} AS VARCHAR)", False
    if kind == "VARCHAR[]" and table in TABLES and TABLES[table].column(column).kind == "list":
        return f"array_to_string({quoted}, ';')", False
    why = {
        "id": f"kolom '{name}' bertipe {kind[:60]}, bukan teks, angka, benar/salah, atau tanggal",
        "en": f"column '{name}' is of type {kind[:60]}, no text, number, true/false or date",
    }
    raise FileFaultError("E-FILE-PARQUET", why=why)


def _check_letters(
    connection: duckdb.DuckDBPyConnection, scan: str, source: Sequence[str], chosen: Iterable[tuple[str, bool]]
) -> None:
    """Refuse a cell longer than a CSV's may be, before any is fetched."""
    longest = ", ".join(f"max(strlen({expression}))" for expression, is_number in chosen if not is_number)
    if not longest:
        return
    lengths = connection.execute(f"SELECT {longest} FROM {scan}", source).fetchone() or ()
    if any(length is not None and length > MAX_LETTERS for length in lengths):
        why = {"id": f"sel lebih panjang dari {MAX_LETTERS:,} byte", "en": f"a cell longer than {MAX_LETTERS:,} bytes"}
        raise FileFaultError("E-FILE-PARQUET", why=why)


def _columns(
    connection: duckdb.DuckDBPyConnection, scan: str, source: Sequence[str], chosen: Sequence[tuple[str, bool]]
) -> tuple[list[CodedColumn], int]:
    if not chosen:
        (count,) = connection.execute(f"SELECT count(*) FROM {scan}", source).fetchone() or (0,)
        return [], int(count)
    listed = ", ".join(f"{expression} AS c{index}" for index, (expression, _) in enumerate(chosen))
    connection.execute(f"SELECT {listed} FROM {scan}", source)
    texts = [Coder() for _ in chosen]
    numbers: list[list[pd.Series]] = [[] for _ in chosen]
    rows = 0
    while len(block := connection.fetch_df_chunk(_VECTORS)):
        rows += len(block)
        if rows > MAX_ROWS:
            raise FileFaultError("E-FILE-ROWS", most=f"{MAX_ROWS:,}")
        for index, (_, is_number) in enumerate(chosen):
            values = block[f"c{index}"]
            if is_number:
                numbers[index].append(values)
            else:
                texts[index].add([cell if isinstance(cell, str) else None for cell in values.tolist()])
    return [
        _numbers(numbers[index]) if is_number else texts[index].column() for index, (_, is_number) in enumerate(chosen)
    ], rows


def _numbers(parts: Sequence[pd.Series]) -> CodedColumn:
    values = pd.concat(parts, ignore_index=True) if parts else pd.Series([], dtype="float64")
    codes, distinct = pd.factorize(values.to_numpy(dtype="float64"), use_na_sentinel=False)
    cells: list[RawCell] = [None if cell != cell else cell for cell in distinct.tolist()]
    return CodedColumn(cells, codes.astype(np.int32))


def write_parquet(tables: Iterable[tuple[Table, pd.DataFrame, Path]]) -> None:
    """Write canonical frames as Parquet files, all their columns typed; equal frames give equal bytes.

    Raises
    ------
    DataError
        A text holds a NUL byte or half a letter, which no reader here takes.
    OSError
        The file cannot be written.
    """
    import duckdb

    try:
        with duckdb.connect(":memory:", config={"threads": "1"}) as connection:
            for table, frame, path in tables:
                _write(connection, table, frame, path)
    except duckdb.IOException as error:
        raise OSError(None, str(error).split("\n")[0]) from error


def _write(connection: duckdb.DuckDBPyConnection, table: Table, frame: pd.DataFrame, path: Path) -> None:
    plain = {}
    for column in table.columns:
        values = frame[column.name]
        if column.kind not in _WRITTEN and not _writable(values):
            message = f"{table.name}: a text holds a NUL byte or half a letter. Delete it."
            bahasa = f"{table.name}: ada teks berisi byte NUL atau huruf yang terpotong. Hapus."
            raise DataError(message, code="E-TEXT", bahasa=bahasa)
        plain[column.name] = values if column.kind in _WRITTEN else values.astype("object").where(values.notna(), None)
    listed = ", ".join(
        f"CAST({_quoted(column.name)} AS {_WRITTEN.get(column.kind, 'VARCHAR')}) AS {_quoted(column.name)}"
        for column in table.columns
    )
    connection.from_df(pd.DataFrame(plain)).project(listed).write_parquet(str(path), compression="zstd")


def _writable(values: pd.Series) -> bool:
    texts = values.dropna().unique().tolist()
    try:
        return not any("\0" in text for text in texts) and bool("".join(texts).encode() or True)
    except UnicodeEncodeError:
        return False
