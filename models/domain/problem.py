"""The placement problem in arrays: options with points, head counts, coupling rows, auxiliaries, tiers.

No solver stands in here and no case: an engine reads these arrays alone, and a researcher may build them without
any table (:meth:`PlacementProblem.from_arrays`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from .errors import DataError
from .points import to_cents_array
from .records import default_tie_key

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

NO_POST = -1
BLOCK = 1_000_000
"""Options hashed at a time; bounds memory, changes no answer."""
AuxiliaryKind = Literal["seat", "slack", "worst", "switch", "indicator"]


@dataclass(frozen=True, slots=True)
class Row:
    """A coupling row: lower <= sum coefficients x columns <= upper.

    Columns under N are options, N + j is auxiliary j; ``rule`` names who asked, ``name`` says what for.
    """

    rule: str
    name: str
    columns: IntArray
    coefficients: IntArray
    lower: int | None
    upper: int | None


@dataclass(frozen=True, slots=True)
class Headcount:
    """People in a set of posts: between ``lower`` and ``upper``, each missing or surplus one charged.

    Sets of all head counts of a problem nest or are disjoint, so a flow carries them as arcs. ``short`` counts
    max(0, ``short_of`` - people), ``over`` counts max(0, people - ``over_from``); both are auxiliaries (-1 = none)
    whose points are <= 0, so the charge is concave and needs no binary.
    """

    rule: str
    name: str
    positions: IntArray
    lower: int
    upper: int
    short_of: int = 0
    short: int = -1
    over_from: int = 0
    over: int = -1


@dataclass(frozen=True, slots=True)
class Auxiliary:
    """A declared auxiliary variable: integer, 0 to ``upper``, ``points`` (cents, <= 0) a unit, under one term."""

    kind: AuxiliaryKind
    name: str
    upper: int
    points: int
    term: str


@dataclass(frozen=True, slots=True)
class Tier:
    """One aim to be maximised: cents of each option and each auxiliary."""

    name: str
    option_points: IntArray
    auxiliary_points: IntArray


@dataclass(frozen=True, slots=True)
class Wishes:
    """What people asked for and how well they match, for engines that ask people and posts rather than points.

    Parameters
    ----------
    rank
        Shape (N,). Rank that the person gave the post of each option, 1 = first choice; 0 = not asked for.
    match
        Shape (N,). Suitability of each option in cents of a point, whatever its weight; -1 = without a post.
    """

    rank: npt.NDArray[np.integer[Any]]
    match: npt.NDArray[np.integer[Any]]


@dataclass(frozen=True)
class PlacementProblem:
    """Everything that an engine may know.

    Parameters
    ----------
    employee_ids, position_ids
        Names of the E people and P posts, in the order of their indices.
    option_employee, option_position
        Shape (N,). Pairs that are allowed; position -1 = without a post. Sorted by employee; each has at least one.
    option_points
        Shape (N,). Total cents of the person's terms of each option.
    held
        Shape (E,). Option in which the person stays (or stays without a post), -1 where there is none.
    headcounts, rows, auxiliaries
        What couples people; see the classes.
    tiers
        Aims in order; one for a weighted objective.
    option_ties
        Shape (N,). Hash of the tie keys of the pair, 0 <= hash < 2^20: picks among plans of equal value.
    seniority
        Shape (E,). Place of each person in the seniority list (DUK): rank, then time in rank; 0 = most senior.
    blocked
        Pins and forbids that leave somebody without any option (``pin:E=P``), found while building.
    wishes
        What people asked for and how they match; None = points alone say what people and posts like.
    """

    employee_ids: tuple[str, ...]
    position_ids: tuple[str, ...]
    option_employee: IntArray
    option_position: IntArray
    option_points: IntArray
    held: IntArray
    headcounts: tuple[Headcount, ...]
    rows: tuple[Row, ...]
    auxiliaries: tuple[Auxiliary, ...]
    tiers: tuple[Tier, ...]
    option_ties: IntArray
    seniority: IntArray
    blocked: tuple[str, ...] = field(default=())
    wishes: Wishes | None = None

    @property
    def num_options(self) -> int:
        """N."""
        return len(self.option_employee)

    @property
    def couples(self) -> bool:
        """True where one flow can't state the model: coupling rows, or aims in tiers."""
        return bool(self.rows) or len(self.tiers) > 1

    def value_of(self, chosen: IntArray, auxiliary: IntArray) -> int:
        """Return the total cents of a choice of options (E,) and auxiliaries (M,)."""
        points = np.array([item.points for item in self.auxiliaries], dtype=np.int64)
        return int(self.option_points[chosen].sum() + points @ auxiliary)

    @classmethod
    def from_arrays(
        cls,
        employee: npt.ArrayLike,
        position: npt.ArrayLike,
        points: npt.ArrayLike,
        *,
        num_employees: int,
        num_positions: int,
        capacity: npt.ArrayLike = 1,
        shortage_points: npt.ArrayLike = 0.0,
        unplaced_points: float | None = None,
        rows: Sequence[Row] = (),
        auxiliaries: Sequence[Auxiliary] = (),
        employee_ids: Sequence[str] | None = None,
        position_ids: Sequence[str] | None = None,
        wish: npt.ArrayLike | None = None,
        match: npt.ArrayLike | None = None,
    ) -> PlacementProblem:
        """Build a problem from pairs and points, without a case.

        Parameters
        ----------
        employee, position
            Shape (n,). Index of each allowed pair, in any order.
        points
            Shape (n,). Points of each pair, to be maximised; kept to 0.01.
        num_employees, num_positions
            E and P.
        capacity
            Scalar or shape (P,). Most people a post takes.
        shortage_points
            Scalar or shape (P,). Points lost for each seat of ``capacity`` left empty, >= 0.
        unplaced_points
            Points lost by somebody without a post, >= 0; None = everyone must be placed.
        rows, auxiliaries
            Coupling; columns refer to options *as given here* (n), then auxiliaries at n + j.
        wish, match
            Shape (n,). Rank that the person gave each pair (1 = first choice, 0 = none), and points by which posts choose
            among people: what engine ``stable`` asks for. Without ``match``, ``points`` stand in for it.

        Raises
        ------
        DataError
            An index is out of range, a pair stands twice, or shapes differ.
        """
        e, p = np.asarray(employee, dtype=np.int64), np.asarray(position, dtype=np.int64)
        cents = to_cents_array(np.asarray(points, dtype=np.float64))
        if not e.shape == p.shape == cents.shape or e.ndim != 1:
            shapes = f"{e.shape}, {p.shape}, {cents.shape}"
            message = f"employee, position and points must be one-dimensional and alike; found {shapes}."
            raise DataError(message, code="E-ARRAYS")
        if len(e) and (e.min() < 0 or e.max() >= num_employees or p.min() < 0 or p.max() >= num_positions):
            message = f"an index lies outside 0..{num_employees - 1} (employees) or 0..{num_positions - 1} (positions)."
            raise DataError(message, code="E-ARRAYS")
        if len(np.unique(e * num_positions + p)) != len(e):
            message = "a pair of employee and position stands twice."
            raise DataError(message, code="E-ARRAYS")
        employees = tuple(employee_ids or (f"E{i}" for i in range(num_employees)))
        positions = tuple(position_ids or (f"P{i}" for i in range(num_positions)))
        ranks = np.zeros(len(e), dtype=np.int64) if wish is None else np.asarray(wish, dtype=np.int64)
        marks = cents if match is None else to_cents_array(np.asarray(match, dtype=np.float64))
        if not ranks.shape == marks.shape == e.shape:
            message = f"wish and match must be as long as employee; found {ranks.shape}, {marks.shape}, {e.shape}."
            raise DataError(message, code="E-ARRAYS")
        first_given = len(e)
        if unplaced_points is not None:
            e = np.concatenate([e, np.arange(num_employees)])
            p = np.concatenate([p, np.full(num_employees, NO_POST)])
            loss = to_cents_array(np.full(num_employees, -abs(unplaced_points)))
            cents = np.concatenate([cents, loss])
            ranks = np.concatenate([ranks, np.zeros(num_employees, dtype=np.int64)])
            marks = np.concatenate([marks, np.full(num_employees, -1) if match is not None else loss])
        order = np.lexsort((p, e))
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        caps = np.broadcast_to(np.asarray(capacity, dtype=np.int64), (num_positions,))
        prices = to_cents_array(np.broadcast_to(np.asarray(shortage_points, dtype=np.float64), (num_positions,)))
        seats = [
            Auxiliary("seat", f"short:{positions[i]}", int(caps[i]), -int(prices[i]), "shortage")
            for i in range(num_positions)
            if prices[i] > 0
        ]
        short_index = iter(range(len(auxiliaries), len(auxiliaries) + len(seats)))
        headcounts = tuple(
            Headcount("capacity", positions[i], np.array([i]), 0, int(caps[i]), int(caps[i]), next(short_index))
            if prices[i] > 0
            else Headcount("capacity", positions[i], np.array([i]), 0, int(caps[i]))
            for i in range(num_positions)
        )
        every = (*auxiliaries, *seats)
        moved = tuple(
            Row(
                row.rule,
                row.name,
                np.where(
                    row.columns < first_given,
                    place[np.minimum(row.columns, first_given - 1)],
                    row.columns - first_given + len(e),
                ),
                row.coefficients,
                row.lower,
                row.upper,
            )
            for row in rows
        )
        tie_e = [default_tie_key(name) for name in employees]
        tie_p = [default_tie_key(name) for name in positions]
        return cls(
            employee_ids=employees,
            position_ids=positions,
            option_employee=e[order],
            option_position=p[order],
            option_points=cents[order],
            held=np.full(num_employees, -1, dtype=np.int64),
            headcounts=headcounts,
            rows=moved,
            auxiliaries=every,
            tiers=(Tier("total", cents[order], np.array([item.points for item in every], dtype=np.int64)),),
            option_ties=tie_hashes(tie_e, tie_p, e[order], p[order]),
            seniority=np.arange(num_employees, dtype=np.int64),
            wishes=None if wish is None and match is None else Wishes(ranks[order], marks[order]),
        )


def tie_hashes(
    employee_keys: Sequence[str], position_keys: Sequence[str], employee: IntArray, position: IntArray
) -> IntArray:
    """Return a hash of each pair's places in tie-key order, 0 <= hash < 2^20, whatever the order of people and posts.

    Only the order of the keys counts, not their letters: keys that are replaced by their rank break ties alike, so a
    pseudonymised case has the plan of its original.

    Parameters
    ----------
    employee_keys, position_keys
        Tie keys of the E people and P posts; equal keys keep the order in which they stand.
    employee, position
        Shape (N,). Indices of each pair; position -1 = without a post.
    """
    people = _scattered(_ranks(employee_keys))
    posts = _scattered(np.append(_ranks(position_keys), len(position_keys))) * np.uint64(0x9E3779B97F4A7C15)
    hashes = np.empty(len(employee), dtype=np.int64)
    for start in range(0, len(hashes), BLOCK):
        here = slice(start, start + BLOCK)
        hashes[here] = (_scattered(people[employee[here]] ^ posts[position[here]]) >> np.uint64(44)).astype(np.int64)
    return hashes


def _ranks(keys: Sequence[str]) -> IntArray:
    """Return the place of each key in their order."""
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks


def _scattered(values: npt.NDArray[Any]) -> npt.NDArray[np.uint64]:
    """Return whole numbers scattered over 64 bits (splitmix64: Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195)."""
    mixed = values.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
