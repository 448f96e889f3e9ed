"""Both sides of a matching: what each person likes, whom each post takes first, and how many.

Many people to one post (Gale & Shapley 1962, doi:10.2307/2312726; Roth 1984, doi:10.1086/261272), with a right to keep
today's post (Compte & Jehiel 2008; Pereyra 2013, A dynamic school choice model) and bounds that nest (Fleiner 2003,
doi:10.1287/moor.28.1.103.14256; Kamada & Kojima 2015, Efficient matching under distributional constraints).
``docs/concepts.md`` says the rules in words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..models.domain.problem import NO_POST, BoolArray, Headcount, IntArray, PlacementProblem

NO_WISH = np.iinfo(np.int32).max
"""Rank of what nobody asked for: behind every wish."""
NOTHING_ELSE, KEEPS, MUST_MOVE, NEWCOMER = 0, 1, 2, 3
"""Who comes first at a post: who has no other option (a pin), who keeps it, who may not stay elsewhere, everyone else."""


@dataclass(frozen=True)
class Market:
    """Orders and bounds of a problem, shapes (N,) by option, (E,) by person, (S,) by set of posts.

    Parameters
    ----------
    problem
        Options, holders and head counts.
    wish, liking
        A person likes the lower ``wish``, then the higher ``liking``, then the lower index of the post.
    home
        Shape (E,). Option that a person can fall back on: today's post, being without one, or the pin; -1 = none.
    precedence
        A post takes the lower first. No two people share a value.
    bounds
        Shape (E + 1,). Where the options of each person begin.
    seats, most
        Shape (S,). People up to which a set of posts takes newcomers, and up to which those who keep theirs stay.
    chain, chain_start
        Sets of each post, from the smallest up: ``chain[chain_start[p] : chain_start[p + 1]]``.
    """

    problem: PlacementProblem
    wish: IntArray
    liking: IntArray
    home: IntArray
    precedence: IntArray
    bounds: IntArray
    seats: IntArray
    most: IntArray
    chain: IntArray
    chain_start: IntArray

    @classmethod
    def of(cls, problem: PlacementProblem) -> Market:
        """Read both sides' orders from a problem; without wishes, points say what everyone likes."""
        num_people = len(problem.employee_ids)
        bounds = np.searchsorted(problem.option_employee, np.arange(num_people + 1))
        home = _home(problem, bounds)
        if problem.wishes is None:
            wish = np.full(problem.num_options, NO_WISH, dtype=np.int64)
            match = problem.option_points
        else:
            rank = problem.wishes.rank.astype(np.int64)
            wish, match = np.where(rank > 0, rank, NO_WISH), problem.wishes.match.astype(np.int64)
        is_home = np.zeros(problem.num_options, dtype=np.int64)
        is_home[home[home >= 0]] = 1
        group = np.where(home[problem.option_employee] < 0, MUST_MOVE, NEWCOMER)
        group[is_home == 1] = KEEPS
        group[(np.diff(bounds) == 1)[problem.option_employee]] = NOTHING_ELSE
        chain, chain_start, seats, most = _sets(problem)
        return cls(
            problem,
            wish,
            2 * match + is_home,
            home,
            _precedence(group, match, problem.option_employee, num_people),
            bounds,
            seats,
            most,
            chain,
            chain_start,
        )

    def prefers(self, options: IntArray, others: IntArray) -> BoolArray:
        """Tell where the person of both likes the option better than the other one."""
        wish, liking, position = self.wish, self.liking, self.problem.option_position
        better = liking[options] > liking[others]
        same = liking[options] == liking[others]
        better |= same & (position[options] < position[others])
        answer: BoolArray = (wish[options] < wish[others]) | ((wish[options] == wish[others]) & better)
        return answer

    def sets_of(self, options: IntArray) -> tuple[IntArray, IntArray]:
        """Return (place in ``options``, set) for every set of posts that an option counts in."""
        position = self.problem.option_position[options]
        placed = np.flatnonzero(position != NO_POST)
        start = self.chain_start[position[placed]]
        length = self.chain_start[position[placed] + 1] - start
        first = np.repeat(start - np.cumsum(length) + length, length)
        return np.repeat(placed, length), self.chain[first + np.arange(length.sum())]


def _home(problem: PlacementProblem, bounds: IntArray) -> IntArray:
    """Return each person's fallback: the option held, else being without a post, else the only one left; -1 = none."""
    home = problem.held.copy()
    without = np.flatnonzero(problem.option_position == NO_POST)
    idle = without[home[problem.option_employee[without]] < 0]
    home[problem.option_employee[idle]] = idle
    pinned = (home < 0) & (np.diff(bounds) == 1)
    home[pinned] = bounds[:-1][pinned]
    return home


def _precedence(group: IntArray, match: IntArray, employee: IntArray, num_people: int) -> IntArray:
    """Return one number an option: group first, then the better match, then the person's place in tie-key order."""
    span = int(match.max() - match.min()) + 1 if len(match) else 1
    if 4 * span * max(1, num_people) >= 2**62:
        match = np.unique(match, return_inverse=True)[1].astype(np.int64)
        span = int(match.max()) + 1
    worst = match.max() if len(match) else 0
    answer: IntArray = (group * span + (worst - match)) * max(1, num_people) + employee
    return answer


def _sets(problem: PlacementProblem) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return chains and bounds of the head counts that have an upper bound.

    Newcomers come in up to where a person more would be charged as surplus; those who keep theirs, up to the bound.
    """
    num_people, num_posts = len(problem.employee_ids), len(problem.position_ids)
    items = sorted(
        (item for item in problem.headcounts if _seats(item) < num_people),
        key=lambda item: (len(item.positions), item.rule, item.name),
    )
    most = np.array([item.upper for item in items], dtype=np.int64)
    seats = np.array([_seats(item) for item in items], dtype=np.int64)
    place = np.repeat(np.arange(len(items)), np.array([len(item.positions) for item in items], dtype=np.int64))
    position = np.concatenate([np.zeros(0, dtype=np.int64), *(item.positions for item in items)])
    order = np.argsort(position, kind="stable")
    chain_start = np.searchsorted(position[order], np.arange(num_posts + 1))
    return place[order], chain_start, seats, most


def _seats(item: Headcount) -> int:
    return min(item.upper, item.over_from) if item.over >= 0 else item.upper
