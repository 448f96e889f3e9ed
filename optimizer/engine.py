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
from .hybrid import solve_hybrid
from .inner import Inner, Progress
from .solution import Limits, Solution
from .stable import solve_stable
from .start import no_worse, starting_plan

EngineName = Literal["auto", "flow", "hybrid", "cpsat", "highs", "greedy", "seniority", "stable"]
ENGINES: Final[tuple[EngineName, ...]] = ("auto", "flow", "hybrid", "cpsat", "highs", "greedy", "seniority", "stable")
COMPARING: Final = frozenset({"greedy", "seniority", "stable"})
"""Engines that are there to compare with: they know no earlier plan."""

InnerName = Literal["auto", "cpsat", "highs"]
INNERS: Final[tuple[InnerName, ...]] = ("auto", "cpsat", "highs")
"""Who solves the small programs of ``hybrid``; ``auto`` chooses by their shape, as measured (decision 0006)."""


def people_without_options(problem: PlacementProblem) -> tuple[str, ...]:
    """Return the people whom pins, forbids or hard rules leave nothing to hold; no plan has a place for them."""
    count = np.bincount(problem.option_employee, minlength=len(problem.employee_ids))
    return tuple(problem.employee_ids[place] for place in np.flatnonzero(count == 0))


def solve(
    problem: PlacementProblem,
    engine: EngineName = "auto",
    limits: Limits | None = None,
    *,
    inner: InnerName = "auto",
    warm: IntArray | None = None,
    stop_event: threading.Event | None = None,
    progress: Progress | None = None,
) -> Solution:
    """Solve a placement problem.

    ``auto`` takes one flow where nothing couples people, and ``hybrid`` otherwise: prices first, then small integer
    programs (by ``inner``; CP-SAT confirms what floating point can't). ``highs`` and ``cpsat`` are the same search without
    prices. ``greedy`` and ``seniority`` prove nothing; ``stable`` leaves no pair that blocks, as far
    as hard rows admit, and proves no value. All but these three never return a plan worse than the one they begin from:
    ``warm`` (E,), the option of each person in an earlier plan (-1 = none), or today's, whichever is worth more; where the
    model admits neither, a repair of them.

    Raises
    ------
    OptionError
        ``flow`` was asked for and something couples; an engine that only compares was asked to begin from ``warm``.
    """
    if warm is not None and engine in COMPARING:
        message = f"engine '{engine}' only compares and begins from no earlier plan. Leave out --warm, or use engine 'auto'."
        bahasa = f"mesin '{engine}' hanya pembanding dan tidak memakai rencana awal. Lepas --warm, atau pakai mesin 'auto'."
        raise OptionError(message, code="E-ENGINE-WARM", bahasa=bahasa)
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
    start = starting_plan(problem, warm)
    if engine in ("auto", "hybrid"):
        chosen: Inner | None = None if inner == "auto" else CpSatInner() if inner == "cpsat" else HighsInner()
        found = solve_hybrid(problem, limits, inner=chosen, warm=start, stop_event=stop_event, progress=progress)
    else:
        solver: Inner = CpSatInner() if engine == "cpsat" else HighsInner()
        found = solve_exact(problem, limits, inner=solver, warm=start, stop_event=stop_event, progress=progress)
    return found if start is None else no_worse(problem, found, start)
