"""The map of posts: class, holders, need and difference by unit and post."""

from __future__ import annotations

from datetime import date

import pandas as pd

from penata.models.domain.case import Case
from penata.models.domain.position_map import position_map


def test_units_run_from_the_root_and_heads_stand_first() -> None:
    """Root, then its child; head, then structural, then others; B - K is short below and surplus above 0."""
    units = {
        "unit_id": ["A-KEL", "KEC", "LONE"],
        "name": ["Kel", "Kec", "Lone"],
        "parent_id": ["KEC", None, "NONE"],
    }
    posts = {
        "position_id": ["P1", "P2", "P3", "P4"],
        "unit_id": ["KEC", "KEC", "KEC", "A-KEL"],
        "title": ["Staf", "Kasi", "Camat", "Lurah"],
        "group": ["pelaksana", "pengawas", "administrator", "pengawas"],
        "need": [3, 1, 1, 1],
        "head": [False, False, True, True],
        "job_class": [5, 9, 12, None],
    }
    case = Case.from_frames({"units": pd.DataFrame(units), "positions": pd.DataFrame(posts)}, as_of=date(2026, 1, 1))
    rows = position_map(case, {"P1": ["E1"], "P3": ["E2", "E3"], "P4": ["E4"]})
    assert rows["position_id"].tolist() == ["P3", "P2", "P1", "P4"]
    assert rows["depth"].tolist() == [0, 0, 0, 1]
    assert rows["holders"].tolist() == [2, 0, 1, 1]
    assert rows["need"].tolist() == [1, 1, 3, 1]
    assert rows["difference"].tolist() == [1, -1, -2, 0]
    assert rows["job_class"].isna().tolist() == [False, False, False, True]


def test_no_posts_give_no_rows_and_all_columns() -> None:
    """An empty case has an empty map."""
    rows = position_map(Case.from_frames({}, as_of=date(2026, 1, 1)), {})
    assert rows.empty
    assert rows["difference"].dtype == "Int64"
