"""Money that moves and entries may cost: the scenario's ``[budget]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from ..distance import great_circle_km
from ..draft import Draft
from ..plan import Plan
from ..records import Employee, Position, Unit
from .base import PlanRule
from .capacity import plan_violation
from .context import Context
from .spec import Basis, Reason, RuleSpec, Violation


def _kilometres(a: Unit, b: Unit) -> float:
    """Return the distance of two units, 0 where a coordinate is missing."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0.0
    points = (np.array([value]) for value in (a.lat, a.lon, b.lat, b.lon))
    return float(great_circle_km(*points)[0])


def _money(cost: int, budget: int) -> dict[str, object]:
    """Return the facts of a breach; Bahasa groups thousands by points."""
    facts = {"cost": cost, "budget": budget}
    return {**facts, **{f"{name}_id": f"{value:,}".replace(",", ".") for name, value in facts.items()}}


class TrainingBudget(PlanRule):
    """Courses that moves and entries ask for stay within ``training_idr``."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="budget.training",
        title_id="Biaya pelatihan dari perpindahan tidak melebihi anggaran",
        title_en="Courses that moves ask for stay within the budget",
        source="permintaan skenario",
        basis=Basis.LOCAL,
        confirmed=True,
        mode="hard",
        price=0.0,
        reasons=(
            Reason(
                "over",
                "biaya pelatihan Rp {cost_id} melebihi anggaran Rp {budget_id}",
                "training would cost Rp {cost:,}; the budget is Rp {budget:,}",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Bound the rupiah of appointments."""
        budget = draft.facts.scenario.budget.training_idr
        if budget is None:
            return
        columns = np.flatnonzero(draft.appoints & (draft.cost_idr > 0))
        draft.add_row(self.spec.id, "training_idr", self.setting, columns, draft.cost_idr[columns], upper=budget)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Add up the cheapest courses of everyone appointed."""
        budget = context.scenario.budget.training_idr
        if budget is None:
            return
        cost = 0
        for identity, post in plan.posts.items():
            employee = context.case.employees[identity]
            if post is not None and post != employee.position_id:
                cost += self._cost(context, employee, context.case.positions[post])
        if cost > budget:
            yield plan_violation(self, context, "over", cost - budget, 0, _money(cost, budget))

    @staticmethod
    def _cost(context: Context, employee: Employee, position: Position) -> int:
        total = 0
        for competency, requirement in position.requirements.items():
            level = employee.level_of(competency)
            if level is None or level >= requirement.level:
                continue
            prices = [
                course.cost_idr
                for course in context.case.courses.values()
                if competency in course.effects
                and course.effects[competency][0] <= level
                and course.effects[competency][1] >= requirement.level
            ]
            total += min(prices, default=0)
        return total


class RelocationBudget(PlanRule):
    """Relocation of moves (rupiah a kilometre between the two units) stays within ``relocation_idr``."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="budget.relocation",
        title_id="Biaya pindah tempat tidak melebihi anggaran",
        title_en="Relocation of moves stays within the budget",
        source="permintaan skenario",
        basis=Basis.LOCAL,
        confirmed=True,
        mode="hard",
        price=0.0,
        reasons=(
            Reason(
                "over",
                "biaya pindah tempat Rp {cost_id} melebihi anggaran Rp {budget_id}",
                "relocation would cost Rp {cost:,}; the budget is Rp {budget:,}",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Bound the rupiah of moves."""
        facts = draft.facts
        budget, rate = facts.scenario.budget.relocation_idr, facts.scenario.relocation.idr_per_km
        if budget is None or rate == 0:
            return
        names = facts.unit_codes.values
        units = [facts.case.units[name] for name in names]
        table = np.array([[round(rate * _kilometres(a, b)) for b in units] for a in units], dtype=np.int64)
        moves = np.flatnonzero(draft.moves)
        cost = table[draft.held_unit()[moves], draft.target_unit()[moves]]
        moves, cost = moves[cost > 0], cost[cost > 0]
        draft.add_row(self.spec.id, "relocation_idr", self.setting, moves, cost, upper=budget)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Add up the distances of everyone moved."""
        budget, rate = context.scenario.budget.relocation_idr, context.scenario.relocation.idr_per_km
        if budget is None:
            return
        cost = 0
        for identity, post in plan.posts.items():
            held = context.held(context.case.employees[identity])
            if post is not None and held is not None and post != held.id:
                ends = (
                    context.case.units[held.unit_id],
                    context.case.units[context.case.positions[post].unit_id],
                )
                cost += round(rate * _kilometres(*ends))
        if cost > budget:
            yield plan_violation(self, context, "over", cost - budget, 0, _money(cost, budget))
