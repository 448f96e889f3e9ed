"""A run with everything that questions about it need, computed once: the problem, the plan as options, its audit, costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..models.domain.audit import Assignment, Audit
from ..models.domain.build import Built, build_problem
from ..models.domain.plan import Plan
from ..models.domain.points import from_cents, to_cents
from .alternatives import SEAT_TIERS, read_prices
from .choice_cost import ChoiceCosts
from .referee import PERSON_TERMS, Referee
from .solution import is_admitted, options_of


@dataclass(frozen=True)
class SolvedRun:
    """A plan of one case and scenario, loaded for questions.

    Parameters
    ----------
    referee, plan
        Judge of the case and scenario, and the plan.
    prices
        Lines of the run's table ``prices``; empty = computed on first use.
    bounds
        Bound that was proved for each tier, in points (seats for the seat tiers), by name.
    """

    referee: Referee
    plan: Plan
    prices: Sequence[Mapping[str, str | None]] = ()
    bounds: Mapping[str, float | None] | None = None

    @cached_property
    def audit(self) -> Audit:
        """The referee's audit of the plan."""
        return self.referee.audit(self.plan)

    @cached_property
    def assignment(self) -> Mapping[str, Assignment]:
        """Assignment of everyone in the model."""
        return {item.employee_id: item for item in self.audit.assignments}

    @cached_property
    def built(self) -> Built:
        """The problem of the case and scenario."""
        return build_problem(self.referee.case, self.referee.scenario, warm=self.referee.warm)

    @cached_property
    def costs(self) -> ChoiceCosts | None:
        """What choices cost; None where the model does not admit the plan (an edited one, or today's)."""
        problem, index = self.built.problem, self.built.facts.position_index
        chosen = options_of(problem, [index.get(self.plan.posts[e] or "", -1) for e in problem.employee_ids])
        if (chosen < 0).any() or not is_admitted(problem, chosen):
            return None
        proved = tuple(self._proved(tier.name) for tier in problem.tiers)
        return ChoiceCosts(problem, chosen, read_prices(problem, chosen, self.prices), proved)

    def _proved(self, tier: str) -> int | None:
        bound = (self.bounds or {}).get(tier)
        if bound is None:
            return None
        return round(bound) if tier in SEAT_TIERS else to_cents(bound)

    @cached_property
    def person_points(self) -> float:
        """Points of everyone's own terms together."""
        return from_cents(sum(item.terms[term] for item in self.audit.assignments for term in PERSON_TERMS))

    @cached_property
    def plan_points(self) -> Mapping[str, float]:
        """Points of the plan's own terms: empty and surplus seats, equity, rules about the whole plan."""
        own = {item.term: item.cents for item in self.audit.terms}
        own["rules"] -= sum(item.terms["rules"] for item in self.audit.assignments)
        return {term: from_cents(own[term]) for term in ("shortage", "surplus", "equity", "rules")}

    @property
    def value(self) -> float:
        """Points of the plan."""
        return from_cents(self.audit.value_cents)

    def option(self, employee_id: str, position_id: str) -> int | None:
        """Return the option of a pair, None where the model has none."""
        facts, problem = self.built.facts, self.built.problem
        person, post = facts.employee_index.get(employee_id), facts.position_index[position_id]
        if person is None:
            return None
        mine = (problem.option_employee == person) & (problem.option_position == post)
        return int(mine.argmax()) if mine.any() else None
