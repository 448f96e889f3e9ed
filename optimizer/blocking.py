"""Blocking pairs of a plan: a person who likes a post better than theirs, and a post that would take them.

Any engine's plan can be asked; the count reads the problem's arrays, whole columns at a time.
"""

from __future__ import annotations

import numpy as np

from ..models.domain.problem import IntArray, PlacementProblem
from .market import Market


def blocking_pairs(problem: PlacementProblem, chosen: IntArray, market: Market | None = None) -> IntArray:
    """Return the options that block a plan, ascending.

    An option blocks where its person likes it better than the plan's and every set of posts around it takes them: fewer
    than its seats are held by people who come before them. Whoever merely goes back to today's post comes before all.
    O(N + E log E).

    Parameters
    ----------
    problem
        Options, head counts, wishes. Rows that couple people are not asked.
    chosen
        Shape (E,). Option of each person.
    market
        The problem's orders where they are at hand.
    """
    market = market or Market.of(problem)
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
