"""Engines on the smallest instances: flow's refusals, infeasible requests, limits, ties, Ctrl-C."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from penata import PlacementProblem, solve
from penata.models.domain.errors import OptionError
from penata.models.domain.problem import Auxiliary, Headcount, Row
from penata.optimizer.cpsat import CpSatInner
from penata.optimizer.exact import solve_exact
from penata.optimizer.flow import solve_flow
from penata.optimizer.highs import HighsInner
from penata.optimizer.solution import Limits, complete


def square(
    points: Sequence[Sequence[float]], *, rows: Sequence[Row] = (), capacity: int | list[int] = 1
) -> PlacementProblem:
    """Return a dense problem."""
    table = np.array(points)
    e, p = np.divmod(np.arange(table.size), table.shape[1])
    people, posts = table.shape
    return PlacementProblem.from_arrays(
        e, p, table.ravel(), num_employees=people, num_positions=posts, rows=rows, capacity=capacity
    )


def at_most_one_of(columns: list[int]) -> Row:
    """Return a row over pairs as given."""
    return Row("test", "pair", np.array(columns), np.ones(len(columns), dtype=np.int64), None, 1)


def test_flow_is_exact() -> None:
    """2 x 2: 5 + 4 = 9 beats 6 + 1 = 7."""
    solution = solve(square([[5, 6], [1, 4]]))
    assert (solution.status, solution.engine, solution.bound) == ("optimal", "flow", 900)


def test_flow_refuses_coupled_models() -> None:
    """Asked for on a coupled model, flow is a usage error that names the rule."""
    problem = square([[5, 6], [1, 4]], rows=[at_most_one_of([0, 3])])
    with pytest.raises(OptionError, match="test"):
        solve(problem, "flow")


@pytest.mark.parametrize("engine", ["highs", "cpsat"])
def test_a_row_changes_the_optimum(engine: str) -> None:
    """With 'not both of (0, 0) and (1, 1)' the best is 6 + 1 = 7."""
    solution = solve(square([[5, 6], [1, 4]], rows=[at_most_one_of([0, 3])]), engine)  # type: ignore[arg-type]
    assert (solution.status, solution.bound) == ("optimal", 700)


@pytest.mark.parametrize("inner", [HighsInner(), CpSatInner()], ids=lambda inner: inner.name)
def test_infeasible_is_proved_and_named(inner: HighsInner | CpSatInner) -> None:
    """Two people, two posts, neither perfect matching allowed: infeasible, the row is named with its least breach."""
    rows = [at_most_one_of([0, 3]), Row("test", "other", np.array([1, 2]), np.array([1, 1]), None, 1)]
    solution = solve_exact(square([[5, 6], [1, 4]], rows=rows), Limits(), inner=inner)
    assert solution.status == "infeasible"
    assert [(rule, amount) for rule, _, amount in solution.breached] == [("test", 1)]


def test_flow_proves_infeasibility() -> None:
    """Three people for two seats and nobody may stay out."""
    table = PlacementProblem.from_arrays([0, 1, 2], [0, 0, 0], [1, 1, 1], num_employees=3, num_positions=1, capacity=2)
    assert solve(table).status == "infeasible"


def test_nested_headcounts_run_as_arcs() -> None:
    """Posts 0 and 1 together take at least 1 and at most 2 of 3 people: the third goes to post 2 at a loss.

    Free best: 9 + 8 + 7 = 24 in posts 0, 0, 1; with at most two in {0, 1} one person falls to post 2 (0 points).
    """
    points = [[9, 1, 0], [8, 2, 0], [1, 7, 0]]
    problem = square(points, capacity=[2, 1, 3])
    union = Headcount("unit", "U", np.array([0, 1]), 1, 2)
    limited = replace(problem, headcounts=(*problem.headcounts, union))
    assert solve_flow(problem).bound == 2400
    assert solve_flow(limited).bound == 1700
    assert solve_exact(limited, Limits()).tiers[0].value == 1700


def test_priced_shortage_and_surplus() -> None:
    """A floor of 2 at 5 points a missing person draws somebody worth 3 less, not somebody worth 6 less."""
    for loss, expected in ((3, [1, 1]), (6, [1, 0])):
        problem = square([[0.0, 10.0], [float(loss), 0.0]], capacity=2)
        floor = Headcount("R21.floor", "U", np.array([1]), 0, 2, short_of=2, short=0)
        priced = (Auxiliary("slack", "floor", 2, -500, "rules"),)
        made = replace(
            problem,
            headcounts=(*problem.headcounts, floor),
            auxiliaries=priced,
            tiers=tuple(replace(tier, auxiliary_points=np.array([-500])) for tier in problem.tiers),
        )
        for solution in (solve_flow(made), solve_exact(made, Limits())):
            assert solution.chosen is not None
            assert made.option_position[solution.chosen].tolist() == expected
            assert made.value_of(solution.chosen, complete(made, solution.chosen)) == solution.bound


def test_ties_do_not_depend_on_order() -> None:
    """Among equal plans both engines pick the same people for the same posts, whatever the order of the pairs."""
    n = 5
    e, p = np.divmod(np.arange(n * n), n)
    picks = set()
    for seed in range(4):
        order = np.random.default_rng(seed).permutation(n * n)
        problem = PlacementProblem.from_arrays(e[order], p[order], np.zeros(n * n), num_employees=n, num_positions=n)
        for solution in (solve_flow(problem), solve_exact(problem, Limits())):
            assert solution.unique
            assert solution.chosen is not None
            picks.add(tuple(problem.option_position[solution.chosen].tolist()))
    assert len(picks) == 1


@pytest.mark.parametrize("inner", [HighsInner(), CpSatInner()], ids=lambda inner: inner.name)
def test_a_stop_asked_before_the_start_keeps_todays_plan(inner: HighsInner | CpSatInner) -> None:
    """A search that is stopped at once is cancelled, and never worse than the plan it started from."""
    problem = square([[5, 6], [1, 4]], rows=[at_most_one_of([0, 3])])
    warm = np.array([1, 2])
    event = threading.Event()
    event.set()
    solution = solve_exact(problem, Limits(), inner=inner, warm=warm, stop_event=event)
    assert solution.status == "cancelled"
    assert solution.chosen is not None
    assert problem.option_points[solution.chosen].sum() >= problem.option_points[warm].sum()


@pytest.mark.parametrize("engine", ["auto", "cpsat", "highs", "greedy", "seniority", "stable"])
def test_a_person_without_any_option_is_infeasible_and_named(engine: str) -> None:
    """Employee E1 has no pair and may not be left out: no plan, and the answer says who."""
    problem = PlacementProblem.from_arrays([0, 0], [0, 1], [1, 2], num_employees=2, num_positions=2)
    solution = solve(problem, engine)  # type: ignore[arg-type]
    assert solution.status == "infeasible"
    assert solution.breached == (("person", "E1", 1),)


def test_a_breach_is_told_in_the_rows_own_unit() -> None:
    """A budget of Rp 1.5 million for two courses of Rp 1 million each: Rp 0.5 million are missing."""
    row = Row("budget.training", "training_idr", np.array([0, 1]), np.array([1_000_000, 1_000_000]), None, 1_500_000)
    problem = PlacementProblem.from_arrays([0, 1], [0, 1], [1, 1], num_employees=2, num_positions=2, rows=[row])
    solution = solve_exact(problem, Limits())
    assert solution.status == "infeasible"
    assert solution.breached == (("budget.training", "training_idr", 500_000),)


def test_later_tiers_are_solved_though_an_earlier_one_stops_at_its_gap() -> None:
    """With a wide gap allowed in every tier, each tier still has a bound, and the plan is no worse than its start."""
    from penata.benchmarks.instances import coupled_instance
    from penata.models.domain.problem import Tier

    problem = coupled_instance(120, 2, equity=True)
    none = np.zeros_like(problem.option_points)
    worst = np.array([item.points * (item.kind == "worst") for item in problem.auxiliaries])
    tiers = (Tier("equity", none, worst), *problem.tiers)
    made = replace(problem, tiers=tiers)
    solution = solve_exact(made, Limits(gap=0.2))
    assert solution.chosen is not None
    assert all(tier.bound is not None for tier in solution.tiers)
    assert complete(made, solution.chosen) is not None
