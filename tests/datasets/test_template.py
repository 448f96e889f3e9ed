"""The template: what a planner sees in it, and that a filled one reads without a fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from penata.datasets import schema
from penata.datasets.column_help import COLUMN_HELP, SHEET_HELP, help_of
from penata.datasets.read import read_source
from penata.datasets.template import FILLED_ROWS, write_template
from penata.models.domain.scenario import Scenario
from penata.models.domain.tables import TABLES


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("template") / "isian.xlsx"
    write_template(path)
    return openpyxl.load_workbook(path)


def headers(book: Workbook, sheet: str) -> list[str]:
    return [str(cell.value) for cell in book[sheet][1]]


def rules_of(book: Workbook, sheet: str, header: str) -> list[str]:
    column = headers(book, sheet).index(header) + 1
    letter = openpyxl.utils.get_column_letter(column)
    rules = book[sheet].data_validations.dataValidation
    return [str(rule.formula1) for rule in rules if str(rule.sqref) == f"{letter}2:{letter}{FILLED_ROWS + 1}"]


def test_every_table_and_setting_has_a_sheet(book: Workbook) -> None:
    """The guide stands first, then the case, every table, the scenario and the locks; lists are hidden."""
    wanted = ["Petunjuk", "Kasus", *schema.SHEETS.values(), "Skenario", "Kunci", "_Daftar"]
    assert book.sheetnames == wanted
    assert book["_Daftar"].sheet_state == "hidden"


def test_every_column_stands_with_a_star_where_required_and_a_comment(book: Workbook) -> None:
    """Long tables show all their columns; required ones carry a star, and each header is explained."""
    for name, table in TABLES.items():
        if name in ("requirements", "profiles"):
            continue
        shown = headers(book, schema.SHEETS[name])
        titles = [(schema.header_of(name, column.name), column.required) for column in table.columns]
        assert shown == [f"{text} *" if required else text for text, required in titles]
        for cell in book[schema.SHEETS[name]][1]:
            assert cell.comment is not None, (name, cell.value)
            assert len(cell.comment.text) > 10


def test_every_column_and_sheet_is_explained() -> None:
    """No explanation is missing, and none speaks of a column that does not exist."""
    names = {column.name for table in TABLES.values() for column in table.columns}
    assert names == set(COLUMN_HELP)
    assert set(SHEET_HELP) == set(TABLES)
    assert "WAJIB" in help_of("employees", TABLES["employees"].column("employee_id"))


def test_standards_and_profiles_are_matrices_of_the_nine(book: Workbook) -> None:
    """One column a national competency; the default levels by group are filled in, Integritas mandatory."""
    standards = headers(book, "Standar Kompetensi")
    assert standards[:4] == ["ID Jabatan", "Nama Jabatan", "Kelompok Jabatan", "Integritas (wajib)"]
    assert len(standards) == 3 + 9
    assert headers(book, "Profil Kompetensi")[:4] == ["NIP *", "Nama", "Tanggal Asesmen", "Metode"]
    rows = {row[2]: row[3:12] for row in book["Standar Kompetensi"].iter_rows(min_row=2, values_only=True)}
    assert len(rows) == 14
    assert rows["Pengawas"] == (2,) * 9
    assert rows["Administrator"] == (3,) * 9


def test_ids_are_text_and_dates_are_dates(book: Workbook) -> None:
    """The whole id column has text format, so a NIP that is typed keeps its digits."""
    page = book["Pegawai"]
    shown = headers(book, "Pegawai")
    formats = {}
    for index, text in enumerate(shown, start=1):
        letter = openpyxl.utils.get_column_letter(index)
        formats[text] = page.column_dimensions[letter].number_format
    assert formats["NIP *"] == "@"
    assert formats["ID Jabatan"] == "@"
    assert formats["Tanggal Lahir *"] == "dd/mm/yyyy"


def test_choices_booleans_and_references_are_drop_downs(book: Workbook) -> None:
    """Groups and yes/no are listed in Bahasa; ids of other sheets come from there, by a defined name."""
    assert "JPT Utama,JPT Madya" in rules_of(book, "Jabatan", "Kelompok Jabatan *")[0]
    assert rules_of(book, "Jabatan", "Pimpinan Unit") == ['"ya,tidak"']
    assert rules_of(book, "Pegawai", "ID Jabatan") == ["daftar_positions_position_id"]
    assert book.defined_names["daftar_positions_position_id"].attr_text == "'Jabatan'!$A$2:$A$5001"
    assert rules_of(book, "Kunci", "NIP *") == ["daftar_employees_employee_id"]


def test_the_guide_names_every_sheet_and_the_command(book: Workbook) -> None:
    """Steps, colours, sheets and how to have the workbook checked."""
    text = "\n".join(str(cell.value) for row in book["Petunjuk"].iter_rows() for cell in row if cell.value)
    assert "penata case check FILE.xlsx --fix-report perbaikan.xlsx" in text
    for sheet in (*schema.SHEETS.values(), "Kasus", "Skenario", "Kunci"):
        assert f"\n{sheet}\n" in text


def test_no_cell_of_the_template_is_a_formula(book: Workbook) -> None:
    """Values only."""
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_untouched_template_lacks_only_content(tmp_path: Path) -> None:
    """Drop-downs and formats are no content: the only error is the missing date, the rest empty tables."""
    write_template(tmp_path / "a.xlsx")
    reading = read_source(tmp_path / "a.xlsx")
    assert [fault.code for fault in reading.errors] == ["E-CASE-VALUE"]
    assert {fault.code for fault in reading.warnings} == {"W-TABLE-EMPTY"}


def test_a_filled_template_reads_as_12_people_and_10_posts(filled: Path) -> None:
    """What the script filled in comes out as a case, with its scenario, without any error."""
    reading = read_source(filled)
    assert [fault.sentence() for fault in reading.errors] == []
    case = reading.require_case()
    assert (case.name, case.agency, case.as_of, case.synthetic) == (
        "Kecamatan Contoh",
        "Kota Contoh",
        date(2026, 1, 1),
        True,
    )
    assert len(case.employees) == 12
    assert len(case.positions) == 10
    assert case.positions["P01"].head
    assert case.positions["P01"].requirements["M-INT"].level == 3
    assert case.positions["P01"].requirements["M-INT"].mandatory
    assert not case.positions["P01"].requirements["M-KJS"].mandatory
    assert sum(position.need for position in case.positions.values()) == 14
    scenario = Scenario.parse(case.scenario)
    assert (scenario.name, scenario.basis, scenario.moves.max_share) == ("Rotasi", "rotation", 0.5)
    assert scenario.scope.units == ("KEC", "KEL")
    assert [pair.position for pair in (*scenario.pin, *scenario.forbid)] == ["P01", "P01"]
