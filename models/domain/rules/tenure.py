"""Time in post and time left: R10 two years before a move, R11 five years at most, R12 retirement ahead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from ..calendar import completed_years, months_until, retirement_day
from ..classes import Looks
from ..facts import Facts, IntArray
from ..movement import MoveKind, Situation
from ..pairs import Pairs
from ..records import Employee, Position
from .base import PersonPostRule
from .context import Context
from .spec import KEEPS, Basis, Finding, Judge, Judgement, Reason, RuleSpec, Verdict


class TimeBeforeMove(PersonPostRule):
    """R10: two years in the present post before a planned move.

    Overridden by a reorganisation and by lost eligibility for the post held.
    """

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R10",
        title_id="Paling singkat 2 tahun dalam jabatan sebelum pindah",
        title_en="Two years in the present post before a move",
        source="PP 11/2017 ps. 190 ayat 3; pengecualian SE MenPANRB 19/2023",
        basis=Basis.LAW,
        confirmed=False,
        mode="hard",
        parameters={"min_years": 2},
        reasons=(
            Reason(
                "early",
                "baru {years} tahun dalam jabatan sejak {since}; pindah setelah {wanted} tahun",
                "has held the post for {years} years since {since}; a move needs {wanted}",
            ),
            Reason("unknown", "TMT jabatan belum diisi", "the date of the present post is missing"),
        ),
    )

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        if facts.reorganisation:
            return Looks()
        years = facts.years_in_post
        return Looks((facts.held >= 0, facts.lost_eligibility, years < 0, years < self.setting.number("min_years")))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        if facts.reorganisation:
            return judge.done()
        moves = (pairs.held >= 0) & (pairs.held != pairs.p) & ~facts.lost_eligibility[pairs.e]
        years = facts.years_in_post[pairs.e]
        judge.breach(moves & (years >= 0) & (years < self.setting.number("min_years")), "early")
        judge.unknown(moves & (years < 0), "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        held = context.held(employee)
        if context.reorganisation or held is None or held.id == position.id:
            return KEEPS
        since, wanted = employee.position_since, self.setting.number("min_years")
        years = None if since is None else max(0, completed_years(since, context.effective))
        if years is not None and years >= wanted:
            return KEEPS
        if context.lost_eligibility(employee):
            return KEEPS
        if since is None or years is None:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        return Finding(Verdict.BREACHES, self.spec.reason("early"), {"years": years, "since": since, "wanted": wanted})


class TooLongInPost(PersonPostRule):
    """R11: over five years in one post raises the priority to move; the term ``tenure`` charges each year beyond."""

    judges_stays: ClassVar[bool] = True
    priced_by_term: ClassVar[bool] = True
    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R11",
        title_id="Lebih dari 5 tahun dalam satu jabatan menaikkan prioritas pindah",
        title_en="Over 5 years in one post raises the priority to move",
        source="PP 11/2017 ps. 190 ayat 3",
        basis=Basis.LAW,
        confirmed=True,
        mode="soft",
        parameters={"max_years": 5},
        reasons=(
            Reason(
                "long",
                "sudah {years} tahun dalam jabatan sejak {since}, lebih dari {wanted} tahun",
                "has held the post for {years} years since {since}, over {wanted}",
            ),
            Reason("unknown", "TMT jabatan belum diisi", "the date of the present post is missing"),
        ),
    )

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        stays = pairs.kind == MoveKind.STAY
        years = pairs.facts.years_in_post[pairs.e]
        judge.breach(stays & (years > self.setting.number("max_years")), "long")
        judge.unknown(stays & (years < 0), "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if move.kind != MoveKind.STAY:
            return KEEPS
        since, wanted = employee.position_since, self.setting.number("max_years")
        if since is None:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        years = max(0, completed_years(since, context.effective))
        if years <= wanted:
            return KEEPS
        return Finding(Verdict.BREACHES, self.spec.reason("long"), {"years": years, "since": since, "wanted": wanted})


def retirement_month(pairs: Pairs) -> IntArray:
    """Return the month after the birthday at retirement age in the post of each pair, as 12 x year + month - 1."""
    birth = pairs.facts.birth_key[pairs.e]
    month: IntArray = (birth // 10_000 + pairs.facts.bup[pairs.p]) * 12 + birth // 100 % 100
    return month


def months_left(pairs: Pairs) -> IntArray:
    """Return whole months from the effective day to retirement in the post of each pair; <= 0 = retired."""
    day = pairs.facts.effective
    left: IntArray = retirement_month(pairs) - (day.year * 12 + day.month - 1) - (day.day > 1)
    return left


def _months_left_by_bup(facts: Facts, *, whole: bool) -> Iterator[IntArray]:
    """Yield, for each retirement age among the posts, the months that people (E,) have left; ``whole`` ones only."""
    day = facts.effective
    for age in np.unique(facts.bup):
        month = (facts.birth_key // 10_000 + age) * 12 + facts.birth_key // 100 % 100
        yield month - (day.year * 12 + day.month - 1) - (whole and day.day > 1)


class RetirementAge(PersonPostRule):
    """R12.bup: the appointment starts before the retirement age of the post."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R12.bup",
        title_id="TMT sebelum batas usia pensiun jabatan",
        title_en="The appointment starts before the retirement age of the post",
        source="UU 20/2023 ps. 55",
        basis=Basis.LAW,
        confirmed=False,
        mode="hard",
        reasons=(
            Reason(
                "past",
                "mencapai BUP {age} tahun pada {day}, tidak setelah TMT",
                "reaches the retirement age of {age} on {day}, not after the plan takes effect",
            ),
        ),
    )

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts: the month of birth, as far as it decides for some post."""
        return Looks(tuple(left <= 0 for left in _months_left_by_bup(facts, whole=False)), (facts.bup,))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        today = facts.effective.year * 12 + facts.effective.month - 1
        judge.breach(today >= retirement_month(pairs), "past")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        day = retirement_day(employee.birth_date, position.bup)
        if day > context.effective:
            return KEEPS
        return Finding(Verdict.BREACHES, self.spec.reason("past"), {"age": position.bup, "day": day})


class TimeToServe(PersonPostRule):
    """R12.months: enough months left before retirement: 12 for a rotation, 24 for a promotion."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R12.months",
        title_id="Sisa masa kerja cukup: 12 bulan untuk rotasi, 24 bulan untuk promosi",
        title_en="Enough months left: 12 for a rotation, 24 for a promotion",
        source="kebiasaan",
        basis=Basis.PRACTICE,
        confirmed=False,
        mode="warn",
        parameters={"rotation_months": 12, "promotion_months": 24},
        reasons=(
            Reason(
                "short",
                "sisa {left} bulan sebelum BUP pada {day}, kurang dari {wanted} bulan",
                "has {left} months left before retirement on {day}, under {wanted}",
            ),
        ),
    )

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        wanted = [self.setting.number(f"{move}_months") for move in ("rotation", "promotion")]
        short = (left < least for left in _months_left_by_bup(facts, whole=True) for least in wanted)
        return Looks((facts.standing, *short), (facts.rung, facts.bup))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        wanted = np.where(
            pairs.as_promotion,
            self.setting.number("promotion_months"),
            self.setting.number("rotation_months"),
        )
        judge.breach((pairs.kind != MoveKind.STAY) & (months_left(pairs) < wanted), "short")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        wanted = self.setting.number("promotion_months" if move.as_promotion else "rotation_months")
        day = retirement_day(employee.birth_date, position.bup)
        left = months_until(context.effective, day)
        if move.kind == MoveKind.STAY or left >= wanted:
            return KEEPS
        return Finding(Verdict.BREACHES, self.spec.reason("short"), {"left": max(0, left), "day": day, "wanted": wanted})
