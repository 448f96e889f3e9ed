"""Ways of placing people, each one function of a problem: what an agency does today, what it could do instead.

A policy takes a problem and a source of random numbers and returns the option of each person, or None where it finds no
plan. Add your own with :func:`policy` (docs/benchmarks.md has an example); the referee judges its plan like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from ..models.domain.errors import OptionError
from ..models.domain.problem import IntArray, PlacementProblem, Tier
from ..optimizer.baselines import solve_greedy, solve_seniority
from ..optimizer.engine import solve
from ..optimizer.flow import solve_flow
from ..optimizer.solution import Limits, stay_plan
from ..optimizer.stable import solve_stable
from ..optimizer.tally import Tally

Policy = Callable[[PlacementProblem, np.random.Generator], IntArray | None]

MODEL_LIMITS: Final = Limits(seconds=None, gap=1e-3, work=60.0)
"""Work and gap at which the full model stops."""
_POLICIES: dict[str, Policy] = {}


def policy(name: str) -> Callable[[Policy], Policy]:
    """Register a policy under a name; a name that is taken is given to the newer one.

    Raises
    ------
    OptionError
        The name is empty or longer than 40 letters.
    """
    if not 0 < len(name) <= 40:
        message = f"policy '{name[:60]}': give it a name of 1 to 40 letters."
        bahasa = f"kebijakan '{name[:60]}': beri nama 1 sampai 40 huruf."
        raise OptionError(message, code="E-POLICY", bahasa=bahasa)

    def register(function: Policy) -> Policy:
        _POLICIES[name] = function
        return function

    return register


def policies() -> Mapping[str, Policy]:
    """Return the registered policies by name, in the order in which they were registered."""
    return MappingProxyType(_POLICIES)


@policy("present")
def present(problem: PlacementProblem, rng: np.random.Generator) -> IntArray | None:
    """Leave everybody where they are."""
    del rng
    return stay_plan(problem)


@policy("lottery")
def lottery(problem: PlacementProblem, rng: np.random.Generator) -> IntArray | None:
    """Let people draw one after the other, in random order, the first post by lot that the rules still admit."""
    start = stay_plan(problem)
    if start is None:
        return None
    tally = Tally(problem, start)
    bounds = np.searchsorted(problem.option_employee, np.arange(len(start) + 1))
    for person in rng.permutation(len(start)).tolist():
        for option in rng.permutation(np.arange(bounds[person], bounds[person + 1])).tolist():
            if option == tally.chosen[person]:
                break
            if tally.fits(person, option) is not None:
                tally.move(person, option)
                break
    return tally.chosen


@policy("seniority")
def seniority(problem: PlacementProblem, rng: np.random.Generator) -> IntArray | None:
    """Let people choose in the order of the seniority list (DUK)."""
    del rng
    return solve_seniority(problem).chosen


@policy("greedy")
def greedy(problem: PlacementProblem, rng: np.random.Generator) -> IntArray | None:
    """Take the best pair, then the next, as far as the rules admit."""
    del rng
    return solve_greedy(problem).chosen


@policy("stable")
def stable(problem: PlacementProblem, rng: np.random.Generator) -> IntArray | None:
    """Match people and posts so that no pair blocks."""
    del rng
    return solve_stable(problem).chosen


@policy("suitability")
def suitability(problem: PlacementProblem, rng: np.random.Generator) -> IntArray | None:
    """Place for the largest sum of suitability that seats admit, whatever couples people; hard rows may break."""
    del rng
    match = problem.option_points if problem.wishes is None else problem.wishes.match.astype(np.int64)
    heads = tuple(replace(item, short=-1, over=-1) for item in problem.headcounts)
    none = np.zeros(0, dtype=np.int64)
    aim = (Tier("suitability", match, none),)
    return solve_flow(replace(problem, option_points=match, headcounts=heads, rows=(), auxiliaries=(), tiers=aim)).chosen


@policy("model")
def model(problem: PlacementProblem, rng: np.random.Generator) -> IntArray | None:
    """Solve the whole model, all rules and terms, to a gap of 0.1 %."""
    del rng
    return solve(problem, "auto", MODEL_LIMITS).chosen
