"""Random agencies: what a forced choice costs is between its least and its most, whatever every plan says."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given

from penata.models.domain.build import build_problem
from penata.models.domain.problem import IntArray, PlacementProblem
from penata.optimizer.choice_cost import ChoiceCost, ChoiceCosts
from penata.optimizer.engine import solve
from penata.optimizer.solution import Limits, Solution, complete, tier_values
from tests.brute import Plans, every_plan
from tests.property.test_brute_force import SEEDS, quick
from tests.random_cases import draw_agency

LIMITS = Limits(seconds=None)


def solved(seed: int) -> tuple[PlacementProblem, Solution] | None:
    draw = draw_agency(Random(seed))
    problem = build_problem(draw.case, draw.scenario).problem
    solution = None if problem.blocked else solve(problem, "auto", LIMITS)
    return None if solution is None or solution.chosen is None else (problem, solution)


def best_with(plans: Plans, option: int) -> list[int] | None:
    tiers = plans.tiers[plans.admitted & (plans.chosen == option).any(axis=1)]
    return tiers[np.lexsort(tiers.T[::-1])[-1]].tolist() if len(tiers) else None


def check(problem: PlacementProblem, chosen: IntArray, plans: Plans, cost: ChoiceCost, *, followed: bool) -> None:
    """Compare one answer with every plan that has the option."""
    best = best_with(plans, cost.option)
    if cost.change is not None:
        plan = chosen.copy()
        for person, option in cost.change.items():
            plan[person] = option
        assert cost.option in plan
        reached = tier_values(problem, plan, complete(problem, plan))  # raises where the plan breaks something
        own = tier_values(problem, chosen, complete(problem, chosen))
        for span, before, after in zip(cost.spans, own, reached, strict=True):
            assert span.most in (None, before - after)
    if best is None:
        assert cost.change is None
        assert problem.couples or not followed or not cost.is_possible
        return
    assert cost.is_possible
    value = tier_values(problem, chosen, complete(problem, chosen))
    for span, now, then in zip(cost.spans, value, best, strict=True):
        assert span.least is None or span.least <= now - then
        assert span.most is None or span.most >= now - then
    if followed and not problem.couples:
        assert cost.spans[0].is_exact
        assert cost.spans[0].least == value[0] - best[0]


def check_costs(seed: int) -> None:
    if (found := solved(seed)) is None:
        return
    problem, solution = found
    assert solution.chosen is not None
    plans = every_plan(problem)
    plain = ChoiceCosts(problem, solution.chosen)
    told = ChoiceCosts(problem, solution.chosen, plain.row_prices, tuple(tier.bound for tier in solution.tiers))
    for costs in (plain, told):
        by_post = [cost for post in range(-1, len(problem.position_ids)) for cost in costs.of_post(post)]
        people = range(len(problem.employee_ids))
        by_person = [cost for person in people for cost in costs.of_person(person)]
        for answers in (by_post, by_person):
            assert sorted(cost.option for cost in answers) == list(range(problem.num_options))
            for cost in answers:
                check(problem, solution.chosen, plans, cost, followed=True)
        least = {cost.option: [span.least for span in cost.spans] for cost in by_post}
        assert all(
            least[cost.option] == [span.least for span in cost.spans] for cost in by_person if problem.tiers[1:] == ()
        )
        for person in people:
            for cost in costs.at_least(person):
                check(problem, solution.chosen, plans, cost, followed=False)


@quick(4)
@given(SEEDS)
def test_every_pair_costs_what_its_span_says(seed: int) -> None:
    """Of every pair: least <= value less the best plan with it <= most; equal where nothing couples people."""
    check_costs(seed)


@pytest.mark.slow
@quick(80)
@given(SEEDS)
def test_every_pair_costs_what_its_span_says_at_length(seed: int) -> None:
    """The same on more agencies."""
    check_costs(seed)


@quick(3)
@given(SEEDS)
def test_solving_again_is_exact(seed: int) -> None:
    """``resolved`` gives the difference to the best plan with the pair, tier by tier up to the first that differs."""
    if (found := solved(seed)) is None:
        return
    problem, solution = found
    assert solution.chosen is not None
    plans = every_plan(problem)
    costs = ChoiceCosts(problem, solution.chosen)
    for option in range(0, problem.num_options, 3):
        cost = costs.resolved(option, LIMITS)
        best = best_with(plans, option)
        if best is None:
            assert not cost.is_possible
            continue
        assert [(span.least, span.most) for span in cost.spans] == [
            (now - then, now - then) for now, then in zip(costs.tiers, best, strict=True)
        ]
