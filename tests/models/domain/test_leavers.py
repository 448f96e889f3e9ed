"""People outside the model, counted from tables: the same people, for the same reasons, as from records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from penata.datasets.synthetic.agency import build_agencies
from penata.datasets.synthetic.order import SynthOrder
from penata.models.domain.case import Case
from penata.models.domain.leavers import headcount
from penata.models.domain.population import population_of
from penata.models.domain.scenario import Scenario

SCOPES: dict[str, dict[str, object]] = {
    "all": {},
    "units": {"units": ["A001-0001", "A001-0002"], "subtree": False},
    "subtree": {"units": ["A001-0001"], "subtree": True},
    "groups": {"groups": ["pelaksana"]},
    "both": {"units": ["A001-0001"], "subtree": True, "groups": ["pelaksana", "administrator"]},
}


def muddled_case() -> Case:
    """Return a made-up agency of 1,500 in which absence, retirement, contracts and posts held are drawn anew."""
    (case,) = build_agencies(SynthOrder(people=1500, agencies=1, seed=2))
    rng, people, posts = np.random.default_rng(5), case.tables["employees"].copy(), case.tables["positions"].copy()
    effective, size = case.effective, len(people)

    def near(days: int, known: float) -> pd.Series:
        drawn = [effective + timedelta(days=int(day)) for day in rng.integers(-days, days + 1, size)]
        return pd.Series(pd.to_datetime(drawn)).where(rng.random(size) < known).astype("datetime64[s]")

    people["active"] = pd.array(rng.random(size) < 0.7, dtype="boolean")
    people["returns_on"] = near(2, 0.5)
    people["contract_until"] = near(2, 0.8)
    people["status"] = pd.Series(rng.choice(["pns", "pppk", "pppk_paruh_waktu"], size), dtype="str")
    years = rng.integers(56, 63, size)
    born = [
        date(effective.year - int(age), int(month), 28) for age, month in zip(years, rng.integers(1, 13, size), strict=True)
    ]
    people["birth_date"] = pd.Series(pd.to_datetime(born)).astype("datetime64[s]")
    people["position_id"] = people["position_id"].where(rng.random(size) < 0.9)
    posts["bup"] = pd.array(rng.choice([58, 60, 65], len(posts)), dtype="Int64")
    posts.loc[rng.random(len(posts)) < 0.5, "bup"] = pd.NA
    return replace(case, tables={**case.tables, "employees": people, "positions": posts})


@pytest.mark.parametrize("scope", SCOPES)
def test_tables_and_records_agree(scope: str) -> None:
    """Ids, reasons and the number of pairs are those of ``population_of``, in every scope."""
    case = muddled_case()
    scenario = Scenario.parse({"scope": SCOPES[scope]})
    counted, population = headcount(case, scenario), population_of(case, scenario)
    outside = {item.employee_id: item.reason for item in population.outside}
    assert dict(zip(counted.outside["employee_id"], counted.outside["reason"], strict=True)) == outside
    assert len(counted.outside) == len(outside)
    assert set(outside.values()) == {"inactive", "retired", "contract_ended"}
    assert counted.num_pairs == len(population.movable) * len(population.open_positions) > 0


def test_an_empty_case_has_nobody_outside() -> None:
    """No people, no posts: no row, no pair."""
    case = Case.from_frames({}, as_of=date(2026, 1, 1))
    counted = headcount(case, Scenario.parse({}))
    assert len(counted.outside) == counted.num_pairs == 0
