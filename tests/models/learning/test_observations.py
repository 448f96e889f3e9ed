"""Observations: any long table in, one validated form out, whatever the order of its rows."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penata.models.domain.errors import DataError
from penata.models.learning.observations import Observations
from penata.models.learning.periods import year_of

MARKS = pd.DataFrame(
    {
        "person": ["b", "a", "a", "b"],
        "period": ["2024", "2024", "2025Q2", "2025Q2"],
        "competency": ["x", "x", "y", "x"],
        "score": [3, 2.5, 4, 1],
        "sex": ["f", "m", "m", "f"],
    }
)


def seen(frame: pd.DataFrame = MARKS, **options: object) -> Observations:
    return Observations.from_frame(frame, **options)  # type: ignore[arg-type]  # options of one call


def test_a_table_with_four_columns_is_enough() -> None:
    """Person, period, competency and score make observations; what is unknown is missing, the scale is level."""
    found = seen()
    assert found.person_ids.tolist() == ["a", "b"]
    assert found.competency_ids.tolist() == ["x", "y"]
    assert found.scores["score"].tolist() == [2.5, 4.0, 3.0, 1.0]
    assert found.scores["scale"].tolist() == ["level"] * 4
    assert found.scores["rater"].isna().all()
    assert found.scores["period"].cat.categories.tolist() == ["2024", "2025Q2"]
    assert found.person_idx.tolist() == [0, 0, 1, 1]
    assert found.competency_idx.tolist() == [0, 1, 0, 0]
    assert found.dropped == ("sex",)
    assert not any("sex" in frame.columns for frame in (found.scores, found.people))


@settings(max_examples=10)
@given(st.permutations(range(4)))
def test_the_order_of_rows_changes_nothing(order: list[int]) -> None:
    """Rows in any order give the same frame."""
    pd.testing.assert_frame_equal(seen(MARKS.iloc[order]).scores, seen().scores)


@pytest.mark.parametrize(
    ("when", "year"),
    [
        ("2025", 2025 + 364 / 365),
        ("2024", 2024 + 365 / 366),
        ("2025Q1", 2025 + 89 / 365),
        ("2025S2", 2025 + 364 / 365),
        ("2025-02", 2025 + 58 / 365),
        ("2025-03-01", 2025 + 59 / 365),
        (date(2025, 1, 1), 2025.0),
        (pd.Timestamp("2025-01-02 13:00"), 2025 + 1 / 365),
        (np.datetime64("2024-12-31"), 2024 + 365 / 366),
        (pd.Period("2025Q1"), 2025 + 89 / 365),
        (2025.25, 2025.25),
    ],
)
def test_a_moment_in_years(when: object, year: float) -> None:
    """A label is the last day of its period: 31 March is day 89 counted from 0; a date is itself."""
    assert year_of(when) == pytest.approx(year, abs=1e-12)  # type: ignore[arg-type]  # moments of many kinds


@pytest.mark.parametrize("when", ["2013B", "2025Q5", "2025-13", "2025-02-30", "", "1850", float("nan"), "٢٠٢٥"])
def test_no_moment_is_refused(when: object) -> None:
    """A label that is no period of the calendar needs a mapping."""
    with pytest.raises(DataError, match="no moment"):
        year_of(when)  # type: ignore[arg-type]  # moments of many kinds


def test_labels_of_any_kind_with_their_moments() -> None:
    """Terms have no date of their own: a mapping gives it, and orders them; a whole number is that year's last day."""
    terms = pd.DataFrame({"person": ["a", "a"], "period": ["J", "B"], "competency": ["x", "x"], "score": [50, 60]})
    found = seen(terms, when={"B": "2013-06", "J": 2014.1}, scale="percent")
    assert found.scores["period"].cat.categories.tolist() == ["B", "J"]
    assert found.scores["when"].tolist() == [year_of("2013-06"), 2014.1]
    assert seen(terms.assign(period=2014), scale="percent").scores["when"].tolist() == [year_of("2014")] * 2
    dated = seen(terms.assign(day=pd.to_datetime(["2014-02-01", "2013-06-01"])), when="day", scale="percent")
    assert dated.scores["when"].tolist() == [year_of("2013-06-01"), year_of("2014-02-01")]


def test_nothing_of_the_day_itself_or_later_is_before_it() -> None:
    """Scores, grades and training dated on or after the as-of date stay out; people stay known."""
    grades = pd.DataFrame({"person": ["a", "c"], "when": ["2024", "2025"], "grade": [3, 4]})
    trainings = pd.DataFrame({"person": ["a"], "competency": ["x"], "when": pd.to_datetime(["2025-05-01"]), "hours": [20]})
    found = seen(grades=grades, trainings=trainings)
    early = found.before(date(2025, 1, 1))
    assert early.scores["period"].tolist() == ["2024", "2024"]
    assert early.grades["grade"].tolist() == [3.0]
    assert len(early.trainings) == 0
    assert len(found.before(year_of("2024")).scores) == 0
    assert early.person_ids.tolist() == ["a", "b", "c"]


def test_people_and_requirements_share_their_ids() -> None:
    """A person without any score is known as well; a number asks the same of everyone in all they were scored in."""
    people = pd.DataFrame({"person": ["z", "a"], "tier": ["ahli_muda", ""], "post_from": [2020.0, float("nan")]})
    found = seen(people=people, required=3)
    assert found.person_ids.tolist() == ["a", "b", "z"]
    assert found.people["post_from"].isna().tolist() == [True, False]
    assert found.requirements[["person", "competency"]].astype(str).agg("".join, axis=1).tolist() == ["ax", "ay", "bx"]
    assert set(found.requirements["level"]) == {3.0}
    assert set(found.requirements["weight"]) == {1.0}
    alone = found.of_people(["z", "b"])
    assert alone.person_ids.tolist() == ["b", "z"]
    assert alone.scores["person"].tolist() == ["b", "b"]
    assert len(alone.people) == len(alone.requirements) == 1


def test_cohorts_are_instrument_period_and_unit() -> None:
    """Scores of one instrument, period and unit share a code; unknown is a value of its own."""
    frame = MARKS.assign(unit=["u", "u", "", "v"])
    found = seen(frame, rater_unit="unit")
    assert found.cohort_idx().tolist() == [0, 1, 0, 2]
    assert found.cohort_idx(("period",)).tolist() == [0, 1, 0, 1]


def test_percent_on_levels() -> None:
    """0-100 spread over 1-5, or by cut points: 40 reaches level 2, 50 is halfway to 3 at 60."""
    frame = MARKS.assign(score=[0, 50, 100, 75], scale="percent")
    assert seen(frame, scale="scale").on_levels().scores["score"].tolist() == [3.0, 5.0, 1.0, 4.0]
    cut = seen(frame, scale="scale").on_levels((0, 40, 60, 80, 100)).scores
    assert cut["score"].tolist() == [2.5, 5.0, 1.0, 3.75]
    assert set(cut["scale"]) == {"level"}
    asked = seen(frame, scale="scale", required=60)
    assert set(asked.on_levels().requirements["level"]) == {3.4}  # 1 + 60 / 25
    assert set(asked.on_levels().on_levels().requirements["level"]) == {3.4}
    mixed = frame.assign(scale=["percent", "percent", "percent", "level"], score=[0, 50, 100, 3])
    assert set(seen(mixed, scale="scale", required=3).on_levels().requirements["level"]) == {3.0}
    with pytest.raises(DataError, match="ascending"):
        seen(frame, scale="scale").on_levels((50, 40))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"score": [3, 2, 4, float("nan")]}, r"row 4, 'score': found nan"),
        ({"score": [3, 2, 4, float("inf")]}, r"row 4, 'score'"),
        ({"score": [3, 2, 6, 1]}, r"row 3: found 6 \(level\), expected 0-5"),
        ({"score": [3, 2, "four", 1]}, "no number"),
        ({"person": ["b", " ", "a", "b"]}, r"row 2, 'person'"),
        ({"person": ["b", "a" * 201, "a", "b"]}, "201 letters"),
        ({"period": ["2024", "2024", "soon", "2025"]}, "'soon': no moment"),
    ],
)
def test_what_cannot_be_a_score_is_refused(change: dict[str, list[object]], words: str) -> None:
    """The message names the row, what was found and what is expected."""
    with pytest.raises(DataError, match=words):
        seen(MARKS.assign(**change))  # type: ignore[arg-type]  # wrong on purpose


def test_columns_are_named_and_never_forbidden_ones() -> None:
    """A missing column is named; an attribute that must not enter is refused in any role (R25)."""
    with pytest.raises(DataError, match=r"skor.*the table has person"):
        seen(score="skor")
    with pytest.raises(DataError, match=r"sex must not enter.*R25"):
        seen(rater_unit="sex")
    with pytest.raises(DataError, match="R25"):
        seen(MARKS.rename(columns={"sex": "Age Band"}), instrument="Age Band")
    with pytest.raises(DataError, match="share person"):
        seen(people=pd.DataFrame({"person": ["a", "a"]}))
    assert seen(people=pd.DataFrame({"person": ["a"], "agama": ["-"]})).dropped == ("sex", "agama")
