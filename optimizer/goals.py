"""The goals of a front by name: terms of the contract, and ``value``, which stands for all other terms together."""

from __future__ import annotations

from typing import Final, get_args

import numpy as np

from ..models.domain.build import Built
from ..models.domain.errors import OptionError
from ..models.domain.problem import Tier
from ..models.domain.scenario import Scenario, TermId
from ..models.domain.terms import PERSON_TERMS

VALUE: Final = "value"
"""Goal: every term but the other goal, by the scenario's weights."""
GOALS: Final[tuple[str, ...]] = (*(term for term in get_args(TermId) if term != "change"), VALUE)
"""Names of goals; ``change`` has no meaning without an earlier plan."""


def check_goals(goals: tuple[str, str]) -> None:
    """Refuse names that are no goals, and the same goal twice.

    Raises
    ------
    OptionError
        Names the goal and what there is.
    """
    for goal in goals:
        if goal not in GOALS:
            message = f"'{goal}' is no goal; goals are {', '.join(GOALS)}."
            bahasa = f"'{goal}' bukan tujuan; tujuan yang ada: {', '.join(GOALS)}."
            raise OptionError(message, code="E-GOAL", bahasa=bahasa)
    if goals[0] == goals[1]:
        message = f"both goals are '{goals[0]}'; a front needs two different goals."
        bahasa = f"kedua tujuan sama-sama '{goals[0]}'; sebut dua tujuan yang berbeda."
        raise OptionError(message, code="E-GOAL", bahasa=bahasa)


def goal_scenario(scenario: Scenario, goals: tuple[str, str]) -> Scenario:
    """Return the scenario in which both goals have points: a weight of 0 becomes 1; the plan's aim is one total.

    Equity couples all units; where no goal counts it, it is left out.
    """
    weights: dict[TermId, float] = dict(scenario.weights)
    for term in get_args(TermId):
        if term in goals and scenario.weight(term) == 0:
            weights[term] = 1.0
    if "equity" not in goals and VALUE not in goals:
        weights["equity"] = 0.0
    solve = scenario.solve.model_copy(update={"objective": "weighted"})
    return scenario.model_copy(update={"weights": weights, "solve": solve})


def goal_of(built: Built, goals: tuple[str, str], which: int) -> Tier:
    """Return one of two goals in cents of each option and auxiliary, to be maximised."""
    goal, other = goals[which], goals[1 - which]
    if goal != VALUE:
        return _term(built, goal)
    less = _term(built, other)
    total = np.array([item.points for item in built.problem.auxiliaries], dtype=np.int64)
    return Tier(VALUE, built.problem.option_points - less.option_points, total - less.auxiliary_points)


def _term(built: Built, term: str) -> Tier:
    problem = built.problem
    option = np.zeros(problem.num_options, dtype=np.int64)
    if term in PERSON_TERMS:
        option = built.option_terms[:, PERSON_TERMS.index(term)]
    auxiliary = np.array([item.points if item.term == term else 0 for item in problem.auxiliaries], dtype=np.int64)
    return Tier(term, option, auxiliary)
