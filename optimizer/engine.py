"""Which engine solves a problem, and what each promises."""

from __future__ import annotations

import threading
from typing import Final, Literal

import numpy as np

from ..models.domain.errors import OptionError
from ..models.domain.problem import IntArray, PlacementProblem
from .baselines import solve_greedy, solve_seniority
from .cpsat import CpSatInner
from .exact import solve_exact
from .flow import solve_flow
from .highs import HighsInner
from .inner import Progress
from .solution import Limits, Solution
from .stable import solve_stable

EngineName = Literal["auto", "flow", "cpsat", "highs", "greedy", "seniority", "stable"]
ENGINES: Final[tuple[EngineName, ...]] = ("auto", "flow", "cpsat", "highs", "greedy", "seniority", "stable")


def people_without_options(problem: PlacementProblem) -> tuple[str, ...]:
    """Return the people whom pins, forbids or hard rules leave nothing to hold; no plan has a place for them."""
    count = np.bincount(problem.option_employee, minlength=len(problem.employee_ids))
    return tuple(problem.employee_ids[place] for place in np.flatnonzero(count == 0))


def solve(
    problem: PlacementProblem,
    engine: EngineName = "auto",
    limits: Limits | None = None,
    *,
    warm: IntArray | None = None,
    stop_event: threading.Event | None = None,
    progress: Progress | None = None,
) -> Solution:
    """Solve a placement problem.

    ``auto`` takes one flow where nothing couples people, and the integer program otherwise (HiGHS; CP-SAT confirms what
    floating point can't). ``greedy`` and ``seniority`` prove nothing; ``stable`` leaves no pair that
    blocks, as far as hard rows admit, and proves no value.

    Raises
    ------
    OptionError
        ``flow`` was asked for and something couples.
    """
    limits = limits or Limits()
    if missing := people_without_options(problem):
        return Solution("infeasible", None, None, "build", breached=tuple(("person", name, 1) for name in missing))
    if engine == "flow" or (engine == "auto" and not problem.couples):
        return solve_flow(problem)
    if engine == "greedy":
        return solve_greedy(problem)
    if engine == "seniority":
        return solve_seniority(problem)
    if engine == "stable":
        return solve_stable(problem)
    if engine not in ENGINES:
        message = f"unknown engine '{engine}'; engines are {', '.join(ENGINES)}."
        bahasa = f"mesin '{engine}' tidak dikenal; yang ada: {', '.join(ENGINES)}."
        raise OptionError(message, code="E-ENGINE", bahasa=bahasa)
    inner = CpSatInner() if engine == "cpsat" else HighsInner()
    return solve_exact(problem, limits, inner=inner, warm=warm, stop_event=stop_event, progress=progress)
