"""Costs of a choice on instances small enough for arithmetic, prices in the table of a run, and what repair does."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from penata.benchmarks.instances import coupled_instance
from penata.models.domain.build import build_problem
from penata.models.domain.problem import PlacementProblem, Row
from penata.models.domain.result import PlacementResult
from penata.optimizer.alternatives import alternatives_of, prices_of, read_prices
from penata.optimizer.choice_cost import ChoiceCosts
from penata.optimizer.engine import solve
from penata.optimizer.plan_change import PlanChange
from penata.optimizer.solution import Limits, complete, tier_values
from tests.random_cases import draw_agency

LIMITS = Limits(seconds=None)


def costs_of(problem: PlacementProblem) -> ChoiceCosts:
    solution = solve(problem, "auto", LIMITS)
    assert solution.chosen is not None
    return ChoiceCosts(problem, solution.chosen, proved=tuple(tier.bound for tier in solution.tiers))


# Points of (person, post): a P 10, a Q 6, b P 9, b Q 1, c P 2, c R 3. One seat each; nobody without a post.
PAIRS = ([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 2], [10.0, 6.0, 9.0, 1.0, 2.0, 3.0])


def three(rows: tuple[Row, ...] = ()) -> ChoiceCosts:
    return costs_of(PlacementProblem.from_arrays(*PAIRS, num_employees=3, num_positions=3, rows=rows))


def test_a_chain_is_counted_to_its_end() -> None:
    """Best: a Q 6, b P 9, c R 3 = 18. With a in P: b must take Q, 10 + 1 + 3 = 14, so the choice costs 4."""
    costs = three()
    assert costs.tiers == (1800,)
    own, other = costs.of_person(0)
    assert [(span.least, span.most) for span in own.spans] == [(0, 0)]
    assert [(span.least, span.most) for span in other.spans] == [(400, 400)]
    assert other.change == {0: 0, 1: 3}


def test_a_choice_that_no_plan_has_is_no_choice() -> None:
    """With c in P, a and b both need Q: no plan, so no figure and no plan shown."""
    costs = three()
    last = costs.of_person(2)[-1]
    assert costs.problem.option_position[last.option] == 0
    assert not last.is_possible
    assert last.change is None
    assert last.spans[0].least is None


def test_a_row_shifts_the_prices_not_the_truth() -> None:
    """Only one of a in Q, b in P: 10 + 1 + 3 = 14 is best and the only plan; what it rules out is not shown as a plan."""
    row = Row("test", "one", np.array([1, 2]), np.array([1, 1]), None, 1)
    costs = three((row,))
    assert costs.tiers == (1400,)
    _, other = costs.of_person(0)
    assert other.change is None
    assert other.spans[0].most is None


def test_people_may_be_left_without_a_post() -> None:
    """Two people, one seat worth 5 and 8, 3 lost without a post: 8 - 3 = 5; the other way 5 - 3 = 2, so 3 less."""
    problem = PlacementProblem.from_arrays([0, 1], [0, 0], [5.0, 8.0], num_employees=2, num_positions=1, unplaced_points=3.0)
    costs = costs_of(problem)
    assert [(cost.spans[0].least, cost.spans[0].most) for cost in costs.of_post(0)] == [(0, 0), (300, 300)]
    assert [(cost.spans[0].least, cost.spans[0].most) for cost in costs.of_post(-1)] == [(0, 0), (300, 300)]


@pytest.mark.parametrize("seed", range(12))
def test_a_change_is_worth_what_the_whole_plan_is(seed: int) -> None:
    """The few that change are counted as the whole plan is, and refused where it is."""
    draw = draw_agency(Random(seed))
    problem = build_problem(draw.case, draw.scenario).problem
    solution = solve(problem, "auto", LIMITS)
    if solution.chosen is None:
        return
    base, random = PlanChange(problem, solution.chosen), Random(seed)
    for _ in range(60):
        people = random.sample(range(len(problem.employee_ids)), random.randint(0, min(3, len(problem.employee_ids))))
        change = {person: random.choice(np.flatnonzero(problem.option_employee == person).tolist()) for person in people}
        plan = base.with_change(change)
        try:
            expected = tier_values(problem, plan, complete(problem, plan))
        except ValueError:
            expected = None
        assert base.value_after(change) == expected


@pytest.mark.parametrize("objective", ["weighted", "lexicographic"])
def test_prices_come_back_from_the_table(objective: str) -> None:
    """Prices written as text and read again give the same bound and the same costs."""
    draw = draw_agency(Random(2)).asking(solve={"objective": objective})
    problem = build_problem(draw.case, draw.scenario).problem
    costs = costs_of(problem)
    assert costs.problem.rows
    prices = prices_of(costs)
    lines = [{key: str(getattr(price, key)) for key in ("tier", "kind", "rule", "name", "price")} for price in prices]
    read = read_prices(problem, costs.chosen, lines)
    assert read is not None
    assert all(np.array_equal(a, b) for a, b in zip(read, costs.row_prices, strict=True))
    again = ChoiceCosts(problem, costs.chosen, read, costs.proved)
    assert alternatives_of(again) == alternatives_of(costs)
    assert read_prices(problem, costs.chosen, [line for line in lines if line["kind"] != "row"]) is None
    broken = [line | {"price": "inf"} if line["kind"] == "row" else line for line in lines]
    assert read_prices(problem, costs.chosen, broken) is None


@pytest.mark.slow
def test_many_options_are_priced_by_the_smoothed_dual() -> None:
    """On an agency of 400 people the bound is near the plan, and every least figure is under its most."""
    problem = coupled_instance(400, 3)
    costs = costs_of(problem)
    assert problem.num_options >= 20_000
    assert 0 <= costs.bound(0) - costs.tiers[0] <= 0.001 * costs.tiers[0]
    for cost in [*costs.of_person(7, repairs=8), *costs.of_post(11, repairs=8)]:
        span = cost.spans[0]
        assert span.least is not None
        assert span.most is None or span.least <= span.most


def test_a_result_holds_both_tables() -> None:
    """Everyone who moves has a line for each other post and aim; prices end with a bound for each aim."""
    from penata import place

    draw = next(draw for seed in range(50) if len((draw := draw_agency(Random(seed), plain=1.0)).people) > 5)
    result: PlacementResult = place(draw.case, draw.scenario)
    frame = result.to_frame("alternatives")
    assert list(frame.columns) == ["employee_id", "rank", "position_id", "tier", "least", "most"]
    moved = {item.employee_id for item in result.assignments if item.move != "stay"}
    assert set(frame["employee_id"]) <= moved
    assert (frame["least"] == frame["most"]).all()
    bounds = result.to_frame("prices").query("kind == 'bound'")
    assert bounds["price"].tolist() == [result.bound]
