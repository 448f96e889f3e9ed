"""Made-up agencies: whole cases of the asked size, the same by seed, without an error, placed with a proof."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from penata import api
from penata.datasets.read import read_source
from penata.datasets.synthetic.order import RANGES
from penata.models.domain.errors import OptionError
from penata.models.domain.nip import parse_nip


def agency(people: int, **parameters: float) -> api.Case:
    """Return one made-up agency."""
    (case,) = api.build_agencies(api.SynthOrder(people, **parameters))  # type: ignore[arg-type]  # counts are whole
    return case


def test_the_same_order_gives_the_same_facts() -> None:
    """Parameters and seed decide every fact; another seed gives another agency."""
    assert agency(120, seed=4).digest == agency(120, seed=4).digest
    assert agency(120, seed=4).digest != agency(120, seed=5).digest


@pytest.mark.parametrize(("people", "form"), [(10, "csv"), (11, "csv"), (37, "parquet"), (400, "csv")])
def test_every_size_is_a_case_without_errors(people: int, form: str, tmp_path: Path) -> None:
    """Any number of people is written, read without an error and without a habit, and keeps its digest."""
    order = api.SynthOrder(people, seed=people)
    (folder,) = api.synth(order, tmp_path / "case", tables=form)  # type: ignore[arg-type]  # one of two forms
    reading = read_source(folder, lang="en")
    assert [fault.sentence() for fault in reading.errors] == []
    assert reading.notes == ()
    case = reading.require_case()
    assert len(case.tables["employees"]) == people
    assert case.synthetic
    assert {fault.code for fault in reading.warnings} <= {"W-PROFILE-MISSING", "W-SURPLUS", "W-HOLDERS-HEAD", "W-AGE"}


def test_numbers_agree_with_their_people() -> None:
    """Every id is a NIP whose parts say the person's birth date, sex and start, with a serial that nobody has."""
    for row in agency(500, seed=1).tables["employees"].to_dict("records"):
        nip = parse_nip(row["employee_id"])
        assert nip is not None
        assert (nip.birth_date, nip.sex) == (row["birth_date"].date(), row["sex"])
        assert nip.is_pppk == row["status"].startswith("pppk")
        assert nip.start_year == row["service_since"].year
        assert nip.serial >= 900


def seats_and_holders(case: api.Case) -> tuple[pd.Series, pd.Series]:
    """Return seats and holders by post."""
    posts, people = case.tables["positions"], case.tables["employees"]
    need = posts.set_index("position_id")["need"].astype(int)
    return need, people["position_id"].value_counts().reindex(need.index).fillna(0).astype(int)


@pytest.mark.parametrize("tightness", [0.8, 1.0, 1.25])
def test_tightness_is_people_for_each_seat(tightness: float) -> None:
    """1,000 people at 0.8 have 1,250 seats, at 1.25 have 800; who finds no seat holds no post or is surplus."""
    need, holders = seats_and_holders(agency(1000, tightness=tightness, surplus=0.0))
    assert need.sum() == round(1000 / tightness)
    if tightness <= 1:
        assert (holders <= need).all()
        assert holders.sum() == min(980, need.sum())
    else:
        assert holders.sum() == 800


@pytest.mark.parametrize("surplus", [0.0, 0.05, 0.2])
def test_surplus_is_the_share_beyond_need(surplus: float) -> None:
    """Of 1,000 people exactly so many hold a post beyond its need, none of them a structural one."""
    case = agency(1000, surplus=surplus)
    need, holders = seats_and_holders(case)
    assert (holders - need).clip(lower=0).sum() == round(surplus * 1000)
    structural = case.tables["positions"].set_index("position_id")["echelon"].notna()
    assert (holders[structural] <= 1).all()


def test_skill_mix_is_what_the_scenario_wants() -> None:
    """Each office wants its share of the scarce skill; somewhat more people have it; 0 wants nothing."""
    case = agency(3000, skill_mix=0.35, seed=2)
    mixes = case.scenario["skill_mix"]
    assert isinstance(mixes, list)
    assert len(mixes) == (case.tables["units"]["kind"] == "dinas").sum()
    seats = case.tables["positions"]["need"].sum()
    assert sum(mix["at_least"] for mix in mixes) == pytest.approx(0.35 * seats, rel=0.02)
    levels = case.tables["profiles"].query("competency_id == 'T-IT'")["level"]
    assert (levels >= 3).mean() == pytest.approx(0.41, abs=0.03)
    assert "skill_mix" not in agency(200, skill_mix=0.0).scenario


def test_structure_has_units_of_the_asked_size() -> None:
    """Working units hold about so many seats, at most five of them under an office, one root above all."""
    case = agency(4000, unit_size=80)
    units = case.tables["units"]
    assert list(units["parent_id"].isna()) == [True, *[False] * (len(units) - 1)]
    working = units[units["kind"] == "bidang"]
    assert len(working) == 50
    assert working["parent_id"].value_counts().max() == 5
    need = case.tables["positions"].groupby("unit_id")["need"].sum()
    assert need[working["unit_id"]].mean() == pytest.approx(80, rel=0.15)
    heads = case.tables["positions"].query("head").groupby("unit_id").size()
    assert (heads == 1).all()


def test_several_agencies_are_a_case_each(tmp_path: Path) -> None:
    """Sizes sum to the people asked for; no id of a person or unit stands in two agencies."""
    order = api.SynthOrder(100, agencies=3, seed=9)
    folders = api.synth(order, tmp_path / "all")
    assert [folder.name for folder in folders] == ["A001", "A002", "A003"]
    cases = [read_source(folder).require_case() for folder in folders]
    people = pd.concat([case.tables["employees"]["employee_id"] for case in cases])
    units = pd.concat([case.tables["units"]["unit_id"] for case in cases])
    assert len(people) == people.nunique() == 100
    assert units.is_unique
    assert [case.tables["units"]["agency_id"].unique().tolist() for case in cases] == [[f.name] for f in folders]
    with pytest.raises(OptionError, match="in the way"):
        api.synth(order, tmp_path / "all")
    assert [path.name for path in tmp_path.iterdir()] == ["all"]


def test_a_small_agency_is_placed_with_a_proof() -> None:
    """The default agency of 40 people has a plan proved best."""
    result = api.place(agency(40, seed=3))
    assert result.status == "optimal"
    assert result.value == result.bound


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("parameters", [{"tightness": 1.2}, {"tightness": 0.7, "surplus": 0.2}, {"skill_mix": 0.6}])
def test_hard_agencies_are_placed_with_a_proof(seed: int, parameters: dict[str, float]) -> None:
    """Tight, loose, surplus and short of skills: small agencies are still solved to a proof."""
    assert api.place(agency(60, seed=seed, **parameters)).status == "optimal"


@pytest.mark.parametrize(
    "parameters",
    [{name: RANGES[name][1] + 1} for name in RANGES if name != "seed"]
    + [{"people": 9}, {"people": 30, "agencies": 4}, {"tightness": float("nan")}],
)
def test_what_cannot_be_meant_is_refused(parameters: dict[str, float]) -> None:
    """Each parameter names its range."""
    with pytest.raises(OptionError, match=r"expected|too few"):
        api.SynthOrder(**{"people": 100, **parameters})  # type: ignore[arg-type]  # counts are whole


def test_levels_spread_as_people_do() -> None:
    """Abler people have higher levels and grades: the columns of one person belong together."""
    case = agency(2000, seed=6)
    people = case.tables["employees"].set_index("employee_id")
    mean = case.tables["profiles"].groupby("employee_id")["level"].mean()
    box = people["talent_box"].dropna().astype(float)
    joined = pd.concat([mean, box], axis=1, join="inner")
    assert np.corrcoef(joined["level"], joined["talent_box"])[0, 1] > 0.15
