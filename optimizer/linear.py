"""A placement problem as one integer linear program: columns are options, then auxiliaries, then elastic breaches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..models.domain.problem import BoolArray, Headcount, IntArray, PlacementProblem

UNBOUNDED = 10**15


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Rows in compressed form; every number is an integer.

    Parameters
    ----------
    column_upper
        Shape (C,). Upper bound of each column; the lower is 0.
    starts, indices, coefficients
        Row i has ``indices[starts[i]:starts[i + 1]]`` with as many coefficients.
    row_lower, row_upper
        Bounds, +-``UNBOUNDED`` where open.
    row_names
        Rule and name of each row; the first E are the people's.
    num_people
        E: rows in which exactly one column is 1.
    elastic
        Columns that measure breaches of rows and head counts, with the row they belong to; empty unless asked for.
    """

    column_upper: IntArray
    starts: IntArray
    indices: IntArray
    coefficients: IntArray
    row_lower: IntArray
    row_upper: IntArray
    row_names: tuple[tuple[str, str], ...]
    num_people: int
    elastic: tuple[tuple[int, int], ...]


def restricted(model: LinearModel, keep: BoolArray) -> LinearModel:
    """Return the model with the columns of ``keep`` (C,) alone, in their order; it must not be elastic."""
    place = np.cumsum(keep) - 1
    kept = keep[model.indices]
    before = np.concatenate([[0], np.cumsum(kept)])
    return replace(
        model,
        column_upper=model.column_upper[keep],
        starts=before[model.starts],
        indices=place[model.indices[kept]],
        coefficients=model.coefficients[kept],
    )


def with_fixed(model: LinearModel, fixed: BoolArray, values: IntArray) -> LinearModel | None:
    """Return the model over the columns that are not fixed; None where the fixed values alone break a row.

    Parameters
    ----------
    model
        Not elastic.
    fixed, values
        Shape (C,). Columns held at their values; values of the others don't count.
    """
    rows = len(model.row_names)
    row = np.repeat(np.arange(rows), np.diff(model.starts))
    is_fixed = fixed[model.indices]
    taken = np.zeros(rows, dtype=np.int64)
    np.add.at(taken, row[is_fixed], model.coefficients[is_fixed] * values[model.indices[is_fixed]])
    lower = np.where(model.row_lower <= -UNBOUNDED, model.row_lower, model.row_lower - taken)
    upper = np.where(model.row_upper >= UNBOUNDED, model.row_upper, model.row_upper - taken)
    left = np.bincount(row[~is_fixed], minlength=rows)
    if ((left == 0) & ((lower > 0) | (upper < 0))).any():
        return None
    stays = left > 0
    place = np.cumsum(~fixed) - 1
    return LinearModel(
        model.column_upper[~fixed],
        np.concatenate([[0], np.cumsum(left[stays])]),
        place[model.indices[~is_fixed]],
        model.coefficients[~is_fixed],
        lower[stays],
        upper[stays],
        tuple(model.row_names[index] for index in np.flatnonzero(stays)),
        int(stays[: model.num_people].sum()),
        (),
    )


class _Rows:
    def __init__(self, *, divide: bool) -> None:
        self.divide = divide
        """Divide rows by their common divisor: rupiah come in round sums, and small integers keep a float exact."""
        self.indices: list[IntArray] = []
        self.coefficients: list[IntArray] = []
        self.lower: list[int] = []
        self.upper: list[int] = []
        self.names: list[tuple[str, str]] = []

    def add(
        self,
        name: tuple[str, str],
        indices: IntArray,
        coefficients: IntArray,
        lower: int | None,
        upper: int | None,
    ) -> None:
        divisor = max(1, int(np.gcd.reduce(coefficients))) if self.divide and len(coefficients) else 1
        self.indices.append(indices)
        self.coefficients.append(coefficients // divisor)
        self.lower.append(-UNBOUNDED if lower is None else -(-lower // divisor))
        self.upper.append(UNBOUNDED if upper is None else upper // divisor)
        self.names.append(name)


def linear_model(problem: PlacementProblem, *, elastic: bool = False) -> LinearModel:
    """Write a problem as rows and columns; with ``elastic``, rows and head counts may be breached, in their own units."""
    n, m = problem.num_options, len(problem.auxiliaries)
    rows = _Rows(divide=not elastic)
    people = len(problem.employee_ids)
    per_person = np.bincount(problem.option_employee, minlength=people)
    by_post = _options_by_post(problem)
    for headcount in problem.headcounts:
        _add_headcount(rows, headcount, by_post, n)
    for row in problem.rows:
        rows.add((row.rule, row.name), row.columns, row.coefficients, row.lower, row.upper)
    upper = [
        np.ones(n, dtype=np.int64),
        np.array([item.upper for item in problem.auxiliaries], dtype=np.int64),
    ]
    links = []
    if elastic:
        width = n + m
        extra: list[int] = []
        for index in range(len(rows.names)):
            for sign, open_side in (
                (1, rows.lower[index] <= -UNBOUNDED),
                (-1, rows.upper[index] >= UNBOUNDED),
            ):
                if open_side:
                    continue
                rows.indices[index] = np.append(rows.indices[index], width + len(extra))
                rows.coefficients[index] = np.append(rows.coefficients[index], sign)
                links.append((width + len(extra), people + index))
                extra.append(UNBOUNDED // 10**6)
        upper.append(np.array(extra, dtype=np.int64))
    lengths = np.array([len(part) for part in rows.indices], dtype=np.int64)
    ones = np.ones(people, dtype=np.int64)
    return LinearModel(
        np.concatenate(upper),
        np.concatenate([[0], np.cumsum(per_person), n + np.cumsum(lengths)]),
        np.concatenate([np.arange(n), *rows.indices]),
        np.concatenate([np.ones(n, dtype=np.int64), *rows.coefficients]),
        np.concatenate([ones, np.array(rows.lower, dtype=np.int64)]),
        np.concatenate([ones, np.array(rows.upper, dtype=np.int64)]),
        (*(("person", identity) for identity in problem.employee_ids), *rows.names),
        people,
        tuple(links),
    )


def _options_by_post(problem: PlacementProblem) -> list[IntArray]:
    order = np.argsort(problem.option_position, kind="stable")
    bounds = np.searchsorted(problem.option_position[order], np.arange(len(problem.position_ids) + 1))
    return [order[start:end] for start, end in pairwise(bounds.tolist())]


def _add_headcount(rows: _Rows, headcount: Headcount, by_post: list[IntArray], n: int) -> None:
    """Add people + short >= short_of, people - over <= over_from, lower <= people <= upper, where they can bite."""
    options = np.concatenate([by_post[place] for place in headcount.positions])
    ones = np.ones(len(options), dtype=np.int64)
    name = (headcount.rule, headcount.name)
    short, over = headcount.short >= 0, headcount.over >= 0
    if short and over and headcount.short_of == headcount.over_from:
        columns = np.append(options, [n + headcount.short, n + headcount.over])
        rows.add(name, columns, np.append(ones, [1, -1]), headcount.short_of, headcount.short_of)
    else:
        if short:
            columns = np.append(options, n + headcount.short)
            rows.add(name, columns, np.append(ones, 1), headcount.short_of, None)
        if over:
            columns = np.append(options, n + headcount.over)
            rows.add(name, columns, np.append(ones, -1), None, headcount.over_from)
    lower = headcount.lower if headcount.lower > 0 and not short else None
    upper = headcount.upper if headcount.upper < len(options) and not over else None
    if lower is not None or upper is not None:
        rows.add(name, options, ones, lower, upper)
