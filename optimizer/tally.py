"""A plan under change: the value and feasibility of moving one person, without recounting the rest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_array

from ..models.domain.problem import IntArray, PlacementProblem, Row
from .solution import complete, least, position_counts, tier_values

Tiers = tuple[int, ...]


@dataclass(slots=True)
class _Change:
    """What one move alters: head counts, activities and wishes of rows, auxiliaries, tiers."""

    counts: dict[int, int] = field(default_factory=dict)
    activities: dict[int, int] = field(default_factory=dict)
    wanted: dict[int, int] = field(default_factory=dict)
    auxiliaries: dict[int, int] = field(default_factory=dict)
    tiers: Tiers = ()


class Tally:
    """Counts of posts, head counts and rows under a choice of options.

    ``fits`` and ``better_with`` try one person in another option, at the cost of the head counts and rows that this
    touches; ``move`` keeps it.

    Raises
    ------
    ValueError
        The choice to start from breaks a head count or a row.
    """

    def __init__(self, problem: PlacementProblem, chosen: IntArray) -> None:
        self.problem = problem
        self.chosen = chosen.copy()
        auxiliary = complete(problem, chosen)
        self.tiers = tier_values(problem, chosen, auxiliary)
        self._auxiliary: list[int] = auxiliary.tolist()
        counts = position_counts(problem, chosen)
        self._counts = [int(counts[item.positions].sum()) for item in problem.headcounts]
        self._headcounts_of: dict[int, list[int]] = defaultdict(list)
        for place, item in enumerate(problem.headcounts):
            for position in item.positions.tolist():
                self._headcounts_of[position].append(place)
        self._read_rows()

    def better_with(self, person: int, option: int) -> Tiers | None:
        """Return the tiers with one person moved, None where the plan would break or gets no better."""
        tiers = self.fits(person, option)
        return tiers if tiers is not None and tiers > self.tiers else None

    def fits(self, person: int, option: int) -> Tiers | None:
        """Return the tiers with one person moved, None where the plan would break."""
        before = int(self.chosen[person])
        change = None if before == option else self._change(before, option)
        return None if change is None else change.tiers

    def move(self, person: int, option: int) -> None:
        """Move a person into an option that fits.

        Raises
        ------
        ValueError
            It does not fit.
        """
        before = int(self.chosen[person])
        if before == option:
            return
        change = self._change(before, option)
        if change is None:
            message = f"option {option} does not fit"
            raise ValueError(message)
        self.chosen[person] = option
        self.tiers = change.tiers
        for place, count in change.counts.items():
            self._counts[place] = count
        for row, activity in change.activities.items():
            self._activity[row] = activity
        for row, wanted in change.wanted.items():
            self._wanted[row] = wanted
        for index, value in change.auxiliaries.items():
            self._auxiliary[index] = value

    def _read_rows(self) -> None:
        """Index rows by option and by seat; count what they hold now, apart from their own slack."""
        n = self.problem.num_options
        rows = self.problem.rows
        sizes = [len(row.columns) for row in rows]
        columns = np.concatenate([np.zeros(0, dtype=np.int64), *(row.columns for row in rows)])
        coefficients = np.concatenate([np.zeros(0, dtype=np.int64), *(row.coefficients for row in rows)])
        number = np.repeat(np.arange(len(rows)), sizes)
        option = columns < n
        table = coo_array(
            (coefficients[option], (columns[option], number[option])), shape=(n, max(1, len(rows)))
        ).tocsr()  # adds up what stands twice
        self._start, self._row, self._coefficient = table.indptr, table.indices, table.data
        activity = np.zeros(max(1, len(rows)), dtype=np.int64)
        picked = table[self.chosen].tocoo()
        np.add.at(activity, picked.col, picked.data)
        self._activity: list[int] = activity.tolist()
        self._own: list[tuple[int, int] | None] = []
        self._rows_of_seat: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._rows_sharing: dict[int, list[int]] = defaultdict(list)
        self._wanted = [0] * len(rows)
        for place, row in enumerate(rows):
            self._own.append(self._read_own(place, row, n))

    def _read_own(self, place: int, row: Row, n: int) -> tuple[int, int] | None:
        """Return the auxiliary that a row raises until it holds, with its coefficient; the others count as they are."""
        own: tuple[int, int] | None = None
        beyond = row.columns >= n
        for index, coefficient in zip((row.columns[beyond] - n).tolist(), row.coefficients[beyond].tolist(), strict=True):
            if self.problem.auxiliaries[index].kind in ("slack", "worst"):
                own = index, coefficient
            else:
                self._rows_of_seat[index].append((place, coefficient))
                self._activity[place] += coefficient * self._auxiliary[index]
        if own is not None:
            self._rows_sharing[own[0]].append(place)
            self._wanted[place] = least(self._activity[place], own[1], row)
        return own

    def _change(self, before: int, option: int) -> _Change | None:
        change = _Change()
        if not self._recount(before, option, change):
            return None
        shift: dict[int, int] = defaultdict(int)
        for which, sign in ((before, -1), (option, 1)):
            for place in range(self._start[which], self._start[which + 1]):
                shift[int(self._row[place])] += sign * int(self._coefficient[place])
        for index, value in change.auxiliaries.items():
            for row, coefficient in self._rows_of_seat.get(index, ()):
                shift[row] += coefficient * (value - self._auxiliary[index])
        touched = {row: self._activity[row] + moved for row, moved in shift.items() if moved}
        change.activities = touched
        if not self._refill(change):
            return None
        change.tiers = tuple(
            now
            + int(tier.option_points[option] - tier.option_points[before])
            + sum(
                int(tier.auxiliary_points[index]) * (value - self._auxiliary[index])
                for index, value in change.auxiliaries.items()
            )
            for now, tier in zip(self.tiers, self.problem.tiers, strict=True)
        )
        return change

    def _recount(self, before: int, option: int, change: _Change) -> bool:
        """Count head counts and their seats anew; False where one leaves its bounds."""
        old, new = int(self.problem.option_position[before]), int(self.problem.option_position[option])
        if old == new:
            return True
        left = self._headcounts_of[old] if old >= 0 else []
        entered = self._headcounts_of[new] if new >= 0 else []
        for places, others, step in ((entered, left, 1), (left, entered, -1)):
            for place in places:
                if place in others:
                    continue
                item, count = self.problem.headcounts[place], self._counts[place] + step
                if not item.lower <= count <= item.upper:
                    return False
                change.counts[place] = count
                for index, value in ((item.short, item.short_of - count), (item.over, count - item.over_from)):
                    if index >= 0:
                        change.auxiliaries[index] = max(0, value)
                        if value > self.problem.auxiliaries[index].upper:
                            return False
        return True

    def _refill(self, change: _Change) -> bool:
        """Raise or lower the rows' own auxiliaries; False where a row can't hold."""
        for row, activity in change.activities.items():
            own = self._own[row]
            if own is not None:
                change.wanted[row] = least(activity, own[1], self.problem.rows[row])
        for row, wanted in change.wanted.items():
            index = self._own[row][0]  # type: ignore[index]  # only rows with an auxiliary of their own want some
            sharing = self._rows_sharing[index]
            value = wanted if len(sharing) == 1 else max(change.wanted.get(other, self._wanted[other]) for other in sharing)
            if value > self.problem.auxiliaries[index].upper:
                return False
            change.auxiliaries[index] = value
        for row, activity in change.activities.items():
            own, stated = self._own[row], self.problem.rows[row]
            if own is not None:
                activity += own[1] * change.auxiliaries[own[0]]
            if stated.lower is not None and activity < stated.lower:
                return False
            if stated.upper is not None and activity > stated.upper:
                return False
        return True
