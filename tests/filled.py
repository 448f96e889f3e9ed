"""A workbook made by the template and filled by a script: 12 people and 10 posts, as the issue asks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from penata.datasets.template import write_template

POSTS = (
    ("P01", "KEC", "Camat", "Administrator", 1, "ya"),
    ("P02", "KEC", "Sekretaris Camat", "Administrator", 1, None),
    ("P03", "KEC", "Kasi Pemerintahan", "Pengawas", 1, None),
    ("P04", "KEC", "Kasi Ketenteraman", "Pengawas", 1, None),
    ("P05", "KEC", "Arsiparis", "Ahli Pertama", 1, None),
    ("P06", "KEC", "Pengadministrasi", "Pelaksana", 3, None),
    ("P07", "KEL", "Lurah", "Pengawas", 1, "ya"),
    ("P08", "KEL", "Sekretaris Lurah", "Pengawas", 1, None),
    ("P09", "KEL", "Pengolah Data", "Pelaksana", 2, None),
    ("P10", "KEL", "Petugas Pelayanan", "Pelaksana", 2, None),
)
LEVELS = {"Administrator": 3, "Pengawas": 2, "Ahli Pertama": 2, "Pelaksana": 1}


def put(book: Workbook, sheet: str, row: int, **cells: object) -> None:
    """Write cells of one row by header (``_`` for a blank), as a person would."""
    page = book[sheet]
    for header, value in cells.items():
        page.cell(row, column_of(page, header.replace("_", " ")), value)


def column_of(page: Worksheet, header: str) -> int:
    """Return the column of a header, with or without its star."""
    for cell in page[1]:
        if str(cell.value).removesuffix("*").strip().casefold() == header.casefold():
            return int(cell.column)
    raise AssertionError(f"{page.title} has no column {header}")


def nip(number: int) -> str:
    """Return the NIP of a person: born 1980-01-01, in service since 2005-01, serial from 901."""
    return f"19800101200501{1 + number % 2}{900 + number:03d}"


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Return the path of the template, filled with 12 people, 10 posts, profiles and a scenario."""
    path = tmp_path / "isian.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    for row in book["Kasus"].iter_rows(min_row=2):
        values = {
            "name": "Kecamatan Contoh",
            "agency": "Kota Contoh",
            "as_of": date(2026, 1, 1),
            "synthetic": "ya",
        }
        if row[3].value in values:
            row[1].value = values[row[3].value]
    put(book, "Unit", 2, ID_Unit="KEC", Nama="Kecamatan Contoh")
    put(book, "Unit", 3, ID_Unit="KEL", Nama="Kelurahan Contoh", ID_Unit_Induk="KEC")
    for row, (post, unit, title, group, need, head) in enumerate(POSTS, start=2):
        cells = {"ID_Jabatan": post, "ID_Unit": unit, "Nama_Jabatan": title, "Kelompok_Jabatan": group}
        put(book, "Jabatan", row, **cells, Kebutuhan=need, Pimpinan_Unit=head)
    seats = ["P01", "P02", "P03", "P04", "P05", "P06", "P06", "P07", "P08", "P09", "P10", None]
    groups = {post[0]: post[3] for post in POSTS}
    for number, seat in enumerate(seats, start=1):
        row = number + 1
        sex = "P" if number % 2 else "L"
        person = {"NIP": nip(number), "Nama": f"Pegawai {number}", "Status": "PNS", "L/P": sex}
        dates = {
            "Tanggal_Lahir": date(1980, 1, 1),
            "TMT_PNS": date(2006, 1, 1),
            "TMT_Kerja": date(2005, 1, 1),
        }
        put(book, "Pegawai", row, **person, **dates, Golongan="III/c", Pendidikan="S-1", ID_Jabatan=seat)
        if seat is not None:
            put(book, "Pegawai", row, TMT_Jabatan=date(2020, 5, 4))
        level = LEVELS[groups[seat]] if seat else 2
        put(
            book,
            "Profil Kompetensi",
            row,
            NIP=nip(number),
            Nama=f"Pegawai {number}",
            Tanggal_Asesmen=date(2025, 6, 30),
        )
        put(book, "Profil Kompetensi", row, Integritas=level, Kerja_Sama=level, Perekat_Bangsa=level)
    for row in book["Skenario"].iter_rows(min_row=2):
        values = {"name": "Rotasi", "basis": "rotasi", "moves.max_share": "0,5", "scope.units": "KEC; KEL"}
        if row[3].value in values:
            row[1].value = values[row[3].value]
    put(book, "Kunci", 2, Jenis="tetapkan", NIP=nip(1), ID_Jabatan="P01")
    put(book, "Kunci", 3, Jenis="larang", NIP=nip(2), ID_Jabatan="P01")
    book.save(path)
    return path
