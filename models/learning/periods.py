"""When a score became known, in years: ``2025``, ``2025Q3``, ``2025-03``, ``2025-03-14`` and dates, all as one number."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..domain.errors import DataError

FloatArray = npt.NDArray[np.float64]
When = float | int | str | date | np.datetime64 | pd.Timestamp | pd.Period
"""A moment: years as a number (``2025.5``), a date, or the label of a period."""

EARLIEST: Final = 1900.0
LATEST: Final = 2200.0
"""Bounds of a moment, years."""
_LABEL: Final = re.compile(r"([0-9]{4})(?:[Qq]([1-4])|[Ss]([12])|-([0-9]{2})(?:-([0-9]{2}))?)?")


def year_of(when: When) -> float:
    """Return a moment in years; the label of a period is its last day, when its scores are known.

    1 January 2025 is 2025.0 and a day is 1/365 (or 1/366) of its year, so that years compare as their dates do. ``2025`` as
    text (or as a pandas Period) is the period, hence 31 December 2025; a number is taken as it is.

    Raises
    ------
    DataError
        It is no moment, or lies before 1900 or after 2200.
    """
    try:
        year = _year_of(when)
    except (ValueError, TypeError, OverflowError):
        year = float("nan")
    if not EARLIEST <= year <= LATEST:
        message = f"{str(when)[:40]!r}: no moment; expected a year as a number, a date, or 2025, 2025Q3, 2025S1, 2025-03."
        bahasa = (
            f"{str(when)[:40]!r}: bukan waktu; seharusnya tahun berupa angka, tanggal, atau 2025, 2025Q3, 2025S1, 2025-03."
        )
        raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa)
    return year


def _year_of(when: When) -> float:
    if isinstance(when, pd.Period):
        return _day(when.end_time.date())
    if isinstance(when, str):
        return _end_of_label(when.strip())
    if isinstance(when, datetime):  # pd.Timestamp is one too
        return _day(when.date())
    if isinstance(when, date):
        return _day(when)
    if isinstance(when, np.datetime64):
        return _day(when.astype("datetime64[D]").item())
    return float(when)


def _day(day: date) -> float:
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def _end_of_label(label: str) -> float:
    match = _LABEL.fullmatch(label)
    if match is None:
        raise ValueError(label)
    year, quarter, half, month, day = (int(part) if part else 0 for part in match.groups())
    if day:
        return _day(date(year, month, day))
    last = quarter * 3 or half * 6 or month or 12
    if not 1 <= last <= 12:
        raise ValueError(label)
    return _day(date(year, last, monthrange(year, last)[1]))


def years_of(values: pd.Series, known: Mapping[str, When] | None = None, *, labels: bool = False) -> FloatArray:
    """Return a column of moments in years, NaN where missing; each distinct value is read once.

    Parameters
    ----------
    values
        Dates, numbers, labels or pandas Periods.
    known
        Moments of labels that are no periods of the calendar, such as ``{"2013B": 2013.4}``.
    labels
        True = a whole number is the period of that year (2025 ends on 31 December), not its first day.

    Raises
    ------
    DataError
        A value is no moment.
    """
    codes, distinct = pd.factorize(values, sort=False)
    years = np.array([year_of(_known(value, known, labels=labels)) for value in distinct.tolist()] + [np.nan])
    found: FloatArray = years[codes]
    return found


def _known(value: When, known: Mapping[str, When] | None, *, labels: bool) -> When:
    if labels and isinstance(value, int | float) and float(value).is_integer():
        value = str(int(value))
    return known.get(str(value), value) if known else value
