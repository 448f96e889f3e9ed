"""What the second reading of the rules knows: the case, the scenario and who is in the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..case import Case
from ..movement import Situation, situation_of
from ..population import Population, population_of
from ..records import Employee, Position, Records
from ..scenario import Scenario


@dataclass(frozen=True)
class Context:
    """Facts for scalar readings; arrays never enter here."""

    case: Case
    scenario: Scenario
    lost_eligibility: Callable[[Employee], bool] = field(default=lambda employee: False, compare=False)
    """Tells whether staying would fail a hard rule of eligibility, were it an appointment today (R10)."""

    @cached_property
    def population(self) -> Population:
        """People in and outside the model."""
        return population_of(self.case, self.scenario)

    @property
    def effective(self) -> date:
        """Day on which the plan takes effect."""
        return self.case.effective

    @property
    def records(self) -> Records:
        """Records of the case."""
        return self.case.records

    @property
    def reorganisation(self) -> bool:
        """True where the scenario's basis is a reorganisation."""
        return self.scenario.basis == "reorganisation"

    def held(self, employee: Employee) -> Position | None:
        """Return the post held today."""
        return self.case.positions.get(employee.position_id) if employee.position_id else None

    def move(self, employee: Employee, position: Position) -> Situation:
        """Return the kind of move of a pair."""
        return situation_of(employee, position, self.held(employee))
