"""A folder of CSV or Parquet tables with ``case.toml`` and ``scenario.toml``, read into raw cells.

What an Indonesian Excel writes is read and said so: ``;`` or a tab as separator, a ``sep=`` line, a
byte-order mark, cp1252 instead of UTF-8. A text that begins with ``= + - @``, a tab or a carriage
return stands in the file behind an apostrophe, so that no spreadsheet takes it for a formula; here that
apostrophe goes away again (``'=A1`` is ``=A1``, ``''=A1`` is ``'=A1``; an apostrophe before anything
else is the text's own).
"""

from __future__ import annotations

import csv
import io
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..models.domain.errors import NotFoundError
from ..models.domain.tables import TABLES
from .faults import note
from .file_fault import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, FileFaultError
from .parquet import open_confined, read_parquet
from .raw import CodedColumn, CodedRows, Coder, Finding, GridPlaces, RawCase, RawTable
from .schema import SHEETS, columns_by_header, normal_header
from .toml_text import parse_toml

if TYPE_CHECKING:
    import duckdb

CASE_FILE: Final = "case.toml"
SCENARIO_FILE: Final = "scenario.toml"
MAX_TOML_BYTES: Final = 4 * 1024**2
PARQUET: Final = ".parquet"
_SUFFIXES: Final = (".csv", PARQUET)
_BLOCK: Final = 20_000
"""Records that are split into columns at a time."""
FORMULA_SIGNS: Final = "=+-@\t\r"
_SEPARATORS: Final = (",", ";", "\t")


def escape_text(text: str) -> str:
    """Return a text as it stands in a CSV: what a spreadsheet may take for a formula gets an apostrophe."""
    guarded = text[:1] == "'" and text[1:2] != "" and text[1:2] in FORMULA_SIGNS + "'"
    return "'" + text if guarded or (text[:1] != "" and text[:1] in FORMULA_SIGNS) else text


def unescape_text(text: str) -> str:
    """Return the text that :func:`escape_text` was given."""
    return text[1:] if text[:1] == "'" and text[1:2] != "" and text[1:2] in FORMULA_SIGNS + "'" else text


@dataclass(frozen=True, slots=True)
class _Text:
    """A decoded file and the habits of the program that wrote it."""

    text: str
    habits: tuple[str, ...]


def read_folder(path: Path, *, lang: str = "id") -> RawCase:
    """Read every table of a folder, cells untouched.

    A file that cannot be read at all becomes a finding and the other files are read all the same.

    Parameters
    ----------
    path
        Folder that holds ``case.toml`` and ``<table>.csv`` or ``<table>.parquet`` (machine or Bahasa name); a
        table that stands in both forms is a fault.
    lang
        Language of the notes, ``id`` or ``en``.

    Raises
    ------
    NotFoundError
        There is no such folder, or it may not be read.
    """
    try:
        names = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        message = f"{path}: no such folder, or it may not be read ({error.strerror})."
        bahasa = f"{path}: folder tidak ada, atau tidak boleh dibaca ({error.strerror})."
        raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa) from error
    findings: list[Finding] = []
    habits: dict[str, list[str]] = defaultdict(list)
    chosen: dict[str, str] = {}
    for name in names:
        if name.startswith((".", "~")) or not name.casefold().endswith(_SUFFIXES):
            continue
        table = _table_of(name)
        if table is None:
            findings.append(Finding("W-FILE-UNKNOWN", "", name, values={"files": ", ".join(TABLES)}))
        elif table in chosen:
            findings.append(Finding("E-FILE-TWICE", table, name, values={"other": chosen[table]}))
        else:
            chosen[table] = name
    tables = []
    with open_confined([path / name for name in chosen.values() if _is_parquet(name)]) as connection:
        for table in (name for name in TABLES if name in chosen):
            try:
                raw, wide = _read_table(path / chosen[table], table, habits, connection)
            except FileFaultError as error:
                findings.append(Finding(error.code, table, chosen[table], values=error.values))
                continue
            tables.append(raw)
            findings.extend(wide)
    header = _read_toml(path / CASE_FILE, findings, habits)
    if header is None and not (path / CASE_FILE).exists():
        findings.append(Finding("E-CASE-MISSING", "", CASE_FILE))
    scenario = _read_toml(path / SCENARIO_FILE, findings, habits)
    notes = tuple(note(habit, lang, places) for habit, places in sorted(habits.items()))
    return RawCase(path.name, tuple(tables), header or {}, scenario or {}, notes, tuple(findings))


def _read_table(
    path: Path, table: str, habits: dict[str, list[str]], connection: duckdb.DuckDBPyConnection | None
) -> tuple[RawTable, list[Finding]]:
    known = columns_by_header(table)
    if connection is not None and _is_parquet(path.name):
        return read_parquet(connection, path, table, known), []
    return read_csv(path, table, known, habits)


def _is_parquet(name: str) -> bool:
    return name.casefold().endswith(PARQUET)


def _table_of(name: str) -> str | None:
    stem = normal_header(name.rpartition(".")[0])
    known = {normal_header(table): table for table in TABLES}
    known |= {normal_header(sheet): table for table, sheet in SHEETS.items()}
    return known.get(stem)


def _decode(path: Path, most: int) -> _Text:
    try:
        size = path.stat().st_size
        if size > most:
            raise FileFaultError("E-FILE-SIZE", size=f"{size:,}", most=f"{most:,}")
        data = path.read_bytes()
    except OSError as error:
        raise FileFaultError("E-FILE-ACCESS", why=str(error.strerror)) from error
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileFaultError("E-FILE-EMPTY")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileFaultError("E-FILE-ENCODING", why="UTF-16")
    if b"\0" in data:
        line = data[: data.index(b"\0")].count(b"\n") + 1
        raise FileFaultError("E-FILE-NUL", line=str(line))
    habits = ("bom",) if data.startswith(b"\xef\xbb\xbf") else ()
    try:
        return _Text(data.decode("utf-8-sig"), habits)
    except UnicodeDecodeError:
        pass
    try:
        return _Text(data.decode("cp1252"), ("cp1252",))
    except UnicodeDecodeError as error:
        raise FileFaultError("E-FILE-ENCODING", why=f"byte {data[error.start]:#04x}") from error


def _separator(lines: Sequence[str], known: Mapping[str, str]) -> str:
    """Return the separator that lets one of the lines name most columns; a comma where none does better."""

    def named_in(line: str, separator: str) -> int:
        try:
            cells = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:  # the reading of the records names the line and the reason
            return 0
        return sum(normal_header(cell) in known for cell in cells)

    def named(separator: str) -> int:
        return max((named_in(line, separator) for line in lines), default=0)

    return max(_SEPARATORS, key=lambda separator: (named(separator), -_SEPARATORS.index(separator)))


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line where it begins; records without content are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileFaultError("E-FILE-CSV", line=str(line), why=str(error)) from error
        if any(cell.strip() for cell in record):
            yield line, record


def read_csv(
    path: Path, table: str, known: Mapping[str, str], habits: dict[str, list[str]], *, header_rows: int = 1
) -> tuple[RawTable, list[Finding]]:
    """Read one CSV file, cells untouched.

    Parameters
    ----------
    path
        File to read.
    table
        Name of the table in what is returned.
    known
        Header, normalised -> column; other headers stand in ``unknown``.
    habits
        Habits of the file's writer -> file names; added to.
    header_rows
        The header is the record among so many first ones that names most columns; what stands above it is left out.

    Returns
    -------
    The table, and a finding for each row that is wider than the header.

    Raises
    ------
    FileFaultError
        The file cannot be read as a whole.
    """
    decoded = _decode(path, MAX_BYTES)
    text = decoded.text
    met = list(decoded.habits)
    offset = 0
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').casefold().startswith("sep=") and len(first.strip().strip('"')) == 5:
        text, offset, met = rest, 1, [*met, "sep_line"]
    separator = _separator([line.rstrip("\r") for line in text.split("\n", header_rows)[:header_rows]], known)
    met += {";": ["semicolon"], "\t": ["tab"]}.get(separator, [])
    records = _records(text, separator)
    above = list(islice(records, header_rows))
    counts = [sum(normal_header(cell) in known for cell in record) for _, record in above]
    at = counts.index(max(counts)) if above else 0
    headers = above[at][1] if above else []
    if len(headers) > MAX_COLUMNS:
        raise FileFaultError("E-FILE-COLUMNS", count=f"{len(headers):,}", most=f"{MAX_COLUMNS:,}")
    named = [(index, known[normal_header(text)]) for index, text in enumerate(headers) if normal_header(text) in known]
    unknown = tuple(text for text in headers if text.strip() and normal_header(text) not in known)
    coders = [Coder() for _ in named]
    block: list[list[str]] = []
    lines = array("q")
    wide: list[Finding] = []
    for line, record in chain(above[at + 1 :], records):
        if len(lines) >= MAX_ROWS:
            raise FileFaultError("E-FILE-ROWS", most=f"{MAX_ROWS:,}")
        if len(record) > len(headers) and any(cell.strip() for cell in record[len(headers) :]):
            values = {"count": str(len(record)), "columns": str(len(headers))}
            wide.append(Finding("E-ROW-WIDTH", table, path.name, row=line + offset, values=values))
        record += [""] * (len(headers) - len(record))
        block.append(record)
        lines.append(line + offset)
        if len(block) == _BLOCK:
            _code(block, coders, named)
    _code(block, coders, named)
    for habit in met:
        habits[habit].append(path.name)
    places = GridPlaces(lines, [index + 1 for index, _ in named], [headers[index] for index, _ in named])
    columns = tuple(column for _, column in named)
    comma = separator == ";"
    rows = CodedRows((_unescaped(coder.column()) for coder in coders), len(lines))
    return RawTable(table, path.name, columns, rows, places, unknown, typed=False, decimal_comma=comma), wide


def _code(block: list[list[str]], coders: Sequence[Coder], named: Sequence[tuple[int, str]]) -> None:
    """Add records to the columns and empty the block."""
    for coder, (index, _) in zip(coders, named, strict=True):
        coder.add([record[index] for record in block])
    block.clear()


def _unescaped(column: CodedColumn) -> CodedColumn:
    return CodedColumn([unescape_text(str(cell)) for cell in column.distinct], column.codes)


def _read_toml(path: Path, findings: list[Finding], habits: dict[str, list[str]]) -> dict[str, object] | None:
    if not path.exists():
        return None
    try:
        decoded = _decode(path, MAX_TOML_BYTES)
        data = parse_toml(decoded.text)
    except FileFaultError as error:
        if error.code == "E-FILE-EMPTY" and path.name == SCENARIO_FILE:
            return {}
        findings.append(Finding(error.code, "", path.name, values=error.values))
        return None
    except ValueError as error:
        findings.append(Finding("E-FILE-TOML", "", path.name, values={"why": str(error)[:200]}))
        return None
    for habit in decoded.habits:
        habits[habit].append(path.name)
    return data
