"""A price on every coupling row, in whole parts of a cent: with them one flow bounds every plan, whatever the prices.

Few options: the multipliers of the linear relaxation. Many: those of the smoothed dual. Either are floats and become
integers here, so that what :mod:`.priced_flow` proves with them is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from ..models.domain.problem import IntArray, PlacementProblem
from .inner import Held, Stop
from .linear import UNBOUNDED, linear_model
from .priced import FloatArray, coupled
from .relaxation import multipliers
from .smooth import COOLER_STAGES, FIRST_STAGES, settle, spread_of, stages_of
from .solution import Limits, complete

SCALE = 64
"""Prices are whole in this part of a cent (or of a seat, where a tier counts seats)."""
SMOOTHED_FROM = 20_000
"""Options from which the smoothed dual sets the prices."""


@dataclass(frozen=True)
class Couplings:
    """Coupling rows of a problem, then one for each tier kept, in smallest whole coefficients.

    Parameters
    ----------
    names
        Rule and name of each row; tiers stand as ("tier", name).
    rows
        Shape (R, N + M).
    lower, upper
        Shape (R,). +-``UNBOUNDED`` where open.
    divisor
        Shape (R,). What the problem's own coefficients were divided by.
    """

    names: tuple[tuple[str, str], ...]
    rows: csr_array
    lower: IntArray
    upper: IntArray
    divisor: IntArray

    @cached_property
    def by_column(self) -> csr_array:
        """Shape (N + M, R)."""
        return csr_array(self.rows.T)

    def signed(self, prices: FloatArray | IntArray) -> IntArray:
        """Return whole prices (R,); one that pays for a side that is open becomes 0."""
        whole = np.rint(prices).astype(np.int64)
        whole[(whole > 0) & (self.upper >= UNBOUNDED)] = 0
        whole[(whole < 0) & (self.lower <= -UNBOUNDED)] = 0
        return whole

    def sides(self, prices: IntArray) -> int:
        """Return what the sides of the rows pay at most under whole prices."""
        used = np.flatnonzero(prices)
        side = np.where(prices > 0, self.upper, self.lower)
        return sum(a * b for a, b in zip(prices[used].tolist(), side[used].tolist(), strict=True))


def couplings_of(problem: PlacementProblem, held: tuple[tuple[str, Held], ...] = ()) -> Couplings:
    """Return the coupling rows of a problem and the tiers kept, by name."""
    parts = [(row.rule, row.name, row.columns, row.coefficients, row.lower, row.upper) for row in problem.rows]
    for name, tier in held:
        used = np.flatnonzero(tier.aim)
        parts.append(("tier", name, used, tier.aim[used], tier.value, None))
    names, indices, data, lower, upper, divisors = [], [], [], [], [], []
    for rule, name, columns, coefficients, low, high in parts:
        divisor = max(1, int(np.gcd.reduce(coefficients))) if len(coefficients) else 1
        names.append((rule, name))
        indices.append(columns)
        data.append(coefficients // divisor)
        lower.append(-UNBOUNDED if low is None else -(-low // divisor))
        upper.append(UNBOUNDED if high is None else high // divisor)
        divisors.append(divisor)
    starts = np.concatenate([[0], np.cumsum([len(part) for part in indices], dtype=np.int64)])
    width = problem.num_options + len(problem.auxiliaries)
    empty = [np.zeros(0, dtype=np.int64)]
    rows = csr_array(
        (np.concatenate(data or empty), np.concatenate(indices or empty), starts), shape=(len(parts), width), dtype=np.int64
    )
    sides = np.array(lower, dtype=np.int64), np.array(upper, dtype=np.int64)
    return Couplings(tuple(names), rows, *sides, np.array(divisors, dtype=np.int64))


def row_prices(problem: PlacementProblem, aim: IntArray, held: tuple[tuple[str, Held], ...], chosen: IntArray) -> IntArray:
    """Return whole prices (R,) of the rows of :func:`couplings_of`, in parts of a cent (``SCALE``).

    Parameters
    ----------
    problem, aim, held
        Options and rows, what is maximised (N + M,), earlier tiers kept.
    chosen
        Shape (E,). A plan that keeps every row: where the relaxation starts.
    """
    couplings = couplings_of(problem, held)
    if not couplings.names:
        return np.zeros(0, dtype=np.int64)
    kept = tuple(tier for _, tier in held)
    found = _smoothed(problem, aim, kept, chosen, couplings) if problem.num_options >= SMOOTHED_FROM else None
    if found is None:
        found = _relaxed(problem, aim, kept, chosen, couplings)
    return couplings.signed(found * SCALE)


def _relaxed(
    problem: PlacementProblem, aim: IntArray, held: tuple[Held, ...], chosen: IntArray, couplings: Couplings
) -> FloatArray:
    """Return the multipliers of the linear relaxation, 0 where it was not solved."""
    model = linear_model(problem)
    start = np.zeros(len(aim), dtype=np.int64)
    start[chosen] = 1
    start[problem.num_options :] = complete(problem, chosen)
    allowed = np.ones(len(aim), dtype=bool)
    found = multipliers(model, aim, held, allowed=allowed, start=start, limits=Limits(seconds=None), stop=Stop())
    count = len(couplings.names)
    if found is None:
        return np.zeros(count)
    mine = found[len(found) - count :].copy()
    own = len(problem.rows)
    mine[own:] *= couplings.divisor[own:]  # the relaxation divides the rows of the problem alone
    return mine


def _smoothed(
    problem: PlacementProblem, aim: IntArray, held: tuple[Held, ...], chosen: IntArray, couplings: Couplings
) -> FloatArray | None:
    """Return prices of the smoothed dual, None where everybody's options are worth the same."""
    model = coupled(problem, aim, held)
    spread = spread_of(model)
    if spread == 0.0:
        return None
    return settle(model, stages_of((*FIRST_STAGES, *COOLER_STAGES), spread), chosen).row * couplings.divisor
