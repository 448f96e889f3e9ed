"""Histories of levels in memory: observations and their truth, of any number of people, without a case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from ...models.domain.errors import OptionError
from ...models.domain.vocabulary import RATING_ORDER
from ...models.learning.observations import Observations
from .history_draw import Cast, draw_levels, standards, transferred
from .history_frames import Frames, Names, seen_tables, words
from .history_law import HistoryLaw
from .order import FEWEST, FloatArray, IntArray
from .truth import Truth

__all__ = ["History", "HistoryLaw", "draw_history"]

TIERS: Final = {2: 0.66, 3: 0.26, 4: 0.08}
"""Level that the posts of a tier ask for -> share of the people."""
LAST_YEAR: Final = 2025
LONGEST_SERVICE: Final = 30.0
LATEST_START: Final = 3.0
"""Latest start of service, years after the end of the first year; about one person in eleven comes later than it."""
UNIT_SIZE: Final = 40
HOURS: Final = 40.0
MOST_PEOPLE: Final = 1_000_000
MOST_YEARS: Final = 20
MOST_COMPETENCIES: Final = 60


@dataclass(frozen=True)
class History:
    """A made-up history: what is seen, and what is true.

    Parameters
    ----------
    observations
        What a model may see, up to the end of the last year and courses in the year after.
    truth
        What it is judged by; the order of its people and competencies is that of ``observations.person_ids`` and
        ``competency_ids``.
    """

    observations: Observations
    truth: Truth


def draw_history(
    people: int,
    years: int = 6,
    seed: int = 0,
    *,
    competencies: int = 12,
    unit_size: int = UNIT_SIZE,
    law: HistoryLaw | None = None,
) -> History:
    """Draw people of three tiers, assessed and rated over some years; equal parameters give equal facts.

    Parameters
    ----------
    people
        N, at least 10.
    years
        T, years seen, the last of them 2025; the truth has one more.
    seed
        Any whole number from 0 up.
    competencies
        C, each asked of everyone.
    unit_size
        People of a unit, about.
    law
        How levels move and are seen; None = the defaults of :class:`HistoryLaw`.

    Raises
    ------
    OptionError
        A number is out of its range.
    """
    for name, value, low, high in (
        ("people", people, FEWEST, MOST_PEOPLE), ("years", years, 1, MOST_YEARS), ("seed", seed, 0, 2**63 - 1),
        ("competencies", competencies, 1, MOST_COMPETENCIES), ("unit_size", unit_size, 2, MOST_PEOPLE),
    ):  # fmt: skip
        if not low <= value <= high:
            message = f"{name} {value}: expected {low:,} to {high:,}."
            bahasa = f"{name} {value}: seharusnya {low:,} sampai {high:,}."
            raise OptionError(message, code="E-OPTION", bahasa=bahasa)
    law = law or HistoryLaw()
    rng = np.random.default_rng([seed, 9])
    asked = rng.choice(np.array(list(TIERS), dtype=np.float64), people, p=list(TIERS.values()))
    num_units = max(1, round(people / unit_size))
    unit = transferred(rng.integers(0, num_units, people), years, law.transfer, num_units, rng)
    cast = Cast(
        tier=asked + law.lead,
        required=standards(asked, (people, competencies), law, rng),
        unit=unit,
        service=rng.uniform(-LATEST_START, LONGEST_SERVICE, people),
        course=np.tile(np.arange(competencies), (people, 1)),
    )
    drawn = draw_levels(cast, law, seed)
    names = Names(
        people=_ids("P", people),
        units=_ids("U", num_units),
        courses=_ids("K", competencies),
        competencies=_ids("C", competencies),
        cell=np.tile(np.arange(competencies), (people, 1)),
        years=tuple(range(LAST_YEAR + 1 - years, LAST_YEAR + 1)),
        hours=np.full(competencies, HOURS),
    )
    tables = seen_tables(drawn, unit, cast.course, names, seed)
    truth = Truth(names, drawn, cast.required, unit, cast.course, law, seed)
    return History(_observations(tables, truth, asked, cast.service), truth)


def _ids(letter: str, count: int) -> list[str]:
    width = max(2, len(str(count)))
    return [f"{letter}{number:0{width}d}" for number in range(1, count + 1)]


def _observations(tables: Frames, truth: Truth, asked: FloatArray, service: FloatArray) -> Observations:
    names, law = truth.names, truth.law
    count, width = truth.required.shape
    everyone = np.arange(count)
    cells = np.arange(count * width)
    to_person = {"employee_id": "person", "competency_id": "competency"}
    performance, trained = tables["performance"], tables["trainings"]
    return Observations.from_frame(
        tables["evaluations"].rename(columns=to_person),
        scale="scale",
        instrument="instrument",
        rater="rater",
        rater_id="rater_id",
        rater_unit="rater_unit_id",
        required=pd.DataFrame(
            {
                "person": names.person(cells // width),
                "competency": names.competency(cells // width, cells % width),
                "level": truth.required.ravel(),
            }
        ),
        people=pd.DataFrame(
            {
                "person": names.person(everyone),
                "tier": words([f"tier {level}" for level in TIERS], _tier_codes(asked)),
                "unit": words(names.units, truth.unit[-1]),
                "service_from": names.years[0] + 1 - service,
            }
        ),
        trainings=trained.rename(
            columns={**to_person, "course_id": "course", "finished_on": "when", "hours_jp": "hours"}
        ).assign(competency=names.competency(truth.drawn.trained[:, 0], truth.drawn.trained[:, 1]), gain=law.effect),
        grades=pd.DataFrame(
            {
                "person": performance["employee_id"],
                "when": performance["year"].astype("str"),
                "grade": performance["rating"].map(RATING_ORDER).astype("float64"),
            }
        ),
    )


def _tier_codes(asked: FloatArray) -> IntArray:
    return np.searchsorted(np.array(list(TIERS), dtype=np.float64), asked)
