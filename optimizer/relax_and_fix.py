"""A small integer program in two steps: its relaxation first, then the few people whom that splits.

The relaxation of a placement is nearly whole: a flow with some rows across. Who is whole in it keeps that option, who is
split between options is decided by an integer program of some hundred columns (relax and fix: Pochet & Wolsey 2006,
*Production Planning by Mixed Integer Programming*, section 3.6). That program may have no plan, or not the best one: it
makes good plans, and proves nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..models.domain.problem import BoolArray, IntArray
from .highs import relaxed
from .inner import ChooseInner, Held, Stop
from .linear import LinearModel, with_fixed
from .solution import Limits

SPARE = 0.8
"""Part of what the relaxation is worth beyond what is enough that the integer program may lose."""
MOST_WORK = 4.0
"""Work that an integer program of this kind is given: what is better is found with fewer people fixed."""
WHOLE = 1e-6
"""A column of the relaxation this near to an integer is one."""


def relax_and_fix(
    model: LinearModel,
    aim: IntArray,
    held: tuple[Held, ...],
    *,
    choose: ChooseInner,
    enough: int,
    limits: Limits,
    stop: Stop,
) -> IntArray | None:
    """Return good column values (C,), None where the relaxation or what it leaves has no plan, or a stop came.

    Parameters
    ----------
    model, aim, held
        Rows, what is maximised, earlier tiers kept.
    choose
        Names the solver of what is left of the integer program.
    enough
        Value that will do, in cents; where the relaxation does not reach it, the best plan is looked for.
    limits, stop
        Of each of the two programs; ``limits.near`` is the least that the search for the best plan stops at.
    """
    values = relaxed(model, aim, held, limits, stop)
    if values is None:
        return None
    whole = np.rint(values).astype(np.int64)
    fixed = _whole_people(model, np.abs(values - whole) <= WHOLE)
    if fixed.all():
        return whole
    left = with_fixed(model, fixed, whole)
    if left is None:
        return None
    tiers = tuple(
        replace(tier, aim=tier.aim[~fixed], value=tier.value - int(tier.aim[fixed] @ whole[fixed])) for tier in held
    )
    spare = int(SPARE * (float(aim @ values) - enough))
    asked = replace(limits, gap=0.0, near=max(limits.near, spare), work=min(limits.work, MOST_WORK))
    answer = choose(int((~fixed).sum())).maximise(left, aim[~fixed], tiers, limits=asked, stop=stop, heuristics="few")
    if answer.columns is None:
        return None
    columns = np.where(fixed, whole, 0)
    columns[~fixed] = answer.columns
    return columns


def _whole_people(model: LinearModel, is_whole: BoolArray) -> BoolArray:
    """Return the options (C,) of the people all of whose options are whole; auxiliaries are free to follow."""
    end = model.starts[model.num_people]
    options, starts = model.indices[:end], model.starts[: model.num_people]
    of_all = np.logical_and.reduceat(is_whole[options], starts)
    fixed = np.zeros(len(is_whole), dtype=bool)
    fixed[options] = np.repeat(of_all, np.diff(model.starts[: model.num_people + 1]))
    return fixed
