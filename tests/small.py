"""Small cases for tests: one person and two posts for a rule about a pair, a few of each for a rule about a plan.

``tests/conftest.py`` makes this module importable as ``tests.small``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

import numpy as np
import pandas as pd

from penata.models.domain.build import build_problem
from penata.models.domain.case import Case
from penata.models.domain.pairs import Pairs
from penata.models.domain.plan import Plan
from penata.models.domain.problem import IntArray, PlacementProblem
from penata.models.domain.rules.pack import RulePack
from penata.models.domain.rules.spec import Finding, Verdict, Violation
from penata.models.domain.scenario import Scenario

Row = Mapping[str, object]

AS_OF, EFFECTIVE = date(2026, 12, 1), date(2027, 1, 1)
UNITS: tuple[Row, ...] = (
    {"unit_id": "U", "name": "Unit U", "agency_id": "A"},
    {"unit_id": "V", "name": "Unit V", "parent_id": "U"},
    {"unit_id": "W", "name": "Unit W", "agency_id": "B"},
)
PERSON: Row = {
    "employee_id": "E",
    "name": "Ani",
    "status": "pns",
    "birth_date": date(1985, 6, 15),
    "rank": "III/c",
    "education": "s1",
    "position_since": date(2022, 1, 1),
    "pns_since": date(2010, 1, 1),
    "active": True,
    "sanction": "none",
    "case_open": False,
}
POST: Row = {"position_id": "P", "unit_id": "U", "title": "Post P", "group": "pelaksana", "need": 1}
FIELDS: tuple[Row, ...] = (
    {"field": "Ilmu Pemerintahan", "family": "ilmu_pemerintahan"},
    {"field": "Politik Lokal", "family": "ilmu_pemerintahan"},
    {"field": "Keperawatan", "family": "kesehatan"},
)
COMPETENCIES: tuple[Row, ...] = (
    {"competency_id": "M-INT", "name": "Integritas", "kind": "managerial"},
    {"competency_id": "M-KOM", "name": "Komunikasi", "kind": "managerial"},
    {"competency_id": "T-IT", "name": "Teknologi Informasi", "kind": "technical"},
)


def small_case(
    people: Sequence[Row],
    posts: Sequence[Row],
    *,
    units: Sequence[Row] = UNITS,
    effective: date = EFFECTIVE,
    parameters: Mapping[str, object] | None = None,
    **tables: Sequence[Row],
) -> Case:
    """Return a case of these people and posts; what a row leaves out is taken from ``PERSON`` or ``POST``."""
    rows: dict[str, Sequence[Row]] = {
        "units": units,
        "positions": [{**POST, **({"title": f"Post {post['position_id']}"}), **post} for post in posts],
        "employees": [{**PERSON, "name": str(person.get("employee_id", PERSON["name"])), **person} for person in people],
        "fields": FIELDS,
        "competencies": COMPETENCIES,
        **tables,
    }
    frames = {name: pd.DataFrame([dict(row) for row in table]) for name, table in rows.items() if table}
    return Case.from_frames(frames, as_of=AS_OF, effective=effective, parameters=parameters)


def duo(
    person: Row | None = None,
    post: Row | None = None,
    held: Row | None = None,
    *,
    entry: bool = False,
    effective: date = EFFECTIVE,
    parameters: Mapping[str, object] | None = None,
    **tables: Sequence[Row],
) -> Case:
    """Return a case of person E and post P; E holds H, a post of level 1, unless ``entry``."""
    holder = {**PERSON, "position_id": None if entry else "H", **(person or {})}
    posts = [
        {"position_id": "P", "title": "Analis", **(post or {})},
        {"position_id": "H", "title": "Pengadministrasi", **(held or {})},
    ]
    rows = {name: [{"employee_id": "E", **row} for row in table] if name in OF_E else table
            for name, table in tables.items()}  # fmt: skip
    return small_case([holder], posts, effective=effective, parameters=parameters, **rows)


OF_E = frozenset({"profiles", "credentials", "performance", "careers", "preferences"})
"""Tables whose rows :func:`duo` gives to person E."""


@dataclass(frozen=True)
class Answer:
    """What a rule says of one pair in both readings, and its sentence."""

    verdict: Verdict
    code: str | None
    finding: Finding


def ask(rule_id: str, case: Case, scenario: Scenario | None = None, post: str = "P", person: str = "E") -> Answer:
    """Return a rule's answer for a pair; both readings have to agree."""
    scenario = scenario or Scenario()
    built = build_problem(case, scenario)
    rule = next(rule for rule in built.pack.person_post if rule.spec.id == rule_id)
    facts = built.facts
    pairs = Pairs(facts, np.array([facts.employee_index[person]]), np.array([facts.position_index[post]]))
    judgement = rule.judge(pairs)
    place = int(judgement.reason[0])
    code = None if place < 0 else rule.spec.reasons[place].code
    context = built.pack.context(case, scenario)
    employee, position = case.employees[person], case.positions[post]
    finding = rule.examine(context, employee, position, context.move(employee, position))
    scalar = None if finding.reason is None else finding.reason.code
    assert (finding.verdict, scalar) == (Verdict(int(judgement.verdict[0])), code)
    return Answer(finding.verdict, code, finding)


def plan_of(problem: PlacementProblem, chosen: IntArray) -> Plan:
    """Return a choice of options as a plan."""
    posts = problem.option_position[chosen].tolist()
    return Plan(
        {
            employee: None if post < 0 else problem.position_ids[post]
            for employee, post in zip(problem.employee_ids, posts, strict=True)
        }
    )


def violations_of(case: Case, scenario: Scenario, plan: Plan) -> list[Violation]:
    """Return what the plan rules find in a plan, from facts alone."""
    pack = RulePack.of(case, scenario)
    context = pack.context(case, scenario)
    return [found for rule in pack.plan for found in rule.violations(context, plan)]


def every_choice(problem: PlacementProblem) -> Iterator[IntArray]:
    """Yield every way to give each person one of the options."""
    options: list[list[int]] = [[] for _ in problem.employee_ids]
    for option, person in enumerate(problem.option_employee.tolist()):
        options[person].append(option)
    for choice in product(*options):
        yield np.array(choice, dtype=np.int64)
