"""Kin apart: R17.line no direct superior among spouses and close kin, R17.unit not in one small unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from ..draft import Draft
from ..plan import Plan
from .base import PlanRule
from .capacity import plan_violation
from .context import Context
from .spec import Basis, Reason, RuleSpec, Violation

RELATION_WORDS = {
    "spouse": ("suami/istri", "spouse"),
    "parent": ("orang tua/anak", "parent and child"),
    "child": ("orang tua/anak", "parent and child"),
    "sibling": ("saudara kandung", "siblings"),
}


class KinLine(PlanRule):
    """R17.line: for kin (a, b) and each post s: x[a, s] + sum x[b, posts whose superior is s] <= 1."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R17.line",
        title_id="Suami/istri dan keluarga dekat tidak menjadi atasan dan bawahan langsung",
        title_en="Spouses and close kin are not direct superior and subordinate",
        source="PP 11/2017 ps. 190 ayat 5 (konflik kepentingan); larangan tegas tidak ada",
        basis=Basis.LOCAL,
        confirmed=True,
        mode="hard",
        reasons=(
            Reason(
                "line",
                "{superior} akan menjadi atasan langsung {subordinate} ({relation_id}) pada {post}",
                "{superior} would be the direct superior of {subordinate} ({relation_en}) in {post}",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Forbid each line of command between kin."""
        facts = draft.facts
        subordinates: dict[int, list[int]] = defaultdict(list)
        for place, position in enumerate(facts.positions):
            if position.superior_id is not None and position.superior_id in facts.position_index:
                subordinates[facts.position_index[position.superior_id]].append(place)
        for first, second, _ in facts.case.records.kin:
            if first not in facts.employee_index or second not in facts.employee_index:
                continue
            pair = facts.employee_index[first], facts.employee_index[second]
            for a, b in (pair, pair[::-1]):
                starts = draft.options_of
                of_a, of_b = np.arange(starts[a], starts[a + 1]), np.arange(starts[b], starts[b + 1])
                posts_of_b = set(draft.position[of_b].tolist())
                for option in of_a:
                    superior = int(draft.position[option])
                    if posts_of_b.isdisjoint(subordinates.get(superior, ())):
                        continue
                    below = of_b[np.isin(draft.position[of_b], subordinates[superior])]
                    columns = np.append(below, option)
                    name = f"{facts.employees[a].id}>{facts.employees[b].id}@{facts.positions[superior].id}"
                    ones = np.ones(len(columns), dtype=np.int64)
                    today = int(facts.held[a] == superior)
                    today += int(facts.held[b] in subordinates.get(superior, []))
                    draft.add_row(self.spec.id, name, self.setting, columns, ones, upper=1, today=today)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Walk the pairs and look at whose superior is whom."""
        people, posts = context.case.employees, context.case.positions
        for first, second, relation in context.records.kin:
            for a, b in ((first, second), (second, first)):
                held_a, held_b = plan.posts.get(a), plan.posts.get(b)
                if held_a is None or held_b is None or posts[held_b].superior_id != held_a:
                    continue
                now_a, now_b = people[a].position_id, people[b].position_id
                today = now_a == held_a and now_b is not None and posts[now_b].superior_id == now_a
                bahasa, english = RELATION_WORDS[relation]
                facts: dict[str, object] = {
                    "superior": people[a].name,
                    "subordinate": people[b].name,
                    "relation_id": bahasa,
                    "relation_en": english,
                    "post": posts[held_a].title,
                }
                yield plan_violation(
                    self, context, "line", 1, int(today), facts, employee_id=b, position_id=held_a,
                    unit_id=posts[held_b].unit_id,
                )  # fmt: skip


class KinUnit(PlanRule):
    """R17.unit: kin avoid one small unit (need at most 10)."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R17.unit",
        title_id="Keluarga dekat tidak dalam satu unit kecil",
        title_en="Close kin not in one small unit",
        source="kebijakan proyek",
        basis=Basis.PROJECT,
        confirmed=True,
        mode="soft",
        price=20.0,
        parameters={"unit_size": 10},
        reasons=(
            Reason(
                "together",
                "{first} dan {second} ({relation_id}) akan berada di unit kecil {unit}",
                "{first} and {second} ({relation_en}) would both serve in the small unit {unit}",
            ),
        ),
    )

    def rows(self, draft: Draft) -> None:
        """Charge each pair that shares a small unit."""
        facts = draft.facts
        target = draft.target_unit()
        needs = np.bincount(facts.unit, weights=facts.need, minlength=len(facts.unit_codes))
        small = [code for code in range(len(needs)) if needs[code] <= self.setting.number("unit_size")]
        for first, second, _ in facts.case.records.kin:
            if first not in facts.employee_index or second not in facts.employee_index:
                continue
            pair = np.array([facts.employee_index[first], facts.employee_index[second]])
            mine = np.concatenate([np.arange(draft.options_of[e], draft.options_of[e + 1]) for e in np.sort(pair)])
            for code in small:
                columns = mine[target[mine] == code]
                if len(set(draft.employee[columns].tolist())) == 2:
                    name = f"{first}+{second}@{facts.unit_codes.values[code]}"
                    ones = np.ones(len(columns), dtype=np.int64)
                    held = facts.held[pair]
                    today = int(((held >= 0) & (facts.unit[held] == code)).sum())
                    draft.add_row(self.spec.id, name, self.setting, columns, ones, upper=1, today=today)

    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Look at the units of each pair."""
        posts, people = context.case.positions, context.case.employees
        needs: dict[str, int] = defaultdict(int)
        for position in posts.values():
            needs[position.unit_id] += position.need
        for first, second, relation in context.records.kin:
            held_a, held_b = plan.posts.get(first), plan.posts.get(second)
            if held_a is None or held_b is None:
                continue
            unit = posts[held_a].unit_id
            if posts[held_b].unit_id != unit or needs[unit] > self.setting.number("unit_size"):
                continue
            now_a, now_b = people[first].position_id, people[second].position_id
            today = now_a is not None and now_b is not None and posts[now_a].unit_id == unit and posts[now_b].unit_id == unit
            bahasa, english = RELATION_WORDS[relation]
            facts: dict[str, object] = {
                "first": people[first].name,
                "second": people[second].name,
                "relation_id": bahasa,
                "relation_en": english,
                "unit": context.case.units[unit].name,
            }
            yield plan_violation(self, context, "together", 1, int(today), facts, employee_id=second, unit_id=unit)
