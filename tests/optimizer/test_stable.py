"""The stable engine: published and hand-made answers, the right to stay, who yields to hard rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from penata.models.domain.build import build_problem
from penata.models.domain.problem import PlacementProblem, Row
from penata.models.domain.scenario import Scenario
from penata.optimizer.blocking import blocking_pairs, mutual_pairs
from penata.optimizer.engine import solve
from penata.optimizer.market import Market
from penata.optimizer.outcome import result_of
from penata.optimizer.referee import Referee
from penata.optimizer.stable import CIRCLE, NO_PLAN, YIELDED
from tests.small import Row as Facts
from tests.small import plan_of, small_case


def marriage(men: Sequence[Sequence[int]], women: Sequence[Sequence[int]]) -> PlacementProblem:
    """Return a problem in which ``men[e][p]`` and ``women[e][p]`` rank each pair, 1 = best."""
    size = len(men)
    e, p = np.divmod(np.arange(size * size), size)
    ranks, marks = np.array(men).ravel(), -np.array(women, dtype=float).ravel()
    return PlacementProblem.from_arrays(
        e, p, np.zeros(size * size), num_employees=size, num_positions=size, wish=ranks, match=marks
    )


def posts_of(problem: PlacementProblem) -> list[int]:
    solution = solve(problem, "stable")
    assert solution.chosen is not None
    assert not len(mutual_pairs(Market.of(problem), solution.chosen))
    return problem.option_position[solution.chosen].tolist()


def test_the_example_of_gale_and_shapley() -> None:
    """Example 3 of Gale & Shapley (1962): the one stable set of marriages is alpha-C, beta-D, gamma-A, delta-B."""
    men = [[1, 2, 3, 4], [1, 4, 3, 2], [2, 1, 3, 4], [4, 2, 3, 1]]
    women = [[3, 3, 2, 3], [4, 1, 3, 2], [2, 4, 4, 1], [1, 2, 1, 4]]
    assert posts_of(marriage(men, women)) == [2, 3, 0, 1]


def test_people_get_the_best_of_several_stable_plans() -> None:
    """Where everyone's first choice takes them last, all get their first choice; every other shift is blocked or worse."""
    men = [[1, 2, 3], [3, 1, 2], [2, 3, 1]]
    women = [[3, 2, 1], [1, 3, 2], [2, 1, 3]]
    problem = marriage(men, women)
    assert posts_of(problem) == [0, 1, 2]
    for shift in (1, 2):  # each person's second, third choice: stable as well, liked less by all
        chosen = np.array([3 * person + (person + shift) % 3 for person in range(3)])
        assert not len(mutual_pairs(Market.of(problem), chosen))


def test_more_seats_and_the_order_of_pairs() -> None:
    """A post of two seats keeps the two best of three; the order in which pairs are given changes nothing."""
    e, p = np.array([0, 1, 2, 2]), np.array([0, 0, 0, 1])
    points = np.array([5.0, 7.0, 6.0, 1.0])
    for order in (np.arange(4), np.array([3, 1, 0, 2])):
        problem = PlacementProblem.from_arrays(
            e[order], p[order], points[order], num_employees=3, num_positions=2, capacity=[2, 1], unplaced_points=9.0
        )
        assert posts_of(problem) == [-1, 0, 0]


PEOPLE: list[Facts] = [{"employee_id": "A", "position_id": "P"}, {"employee_id": "B", "position_id": "Q"}]
POSTS: list[Facts] = [{"position_id": "P"}, {"position_id": "Q"}, {"position_id": "R"}]
OFF = {name: {"mode": "off"} for name in ("R05", "R10", "R15", "R19", "R22", "R23")}


def placed(preferences: Sequence[Facts], asked: dict[str, object], **tables: Sequence[Facts]) -> dict[str, str | None]:
    """Return the stable plan of two people in P and Q, with R vacant, and check that the referee agrees."""
    case = small_case(PEOPLE, POSTS, preferences=preferences, **tables)  # type: ignore[arg-type]  # tables only
    scenario = Scenario.parse({"rules": OFF, **asked})
    built = build_problem(case, scenario)
    solution = solve(built.problem, "stable")
    result = result_of(built, solution, Referee(case, scenario), "p-0000000000000000")
    assert result.counts["blocking_pairs"] == 0
    assert result.counts["held_back_pairs"] == 0 or YIELDED in result.warnings
    figures = {kpi.name: kpi for kpi in result.kpis}
    assert (figures["blocking_pairs"].after, figures["blocking_pairs"].unit) == (0, "pairs")
    assert solution.chosen is not None
    assert (result.status, result.bound) == ("feasible", None)
    return dict(plan_of(built.problem, solution.chosen).posts)


def wish(person: str, post: str, rank: int = 1) -> Facts:
    return {"employee_id": person, "position_id": post, "rank": rank}


def test_a_holder_keeps_the_post_and_a_wish_fills_a_vacancy() -> None:
    """B asks for A's post and may not have it; B's second wish, the vacant R, is free."""
    assert placed([wish("B", "P"), wish("B", "R", 2)], {}) == {"A": "P", "B": "R"}


def test_people_change_places_where_both_ask_for_it() -> None:
    """A and B ask for each other's post: both get it, though neither post is ever vacant."""
    assert placed([wish("A", "Q"), wish("B", "P")], {}) == {"A": "Q", "B": "P"}


def test_who_may_not_stay_comes_before_other_newcomers() -> None:
    """A is forbidden P and asks for nothing; B asks for R: A takes R first, since A has nowhere else."""
    asked: dict[str, object] = {"forbid": [{"employee": "A", "position": "P"}, {"employee": "A", "position": "Q"}]}
    assert placed([wish("B", "R")], asked) == {"A": "R", "B": "Q"}


@pytest.mark.parametrize(
    "asked",
    [
        {"pin": [{"employee": "A", "position": "Q"}]},
        {"forbid": [{"employee": "A", "position": "P"}, {"employee": "A", "position": "R"}]},
    ],
)
def test_who_has_nothing_else_comes_before_a_holder(asked: dict[str, object]) -> None:
    """A can hold Q only, by a pin or by forbids, so B, who holds Q and matches it better, has to look further."""
    levels: list[Facts] = [
        {"employee_id": "A", "competency_id": "M-KOM", "level": 2},
        {"employee_id": "B", "competency_id": "M-KOM", "level": 3},
    ]
    standard: list[Facts] = [{"position_id": "Q", "competency_id": "M-KOM", "level": 3}]
    posts = placed([], asked, profiles=levels, requirements=standard)
    assert posts["A"] == "Q"
    assert posts["B"] in ("P", "R")


def test_no_post_for_somebody_who_may_not_stay_is_no_plan() -> None:
    """A may not stay in P; B and C keep the other posts: status unknown, and the note says so."""
    case = small_case([*PEOPLE, {"employee_id": "C", "position_id": "R"}], POSTS)
    built = build_problem(case, Scenario.parse({"rules": OFF, "forbid": [{"employee": "A", "position": "P"}]}))
    solution = solve(built.problem, "stable")
    assert (solution.status, solution.chosen, solution.notes) == ("unknown", None, (NO_PLAN,))


def test_the_last_in_order_yields_to_a_limit_of_moves() -> None:
    """Two vacancies are wished for and one move is allowed: the better match moves, the limit holds the other pair back."""
    e, p = np.array([0, 0, 1, 1]), np.array([0, 2, 1, 3])
    row = Row("moves", "max", np.array([1, 3]), np.array([1, 1]), None, 1)
    problem = PlacementProblem.from_arrays(
        e, p, [1.0, 5.0, 1.0, 6.0], num_employees=2, num_positions=4, rows=[row], wish=[0, 1, 0, 1]
    )
    problem.held[:] = [0, 2]
    solution = solve(problem, "stable")
    assert solution.chosen is not None
    assert problem.option_position[solution.chosen].tolist() == [0, 3]
    pairs = blocking_pairs(problem, solution.chosen)
    assert (pairs.blocking.tolist(), pairs.held_back.tolist()) == ([], [1])
    assert solution.notes == (YIELDED,)
    worse = blocking_pairs(problem, np.array([0, 2]))  # nobody moves: one of the two may, so each blocks
    assert (worse.blocking.tolist(), worse.held_back.tolist()) == ([1, 3], [])


def test_who_yielded_more_than_needed_moves_after_all() -> None:
    """Moves cost 1 (A), 4 (B), 4 (C) and the budget is 5; A, then B come last, and half of the excess of 4 is 2.

    So A and B yield together, though C's 4 leave room for A's 1: A moves after all, and only B is held back.
    """
    e, p = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 3, 1, 4, 2, 5])
    row = Row("budget", "training", np.array([1, 3, 5]), np.array([1, 4, 4]), None, 5)
    points = [0.0, 1.0, 0.0, 2.0, 0.0, 3.0]
    problem = PlacementProblem.from_arrays(e, p, points, num_employees=3, num_positions=6, rows=[row])
    problem.held[:] = [0, 2, 4]
    solution = solve(problem, "stable")
    assert solution.chosen is not None
    assert (solution.chosen != problem.held).tolist() == [True, False, True]
    pairs = blocking_pairs(problem, solution.chosen)
    assert (pairs.blocking.tolist(), pairs.held_back.tolist()) == ([], [3])


def test_a_market_without_a_stable_plan_is_told() -> None:
    """A row gives h1 and h2 one place; d1 likes h1 best and d2 h2, h1 takes d2 first and h2 d1: each plan is blocked."""
    e, p = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    row = Row("region", "cap", np.arange(4), np.ones(4, dtype=np.int64), None, 1)
    problem = PlacementProblem.from_arrays(
        e, p, np.zeros(4), num_employees=2, num_positions=2, rows=[row], unplaced_points=9.0,
        wish=[1, 2, 2, 1], match=[1.0, 2.0, 2.0, 1.0],
    )  # fmt: skip
    for first in range(3):
        for second in range(3, 6):
            taken = problem.option_position[[first, second]] >= 0
            if taken.sum() < 2:
                assert len(blocking_pairs(problem, np.array([first, second])).blocking)
    solution = solve(problem, "stable")
    assert solution.chosen is not None
    assert solution.notes == (YIELDED, CIRCLE)
    assert len(blocking_pairs(problem, solution.chosen).blocking) == 1


def test_a_head_stays_where_the_post_may_not_fall_vacant() -> None:
    """The head asks for another post and nobody follows: R21.head is hard, so the head yields."""
    posts: list[Facts] = [{"position_id": "P", "head": True}, *POSTS[1:]]
    case = small_case(PEOPLE, posts, preferences=[wish("A", "R")])
    for mode, post in (("hard", "P"), ("off", "R")):
        scenario = Scenario.parse({"rules": {**OFF, "R21": {"mode": mode}}})
        problem = build_problem(case, scenario).problem
        solution = solve(problem, "stable")
        assert solution.chosen is not None
        assert plan_of(problem, solution.chosen).posts["A"] == post
        pairs = blocking_pairs(problem, solution.chosen)
        assert (len(pairs.blocking), len(pairs.held_back)) == (0, mode == "hard")


def test_wishes_and_matches_must_be_as_long_as_the_pairs() -> None:
    """An array of another length is refused, not broadcast."""
    from penata.models.domain.errors import DataError

    with pytest.raises(DataError, match="as long as employee"):
        PlacementProblem.from_arrays([0, 1], [0, 0], [1, 1], num_employees=2, num_positions=1, wish=[1])
