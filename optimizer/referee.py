"""The referee: recomputes feasibility, every term and the total of any plan from the case.

Shares nothing with a solver, nor with the arrays it read: rules answer through ``examine`` and ``violations``,
suitability and terms are written here once more, one pair at a time (``docs/concepts.md`` defines them).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..models.domain import vocabulary as words
from ..models.domain.audit import Assignment, Audit, TermAmount
from ..models.domain.calendar import completed_years
from ..models.domain.case import Case
from ..models.domain.movement import MoveKind, Situation
from ..models.domain.plan import Plan
from ..models.domain.points import to_cents
from ..models.domain.records import Employee, Position, Unit
from ..models.domain.rules.base import PersonPostRule
from ..models.domain.rules.context import Context
from ..models.domain.rules.pack import RulePack
from ..models.domain.rules.spec import Finding, Verdict, Violation
from ..models.domain.scenario import Scenario

EARTH_RADIUS_KM = 6371.0088
JPM_UNKNOWN = 68.0
PERSON_TERMS = (
    "suitability", "field", "performance", "talent", "preference", "move", "travel", "training_cost", "change", "tenure",
    "rules", "unplaced",
)  # fmt: skip
ALL_TERMS = (
    "suitability", "field", "performance", "talent", "preference", "shortage", "unplaced", "move", "travel", "surplus",
    "training_cost", "equity", "change", "tenure", "rules",
)  # fmt: skip
STAY_AS_APPOINTMENT = Situation((MoveKind.ROTATION, False))


@dataclass(frozen=True)
class Referee:
    """Judges plans of one case and scenario; ``warm`` is the plan whose changes cost the term ``change``."""

    case: Case
    scenario: Scenario
    warm: Mapping[str, str | None] | None = None

    @cached_property
    def pack(self) -> RulePack:
        """Rules as the scenario sets them."""
        return RulePack.of(self.case, self.scenario)

    @cached_property
    def context(self) -> Context:
        """Facts for the rules' second reading."""
        return self.pack.context(self.case, self.scenario)

    @cached_property
    def today(self) -> Plan:
        """The present placement of the people in the model."""
        return Plan.of_today(self.case.employees[identity] for identity in self.context.population.inside)

    def audit(self, plan: Plan) -> Audit:
        """Judge a plan.

        Parameters
        ----------
        plan
            Post of everyone in the model.

        Raises
        ------
        KeyError
            The plan leaves out somebody in the model; callers complete plans with today's posts.
        """
        people = [self.case.employees[identity] for identity in self.context.population.inside]
        assignments, violations = [], list(self._structure(plan))
        amounts: dict[str, float] = defaultdict(float)
        for employee in people:
            post_id = plan.posts[employee.id]
            position = self.case.positions[post_id] if post_id is not None else None
            found, penalty = self._judge(employee, position)
            violations += found
            assignments.append(self._assignment(employee, position, penalty, amounts))
        of_plan = [item for rule in self.pack.plan for item in rule.violations(self.context, plan)]
        violations += of_plan
        cents = {term: sum(item.terms[term] for item in assignments) for term in PERSON_TERMS}
        cents["rules"] += sum(item.points_cents for item in of_plan)
        cents |= self._plan_terms(plan, amounts)
        amounts["rules"] = float(sum(item.points_cents < 0 for item in violations))
        terms = tuple(
            TermAmount(term, self.scenario.weight(term), round(amounts[term], 6), cents[term])  # type: ignore[arg-type]  # a term id
            for term in ALL_TERMS
        )
        return Audit(tuple(assignments), terms, tuple(violations), self._tiers(plan, cents))

    def assignment_of(self, employee: Employee, position_id: str | None) -> Assignment:
        """Return one person's assignment in one post, with its terms; the rest of the plan is not asked."""
        position = self.case.positions[position_id] if position_id is not None else None
        _, penalty = self._judge(employee, position)
        return self._assignment(employee, position, penalty, defaultdict(float))

    # rules ----------------------------------------------------------------------------------------------------
    def examine(self, employee: Employee, position: Position) -> Iterator[tuple[PersonPostRule, Finding, str]]:
        """Yield what each person-post rule says of an appointment that is not plainly kept, with its effect.

        The effect is ``deny``, ``cost``, ``warning``, ``unknown`` or ``exempt``.
        """
        move = self.context.move(employee, position)
        for rule in self.pack.person_post:
            if rule.judges_stays != (move.kind == MoveKind.STAY):
                continue
            finding = rule.examine(self.context, employee, position, move)
            if finding.verdict != Verdict.KEEPS:
                yield rule, finding, self.effect_of(rule, finding, employee, promotion=move.as_promotion)

    @staticmethod
    def effect_of(rule: PersonPostRule, finding: Finding, employee: Employee, *, promotion: bool) -> str:
        """Return what a finding that is not plainly kept does, as in :meth:`examine`."""
        if employee.id in rule.setting.exempt:
            return "exempt"
        if finding.verdict == Verdict.UNKNOWN:
            meaning = rule.setting.unknown_means(promotion=promotion)
            if rule.judges_stays or rule.setting.mode == "warn":
                meaning = "warn" if meaning == "deny" else meaning
            if meaning != "deny":
                return "unknown" if meaning == "warn" else "allowed"
        if rule.setting.mode == "hard":
            return "deny"
        return "cost" if rule.setting.mode == "soft" else "warning"

    def _judge(self, employee: Employee, position: Position | None) -> tuple[list[Violation], float]:
        """Return what the person-post rules say of a placement, and the points that soft ones charge."""
        if position is None:
            return [], 0.0
        held = self.context.held(employee)
        found, penalty = [], 0.0
        for rule, finding, effect in self.examine(employee, position):
            if effect == "allowed":
                continue
            kind = {"deny": "breach", "exempt": "warning"}.get(effect, effect)
            charged = effect == "cost" and not rule.priced_by_term
            price = to_cents(rule.setting.price) / 100 if charged else 0.0
            penalty += price
            points = -to_cents(price * self.scenario.weight("rules"))
            found.append(_violation(rule, finding, kind, employee, position, points))
        if held is not None and held.id == position.id:
            for rule in self.pack.eligibility:
                finding = rule.examine(self.context, employee, position, STAY_AS_APPOINTMENT)
                if finding.verdict == Verdict.BREACHES and employee.id not in rule.setting.exempt:
                    found.append(_violation(rule, finding, "existing", employee, position))
        return found, penalty

    def _structure(self, plan: Plan) -> Iterator[Violation]:
        """Yield what no plan may do: more holders than seats admit, moves out of scope, broken pins."""
        population = self.context.population
        one_holder = any(rule.spec.id == "R01" and rule.setting.mode == "hard" for rule in self.pack.plan)
        for position in self.case.positions.values():
            if one_holder and position.single_holder and position.ceiling >= 1:
                continue  # R01 says it
            holders = plan.holders_of(position.id)
            most = max(position.ceiling, len(self.today.holders_of(position.id)))
            if len(holders) > most:
                yield _model_breach(
                    "seats",
                    f"{position.title} ({position.id}) akan dijabat {len(holders)} orang; paling banyak {most}",
                    f"{position.title} ({position.id}) would have {len(holders)} holders; at most {most} are admitted",
                    position_id=position.id,
                )
        for identity in population.inside:
            employee, post = self.case.employees[identity], plan.posts[identity]
            if post == employee.position_id:
                continue
            if post is None:
                yield _model_breach(
                    "unplaced",
                    f"{employee.name} memegang jabatan dan tidak dapat dibiarkan tanpa jabatan",
                    f"{employee.name} holds a post and may not be left without one",
                    employee_id=identity,
                )
            elif identity not in population.movable or post not in population.open_positions:
                yield _model_breach(
                    "scope",
                    f"perpindahan {employee.name} ke {post} di luar cakupan skenario",
                    f"the move of {employee.name} to {post} lies outside the scenario's scope",
                    employee_id=identity,
                    position_id=post,
                )
        yield from self._pins(plan)

    def _pins(self, plan: Plan) -> Iterator[Violation]:
        for pair, forbidden in [(pin, False) for pin in self.scenario.pin] + [(f, True) for f in self.scenario.forbid]:
            if pair.employee not in plan.posts:
                continue
            name, title = self.case.employees[pair.employee].name, self.case.positions[pair.position].title
            if (plan.posts[pair.employee] == pair.position) is forbidden:
                yield _model_breach(
                    "forbid" if forbidden else "pin",
                    f"{name} {'dilarang di' if forbidden else 'ditetapkan di'} {title} ({pair.position})",
                    f"{name} is {'forbidden in' if forbidden else 'pinned to'} {title} ({pair.position})",
                    employee_id=pair.employee,
                    position_id=pair.position,
                )

    # terms ----------------------------------------------------------------------------------------------------
    def _assignment(
        self, employee: Employee, position: Position | None, penalty: float, amounts: dict[str, float]
    ) -> Assignment:
        """Return one person's assignment with its terms, and add the raw amounts."""
        held = self.context.held(employee)
        weight = self.scenario.weight
        changed = self._changes(employee.id, position.id if position else None)
        raw: dict[str, tuple[float, float]] = dict.fromkeys(PERSON_TERMS, (0.0, 0.0))
        raw["change"] = (float(changed), -5.0 * changed)
        jpm, flags, rupiah = None, [], 0
        if position is None:
            raw["unplaced"] = (1.0, -200.0)
            move = MoveKind.UNPLACED
        else:
            move = self.context.move(employee, position).kind
            jpm = self.match(employee, position)
            rupiah, unmet = self._training(employee, position)
            flags = _flags(employee, position, unmet)
            raw |= self._placed(employee, position, held, move, jpm, rupiah, penalty)
        for term, (amount, _) in raw.items():
            amounts[term] += amount
        cents = {term: to_cents(points * weight(term)) for term, (_, points) in raw.items()}  # type: ignore[arg-type]  # term ids
        held_id = held.id if held else None
        post_id = position.id if position else None
        return Assignment(employee.id, held_id, post_id, move.word, jpm, cents, tuple(flags), rupiah)

    def _changes(self, employee_id: str, position_id: str | None) -> bool:
        """Tell whether a post differs from the warm plan's; where it lacks the person, or the post is gone, it does not."""
        if self.warm is None or employee_id not in self.warm:
            return False
        before = self.warm[employee_id]
        return before != position_id and (before is None or before in self.case.positions)

    def _placed(
        self,
        employee: Employee,
        position: Position,
        held: Position | None,
        move: MoveKind,
        jpm: float,
        rupiah: int,
        penalty: float,
    ) -> dict[str, tuple[float, float]]:
        """Return (amount, points) of each term of a person in a post."""
        rise = (position.level - 1) / 6
        fit = self._field_points(employee, position)
        marks = [words.RATING_ORDER[rating] for _, rating in employee.ratings[:2]]
        mark = sum(marks) / len(marks) if marks else 0.0
        box = employee.talent_box or 0
        wishes = [
            wish.rank
            for wish in employee.preferences
            if wish.position_id == position.id or (wish.position_id is None and wish.unit_id == position.unit_id)
        ]
        moved = held is not None and held.id != position.id
        travel = self._travel_km(employee, position, held)
        years = 0.0
        if move == MoveKind.STAY and employee.position_since is not None and self.pack.max_years is not None:
            served = max(0, completed_years(employee.position_since, self.case.effective))
            years = max(0.0, served - self.pack.max_years)
        return {
            "suitability": (jpm, jpm),
            "field": (fit / 10, fit),
            "performance": (mark, 5 * mark / 4 * rise),
            "talent": (float(box), 5 * (box - 1) / 8 * rise if box else 0.0),
            "preference": (float(bool(wishes)), 5 / min(wishes) if wishes else 0.0),
            "move": (float(moved), -5.0 * moved),
            "travel": (travel, -0.2 * travel),
            "training_cost": (float(rupiah), -rupiah / 1_000_000),
            "tenure": (years, -years),
            "rules": (0.0, -penalty),
        }

    def match(self, employee: Employee, position: Position) -> float:
        """Return JPM in percent: 100 x sum w min(level, required) / sum w required; 68 where it can't be known."""
        if not employee.levels or not position.requirements:
            return JPM_UNKNOWN
        sums = {True: 0.0, False: 0.0}
        for requirement in position.requirements.values():
            sums[requirement.technical] += requirement.weight
        share = self.scenario.suitability.technical_share.get(position.group)
        scale = {True: 1.0, False: 1.0}
        if share is not None and min(sums.values()) > 0:
            scale = {True: share / sums[True], False: (1 - share) / sums[False]}
        whole = part = 0.0
        for competency, requirement in position.requirements.items():
            weight = requirement.weight * scale[requirement.technical]
            level = employee.level_of(competency) or 0.0
            whole += weight * requirement.level
            part += weight * min(level, requirement.level)
        return 100 * part / whole if whole > 0 else JPM_UNKNOWN

    def _field_points(self, employee: Employee, position: Position) -> float:
        if not position.education_fields:
            return 10.0
        if employee.education_field is None:
            return 0.0
        wanted = {name.casefold() for name in position.education_fields}
        if employee.education_field.casefold() in wanted:
            return 10.0
        families = {self.case.records.family_of(name) or name for name in wanted}
        return 5.0 if self.case.records.family_of(employee.education_field) in families else 0.0

    def _training(self, employee: Employee, position: Position) -> tuple[int, bool]:
        """Return rupiah of the cheapest courses that close the gaps, and whether some gap has none."""
        total, unmet = 0, False
        if not employee.levels:
            return 0, False
        for competency, requirement in position.requirements.items():
            level = employee.level_of(competency) or 0.0
            if level >= requirement.level:
                continue
            prices = [
                course.cost_idr
                for course in self.case.courses.values()
                if competency in course.effects
                and course.effects[competency][0] <= level
                and requirement.level <= course.effects[competency][1]
            ]
            total += min(prices, default=0)
            unmet |= not prices
        return total, unmet

    def _travel_km(self, employee: Employee, position: Position, held: Position | None) -> float:
        if held is None:
            return 0.0
        there = _distance(employee, self.case.units[position.unit_id])
        today = _distance(employee, self.case.units[held.unit_id])
        return 0.0 if there is None or today is None else max(0.0, there - today)

    def _plan_terms(self, plan: Plan, amounts: dict[str, float]) -> dict[str, int]:
        """Return cents of shortage, surplus and equity."""
        weight = self.scenario.weight
        short, over = 0, 0
        needs: dict[str, int] = defaultdict(int)
        missing: dict[str, int] = defaultdict(int)
        for position in self.case.positions.values():
            people = len(plan.holders_of(position.id))
            empty, extra = max(0, position.need - people), max(0, people - position.need)
            short += empty * to_cents(self._seat_points(position) * weight("shortage"))
            over += extra * to_cents(-20.0 * weight("surplus"))
            amounts["shortage"] += empty
            amounts["surplus"] += extra
            needs[position.unit_id] += position.need
            missing[position.unit_id] += empty
        whole = to_cents(2000.0 * weight("equity"))
        scope = self.context.population.scope_units
        shares = {unit: (missing[unit], need) for unit, need in needs.items() if need >= 1 and unit in scope}
        worst = max(((2 * whole * gone + need) // (2 * need) for gone, need in shares.values()), default=0)
        amounts["equity"] = max((100 * gone / need for gone, need in shares.values()), default=0.0)
        return {"shortage": short, "surplus": over, "equity": -worst}

    def _seat_points(self, position: Position) -> float:
        ikm = self.case.records.ikm_of(position.unit_id)
        factor = 1.0 if ikm is None else min(1.5, max(1.0, 1 + (88.31 - ikm) / 88.31))
        return -40.0 * position.priority / 3 * factor

    def _tiers(self, plan: Plan, cents: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
        """Return the lexicographic tiers, counted from the plan."""
        heads = mandatory = shortage = 0
        for position in self.case.positions.values():
            empty = max(0, position.need - len(plan.holders_of(position.id)))
            if position.head:
                heads -= empty
            elif position.priority == 5:
                mandatory -= empty
            else:
                shortage += empty * to_cents(self._seat_points(position) * self.scenario.weight("shortage"))
        second = shortage + cents["equity"]
        return (
            ("empty_head_seats", heads),
            ("empty_mandatory_seats", mandatory),
            ("shortage_and_equity", second),
            ("rest", sum(cents.values()) - second),
        )


def _flags(employee: Employee, position: Position, unmet: bool) -> list[str]:
    pairs = (
        ("not_assessed", not employee.levels),
        ("no_standard", not position.requirements),
        ("no_course", unmet),
    )
    return [code for code, holds in pairs if holds]


def _violation(
    rule: PersonPostRule, finding: Finding, kind: str, employee: Employee, position: Position, cents: int = 0
) -> Violation:
    subject = f"{employee.name}: "
    return Violation(
        rule.spec.id,
        finding.reason.code if finding.reason else "",
        kind,
        1.0,
        subject + finding.words("id"),
        subject + finding.words("en"),
        cents,
        employee.id,
        position.id,
        position.unit_id,
    )


def _model_breach(
    code: str, bahasa: str, english: str, *, employee_id: str | None = None, position_id: str | None = None
) -> Violation:
    return Violation("model", code, "breach", 1.0, bahasa, english, 0, employee_id, position_id, None)


def _distance(employee: Employee, unit: Unit) -> float | None:
    """Return kilometres from home to a unit by the haversine formula, None where a coordinate is missing."""
    if employee.lat is None or employee.lon is None or unit.lat is None or unit.lon is None:
        return None
    a, b = math.radians(employee.lat), math.radians(unit.lat)
    across = math.radians(unit.lon - employee.lon)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))
