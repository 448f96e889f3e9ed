"""Scores read inside their own cohort, so that a lenient round or a new instrument does not look like learning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pandas as pd

MIN_COHORT: Final = 30
"""Scores below which a cohort takes the mean and spread of the wider one (measured on OULAD, docs/concepts.md)."""
STEPS: Final = (
    ("instrument", "period", "rater_unit", "competency"),
    ("instrument", "period", "rater_unit"),
    ("instrument", "period", "competency"),
    ("instrument", "period"),
    ("instrument",),
    (),
)
"""From the narrowest cohort to everyone; the first with enough scores is used."""


@dataclass(frozen=True, slots=True)
class _Step:
    keys: tuple[str, ...]
    table: pd.DataFrame


class CohortScaler:
    """Mean and spread of the scores of each cohort: instrument x period x rater's unit (x competency).

    A cohort with fewer than ``minimum`` scores is pooled: its competencies together, then all raters' units, then
    all periods of the instrument, then everything. The figures are frozen: :meth:`fit` reads scores of periods
    *before* the as-of period only, and a cohort that was not seen then is pooled the same way.

    Parameters
    ----------
    minimum
        Least number of scores of a cohort.
    by_competency
        False leaves the competency out of the narrowest cohort.
    """

    def __init__(self, *, minimum: int = MIN_COHORT, by_competency: bool = True) -> None:
        self.minimum = minimum
        self.by_competency = by_competency
        self.steps: list[_Step] = []

    def fit(self, scores: pd.DataFrame, *, as_of: float | None = None) -> Self:
        """Read the cohorts of ``scores`` with ``when < as_of``.

        Parameters
        ----------
        scores
            Columns ``instrument``, ``period``, ``rater_unit``, ``competency``, ``score`` and, with ``as_of``, ``when``.
            A missing label is a label of its own.
        as_of
            Nothing dated on or after it is read; None reads everything.
        """
        seen = scores if as_of is None else scores[scores["when"] < as_of]
        names = [keys for keys in STEPS if self.by_competency or "competency" not in keys]
        self.steps = []
        for keys in names:
            labels = [_label(seen, key) for key in keys]
            groups = seen["score"].groupby(labels) if labels else seen["score"].groupby(np.zeros(len(seen), dtype=int))
            table = groups.agg(["count", "mean", "std"]).reset_index()
            wide = table["count"] >= (self.minimum if keys else 0)
            self.steps.append(_Step(keys, table[wide].reset_index(drop=True)))
        return self

    def transform(self, scores: pd.DataFrame) -> pd.DataFrame:
        """Return ``z``, the ``mean`` and ``spread`` used, and ``pooled`` (0 = the cohort's own), indexed as ``scores``.

        A spread of 0 or of a single score counts as 1 level, so ``z`` stays finite.
        """
        count = len(scores)
        mean, spread, pooled = np.full(count, np.nan), np.full(count, np.nan), np.full(count, len(self.steps))
        for depth, step in enumerate(self.steps):
            missing = np.flatnonzero(np.isnan(mean))
            if not len(missing):
                break
            part = scores.iloc[missing]
            if step.keys:
                wanted = pd.DataFrame({key: _label(part, key).to_numpy() for key in step.keys})
                found = wanted.merge(step.table, on=list(step.keys), how="left")
            elif len(step.table):
                found = step.table.loc[np.zeros(len(part), dtype=int)]
            else:
                continue
            mean[missing], spread[missing] = found["mean"].to_numpy(), found["std"].to_numpy()
            pooled[missing[~np.isnan(mean[missing])]] = depth
        spread = np.where(np.isfinite(spread) & (spread > 1e-9), spread, 1.0)
        mean = np.where(np.isnan(mean), 0.0, mean)
        value = scores["score"].to_numpy(dtype=np.float64)
        return pd.DataFrame({"z": (value - mean) / spread, "mean": mean, "spread": spread, "pooled": pooled}, scores.index)


def _label(scores: pd.DataFrame, key: str) -> pd.Series:
    return scores[key].astype("object").where(scores[key].notna(), "").astype("str").rename(key)
