"""The exact engine where a solver ends early: nothing is called proved, and a plan that the clock picked says so."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from penata.benchmarks.instances import coupled_instance
from penata.models.domain.problem import IntArray, PlacementProblem
from penata.optimizer import exact
from penata.optimizer.cpsat import CpSatInner
from penata.optimizer.exact import solve_exact
from penata.optimizer.highs import HighsInner
from penata.optimizer.inner import Answer, Held, Heuristics, Stop
from penata.optimizer.linear import LinearModel, linear_model
from penata.optimizer.solution import Limits


class _TiresAmongEquals(HighsInner):
    """HiGHS that the clock ends in the stage that asks for no heuristics: the choice among equal plans."""

    def maximise(
        self,
        model: LinearModel,
        aim: IntArray,
        held: tuple[Held, ...],
        *,
        limits: Limits,
        stop: Stop,
        hint: IntArray | None = None,
        heuristics: Heuristics = "full",
        progress: Callable[[int, int | None], None] | None = None,
    ) -> Answer:
        """Answer nothing where heuristics are off."""
        answer = super().maximise(
            model, aim, held, limits=limits, stop=stop, hint=hint, heuristics=heuristics, progress=progress
        )
        if heuristics == "none":
            return Answer(None, None, None, proved=False, clock=True)
        return answer


def test_cpsat_without_a_plan_has_no_bound() -> None:
    """CP-SAT that ends before its first plan reports 0 as its bound, under the optimum of -100: no bound may come of it."""
    problem = coupled_instance(80, 1, equity=True)
    model = linear_model(problem)
    aim = np.concatenate([problem.tiers[0].option_points, problem.tiers[0].auxiliary_points])
    answer = CpSatInner().maximise(model, aim, (), limits=Limits(seconds=None, work=1e-9), stop=Stop())
    assert (answer.columns, answer.bound, answer.proved) == (None, None, False)


def test_no_work_is_no_proof() -> None:
    """Both solvers, out of work at once, return a plan that keeps every row and a bound that is not below the optimum."""
    problem = coupled_instance(80, 1, equity=True, budgets=True, kin=True)
    best = solve_exact(problem, Limits(seconds=None))
    assert (best.status, best.unique) == ("optimal", True)
    assert best.bound is not None
    for inner in (HighsInner(), CpSatInner()):
        brief = solve_exact(problem, Limits(seconds=None, work=1e-9), inner=inner)
        assert brief.chosen is not None
        assert brief.bound is not None
        assert brief.bound >= best.bound
        assert brief.status == "feasible" or brief.tiers[0].value == best.bound


def test_a_gap_ends_the_search_early() -> None:
    """With a gap of half the value the scout's plan or today's is enough: feasible, within the gap, bound stated."""
    problem = coupled_instance(80, 1, equity=True, budgets=True, kin=True)
    solution = solve_exact(problem, Limits(seconds=None, gap=0.5))
    tier = solution.tiers[0]
    assert tier.bound is not None
    assert tier.bound - tier.value <= 0.5 * abs(tier.value)


def test_a_clock_among_equal_plans_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The value is proved, but another run may pick another of the equal plans: optimal, clock-limited, not unique."""
    monkeypatch.setattr(exact, "SCOUT_FROM", 10**6)
    e, p = np.divmod(np.arange(25), 5)
    problem = PlacementProblem.from_arrays(e, p, np.zeros(25), num_employees=5, num_positions=5)
    solution = solve_exact(problem, Limits(seconds=None), inner=_TiresAmongEquals())
    assert (solution.status, solution.clock_limited, solution.unique) == ("optimal", True, False)
