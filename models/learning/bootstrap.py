"""Intervals by drawing people, not rows: the rows of one person are not independent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import FloatArray, IntArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

Measure = Callable[[IntArray, FloatArray], float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with the interval that drawing people anew gives it.

    Parameters
    ----------
    value
        On all rows.
    lower, upper
        Percentile interval; nan where no draw had a value.
    draws
        Number of draws with a value.
    """

    value: float
    lower: float
    upper: float
    draws: int

    def excludes(self, figure: float) -> bool:
        """True where the interval lies on one side of the figure."""
        return bool(self.lower > figure or self.upper < figure)


def person_rows(people: NDArray[np.generic]) -> list[IntArray]:
    """Return the rows of each person, people in sorted order."""
    order = np.argsort(people, kind="stable")
    ranked = people[order]
    cuts = np.flatnonzero(ranked[1:] != ranked[:-1]) + 1
    return list(np.split(order.astype(np.int64), cuts))


def bootstrap(
    people: NDArray[np.generic],
    figure: Callable[[IntArray], float],
    *,
    draws: int = 200,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """Return ``figure(rows)`` with a percentile interval over people drawn with replacement.

    Parameters
    ----------
    people
        Shape (n,). Who each row is about.
    figure
        Takes row indices (with repeats) and returns a number, nan where it has none.
    """
    rows = person_rows(people)
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(draws):
        drawn = np.concatenate([rows[person] for person in rng.integers(0, len(rows), len(rows))])
        values.append(figure(drawn))
    kept = np.array([value for value in values if np.isfinite(value)])
    tail = 50 * (1 - level)
    lower, upper = np.percentile(kept, [tail, 100 - tail]) if len(kept) else (np.nan, np.nan)
    return Interval(float(figure(np.arange(len(people)))), float(lower), float(upper), len(kept))


def paired_gain(
    people: NDArray[np.generic],
    need: IntArray,
    forecast: FloatArray,
    reference: FloatArray,
    measure: Measure,
    *,
    relative: bool = True,
    draws: int = 200,
    seed: int = 0,
) -> Interval:
    """Return how much lower ``measure`` is for the forecast than for the reference, both on the same drawn people.

    With ``relative`` the gain is a share of the reference's figure (0.13 = 13 % under it), else the difference
    ``forecast - reference`` (for measures where more is better).
    """

    def gain(rows: IntArray) -> float:
        mine, other = measure(need[rows], forecast[rows]), measure(need[rows], reference[rows])
        if not relative:
            return mine - other
        return 1 - mine / other if other > 0 else float("nan")

    return bootstrap(people, gain, draws=draws, seed=seed)
