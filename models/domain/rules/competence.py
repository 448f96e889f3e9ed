"""Job-person match: R15 thresholds of 68 and 80 percent, R16 single competencies far below standard."""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from .. import vocabulary as words
from ..classes import Looks
from ..facts import BoolArray, Facts
from ..movement import MoveKind, Situation
from ..pairs import Pairs
from ..records import Employee, Position
from .base import PersonPostRule
from .context import Context
from .spec import KEEPS, Basis, Finding, Judge, Judgement, Reason, RuleSpec, Verdict

TOLERANCE = 1e-9

_UNKNOWN = Reason(
    "unknown",
    "belum dinilai: profil kompetensi kosong, JPM tidak diketahui",
    "not assessed: the competency profile is empty, JPM is unknown",
)


def legal_match(employee: Employee, position: Position) -> float | None:
    """Return JPM with equal weights in percent, None where person or post can't be measured."""
    if not employee.levels or not position.requirements:
        return None
    whole = part = 0.0
    for competency, requirement in position.requirements.items():
        level = employee.level_of(competency) or 0.0
        whole += requirement.level
        part += min(level, requirement.level)
    return 100 * part / whole


class _MatchRule(PersonPostRule):
    """Shared reading of R15: a part says for which moves and between which percentages it speaks."""

    def applies(self, kind: int, *, as_promotion: bool) -> bool:
        """Tell whether this part speaks of such a move."""
        return kind != MoveKind.STAY

    def bounds(self) -> tuple[float, float]:
        """Return the half-open range of JPM that is a breach."""
        return -1.0, self.setting.number("minimum")

    def _applies(self, pairs: Pairs) -> BoolArray:
        table = np.array([[self.applies(kind, as_promotion=promotion) for promotion in (False, True)] for kind in MoveKind])
        answer: BoolArray = table[pairs.kind, pairs.as_promotion.astype(int)]
        return answer

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts: of a person the whole profile, of a post its standard."""
        return Looks((np.arange(len(facts.employees)),), (facts.rung, facts.standard))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        bites = self._applies(pairs) & pairs.has_standard
        assessed = pairs.facts.assessed[pairs.e]
        low, high = self.bounds()
        jpm = pairs.legal_match
        judge.breach(bites & assessed & (jpm >= low - TOLERANCE) & (jpm < high - TOLERANCE), "low")
        if any(reason.code == "unknown" for reason in self.spec.reasons):
            judge.unknown(bites & ~assessed, "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if not self.applies(move.kind, as_promotion=move.as_promotion) or not position.requirements:
            return KEEPS
        jpm = legal_match(employee, position)
        if jpm is None:
            known = any(reason.code == "unknown" for reason in self.spec.reasons)
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown")) if known else KEEPS
        low, high = self.bounds()
        if low - TOLERANCE <= jpm < high - TOLERANCE:
            facts = {"jpm": math.floor(jpm * 100 + 1e-6) / 100, "high": high, "post": position.title}
            return Finding(Verdict.BREACHES, self.spec.reason("low"), facts)
        return KEEPS


class MatchForPromotion(_MatchRule):
    """R15.promotion: no promotion under 68 percent."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R15.promotion",
        title_id="Promosi perlu JPM paling sedikit 68 %",
        title_en="A promotion needs a JPM of at least 68 %",
        source="BKN 26/2019; peraturan menteri 35/2020",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        parameters={"minimum": 68},
        reasons=(
            Reason(
                "low",
                "JPM {jpm} % untuk {post}, di bawah {high} %; naik bila kompetensinya dikembangkan dan dinilai ulang",
                "JPM for {post} is {jpm} %, under {high} %; it rises with training and a new assessment",
            ),
            _UNKNOWN,
        ),
    )

    def applies(self, kind: int, *, as_promotion: bool) -> bool:
        """Speak of promotions."""
        return as_promotion


class MatchForRotation(_MatchRule):
    """R15.rotation: under 68 percent a rotation is heavily penalised."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R15.rotation",
        title_id="Rotasi dengan JPM di bawah 68 % sangat dihindari",
        title_en="A rotation with a JPM under 68 % is heavily penalised",
        source="BKN 26/2019; peraturan menteri 35/2020",
        basis=Basis.PROJECT,
        confirmed=True,
        mode="soft",
        price=30.0,
        parameters={"minimum": 68},
        reasons=(
            Reason(
                "low",
                "JPM {jpm} % untuk {post}, di bawah {high} %",
                "JPM for {post} is {jpm} %, under {high} %",
            ),
            _UNKNOWN,
        ),
    )

    def applies(self, kind: int, *, as_promotion: bool) -> bool:
        """Speak of appointments that are no promotion."""
        return kind != MoveKind.STAY and not as_promotion


class MatchBand(_MatchRule):
    """R15.band: from 68 to under 80 percent the appointment is shown (*Masih Memenuhi Syarat*)."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R15.band",
        title_id="JPM 68-80 %: masih memenuhi syarat",
        title_en="JPM 68-80 %: still meets the requirements",
        source="BKN 26/2019; peraturan menteri 35/2020",
        basis=Basis.LAW,
        confirmed=True,
        mode="warn",
        parameters={"minimum": 68, "free": 80},
        reasons=(
            Reason(
                "low",
                "JPM {jpm} % untuk {post}: masih memenuhi syarat, di bawah {high} %",
                "JPM for {post} is {jpm} %: still meets the requirements, under {high} %",
            ),
        ),
    )

    def bounds(self) -> tuple[float, float]:
        """Return the band."""
        return self.setting.number("minimum"), self.setting.number("free")


class CompetencyGap(PersonPostRule):
    """R16: no competency two or more levels short; Integritas and mandatory competencies at standard."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R16",
        title_id="Tidak ada kompetensi kurang 2 level; Integritas dan kompetensi wajib sesuai standar",
        title_en="No competency 2 levels short; Integritas and mandatory competencies at standard",
        source="kebijakan proyek",
        basis=Basis.PROJECT,
        confirmed=True,
        mode="warn",
        parameters={"max_gap": 1},
        reasons=(
            Reason(
                "gap",
                "{competency} kurang {gap} level dari standar {post}",
                "{competency} is {gap} levels short of the standard of {post}",
            ),
            Reason(
                "mandatory",
                "{competency} wajib sesuai standar {post}, kurang {gap} level",
                "{competency} must meet the standard of {post}; it is {gap} levels short",
            ),
            _UNKNOWN,
        ),
    )

    @staticmethod
    def _strict(facts: Facts) -> BoolArray:
        """Return (P, K) which competencies must be at standard."""
        must = facts.mandatory.copy()
        for column, competency in enumerate(facts.competency_ids):
            if competency == words.INTEGRITY:
                must[:, column] = facts.required[:, column] > 0
        return must

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts: of a person the whole profile, of a post its standard."""
        return Looks((np.arange(len(facts.employees)),), (facts.rung, facts.standard, self._strict(facts)))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        bites = (pairs.kind != MoveKind.STAY) & pairs.has_standard
        short = pairs.shortfall
        large = (short >= self.setting.number("max_gap") + 1 - TOLERANCE).any(axis=1)
        must = self._strict(facts)
        judge.breach(bites & large, "gap")
        judge.breach(bites & ((short > TOLERANCE) & must[pairs.p]).any(axis=1), "mandatory")
        judge.unknown(bites & ~facts.assessed[pairs.e], "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if move.kind == MoveKind.STAY or not position.requirements:
            return KEEPS
        if not employee.levels:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        gaps = {
            competency: requirement.level - (employee.level_of(competency) or 0.0)
            for competency, requirement in position.requirements.items()
        }
        widest = max(gaps, key=lambda competency: gaps[competency])
        names = context.records.competencies
        if gaps[widest] >= self.setting.number("max_gap") + 1 - TOLERANCE:
            facts = {"competency": names[widest], "gap": round(gaps[widest], 2), "post": position.title}
            return Finding(Verdict.BREACHES, self.spec.reason("gap"), facts)
        for competency, gap in gaps.items():
            must = competency == words.INTEGRITY or position.requirements[competency].mandatory
            if must and gap > TOLERANCE:
                facts = {"competency": names[competency], "gap": round(gap, 2), "post": position.title}
                return Finding(Verdict.BREACHES, self.spec.reason("mandatory"), facts)
        return KEEPS
