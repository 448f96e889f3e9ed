"""A person in the whole plan: how the value adds up, the chain of moves around them, other posts and their cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..models.domain.chains import Chain, move_chains
from ..models.domain.points import from_cents
from .alternatives import NUM_ALTERNATIVES, other_posts
from .choice_cost import ChoiceCost
from .cost_words import Loss, loss_words, losses_of
from .solved_run import SolvedRun


@dataclass(frozen=True, slots=True)
class Step:
    """One person's change of post; None = no post before, or none after."""

    employee_id: str
    name: str
    from_id: str | None
    from_title: str | None
    position_id: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class OtherPost:
    """Another post that a person may hold: their own points there, and what the whole plan would lose."""

    position_id: str
    title: str
    unit: str
    move: str
    points: float
    losses: tuple[Loss, ...]
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class InThePlan:
    """How a person stands in the whole plan.

    Parameters
    ----------
    value
        Points of the plan; ``people_points`` of everyone's own terms and ``plan_points`` of the plan's own add up to it.
    chain
        Moves that follow from each other and hold this person's, in order: the first fills a free seat, each next one takes
        the seat that was left; in a cycle the first takes the last one's.
    others
        Best other posts, the cheapest for the plan first.
    """

    value: float
    people_points: float
    plan_points: Mapping[str, float]
    chain: tuple[Step, ...]
    chain_is_cycle: bool
    others: tuple[OtherPost, ...]


def in_the_plan(run: SolvedRun, employee_id: str, *, top: int = NUM_ALTERNATIVES) -> InThePlan | None:
    """Return how a person stands in the plan, None for somebody outside the model."""
    if employee_id not in run.assignment:
        return None
    chains = move_chains(run.audit.assignments)
    chain = next((item for item in chains if any(link.employee_id == employee_id for link in item.links)), None)
    return InThePlan(
        run.value,
        run.person_points,
        run.plan_points,
        () if chain is None else _steps(run, chain),
        chain is not None and chain.is_cycle,
        _others(run, employee_id, top),
    )


def _steps(run: SolvedRun, chain: Chain) -> tuple[Step, ...]:
    return tuple(step(run, link.employee_id, link.from_position_id, link.position_id) for link in chain.links)


def step(run: SolvedRun, employee_id: str, before: str | None, after: str | None) -> Step:
    """Return a change of post with names."""
    case = run.referee.case
    titles = [None if post is None else f"{case.positions[post].title}" for post in (before, after)]
    return Step(employee_id, case.employees[employee_id].full_name, before, titles[0], after, titles[1])


def _others(run: SolvedRun, employee_id: str, top: int) -> tuple[OtherPost, ...]:
    costs = run.costs
    if costs is None:
        return ()
    person = run.built.facts.employee_index[employee_id]
    listed = costs.of_person(person, repairs=top + 2)
    return tuple(_other(run, employee_id, cost) for cost in other_posts(costs, listed, top))


def _other(run: SolvedRun, employee_id: str, cost: ChoiceCost) -> OtherPost:
    case = run.referee.case
    post = run.built.problem.position_ids[int(run.built.problem.option_position[cost.option])]
    there = run.referee.assignment_of(case.employees[employee_id], post)
    losses = losses_of(cost)
    bahasa, english = loss_words(losses, is_possible=cost.is_possible)
    position = case.positions[post]
    points = from_cents(sum(there.terms.values()))
    return OtherPost(post, position.title, case.units[position.unit_id].name, there.move, points, losses, bahasa, english)


def changes_of(run: SolvedRun, cost: ChoiceCost) -> tuple[tuple[Step, float], ...]:
    """Return who stands elsewhere in the plan that a cost was shown by, with the points that each of them gains."""
    costs, built = run.costs, run.built
    if costs is None or cost.change is None:
        return ()
    found: list[tuple[Step, float]] = []
    for person, option in cost.change.items():
        place = int(built.problem.option_position[option])
        post = None if place < 0 else built.problem.position_ids[place]
        identity = built.problem.employee_ids[person]
        if run.plan.posts[identity] == post:
            continue
        there = run.referee.assignment_of(run.referee.case.employees[identity], post)
        gain = sum(there.terms.values()) - sum(run.assignment[identity].terms.values())
        found.append((step(run, identity, run.plan.posts[identity], post), from_cents(gain)))
    return tuple(found)
