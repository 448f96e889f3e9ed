"""Every registered fault is provoked by an input that just deserves it, and absent from one that just does not."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from penata.datasets import folder
from penata.datasets.faults import FAULTS, LANGUAGES, list_faults
from penata.datasets.read import Reading, read_source
from penata.models.domain.errors import DataError, NotFoundError, PenataError

NIP = "198503022010011001"
WIFE = "199004122015022002"
CONTRACT = "199208172022211003"

SAMPLE: dict[str, str] = {
    "case.toml": (
        'schema = "penata.case/1"\nname = "Uji"\nagency = "A"\nas_of = 2025-12-31\neffective = 2026-02-01\n'
        "synthetic = true\n\n[parameters]\nwork_minutes_year = 75000\n\n[parameters.R20]\nconsent = true\n"
    ),
    "scenario.toml": (
        'schema = "penata.scenario/1"\n[scope]\nunits = ["KEC"]\n\n[rules.R09]\nmode = "warn"\n\n'
        '[[skill_mix]]\nunit = "KEC"\ncompetency = "T-ARSIP"\nlevel = 2\nat_least = 1\n\n'
        f'[[pin]]\nemployee = "{NIP}"\nposition = "P-001"\n\n'
        f'[[exempt]]\nrule = "R10"\nemployee = "{WIFE}"\nreason = "dinas"\n'
    ),
    "units.csv": "unit_id,name,parent_id,floor,ceiling\nKEC,Kecamatan,,1,9\nKEL,Kelurahan,KEC,1,5\n",
    "positions.csv": (
        "position_id,unit_id,title,group,echelon,need,ceiling,head,reports_to,rank_min,rank_max\n"
        "P-001,KEC,Camat,administrator,III.a,1,1,ya,,III/d,IV/b\n"
        "P-002,KEL,Lurah,pengawas,IV.a,1,1,ya,P-001,III/b,III/d\n"
        "P-003,KEL,Pengelola Layanan,pelaksana,,2,3,tidak,P-002,,\n"
    ),
    "workload.csv": "position_id,task,volume_year,minutes\nP-003,Melayani warga,5000,30\n",
    "competencies.csv": (
        "competency_id,name,kind\nM-INT,Integritas,managerial\nT-ARSIP,Kearsipan,technical\nT-IT,TI,technical\n"
    ),
    "requirements.csv": "position_id,title,group,competency_id,level\nP-003,,,T-ARSIP,2\n,Lurah,,T-ARSIP,2\n",
    "employees.csv": (
        "employee_id,name,status,sex,birth_date,rank,education,position_id,service_since,contract_until,active,"
        "inactive_reason,sanction,sanction_until\n"
        f"{NIP},Ali,pns,L,1985-03-02,IV/a,s1,P-001,2010-01-01,,ya,,,\n"
        f"{WIFE},Ani,pns,P,1990-04-12,III/c,s1,P-002,2015-02-01,,ya,,ringan,2026-06-30\n"
        f"{CONTRACT},Adi,pppk,L,1992-08-17,IX,s1,P-003,2022-03-01,2027-02-28,tidak,tugas belajar,,\n"
    ),
    "profiles.csv": (
        "employee_id,competency_id,level,assessed_on\n"
        f"{NIP},M-INT,3,2025-12-31\n{WIFE},M-INT,5,\n{CONTRACT},T-ARSIP,0,2024-05-06\n"
    ),
    "credentials.csv": f"employee_id,credential,issued_on,expires_on\n{NIP},kepamongprajaan,2020-05-01,2026-05-01\n",
    "fields.csv": "field,family\nIlmu Pamong,ilmu_pemerintahan\n",
    "performance.csv": f"employee_id,year,rating\n{NIP},2025,baik\n{NIP},2024,sangat baik\n",
    "careers.csv": f"employee_id,group,from,to\n{NIP},pengawas,2015-01-01,2020-01-01\n{NIP},administrator,2020-01-01,\n",
    "evaluations.csv": (
        "employee_id,period,competency_id,score,scale\n"
        f"{NIP},2025Q4,M-INT,5,level\n{NIP},2025,T-ARSIP,80,persen\n"
    ),
    "courses.csv": "course_id,title,hours_jp,cost_idr,prerequisites\nC-1,Arsip,20,1500000,\nC-2,Arsip II,20,0,C-1\n",
    "course_effects.csv": "course_id,competency_id,level_from,level_to\nC-1,T-ARSIP,1,2\n",
    "sessions.csv": "session_id,course_id,starts_on,ends_on,seats,min_seats\nS-1,C-1,2026-03-02,2026-03-02,10,10\n",
    "trainings.csv": f"employee_id,course_id,finished_on\n{NIP},C-1,2025-12-31\n",
    "satisfaction.csv": (
        "unit_id,period,ikm,u1,u2,u3,u4,u5,u6,u7,u8,u9\nKEC,2025,85,,,,,,,,,\nKEL,2025,,3,3,3,3,3,3,3,3,3\n"
    ),
    "preferences.csv": f"employee_id,position_id,unit_id,rank\n{NIP},P-002,,1\n{NIP},,KEL,2\n",
    "relations.csv": f"employee_id,relative_id,relation\n{NIP},{WIFE},SUAMI/ISTRI\n",
}

Edit = tuple[str, str, str]
"""File, old text, new text; an old text of "" replaces the whole file, a new text of "\\x00delete" removes it."""
DELETE = "\x00delete"


@dataclass(frozen=True)
class Spoil:
    """One fault: edits that provoke it, and edits of the same cells that just do not."""

    code: str
    bad: tuple[Edit, ...]
    good: tuple[Edit, ...] = ()
    limits: dict[str, int] = field(default_factory=dict)


def edit(file: str, old: str, new: str) -> tuple[Edit, ...]:
    return ((file, old, new),)


SPOILS = (
    Spoil("E-FILE-EMPTY", edit("fields.csv", "", " \n")),
    Spoil("E-FILE-NUL", edit("fields.csv", "Ilmu Pamong", "Ilmu\0Pamong")),
    Spoil("E-FILE-ENCODING", edit("fields.csv", "Ilmu Pamong", "Ilmu \udc81")),
    Spoil("E-FILE-SIZE", edit("fields.csv", "Pamong", "Pamong " + "x" * 3000), limits={"MAX_BYTES": 3000}),
    Spoil("E-FILE-ROWS", edit("units.csv", "9\n", "9\nA,A,,,\nB,B,,,\nC,C,,,\n"), limits={"MAX_ROWS": 4}),
    Spoil(
        "E-FILE-COLUMNS",
        edit("units.csv", "ceiling\n", "ceiling," + ",".join("abcdefghijk") + "\n"),
        limits={"MAX_COLUMNS": 15},
    ),
    Spoil("E-FILE-CSV", edit("units.csv", "KEL,Kelurahan", 'KEL,"Kelurahan'), edit("units.csv", "Kelurahan", '"Kel ""A"""')),
    Spoil("E-FILE-TOML", edit("case.toml", "synthetic = true", "synthetic = yes")),
    Spoil("E-FILE-TWICE", edit("Unit.csv", "", "unit_id,name\nX,X\n")),
    Spoil("W-FILE-UNKNOWN", edit("catatan.csv", "", "a,b\n1,2\n"), edit("catatan.txt", "", "a")),
    Spoil("E-TABLE-MISSING", edit("competencies.csv", "", DELETE), edit("relations.csv", "", DELETE)),
    Spoil("W-TABLE-EMPTY", edit("units.csv", "", "unit_id,name\n")),
    Spoil("E-COLUMN-MISSING", edit("units.csv", "unit_id,name", "unit_id,nma"), edit("units.csv", ",name", ",NAMA *")),
    Spoil("E-COLUMN-TWICE", edit("units.csv", "parent_id,floor", "name,floor")),
    Spoil("W-COLUMN-UNKNOWN", edit("units.csv", "floor,ceiling", "flor,ceiling"), edit("units.csv", "floor", "Pegawai Minimal")),
    Spoil("W-COLUMN-FORBIDDEN", edit("employees.csv", ",sanction,", ",Agama,")),
    Spoil("E-ROW-WIDTH", edit("units.csv", "KEC,1,5", "KEC,1,5,x"), edit("units.csv", "KEC,1,5", "KEC,1,5,,")),
    Spoil("E-REQUIRED", edit("employees.csv", ",Ani,", ", ,")),
    Spoil("E-ID", edit("units.csv", "KEL,Kelurahan", '"KE\nL",Kelurahan')),
    Spoil("E-INT", edit("positions.csv", "IV.a,1,1", "IV.a,1.5,1"), edit("positions.csv", "IV.a,1,1", "IV.a,1.0,1")),
    Spoil("E-FLOAT", edit("profiles.csv", "M-INT,3", "M-INT,tiga"), edit("profiles.csv", "M-INT,3", 'M-INT,"2,5"')),
    Spoil(
        "E-NUMBER-AMBIGUOUS",
        edit("courses.csv", "1500000", "250.000"),
        edit("courses.csv", "1500000", "1.250.000"),
    ),
    Spoil("E-BOOL", edit("positions.csv", "ya,P-001", "mungkin,P-001"), edit("positions.csv", "ya,P-001", "TRUE,P-001")),
    Spoil("E-DATE", edit("employees.csv", "1985-03-02", "1985-02-30"), edit("profiles.csv", "2024-05-06", "6 Mei 2024")),
    Spoil(
        "E-DATE-AMBIGUOUS",
        edit("employees.csv", "1985-03-02", "02/03/1985"),
        (("employees.csv", "1985-03-02", "02/03/1985"), ("employees.csv", "1992-08-17", "17/08/1992")),
    ),
    Spoil("E-DATE-RANGE", edit("employees.csv", "1990-04-12", "0990-04-12")),
    Spoil("E-DATE-FUTURE", edit("trainings.csv", "2025-12-31", "2026-01-01")),
    Spoil("W-PERIOD-FUTURE", edit("evaluations.csv", "2025Q4", "2026Q1"), edit("evaluations.csv", "2025Q4", "2025 TW IV")),
    Spoil("E-DATE-ORDER", edit("sessions.csv", "2026-03-02,10", "2026-03-01,10")),
    Spoil("E-PERIOD", edit("evaluations.csv", "2025Q4", "2025Q5")),
    Spoil("E-CHOICE", edit("employees.csv", "Ani,pns", "Ani,pnss"), edit("employees.csv", "Ani,pns", "Ani,PNS ")),
    Spoil("E-RANK", edit("employees.csv", "III/c", "III/e"), edit("employees.csv", "III/c", "Penata (iiic)")),
    Spoil("E-ECHELON", edit("positions.csv", "IV.a", "IV.c"), edit("positions.csv", "IV.a", "IV/A")),
    Spoil("E-RANGE", edit("satisfaction.csv", "2025,85", "2025,24.99"), edit("satisfaction.csv", "2025,85", "2025,25")),
    Spoil("E-LEVEL", edit("profiles.csv", "M-INT,5", "M-INT,5.01")),
    Spoil("E-SCORE-SCALE", edit("evaluations.csv", "M-INT,5,", "M-INT,5.5,"), edit("evaluations.csv", "80", "100")),
    Spoil("E-DUPLICATE", edit("units.csv", "KEL,Kelurahan,KEC,1,5\n", "KEL,K,KEC,,\nKEL,L,KEC,,\n")),
    Spoil(
        "W-DUPLICATE-ROW",
        edit("workload.csv", "P-003,Melayani", "P-003,Melayani warga,5000,30\nP-003,Melayani"),
        edit("workload.csv", "warga,5000", "warga,2500,30\nP-003,Melayani warga lain,2500"),
    ),
    Spoil("E-REF-UNIT", edit("positions.csv", "P-003,KEL", "P-003,KELL")),
    Spoil("E-REF-POSITION", edit("employees.csv", "s1,P-003", "s1,P-03"), edit("employees.csv", "s1,P-003", "s1,")),
    Spoil("E-REF-EMPLOYEE", edit("trainings.csv", NIP, NIP[:-1] + "9")),
    Spoil("E-REF-COMPETENCY", edit("requirements.csv", "P-003,,,T-ARSIP", "P-003,,,T-ARSP")),
    Spoil("E-REF-COURSE", edit("courses.csv", "0,C-1", "0,C-1;C-9"), edit("courses.csv", "0,C-1", "0,C-1; ")),
    Spoil("E-CYCLE-UNIT", edit("units.csv", "Kecamatan,,", "Kecamatan,KEL,")),
    Spoil("E-CYCLE-REPORTS", edit("positions.csv", "ya,,III/d", "ya,P-002,III/d")),
    Spoil("E-CYCLE-COURSE", edit("courses.csv", "1500000,", "1500000,C-2")),
    Spoil(
        "E-NIP-NUMBER",
        edit("employees.csv", NIP, "1.98503022010011E+17"),
        edit("employees.csv", f"\n{NIP}", "\n19850302 201001\u00a01 001"),
    ),
    Spoil("E-NIP-BIRTH", edit("employees.csv", "1985-03-02", "1985-03-03")),
    Spoil("E-NIP-START", tuple((name, NIP, "198503022010131001") for name in SAMPLE)),
    Spoil("E-NIP-STATUS", edit("employees.csv", "Adi,pppk", "Adi,pns"), edit("employees.csv", "Adi,pppk", "Adi,pppk_paruh_waktu")),
    Spoil("E-NIP-SEX", edit("employees.csv", "Ani,pns,P", "Ani,pns,L"), edit("employees.csv", "Ani,pns,P", "Ani,pns,")),
    Spoil("W-NIP-LENGTH", tuple((name, NIP, NIP[:-1]) for name in SAMPLE), tuple((name, NIP, "77") for name in SAMPLE)),
    Spoil("W-NIP-SERVICE", edit("employees.csv", "2015-02-01", "2015-03-01"), edit("employees.csv", "2015-02-01", "2015-02-28")),
    Spoil(
        "W-NIP-AGE",
        (*((name, NIP, "198503022021041001") for name in SAMPLE), ("employees.csv", "2010-01-01", "2021-04-01")),
        (*((name, NIP, "198503022021021001") for name in SAMPLE), ("employees.csv", "2010-01-01", "2021-02-01")),
    ),
    Spoil("E-RANK-STATUS", edit("employees.csv", "III/c", "IX")),
    Spoil("E-RANK-ORDER", edit("positions.csv", "III/b,III/d", "III/d,III/b"), edit("positions.csv", "III/b,III/d", "III/d,III/d")),
    Spoil(
        "W-AGE",
        (*((name, CONTRACT, "ID-3") for name in SAMPLE), ("employees.csv", "1992-08-17", "2008-01-01")),
        (*((name, CONTRACT, "ID-3") for name in SAMPLE), ("employees.csv", "1992-08-17", "2007-12-31")),
    ),
    Spoil("W-CONTRACT-END", edit("employees.csv", "2027-02-28", "")),
    Spoil("W-SANCTION-END", edit("employees.csv", "2026-06-30", ""), edit("employees.csv", "ringan,2026-06-30", "tidak ada,")),
    Spoil("W-INACTIVE-REASON", edit("employees.csv", "tugas belajar", "")),
    Spoil("W-PROFILE-MISSING", edit("profiles.csv", f"{CONTRACT},T-ARSIP,0,2024-05-06\n", "")),
    Spoil("W-HOLDERS-HEAD", edit("employees.csv", "s1,P-003", "s1,P-002")),
    Spoil(
        "W-SURPLUS",
        (("positions.csv", "pelaksana,,2", "pelaksana,,0"), ("workload.csv", "5000", "1")),
        (("positions.csv", "pelaksana,,2", "pelaksana,,1"), ("workload.csv", "5000", "2500")),
    ),
    Spoil("W-HEADS", edit("positions.csv", "3,tidak", "3,ya")),
    Spoil("E-NEED-MISSING", edit("positions.csv", "IV.a,1,", "IV.a,,"), edit("positions.csv", "pelaksana,,2", "pelaksana,,")),
    Spoil("W-NEED-WORKLOAD", edit("workload.csv", "5000", "6250"), edit("workload.csv", "5000", "6249")),
    Spoil("W-CEILING-NEED", edit("positions.csv", "2,3,tidak", "2,1,tidak"), edit("positions.csv", "2,3,tidak", "2,2,tidak")),
    Spoil("E-FLOOR-CEILING", edit("units.csv", "KEC,1,5", "KEC,6,5"), edit("units.csv", "KEC,1,5", "KEC,5,5")),
    Spoil("W-ECHELON-GROUP", edit("positions.csv", "IV.a", "III.b"), edit("positions.csv", "IV.a", "IV.b")),
    Spoil("E-STANDARD-TARGET", edit("requirements.csv", "P-003,,,", "P-003,,pelaksana,")),
    Spoil("W-STANDARD-TITLE", edit("requirements.csv", "Lurah", "Lurahh")),
    Spoil(
        "W-STANDARD-MISSING",
        (("case.toml", "work_minutes", "default_standards = false\nwork_minutes"),),
        (("requirements.csv", "P-003,,,T-ARSIP,2\n", ""),),
    ),
    Spoil("E-EFFECT-ORDER", edit("course_effects.csv", "1,2\n", "3,2\n"), edit("course_effects.csv", "1,2\n", "2,2\n")),
    Spoil("W-SEATS", edit("sessions.csv", "10,10", "10,11")),
    Spoil("W-IKM-MISSING", edit("satisfaction.csv", "KEL,2025,,3,", "KEL,2025,,,")),
    Spoil("E-PREFERENCE-TARGET", edit("preferences.csv", ",,KEL,2", ",,,2")),
    Spoil("E-RELATION-SELF", edit("relations.csv", WIFE, NIP)),
    Spoil("E-CASE-MISSING", edit("case.toml", "", DELETE)),
    Spoil("E-CASE-KEY", edit("case.toml", "agency =", "agenci =")),
    Spoil("E-CASE-VALUE", edit("case.toml", "as_of = 2025-12-31\n", ""), edit("case.toml", "2025-12-31", '"31/12/2025"')),
    Spoil("W-CASE-EFFECTIVE", edit("case.toml", "2026-02-01", "2025-12-30"), edit("case.toml", "2026-02-01", "2025-12-31")),
    Spoil("E-SCENARIO", edit("scenario.toml", '"warn"', '"keras"'), edit("scenario.toml", '"warn"', '"hard"')),
    Spoil("E-SCENARIO", edit("scenario.toml", "R09]", "R99]"), edit("scenario.toml", "R09]", "R15.promotion]")),
    Spoil("E-SCENARIO-REF", edit("scenario.toml", '"P-001"', '"P-01"')),
)  # fmt: skip
"""Codes of whole workbooks, of typed cells and of missing sources are provoked by tests of their own below."""
ELSEWHERE = {
    "E-FILE-MISSING", "E-FILE-ACCESS", "E-FILE-FORMAT", "E-FILE-DAMAGED", "E-FILE-ENCRYPTED", "E-TEXT",
}  # fmt: skip


def write_sample(folder_path: Path, edits: tuple[Edit, ...] = ()) -> Path:
    """Write the clean sample with edits; an edit that finds nothing to change is a mistake of the test."""
    files = dict(SAMPLE)
    used: dict[str, int] = {}
    for name, old, new in edits:
        if not old:
            files[name] = new
        elif old in files[name]:
            files[name] = files[name].replace(old, new)
            used[old] = used.get(old, 0) + 1
        else:
            used.setdefault(old, 0)
    assert all(used.values()), f"nothing to edit: {used}"
    folder_path.mkdir(exist_ok=True)
    for name, text in files.items():
        if text != DELETE:
            (folder_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    return folder_path


def read_sample(folder_path: Path, edits: tuple[Edit, ...] = (), lang: str = "id") -> Reading:
    return read_source(write_sample(folder_path, edits), lang=lang)


def test_clean_sample_has_no_fault_at_all(tmp_path: Path) -> None:
    """The sample that every spoil starts from is free of errors and warnings."""
    reading = read_sample(tmp_path / "case")
    assert [fault.sentence() for fault in reading.faults] == []
    assert reading.case is not None
    assert reading.notes == ()


@pytest.mark.parametrize("spoil", SPOILS, ids=lambda spoil: spoil.code)
def test_fault_is_found(spoil: Spoil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An input that just deserves the fault gets it, in a whole sentence."""
    for name, limit in spoil.limits.items():
        monkeypatch.setattr(folder, name, limit)
    reading = read_sample(tmp_path / "case", spoil.bad)
    faults = [fault for fault in reading.faults if fault.code == spoil.code]
    assert faults, [fault.sentence() for fault in reading.faults]
    assert all("{" not in fault.sentence() and "?" not in fault.sentence() for fault in faults)
    severity = "error" if spoil.code.startswith("E-") else "warning"
    assert {fault.severity for fault in faults} == {severity}
    if severity == "error":
        assert reading.case is None
        with pytest.raises(DataError) as raised:
            reading.require_case()
        assert raised.value.faults == reading.faults


@pytest.mark.parametrize("spoil", [item for item in SPOILS if item.good], ids=lambda spoil: spoil.code)
def test_fault_is_not_found_where_it_just_does_not_hold(spoil: Spoil, tmp_path: Path) -> None:
    """The same cells on the right side of the line do not get the fault."""
    reading = read_sample(tmp_path / "case", spoil.good)
    assert spoil.code not in {fault.code for fault in reading.faults}
    assert not reading.errors


def test_every_registered_code_is_provoked() -> None:
    """No code is registered that no test provokes, and each has words in both languages."""
    assert {spoil.code for spoil in SPOILS} | ELSEWHERE == set(FAULTS)
    for lang in LANGUAGES:
        rows = list_faults(lang)
        assert [row["code"] for row in rows] == list(FAULTS)
        assert all(all(row.values()) for row in rows)


def _braces(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("code", list(FAULTS))
def test_both_languages_name_the_same_values(code: str) -> None:
    """A sentence says as much in one language as in the other."""
    indonesian, english = (FAULTS[code].sentences[lang] for lang in LANGUAGES)
    for part in ("expected", "remedy"):
        assert _braces(getattr(indonesian, part)) == _braces(getattr(english, part))
    assert _braces(indonesian.found) - {"header", "name"} == _braces(english.found) - {"header", "name"}


def test_missing_source(tmp_path: Path) -> None:
    """A source that does not exist is not found, exit code 8."""
    with pytest.raises(NotFoundError, match="tidak-ada") as raised:
        read_source(tmp_path / "tidak-ada")
    assert (raised.value.code, raised.value.exit_code) == ("E-FILE-MISSING", 8)


def test_file_that_cannot_be_opened(tmp_path: Path) -> None:
    """A table that is a folder cannot be read; the others are read all the same."""
    source = write_sample(tmp_path / "case", edit("fields.csv", "", DELETE))
    (source / "fields.csv").mkdir()
    reading = read_source(source)
    assert [fault.code for fault in reading.errors] == ["E-FILE-ACCESS"]
    assert len(reading.partial["employees"]) == 3


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("E-FILE-FORMAT", b"unit_id,name\n"),
        ("E-FILE-FORMAT", _zip({"a.txt": b"x"})),
        ("E-FILE-DAMAGED", _zip({"xl/workbook.xml": b"x"})[:-30]),
        ("E-FILE-ENCRYPTED", b"\xd0\xcf\x11\xe0" + b"\0" * 20 + "EncryptedPackage".encode("utf-16-le")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_that_is_no_workbook(code: str, data: bytes, tmp_path: Path) -> None:
    """A file that calls itself a workbook and is none gets one sentence, no traceback."""
    path = tmp_path / "kasus.xlsx"
    path.write_bytes(data)
    with pytest.raises(PenataError) as raised:
        read_source(path)
    assert raised.value.code == code


def test_all_faults_of_all_tables_at_once(tmp_path: Path) -> None:
    """Twelve faults in eight files come out together, by table, row and column; the rest stays readable."""
    edits = (
        *edit("case.toml", "agency =", "agenci ="),
        *edit("units.csv", "KEC,1,5", "KECC,6,5"),
        *edit("positions.csv", "pelaksana", "pelaksna"),
        *edit("positions.csv", "IV.a,1,1", "IV.a,satu,1"),
        *edit("requirements.csv", "P-003,,,T-ARSIP,2", "P-003,,,T-ARSP,6"),
        *edit("employees.csv", "1985-03-02", "1985-03-03"),
        *edit("employees.csv", ",Ani,", ",,"),
        *edit("employees.csv", CONTRACT, "1.9920817202221E+17"),
        *edit("profiles.csv", "M-INT,5", "M-INT,7"),
        *edit("sessions.csv", "2026-03-02,10", "2026-02-30,10"),
        *edit("scenario.toml", '"warn"', '"keras"'),
    )
    reading = read_sample(tmp_path / "case", edits)
    found = [(fault.place, fault.row, fault.column, fault.code) for fault in reading.errors]
    assert found == [
        ("case.toml", None, "agenci", "E-CASE-KEY"),
        ("units.csv", 3, "parent_id", "E-REF-UNIT"),
        ("units.csv", 3, "floor", "E-FLOOR-CEILING"),
        ("positions.csv", 3, "need", "E-INT"),
        ("positions.csv", 4, "group", "E-CHOICE"),
        ("requirements.csv", 2, "competency_id", "E-REF-COMPETENCY"),
        ("requirements.csv", 2, "level", "E-LEVEL"),
        ("employees.csv", 2, "employee_id", "E-NIP-BIRTH"),
        ("employees.csv", 3, "name", "E-REQUIRED"),
        ("employees.csv", 4, "employee_id", "E-NIP-NUMBER"),
        ("profiles.csv", 3, "level", "E-LEVEL"),
        ("profiles.csv", 4, "employee_id", "E-REF-EMPLOYEE"),
        ("sessions.csv", 2, "ends_on", "E-DATE"),
        ("scenario.toml", None, "rules.R09.mode", "E-SCENARIO"),
    ]
    assert len(reading.partial["employees"]) == 3
    cells = {item.fault.code: item.place for item in reading.cell_faults}
    level = cells["E-LEVEL"]
    assert level is not None
    assert (level.row, level.column, level.header) == (3, 3, "level")


GOLDEN = {
    "E-REF-COMPETENCY": (
        "requirements.csv:2, 'competency_id': kompetensi 'T-ARSP' tidak ada di tabel competencies (terdekat: "
        "'T-ARSIP'); ID kompetensi yang ada. Betulkan sel itu, atau tambahkan kompetensinya. [E-REF-COMPETENCY]",
        "requirements.csv:2, 'competency_id': the competency 'T-ARSP' is not in competencies (nearest: 'T-ARSIP'); "
        "the id of a competency. Correct the cell, or add the competency. [E-REF-COMPETENCY]",
    ),
    "E-NIP-NUMBER": (
        "employees.csv:2, 'employee_id': '1.98503022010011E+17' adalah angka; Excel sudah mengubah digit terakhirnya; "
        "NIP sebagai teks 18 digit. Ubah format kolom sebagai Teks lalu ketik ulang NIP-nya. [E-NIP-NUMBER]",
        "employees.csv:2, 'employee_id': '1.98503022010011E+17' is a number; Excel has already changed its last "
        "digits; the NIP as text of 18 digits. Set the column's format to Text, then type the NIP again (format kolom "
        "sebagai Teks lalu ketik ulang). [E-NIP-NUMBER]",
    ),
    "E-DATE-AMBIGUOUS": (
        "employees.csv:2, 'birth_date': '02/03/1985' dapat berarti 1985-03-02 atau 1985-02-03; tanggal dengan satu "
        "arti, misalnya 1985-03-02. Ketik ulang sebagai tahun-bulan-hari. [E-DATE-AMBIGUOUS]",
        "employees.csv:2, 'birth_date': '02/03/1985' may mean 1985-03-02 or 1985-02-03; a date with one meaning, such "
        "as 1985-03-02. Type it again as year-month-day. [E-DATE-AMBIGUOUS]",
    ),
    "E-LEVEL": (
        "profiles.csv:3, 'level': level 5.01; level kompetensi 0 - 5. Betulkan levelnya. [E-LEVEL]",
        "profiles.csv:3, 'level': level 5.01; a competency level 0 - 5. Correct the level. [E-LEVEL]",
    ),
    "E-DUPLICATE": (
        "units.csv:4, 'unit_id': unit_id 'KEL' sudah ada pada baris 3; setiap unit_id sekali. Hapus salah satu "
        "baris, atau betulkan kuncinya. [E-DUPLICATE]",
        "units.csv:4, 'unit_id': unit_id 'KEL' already stands in row 3; each unit_id once. Delete one of the rows, "
        "or correct its key. [E-DUPLICATE]",
    ),
    "E-TABLE-MISSING": (
        "competencies.csv: tabel wajib 'competencies' tidak ada; berkas competencies.csv atau lembar 'Kompetensi'. "
        "Tambahkan tabel itu; 'penata case template' membuat contohnya. [E-TABLE-MISSING]",
        "competencies.csv: the required table 'competencies' is missing; a file competencies.csv or a sheet "
        "'Kompetensi'. Add the table; 'penata case template' makes an example. [E-TABLE-MISSING]",
    ),
    "E-SCENARIO": (
        "scenario.toml, 'rules.R09.mode': Input should be 'hard', 'soft', 'warn' or 'off' (found 'keras'); kunci dan "
        "nilai skenario yang dikenal. Betulkan kunci itu; 'penata schema scenario' memuat daftarnya. [E-SCENARIO]",
        "scenario.toml, 'rules.R09.mode': Input should be 'hard', 'soft', 'warn' or 'off' (found 'keras'); known keys "
        "and values of a scenario. Correct the key; 'penata schema scenario' lists them. [E-SCENARIO]",
    ),
    "E-CYCLE-UNIT": (
        "units.csv:2, 'parent_id': unit induk melingkar: KEC → KEL → KEC; pohon unit dengan satu puncak. Betulkan "
        "unit induk salah satunya. [E-CYCLE-UNIT]",
        "units.csv:2, 'parent_id': parent units go in a circle: KEC → KEL → KEC; a tree of units. Correct the parent "
        "of one of them. [E-CYCLE-UNIT]",
    ),
}


@pytest.mark.parametrize("code", GOLDEN)
def test_golden_sentences(code: str, tmp_path: Path) -> None:
    """The same fault is said in the same words, in both languages."""
    spoil = next(item for item in SPOILS if item.code == code)
    for lang, golden in zip(LANGUAGES, GOLDEN[code], strict=True):
        faults = read_sample(tmp_path / lang, spoil.bad, lang).faults
        assert next(fault.sentence() for fault in faults if fault.code == code) == golden
