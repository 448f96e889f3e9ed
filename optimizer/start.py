"""The plan that a search begins from: the better of the earlier plan and today's; repaired where it breaks a hard row.

A repair changes one person at a time: of all options of the people who stand in a broken row or head count, the one that
takes most breach away, then the one that loses least (least breach first: Minton et al. 1992,
doi:10.1016/0004-3702(92)90007-K). It finds a plan where few rows are broken by little, such as by pins; it proves nothing
where it finds none.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array, hstack

from ..models.domain.problem import IntArray, PlacementProblem
from .linear import UNBOUNDED
from .priced import FloatArray, coupled
from .solution import Solution, Status, TierOutcome, complete, is_admitted, stay_plan, tier_values

MOST_LOOKS = 30_000_000
"""Options looked at after which a repair gives up."""


def starting_plan(problem: PlacementProblem, warm: IntArray | None) -> IntArray | None:
    """Return the best plan known before any search, None where none is known.

    Parameters
    ----------
    problem
        Everyone has an option.
    warm
        Shape (E,). Option of each person in an earlier plan, -1 where there is none; None = no such plan.

    Returns
    -------
    Shape (E,). Of the earlier plan and today's the one of higher tiers; one that the model does not admit is repaired first.
    """
    today = stay_plan(problem)
    begun = [] if warm is None else [filled(problem, warm)]
    if today is not None and is_admitted(problem, today):
        begun.append(today)
    elif warm is None:
        begun.append(filled(problem, problem.held))
    found = [plan for plan in (repaired(problem, plan) for plan in begun) if plan is not None]
    return max(found, key=lambda plan: tier_values(problem, plan, complete(problem, plan)), default=None)


def no_worse(problem: PlacementProblem, solution: Solution, start: IntArray) -> Solution:
    """Return the solution, its plan replaced by ``start`` (E,) where that is of higher tiers; what was proved stays."""
    least = tier_values(problem, start, complete(problem, start))
    if solution.chosen is not None and tier_values(problem, solution.chosen, complete(problem, solution.chosen)) >= least:
        return solution
    bounds = [tier.bound for tier in solution.tiers] or [None] * len(least)
    tiers = tuple(
        TierOutcome(tier.name, value, bound) for tier, value, bound in zip(problem.tiers, least, bounds, strict=True)
    )
    status: Status = "cancelled" if solution.status == "cancelled" else "feasible"
    return replace(solution, status=status, chosen=start, tiers=tiers, unique=False)


def filled(problem: PlacementProblem, chosen: IntArray) -> IntArray:
    """Return a choice in which who has none (-1) has the post held, else the option of most points."""
    plan = np.where(chosen >= 0, chosen, problem.held)
    order = np.lexsort((problem.option_ties, -problem.option_points, problem.option_employee))
    best = order[np.searchsorted(problem.option_employee[order], np.arange(len(plan)))]
    return np.where(plan >= 0, plan, best)


def repaired(problem: PlacementProblem, chosen: IntArray) -> IntArray | None:
    """Return the choice itself where the model admits it, else one changed until it does; None where that fails."""
    if is_admitted(problem, chosen):
        return chosen
    limits = _Limits(problem)
    plan = chosen.copy()
    while limits.looked <= MOST_LOOKS:
        option = limits.best_change(plan)
        if option is None:
            break
        plan[problem.option_employee[option]] = option
    return plan if is_admitted(problem, plan) else None


class _Limits:
    """Rows and head counts as sides of sums over options, what their own slack admits included."""

    def __init__(self, problem: PlacementProblem) -> None:
        model = coupled(problem, np.concatenate([problem.tiers[0].option_points, problem.tiers[0].auxiliary_points]), ())
        self.problem = problem
        self.looked = 0
        spare = abs(model.auxiliary_rows.astype(np.float64)).T @ model.auxiliary_upper.astype(np.float64)
        lower, upper = model.lower - spare, model.upper + spare
        lower[model.lower <= -UNBOUNDED], upper[model.upper >= UNBOUNDED] = -np.inf, np.inf
        seats = csr_array(model.headcounts_of[model.position])
        size = np.zeros(model.num_rows)
        np.maximum.at(size, model.option_rows.indices, np.abs(model.option_rows.data).astype(np.float64))
        self.weight = np.concatenate([np.ones(model.num_headcounts), 1 / np.maximum(size, 1)])
        self.matrix = csr_array(hstack([seats, model.option_rows], format="csr").astype(np.float64))
        self.lower = np.concatenate([[item.lower for item in problem.headcounts], lower])
        self.upper = np.concatenate([[item.upper for item in problem.headcounts], upper])

    def _breach(self, activity: FloatArray, limit: IntArray | slice = slice(None)) -> FloatArray:
        low, high = self.lower[limit] - activity, activity - self.upper[limit]
        breach: FloatArray = np.maximum(0, np.maximum(low, high)) * self.weight[limit]
        return breach

    def best_change(self, plan: IntArray) -> int | None:
        """Return the option that takes most breach away, ties by the points lost, then by hash; None where none does."""
        problem = self.problem
        activity = np.asarray(self.matrix[plan].sum(axis=0)).ravel()
        breach = self._breach(activity)
        broken = np.flatnonzero(breach)
        if not len(broken):
            return None
        touched = np.diff(csr_array(self.matrix[:, broken]).indptr) > 0
        mine = np.zeros(len(plan), dtype=bool)
        mine[problem.option_employee[touched]] = True
        options = np.flatnonzero(mine[problem.option_employee])
        self.looked += len(options)
        now = plan[problem.option_employee[options]]
        change = csr_array(self.matrix[options] - self.matrix[now])
        after = self._breach(activity[change.indices] + change.data, change.indices) - breach[change.indices]
        gained = np.bincount(np.repeat(np.arange(len(options)), np.diff(change.indptr)), -after, minlength=len(options))
        if not (gained > 1e-9).any():
            return None
        lost = problem.option_points[now] - problem.option_points[options]
        return int(options[np.lexsort((problem.option_ties[options], lost, -np.round(gained, 9)))[0]])
