"""CP-SAT as the solver of the integer program: exact integers, one worker, deterministic work.

One worker with ``linearization_level = 2``: on assignment-shaped models two workers stayed far above the optimum where one
proved it in seconds (docs/decisions/0002-coupled-engine.md), and one worker with work limits gives equal bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from ..models.domain.problem import IntArray
from .inner import Answer, Held, Heuristics, Stop, run_interruptibly
from .linear import LinearModel
from .solution import Limits

WORKERS = 1


class _Watch(cp_model.CpSolverSolutionCallback):
    """Reports every better plan."""

    def __init__(self, progress: Callable[[int, int | None], None]) -> None:
        super().__init__()
        self._progress = progress

    def on_solution_callback(self) -> None:
        """Report value and bound."""
        self._progress(round(self.objective_value), math.floor(self.best_objective_bound + 1e-6))


class CpSatInner:
    """Solves with CP-SAT."""

    name = "cpsat"
    scout_work = 5.0

    def __init__(self, workers: int = WORKERS) -> None:
        self.workers = workers

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
        """Maximise ``aim`` . columns; see :class:`Inner`. One worker's mix of search and proof stays as it is."""
        program, columns = cp_program(model, held)
        used = np.flatnonzero(aim)
        program.maximize(_sum(columns, used, aim[used]))
        if hint is not None:
            for column, value in zip(columns, hint.tolist(), strict=True):
                program.add_hint(column, value)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = self.workers
        parameters.linearization_level = 2
        parameters.random_seed = limits.seed
        parameters.max_deterministic_time = limits.work
        parameters.catch_sigint_signal = False
        parameters.relative_gap_limit = limits.gap
        parameters.absolute_gap_limit = max(0.5, limits.near)  # aims are integers: a bound under value + 1 is a proof
        if stop.seconds_left is not None:
            parameters.max_time_in_seconds = max(0.01, stop.seconds_left)
        watch = _Watch(progress) if progress is not None else None
        statuses: list[cp_model.CpSolverStatus] = []
        run_interruptibly(lambda: statuses.append(solver.solve(program, watch)), stop, solver.stop_search)
        status = statuses[0]
        if status == cp_model.INFEASIBLE:
            return Answer(None, None, None, proved=True, infeasible=True)
        clock = status != cp_model.OPTIMAL and (stop.asked or stop.seconds_left == 0.0)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Answer(None, None, None, proved=False, clock=clock)  # its bound may be 0 for want of one
        bound = math.floor(solver.best_objective_bound + 1e-6)
        values = np.array([solver.value(column) for column in columns], dtype=np.int64)
        value = int(aim @ values)
        return Answer(values, value, bound, proved=bound <= value, clock=clock)


def _sum(columns: list[cp_model.IntVar], used: IntArray, coefficients: IntArray) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([columns[place] for place in used], coefficients.tolist())


def cp_program(model: LinearModel, held: tuple[Held, ...]) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """State the rows, and tiers held, as a CP-SAT model; return it with its columns, without an aim."""
    program = cp_model.CpModel()
    columns = [program.new_int_var(0, top, "") for top in model.column_upper.tolist()]
    for row in range(len(model.row_names)):
        start, end = model.starts[row], model.starts[row + 1]
        indices = model.indices[start:end]
        if row < model.num_people:
            program.add_exactly_one([columns[place] for place in indices])
            continue
        expression = _sum(columns, indices, model.coefficients[start:end])
        program.add_linear_constraint(expression, int(model.row_lower[row]), int(model.row_upper[row]))
    for tier in held:
        used = np.flatnonzero(tier.aim)
        program.add(_sum(columns, used, tier.aim[used]) >= tier.value)
    return program, columns
