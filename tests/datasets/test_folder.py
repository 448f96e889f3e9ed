"""A case written as a folder reads back the same; what an Indonesian Excel writes is read and said so."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penata.datasets.defaults import default_fields, default_standards
from penata.datasets.folder import escape_text, read_folder, unescape_text
from penata.datasets.parsed import parse_tables
from penata.datasets.read import read_source
from penata.datasets.registry import DEFAULT_CASE, bundled_cases, bundled_path
from penata.datasets.write import case_toml, dump_toml, table_csv, write_folder, write_tables
from penata.models.domain import vocabulary as words
from penata.models.domain.case import Case, canonical_frame
from penata.models.domain.errors import DataError, NotFoundError, OptionError
from penata.models.domain.tables import TABLES
from tests.drawn_cases import NASTY, TOML, UNITS, cases, folder_of, frames


@settings(max_examples=settings().max_examples // 5)
@given(frames())
def test_tables_survive_the_folder(tables: dict[str, pd.DataFrame]) -> None:
    """Whatever the cells hold, what is written as CSV is read as the same frames, and nothing is a habit."""
    with TemporaryDirectory() as name:
        write_tables(tables, Path(name))
        parsed, findings, habits = parse_tables(read_folder(Path(name)))
    assert [(item.code, item.table, item.values) for item in findings] == []
    assert habits == {}
    for key, frame in tables.items():
        pd.testing.assert_frame_equal(parsed[key].frame, frame)


@settings(max_examples=settings().max_examples // 5)
@given(cases())
def test_a_case_written_and_read_again_is_the_same(case: Case) -> None:
    """Defaults are merged once: the case read from what was written, and again from that, has one digest."""
    with TemporaryDirectory() as name:
        first = read_source(write_folder(case, Path(name) / "a")).require_case()
        again = read_source(write_folder(first, Path(name) / "b"))
    assert again.notes == ()
    second = again.require_case()
    for key in TABLES:
        pd.testing.assert_frame_equal(first.tables[key], second.tables[key])
        if key not in ("requirements", "fields"):
            pd.testing.assert_frame_equal(first.tables[key], case.tables[key])
    assert second.digest == first.digest
    assert (second.scenario, second.parameters) == (case.scenario, case.parameters)


@given(st.one_of(NASTY, st.text()))
def test_the_apostrophe_goes_and_comes(text: str) -> None:
    """No written text begins as a formula does, and reading gives it back."""
    escaped = escape_text(text)
    assert not escaped.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unescape_text(escaped) == text


EMPLOYEES = (
    "NIP;Nama;Status;L/P;Tanggal Lahir;Pendidikan;Lintang;Bujur\r\n"
    "'198503022010011001;Rene;PNS;L;02/03/1985;S-1;-0,947;100,419\r\n"
    "19900412 201502 2 002;An;CPNS;P;12/04/1990;SMA/SMK/SLTA;-;\r\n"
    "199208172022211003;Ad;PPPK Paruh Waktu;Laki-laki;17/08/1992;D-IV;;\r\n"
    ";;;;;;;\r\n"
)


def test_what_an_indonesian_excel_writes(tmp_path: Path) -> None:
    """Semicolons, BOM, decimal commas, day-first dates, printed NIPs, dashes: read, and said so."""
    source = folder_of(tmp_path / "case", employees__csv=b"\xef\xbb\xbf" + EMPLOYEES.encode())
    reading = read_source(source, lang="en")
    assert not reading.errors, [fault.sentence() for fault in reading.errors]
    people = reading.partial["employees"]
    assert list(people["employee_id"]) == ["198503022010011001", "199004122015022002", "199208172022211003"]
    assert list(people["birth_date"].dt.strftime("%Y-%m-%d")) == ["1985-03-02", "1990-04-12", "1992-08-17"]
    assert list(people["education"]) == ["s1", "sma", "d4"]
    assert list(people["status"]) == ["pns", "cpns", "pppk_paruh_waktu"]
    assert list(people["sex"]) == ["m", "f", "m"]
    assert people["lat"][0] == -0.947
    assert people["lon"][0] == 100.419
    assert math.isnan(people["lat"][1])
    assert reading.notes == (
        "A byte-order mark was skipped: employees.csv.",
        "Semicolons were read as separators: employees.csv.",
        "Cells holding '-' were read as empty: employees.csv (Lintang).",
        "Dates were read day first (31/12/2024): employees.csv (Tanggal Lahir).",
        "Decimal commas were read (3,5 = 3.5): employees.csv (Lintang), employees.csv (Bujur).",
        "NIPs printed with blanks, dots or an apostrophe were read: employees.csv (NIP).",
    )


@pytest.mark.parametrize(
    ("content", "habit"),
    [
        ("unit_id\tname\nKEC\tKecamatan Lubuk Begalung\n", "tab"),
        ("sep=;\nunit_id;name\nKEC;Kecamatan Lubuk Begalung\n", "'sep='"),
        (UNITS.replace("Lubuk", "Lub\xfck").encode("cp1252"), "cp1252"),
        (UNITS.replace("\n", "\r\n"), ""),
    ],
)
def test_separators_and_encodings(content: str | bytes, habit: str, tmp_path: Path) -> None:
    """The same table in other dress reads the same; a note names the habit once."""
    reading = read_source(folder_of(tmp_path / "case", units__csv=content))
    assert not reading.errors
    name = reading.partial["units"]["name"][0]
    assert name in ("Kecamatan Lubuk Begalung", "Kecamatan Lubük Begalung")
    assert [habit in note for note in reading.notes].count(True) == (len(reading.notes) if not habit else 1)


def test_row_numbers_count_lines_as_an_editor_does(tmp_path: Path) -> None:
    """A text over two lines, blank lines and a ``sep=`` line do not shift the row of a fault."""
    units = 'sep=,\nunit_id,name\nA,"Kantor\nCamat"\n\nB,\n'
    reading = read_source(folder_of(tmp_path / "case", units__csv=units))
    assert [(fault.code, fault.row) for fault in reading.errors] == [("E-REQUIRED", 6)]


def test_defaults_are_merged_and_can_be_turned_off(tmp_path: Path) -> None:
    """Own rows win, defaults fill what is left for groups with posts, a parameter leaves standards out."""
    files = {
        "positions__csv": "position_id,unit_id,title,group,need\nP,KEC,Camat,administrator,1\n",
        "competencies__csv": "competency_id,name,kind\nM-INT,Integritas,managerial\nM-KOM,Kom,managerial\n",
        "requirements__csv": "group,competency_id,level\nadministrator,M-INT,5\n",
        "fields__csv": "field,family\nILMU HUKUM,lain\n",
    }
    case = read_source(folder_of(tmp_path / "on", **files)).require_case()
    rows = case.tables["requirements"]
    assert list(zip(rows["group"], rows["competency_id"], rows["level"], strict=True)) == [
        ("administrator", "M-INT", 5.0),
        ("administrator", "M-KOM", 3.0),
    ]
    assert case.records.family_of("Ilmu Hukum") == "lain"
    assert case.records.family_of("ilmu pemerintahan") == "ilmu_pemerintahan"
    off = TOML + "[parameters]\ndefault_standards = false\n"
    case = read_source(folder_of(tmp_path / "off", **files, case__toml=off)).require_case()
    assert len(case.tables["requirements"]) == 1


def test_the_tables_that_ship() -> None:
    """Every group has the nine national competencies, integrity is mandatory, and no field stands twice."""
    standards, fields = default_standards(), default_fields()
    assert len(standards) == len(words.GROUPS) * len(words.NATIONAL_COMPETENCIES)
    assert not standards.duplicated(["group", "competency_id"]).any()
    assert set(standards["group"]) == set(words.GROUPS)
    assert set(standards.loc[standards["mandatory"], "competency_id"]) == {words.INTEGRITY}
    levels = standards.groupby("group")["level"].agg(["min", "max"])
    bounds = {str(group): (low, high) for group, low, high in levels.itertuples()}
    assert bounds["penyelia"] == (2.0, 2.0)
    assert bounds["jpt_madya"] == (5.0, 5.0)
    assert fields["field"].str.casefold().is_unique
    assert "ilmu_pemerintahan" in set(fields["family"])


def test_writing_refuses_to_overwrite(tmp_path: Path) -> None:
    """A folder with anything in it is kept; a case is replaced only when asked for, and then wholly."""
    case = read_source(folder_of(tmp_path / "case")).require_case()
    target = tmp_path / "new" / "deep"
    write_folder(case, target)
    with pytest.raises(OptionError, match="already holds a case"):
        write_folder(case, target)
    (target / "scenario.toml").write_text('schema = "penata.scenario/1"\n')
    write_folder(case, target, replace=True)
    assert not (target / "scenario.toml").exists()
    (target / "catatan.txt").write_text("x")
    with pytest.raises(OptionError, match=r"catatan\.txt"):
        write_folder(case, target, replace=True)
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("x")
    with pytest.raises(OptionError, match="is no case"):
        write_folder(case, other, replace=True)
    with pytest.raises(OptionError, match="is a file"):
        write_folder(case, other / "a.txt")
    with pytest.raises(NotFoundError, match="cannot be written"):
        write_folder(case, other / "a.txt" / "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "new", "other"]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["deep"]


def test_what_cannot_be_kept_is_refused(tmp_path: Path) -> None:
    """A NUL byte or half a letter is refused by name of the table, and no folder is left behind."""
    for text in ("a\0b", "a\ud800"):
        case = Case.from_frames(
            {"units": pd.DataFrame({"unit_id": ["A"], "name": pd.Series([text], dtype="object")})},
            as_of=date(2025, 1, 1),
        )
        with pytest.raises(DataError, match="units"):
            write_folder(case, tmp_path / "case")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(DataError, match="TOML"):
        dump_toml({"a": object()})


def test_written_text_is_plain(tmp_path: Path) -> None:
    """Dates are ISO, numbers have points, yes and no are true and false, formulas are guarded."""
    frame = pd.DataFrame({"unit_id": ["=A"], "name": ["-x"], "lat": [-0.5], "floor": [2]})
    text = table_csv(TABLES["units"], canonical_frame(TABLES["units"], frame))
    assert text == "unit_id,name,parent_id,agency_id,kind,lat,lon,floor,ceiling\n'=A,'-x,,,,-0.5,,2,\n"
    case = read_source(folder_of(tmp_path / "case")).require_case()
    assert case_toml(case) == (
        'schema = "penata.case/1"\nname = ""\nagency = ""\nas_of = 2025-12-31\neffective = 2025-12-31\nsynthetic = false\n'
    )


def test_the_bundled_cases_are_clean() -> None:
    """Every bundled case reads without error or tolerated habit, by name; an unknown name is not found."""
    assert DEFAULT_CASE in bundled_cases()
    for name in bundled_cases():
        reading = read_source(name)
        assert not reading.errors
        assert reading.notes == ()
        assert reading.require_case().synthetic
    with pytest.raises(NotFoundError, match=DEFAULT_CASE):
        bundled_path("tidak-ada")
