"""The person's terms of every option, vectorised: points as ``docs/concepts`` defines them, in cents.

``optimizer/referee.py`` writes the same terms once more, one pair at a time; a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from . import vocabulary as words
from .distance import great_circle_km
from .facts import Facts, FloatArray, IntArray
from .movement import MoveKind
from .pairs import Pairs
from .points import to_cents, to_cents_array
from .scenario import TermId
from .warm import NOT_KNOWN

PERSON_TERMS: tuple[TermId, ...] = (
    "suitability",
    "field",
    "performance",
    "talent",
    "preference",
    "move",
    "travel",
    "training_cost",
    "change",
    "tenure",
    "rules",
    "unplaced",
)
PLAN_TERMS: tuple[TermId, ...] = ("shortage", "surplus", "equity")
FIELD_POINTS = np.array([0.0, 5.0, 10.0])
MOVE_POINTS, CHANGE_POINTS, UNPLACED_POINTS = -5.0, -5.0, -200.0
TRAVEL_POINTS_KM, TENURE_POINTS_YEAR = -0.2, -1.0
SHORTAGE_POINTS, SURPLUS_POINTS, EQUITY_POINTS = -40.0, -20.0, -20.0
IKM_VERY_GOOD = 88.31
"""Index from which citizens' satisfaction is very good (A); the shortage factor is 1 there."""


NO_COURSE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class TermTables:
    """What terms ask of people and posts, computed once."""

    facts: Facts

    @cached_property
    def rating_mean(self) -> FloatArray:
        """Shape (E,). Mean of the two latest ratings, 0..4; 0 where none is known."""
        return np.array(
            [
                float(np.mean([words.RATING_ORDER[rating] for _, rating in e.ratings[:2]])) if e.ratings else 0.0
                for e in self.facts.employees
            ]
        )

    @cached_property
    def home(self) -> tuple[FloatArray, FloatArray]:
        """Latitude and longitude of people's homes, NaN where missing."""
        return _coordinates([(e.lat, e.lon) for e in self.facts.employees])

    @cached_property
    def site(self) -> tuple[FloatArray, FloatArray]:
        """Latitude and longitude of posts' units, NaN where missing."""
        units = self.facts.case.units
        return _coordinates([(units[p.unit_id].lat, units[p.unit_id].lon) for p in self.facts.positions])

    @cached_property
    def preferred(self) -> tuple[IntArray, IntArray, IntArray]:
        """Wishes as (person, post, rank), the best rank of each pair."""
        best: dict[tuple[int, int], int] = {}
        by_unit: dict[str, list[int]] = {}
        for place, position in enumerate(self.facts.positions):
            by_unit.setdefault(position.unit_id, []).append(place)
        for row, employee in enumerate(self.facts.employees):
            for wish in employee.preferences:
                if wish.position_id is not None:
                    index = self.facts.position_index.get(wish.position_id)
                    posts = [] if index is None else [index]
                else:
                    posts = by_unit.get(wish.unit_id or "", [])
                for place in posts:
                    best[row, place] = min(wish.rank, best.get((row, place), wish.rank))
        keys = sorted(best)
        return (
            np.array([row for row, _ in keys], dtype=np.int64),
            np.array([place for _, place in keys], dtype=np.int64),
            np.array([best[key] for key in keys], dtype=np.int64),
        )

    @cached_property
    def km_today(self) -> FloatArray:
        """Shape (E,). Kilometres from home to the post held, NaN where there is none or a coordinate is missing."""
        lat, lon = self.home
        site_lat, site_lon = self.site
        held = self.facts.held
        if not len(site_lat):
            return np.full(len(held), np.nan)
        return np.where(held < 0, np.nan, great_circle_km(lat, lon, site_lat[held], site_lon[held]))

    @cached_property
    def courses(self) -> dict[int, list[tuple[float, float, int]]]:
        """Courses of each competency, by its column: level from, level to, rupiah."""
        column = {competency: place for place, competency in enumerate(self.facts.competency_ids)}
        found: dict[int, list[tuple[float, float, int]]] = {place: [] for place in column.values()}
        for course in self.facts.case.courses.values():
            for competency, (start, end) in course.effects.items():
                if competency in column:
                    found[column[competency]].append((start, end, course.cost_idr))
        return found

    def course_costs(self, column: int, required: float, people: IntArray) -> IntArray:
        """Return rupiah of the cheapest course that closes each person's gap, 0 where there is no gap or no course."""
        facts = self.facts
        level = np.where(facts.assessed[people], facts.levels[people, column], np.inf)
        cost = np.full(len(people), NO_COURSE)
        for start, end, price in self.courses[column]:
            if end >= required:
                cost = np.where(level >= start, np.minimum(cost, price), cost)
        return np.where((level < required) & (cost < NO_COURSE), cost, 0)


def _coordinates(pairs: list[tuple[float | None, float | None]]) -> tuple[FloatArray, FloatArray]:
    table = np.array(
        [(np.nan, np.nan) if lat is None or lon is None else (lat, lon) for lat, lon in pairs],
        dtype=np.float64,
    ).reshape(len(pairs), 2)
    return table[:, 0], table[:, 1]


def training_cost_idr(tables: TermTables, pairs: Pairs) -> IntArray:
    """Return rupiah of the cheapest courses that close each pair's gaps, shape (n,)."""
    required = tables.facts.required

    def cost(people: IntArray, post: int) -> IntArray:
        total = np.zeros(len(people), dtype=np.int64)
        for column in np.flatnonzero(required[post] > 0).tolist():
            total += tables.course_costs(column, float(required[post, column]), people)
        return total

    return pairs.by_standard(cost, np.int64)


def travel_km(tables: TermTables, pairs: Pairs) -> FloatArray:
    """Return kilometres from home to the post beyond today's, >= 0; 0 where a coordinate or today's post is missing."""
    lat, lon = tables.home
    site_lat, site_lon = tables.site
    there = great_circle_km(lat[pairs.e], lon[pairs.e], site_lat[pairs.p], site_lon[pairs.p])
    return np.asarray(np.maximum(0.0, np.nan_to_num(there - tables.km_today[pairs.e])))


def wish_ranks(tables: TermTables, pairs: Pairs) -> IntArray:
    """Return the best rank that each pair's person gave the post or its unit, 0 where it was not asked for, shape (n,)."""
    row, place, rank = tables.preferred
    if not len(row):
        return np.zeros(len(pairs), dtype=np.int64)
    wished = row * len(tables.facts.positions) + place
    mine = pairs.e * len(tables.facts.positions) + pairs.p
    where = np.minimum(np.searchsorted(wished, mine), len(wished) - 1)
    return np.where(wished[where] == mine, rank[where], 0)


def person_points(
    tables: TermTables,
    pairs: Pairs,
    penalty: IntArray,
    cost_idr: IntArray,
    warm: IntArray | None,
    max_years: float | None,
) -> dict[TermId, IntArray]:
    """Return cents of the person terms of each pair, weights applied, shape (n,) each; a term left out is 0.

    Parameters
    ----------
    tables
        Values of people and posts.
    pairs
        Person and post, shape (n,).
    penalty
        Shape (n,). Cents lost to soft person-post rules, >= 0.
    cost_idr
        Shape (n,). Rupiah of training, see :func:`training_cost_idr`.
    warm
        Shape (E,). Post of each person in the warm plan (-1 = none, -2 = not known to it), None without one.
    max_years
        Years in one post from which staying costs (R11), None where R11 is off.
    """
    facts, weights = tables.facts, tables.facts.scenario.weight
    rise = (facts.level[pairs.p] - 1) / 6
    box = facts.talent_box[pairs.e]
    stays = pairs.kind == MoveKind.STAY
    moves = ~stays & (pairs.kind != MoveKind.ENTRY)
    ranks = wish_ranks(tables, pairs)
    points: dict[TermId, FloatArray] = {
        "suitability": pairs.weighted_match,
        "performance": 5 * tables.rating_mean[pairs.e] / 4 * rise,
        "talent": np.where(box > 0, 5 * (box - 1) / 8 * rise, 0.0),
        "travel": TRAVEL_POINTS_KM * travel_km(tables, pairs),
        "training_cost": -cost_idr / 1_000_000,
    }
    if ranks.any():
        points["preference"] = np.where(ranks > 0, 5 / np.maximum(ranks, 1), 0.0)
    if penalty.any():
        points["rules"] = -penalty / 100
    if max_years is not None and stays.any():
        years = facts.years_in_post[pairs.e]
        points["tenure"] = TENURE_POINTS_YEAR * np.where(stays & (years >= 0), np.maximum(0, years - max_years), 0)
    cents = {term: to_cents_array(of_term * weights(term)) for term, of_term in points.items()}
    cents["field"] = to_cents_array(FIELD_POINTS * weights("field"))[pairs.field_match]
    cents["move"] = np.where(moves, to_cents(MOVE_POINTS * weights("move")), 0)
    if warm is not None:
        cents["change"] = np.where(_changes(warm[pairs.e], pairs.p), to_cents(CHANGE_POINTS * weights("change")), 0)
    return cents


def _changes(warm: IntArray, post: IntArray) -> npt.NDArray[np.bool_]:
    """Tell where a post differs from that of the warm plan; who is not in that plan never differs."""
    return np.asarray((warm != post) & (warm != NOT_KNOWN))


def shortage_points(priority: int, ikm: float | None) -> float:
    """Return points a seat left empty, < 0: -40 x priority / 3 x a factor 1 to 1.5 that grows with low satisfaction."""
    factor = 1.0 if ikm is None else min(1.5, max(1.0, 1 + (IKM_VERY_GOOD - ikm) / IKM_VERY_GOOD))
    return SHORTAGE_POINTS * priority / 3 * factor
