"""The front of two goals: against every plan of small agencies, known fronts, and what a part of a front claims."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penata.models.domain.build import build_problem
from penata.models.domain.errors import OptionError
from penata.models.domain.problem import PlacementProblem, Row, Tier
from penata.optimizer.frontier import Front, FrontPoint, frontier
from penata.optimizer.goals import GOALS, check_goals, goal_of, goal_scenario
from penata.optimizer.solution import Limits
from tests.brute import MOST_PLANS, every_plan, num_plans
from tests.random_cases import draw_agency

PAIRS = [("suitability", "move"), ("value", "move"), ("shortage", "travel"), ("equity", "value"), ("rules", "suitability")]
UNTIMED = Limits(seconds=None)


def non_dominated(reached: np.ndarray) -> list[tuple[int, int]]:
    """Return the points that no other is at least as good as in both columns, most of the first goal first."""
    kept: list[tuple[int, int]] = []
    for first, second in sorted({(int(a), int(b)) for a, b in reached}, reverse=True):
        if not kept or second > kept[-1][1]:
            kept.append((first, second))
    return kept


def points_of(front: Front) -> list[tuple[int, int]]:
    return [(point.first, point.second) for point in front.points]


@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1), st.sampled_from(PAIRS), st.integers(2, 4))
def test_every_plan(seed: int, goals: tuple[str, str], few: int) -> None:
    """A whole front is that of enumeration; a part of one holds true points, and its gap has room for the others."""
    draw = draw_agency(Random(seed), most_people=5, most_posts=5)
    built = build_problem(draw.case, goal_scenario(draw.scenario, goals))
    if built.problem.blocked or num_plans(built.problem) > MOST_PLANS // 20:
        return
    first, second = goal_of(built, goals, 0), goal_of(built, goals, 1)
    plans = every_plan(replace(built.problem, tiers=(first, second)))
    known = non_dominated(plans.tiers[plans.admitted])
    front = frontier(built.problem, first, second, limits=UNTIMED)
    if not known:
        assert front.status == "infeasible"
        assert not front.points
        return
    assert points_of(front) == known
    assert front.exact
    assert front.gap == 0
    part = frontier(built.problem, first, second, limits=UNTIMED, most_points=few)
    assert set(points_of(part)) <= set(known)
    assert len(part.points) == min(len(known), len(part.points))
    if not part.exact:
        assert part.gap > 0
        assert len(part.points) >= few
    else:
        assert points_of(part) == known


def assignment(path: Path) -> tuple[PlacementProblem, Tier, Tier]:
    """Read a bi-objective assignment instance: n, then two n x n matrices of costs."""
    numbers = np.array(path.read_text().split(), dtype=np.int64)
    n = int(numbers[0])
    costs = numbers[1:].reshape(2, n * n)
    employee, position = np.divmod(np.arange(n * n), n)
    problem = PlacementProblem.from_arrays(employee, position, np.zeros(n * n), num_employees=n, num_positions=n)
    none = np.zeros(0, dtype=np.int64)
    return problem, Tier("first", -costs[0], none), Tier("second", -costs[1], none)


@pytest.mark.shared
@pytest.mark.parametrize("size", [5, 10, *(pytest.param(size, marks=pytest.mark.slow) for size in (15, 20, 25, 30))])
def test_known_fronts(shared_data: Path, size: int) -> None:
    """Bi-objective assignment (Tuyttens et al. 2000): every non-dominated point, by name."""
    name = f"Tuyttens00_AP_n{size:02d}"
    problem, first, second = assignment(shared_data / "fronts" / f"{name}.raw")
    with (shared_data / "fronts" / "fronts.csv").open() as stream:
        known = sorted((-int(z1), -int(z2)) for instance, z1, z2 in list(csv.reader(stream))[1:] if instance == name)
    front = frontier(problem, first, second, limits=UNTIMED)
    assert front.exact
    assert points_of(front) == known[::-1]


def test_two_aims_too_large_for_one() -> None:
    """Where both goals do not fit one integer aim they are solved in turn, with the same front."""
    rng = np.random.default_rng(5)
    n = 5
    employee, position = np.divmod(np.arange(n * n), n)
    problem = PlacementProblem.from_arrays(employee, position, np.zeros(n * n), num_employees=n, num_positions=n)
    none = np.zeros(0, dtype=np.int64)
    first, second = (Tier(name, rng.integers(-(10**6), 0, n * n), none) for name in ("first", "second"))
    plans = every_plan(replace(problem, tiers=(first, second)))
    front = frontier(problem, first, second, limits=UNTIMED)
    assert points_of(front) == non_dominated(plans.tiers[plans.admitted])


def test_rows_bind_every_point() -> None:
    """A coupling row of the problem holds on the front too: two people, of whom one may take the better post."""
    problem = PlacementProblem.from_arrays(
        [0, 0, 1, 1],
        [0, 1, 0, 1],
        [0, 0, 0, 0],
        num_employees=2,
        num_positions=2,
        capacity=2,
        rows=(Row("R", "one", np.array([1, 3]), np.array([1, 1]), None, 1),),
    )
    none = np.zeros(0, dtype=np.int64)
    first, second = Tier("a", np.array([0, 3, 0, 2]), none), Tier("b", np.array([0, -1, 0, -1]), none)
    assert points_of(frontier(problem, first, second)) == [(3, -1), (0, 0)]


def front_through(*reached: tuple[int, int]) -> Front:
    none = np.zeros(0, dtype=np.int64)
    return Front(tuple(FrontPoint(a, b, none, proved=True) for a, b in reached), 0.0, "optimal")


def test_knee() -> None:
    """The knee lies farthest above the line between the ends; a straight front and one of two points have none."""
    assert front_through((100, 0), (90, 8), (50, 9), (0, 10)).knee == 1
    assert front_through((10, 0), (5, 5), (0, 10)).knee is None
    assert front_through((10, 0), (0, 10)).knee is None


@pytest.mark.parametrize("goals", [("suitability", "sex"), ("suitability", "suitability"), ("change", "move"), ("", "move")])
def test_goals_refused(goals: tuple[str, str]) -> None:
    """A goal that is no term, or the same goal twice, is refused with the names there are, in both languages."""
    with pytest.raises(OptionError) as caught:
        check_goals(goals)
    assert caught.value.code == "E-GOAL"
    assert caught.value.bahasa
    assert "sex" not in GOALS


def test_one_point_asked() -> None:
    """A front has two ends."""
    problem = PlacementProblem.from_arrays([0], [0], [1], num_employees=1, num_positions=1)
    goal = Tier("a", np.array([1]), np.zeros(0, dtype=np.int64))
    with pytest.raises(ValueError, match="two ends"):
        frontier(problem, goal, goal, most_points=1)
