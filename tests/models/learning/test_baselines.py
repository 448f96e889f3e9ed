"""Baselines and cohorts: known answers, and nothing from the future."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from penata.models.learning.baselines import CalibratedGap, HardGap, TransitionTable
from penata.models.learning.cohorts import CohortScaler

REQUIRED = np.array([3.0, 3.0, 3.0, 3.0, 3.0, 3.0])
LAST = np.array([1.0, 1.0, 3.0, 3.0, 4.0, np.nan])
NEED = np.array([1, 1, 0, 1, 0, 1])


def test_hard_gap() -> None:
    """1 under the requirement, 0 else; the only row without a last level was a need."""
    assert HardGap().fit(REQUIRED, LAST, NEED).predict(REQUIRED, LAST).tolist() == [1, 1, 0, 0, 0, 1]


def test_calibrated_gap_rises_with_the_gap() -> None:
    """Shares of needs by gap 2, 0, -1: 1, 1/2, 0; beyond them the ends hold."""
    curve = CalibratedGap().fit(REQUIRED, LAST, NEED)
    assert curve.predict(np.full(4, 3.0), np.array([1.0, 3.0, 4.0, 5.0])).tolist() == [1, 0.5, 0, 0]


def test_transition_table_adds_to_one_and_follows_counts() -> None:
    """A last level seen often gives its own distribution, one never seen that of all rows."""
    table = TransitionTable(prior=1).fit(np.full(1000, 2.0), np.repeat([2, 3], 500))
    known, unknown = table.predict(np.array([2.0, 5.0]))
    assert known.sum() == pytest.approx(1)
    assert known[1:3].tolist() == pytest.approx([0.5, 0.5], abs=0.01)
    assert unknown.tolist() == pytest.approx([1 / 1005, 501 / 1005, 501 / 1005, 1 / 1005, 1 / 1005])


def scores(num: int, unit: str, shift: float, when: float) -> pd.DataFrame:
    value = 3 + shift + np.resize([-0.5, 0.5], num)
    frame = pd.DataFrame({"score": value, "when": when, "instrument": "AC", "period": str(int(when)), "rater_unit": unit})
    return frame.assign(competency="C")


def test_a_lenient_cohort_is_centred() -> None:
    """Two units, one a level more lenient: both have mean z 0, each by its own cohort."""
    frame = pd.concat([scores(40, "U", 0, 2024.0), scores(40, "V", 1, 2024.0)], ignore_index=True)
    found = CohortScaler().fit(frame).transform(frame)
    assert found["z"].groupby(frame["rater_unit"]).mean().tolist() == pytest.approx([0, 0])
    assert found["mean"].groupby(frame["rater_unit"]).first().tolist() == pytest.approx([3, 4])
    assert (found["pooled"] == 0).all()


def test_a_small_cohort_takes_the_wider_one() -> None:
    """10 scores of V stand under 30: V is read by the mean of the instrument in the period."""
    frame = pd.concat([scores(40, "U", 0, 2024.0), scores(10, "V", 1, 2024.0)], ignore_index=True)
    found = CohortScaler().fit(frame).transform(frame)
    of_v = found[frame["rater_unit"] == "V"]
    assert (of_v["pooled"] == 2).all()
    assert of_v["mean"].iloc[0] == pytest.approx(frame["score"].mean())


def test_cohorts_are_frozen_at_the_as_of_date() -> None:
    """Scores on or after the as-of date change no figure, whatever they say."""
    before = scores(40, "U", 0, 2024.0)
    for shift in (0, 99):
        frame = pd.concat([before, scores(40, "U", shift, 2025.0)], ignore_index=True)
        found = CohortScaler().fit(frame, as_of=2025.0).transform(before)
        assert found["mean"].tolist() == pytest.approx([3.0] * 40)


def test_without_any_score_z_is_finite() -> None:
    """No cohort at all: mean 0, spread 1."""
    frame = scores(2, "U", 0, 2024.0)
    assert CohortScaler().fit(frame.iloc[:0]).transform(frame)["z"].tolist() == [2.5, 3.5]
