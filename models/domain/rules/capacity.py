"""Seats and heads: R01 one holder, R21 unit floor, head posts filled, unit ceiling."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar

import numpy as np

from ..draft import Draft
from ..plan import Plan
from ..points import to_cents
from ..records import Unit
from .base import PlanRule
from .context import Context
from .spec import Basis, Reason, RuleSpec, Setting, Violation, said


def breach_kind(setting: Setting, amount: int, today: int, *, strict: bool) -> tuple[str, int]:
    """Return the kind of a plan-wide breach and how many of its units cost points.

    A soft rule charges every unit; a hard one charges what exists today and forbids the rest.
    """
    if setting.mode in ("warn", "off"):
        return "warning", 0
    if setting.mode == "soft":
        return "cost", amount
    if strict or amount > today:
        return "breach", min(amount, 0 if strict else today)
    return "existing", amount


def charge(context: Context, setting: Setting, units: int) -> int:
    """Return the cents that these units of breach cost."""
    return -to_cents(setting.price * context.scenario.weight("rules")) * units


def plan_violation(
    rule: PlanRule,
    context: Context,
    code: str,
    amount: int,
    today: int,
    facts: dict[str, object],
    *,
    setting: Setting | None = None,
    position_id: str | None = None,
    unit_id: str | None = None,
    employee_id: str | None = None,
) -> Violation:
    """Return one breach of the whole plan in words, priced."""
    setting = setting or rule.setting
    kind, units = breach_kind(setting, amount, today, strict=context.scenario.solve.strict)
    reason = rule.spec.reason(code)
    return Violation(
        rule.spec.id,
        code,
        kind,
        amount,
        reason.words_id.format(**_in_words(facts, "id")),
        reason.words_en.format(**_in_words(facts, "en")),
        charge(context, setting, units),
        employee_id,
        position_id,
        unit_id,
    )


def _in_words(facts: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: said(value, language) if isinstance(value, float) else value for name, value in facts.items()}


class OneHolder(PlanRule):
    """R01: a head or structural post has one holder; holders of today who stay are kept, nobody joins them."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R01",
        title_id="Satu jabatan struktural diisi satu orang",
        title_en="A structural post has one holder",
        source="kelaziman kepegawaian",
        basis=Basis.PRACTICE,
        confirmed=False,
        mode="hard",
        reasons=(
            Reason(
                "joined",
                "{post} akan dijabat {people} orang; hanya satu yang dapat menjabat",
                "{post} would have {people} holders; only one may hold it",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Bound holders by one; where two hold the post today, whoever stays keeps others out."""
        for place, position in enumerate(draft.facts.positions):
            if not position.single_holder:
                continue
            draft.add_headcount("R01", position.id, self.setting, [place], at_most=1)
            if draft.holders_now(place) < 2 or self.setting.mode != "hard" or draft.strict:
                continue
            here = draft.of_posts(np.array([place]))
            arrivals = here[draft.appoints[here]]
            if not len(arrivals):
                continue
            stays = [np.array([stay]) for stay in here[draft.stays[here]]]
            for stay in stays or [np.zeros(0, dtype=np.int64)]:  # nobody may stay: one may arrive
                columns = np.append(arrivals, stay)
                ones = np.ones(len(columns), dtype=np.int64)
                name = position.id if not len(stay) else f"{position.id}:{stay[0]}"
                draft.add_row("R01", name, self.setting, columns, ones, upper=1)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Count holders of single posts; those who merely stay are today's."""
        for position in context.case.positions.values():
            holders = plan.holders_of(position.id)
            if not position.single_holder or len(holders) < 2:
                continue
            stayers = [h for h in holders if context.case.employees[h].position_id == position.id]
            excess = len(holders) - 1
            today = excess if len(stayers) == len(holders) else 0
            facts: dict[str, object] = {"post": position.title, "people": len(holders)}
            yield plan_violation(
                self,
                context,
                "joined",
                excess,
                today,
                facts,
                position_id=position.id,
                unit_id=position.unit_id,
            )


def unit_floor(unit: Unit, need: int, share: float) -> int:
    """Return the floor of a unit: its own, else the share of its need, rounded up."""
    return unit.floor if unit.floor is not None else math.ceil(Fraction(str(share)) * need)


class UnitFloor(PlanRule):
    """R21.floor: no unit under its floor (its own, else 0.8 of its need)."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R21.floor",
        title_id="Unit tidak kurang dari batas minimal pegawai (0,8 x kebutuhan)",
        title_en="No unit under its floor of people (0.8 x need)",
        source="PermenPANRB 1/2020; batas 0,8: kebijakan proyek",
        basis=Basis.PROJECT,
        confirmed=True,
        mode="soft",
        price=40.0,
        parameters={"share": 0.8},
        reasons=(
            Reason(
                "short",
                "{unit} akan memiliki {people} pegawai; batas minimalnya {floor}",
                "{unit} would have {people} people; its floor is {floor}",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Charge each person missing under the floor."""
        for unit, posts in _posts_by_unit(draft):
            need = sum(draft.facts.positions[place].need for place in posts)
            floor = unit_floor(unit, need, self.setting.number("share"))
            if floor > 0:
                draft.add_headcount(self.spec.id, unit.id, self.setting, posts, at_least=floor)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Count people of every unit."""
        today = Plan.of_today(context.case.employees[i] for i in context.population.inside)
        for unit in context.case.units.values():
            posts = [post for post in context.case.positions.values() if post.unit_id == unit.id]
            floor = unit_floor(unit, sum(post.need for post in posts), self.setting.number("share"))
            ids = [post.id for post in posts]
            people = plan.count(ids)
            if posts and people < floor:
                facts: dict[str, object] = {"unit": unit.name, "people": people, "floor": floor}
                before = max(0, floor - today.count(ids))
                yield plan_violation(self, context, "short", floor - people, before, facts, unit_id=unit.id)


def _posts_by_unit(draft: Draft) -> Iterator[tuple[Unit, list[int]]]:
    units = draft.facts.case.units
    for code, unit_id in enumerate(draft.facts.unit_codes.values):
        posts = [int(place) for place in np.flatnonzero(draft.facts.unit == code)]
        if posts:
            yield units[unit_id], posts


class HeadFilled(PlanRule):
    """R21.head: the head post of a unit has a holder; a vacancy of today is kept at a price."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R21.head",
        title_id="Jabatan pimpinan unit terisi",
        title_en="The head post of a unit is filled",
        source="PermenPANRB 1/2020",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        reasons=(
            Reason(
                "vacant",
                "{post} akan kosong",
                "{post} would be vacant",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Ask one holder of each head post that is needed."""
        for place, position in enumerate(draft.facts.positions):
            if position.head and position.need >= 1:
                draft.add_headcount(self.spec.id, position.id, self.setting, [place], at_least=1)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Find head posts without a holder."""
        today = Plan.of_today(context.case.employees[i] for i in context.population.inside)
        for position in context.case.positions.values():
            if position.head and position.need >= 1 and not plan.holders_of(position.id):
                before = 1 - min(1, len(today.holders_of(position.id)))
                unit = context.case.units[position.unit_id].name
                facts: dict[str, object] = {"post": f"{position.title} ({unit})"}
                yield plan_violation(
                    self,
                    context,
                    "vacant",
                    1,
                    before,
                    facts,
                    position_id=position.id,
                    unit_id=position.unit_id,
                )


class UnitCeiling(PlanRule):
    """R21.ceiling: no unit over the ceiling that the case names."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R21.ceiling",
        title_id="Unit tidak melebihi batas maksimal pegawai",
        title_en="No unit over its ceiling of people",
        source="batas dari tabel unit",
        basis=Basis.LOCAL,
        confirmed=True,
        mode="hard",
        reasons=(
            Reason(
                "over",
                "{unit} akan memiliki {people} pegawai; batas maksimalnya {ceiling}",
                "{unit} would have {people} people; its ceiling is {ceiling}",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Bound the people of each unit that has a ceiling."""
        for unit, posts in _posts_by_unit(draft):
            if unit.ceiling is not None:
                draft.add_headcount(self.spec.id, unit.id, self.setting, posts, at_most=unit.ceiling)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Count people of every unit that has a ceiling."""
        today = Plan.of_today(context.case.employees[i] for i in context.population.inside)
        for unit in context.case.units.values():
            if unit.ceiling is None:
                continue
            ids = [post.id for post in context.case.positions.values() if post.unit_id == unit.id]
            people = plan.count(ids)
            if people > unit.ceiling:
                facts: dict[str, object] = {"unit": unit.name, "people": people, "ceiling": unit.ceiling}
                before = max(0, today.count(ids) - unit.ceiling)
                yield plan_violation(self, context, "over", people - unit.ceiling, before, facts, unit_id=unit.id)
