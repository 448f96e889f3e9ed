"""From a level's mean and variance to what a planner asks: P(each level), P(need), the gap to expect, intervals.

A level counts as reached from half a step below it where scores stand on a grid (2.5 is read as 3), from itself where they
do not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from .arrays import FloatArray

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUM_LEVELS = 5


def need_probability(required: FloatArray, mean: FloatArray, variance: FloatArray, *, grid: float = 1.0) -> FloatArray:
    """Return P(level read < required) of a normal level, same shape.

    Parameters
    ----------
    required
        Level asked for, on the grid.
    mean, variance
        Of the level to be read: of the true level, or with the variance of the next score added.
    grid
        Step of the scores, 0 for any number.
    """
    answer: FloatArray = ndtr((required - grid / 2 - mean) / _sd(variance))
    return answer


def level_probabilities(mean: FloatArray, variance: FloatArray, *, grid: float = 1.0) -> FloatArray:
    """Return P(level = 1 .. 5), shape (n, 5); what lies outside counts to the end."""
    cuts = np.arange(2, NUM_LEVELS + 1) - grid / 2
    below = ndtr((cuts - np.asarray(mean)[:, None]) / _sd(variance)[:, None])
    edges = np.column_stack([np.zeros(len(below)), below, np.ones(len(below))])
    answer: FloatArray = np.diff(edges, axis=1)
    return answer


def expected_gap(required: FloatArray, mean: FloatArray, variance: FloatArray) -> FloatArray:
    """Return E[max(required - level, 0)] of a normal level, in levels."""
    sd = _sd(variance)
    short = (required - mean) / sd
    answer: FloatArray = sd * (short * ndtr(short) + np.exp(-0.5 * short**2) / np.sqrt(2 * np.pi))
    return answer


def gap_quantiles(
    required: FloatArray, mean: FloatArray, variance: FloatArray, quantiles: NDArray[np.float64]
) -> FloatArray:
    """Return quantiles of max(required - level, 0), shape (n, quantiles)."""
    short = (np.asarray(required) - mean)[:, None] + _sd(variance)[:, None] * ndtri(np.asarray(quantiles))[None, :]
    answer: FloatArray = np.maximum(short, 0.0)
    return answer


def interval(mean: FloatArray, variance: FloatArray, *, level: float = 0.8) -> tuple[FloatArray, FloatArray]:
    """Return lower and upper end of the central interval of a normal level."""
    half = ndtri(0.5 + level / 2) * _sd(variance)
    return mean - half, mean + half


def _sd(variance: FloatArray) -> FloatArray:
    answer: FloatArray = np.sqrt(np.maximum(variance, 1e-12))
    return answer
