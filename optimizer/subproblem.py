"""A problem with fewer options: what is left out is nobody's to take, everything else stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..models.domain.problem import BoolArray, IntArray, PlacementProblem, Row


def with_options(problem: PlacementProblem, keep: BoolArray) -> PlacementProblem:
    """Return the problem with the options of ``keep`` (N,) alone, in their order; auxiliaries keep their places."""
    n, kept = problem.num_options, int(keep.sum())
    place = np.cumsum(keep) - 1
    held = problem.held
    stays = (held >= 0) & keep[held]

    def moved(row: Row) -> Row:
        option = row.columns < n
        stay = ~option | keep[np.where(option, row.columns, 0)]
        columns, is_option = row.columns[stay], option[stay]
        columns = np.where(is_option, place[np.where(is_option, columns, 0)], columns - n + kept)
        return replace(row, columns=columns, coefficients=row.coefficients[stay])

    return replace(
        problem,
        option_employee=problem.option_employee[keep],
        option_position=problem.option_position[keep],
        option_points=problem.option_points[keep],
        held=np.where(stays, place[held], -1),
        rows=tuple(moved(row) for row in problem.rows),
        tiers=tuple(replace(tier, option_points=tier.option_points[keep]) for tier in problem.tiers),
        option_ties=problem.option_ties[keep],
    )


def columns_kept(problem: PlacementProblem, keep: BoolArray) -> BoolArray:
    """Return (N + M,) the columns that are left: the options of ``keep`` and every auxiliary."""
    return np.concatenate([keep, np.ones(len(problem.auxiliaries), dtype=bool)])


def chosen_in(keep: BoolArray, chosen: IntArray) -> IntArray:
    """Return a choice of options of the whole problem as one of the options kept; all must be kept."""
    places: IntArray = (np.cumsum(keep) - 1)[chosen]
    return places
