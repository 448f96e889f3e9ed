"""The tally against a full count: every move of one person, on random agencies and on the family with everything coupled."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from penata.benchmarks.instances import coupled_instance
from penata.models.domain.build import build_problem
from penata.models.domain.problem import IntArray, PlacementProblem
from penata.optimizer.baselines import solve_greedy
from penata.optimizer.solution import complete, stay_plan, tier_values
from penata.optimizer.tally import Tally
from tests.random_cases import draw_agency


def counted(problem: PlacementProblem, chosen: IntArray) -> tuple[int, ...] | None:
    """Count a whole plan; None where it breaks something."""
    try:
        return tier_values(problem, chosen, complete(problem, chosen))
    except ValueError:
        return None


def check(problem: PlacementProblem, random: Random, moves: int) -> int:
    """Try random options one after the other, keep what fits, and return how many did."""
    start = stay_plan(problem)
    if start is None or counted(problem, start) is None:
        return 0
    tally, kept = Tally(problem, start), 0
    for _ in range(moves):
        option = random.randrange(problem.num_options)
        person = int(problem.option_employee[option])
        moved = tally.chosen.copy()
        moved[person] = option
        expected = None if option == tally.chosen[person] else counted(problem, moved)
        assert tally.fits(person, option) == expected
        if expected is not None:
            tally.move(person, option)
            assert tally.tiers == expected
            kept += 1
        elif option != tally.chosen[person]:
            with pytest.raises(ValueError, match="does not fit"):
                tally.move(person, option)
    return kept


@pytest.mark.parametrize("seeds", [range(8), pytest.param(range(8, 60), marks=pytest.mark.slow)])
def test_each_move_counts_as_the_whole_plan_does(seeds: range) -> None:
    """Random agencies with their rules, seats and tiers: the same verdict and the same tiers after each move."""
    kept = 0
    for seed in seeds:
        draw = draw_agency(Random(seed))
        built = build_problem(draw.case, draw.scenario)
        if not built.problem.blocked and len(built.problem.employee_ids):
            kept += check(built.problem, Random(seed), 40)
    assert kept > 10


def test_rows_with_slack_worst_and_seats() -> None:
    """Skill mixes, equity over seats, budgets and kin in one problem; greedy's plan is worth what a full count says."""
    problem = coupled_instance(60, 1, equity=True, budgets=True, kin=True)
    assert check(problem, Random(1), 400) > 10
    solution = solve_greedy(problem)
    assert solution.chosen is not None
    assert counted(problem, solution.chosen) == tuple(tier.value for tier in solution.tiers)
    today = stay_plan(problem)
    assert today is not None
    assert solution.tiers[0].value > counted(problem, today)[0]  # type: ignore[index]  # today keeps every row
    assert len(np.unique(problem.option_employee[solution.chosen])) == 60
