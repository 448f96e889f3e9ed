"""The whole model handed to one solver at once: what the engine for agencies has to beat.

Both begin from today's plan, which is given to them, and stop at the gap asked for or at the clock.
"""

from __future__ import annotations

import math

import highspy
import numpy as np
from ortools.sat.python import cp_model

from ..models.domain.problem import IntArray, PlacementProblem
from ..optimizer.cpsat import cp_program
from ..optimizer.highs import highs_program, run, solver_for
from ..optimizer.inner import Stop
from ..optimizer.linear import LinearModel, linear_model
from ..optimizer.solution import Limits, complete, stay_plan
from .trace import Trace


def solve_cpsat(problem: PlacementProblem, limits: Limits, trace: Trace, *, workers: int) -> IntArray | None:
    """Solve with CP-SAT, ``linearization_level = 2``; return the options chosen, None without a plan."""
    model, aim, hint = _stated(problem)
    program, columns = cp_program(model, ())
    used = np.flatnonzero(aim)
    program.maximize(cp_model.LinearExpr.weighted_sum([columns[place] for place in used], aim[used].tolist()))
    if hint is not None:
        for column, value in zip(columns, hint.tolist(), strict=True):
            program.add_hint(column, value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = limits.seed
    solver.parameters.relative_gap_limit = limits.gap
    if limits.seconds is not None:
        solver.parameters.max_time_in_seconds = limits.seconds
    solver.best_bound_callback = lambda bound: trace.seen(None, math.floor(bound + 1e-6))
    status = solver.solve(program, _Watch(trace))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    trace.seen(None, math.floor(solver.best_objective_bound + 1e-6))
    values = np.array([solver.value(column) for column in columns[: problem.num_options]], dtype=np.int64)
    return np.flatnonzero(values)


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, trace: Trace) -> None:
        super().__init__()
        self._trace = trace

    def on_solution_callback(self) -> None:
        """Keep value and bound."""
        self._trace.seen(round(self.objective_value), math.floor(self.best_objective_bound + 1e-6))


def solve_highs(problem: PlacementProblem, limits: Limits, trace: Trace) -> IntArray | None:
    """Solve with the MIP solver of HiGHS, one thread; return the options chosen, None without a plan."""
    model, aim, hint = _stated(problem)
    stop = Stop.after(limits, None)
    solver = solver_for(limits, stop)
    solver.passModel(highs_program(model, aim, ()))
    if hint is not None:
        start = highspy.HighsSolution()
        start.col_value = hint.astype(float).tolist()
        solver.setSolution(start)

    def watch(event: highspy.HighsCallbackEvent) -> None:
        value, bound = event.data_out.mip_primal_bound, event.data_out.mip_dual_bound
        trace.seen(
            round(value) if abs(value) < 1e18 else None,
            math.floor(bound + 1e-6) if abs(bound) < 1e18 else None,
        )

    solver.cbMipLogging.subscribe(watch)
    solver.cbMipImprovingSolution.subscribe(watch)
    run(solver, stop)
    info = solver.getInfo()
    if math.isfinite(info.mip_dual_bound):
        trace.seen(None, math.floor(info.mip_dual_bound + 1e-6))
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    values = np.rint(np.asarray(solver.getSolution().col_value)[: problem.num_options])
    return np.flatnonzero(values)


def _stated(problem: PlacementProblem) -> tuple[LinearModel, IntArray, IntArray | None]:
    """Return the model, its aim, and today's plan as columns."""
    (tier,) = problem.tiers
    today = stay_plan(problem)
    hint = None
    if today is not None:
        auxiliary = complete(problem, today)
        hint = np.concatenate([np.zeros(problem.num_options, dtype=np.int64), auxiliary])
        hint[today] = 1
    return linear_model(problem), np.concatenate([tier.option_points, tier.auxiliary_points]), hint
