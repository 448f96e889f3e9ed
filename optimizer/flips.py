"""The cheapest single change that would give a person the post asked about, from a stated list, verified by solving again.

The list, in this order: one competency level, one course, one rank step, a later day of the plan, one weight on a grid. A
change of the person is tried where it gains the person at least what the choice costs the plan at least; a weight, where
the known plan with the post would pass the proposal. What is named was solved again, and put the person there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..models.domain import vocabulary as words
from ..models.domain.build import build_problem
from ..models.domain.case import Case
from ..models.domain.records import Employee, Position
from ..models.domain.scenario import Scenario
from .choice_cost import ChoiceCost
from .cost_words import figure
from .counterfactual import Counterfactual
from .engine import solve
from .lifts import add_months
from .solution import Limits
from .solved_run import SolvedRun

GRID = (0.75, 1.25, 0.5, 1.5, 2.0, 3.0, 0.0)
"""Factors of a weight, from the smallest change on."""
MONTHS = (12,)
"""Months by which the plan's day is moved."""
MOST_SOLVED = 4
"""Changes that are solved again at most."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A change of facts or weights with which the plan itself puts the person into the post."""

    kind: str
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class _Tried:
    flip: Flip
    case: Case
    scenario: Scenario


def cheapest_flip(
    run: SolvedRun, employee_id: str, position_id: str, cost: ChoiceCost, instead: Counterfactual, limits: Limits
) -> Flip | None:
    """Return the first change of the list that gives the person the post, None where none of those tried does."""
    limits = replace(limits, unique=False)
    for tried, _ in zip(_changes(run, employee_id, position_id, cost, instead), range(MOST_SOLVED), strict=False):
        problem = build_problem(tried.case, tried.scenario, warm=run.referee.warm).problem
        if problem.blocked:
            continue
        solution = solve(problem, "auto", limits)
        if solution.chosen is None:
            continue
        person, post = problem.employee_ids.index(employee_id), problem.position_ids.index(position_id)
        if int(problem.option_position[solution.chosen[person]]) == post:
            return tried.flip
    return None


def _changes(
    run: SolvedRun, employee_id: str, position_id: str, cost: ChoiceCost, instead: Counterfactual
) -> Iterator[_Tried]:
    referee = run.referee
    case, scenario = referee.case, referee.scenario
    employee, position = case.employees[employee_id], case.positions[position_id]
    for flip, other in _of_the_person(case, employee, position):
        if _pays(run, employee, other, position, cost):
            yield _Tried(flip, _with_employee(case, other), scenario)
    for months in MONTHS:
        day = add_months(case.effective, months)
        yield _Tried(
            Flip("date", f"TMT rencana {day.isoformat()}", f"the plan taking effect on {day.isoformat()}"),
            _on_day(case, day),
            scenario,
        )
    for flip, changed in _weights(scenario, instead):
        yield _Tried(flip, case, changed)


def _of_the_person(case: Case, employee: Employee, position: Position) -> Iterator[tuple[Flip, Employee]]:
    names = case.records.competencies
    for competency, requirement in position.requirements.items():
        level = employee.level_of(competency)
        if level is not None and level < requirement.level:
            up = min(level + 1, requirement.level)
            name = names.get(competency, competency)
            said = f"{name} level {figure(up, 'id')}", f"{name} at level {figure(up, 'en')}"
            yield Flip("level", *said), replace(employee, levels={**employee.levels, competency: up})
    for course in sorted(case.courses.values(), key=lambda item: (item.cost_idr, item.id)):
        taught = {
            competency: top
            for competency, (first, top) in course.effects.items()
            if (level := employee.level_of(competency)) is not None and first <= level < top
        }
        if taught:
            flip = Flip("course", f"pelatihan {course.title}", f"the course {course.title}")
            yield flip, replace(employee, levels={**employee.levels, **taught})
    scale = words.PPPK_GRADES if employee.is_pppk else words.PNS_RANKS
    if employee.rank in scale and employee.rank != scale[-1]:
        rank = scale[scale.index(employee.rank) + 1]
        yield Flip("rank", f"pangkat atau golongan {rank}", f"rank {rank}"), replace(employee, rank=rank)


def _pays(run: SolvedRun, before: Employee, after: Employee, position: Position, cost: ChoiceCost) -> bool:
    """Tell whether a change gains the person in the post what the choice costs the plan at least."""
    deciding = next((span for span in cost.spans if not span.least == span.most == 0), cost.spans[-1])
    if deciding.tier not in ("total", "rest") or deciding.least is None:
        return False
    gains = []
    for post in (position.id, run.plan.posts[before.id]):
        there = [sum(run.referee.assignment_of(person, post).terms.values()) for person in (after, before)]
        gains.append(there[0] - there[1])
    return gains[0] - gains[1] > max(0, deciding.least - 1)


def _weights(scenario: Scenario, instead: Counterfactual) -> Iterator[tuple[Flip, Scenario]]:
    """Yield weights under which the known plan with the post would pass the proposal, the smallest change first."""
    lost = sum(instead.terms.values())
    for factor in GRID:
        for term, points in sorted(instead.terms.items()):
            if lost + (factor - 1) * points <= 0:
                continue
            weight = scenario.weight(term) * factor  # type: ignore[arg-type]  # a term id
            data = scenario.model_dump(by_alias=True)
            data["weights"] = {**data["weights"], term: weight}
            bahasa = f"bobot unsur {WEIGHTED[term][0]} menjadi {figure(weight, 'id')}"
            english = f"the weight of {WEIGHTED[term][1]} at {figure(weight, 'en')}"
            yield Flip("weight", bahasa, english), Scenario.parse(data)


WEIGHTED = {
    "suitability": ("kesesuaian", "suitability"),
    "field": ("bidang pendidikan", "the field of education"),
    "performance": ("kinerja", "performance"),
    "talent": ("talenta", "talent"),
    "preference": ("minat", "preference"),
    "move": ("perpindahan", "moves"),
    "travel": ("jarak dari rumah", "travel from home"),
    "training_cost": ("biaya pelatihan", "the cost of training"),
    "change": ("beda dari rencana lama", "change from the earlier plan"),
    "tenure": ("lama dalam jabatan", "time in one post"),
    "rules": ("aturan", "rules"),
    "unplaced": ("orang tanpa jabatan", "people without a post"),
    "shortage": ("kursi kosong", "empty seats"),
    "surplus": ("kursi berlebih", "surplus seats"),
    "equity": ("pemerataan kekosongan", "equity of shortage"),
}
"""Terms as a sentence about their weight says them."""


def _with_employee(case: Case, employee: Employee) -> Case:
    """Return the case with one person's facts replaced."""
    other = replace(case)
    other.__dict__["records"] = replace(case.records, employees={**case.employees, employee.id: employee})
    return other


def _on_day(case: Case, day: date) -> Case:
    """Return the case with another day on which the plan takes effect."""
    other = replace(case, effective=day)
    other.__dict__["records"] = case.records
    return other
