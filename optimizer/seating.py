"""A plan that changes by one pair at a time: who is let go for it, and whether every hard row stays as whole as it is."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix

from ..models.domain.problem import NO_POST, IntArray, PlacementProblem
from .market import Market

OPEN = 2**62
"""Bound of a line that is open on one side."""


class Lines:
    """What must hold: rows, then head counts, each a sum between two bounds.

    A slack or ``worst`` auxiliary widens the bounds of its row by as much as it may take up; that of a head count narrows
    them to what it admits. Seats in a row follow their head count.
    """

    def __init__(self, problem: PlacementProblem) -> None:
        self.low: list[int] = []
        self.high: list[int] = []
        self.seats: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
        """Line of a head count -> (row, coefficient, side, threshold): coefficient x max(0, side x (people - threshold))."""
        self.of_post: list[list[int]] = [[] for _ in problem.position_ids]
        """Lines of the head counts around each post."""
        self._add_rows(problem)
        for place, item in enumerate(problem.headcounts, len(problem.rows)):
            short = 0 if item.short < 0 else item.short_of - problem.auxiliaries[item.short].upper
            over = item.upper if item.over < 0 else item.over_from + problem.auxiliaries[item.over].upper
            self.low.append(max(item.lower, short))
            self.high.append(min(item.upper, over))
            for post in item.positions.tolist():
                self.of_post[post].append(place)
        self.starts, self.lines, self.coefficients = _by_option(problem)

    def _add_rows(self, problem: PlacementProblem) -> None:
        seat: dict[int, tuple[int, int, int]] = {}
        for place, item in enumerate(problem.headcounts, len(problem.rows)):
            seat[item.short] = (place, -1, item.short_of)
            seat[item.over] = (place, 1, item.over_from)
        for place, row in enumerate(problem.rows):
            more = less = 0
            inside = row.columns >= problem.num_options
            columns = (row.columns[inside] - problem.num_options).tolist()
            for column, coefficient in zip(columns, row.coefficients[inside].tolist(), strict=True):
                if column in seat:
                    line, side, threshold = seat[column]
                    self.seats[line].append((place, coefficient, side, threshold))
                else:
                    reach = coefficient * problem.auxiliaries[column].upper
                    more, less = more + max(0, reach), less + max(0, -reach)
            self.low.append(-OPEN if row.lower is None else row.lower - more)
            self.high.append(OPEN if row.upper is None else row.upper + less)


def _by_option(problem: PlacementProblem) -> tuple[IntArray, IntArray, IntArray]:
    """Return the rows of each option: ``lines[starts[o] : starts[o + 1]]`` with their coefficients."""
    n = problem.num_options
    inside = [row.columns < n for row in problem.rows]
    nothing = np.zeros(0, dtype=np.int64)
    columns = np.concatenate([nothing, *(row.columns[mine] for row, mine in zip(problem.rows, inside, strict=True))])
    values = np.concatenate([nothing, *(row.coefficients[mine] for row, mine in zip(problem.rows, inside, strict=True))])
    ends = np.concatenate([[0], np.cumsum([int(mine.sum()) for mine in inside], dtype=np.int64)])
    table = csr_matrix((values, columns, ends), shape=(len(problem.rows), n)).tocsc()
    return table.indptr, table.indices, table.data


class Seating:
    """A plan with the people of each set of posts in its order, and the value of each line.

    Parameters
    ----------
    market
        Both sides' orders and bounds.
    chosen
        Shape (E,). Option of each person.
    lines
        What must hold.
    """

    def __init__(self, market: Market, chosen: IntArray, lines: Lines) -> None:
        self.chosen: list[int] = chosen.tolist()
        self._market, self._lines = market, lines
        self._position, self._employee = market.problem.option_position, market.problem.option_employee
        self._home: list[int] = market.home.tolist()
        self._seats: list[int] = market.seats.tolist()
        self._most: list[int] = market.most.tolist()
        chain, start = market.chain.tolist(), market.chain_start.tolist()
        self._chain = [chain[first:end] for first, end in pairwise(start)]
        self._held: list[list[int]] = [[] for _ in self._seats]
        self._value = [0 for _ in lines.low]
        self._was: dict[int, int] = {}
        self._undo: list[tuple[int, int]] = []
        for seats in lines.seats.values():
            for row, coefficient, side, threshold in seats:  # of empty posts
                self._value[row] += coefficient * max(0, -side * threshold)
        for option in self.chosen:
            self._enter(option)

    def takes(self, option: int) -> bool:
        """Tell whether every set of posts around an option has fewer people who come before than it has seats."""
        precedence = int(self._market.precedence[option])
        bounds = self._most if option == self._home[int(self._employee[option])] else self._seats
        return all(bisect_left(self._held[group], precedence) < bounds[group] for group in self._sets(option))

    def can_have(self, option: int) -> bool:
        """Tell whether a mutual pair can have its way; the plan stays as it is. See :meth:`satisfied`."""
        can = self._is_whole_with(option)
        self._take_back()
        return can

    def satisfied(self, option: int) -> list[tuple[int, int]]:
        """Let a mutual pair have its way where it can; return who moved and their option before, the pair's person first.

        The person goes to the post. Where a set of posts around it then has more people than its seats and than now, its
        last newcomer is let go, from the smallest set up, and falls back on the post held today. The pair can't have its
        way, and the answer is empty, where one of those let go has no fallback or finds its seat taken, or where a row or
        a head count ends farther outside its bounds than it is.
        """
        if self._is_whole_with(option):
            return self._undo
        self._take_back()
        return []

    def _is_whole_with(self, option: int) -> bool:
        self._was, self._undo = {}, []
        low, high, value = self._lines.low, self._lines.high, self._value
        return self._moves(option) and all(
            min(low[line], before) <= value[line] <= max(high[line], before) for line, before in self._was.items()
        )

    def _moves(self, option: int) -> bool:
        """Move the pair's person and those who are let go; tell whether everybody found a seat."""
        around = self._sets(option)
        people: dict[int, int] = {}
        crowded: list[int] = []
        self._move(int(self._employee[option]), option, people, crowded)
        while crowded:
            group = heappop(crowded)
            held = self._held[group]
            if len(held) <= max(self._seats[group], people[group]):
                continue
            last = held[-1] % len(self.chosen)
            home = self._home[last]
            if self.chosen[last] == home:  # nobody here but those who keep their post
                if len(held) > self._most[group]:
                    return False
            elif home < 0 or group not in around or self.chosen[last] == option:
                return False
            else:
                self._move(last, home, people, crowded)
                heappush(crowded, group)
        return True

    def _move(self, person: int, option: int, people: dict[int, int], crowded: list[int]) -> None:
        """Move one person; note how many people the sets had at first, and which have one more to look at."""
        before = self.chosen[person]
        for group in self._sets(before) + self._sets(option):
            people.setdefault(group, len(self._held[group]))
        self._undo.append((person, before))
        self._leave(before)
        self._enter(option)
        self.chosen[person] = option
        for group in self._sets(option):
            heappush(crowded, group)

    def _take_back(self) -> None:
        for person, before in reversed(self._undo):
            self._leave(self.chosen[person])
            self._enter(before)
            self.chosen[person] = before

    def _sets(self, option: int) -> list[int]:
        position = int(self._position[option])
        return [] if position == NO_POST else self._chain[position]

    def _enter(self, option: int) -> None:
        precedence = int(self._market.precedence[option])
        for group in self._sets(option):
            insort(self._held[group], precedence)
        self._count(option, 1)

    def _leave(self, option: int) -> None:
        precedence = int(self._market.precedence[option])
        for group in self._sets(option):
            held = self._held[group]
            del held[bisect_left(held, precedence)]
        self._count(option, -1)

    def _count(self, option: int, sign: int) -> None:
        """Add an option to its lines, or take it off."""
        lines = self._lines
        mine = slice(int(lines.starts[option]), int(lines.starts[option + 1]))
        for line, coefficient in zip(lines.lines[mine].tolist(), lines.coefficients[mine].tolist(), strict=True):
            self._add(line, sign * coefficient)
        position = int(self._position[option])
        for line in [] if position == NO_POST else lines.of_post[position]:
            people = self._value[line]
            self._add(line, sign)
            for row, coefficient, side, threshold in lines.seats.get(line, ()):
                now, before = max(0, side * (people + sign - threshold)), max(0, side * (people - threshold))
                self._add(row, coefficient * (now - before))

    def _add(self, line: int, change: int) -> None:
        self._was.setdefault(line, self._value[line])
        self._value[line] += change
