"""What prices prove, in exact integers.

Any prices bound every plan: with r the points of an option less the prices of what it uses, value <= sum over people of
the largest r + what the seats of each head count pay at most + what free auxiliaries gain at most + price x side of each
row. The seats of a head count pay a function of its people that is straight between few marks, so its largest value stands
at a mark. Prices are rounded to integers first, everything after is exact.
"""

from __future__ import annotations

import numpy as np

from .linear import UNBOUNDED
from .priced import Coupled
from .relaxation import LARGEST, Relaxation
from .smooth import Prices

SCALES = (2**28, 2**22, 2**16, 2**8)
"""Prices are kept to this part of a cent, the first that fits into 64 bits."""


def bound_unpriced(model: Coupled) -> int | None:
    """Return what no plan exceeds at prices of 0: everyone and every seat at its best; None where it fits into no scale."""
    none = np.zeros(len(model.points), dtype=np.float32)
    proof = certify(model, Prices(np.zeros(model.num_headcounts), np.zeros(model.num_rows), none, none))
    return None if proof is None else proof.bound


def certify(model: Coupled, prices: Prices) -> Relaxation | None:
    """Return the bound and the reach of each column; None where they fit into 64 bits at no scale."""
    for scale in SCALES:
        proof = _certified(model, prices, scale)
        if proof is not None:
            return proof
    return None


def _certified(model: Coupled, prices: Prices, scale: int) -> Relaxation | None:
    beta, y = np.rint(prices.headcount * scale), np.rint(prices.row * scale)
    sizes = [
        abs(model.option_rows.astype(np.float64)) @ np.abs(y) + abs(model.headcounts_of @ beta)[model.position],
        abs(model.auxiliary_rows.astype(np.float64)) @ np.abs(y),
        scale * np.abs(model.points.astype(np.float64)),
        scale * np.abs(model.auxiliary_points.astype(np.float64)),
    ]
    if max((float(part.max(initial=0.0)) for part in sizes), default=0.0) > LARGEST / 4:
        return None
    whole_beta, whole_y = beta.astype(np.int64), y.astype(np.int64)
    whole_y[(whole_y > 0) & (model.upper >= UNBOUNDED)] = 0
    whole_y[(whole_y < 0) & (model.lower <= -UNBOUNDED)] = 0
    reduced = scale * model.points - model.option_rows @ whole_y - (model.headcounts_of @ whole_beta)[model.position]
    charge = scale * model.auxiliary_points - model.auxiliary_rows @ whole_y
    best = np.maximum.reduceat(reduced, model.starts[:-1])
    bound = sum(map(int, best))
    bound += _seats(model, whole_beta.tolist(), charge.tolist())
    side = np.where(whole_y > 0, model.upper, model.lower)
    used = np.flatnonzero(whole_y)
    bound += sum(a * b for a, b in zip(whole_y[used].tolist(), side[used].tolist(), strict=True))
    raised = np.flatnonzero(~model.is_seat & (charge > 0))
    bound += sum(a * b for a, b in zip(charge[raised].tolist(), model.auxiliary_upper[raised].tolist(), strict=True))
    if abs(bound) > LARGEST:
        return None
    reach = (bound + reduced - np.repeat(best, np.diff(model.starts))) // scale
    return Relaxation(bound // scale, np.concatenate([reach, np.full(len(charge), bound // scale)]))


def _seats(model: Coupled, beta: list[int], charge: list[int]) -> int:
    """Return what the seats of all head counts pay at most."""
    total = 0
    for price, item in zip(beta, model.headcounts, strict=True):
        top = min(item.upper, model.num_people)
        marks = {item.lower, top}
        marks |= {mark for mark in (item.short_of, item.over_from) if item.lower < mark < top}
        short = charge[item.short] if item.short >= 0 else 0
        over = charge[item.over] if item.over >= 0 else 0
        total += max(
            price * count + short * max(0, item.short_of - count) + over * max(0, count - item.over_from) for count in marks
        )
    return total
