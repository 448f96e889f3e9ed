"""Two ways in which people place by hand, for comparison: best pair first, and seniority (DUK) first."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..models.domain.draft import NO_UPPER
from ..models.domain.problem import IntArray, PlacementProblem
from .solution import Solution, TierOutcome, is_admitted, position_counts
from .start import filled
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
            tally.move(person, option)
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
                tally.move(person, option)
                break
    return _done(problem, tally, "seniority")


def _start(problem: PlacementProblem) -> IntArray | None:
    """Return today's placement, pinned people at their pin and others out of their way; None where that breaks a rule."""
    start = make_room(problem, filled(problem, problem.held))
    return start if is_admitted(problem, start) else None


def make_room(problem: PlacementProblem, chosen: IntArray) -> IntArray:
    """Return a choice in which people with another option leave posts that hold too many, least points lost first."""
    chosen = chosen.copy()
    free = np.bincount(problem.option_employee, minlength=len(problem.employee_ids)) > 1
    for _ in range(len(chosen)):
        counts = position_counts(problem, chosen)
        held = [(item, int(counts[item.positions].sum())) for item in problem.headcounts if item.upper < NO_UPPER]
        crowded = [_inside(problem, item.positions) for item, count in held if count > item.upper]
        if not crowded:
            break
        post = problem.option_position[chosen]
        leaving = free & np.any([inside[post] for inside in crowded], axis=0)
        options = np.flatnonzero(leaving[problem.option_employee])
        now = chosen[problem.option_employee[options]]
        old, new = problem.option_position[now], problem.option_position[options]
        helps = np.any([inside[old] & ~inside[new] for inside in crowded], axis=0)
        for item, count in held:
            if count >= item.upper:
                inside = _inside(problem, item.positions)
                helps &= ~(inside[new] & ~inside[old])
        if not helps.any():
            break
        lost = problem.option_points[now] - problem.option_points[options]
        option = int(options[helps][np.lexsort((problem.option_ties[options[helps]], lost[helps]))[0]])
        chosen[problem.option_employee[option]] = option
    return chosen


def _inside(problem: PlacementProblem, positions: IntArray) -> npt.NDArray[np.bool_]:
    """Return which posts are in a set, shape (P + 1,); the last place is *no post*, which index -1 finds."""
    inside = np.zeros(len(problem.position_ids) + 1, dtype=np.bool_)
    inside[positions] = True
    return inside


def _done(problem: PlacementProblem, tally: Tally, engine: str) -> Solution:
    tiers = tuple(TierOutcome(tier.name, value, None) for tier, value in zip(problem.tiers, tally.tiers, strict=True))
    return Solution("feasible", tally.chosen, None, engine, tiers)
