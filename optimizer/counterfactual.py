"""The plan if a person got another post: who would stand where, what is lost in points and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..models.domain.points import from_cents
from ..models.domain.terms import PERSON_TERMS
from .choice_cost import ChoiceCost
from .cost_words import Loss, loss_words, losses_of
from .person_answer import Step, changes_of
from .solution import Limits, complete
from .solved_run import SolvedRun


@dataclass(frozen=True, slots=True)
class Change(Step):
    """A change of post against the plan, and the points that the person's own terms gain by it."""

    points: float


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the whole plan would be with one person in one post.

    Parameters
    ----------
    losses, words_id, words_en
        What it costs the plan, as figures and in words.
    is_possible
        False where no plan contains the pair (proved).
    is_solved_again
        True where the whole problem was solved again with the pair.
    changes
        Who stands elsewhere in the plan that ``most`` speaks of, the person asked about first.
    terms
        Points of each term in that plan less those in the proposal; terms that stay the same are left out.
    """

    losses: tuple[Loss, ...]
    words_id: str
    words_en: str
    is_possible: bool
    is_solved_again: bool
    changes: tuple[Change, ...]
    terms: Mapping[str, float]


def counterfactual(
    run: SolvedRun, employee_id: str, position_id: str, *, exact: bool = False, limits: Limits | None = None
) -> Counterfactual | None:
    """Return the plan if a person got a post; None where the model has no such pair, or no cost can be told.

    Parameters as in :func:`counterfactual_with_cost`.
    """
    found = counterfactual_with_cost(run, employee_id, position_id, exact=exact, limits=limits)
    return None if found is None else found[0]


def counterfactual_with_cost(
    run: SolvedRun, employee_id: str, position_id: str, *, exact: bool = False, limits: Limits | None = None
) -> tuple[Counterfactual, ChoiceCost] | None:
    """Return the plan if a person got a post, and the cost that it stands for; None as in :func:`counterfactual`.

    Parameters
    ----------
    run
        A plan loaded for questions.
    exact
        Solve the whole problem again with the pair, within ``limits``.
    """
    option, costs = run.option(employee_id, position_id), run.costs
    if option is None or costs is None:
        return None
    cost = costs.resolved(option, limits) if exact else costs.of_option(option)
    losses = losses_of(cost)
    bahasa, english = loss_words(losses, is_possible=cost.is_possible)
    moved = sorted(changes_of(run, cost), key=lambda item: (item[0].employee_id != employee_id, item[0].employee_id))
    changes = tuple(
        Change(s.employee_id, s.name, s.from_id, s.from_title, s.position_id, s.title, points) for s, points in moved
    )
    return Counterfactual(losses, bahasa, english, cost.is_possible, exact, changes, _terms(run, cost)), cost


def _terms(run: SolvedRun, cost: ChoiceCost) -> Mapping[str, float]:
    costs, problem = run.costs, run.built.problem
    if costs is None or cost.change is None:
        return {}
    plan = costs.base.with_change(cost.change)
    persons = run.built.option_terms[plan].sum(axis=0) - run.built.option_terms[costs.chosen].sum(axis=0)
    cents: dict[str, int] = dict(zip(PERSON_TERMS, persons.tolist(), strict=True))
    used = complete(problem, plan) - complete(problem, costs.chosen)
    for place in np.flatnonzero(used).tolist():
        item = problem.auxiliaries[place]
        cents[item.term] = cents.get(item.term, 0) + item.points * int(used[place])
    return {term: from_cents(amount) for term, amount in cents.items() if amount}
