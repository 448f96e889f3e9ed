"""Performance and talent: R08 floor of the yearly rating, R23 what the talent box advises."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from .. import vocabulary as words
from ..classes import Looks
from ..facts import Facts, IntArray
from ..movement import MoveKind, Situation
from ..pairs import Pairs
from ..records import Employee, Position
from .base import PersonPostRule
from .context import Context
from .spec import KEEPS, Basis, Finding, Judge, Judgement, Reason, RuleSpec, Verdict

GOOD = words.RATING_ORDER["baik"]


class PerformanceFloor(PersonPostRule):
    """R08: at least *baik* in each of the two latest rated years, for a promotion and a move into a functional post."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R08",
        title_id="Predikat kinerja paling rendah Baik pada dua tahun terakhir",
        title_en="Rating at least Baik in the two latest years",
        source="PP 11/2017 ps. 54; persyaratan jabatan fungsional (BKN)",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        parameters={"years_back": 3},
        reasons=(
            Reason(
                "below",
                "predikat kinerja {year} adalah {rating}; perlu paling rendah Baik pada dua tahun terakhir",
                "was rated {rating} for {year}; at least Baik in the two latest years is needed",
            ),
            Reason(
                "unknown",
                "predikat kinerja dua tahun terakhir belum lengkap atau terlalu lama",
                "ratings of the two latest years are missing or too old",
            ),
        ),
    )

    def _fresh(self, facts: Facts) -> tuple[IntArray, IntArray]:
        """Return the worst rating of the two latest years that are fresh enough, and how many there are."""
        oldest = facts.effective.year - int(self.setting.number("years_back"))
        worst = np.full(len(facts.employees), len(words.RATINGS), dtype=np.int64)
        count = np.zeros(len(facts.employees), dtype=np.int64)
        for row, employee in enumerate(facts.employees):
            fresh = [words.RATING_ORDER[rating] for year, rating in employee.ratings[:2] if year >= oldest]
            count[row], worst[row] = len(fresh), min(fresh, default=len(words.RATINGS))
        return worst, count

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        worst, count = self._fresh(facts)
        functional = facts.in_groups(words.FUNCTIONAL_GROUPS)
        family = np.where((facts.held >= 0) & functional[facts.held], facts.family[facts.held], -2)
        return Looks(
            (facts.standing, worst < GOOD, count < 2, family),
            (facts.rung, functional, np.where(functional, facts.family, 0)),
        )

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        worst, count = self._fresh(facts)
        functional = facts.in_groups(words.FUNCTIONAL_GROUPS)
        into = functional[pairs.p] & ~(
            (pairs.held >= 0) & functional[pairs.held] & (facts.family[pairs.held] == facts.family[pairs.p])
        )
        bites = (pairs.as_promotion | into) & (pairs.held != pairs.p)
        judge = Judge(len(pairs), self.spec)
        judge.breach(bites & (worst[pairs.e] < GOOD), "below")
        judge.unknown(bites & (count[pairs.e] < 2), "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        held = context.held(employee)
        if held is not None and held.id == position.id:
            return KEEPS
        into = position.group in words.FUNCTIONAL_GROUPS and not (
            held is not None and held.group in words.FUNCTIONAL_GROUPS and held.job_family == position.job_family
        )
        if not move.as_promotion and not into:
            return KEEPS
        oldest = context.effective.year - int(self.setting.number("years_back"))
        fresh = [(year, rating) for year, rating in employee.ratings[:2] if year >= oldest]
        for year, rating in fresh:
            if words.RATING_ORDER[rating] < GOOD:
                facts = {"year": year, "rating": rating.replace("_", " ")}
                return Finding(Verdict.BREACHES, self.spec.reason("below"), facts)
        return KEEPS if len(fresh) == 2 else Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))


class TalentSteer(PersonPostRule):
    """R23.steer: promote from boxes 7-9, rotate 4, 7, 8, refit 3, 5, 6."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R23.steer",
        title_id="Kotak talenta mengarahkan jenis perpindahan",
        title_en="The talent box steers the kind of move",
        source="PermenPANRB 3/2020",
        basis=Basis.LAW,
        confirmed=True,
        mode="soft",
        price=10.0,
        parameters={"promote": [7, 8, 9], "move": [3, 4, 5, 6, 7, 8]},
        reasons=(
            Reason(
                "promotion",
                "kotak talenta {box} tidak mengarah ke promosi (anjuran: {boxes})",
                "talent box {box} does not point to a promotion (advice: {boxes})",
            ),
            Reason(
                "move",
                "kotak talenta {box} tidak mengarah ke rotasi atau penempatan ulang (anjuran: {boxes})",
                "talent box {box} does not point to a rotation or a new fit (advice: {boxes})",
            ),
            Reason("unknown", "kotak talenta belum diisi", "the talent box is missing"),
        ),
    )

    def _boxes(self, name: str) -> list[int]:
        return [int(str(box)) for box in self.setting.parameters[name]]  # type: ignore[attr-defined]  # a list by the pack

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        return Looks((facts.standing, facts.talent_box), (facts.rung,))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        box = pairs.facts.talent_box[pairs.e]
        appointed = pairs.kind != MoveKind.STAY
        promoted = appointed & pairs.as_promotion
        moved = appointed & ~pairs.as_promotion
        judge.breach(promoted & (box > 0) & ~np.isin(box, self._boxes("promote")), "promotion")
        judge.breach(moved & (box > 0) & ~np.isin(box, self._boxes("move")), "move")
        judge.unknown(appointed & (box == 0), "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if move.kind == MoveKind.STAY:
            return KEEPS
        if employee.talent_box is None:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        advised = self._boxes("promote" if move.as_promotion else "move")
        if employee.talent_box in advised:
            return KEEPS
        code = "promotion" if move.as_promotion else "move"
        facts = {"box": employee.talent_box, "boxes": ", ".join(str(box) for box in advised)}
        return Finding(Verdict.BREACHES, self.spec.reason(code), facts)


class LowBoxPromotion(PersonPostRule):
    """R23.low_box: a promotion from boxes 1-3 needs a written reason."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R23.low_box",
        title_id="Promosi dari kotak talenta 1-3 perlu alasan tertulis",
        title_en="A promotion from talent boxes 1-3 needs a written reason",
        source="PermenPANRB 3/2020",
        basis=Basis.PROJECT,
        confirmed=True,
        mode="warn",
        reasons=(
            Reason(
                "low",
                "promosi dari kotak talenta {box}: tuliskan alasannya",
                "promotion from talent box {box}: write down the reason",
            ),
        ),
    )

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        return Looks((facts.standing, facts.talent_box), (facts.rung,))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        box = pairs.facts.talent_box[pairs.e]
        judge.breach(pairs.as_promotion & (box >= 1) & (box <= 3), "low")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if move.as_promotion and employee.talent_box is not None and employee.talent_box <= 3:
            return Finding(Verdict.BREACHES, self.spec.reason("low"), {"box": employee.talent_box})
        return KEEPS
