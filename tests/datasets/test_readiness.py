"""The readiness table counts people, profiles, posts and standards by unit, and adds up."""

from __future__ import annotations

from datetime import date

import pandas as pd

from penata.datasets.read import read_source
from penata.datasets.readiness import COLUMNS, TOTAL, readiness_by_unit
from penata.models.domain.case import Case


def small_case() -> Case:
    """Two units: A with 2 people in a post with a standard, B with a bare post; one person without a post."""
    return Case.from_frames(
        {
            "units": pd.DataFrame({"unit_id": ["A", "B"], "name": ["Kantor", "Cabang"]}),
            "positions": pd.DataFrame(
                {
                    "position_id": ["P", "Q"],
                    "unit_id": ["A", "B"],
                    "title": ["x", "y"],
                    "group": ["pelaksana"] * 2,
                }
            ),
            "requirements": pd.DataFrame({"position_id": ["P"], "competency_id": ["K"], "level": [2.0]}),
            "employees": pd.DataFrame(
                {
                    "employee_id": ["1", "2", "3"],
                    "name": ["a", "b", "c"],
                    "position_id": pd.Series(["P", "P", None], dtype="object"),
                }
            ),
            "profiles": pd.DataFrame({"employee_id": ["1", "3"], "competency_id": ["K", "K"], "level": [1.0, 1.0]}),
        },
        as_of=date(2025, 1, 1),
    )


def test_counts_by_unit() -> None:
    """A: 2 people, 1 profile; B: nobody, share unknown; no post: 1; total 3 people, 2 profiles."""
    table = readiness_by_unit(small_case().tables)
    assert list(table.columns) == list(COLUMNS)
    assert table["unit_id"].tolist() == ["A", "B", "", TOTAL]
    assert table["people"].tolist() == [2, 0, 1, 3]
    assert table["share_with_profile"].round(3).fillna(-1).tolist() == [0.5, -1, 1.0, 0.667]
    assert table["positions"].tolist() == [1, 1, 0, 2]
    assert table["without_standard"].tolist() == [0, 1, 0, 1]
    assert table["outside"].tolist() == [0, 0, 0, 0]


def test_unknown_facts_and_people_outside() -> None:
    """Each rule is a column, reasons are counted by unit and in total."""
    unknown = pd.DataFrame({"employee_id": ["1", "2", "3"], "rule": ["R08", "R15", "R08"], "count": [2, 1, 4]})
    outside = pd.DataFrame({"employee_id": ["1", "2", "3"], "reason": ["bup", "inactive", "bup"]})
    table = readiness_by_unit(small_case().tables, unknown_by_rule=unknown, outside=outside)
    assert table["unknown_R08"].tolist() == [2, 0, 4, 6]
    assert table["unknown_R15"].tolist() == [1, 0, 0, 1]
    assert table["outside_reasons"].tolist() == ["bup 1; inactive 1", "", "bup 1", "bup 2; inactive 1"]


def test_the_bundled_case_adds_up() -> None:
    """The total is the sum of the rows, and every person and post is in one."""
    tables = read_source("lubuk_begalung").partial
    table = readiness_by_unit(tables)
    rows, total = table.iloc[:-1], table.iloc[-1]
    for name in ("people", "with_profile", "positions", "without_standard"):
        assert rows[name].sum() == total[name]
    assert total["people"] == len(tables["employees"])
    assert total["positions"] == len(tables["positions"])
