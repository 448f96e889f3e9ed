"""Scores of people in competencies over time: the one form in which any data enter the learned models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..domain.errors import DataError
from .observation_frames import (
    GRADES,
    PEOPLE,
    REQUIREMENTS,
    SCORES,
    STANDARDS,
    TRAININGS,
    Sheet,
    canonical_sheet,
    empty_sheet,
    rank_of,
    shared_categories,
)
from .periods import When, year_of, years_of

__all__ = ["Observations"]

IntArray = npt.NDArray[np.int64]
COHORT: Final = ("instrument", "period", "rater_unit")
"""What makes scores comparable: the same instrument in the same period, given in the same unit."""


@dataclass(frozen=True)
class Observations:
    """Scores with what may explain them: standards, training, grades and posts, all frames validated.

    Build one with :meth:`from_frame` from any long table, or from a case with
    :func:`penata.datasets.observations.observations_of`. Text columns are categories, sorted, the same ones for
    ``person`` in all frames and for ``competency`` in all frames, so ``frame["person"].cat.codes`` are array indices of
    :attr:`person_ids`, -1 = unknown. Moments are years (``when``: 2025.5 = the middle of 2025), the day from which the
    fact was known; an optional cell that is empty is missing (NaN, or no category), never 0. Rows stand in an order of
    their own, so the order of the rows given changes nothing.

    Attributes that a model must not see (R25: sex, age, religion, marital status, origin, disability, ...) have no column
    here; where the table given had one, its name stands in ``dropped``.

    Parameters
    ----------
    scores
        One row a score: ``person``, ``period`` (label, categories in order of time), ``when``, ``competency``, ``score``
        (on its scale), ``scale`` (``level`` 0-5 or ``percent`` 0-100), ``instrument``, ``rater`` (kind: ``supervisor``,
        ``peer``, ``subordinate``, ``self``, ``assessor`` or any other word), ``rater_id``, ``rater_unit``.
    people
        At most one row a person: ``tier`` (group of posts, a word), ``unit``, ``post``, ``service_from``, ``post_from``
        (years).
    requirements
        Level that the post held asks of a person: ``person``, ``competency``, ``level`` (a percentage where every score is
        one), ``weight`` (1), ``mandatory`` (False); one row a pair.
    standards
        The same by post, for posts that may be proposed: ``post``, ``competency``, ``level``, ``weight``, ``mandatory``.
    trainings
        One row a course finished (or planned, ``when`` ahead) and competency it teaches (missing where unknown; hours then
        stand once a row, so count them by ``course``): ``person``, ``competency``,
        ``when``, ``course``, ``hours`` (JP), ``gain``, ``gain_sd``, ``level_from``, ``level_to`` (what the catalogue says).
    grades
        Yearly grades of performance: ``person``, ``when``, ``grade`` (0 worst to 4 best).
    dropped
        Names of forbidden columns that the given tables had.
    """

    scores: pd.DataFrame
    people: pd.DataFrame = field(default_factory=lambda: empty_sheet(PEOPLE))
    requirements: pd.DataFrame = field(default_factory=lambda: empty_sheet(REQUIREMENTS))
    standards: pd.DataFrame = field(default_factory=lambda: empty_sheet(STANDARDS))
    trainings: pd.DataFrame = field(default_factory=lambda: empty_sheet(TRAININGS))
    grades: pd.DataFrame = field(default_factory=lambda: empty_sheet(GRADES))
    dropped: tuple[str, ...] = ()

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        person: str = "person",
        period: str = "period",
        competency: str = "competency",
        score: str = "score",
        when: str | Mapping[str, When] | None = None,
        scale: str = "level",
        instrument: str | None = None,
        rater: str | None = None,
        rater_id: str | None = None,
        rater_unit: str | None = None,
        required: float | pd.DataFrame | None = None,
        people: pd.DataFrame | None = None,
        standards: pd.DataFrame | None = None,
        trainings: pd.DataFrame | None = None,
        grades: pd.DataFrame | None = None,
    ) -> Observations:
        """Build observations from any long table of scores; no case folder is needed.

        >>> marks = pd.DataFrame({"student": ["a", "b"], "term": ["2013B", "2013B"], "skill": ["x", "x"], "mark": [55, 80]})
        >>> seen = Observations.from_frame(
        ...     marks, person="student", period="term", competency="skill", score="mark", scale="percent",
        ...     when={"2013B": "2013-06"}, required=60,
        ... )
        >>> seen.scores["score"].tolist()
        [55.0, 80.0]

        Parameters
        ----------
        frame
            One row a score. Columns that are not named here are not read.
        person, period, competency, score
            Names of the columns that hold them. ``period`` may be a year, ``2025Q3``, ``2025-03``, a date or pandas Period;
            any other label needs ``when``.
        when
            The moment a score became known: a column of dates or years, or a mapping label -> moment. None = the end
            of the period.
        scale
            A column of ``level`` and ``percent``, else the one scale of all scores.
        instrument, rater, rater_id, rater_unit
            Columns with what was used, who judged (kind and id) and where; None = unknown.
        required
            The level asked for in everything by everyone, or a frame like :attr:`requirements`; None = unknown.
        people, standards, trainings, grades
            Frames like the attributes; ``when`` and dates may be dates there as well. Only their key columns are needed.

        Raises
        ------
        DataError
            A column is missing or forbidden, a table is too large, a score is no number or off its scale, or a moment is
            no moment.
        """
        named = {"person": person, "period": period, "competency": competency, "score": score}
        named |= {
            name: column
            for name, column in (
                ("instrument", instrument), ("rater", rater), ("rater_id", rater_id), ("rater_unit", rater_unit),
            )
            if column is not None
        }  # fmt: skip
        if scale in frame.columns:
            named["scale"] = scale
        moment = when if isinstance(when, str) else None
        if moment is not None:
            named["when"] = moment
        chosen, dropped = SCORES.choose(frame, named)
        columns = {name: chosen[column] for name, column in named.items()}
        columns.setdefault("scale", pd.Series([scale] * len(frame), index=frame.index, dtype="str"))
        years = years_of(
            columns["when" if moment else "period"], when if isinstance(when, Mapping) else None, labels=moment is None
        )
        columns["when"] = pd.Series(years, index=frame.index)
        sheets = {"scores": canonical_sheet(SCORES, pd.DataFrame(columns, copy=False))}
        for sheet, given in ((PEOPLE, people), (STANDARDS, standards), (TRAININGS, trainings), (GRADES, grades)):
            sheets[sheet.name], more = _optional(sheet, given)
            dropped += more
        sheets["requirements"], more = _optional(REQUIREMENTS, _required(required, sheets["scores"]))
        return cls(**shared_categories(sheets), dropped=tuple(dict.fromkeys([*dropped, *more])))

    @property
    def person_ids(self) -> npt.NDArray[np.object_]:
        """Everyone in any of the frames, sorted; the codes of every column ``person`` point into it."""
        return _categories(self.scores["person"])

    @property
    def competency_ids(self) -> npt.NDArray[np.object_]:
        """Every competency in any of the frames, sorted; the codes of every column ``competency`` point into it."""
        return _categories(self.scores["competency"])

    @cached_property
    def person_idx(self) -> IntArray:
        """Shape (rows of ``scores``,). Index of the person of each score."""
        return rank_of(self.scores["person"])

    @cached_property
    def competency_idx(self) -> IntArray:
        """Shape (rows of ``scores``,). Index of the competency of each score."""
        return rank_of(self.scores["competency"])

    def cohort_idx(self, by: Sequence[str] = COHORT) -> IntArray:
        """Return the cohort of each score as a code from 0 up, in order of first appearance of the sorted rows.

        Parameters
        ----------
        by
            Columns of :attr:`scores` that make the cohort; unknown is a value of its own.

        Returns
        -------
        Shape (rows of ``scores``,).
        """
        joint = np.zeros(len(self.scores), dtype=np.int64)
        for name in by:
            codes = rank_of(self.scores[name]) + 1
            joint = pd.factorize(joint * (int(codes.max(initial=0)) + 1) + codes)[0].astype(np.int64)
        return joint

    def before(self, as_of: When) -> Observations:
        """Return what was known before a moment: no score, grade or training dated on or after it; ids are kept."""
        limit = year_of(as_of)

        def cut(frame: pd.DataFrame) -> pd.DataFrame:
            return frame[frame["when"] < limit].reset_index(drop=True)

        return replace(self, scores=cut(self.scores), trainings=cut(self.trainings), grades=cut(self.grades))

    def of_people(self, ids: Iterable[str]) -> Observations:
        """Return the facts of some people alone; :attr:`person_ids` are then theirs. Posts keep their standards."""
        wanted = sorted(set(ids))

        def cut(frame: pd.DataFrame) -> pd.DataFrame:
            kept = frame[frame["person"].isin(wanted)].reset_index(drop=True)
            return kept.assign(person=kept["person"].cat.set_categories(wanted))

        return replace(
            self,
            scores=cut(self.scores),
            people=cut(self.people),
            requirements=cut(self.requirements),
            trainings=cut(self.trainings),
            grades=cut(self.grades),
        )

    def on_levels(self, cuts: Sequence[float] | None = None) -> Observations:
        """Return the scores all on the level scale, and with them what is required where every score was a percentage.

        Parameters
        ----------
        cuts
            Percent at which each level from 1 up is reached, ascending, at most five: ``(0, 40, 60, 75, 90)``; between
            two the level is interpolated, above the last it stays. None = 0-100 is spread evenly over 1-5.

        Raises
        ------
        DataError
            ``cuts`` do not ascend within 0-100.
        """
        knots = np.array([0.0, 25.0, 50.0, 75.0, 100.0] if cuts is None else cuts, dtype=np.float64)
        if not 2 <= len(knots) <= 5 or not (np.diff(knots) > 0).all() or knots[0] < 0 or knots[-1] > 100:
            message = f"cuts {tuple(knots.tolist())}: expected two to five ascending percentages."
            bahasa = f"batas {tuple(knots.tolist())}: seharusnya dua sampai lima persentase yang menaik."
            raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa)
        percent = (self.scores["scale"] == "percent").to_numpy()
        if not percent.any():
            return self
        level = np.interp(self.scores["score"], knots, np.arange(1.0, len(knots) + 1))
        scores = self.scores.assign(score=np.where(percent, level, self.scores["score"]), scale="level")
        asked = {}
        if percent.all():
            for name in ("requirements", "standards"):
                frame = getattr(self, name)
                asked[name] = frame.assign(level=np.interp(frame["level"], knots, np.arange(1.0, len(knots) + 1)))
        return replace(
            self,
            scores=scores.astype({"scale": self.scores["scale"].dtype}),
            requirements=asked.get("requirements", self.requirements),
            standards=asked.get("standards", self.standards),
        )


def _categories(column: pd.Series) -> npt.NDArray[np.object_]:
    return np.asarray(column.cat.categories, dtype=object)


def _optional(sheet: Sheet, given: pd.DataFrame | None) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a frame in the sheet's form, moments read, and the forbidden columns it had."""
    if given is None:
        return empty_sheet(sheet), ()
    own = {name: name for name in sheet.columns if name in given.columns}
    chosen, dropped = sheet.choose(given, own)
    moments = {name: years_of(chosen[name]) for name in sheet.moments if name in chosen.columns}
    return canonical_sheet(sheet, chosen.assign(**moments)), dropped


def _required(required: float | pd.DataFrame | None, scores: pd.DataFrame) -> pd.DataFrame | None:
    if required is None or isinstance(required, pd.DataFrame):
        return required
    pairs = scores[["person", "competency"]].drop_duplicates()
    return pairs.assign(level=float(required))
