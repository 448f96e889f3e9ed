"""Observations for the learned models: from a case, or from any long table of scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ..models.domain.case import Case
from ..models.domain.vocabulary import RATING_ORDER
from ..models.learning.observations import Observations
from ..models.learning.periods import year_of, years_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["observations_from_table", "observations_of"]

SPECIFIC: Final = ("position_id", "title", "group")
"""What a standard may name; the most specific row wins."""
ONE_DAY: Final = 1 / 366


observations_from_table = Observations.from_frame
"""Makes observations of any long table of scores: one row a person, period, competency and rater; no case needed."""


def observations_of(case: Case) -> Observations:
    """Make observations of a case: evaluations and profiles, standards, training, grades and posts.

    A profile is a score of an assessor by the instrument ``method``; where ``evaluations`` holds the same score of an
    assessor for the person and competency, it is that row and not counted twice. A profile without a date counts from the
    day before ``as_of``. Requirements are those of the post held now; a person's sex and birth date are not read.

    Raises
    ------
    DataError
        The case holds what observations can't (a score off its scale).
    """
    tables = case.tables
    standards = _standards(tables["positions"], tables["requirements"])
    people = tables["employees"][["employee_id", "position_id", "service_since", "position_since"]].merge(
        tables["positions"][["position_id", "unit_id", "group"]], on="position_id", how="left"
    )
    people = people.rename(
        columns={
            "employee_id": "person",
            "position_id": "post",
            "unit_id": "unit",
            "group": "tier",
            "service_since": "service_from",
            "position_since": "post_from",
        }
    )
    required = people[["person", "post"]].merge(standards, on="post").drop(columns="post")
    return Observations.from_frame(
        _scores(case),
        when="when",
        scale="scale",
        instrument="instrument",
        rater="rater",
        rater_id="rater_id",
        rater_unit="rater_unit_id",
        required=required,
        people=people,
        standards=standards,
        trainings=_trainings(tables),
        grades=_grades(tables["performance"]),
    )


def _scores(case: Case) -> pd.DataFrame:
    evaluations = case.tables["evaluations"]
    evaluations = evaluations.assign(when=years_of(evaluations["period"]))
    profiles = case.tables["profiles"].rename(columns={"level": "score", "method": "instrument"})
    years = years_of(profiles["assessed_on"])
    years = np.where(np.isnan(years), year_of(case.as_of) - ONE_DAY, years)
    profiles = profiles.assign(
        when=years,
        period=pd.Series(np.floor(years).astype(np.int64), dtype="str"),
        scale="level",
        rater="assessor",
    )
    same = ["employee_id", "competency_id", "score"]
    assessed = evaluations.loc[evaluations["rater"] == "assessor", [*same, "when"]].rename(columns={"when": "seen"})
    pairs = profiles.reset_index()[["index", *same, "when"]].merge(assessed, on=same)
    twice = pairs.loc[np.floor(pairs["when"]) == np.floor(pairs["seen"]), "index"].unique()
    rows: pd.DataFrame = pd.concat([evaluations, profiles.drop(index=twice)], ignore_index=True)
    return rows.rename(columns={"employee_id": "person", "competency_id": "competency"})


def _standards(positions: pd.DataFrame, requirements: pd.DataFrame) -> pd.DataFrame:
    """Return the level asked for by post and competency; the most specific row wins."""
    found = []
    for rank, name in enumerate(SPECIFIC):
        rows = requirements[requirements[name].notna()]
        keys = positions[list(dict.fromkeys(["position_id", name]))]
        columns = [name, "competency_id", "level", "weight", "mandatory"]
        found.append(keys.merge(rows[columns], on=name)[["position_id", *columns[1:]]].assign(rank=rank))
    joined = pd.concat(found, ignore_index=True).sort_values("rank", kind="stable")
    joined = joined.drop_duplicates(["position_id", "competency_id"]).drop(columns="rank")
    return joined.rename(columns={"position_id": "post", "competency_id": "competency"})


def _trainings(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row a course finished and competency it teaches; a course without effects gives one row."""
    courses = tables["courses"][["course_id", "hours_jp"]].rename(columns={"hours_jp": "planned_jp"})
    rows = tables["trainings"].merge(courses, on="course_id", how="left")
    rows["hours"] = rows["hours_jp"].fillna(rows["planned_jp"])
    rows = rows.drop(columns="score").merge(tables["course_effects"], on="course_id", how="left")
    names = {"employee_id": "person", "competency_id": "competency", "finished_on": "when", "course_id": "course"}
    return rows.rename(columns=names)


def _grades(performance: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": performance["employee_id"],
            "when": years_of(performance["year"].astype("str")),
            "grade": performance["rating"].map(RATING_ORDER).astype("float64"),
        }
    )
