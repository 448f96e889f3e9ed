"""How many may move: R22, and the limits that a scenario names under ``[moves]``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

import numpy as np

from ..draft import Draft
from ..plan import Plan
from ..points import share_of
from .base import PlanRule
from .capacity import plan_violation
from .context import Context
from .spec import Basis, Reason, RuleSpec, Violation


class MoveLimits(PlanRule):
    """R22: moves a round are limited; by unit (people leaving it) softly, hard where the scenario names a limit."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R22",
        title_id="Jumlah perpindahan dibatasi per putaran",
        title_en="Moves a round are limited",
        source="kebijakan proyek",
        basis=Basis.PROJECT,
        confirmed=True,
        mode="soft",
        price=10.0,
        parameters={"max_share_per_unit": 0.20},
        reasons=(
            Reason(
                "unit",
                "{moves} orang meninggalkan {unit}; batasnya {limit}",
                "{moves} people would leave {unit}; the limit is {limit}",
            ),
            Reason(
                "all",
                "{moves} orang pindah; batasnya {limit}",
                "{moves} people would move; the limit is {limit}",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Bound people leaving each unit, and all moves where the scenario says so."""
        facts, limits = draft.facts, draft.facts.scenario.moves
        movable = np.array([e.id in facts.population.movable for e in facts.employees], dtype=bool) & (facts.held >= 0)
        total = int(movable.sum())
        hard = replace(self.setting, mode="hard")
        moves = np.flatnonzero(draft.moves)
        ones = np.ones(len(moves), dtype=np.int64)
        if limits.max_share is not None:
            draft.add_row("R22", "max_share", hard, moves, ones, upper=share_of(limits.max_share, total))
        if limits.max_count is not None:
            draft.add_row("R22", "max_count", hard, moves, ones, upper=limits.max_count)
        setting = self.setting if limits.max_share_per_unit is None else hard
        if setting.mode not in ("hard", "soft"):
            return
        share = limits.max_share_per_unit
        share = self.setting.number("max_share_per_unit") if share is None else share
        before, after = draft.held_unit()[moves], draft.target_unit()[moves]
        away = before != after
        moves, before = moves[away], before[away]
        by_unit = np.split(moves[np.argsort(before, kind="stable")], np.cumsum(np.bincount(before)))
        people_of = np.bincount(facts.unit[facts.held[movable]], minlength=len(facts.unit_codes))
        for unit_id, people, leaving in zip(facts.unit_codes.values, people_of.tolist(), by_unit, strict=False):
            if people and len(leaving):
                row = np.ones(len(leaving), dtype=np.int64)
                draft.add_row("R22", unit_id, setting, leaving, row, upper=share_of(share, people))

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Count who leaves each unit and who moves at all."""
        limits = context.scenario.moves
        people_by_unit: dict[str, int] = {}
        leaving: dict[str, int] = {}
        moved = people = 0
        for identity, target in plan.posts.items():
            held = context.held(context.case.employees[identity])
            if held is None or identity not in context.population.movable:
                continue
            people += 1
            people_by_unit[held.unit_id] = people_by_unit.get(held.unit_id, 0) + 1
            if target is None or target == held.id:
                continue
            moved += 1
            if context.case.positions[target].unit_id != held.unit_id:
                leaving[held.unit_id] = leaving.get(held.unit_id, 0) + 1
        hard = replace(self.setting, mode="hard")
        tops = [limits.max_count] if limits.max_count is not None else []
        if limits.max_share is not None:
            tops.append(share_of(limits.max_share, people))
        for top in tops:
            if moved > top:
                facts: dict[str, object] = {"moves": moved, "limit": top}
                yield plan_violation(self, context, "all", moved - top, 0, facts, setting=hard)
        setting = self.setting if limits.max_share_per_unit is None else hard
        if setting.mode == "off":
            return
        share = limits.max_share_per_unit
        share = self.setting.number("max_share_per_unit") if share is None else share
        for unit_id, count in sorted(leaving.items()):
            limit = share_of(share, people_by_unit[unit_id])
            if count > limit:
                unit_facts: dict[str, object] = {
                    "unit": context.case.units[unit_id].name,
                    "moves": count,
                    "limit": limit,
                }
                yield plan_violation(self, context, "unit", count - limit, 0, unit_facts, setting=setting, unit_id=unit_id)
