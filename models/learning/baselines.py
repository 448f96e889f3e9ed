"""What a forecast must beat, reported beside each: the hard gap, the calibrated gap, the table of level changes."""

from __future__ import annotations

from typing import Self

import numpy as np
from sklearn.isotonic import IsotonicRegression

from .arrays import FloatArray, IntArray


class HardGap:
    """Need where the last level lies under the required one; without a last level, the share seen in training."""

    rate: float = 0.5

    def fit(self, required: FloatArray, last: FloatArray, need: IntArray) -> Self:
        """Learn the share of needs among rows without a last level (all rows where there are none)."""
        self.rate = _rate(need[np.isnan(last)], need)
        return self

    def predict(self, required: FloatArray, last: FloatArray) -> FloatArray:
        """Return 1, 0, or the share; shape (n,)."""
        answer: FloatArray = np.where(np.isnan(last), self.rate, (last < required).astype(np.float64))
        return answer


class CalibratedGap:
    """P(need) as a rising step function of required minus last level (isotonic regression).

    This is the baseline that a forecast's margin is quoted against: all that the last score alone can say.
    """

    rate: float = 0.5
    curve: IsotonicRegression | None = None

    def fit(self, required: FloatArray, last: FloatArray, need: IntArray) -> Self:
        """Learn the curve on rows with a last level and the share of needs on those without."""
        known = ~np.isnan(last)
        self.rate = _rate(need[~known], need)
        if known.any():
            self.curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip")
            self.curve.fit((required - last)[known], need[known])
        return self

    def predict(self, required: FloatArray, last: FloatArray) -> FloatArray:
        """Return P(need), shape (n,)."""
        answer = np.full(len(last), self.rate)
        known = ~np.isnan(last)
        if self.curve is not None and known.any():
            answer[known] = self.curve.predict((required - last)[known])
        return answer


class TransitionTable:
    """Distribution over the next level by the last one, counted, each row shrunk to all rows by ``prior`` counts."""

    def __init__(self, *, num_levels: int = 5, prior: float = 5.0) -> None:
        self.num_levels = num_levels
        self.prior = prior
        self.table = np.full((num_levels + 1, num_levels), 1 / num_levels)

    def fit(self, last: FloatArray, level: IntArray) -> Self:
        """Count changes from the last level (nan = none, row 0) to the level that came (1 to L)."""
        counts = np.zeros((self.num_levels + 1, self.num_levels))
        np.add.at(counts, (self._row(last), np.asarray(level) - 1), 1.0)
        total = counts.sum(axis=0) + 1.0
        self.table = counts + self.prior * total / total.sum()
        self.table /= self.table.sum(axis=1, keepdims=True)
        return self

    def predict(self, last: FloatArray) -> FloatArray:
        """Return shape (n, L), rows adding to 1."""
        answer: FloatArray = self.table[self._row(last)]
        return answer

    def _row(self, last: FloatArray) -> IntArray:
        whole = np.clip(np.round(np.nan_to_num(last, nan=1.0)), 1, self.num_levels).astype(np.int64)
        answer: IntArray = np.where(np.isnan(last), 0, whole)
        return answer


def _rate(chosen: IntArray, everyone: IntArray) -> float:
    rows = chosen if len(chosen) else everyone
    return float(rows.mean()) if len(rows) else 0.5
