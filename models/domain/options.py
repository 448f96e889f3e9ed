"""Options in arrays, gathered block by block: who may take which post, what that is worth, what it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from .candidates import Candidates
from .classes import BLOCK_PAIRS
from .facts import BoolArray, Facts, IntArray
from .movement import MoveKind
from .pairs import Pairs
from .points import to_cents, to_cents_array
from .problem import NO_POST, Wishes
from .scenario import Scenario
from .terms import CHANGE_POINTS, PERSON_TERMS, UNPLACED_POINTS, TermTables, person_points, training_cost_idr, wish_ranks

T = TypeVar("T", bound=np.generic)


@dataclass(frozen=True)
class Options:
    """N options, sorted by employee, then position (-1 = without a post); a block of them may stand in any order."""

    employee: IntArray
    position: IntArray
    kind: npt.NDArray[np.int8]
    points: IntArray
    cost_idr: IntArray
    wishes: Wishes

    def take(self, where: npt.NDArray[np.int64] | BoolArray) -> Options:
        """Return some of them."""
        return Options(
            self.employee[where],
            self.position[where],
            self.kind[where],
            self.points[where],
            self.cost_idr[where],
            Wishes(self.wishes.rank[where], self.wishes.match[where]),
        )


@dataclass(frozen=True)
class Pricing:
    """What options are worth: the terms' tables, the warm plan (E,) or None, and the years from which staying costs."""

    tables: TermTables
    warm: IntArray | None
    max_years: float | None

    def points(self, pairs: Pairs, penalty: IntArray, cost_idr: IntArray) -> IntArray:
        """Return cents of each pair, shape (n,)."""
        total = np.zeros(len(pairs), dtype=np.int64)
        for cents in person_points(self.tables, pairs, penalty, cost_idr, self.warm, self.max_years).values():
            total += cents
        return total

    def without_post(self, people: IntArray) -> IntArray:
        """Return cents of being without a post, for people who hold none."""
        weight = self.tables.facts.scenario.weight
        points = np.full(len(people), to_cents(UNPLACED_POINTS * weight("unplaced")))
        if self.warm is not None:
            points[self.warm[people] >= 0] += to_cents(CHANGE_POINTS * weight("change"))
        return points

    def by_term(self, options: Options) -> IntArray:
        """Return cents of every person term of each option, shape (N, len(PERSON_TERMS)).

        What soft rules charge is what the other terms leave of the option's points.
        """
        terms = np.zeros((len(options.employee), len(PERSON_TERMS)), dtype=np.int64)
        for start in range(0, len(terms), BLOCK_PAIRS):
            e, p = options.employee[start : start + BLOCK_PAIRS], options.position[start : start + BLOCK_PAIRS]
            placed = np.flatnonzero(p != NO_POST)
            pairs = Pairs(self.tables.facts, e[placed], p[placed])
            none, cost = np.zeros(len(placed), dtype=np.int64), training_cost_idr(self.tables, pairs)
            for term, cents in person_points(self.tables, pairs, none, cost, self.warm, self.max_years).items():
                terms[start + placed, PERSON_TERMS.index(term)] = cents
        idle = options.position == NO_POST
        if self.warm is not None:
            change = to_cents(CHANGE_POINTS * self.tables.facts.scenario.weight("change"))
            gone = idle & (self.warm[options.employee] >= 0)
            terms[gone, PERSON_TERMS.index("change")] = change
        rest = options.points - terms.sum(axis=1)
        terms[:, PERSON_TERMS.index("unplaced")] = np.where(idle, rest, 0)
        terms[:, PERSON_TERMS.index("rules")] = np.where(idle, 0, rest)
        return terms


def option_blocks(candidates: Candidates, pricing: Pricing) -> Iterator[Options]:
    """Yield all options in blocks, being without a post included for people who hold none; in no order."""
    facts, tables = candidates.facts, pricing.tables
    for block in candidates.blocks():
        pairs = Pairs(facts, block.employee.astype(np.int64), block.position.astype(np.int64))
        cost = training_cost_idr(tables, pairs)
        yield Options(
            pairs.e,
            pairs.p,
            pairs.kind,
            pricing.points(pairs, block.penalty, cost),
            cost,
            Wishes(wish_ranks(tables, pairs).astype(np.int32), to_cents_array(pairs.weighted_match).astype(np.int32)),
        )
    idle = np.flatnonzero(facts.held < 0)
    none = np.zeros(len(idle), dtype=np.int64)
    kind = np.full(len(idle), MoveKind.UNPLACED, dtype=np.int8)
    wishes = Wishes(none.astype(np.int32), (none - 1).astype(np.int32))
    yield Options(idle, none + NO_POST, kind, pricing.without_post(idle), none, wishes)


def gather(candidates: Candidates, pricing: Pricing) -> Options:
    """Return all options."""
    return joined(option_blocks(candidates, pricing), len(candidates.facts.positions))


def joined(blocks: Iterable[Options], num_posts: int) -> Options:
    """Return blocks of options as one, sorted by employee, then position; indices wait in 32 bits."""
    employee: list[npt.NDArray[np.int32]] = []
    position: list[npt.NDArray[np.int32]] = []
    kind: list[npt.NDArray[np.int8]] = []
    points: list[IntArray] = []
    cost_idr: list[IntArray] = []
    rank: list[npt.NDArray[np.integer[Any]]] = []
    match: list[npt.NDArray[np.integer[Any]]] = []
    for block in blocks:
        employee.append(block.employee.astype(np.int32))
        position.append(block.position.astype(np.int32))
        kind.append(block.kind)
        points.append(block.points)
        cost_idr.append(block.cost_idr)
        rank.append(block.wishes.rank)
        match.append(block.wishes.match)
    wide = num_posts + 1
    key = np.concatenate([e.astype(np.int64) * wide + p for e, p in zip(employee, position, strict=True)])
    order = np.argsort(key, kind="stable")
    del key
    ranks, matches = _in_order(rank, order), _in_order(match, order)
    return Options(
        employee=_in_order(employee, order).astype(np.int64),
        position=_in_order(position, order).astype(np.int64),
        kind=_in_order(kind, order),
        points=_in_order(points, order),
        cost_idr=_in_order(cost_idr, order),
        wishes=Wishes(ranks, matches),
    )


def _in_order(parts: list[npt.NDArray[T]], order: IntArray) -> npt.NDArray[T]:
    """Return the parts as one array in an order; they are let go of on the way."""
    whole = np.concatenate(parts)
    parts.clear()
    return whole[order]


def pin_and_forbid(facts: Facts, options: Options, scenario: Scenario) -> tuple[Options, tuple[str, ...]]:
    """Apply pins and forbids; name the people who are left without any option."""
    keep = np.ones(len(options.employee), dtype=bool)
    blocked = []
    for pair in scenario.forbid:
        if pair.employee in facts.employee_index:
            e, p = facts.employee_index[pair.employee], facts.position_index[pair.position]
            mine = _options_of(options, e)
            keep[mine] &= options.position[mine] != p
            if not keep[mine].any():
                blocked.append(f"forbid:{pair.employee}={pair.position}")
    for pair in scenario.pin:
        if pair.employee not in facts.employee_index:
            blocked.append(f"pin:{pair.employee}={pair.position}")
            continue
        e, p = facts.employee_index[pair.employee], facts.position_index[pair.position]
        mine = _options_of(options, e)
        here = options.position[mine] == p
        if not (keep[mine] & here).any():
            blocked.append(f"pin:{pair.employee}={pair.position}")
            continue
        keep[mine] &= here
    return (options if keep.all() else options.take(keep)), tuple(blocked)


def _options_of(options: Options, employee: int) -> slice:
    start, stop = np.searchsorted(options.employee, [employee, employee + 1])
    return slice(int(start), int(stop))
