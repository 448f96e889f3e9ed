"""All checks of a case: structure, cells, keys, references; then what crosses tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Final

import pandera.pandas as pa
from pandera.errors import SchemaErrors

from ..models.domain.tables import FORBIDDEN_COLUMNS, TABLES, Column
from .cells import nearest_word
from .checks_other import check_other
from .checks_people import check_people
from .checks_posts import check_posts
from .context import Context
from .nearest import Nearest
from .parsed import Parsed, ParsedTable
from .raw import Finding, RawCase
from .schema import SHEETS, header_of, normal_header

if TYPE_CHECKING:
    import pandas as pd

REFERENCE_CODES: Final[Mapping[str, str]] = {
    "units.unit_id": "E-REF-UNIT",
    "positions.position_id": "E-REF-POSITION",
    "employees.employee_id": "E-REF-EMPLOYEE",
    "competencies.competency_id": "E-REF-COMPETENCY",
    "courses.course_id": "E-REF-COURSE",
}
_FORBIDDEN: Final = frozenset(normal_header(name) for name in FORBIDDEN_COLUMNS)


def check_structure(raw: RawCase) -> Iterator[Finding]:
    """Yield missing tables and columns, columns that stand twice, headers unknown or forbidden (R25)."""
    present = {table.table: table for table in raw.tables}
    broken = {finding.table for finding in raw.findings}
    packed = [table.place.casefold().endswith(".parquet") for table in raw.tables]
    suffix = ".parquet" if packed and all(packed) else ".csv"
    for name, table in TABLES.items():
        if name not in present:
            if not table.optional and name not in broken:
                yield _missing_table(raw, name, suffix)
            continue
        found = present[name]
        first = found.places[0] if len(found.places) else ()
        headers = {column: place.header for column, place in zip(found.columns, first, strict=False) if place}
        for column in table.columns:
            words = {"column": _column_words(raw, name, column.name)}
            if column.name not in found.columns:
                if column.required:
                    yield Finding("E-COLUMN-MISSING", name, found.place, values=words)
            elif found.columns.count(column.name) > 1:
                values = {"header": headers.get(column.name, column.name)}
                yield Finding("E-COLUMN-TWICE", name, found.place, column=column.name, values=values)
        for header in found.unknown:
            if normal_header(header) in _FORBIDDEN:
                yield Finding("W-COLUMN-FORBIDDEN", name, found.place, column=header, values={"header": header})
            else:
                free = [column for column in table.column_names if column not in found.columns]
                near = nearest_word(header, [*free, *(header_of(name, column) for column in free)])
                near = header_of(name, near) if raw.is_workbook and near in free else near
                values = {"header": header, "near": near}
                yield Finding("W-COLUMN-UNKNOWN", name, found.place, column=header, values=values)
        if not found.rows and name in ("units", "positions", "employees"):
            yield Finding("W-TABLE-EMPTY", name, found.place, values={"table": name})


def _missing_table(raw: RawCase, name: str, suffix: str) -> Finding:
    sheet = SHEETS[name]
    if raw.is_workbook:
        needed = {"id": f"lembar wajib '{sheet}'", "en": f"the required sheet '{sheet}'"}
        where = {"id": f"lembar '{sheet}' dengan satu baris judul kolom", "en": f"a sheet '{sheet}' with a row of headers"}
    else:
        needed = {"id": f"tabel wajib '{name}'", "en": f"the required table '{name}'"}
        where = {"id": f"berkas {name}{suffix} atau lembar '{sheet}'", "en": f"a file {name}{suffix} or a sheet '{sheet}'"}
    place = sheet if raw.is_workbook else f"{name}{suffix}"
    return Finding("E-TABLE-MISSING", name, place, values={"needed": needed, "where": where})


def _column_words(raw: RawCase, table: str, column: str) -> dict[str, str]:
    header = header_of(table, column)
    if raw.is_workbook:
        return {"id": f"'{header}'", "en": f"'{header}'"}
    return {"id": f"'{header}' ({column})", "en": f"'{column}' ({header})"}


def check_tables(parsed: Parsed) -> Iterator[Finding]:
    """Yield every cell outside its column's range, every empty required cell and every repeated key."""
    for table in parsed.values():
        if table.raw is None or table.frame.empty:
            continue
        yield from _wrong_cells(table)
        yield from _repeated(table)


def _wrong_cells(table: ParsedTable) -> Iterator[Finding]:
    try:
        _cell_schema(table.table.name).validate(table.frame, lazy=True)
    except SchemaErrors as errors:
        cases = errors.failure_cases.sort_values(["index", "column"])
        columns = (cases[name] for name in ("index", "column", "check", "failure_case"))
        for row, column, check, value in zip(*columns, strict=True):
            if not table.is_wrong(int(row), str(column)):
                yield from _cell_findings(table, int(row), str(column), str(check), value)


@cache
def _cell_schema(name: str) -> pa.DataFrameSchema:
    table = TABLES[name]
    columns = {}
    for column in table.columns:
        checks = [pa.Check(_in_range(column), name="range")] if column.kind in ("int", "float") else []
        if checks or column.required:
            columns[column.name] = pa.Column(None, checks, nullable=not column.required)
    return pa.DataFrameSchema(columns)


def _in_range(column: Column) -> Callable[[pd.Series], pd.Series]:
    low = -float("inf") if column.minimum is None else column.minimum
    high = float("inf") if column.maximum is None else column.maximum

    def inside(values: pd.Series) -> pd.Series:
        return values.between(low, high)

    return inside


def _cell_findings(table: ParsedTable, row: int, column: str, check: str, value: object) -> Iterator[Finding]:
    spec = table.table.column(column)
    if check == "not_nullable":
        if table.raw is not None and column in table.raw.columns:  # a missing column is said once
            yield table.finding("E-REQUIRED", row, column)
        return
    code = "E-LEVEL" if column in ("level", "level_from", "level_to") else "E-RANGE"
    number = f"{value:g}" if isinstance(value, float) else str(value)
    yield table.finding(code, row, column, {"value": number, "range": _range(spec)})


def _range(column: Column) -> str:
    if column.maximum is None:
        return f">= {column.minimum:g}"
    if column.minimum is None:
        return f"<= {column.maximum:g}"
    return f"{column.minimum:g} - {column.maximum:g}"


def _repeated(table: ParsedTable) -> Iterator[Finding]:
    """Yield rows whose key stands in an earlier row; in a table without key, rows that are the same."""
    spec, frame = table.table, table.frame
    key = list(spec.key or spec.column_names)
    needed = [column.name for column in spec.columns if column.required and column.name in key]
    whole = frame[frame[needed].notna().all(axis=1) & ~table.unread(*key)]
    if whole.empty:
        return
    repeated = whole.duplicated(key)
    if not repeated.any():
        return
    first: dict[tuple[object, ...], int] = {}
    tuples = dict(
        zip(
            whole.index,
            whole[key].astype("object").where(whole[key].notna(), None).itertuples(index=False, name=None),
            strict=True,
        )
    )
    for row, values in tuples.items():
        first.setdefault(values, int(str(row)))
    for row in (int(str(index)) for index in whole.index[repeated]):
        earlier = table.row_number(first[tuples[row]])
        if not spec.key:
            yield table.finding("W-DUPLICATE-ROW", row, "", {"row": earlier})
            continue
        cells = zip(map(table.word, key), tuples[row], strict=True)
        shown = " + ".join(f"{header} '{value}'" for header, value in cells if value is not None)
        values = {"key": shown, "row": earlier, "names": " + ".join(map(table.word, key))}
        column = (
            key[0] if tuples[row][0] is not None else next(n for n, v in zip(key, tuples[row], strict=True) if v is not None)
        )
        yield table.finding("E-DUPLICATE", row, column, values)


def check_references(parsed: Parsed, unread: frozenset[str]) -> Iterator[Finding]:
    """Yield every id that its table does not hold, with the nearest id that it does.

    Parameters
    ----------
    parsed
        Tables as read.
    unread
        Tables that are there and could not be read at all: nothing is held against them.
    """
    known: dict[str, Nearest] = {}
    for target in REFERENCE_CODES:
        name, key = target.split(".")
        if parsed[name].raw is None and (name in unread or not TABLES[name].optional):
            continue  # said once, as a missing or broken table
        known[target] = Nearest(str(value) for value in parsed[name].frame[key].dropna().tolist())
    for table in parsed.values():
        if table.raw is None:
            continue
        for column in table.table.columns:
            if column.refers_to in known and column.name in table.raw.columns:
                yield from _unknown_ids(table, column, known[column.refers_to], REFERENCE_CODES[column.refers_to])


def _unknown_ids(table: ParsedTable, column: Column, known: Nearest, code: str) -> Iterator[Finding]:
    values = table.frame[column.name]
    missing = values[values.notna() & ~values.isin(list(known.ids))]
    for row, value in missing.items():
        near = known.of(str(value))
        yield table.finding(code, int(str(row)), column.name, {"value": value, "near": near})


def check_all(raw: RawCase, context: Context) -> list[Finding]:
    """Return everything that is wrong with a case, all tables at once, in no order."""
    return [
        *check_structure(raw),
        *check_tables(context.parsed),
        *check_references(context.parsed, frozenset(finding.table for finding in raw.findings)),
        *check_posts(context),
        *check_people(context),
        *check_other(context),
    ]
