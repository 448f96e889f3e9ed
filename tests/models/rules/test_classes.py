"""Options by class are those of judging every pair: for each registered rule alone, for all of them, and for a liar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penata.datasets.read import read_source
from penata.models.domain.build import mark_lost_eligibility
from penata.models.domain.candidates import Candidates, biting, judge_pairs
from penata.models.domain.case import Case
from penata.models.domain.classes import Looks
from penata.models.domain.facts import Facts
from penata.models.domain.pairs import Pairs
from penata.models.domain.population import population_of
from penata.models.domain.rules.base import PersonPostRule
from penata.models.domain.rules.education import EducationLevel
from penata.models.domain.rules.pack import PERSON_POST_RULES, RulePack, resolve
from penata.models.domain.scenario import Scenario
from tests.random_cases import draw_agency
from tests.small import small_case

Option = tuple[int, int, int]
PEOPLE, POSTS = 40, 16


def agency(random: Random) -> Case:
    """Draw an agency in which every rule has something to look at, and many people and posts look alike."""
    draw = draw_agency(random, most_people=PEOPLE, most_posts=POSTS)
    fields, families = ["Ilmu Pemerintahan", "Politik Lokal", "Keperawatan", None], ["F", "G"]
    tests = ["uji_kompetensi:F", "uji_kompetensi:G", "kepamongprajaan", "SK"]
    posts = [
        {
            **post,
            "group": random.choice([post["group"], "ahli_muda", "jpt_pratama", "administrator"]),
            "echelon": random.choice([None, "III.a", "III.b", "IV.a"]),
            "duty": random.choice([None, None, "camat", "lurah"]),
            "bup": random.choice([None, 58, 60]),
            "education_fields": random.choice([None, "Ilmu Pemerintahan", "keperawatan;Politik Lokal"]),
            "fields_mandatory": random.random() < 0.6,
            "credentials": random.choice([None, None, "SK", "SK;kepamongprajaan"]),
            "rank_min": random.choice([None, None, "III/c", "IX"]),
        }
        for post in draw.posts
    ]
    people = [
        {
            **person,
            "education_field": random.choice(fields),
            "rank": random.choice([person["rank"], None]),
            "position_since": random.choice([person["position_since"], None]),
            "pns_since": random.choice([None, date(2020, 1, 1), date(2005, 1, 1)]),
            "sanction": random.choice(["none", "none", "medium", "heavy", None]),
            "case_open": random.choice([False, False, True, None]),
        }
        for person in draw.people
    ]
    names = [str(person["employee_id"]) for person in people]
    careers = [
        {
            "employee_id": name,
            "group": random.choice(["pelaksana", "pengawas", "administrator", "ahli_muda"]),
            "echelon": random.choice([None, "III.b"]),
            "job_family": random.choice([*families, None]),
            "from": date(random.choice([2012, 2018, 2024]), 1, 1),
            "to": random.choice([None, date(2025, 6, 1)]),
        }
        for name in names
        if random.random() < 0.6
    ]
    credentials = [
        {"employee_id": name, "credential": random.choice(tests), "expires_on": random.choice([None, date(2025, 1, 1)])}
        for name in names
        if random.random() < 0.6
    ]
    tables: dict[str, Any] = {**draw.tables, "careers": careers, "credentials": credentials}
    return small_case(people, posts, units=draw.units, **tables)


@cache
def bundled() -> Case:
    case = read_source("lubuk_begalung").case
    assert case is not None
    return case


def asked_of(case: Case, random: Random) -> Scenario:
    names = [*case.employees]
    exempt = [{"rule": rule, "employee": random.choice(names), "reason": "-"} for rule in ("R04", "R10", "R15")]
    return Scenario.parse({"basis": random.choice(["rotation", "reorganisation"]), "exempt": exempt})


def of_classes(facts: Facts, pack: RulePack, most_cells: int | None = None) -> list[Option]:
    candidates = Candidates(facts, pack) if most_cells is None else Candidates(facts, pack, most_cells)
    found = [
        option
        for block in candidates.blocks(size=50)
        for option in zip(block.employee.tolist(), block.position.tolist(), block.penalty.tolist(), strict=True)
    ]
    if most_cells is None:
        assert candidates.count() == len(found)
    assert candidates.count() >= len(found)
    return sorted(found)


def of_every_pair(facts: Facts, pack: RulePack) -> list[Option]:
    movable = np.array([e.id in facts.population.movable for e in facts.employees], dtype=bool)
    in_scope = np.array([post.id in facts.population.open_positions for post in facts.positions], dtype=bool)
    e, p = (part.ravel() for part in np.indices((len(facts.employees), len(facts.positions))))
    considered = (facts.held[e] == p) | (movable[e] & in_scope[p])
    e, p = e[considered], p[considered]
    allowed, penalty = judge_pairs(Pairs(facts, e, p), biting(pack))
    return sorted(zip(e[allowed].tolist(), p[allowed].tolist(), penalty[allowed].tolist(), strict=True))


def biting_alone(rule: type[PersonPostRule], case: Case, scenario: Scenario, *, mode: Any, unknown: Any) -> RulePack:
    setting = replace(resolve(rule.spec, case.parameters, scenario), mode=mode, when_unknown=unknown)
    return RulePack((rule(setting),), ())


def check(case: Case, random: Random) -> None:
    scenario = asked_of(case, random)
    facts = Facts(case, scenario, population_of(case, scenario))
    whole = RulePack.of(case, scenario)
    mark_lost_eligibility(facts, whole)
    packs = {"all rules": whole}
    for rule in PERSON_POST_RULES:
        mode, unknown = random.choice(["hard", "hard", "soft"]), random.choice([None, "deny", "warn"])
        packs[rule.spec.id] = biting_alone(rule, case, scenario, mode=mode, unknown=unknown)
    for name, pack in packs.items():
        every = of_every_pair(facts, pack)
        assert of_classes(facts, pack) == every, name
    assert of_classes(facts, whole, most_cells=0) == of_every_pair(facts, whole), "pair by pair"


@settings(max_examples=8)
@given(st.integers(0, 2**32 - 1))
def test_options_by_class_are_those_of_every_pair(seed: int) -> None:
    """Of drawn agencies with unknown facts, own requests and exemptions, rule by rule and all together."""
    random = Random(seed)
    check(agency(random), random)


@pytest.mark.slow
@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_options_by_class_are_those_of_every_pair_at_length(seed: int) -> None:
    """The same over many agencies."""
    random = Random(seed)
    check(agency(random), random)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_options_of_the_bundled_case_by_class_are_those_of_every_pair(seed: int) -> None:
    """Of the bundled district, rule by rule and all together."""
    check(bundled(), Random(seed))


@pytest.mark.parametrize("rule", PERSON_POST_RULES, ids=lambda rule: rule.spec.id)
def test_every_rule_about_an_appointment_says_what_it_looks_at(rule: type[PersonPostRule]) -> None:
    """No registered rule leaves all pairs to be judged one by one, but the one that speaks of staying only."""
    case = bundled()
    scenario = Scenario()
    facts = Facts(case, scenario, population_of(case, scenario))
    looks = rule(resolve(rule.spec, case.parameters, scenario)).looks_at(facts)
    assert (looks is None) == rule.judges_stays
    if looks is not None:
        assert all(len(column) == len(facts.employees) for column in looks.people)
        assert all(len(column) == len(facts.positions) for column in looks.posts)


def test_a_rule_that_keeps_quiet_about_what_it_looks_at_is_found_out() -> None:
    """One that says it looks at nothing but looks at education gives other options than judging every pair."""

    class Liar(EducationLevel):
        def looks_at(self, facts: Facts) -> Looks:
            return Looks()

    case, scenario = bundled(), Scenario()
    facts = Facts(case, scenario, population_of(case, scenario))
    pack = biting_alone(Liar, case, scenario, mode="hard", unknown=None)
    assert of_classes(facts, pack) != of_every_pair(facts, pack)


def test_nobody_and_no_post_in_the_model_have_no_options() -> None:
    """A case without anybody in the model has none, whatever the rules."""
    case = small_case([{"employee_id": "E", "active": False}], [{"position_id": "P"}])
    scenario = Scenario()
    facts = Facts(case, scenario, population_of(case, scenario))
    assert not facts.employees
    assert of_classes(facts, RulePack.of(case, scenario)) == []
