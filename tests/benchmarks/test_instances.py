"""The benchmark family: what it fixes holds, equal seeds are equal, today's plan keeps every row."""

from __future__ import annotations

import numpy as np
import pytest

from penata.benchmarks.bare import bare_flow
from penata.benchmarks.instances import (
    MOVE_SHARE,
    OPTIONS_PER_PERSON,
    POSTS_PER_UNIT,
    SKILL_WANTED,
    SKILLED_SHARE,
    coupled_instance,
)
from penata.models.domain.problem import PlacementProblem
from penata.optimizer.engine import solve
from penata.optimizer.solution import Limits, complete, stay_plan


@pytest.fixture(scope="module")
def large() -> PlacementProblem:
    """2,000 people, everything coupled."""
    return coupled_instance(2000, 1, equity=True, budgets=True, kin=True)


def rows_of(problem: PlacementProblem, rule: str) -> list[tuple[np.ndarray, np.ndarray, int | None, int | None]]:
    """Return columns, coefficients, lower and upper of each row of a rule."""
    return [(row.columns, row.coefficients, row.lower, row.upper) for row in problem.rows if row.rule == rule]


def test_equal_seeds_give_equal_instances() -> None:
    """The same arguments twice give the same arrays; another seed does not."""
    first, again, other = (coupled_instance(80, seed, equity=True, budgets=True, kin=True) for seed in (3, 3, 4))
    assert np.array_equal(first.option_points, again.option_points)
    assert [row.name for row in first.rows] == [row.name for row in again.rows]
    assert all(np.array_equal(a.columns, b.columns) for a, b in zip(first.rows, again.rows, strict=True))
    assert not np.array_equal(first.option_points, other.option_points)


def test_parts_leave_the_rest_alone() -> None:
    """Equity, budgets and kin add rows; options, points and the other rows stay what they were."""
    plain, full = coupled_instance(80, 3), coupled_instance(80, 3, equity=True, budgets=True, kin=True)
    assert np.array_equal(plain.option_points, full.option_points)
    assert [row.name for row in full.rows[: len(plain.rows)]] == [row.name for row in plain.rows]
    assert {row.rule for row in full.rows} == {"moves", "skill_mix", "equity", "budget", "kin"}


def test_seats_options_and_skills_are_as_described(large: PlacementProblem) -> None:
    """60 options a person and one without a post; 2,060 seats in 50 units; one seat for each head; 41 % skilled."""
    assert np.all(np.bincount(large.option_employee) == OPTIONS_PER_PERSON + 1)
    seats = np.array([headcount.upper for headcount in large.headcounts])
    assert seats.sum() == 2060
    assert len(seats) == 50 * POSTS_PER_UNIT
    assert np.all(seats[::POSTS_PER_UNIT] == 1)
    skilled: set[int] = set()
    for unit, (columns, _, wanted, _) in enumerate(rows_of(large, "skill_mix")):
        options = columns[columns < large.num_options]
        skilled |= set(large.option_employee[options].tolist())
        of_unit = seats[unit * POSTS_PER_UNIT : (unit + 1) * POSTS_PER_UNIT].sum()
        assert wanted == np.ceil(SKILL_WANTED * of_unit)
    assert len(skilled) == round(SKILLED_SHARE * 2000)


def test_todays_plan_is_a_feasible_start(large: PlacementProblem) -> None:
    """Nobody has to move for the rows' sake."""
    today = stay_plan(large)
    assert today is not None
    complete(large, today)


def test_the_free_flow_moves_most_people() -> None:
    """Without coupling about 87 % leave their post, where the row allows 30 %; three seeds stay within 3 points."""
    for seed in (1, 2, 3):
        free = coupled_instance(2000, seed, coupled=False)
        chosen = solve(free).chosen
        assert chosen is not None
        assert 0.84 < np.mean(chosen != free.held) < 0.90
    assert MOVE_SHARE == 0.30


def test_budgets_and_kin_bite() -> None:
    """Each budget is nearly used up by the best plan, and the plan without them breaks one budget at least."""
    problem = coupled_instance(300, 1, budgets=True)
    with_budgets = solve(problem, limits=Limits(seconds=None))
    free = solve(coupled_instance(300, 1), limits=Limits(seconds=None))
    assert with_budgets.chosen is not None
    assert free.chosen is not None
    assert (with_budgets.status, free.status) == ("optimal", "optimal")
    shares = {"with": [], "free": []}  # type: dict[str, list[float]]
    for columns, cost, _, upper in rows_of(problem, "budget"):
        assert upper is not None
        for name, chosen in (("with", with_budgets.chosen), ("free", free.chosen)):
            shares[name].append(float(cost[np.isin(columns, chosen)].sum() / upper))
    assert min(shares["with"]) > 0.9
    assert max(shares["with"]) <= 1.0 < max(shares["free"])


def test_kin_rows_join_a_head_and_those_below() -> None:
    """One option of a person as head, the others of one relative in posts of the same unit, together at most 1."""
    problem = coupled_instance(200, 1, kin=True)
    rows = rows_of(problem, "kin")
    assert rows
    for columns, coefficients, lower, upper in rows:
        assert (coefficients.tolist(), lower, upper) == ([1] * len(columns), None, 1)
        people, posts = problem.option_employee[columns], problem.option_position[columns]
        assert len(set(people.tolist())) == 2
        assert posts[-1] % POSTS_PER_UNIT == 0
        assert set((posts // POSTS_PER_UNIT).tolist()) == {posts[-1] // POSTS_PER_UNIT}
        assert set(people[:-1].tolist()).isdisjoint({int(people[-1])})


def test_the_bare_flow_is_the_flow() -> None:
    """Where nothing couples, the yardstick and the engine have one value."""
    problem = coupled_instance(200, 5, coupled=False)
    assert bare_flow(problem).value == solve(problem).bound
