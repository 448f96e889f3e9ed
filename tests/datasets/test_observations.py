"""Observations of a case: each fact once, standards as the rules read them, nothing that R25 forbids."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from penata import api
from penata.datasets.observations import observations_from_table, observations_of
from penata.models.domain.tables import TABLES
from penata.models.learning.periods import year_of


@pytest.fixture(scope="module")
def case() -> api.Case:
    return api.load_case()


def test_the_bundled_case(case: api.Case) -> None:
    """Every evaluation stands in it; assessment-centre marks, which are profiles too, count once."""
    found = observations_of(case)
    evaluations, profiles = case.tables["evaluations"], case.tables["profiles"]
    technical = (profiles["method"] != "assessment_center").sum()
    assert technical > 0
    assert len(found.scores) == len(evaluations) + technical
    assert set(found.person_ids) == set(case.tables["employees"]["employee_id"])
    assert set(found.competency_ids) <= set(case.tables["competencies"]["competency_id"])
    assert len(found.grades) == len(case.tables["performance"])
    assert found.grades["grade"].between(0, 4).all()
    assert found.dropped == ()


def test_requirements_are_those_that_the_rules_read(case: api.Case) -> None:
    """Level, weight and duty of every post and competency equal the records', written apart."""
    found = observations_of(case).standards
    mine = {(row.post, row.competency): (row.level, row.weight, row.mandatory) for row in found.itertuples()}
    theirs = {
        (post, competency): (asked.level, asked.weight, asked.mandatory)
        for post, position in case.positions.items()
        for competency, asked in position.requirements.items()
    }
    assert mine == theirs
    held = {person: row.position_id for person, row in case.employees.items()}
    asked = observations_of(case).requirements
    for person, competency, level in zip(asked["person"], asked["competency"], asked["level"], strict=True):
        assert theirs[str(held[person]), competency][0] == level


def test_audit_columns_stay_out(case: api.Case) -> None:
    """Whatever sex and birth dates the table of employees holds, the observations are the same (R25)."""
    people = case.tables["employees"]
    shuffled = people.assign(sex=people["sex"].to_numpy()[::-1], birth_date=people["birth_date"].to_numpy()[::-1])
    other = api.Case.from_frames({**case.tables, "employees": shuffled}, as_of=case.as_of)
    for name in ("scores", "people", "requirements", "standards", "trainings", "grades"):
        pd.testing.assert_frame_equal(getattr(observations_of(other), name), getattr(observations_of(case), name))


def test_a_case_without_any_history() -> None:
    """No evaluation, no profile, no course: the people are known, and that is all."""
    tables = {
        "units": pd.DataFrame({"unit_id": ["U"], "name": ["U"]}),
        "positions": pd.DataFrame({"position_id": ["P"], "unit_id": ["U"], "title": ["P"], "group": ["pelaksana"]}),
        "employees": pd.DataFrame(
            {"employee_id": ["1"], "name": ["A"], "status": ["pns"], "birth_date": ["1990-01-01"], "education": ["s1"]}
        ),
    }
    found = observations_of(api.Case.from_frames(tables, as_of=date(2026, 1, 1)))
    assert found.person_ids.tolist() == ["1"]
    assert len(found.scores) == len(found.requirements) == len(found.trainings) == 0


def test_an_undated_profile_was_known_the_day_before() -> None:
    """It may enter a forecast as of the date of the facts, and none before."""
    profile = {"employee_id": ["1"], "competency_id": ["M-INT"], "level": [2.0]}
    found = observations_of(api.Case.from_frames({"profiles": pd.DataFrame(profile)}, as_of=date(2026, 1, 1)))
    assert len(found.before(date(2026, 1, 1)).scores) == 1
    assert len(found.before(date(2025, 12, 31)).scores) == 0
    assert found.scores["rater"].tolist() == ["assessor"]
    assert "profiles" in TABLES


def test_a_table_from_elsewhere() -> None:
    """Marks of students are observations like any other."""
    marks = pd.DataFrame({"student": [1, 2], "term": ["B", "J"], "skill": ["x", "x"], "mark": [55, 80]})
    found = observations_from_table(
        marks, person="student", period="term", competency="skill", score="mark", scale="percent",
        when={"B": "2013-06", "J": "2013-12"}, required=60,
    )  # fmt: skip
    assert found.person_ids.tolist() == ["1", "2"]
    assert found.scores["when"].tolist() == [year_of("2013-06"), year_of("2013-12")]
    assert found.requirements["level"].tolist() == [60.0, 60.0]
