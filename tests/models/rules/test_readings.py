"""The two readings of every person-post rule agree on the bundled case: all pairs at once, and one by one."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from penata.datasets.read import read_source
from penata.models.domain.build import Built, build_problem
from penata.models.domain.case import Case
from penata.models.domain.pairs import Pairs
from penata.models.domain.rules.pack import PERSON_POST_RULES
from penata.models.domain.rules.spec import Verdict
from penata.models.domain.scenario import Scenario

RULES = [rule.spec.id for rule in PERSON_POST_RULES]
BASES = ("rotation", "reorganisation")
EVERY = 23
"""Share of pairs in the default run; prime, so that it walks through all people and posts."""


@cache
def bundled() -> Case:
    case = read_source("lubuk_begalung").case
    assert case is not None
    return case


@cache
def built(basis: str) -> Built:
    """Return the bundled case built under its own scenario, of one basis; every pair that a rule can judge."""
    case = bundled()
    return build_problem(case, Scenario.parse({**case.scenario, "basis": basis}))


@cache
def pairs_of(basis: str, every: int) -> Pairs:
    facts = built(basis).facts
    people, posts = len(facts.employees), len(facts.positions)
    places = np.arange(0, people * posts, every)
    stays = np.flatnonzero(facts.held >= 0)
    e, p = np.concatenate([places // posts, stays]), np.concatenate([places % posts, facts.held[stays]])
    return Pairs(facts, e, p)


def disagreements(rule_id: str, basis: str, every: int) -> tuple[list[str], set[str]]:
    """Return where the readings differ, and every answer met."""
    made, pairs = built(basis), pairs_of(basis, every)
    rule = next(rule for rule in made.pack.person_post if rule.spec.id == rule_id)
    context = made.pack.context(bundled(), made.facts.scenario)
    judgement = rule.judge(pairs)
    codes = [*(reason.code for reason in rule.spec.reasons), None]
    wrong, met = [], set()
    rows = zip(pairs.e, pairs.p, judgement.verdict.tolist(), judgement.reason.tolist(), strict=True)
    for e, p, verdict, reason in rows:
        employee, position = made.facts.employees[e], made.facts.positions[p]
        finding = rule.examine(context, employee, position, context.move(employee, position))
        code = None if finding.reason is None else finding.reason.code
        met.add(finding.verdict.name)
        if (finding.verdict, code) != (Verdict(verdict), codes[reason]):
            wrong.append(f"{employee.id} in {position.id}: {Verdict(verdict).name} {codes[reason]}, but {finding}")
        elif reason >= 0:
            assert finding.words("id")
            assert finding.words("en")
    return wrong, met


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("rule_id", RULES)
def test_both_readings_agree(rule_id: str, basis: str) -> None:
    """Verdict and reason of a sample of pairs, and of every stay, are the same in both readings."""
    wrong, met = disagreements(rule_id, basis, EVERY)
    assert not wrong[:5]
    assert met


@pytest.mark.slow
@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("rule_id", RULES)
def test_both_readings_agree_on_all_pairs(rule_id: str, basis: str) -> None:
    """The same for every person in every post."""
    wrong, met = disagreements(rule_id, basis, 1)
    assert not wrong[:5]
    never = {"R18", "R20"}  # one agency, no election in the bundled case
    assert ("BREACHES" in met) == (rule_id not in never and not (rule_id == "R10" and basis == "reorganisation"))


@pytest.mark.parametrize("basis", BASES)
def test_the_kind_of_move_is_the_same_in_both_readings(basis: str) -> None:
    """Arrays and records name the same kind of move, and the same entries are judged as promotions."""
    made, pairs = built(basis), pairs_of(basis, 7)
    context = made.pack.context(bundled(), made.facts.scenario)
    kinds = set()
    for place, (e, p) in enumerate(zip(pairs.e, pairs.p, strict=True)):
        move = context.move(made.facts.employees[e], made.facts.positions[p])
        kinds.add(move.kind.word)
        assert (pairs.kind[place], bool(pairs.as_promotion[place])) == (move.kind, move.as_promotion)
    assert kinds == {"stay", "rotation", "promotion", "demotion", "entry"}


@pytest.mark.parametrize("basis", BASES)
def test_lost_eligibility_is_the_same_in_both_readings(basis: str) -> None:
    """The builder's mark of lost eligibility is what the rules say of each holder, one by one."""
    made = built(basis)
    context = made.pack.context(bundled(), made.facts.scenario)
    scalar = [context.lost_eligibility(employee) for employee in made.facts.employees]
    assert made.facts.lost_eligibility.tolist() == scalar
    assert any(scalar)


def test_everybody_is_inside_or_outside_with_a_reason() -> None:
    """The population parts the bundled people in two; all three reasons to be outside stand among them."""
    population = built("rotation").facts.population
    outside = {person.employee_id for person in population.outside}
    assert outside | set(population.inside) == set(bundled().employees)
    assert not outside & set(population.inside)
    assert {person.reason for person in population.outside} == {"retired", "inactive", "contract_ended"}
    assert all("{" not in person.words_id + person.words_en for person in population.outside)
