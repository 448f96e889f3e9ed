"""The engine hybrid: prices, what they prove, and the same values as the searches without prices."""

from __future__ import annotations

import threading
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penata.benchmarks.instances import coupled_instance
from penata.models.domain.build import build_problem
from penata.models.domain.problem import Auxiliary, Headcount, IntArray, PlacementProblem, Row, Tier
from penata.optimizer.by_shape import ByShape
from penata.optimizer.certificate import certify
from penata.optimizer.cpsat import CpSatInner
from penata.optimizer.engine import people_without_options, solve
from penata.optimizer.exact import Question, solve_exact
from penata.optimizer.highs import HighsInner
from penata.optimizer.hybrid import ROUNDS, approach, solve_hybrid
from penata.optimizer.inner import Held, Inner, Stop
from penata.optimizer.priced import coupled
from penata.optimizer.smooth import Prices, SmoothDual, Stage, settle
from penata.optimizer.solution import Limits, Solution, complete, stay_plan, tier_values
from penata.optimizer.subproblem import chosen_in, columns_kept, with_options
from tests.brute import every_plan
from tests.random_cases import draw_agency

SEEDS = st.integers(0, 2**32 - 1)
NO_CLOCK = Limits(seconds=None)


def aim_of(problem: PlacementProblem, tier: int = 0) -> IntArray:
    return np.concatenate([problem.tiers[tier].option_points, problem.tiers[tier].auxiliary_points])


def drawn(seed: int, people: int = 6) -> PlacementProblem | None:
    """Return a random coupled problem in which everyone has an option, None where the seed gives none."""
    draw = draw_agency(Random(seed), most_people=people, most_posts=people, plain=0.0)
    problem = build_problem(draw.case, draw.scenario).problem
    return problem if problem.couples and not people_without_options(problem) else None


def value_of(solution: Solution) -> tuple[int, ...]:
    return tuple(tier.value for tier in solution.tiers)


def check_same_value(seed: int, inner: Inner) -> None:
    problem = drawn(seed)
    if problem is None:
        return
    best = every_plan(problem).best()
    solution = solve_hybrid(problem, NO_CLOCK, inner=inner, priced_from=0)
    if best is None:
        assert solution.status == "infeasible"
        return
    assert solution.status == "optimal"
    assert value_of(solution) == best
    assert all(tier.bound == tier.value for tier in solution.tiers)
    assert solution.chosen is not None
    assert tier_values(problem, solution.chosen, complete(problem, solution.chosen)) == best
    if solution.unique:
        assert problem.option_ties[solution.chosen].sum() == every_plan(problem).least_ties(problem)


@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
@given(SEEDS)
def test_prices_first_reaches_the_best_of_all_plans(seed: int) -> None:
    """On random coupled agencies, with prices before every tier, the value is that of the best of all plans."""
    check_same_value(seed, HighsInner())


@pytest.mark.slow
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(SEEDS, st.booleans())
def test_prices_first_reaches_the_best_of_all_plans_at_length(seed: int, by_cpsat: bool) -> None:
    """The same on more agencies, the small programs by either solver."""
    check_same_value(seed, CpSatInner() if by_cpsat else HighsInner())


def check_any_prices_bound(seed: int) -> None:
    """Random prices, of any sign: no plan is worth more than the bound, none with an option more than its reach."""
    problem = drawn(seed)
    if problem is None:
        return
    plans = every_plan(problem)
    numbers = np.random.default_rng(seed)
    for tier in range(len(problem.tiers)):
        aim = aim_of(problem, tier)
        model = coupled(problem, aim, ())
        size = numbers.choice([0.0, 0.01, 1.0, 300.0, 20_000.0])
        prices = Prices(
            numbers.normal(0, size, model.num_headcounts),
            numbers.normal(0, size, model.num_rows),
            np.zeros(problem.num_options, dtype=np.float32),
            np.zeros(problem.num_options, dtype=np.float32),
        )
        proof = certify(model, prices)
        assert proof is not None
        chosen, worth = plans.chosen[plans.admitted], plans.tiers[plans.admitted][:, tier]
        assert (worth <= proof.bound).all()
        assert (worth <= proof.reach[chosen].min(axis=1, initial=proof.bound)).all()


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(SEEDS)
def test_any_prices_bound_every_plan(seed: int) -> None:
    """Weak duality in integers, over every plan of random agencies: seats, slacks and worst shares among them."""
    check_any_prices_bound(seed)


@pytest.mark.slow
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(SEEDS)
def test_any_prices_bound_every_plan_at_length(seed: int) -> None:
    """The same on more agencies."""
    check_any_prices_bound(seed)


def every_kind() -> PlacementProblem:
    """Two people, two posts in one unit, and an auxiliary of each kind in the rows; head counts nest."""
    auxiliaries = (
        Auxiliary("slack", "s", 2, -30, "rules"),
        Auxiliary("worst", "w", 400, -1, "equity"),
        Auxiliary("switch", "t", 1, -50, "training_cost"),
        Auxiliary("indicator", "i", 1, 0, "rules"),
    )
    rows = (
        Row("skill_mix", "U", np.array([0, 2, 4]), np.array([1, 1, 1]), 2, None),
        Row("equity", "U", np.array([0, 3, 5]), np.array([-7, 5, 1]), 3, None),
        Row("moves", "all", np.array([1, 2]), np.array([1, 1]), 0, 1),
        Row("sessions", "K", np.array([1, 6, 7]), np.array([1, -2, -1]), None, 1),
    )
    problem = PlacementProblem.from_arrays(
        [0, 0, 1, 1],
        [0, 1, 0, 1],
        [5, 3, 4, 4.5],
        num_employees=2,
        num_positions=2,
        capacity=[2, 1],
        shortage_points=[1.0, 2.0],
        unplaced_points=9.0,
        rows=rows,
        auxiliaries=auxiliaries,
    )
    unit = Headcount("R21.floor", "U", np.array([0, 1]), 1, 2)
    return replace(problem, headcounts=(*problem.headcounts, unit))


def test_auxiliaries_of_each_kind_take_their_best_value() -> None:
    """Whatever the prices, the bound lies above every plan; the best prices found bring it to within a point of the best."""
    problem = every_kind()
    plans = every_plan(problem)
    best = plans.best()
    assert best is not None
    numbers = np.random.default_rng(7)
    model = coupled(problem, aim_of(problem), ())
    none = np.zeros(problem.num_options, dtype=np.float32)
    for _ in range(200):
        beta, y = numbers.normal(0, 300, model.num_headcounts), numbers.normal(0, 300, model.num_rows)
        proof = certify(model, Prices(beta, y, none, none))
        assert proof is not None
        assert proof.bound >= best[0]
    settled = certify(model, settle(model, [Stage(100.0, 50, None), Stage(10.0, 80, None), Stage(1.0, 80, None)], None))
    assert settled is not None
    assert 0 <= settled.bound - best[0] <= 100


def test_the_slope_is_the_slope() -> None:
    """The gradient of the smoothed dual equals its difference quotients, at random prices, to single precision."""
    problem = coupled_instance(60, 3, equity=True, budgets=True, kin=True)
    model = coupled(problem, aim_of(problem), ())
    dual = SmoothDual(model, stay_plan(problem))
    numbers = np.random.default_rng(1)
    prices = numbers.normal(0, 2_000, model.num_headcounts + model.num_rows)
    lower, upper = dual.sides()
    prices = np.where(
        np.isinf(lower) & np.isinf(upper), prices, np.where(np.isinf(upper), 300 + abs(prices), -300 - abs(prices))
    )
    _, slope = dual.value(prices, 5_000.0)
    for place in numbers.choice(len(prices), 25, replace=False):
        step = np.zeros(len(prices))
        step[place] = 200.0
        both = [dual.value(prices + sign * step, 5_000.0)[0] for sign in (1, -1)]
        assert (both[0] - both[1]) / 400.0 == pytest.approx(slope[place], abs=0.02, rel=0.02)


def test_prices_and_one_small_program_come_near() -> None:
    """300 people, everything coupled: one approach leaves under 1 % of the gain over today, and its bound is no lie."""
    problem = coupled_instance(300, 1)
    today = stay_plan(problem)
    assert today is not None
    asked = Question(
        *(problem, aim_of(problem), (), np.ones(problem.num_options, dtype=bool), today),
        *(HighsInner(), Limits(seconds=None, gap=1e-3), Stop()),
    )
    found = approach(asked, ByShape())
    assert found.plan is not None
    assert found.relaxation is not None
    value = tier_values(problem, found.plan, complete(problem, found.plan))[0]
    before = tier_values(problem, today, complete(problem, today))[0]
    assert value <= found.relaxation.bound
    assert found.relaxation.bound - value <= 0.01 * (found.relaxation.bound - before)


def test_prices_alone_come_near_where_everything_couples() -> None:
    """1,000 people, equity, budgets, kin: prices and one small program leave 1e-3; boxed on all sides they left 14 %."""
    problem = coupled_instance(1_000, 1, equity=True, budgets=True, kin=True)
    asked = Question(
        *(problem, aim_of(problem), (), np.ones(problem.num_options, dtype=bool), stay_plan(problem)),
        *(HighsInner(), Limits(seconds=None, gap=1e-3), Stop()),
    )
    found = approach(asked, ByShape())
    assert found.plan is not None
    assert found.relaxation is not None
    value = tier_values(problem, found.plan, complete(problem, found.plan))[0]
    assert 0 <= found.relaxation.bound - value <= 1e-3 * value


def test_a_gap_is_kept_and_runs_are_equal() -> None:
    """Twice the same plan and bound, within the gap asked for; the engine names who solved the small programs."""
    problem = coupled_instance(80, 2)
    limits = Limits(seconds=None, gap=1e-3)
    first, second = (solve_hybrid(problem, limits, priced_from=0) for _ in range(2))
    assert first.chosen is not None
    assert second.chosen is not None
    assert first.chosen.tolist() == second.chosen.tolist()
    assert (first.bound, first.engine) == (second.bound, "hybrid+highs+cpsat")
    assert first.bound is not None
    assert first.bound - first.tiers[0].value <= 1e-3 * abs(first.tiers[0].value)
    assert solve(problem, "hybrid", limits, inner="cpsat").engine == "hybrid+cpsat"
    assert solve(problem, "hybrid", limits, inner="highs").engine == "hybrid+highs"


def test_a_good_plan_is_never_returned_worse() -> None:
    """From the best plan, with no work to do anything, the best plan comes back; stopped at once it comes back, too."""
    problem = coupled_instance(40, 1, kin=True)
    best = solve_exact(problem, NO_CLOCK)
    assert best.chosen is not None
    event = threading.Event()
    idle = solve_hybrid(problem, Limits(seconds=None, work=1e-9), warm=best.chosen, priced_from=0)
    event.set()
    stopped = solve_hybrid(problem, NO_CLOCK, warm=best.chosen, stop_event=event, priced_from=0)
    for solution in (idle, stopped):
        assert solution.chosen is not None
        assert solution.tiers[0].value == best.tiers[0].value
        assert solution.bound is not None
        assert solution.bound >= best.tiers[0].value
    assert stopped.status == "cancelled"


@pytest.mark.slow
def test_tiers_are_kept_while_the_next_is_priced() -> None:
    """Three tiers in order, prices before each: the values that the search without prices proves."""
    problem = coupled_instance(40, 4, equity=True)
    none = np.zeros_like(problem.option_points)
    worst = np.array([item.points * (item.kind == "worst") for item in problem.auxiliaries])
    problem = replace(problem, tiers=(Tier("equity", none, worst), *problem.tiers))
    ours, theirs = solve_hybrid(problem, NO_CLOCK, priced_from=0), solve_exact(problem, NO_CLOCK)
    assert value_of(ours) == value_of(theirs)
    assert [tier.bound for tier in ours.tiers] == [tier.bound for tier in theirs.tiers]


def test_fewer_options_are_the_same_problem() -> None:
    """Plans of the options kept have the same values and breaches in the smaller problem; auxiliaries stay."""
    problem = coupled_instance(40, 5, equity=True, budgets=True, kin=True)
    numbers = np.random.default_rng(0)
    keep = numbers.random(problem.num_options) < 0.4
    keep[problem.held] = True
    small = with_options(problem, keep)
    assert columns_kept(problem, keep).sum() == small.num_options + len(small.auxiliaries)
    assert chosen_in(keep, problem.held).tolist() == small.held.tolist()
    starts = np.searchsorted(small.option_employee, np.arange(41))
    for _ in range(50):
        chosen = numbers.integers(starts[:-1], starts[1:])
        whole = np.flatnonzero(keep)[chosen]
        told = []
        for each, plan in ((small, chosen), (problem, whole)):
            try:
                told.append(str(tier_values(each, plan, complete(each, plan))))
            except ValueError as error:
                told.append(str(error))
        assert told[0] == told[1]


def test_each_round_settles_fewer_people() -> None:
    """The last round settles nobody, so that its program holds the best plan known."""
    assert [step.settled_at for step in ROUNDS] == sorted(step.settled_at for step in ROUNDS)
    assert ROUNDS[-1].settled_at > 1


def test_a_held_tier_is_a_row() -> None:
    """A tier that was held bounds plans like any other row: a demand that nobody reaches leaves prices that prove it."""
    problem = coupled_instance(40, 6)
    aim = aim_of(problem)
    plain = certify(coupled(problem, aim, ()), settle(coupled(problem, aim, ()), [Stage(500.0, 60, None)], None))
    moves = -np.isin(np.arange(len(aim)), problem.rows[0].columns).astype(np.int64)
    model = coupled(problem, aim, (Held(moves, -2),))
    held = certify(model, settle(model, [Stage(3000.0, 60, None), Stage(500.0, 60, None)], None))
    assert plain is not None
    assert held is not None
    assert held.bound < plain.bound
