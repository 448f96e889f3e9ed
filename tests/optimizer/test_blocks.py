"""Options on demand: few kept, all priced block by block; the plan and the bound are those of all options at once."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penata.api import SynthOrder, build_agencies
from penata.models.domain.build import build_problem, prospect_of
from penata.models.domain.errors import OptionError
from penata.models.domain.scenario import Scenario
from penata.optimizer.blocks import solve_blocks
from penata.optimizer.engine import solve
from penata.optimizer.solution import Limits, complete
from tests.random_cases import draw_agency

UNTIMED = Limits(seconds=None)
ALONE: dict[str, Any] = {
    "skill_mix": [],
    "weights": {"equity": 0},
    "rules": {"R17": {"mode": "off"}, "R22": {"mode": "off"}},
}


def check(seed: int, *, moves: dict[str, Any], most: int = 9) -> bool:
    """Compare with all options at once; tell whether there was a plan."""
    random = Random(seed)
    draw = draw_agency(random, most_people=most, most_posts=most, plain=1.0).asking(moves=moves)
    every = build_problem(draw.case, draw.scenario).problem
    whole = solve(every, "auto", UNTIMED)
    found = solve_blocks(prospect_of(draw.case, draw.scenario), UNTIMED, first=random.randint(1, 3))
    plan = found.solution
    if every.blocked or whole.chosen is None:
        assert plan.chosen is None
        assert plan.status in ("infeasible", "unknown")
        return False
    assert whole.bound is not None
    assert plan.chosen is not None, plan
    assert plan.bound is not None
    assert plan.bound >= whole.tiers[0].value
    problem = found.built.problem
    assert problem.value_of(plan.chosen, complete(problem, plan.chosen)) == plan.tiers[0].value
    assert plan.tiers[0].value <= whole.tiers[0].value
    if not moves:
        assert plan.status == "optimal"
        assert plan.tiers[0].value == whole.tiers[0].value == plan.bound
    return True


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_what_nothing_couples_is_solved_to_the_optimum_of_all_options(seed: int) -> None:
    """One to three options each to begin with, head counts, pins and forbids: the value of the flow over all, proved."""
    check(seed, moves={})


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(0, 3))
def test_under_a_limit_of_moves_the_bound_holds_over_all_options(seed: int, limit: int) -> None:
    """No plan of all options passes the bound, and the plan found breaks nothing."""
    check(seed, moves={"max_count": limit})


@pytest.mark.parametrize(
    "asked",
    [{**ALONE, "moves": {}}, {**ALONE, "moves": {"max_share": 0.1}}, pytest.param({}, marks=pytest.mark.slow)],
)
def test_an_agency_is_placed_with_few_of_its_options_kept(asked: dict[str, Any]) -> None:
    """A made-up agency of 300 people: within 0.1 % of a bound over all options, or 3 % where other rows couple."""
    case = next(build_agencies(SynthOrder(300, seed=5)))
    scenario = Scenario.parse({**case.scenario, **asked})
    problem = build_problem(case, scenario).problem
    found = solve_blocks(prospect_of(case, scenario), Limits(seconds=None, gap=1e-3))
    assert found.num_options == problem.num_options
    assert found.built.problem.num_options < problem.num_options
    plan = found.solution
    assert plan.chosen is not None
    assert plan.bound is not None
    value = plan.tiers[0].value
    assert 0 <= plan.bound - value <= (1e-3 if asked else 0.03) * abs(value)
    best = solve(problem, "highs" if problem.couples else "flow", Limits(seconds=None, gap=1e-4)).tiers[0]
    assert best.bound is not None
    assert value <= best.bound
    assert plan.bound >= best.value


def test_an_objective_in_tiers_is_refused() -> None:
    """Prices of one flow speak of one aim."""
    draw = draw_agency(Random(1)).asking(solve={"objective": "lexicographic"})
    with pytest.raises(OptionError, match="weighted"):
        solve_blocks(prospect_of(draw.case, draw.scenario))
