"""Rows on which forecasts of needs are judged: published marks of students, and made-up histories whose truth is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..datasets.synthetic.history import History
from ..models.domain.errors import NotFoundError
from ..models.learning.observations import Observations
from ..models.learning.periods import year_of

Modules = Literal["unchanged", "all"]

PASS: Final = 60.0
"""Mark below which a need is counted."""
TERMS: Final = {"2013B": "2013-02-01", "2013J": "2013-10-01", "2014B": "2014-02-01", "2014J": "2014-10-01"}
"""First day of each term (B begins in February, J in October)."""
TEST_TERM: Final = "2014J"
REDESIGNED: Final = ("BBB",)
"""Modules that were assessed otherwise in the last term: BBB has 5 assessments then, 11 in each term before."""
NEXT_IN_LINE: Final = 1e-6
"""Years between two assessments of a module that are due the same day: they follow each other by id."""
MARKERS: Final = {"TMA": "tutor", "CMA": "machine"}
CENTRE: Final = "assessment_center"
ROUND: Final = "-09-15"


@dataclass(frozen=True)
class LearningRows:
    """Outcomes to foresee, with the observations that may be used for them.

    Parameters
    ----------
    name
        For tables.
    observations
        All scores; of a row only what is dated before its ``as_of`` may be used.
    rows
        One row an outcome: ``person`` and ``competency`` (indices of ``observations.person_ids`` and ``competency_ids``),
        ``as_of`` and ``when`` (years), ``score`` (what came), ``required``, ``need`` (whether it lies below), ``last`` (mark
        before, NaN for none), ``history`` (scores before), ``instrument``, ``group`` (what a rolling intercept is kept for),
        ``test`` (judged on; the others train); made-up data have ``truth`` (the true level at ``when``) besides.
    """

    name: str
    observations: Observations
    rows: pd.DataFrame

    def part(self, *, test: bool) -> pd.DataFrame:
        """Return the rows that train, or those that are judged."""
        return self.rows[self.rows["test"] == test].reset_index(drop=True)


def oulad(folder: Path, *, modules: Modules = "unchanged") -> LearningRows:
    """Read the marks of the Open University learning analytics data set.

    A row is every mark of a student in a module and term but the first one there (in order of the due dates; the same day
    by the assessments' ids); banked marks, examinations and marks never given are left out. Terms before 2014J train. This
    gives 40,424 rows of 7,631 students in 2014J, 34,818 of 6,042 without the module BBB, whose assessment was designed anew
    for that term.

    Parameters
    ----------
    folder
        Holds ``assessment.csv`` and ``student_assessment.csv.gz`` in their published columns. Demographics are not read.
    modules
        ``unchanged`` leaves out :data:`REDESIGNED`.

    Raises
    ------
    NotFoundError
        A file is not there.

    References
    ----------
    Kuzilek, Hlosta and Zdrahal (2017), Open University Learning Analytics dataset, doi:10.1038/sdata.2017.171, CC BY 4.0.
    """
    marks = _marks(folder)
    if modules == "unchanged":
        marks = marks[~marks["module"].isin(REDESIGNED)]
    found = Observations.from_frame(
        marks,
        person="student",
        period="period",
        competency="module",
        score="score",
        when="when",
        scale="percent",
        instrument="kind",
        rater="marker",
        rater_unit="module_unit",
        required=PASS,
    )
    in_term = marks.sort_values(["student", "module", "when"]).groupby(["student", "module", "term"], sort=False)
    rows = marks.assign(last=in_term["score"].shift(), history=in_term.cumcount(), required=PASS)
    rows = rows[rows["history"] > 0].rename(columns={"kind": "instrument"})
    rows = rows.assign(
        person=_places(found.person_ids, rows["student"]),
        competency=_places(found.competency_ids, rows["module"]),
        as_of=rows["when"],
        need=(rows["score"] < PASS).astype(np.int64),
        group=rows["module"],
        test=rows["term"] == TEST_TERM,
    )
    return LearningRows(f"OULAD {modules}", found, _ordered(rows))


def _marks(folder: Path) -> pd.DataFrame:
    """Return the marks that count: student, module, term, kind, moment and score."""
    try:
        assessments = pd.read_csv(folder / "assessment.csv")
        marks = pd.read_csv(folder / "student_assessment.csv.gz")
    except OSError as error:
        message = f"{folder}: no assessment.csv and student_assessment.csv.gz there ({error.strerror})."
        bahasa = f"{folder}: tidak ada assessment.csv dan student_assessment.csv.gz di sana ({error.strerror})."
        raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa) from error
    assessments = assessments[assessments["assessment_type"] != "Exam"].sort_values("id_assessment")
    same_day = assessments.groupby(["code_module", "code_presentation", "date"]).cumcount()
    first_day = assessments["code_presentation"].map({term: year_of(day) for term, day in TERMS.items()})
    assessments["when"] = first_day + assessments["date"] / 365.25 + NEXT_IN_LINE * same_day
    marks = marks[~marks["is_banked"].astype(bool) & marks["score"].notna()].merge(assessments, on="id_assessment")
    day = marks["date"].astype(int).astype("str").str.zfill(3)
    return pd.DataFrame(
        {
            "student": marks["id_student"].astype("str"),
            "module": marks["code_module"],
            "module_unit": marks["code_module"],
            "term": marks["code_presentation"],
            "period": marks["code_presentation"] + " " + day,
            "kind": marks["assessment_type"],
            "marker": marks["assessment_type"].map(MARKERS),
            "when": marks["when"],
            "score": marks["score"].astype("float64"),
        }
    )


def generated(history: History, *, test_share: float = 0.3, seed: int = 0) -> LearningRows:
    """Make rows of a made-up history: every mark of the assessment centre from the second year on.

    The last year judges a part of the people, drawn; all years before train on the others: people and periods are both
    unseen. ``as_of`` is the day of the assessment, ``truth`` the level at the end of that year.

    Parameters
    ----------
    history
        From :func:`~penata.datasets.synthetic.history.draw_history`.
    test_share
        Share of the people who are judged.
    seed
        Of who they are.
    """
    truth = history.truth
    count, width = truth.required.shape
    draw: npt.NDArray[np.float64] = np.random.default_rng([seed, 3]).random((count,))
    judged = draw < test_share
    last, number = np.full((count, width), np.nan), np.zeros((count, width), dtype=np.int64)
    parts = []
    for place, found in enumerate(truth.drawn.assessed):
        rows, cells = np.nonzero(~np.isnan(found.score))
        people = found.person[rows]
        day = year_of(f"{truth.names.years[place]}{ROUND}")
        parts.append(
            pd.DataFrame(
                {
                    "person": people,
                    "competency": cells,
                    "as_of": day,
                    "when": day,
                    "score": found.score[rows, cells].astype(np.float64),
                    "required": truth.required[people, cells].astype(np.float64),
                    "last": last[people, cells],
                    "history": number[people, cells],
                    "truth": truth.level[place][people, cells].astype(np.float64),
                    "year": place,
                }
            )
        )
        last[people, cells] = found.score[rows, cells]
        number[people, cells] += 1
    table = pd.concat(parts[1:], ignore_index=True)
    final = table["year"] == len(parts) - 1
    chosen = judged[table["person"].to_numpy()]
    table = table[final == chosen].assign(
        need=lambda frame: (frame["score"] < frame["required"]).astype(np.int64),
        test=final,
        instrument=CENTRE,
        group=lambda frame: np.array(truth.names.competencies)[frame["competency"].to_numpy()],
    )
    return LearningRows(f"made up, {count:,} people, seed {truth.seed}", history.observations, _ordered(table))


def _places(ids: npt.NDArray[np.object_], values: pd.Series) -> npt.NDArray[np.int64]:
    """Return the index of each value among sorted ids."""
    return pd.Index(ids).get_indexer(pd.Index(values)).astype(np.int64)


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    names: Sequence[str] = (
        "person", "competency", "as_of", "when", "score", "required", "need", "last", "history", "instrument", "group",
        "test",
    )  # fmt: skip
    kept = [*names, *(["truth"] if "truth" in rows else [])]
    return rows[kept].sort_values(["as_of", "person", "competency"], kind="stable", ignore_index=True)
