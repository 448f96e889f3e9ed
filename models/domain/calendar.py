"""Dates as the rules count them: completed years, months ahead, retirement days, covered days."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date


def completed_years(since: date, until: date) -> int:
    """Return whole years from ``since`` to ``until``, by anniversary; negative before ``since``."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later (or earlier), cut to the month's end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def retirement_day(birth_date: date, bup_years: int) -> date:
    """Return the first day out of service: the 1st of the month after the birthday at retirement age."""
    return add_months(date(birth_date.year + bup_years, birth_date.month, 1), 1)


def months_until(day: date, target: date) -> int:
    """Return whole months from ``day`` to ``target``; negative where it has passed."""
    months = (target.year - day.year) * 12 + target.month - day.month
    return months - (target.day < day.day)


def days_covered(spans: Iterable[tuple[date, date]]) -> int:
    """Return the days in the union of half-open spans; empty and backward spans count nothing."""
    total, reached = 0, date.min
    for start, end in sorted(spans):
        begin = max(start, reached)
        if end > begin:
            total += (end - begin).days
            reached = end
    return total


def days_of_years(years: float) -> int:
    """Return the days that ``years`` of service need, leap days spread evenly."""
    return int(years * 365.25)
