"""Every fault of an import, each from a small clean set of files that is spoilt in one place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from penata.datasets.faults import FAULTS
from penata.datasets.siasn.assemble import Imported, ImportFiles, read_siasn

CLEAN = {
    "ekspor.csv": (
        "NIP BARU,NAMA,TANGGAL LAHIR,JENIS PEGAWAI NAMA,KEDUDUKAN HUKUM NAMA,TMT CPNS,GOL AKHIR NAMA,JENIS JABATAN ID,"
        "JABATAN NAMA,TINGKAT PENDIDIKAN NAMA,PENDIDIKAN NAMA,UNOR ID,UNOR NAMA\n"
        "198501012010011001,ADI,01-01-1985,PNS,Aktif,01-01-2010,III/c,1,KEPALA SEKSI PELAYANAN,S-1/Sarjana,"
        "S-1 SOSIOLOGI,a1b2c3d400004000800000000000000b,SEKSI PELAYANAN\n"
        "199002132015032002,BUNGA,13-02-1990,PNS,Aktif,01-03-2015,II/d,2,TERAMPIL - ARSIPARIS,Diploma III/Sarjana Muda,"
        "D-III KEARSIPAN,A1B2C3D4-0000-4000-8000-00000000000A,KECAMATAN\n"
    ),
    "jabatan.csv": (
        "ID JABATAN,UNIT,UNIT INDUK,NAMA JABATAN,JENIS JABATAN,JENJANG,ESELON,K\n"
        "KASI,Seksi Pelayanan,Kecamatan,Kepala Seksi Pelayanan,1,,IV.a,1\n"
        "ARSIP,Kecamatan,,Arsiparis Terampil,2,,,2\n"
    ),
    "unit.csv": (
        "ID,NAMA_UNOR,ID_ATASAN\n"
        "A1B2C3D4-0000-4000-8000-00000000000B,Seksi Pelayanan,a1b2c3d400004000800000000000000a\n"
        "A1B2C3D4-0000-4000-8000-00000000000C,Seksi Pelayanan,A1B2C3D4-0000-4000-8000-00000000000D\n"
        "A1B2C3D4-0000-4000-8000-00000000000D,Kelurahan,a1b2c3d400004000800000000000000a\n"
        "A1B2C3D4-0000-4000-8000-00000000000A,Kecamatan,\n"
    ),
    "asesmen.csv": (
        "NIP,Nama,Integritas,Kerjasama,Total,JPM (%),Saran 1\n"
        "198501012010011001,ADI,2,3,5,90,magang\n199002132015032002,BUNGA,1,2,3,80,magang\n"
    ),
}
ANSWER = 'schema = "penata.mapping/1"\n[[jabatan]]\nunit = "a1b2c3d4-0000-4000-8000-00000000000a"\n'

Edit = tuple[str, str, str]
"""File, old text, new text; an empty old text makes the whole file."""

SPOILS: list[tuple[str, list[Edit]]] = [
    ("E-SIASN-TWICE", [("ekspor.csv", "199002132015032002,BUNGA,13-02-1990", "198501012010011001,BUNGA,01-01-1985")]),
    ("E-SIASN-KIND", [("ekspor.csv", "III/c,1,", "III/c,3,")]),
    ("E-SIASN-KIND", [("jabatan.csv", "Pelayanan,1,,", "Pelayanan,9,,")]),
    ("E-SIASN-GROUP", [("jabatan.csv", "IV.a", "")]),
    ("E-SIASN-GROUP", [("jabatan.csv", "Arsiparis Terampil", "Arsiparis")]),
    ("E-SIASN-UNIT", [("ekspor.csv", "a1b2c3d400004000800000000000000b", "ffb2c3d400004000800000000000000b"),
                      ("ekspor.csv", "SEKSI PELAYANAN\n", "SEKSI PELAYANAAN\n")]),
    ("E-SIASN-UNIT", [("jabatan.csv", "ARSIP,Kecamatan", "ARSIP,Kecamatn")]),
    ("E-SIASN-UNIT-AMBIGUOUS", [("jabatan.csv", "Seksi Pelayanan,Kecamatan", "Seksi Pelayanan,")]),
    ("E-SIASN-TITLE", [("ekspor.csv", "TERAMPIL - ARSIPARIS", "MAHIR - ARSIPARIS")]),
    ("E-SIASN-TITLE-AMBIGUOUS", [("jabatan.csv", "ARSIP,", "ARSIP2,Kecamatan,,Terampil - Arsiparis,2,,,2\nARSIP,")]),
    ("E-SIASN-COMPETENCY", [("asesmen.csv", "Integritas", "Integrtas")]),
    ("E-SIASN-MAP", [("peta.toml", "", ANSWER + 'nama = "MAHIR - ARSIPARIS"\nkepada = "ARSIP"\n')]),
    ("E-SIASN-MAP", [("peta.toml", "", 'schema = "penata.mapping/2"\n')]),
    ("E-SIASN-MAP", [("peta.toml", "", "jabatn = []\n")]),
    ("E-SIASN-MAP", [("peta.toml", "", 'unit = "A"\n')]),
    ("E-SIASN-MAP-TARGET", [("peta.toml", "", ANSWER + 'nama = "TERAMPIL - ARSIPARIS"\nke = "ARSP"\n')]),
    ("E-FILE-TOML", [("peta.toml", "", "[[jabatan\n")]),
    ("E-FILE-TOML", [("peta.toml", "", "a = " + "[" * 100_000)]),
    ("W-SIASN-MAP-UNUSED", [("peta.toml", "", ANSWER + 'nama = "PENYULUH"\nke = "ARSIP"\n')]),
    ("W-SIASN-KIND", [("ekspor.csv", "II/d,2,", "II/d,4,")]),
    ("W-SIASN-STANDING", [("ekspor.csv", "PNS,Aktif,01-01", "PNS,Pemberhentian Sementara,01-01")]),
    ("W-SIASN-FLAT", [("unit.csv", "", "<none>"), ("jabatan.csv", "UNIT,UNIT INDUK", "UNIT,KETERANGAN")]),
    ("W-SIASN-COMPETENCY", [("asesmen.csv", "Kerjasama", "Kearsipan")]),
    ("W-SIASN-ASSESSED", [("asesmen.csv", "199002132015032002", "199002132015032003")]),
    ("W-SIASN-TOTAL", [("asesmen.csv", "2,3,5", "2,3,6")]),
    ("W-COLUMN-FORBIDDEN", [("ekspor.csv", "PENDIDIKAN NAMA,UNOR ID", "NIK,UNOR ID")]),
    ("W-COLUMN-UNKNOWN", [("ekspor.csv", "PENDIDIKAN NAMA,UNOR ID", "PENDIDKAN NAMA,UNOR ID")]),
    ("E-COLUMN-TWICE", [("ekspor.csv", "UNOR NAMA", "id_unor")]),
    ("E-COLUMN-MISSING", [("ekspor.csv", "NIP BARU", "NOMOR INDUK")]),
    ("E-COLUMN-MISSING", [("jabatan.csv", ",K\n", ",JUMLAH\n")]),
    ("E-COLUMN-MISSING", [("unit.csv", "ID_ATASAN", "ATASAN")]),
    ("E-COLUMN-MISSING", [("asesmen.csv", "NIP", "NOMOR")]),
    ("E-NIP-NUMBER", [("ekspor.csv", "198501012010011001", "1.98501E+17")]),
    ("E-NIP-BIRTH", [("ekspor.csv", "13-02-1990", "14-02-1990")]),
    ("E-DATE", [("ekspor.csv", "13-02-1990", "13-13-1990")]),
    ("E-REQUIRED", [("ekspor.csv", "S-1/Sarjana,", ",")]),
    ("E-REQUIRED", [("ekspor.csv", ",A1B2C3D4-0000-4000-8000-00000000000A,KECAMATAN", ",,")]),
    ("E-CHOICE", [("ekspor.csv", "S-1/Sarjana,", "Kursus,")]),
    ("E-RANK", [("ekspor.csv", "III/c", "III/x")]),
    ("E-INT", [("jabatan.csv", "IV.a,1", "IV.a,satu")]),
    ("E-LEVEL", [("asesmen.csv", "2,3,5", "2,30,32")]),
    ("E-REF-UNIT", [("unit.csv", "Kelurahan,a1b2c3d4", "Kelurahan,ffb2c3d4"),
                    ("jabatan.csv", "ARSIP,Kecamatan", "ARSIP,Kelurahan")]),
    ("E-CYCLE-UNIT", [("unit.csv", "0000A,Kecamatan,", "0000A,Kecamatan,A1B2C3D4-0000-4000-8000-00000000000B")]),
    ("E-FILE-EMPTY", [("ekspor.csv", "", " ")]),
    ("E-FILE-EMPTY", [("ekspor.csv", "", CLEAN["ekspor.csv"].splitlines()[0] + "\n")]),
    ("E-FILE-EMPTY", [("jabatan.csv", "", CLEAN["jabatan.csv"].splitlines()[0] + "\n")]),
    ("E-FILE-CSV", [("jabatan.csv", "KASI,", 'KASI,"')]),
    ("E-DUPLICATE", [("jabatan.csv", "ARSIP,", "KASI,")]),
]  # fmt: skip


def files_of(folder: Path, edits: list[Edit]) -> ImportFiles:
    texts = dict(CLEAN)
    for name, old, new in edits:
        assert old in texts.get(name, ""), f"{name} does not hold {old!r}"
        texts[name] = texts[name].replace(old, new) if old else new
    for name, text in texts.items():
        if text != "<none>":
            (folder / name).write_text(text, encoding="utf-8")
    units, mapping = folder / "unit.csv", folder / "peta.toml"
    return ImportFiles(
        (folder / "ekspor.csv",),
        folder / "jabatan.csv",
        folder / "asesmen.csv",
        units if units.exists() else None,
        mapping if mapping.exists() else None,
    )


def imported(folder: Path, edits: list[Edit], lang: str = "id") -> Imported:
    return read_siasn(files_of(folder, edits), as_of=date(2025, 12, 31), lang=lang)


def test_clean_files_have_no_fault(tmp_path: Path) -> None:
    """What every spoil starts from becomes a case without a fault, people in their posts."""
    found = imported(tmp_path, [])
    assert [fault.sentence() for fault in found.faults] == []
    assert found.case is not None
    assert {key: person.position_id for key, person in found.case.employees.items()} == {
        "198501012010011001": "KASI",
        "199002132015032002": "ARSIP",
    }
    assert found.missing == ()
    assert found.draft is None


def spoils() -> list[ParameterSet]:
    """Return every spoil; the first of each error of an import runs by default, the others are slow together."""
    seen: set[str] = set()
    found = []
    for at, (code, edits) in enumerate(SPOILS):
        is_quick = code.startswith("E-SIASN") and code not in seen
        seen.add(code)
        found.append(pytest.param(code, edits, id=f"{code}-{at}", marks=() if is_quick else pytest.mark.slow))
    return found


@pytest.mark.parametrize(("code", "edits"), spoils())
def test_fault_is_found(code: str, edits: list[Edit], tmp_path: Path) -> None:
    """A spoilt file gets its fault in a whole sentence; an error leaves no case, warnings alone leave one."""
    found = imported(tmp_path, edits, "en" if len(code) % 2 else "id")
    faults = [fault for fault in found.faults if fault.code == code]
    assert faults, [fault.sentence() for fault in found.faults]
    assert all("{" not in fault.sentence() and "?" not in fault.sentence() for fault in faults)
    assert (found.case is None) == any(fault.severity == "error" for fault in found.faults)
    if code.startswith("W-"):
        assert found.case is not None, [fault.sentence() for fault in found.faults]


def test_a_total_is_no_post(tmp_path: Path) -> None:
    """The last row of a list, *JUMLAH* in either column, is passed over and said so."""
    rows = CLEAN["jabatan.csv"] + ",,,JUMLAH,,,,3\n,Total,,,,,,3\n,,,,,,,3\n"
    found = imported(tmp_path, [("jabatan.csv", "", rows)])
    assert found.case is not None
    assert len(found.case.positions) == 2
    assert any("jabatan.csv:4, jabatan.csv:5" in line for line in found.notes)


def test_every_code_of_an_import_is_provoked() -> None:
    """No code of an import is registered that no spoil provokes."""
    provoked = {code for code, _ in SPOILS} | {"W-SIASN-SHEET"}  # a second sheet: ``test_import.py``
    assert {code for code in FAULTS if "SIASN" in code} == {code for code in provoked if "SIASN" in code}


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    """Faults of five files come out together, each where the planner finds it, and none of them twice."""
    found = imported(
        tmp_path,
        [
            ("ekspor.csv", "13-02-1990", "14-02-1990"),
            ("ekspor.csv", "III/c", "III/x"),
            ("jabatan.csv", "ARSIP,Kecamatan", "ARSIP,Kecamatn"),
            ("unit.csv", "0000A,Kecamatan,", "0000A,Kecamatan,A1B2C3D4-0000-4000-8000-0000000000FF"),
            ("asesmen.csv", "Integritas", "Integrtas"),
            ("peta.toml", "", "jabatn = []\n"),
        ],
    )
    places = [(fault.code, fault.place, fault.row, fault.column) for fault in found.faults if fault.code[0] == "E"]
    assert sorted(places, key=str) == [
        ("E-NIP-BIRTH", "ekspor.csv", 3, "NIP BARU"),
        ("E-RANK", "ekspor.csv", 2, "GOL AKHIR NAMA"),
        ("E-REF-UNIT", "unit.csv", 5, "ID_ATASAN"),
        ("E-SIASN-COMPETENCY", "asesmen.csv", None, "Integrtas"),
        ("E-SIASN-MAP", "peta.toml", None, "jabatn"),
        ("E-SIASN-UNIT", "jabatan.csv", 3, "UNIT"),
    ]


@pytest.mark.slow
def test_faults_of_one_kind_are_bounded(tmp_path: Path) -> None:
    """Of 1,200 rows with the same fault a thousand are listed, and a note says that there are more."""
    line = "19850101201001{0:04d},ADI,01-01-1985,PNS,Aktif,01-01-2010,III/c,7,LURAH,S-1,HUKUM,{1},KECAMATAN\n"
    rows = "".join(line.format(number, "A1B2C3D4-0000-4000-8000-00000000000A") for number in range(1001, 2201))
    found = imported(tmp_path, [("ekspor.csv", CLEAN["ekspor.csv"], CLEAN["ekspor.csv"] + rows)])
    assert sum(fault.code == "E-SIASN-KIND" for fault in found.faults) == 1000
    assert any("E-SIASN-KIND" in line for line in found.notes)
