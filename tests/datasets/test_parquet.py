"""A case kept as Parquet reads back the same as one kept as CSV; a file that is no Parquet gives one clear fault."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings

from penata import api
from penata.datasets import parquet
from penata.datasets.folder import read_folder
from penata.datasets.parquet import write_parquet
from penata.datasets.read import Reading, read_source
from penata.datasets.write import write_folder
from penata.models.domain.case import Case
from penata.models.domain.errors import DataError, OptionError
from penata.models.domain.tables import TABLES
from tests.drawn_cases import cases, frames
from tests.drawn_cases import folder_of as csv_folder


@settings(max_examples=2)
@given(cases())
def test_a_case_kept_as_parquet_is_the_case_kept_as_csv(case: Case) -> None:
    """Every fact survives, so that both forms have one digest; the folders convert into each other."""
    with TemporaryDirectory() as name:
        text = read_source(write_folder(case, Path(name) / "csv")).require_case()
        packed = read_source(write_folder(case, Path(name) / "parquet", form="parquet"))
        back = read_source(api.convert_case(Path(name) / "parquet", Path(name) / "back"))
    assert packed.notes == ()
    for key in TABLES:
        pd.testing.assert_frame_equal(packed.require_case().tables[key], text.tables[key])
    assert packed.require_case().digest == text.digest == back.require_case().digest
    assert packed.require_case().scenario == text.scenario


@pytest.mark.slow
@settings(max_examples=25)
@given(frames())
def test_every_kind_of_cell_survives(tables: dict[str, pd.DataFrame]) -> None:
    """Text, ids, numbers, dates, lists and bools of every table come back as they were, empty cells empty."""
    with TemporaryDirectory() as name:
        for key, frame in tables.items():
            path = Path(name) / f"{key}.parquet"
            write_parquet([(TABLES[key], frame, path)])
            same = Path(name) / "again.parquet"
            write_parquet([(TABLES[key], frame, same)])
            assert path.read_bytes() == same.read_bytes()
        again = read_source(Path(name)).partial
    for key, frame in tables.items():
        if key not in ("requirements", "fields"):  # defaults are merged into them
            pd.testing.assert_frame_equal(again[key], frame)


def pack(select: str, path: Path) -> None:
    """Write what a SELECT gives as Parquet."""
    relation = duckdb.sql(select)
    assert relation is not None
    relation.write_parquet(str(path))


def packed_units(folder: Path, select: str) -> Reading:
    """Write ``units.parquet`` from a SELECT in place of ``units.csv`` and read the folder."""
    csv_folder(folder)
    (folder / "units.csv").unlink()
    pack(select, folder / "units.parquet")
    return read_source(folder, lang="en")


def test_a_folder_may_mix_forms_and_a_table_stands_once(tmp_path: Path) -> None:
    """Units as Parquet beside CSV tables are read; the same table in both forms is a fault that names both."""
    reading = packed_units(tmp_path / "a", "SELECT 'KEC' AS unit_id, 'Kecamatan' AS name")
    assert not reading.errors
    (tmp_path / "a" / "units.csv").write_text("unit_id,name\nKEC,Kecamatan\n", encoding="utf-8")
    (fault,) = read_source(tmp_path / "a", lang="en").errors
    assert fault.code == "E-FILE-TWICE"
    assert (fault.place, "units.csv" in fault.found) == ("units.parquet", True)


def test_foreign_types_are_read_by_what_they_hold(tmp_path: Path) -> None:
    """Whole numbers are exact ids, a Bahasa header is known, and a row's number counts rows of data from 1."""
    select = (
        "SELECT * FROM (VALUES (198501012010011001::BIGINT, 'Kec'::VARCHAR, -0.95::DECIMAL(4, 2), 3::UTINYINT),"
        ' (7, NULL, 95, 4)) AS t("ID Unit", nama, lintang, floor)'
    )
    reading = packed_units(tmp_path / "a", select)
    assert [(fault.code, fault.row, fault.column) for fault in reading.errors] == [
        ("E-REQUIRED", 2, "nama"),
        ("E-RANGE", 2, "lintang"),
    ]
    units = reading.partial["units"]
    assert list(units["unit_id"]) == ["198501012010011001", "7"]
    assert list(units["floor"]) == [3, 4]


def test_a_number_that_lost_digits_is_no_nip(tmp_path: Path) -> None:
    """A NIP kept as a decimal number has lost its last digits, as in Excel."""
    reading = packed_units(tmp_path / "a", "SELECT 198501012010011001::DOUBLE AS unit_id, 'Kec' AS name")
    assert [fault.code for fault in reading.errors] == ["E-NIP-NUMBER"]


BROKEN = {
    "empty": (b"", "E-FILE-EMPTY"),
    "text": (b"unit_id,name\nKEC,Kecamatan\n", "E-FILE-PARQUET"),
    "magic only": (b"PAR1PAR1", "E-FILE-PARQUET"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_no_parquet(name: str, tmp_path: Path) -> None:
    """One fault on that file; the other tables are read all the same."""
    content, code = BROKEN[name]
    folder = csv_folder(tmp_path / "case")
    (folder / "units.csv").unlink()
    (folder / "units.parquet").write_bytes(content)
    reading = read_source(folder, lang="en")
    assert [(fault.code, fault.place) for fault in reading.errors] == [(code, "units.parquet")]


def test_a_damaged_parquet_gives_one_fault(tmp_path: Path) -> None:
    """Cut off or overwritten anywhere, the file is refused or read, never a traceback."""
    folder = csv_folder(tmp_path / "case")
    (folder / "units.csv").unlink()
    path = folder / "units.parquet"
    pack("SELECT 'U' || i AS unit_id, 'Unit ' || i AS name FROM range(500) AS t(i)", path)
    whole = path.read_bytes()
    for cut in range(0, len(whole), len(whole) // 12):
        path.write_bytes(whole[:cut])
        assert [found.place for found in read_folder(folder).findings] == ["units.parquet"]
        path.write_bytes(whole[:cut] + b"\xff" * 8 + whole[cut + 8 :])
        assert {found.place for found in read_folder(folder).findings} <= {"units.parquet"}


@pytest.mark.parametrize(
    ("select", "limit", "words"),
    [
        ("SELECT 'K' AS unit_id, {'a': 1} AS name", {}, "of type STRUCT(a INTEGER)"),
        ("SELECT 'K' AS unit_id, ['a', 'b'] AS name", {}, "of type VARCHAR[]"),
        ("SELECT 'K' AS unit_id, repeat('x', 200000) AS name", {}, "a cell longer than 131,072 bytes"),
        ("SELECT 'K' || i AS unit_id, 'x' AS name FROM range(9) AS t(i)", {"MAX_ROWS": 8}, "more than 8 rows"),
        ("SELECT 'K' AS unit_id, 'x' AS name", {"MAX_COLUMNS": 1}, "2 columns"),
        ("SELECT 'K' AS unit_id, 'x' AS name", {"MAX_BYTES": 10}, "bytes"),
        ("SELECT 'K' AS unit_id, 'x' AS name", {"MAX_UNPACKED": 10}, "bytes"),
    ],
)
def test_what_no_table_holds_is_refused(
    select: str, limit: dict[str, int], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nested columns and files beyond the bounds are one fault before their cells are fetched."""
    for name, value in limit.items():
        monkeypatch.setattr(parquet, name, value)
    (fault,) = packed_units(tmp_path / "case", select).errors
    assert words in fault.found


def test_a_list_of_texts_is_a_list(tmp_path: Path) -> None:
    """A column of lists is read where the table holds lists."""
    folder = csv_folder(tmp_path / "case")
    (folder / "positions.csv").unlink()
    select = (
        "SELECT 'P' AS position_id, 'KEC' AS unit_id, 'Staf' AS title, 'pelaksana' AS \"group\", 1 AS need, "
        "['Hukum', 'Ekonomi'] AS education_fields"
    )
    pack(select, folder / "positions.parquet")
    reading = read_source(folder)
    assert not reading.errors
    assert list(reading.partial["positions"]["education_fields"]) == ["Hukum;Ekonomi"]


def test_a_folder_name_is_no_pattern(tmp_path: Path) -> None:
    """A folder whose name holds brackets, stars, quotes or ``key=value`` is read as any other."""
    reading = packed_units(tmp_path / "a[1]*'b'" / "", "SELECT 'KEC' AS unit_id, 'Kecamatan' AS name")
    assert not reading.errors
    hive = packed_units(tmp_path / "kind=dinas", "SELECT 'KEC' AS unit_id, 'Kecamatan' AS name")
    assert not hive.errors
    assert hive.partial["units"]["kind"].isna().all()


def test_text_that_no_reader_takes_is_not_written(tmp_path: Path) -> None:
    """A NUL byte in a text is refused in both forms, and nothing is left behind."""
    frame = pd.DataFrame({"unit_id": ["K"], "name": ["a\0b"]})
    case = api.Case.from_frames({"units": frame}, as_of=pd.Timestamp("2026-01-01").date())
    with pytest.raises(DataError, match="NUL byte"):
        write_folder(case, tmp_path / "case", form="parquet")
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_has_no_form_of_tables(tmp_path: Path) -> None:
    """``--tables`` with an XLSX target is a usage error."""
    with pytest.raises(OptionError, match="--tables"):
        api.convert_case("lubuk_begalung", tmp_path / "a.xlsx", tables="parquet")
