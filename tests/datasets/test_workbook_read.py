"""What a planner does to a workbook is read: notes above headers, own columns, matrices, words in Bahasa."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from penata.datasets.raw import RawCase, RawTable
from penata.datasets.workbook_read import read_workbook

Sheets = dict[str, list[list[object]]]


def read(path: Path, sheets: Sheets, hidden: tuple[str, ...] = ()) -> RawCase:
    """Write sheets of rows with openpyxl and read them."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        if name in hidden:
            page.sheet_state = "hidden"
    book.save(path / "a.xlsx")
    return read_workbook(path / "a.xlsx")


def table(raw: RawCase, name: str) -> RawTable:
    return next(item for item in raw.tables if item.table == name)


def test_sheets_and_headers_are_found_whatever_their_case(tmp_path: Path) -> None:
    """Bahasa and machine names, stars, blanks, a note row above, an empty row between."""
    rows: list[list[object]] = [
        ["Catatan: isi semua"],
        [],
        ["id unit *", "NAMA", "parent_id"],
        [],
        ["KEC", "Kec", None],
    ]
    units = table(read(tmp_path, {"UNIT": rows}), "units")
    assert units.place == "UNIT"
    assert units.columns == ("unit_id", "name", "parent_id")
    assert list(units.rows) == [("KEC", "Kec", None)]
    place = units.places[0][1]
    assert place is not None
    assert (place.row, place.column, place.header) == (5, 2, "NAMA")
    assert table(read(tmp_path, {"positions": [["position_id"], ["P1"]]}), "positions").rows == [("P1",)]


def test_numbers_keep_what_excel_kept(tmp_path: Path) -> None:
    """Whole numbers are int; a NIP typed as a number stays float, so that it can be refused."""
    rows: list[list[object]] = [["NIP", "Nama"], [198501012010011001, 5], [12, 2.5]]
    employees = table(read(tmp_path, {"Pegawai": rows}), "employees")
    assert [[type(cell) for cell in row] for row in employees.rows] == [[float, int], [int, float]]
    assert employees.typed


def test_unknown_columns_and_sheets_are_named(tmp_path: Path) -> None:
    """A column or sheet of the user's own is not read, and said; hidden sheets and the guide are not."""
    sheets: Sheets = {
        "Unit": [["ID Unit", "Warna"], ["KEC", "biru"]],
        "Gaji": [["x"]],
        "Daftar": [["x"]],
        "Petunjuk": [["x"]],
        "Kesalahan": [["x"]],
    }
    raw = read(tmp_path, sheets, hidden=("Daftar",))
    assert table(raw, "units").unknown == ("Warna",)
    assert [(item.code, item.place) for item in raw.findings] == [("W-FILE-UNKNOWN", "Gaji")]


def test_a_table_that_stands_twice_is_an_error(tmp_path: Path) -> None:
    """Bahasa and machine name are the same table: the second is refused, not merged."""
    raw = read(tmp_path, {"Unit": [["ID Unit"], ["A"]], "units": [["ID Unit"], ["B"]]})
    assert [(item.code, item.place) for item in raw.findings] == [("E-FILE-TWICE", "units")]


def test_a_header_that_stands_twice_is_kept_for_the_checks(tmp_path: Path) -> None:
    """Two columns of one name are both handed on."""
    assert table(read(tmp_path, {"Unit": [["ID Unit", "id_unit"], ["A", "B"]]}), "units").columns == ("unit_id",) * 2


def test_a_matrix_of_profiles_is_unfolded(tmp_path: Path) -> None:
    """Names, ids and the sheet's own competencies head the columns; each level keeps its own place."""
    sheets: Sheets = {
        "Kompetensi": [["ID Kompetensi", "Nama"], ["T-1", "Kearsipan"]],
        "Profil Kompetensi": [
            ["NIP", "Nama", "Tanggal Asesmen", "Integritas", "m-kjs", "kearsipan", "Ket", "Kearsipann"],
            ["E1", "Ani", date(2025, 6, 1), 3, None, 2.5, "baik", None],
            ["E2", "Budi", None, None, 1, None, None, 4],
        ],
    }
    raw = table(read(tmp_path, sheets), "profiles")
    assert raw.columns == ("employee_id", "assessed_on", "competency_id", "level")
    assert list(raw.rows) == [
        ("E1", date(2025, 6, 1), "M-INT", 3),
        ("E1", date(2025, 6, 1), "T-1", 2.5),
        ("E2", None, "M-KJS", 1),
        ("E2", None, "Kearsipann", 4),
    ]
    assert raw.unknown == ("Ket",)
    level, header = raw.places[1][3], raw.places[3][2]
    assert level is not None
    assert (level.row, level.column, level.header) == (2, 6, "kearsipan")
    assert header is not None
    assert (header.row, header.column) == (1, 8)


def test_a_matrix_of_standards_knows_mandatory_columns(tmp_path: Path) -> None:
    """A header with (wajib) makes its levels mandatory; without any, no such column appears."""
    head: list[object] = ["ID Jabatan", "Kelompok Jabatan", "Integritas (wajib)", "Kerja Sama"]
    raw = table(read(tmp_path, {"Standar Kompetensi": [head, [None, "Pengawas", 2, 3]]}), "requirements")
    assert raw.columns == ("position_id", "group", "competency_id", "level", "mandatory")
    assert list(raw.rows) == [(None, "Pengawas", "M-INT", 2, True), (None, "Pengawas", "M-KJS", 3, False)]
    head[2] = "Integritas"
    raw = table(read(tmp_path, {"Standar Kompetensi": [head, [None, "Pengawas", 2, 3]]}), "requirements")
    assert "mandatory" not in raw.columns


def test_the_long_form_of_a_matrix_sheet_is_read(tmp_path: Path) -> None:
    """A header that names a competency id or a level makes it the long form."""
    rows: list[list[object]] = [
        ["Kelompok Jabatan", "ID Kompetensi", "Level", "Bobot"],
        ["Pengawas", "M-INT", 2, 3],
    ]
    raw = table(read(tmp_path, {"Standar Kompetensi": rows}), "requirements")
    assert raw.columns == ("group", "competency_id", "level", "weight")
    assert list(raw.rows) == [("Pengawas", "M-INT", 2, 3)]


def test_settings_are_read_by_label_or_key(tmp_path: Path) -> None:
    """A planner's words, percentages, lists and dates become the values of the TOML."""
    sheets: Sheets = {
        "Unit": [["ID Unit"], ["A"]],
        "Kasus": [
            ["Pengaturan", "Isi"],
            ["Nama Kasus", "2026"],
            ["Tanggal Data *", date(2026, 1, 1)],
            ["Data Contoh", "ya"],
            ["parameters.R20.term_ends_on", "2030-02-20"],
        ],
        "Skenario": [
            ["Pengaturan", "Isi", "Penjelasan", "Kunci"],
            ["Dasar Penataan", "Reorganisasi", None, None],
            [None, "0,2", None, "moves.max_share"],
            [None, "20%", None, "moves.max_share_per_unit"],
            [None, "250.000.000", None, "budget.training_idr"],
            [None, "KEC; DINKES ;", None, "scope.units"],
            [None, "Ahli Muda; pelaksana", None, "scope.groups"],
            [None, "wajib", None, "rules.R15.promotion.mode"],
            [None, None, None, "solve.seed"],
            ["Susunan Keahlian"],
            ["ID Unit", "ID Kompetensi", "Level", "Paling Sedikit (orang)", "Mode"],
            [12, "T-IT", "3", 2, "lunak"],
            [],
            ["Pengecualian"],
            ["Aturan", "NIP", "Alasan"],
            ["R10", "198501012010011001", "2 tahun"],
        ],
    }
    raw = read(tmp_path, sheets)
    assert raw.header == {
        "name": "2026",
        "as_of": date(2026, 1, 1),
        "synthetic": True,
        "parameters": {"R20": {"term_ends_on": date(2030, 2, 20)}},
    }
    assert raw.scenario == {
        "basis": "reorganisation",
        "moves": {"max_share": 0.2, "max_share_per_unit": 0.2},
        "budget": {"training_idr": 250_000_000},
        "scope": {"units": ["KEC", "DINKES"], "groups": ["ahli_muda", "pelaksana"]},
        "rules": {"R15": {"promotion": {"mode": "hard"}}},
        "skill_mix": [{"unit": "12", "competency": "T-IT", "level": 3, "at_least": 2, "mode": "soft"}],
        "exempt": [{"rule": "R10", "employee": "198501012010011001", "reason": "2 tahun"}],
    }


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (["tetapkan", 198501012010011001, "P1"], "E-NIP-NUMBER", "NIP"),
        (["jaga", "E1", "P1"], "E-CHOICE", "Jenis"),
        ([None, "E1", "P1"], "E-REQUIRED", "Jenis"),
        (["larang", "E1", None], "E-REQUIRED", "ID Jabatan"),
    ],
)
def test_a_wrong_lock_is_found_where_it_stands(row: list[object], code: str, column: str, tmp_path: Path) -> None:
    """A lock that cannot be read is a fault with its cell, never silently left out; a sound one is kept."""
    locks: list[list[object]] = [
        ["Jenis", "NIP", "ID Jabatan", "Keterangan"],
        ["Larang", 12, "P1", None],
        [*row, None],
        [None] * 4,
    ]
    raw = read(tmp_path, {"Unit": [["ID Unit"], ["A"]], "Kunci": locks})
    assert raw.scenario == {"forbid": [{"employee": "12", "position": "P1"}]}
    (finding,) = raw.findings
    assert (finding.code, finding.place) == (code, "Kunci")
    assert finding.cell is not None
    assert (finding.cell.row, finding.cell.header) == (3, column)
