"""A post in the whole plan: who may hold it and what choosing each would cost the plan; why seats stay empty."""

from __future__ import annotations

from dataclasses import dataclass

from ..models.domain.points import from_cents
from .cost_words import Loss, loss_words, losses_of
from .explain import unfilled_post
from .solved_run import SolvedRun


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may hold a post: where the plan has them, their own points there, what choosing them costs the plan."""

    employee_id: str
    is_proposed: bool
    proposed_id: str | None
    proposed_title: str | None
    move: str
    jpm: float | None
    points: float
    losses: tuple[Loss, ...]
    words_id: str
    words_en: str


def candidates_of(run: SolvedRun, position_id: str, top: int) -> tuple[tuple[Candidate, ...], int]:
    """Return the candidates of a post, the cheapest for the plan first, at most so many, and how many there are."""
    costs, built, case = run.costs, run.built, run.referee.case
    if costs is None:
        return (), 0
    listed = costs.of_post(built.facts.position_index[position_id], repairs=top + 3)
    found = []
    for cost in listed[:top]:
        identity = built.problem.employee_ids[int(built.problem.option_employee[cost.option])]
        there = run.referee.assignment_of(case.employees[identity], position_id)
        proposed = run.plan.posts[identity]
        losses = losses_of(cost)
        words = loss_words(losses, is_possible=cost.is_possible)
        found.append(
            Candidate(
                identity,
                proposed == position_id,
                proposed,
                None if proposed is None else case.positions[proposed].title,
                there.move,
                there.jpm,
                from_cents(sum(there.terms.values())),
                losses,
                *words,
            )
        )
    return tuple(found), len(listed)


def why_nobody(run: SolvedRun, position_id: str) -> tuple[str, str] | None:
    """Return why seats of a post stay empty under the plan, None where none does."""
    found = unfilled_post(run.built, run.plan, run.built.facts.position_index[position_id])
    return None if found is None else (found.words_id, found.words_en)
