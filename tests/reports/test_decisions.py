"""The loop that planners live in: ``hasil.xlsx`` written, decided upon, read back and judged again."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from penata.datasets.plan_file import read_plan
from penata.models.domain.plan import Plan
from penata.reports.words import LANGUAGES, Language
from penata.reports.workbook import write_result_workbook

from .conftest import ANI, BUDI, CITRA, Judged

SHEET = {"id": ("Usulan", "NIP", "Keputusan"), "en": ("Proposals", "Employee ID", "Decision")}


def decide(path: Path, language: Language, decisions: dict[str, str]) -> None:
    """Type decisions into the file as a person would."""
    title, person, column = SHEET[language]
    book = openpyxl.load_workbook(path)
    page = book[title]
    heads = {cell.value: cell for row in page.iter_rows() for cell in row if cell.value in (person, column)}
    for row in range(heads[person].row + 1, page.max_row + 1):
        identity = page.cell(row, heads[person].column).value
        if identity in decisions:
            page.cell(row, heads[column].column, decisions[identity])
    book.save(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_untouched_file_is_the_plan_as_proposed(district: Judged, tmp_path: Path, language: Language) -> None:
    """Nothing decided: every move as proposed, and the referee finds the same value."""
    path = tmp_path / "hasil.xlsx"
    write_result_workbook(district.result, path, language=language)
    reading = read_plan(path, district.case, lang=language)
    assert [fault.sentence() for fault in reading.faults] == []
    assert set(reading.decided.values()) == {"approve"}
    audit = district.referee.audit(Plan(reading.posts))
    assert district.result.after is not None
    assert audit.value_cents == district.result.after.value_cents
    assert audit.feasible


@pytest.mark.parametrize(("language", "yes", "no"), [("id", "setuju", "tolak"), ("en", "approve", "reject")])
def test_decisions_come_back(small: Judged, tmp_path: Path, language: Language, yes: str, no: str) -> None:
    """Agreed, rejected, sent elsewhere: the plan follows, and the referee judges it by the same rules."""
    path = tmp_path / "hasil.xlsx"
    write_result_workbook(small.result, path, language=language)
    decide(path, language, {ANI: no, CITRA: yes})
    reading = read_plan(path, small.case, lang=language)
    assert reading.posts == {ANI: "H", BUDI: "H", CITRA: "K"}
    assert reading.decided == {ANI: "reject", CITRA: "approve"}
    decide(path, language, {ANI: "K", CITRA: "Q"})
    reading = read_plan(path, small.case, lang=language)
    assert reading.posts == {ANI: "K", BUDI: "H", CITRA: "Q"}
    assert set(reading.decided.values()) == {"change"}
    audit = small.referee.audit(Plan(reading.posts))
    assert not audit.feasible
    assert [hit.rule for hit in audit.breaches] == ["R04.credential"]


def test_ids_that_look_like_formulas_come_back(small: Judged, tmp_path: Path) -> None:
    """An apostrophe that guards a text in the sheet is none of the id's."""
    path = tmp_path / "hasil.xlsx"
    write_result_workbook(small.result, path)
    decide(path, "id", {ANI: "'=K", CITRA: "R"})
    (first, second) = read_plan(path, small.case).faults
    assert "keputusan '=K'" in first.found
    assert (first.code, second.code) == ("E-PLAN-DECISION", "E-PLAN-DECISION")
