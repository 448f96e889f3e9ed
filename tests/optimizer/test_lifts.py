"""What lifts a hard rule: each change of facts, made in the case, opens the post as far as that rule goes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from penata.models.domain.scenario import Scenario
from penata.optimizer.lifts import lifts_of
from penata.optimizer.referee import Referee
from tests.small import duo

CASES: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("R04.credential", {"post": {"credentials": "brevet"}}, "credential",
     "setelah memperoleh sertifikat brevet (pelatihan Brevet)", "once the certificate brevet (course Brevet) is obtained"),
    ("R04.level", {"person": {"education": "sma"}, "post": {"education_min": "s1"}}, "education", "dengan ijazah D4",
     "with a degree D4"),
    ("R10", {"person": {"position_since": date(2025, 3, 15)}}, "date", "mulai 2027-03-15", "from 2027-03-15 on"),
    ("R09", {"person": {"rank": "II/a"}, "post": {"group": "pengawas", "echelon": "IV.a"}}, "rank",
     "dengan pangkat atau golongan III/b", "with rank III/b"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "facts", "kind", "bahasa", "english"), CASES, ids=[case[0] for case in CASES])
def test_a_rule_is_lifted_by(rule: str, facts: dict[str, Any], kind: str, bahasa: str, english: str) -> None:
    """The first change of that kind that the rule accepts, in both languages."""
    courses = [{"course_id": "B", "title": "Brevet", "hours_jp": 20, "cost_idr": 1_000_000, "credential": "brevet"}]
    case = duo(courses=courses, **facts)
    referee = Referee(case, Scenario.parse({"rules": {"R09": {"mode": "hard"}}}))
    found = [lift for lift in lifts_of(referee, case.employees["E"], case.positions["P"]) if lift.rule == rule]
    assert (kind, bahasa, english) in [(lift.kind, lift.words_id, lift.words_en) for lift in found]


def test_nothing_is_said_to_lift_what_nothing_lifts() -> None:
    """Retirement age passes with no later day, certificate or rank."""
    case = duo(person={"birth_date": date(1967, 12, 11)}, post={"group": "pelaksana"}, held={"group": "ahli_madya"})
    referee = Referee(case, Scenario())
    rules = {item[0].spec.id for item in referee.examine(case.employees["E"], case.positions["P"]) if item[2] == "deny"}
    assert "R12.bup" in rules
    assert "R12.bup" not in {lift.rule for lift in lifts_of(referee, case.employees["E"], case.positions["P"])}
