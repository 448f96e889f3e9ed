"""From a plan with blocking pairs to one without: pair after pair has its way, in one stated order.

Satisfying blocking pairs one at a time reaches a stable plan where rows couple nobody (Roth & Vande Vate 1990,
doi:10.2307/2938326, by some order); with rows there may be none. ``docs/decisions/0005-stable-engine.md`` has the argument
why it ends where nobody asked for anything, and the market in which it can't.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np

from ..models.domain.problem import BoolArray, IntArray
from .blocking import blocking_pairs, mutual_pairs
from .market import Market
from .seating import Lines, Seating
from .solution import is_admitted

ORDERS = 8
"""Orders tried where wishes lead round in a circle: the posts' own, then fixed shuffles."""
PASSES = 50
"""Passes over all pairs in one order; unless they go in a circle, a few are enough."""


def repaired(market: Market, chosen: IntArray) -> tuple[IntArray, int]:
    """Return a plan without blocking pairs, or the one with fewest that was met, and how many are left.

    First come the pairs whom posts take first (:attr:`Market.precedence`, one order for all posts). A pair that has its
    way makes others: those let go ask again, and so do people who like a seat that was left; they join the pairs to come.
    A pass ends when none is left, passes end when one satisfies nobody. Where a pass ends in a plan that was met before,
    the next order is tried from there, after half of them from today's placement. Every plan on the way keeps the hard rows
    as whole as the first.

    Parameters
    ----------
    market
        Both sides' orders and bounds.
    chosen
        Shape (E,). Option of each person.
    """
    lines = Lines(market.problem)
    ends: list[tuple[int, IntArray]] = []
    for order in range(ORDERS):
        if order == ORDERS // 2:
            chosen = _today(market, chosen)
        repair = _Repair(market, chosen, lines, _order(market, order))
        chosen, is_stable = repair.run()
        left = 0 if is_stable else len(blocking_pairs(market.problem, chosen, market, lines).blocking)
        ends.append((left, chosen))
        if not left:
            break
    left, chosen = min(ends, key=lambda end: end[0])
    return chosen, left


def _today(market: Market, chosen: IntArray) -> IntArray:
    """Return the plan in which everybody falls back, to begin from anew; the one at hand where that is no plan."""
    if (market.home < 0).any():
        return chosen
    return market.home if is_admitted(market.problem, market.home) else chosen


def _order(market: Market, number: int) -> IntArray:
    if number == 0:
        return market.precedence
    return np.random.default_rng(number).permutation(market.problem.num_options)


class _Repair:
    """A plan whose pairs have their way in one order, first the lowest ``key``."""

    def __init__(self, market: Market, chosen: IntArray, lines: Lines, key: IntArray) -> None:
        problem = market.problem
        self._market, self._key = market, key
        self._seating = Seating(market, chosen, lines)
        self._chosen = chosen.copy()
        self._by_post = np.argsort(problem.option_position, kind="stable")
        posts = np.arange(len(problem.position_ids) + 1)
        self._start = np.searchsorted(problem.option_position[self._by_post], posts)

    def run(self) -> tuple[IntArray, bool]:
        """Return the plan after the last pass, and whether that pass found no pair that blocks."""
        met: set[bytes] = set()
        for _ in range(PASSES):
            if not self._pass():
                return self._chosen, True
            plan = self._chosen.tobytes()
            if plan in met:
                break
            met.add(plan)
        return self._chosen, False

    def _pass(self) -> int:
        """Let pairs have their way until none is left to ask, at most some for each person; return how many did."""
        pairs = mutual_pairs(self._market, self._chosen)
        waiting = list(zip(self._key[pairs].tolist(), pairs.tolist(), strict=True))
        heapify(waiting)
        count, most = 0, 100 + 4 * len(self._chosen)
        while waiting and count < most:
            option = heappop(waiting)[1]
            if not (self._wants(np.array([option]))[0] and self._seating.takes(option)):
                continue
            moved = self._seating.satisfied(option)
            count += bool(moved)
            for other in self._awoken(moved).tolist():
                if self._seating.takes(other):
                    heappush(waiting, (int(self._key[other]), other))
        return count

    def _wants(self, options: IntArray) -> BoolArray:
        return self._market.prefers(options, self._chosen[self._market.problem.option_employee[options]])

    def _awoken(self, moved: list[tuple[int, int]]) -> IntArray:
        """Note who moved; return the options of those let go and of the posts left that are liked better now."""
        bounds, position = self._market.bounds, self._market.problem.option_position
        options = [np.zeros(0, dtype=np.int64)]
        for person, before in moved:
            self._chosen[person] = self._seating.chosen[person]
            if (post := int(position[before])) >= 0:
                options.append(self._by_post[self._start[post] : self._start[post + 1]])
        options += [np.arange(bounds[person], bounds[person + 1]) for person, _ in moved[1:]]
        asked = np.unique(np.concatenate(options))
        return asked[self._wants(asked)]
