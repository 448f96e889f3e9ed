"""A problem in the making: options are fixed, rules and terms add head counts, rows and auxiliaries to it.

This is where today's placement is kept feasible: where it breaches a hard row, the bound is relaxed by that excess
and each unit kept costs the rule's price (``strict`` switches this off).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .facts import Facts, IntArray
from .movement import MoveKind
from .points import to_cents
from .problem import NO_POST, Auxiliary, AuxiliaryKind, Headcount, Row
from .rules.spec import Setting

NO_UPPER = 10**9


@dataclass
class Draft:
    """Options, and what couples them so far.

    Parameters
    ----------
    facts
        Facts of people and posts.
    employee, position, kind
        Shape (N,). Options: person, post (-1 = none), kind of move; sorted by employee, then position.
    cost_idr
        Shape (N,). Rupiah of training that the option asks for.
    rules_weight
        Weight of the term ``rules``.
    strict
        True where today's breaches are not kept.
    """

    facts: Facts
    employee: IntArray
    position: IntArray
    kind: npt.NDArray[np.int8]
    cost_idr: IntArray
    rules_weight: float
    strict: bool
    headcounts: list[Headcount] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    auxiliaries: list[Auxiliary] = field(default_factory=list)
    short_of_post: dict[int, int] = field(default_factory=dict)
    """Auxiliary that counts the empty seats of a post, by post index."""

    @property
    def num_options(self) -> int:
        """N."""
        return len(self.employee)

    @cached_property
    def options_of(self) -> IntArray:
        """Shape (E + 1,). Where the options of each person begin."""
        return np.searchsorted(self.employee, np.arange(len(self.facts.employees) + 1))

    @cached_property
    def _by_post(self) -> tuple[IntArray, IntArray]:
        """Options by post, and where those of each post begin, shape (P + 1,)."""
        order = np.argsort(self.position, kind="stable")
        starts = np.searchsorted(self.position[order], np.arange(len(self.facts.positions) + 1))
        return order, starts

    def of_posts(self, posts: IntArray) -> IntArray:
        """Return the options in these posts, ascending."""
        order, starts = self._by_post
        parts = [order[starts[post] : starts[post + 1]] for post in posts.tolist()]
        return np.sort(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)

    @cached_property
    def _holders(self) -> IntArray:
        """Shape (P,). People in the model who hold each post today."""
        held = self.facts.held
        return np.bincount(held[held >= 0], minlength=len(self.facts.positions))

    @cached_property
    def stays(self) -> npt.NDArray[np.bool_]:
        """Options in which somebody keeps the post held."""
        return np.asarray(self.kind == MoveKind.STAY)

    @cached_property
    def appoints(self) -> npt.NDArray[np.bool_]:
        """Options that appoint somebody to another post."""
        return np.asarray((self.kind != MoveKind.STAY) & (self.position != NO_POST))

    @cached_property
    def moves(self) -> npt.NDArray[np.bool_]:
        """Options that move a holder; entries do not count."""
        return np.asarray(self.appoints & (self.kind != MoveKind.ENTRY))

    def held_unit(self) -> IntArray:
        """Return the unit in which each option's person serves today, -1 = none."""
        held = self.facts.held[self.employee]
        return np.where(held < 0, -1, self.facts.unit[held])

    def target_unit(self) -> IntArray:
        """Return the unit of each option's post, -1 = none."""
        return np.where(self.position < 0, -1, self.facts.unit[self.position])

    def holders_now(self, position: int) -> int:
        """Return how many people in the model hold a post today."""
        return int(self._holders[position])

    def add_auxiliary(self, kind: AuxiliaryKind, name: str, *, upper: int, points: int, term: str) -> int:
        """Declare an auxiliary and return its index."""
        self.auxiliaries.append(Auxiliary(kind, name, upper, points, term))
        return len(self.auxiliaries) - 1

    def slack(self, name: str, upper: int, setting: Setting) -> int:
        """Declare a priced breach of a rule and return its index."""
        price = -to_cents(setting.price * self.rules_weight)
        return self.add_auxiliary("slack", name, upper=upper, points=price, term="rules")

    def add_row(
        self,
        rule: str,
        name: str,
        setting: Setting,
        columns: IntArray,
        coefficients: IntArray,
        *,
        lower: int | None = None,
        upper: int | None = None,
        today: int = 0,
        force_hard: bool = False,
    ) -> None:
        """Add a one-sided row; soft rows and today's breaches of hard rows get a priced, capped slack.

        ``today`` is what the row sums to in today's placement, whether or not everyone may still stay. Rows that no
        plan can breach are left out.
        """
        lowest, highest = self._activity_bounds(columns, coefficients)
        largest = lower - lowest if lower is not None else highest - (upper or 0)
        if largest <= 0:
            return
        cap = largest
        if force_hard or setting.mode == "hard":
            cap = 0 if self.strict else max(0, lower - today if lower is not None else today - (upper or 0))
        if cap:
            slack = self.slack(f"{rule}:{name}", cap, setting)
            columns = np.append(columns, self.num_options + slack)
            coefficients = np.append(coefficients, 1 if lower is not None else -1)
        self.rows.append(Row(rule, name, columns, coefficients, lower, upper))

    def _activity_bounds(self, columns: IntArray, coefficients: IntArray) -> tuple[int, int]:
        """Return the least and most that the row's options can sum to, one option a person."""
        if not len(columns):
            return 0, 0
        people = self.employee[columns]
        order = np.argsort(people, kind="stable")
        people, mine = people[order], coefficients[order]
        starts = np.flatnonzero(np.append(True, people[1:] != people[:-1]))
        least, most = np.minimum.reduceat(mine, starts), np.maximum.reduceat(mine, starts)
        count = np.diff(np.append(starts, len(people)))
        first = self.options_of[people[starts]]
        is_all = count == self.options_of[people[starts] + 1] - first
        least, most = np.where(is_all, least, np.minimum(least, 0)), np.where(is_all, most, np.maximum(most, 0))
        return int(least.sum()), int(most.sum())

    def add_headcount(
        self,
        rule: str,
        name: str,
        setting: Setting,
        positions: Iterable[int],
        *,
        at_least: int = 0,
        at_most: int = NO_UPPER,
        force_hard: bool = False,
    ) -> None:
        """Bound the people in a set of posts; soft bounds and today's breaches of hard ones are priced slacks."""
        posts = np.array(sorted(positions), dtype=np.int64)
        now = int(self._holders[posts].sum())
        hard = force_hard or setting.mode == "hard"
        starts = self._by_post[1]
        reachable = int((starts[posts + 1] - starts[posts]).sum())
        missing_cap = (0 if self.strict else max(0, at_least - now)) if hard else at_least
        over_cap = (0 if self.strict else max(0, now - at_most)) if hard else max(0, reachable - at_most)
        short = self.slack(f"{rule}:{name}", missing_cap, setting) if missing_cap else -1
        over = self.slack(f"{rule}:{name}", over_cap, setting) if over_cap and at_most < NO_UPPER else -1
        self.headcounts.append(
            Headcount(
                rule,
                name,
                posts,
                lower=at_least - missing_cap,
                upper=min(NO_UPPER, at_most + over_cap) if at_most < NO_UPPER else NO_UPPER,
                short_of=at_least if short >= 0 else 0,
                short=short,
                over_from=at_most if over >= 0 else 0,
                over=over,
            )
        )
