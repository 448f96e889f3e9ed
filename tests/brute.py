"""Every plan of a small problem at once: which ones are admitted and what each is worth.

Written from the classes of ``models/domain/problem.py`` alone, in whole columns of plans; it shares nothing with
the engines or with ``optimizer/solution.py``. ``tests/conftest.py`` makes it importable as ``tests.brute``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from penata.models.domain.problem import IntArray, PlacementProblem

MOST_PLANS = 400_000


@dataclass(frozen=True)
class Plans:
    """M plans: options (M, E), admitted or not (M,), auxiliaries (M, A), tiers (M, T), values in cents (M,)."""

    chosen: IntArray
    admitted: npt.NDArray[np.bool_]
    auxiliary: IntArray
    tiers: IntArray
    value: IntArray

    def best(self) -> tuple[int, ...] | None:
        """Return the tiers of the best admitted plan, first tier first; None where no plan is admitted."""
        if not self.admitted.any():
            return None
        tiers = self.tiers[self.admitted]
        return tuple(tiers[np.lexsort(tiers.T[::-1])[-1]].tolist())

    def least_ties(self, problem: PlacementProblem) -> int:
        """Return the least hash sum among the best plans."""
        best = self.admitted & (self.tiers == np.array(self.best())).all(axis=1)
        return int(problem.option_ties[self.chosen[best]].sum(axis=1).min())


def num_plans(problem: PlacementProblem) -> int:
    """Return how many ways there are to give each person an option."""
    counts = np.bincount(problem.option_employee, minlength=len(problem.employee_ids))
    return int(np.prod(counts, dtype=np.float64))


def every_plan(problem: PlacementProblem) -> Plans:
    """Enumerate the plans of a problem; at most ``MOST_PLANS``."""
    people = range(len(problem.employee_ids))
    options = [np.flatnonzero(problem.option_employee == person) for person in people]
    assert num_plans(problem) <= MOST_PLANS
    grid = np.meshgrid(*options, indexing="ij")
    nobody = np.zeros((1, 0), dtype=np.int64)
    chosen = np.stack([axis.ravel() for axis in grid], axis=1) if options else nobody
    posts = problem.option_position[chosen]
    counts = np.stack([(posts == place).sum(axis=1) for place in range(len(problem.position_ids))], axis=1)
    auxiliary = np.zeros((len(chosen), len(problem.auxiliaries)), dtype=np.int64)
    admitted = np.ones(len(chosen), dtype=bool)
    for item in problem.headcounts:
        holders = counts[:, item.positions].sum(axis=1)
        admitted &= (holders >= item.lower) & (holders <= item.upper)
        if item.short >= 0:
            auxiliary[:, item.short] = np.maximum(0, item.short_of - holders)
        if item.over >= 0:
            auxiliary[:, item.over] = np.maximum(0, holders - item.over_from)
    _apply_rows(problem, chosen, auxiliary, admitted)
    for place, aux in enumerate(problem.auxiliaries):
        admitted &= auxiliary[:, place] <= aux.upper
    tiers = np.stack([t.option_points[chosen].sum(axis=1) + auxiliary @ t.auxiliary_points for t in problem.tiers], axis=1)
    points = np.array([aux.points for aux in problem.auxiliaries], dtype=np.int64)
    value = problem.option_points[chosen].sum(axis=1) + auxiliary @ points
    return Plans(chosen, admitted, auxiliary, tiers, value)


def _apply_rows(problem: PlacementProblem, chosen: IntArray, auxiliary: IntArray, admitted: npt.NDArray[np.bool_]) -> None:
    """Raise each row's slack to what the plan needs; refuse plans of rows without one that do not hold."""
    n = problem.num_options
    for row in problem.rows:
        coefficient = np.zeros(n + len(problem.auxiliaries), dtype=np.int64)
        np.add.at(coefficient, row.columns, row.coefficients)
        activity = coefficient[:n][chosen].sum(axis=1)
        free = [
            place
            for place, aux in enumerate(problem.auxiliaries)
            if coefficient[n + place] and aux.kind in ("slack", "worst")
        ]
        for place, aux in enumerate(problem.auxiliaries):
            if aux.kind == "seat":
                activity = activity + coefficient[n + place] * auxiliary[:, place]
        assert len(free) <= 1
        missing = np.zeros_like(activity) if row.lower is None else np.maximum(0, row.lower - activity)
        excess = np.zeros_like(activity) if row.upper is None else np.maximum(0, activity - row.upper)
        for place in free:
            unit = int(coefficient[n + place])
            wanted = missing if unit > 0 else excess
            auxiliary[:, place] = np.maximum(auxiliary[:, place], -(-wanted // abs(unit)))
            (missing if unit > 0 else excess)[:] = 0
        admitted &= (missing == 0) & (excess == 0)
