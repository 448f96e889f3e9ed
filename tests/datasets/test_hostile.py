"""Damaged, odd and hostile sources get faults, never a traceback, and what can be read stays readable."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penata.datasets import read
from penata.datasets.faults import FAULTS
from penata.datasets.raw import Finding, GridPlaces, RawCase, RawTable
from penata.datasets.read import check_raw, read_source
from penata.models.domain.tables import TABLES

HEADER: dict[str, object] = {"as_of": "2025-12-31"}


def raw_of(tables: dict[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]], **parts: Any) -> RawCase:
    made = []
    for name, (columns, rows) in tables.items():
        places = GridPlaces(range(2, len(rows) + 2), range(1, len(columns) + 1), columns)
        made.append(RawTable(name, name, columns, rows, places, typed=True))
    return RawCase("uji", tuple(made), parts.pop("header", HEADER), parts.pop("scenario", {}), **parts)


@settings(max_examples=25)
@given(st.sampled_from(["units.csv", "employees.csv", "case.toml", "scenario.toml"]), st.binary(max_size=200))
def test_random_bytes(name: str, data: bytes) -> None:
    """Whatever a file holds, reading ends in faults with a code."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "case.toml").write_text("as_of = 2025-12-31\n")
        (Path(folder) / name).write_bytes(data)
        reading = read_source(folder)
    assert reading.case is None
    assert all(fault.code in FAULTS for fault in reading.faults)


@pytest.mark.parametrize("data", [b"\r\x01", b"unit_id\rname\r\n", b'"unit_id\r\nx'])
def test_header_not_csv(tmp_path: Path, data: bytes) -> None:
    """A header line that is no CSV is a fault of the file, whatever the separator."""
    (tmp_path / "case.toml").write_text("as_of = 2025-12-31\n")
    (tmp_path / "units.csv").write_bytes(data)
    reading = read_source(tmp_path)
    assert reading.case is None
    assert all(fault.code in FAULTS for fault in reading.faults)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(
    [
        "schema",
        "name",
        "agency",
        "as_of",
        "effective",
        "synthetic",
        "parameters",
        "x",
        "scope",
        "rules",
        "pin",
        "moves",
    ]
)


@settings(max_examples=30)
@given(st.dictionaries(KEYS, VALUES, max_size=5), st.dictionaries(KEYS, VALUES, max_size=4))
def test_random_headers_and_scenarios(header: dict[str, Any], scenario: dict[str, Any]) -> None:
    """A header or scenario of any shape is judged, not stumbled over."""
    reading = check_raw(raw_of({}, header=header, scenario=scenario))
    assert {fault.code for fault in reading.faults} <= set(FAULTS)


@settings(max_examples=10)
@given(
    st.sampled_from(list(TABLES)),
    st.lists(
        st.lists(VALUES.filter(lambda v: not isinstance(v, list | dict)), min_size=27, max_size=27),
        max_size=3,
    ),
)
def test_random_typed_cells(name: str, rows: list[list[Any]]) -> None:
    """A workbook's cells of any kind in any column are values or faults."""
    columns = TABLES[name].column_names
    reading = check_raw(raw_of({name: (columns, [tuple(row[: len(columns)]) for row in rows])}))
    assert len(reading.partial[name].dropna(how="all")) <= len(rows) or name == "fields"


def test_the_same_fault_is_not_listed_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a bound the faults of one kind in one column are counted, not listed; a note says so."""
    monkeypatch.setattr(read, "MOST_OF_ONE_KIND", 3)
    rows = [(f"U{number}", "x", "NIHIL") for number in range(10)]
    reading = check_raw(raw_of({"units": (("unit_id", "name", "parent_id"), rows)}), lang="en")
    assert [fault.code for fault in reading.faults].count("E-REF-UNIT") == 3
    assert "Too many faults of one kind in one column; the rest is not listed: E-REF-UNIT units." in reading.notes
    assert len(reading.partial["units"]) == 10


def test_a_broken_table_makes_no_other_table_wrong(tmp_path: Path) -> None:
    """Nothing is held against a table that could not be read at all."""
    (tmp_path / "case.toml").write_text("as_of = 2025-12-31\n")
    (tmp_path / "units.csv").write_bytes(b"\0")
    (tmp_path / "positions.csv").write_text("position_id,unit_id,title,group,need\nP,KEC,Camat,administrator,1\n")
    codes = [fault.code for fault in read_source(tmp_path).errors]
    assert "E-FILE-NUL" in codes
    assert "E-REF-UNIT" not in codes
    assert codes.count("E-TABLE-MISSING") == 4


def test_findings_of_a_reader_ride_along() -> None:
    """What a reader found wrong with the source itself stands among the faults, at its place."""
    finding = Finding("E-ROW-WIDTH", "units", "units", row=9, values={"count": "4", "columns": "3"})
    reading = check_raw(raw_of({"units": (("unit_id", "name"), [("A", "a")])}, findings=(finding,)))
    assert [(fault.place, fault.row) for fault in reading.errors if fault.code == "E-ROW-WIDTH"] == [("units", 9)]


def test_places_of_a_grid() -> None:
    """Places are made when asked for, one by one or by slice."""
    places = GridPlaces([2, 4], [1, 3], ["a", "c"])
    assert len(places) == 2
    assert [(place.row, place.column, place.header) for place in places[1] if place] == [
        (4, 1, "a"),
        (4, 3, "c"),
    ]
    assert [len(row) for row in places[0:2]] == [2, 2]
