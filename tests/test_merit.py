"""R25: sex, religion, marital status, origin and age enter no score; shown on whole results and in the source."""

from __future__ import annotations

import ast
from dataclasses import fields
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import penata
from penata.models.domain.case import Case
from penata.models.domain.errors import DataError
from penata.models.domain.records import Employee
from penata.models.domain.result import TABLE_NAMES, PlacementResult
from penata.models.domain.scenario import Scenario
from penata.models.domain.tables import FORBIDDEN_COLUMNS
from penata.store.placement_files import result_file
from tests.small import small_case

SENSITIVE = FORBIDDEN_COLUMNS | {"sex", "gender", "age"}


def agency(*, sex: str = "mf", day: int = 10) -> Case:
    """Six people (ids are no NIP) and six posts with a promotion, an age limit near, and a tie between two people."""
    people = [
        {"employee_id": f"E{i}", "position_id": f"P{i}" if i < 5 else None, "sex": sex[i % 2], "talent_box": 7,
         "birth_date": date(1980 - (i % 2), 3, day), "education_field": "Keperawatan" if i % 3 else "Ilmu Pemerintahan"}
        for i in range(6)
    ]  # fmt: skip
    posts: list[dict[str, object]] = [
        {"position_id": f"P{i}", "unit_id": "U" if i < 3 else "V", "education_fields": "Keperawatan" if i > 3 else None}
        for i in range(5)
    ]
    posts.append({"position_id": "P5", "unit_id": "V", "group": "pengawas", "head": True, "education_fields": "Keperawatan"})
    performance = [{"employee_id": f"E{i}", "year": year, "rating": "baik"} for i in range(6) for year in (2024, 2025)]
    careers = [{"employee_id": f"E{i}", "group": "pelaksana", "from": date(2012, 1, 1), "to": None} for i in range(6)]
    profiles = [
        {"employee_id": f"E{i}", "competency_id": "M-KOM", "level": 1 + i % 3, "assessed_on": date(2026, 1, 1)}
        for i in range(6)
    ]
    requirements = [{"group": g, "competency_id": "M-KOM", "level": 2} for g in ("pelaksana", "pengawas")]
    return small_case(people, posts, performance=performance, careers=careers, profiles=profiles, requirements=requirements)


def written(result: PlacementResult) -> tuple[str, ...]:
    """Return what a run would keep of a result, without its id."""
    tables = (result.to_frame(name).to_csv(index=False) for name in TABLE_NAMES)
    return (result_file(result).model_copy(update={"run_id": ""}).model_dump_json(), *tables)


def test_sex_changes_nothing_but_the_run_id() -> None:
    """Turning every woman into a man and back leaves result and tables as they were; the digest knows."""
    before, after = agency(), agency(sex="fm")
    assert before.digest != after.digest
    assert written(penata.place(before)) == written(penata.place(after))


def test_the_birthday_within_its_month_changes_nothing() -> None:
    """Birth dates moved within their month, on one side of every age limit, leave result and tables as they were."""
    assert written(penata.place(agency(day=10))) == written(penata.place(agency(day=25)))


def test_people_of_records_have_no_sensitive_field() -> None:
    """What rules and terms may see holds none of the columns (the birth date serves R06, R07 and R12 alone)."""
    names = {field.name for field in fields(Employee)}
    assert not names & SENSITIVE
    assert "birth_date" in names


@pytest.mark.parametrize("name", sorted(SENSITIVE - {"bpjs"}))
def test_weights_refuse_sensitive_names(name: str) -> None:
    """A scenario that weighs one of them is refused, naming R25."""
    with pytest.raises(DataError, match="R25"):
        Scenario.parse({"weights": {name: 1.0}})


@pytest.mark.checkout
def test_the_source_reads_age_only_in_the_age_rules(checkout: Path) -> None:
    """No file that scores mentions sex, and only the files of the age rules read a birth date."""
    allowed = {"records.py", "tables.py", "population.py", "facts.py", "calendar.py", "nip.py", "scenario.py"}
    allowed |= {"experience.py", "tenure.py"}
    seen = 0
    for path in [*(checkout / "models").rglob("*.py"), *(checkout / "optimizer").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        seen += 1
        if path.name != "nip.py":  # the check of a NIP against its row
            assert not names & {"sex", "religion", "marital_status"}, path
        if {"birth_date", "birth_key"} & names:
            assert path.name in allowed, path
    assert seen > 40


def test_forbidden_columns_never_reach_a_case() -> None:
    """A frame with such a column loses it."""
    frame = pd.DataFrame({"employee_id": ["E"], "name": ["A"], "status": ["pns"], "birth_date": [date(1990, 1, 1)],
                          "education": ["s1"], "religion": ["x"], "nik": ["1"]})  # fmt: skip
    case = Case.from_frames({"employees": frame}, as_of=date(2026, 1, 1))
    assert not set(case.tables["employees"].columns) & SENSITIVE - {"sex"}
