"""People without a post and posts with empty seats: why, and the cheapest way out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..models.domain.records import Employee, Position
from .alternatives import other_posts
from .choice_cost import ChoiceCost
from .cost_words import loss_words, losses_of
from .explain import nearest_to, unfilled_posts, unplaced_people
from .lifts import Lift, lifts_of
from .solved_run import SolvedRun

LOOKED_AT = 25
"""Nearest people, or posts, that are asked for what would open the post."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """The cheapest way out: the pair of person and post, in words; None where none was found."""

    employee_id: str
    position_id: str
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class UnplacedAnswer:
    """Somebody without a post under the plan: how many posts are open, why none is theirs, the cheapest way out."""

    employee_id: str
    name: str
    eligible_posts: int
    words_id: str
    words_en: str
    remedy: Remedy | None


@dataclass(frozen=True, slots=True)
class UnfilledAnswer:
    """A post with empty seats under the plan: why, and the cheapest way to fill one."""

    position_id: str
    title: str
    unit: str
    empty: int
    need: int
    eligible: int
    words_id: str
    words_en: str
    remedy: Remedy | None


def explain_unplaced(run: SolvedRun) -> tuple[UnplacedAnswer, ...]:
    """Return everyone without a post, why, and the post that costs the plan least."""
    case, found = run.referee.case, []
    for item in unplaced_people(run.built, run.audit.assignments):
        employee = case.employees[item.employee_id]
        remedy = _post_for(run, employee) or _opened_post(run, employee)
        found.append(
            UnplacedAnswer(employee.id, employee.full_name, item.eligible_posts, item.words_id, item.words_en, remedy)
        )
    return tuple(found)


def explain_unfilled(run: SolvedRun) -> tuple[UnfilledAnswer, ...]:
    """Return every post with empty seats, why, and the person who costs the plan least."""
    case, found = run.referee.case, []
    for item in unfilled_posts(run.built, run.plan, run.referee)[0]:
        position = case.positions[item.position_id]
        remedy = None
        if "out_of_scope" not in item.reasons:
            remedy = _person_for(run, position) or _opened_person(run, position)
        unit = case.units[position.unit_id].name
        found.append(
            UnfilledAnswer(
                position.id, position.title, unit, item.empty, item.need, item.eligible, item.words_id, item.words_en, remedy
            )
        )
    return tuple(found)


def _post_for(run: SolvedRun, employee: Employee) -> Remedy | None:
    if run.costs is None:
        return None
    listed = run.costs.of_person(run.built.facts.employee_index[employee.id], repairs=3)
    cheapest = other_posts(run.costs, listed, 1)
    if not cheapest:
        return None
    place = int(run.built.problem.option_position[cheapest[0].option])
    return _choosing(employee, run.built.facts.positions[place], cheapest[0])


def _person_for(run: SolvedRun, position: Position) -> Remedy | None:
    if run.costs is None:
        return None
    listed = run.costs.of_post(run.built.facts.position_index[position.id], repairs=3)
    cheapest = other_posts(run.costs, listed, 1)
    if not cheapest:
        return None
    person = int(run.built.problem.option_employee[cheapest[0].option])
    return _choosing(run.built.facts.employees[person], position, cheapest[0])


def _choosing(employee: Employee, position: Position, cost: ChoiceCost) -> Remedy:
    bahasa, english = loss_words(losses_of(cost))
    where = f"{position.title} ({position.id})"
    who = f"{employee.full_name} ({employee.id})"
    return Remedy(
        employee.id,
        position.id,
        f"{who} di {where}; kerugian rencana: {bahasa}",
        f"{who} in {where}; the plan would lose: {english}",
    )


def _opened_post(run: SolvedRun, employee: Employee) -> Remedy | None:
    """Return the post that fewest hard rules keep from a person, each with what lifts it."""
    referee, population = run.referee, run.referee.context.population
    if employee.id not in population.movable:
        return None
    posts = [post for post in run.built.facts.positions if post.id in population.open_positions and post.need > 0]
    denials = {post.id: sum(item[2] == "deny" for item in referee.examine(employee, post)) for post in posts}
    posts.sort(key=lambda post: (denials[post.id], -referee.match(employee, post), post.id))
    return _first_opened(run, [(employee, post) for post in posts[:LOOKED_AT]])


def _opened_person(run: SolvedRun, position: Position) -> Remedy | None:
    """Return the person whom fewest hard rules keep from a post, each with what lifts it."""
    employees = run.referee.case.employees
    near = nearest_to(run.built, run.referee, position.id, run.plan, LOOKED_AT)
    return _first_opened(run, [(employees[lack.employee_id], position) for lack in near])


def _first_opened(run: SolvedRun, pairs: Sequence[tuple[Employee, Position]]) -> Remedy | None:
    for employee, position in pairs:
        denied = {item[0].spec.id for item in run.referee.examine(employee, position) if item[2] == "deny"}
        first: dict[str, Lift] = {}
        for lift in lifts_of(run.referee, employee, position):
            first.setdefault(lift.rule, lift)
        if denied and denied <= set(first):
            where, who = f"{position.title} ({position.id})", f"{employee.full_name} ({employee.id})"
            bahasa = ", dan ".join(lift.words_id for lift in first.values())
            english = ", and ".join(lift.words_en for lift in first.values())
            return Remedy(
                employee.id, position.id, f"{who} di {where}, terbuka {bahasa}", f"{who} in {where}, open {english}"
            )
    return None
