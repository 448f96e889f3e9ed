"""The small programs of the engine hybrid: what is fixed, what is left, and who solves it."""

from __future__ import annotations

import numpy as np
import pytest

from penata.benchmarks.instances import coupled_instance
from penata.models.domain.problem import IntArray, PlacementProblem
from penata.optimizer import by_shape
from penata.optimizer.by_shape import ByShape
from penata.optimizer.cpsat import CpSatInner
from penata.optimizer.highs import HighsInner, relaxed
from penata.optimizer.inner import ChooseInner, Held, Stop
from penata.optimizer.linear import linear_model, with_fixed
from penata.optimizer.priced import coupled
from penata.optimizer.relax_and_fix import relax_and_fix
from penata.optimizer.smooth import SmoothDual, Stage, settle, spread_of
from penata.optimizer.solution import Limits, complete, stay_plan

NO_CLOCK = Limits(seconds=None)


def aim_of(problem: PlacementProblem) -> IntArray:
    return np.concatenate([problem.tiers[0].option_points, problem.tiers[0].auxiliary_points])


def columns_of(problem: PlacementProblem, chosen: IntArray) -> IntArray:
    columns = np.zeros(problem.num_options + len(problem.auxiliaries), dtype=np.int64)
    columns[chosen] = 1
    columns[problem.num_options :] = complete(problem, chosen)
    return columns


@pytest.mark.parametrize("seed", range(4))
def test_a_program_with_columns_fixed_is_the_program(seed: int) -> None:
    """With half of the people fixed as in the best plan, what is left is worth the best plan less what they bring."""
    problem = coupled_instance(40, seed, equity=True, budgets=True, kin=True)
    model, aim = linear_model(problem), aim_of(problem)
    best = HighsInner().maximise(model, aim, (), limits=NO_CLOCK, stop=Stop())
    assert best.columns is not None
    fixed = np.zeros(len(aim), dtype=bool)
    fixed[: problem.num_options] = problem.option_employee % 2 == 0
    left = with_fixed(model, fixed, best.columns)
    assert left is not None
    assert left.num_people == 20
    rest = CpSatInner().maximise(left, aim[~fixed], (), limits=NO_CLOCK, stop=Stop())
    assert rest.value is not None
    assert rest.proved
    assert rest.value + int(aim[fixed] @ best.columns[fixed]) == best.value


def test_columns_that_break_a_row_alone_leave_no_program() -> None:
    """Everyone fixed in a post other than today's: more moves than the limit admits, and nobody is left to mend it."""
    problem = coupled_instance(40, 1)
    others = np.setdiff1d(np.arange(problem.num_options), problem.held)
    chosen = others[np.unique(problem.option_employee[others], return_index=True)[1]]
    fixed = np.zeros(problem.num_options + len(problem.auxiliaries), dtype=bool)
    fixed[: problem.num_options] = True
    values = np.zeros(len(fixed), dtype=np.int64)
    values[chosen] = 1
    assert with_fixed(linear_model(problem), fixed, values) is None


@pytest.mark.parametrize("choose", [ByShape(), lambda _: HighsInner(), lambda _: CpSatInner()])
def test_a_plan_keeps_every_row_and_is_near_the_relaxation(choose: ChooseInner) -> None:
    """Relax and fix returns a plan of the whole program, with an earlier tier kept, within 1 % of the relaxation."""
    problem = coupled_instance(120, 3, kin=True)
    model, aim = linear_model(problem), aim_of(problem)
    today = stay_plan(problem)
    assert today is not None
    moves = -np.isin(np.arange(len(aim)), problem.rows[0].columns).astype(np.int64)
    held = (Held(moves, -10),)
    found = relax_and_fix(model, aim, held, choose=choose, enough=10**12, limits=NO_CLOCK, stop=Stop())
    split = relaxed(model, aim, held, NO_CLOCK, Stop())
    assert found is not None
    assert split is not None
    chosen = np.flatnonzero(found[: problem.num_options])
    assert problem.option_employee[chosen].tolist() == list(range(120))
    assert int(moves @ found) >= -10
    worth = int(aim @ columns_of(problem, chosen))  # refuses a plan that breaks a row
    assert int(aim @ columns_of(problem, today)) < worth <= aim @ split + 1
    assert worth >= 0.99 * (aim @ split)


def test_the_shape_chooses_who_solves(monkeypatch: pytest.MonkeyPatch) -> None:
    """CP-SAT up to a number of columns, HiGHS beyond; both find the same value."""
    problem = coupled_instance(40, 2)
    model, aim = linear_model(problem), aim_of(problem)
    solver = ByShape()
    small = solver(len(aim)).maximise(model, aim, (), limits=NO_CLOCK, stop=Stop())
    assert solver.used == ["cpsat"]
    monkeypatch.setattr(by_shape, "MOST_COLUMNS", len(aim) - 1)
    large = solver(len(aim)).maximise(model, aim, (), limits=NO_CLOCK, stop=Stop())
    assert solver.used == ["cpsat", "highs"]
    assert small.value == large.value


def test_options_that_stand_for_others_lead_to_the_same_prices() -> None:
    """Two hot stages on every fourth option end within 5 % of the spread of those on all; the last one sees all."""
    problem = coupled_instance(400, 1)
    model = coupled(problem, aim_of(problem), ())
    spread, today = spread_of(model), stay_plan(problem)
    ends = []
    for every in (1, 4):
        hot = [Stage(spread, 60, None, every), Stage(0.4 * spread, 60, None, every), Stage(0.16 * spread, 200, None)]
        ends.append(settle(model, hot, today))
    assert np.abs(ends[0].headcount - ends[1].headcount).max() <= 0.05 * spread


def test_thin_keeps_the_plan_and_somebody_of_everyone() -> None:
    """Every eighth option is priced and the plan's; without a plan, or where few would be left, all are."""
    problem = coupled_instance(400, 1)
    model = coupled(problem, aim_of(problem), ())
    dual = SmoothDual(model, stay_plan(problem))
    dual.thin(8, 100.0)
    few = dual.margins(np.zeros(model.num_headcounts + model.num_rows))[0]
    assert problem.num_options / 9 < len(few) < problem.num_options / 6
    dual.thin(1, 100.0)
    assert len(dual.margins(np.zeros(model.num_headcounts + model.num_rows))[0]) == problem.num_options
    blind = SmoothDual(model, None)
    blind.thin(8, 100.0)
    assert len(blind.margins(np.zeros(model.num_headcounts + model.num_rows))[0]) == problem.num_options
