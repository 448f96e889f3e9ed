"""Who is in the model: the people who serve on the day of the plan, and why the others are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .calendar import retirement_day
from .case import Case
from .records import Employee, Position
from .scenario import Scenario

OUTSIDE_WORDS: Mapping[str, tuple[str, str]] = {
    "retired": (
        "mencapai batas usia pensiun (BUP) pada {day}, sebelum atau pada TMT rencana",
        "reaches retirement age (BUP) on {day}, on or before the plan takes effect",
    ),
    "inactive": (
        "tidak aktif ({reason}) dan belum kembali pada TMT rencana",
        "is not active ({reason}) and is not back when the plan takes effect",
    ),
    "contract_ended": (
        "kontrak PPPK berakhir {day}, sebelum TMT rencana",
        "the PPPK contract ends on {day}, before the plan takes effect",
    ),
}


@dataclass(frozen=True, slots=True)
class Outsider:
    """A person outside the model; ``reason`` is a code, the words say it in Bahasa and English."""

    employee_id: str
    reason: str
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class Population:
    """People in the model and out of it, those who may move, and the posts that may take people."""

    inside: tuple[str, ...]
    outside: tuple[Outsider, ...]
    movable: frozenset[str]
    open_positions: frozenset[str]
    scope_units: frozenset[str]


def leaving_reason(employee: Employee, held: Position | None, effective: date) -> Outsider | None:
    """Return why a person does not serve on the effective day, None where they do."""
    reason, facts = None, {}
    if not employee.active and not (employee.returns_on is not None and employee.returns_on <= effective):
        reason, facts = "inactive", {"reason": employee.inactive_reason or "-"}
    elif held is not None and (day := retirement_day(employee.birth_date, held.bup)) <= effective:
        reason, facts = "retired", {"day": day.isoformat()}
    elif employee.is_pppk and employee.contract_until is not None and employee.contract_until < effective:
        reason, facts = "contract_ended", {"day": employee.contract_until.isoformat()}
    if reason is None:
        return None
    bahasa, english = OUTSIDE_WORDS[reason]
    return Outsider(employee.id, reason, bahasa.format(**facts), english.format(**facts))


def population_of(case: Case, scenario: Scenario) -> Population:
    """Sort people and posts by the scenario's scope and the plan's effective day."""
    scope = scenario.scope
    units = frozenset(case.units)
    if scope.units:
        units = frozenset().union(*(case.records.units_within(unit, subtree=scope.subtree) for unit in scope.units))
    groups = frozenset(scope.groups)
    open_positions = frozenset(
        position.id
        for position in case.positions.values()
        if position.unit_id in units and (not groups or position.group in groups)
    )
    inside, outside, movable = [], [], set()
    for employee in case.employees.values():
        held = case.positions.get(employee.position_id) if employee.position_id else None
        gone = leaving_reason(employee, held, case.effective)
        if gone is not None:
            outside.append(gone)
            continue
        inside.append(employee.id)
        if held is None or held.id in open_positions:
            movable.add(employee.id)
    return Population(tuple(inside), tuple(outside), frozenset(movable), open_positions, units)
