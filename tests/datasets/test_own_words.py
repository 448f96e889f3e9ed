"""Faults of a planner's workbook are said in its own words, each once; dates are read by all that the file shows."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from penata.datasets.read import Reading, read_source
from penata.models.domain.tables import TABLES

from ..filled import column_of, put
from .test_faults import read_sample

COLUMNS = {column.name for table in TABLES.values() for column in table.columns if "_" in column.name}
MACHINE = re.compile(rf"\b({'|'.join(sorted({*COLUMNS, *TABLES, 'as_of', 'effective'}))})\b")


def spoilt(path: Path, *cells: tuple[str, int, str, object], drop: tuple[str, ...] = (), lang: str = "id") -> Reading:
    """Return the reading of the filled template after cells (sheet, row, header, value) were typed and sheets dropped."""
    book = openpyxl.load_workbook(path)
    for sheet, row, header, value in cells:
        put(book, sheet, row, **{header: value})
    for sheet in drop:
        del book[sheet]
    book.save(path)
    return read_source(path, lang=lang)


def sentences(reading: Reading) -> list[str]:
    return [fault.sentence() for fault in reading.faults]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_workbook_hears_no_machine_name(filled: Path, lang: str) -> None:
    """References, repeated keys, ranges, missing columns, dates out of order: sheets and headers only."""
    book = openpyxl.load_workbook(filled)
    book["Pegawai"].cell(1, column_of(book["Pegawai"], "Nama")).value = "Nama Orang"
    book.save(filled)
    reading = spoilt(
        filled,
        ("Pegawai", 2, "ID Jabatan", "P0I"),
        ("Pegawai", 3, "TMT Jabatan", "1970-01-01"),
        ("Pegawai", 4, "Kotak Talenta", 12),
        ("Jabatan", 2, "ID Unit", "KEX"),
        ("Jabatan", 4, "ID Jabatan", "P02"),
        ("Kasus", 5, "Isi", "kemarin"),
        ("Standar Kompetensi", 2, "Nama Jabatan", "Bukan siapa-siapa"),
        lang=lang,
    )
    found = sentences(reading)
    assert {"E-REF-POSITION", "E-DATE-ORDER", "E-RANGE", "E-REF-UNIT", "E-DUPLICATE", "E-COLUMN-MISSING"} <= {
        fault.code for fault in reading.faults
    }, found
    assert [text for text in found if MACHINE.search(text.rsplit("[", 1)[0])] == []
    if lang == "id":
        assert any("tidak ada di lembar Jabatan (terdekat: 'P01')" in text for text in found)
        assert any("kolom wajib 'Nama' tidak ada" in text for text in found)


def test_a_missing_case_sheet_is_called_so(filled: Path) -> None:
    """Not an empty cell of a sheet that is not there: the sheet, what stands in it, and how to get it."""
    (text,) = [text for text in sentences(spoilt(filled, drop=("Kasus",))) if "Kasus" in text]
    assert text.startswith("Kasus: lembar 'Kasus' tidak ada atau kosong; lembar 'Kasus' dengan Tanggal Data")
    assert "penata case template" in text


def test_a_missing_sheet_is_no_file(filled: Path) -> None:
    """A workbook lacks a sheet, not a CSV."""
    texts = [text for text in sentences(spoilt(filled, drop=("Kompetensi",))) if "E-TABLE-MISSING" in text]
    assert len(texts) == 1
    assert "lembar wajib 'Kompetensi' tidak ada" in texts[0]
    assert ".csv" not in texts[0]


def test_one_wrong_cell_of_a_matrix_is_one_fault(filled: Path) -> None:
    """A NIP that is unknown, or was kept as a number, stands in front of nine levels and is said once."""
    for value, code in (("199001012020011999", "E-REF-EMPLOYEE"), (198501012010011008, "E-NIP-NUMBER")):
        reading = spoilt(filled, ("Profil Kompetensi", 3, "NIP", value))
        places = [(fault.place, fault.row) for fault in reading.faults if fault.code == code]
        assert places == [("Profil Kompetensi", 3)]


# dates --------------------------------------------------------------------------------------------------------
DATES = (("employees.csv", "1985-03-02", "02/03/1985"),)


def notes_of(reading: Reading) -> str:
    return " ".join(reading.notes)


def test_another_column_of_the_file_settles_the_order(tmp_path: Path) -> None:
    """02/03/1985 alone is a fault; 28/02/2027 in another column makes it the second of March, and a note says so."""
    assert [fault.code for fault in read_sample(tmp_path / "a", DATES).errors] == ["E-DATE-AMBIGUOUS"]
    reading = read_sample(tmp_path / "b", (*DATES, ("employees.csv", "2027-02-28", "28/02/2027")))
    assert [fault.sentence() for fault in reading.errors] == []
    assert reading.case is not None
    assert str(reading.partial["employees"]["birth_date"].min().date()) == "1985-03-02"
    assert "hari lebih dulu" in notes_of(reading)
    assert "employees.csv (birth_date)" in notes_of(reading)


def test_a_date_that_reads_month_first_takes_it_back(tmp_path: Path) -> None:
    """Where one column only reads day first and another only month first, nothing is settled."""
    edits = (*DATES, ("employees.csv", "2027-02-28", "28/02/2027"), ("employees.csv", "2010-01-01", "01/15/2010"))
    codes = {fault.code for fault in read_sample(tmp_path / "a", edits).errors}
    assert "E-DATE-AMBIGUOUS" in codes


def test_an_indonesian_csv_settles_the_order(tmp_path: Path) -> None:
    """A file with semicolons is an Indonesian Excel's: day first."""
    read_sample(tmp_path / "a", DATES)
    path = tmp_path / "a" / "employees.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    reading = read_source(tmp_path / "a")
    assert [fault.sentence() for fault in reading.errors] == []
    assert "Excel berbahasa Indonesia" in notes_of(reading)


def test_a_sheet_of_the_workbook_settles_another(filled: Path) -> None:
    """Texts in a workbook: a day above 12 in the sheet of careers settles the sheet of people; alone they stay a fault."""
    reading = spoilt(filled, ("Pegawai", 2, "TMT Jabatan", "03/04/2020"))
    assert [fault.code for fault in reading.errors] == ["E-DATE-AMBIGUOUS"]
    reading = spoilt(filled, ("Pegawai", 3, "TMT Golongan", "25/04/2020"))
    assert [fault.sentence() for fault in reading.errors] == []
    assert "Pegawai (TMT Jabatan)" in notes_of(reading)
