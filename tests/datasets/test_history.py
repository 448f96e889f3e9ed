"""Made-up histories: their figures are those published, their hidden parameters can be found again, the same by seed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy.stats import rankdata

from penata.datasets.synthetic.history import History, draw_history
from penata.datasets.synthetic.history_draw import Drawn
from penata.datasets.synthetic.history_law import GRADE_SHARES, HistoryLaw
from penata.models.domain.errors import OptionError
from penata.models.learning.observations import Observations

LAW = HistoryLaw()
Floats = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def history() -> History:
    """9,000 people, six years."""
    return draw_history(9000, seed=1)


@pytest.fixture(scope="module")
def drawn(history: History) -> Drawn:
    return history.truth.drawn


def auc(is_positive: npt.NDArray[np.bool_], value: Floats) -> float:
    """Return the chance that a positive has the higher value, ties half."""
    ranks = rankdata(value)
    ones = int(is_positive.sum())
    return float((ranks[is_positive].sum() - ones * (ones + 1) / 2) / (ones * (len(value) - ones)))


def within(groups: Floats, values: Floats) -> Floats:
    """Return values less the mean of their group."""
    _, codes = np.unique(groups, return_inverse=True)
    return values - (np.bincount(codes, values) / np.bincount(codes))[codes]


def test_the_figures_of_the_law(history: History, drawn: Drawn) -> None:
    """Need, stability and noise are those the law was set to, and a grade says nearly nothing.

    About 28 % of the next marks lie under the standard; two assessments three years apart correlate at .68; a mark
    and the true level within a tier at .74 in the first year; the yearly grade alone tells a need with an AUC of .54,
    the true level with .936 (what no forecast can pass), "required minus last" with .81, its sign with .74.
    """
    truth = history.truth
    then, now = drawn.assessed[2], drawn.assessed[5]
    assert np.array_equal(then.person, now.person[np.isin(now.person, then.person)])
    both = np.isin(now.person, then.person)
    known = ~np.isnan(now.score)
    below = (now.score < truth.required[now.person])[known]
    assert below.mean() == pytest.approx(0.28, abs=0.02)
    pairs = ~np.isnan(then.score)
    assert np.corrcoef(then.score[pairs], now.score[both][pairs])[0, 1] == pytest.approx(0.68, abs=0.025)

    first = drawn.assessed[0]
    rows, cells = np.nonzero(~np.isnan(first.score))
    tier = np.array([2.0, 3.0, 4.0])[history.observations.people["tier"].cat.codes.to_numpy()][first.person[rows]]
    seen, true = first.score[rows, cells].astype(float), drawn.level[0][first.person[rows], cells].astype(float)
    assert np.corrcoef(within(tier, seen), within(tier, true))[0, 1] == pytest.approx(0.74, abs=0.015)

    width = truth.required.shape[1]
    grade = np.repeat(drawn.grade[4][now.person], width).reshape(-1, width)
    assert auc(below, -grade[known].astype(float)) == pytest.approx(0.54, abs=0.01)
    gap = (truth.required - drawn.level[5])[now.person][known]
    assert auc(below, gap.astype(float)) == pytest.approx(0.936, abs=0.01)
    last = np.full(truth.required.shape, np.nan)
    for year in range(5):
        last[drawn.assessed[year].person] = drawn.assessed[year].score
    short = np.nan_to_num(truth.required - last)[now.person][known]
    assert auc(below, short) == pytest.approx(0.81, abs=0.015)
    assert auc(below, (short > 0).astype(float)) == pytest.approx(0.74, abs=0.015)


def test_the_truth_at_the_horizon(history: History, drawn: Drawn) -> None:
    """Everyone would get a mark then, where anybody judges it; need is that mark against the standard."""
    truth = history.truth
    assert np.isnan(drawn.next_score).mean() == pytest.approx(LAW.unassessable, abs=0.005)
    assert set(np.unique(drawn.next_score[~np.isnan(drawn.next_score)])) <= {1, 2, 3, 4, 5}
    judged = ~np.isnan(drawn.next_score)
    assert truth.need[judged].mean() == pytest.approx(0.28, abs=0.02)
    assert not truth.need[~judged].any()
    assert truth.level.shape == (7, 9000, 12)


def test_variances_of_levels_are_found_again(drawn: Drawn) -> None:
    """Own parts and walks by moments, in cells that no training touched.

    Two competencies of one person share g, so their covariance is .30 and their variance .44; the yearly step of a cell
    has variance .10^2 + .16^2, of which .10^2 is common.
    """
    count, width = drawn.next_score.shape
    trained = np.zeros((count, width), dtype=bool)
    trained[drawn.trained[:, 0], drawn.trained[:, 1]] = True
    step = np.where(trained, np.nan, drawn.level[3] - drawn.level[2]).astype(np.float64)
    assert np.nanvar(step) == pytest.approx(LAW.walk_common**2 + LAW.walk_own**2, rel=0.03)
    assert np.nanmean(step) == pytest.approx(LAW.drift + LAW.tenure, abs=0.004)
    both = ~np.isnan(step[:, 0]) & ~np.isnan(step[:, 1])
    assert np.cov(step[both, 0], step[both, 1])[0, 1] == pytest.approx(LAW.walk_common**2, rel=0.15)
    start = drawn.level[0].astype(np.float64) - np.sqrt(LAW.general) * drawn.general[:, None]
    own = start - start.mean(axis=1, keepdims=True)
    assert own.var(ddof=0) * width / (width - 1) == pytest.approx(LAW.own, rel=0.02)
    assert drawn.general.var() == pytest.approx(1, abs=0.05)


def test_assessors_are_found_again(drawn: Drawn) -> None:
    """An assessor's mean error is their severity; what a day and a mark add has the spread of the law.

    In the middle of the scale (true level 2-4) rounding adds a variance of 1/12 to a mark.
    """
    error, assessor, day, number = [], [], [], 0
    for year, found in enumerate(drawn.assessed):
        rows, cells = np.nonzero(~np.isnan(found.score))
        true = drawn.level[year][found.person[rows], cells]
        clear = (true > 2) & (true < 4)
        error.append((found.score[rows, cells] - true)[clear].astype(np.float64))
        assessor.append(found.assessor[rows[clear]])
        day.append(number + rows[clear])
        number += len(found.person)
    errors, assessors, days = (np.concatenate(parts) for parts in (error, assessor, day))
    mean = np.bincount(assessors, errors) / np.bincount(assessors)
    assert np.corrcoef(mean, drawn.assessor_severity)[0, 1] > 0.97
    assert drawn.assessor_severity.std() == pytest.approx(LAW.assessor, rel=0.25)
    rest = within(assessors.astype(float), errors)
    size = np.bincount(days)
    by_day = np.bincount(days, rest)
    many = size > 3
    own = within(days.astype(float), rest)
    noise = (own**2).sum() / (len(own) - (size > 0).sum())
    assert noise == pytest.approx(LAW.noise**2 + 1 / 12, rel=0.06)
    between = np.var(by_day[many] / size[many]) - noise * np.mean(1 / size[many])
    assert between == pytest.approx(LAW.occasion**2, rel=0.12)


def test_units_and_halos_are_found_again(history: History, drawn: Drawn) -> None:
    """A unit's mean 360 error is its severity, a person's over the years in all competencies their halo (plus lenience)."""
    level = drawn.level[:-1].astype(np.float64)
    expected = (1 - LAW.halo_share) * level + LAW.halo_share * level.mean(axis=2, keepdims=True)
    error = np.where((drawn.rated > 1) & (drawn.rated < 5), drawn.rated - expected, np.nan)
    error = np.where(expected < 3.2, error, np.nan)  # far from the end of the scale
    number = (~np.isnan(error)).sum(axis=2)
    known = number > 0
    person = np.nansum(error, axis=2) / np.maximum(number, 1)
    unit = history.truth.unit
    mean = np.bincount(unit[known], person[known]) / np.bincount(unit[known])
    assert np.corrcoef(mean, drawn.unit_severity)[0, 1] > 0.95
    assert drawn.unit_severity.std() == pytest.approx(LAW.unit, rel=0.2)
    rest = np.where(known, person - drawn.unit_severity[unit], np.nan)
    years = known.sum(axis=0)
    halo = np.nansum(rest[:, years == 6], axis=0) / 6
    assert np.corrcoef(halo, drawn.person_halo[years == 6])[0, 1] > 0.9
    assert halo.mean() == pytest.approx(LAW.lenience, abs=0.05)
    moved = (unit[1:] != unit[:-1]).mean()
    assert moved == pytest.approx(LAW.transfer, rel=0.05)


def test_grades_are_cut_at_the_forced_shares(drawn: Drawn) -> None:
    """Every year the shares of the grades are the published ones, whoever there is."""
    for grades in drawn.grade:
        there = grades[grades >= 0]
        shares = np.bincount(there, minlength=5) / len(there)
        assert shares == pytest.approx(GRADE_SHARES, abs=2 / len(there))


def test_effects_are_found_again_and_who_is_trained_is_no_chance(history: History, drawn: Drawn) -> None:
    """What training added follows its course and the room above; the trained were further behind, so comparisons mislead.

    Before minus after marks overstate the effect (a low last mark is partly bad luck), trained minus untrained levels
    understate it.
    """
    person, cell, year = drawn.trained.T
    room = np.clip((LAW.ceiling - drawn.level[year, person, cell]) / LAW.room, 0, 1)
    course = history.truth.course[person, cell]
    found = np.bincount(course, drawn.gained) / np.bincount(course, room)
    assert found == pytest.approx(drawn.course_effect, rel=0.06)
    assert drawn.course_effect.mean() == pytest.approx(LAW.effect, rel=0.25)
    spread = (drawn.gained / (drawn.course_effect[course] * np.where(room > 0, room, 1)))[room > 0]
    assert np.var(spread) == pytest.approx(1 / LAW.effect_shape, rel=0.1)

    later = np.zeros(drawn.next_score.shape)
    in_third = year == 2
    later[person[in_third], cell[in_third]] = drawn.gained[in_third]
    fresh = later > 0
    true = later[fresh].mean()
    naive = (drawn.level[3] - history.truth.required)[fresh].mean() - (drawn.level[3] - history.truth.required)[
        ~fresh
    ].mean()
    assert naive < 0.5 * true
    last = np.full(fresh.shape, np.nan)
    for one in drawn.assessed[:3]:
        last[one.person] = one.score
    following = np.full(fresh.shape, np.nan)
    following[drawn.assessed[3].person] = drawn.assessed[3].score
    both = fresh & ~np.isnan(last) & ~np.isnan(following)
    assert (following - last)[both].mean() > 1.3 * true


def test_boosts_decay() -> None:
    """With one training and no walk, what is left after k years is 0.7^k of it."""
    still = HistoryLaw(
        walk_common=0, walk_own=0, drift=0, tenure=0, effect_spread=0, chance=-8, chance_gap=0, chance_general=0
    )
    drawn = draw_history(4000, years=5, seed=2, law=still).truth.drawn
    person, cell, year = drawn.trained[drawn.trained[:, 2] == 0].T
    rise = drawn.level[:, person, cell] - drawn.level[0, person, cell]
    first = drawn.gained[drawn.trained[:, 2] == 0]
    assert len(first) > 5
    assert not year.any()
    for later in range(1, 6):
        assert rise[later] == pytest.approx(first * 0.7 ** (later - 1), abs=1e-5)


def test_a_law_without_effects_teaches_nothing() -> None:
    """No effect: training is drawn as before and adds nothing."""
    drawn = draw_history(200, seed=3, law=HistoryLaw(effect=0.0)).truth.drawn
    assert len(drawn.trained) > 100
    assert not drawn.gained.any()


def test_the_same_seed_gives_the_same_history() -> None:
    """Parameters and seed decide everything; one more year or another seed gives other facts."""
    one, same, other = (draw_history(300, seed=seed) for seed in (5, 5, 6))
    for name in ("scores", "people", "requirements", "trainings", "grades"):
        pd.testing.assert_frame_equal(getattr(one.observations, name), getattr(same.observations, name))
    assert np.array_equal(one.truth.level, same.truth.level)
    assert not np.array_equal(one.truth.level, other.truth.level)


def test_rows_in_any_order_are_the_same_observations() -> None:
    """Shuffled scores and people make the same frames: nothing hangs on the order of people."""
    found = draw_history(120, seed=7).observations
    mixed = Observations.from_frame(
        found.scores.sample(frac=1, random_state=1), when="when", scale="scale", instrument="instrument", rater="rater",
        rater_id="rater_id", rater_unit="rater_unit", required=found.requirements.sample(frac=1, random_state=2),
        people=found.people[::-1], trainings=found.trainings.sample(frac=1, random_state=3), grades=found.grades[::-1],
    )  # fmt: skip
    for name in ("scores", "people", "requirements", "trainings", "grades"):
        pd.testing.assert_frame_equal(getattr(mixed, name), getattr(found, name))


def test_observations_hold_what_was_drawn_and_no_truth(history: History, drawn: Drawn) -> None:
    """Marks and 360 scores stand in them once each, people by index; nothing of the horizon does."""
    found = history.observations
    assert found.person_ids.tolist() == list(history.truth.names.people)
    assert found.competency_ids.tolist() == list(history.truth.names.competencies)
    marks = sum(int((~np.isnan(one.score)).sum()) for one in drawn.assessed)
    assert (found.scores["instrument"] == "assessment_center").sum() == marks
    assert (found.scores["instrument"] == "360").sum() == (~np.isnan(drawn.rated)).sum()
    assert found.scores["when"].max() < 2026
    assert found.trainings["when"].between(2021, 2026.5).all()
    year = np.floor(found.trainings["when"]).astype(int) - 2021
    assert np.array_equal(np.bincount(year), np.bincount(drawn.trained[:, 2]))
    row = found.scores[found.scores["instrument"] == "360"].iloc[1000]
    place = int(row["period"]) - 2020, int(row["person"][1:]) - 1, int(row["competency"][1:]) - 1
    assert row["score"] == pytest.approx(float(drawn.rated[place]), abs=1e-6)
    assert row["rater_unit"] == history.truth.names.units[history.truth.unit[place[:2]]]


@pytest.mark.parametrize("size", [{"people": 9}, {"people": 50, "years": 0}, {"people": 50, "competencies": 0}])
def test_a_size_that_cannot_be_meant_is_refused(size: dict[str, int]) -> None:
    """Each number names its range."""
    with pytest.raises(OptionError, match="expected"):
        draw_history(**size)  # type: ignore[arg-type]  # numbers alone


@pytest.mark.parametrize(
    "law", [{"noise": -1}, {"transfer": 1.2}, {"raters": (0, 3)}, {"below": 0.6, "above": 0.6}, {"walk_own": float("nan")}]
)
def test_a_law_that_cannot_be_meant_is_refused(law: dict[str, float]) -> None:
    """A spread below 0, a share above 1, no rater."""
    with pytest.raises(OptionError, match="not the parameter of a history"):
        HistoryLaw(**law)  # type: ignore[arg-type]  # wrong on purpose
