"""A case written as a workbook reads back the same, and no text of it becomes a formula."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penata.datasets.cells import read_column
from penata.datasets.hidden_signs import visible
from penata.datasets.raw import RawCase, RawCell
from penata.datasets.read import read_source
from penata.datasets.settings_codec import decode, encode, flatten
from penata.datasets.workbook_read import read_workbook
from penata.datasets.workbook_settings import read_case_sheet
from penata.datasets.workbook_write import write_workbook
from penata.models.domain import vocabulary as words
from penata.models.domain.case import CASE_SCHEMA, Case, canonical_frame
from penata.models.domain.errors import DataError, NotFoundError
from penata.models.domain.tables import TABLES, Column

AS_OF = date(2026, 1, 1)
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
TEXT = st.text(LETTERS, min_size=1, max_size=12).map(visible).filter(lambda text: text.strip("-—– "))
IDS = st.from_regex(r"[A-Z][A-Za-z0-9._:=-]{0,6}", fullmatch=True)


def values_of(raw: RawCase) -> dict[str, pd.DataFrame]:
    """Return the raw cells as canonical frames; a cell that cannot be read fails the test."""
    frames = {}
    for table in raw.tables:
        columns = {}
        for index, name in enumerate(table.columns):
            reading = read_column(TABLES[table.table].column(name), [row[index] for row in table.rows])
            assert not reading.wrong, (table.table, name, reading.wrong)
            columns[name] = pd.Series(reading.values, dtype="object")
        frames[table.table] = canonical_frame(TABLES[table.table], pd.DataFrame(columns))
    return frames


def case_of(raw: RawCase) -> Case:
    header: dict[str, Any] = dict(raw.header)
    assert header.pop("schema") == CASE_SCHEMA
    return Case.from_frames(values_of(raw), scenario=raw.scenario, **header)


def cells(column: Column) -> st.SearchStrategy[object]:
    low, high = column.minimum, column.maximum
    strategies: dict[str, st.SearchStrategy[Any]] = {
        "id": IDS,
        "text": TEXT,
        "list": st.lists(IDS, min_size=1, max_size=3).map(";".join),
        "int": st.integers(int(-(10**9) if low is None else low), int(10**9 if high is None else high)),
        "float": st.floats(-1e9 if low is None else low, 1e9 if high is None else high, allow_subnormal=False),
        "bool": st.booleans(),
        "date": st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        "period": st.sampled_from(["2025", "2025Q3"]),
        "choice": st.sampled_from(column.choices or ("",)),
        "rank": st.sampled_from([*words.PNS_RANKS, *words.PPPK_GRADES]),
        "echelon": st.sampled_from(words.ECHELONS),
    }
    own = strategies[column.kind]
    return own if column.required else st.none() | own


@st.composite
def frames(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    result = {}
    competencies = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    people = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    for name, table in TABLES.items():
        rows = []
        for number in range(draw(st.integers(0, 3))):
            row = {column.name: draw(cells(column)) for column in table.columns}
            if name == "competencies":
                row["competency_id"] = competencies[min(number, len(competencies) - 1)]
            elif "competency_id" in row:
                row["competency_id"] = draw(st.sampled_from(competencies))
            if name == "profiles":
                row["employee_id"] = draw(st.sampled_from(people))
            if name == "requirements" and draw(st.booleans()):
                row |= {"weight": 1.0, "mandatory": False, "group": "pengawas"}
            rows.append(row)
        keys = [key for key in table.key if key in table.column_names]
        frame = pd.DataFrame(rows, columns=list(table.column_names), dtype="object")
        result[name] = canonical_frame(table, frame.drop_duplicates(keys) if keys and len(frame) else frame)
    return result


TOML_VALUES = st.recursive(
    st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=12)
    | st.sampled_from(["ya", "1,5", "2026-01-01", "[", '"', "a; b", "wajib", "20%", "1.000.000", ""])
    | st.dates(date(1000, 1, 1)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(LETTERS, min_size=1, max_size=5), inner, max_size=3),
    max_leaves=6,
)


def rows_of(frame: pd.DataFrame) -> list[str]:
    return sorted(map(repr, frame.astype("object").where(frame.notna(), None).itertuples(index=False, name=None)))


@settings(max_examples=settings().max_examples // 6)
@given(
    tables=frames(),
    parameters=st.dictionaries(st.sampled_from(["R20", "work_minutes_year", "a b.c"]), TOML_VALUES, max_size=3),
    synthetic=st.booleans(),
)
def test_a_case_reads_back_without_loss(
    tables: dict[str, pd.DataFrame], parameters: dict[str, Any], synthetic: bool
) -> None:
    """Every table, the header and the parameters are the same after xlsx and back, sample or not."""
    case = Case.from_frames(tables, as_of=AS_OF, name="=1+1", agency="Kota", synthetic=synthetic, parameters=parameters)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "kasus.xlsx"
        write_workbook(case, path)
        back = case_of(read_workbook(path))
        assert list(Path(folder).iterdir()) == [path]
    for name in TABLES:
        assert rows_of(back.tables[name]) == rows_of(case.tables[name]), name
    assert back.digest == case.digest


@given(
    key=st.sampled_from(["parameters.x", "name", "scope.units", "rules.R09.mode", "moves.max_share"]),
    value=TOML_VALUES,
)
def test_a_setting_reads_back_as_the_same_value(key: str, value: object) -> None:
    """Whatever TOML can hold is written as a cell that means the same; a whole float may lose its point."""
    cell = encode(key, value)
    back = decode(key, cell)
    assert back == value
    assert isinstance(back, type(value)) or isinstance(value, float)


SCENARIO: dict[str, Any] = {
    "schema": "penata.scenario/1",
    "name": "Rotasi awal tahun",
    "basis": "reorganisation",
    "scope": {"units": ["KEC", "DINKES"], "groups": ["ahli_muda"], "subtree": True},
    "moves": {"max_share": 0.2, "max_count": 7},
    "budget": {"training_idr": 250_000_000},
    "weights": {"suitability": 2, "move": 0.5},
    "rules": {
        "R09": {"mode": "hard", "when_unknown": "warn"},
        "R15": {"promotion": {"mode": "off", "percent": 80}},
    },
    "skill_mix": [
        {"unit": "KEC", "competency": "T-IT", "level": 3, "at_least": 2, "mode": "soft", "subtree": False},
        {"unit": "001", "competency": "12", "level": 2.5, "at_least": 1},
    ],
    "pin": [{"employee": "198501012010011001", "position": "P-1"}],
    "forbid": [{"employee": "=A1", "position": "P-2"}, {"employee": "E2", "position": "P-3"}],
    "exempt": [{"rule": "R10", "employee": "E1", "reason": "Sudah disetujui; lihat surat 12"}],
    "solve": {"objective": "lexicographic", "time_limit": 60, "gap": 0, "strict": False},
}


@pytest.mark.parametrize(
    "scenario",
    [
        SCENARIO,
        {"pin": [], "skill_mix": [{"unit": "KEC", "note": "more"}], "scope": {}},
        {"pin": [{"employee": "E1", "position": "P1", "why": "x"}]},
        {"exempt": [{"rule": "R10", "employee": "", "reason": ""}]},
    ],
)
def test_a_scenario_reads_back_without_loss(scenario: dict[str, Any], tmp_path: Path) -> None:
    """Settings, blocks of rows and locks come back in the shape of their TOML, odd ones too."""
    case = Case.from_frames({}, as_of=AS_OF, scenario=scenario)
    write_workbook(case, tmp_path / "a.xlsx")
    raw = read_workbook(tmp_path / "a.xlsx")
    assert raw.scenario == scenario
    assert not raw.findings
    assert (raw.header_place, raw.scenario_place) == ("Kasus", "Skenario")


def test_flattened_settings_are_their_own_rows() -> None:
    """A key with a dot in it is quoted, so that nesting is not confused."""
    values = {"a b.c": {"x": 1}, "parameters": {"R20": {"consent": True}}}
    rows: list[list[RawCell]] = [
        ["Kunci", "Isi"],
        *([key, encode(key, value)] for key, value in flatten(values)),
    ]
    assert read_case_sheet(rows) == values


HOSTILE = ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\t=1", "http://x.y", "=cmd|' /C calc'!A0", "mailto:a@b.c"]


def test_user_text_is_never_a_formula_or_a_link(tmp_path: Path) -> None:
    """Text that a spreadsheet might run stays text: no formula element and no hyperlink in any sheet."""
    units = pd.DataFrame({"unit_id": [f"U{index}" for index in range(len(HOSTILE))], "name": HOSTILE})
    case = Case.from_frames({"units": units}, as_of=AS_OF, name="=HYPERLINK(1)", scenario={"name": "=1"})
    path = tmp_path / "a.xlsx"
    write_workbook(case, path)
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        assert len(sheets) >= 5
        for name in sheets:
            assert b"<f>" not in archive.read(name)
            assert b"<hyperlink" not in archive.read(name)
    sheet = openpyxl.load_workbook(path)["Unit"]
    assert [sheet.cell(row, 2).data_type for row in range(2, 2 + len(HOSTILE))] == ["s"] * len(HOSTILE)
    assert [row[1] for row in read_workbook(path).tables[0].rows] == HOSTILE


def test_sample_data_are_marked_on_every_sheet(tmp_path: Path) -> None:
    """A synthetic case says DATA CONTOH in the first row and the print header of each sheet."""
    case = Case.from_frames({}, as_of=AS_OF, synthetic=True, scenario={"name": "x"})
    write_workbook(case, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.worksheets) >= 8
    for sheet in book.worksheets:
        assert "DATA CONTOH" in sheet["A1"].value
        assert "DATA CONTOH" in sheet.oddHeader.center.text
        assert sheet.sheet_properties.tabColor is not None
    assert read_workbook(tmp_path / "a.xlsx").header["synthetic"] is True


def test_standards_and_profiles_are_matrices_where_nothing_is_lost(tmp_path: Path) -> None:
    """One level a cell gives a matrix; a weight or a second assessment of one person gives the long form."""
    tables = {
        "competencies": pd.DataFrame(
            {
                "competency_id": ["M-INT", "T-1"],
                "name": ["Integritas", "Arsip"],
                "kind": ["managerial", "technical"],
            }
        ),
        "employees": pd.DataFrame({"employee_id": ["E1"], "name": ["Ani"]}),
        "profiles": pd.DataFrame({"employee_id": ["E1", "E1"], "competency_id": ["M-INT", "T-1"], "level": [2, 2.5]}),
        "requirements": pd.DataFrame({"group": ["pengawas"], "competency_id": ["T-1"], "level": [2], "weight": [2.0]}),
    }
    write_workbook(Case.from_frames(tables, as_of=AS_OF), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    profile = [cell.value for cell in book["Profil Kompetensi"][1]]
    assert profile == ["NIP", "Nama", "Tanggal Asesmen", "Metode", "Integritas", "Arsip"]
    assert [cell.value for cell in book["Profil Kompetensi"][2]] == ["E1", "Ani", None, None, 2, 2.5]
    assert "Bobot" in [cell.value for cell in book["Standar Kompetensi"][1]]
    tables["profiles"]["assessed_on"] = [date(2025, 1, 1), date(2024, 1, 1)]
    write_workbook(Case.from_frames(tables, as_of=AS_OF), tmp_path / "b.xlsx")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert "Level" in [cell.value for cell in book["Profil Kompetensi"][1]]


def test_a_text_longer_than_a_cell_is_refused(tmp_path: Path) -> None:
    """Excel cuts texts at 32,767 letters; a loss is refused, and no file is left behind."""
    units = pd.DataFrame({"unit_id": ["U1"], "name": ["x" * 32_768]})
    with pytest.raises(DataError, match=r"Sheet Unit, row 2: .* has 32,768 letters"):
        write_workbook(Case.from_frames({"units": units}, as_of=AS_OF), tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    """The error says which file could not be written."""
    with pytest.raises(NotFoundError, match="cannot be written"):
        write_workbook(Case.from_frames({}, as_of=AS_OF), tmp_path / "none" / "a.xlsx")


def test_the_bundled_case_reads_back_without_loss(tmp_path: Path) -> None:
    """The district as a workbook gives the same digest, scenario and faults as its folder."""
    reading = read_source("lubuk_begalung")
    case = reading.require_case()
    write_workbook(case, tmp_path / "a.xlsx")
    again = read_source(tmp_path / "a.xlsx")
    assert again.require_case().digest == case.digest
    assert again.require_case().scenario == case.scenario
    assert [fault.code for fault in again.faults] == [fault.code for fault in reading.faults]
    assert again.notes == ()
