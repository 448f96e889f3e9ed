"""One instance, one solver, one process of its own: what it took and whether it was proved."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

from ..datasets.read import read_source
from ..models.domain.build import build_problem
from ..models.domain.problem import PlacementProblem
from ..models.domain.scenario import Scenario
from ..optimizer.cpsat import CpSatInner
from ..optimizer.engine import solve
from ..optimizer.exact import solve_exact
from ..optimizer.highs import HighsInner
from ..optimizer.solution import Limits, Solution, complete, tier_values
from .bare import bare_flow
from .instances import coupled_instance
from .report import Line, peak_megabytes

Part = Literal["moves and skills", "equity", "budgets", "kin"]
PARTS: tuple[Part, ...] = ("moves and skills", "equity", "budgets", "kin")
SolverName = Literal["bare flow", "auto", "highs", "cpsat", "cpsat 2 workers", "cpsat 8 workers"]
SOLVERS: dict[SolverName, Callable[[PlacementProblem, Limits], Solution]] = {
    "auto": lambda problem, limits: solve(problem, "auto", limits),
    "highs": lambda problem, limits: solve_exact(problem, limits, inner=HighsInner()),
    "cpsat": lambda problem, limits: solve_exact(problem, limits, inner=CpSatInner()),
    "cpsat 2 workers": lambda problem, limits: solve_exact(problem, limits, inner=CpSatInner(2)),
    "cpsat 8 workers": lambda problem, limits: solve_exact(problem, limits, inner=CpSatInner(8)),
}
PROOF = Limits(seconds=None, work=600.0)
"""Ten times the default work and no clock: a promise is a proof, not a time."""
SHORTEST = 1e-3
"""Seconds under which a ratio says nothing: the bare flow counts as at least that long."""


@dataclass(frozen=True, slots=True)
class Task:
    """One measurement to make.

    Parameters
    ----------
    instance
        Name in the table.
    solver
        Who solves it.
    people, seed, parts
        What is drawn of the family; 0 people = the bundled district under its own scenario.
    limits
        When to stop.
    promised
        True where anything but a proof, or the gap of the limits, is a failure.
    tight
        The variant in which moves and skills bite harder.
    """

    instance: str
    solver: SolverName
    people: int
    seed: int = 1
    parts: tuple[Part, ...] = ()
    limits: Limits = PROOF
    promised: bool = True
    tight: bool = False


def problem_of(task: Task) -> PlacementProblem:
    """Draw or read the instance of a task."""
    if task.people == 0:
        case = read_source("lubuk_begalung").require_case()
        return build_problem(case, Scenario.parse(case.scenario)).problem
    has = {part: part in task.parts for part in PARTS}
    return coupled_instance(
        task.people,
        task.seed,
        coupled=has["moves and skills"],
        equity=has["equity"],
        budgets=has["budgets"],
        kin=has["kin"],
        tight=task.tight,
    )


def measure(task: Task) -> Line:
    """Make the instance, solve it and count again what the plan is worth."""
    problem = problem_of(task)
    if task.solver == "bare flow":
        bare = bare_flow(problem)
        return Line(task.instance, "bare flow", "relaxed", None, bare.value, bare.seconds, None, peak_megabytes(), None)
    start = time.process_time()
    solution = SOLVERS[task.solver](problem, task.limits)
    seconds = time.process_time() - start
    value, bound, proved = _proof(problem, solution)
    kept = proved or _within_gap(value, bound, task.limits.gap) if task.promised else None
    name = task.solver if task.solver != "auto" else f"auto: {solution.engine}"
    return Line(task.instance, name, solution.status, value, bound, seconds, None, peak_megabytes(), kept)


def _within_gap(value: int | None, bound: int | None, gap: float) -> bool:
    return value is not None and bound is not None and gap > 0 and bound - value <= gap * max(1, abs(value))


def _proof(problem: PlacementProblem, solution: Solution) -> tuple[int | None, int | None, bool]:
    """Return value and bound of the last tier, and whether status, values and bounds of every tier agree on a proof.

    Where an earlier tier is open, the last one compares with nothing: both are None.
    """
    if solution.chosen is None:
        return None, solution.bound, False
    values = tier_values(problem, solution.chosen, complete(problem, solution.chosen))
    closed = [tier.bound == value for tier, value in zip(solution.tiers, values, strict=True)]
    if not all(closed[:-1]):
        return None, None, False
    return values[-1], solution.tiers[-1].bound, solution.status == "optimal" and all(closed)


def measured(tasks: Sequence[Task]) -> Iterator[Line]:
    """Yield the lines of tasks, each in a fresh process, with ratios to the bare flow of the same instance."""
    context = multiprocessing.get_context("spawn")
    bare: dict[str, float] = {}
    with ProcessPoolExecutor(max_workers=1, mp_context=context, max_tasks_per_child=1) as pool:
        for task in tasks:
            line = pool.submit(measure, task).result()
            if task.solver == "bare flow":
                bare[task.instance] = line.seconds
            elif task.instance in bare:
                line = replace(line, ratio=line.seconds / max(bare[task.instance], SHORTEST))
            yield line
