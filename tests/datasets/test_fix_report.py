"""A workbook spoilt in 12 ways comes back as it was, with every fault coloured, commented and listed."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from penata.datasets.fix_report import COLUMNS, write_fix_report
from penata.datasets.read import Reading, read_source
from penata.datasets.registry import bundled_path

RED, YELLOW = "FFFF9999", "FFFFF2A8"


def column_of(page: Worksheet, header: str) -> int:
    return next(int(cell.column) for cell in page[1] if str(cell.value).rstrip(" *") == header)


# Sheet, row, header, what is typed, the fault that must be named.
SPOILT = (
    ("Pegawai", 2, "NIP", 198001012005012901, "E-NIP-NUMBER"),
    ("Pegawai", 3, "Tanggal Lahir", "awal 1980", "E-DATE"),
    ("Pegawai", 4, "Tanggal Lahir", "03/04/1980", "E-DATE-AMBIGUOUS"),
    ("Pegawai", 5, "ID Jabatan", "P0X", "E-REF-POSITION"),
    ("Pegawai", 6, "Pendidikan", "S-9", "E-CHOICE"),
    ("Pegawai", 7, "Golongan", "VI/z", "E-RANK"),
    ("Pegawai", 8, "Nama", None, "E-REQUIRED"),
    ("Jabatan", 2, "ID Unit", "KEK", "E-REF-UNIT"),
    ("Jabatan", 3, "Kebutuhan", "banyak", "E-INT"),
    ("Jabatan", 5, "ID Jabatan", "P03", "E-DUPLICATE"),
    ("Unit", 2, "ID Unit Induk", "KEL", "E-CYCLE-UNIT"),
    ("Profil Kompetensi", 9, "Integritas", 7, "E-LEVEL"),
)


@pytest.fixture
def spoilt(filled: Path) -> Path:
    """Return the filled workbook with 12 faults, a column and a sheet of the user's own."""
    book = openpyxl.load_workbook(filled)
    for sheet, row, header, value, _ in SPOILT:
        book[sheet].cell(row, column_of(book[sheet], header)).value = value
    page = book["Pegawai"]
    page.cell(1, page.max_column + 1, "Catatan Saya")
    page.cell(2, page.max_column, "=lihat map")
    page.cell(2, page.max_column).data_type = "s"
    book.create_sheet("Lembar Saya")["B2"] = "milik sendiri"
    book.save(filled)
    return filled


def report(source: Path, path: Path) -> tuple[Reading, openpyxl.Workbook]:
    reading = read_source(source)
    write_fix_report(source, reading.cell_faults, path)
    return reading, openpyxl.load_workbook(path)


def test_twelve_faults_are_named_and_coloured(spoilt: Path, tmp_path: Path) -> None:
    """Each spoilt cell is red with a comment that names the code, and is listed with a link to it."""
    reading, book = report(spoilt, tmp_path / "perbaikan.xlsx")
    assert reading.case is None
    assert book.sheetnames[0] == "Kesalahan"
    listed = list(book["Kesalahan"].iter_rows(min_row=2))
    assert [cell.value for cell in book["Kesalahan"][1]] == list(COLUMNS)
    assert len(listed) == len(reading.faults)
    for sheet, row, header, _, code in SPOILT:
        cell = book[sheet].cell(row, column_of(book[sheet], header))
        assert cell.fill.start_color.rgb == RED, (sheet, row, header)
        assert cell.comment is not None
        assert f"[{code}]" in cell.comment.text
        hits = [line for line in listed if line[1].value == code and line[3].value == sheet and line[4].value == row]
        assert hits, (code, sheet, row)
        assert hits[0][4].hyperlink.location == f"'{sheet}'!{cell.coordinate}"
        assert all(hits[0][index].value for index in (6, 7, 8))


def test_the_workbook_is_the_users_own(spoilt: Path, tmp_path: Path) -> None:
    """Sheets, extra columns, drop-downs and untouched cells are as they were; no text became a formula."""
    _, book = report(spoilt, tmp_path / "perbaikan.xlsx")
    source = openpyxl.load_workbook(spoilt)
    assert book.sheetnames[1:] == source.sheetnames
    for sheet in source:
        for row in sheet.iter_rows():
            for cell in row:
                same = book[sheet.title].cell(cell.row, cell.column)
                assert same.value == cell.value
                assert same.number_format == cell.number_format
        assert len(book[sheet.title].data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
    assert book["Lembar Saya"]["B2"].value == "milik sendiri"
    assert "daftar_positions_position_id" in book.defined_names


def test_a_report_can_be_mended_and_checked_again(spoilt: Path, tmp_path: Path) -> None:
    """The list of the last check is no part of the case, and the next report replaces it."""
    first = tmp_path / "perbaikan.xlsx"
    reading, book = report(spoilt, first)
    header = book["Pegawai"].cell(1, 1).comment
    name = book["Pegawai"].cell(8, column_of(book["Pegawai"], "Nama"))
    name.value = "Pegawai 7"
    book.save(first)
    again, book = report(first, first)
    left = [fault.sentence() for fault in reading.faults if fault.code != "E-REQUIRED"]
    assert [fault.sentence() for fault in again.faults] == left
    mended = book["Pegawai"].cell(8, name.column)
    assert mended.comment is None
    assert mended.fill.fill_type is None
    assert book["Pegawai"].cell(1, 1).comment.text == header.text
    assert book.sheetnames.count("Kesalahan") == 1
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_warnings_are_yellow(filled: Path, tmp_path: Path) -> None:
    """A second holder of a head post is reality: yellow, not red."""
    book = openpyxl.load_workbook(filled)
    page = book["Pegawai"]
    page.cell(13, column_of(page, "ID Jabatan"), "P01")
    book.save(filled)
    reading, book = report(filled, tmp_path / "perbaikan.xlsx")
    assert reading.case is not None
    fault = next(item for item in reading.cell_faults if item.fault.code == "W-HOLDERS-HEAD")
    assert fault.place is not None
    cell = book[fault.fault.place].cell(fault.place.row, fault.place.column)
    assert cell.fill.start_color.rgb == YELLOW


def test_a_fault_of_the_case_sheet_is_shown_in_its_row(filled: Path, tmp_path: Path) -> None:
    """A wrong date of the case is red in the sheet Kasus."""
    book = openpyxl.load_workbook(filled)
    row = next(row for row in book["Kasus"].iter_rows() if row[3].value == "as_of")
    row[1].value = "kapan-kapan"
    book.save(filled)
    _, book = report(filled, tmp_path / "perbaikan.xlsx")
    assert book["Kasus"].cell(row[1].row, 2).fill.start_color.rgb == RED


def test_a_folder_comes_back_as_a_workbook(tmp_path: Path) -> None:
    """A CSV folder gives one sheet a file, cells at their lines, the user's own column kept."""
    folder = tmp_path / "kasus"
    shutil.copytree(bundled_path("lubuk_begalung"), folder)
    for name in ("evaluations.csv", "trainings.csv", "profiles.csv"):  # the long ones
        rows = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join(rows[:50]), encoding="utf-8")
    lines = (folder / "units.csv").read_text(encoding="utf-8").splitlines()
    lines = [f"{line},{'catatan' if index == 0 else '=1+1'}" for index, line in enumerate(lines)]
    cells = lines[3].split(",")
    cells[lines[0].split(",").index("parent_id")] = "TIDAK-ADA"
    lines[3] = ",".join(cells)
    (folder / "units.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _, book = report(folder, tmp_path / "perbaikan.xlsx")
    page = book["units.csv"]
    cell = page.cell(4, column_of(page, "parent_id"))
    assert (cell.value, cell.fill.start_color.rgb) == ("TIDAK-ADA", RED)
    own = page.cell(2, column_of(page, "catatan"))
    assert (own.value, own.data_type) == ("=1+1", "s")
