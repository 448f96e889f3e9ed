"""Measures on figures small enough to work out by hand, and intervals that count people."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penata.models.learning import metrics
from penata.models.learning.bootstrap import bootstrap, paired_gain

NEED = np.array([1, 0, 1, 0])
FORECAST = np.array([0.9, 0.2, 0.4, 0.6])


def test_measures_of_four_rows() -> None:
    """AUC 3 of 4 pairs; Brier (0.01 + 0.04 + 0.36 + 0.36) / 4; the two highest rows hold one of two needs."""
    found = metrics.need_metrics(NEED, FORECAST, capacity=0.5)
    assert found.auc == 0.75
    assert found.brier == pytest.approx(0.1925)
    assert found.brier_skill == pytest.approx(1 - 0.1925 / 0.25)
    assert found.recall_at_capacity == 0.5
    assert found.rate == 0.5


def test_recall_counts_a_tie_in_proportion() -> None:
    """All rows alike: a capacity of a quarter finds a quarter of the needs, whatever the order of rows."""
    assert metrics.recall_at(NEED, np.full(4, 0.3), 0.25) == pytest.approx(0.25)


@pytest.mark.parametrize("shift", [0.0, 0.1])
def test_calibration_error_is_the_shift(shift: float) -> None:
    """A forecast that is right up to a shift has the shift as its error."""
    rng = np.random.default_rng(0)
    truth = rng.uniform(0.2, 0.8, 200_000)
    need = (rng.random(len(truth)) < truth).astype(np.int64)
    assert metrics.calibration_error(need, truth + shift) == pytest.approx(shift, abs=0.006)


def test_calibration_line_finds_slope_and_intercept() -> None:
    """Outcomes whose log-odds are 0.5 + 0.8 times the forecast's."""
    rng = np.random.default_rng(1)
    score = rng.normal(size=100_000)
    need = (rng.random(len(score)) < 1 / (1 + np.exp(-(0.5 + 0.8 * score)))).astype(np.int64)
    slope, intercept = metrics.calibration_line(need, 1 / (1 + np.exp(-score)))
    assert slope == pytest.approx(0.8, abs=0.03)
    assert intercept == pytest.approx(0.5, abs=0.03)


def test_without_both_outcomes_ranking_has_no_value() -> None:
    """Measures that need both outcomes are nan, not 0 or 1."""
    found = metrics.need_metrics(np.zeros(3, dtype=np.int64), np.array([0.1, 0.2, 0.3]))
    assert np.isnan(found.auc)
    assert np.isnan(found.pr_auc)
    assert np.isnan(found.slope)
    assert np.isnan(found.recall_at_capacity)


def test_ranked_probability_score() -> None:
    """Sure and right = 0; sure and one level off of five = 1/4; even over five levels, level 1: (.64+.36+.16+.04)/4."""
    sure = np.eye(5)
    assert metrics.ranked_probability_score(np.array([3]), sure[[2]]) == 0
    assert metrics.ranked_probability_score(np.array([3]), sure[[3]]) == 0.25
    assert metrics.ranked_probability_score(np.array([1]), np.full((1, 5), 0.2)) == pytest.approx(0.3)


@given(st.permutations(range(12)))
def test_the_order_of_rows_changes_no_measure(order: list[int]) -> None:
    """Ties included, every measure is the same for every order of rows."""
    need = np.array([0, 1, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0])
    forecast = np.array([0.1, 0.5, 0.5, 0.5, 0.9, 0.2, 0.5, 0.5, 0.1, 0.3, 0.3, 0.9])
    first, second = metrics.need_metrics(need, forecast), metrics.need_metrics(need[order], forecast[order])
    assert second.as_dict() == pytest.approx(first.as_dict())


def test_interval_counts_people_not_rows() -> None:
    """The same values written ten times a person leave the interval as wide as once a person."""
    rng = np.random.default_rng(2)
    value = rng.normal(size=100)
    people = np.arange(100)
    once = bootstrap(people, lambda rows: float(value[rows].mean()))
    often = bootstrap(np.repeat(people, 10), lambda rows: float(np.repeat(value, 10)[rows].mean()))
    assert often.upper - often.lower == pytest.approx(once.upper - once.lower)
    assert once.lower < value.mean() < once.upper


def test_paired_gain_of_a_forecast_over_itself_is_zero() -> None:
    """Both on the same drawn people: no gain, and no width."""
    gain = paired_gain(np.arange(4), NEED, FORECAST, FORECAST, metrics.brier)
    assert (gain.value, gain.lower, gain.upper) == (0, 0, 0)
    assert not gain.excludes(0.0)


def test_gap_and_interval_measures() -> None:
    """Errors 1 and -1: rmse 1, bias 0; one of two values inside, mean width 1.5."""
    gaps = metrics.gap_metrics(np.array([0.0, 1.0]), np.array([1.0, 0.0]))
    assert (gaps.rmse, gaps.bias) == (1, 0)
    found = metrics.interval_metrics(np.array([0.0, 5.0]), np.array([-1.0, 0.0]), np.array([1.0, 1.0]))
    assert (found.coverage, found.width) == (0.5, 1.5)
