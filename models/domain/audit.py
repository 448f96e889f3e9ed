"""What the referee says of a plan: every assignment with its terms, every breach, the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .rules.spec import Violation


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person in a plan.

    Parameters
    ----------
    employee_id, from_position_id, position_id
        Who, the post held today (None = none) and the post in the plan (None = none).
    move
        ``stay``, ``rotation``, ``promotion``, ``demotion``, ``entry`` or ``unplaced``.
    jpm
        Job-person match in percent with the scenario's weights, None without a post.
    terms
        Cents of every person term.
    flags
        Codes that qualify the figures: ``not_assessed``, ``no_standard``, ``no_course``.
    training_idr
        Rupiah of the cheapest courses that close the gaps.
    """

    employee_id: str
    from_position_id: str | None
    position_id: str | None
    move: str
    jpm: float | None
    terms: Mapping[str, int]
    flags: tuple[str, ...]
    training_idr: int


@dataclass(frozen=True, slots=True)
class TermAmount:
    """A term of the whole plan: its weight, the raw amount (seats, kilometres, ...) and the points it brings."""

    term: str
    weight: float
    amount: float
    cents: int


@dataclass(frozen=True, slots=True)
class Audit:
    """A plan judged from facts.

    Parameters
    ----------
    assignments
        One for each person in the model, in tie-key order.
    terms
        Every term of the model, in the order of the contract.
    violations
        Breaches, what exists today, costs, warnings and unknown facts.
    tiers
        Name and value of each tier of the lexicographic objective (seats as negative counts).
    """

    assignments: tuple[Assignment, ...]
    terms: tuple[TermAmount, ...]
    violations: tuple[Violation, ...]
    tiers: tuple[tuple[str, int], ...]

    @property
    def value_cents(self) -> int:
        """Exact total."""
        return sum(term.cents for term in self.terms)

    @property
    def breaches(self) -> tuple[Violation, ...]:
        """Hard rules that the plan breaks."""
        return tuple(item for item in self.violations if item.kind == "breach")

    @property
    def feasible(self) -> bool:
        """True where no hard rule is broken."""
        return not self.breaches
