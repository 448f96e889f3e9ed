"""The filter against the joint normal distribution of all scores, written out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal

from penata.models.learning.state_events import Batch, build_events
from penata.models.learning.state_filter import Numbers, run_filter

NUMBERS = Numbers(
    general=0.3,
    own=0.14,
    halo=0.07,
    general_walk=0.02,
    own_walk=0.03,
    drift=0.05,
    effect=0.0,
    effect_sd=0.0,
    decay=0.3,
    noise=np.array([0.2, 0.1]),
    occasion=np.array([0.05, 0.3]),
    loading=np.array([1.0, 0.55]),
    grain=np.array([1 / 12, 0.0]),
    sees_halo=np.array([0.0, 1.0]),
)


def draw(num_people: int, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = [
        (person, competency, source, 2020.0 + year, rng.normal())
        for person in range(num_people)
        for year in range(3)
        for source in (0, 1)
        for competency in range(3)
        if rng.random() < 0.6
    ]
    return pd.DataFrame(rows, columns=["person", "competency", "source", "when", "value"])


def batches_of(scores: pd.DataFrame, num_people: int, as_of: float = 2021.5) -> list[Batch]:
    nothing = pd.DataFrame({"person": [0], "competency": [0], "when": [0.0], "value": [0.0]}).iloc[:0]
    questions = pd.DataFrame({"person": np.arange(num_people), "when": as_of})
    wanted = pd.DataFrame({"person": np.repeat(np.arange(num_people), 3), "competency": np.tile(np.arange(3), num_people)})
    return list(build_events(scores, nothing, questions, wanted, num_people).batches())


def joint(rows: pd.DataFrame, start: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Covariance of one person's scores, and of each score with the level of each competency at ``t``, by definition."""
    when, source, competency = rows["when"].to_numpy(), rows["source"].to_numpy(), rows["competency"].to_numpy()
    since = np.minimum(when[:, None], when[None, :]) - start
    load = NUMBERS.loading[source]
    same = competency[:, None] == competency[None, :]
    cov = NUMBERS.general + NUMBERS.general_walk * since
    cov = cov + load[:, None] * load[None, :] * same * (NUMBERS.own + NUMBERS.own_walk * since)
    beside = NUMBERS.sees_halo[source]
    cov = cov + NUMBERS.halo * beside[:, None] * beside[None, :]
    occasion = (when[:, None] == when[None, :]) & (source[:, None] == source[None, :])
    cov = cov + occasion * NUMBERS.occasion[source][:, None] + np.diag(NUMBERS.noise[source] + NUMBERS.grain[source])
    return cov, when, load


def test_filter_equals_the_joint_normal_distribution() -> None:
    """Likelihood, and mean and variance at a question, are those of the joint distribution."""
    scores = draw(5)
    (batch,) = batches_of(scores, 5)
    found = run_filter(batch, np.zeros(batch.competency.shape), NUMBERS)
    for person in range(5):
        rows = scores[scores["person"] == person]
        start = min(rows["when"].min(), 2021.5)
        cov, when, load = joint(rows, start)
        mean = NUMBERS.drift * (when - start)
        expected = multivariate_normal(mean, cov).logpdf(rows["value"])
        assert found.loglik[person] == pytest.approx(expected, rel=1e-9)
        known = when < 2021.5
        values = rows["value"].to_numpy()[known] - mean[known]
        for competency in range(3):
            since = when[known] - start
            cross = NUMBERS.general + NUMBERS.general_walk * since
            own = load[known] * (NUMBERS.own + NUMBERS.own_walk * since)
            cross = cross + own * (rows["competency"].to_numpy()[known] == competency)
            weight = np.linalg.solve(cov[np.ix_(known, known)], cross)
            slot = int(np.flatnonzero(batch.competency[:, person] == competency)[0])
            span = 2021.5 - start
            before = NUMBERS.general + NUMBERS.own + (NUMBERS.general_walk + NUMBERS.own_walk) * span
            assert found.asked_mean[0, slot, person] == pytest.approx(NUMBERS.drift * span * 1.0 + weight @ values, abs=1e-9)
            assert found.asked_variance[0, slot, person] == pytest.approx(before - weight @ cross, abs=1e-9)
