"""Write the files that an agency would hand over: exports, post list, units, assessments, with every known quirk.

``people.txt``, ``posts.txt`` and ``units.txt`` beside this file are written by hand; nobody in them exists. What
SIASN does to a cell (apostrophes, day numbers, UUIDs without dashes) is done here, one function a quirk.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from xlsxwriter import Workbook

HERE: Final = Path(__file__).parent
SHEETS: Final = ("PNS", "PPPK", "PPPK Paruh Waktu")
EXCEL_DAY_0: Final = date(1899, 12, 30)
UNKNOWN_UNIT: Final = "d15c0000-0000-4000-8000-00000000dead"
NATIONAL: Final = (
    "Integritas", "Kerjasama", "Komunikasi", "Orientasi pada Hasil", "Pelayanan Publik",
    "Pengembangan Diri dan Orang Lain", "Mengelola Perubahn", "Pengambilan Keputusan", "Perekat Bangsa",
)  # fmt: skip
TECHNICAL: Final = "Pelayanan Administrasi Terpadu"
HEADER: Final = (
    "PNS ID", "NIP BARU", "NIP LAMA", "NAMA", "GELAR DEPAN", "GELAR BELAKANG", "TEMPAT LAHIR ID", "TEMPAT LAHIR NAMA",
    "TANGGAL LAHIR", "JENIS KELAMIN", "AGAMA ID", "AGAMA NAMA", "JENIS KAWIN ID", "JENIS KAWIN NAMA", "NIK", "NOMOR HP",
    "EMAIL", "EMAIL GOV", "ALAMAT", "NPWP NOMOR", "BPJS", "JENIS PEGAWAI ID", "JENIS PEGAWAI NAMA", "KEDUDUKAN HUKUM ID",
    "KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS", "KARTU ASN VIRTUAL", "NOMOR SK CPNS", "TANGGAL SK CPNS", "TMT CPNS",
    "NOMOR SK PNS", "TANGGAL SK PNS", "TMT PNS", "GOL AWAL ID", "GOL AWAL NAMA", "GOL AKHIR ID", "GOL AKHIR NAMA",
    "TMT GOLONGAN", "MK TAHUN", "MK BULAN", "JENIS JABATAN ID", "JENIS JABATAN NAMA", "JABATAN ID", "JABATAN NAMA",
    "TMT JABATAN", "ESELON ID", "ESELON NAMA", "TINGKAT PENDIDIKAN ID", "TINGKAT PENDIDIKAN NAMA", "PENDIDIKAN ID",
    "PENDIDIKAN NAMA", "TAHUN LULUS", "NAMA SEKOLAH", "UNOR ID", "UNOR NAMA", "INSTANSI INDUK ID", "INSTANSI INDUK NAMA",
    "INSTANSI KERJA ID", "INSTANSI KERJA NAMA", "SATUAN KERJA INDUK ID", "SATUAN KERJA INDUK NAMA", "SATUAN KERJA KERJA ID",
    "SATUAN KERJA KERJA NAMA", "LOKASI KERJA ID", "LOKASI KERJA NAMA", "KPKN ID", "KPKN NAMA", "IS VALID NIK", "FLAG IKD",
)  # fmt: skip
ALIASES: Final = {
    "GOL AKHIR NAMA": "nama_golongan", "UNOR ID": "id_unor", "TMT GOLONGAN": "TMT GOLONGAN AKHIR",
    "PENDIDIKAN NAMA": "PENDIDIKAN TERAKHIR NAMA", "NIP BARU": "nip_baru",
}  # fmt: skip
"""Headers that the second export, of an agency's own program, spells in its own way."""
KINDS: Final = {"1": "Jabatan Struktural", "2": "Jabatan Fungsional", "4": "Jabatan Pelaksana"}

Cell = str | int | date | None


@dataclass(frozen=True)
class Person:
    """One line of ``people.txt``."""

    sheet: str
    nip: str
    name: str
    front: str
    back: str
    rank: str
    rank_since: date | None
    kind: str
    title: str
    since: date | None
    echelon: str
    education: str
    field: str
    unit: str
    standing: str

    @property
    def birth(self) -> date:
        return date(int(self.nip[:4]), int(self.nip[4:6]), int(self.nip[6:8]))

    @property
    def start(self) -> date:
        month = int(self.nip[12:14])
        return date(int(self.nip[8:12]), month, 1) if month <= 12 else self.since or date(int(self.nip[8:12]), 10, 1)

    @property
    def is_cpns(self) -> bool:
        return self.standing.endswith(" CPNS")


def lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def people() -> list[Person]:
    sheet, found = "", []
    for line in lines("people.txt"):
        if line.startswith("["):
            sheet = line.strip("[]")
            continue
        cells = [cell.strip() for cell in line.split("|")]
        nip, name, titles, rank, rank_since, kind, title, since, echelon, education, field, unit, standing = cells
        front, _, back = titles.partition(";")
        day = [date.fromisoformat(text) if text else None for text in (rank_since, since)]
        found.append(
            Person(
                sheet, nip, name, front, back, rank, day[0], kind, title, day[1], echelon, education, field, unit, standing
            )
        )
    return found


def units() -> dict[str, tuple[str, str]]:
    """Return code -> name, code of the unit above."""
    rows = [[cell.strip() for cell in line.split("|")] for line in lines("units.txt")]
    return {code: (name, above) for code, name, above in rows}


UNITS: Final = units()


def uuid(code: str) -> str:
    """Return the id of a unit as HierarkiUnor has it: dashes, capitals."""
    return f"A10E0000-0000-4000-8000-{list(UNITS).index(code) + 1:012X}"


def path(code: str) -> list[str]:
    """Return the names from below the root down to a unit, at most three."""
    names = []
    while code and code != "KOTA":
        names.append(UNITS[code][0])
        code = UNITS[code][1]
    return names[:3][::-1]


# how SIASN spells a cell ----------------------------------------------------------------------------------------
def undashed(text: str) -> str:
    return text.replace("-", "").lower()


def serial(day: date | None) -> Cell:
    """Return an Excel day number."""
    return (day - EXCEL_DAY_0).days if day else None


def day_first(day: date | None) -> Cell:
    return f"{day:%d-%m-%Y}" if day else None


def as_date(day: date | None) -> Cell:
    return day


SPELL = {"PNS": serial, "PPPK": day_first, "PPPK Paruh Waktu": as_date}
"""The PNS sheet holds day numbers, the PPPK sheet text, the part-time sheet dates."""


def row_of(person: Person) -> dict[str, Cell]:
    """Return a person's row; a column that is not named here is empty."""
    spell = SPELL[person.sheet]
    is_pns = person.sheet == "PNS"
    unit = UNKNOWN_UNIT if person.nip == "198112032007011026" else undashed(uuid(person.unit))
    return {
        "PNS ID": "A8ACA7F0AAAA3912E040640A040269BB",
        "NIP BARU": "'" + person.nip,
        "NAMA": person.name,
        "GELAR DEPAN": person.front or "-",
        "GELAR BELAKANG": person.back or None,
        "TEMPAT LAHIR NAMA": "Bayang",
        "TANGGAL LAHIR": day_first(person.birth) if is_pns else spell(person.birth),
        "JENIS KELAMIN": "M" if person.nip[14] == "1" else "F",
        "AGAMA NAMA": "RAHASIA-AGAMA",
        "JENIS KAWIN NAMA": "RAHASIA-KAWIN",
        "NIK": "'1371060000000001",
        "NOMOR HP": "'0812000000",
        "EMAIL": "rahasia@contoh.invalid",
        "ALAMAT": "RAHASIA-ALAMAT",
        "NPWP NOMOR": "00.000.000.0-000.000",
        "BPJS": "0001112223334",
        "JENIS PEGAWAI NAMA": "PNS Daerah" if is_pns else None,
        "KEDUDUKAN HUKUM NAMA": person.standing.removesuffix(" CPNS"),
        "STATUS CPNS PNS": ("C" if person.is_cpns else "P") if is_pns else None,
        "TMT CPNS": spell(person.start),
        "TMT PNS": spell(date(person.start.year + 1, person.start.month, 1)) if is_pns and not person.is_cpns else None,
        "GOL AKHIR NAMA": person.rank or "-",
        "TMT GOLONGAN": spell(person.rank_since),
        "JENIS JABATAN ID": int(person.kind),
        "JENIS JABATAN NAMA": KINDS[person.kind],
        "JABATAN NAMA": person.title or None,
        "TMT JABATAN": spell(person.since),
        "ESELON NAMA": person.echelon or None,
        "TINGKAT PENDIDIKAN NAMA": person.education,
        "PENDIDIKAN NAMA": person.field,
        "TAHUN LULUS": 2008,
        "UNOR ID": unit,
        "UNOR NAMA": "SEKSI LAMA" if unit == UNKNOWN_UNIT else UNITS[person.unit][0].upper(),
        "INSTANSI KERJA NAMA": "Pemerintah Kota Bayang Rekaan",
    }


# the files ------------------------------------------------------------------------------------------------------
def write_fixture(folder: Path, *, as_paths: bool = False) -> None:
    """Write all files of an import.

    Parameters
    ----------
    folder
        Where to.
    as_paths
        True = the export names units by UNOR (1) to (3) and no id; False = by UNOR ID, with a HierarkiUnor file.
    """
    everyone = people()
    extra = {person.nip for person in everyone if person.sheet == "PNS"} & {p.nip for p in everyone[30:35]}
    header = tuple(name for name in HEADER if not (as_paths and name.startswith("UNOR")))
    header += ("UNOR (3)", "UNOR (2)", "UNOR (1)") if as_paths else ()
    rows: dict[str, list[dict[str, Cell]]] = {sheet: [] for sheet in SHEETS}
    more: list[dict[str, Cell]] = []
    for person in everyone:
        row = row_of(person)
        if as_paths:
            row |= dict(zip(("UNOR (1)", "UNOR (2)", "UNOR (3)"), path(person.unit), strict=False))
        (more if person.nip in extra else rows[person.sheet]).append(row)
    more.insert(0, rows["PNS"][0])  # the first person again, word for word
    write_book(folder / "ekspor.xlsx", header, rows)
    write_csv(folder / "ekspor-tambahan.csv", [ALIASES.get(name, name) for name in header], header, more)
    write_posts(folder / "peta-jabatan.xlsx", as_paths=as_paths)
    write_assessments(folder / "asesmen.csv", everyone)
    with (folder / "HierarkiUnor.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["ID", "NAMA_UNOR", "ID_ATASAN"])
        for code, (name, above) in reversed(UNITS.items()):
            writer.writerow([uuid(code), name, undashed(uuid(above)) if above else ""])


def write_book(path: Path, header: tuple[str, ...], sheets: dict[str, list[dict[str, Cell]]]) -> None:
    with Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, header)
            for number, row in enumerate(rows, start=1):
                for column, name in enumerate(header):
                    cell = row.get(name)
                    if isinstance(cell, date):
                        sheet.write_datetime(number, column, cell, day)
                    elif isinstance(cell, int):
                        sheet.write_number(number, column, cell)
                    elif cell is not None:
                        sheet.write_string(number, column, cell)


def write_csv(path: Path, titles: list[str], header: tuple[str, ...], rows: list[dict[str, Cell]]) -> None:
    """Write the second export as an Indonesian Excel does: semicolons, a byte-order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(titles)
        writer.writerows([row.get(name) for name in header] for row in rows)


def write_posts(file: Path, *, as_paths: bool) -> None:
    names = ("UNOR (1)", "UNOR (2)", "UNOR (3)") if as_paths else ("UNIT", "UNIT INDUK")
    header = (
        "NO",
        *names,
        "NAMA JABATAN",
        "JENIS JABATAN",
        "JENJANG",
        "ESELON",
        "KELAS",
        "B",
        "K",
        "+/-",
        "PENDIDIKAN MINIMAL",
    )
    rows: list[dict[str, Cell]] = []
    for number, line in enumerate(lines("posts.txt"), start=1):
        unit, title, kind, ladder, echelon, grade, need, education = (cell.strip() for cell in line.split("|"))
        where = dict(zip(names, path(unit) if as_paths else own_and_above(unit), strict=False))
        rows.append(
            {
                "NO": number, **where, "NAMA JABATAN": title, "JENIS JABATAN": kind, "JENJANG": ladder or None,
                "ESELON": echelon or None, "KELAS": int(grade), "B": 1, "K": int(need), "+/-": 0,
                "PENDIDIKAN MINIMAL": education,
            }
        )  # fmt: skip
    write_book(file, header, {"Peta Jabatan": rows, "Rekap": [{"NO": 1}]})


def own_and_above(code: str) -> list[str]:
    name, above = UNITS[code]
    return [name, UNITS[above][0]]


def write_assessments(path: Path, everyone: list[Person]) -> None:
    """Write levels for four of five people and for one who left; decimal commas, the total, results and advice."""
    advice = [f"Saran {number}" for number in range(1, 11)]
    header = ["NIP", "Nama", "Jabatan", "Perangkat Daerah", *NATIONAL, TECHNICAL, "Total", "JPM (%)", "Proyeksi JPM (%)"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow([*header, *advice])
        for at, person in enumerate([*everyone, None]):
            if at % 5 == 4:
                continue
            base = {"1": 2, "2": 2, "4": 1}[person.kind] if person else 2
            levels = [base - 0.5 + ((at + column) % 3) * 0.5 for column in range(len(NATIONAL))]
            technical = 1.0 + at % 2
            nip = "'" + person.nip if person else "196001011985031001"
            cells = [f"{level:g}".replace(".", ",") for level in (*levels, technical, sum(levels) + technical)]
            name, title = (person.name, person.title) if person else ("SUDAH PENSIUN", "-")
            writer.writerow([nip, name, title, "Bayang", *cells, "87,5", "90,1", *["coaching"] * 10])
