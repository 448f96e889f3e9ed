"""The linear relaxation with few columns at a time, and the bound it proves in exact integers.

Columns are priced in rounds: the relaxation is solved over a few options a person, every other option whose reduced cost
says that it would help joins, and so on (sifting: Bixby et al. 1992, doi:10.1287/opre.40.5.885). What is kept are its
multipliers, rounded to integers: *any* multipliers of the rows bound every plan (Lagrangian duality), so the bound and the
reduced costs here are exact whatever the floating point that led to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt
from scipy.sparse import csc_array, csr_array

from ..models.domain.problem import BoolArray, IntArray
from .highs import run, solver_for
from .inner import Held, Stop
from .linear import UNBOUNDED, LinearModel
from .solution import Limits

FloatArray = npt.NDArray[np.float64]
SingleArray = npt.NDArray[np.float32]

SCALES = (2**24, 2**16)
"""Multipliers are kept to this part of a cent, the first that fits into 64 bits: the finer, the closer the bound."""
LARGEST = 2.0**61
FIRST_COLUMNS = 5
JOINING_COLUMNS = 3
"""Columns a person in the first relaxation, and at most so many more in each round."""
WORTHWHILE = 1e-4
"""Reduced cost, in cents, from which a column joins; what is left goes into the bound."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """What no plan exceeds.

    Parameters
    ----------
    bound
        Most that any plan is worth.
    reach
        Shape (C,). Most that a plan is worth which uses this column; -``UNBOUNDED`` for options that are not allowed.
    """

    bound: int
    reach: IntArray


@dataclass(frozen=True, slots=True)
class _Program:
    """Rows of the model and of the tiers held, by column; ``person`` is -1 for columns that are no option."""

    matrix: csc_array
    lower: IntArray
    upper: IntArray
    column_upper: IntArray
    aim: IntArray
    person: IntArray


def relax(
    model: LinearModel,
    aim: IntArray,
    held: tuple[Held, ...],
    *,
    allowed: BoolArray,
    start: IntArray | None,
    limits: Limits,
    stop: Stop,
) -> Relaxation | None:
    """Bound ``aim`` . columns over the columns allowed; None where the relaxation has no plan or was stopped.

    Parameters
    ----------
    model, aim, held
        Rows, what is maximised, earlier tiers kept.
    allowed
        Shape (C,). Columns at 0 in every plan of interest are False.
    start
        Shape (C,). A plan that keeps every row; without one the first rounds may have to widen.
    limits, stop
        Seed; when to give up.
    """
    program = _program(model, aim, held, allowed)
    multipliers = _multipliers(program, allowed, start, limits, stop)
    if multipliers is None:
        return None
    proofs = (_certified(program, model.num_people, multipliers, scale) for scale in SCALES)
    return next((proof for proof in proofs if proof is not None), None)


def multipliers(
    model: LinearModel,
    aim: IntArray,
    held: tuple[Held, ...],
    *,
    allowed: BoolArray,
    start: IntArray | None,
    limits: Limits,
    stop: Stop,
) -> FloatArray | None:
    """Return the multiplier of each row of the relaxation, the tiers held last; parameters as in :func:`relax`."""
    return _multipliers(_program(model, aim, held, allowed), allowed, start, limits, stop)


def _program(model: LinearModel, aim: IntArray, held: tuple[Held, ...], allowed: BoolArray) -> _Program:
    columns = [np.flatnonzero(tier.aim) for tier in held]
    ends = model.starts[-1] + np.cumsum([len(used) for used in columns], dtype=np.int64)
    matrix = csr_array(
        (
            np.concatenate([model.coefficients, *(tier.aim[used] for tier, used in zip(held, columns, strict=True))]),
            np.concatenate([model.indices, *columns]),
            np.concatenate([model.starts, ends]),
        ),
        shape=(len(model.row_lower) + len(held), len(aim)),
    )
    person = np.full(len(aim), -1, dtype=np.int64)
    people = model.starts[: model.num_people + 1]
    person[model.indices[: people[-1]]] = np.repeat(np.arange(model.num_people), np.diff(people))
    return _Program(
        csc_array(matrix),
        np.append(model.row_lower, [tier.value for tier in held]).astype(np.int64),
        np.append(model.row_upper, [UNBOUNDED] * len(held)).astype(np.int64),
        np.where(allowed, model.column_upper, 0),
        aim,
        person,
    )


def best_of_each(person: IntArray, score: IntArray | FloatArray | SingleArray, among: BoolArray, count: int) -> IntArray:
    """Return the ``count`` columns of highest score of each person, ties to the lower column."""
    columns = np.flatnonzero(among & (person >= 0))
    columns = columns[np.lexsort((-score[columns], person[columns]))]
    mine = person[columns]
    rank = np.arange(len(columns)) - np.searchsorted(mine, mine, side="left")
    return columns[rank < count]


def _multipliers(
    program: _Program, allowed: BoolArray, start: IntArray | None, limits: Limits, stop: Stop
) -> FloatArray | None:
    """Solve the relaxation in rounds and return the multiplier of each row."""
    active = program.person < 0
    if start is not None:
        active = active | (start > 0)
    count = FIRST_COLUMNS
    active[best_of_each(program.person, program.aim, allowed, count)] = True
    transposed = csr_array(program.matrix.T.astype(float))
    solver = _loaded(program, np.flatnonzero(active), limits, stop)
    while True:
        run(solver, stop)
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            multipliers = np.asarray(solver.getSolution().row_dual)
            reduced = program.aim - transposed @ multipliers
            helps = allowed & ~active & (reduced > WORTHWHILE)
            joining = best_of_each(program.person, reduced, helps, JOINING_COLUMNS)
            if not len(joining):
                return multipliers
            _join(solver, program, joining)
        elif status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            count *= 4
            wider = best_of_each(program.person, program.aim, allowed, count)
            joining = wider[~active[wider]]
            if not len(joining):
                return None
            solver = _loaded(program, np.union1d(np.flatnonzero(active), joining), limits, stop)
        else:
            return None
        active[joining] = True


def _loaded(program: _Program, columns: IntArray, limits: Limits, stop: Stop) -> highspy.Highs:
    part = csc_array(program.matrix[:, columns])
    linear = highspy.HighsLp()
    linear.num_col_, linear.num_row_ = len(columns), len(program.lower)
    linear.col_cost_ = program.aim[columns].astype(float)
    linear.col_lower_ = np.zeros(len(columns))
    linear.col_upper_ = program.column_upper[columns].astype(float)
    linear.row_lower_ = np.where(program.lower <= -UNBOUNDED, -highspy.kHighsInf, program.lower)
    linear.row_upper_ = np.where(program.upper >= UNBOUNDED, highspy.kHighsInf, program.upper)
    linear.sense_ = highspy.ObjSense.kMaximize
    linear.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    linear.a_matrix_.start_, linear.a_matrix_.index_ = part.indptr, part.indices
    linear.a_matrix_.value_ = part.data.astype(float)
    solver = solver_for(limits, stop)
    solver.passModel(linear)
    return solver


def _join(solver: highspy.Highs, program: _Program, columns: IntArray) -> None:
    """Add columns; the basis stays, so the next round starts where this one ended."""
    part = csc_array(program.matrix[:, columns])
    solver.addCols(
        len(columns),
        program.aim[columns].astype(float),
        np.zeros(len(columns)),
        program.column_upper[columns].astype(float),
        part.nnz,
        part.indptr[:-1],
        part.indices,
        part.data.astype(float),
    )


def _certified(program: _Program, num_people: int, multipliers: FloatArray, scale: int) -> Relaxation | None:
    """Return what rounded multipliers prove, in exact integers; None where they do not fit into 64 bits.

    With r = aim - A'y >= 0 moved into the rows of the people: value <= sum_i max(y_i lower_i, y_i upper_i)
    + sum_j max(0, r_j) upper_j, and a plan with column j at 1 or more loses -r_j of it where r_j < 0.
    """
    scaled = np.rint(multipliers * scale)
    sizes = abs(program.matrix.astype(float))
    if (sizes.T @ np.abs(scaled) + scale * np.abs(program.aim.astype(float))).max(initial=0.0) > LARGEST:
        return None
    y = scaled.astype(np.int64)
    y[(y > 0) & (program.upper >= UNBOUNDED)] = 0
    y[(y < 0) & (program.lower <= -UNBOUNDED)] = 0
    y[:num_people] = 0
    reduced = scale * program.aim - program.matrix.T @ y
    option = (program.person >= 0) & (program.column_upper > 0)
    best = np.full(num_people, -(2**62), dtype=np.int64)
    np.maximum.at(best, program.person[option], reduced[option])
    if (best == -(2**62)).any():
        return None
    reduced[option] -= best[program.person[option]]
    side = np.where(y > 0, program.upper, program.lower)
    bound = sum(map(int, best))
    bound += sum(int(a) * int(b) for a, b in zip(y[y != 0], side[y != 0], strict=True))
    extra = ~option & (reduced > 0)
    bound += sum(int(a) * int(b) for a, b in zip(reduced[extra], program.column_upper[extra], strict=True))
    if abs(bound) > LARGEST:
        return None
    reach: IntArray = (bound + np.minimum(reduced, 0)) // scale
    reach[(program.person >= 0) & ~option] = -UNBOUNDED
    return Relaxation(bound // scale, reach)
