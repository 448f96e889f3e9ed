"""A birth date moved within its month, on the same side of every age limit.

The rules look at a birth date in two ways. R12 and the list of leavers take the first of the month after a birthday
(BUP by group or post, months left): the month alone counts, and it stays. R06, R07 and the checks of ages compare
whole years on one day, so of the month in which that day lies it counts whether the birthday comes before, on or after
it; for any number of years, so that a limit may be changed later in ``[parameters]`` or a scenario. R20 freezes posts
between dates, whoever is born when.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date


def days_alike(birth: date, judged_on: Iterable[date], later: Iterable[date] = ()) -> range:
    """Return the days of the birth month that no age limit tells from the day of birth.

    Parameters
    ----------
    birth
        Date of birth.
    judged_on
        Days on which ages are counted (date of the facts, day on which the plan takes effect).
    later
        Dates of the person that may not come before birth (service, rank, post).
    """
    first, last = 1, monthrange(birth.year, birth.month)[1]
    for day in judged_on:
        if day.month != birth.month:
            continue
        if birth.day < day.day:
            last = min(last, day.day - 1)
        elif birth.day > day.day:
            first = max(first, day.day + 1)
        else:
            first = last = birth.day
    for day in later:
        if (day.year, day.month) == (birth.year, birth.month) and day.day >= birth.day:
            last = min(last, day.day)
    return range(first, last + 1)
