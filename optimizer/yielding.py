"""Who yields where a plan breaks a hard row: those who burden it and whom their new posts would take last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from ..models.domain.problem import BoolArray, Headcount, IntArray, PlacementProblem, Row
from .market import Market
from .solution import position_counts


@dataclass(frozen=True, slots=True)
class _Broken:
    """A broken row: what an option adds to its excess, the people who may add something, and how much is too much."""

    burden: Callable[[IntArray], IntArray]
    people: IntArray
    excess: int


def yielded(market: Market, chosen: IntArray) -> BoolArray:
    """Return the options that people give up so that broken hard rows come nearer to holding, shape (N,).

    From each broken row go those people whose option burdens it more than their fallback would, the last in their posts'
    order first; each gives up every option that burdens the row more than the fallback. Only half of the excess goes at a
    time: who stays keeps others from moving, so the rest may settle itself (a limit of moves on 10,000 people: 1,633
    blocking pairs left against 2,928, 3.7 s against 2.5 s).

    Parameters
    ----------
    market
        Orders and fallbacks.
    chosen
        Shape (E,). Option of each person.
    """
    problem = market.problem
    given_up = np.zeros(problem.num_options, dtype=bool)
    for broken in _broken_rows(market, chosen):
        _yield_to(market, chosen, broken, given_up)
    return given_up


def _broken_rows(market: Market, chosen: IntArray) -> Iterator[_Broken]:
    problem = market.problem
    counts = position_counts(problem, chosen)
    for headcount in problem.headcounts:
        missing = headcount.lower - int(counts[headcount.positions].sum())
        if missing > 0:
            yield _broken_headcount(market, headcount, missing)
    values = _seat_values(problem.headcounts, counts, len(problem.auxiliaries))
    picked = np.zeros(problem.num_options, dtype=bool)
    picked[chosen] = True
    for row in problem.rows:
        yield from _broken_row(problem, row, picked, values)


def _broken_headcount(market: Market, headcount: Headcount, missing: int) -> _Broken:
    position = market.problem.option_position
    inside = np.zeros(len(market.problem.position_ids) + 1, dtype=np.int64)  # the last stands for no post
    inside[headcount.positions] = 1
    leaves = np.flatnonzero((market.home >= 0) & (inside[position[market.home]] == 1))
    return _Broken(lambda options: -inside[position[options]], leaves, missing)


def _seat_values(headcounts: tuple[Headcount, ...], counts: IntArray, num_auxiliaries: int) -> IntArray:
    values = np.zeros(num_auxiliaries, dtype=np.int64)
    for item in headcounts:
        count = int(counts[item.positions].sum())
        if item.short >= 0:
            values[item.short] = max(0, item.short_of - count)
        if item.over >= 0:
            values[item.over] = max(0, count - item.over_from)
    return values


def _broken_row(problem: PlacementProblem, row: Row, picked: BoolArray, values: IntArray) -> Iterator[_Broken]:
    n = problem.num_options
    is_option = row.columns < n
    options, coefficients = row.columns[is_option], row.coefficients[is_option]
    activity = int(coefficients[picked[options]].sum())
    relief = 0
    for column, coefficient in zip(
        (row.columns[~is_option] - n).tolist(), row.coefficients[~is_option].tolist(), strict=True
    ):
        auxiliary = problem.auxiliaries[column]
        if auxiliary.kind in ("slack", "worst"):
            relief += abs(coefficient) * auxiliary.upper
        else:
            activity += coefficient * int(values[column])
    people = np.unique(problem.option_employee[options])
    if row.upper is not None and (excess := activity - relief - row.upper) > 0:
        yield _Broken(_burden(options, coefficients), people, excess)
    if row.lower is not None and (missing := row.lower - relief - activity) > 0:
        yield _Broken(_burden(options, -coefficients), people, missing)


def _burden(columns: IntArray, coefficients: IntArray) -> Callable[[IntArray], IntArray]:
    """Return what looks up the coefficient of options, 0 for those outside the row."""
    order = np.argsort(columns, kind="stable")
    columns, coefficients = columns[order], coefficients[order]

    def burden(options: IntArray) -> IntArray:
        place = np.minimum(np.searchsorted(columns, options), len(columns) - 1)
        return np.where(columns[place] == options, coefficients[place], 0)

    return burden


def _yield_to(market: Market, chosen: IntArray, broken: _Broken, given_up: BoolArray) -> None:
    """Mark what the people who yield to one broken row give up."""
    people = broken.people
    least = _lightest(market, people, broken.burden)
    extra = broken.burden(chosen[people]) - least
    order = np.lexsort((-market.precedence[chosen[people]], extra <= 0))
    order = order[: int((extra > 0).sum())]
    half = int(np.searchsorted(np.cumsum(extra[order]), (broken.excess + 1) // 2)) + 1
    for place in order[:half].tolist():
        mine = np.arange(market.bounds[people[place]], market.bounds[people[place] + 1])
        given_up[mine[broken.burden(mine) > least[place]]] = True


def _lightest(market: Market, people: IntArray, burden: Callable[[IntArray], IntArray]) -> IntArray:
    """Return the burden of each person's fallback, or of the lightest option where there is none."""
    home = market.home[people]
    least = burden(np.maximum(home, 0))
    for place in np.flatnonzero(home < 0).tolist():
        mine = np.arange(market.bounds[people[place]], market.bounds[people[place] + 1])
        least[place] = burden(mine).min()
    return least
