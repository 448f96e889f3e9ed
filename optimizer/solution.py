"""What an engine returns: decisions, and what it proved about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ..models.domain.problem import NO_POST, Headcount, IntArray, PlacementProblem, Row

Status = Literal["optimal", "feasible", "infeasible", "unknown", "cancelled"]


@dataclass(frozen=True, slots=True)
class Limits:
    """When an engine stops.

    Parameters
    ----------
    seconds
        Clock, a safety stop; None ignores it (``--reproducible``).
    gap
        Relative gap at which a coupled solve may stop; 0 asks for a proof.
    near
        The same in cents: for a program that is part of a plan, whose own value is no measure.
    seed
        Seed of the solver's random choices.
    work
        Deterministic work of each stage, about seconds of one core of the machine the solver was tuned on.
    unique
        Whether a choice is made among equal plans; where only the value counts, it is work for nothing.
    """

    seconds: float | None = 60.0
    gap: float = 0.0
    near: int = 0
    seed: int = 0
    work: float = 60.0
    unique: bool = True


@dataclass(frozen=True, slots=True)
class TierOutcome:
    """Value of one tier in the plan, and the bound that was proved for it (None = none)."""

    name: str
    value: int
    bound: int | None


@dataclass(frozen=True, slots=True)
class Solution:
    """Decisions of an engine.

    Parameters
    ----------
    status
        ``optimal`` only with a proof; ``infeasible`` only with one, too.
    chosen
        Shape (E,). Option of each person, None where no plan was found.
    bound
        Cents that no plan exceeds, None where nothing was proved.
    tiers
        Outcome of each tier, in order.
    engine
        Which engine decided.
    breached
        Names of rows that no plan satisfies together (infeasible only), with how far the best try fell short.
    clock_limited
        True where the clock ended the search, be it among equal plans: another run may end elsewhere.
    unique
        True where ties were broken by the hash of the tie keys to the end.
    """

    status: Status
    chosen: IntArray | None
    bound: int | None
    engine: str
    tiers: tuple[TierOutcome, ...] = ()
    breached: tuple[tuple[str, str, int], ...] = ()
    clock_limited: bool = False
    unique: bool = False
    notes: tuple[str, ...] = field(default=())


def position_counts(problem: PlacementProblem, chosen: IntArray) -> IntArray:
    """Return how many people hold each post, shape (P,)."""
    positions = problem.option_position[chosen]
    return np.bincount(positions[positions >= 0], minlength=len(problem.position_ids)).astype(np.int64)


def complete(problem: PlacementProblem, chosen: IntArray) -> IntArray:
    """Return the least auxiliaries that a choice of options needs, shape (M,).

    Raises
    ------
    ValueError
        The choice breaks a head count or a row beyond what its slack admits; the message names it.
    """
    values = np.zeros(len(problem.auxiliaries), dtype=np.int64)
    counts = position_counts(problem, chosen)
    for headcount in problem.headcounts:
        _fill_headcount(headcount, int(counts[headcount.positions].sum()), values)
    picked = np.zeros(problem.num_options, dtype=np.int64)
    picked[chosen] = 1
    for row in problem.rows:
        _fill_row(problem, row, picked, values)
    for index, item in enumerate(problem.auxiliaries):
        if values[index] > item.upper:
            message = f"'{item.name}' needs {values[index]}; at most {item.upper} is admitted"
            raise ValueError(message)
    return values


def is_admitted(problem: PlacementProblem, chosen: IntArray) -> bool:
    """Tell whether a choice of options keeps every row and head count."""
    try:
        complete(problem, chosen)
    except ValueError:
        return False
    return True


def _fill_headcount(headcount: Headcount, count: int, values: IntArray) -> None:
    if headcount.short >= 0:
        values[headcount.short] = max(0, headcount.short_of - count)
    if headcount.over >= 0:
        values[headcount.over] = max(0, count - headcount.over_from)
    if not headcount.lower <= count <= headcount.upper:
        message = f"'{headcount.rule}:{headcount.name}' has {count}; {headcount.lower} to {headcount.upper} are admitted"
        raise ValueError(message)


def _fill_row(problem: PlacementProblem, row: Row, picked: IntArray, values: IntArray) -> None:
    """Raise the row's own slack or worst auxiliary until the row holds; seats in it are already known."""
    n = problem.num_options
    option = row.columns < n
    activity = int(row.coefficients[option] @ picked[row.columns[option]])
    free: tuple[int, int] | None = None
    for column, coefficient in zip(row.columns[~option] - n, row.coefficients[~option], strict=True):
        if problem.auxiliaries[column].kind in ("slack", "worst"):
            free = int(column), int(coefficient)
        else:
            activity += int(coefficient) * int(values[column])
    if free is not None:
        column, coefficient = free
        wanted = least(activity, coefficient, row)
        values[column] = max(int(values[column]), wanted)
        activity += coefficient * int(values[column])
    too_low = row.lower is not None and activity < row.lower
    too_high = row.upper is not None and activity > row.upper
    if too_low or too_high:
        message = f"'{row.rule}:{row.name}' has {activity}; {row.lower} to {row.upper} are admitted"
        raise ValueError(message)


def least(activity: int, coefficient: int, row: Row) -> int:
    """Return the least auxiliary >= 0 of this coefficient with which the row holds."""
    if coefficient > 0 and row.lower is not None:
        return max(0, -((activity - row.lower) // coefficient))
    if coefficient < 0 and row.upper is not None:
        return max(0, -((row.upper - activity) // -coefficient))
    return 0


def tier_values(problem: PlacementProblem, chosen: IntArray, auxiliary: IntArray) -> tuple[int, ...]:
    """Return the value of each tier, in cents (seat tiers: minus the empty seats)."""
    return tuple(int(tier.option_points[chosen].sum() + tier.auxiliary_points @ auxiliary) for tier in problem.tiers)


def stay_plan(problem: PlacementProblem) -> IntArray | None:
    """Return today's placement as a choice of options, None where somebody may not stay."""
    return None if (problem.held < 0).any() else problem.held.copy()


def options_of(problem: PlacementProblem, posts: Sequence[int] | IntArray) -> IntArray:
    """Return the option (E,) in which each person holds the given post (-1 = none); -1 where the model has none.

    Posts below -1 stand for people of whom nothing is known; theirs is -1, too.
    """
    wanted = np.asarray(posts, dtype=np.int64)
    width = len(problem.position_ids) + 1
    keys = problem.option_employee * width + problem.option_position + 1
    target = np.arange(len(wanted)) * width + wanted + 1
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys[order], target)
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    option: IntArray = order[np.minimum(place, len(keys) - 1)]
    return np.where((keys[option] == target) & (wanted >= NO_POST), option, -1)
