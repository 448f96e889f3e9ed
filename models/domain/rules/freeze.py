"""Freeze around regional elections: R20."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import numpy as np

from ..calendar import add_months
from ..classes import Looks
from ..errors import DataError
from ..facts import Facts
from ..movement import MoveKind, Situation
from ..pairs import Pairs
from ..records import Employee, Position
from .base import PersonPostRule
from .context import Context
from .spec import KEEPS, Basis, Finding, Judge, Judgement, Reason, RuleSpec, Verdict


def _day(value: object) -> date | None:
    """Return a date parameter, given as a date or as ISO text.

    Raises
    ------
    DataError
        The text is no date.
    """
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        message = f"rule R20: found {value!r}; expected a date such as 2027-01-31. Correct the parameter."
        bahasa = f"aturan R20: tertulis {value!r}; seharusnya tanggal seperti 2027-01-31. Betulkan parameternya."
        raise DataError(message, code="E-RULE", bahasa=bahasa) from error


class ElectionFreeze(PersonPostRule):
    """R20: no replacement of structural officials from 6 months before candidates are fixed to the end of the term.

    Nor within 6 months after a new head's inauguration; written consent of the Home Minister lifts both.
    """

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R20",
        title_id="Larangan penggantian pejabat menjelang dan setelah pilkada",
        title_en="Freeze of appointments around regional elections",
        source="UU 10/2016 ps. 71, 162",
        basis=Basis.LAW,
        confirmed=False,
        mode="hard",
        parameters={
            "candidates_fixed_on": None,
            "term_ends_on": None,
            "inaugurated_on": None,
            "consent": None,
            "months_before": 6,
            "months_after": 6,
        },
        reasons=(
            Reason(
                "frozen",
                "TMT {day} jatuh dalam masa larangan {since} sampai {until_id}; perlu persetujuan tertulis Mendagri",
                "the effective day {day} lies in the freeze from {since} to {until_en}; written consent is needed",
            ),
        ),
    )

    def window(self, day: date) -> tuple[date, date] | None:
        """Return the freeze that holds on that day, None where there is none or consent was given."""
        parameters = self.setting.parameters
        if parameters.get("consent"):
            return None
        fixed, ends = _day(parameters.get("candidates_fixed_on")), _day(parameters.get("term_ends_on"))
        inaugurated = _day(parameters.get("inaugurated_on"))
        windows = []
        if fixed is not None:
            windows.append((add_months(fixed, -int(self.setting.number("months_before"))), ends or date.max))
        if inaugurated is not None:
            windows.append((inaugurated, add_months(inaugurated, int(self.setting.number("months_after")))))
        return next((window for window in windows if window[0] <= day <= window[1]), None)

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        return Looks(posts=(facts.structural,))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        frozen = np.full(len(pairs), self.window(pairs.facts.effective) is not None)
        judge.breach(frozen & pairs.facts.structural[pairs.p] & (pairs.kind != MoveKind.STAY), "frozen")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        window = self.window(context.effective)
        if window is None or not position.structural or move.kind == MoveKind.STAY:
            return KEEPS
        open_end = window[1] == date.max
        facts = {
            "day": context.effective,
            "since": window[0],
            "until_id": "akhir masa jabatan" if open_end else window[1],
            "until_en": "the end of the term" if open_end else window[1],
        }
        return Finding(Verdict.BREACHES, self.spec.reason("frozen"), facts)
