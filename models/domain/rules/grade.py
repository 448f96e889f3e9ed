"""Rank of the person against the range of the post: R09."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from .. import vocabulary as words
from ..classes import Looks
from ..facts import Facts, IntArray
from ..movement import Situation
from ..pairs import Pairs
from ..records import Employee, Position
from .base import PersonPostRule
from .context import Context
from .spec import KEEPS, Basis, Finding, Judge, Judgement, Reason, RuleSpec, Verdict

NO_LIMIT = 1_000


def pns_range(position: Position) -> tuple[str | None, str | None]:
    """Return floor and ceiling of the PNS rank: the post's own, else by echelon, else by group."""
    default = words.RANK_RANGES.get(position.echelon or "") or words.RANK_RANGES.get(position.group) or (None, None)
    own = tuple(rank if rank in words.PNS_RANK_ORDER else None for rank in (position.rank_min, position.rank_max))
    return own[0] or default[0], own[1] or default[1]


def pppk_range(position: Position) -> tuple[str | None, str | None]:
    """Return floor and ceiling of the PPPK grade: the post's own, else by functional group."""
    default = words.PPPK_GRADE_RANGES.get(position.group, (None, None))
    own = tuple(rank if rank in words.PPPK_GRADE_ORDER else None for rank in (position.rank_min, position.rank_max))
    return own[0] or default[0], own[1] or default[1]


class RankRange(PersonPostRule):
    """R09: rank inside the post's range, one step below the floor tolerated; PNS and PPPK on their own scales."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R09",
        title_id="Pangkat dalam rentang jabatan (boleh satu tingkat di bawah)",
        title_en="Rank inside the post's range (one step below tolerated)",
        source="PP 13/2002; PP 100/2000 ps. 5 (tidak berlaku lagi)",
        basis=Basis.PRACTICE,
        confirmed=False,
        mode="warn",
        parameters={"tolerance": 1},
        reasons=(
            Reason(
                "below",
                "pangkat {found}, sedangkan rentang {post} {low} sampai {high}",
                "rank is {found}; the range of {post} is {low} to {high}",
            ),
            Reason(
                "above",
                "pangkat {found} melewati rentang {post}, {low} sampai {high}",
                "rank {found} is above the range of {post}, {low} to {high}",
            ),
            Reason("unknown", "pangkat atau golongan belum diisi", "the rank is missing"),
        ),
    )

    @staticmethod
    def _bounds(facts: Facts, *, pppk: bool) -> tuple[IntArray, IntArray]:
        order = words.PPPK_GRADE_ORDER if pppk else words.PNS_RANK_ORDER
        ranges = [pppk_range(post) if pppk else pns_range(post) for post in facts.positions]
        low = np.array([-NO_LIMIT if floor is None else order[floor] for floor, _ in ranges], dtype=np.int64)
        high = np.array([NO_LIMIT if top is None else order[top] for _, top in ranges], dtype=np.int64)
        return low, high

    @staticmethod
    def _rank(facts: Facts) -> IntArray:
        orders = {True: words.PPPK_GRADE_ORDER, False: words.PNS_RANK_ORDER}
        return facts.of_people(lambda e: orders[e.is_pppk].get(e.rank or "", -1))

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        bounds = [*self._bounds(facts, pppk=False), *self._bounds(facts, pppk=True)]
        return Looks((facts.is_pppk, self._rank(facts)), tuple(bounds))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        rank = self._rank(facts)[pairs.e]
        for pppk in (False, True):
            mine = facts.is_pppk[pairs.e] == pppk
            low, high = (bound[pairs.p] for bound in self._bounds(facts, pppk=pppk))
            limited = mine & ((low > -NO_LIMIT) | (high < NO_LIMIT))
            known = rank >= 0
            judge.breach(limited & known & (rank < low - self.setting.number("tolerance")), "below")
            judge.breach(limited & known & (rank > high), "above")
            judge.unknown(limited & ~known, "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        order = words.PPPK_GRADE_ORDER if employee.is_pppk else words.PNS_RANK_ORDER
        low, high = pppk_range(position) if employee.is_pppk else pns_range(position)
        if low is None and high is None:
            return KEEPS
        if employee.rank not in order:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        rank = order[employee.rank]
        facts = {"found": employee.rank, "post": position.title, "low": low or "-", "high": high or "-"}
        if low is not None and rank < order[low] - self.setting.number("tolerance"):
            return Finding(Verdict.BREACHES, self.spec.reason("below"), facts)
        if high is not None and rank > order[high]:
            return Finding(Verdict.BREACHES, self.spec.reason("above"), facts)
        return KEEPS
