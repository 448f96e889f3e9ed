"""A problem under prices: coupling rows and head counts relaxed, one matrix of what each option uses of them.

With a price on every row and every head count, each person chooses alone and each seat is used alone. The value of these
choices bounds every plan (Lagrangian duality), whatever the prices. Rows are divided by a scale of their own, so that all
prices are of one size; prices here are floats, :mod:`.certificate` makes integers of them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from ..models.domain.problem import Headcount, IntArray, PlacementProblem
from .inner import Held
from .linear import UNBOUNDED

FloatArray = npt.NDArray[np.float64]
SingleArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Segments:
    """Seats of head counts in runs of equal gain: K runs, each of ``width`` seats of head count ``headcount``.

    A seat in use gains what its empty place would have cost less what a surplus one costs: ``short`` and ``over`` name the
    auxiliaries that a run saves or takes (-1 = none). ``lower`` (H,) seats of each head count are always in use.
    """

    headcount: IntArray
    width: FloatArray
    short: IntArray
    over: IntArray
    lower: FloatArray


@dataclass(frozen=True, slots=True)
class Coupled:
    """Rows, head counts and options of one aim.

    Parameters
    ----------
    starts
        Shape (E + 1,). Options of each person.
    points
        Shape (N,). The aim of each option.
    option_rows, auxiliary_rows
        Shapes (N, R) and (M, R). Coefficients of the rows, tiers held among them.
    lower, upper
        Shape (R,). Sides of the rows, +-``UNBOUNDED`` where open.
    headcounts_of
        Shape (P + 1, H). 1 where a post belongs to a head count; the last line, nobody's post, is empty.
    position
        Shape (N,). Line of each option in ``headcounts_of``.
    auxiliary_points, auxiliary_upper
        Shape (M,).
    is_seat
        Shape (M,). Auxiliaries that ``segments`` account for.
    segments
        Seats of the head counts.
    headcounts
        H of them, as in the problem.
    """

    starts: IntArray
    points: IntArray
    option_rows: csr_array
    auxiliary_rows: csr_array
    lower: IntArray
    upper: IntArray
    headcounts_of: csr_array
    position: IntArray
    auxiliary_points: IntArray
    auxiliary_upper: IntArray
    is_seat: npt.NDArray[np.bool_]
    segments: Segments
    headcounts: tuple[Headcount, ...]

    @property
    def num_people(self) -> int:
        """E."""
        return len(self.starts) - 1

    @property
    def num_headcounts(self) -> int:
        """H."""
        return len(self.headcounts)

    @property
    def num_rows(self) -> int:
        """R."""
        return len(self.lower)


def coupled(problem: PlacementProblem, aim: IntArray, held: tuple[Held, ...]) -> Coupled:
    """Return the rows and head counts under an aim (N + M,) and the tiers held so far."""
    n, m = problem.num_options, len(problem.auxiliaries)
    tiers = [np.flatnonzero(tier.aim) for tier in held]
    columns = [row.columns for row in problem.rows] + tiers
    coefficients = [row.coefficients for row in problem.rows]
    coefficients += [tier.aim[used] for tier, used in zip(held, tiers, strict=True)]
    lower = [-UNBOUNDED if row.lower is None else row.lower for row in problem.rows] + [tier.value for tier in held]
    upper = [UNBOUNDED if row.upper is None else row.upper for row in problem.rows] + [UNBOUNDED] * len(held)
    lengths = [len(part) for part in columns]
    place = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int64)
    value = np.concatenate(coefficients) if columns else np.zeros(0, dtype=np.int64)
    row = np.repeat(np.arange(len(columns)), lengths)
    every = csr_array((value, (place, row)), shape=(n + m, len(columns)), dtype=np.int64)
    posts = len(problem.position_ids)
    sizes = [len(item.positions) for item in problem.headcounts]
    members = np.concatenate([item.positions for item in problem.headcounts]) if sizes else np.zeros(0, dtype=np.int64)
    of = np.repeat(np.arange(len(sizes)), sizes)
    ones = np.ones(len(members), dtype=np.int64)
    seat = np.zeros(m, dtype=bool)
    used = [place for item in problem.headcounts for place in (item.short, item.over) if place >= 0]
    seat[used] = True
    return Coupled(
        np.searchsorted(problem.option_employee, np.arange(len(problem.employee_ids) + 1)),
        aim[:n],
        csr_array(every[:n]),
        csr_array(every[n:]),
        np.array(lower, dtype=np.int64),
        np.array(upper, dtype=np.int64),
        csr_array((ones, (members, of)), shape=(posts + 1, len(sizes))),
        np.where(problem.option_position < 0, posts, problem.option_position),
        aim[n:],
        np.array([item.upper for item in problem.auxiliaries], dtype=np.int64),
        seat,
        _segments(problem),
        problem.headcounts,
    )


def _segments(problem: PlacementProblem) -> Segments:
    people = len(problem.employee_ids)
    found: list[tuple[int, int, int, int]] = []
    for place, item in enumerate(problem.headcounts):
        top = min(item.upper, people)
        marks = {item.lower, top}
        marks |= {item.short_of} if item.short >= 0 else set()
        marks |= {item.over_from} if item.over >= 0 else set()
        breaks = sorted(mark for mark in marks if item.lower <= mark <= top)
        for first, last in itertools.pairwise(breaks):
            short = item.short if item.short >= 0 and last <= item.short_of else -1
            over = item.over if item.over >= 0 and first >= item.over_from else -1
            found.append((place, last - first, short, over))
    table = np.array(found, dtype=np.int64).reshape(len(found), 4)
    lower = np.array([item.lower for item in problem.headcounts], dtype=np.float64)
    return Segments(table[:, 0], table[:, 1].astype(np.float64), table[:, 2], table[:, 3], lower)
