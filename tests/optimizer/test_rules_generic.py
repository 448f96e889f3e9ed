"""One suite over every plan rule: what its rows admit and charge is what its violations find, plan by plan."""

from __future__ import annotations

from contextlib import suppress
from random import Random

import numpy as np
import pytest

from penata.models.domain.build import Built, build_problem
from penata.models.domain.rules.pack import PLAN_RULES
from penata.models.domain.rules.spec import Violation
from penata.optimizer.solution import complete
from tests.brute import every_plan
from tests.random_cases import Draw, draw_agency
from tests.small import plan_of, violations_of

QUICK, MANY = 20, 200
MOST_PLANS = 100


def seats_hold(built: Built, chosen: np.ndarray) -> bool:
    """Tell whether no post has more holders than its seats: no rule's business, but the model's."""
    counts = np.bincount(built.problem.option_position[chosen] + 1, minlength=len(built.facts.positions) + 1)
    seats = [item for item in built.problem.headcounts if item.rule == "seats"]
    return all(counts[item.positions + 1].sum() <= item.upper for item in seats)


def charged(built: Built, auxiliary: np.ndarray) -> int:
    """Return the cents (<= 0) of all slacks of rules."""
    items = built.problem.auxiliaries
    return sum(item.points * int(value) for item, value in zip(items, auxiliary, strict=True)
                if item.term == "rules")  # fmt: skip


def compare(draw: Draw, *, most_plans: int) -> set[tuple[str, str]]:
    """Check a sample of the plans of a draw; return which rules were found, and as what."""
    case, scenario = draw.case, draw.scenario
    built = build_problem(case, scenario)
    if built.problem.blocked or not built.problem.employee_ids:
        return set()
    plans = every_plan(built.problem)
    step = max(1, len(plans.chosen) // most_plans)
    seen: set[tuple[str, str]] = set()
    for place in range(0, len(plans.chosen), step):
        chosen = plans.chosen[place]
        if not seats_hold(built, chosen):
            continue
        found = violations_of(case, scenario, plan_of(built.problem, chosen))
        broken = [item for item in found if item.kind == "breach"]
        auxiliary = None
        with suppress(ValueError):
            auxiliary = complete(built.problem, chosen)
        assert auxiliary is not None or broken, f"rows refuse a plan without a breach: {chosen}"
        assert (auxiliary is not None) == bool(plans.admitted[place])
        if auxiliary is not None:
            assert not broken, f"rows admit a plan with a breach: {broken}"
            assert np.array_equal(auxiliary, plans.auxiliary[place])
            assert charged(built, auxiliary) == sum(item.points_cents for item in found), found
        seen |= {(item.rule, item.kind) for item in found}
        assert all(item.words_id and item.words_en and "{" not in item.words_en for item in found)
        assert all(names_are_known(item, draw) for item in found)
    return seen


def names_are_known(item: Violation, draw: Draw) -> bool:
    """Tell whether the ids of a violation are those of the case."""
    return (
        item.employee_id in {None, *(row["employee_id"] for row in draw.people)}
        and item.position_id in {None, *(row["position_id"] for row in draw.posts)}
        and item.unit_id in {None, *(row["unit_id"] for row in draw.units)}
    )


def run(seeds: range, *, strict: bool) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for seed in seeds:
        draw = draw_agency(Random(seed), most_people=4, most_posts=4, plain=0.0)
        draw = draw.asking(solve={**draw.asked["solve"], "strict": strict})
        try:
            seen |= compare(draw, most_plans=MOST_PLANS)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, strict={strict}: {error}") from error
    return seen


@pytest.mark.parametrize("strict", [False, True])
def test_rows_admit_exactly_the_plans_without_a_breach(strict: bool) -> None:
    """Rows and head counts refuse what violations call a breach, no more and no less, and charge what those say."""
    seen = run(range(QUICK), strict=strict)
    assert {rule for rule, _ in seen} == {rule.spec.id for rule in PLAN_RULES}


@pytest.mark.slow
@pytest.mark.parametrize("strict", [False, True])
def test_rows_admit_exactly_the_plans_without_a_breach_at_length(strict: bool) -> None:
    """The same over many agencies: every plan rule of the pack is broken somewhere."""
    seen = run(range(1000, 1000 + MANY), strict=strict)
    assert {rule for rule, kind in seen if kind == "breach"} == {rule.spec.id for rule in PLAN_RULES}
    assert {kind for _, kind in seen} >= {"breach", "cost", "warning"} | (set() if strict else {"existing"})
