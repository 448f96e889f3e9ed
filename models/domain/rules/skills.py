"""Skill mixes that a scenario asks of a unit: at least so many people with a competency at a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import numpy as np

from ..draft import Draft
from ..plan import Plan
from ..scenario import SkillMix
from .base import PlanRule
from .capacity import plan_violation
from .context import Context
from .spec import Basis, Reason, RuleSpec, Setting, Violation


class SkillMixes(PlanRule):
    """Each ``[[skill_mix]]`` of the scenario; a person never assessed does not count as skilled."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="skill_mix",
        title_id="Unit memiliki cukup orang dengan kompetensi tertentu",
        title_en="A unit has enough people with a competency",
        source="permintaan skenario",
        basis=Basis.LOCAL,
        confirmed=True,
        mode="soft",
        price=40.0,
        reasons=(
            Reason(
                "few",
                "{unit} akan memiliki {people} orang dengan {competency} level {level}; diminta {wanted}",
                "{unit} would have {people} people with {competency} at level {level}; {wanted} are asked for",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Ask the count of skilled people in the unit's posts."""
        facts = draft.facts
        for place, mix in enumerate(facts.scenario.skill_mix):
            units = facts.case.records.units_within(mix.unit, subtree=mix.subtree)
            inside = np.array([post.unit_id in units for post in facts.positions], dtype=bool)
            skilled = np.array(
                [(e.level_of(mix.competency) or -1.0) >= mix.level - 1e-9 for e in facts.employees],
                dtype=bool,
            )
            columns = draft.of_posts(np.flatnonzero(inside))
            columns = columns[skilled[draft.employee[columns]]]
            ones = np.ones(len(columns), dtype=np.int64)
            name = f"{place}:{mix.unit}:{mix.competency}"
            today = int((inside[facts.held] & skilled & (facts.held >= 0)).sum())
            setting = self._setting(mix)
            draft.add_row(self.spec.id, name, setting, columns, ones, lower=mix.at_least, today=today)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Count skilled holders of the unit's posts."""
        today = Plan.of_today(context.case.employees[i] for i in context.population.inside)
        for mix in context.scenario.skill_mix:
            people = self._count(context, plan, mix)
            if people < mix.at_least:
                facts: dict[str, object] = {
                    "unit": context.case.units[mix.unit].name,
                    "people": people,
                    "competency": context.records.competencies.get(mix.competency, mix.competency),
                    "level": mix.level,
                    "wanted": mix.at_least,
                }
                before = max(0, mix.at_least - self._count(context, today, mix))
                yield plan_violation(
                    self,
                    context,
                    "few",
                    mix.at_least - people,
                    before,
                    facts,
                    setting=self._setting(mix),
                    unit_id=mix.unit,
                )

    def _setting(self, mix: SkillMix) -> Setting:
        """Return how a mix bites: its own mode, unless the whole rule only warns."""
        return replace(self.setting, mode=mix.mode) if self.setting.mode in ("hard", "soft") else self.setting

    @staticmethod
    def _count(context: Context, plan: Plan, mix: SkillMix) -> int:
        units = context.records.units_within(mix.unit, subtree=mix.subtree)
        count = 0
        for identity, post in plan.posts.items():
            if post is not None and context.case.positions[post].unit_id in units:
                level = context.case.employees[identity].level_of(mix.competency)
                count += level is not None and level >= mix.level - 1e-9
        return count
