"""Random agencies that begin from an earlier plan: the price of a change, what is never returned worse, repairs."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penata.models.domain.build import build_problem
from penata.models.domain.plan import Plan
from penata.models.domain.problem import IntArray, PlacementProblem
from penata.models.domain.scenario import Scenario
from penata.optimizer.engine import EngineName, people_without_options, solve
from penata.optimizer.hybrid import solve_hybrid
from penata.optimizer.outcome import plan_of
from penata.optimizer.referee import Referee
from penata.optimizer.solution import Limits, Solution, complete, is_admitted, options_of, stay_plan, tier_values
from penata.optimizer.start import repaired, starting_plan
from tests.brute import every_plan
from tests.random_cases import Draw, draw_agency

SEEDS = st.integers(0, 2**32 - 1)
CHANGE_CENTS = 500
quick: Any = settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
at_length: Any = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
AT_ONCE = Limits(seconds=0.0)


def drawn(random: Random, *, weighted: bool = False) -> Draw:
    draw = draw_agency(random)
    solving = {**draw.asked.get("solve", {}), **({"objective": "weighted"} if weighted else {})}
    return draw.asking(solve=solving)


def a_plan(problem: PlacementProblem, random: Random) -> IntArray:
    """Return any option of each person, admitted or not."""
    starts = np.searchsorted(problem.option_employee, np.arange(len(problem.employee_ids) + 1))
    return np.array([random.randrange(low, high) for low, high in pairwise(starts.tolist())], dtype=np.int64)


def posts_of(problem: PlacementProblem, chosen: IntArray) -> Mapping[str, str | None]:
    return plan_of(problem, chosen).posts


def check_price_of_change(seed: int) -> None:
    random = Random(seed)
    draw = drawn(random, weighted=True)
    cold = build_problem(draw.case, draw.scenario).problem
    if people_without_options(cold) or not cold.employee_ids:
        return
    earlier = dict(posts_of(cold, a_plan(cold, random)))
    if random.random() < 0.3:
        earlier.pop(random.choice(list(earlier)))
    options = [place for place in range(cold.num_options) if cold.option_position[place] >= 0]
    pins = [
        {
            "employee": cold.employee_ids[cold.option_employee[place]],
            "position": cold.position_ids[cold.option_position[place]],
        }
        for place in random.sample(options, min(len(options), random.randint(0, 2)))
    ]
    weight = random.choice([1.0, 1.0, 0.0, 3.0])
    asked = draw.asking(pin=pins, weights={**draw.asked.get("weights", {}), "change": weight})
    plain = build_problem(asked.case, asked.scenario).problem
    if people_without_options(plain) or plain.blocked:
        return
    plans = every_plan(plain)
    place = {identity: index for index, identity in enumerate(plain.position_ids)}
    told = [earlier.get(identity, "?") for identity in plain.employee_ids]
    before = np.array([-1 if post is None else place.get(post, -2) for post in told], dtype=np.int64)
    differs = (plain.option_position[plans.chosen] != before) & (before != -2)
    worth = plans.value - round(CHANGE_CENTS * weight) * differs.sum(axis=1)
    best = int(worth[plans.admitted].max()) if plans.admitted.any() else None
    warm = build_problem(asked.case, asked.scenario, warm=earlier).problem
    begun = options_of(warm, before)
    solution = solve(warm, "auto", Limits(seconds=None), warm=begun)
    if best is None:
        assert solution.chosen is None
        return
    assert solution.status == "optimal"
    assert solution.chosen is not None
    assert solution.tiers[0].value == best
    audit = Referee(asked.case, asked.scenario, earlier).audit(Plan(posts_of(warm, solution.chosen)))
    assert audit.value_cents == best
    assert audit.feasible


@quick
@given(SEEDS)
def test_a_plan_changes_as_many_as_the_price_of_a_change_says(seed: int) -> None:
    """With an earlier plan and pins: value = best of all plans less 5 points a change, counted here; the referee agrees."""
    check_price_of_change(seed)


@pytest.mark.slow
@at_length
@given(SEEDS)
def test_a_plan_changes_as_many_as_the_price_of_a_change_says_at_length(seed: int) -> None:
    """The same on more agencies."""
    check_price_of_change(seed)


def check_never_worse(seed: int) -> None:
    random = Random(seed)
    draw = drawn(random)
    problem = build_problem(draw.case, draw.scenario).problem
    if people_without_options(problem) or not problem.employee_ids:
        return
    plans = every_plan(problem)
    earlier: IntArray | None = None
    if random.random() < 0.6 and plans.admitted.any():
        admitted = plans.chosen[plans.admitted]
        earlier = admitted[random.randrange(len(admitted))]
    known = [plan for plan in (earlier, stay_plan(problem)) if plan is not None and is_admitted(problem, plan)]
    floor = [tier_values(problem, plan, complete(problem, plan)) for plan in known]
    stop = threading.Event()
    stop.set()
    engines: tuple[EngineName, ...] = ("auto", "highs", "cpsat")
    found = [
        *(solve(problem, engine, AT_ONCE, warm=earlier) for engine in engines),
        *(solve(problem, engine, Limits(seconds=None), warm=earlier, stop_event=stop) for engine in engines),
    ]
    start = starting_plan(problem, earlier)
    if problem.couples and start is not None:
        found += [solve_hybrid(problem, AT_ONCE, warm=start, priced_from=0)]
    best = plans.best()
    for solution in found:
        check_answer(problem, solution, floor, best)


def check_answer(
    problem: PlacementProblem, solution: Solution, floor: list[tuple[int, ...]], best: tuple[int, ...] | None
) -> None:
    if floor:
        assert solution.chosen is not None
    if solution.chosen is None:
        return
    reached = tier_values(problem, solution.chosen, complete(problem, solution.chosen))
    assert reached == tuple(tier.value for tier in solution.tiers)
    assert all(reached >= least for least in floor)
    assert best is not None
    assert solution.tiers[0].bound is not None
    assert solution.tiers[0].bound >= best[0]


@quick
@given(SEEDS)
def test_a_search_that_ends_at_once_returns_no_worse(seed: int) -> None:
    """No clock or a stop before the start: never worse than the earlier plan, nor than today's; the bound is no lie."""
    check_never_worse(seed)


@pytest.mark.slow
@at_length
@given(SEEDS)
def test_a_search_that_ends_at_once_returns_no_worse_at_length(seed: int) -> None:
    """The same on more agencies."""
    check_never_worse(seed)


@quick
@given(SEEDS)
def test_a_repair_is_admitted_and_changes_nothing_that_is(seed: int) -> None:
    """What a repair returns keeps every row; a plan that does already comes back itself."""
    random = Random(seed)
    draw = drawn(random)
    problem = build_problem(draw.case, draw.scenario).problem
    if people_without_options(problem) or not problem.employee_ids:
        return
    for _ in range(5):
        plan = a_plan(problem, random)
        mended = repaired(problem, plan)
        assert mended is None or is_admitted(problem, mended)
        if is_admitted(problem, plan):
            assert mended is plan


@pytest.mark.slow
def test_repairs_find_a_plan_where_there_is_one() -> None:
    """Of 60 random choices on agencies that have plans, at least four in five are repaired."""
    tried = found = 0
    for seed in range(40):
        random = Random(seed)
        draw = drawn(random)
        problem = build_problem(draw.case, draw.scenario).problem
        if people_without_options(problem) or not problem.employee_ids or not every_plan(problem).admitted.any():
            continue
        for _ in range(3):
            tried += 1
            found += repaired(problem, a_plan(problem, random)) is not None
    assert tried >= 60
    assert found >= 0.8 * tried


def test_a_plan_of_people_and_posts_that_are_gone_changes_nothing() -> None:
    """Nobody in the earlier plan, or only posts that there are no more: the value of today, in both readings."""
    draw = draw_agency(Random(5))
    scenario: Scenario = draw.scenario
    plain = build_problem(draw.case, scenario).problem
    strange: dict[str, str | None] = dict.fromkeys(plain.employee_ids, "gone")
    for earlier in ({}, strange, {"nobody": None}):
        warm = build_problem(draw.case, scenario, warm=earlier).problem
        assert warm.option_points.tolist() == plain.option_points.tolist()
        referee = Referee(draw.case, scenario, earlier)
        assert referee.audit(referee.today).value_cents == Referee(draw.case, scenario).audit(referee.today).value_cents
