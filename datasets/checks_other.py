"""Checks of what hangs on people and posts: assessments, careers, courses, wishes, kin, satisfaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from ..models.domain.record_reading import period_start
from .checks_posts import check_prerequisites
from .context import Context, rows_of, text_of
from .nearest import Nearest
from .parsed import ParsedTable
from .raw import Finding

PAST_DATES: Final = (
    ("profiles", "assessed_on"),
    ("credentials", "issued_on"),
    ("careers", "from"),
    ("trainings", "finished_on"),
)
ORDERED_DATES: Final = (
    ("sessions", "starts_on", "ends_on"),
    ("careers", "from", "to"),
    ("credentials", "issued_on", "expires_on"),
)
PERIODS: Final = (("performance", "year"), ("evaluations", "period"), ("satisfaction", "period"))
SCALE_MOST: Final = {"level": 5, "percent": 100}


def check_other(context: Context) -> Iterator[Finding]:
    """Yield what is wrong or odd with the tables that hang on people and posts."""
    parsed = context.parsed
    yield from _check_future(context)
    for name, start, end in ORDERED_DATES:
        table = parsed[name]
        for row in np.flatnonzero(table.frame[end] < table.frame[start]).tolist():
            first, last = (table.frame[column].iloc[row].date() for column in (start, end))
            yield table.finding("E-DATE-ORDER", row, end, {"value": last, "before": table.word(start), "start": first})
    yield from _check_scores(parsed["evaluations"])
    yield from _check_courses(context)
    yield from _check_satisfaction(parsed["satisfaction"])
    preferences, relations = parsed["preferences"], parsed["relations"]
    for row, wish in rows_of(preferences.frame[["position_id", "unit_id"]]):
        unread = any(preferences.is_wrong(row, name) for name in wish)
        if not unread and all(value is None for value in wish.values()):
            yield preferences.finding("E-PREFERENCE-TARGET", row)
    for row, pair in rows_of(relations.frame[["employee_id", "relative_id"]]):
        if pair["employee_id"] is not None and pair["employee_id"] == pair["relative_id"]:
            yield relations.finding("E-RELATION-SELF", row, "relative_id")


def _check_future(context: Context) -> Iterator[Finding]:
    as_of = context.as_of
    if as_of is None:
        return
    for name, column in PAST_DATES:
        table = context.parsed[name]
        for row in np.flatnonzero(table.frame[column] > pd.Timestamp(as_of)).tolist():
            day = table.frame[column].iloc[row].date()
            yield table.finding("E-DATE-FUTURE", row, column, {"value": day, "as_of": as_of})
    for name, column in PERIODS:
        table = context.parsed[name]
        periods = table.frame[column]
        future = [
            period
            for period in periods.dropna().unique().tolist()
            if int(str(period)[:4]) >= 1 and period_start(str(period)) > as_of
        ]
        for row in np.flatnonzero(periods.isin(future)).tolist():
            yield table.finding("W-PERIOD-FUTURE", row, column, {"value": periods.iloc[row], "as_of": as_of})


def _check_scores(evaluations: ParsedTable) -> Iterator[Finding]:
    for row, values in rows_of(evaluations.frame[["score", "scale"]]):
        score, scale = values["score"], text_of(values["scale"])
        if isinstance(score, float) and scale in SCALE_MOST and 100 >= score > SCALE_MOST[scale]:
            words = {"value": f"{score:g}", "scale": scale, "most": SCALE_MOST[scale]}
            yield evaluations.finding("E-SCORE-SCALE", row, "score", words)


def _check_courses(context: Context) -> Iterator[Finding]:
    courses, effects, sessions = (context.parsed[name] for name in ("courses", "course_effects", "sessions"))
    known = Nearest(str(value) for value in courses.frame["course_id"].dropna())
    for row, values in rows_of(courses.frame[["prerequisites"]]):
        for part in (text_of(values["prerequisites"]) or "").split(";"):
            course = part.strip()
            if course and course not in known.ids:
                words = {"value": course, "near": known.of(course)}
                yield courses.finding("E-REF-COURSE", row, "prerequisites", words)
    yield from check_prerequisites(courses)
    for row, values in rows_of(effects.frame[["level_from", "level_to"]]):
        low, high = values["level_from"], values["level_to"]
        if isinstance(low, float) and isinstance(high, float) and high < low:
            yield effects.finding("E-EFFECT-ORDER", row, "level_to", {"low": f"{low:g}", "high": f"{high:g}"})
    for row, values in rows_of(sessions.frame[["min_seats", "seats"]]):
        least, most = values["min_seats"], values["seats"]
        if isinstance(least, int) and isinstance(most, int) and least > most:
            yield sessions.finding("W-SEATS", row, "min_seats", {"low": least, "high": most})


def _check_satisfaction(satisfaction: ParsedTable) -> Iterator[Finding]:
    elements = [f"u{number}" for number in range(1, 10)]
    frame = satisfaction.frame
    useless = frame["ikm"].isna() & frame[elements].isna().any(axis=1)
    for row in frame.index[useless]:
        if not any(satisfaction.is_wrong(int(row), name) for name in ("ikm", *elements)):
            yield satisfaction.finding("W-IKM-MISSING", int(row), "ikm")
