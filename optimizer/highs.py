"""HiGHS as the solver of the integer program: one thread, node limits, the same answer on every run.

HiGHS works in floating point; every plan it returns is checked in integers by the caller, and its bound is widened by
its own tolerance before it is rounded down.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import highspy
import numpy as np
import numpy.typing as npt

from ..models.domain.problem import IntArray
from .inner import Answer, Held, Heuristics, Stop, run_interruptibly
from .linear import UNBOUNDED, LinearModel
from .solution import Limits

NODES_PER_WORK = 2_000
"""Branch-and-bound nodes that one unit of work stands for."""


FEW_HEURISTICS = 0.001
"""Part of the work that goes into heuristics; HiGHS's own choice is 0.05."""


class HighsInner:
    """Solves with HiGHS."""

    name = "highs"
    scout_work = 0.06

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
        """Maximise ``aim`` . columns; see :class:`Inner`."""
        solver = solver_for(limits, stop)
        _calm(solver, heuristics)
        program = highs_program(model, aim, held)
        solver.passModel(program)
        if hint is not None:
            start = highspy.HighsSolution()
            start.col_value = hint.astype(float).tolist()
            solver.setSolution(start)

        def better(event: highspy.HighsCallbackEvent) -> None:
            if progress is not None:
                bound = event.data_out.mip_dual_bound
                value = round(event.data_out.objective_function_value)
                progress(value, math.floor(bound + 1e-6) if math.isfinite(bound) else None)

        if progress is not None:
            solver.cbMipImprovingSolution.subscribe(better)
        run(solver, stop)
        answer = _answer(solver, aim, program.offset_)
        reached = solver.getInfo().objective_function_value
        if hint is not None and answer.value is not None and abs(reached - answer.value) > 0.5:
            # HiGHS 1.16: a start that presolve maps to a better point comes back itself, under that point's value
            return self.maximise(model, aim, held, limits=limits, stop=stop, heuristics=heuristics, progress=progress)
        return answer


def relaxed(
    model: LinearModel, aim: IntArray, held: tuple[Held, ...], limits: Limits, stop: Stop
) -> npt.NDArray[np.float64] | None:
    """Return the columns (C,) of the best plan whose people may be split between options; None where there is none.

    By the interior point and then to a corner: a fifteenth of the time of the simplex at 30,000 people.
    """
    solver = solver_for(limits, stop)
    solver.setOptionValue("solver", "ipm")
    program = highs_program(model, aim, held)
    program.integrality_ = []
    solver.passModel(program)
    run(solver, stop)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return np.asarray(solver.getSolution().col_value)


class _QuietHighs(highspy.Highs):
    """HiGHS without its banner: highspy 1.16 prints it on stdout when the constructor turns callbacks on."""

    def enableCallbacks(self) -> None:  # highspy's name
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # highspy is not annotated here


def solver_for(limits: Limits, stop: Stop) -> highspy.Highs:
    """Return a solver of one thread with these limits, silent."""
    solver = _QuietHighs()  # type: ignore[no-untyped-call]  # highspy is not annotated here
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", limits.seed)
    solver.setOptionValue("mip_rel_gap", limits.gap)
    solver.setOptionValue("mip_abs_gap", max(0.99, limits.near))  # aims are integers: a bound under value + 1 is a proof
    solver.setOptionValue("mip_max_nodes", max(1, round(limits.work * NODES_PER_WORK)))
    if stop.seconds_left is not None:
        solver.setOptionValue("time_limit", max(0.01, stop.seconds_left))

    def watch(event: highspy.HighsCallbackEvent) -> None:
        if stop.asked:
            event.interrupt()

    solver.cbMipInterrupt.subscribe(watch)
    solver.cbSimplexInterrupt.subscribe(watch)
    return solver


def _calm(solver: highspy.Highs, heuristics: Heuristics) -> None:
    """Take from the programs within programs, which cost more than the tree where the start is good (decision 0002)."""
    if heuristics != "full":
        solver.setOptionValue("mip_heuristic_effort", FEW_HEURISTICS)
    if heuristics == "none":
        for name in ("rens", "rins", "root_reduced_cost"):
            solver.setOptionValue(f"mip_heuristic_run_{name}", False)


def run(solver: highspy.Highs, stop: Stop) -> None:
    """Run until the end, a limit, or a stop; its callbacks of :func:`solver_for` look at the stop."""
    run_interruptibly(solver.run, stop, lambda: None)


def highs_program(model: LinearModel, aim: IntArray, held: tuple[Held, ...]) -> highspy.HighsLp:
    """State the program; each person's best points become a constant, so that what is left is small and exact."""
    starts, indices, coefficients = list(model.starts), [model.indices], [model.coefficients]
    lower, upper = [model.row_lower], [model.row_upper]
    for tier in held:
        columns = np.flatnonzero(tier.aim)
        indices.append(columns)
        coefficients.append(tier.aim[columns])
        starts.append(starts[-1] + len(columns))
        lower.append(np.array([tier.value]))
        upper.append(np.array([UNBOUNDED]))
    program = highspy.HighsLp()
    cost, offset = _shifted(model, aim)
    row_lower, row_upper = np.concatenate(lower).astype(float), np.concatenate(upper).astype(float)
    program.num_col_, program.num_row_ = len(aim), len(row_lower)
    program.col_cost_, program.offset_ = cost.astype(float), float(offset)
    program.col_lower_, program.col_upper_ = np.zeros(len(aim)), model.column_upper.astype(float)
    program.row_lower_ = np.where(row_lower <= -UNBOUNDED, -highspy.kHighsInf, row_lower)
    program.row_upper_ = np.where(row_upper >= UNBOUNDED, highspy.kHighsInf, row_upper)
    program.sense_ = highspy.ObjSense.kMaximize
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.array(starts)
    program.a_matrix_.index_ = np.concatenate(indices)
    program.a_matrix_.value_ = np.concatenate(coefficients).astype(float)
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(aim)
    return program


def _shifted(model: LinearModel, aim: IntArray) -> tuple[IntArray, int]:
    """Return the aim less the best of each person, and the sum of these: exactly one column of each person is 1."""
    cost = aim.copy()
    starts = model.starts[: model.num_people + 1]
    some = np.flatnonzero(np.diff(starts))
    if not len(some):
        return cost, 0
    mine = model.indices[: starts[-1]]
    best = np.maximum.reduceat(aim[mine], starts[some])
    cost[mine] -= np.repeat(best, np.diff(starts)[some])
    return cost, int(best.sum())


def _answer(solver: highspy.Highs, aim: IntArray, offset: float) -> Answer:
    status, info = solver.getModelStatus(), solver.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Answer(None, None, None, proved=True, infeasible=True)
    clock = status in (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt)
    bound = info.mip_dual_bound
    widened = math.floor(bound + 1e-9 * abs(bound - offset) + 1e-6) if math.isfinite(bound) else None
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(None, None, widened, proved=False, clock=clock)
    columns = np.rint(np.asarray(solver.getSolution().col_value)).astype(np.int64)
    value = int(aim @ columns)
    return Answer(columns, value, widened, widened is not None and widened <= value, clock=clock)
