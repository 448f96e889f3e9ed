"""A feasible plan that contains one option more: the seat's chain under prices, then what makes up for rows it breaks.

No search proves anything here: what is found is a plan, its value an upper bound on what the option costs. First the chain
that loses least in the plan's own residual network, then simpler ones (a free seat, an exchange with each holder). Where a
chain breaks a limit such as the number of moves, chains of moves of the plan are taken back, the cheapest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from ..models.domain.problem import NO_POST, IntArray, PlacementProblem
from .plan_change import Change, PlanChange
from .priced_flow import PricedFlow, Residual, flow_of_plan
from .row_prices import SCALE

TAKEN_BACK = 30
"""Ends of chains that are tried to make up for a broken limit."""
HOPS = (1, 200, 1500)
"""Cents that a hop of a chain is charged while one is looked for: short chains break fewer rows."""
STARTS, LONGEST = 150, 6
"""Moves that gain least, from which such ends are followed, and their length."""


@dataclass(frozen=True)
class Repaired:
    """A plan with the option, as people who change, and the value of its tiers."""

    change: Change
    tiers: tuple[int, ...]


@dataclass(frozen=True)
class Repairer:
    """Finds plans that contain an option, from one plan of a problem."""

    base: PlanChange
    priced: PricedFlow

    @property
    def problem(self) -> PlacementProblem:
        """What is solved."""
        return self.base.problem

    @cached_property
    def residuals(self) -> tuple[Residual, ...]:
        """What the plan leaves free, at each charge for a hop; a way that gains under prices counts as free.

        Where no rows couple people the shortest way is the best one, and hops cost nothing.
        """
        flow = flow_of_plan(self.problem, self.priced.network, self.base.chosen)
        hops = HOPS if self.problem.couples else (0,)
        return tuple(Residual.of(self.priced.network, flow, self.priced.distance, hop=hop * SCALE) for hop in hops)

    @cached_property
    def _option_at(self) -> tuple[IntArray, IntArray]:
        """Keys person x (P + 1) + post + 1 of the options in order, and the options."""
        keys = self.problem.option_employee * (len(self.problem.position_ids) + 1) + self.problem.option_position + 1
        order = np.argsort(keys, kind="stable")
        return keys[order], order

    def option(self, person: int, post: int) -> int | None:
        """Return the option of a person in a post (-1 = none), None where there is none."""
        keys, order = self._option_at
        key = person * (len(self.problem.position_ids) + 1) + post + 1
        place = int(np.searchsorted(keys, key))
        return int(order[place]) if place < len(keys) and keys[place] == key else None

    @cached_property
    def holders(self) -> dict[int, list[int]]:
        """People in each post under the plan."""
        found: dict[int, list[int]] = {}
        for person, post in enumerate(self.problem.option_position[self.base.chosen].tolist()):
            found.setdefault(post, []).append(person)
        return found

    def for_person(self, options: IntArray, *, thorough: bool = False) -> list[Repaired | None]:
        """Return the best plan found for each option of one person."""
        if not len(options):
            return []
        person = int(self.problem.option_employee[options[0]])
        ways = [residual.ways_to(person)[1] for residual in self.residuals]
        return [
            self._best(int(option), [self._way(int(option), w, None) for w in ways], thorough=thorough) for option in options
        ]

    def for_post(self, options: IntArray, *, thorough: bool = False) -> list[Repaired | None]:
        """Return the best plan found for each option that leads to one post."""
        if not len(options):
            return []
        node = int(self.priced.network.head[options[0]])
        ways = [residual.ways_from(node)[1] for residual in self.residuals]
        return [
            self._best(int(option), [self._way(int(option), None, w) for w in ways], thorough=thorough) for option in options
        ]

    def _best(self, option: int, ways: Sequence[Change | None], *, thorough: bool) -> Repaired | None:
        person = int(self.problem.option_employee[option])
        if self.base.chosen[person] == option:
            return Repaired({}, self.base.tiers)
        known = [way for way in ways if way is not None]
        best = self._better(None, known)
        if best is None or thorough:
            for way in known:
                best = self._better(best, self._mended(way))
        if best is None or thorough:
            simple = list(self._simple(option))
            best = self._better(best, simple)
            if best is None or thorough:
                for change in simple:
                    best = self._better(best, self._mended(change))
        return best

    def _better(self, best: Repaired | None, changes: Iterable[Change]) -> Repaired | None:
        """Return the best of a plan and the feasible ones among changes."""
        for change in changes:
            value = self.base.value_after(change)
            if value is not None and (best is None or value > best.tiers):
                best = Repaired(change, value)
        return best

    def _way(self, option: int, after: IntArray | None, before: IntArray | None) -> Change | None:
        """Return the chain from the option's post back to its person as changes."""
        person, node = int(self.problem.option_employee[option]), int(self.priced.network.head[option])
        nodes = [node] if after is not None else [person]
        follow = after if after is not None else before
        assert follow is not None  # one of the two is given
        end = person if after is not None else node
        while nodes[-1] != end:
            step = int(follow[nodes[-1]])
            if step < 0:
                return None
            nodes.append(step)
        if after is None:
            nodes.reverse()
        change = {person: option}
        people = len(self.problem.employee_ids)
        for here, there in pairwise(nodes):
            if here < people:
                post = there - people if there < people + len(self.problem.position_ids) else NO_POST
                taken = self.option(here, post)
                assert taken is not None  # the arc is that option
                change[here] = taken
        return change

    def _simple(self, option: int) -> Iterator[Change]:
        """Yield the option alone, and exchanges with each holder of its post."""
        problem = self.problem
        person, post = int(problem.option_employee[option]), int(problem.option_position[option])
        yield {person: option}
        left = int(problem.option_position[self.base.chosen[person]])
        for holder in self.holders.get(post, []) if post >= 0 else []:
            places = dict.fromkeys([left, int(problem.option_position[problem.held[holder]]), NO_POST])
            for place in places:
                taken = self.option(holder, place)
                if taken is not None and taken != self.base.chosen[holder]:
                    yield {person: option, holder: taken}

    @cached_property
    def _undone(self) -> tuple[Change, ...]:
        """Ends of the plan's chains of moves, each taken back to today, the cheapest first."""
        problem, chosen, held = self.problem, self.base.chosen, self.problem.held
        moved = np.flatnonzero((held >= 0) & (held != chosen))
        gain = problem.tiers[-1].option_points[chosen[moved]] - problem.tiers[-1].option_points[held[moved]]
        into: dict[int, list[int]] = {}
        for person in moved.tolist():
            into.setdefault(int(problem.option_position[chosen[person]]), []).append(person)
        found: list[tuple[tuple[int, ...], Change]] = []
        for first in moved[np.argsort(gain, kind="stable")][:STARTS].tolist():
            change: dict[int, int] = {first: int(held[first])}
            here = first
            for _ in range(LONGEST):
                value = self.base.value_after(change)
                if value is not None:
                    found.append((value, dict(change)))
                home = int(problem.option_position[held[here]])  # whoever took this seat goes back in turn
                follower = next((other for other in into.get(home, []) if other not in change), None)
                if follower is None:
                    break
                change[follower] = int(held[follower])
                here = follower
        found.sort(key=lambda item: ([-value for value in item[0]], sorted(item[1])))
        return tuple(change for _, change in found[:TAKEN_BACK])

    def _mended(self, change: Change) -> Iterator[Change]:
        """Yield the first change in which some moves are taken back as well and which makes a plan."""
        for undone in self._undone:
            if any(person in change for person in undone):
                continue
            both = {**change, **undone}
            if self.base.value_after(both) is not None:
                yield both
                return
