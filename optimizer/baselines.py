"""Two ways in which people place by hand, for comparison: best pair first, and seniority (DUK) first."""

from __future__ import annotations

import numpy as np

from ..models.domain.problem import IntArray, PlacementProblem
from .solution import Solution, TierOutcome, complete, stay_plan
from .tally import Tally


def solve_greedy(problem: PlacementProblem) -> Solution:
    """Take pairs from the largest gain down, each where the plan stays feasible and gets better; one pass."""
    start = _start(problem)
    if start is None:
        return Solution("unknown", None, None, "greedy")
    tally = Tally(problem, start)
    gain = problem.option_points - problem.option_points[start[problem.option_employee]]
    moved = np.zeros(len(problem.employee_ids), dtype=bool)
    for option in np.lexsort((problem.option_ties, -gain)).tolist():
        person = int(problem.option_employee[option])
        if moved[person]:
            continue
        tiers = tally.better_with(person, option)
        if tiers is not None:
            tally.move(person, option, tiers)
            moved[person] = True
    return _done(problem, tally, "greedy")


def solve_seniority(problem: PlacementProblem) -> Solution:
    """Let people choose in order of rank, then time in rank: each the most suitable post that the rules still admit."""
    start = _start(problem)
    if start is None:
        return Solution("unknown", None, None, "seniority")
    tally = Tally(problem, start)
    bounds = np.searchsorted(problem.option_employee, np.arange(len(problem.employee_ids) + 1))
    for person in np.argsort(problem.seniority).tolist():
        mine = np.arange(bounds[person], bounds[person + 1])
        for option in mine[np.lexsort((problem.option_ties[mine], -problem.option_points[mine]))].tolist():
            if option == tally.chosen[person]:
                break
            tiers = tally.fits(person, option)
            if tiers is not None:
                tally.move(person, option, tiers)
                break
    return _done(problem, tally, "seniority")


def _start(problem: PlacementProblem) -> IntArray | None:
    """Return today's placement, pinned people at their pin, where it breaks nothing hard; None otherwise."""
    start = stay_plan(problem)
    if start is None:
        bounds = np.searchsorted(problem.option_employee, np.arange(len(problem.employee_ids)))
        start = np.where(problem.held >= 0, problem.held, bounds)
    try:
        complete(problem, start)
    except ValueError:
        return None
    return start


def _done(problem: PlacementProblem, tally: Tally, engine: str) -> Solution:
    tiers = tuple(TierOutcome(tier.name, value, None) for tier, value in zip(problem.tiers, tally.tiers, strict=True))
    return Solution("feasible", tally.chosen, None, engine, tiers)
