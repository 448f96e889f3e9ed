"""Every registered fault is provoked by an input that just deserves it, and by no other."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from penata.datasets import folder
from penata.datasets.faults import FAULTS, LANGUAGES, list_faults
from penata.datasets.read import Reading, read_source
from penata.models.domain.errors import DataError, NotFoundError, PenataError

HERE = Path(__file__).parent
SAMPLE = {path.name: path.read_text(encoding="utf-8") for path in sorted((HERE / "sample").iterdir())}
"""A clean case of two units, three posts and three people, every table present."""
TABLE = tomllib.loads((HERE / "faults.toml").read_text(encoding="utf-8"))
GOLDEN: dict[str, list[str]] = TABLE["golden"]

Edit = tuple[str, str, str]
"""File, old text, new text; see ``faults.toml``."""


@dataclass(frozen=True)
class Spoil:
    """One fault: edits that provoke it, and edits of the same cells that just do not."""

    code: str
    bad: list[Edit]
    good: list[Edit] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)


SPOILS = [Spoil(**entry) for entry in TABLE["spoil"]]
ELSEWHERE = {
    "E-CASE-SHEET",
    "E-FILE-MISSING", "E-FILE-ACCESS", "E-FILE-FORMAT", "E-FILE-DAMAGED", "E-FILE-ENCRYPTED", "E-FILE-PARQUET",
    "E-TEXT", "E-CELL",
    "E-PLAN-COLUMNS", "E-PLAN-EMPLOYEE", "E-PLAN-POSITION", "E-PLAN-DUPLICATE", "E-PLAN-DECISION", "W-PLAN-OUTSIDE",
    "E-PLAN-HEADER", "W-PLAN-DECISIONS", "W-PLAN-CASE",
}  # fmt: skip
"""Codes of missing sources and workbooks (below, ``test_own_words.py``), typed cells, Parquet, plans."""


def write_sample(folder_path: Path, edits: Iterable[Edit] = ()) -> Path:
    """Write the clean sample with edits; an edit that finds nothing to change is a mistake of the test."""
    files = dict(SAMPLE)
    for name, old, new in edits:
        if not old:
            files[name] = new
            continue
        chosen = [file for file in files if name in ("*", file) and old in files[file]]
        assert chosen, f"{name} does not hold {old!r}"
        for file in chosen:
            files[file] = files[file].replace(old, new)
    folder_path.mkdir(exist_ok=True)
    for name, text in files.items():
        if text != "<delete>":
            (folder_path / name).write_bytes(text.encode().replace(b"<81>", b"\x81"))
    return folder_path


def read_sample(folder_path: Path, edits: Iterable[Edit] = (), lang: str = "id") -> Reading:
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
    elsewhere = ELSEWHERE | {code for code in FAULTS if "-SIASN" in code}  # ``siasn/test_faults.py``
    assert {spoil.code for spoil in SPOILS} | elsewhere == set(FAULTS)
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
    source = write_sample(tmp_path / "case", [("fields.csv", "", "<delete>")])
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
        ("case.toml", "agency =", "agenci ="),
        ("units.csv", "KEC,1,5", "KECC,6,5"),
        ("positions.csv", "pelaksana", "pelaksna"),
        ("positions.csv", "IV.a,1,1", "IV.a,satu,1"),
        ("requirements.csv", "P-003,,,T-ARSIP,2", "P-003,,,T-ARSP,6"),
        ("employees.csv", "1985-03-02", "1985-03-03"),
        ("employees.csv", ",Ani,", ",,"),
        ("employees.csv", "199208172022211003", "1.9920817202221E+17"),
        ("profiles.csv", "M-INT,5", "M-INT,7"),
        ("sessions.csv", "2026-03-02,10", "2026-02-30,10"),
        ("scenario.toml", '"warn"', '"keras"'),
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


@pytest.mark.parametrize("code", GOLDEN)
def test_golden_sentences(code: str, tmp_path: Path) -> None:
    """The same fault is said in the same words, in both languages."""
    spoil = next(item for item in SPOILS if item.code == code)
    for lang, golden in zip(LANGUAGES, GOLDEN[code], strict=True):
        faults = read_sample(tmp_path / lang, spoil.bad, lang).faults
        assert next(fault.sentence() for fault in faults if fault.code == code) == golden
