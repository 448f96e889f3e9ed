"""The result of a placement as people and programs read it: figures, tables, and what is left undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal

import pandas as pd

from .audit import Assignment, Audit
from .case import Case
from .points import from_cents
from .population import Outsider
from .rules.spec import RuleSpec, Setting, Violation
from .scenario import TERM_IDS, Scenario
from .terms import PERSON_TERMS
from .warm import WarmOutcome

__all__ = ["Alternative", "Conflict", "Kpi", "Lack", "PlacementResult", "Price", "TierResult", "Unfilled", "Unplaced"]

TableName = Literal[
    "assignments", "unfilled", "nearest", "unplaced", "outside", "rule_hits", "alternatives", "prices", "warm", "changes"
]
TERM_COLUMNS: Mapping[str, str] = {
    term: "move_points" if term == "move" else term for term in TERM_IDS if term in PERSON_TERMS
}
"""Person term -> its column in ``assignments``; the column ``move`` holds the kind of move."""
TABLE_NAMES: tuple[TableName, ...] = (
    "assignments",
    "unfilled",
    "nearest",
    "unplaced",
    "outside",
    "rule_hits",
    "alternatives",
    "prices",
)
WARM_TABLES: tuple[TableName, ...] = ("warm", "changes")
"""Tables of a placement that began from an earlier plan."""


@dataclass(frozen=True, slots=True)
class TierResult:
    """A tier of the objective: value and bound (None = not proved) in points, or in seats for the seat tiers."""

    name: str
    value: float
    bound: float | None
    gap: float | None


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure before (today's placement of the people in the model) and after the plan; None = not defined."""

    name: str
    before: float | None
    after: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Lack:
    """Somebody near to eligible for an unfilled post: the hard rules in the way, in order, and what each says."""

    position_id: str
    employee_id: str
    rank: int
    jpm: float
    codes: tuple[str, ...]
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A post with empty seats under the plan; ``reasons`` are codes, ``blocking`` counts people by rule that stops them."""

    position_id: str
    empty: int
    need: int
    holders: int
    eligible: int
    reasons: tuple[str, ...]
    blocking: Mapping[str, int]
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A person in the model without a post under the plan, and why."""

    employee_id: str
    eligible_posts: int
    reasons: tuple[str, ...]
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A hard row or request that no plan satisfies together with the rest, and by how much the best try missed it."""

    rule: str
    name: str
    amount: int
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another post that a moved or unplaced person may hold, and what the whole plan would lose with it.

    One line for each aim of the objective; figures in points, or in seats for the aims that count seats. None = not
    known, or decided by an earlier aim. A negative ``least`` means that the plan may even gain.
    """

    employee_id: str
    rank: int
    position_id: str
    tier: str
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Price:
    """A price at which the bound is counted: ``kind`` is ``row`` (a unit of a coupling row), ``post`` (a seat) or ``bound``.

    In points, or in seats for the aims that count seats; ``bound`` is what no plan exceeds under these prices.
    """

    tier: str
    kind: str
    rule: str
    name: str
    price: float


@dataclass(frozen=True)
class PlacementResult:
    """Everything about one placement; tables by :meth:`to_frame`.

    Parameters
    ----------
    run_id
        Id of the run (``p-`` and 16 hex digits).
    status
        ``optimal`` (proved), ``feasible``, ``infeasible``, ``unknown`` or ``cancelled``.
    value, bound, gap, gap_of_gain
        In points; None where not known or not proved.
    before, after
        The referee's audit of today's placement and of the plan; ``after`` is None where no plan was found.
    rules
        Every rule with its setting, those that are off included.
    warm
        The earlier plan that it began from, and what differs from it; None = it began from today's.
    unknown_facts
        Rule id -> pairs of person and post for which the rule could not answer.
    """

    run_id: str
    status: str
    engine: str
    case: Case
    scenario: Scenario
    value: float | None
    bound: float | None
    gap: float | None
    gap_of_gain: float | None
    tiers: tuple[TierResult, ...]
    before: Audit
    after: Audit | None
    kpis: tuple[Kpi, ...]
    counts: Mapping[str, int]
    unfilled: tuple[Unfilled, ...]
    nearest: tuple[Lack, ...]
    unplaced: tuple[Unplaced, ...]
    outside: tuple[Outsider, ...]
    warnings: tuple[str, ...]
    conflict: tuple[Conflict, ...]
    rules: tuple[tuple[RuleSpec, Setting], ...]
    clock_limited: bool
    warm: WarmOutcome | None = None
    alternatives: tuple[Alternative, ...] = ()
    prices: tuple[Price, ...] = ()

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Assignments of the plan, empty where none was found."""
        return self.after.assignments if self.after else ()

    @property
    def tables(self) -> tuple[TableName, ...]:
        """The tables that this result has."""
        return TABLE_NAMES if self.warm is None else (*TABLE_NAMES, *WARM_TABLES)

    @property
    def has_plan(self) -> bool:
        """True where a plan was found."""
        return self.after is not None

    def to_frame(self, table: TableName = "assignments") -> pd.DataFrame:
        """Return one table of the run; columns as in ``docs/files.md``, points as decimal numbers.

        Raises
        ------
        KeyError
            No such table.
        """
        builders: Mapping[str, Callable[[], pd.DataFrame]] = {
            "assignments": self._assignments_frame,
            "unfilled": lambda: _frame(self.unfilled, Unfilled),
            "nearest": lambda: _frame(self.nearest, Lack),
            "unplaced": lambda: _frame(self.unplaced, Unplaced),
            "outside": lambda: _frame(self.outside, Outsider),
            "rule_hits": self._hits_frame,
            "warm": self._warm_frame,
            "changes": self._changes_frame,
            "alternatives": lambda: _frame(self.alternatives, Alternative),
            "prices": lambda: pd.DataFrame(self.prices, columns=[item.name for item in fields(Price)]),
        }
        return builders[table]()

    def _assignments_frame(self) -> pd.DataFrame:
        warned: dict[str, list[str]] = {}
        for hit in self.after.violations if self.after else ():
            if hit.employee_id is not None:
                warned.setdefault(hit.employee_id, []).append(f"{hit.rule}:{hit.code}")
        rows = [
            {
                "employee_id": item.employee_id,
                "from_position_id": item.from_position_id,
                "position_id": item.position_id,
                "move": item.move,
                "jpm": None if item.jpm is None else round(item.jpm, 2),
                **{column: from_cents(item.terms[term]) for term, column in TERM_COLUMNS.items()},
                "warnings": ";".join([*item.flags, *sorted(set(warned.get(item.employee_id, ())))]),
            }
            for item in self.assignments
        ]
        columns = ["employee_id", "from_position_id", "position_id", "move", "jpm", *TERM_COLUMNS.values()]
        return pd.DataFrame(rows, columns=[*columns, "warnings"])

    def _warm_frame(self) -> pd.DataFrame:
        posts = self.warm.plan.posts if self.warm else {}
        return pd.DataFrame(list(posts.items()), columns=["employee_id", "position_id"])

    def _changes_frame(self) -> pd.DataFrame:
        rows = [
            {
                "employee_id": item.employee_id,
                "from_position_id": item.from_position_id,
                "position_id": item.position_id,
                "because": item.because,
                "points": from_cents(sum(item.terms.values())),
                **{column: from_cents(item.terms[term]) for term, column in TERM_COLUMNS.items()},
            }
            for item in (self.warm.changes if self.warm else ())
        ]
        columns = ["employee_id", "from_position_id", "position_id", "because", "points", *TERM_COLUMNS.values()]
        return pd.DataFrame(rows, columns=columns)

    def _hits_frame(self) -> pd.DataFrame:
        hits = sorted(self.after.violations if self.after else (), key=hit_order)
        rows = [
            {
                "rule": hit.rule,
                "code": hit.code,
                "kind": hit.kind,
                "amount": hit.amount,
                "points": from_cents(hit.points_cents),
                "employee_id": hit.employee_id,
                "position_id": hit.position_id,
                "unit_id": hit.unit_id,
                "words_id": hit.words_id,
                "words_en": hit.words_en,
            }
            for hit in hits
        ]
        names = ("rule", "code", "kind", "amount", "points", "employee_id", "position_id", "unit_id")
        return pd.DataFrame(rows, columns=[*names, "words_id", "words_en"])


def hit_order(hit: Violation) -> tuple[str, ...]:
    """Return the key by which hits are listed, whatever the order of the facts."""
    return (
        hit.rule,
        hit.kind,
        hit.code,
        hit.unit_id or "",
        hit.position_id or "",
        hit.employee_id or "",
        hit.words_id,
    )


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return ";".join(str(item) for item in value)
    if isinstance(value, Mapping):
        return ";".join(f"{key}={count}" for key, count in value.items())
    return round(value, 2) if isinstance(value, float) else value


def _frame(items: Sequence[object], kind: type) -> pd.DataFrame:
    names = [item.name for item in fields(kind)]
    return pd.DataFrame([[_plain(getattr(item, name)) for name in names] for item in items], columns=names)
