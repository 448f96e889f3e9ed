"""The bundled district: the committed files are what the code makes, and every planted fault bites."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from penata.datasets.district import FOLDER, build_district, write_district
from penata.datasets.district_levels import HORIZON, PERIODS
from penata.datasets.district_standards import COMPETENCIES, HEALTH_FIELDS
from penata.datasets.read import Reading, read_source
from penata.models.domain.case import Case
from penata.models.domain.rules.pack import RulePack
from penata.models.domain.rules.spec import Verdict
from penata.models.domain.scenario import Scenario

MAX_BYTES = 1_500_000


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The bundled case as anyone reads it."""
    return read_source("lubuk_begalung")


@pytest.fixture(scope="module")
def case(reading: Reading) -> Case:
    """Facts with the package's defaults merged in."""
    return reading.require_case()


@pytest.fixture(scope="module")
def planted() -> dict[str, str]:
    """Tag -> employee id."""
    return dict(build_district().planted)


def _stops(case: Case, scenario: Scenario, employee_id: str, position_id: str) -> dict[str, Verdict]:
    """Return what every rule that is not kept says of one appointment."""
    pack = RulePack.of(case, scenario)
    context = pack.context(case, scenario)
    employee, position = case.employees[employee_id], case.positions[position_id]
    move = context.move(employee, position)
    findings = {rule.spec.id: rule.examine(context, employee, position, move) for rule in pack.person_post}
    return {rule: found.verdict for rule, found in findings.items() if found.verdict != Verdict.KEEPS}


def test_committed_files_are_what_the_code_makes(tmp_path: Path) -> None:
    """``python -m penata.datasets.district`` would change no byte of the bundled folder."""
    write_district(tmp_path)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    kept = {file.name: file.read_bytes() for file in FOLDER.iterdir()}
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []
    assert sum(len(content) for content in kept.values()) < MAX_BYTES


def test_case_reads_without_errors(reading: Reading) -> None:
    """The only faults are warnings that are planted: surplus, two holders of a head post, no profile."""
    assert reading.errors == ()
    assert {fault.code for fault in reading.faults} == {"W-SURPLUS", "W-HOLDERS-HEAD", "W-PROFILE-MISSING"}
    assert reading.require_case().synthetic
    assert reading.require_case().name.startswith("DATA CONTOH")


def test_size(case: Case) -> None:
    """About 230 seats and 220 people; 15 kelurahan under one kecamatan, two puskesmas."""
    assert 220 <= sum(post.need for post in case.positions.values()) <= 240
    assert 210 <= len(case.employees) <= 230
    kinds = pd.Series([unit.kind for unit in case.units.values()]).value_counts()
    assert kinds["kelurahan"] == 15
    assert kinds["kecamatan"] == 1
    assert case.tables["evaluations"]["period"].nunique() == len(PERIODS)
    assert case.tables["satisfaction"]["period"].nunique() == 2


def test_nobody_real_is_hit() -> None:
    """Serials of NIPs run from 900, names are unique, and the parts agree with the person."""
    people = build_district().frames["employees"]
    assert (people["employee_id"].str[15:].astype(int) >= 900).all()
    assert people["employee_id"].is_unique
    assert people["name"].is_unique
    assert (people["employee_id"].str[14].map({"1": "m", "2": "f"}) == people["sex"]).all()


def test_truth_only_on_request() -> None:
    """The latent levels stand in no table; asked for, they cover everyone, every round and the next one."""
    assert build_district().latent is None
    district = build_district(truth=True)
    assert district.latent is not None
    assert len(district.latent) == len(district.frames["employees"]) * len(COMPETENCIES) * (len(PERIODS) + 1)
    assert set(district.latent["period"]) == {*PERIODS, HORIZON}
    assert district.latent["level"].between(0, 5).all()


def test_scores_follow_the_truth() -> None:
    """Assessors correlate with the truth by more than .6 within each large group, and raters are lenient."""
    district = build_district(truth=True)
    assert district.latent is not None
    keys = ["employee_id", "competency_id", "period"]
    scores = district.frames["evaluations"].merge(district.latent, on=keys)
    groups = district.frames["employees"].merge(district.frames["positions"], on="position_id")
    scores = scores.merge(groups[["employee_id", "group"]], on="employee_id")
    for group in ("pelaksana", "pengawas"):
        rows = scores[(scores["group"] == group) & (scores["rater"] == "assessor")]
        assert np.corrcoef(rows["score"], rows["level"])[0, 1] > 0.6
    lenience = (scores["score"] - scores["level"]).groupby(scores["rater"]).mean()
    assert lenience["self"] > lenience["supervisor"] > lenience["assessor"]


def test_another_seed_is_another_workforce() -> None:
    """The seed changes people, not posts."""
    first, second = build_district(), build_district(7)
    pd.testing.assert_frame_equal(first.frames["positions"], second.frames["positions"])
    assert not first.frames["employees"]["name"].equals(second.frames["employees"]["name"])


@pytest.mark.parametrize(
    ("tag", "position", "rule"),
    [
        ("cpns.1", "KEC-LB.KASUBAG-PK", "R02"),
        ("health.pppk", "KEC-LB.KASUBAG-PK", "R03"),
        ("part_time.1", "KEL-TSP.PLO", "R04.level"),
        ("kadin.able", "DINKES.KADIN", "R04.field"),
        ("health.perawat.3", "PKM-PG.KAPUS", "R04.credential"),
        ("health.bidan.1", "KEL-BNR.KASI-KSR", "R05"),
        ("r06.age", "DINSOS.KADIN", "R06"),
        ("r06.years", "DINKES.KADIN", "R06"),
        ("health.no_test", "PKM-LB.BIDAN-TR", "R07"),
        ("health.too_old", "PKM-LB.PERAWAT-PY", "R07"),
        ("health.no_years", "PKM-PG.PEREKAM-MEDIS-TR", "R07"),
        ("health.rating", "PKM-LB.PROMKES-AP", "R08"),
        ("r08.rating", "KEL-TSP.LURAH", "R08"),
        ("abolished", "KEC-LB.KASUBAG-PK", "R09"),
        ("long_in_post", "KEL-LBG.LURAH", "R11"),
        ("r12.bup", "DINKES.SEKDIN", "R12.bup"),
        ("months.rotation", "KEL-BNR.KASI-KSR", "R12.months"),
        ("months.promotion", "KEL-TSP.LURAH", "R12.months"),
        ("r13.sekcam", "KEC-LB.CAMAT", "R13"),
        ("r14.sanction", "KEL-GTS.LURAH", "R14"),
        ("r14.case", "KEL-TSP.LURAH", "R14"),
        ("health.jpm", "PKM-PG.BIDAN-AP", "R15.promotion"),
        ("r15.low", "KEL-TSP.LURAH", "R15.promotion"),
        ("health.pppk", "PKM-LB.PERAWAT-TR", "R19"),
        ("r15.low", "KEL-BTB.KASI-PTT", "R15.rotation"),
        ("r15.low", "KEL-TSP.LURAH", "R16"),
        ("r15.low", "KEL-TSP.LURAH", "R23.low_box"),
        ("months.promotion", "KEL-TSP.LURAH", "R23.steer"),
        ("acting.lurah", "KEL-TSP.ADM", "R27"),
    ],
)
def test_each_rule_stops_a_planted_person(case: Case, planted: dict[str, str], tag: str, position: str, rule: str) -> None:
    """The person of the tag breaks the rule in that post, in the bundled scenario."""
    stops = _stops(case, Scenario.parse(case.scenario), planted[tag], position)
    assert stops.get(rule) == Verdict.BREACHES, stops


def test_rotation_scenario_meets_the_two_years(case: Case, planted: dict[str, str]) -> None:
    """R10 is overridden by the reorganisation and bites in a rotation."""
    employee, position = planted["second_holder"], "KEL-TSP.LURAH"
    assert "R10" not in _stops(case, Scenario.parse(case.scenario), employee, position)
    assert _stops(case, Scenario.parse({}), employee, position)["R10"] == Verdict.BREACHES


@pytest.mark.parametrize(
    ("tag", "position", "rule"),
    [("unassessed.seklur", "KEL-TSP.LURAH", "R15.promotion"), ("r08.old", "KEL-TSP.LURAH", "R08")],
)
def test_unknown_facts_are_planted(case: Case, planted: dict[str, str], tag: str, position: str, rule: str) -> None:
    """Some facts are missing, and the rule says so."""
    assert _stops(case, Scenario.parse(case.scenario), planted[tag], position)[rule] == Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("tag", "position"),
    [
        ("health.bidan.1", "PKM-LB.BIDAN-TR"),
        ("health.bidan.2", "PKM-PG.BIDAN-TR"),
        ("health.perawat.1", "PKM-PG.PERAWAT-TR"),
        ("health.perawat.2", "UPT-RPS.PERAWAT-TR"),
        ("health.perawat.3", "PKM-LB.PERAWAT-AP"),
        ("health.apoteker.1", "PKM-PG.APOTEKER-AP"),
        ("health.sanitarian.1", "PKM-PG.SANITARIAN-TR"),
        ("health.gizi.1", "PKM-LB.NUTRISIONIS-TR"),
        ("health.skm.1", "PKM-LB.PROMKES-AP"),
        ("health.skm.2", "DINKES.ADMINKES-AP"),
        ("camat.able", "KEC-LB.CAMAT"),
        ("kadin.able", "DINSOS.KADIN"),
        ("acting.kapus", "PKM-PG.KAPUS"),
        ("acting.lurah", "KEL-BTB.LURAH"),
        ("it.1", "KEC-LB.PDI"),
    ],
)
def test_ways_in_are_lawful(case: Case, planted: dict[str, str], tag: str, position: str) -> None:
    """No hard rule of the bundled scenario stands between these people and the posts that lack them."""
    scenario = Scenario.parse(case.scenario)
    hard = {rule.spec.id for rule in RulePack.of(case, scenario).person_post if rule.setting.mode == "hard"}
    assert hard & set(_stops(case, scenario, planted[tag], position)) == set()


def test_one_lurah_post_that_nobody_may_fill(case: Case) -> None:
    """Kelurahan Gates asks for a field that one person under sanction holds; everyone else lacks it."""
    wanted = case.positions["KEL-GTS.LURAH"].education_fields
    assert [e.id for e in case.employees.values() if e.education_field in wanted] == [
        build_district().planted["r14.sanction"]
    ]


def test_faults_of_today(case: Case, planted: dict[str, str]) -> None:
    """Kin in one line of command, two holders of a head post, health graduates elsewhere, short posts."""
    people, posts = case.employees, case.positions
    wife, husband = people[planted["spouse.kasi"]], people[planted["spouse.lurah"]]
    assert posts[str(wife.position_id)].superior_id == husband.position_id
    held = case.records.holders_today()
    assert len(held["KEL-KBR.LURAH"]) == 2
    outside = [
        person
        for person in people.values()
        if person.education_field in HEALTH_FIELDS
        and person.position_id is not None
        and not set(posts[person.position_id].education_fields) & set(HEALTH_FIELDS)
    ]
    assert len(outside) >= 15
    assert sum(len(held.get(post.id, ())) < post.need for post in posts.values()) >= 25
    assert sum(len(held.get(post.id, ())) > post.need for post in posts.values()) >= 10
    assert any(unit.lat is None for unit in case.units.values())
    assert any(person.lat is None for person in people.values())
    assert {person.status for person in people.values()} == {"pns", "cpns", "pppk", "pppk_paruh_waktu"}
