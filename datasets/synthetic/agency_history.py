"""The history of one made-up agency as tables of its case: standards by post, scores, grades, training, careers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...models.domain.vocabulary import NATIONAL_COMPETENCIES
from .history_draw import Cast, draw_levels, standards
from .history_frames import Frames, Names, seen_tables, words
from .history_law import HistoryLaw
from .order import AS_OF, BoolArray, IntArray, SynthOrder
from .organisation import Organisation
from .people import People
from .records import build_careers
from .truth import Truth
from .words import COMPETENCIES, FAMILIES, GROUPS, SKILL

LEVELS: Final = (4, 3, 3, 4, 3, 2, 3, 2, 2, 2)
"""Level that the posts of each group ask for in a history, before one more or less (made up; in the order of ``GROUPS``)."""
TECHNICAL_WEIGHT: Final = 2.0
KEY: Final = "M-INT"
"""Competency that every post asks for as a must."""
MUST: Final = frozenset({"jpt_pratama", "administrator"})
"""Groups whose posts ask for the competency of their family as a must."""
COURSE_LEVELS: Final = (1, 3)
"""Lowest and highest level at which a course of a technical competency begins."""
SECOND_YEAR: Final = 0.25
"""Years of service from which a person is rated."""


@dataclass(frozen=True)
class AgencyHistory:
    """Tables that take the place of those without a history, and the truth behind them."""

    tables: Mapping[str, pd.DataFrame]
    truth: Truth


def build_history(
    order: SynthOrder, organisation: Organisation, people: People, number: int, tables: Mapping[str, pd.DataFrame]
) -> AgencyHistory:
    """Draw the history of an agency that has its posts and people.

    Parameters
    ----------
    number
        Number of the agency, for its own stream of draws.
    tables
        Tables of the case so far; the courses are read.
    """
    law = HistoryLaw()
    seed = int(np.random.default_rng([order.seed, number, 11]).integers(0, 2**62))
    rng = np.random.default_rng([seed, 9])
    years = tuple(range(AS_OF.year - order.years, AS_OF.year))
    asked = np.array(LEVELS, dtype=np.float64)
    by_post = standards(asked[organisation.group], (len(organisation.need), len(NATIONAL_COMPETENCIES) + 3), law, rng)
    required = np.where((people.held >= 0)[:, None], by_post[people.held], asked[people.group][:, None]).astype(np.float32)
    cell = _cells(people.family)
    unit, moved = _units(organisation, people, years, law, rng)
    course, hours = _courses(tables["courses"], cell, required)
    cast = Cast(
        tier=asked[people.group] + law.lead,
        required=required,
        unit=unit,
        service=_served(people, years) - SECOND_YEAR,
        course=course,
    )
    drawn = draw_levels(cast, law, seed)
    names = Names(
        people=people.ids.tolist(),
        units=organisation.units["unit_id"].tolist(),
        courses=tables["courses"]["course_id"].tolist(),
        competencies=list(COMPETENCIES),
        cell=cell,
        years=years,
        hours=hours,
    )
    found: Frames = seen_tables(drawn, unit, course, names, seed)
    first = np.maximum(people.served_from, np.datetime64(f"{years[0]}-01-01"))
    level_from = np.minimum(people.in_post_from, first)
    moves = [(who, np.full(len(who), np.datetime64(f"{year}-01-01"))) for year, who in zip(years[1:], moved, strict=True)]
    found["careers"] = build_careers(organisation, people, level_from, moves)
    found["requirements"] = _requirements(organisation, by_post)
    found["course_effects"] = tables["course_effects"].assign(gain=law.effect, gain_sd=0.15)
    return AgencyHistory(found, Truth(names, drawn, required, unit, course, law, seed))


def _cells(family: IntArray) -> IntArray:
    """Return the competencies of each person or post: national, of its family, the scarce skill, of the next family."""
    codes = list(COMPETENCIES)
    own = np.array([codes.index(one.competency) for one in FAMILIES])
    national = np.arange(len(NATIONAL_COMPETENCIES))
    return np.column_stack(
        [
            np.tile(national, (len(family), 1)),
            own[family],
            np.full(len(family), codes.index(SKILL)),
            own[(family + 1) % len(FAMILIES)],
        ]
    )


def _served(people: People, years: tuple[int, ...]) -> npt.NDArray[np.float64]:
    """Return the years of service at the end of the first year; negative = years until they come."""
    served: npt.NDArray[np.float64] = (np.datetime64(f"{years[0]}-12-31") - people.served_from).astype(np.float64) / 365.25
    return served


def _units(
    organisation: Organisation, people: People, years: tuple[int, ...], law: HistoryLaw, rng: np.random.Generator
) -> tuple[IntArray, list[BoolArray]]:
    """Return the unit of each person each year, and who moved to a post before the present one, by later year.

    In the present unit since the start in the present post; before that in others, with transfers now and then.
    """
    count, num_units = len(people.held), len(organisation.units)
    posted = people.held >= 0
    since = people.in_post_from.astype("datetime64[Y]").astype(np.int64) + 1970
    unit = np.empty((len(years), count), dtype=np.int64)
    later = np.where(posted, organisation.unit[people.held], 0)
    moves: list[BoolArray] = []
    for place in range(len(years) - 1, -1, -1):
        next_year = years[place] + 1
        came = posted & (since == next_year)
        moved = posted & (rng.random(count) < law.transfer) & (since > next_year)
        later = unit[place] = np.where(came | moved, rng.integers(0, num_units, count), later)
        moves.append(moved)
    return unit, moves[:0:-1]


def _courses(
    courses: pd.DataFrame, cell: IntArray, required: npt.NDArray[np.float32]
) -> tuple[IntArray, npt.NDArray[np.float64]]:
    """Return the course that each person would take in each competency, one below what the post asks for, and all hours."""
    place = {course: index for index, course in enumerate(courses["course_id"])}
    low, high = COURSE_LEVELS
    levels = range(low, high + 1)
    table = np.array(
        [
            [place[f"K-{code}-{level if kind == 'technical' else 2}"] for level in levels]
            for code, (_, kind) in COMPETENCIES.items()
        ]
    )
    step = np.clip(required.astype(np.int64) - 1, low, high) - low
    return table[cell, step], courses["hours_jp"].to_numpy(np.float64)


def _requirements(organisation: Organisation, by_post: npt.NDArray[np.float32]) -> pd.DataFrame:
    """Return the standards of every post."""
    posts, width = by_post.shape
    post, place = np.divmod(np.arange(posts * width), width)
    cell = _cells(organisation.family)
    national = len(NATIONAL_COMPETENCIES)
    must = np.isin(organisation.group, [GROUPS.index(group) for group in MUST])
    codes = list(COMPETENCIES)
    return pd.DataFrame(
        {
            "position_id": words(organisation.positions["position_id"].tolist(), post),
            "competency_id": words(codes, cell[post, place]),
            "level": by_post.ravel().astype(np.float64),
            "weight": np.where(place < national, 1.0, TECHNICAL_WEIGHT),
            "mandatory": (cell[post, place] == codes.index(KEY)) | ((place == national) & must[post]),
        }
    )
