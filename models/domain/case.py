"""A case: validated facts in frozen frames, an as-of date and a digest that row order does not change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import Final

import pandas as pd

from .errors import DataError
from .record_reading import build_records
from .records import Course, Employee, Position, Records, Unit
from .tables import TABLES, Column, Kind, Table

__all__ = ["CASE_SCHEMA", "Case", "canonical_column", "canonical_frame", "empty_frame"]

CASE_SCHEMA = "penata.case/1"
Parameters = Mapping[str, object]


_DTYPES: Final[Mapping[Kind, str]] = MappingProxyType(
    {"int": "Int64", "float": "float64", "bool": "boolean", "date": "datetime64[s]"}
)
"""Canonical dtype of a kind; text otherwise."""


@cache
def _empty_frame(table: Table) -> pd.DataFrame:
    return canonical_frame(table, pd.DataFrame({name: [] for name in table.column_names}))


def empty_frame(table: Table) -> pd.DataFrame:
    """Return the table without rows, every column in its canonical dtype."""
    return _empty_frame(table).copy()


def canonical_frame(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with exactly the table's columns, in order and in canonical dtypes.

    Text columns become ``str`` (empty text = missing), numbers ``Int64`` and ``float64``, dates
    ``datetime64[s]``; defaults of the table fill empty cells. Columns that the table does not know are left out.

    Raises
    ------
    DataError
        A column holds a value of another kind; the message names table and column.
    """
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        if column.name in frame.columns:
            try:
                values = canonical_column(column, frame[column.name].reset_index(drop=True))
            except (ValueError, TypeError) as error:
                message = f"{table.name}, '{column.name}': a value is not of kind {column.kind} ({error})."
                raise DataError(message, code="E-TYPE") from error
        else:
            values = pd.Series([None] * len(frame), dtype=_DTYPES.get(column.kind, "str"))
        if column.default:
            values = values.fillna(_default(column))
        columns[column.name] = values
    return pd.DataFrame(columns, columns=list(table.column_names))


def canonical_column(column: Column, values: pd.Series) -> pd.Series:
    """Return a column in its canonical dtype, its default not filled in; empty text becomes missing.

    Raises
    ------
    ValueError, TypeError
        A value is of another kind.
    """
    kind = column.kind
    if kind == "date":
        return pd.to_datetime(values).dt.normalize().astype("datetime64[s]")
    if kind == "float":
        return pd.to_numeric(values).astype("float64") + 0.0  # -0.0 is 0.0: a workbook keeps no sign of zero
    if kind == "int":
        return values.astype("Int64")
    if kind == "bool":
        return values.astype("boolean")
    text = values if values.dtype == "str" else values.where(values.notna(), None).astype("str")
    empty = text == ""
    return text.where(~empty) if empty.any() else text


def _default(column: Column) -> bool | int | float | str:
    """Return what an empty cell of the column means."""
    if column.kind == "bool":
        return column.default == "true"
    if column.kind == "int":
        return int(column.default)
    return float(column.default) if column.kind == "float" else column.default


@dataclass(frozen=True)
class Case:
    """Facts of one agency on one date.

    Build one with :meth:`from_frames`, or read it through ``penata.load_case``.

    Parameters
    ----------
    name, agency
        Words for people.
    as_of
        Date of the facts.
    effective
        Date on which the plan takes effect (TMT); ages, terms and leavers are judged on it.
    synthetic
        True where no row is a real person; every export then says so.
    parameters
        The case's overrides of rule defaults (``{"R20": {"term_ends_on": ...}}``) and of workload minutes.
    tables
        Canonical frame by table name; every table is present, an absent one is empty.
    scenario
        The scenario that came with the case, as read from TOML; empty where none did.
    """

    name: str
    agency: str
    as_of: date
    effective: date
    synthetic: bool
    tables: Mapping[str, pd.DataFrame]
    parameters: Parameters = field(default_factory=dict)
    scenario: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def from_frames(
        cls,
        tables: Mapping[str, pd.DataFrame],
        *,
        as_of: date,
        effective: date | None = None,
        name: str = "",
        agency: str = "",
        synthetic: bool = False,
        parameters: Parameters | None = None,
        scenario: Mapping[str, object] | None = None,
    ) -> Case:
        """Build a case from pandas frames; references are the caller's to keep (``penata case check`` checks files).

        Raises
        ------
        DataError
            A table name is unknown, or a column is of another kind.
        """
        if unknown := sorted(set(tables) - set(TABLES)):
            message = f"Unknown table {', '.join(unknown)}; a case has {', '.join(TABLES)}."
            raise DataError(message, code="E-TABLE")
        frames = {
            key: canonical_frame(table, tables[key]) if key in tables else empty_frame(table)
            for key, table in TABLES.items()
        }
        return cls(
            name=name,
            agency=agency,
            as_of=as_of,
            effective=effective or as_of,
            synthetic=synthetic,
            tables=MappingProxyType(frames),
            parameters=dict(parameters or {}),
            scenario=dict(scenario or {}),
        )

    @cached_property
    def records(self) -> Records:
        """The tables as typed records, in the order of the tie keys."""
        return build_records(self.tables, self.as_of, self.parameters)

    @property
    def employees(self) -> Mapping[str, Employee]:
        """Everyone by id, in tie-key order."""
        return self.records.employees

    @property
    def positions(self) -> Mapping[str, Position]:
        """Posts by id, in tie-key order."""
        return self.records.positions

    @property
    def units(self) -> Mapping[str, Unit]:
        """Units by id, in the order of their ids."""
        return self.records.units

    @property
    def courses(self) -> Mapping[str, Course]:
        """Courses by id, in the order of their ids."""
        return self.records.courses

    def table_digest(self, name: str) -> str:
        """Return SHA-256 (hex) of one table; the order of its rows does not count."""
        text = self.tables[name].to_csv(index=False, header=False, lineterminator="\x1e")
        lines = sorted(text.split("\x1e"))
        return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of all facts: header, parameters and every table, whatever the order of rows."""
        header = {
            "schema": CASE_SCHEMA,
            "name": self.name,
            "agency": self.agency,
            "as_of": self.as_of.isoformat(),
            "effective": self.effective.isoformat(),
            "synthetic": self.synthetic,
            "parameters": self.parameters,
            "tables": {name: self.table_digest(name) for name in TABLES},
        }
        return hashlib.sha256(json.dumps(header, sort_keys=True, default=str).encode()).hexdigest()
