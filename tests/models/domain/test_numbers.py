"""Dates, points, seats and words: the arithmetic under the rules."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penata.models.domain import vocabulary as words
from penata.models.domain.calendar import (
    add_months,
    completed_years,
    days_covered,
    days_of_years,
    months_until,
    retirement_day,
)
from penata.models.domain.points import share_of, to_cents, to_cents_array
from penata.models.domain.workload import need_from_workload

DAYS = st.dates(date(1940, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
        (date(2020, 5, 4), date(2022, 5, 3), 1),
        (date(2020, 5, 4), date(2022, 5, 4), 2),
        (date(2022, 5, 5), date(2022, 5, 4), -1),
    ],
)
def test_years_are_completed_by_anniversary(since: date, until: date, years: int) -> None:
    """A year is complete on the same day of the next, no earlier."""
    assert completed_years(since, until) == years


def test_months_are_cut_to_the_end_of_the_month() -> None:
    """Six months before 31 August are 28 or 29 February; a year's end is crossed both ways."""
    assert add_months(date(2026, 8, 31), -6) == date(2026, 2, 28)
    assert add_months(date(2024, 8, 31), -6) == date(2024, 2, 29)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)


@given(DAYS, st.integers(0, 400))
def test_months_ahead_are_months_until(day: date, months: int) -> None:
    """Whole months until a day so many months later are as many, less the days cut at a month's end."""
    later = add_months(day, months)
    assert months_until(day, later) == months - (later.day < day.day)


@given(DAYS, st.integers(56, 70))
def test_retirement_is_the_first_after_the_month_of_the_birthday(birth: date, age: int) -> None:
    """The first day out of service is a 1st; the birthday at that age lies in the month before."""
    day = retirement_day(birth, age)
    assert day.day == 1
    before = add_months(day, -1)
    assert (before.year, before.month) == (birth.year + age, birth.month)


def test_someone_born_on_29_february_retires_on_1_march() -> None:
    """The birthday that does not exist in the year of retirement does no harm."""
    assert retirement_day(date(1968, 2, 29), 58) == date(2026, 3, 1)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=6))
def test_days_covered_counts_each_day_once(spans: list[tuple[date, date]]) -> None:
    """The union of half-open spans, counted day by day."""
    union = {day for start, end in spans for day in range(start.toordinal(), end.toordinal())}
    assert days_covered(spans) == len(union)


def test_four_years_of_service_are_1461_days() -> None:
    """Leap days are spread evenly and the rest is cut."""
    assert [days_of_years(years) for years in (1, 2, 3, 4, 10)] == [365, 730, 1095, 1461, 3652]


@pytest.mark.parametrize(
    ("points", "cents"),
    [(0.005, 1), (-0.005, -1), (0.0049, 0), (1.115, 112), (-1.115, -112), (2.675, 268), (0.0, 0), (-40.0, -4000)],
)
def test_points_round_to_cents_with_ties_away_from_zero(points: float, cents: int) -> None:
    """Floats that should be ties count as ties, on either side of zero, in both writings."""
    assert to_cents(points) == cents
    assert to_cents_array(np.array([points])).tolist() == [cents]


@given(st.floats(-1e9, 1e9))
def test_scalar_and_array_rounding_agree(points: float) -> None:
    """Both writings of the rounding give one integer, odd around zero."""
    assert to_cents_array(np.array([points, -points])).tolist() == [to_cents(points), -to_cents(points)]


@pytest.mark.parametrize("points", [float("nan"), float("inf"), 1e11])
def test_points_that_can_not_be_summed_are_refused(points: float) -> None:
    """Not finite, or beyond what 64 bits add up."""
    with pytest.raises(OverflowError, match=r"not finite or larger"):
        to_cents_array(np.array([points]))


@pytest.mark.parametrize(
    ("share", "count", "limit"),
    [(0.2, 4, 1), (0.2, 10, 2), (0.2, 14, 2), (0.0, 100, 0), (0.29, 100, 29), (1.0, 7, 7), (0.2, 0, 1), (0.1, 30, 3)],
)
def test_a_limit_by_share_is_at_least_one_unless_the_share_is_zero(share: float, count: int, limit: int) -> None:
    """max(1, floor(share x count)) in exact decimals: 0.29 x 100 is 29."""
    assert share_of(share, count) == limit


def test_need_is_minutes_over_effective_minutes_rounded_half_up() -> None:
    """112,500 of 75,000 minutes are 1.5: two seats; a minute less, one."""
    rows = pd.DataFrame(
        {
            "position_id": ["A", "A", "B", "C"],
            "volume_year": [1000.0, 250.0, 1.0, 0.0],
            "minutes": [60.0, 210.0, 112_499.0, 9.0],
        }
    )
    assert need_from_workload(rows) == {"A": 2, "B": 1, "C": 0}
    assert need_from_workload(rows, 37_500) == {"A": 3, "B": 3, "C": 0}


def test_the_tables_of_words_cover_every_group_and_echelon() -> None:
    """Each group has a level, an education floor and a retirement age; each echelon a range in order of rank."""
    for table in (words.GROUP_LEVELS, words.EDUCATION_MIN, words.BUP_YEARS):
        assert set(table) == set(words.GROUPS)
    assert set(words.RANK_RANGES) == set(words.ECHELONS) | words.FUNCTIONAL_GROUPS
    for low, high in words.RANK_RANGES.values():
        assert words.PNS_RANK_ORDER[low] <= words.PNS_RANK_ORDER[high]
    assert set(words.PPPK_GRADE_RANGES) == words.FUNCTIONAL_GROUPS
    assert list(words.PNS_RANK_NAMES) == list(words.PNS_RANKS)
    assert len(words.NATIONAL_COMPETENCIES) == 9


def test_equal_levels_are_those_of_penyetaraan() -> None:
    """Administrator = ahli madya, pengawas = ahli muda; d4 = s1; PNS ranks and PPPK grades are two scales."""
    assert words.GROUP_LEVELS["administrator"] == words.GROUP_LEVELS["ahli_madya"]
    assert words.GROUP_LEVELS["pengawas"] == words.GROUP_LEVELS["ahli_muda"]
    assert words.EDUCATION_ORDER["d4"] == words.EDUCATION_ORDER["s1"]
    assert not set(words.PNS_RANKS) & set(words.PPPK_GRADES)


def test_ranks_in_words() -> None:
    """As they stand in a decision."""
    assert words.rank_words("III/d") == "Penata Tk. I (III/d)"
    assert words.rank_words("IX") == "Golongan IX"
    assert words.rank_words(None) == "-"
