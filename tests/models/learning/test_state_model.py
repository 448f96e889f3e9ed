"""The state model: recovers what was drawn, sees no future, needs no history, explains itself to the last digit."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from penata.models.learning import levels, metrics
from penata.models.learning.observations import Observations
from penata.models.learning.state_model import CompetencyStateModel
from penata.models.learning.state_reasons import explain_state
from tests.learning_draw import Drawn, draw_history


@cache
def drawn(num_people: int = 240) -> Drawn:
    return draw_history(num_people)


@cache
def fitted() -> CompetencyStateModel:
    return CompetencyStateModel(fit_people=80).fit(drawn(500).observations.before(2024.0))


def frame_of(scores: pd.DataFrame) -> Observations:
    return Observations.from_frame(scores, when="when", instrument="instrument", required=3.0)


def rows_of(observations: Observations, as_of: float, when: float) -> pd.DataFrame:
    count = len(observations.competency_ids)
    return pd.DataFrame({"person": [0] * count, "competency": range(count), "as_of": as_of, "when": when})


def test_no_score_of_the_day_or_later_enters() -> None:
    """States at an as-of date are the same, bit for bit, with and without everything that came after."""
    rows = drawn().targets(2023)
    whole = fitted().predict(drawn().observations, rows)
    cut = fitted().predict(drawn().observations.before(2023.0), rows)
    np.testing.assert_allclose(whole.variance, cut.variance, atol=1e-12)
    np.testing.assert_allclose(whole.mean, cut.mean, atol=1e-12)


def test_forecast_beats_chance_and_its_intervals_hold() -> None:
    """AUC over 0.80 on a year not seen; 80 % intervals hold 70-90 % of the true levels of 500 people."""
    many = drawn(500)
    rows = many.targets(2024)
    found = fitted().predict(many.observations, rows)
    noise = fitted().numbers()
    variance = found.variance + noise.noise[0] + noise.occasion[0]
    need = (rows["score"] < rows["required"]).to_numpy().astype(np.int64)
    assert metrics.auc(need, levels.need_probability(rows["required"].to_numpy(), found.mean, variance)) > 0.80
    low, high = levels.interval(found.mean, found.variance)
    assert 0.70 < metrics.interval_metrics(rows["level"].to_numpy(), low, high).coverage < 0.90


@pytest.mark.slow
def test_the_likelihood_recovers_what_was_drawn() -> None:
    """Variances of 600 people within a third of the truth, loading near it; the effect of training, 0.35, comes out low."""
    found = CompetencyStateModel(fit_people=600).fit(draw_history(900, num_competencies=10).observations).parameters
    centre, colleagues = found.source("AC/assessor"), found.source("360/peer")
    assert found.general == pytest.approx(0.30, rel=0.33)
    assert found.own == pytest.approx(0.14, rel=0.33)
    assert found.own_walk == pytest.approx(0.0256, rel=0.4)
    assert found.halo == pytest.approx(0.0625, rel=0.5)
    assert centre.noise == pytest.approx(0.45**2, rel=0.33)
    assert colleagues.loading == pytest.approx(0.55, abs=0.1)
    assert 0.15 < found.effect < 0.35  # known: part of it goes into what people with low scores gain anyway


def test_without_any_history_the_prior_answers_and_is_wide() -> None:
    """No score at all: the mean level that the tier's posts ask for, an 80 % interval wider than 1.5 levels."""
    nothing = drawn().observations.before(1999.0)
    model = CompetencyStateModel().fit(nothing)
    rows = drawn().targets(2024).head(20)
    found = model.predict(nothing, rows)
    assert not model.means.learned
    np.testing.assert_allclose(found.mean, found.prior + model.parameters.drift * 0.95)
    low, high = levels.interval(found.mean, found.variance)
    assert (high - low > 1.5).all()


def test_one_score_moves_its_own_competency_most_and_the_others_too() -> None:
    """A single 5 where the mean is 3: that competency rises most, another that nobody scored rises as well."""
    scores = pd.DataFrame({"person": ["a", "b"], "period": 2024, "when": 2024.5, "instrument": "AC", "score": [5.0, 1.0]})
    other = pd.DataFrame(
        {"person": ["b"], "period": 2023, "when": 2023.5, "instrument": "AC", "score": [3.0], "competency": "y"}
    )
    observations = frame_of(pd.concat([scores.assign(competency="x"), other]))
    model = CompetencyStateModel()
    model.means = CompetencyStateModel(fit_people=1).fit(observations).means
    found = model.predict(observations, rows_of(observations, 2025.0, 2025.0))
    own, beside = (found.mean - found.prior).tolist()
    assert own > beside > 0


def test_reasons_add_up_exactly() -> None:
    """Prior + drift and training + the moves of all scores = mean, and a score changed by 1 moves it by its weight."""
    observations = drawn().observations
    row = drawn().targets(2024).iloc[[5]]
    person = observations.person_ids[row["person"].iloc[0]]
    competency = observations.competency_ids[row["competency"].iloc[0]]
    found = explain_state(fitted(), observations, person, competency, as_of=2024.0, when=2024.95)
    total = found.prior + found.drift_and_training + sum(item.moves for item in found.scores)
    assert total == pytest.approx(found.mean, abs=1e-12)
    assert found.mean == pytest.approx(fitted().predict(observations, row).mean[0])
    assert found.scores[0].competency == competency
    value = fitted().deviations(observations)
    mine = np.flatnonzero((observations.person_idx == row["person"].iloc[0]) & (observations.scores["when"] < 2024.0))
    assert len(mine) == len(found.scores)
    span = (int(row["person"].iloc[0]), int(row["person"].iloc[0]) + 1)
    strongest = max(found.scores, key=lambda item: abs(item.weight))
    history = fitted().scores_of(observations, value, span)
    place = observations.competency_ids.tolist().index(strongest.competency)
    there = (history["when"] == strongest.when) & (history["competency"] == place)
    there &= history["source"] == fitted().source_names().index(strongest.source)
    nothing = pd.DataFrame({"person": [0], "competency": [0], "when": [0.0], "value": [0.0]}).iloc[:0]
    asked, prior, tier = row.assign(person=0), fitted().priors(observations), np.array([1])
    base = fitted().ask(history, nothing, asked, prior, tier).mean[0]
    moved = fitted().ask(history.assign(value=history["value"] + there), nothing, asked, prior, tier).mean[0]
    assert moved - base == pytest.approx(strongest.weight, abs=0.03)


def test_the_order_of_people_changes_nothing() -> None:
    """Other names, so another order: the same states for the same people."""
    observations = drawn(40).observations
    turned = {name: f"Q{99999 - int(name[1:]):05d}" for name in observations.person_ids}
    frames = {
        name: getattr(observations, name).astype({"person": "str"}).assign(person=lambda f: f["person"].map(turned))
        for name in ("people", "requirements", "trainings")
    }
    scores = observations.scores.astype({"person": "str"}).assign(person=lambda f: f["person"].map(turned))
    other = Observations.from_frame(
        scores.astype({"period": "str"}),
        when="when",
        instrument="instrument",
        rater="rater",
        rater_unit="rater_unit",
        required=frames["requirements"],
        people=frames["people"],
        trainings=frames["trainings"],
    )
    rows = drawn(40).targets(2024)
    mirrored = rows.assign(person=len(observations.person_ids) - 1 - rows["person"])
    first, second = fitted().predict(observations, rows), fitted().predict(other, mirrored)
    np.testing.assert_allclose(first.mean, second.mean, atol=1e-9)
    np.testing.assert_allclose(first.variance, second.variance, atol=1e-12)


def test_level_figures_agree_with_integration() -> None:
    """Gap, probabilities and quantiles of a normal level, against numerical integration."""
    mean, variance = np.array([2.4]), np.array([0.36])
    density = norm(2.4, 0.6)
    expected = quad(lambda x: max(3 - x, 0) * density.pdf(x), -3, 8, points=[3])[0]
    assert levels.expected_gap(np.array([3.0]), mean, variance)[0] == pytest.approx(expected, abs=1e-6)
    shares = levels.level_probabilities(mean, variance)[0]
    assert shares.sum() == pytest.approx(1)
    assert shares[1] == pytest.approx(density.cdf(2.5) - density.cdf(1.5))
    assert levels.need_probability(np.array([3.0]), mean, variance)[0] == pytest.approx(shares[:2].sum())
    assert levels.gap_quantiles(np.array([3.0]), mean, variance, np.array([0.1, 0.5])).tolist()[0] == pytest.approx(
        [0.0, 0.6]
    )
