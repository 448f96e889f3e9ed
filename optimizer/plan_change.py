"""What a plan is worth after few people change their option, without counting the rest anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from ..models.domain.problem import BoolArray, IntArray, PlacementProblem
from .linear import UNBOUNDED
from .row_prices import Couplings, couplings_of
from .solution import complete, position_counts, tier_values

Change = Mapping[int, int]
"""Person -> the option that they take."""


@dataclass(frozen=True)
class PlanChange:
    """A plan (E,) of a problem, and what changes of it are worth."""

    problem: PlacementProblem
    chosen: IntArray

    @cached_property
    def tiers(self) -> tuple[int, ...]:
        """Value of each tier of the plan, in cents (seat tiers: minus the empty seats)."""
        return tier_values(self.problem, self.chosen, self._auxiliary)

    @cached_property
    def _auxiliary(self) -> IntArray:
        return complete(self.problem, self.chosen)

    @cached_property
    def _couplings(self) -> Couplings:
        return couplings_of(self.problem)

    @cached_property
    def _counts(self) -> IntArray:
        return position_counts(self.problem, self.chosen)

    @cached_property
    def _inside(self) -> IntArray:
        return np.array([int(self._counts[item.positions].sum()) for item in self.problem.headcounts], dtype=np.int64)

    @cached_property
    def _sets_of(self) -> tuple[tuple[int, ...], ...]:
        """Head counts that each post is in."""
        found: list[list[int]] = [[] for _ in self.problem.position_ids]
        for place, item in enumerate(self.problem.headcounts):
            for post in item.positions.tolist():
                found[post].append(place)
        return tuple(map(tuple, found))

    @cached_property
    def _activity(self) -> IntArray:
        """Shape (R,). What options and seats put into each row, slacks left out."""
        seats = np.where(self._is_free, 0, self._auxiliary)
        picked = np.zeros(self.problem.num_options, dtype=np.int64)
        picked[self.chosen] = 1
        activity: IntArray = self._couplings.rows @ np.concatenate([picked, seats])
        return activity

    @cached_property
    def _is_free(self) -> BoolArray:
        return np.array([item.kind in ("slack", "worst") for item in self.problem.auxiliaries], dtype=bool)

    @cached_property
    def _free_of(self) -> tuple[IntArray, IntArray]:
        """Slack of each row (R,), -1 = none, and its coefficient."""
        n, couplings = self.problem.num_options, self._couplings
        slack, size = np.full(len(couplings.names), -1, dtype=np.int64), np.zeros(len(couplings.names), dtype=np.int64)
        rows = csr_array(couplings.rows)
        row = np.repeat(np.arange(len(couplings.names)), np.diff(rows.indptr))
        free = np.flatnonzero(rows.indices >= n)
        free = free[self._is_free[rows.indices[free] - n]]
        slack[row[free]], size[row[free]] = rows.indices[free] - n, rows.data[free]
        return slack, size

    @cached_property
    def _wanted(self) -> IntArray:
        """Shape (R,). What each row asks of its slack."""
        return self._asked(np.arange(len(self._couplings.names)), self._activity)

    @cached_property
    def _rows_of_slack(self) -> Mapping[int, IntArray]:
        slack = self._free_of[0]
        order = np.argsort(slack, kind="stable")
        names, starts = np.unique(slack[order], return_index=True)
        return dict(zip(names.tolist(), np.split(order, starts[1:]), strict=True))

    def _asked(self, rows: IntArray, activity: IntArray) -> IntArray:
        """Return what rows ask of their slacks at an activity; -1 = no slack can mend a row."""
        lower, upper = self._couplings.lower[rows], self._couplings.upper[rows]
        slack, size = self._free_of[0][rows], self._free_of[1][rows]
        missing, excess = np.maximum(0, lower - activity), np.maximum(0, activity - upper)
        missing = np.where(lower <= -UNBOUNDED, 0, missing)
        excess = np.where(upper >= UNBOUNDED, 0, excess)
        step = np.maximum(1, np.abs(size))
        asked = np.where(size > 0, -(-missing // step), np.where(size < 0, -(-excess // step), 0))
        broken = ((missing > 0) & ((slack < 0) | (size < 0))) | ((excess > 0) & ((slack < 0) | (size > 0)))
        answer: IntArray = np.where(broken, -1, asked)
        return answer

    def with_change(self, change: Change) -> IntArray:
        """Return the plan after a change."""
        plan = self.chosen.copy()
        for person, option in change.items():
            plan[person] = option
        return plan

    def value_after(self, change: Change) -> tuple[int, ...] | None:
        """Return the tiers after a change; None where a head count or a row is broken beyond what its slack admits."""
        problem = self.problem
        gone = self.chosen[list(change)]
        come = np.fromiter(change.values(), dtype=np.int64, count=len(change))
        seats = self._seats_after(gone, come)
        if seats is None:
            return None
        auxiliary = self._slacks_after(gone, come, seats)
        if auxiliary is None:
            return None
        auxiliary |= seats
        values = []
        for tier, value in zip(problem.tiers, self.tiers, strict=True):
            delta = int(tier.option_points[come].sum() - tier.option_points[gone].sum())
            delta += sum(
                int(tier.auxiliary_points[place]) * (after - int(self._auxiliary[place]))
                for place, after in auxiliary.items()
            )
            values.append(value + delta)
        return tuple(values)

    def _seats_after(self, gone: IntArray, come: IntArray) -> dict[int, int] | None:
        position = self.problem.option_position
        delta: dict[int, int] = defaultdict(int)
        for options, sign in ((gone, -1), (come, 1)):
            for post in position[options].tolist():
                if post >= 0:
                    for place in self._sets_of[post]:
                        delta[place] += sign
        after: dict[int, int] = {}
        for place, more in delta.items():
            item = self.problem.headcounts[place]
            count = int(self._inside[place]) + more
            if more and not item.lower <= count <= item.upper:
                return None
            if item.short >= 0:
                after[item.short] = max(0, item.short_of - count)
            if item.over >= 0:
                after[item.over] = max(0, count - item.over_from)
        if any(value > self.problem.auxiliaries[place].upper for place, value in after.items()):
            return None
        return after

    def _slacks_after(self, gone: IntArray, come: IntArray, seats: Mapping[int, int]) -> dict[int, int] | None:
        if not self._couplings.names:
            return {}
        by_column, n = self._couplings.by_column, self.problem.num_options
        columns = np.concatenate([gone, come, n + np.fromiter(seats, dtype=np.int64, count=len(seats))])
        more = [after - int(self._auxiliary[place]) for place, after in seats.items()]
        weight = np.concatenate([-np.ones(len(gone)), np.ones(len(come)), np.array(more, dtype=np.float64)]).astype(np.int64)
        lengths = by_column.indptr[columns + 1] - by_column.indptr[columns]
        first = np.repeat(by_column.indptr[columns] - np.cumsum(lengths) + lengths, lengths)
        entries = first + np.arange(lengths.sum())
        rows, place = np.unique(by_column.indices[entries], return_inverse=True)
        delta = np.zeros(len(rows), dtype=np.int64)
        np.add.at(delta, place, by_column.data[entries] * np.repeat(weight, lengths))
        rows, delta = rows[delta != 0], delta[delta != 0]
        asked = self._asked(rows, self._activity[rows] + delta)
        if (asked < 0).any():
            return None
        after: dict[int, int] = {}
        for slack in np.unique(self._free_of[0][rows]).tolist():
            if slack < 0:
                continue
            mine = self._rows_of_slack[slack]
            wanted = self._wanted[mine].copy()
            here = self._free_of[0][rows] == slack
            wanted[np.searchsorted(mine, rows[here])] = asked[here]
            after[slack] = int(wanted.max())
            if after[slack] > self.problem.auxiliaries[slack].upper:
                return None
        return after
