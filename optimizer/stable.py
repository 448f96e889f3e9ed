"""Deferred acceptance: people ask for posts in the order they like them, posts keep whom they take first.

Gale & Shapley (1962), doi:10.2307/2312726, with posts of many seats, the right to keep today's post, and bounds that nest.
Rows that couple people are not part of it: where its plan breaks a hard one, the people who burden that row and whom their
new posts would take last yield, and it begins again. Pairs that rows turn out to have room for have their way afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from ..models.domain.problem import NO_POST, BoolArray, IntArray, PlacementProblem
from .market import Market
from .pair_repair import repaired
from .solution import Solution, TierOutcome, complete, tier_values
from .yielding import yielded

NO_PLAN, YIELDED, CIRCLE = "stable_no_plan", "stable_yielded", "stable_circle"
"""Notes of a solution: no post takes somebody who may not stay, or a hard row can't hold; people yielded to hard rows; the
pairs that are left go round in a circle."""


def solve_stable(problem: PlacementProblem) -> Solution:
    """Match people and posts so that no pair blocks; proves no value.

    Where people yielded to hard rows, the pairs that those rows have room for after all have their way one by one; a pair
    that blocks is left only where that leads round in a circle (note ``CIRCLE``), since a stable plan need not exist.
    Without a plan the status is ``unknown``: somebody may not stay and no post takes them, or today's placement breaks a
    hard row.
    """
    market = Market.of(problem)
    usable = np.ones(problem.num_options, dtype=bool)
    while True:
        chosen = deferred_acceptance(market, usable)
        if (chosen < 0).any():
            return Solution("unknown", None, None, "stable", notes=(NO_PLAN,))
        leaving = yielded(market, chosen)
        if not (leaving & usable).any():
            break
        usable &= ~leaving
    left = 0
    if not usable.all():
        chosen, left = repaired(market, chosen)
    try:
        tiers = tier_values(problem, chosen, complete(problem, chosen))
    except ValueError:
        return Solution("unknown", None, None, "stable", notes=(NO_PLAN,))
    outcomes = tuple(TierOutcome(tier.name, value, None) for tier, value in zip(problem.tiers, tiers, strict=True))
    notes = (*(() if usable.all() else (YIELDED,)), *((CIRCLE,) if left else ()))
    return Solution("feasible", chosen, None, "stable", outcomes, notes=notes)


def deferred_acceptance(market: Market, usable: BoolArray) -> IntArray:
    """Return the stable matching that everybody likes best, shape (E,): option of each person, -1 = nobody takes them.

    The order in which people ask does not matter. O(N log N) at worst; people ask for few posts in practice.

    Parameters
    ----------
    market
        Both sides' orders and bounds.
    usable
        Shape (N,). Options that may be asked for.
    """
    asks = _Asks(market, usable)
    posts = _Posts(market)
    employee, position = market.problem.option_employee, market.problem.option_position
    chosen = np.full(len(market.home), -1, dtype=np.int64)
    waiting = list(range(len(chosen) - 1, -1, -1))
    while waiting:
        person = waiting.pop()
        for option in iter(lambda: asks.next_of(person), -1):  # noqa: B023  # consumed before the next person
            rejected = [] if position[option] == NO_POST else posts.take(option)
            if option not in rejected:
                chosen[person] = option
                losers = [int(employee[other]) for other in rejected]
                chosen[losers] = -1
                waiting += losers
                break
    return chosen


class _Asks:
    """What each person still asks for, best first; posts liked less than the fallback only once that is lost."""

    def __init__(self, market: Market, usable: BoolArray) -> None:
        self._market, self._usable = market, usable
        fallback = market.home[market.problem.option_employee]
        every = np.arange(len(fallback))
        wanted = usable & ((fallback < 0) | (every == fallback) | market.prefers(every, np.maximum(fallback, 0)))
        order = self._sorted(np.flatnonzero(wanted))
        starts = np.searchsorted(market.problem.option_employee[order], np.arange(len(market.bounds)))
        self._order: list[int] = order.tolist()
        self._place: list[int] = starts[:-1].tolist()
        self._end: list[int] = starts[1:].tolist()
        self._rest: dict[int, list[int]] = {}

    def _sorted(self, options: IntArray) -> IntArray:
        """Order options by person, then as the person likes them; the last key, the post, is the order they stand in."""
        market = self._market
        keys = (-market.liking[options], market.wish[options], market.problem.option_employee[options])
        return options[np.lexsort(keys)]

    def next_of(self, person: int) -> int:
        """Return the next option that the person asks for, -1 after the last."""
        place = self._place[person]
        if place < self._end[person]:
            self._place[person] = place + 1
            return self._order[place]
        rest = self._rest.get(person)
        if rest is None:
            rest = self._rest[person] = self._below_fallback(person)
        return rest.pop() if rest else -1

    def _below_fallback(self, person: int) -> list[int]:
        home = self._market.home[person]
        if home < 0:
            return []
        mine = np.arange(self._market.bounds[person], self._market.bounds[person + 1])
        below = mine[self._usable[mine] & self._market.prefers(np.full(len(mine), home), mine)]
        worst_first: list[int] = self._sorted(below)[::-1].tolist()
        return worst_first


@dataclass
class _Posts:
    """Whom the posts hold for now: heaps of each set of posts, the last to be taken on top."""

    market: Market
    _held: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        market = self.market
        sets = range(len(market.seats))
        self._seats, self._most = market.seats.tolist(), market.most.tolist()
        self._chain: list[int] = market.chain.tolist()
        self._start: list[int] = market.chain_start.tolist()
        self._count, self._keeping = [0 for _ in sets], [0 for _ in sets]
        self._newcomers: list[list[tuple[int, int]]] = [[] for _ in sets]
        self._keepers: list[list[tuple[int, int]]] = [[] for _ in sets]
        keeps = np.zeros(market.problem.num_options, dtype=bool)
        keeps[market.home[market.home >= 0]] = True
        self._keeps = keeps

    def take(self, option: int) -> list[int]:
        """Hold an option and return the options that are let go for it, itself among them where it is refused."""
        key = (-int(self.market.precedence[option]), option)
        keeps = bool(self._keeps[option])
        heaps = self._keepers if keeps else self._newcomers
        chain = self._sets(option)
        self._held.add(option)
        for group in chain:
            heappush(heaps[group], key)
            self._count[group] += 1
            self._keeping[group] += keeps
        gone = []
        for group in chain if keeps else ():
            if self._keeping[group] > self._most[group]:
                gone.append(self._drop(self._keepers[group]))
        for group in chain:
            if self._count[group] > self._seats[group] and self._count[group] > self._keeping[group]:
                gone.append(self._drop(self._newcomers[group]))
        return gone

    def _sets(self, option: int) -> list[int]:
        position = int(self.market.problem.option_position[option])
        return self._chain[self._start[position] : self._start[position + 1]]

    def _drop(self, heap: list[tuple[int, int]]) -> int:
        """Let the last of a heap go; those who left it elsewhere are skipped."""
        option = heappop(heap)[1]
        while option not in self._held:
            option = heappop(heap)[1]
        self._held.discard(option)
        for group in self._sets(option):
            self._count[group] -= 1
            self._keeping[group] -= bool(self._keeps[option])
        return option
