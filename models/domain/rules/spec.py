"""The parts of a rule: its specification, how it is set, what it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

import numpy as np
import numpy.typing as npt

from ..scenario import Mode, WhenUnknown

BoolArray = npt.NDArray[np.bool_]
CodeArray = npt.NDArray[np.int8]


class Basis(StrEnum):
    """Where a rule comes from; shown to users."""

    LAW = "hukum"
    LOCAL = "lokal"
    PRACTICE = "praktik"
    PROJECT = "proyek"


class Verdict(IntEnum):
    """Answer of a rule for one pair."""

    KEEPS = 0
    BREACHES = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule says no or unknown: a stable code and a sentence with places for facts, in both languages."""

    code: str
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A rule of the pack (or one part of it) as it is shown and switched.

    ``confirmed`` is False where the source is recalled: users then see *perlu dikonfirmasi*. ``price`` is points
    a unit of breach where the rule is soft, or where a breach exists today.
    """

    id: str
    title_id: str
    title_en: str
    source: str
    basis: Basis
    confirmed: bool
    mode: Mode
    price: float = 20.0
    when_unknown: WhenUnknown | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    def reason(self, code: str) -> Reason:
        """Return the reason of that code."""
        return next(reason for reason in self.reasons if reason.code == code)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a rule bites in one scenario: resolved mode, treatment of unknown facts, price and parameters."""

    mode: Mode
    when_unknown: WhenUnknown | None
    price: float
    parameters: Mapping[str, object]
    exempt: frozenset[str] = frozenset()

    def number(self, name: str) -> float:
        """Return a numeric parameter."""
        return float(str(self.parameters[name]))

    def flag(self, name: str) -> bool:
        """Return a yes/no parameter."""
        return bool(self.parameters[name])

    def unknown_means(self, *, promotion: bool) -> WhenUnknown:
        """Return what an unknown fact does: by default it denies a promotion and warns otherwise."""
        return self.when_unknown or ("deny" if promotion else "warn")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one pair; ``facts`` fill the sentence."""

    verdict: Verdict
    reason: Reason | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def words(self, language: str) -> str:
        """Return the reason as a sentence, "" where the rule is kept."""
        if self.reason is None:
            return ""
        template = self.reason.words_id if language == "id" else self.reason.words_en
        return template.format(**{key: said(value, language) for key, value in self.facts.items()})


_POINT = re.compile(r"(?<=\d)\.(?=\d)")
"""The decimal point of a number; a date in ISO form has none, an id is no float."""


def said(value: object, language: str) -> str:
    """Return a fact as a sentence says it: 1,5 in Bahasa, 1.5 in English."""
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, float):
        return str(value)
    return _POINT.sub(",", f"{value:g}") if language == "id" else f"{value:g}"


KEEPS = Finding(Verdict.KEEPS)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdicts and reasons of many pairs: ``reason`` is an index into the rule's ``spec.reasons``, -1 = none."""

    verdict: CodeArray
    reason: CodeArray


class Judge:
    """Collects a judgement over n pairs, the first condition that bites giving the reason; a breach beats unknown."""

    def __init__(self, num_pairs: int, spec: RuleSpec) -> None:
        self._verdict = np.zeros(num_pairs, dtype=np.int8)
        self._reason = np.full(num_pairs, -1, dtype=np.int8)
        self._index = {reason.code: place for place, reason in enumerate(spec.reasons)}

    def breach(self, where: BoolArray, code: str) -> None:
        """Say no for these pairs, unless they already have a no."""
        self._set(where & (self._verdict != Verdict.BREACHES), Verdict.BREACHES, code)

    def unknown(self, where: BoolArray, code: str) -> None:
        """Say unknown for these pairs, unless something was said of them already."""
        self._set(where & (self._verdict == Verdict.KEEPS), Verdict.UNKNOWN, code)

    def _set(self, where: BoolArray, verdict: Verdict, code: str) -> None:
        self._verdict[where] = verdict
        self._reason[where] = self._index[code]

    def done(self) -> Judgement:
        """Return what was collected."""
        return Judgement(self._verdict, self._reason)


@dataclass(frozen=True, slots=True)
class Violation:
    """A breach found in a plan, from facts.

    ``kind`` is ``breach`` (a hard rule is broken), ``existing`` (it is broken today as well, and stays so),
    ``cost`` (a soft rule costs points), ``warning`` or ``unknown``; ``points_cents`` is what it costs the plan in
    hundredths of a point.
    """

    rule: str
    code: str
    kind: str
    amount: float
    words_id: str
    words_en: str
    points_cents: int = 0
    employee_id: str | None = None
    position_id: str | None = None
    unit_id: str | None = None
