"""How good a forecast is: ranking, calibration, levels, gaps, intervals. A number that has no meaning is ``nan``.

``need`` is 1 where the next evaluation fell below the level required; ``probability`` is what was forecast for it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from .arrays import FloatArray, IntArray

CLIP = 1e-6
"""Probabilities are kept this far from 0 and 1 where a logarithm is taken."""


@dataclass(frozen=True, slots=True)
class NeedMetrics:
    """Measures of P(need) on one set of rows.

    Parameters
    ----------
    rows, rate
        Number of rows and observed share of needs.
    auc, pr_auc
        Area under the ROC and under the precision-recall curve; nan where all rows agree.
    brier, brier_skill
        Mean squared error, and its relative gain over the observed share as forecast for everybody.
    log_loss
        Mean negative log-likelihood, natural logarithm.
    ece
        Expected calibration error, 10 bins of equal mass.
    slope, intercept
        Logistic regression of the outcome on the log-odds of the forecast: 1 and 0 where calibrated.
    recall_at_capacity
        Share of all needs among the ``capacity`` share of rows forecast highest.
    """

    rows: int
    rate: float
    auc: float
    pr_auc: float
    brier: float
    brier_skill: float
    log_loss: float
    ece: float
    slope: float
    intercept: float
    recall_at_capacity: float

    def as_dict(self) -> dict[str, float]:
        """Return the measures by name."""
        return {name: float(value) for name, value in asdict(self).items()}


def need_metrics(need: IntArray, probability: FloatArray, *, capacity: float = 0.2) -> NeedMetrics:
    """Measure one forecast of needs; ``capacity`` is the share of rows that training has room for."""
    need, probability = np.asarray(need, dtype=np.int64), np.asarray(probability, dtype=np.float64)
    slope, intercept = calibration_line(need, probability)
    rate = float(need.mean())
    return NeedMetrics(
        rows=len(need),
        rate=rate,
        auc=auc(need, probability),
        pr_auc=float(average_precision_score(need, probability)) if 0 < rate < 1 else np.nan,
        brier=brier(need, probability),
        brier_skill=skill(brier(need, probability), rate * (1 - rate)),
        log_loss=float(log_loss(need, np.clip(probability, CLIP, 1 - CLIP), labels=[0, 1])),
        ece=calibration_error(need, probability),
        slope=slope,
        intercept=intercept,
        recall_at_capacity=recall_at(need, probability, capacity),
    )


def auc(need: IntArray, probability: FloatArray) -> float:
    """Return the area under the ROC curve, nan where all outcomes agree."""
    return float(roc_auc_score(need, probability)) if 0 < np.mean(need) < 1 else float("nan")


def brier(need: IntArray, probability: FloatArray) -> float:
    """Return the mean squared error of a probability."""
    return float(brier_score_loss(need, np.clip(probability, 0, 1), labels=[0, 1]))


def skill(loss: float, reference: float) -> float:
    """Return the relative gain ``1 - loss / reference``, nan where the reference is 0."""
    return 1 - loss / reference if reference > 0 else float("nan")


def calibration_error(need: IntArray, probability: FloatArray, *, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal mass.

    Rows with one and the same forecast stay in one bin, so ties cannot be cut to look better or worse by row order.

    References
    ----------
    Naeini, Cooper & Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning, AAAI.
    """
    order = np.argsort(probability, kind="stable")
    ranked, outcome = probability[order], need[order]
    first = np.searchsorted(ranked, ranked, side="left")
    group = np.minimum(first * bins // max(len(ranked), 1), bins - 1)
    count = np.bincount(group, minlength=bins)
    excess = np.bincount(group, weights=outcome - ranked, minlength=bins)
    return float(np.abs(excess).sum() / max(count.sum(), 1))


def calibration_line(need: IntArray, probability: FloatArray) -> tuple[float, float]:
    """Return slope and intercept of the outcome's log-odds on the forecast's (Cox 1958); nan where undefined."""
    score = logit(np.clip(probability, CLIP, 1 - CLIP))
    if not 0 < np.mean(need) < 1 or np.ptp(score) < 1e-9:
        return float("nan"), float("nan")
    line = LogisticRegression(C=1e6, max_iter=200).fit(score[:, None], need)
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def recall_at(need: IntArray, probability: FloatArray, capacity: float) -> float:
    """Return the share of all needs among the rows forecast highest; a tie at the limit counts in proportion."""
    total = int(np.sum(need))
    if not total:
        return float("nan")
    places = capacity * len(need)
    limit = np.sort(probability)[::-1][min(int(np.ceil(places)), len(need)) - 1] if places >= 1 else np.inf
    above, at = probability > limit, probability == limit
    share = (places - above.sum()) / at.sum() if at.any() else 0.0
    return float((need[above].sum() + share * need[at].sum()) / total)


def ranked_probability_score(levels: IntArray, probability: FloatArray) -> float:
    """Return the mean ranked probability score of level distributions, divided by the number of cuts.

    Parameters
    ----------
    levels
        Shape (n,). Level reached, 1 to L.
    probability
        Shape (n, L). Forecast of each level; rows add to 1.

    References
    ----------
    Epstein (1969), A scoring system for probability forecasts of ranked categories, J. Appl. Meteorol. 8.
    """
    cuts = np.arange(1, probability.shape[1])
    reached = (np.asarray(levels)[:, None] <= cuts).astype(np.float64)
    return float(np.mean((np.cumsum(probability, axis=1)[:, :-1] - reached) ** 2))


@dataclass(frozen=True, slots=True)
class GapMetrics:
    """Root mean squared error and bias (forecast minus truth) of an expected gap, in levels."""

    rmse: float
    bias: float


def gap_metrics(gap: FloatArray, forecast: FloatArray) -> GapMetrics:
    """Measure an expected gap ``max(required - level, 0)`` against what came."""
    error = np.asarray(forecast) - np.asarray(gap)
    return GapMetrics(rmse=float(np.sqrt(np.mean(error**2))), bias=float(np.mean(error)))


@dataclass(frozen=True, slots=True)
class IntervalMetrics:
    """Share of values inside their interval, and the mean width in levels."""

    coverage: float
    width: float


def interval_metrics(value: FloatArray, lower: FloatArray, upper: FloatArray) -> IntervalMetrics:
    """Measure intervals; both ends count as inside."""
    inside = (value >= lower) & (value <= upper)
    return IntervalMetrics(coverage=float(np.mean(inside)), width=float(np.mean(upper - lower)))


def shift_log_odds(probability: FloatArray, shift: FloatArray | float) -> FloatArray:
    """Return probabilities with their log-odds moved by ``shift``."""
    moved: FloatArray = expit(logit(np.clip(probability, CLIP, 1 - CLIP)) + shift)
    return moved
