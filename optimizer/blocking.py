"""Blocking pairs of a plan: a person who likes a post better than theirs, and a post that would take them.

Any engine's plan can be asked. Where hard rows couple people, a pair blocks only if it can have its way with every row as
whole as now: otherwise the row itself forbids it, as a rule about a person in a post would (Kamada & Kojima 2015,
doi:10.1257/aer.20101552; 2017, Stability concepts in matching under distributional constraints).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..models.domain.problem import IntArray, PlacementProblem
from .market import Market
from .seating import Lines, Seating


@dataclass(frozen=True, slots=True)
class Pairs:
    """Options that would be better liked on both sides: those that block a plan, those that a hard row holds back."""

    blocking: IntArray
    held_back: IntArray


def blocking_pairs(
    problem: PlacementProblem, chosen: IntArray, market: Market | None = None, lines: Lines | None = None
) -> Pairs:
    """Return the options that block a plan and those that hard rows hold back, each ascending.

    Which of the mutual pairs block is asked one by one of a plan under change, some 30 microseconds each.

    Parameters
    ----------
    problem
        Options, head counts, rows, wishes.
    chosen
        Shape (E,). Option of each person.
    market, lines
        The problem's orders and lines where they are at hand.
    """
    market = market or Market.of(problem)
    pairs = mutual_pairs(market, chosen)
    if not len(pairs):
        return Pairs(pairs, pairs)
    seating = Seating(market, chosen, lines or Lines(problem))
    blocks = np.array([seating.can_have(option) for option in pairs.tolist()], dtype=bool)
    return Pairs(pairs[blocks], pairs[~blocks])


def mutual_pairs(market: Market, chosen: IntArray) -> IntArray:
    """Return the options that both sides like better than the plan, whatever hard rows say, ascending.

    The person likes the option better than the plan's and every set of posts around it takes them: fewer than its seats
    are held by people who come before them. Whoever merely goes back to today's post comes before all. O(N + E log E).
    """
    problem = market.problem
    wanted = np.flatnonzero(market.prefers(np.arange(problem.num_options), chosen[problem.option_employee]))
    newcomers, keepers = _limits(market, chosen)
    place, group = market.sets_of(wanted)
    option = wanted[place]
    returns = option == market.home[problem.option_employee[option]]
    limit = np.where(returns, keepers[group], newcomers[group])
    refused = np.zeros(len(wanted), dtype=bool)
    refused[place[market.precedence[option] > limit]] = True
    return wanted[~refused]


def _limits(market: Market, chosen: IntArray) -> tuple[IntArray, IntArray]:
    """Return, for each set of posts, the precedence of whom its last seat goes to: for newcomers, for those who return.

    Beyond every precedence where seats are left, before every one where there are none.
    """
    place, group = market.sets_of(chosen)
    precedence = market.precedence[chosen[place]]
    order = np.lexsort((precedence, group))
    precedence = precedence[order]
    start = np.searchsorted(group[order], np.arange(len(market.seats) + 1))
    held = np.diff(start)

    def last(seats: IntArray) -> IntArray:
        limit = np.full(len(seats), np.iinfo(np.int64).max)
        full = held >= seats
        nothing = full & (seats <= 0)
        taken = full & (seats > 0)
        limit[taken] = precedence[(start[:-1] + seats - 1)[taken]]
        limit[nothing] = -1
        return limit

    return last(market.seats), last(market.most)
