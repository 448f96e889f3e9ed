"""Pairs of people and posts, for the vectorised reading of rules and terms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from .facts import BoolArray, CodeArray, Facts, FloatArray, IntArray
from .movement import MoveKind

T = TypeVar("T", np.float64, np.int64)

JPM_UNKNOWN = 68.0
"""JPM of a person who was never assessed, and of a post without a standard."""
MOSTLY_ALL = 8
"""Places of people are looked up in a table of all of them where the pairs are at least this part of their number."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of people and posts, shape (n,), with what rules ask of pairs.

    ``forced_kind`` judges stays as rotations; ``is_ordinary`` leaves out who asked for what on own request.
    """

    facts: Facts
    e: IntArray
    p: IntArray
    forced_kind: MoveKind | None = None
    is_ordinary: bool = False

    def __len__(self) -> int:
        return len(self.e)

    @cached_property
    def held(self) -> IntArray:
        """Post held by the person of each pair, -1 = none."""
        return self.facts.held[self.e]

    @cached_property
    def kind(self) -> CodeArray:
        """Kind of move (:class:`MoveKind`)."""
        if self.forced_kind is not None:
            return np.full(len(self), self.forced_kind, dtype=np.int8)
        facts, held = self.facts, self.held
        before, after = facts.level[held], facts.level[self.p]
        echelon_before, echelon_after = facts.echelon[held], facts.echelon[self.p]
        both = (before == after) & (echelon_before >= 0) & (echelon_after >= 0)
        up = (after > before) | (both & (echelon_after > echelon_before))
        down = (after < before) | (both & (echelon_after < echelon_before))
        kind = np.full(len(self), MoveKind.ROTATION, dtype=np.int8)
        kind[up] = MoveKind.PROMOTION
        kind[down] = MoveKind.DEMOTION
        kind[held == self.p] = MoveKind.STAY
        kind[held < 0] = MoveKind.ENTRY
        return kind

    @cached_property
    def as_promotion(self) -> BoolArray:
        """Judged as a promotion: promotions, and entries above level 1 with nothing as high in the career."""
        facts, promotion = self.facts, np.asarray(self.kind == MoveKind.PROMOTION)
        entries = np.flatnonzero(self.kind == MoveKind.ENTRY)
        e, p = self.e[entries], self.p[entries]
        promotion[entries] = (facts.level[p] > 1) & (facts.best_rung[e] < facts.rung[p])
        return promotion

    @cached_property
    def rises(self) -> BoolArray:
        """A rise in level: a promotion to a higher level (not just a higher echelon), or an entry judged as one."""
        higher = self.facts.level[self.p] > np.where(self.held < 0, 0, self.facts.level[self.held])
        return self.as_promotion & higher

    @cached_property
    def own_request(self) -> BoolArray:
        """Asked for on own request."""
        wishes = self.facts.own_request
        if not wishes or self.is_ordinary:
            return np.zeros(len(self), dtype=bool)
        wished = np.array([row * len(self.facts.positions) + place for row, place in wishes], dtype=np.int64)
        return np.isin(self.e * len(self.facts.positions) + self.p, wished)

    @cached_property
    def field_match(self) -> npt.NDArray[np.int8]:
        """Field of education: 2 exact (or none asked), 1 same family, 0 none or unknown."""
        codes, table = self.facts.field_match
        match: npt.NDArray[np.int8] = table[codes[self.e], self.p]
        return match

    @cached_property
    def field_known(self) -> BoolArray:
        """The person's field is known."""
        return self.facts.field_match[0][self.e] >= 0

    @cached_property
    def has_standard(self) -> BoolArray:
        """The post has a competency standard."""
        measured: BoolArray = np.asarray(self.facts.required.any(axis=1))
        return measured[self.p]

    def by_standard(self, answer: Callable[[IntArray, int], npt.NDArray[T]], kind: type[T]) -> npt.NDArray[T]:
        """Return what ``answer`` says of people (m,) in a post, shape (n,), asked once a person and standard."""
        result = np.empty(len(self), dtype=kind)
        for here in self._standards:
            people, post = self.e[here], int(self.p[here[0]])
            distinct, place = _distinct(people, len(self.facts.employees))
            result[here] = answer(distinct, post)[place]
        return result

    @cached_property
    def _standards(self) -> list[IntArray]:
        """Places of the pairs of each competency standard."""
        code = self.facts.standard[self.p]
        if not len(code) or (code == code[0]).all():
            return [np.arange(len(code))] if len(code) else []
        order = np.argsort(code, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(code[order])) + 1)

    def match(self, weight: FloatArray | None = None) -> FloatArray:
        """Return JPM in percent: sum w min(level, required) / sum w required; 68 where it can't be known.

        Parameters
        ----------
        weight
            Shape (P, K); None = every required competency counts 1 (the legal thresholds of R15).
        """
        facts = self.facts

        def jpm(people: IntArray, post: int) -> FloatArray:
            asked = np.flatnonzero(facts.required[post] > 0)
            required = facts.required[post, asked]
            w = np.ones(len(asked)) if weight is None else weight[post, asked]
            whole = (w * required).sum()
            if not whole > 0:
                return np.full(len(people), JPM_UNKNOWN)
            levels = np.nan_to_num(facts.levels[np.ix_(people, asked)])
            part = (w * np.minimum(levels, required)).sum(axis=1)
            return np.where(facts.assessed[people], 100 * part / whole, JPM_UNKNOWN)

        return self.by_standard(jpm, np.float64)

    @cached_property
    def weighted_match(self) -> FloatArray:
        """JPM with the weights of the standards, the term ``suitability``."""
        return self.match(self.facts.standard_weight)

    @cached_property
    def legal_match(self) -> FloatArray:
        """JPM with equal weights, for R15."""
        return self.match()

    @cached_property
    def shortfall(self) -> FloatArray:
        """Shape (n, K). Levels short of the standard, >= 0; 0 for people never assessed."""
        levels, required = np.nan_to_num(self.facts.levels[self.e]), self.facts.required[self.p]
        return np.where(self.facts.assessed[self.e, None], np.maximum(required - levels, 0), 0.0)


def _distinct(people: IntArray, num_people: int) -> tuple[IntArray, IntArray]:
    """Return the distinct people, ascending, and the place of each of ``people`` among them."""
    if len(people) * MOSTLY_ALL < num_people:
        return np.unique(people, return_inverse=True)
    is_named = np.zeros(num_people, dtype=bool)
    is_named[people] = True
    place = np.cumsum(is_named, dtype=np.int64) - 1
    return np.flatnonzero(is_named), place[people]
