"""What was drawn of a history as tables of a case, and the truth as tables of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...models.domain.vocabulary import RATINGS
from .history_draw import Drawn
from .order import FloatArray, IntArray

Frames = dict[str, pd.DataFrame]

ROUND: Final = "Q3"
"""Quarter of the assessment centre; the 360 and the grade are of the whole year."""
CENTRE: Final = "assessment_center"
ROUND_DAY: Final = "09-15"
FIRST_DAY: Final = 31
LAST_DAY: Final = 180
"""Days of the year after the scores in which a course ends."""


@dataclass(frozen=True, slots=True)
class Names:
    """Words for the indices of what was drawn.

    Parameters
    ----------
    people, units, courses
        Ids by index.
    competencies
        Ids that occur.
    cell
        Shape (N, C). Index into ``competencies`` of each person's competencies.
    years
        The years seen, ascending.
    hours
        Hours (JP) of each course.
    """

    people: Sequence[str]
    units: Sequence[str]
    courses: Sequence[str]
    competencies: Sequence[str]
    cell: IntArray
    years: tuple[int, ...]
    hours: FloatArray

    def person(self, rows: IntArray) -> pd.Series:
        """Return the column of people."""
        return words(self.people, rows)

    def competency(self, people: IntArray, cells: IntArray) -> pd.Series:
        """Return the column of competencies."""
        return words(self.competencies, self.cell[people, cells])


def words(choices: Sequence[str], codes: npt.NDArray[np.integer]) -> pd.Series:
    """Return a column of words by code as a category, which is small; -1 = missing."""
    distinct = sorted(set(choices))
    place = {word: code for code, word in enumerate(distinct)}
    lookup = np.array([place[word] for word in choices] + [-1], dtype=np.int32)
    return pd.Series(pd.Categorical.from_codes(lookup[codes], dtype=pd.CategoricalDtype(distinct)))


def seen_tables(drawn: Drawn, unit: IntArray, course: IntArray, names: Names, seed: int) -> Frames:
    """Return ``evaluations``, ``performance``, ``trainings`` and ``profiles`` with the columns of a case.

    Parameters
    ----------
    unit
        Shape (T, N). Unit each year.
    course
        Shape (N, C). Course of each person's competency.
    """
    parts = [
        part for year in range(len(names.years)) for part in (_centre(drawn, names, year), _rated(drawn, unit, names, year))
    ]
    return {
        "evaluations": pd.concat([_same_words(parts, name) for name in parts[0].columns], axis=1),
        "performance": _performance(drawn, names),
        "trainings": _trainings(drawn, course, names, seed),
        "profiles": _profiles(drawn, names),
    }


def _same_words(parts: list[pd.DataFrame], name: str) -> pd.Series:
    """Return one column of all parts; categories of the parts are united first, so that it stays small."""
    columns = [part[name] for part in parts]
    if isinstance(columns[0].dtype, pd.CategoricalDtype):
        joined = sorted({word for column in columns for word in column.cat.categories})
        columns = [column.cat.set_categories(joined) for column in columns]
    return pd.concat(columns, ignore_index=True).rename(name)


def _evaluations(
    people: IntArray,
    cells: IntArray,
    names: Names,
    score: FloatArray,
    period: str,
    instrument: str,
    rater: tuple[Sequence[str], IntArray],
    unit: tuple[Sequence[str], IntArray],
) -> pd.DataFrame:
    nothing = np.full(len(people), -1)
    return pd.DataFrame(
        {
            "employee_id": names.person(people),
            "period": words([period], nothing + 1),
            "competency_id": names.competency(people, cells),
            "score": score,
            "scale": words(["level"], nothing + 1),
            "instrument": words([instrument], nothing + 1),
            "rater": words(["assessor"], nothing + (1 if len(rater[0]) else 0)),
            "rater_id": words(*rater) if len(rater[0]) else words([], nothing),
            "rater_unit_id": words(*unit) if len(unit[0]) else words([], nothing),
        }
    )


def _centre(drawn: Drawn, names: Names, year: int) -> pd.DataFrame:
    found = drawn.assessed[year]
    rows, cells = np.nonzero(~np.isnan(found.score))
    assessors = assessor_ids(len(drawn.assessor_severity))
    return _evaluations(
        found.person[rows], cells, names, found.score[rows, cells].astype(np.float64), f"{names.years[year]}{ROUND}", CENTRE,
        (assessors, found.assessor[rows]), ((), rows),
    )  # fmt: skip


def _rated(drawn: Drawn, unit: IntArray, names: Names, year: int) -> pd.DataFrame:
    people, cells = np.nonzero(~np.isnan(drawn.rated[year]))
    score = np.round(drawn.rated[year][people, cells].astype(np.float64), 2)
    return _evaluations(
        people, cells, names, score, str(names.years[year]), "360", ((), people), (names.units, unit[year][people])
    )


def assessor_ids(count: int) -> list[str]:
    """Return the ids of the assessors."""
    width = max(3, len(str(count)))
    return [f"ASR-{number:0{width}d}" for number in range(1, count + 1)]


def _performance(drawn: Drawn, names: Names) -> pd.DataFrame:
    year, people = np.nonzero(drawn.grade >= 0)
    return pd.DataFrame(
        {
            "employee_id": names.person(people),
            "year": pd.Series(np.array(names.years)[year], dtype="Int64"),
            "rating": words(list(RATINGS), drawn.grade[year, people].astype(np.int64)),
        }
    )


def _trainings(drawn: Drawn, course: IntArray, names: Names, seed: int) -> pd.DataFrame:
    people, cells, _ = drawn.trained.T
    taken = course[people, cells]
    return pd.DataFrame(
        {
            "employee_id": names.person(people),
            "course_id": words(names.courses, taken),
            "finished_on": finished_on(drawn, names, seed),
            "hours_jp": names.hours[taken],
        }
    )


def finished_on(drawn: Drawn, names: Names, seed: int) -> pd.Series:
    """Return the day on which each training ended: after the scores of its year, before those of the next."""
    days = np.random.default_rng([seed, 8]).integers(FIRST_DAY, LAST_DAY, len(drawn.trained))
    began = np.array([f"{year + 1}-01-01" for year in names.years], dtype="datetime64[D]")
    return pd.Series((began[drawn.trained[:, 2]] + days).astype("datetime64[s]"))


def _profiles(drawn: Drawn, names: Names) -> pd.DataFrame:
    """Return the latest mark of the assessment centre of each person and competency."""
    last, year_of_last = last_marks(drawn)
    people, cells = np.nonzero(~np.isnan(last))
    days = np.array([f"{year}-{ROUND_DAY}" for year in names.years], dtype="datetime64[s]")
    return pd.DataFrame(
        {
            "employee_id": names.person(people),
            "competency_id": names.competency(people, cells),
            "level": last[people, cells].astype(np.float64),
            "assessed_on": pd.Series(days[year_of_last[people]]),
            "method": words([CENTRE], np.zeros(len(people), dtype=np.int64)),
        }
    )


def last_marks(drawn: Drawn) -> tuple[npt.NDArray[np.float32], IntArray]:
    """Return the last mark of each cell, NaN for none, and the index of the year of each person's last assessment."""
    count, width = drawn.next_score.shape
    last = np.full((count, width), np.nan, dtype=np.float32)
    year_of_last = np.zeros(count, dtype=np.int64)
    for year, found in enumerate(drawn.assessed):
        last[found.person] = found.score
        year_of_last[found.person] = year
    return last, year_of_last
