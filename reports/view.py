"""What the sheets read of a result: people and posts in words, who changes post, why, and what warns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

from ..models.domain.audit import Assignment, Audit
from ..models.domain.calendar import retirement_day
from ..models.domain.case import Case
from ..models.domain.chains import Chain, move_chains
from ..models.domain.position_map import position_map
from ..models.domain.records import Employee, Position
from ..models.domain.result import PlacementResult
from ..models.domain.rules.spec import Violation
from .words import Words

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DecisionState", "DecisionView", "View"]

DecisionState = Literal["proposed", "reviewed", "approved", "returned"]
REASON_TERMS: Final = (
    "suitability", "field", "performance", "talent", "preference", "training_cost", "tenure", "rules",
)  # fmt: skip
"""Person terms that speak for a move; the others only charge it."""
LEAST_GAIN_CENTS: Final = 100
"""A gain under one point is no reason."""
MOST_REASONS: Final = 3
WARNING_KINDS: Final = ("breach", "cost", "warning", "unknown")


@dataclass(frozen=True, slots=True)
class DecisionView:
    """How far the decision on a run has come.

    Parameters
    ----------
    state
        Only ``approved`` takes the mark of a proposal off the sheets.
    who, when, number
        Who decided, on which day, and the number of the decision; None where not known.
    """

    state: DecisionState = "proposed"
    who: str | None = None
    when: date | None = None
    number: str | None = None

    @property
    def is_approved(self) -> bool:
        """True where the plan is no longer a proposal."""
        return self.state == "approved"


@dataclass(frozen=True)
class View:
    """A result in the words of one language."""

    result: PlacementResult
    words: Words
    decision: DecisionView

    @property
    def case(self) -> Case:
        """The facts."""
        return self.result.case

    # people and posts -----------------------------------------------------------------------------------------
    def employee(self, identity: str) -> Employee:
        """Return a person."""
        return self.case.employees[identity]

    def post(self, identity: str | None) -> str:
        """Return a post with its unit, such as ``Lurah, Kelurahan Banuaran``; "" for none."""
        if identity is None:
            return ""
        position = self.case.positions.get(identity)
        return identity if position is None else f"{position.title}, {self.unit(position)}"

    def unit(self, position: Position) -> str:
        """Return the name of a post's unit."""
        unit = self.case.units.get(position.unit_id)
        return position.unit_id if unit is None else unit.name

    @cached_property
    def holders_before(self) -> Mapping[str, list[str]]:
        """Post id -> who of the people in the model holds it today."""
        return _holders(self.result.before)

    @cached_property
    def map_before(self) -> pd.DataFrame:
        """Map of posts today."""
        return position_map(self.case, self.holders_before)

    @cached_property
    def map_after(self) -> pd.DataFrame:
        """Map of posts under the plan; today's where there is none."""
        return position_map(self.case, _holders(self.result.after or self.result.before))

    @cached_property
    def post_order(self) -> Mapping[str, int]:
        """Post id -> its place in the map of posts: units from the root down, heads first."""
        return {str(identity): place for place, identity in enumerate(self.map_before["position_id"])}

    # changes --------------------------------------------------------------------------------------------------
    @cached_property
    def changes(self) -> tuple[Assignment, ...]:
        """Who moves or enters, in the order of the new posts, then by name and id."""
        changed = [
            item
            for item in self.result.assignments
            if item.position_id is not None and item.position_id != item.from_position_id
        ]
        order = self.post_order

        def key(item: Assignment) -> tuple[int, str, str]:
            place = order.get(item.position_id or "", len(order))
            return place, self.employee(item.employee_id).name, item.employee_id

        return tuple(sorted(changed, key=key))

    @cached_property
    def before(self) -> Mapping[str, Assignment]:
        """Today's assignment by person."""
        return {item.employee_id: item for item in self.result.before.assignments}

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """Chains of moves."""
        return move_chains(self.result.assignments)

    @cached_property
    def leavers(self) -> Mapping[str, list[str]]:
        """Post id -> who of its holders does not serve when the plan takes effect, and why."""
        table: dict[str, list[str]] = defaultdict(list)
        for item in self.result.outside:
            employee = self.employee(item.employee_id)
            if employee.position_id is not None:
                why = self.words.code("outside", item.reason)
                table[employee.position_id].append(f"{employee.name} ({why})")
        return table

    @cached_property
    def _followers(self) -> Mapping[str, str]:
        """Person -> who takes the seat that they leave."""
        found = {}
        for chain in self.chains:
            for place, link in enumerate(chain.links):
                follower = chain.follower_of(place)
                if follower is not None:
                    found[link.employee_id] = follower.employee_id
        return found

    @cached_property
    def _fills_free_seat(self) -> frozenset[str]:
        """People who take a seat that nobody holds today."""
        held = self.holders_before
        first = [chain.links[0] for chain in self.chains if chain.filled_position_id is not None]
        return frozenset(
            link.employee_id
            for link in first
            if link.position_id is not None
            and len(held.get(link.position_id, ())) < self.case.positions[link.position_id].need
        )

    def reasons(self, item: Assignment) -> str:
        """Return why a person changes post: what the seat and the person gain against staying.

        The seat first, then the three terms of the value that gain most (one point at least), then whom the
        move makes room for.
        """
        words, position = self.words, self.case.positions[item.position_id or ""]
        found = []
        if item.from_position_id is None:
            found.append(words("reason.entry", jpm=words.number(item.jpm or 0.0, 1)))
        if item.employee_id in self._fills_free_seat:
            found.append(words("reason.head" if position.head else "reason.vacant"))
        held = self.case.positions.get(item.from_position_id or "")
        if held is not None and len(self.holders_before.get(held.id, ())) > held.need:
            found.append(words("reason.surplus"))
        found += self._gains(item)
        follower = self._followers.get(item.employee_id)
        if follower is not None and len(found) < MOST_REASONS:
            found.append(words("reason.follower", name=self.employee(follower).name))
        return "; ".join(found or [words("reason.plan")])

    def _gains(self, item: Assignment) -> list[str]:
        before = self.before.get(item.employee_id)
        if before is None or before.position_id is None:
            return []
        gains = {term: item.terms[term] - before.terms[term] for term in REASON_TERMS}
        best = sorted((term for term in REASON_TERMS if gains[term] >= LEAST_GAIN_CENTS), key=lambda term: -gains[term])
        facts = {
            "points": self.words.number((item.jpm or 0.0) - (before.jpm or 0.0), 1),
            "idr": self.words.number(before.training_idr - item.training_idr),
        }
        return [self.words(f"reason.{term}", **facts) for term in best[:MOST_REASONS]]

    def gaps(self, item: Assignment) -> str:
        """Return the competencies in which a person is a level or more short of the new post's standard."""
        employee, position = self.employee(item.employee_id), self.case.positions[item.position_id or ""]
        if not employee.levels:
            return ""
        short = {}
        for competency, requirement in position.requirements.items():
            gap = requirement.level - (employee.level_of(competency) or 0.0)
            if gap >= 1:
                short[self.case.records.competencies.get(competency, competency)] = gap
        ordered = sorted(short.items(), key=lambda entry: (-entry[1], entry[0]))
        found = [f"{name} -{self.words.plain(gap)}" for name, gap in ordered]
        if "no_course" in item.flags:
            found.append(self.words("flag.no_course"))
        return "; ".join(found)

    # notes ----------------------------------------------------------------------------------------------------
    @cached_property
    def hits(self) -> tuple[Violation, ...]:
        """Everything that the referee notes of the plan; of today's placement where there is no plan."""
        return (self.result.after or self.result.before).violations

    @cached_property
    def _hits_by_person(self) -> Mapping[str, list[Violation]]:
        table: dict[str, list[Violation]] = defaultdict(list)
        for hit in self.hits:
            if hit.employee_id is not None:
                table[hit.employee_id].append(hit)
        return table

    def warnings(self, item: Assignment) -> str:
        """Return what the rules note of one person's new post, breaches first."""
        name = f"{self.employee(item.employee_id).name}: "
        found = sorted(
            (WARNING_KINDS.index(hit.kind), hit.rule, self.words.pick(hit.words_id, hit.words_en))
            for hit in self._hits_by_person.get(item.employee_id, ())
            if hit.kind in WARNING_KINDS
        )
        return "; ".join(f"{rule}: {text.removeprefix(name)}" for _, rule, text in dict.fromkeys(found))

    def flags(self, item: Assignment) -> str:
        """Return what qualifies a person's JPM."""
        return "; ".join(self.words.code("flag", flag) for flag in item.flags if flag != "no_course")

    def retirement(self, item: Assignment) -> date:
        """Return the first day out of service by the retirement age of the new post."""
        position = self.case.positions[item.position_id or ""]
        return retirement_day(self.employee(item.employee_id).birth_date, position.bup)


def _holders(audit: Audit) -> Mapping[str, list[str]]:
    table: dict[str, list[str]] = defaultdict(list)
    for item in audit.assignments:
        if item.position_id is not None:
            table[item.position_id].append(item.employee_id)
    return table
