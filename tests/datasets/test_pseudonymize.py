"""A pseudonymised case: nobody in it by name, the same model number for number, the same plan."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penata import api
from penata.datasets.pseudonym_dates import days_alike
from penata.datasets.pseudonym_ids import draw_ids
from penata.datasets.pseudonym_key import key_text, read_key
from penata.datasets.pseudonym_words import TREATMENTS, Treatment
from penata.datasets.pseudonymize import Pseudonymized, pseudonymize
from penata.datasets.write import write_folder
from penata.models.domain.build import build_problem
from penata.models.domain.calendar import completed_years, retirement_day
from penata.models.domain.case import Case
from penata.models.domain.errors import DataError, NotFoundError, OptionError, PenataError
from penata.models.domain.facts import date_key
from penata.models.domain.problem import PlacementProblem
from penata.models.domain.scenario import Scenario
from penata.models.domain.tables import TABLES
from tests.random_cases import draw_agency
from tests.small import small_case

AS_OF, EFFECTIVE = date(2026, 12, 9), date(2027, 6, 12)


def random_case(seed: int) -> Case:
    """Return a random agency with births around the days on which ages are judged, its scenario inside, no travel."""
    random = Random(seed)
    draw = draw_agency(random)
    tables = dict(draw.case.tables)
    births = [date(random.choice([1968, 1971, 1974, 1985]), random.choice([6, 6, 12, 3]), random.randint(1, 28))
              for _ in draw.people]  # fmt: skip
    employees = tables["employees"].copy()
    employees["birth_date"] = pd.Series(births, dtype="datetime64[s]")
    employees["inactive_reason"] = "sakit, catatan Budi"
    tables["employees"] = employees
    scenario = {**draw.asked, "weights": {**draw.asked["weights"], "travel": 0.0}}
    return Case.from_frames(tables, as_of=AS_OF, effective=EFFECTIVE, scenario=scenario, name="Kota", agency="Agency")


def numbers(problem: PlacementProblem) -> list[Any]:
    """Return everything of a problem that an engine reads: no id among it."""
    return [
        problem.option_employee.tolist(),
        problem.option_position.tolist(),
        problem.option_points.tolist(),
        problem.option_ties.tolist(),
        problem.held.tolist(),
        problem.seniority.tolist(),
        [
            (h.rule, h.positions.tolist(), h.lower, h.upper, h.short_of, h.short, h.over_from, h.over)
            for h in problem.headcounts
        ],
        [(r.rule, r.columns.tolist(), r.coefficients.tolist(), r.lower, r.upper) for r in problem.rows],
        [(a.kind, a.upper, a.points, a.term) for a in problem.auxiliaries],
        [(t.name, t.option_points.tolist(), t.auxiliary_points.tolist()) for t in problem.tiers],
        len(problem.blocked),
    ]


def mapped_back(made: Pseudonymized, posts: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return a plan of the pseudonymised case in the ids of the original."""
    who = {new: old for old, new in made.surrogates.ids[Treatment.EMPLOYEE].items()}
    what: dict[str | None, str | None] = {new: old for old, new in made.surrogates.ids[Treatment.POSITION].items()}
    return {who[person]: what.get(post) for person, post in posts.items()}


def plan_of(case: Case) -> dict[str, str | None]:
    result = api.place(case)
    return {item.employee_id: item.position_id for item in result.assignments}


# the same model -------------------------------------------------------------------------------------------------
def check_model(seed: int) -> tuple[Case, Pseudonymized]:
    case = random_case(seed)
    made = pseudonymize(case, random=Random(seed))
    before = build_problem(case, Scenario.parse(case.scenario))
    after = build_problem(made.case, Scenario.parse(made.case.scenario))
    assert numbers(after.problem) == numbers(before.problem)
    assert len(after.facts.population.outside) == len(before.facts.population.outside)
    return case, made


@settings(max_examples=2)
@given(st.integers(0, 999))
def test_the_model_is_the_same_number_for_number(seed: int) -> None:
    """Options, points, rows, ties, tiers of the pseudonymised case are those of the original."""
    check_model(seed)


@pytest.mark.slow
@settings(max_examples=50)
@given(st.integers(1000, 999_999))
def test_the_plan_is_the_same_plan(seed: int) -> None:
    """Placed and mapped back by the key, everybody holds the post that the original's plan gives them."""
    case, made = check_model(seed)
    assert mapped_back(made, plan_of(made.case)) == plan_of(case)


@pytest.mark.parametrize("seed", [1])
def test_a_plan_is_the_same_plan(seed: int) -> None:
    """One agency of the test above, in the default run."""
    case = random_case(seed)
    made = pseudonymize(case, random=Random(seed))
    plan = plan_of(case)
    assert plan
    assert mapped_back(made, plan_of(made.case)) == plan


@pytest.mark.slow
def test_the_bundled_plan_is_the_same_plan(tmp_path: Path) -> None:
    """The bundled district with travel weight 0, through files and read again: the same plan, value and proof."""
    case = api.load_case("lubuk_begalung")
    still = Case.from_frames(
        case.tables, as_of=case.as_of, effective=case.effective, parameters=case.parameters,
        scenario={**case.scenario, "weights": {**case.scenario.get("weights", {}), "travel": 0.0}},  # type: ignore[dict-item]  # a table
    )  # fmt: skip
    write_folder(still, tmp_path / "original")
    report = api.pseudonymize_case(tmp_path / "original", tmp_path / "made", tmp_path / "key.json")
    assert not report.travel_counts
    made, key = api.load_case(tmp_path / "made"), api.read_key(tmp_path / "key.json")
    first, second = api.place(still), api.place(made)
    assert (second.value, second.bound, second.status) == (first.value, first.bound, first.status)
    who = {new: old for old, new in key["employees"].items()}
    what = {new: old for old, new in key["positions"].items()}
    back = {who[a.employee_id]: what.get(a.position_id or "") for a in second.assignments}
    assert back == {a.employee_id: a.position_id for a in first.assignments}


def test_fresh_ties_keep_the_value() -> None:
    """Another order of ties may pick another of equally good plans; value and status stay."""
    case = random_case(3)
    made = pseudonymize(case, fresh_ties=True, random=Random(1))
    assert (api.place(made.case).value, api.place(made.case).status) == (api.place(case).value, api.place(case).status)
    assert sorted(made.case.tables["employees"]["tie_key"]) == [str(n) for n in range(len(case.employees))]
    ranks = dict(zip(made.case.tables["employees"]["employee_id"], made.case.tables["employees"]["tie_key"], strict=True))
    old = {new: name for name, new in made.surrogates.ids[Treatment.EMPLOYEE].items()}
    assert [old[new] for new in sorted(ranks, key=ranks.__getitem__)] != list(case.employees)


def test_tie_keys_are_the_rank_of_the_original_keys() -> None:
    """Keys b < c < d, whatever the ids; the place in their order is written, as wide as the last place."""
    people = [{"employee_id": name, "tie_key": key} for name, key in (("X", "c"), ("Y", "b"), ("Z", "d"))]
    made = pseudonymize(small_case(people, [{"position_id": "P"}]), random=Random(0))
    ranks = dict(zip(made.case.tables["employees"]["employee_id"], made.case.tables["employees"]["tie_key"], strict=True))
    assert {old: ranks[new] for old, new in made.surrogates.ids[Treatment.EMPLOYEE].items()} == {
        "Y": "0",
        "X": "1",
        "Z": "2",
    }


# birth dates ----------------------------------------------------------------------------------------------------
@settings(max_examples=60)
@given(st.dates(date(1950, 1, 1), date(2009, 12, 31)), st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(0, 999))
def test_a_moved_birth_date_is_on_the_same_side_of_every_limit(birth: date, day: date, seed: int) -> None:
    """For each whole limit from 18 to 75: past it or not (R06, R07), completed years, and the day of retirement (R12)."""
    moved = birth.replace(day=Random(seed).choice(days_alike(birth, [day])))
    assert (moved.year, moved.month) == (birth.year, birth.month)
    assert completed_years(moved, day) == completed_years(birth, day)
    for limit in range(18, 76):
        past = [date_key(day) > date_key(born) + limit * 10_000 for born in (birth, moved)]
        assert past[0] == past[1], limit
        assert retirement_day(moved, limit) == retirement_day(birth, limit)


@pytest.mark.parametrize(
    ("birth", "days"),
    [
        (date(1974, 3, 20), range(1, 32)),  # no age turns in March
        (date(1974, 6, 11), range(1, 12)),  # before the 12th: past an age on 12 June
        (date(1974, 6, 13), range(13, 31)),
        (date(1974, 6, 12), range(12, 13)),  # on the day itself: not past the age, completed it
        (date(1980, 2, 29), range(1, 30)),
    ],
)
def test_days_between_which_a_birth_date_moves(birth: date, days: range) -> None:
    """All days of the month, cut where ages are judged in that month."""
    assert days_alike(birth, [EFFECTIVE]) == days


def test_a_birth_date_stays_before_the_person_serves() -> None:
    """A date of service in the month of birth (an odd case, but no error) does not end up before birth."""
    assert days_alike(date(2000, 5, 4), [], [date(2000, 5, 6), date(2020, 5, 1)]) == range(1, 7)


def test_birth_dates_do_move() -> None:
    """Of 200 people born on the 20th of a month without a limit, the days of birth are spread over the month."""
    people = [{"employee_id": f"E{n}", "birth_date": date(1985, 3, 20)} for n in range(200)]
    made = pseudonymize(small_case(people, [{"position_id": "P"}]), random=Random(5))
    days = made.case.tables["employees"]["birth_date"].dt.day
    assert days.nunique() > 25
    assert made.unmoved == 0


# nobody by name -------------------------------------------------------------------------------------------------
def test_every_text_column_has_a_treatment() -> None:
    """Columns of kind id, text and list are named with what happens to them; a new one can't slip through."""
    for name, table in TABLES.items():
        texts = {column.name for column in table.columns if column.kind in ("id", "text", "list")}
        assert set(TREATMENTS[name]) == texts, name
        for column in table.columns:
            target = {"employees.employee_id": "employee", "positions.position_id": "position", "units.unit_id": "unit"}
            if column.refers_to in target:
                assert TREATMENTS[name][column.name] == target[column.refers_to]


@pytest.mark.slow
def test_nothing_of_the_original_is_left(tmp_path: Path) -> None:
    """No id of a person, post or unit, no name, title, agency or home of the bundled case stands in what is handed on."""
    case = api.load_case("lubuk_begalung")
    api.pseudonymize_case("lubuk_begalung", tmp_path / "made", tmp_path / "key.json")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "made").iterdir()))
    gone = {*case.employees, *case.positions, *case.units, case.agency, case.name, *case.tables["employees"]["name"]}
    gone |= set(case.tables["units"]["name"]) | {title for title in case.tables["positions"]["title"] if len(title) > 20}
    assert len(gone) > 400
    assert not sorted(name for name in gone if name in text)
    made = api.load_case(tmp_path / "made")
    employees = made.tables["employees"]
    assert employees[["lat", "lon", "title_front", "title_back"]].isna().all(axis=None)
    assert made.tables["units"][["lat", "lon"]].isna().all(axis=None)
    assert made.synthetic == case.synthetic
    assert api.check_case(tmp_path / "made").errors == 0


def test_rows_stand_in_another_order() -> None:
    """Rows are shuffled in each table apart, and made-up ids sort otherwise than the originals."""
    people = [{"employee_id": f"{n:03d}", "birth_date": date(1985, 3, 1) + timedelta(n)} for n in range(60)]
    made = pseudonymize(small_case(people, [{"position_id": "P"}]), random=Random(0))
    old = {new: name for name, new in made.surrogates.ids[Treatment.EMPLOYEE].items()}
    by_row = [old[new] for new in made.case.tables["employees"]["employee_id"]]
    by_id = [old[new] for new in sorted(old)]
    assert by_row != sorted(by_row)
    assert by_id != sorted(by_id)


@settings(max_examples=10)
@given(st.sets(st.text(min_size=1, max_size=8), max_size=8), st.integers(0, 999))
def test_made_up_ids_are_a_renaming(names: set[str], seed: int) -> None:
    """One id each, none of them an original; ids of units keep their order, because the model's rows stand in it."""
    for kind in (Treatment.EMPLOYEE, Treatment.UNIT):
        made = draw_ids(kind, names, Random(seed))
        assert set(made) == names
        assert len(set(made.values())) == len(names)
        assert not set(made.values()) & names
        if kind == Treatment.UNIT:
            assert [made[name] for name in sorted(names)] == sorted(made.values())


def test_the_scenario_is_renamed_throughout() -> None:
    """Pins, forbids, exempts, scope and skill mix follow the ids; names, reasons and letters of consent are hidden."""
    scenario = {
        "name": "Rotasi Pak Budi",
        "scope": {"units": ["V"]},
        "pin": [{"employee": "E", "position": "P"}],
        "forbid": [{"employee": "E", "position": "Q"}],
        "exempt": [{"rule": "R10", "employee": "E", "reason": "Budi sakit"}],
        "skill_mix": [{"unit": "U", "competency": "T-IT", "level": 3, "at_least": 1}],
        "rules": {"R20": {"consent": "surat 12/Budi"}},
    }
    tables = small_case([{"employee_id": "E"}], [{"position_id": "P"}, {"position_id": "Q"}]).tables
    parameters = {"R20": {"consent": "surat 12/Budi", "months_before": 6, "term_ends_on": "2027-02-01"}, "note": ["Budi", 3]}
    case = Case.from_frames(tables, as_of=AS_OF, scenario=scenario, parameters=parameters)
    made = pseudonymize(case)
    ids = made.surrogates.ids
    person, post = ids[Treatment.EMPLOYEE], ids[Treatment.POSITION]
    assert made.case.scenario == {
        "name": "disamarkan",
        "scope": {"units": [ids[Treatment.UNIT]["V"]]},
        "pin": [{"employee": person["E"], "position": post["P"]}],
        "forbid": [{"employee": person["E"], "position": post["Q"]}],
        "exempt": [{"rule": "R10", "employee": person["E"], "reason": "disamarkan"}],
        "skill_mix": [{"unit": ids[Treatment.UNIT]["U"], "competency": "T-IT", "level": 3, "at_least": 1}],
        "rules": {"R20": {"consent": "disamarkan"}},
    }
    hidden = {"R20": {"consent": "disamarkan", "months_before": 6, "term_ends_on": "2027-02-01"}, "note": ["disamarkan", 3]}
    assert made.case.parameters == hidden


def test_distances_of_a_relocation_budget_stay() -> None:
    """With a relocation budget units keep their distances, but the place on the globe is another."""
    units = [
        {"unit_id": "U", "name": "U", "lat": -0.9, "lon": 100.4},
        {"unit_id": "V", "name": "V", "lat": -0.8, "lon": 179.9},
    ]
    tables = small_case([{"employee_id": "E"}], [{"position_id": "P"}], units=units).tables
    case = Case.from_frames(tables, as_of=AS_OF, scenario={"budget": {"relocation_idr": 1}})
    made = pseudonymize(case, random=Random(1))
    lon = [made.case.units[made.surrogates.ids[Treatment.UNIT][unit]].lon or 0.0 for unit in ("U", "V")]
    assert made.units_kept
    assert abs(lon[0] - 100.4) > 1
    np.testing.assert_allclose((lon[1] - lon[0]) % 360, 79.5)


# what is refused ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("credential", "refused"),
    [("Diklat bersama BUDI  santoso", True), ("no. 198501012010011001", True), ("oleh AGENCY-0007", True), ("pkp", False)],
)
def test_a_kept_text_that_names_somebody_is_refused(credential: str, refused: bool) -> None:
    """A certificate stays as it is, so one that holds a name or number stops everything; the message repeats neither."""
    people = [{"employee_id": "AGENCY-0007", "name": "Budi Santoso"}]
    held = [{"employee_id": "AGENCY-0007", "credential": credential}]
    case = small_case(people, [{"position_id": "P"}], credentials=held)
    if not refused:
        assert len(pseudonymize(case).case.tables["credentials"]) == 1
        return
    with pytest.raises(DataError, match=r"credentials\.credential: a text that has to stay") as error:
        pseudonymize(case)
    assert "Budi" not in str(error.value)


def source(tmp_path: Path) -> Path:
    return write_folder(small_case([{"employee_id": "E"}], [{"position_id": "P"}]), tmp_path / "source")


def test_the_key_is_its_owners_alone(tmp_path: Path) -> None:
    """Mode 600 from the first byte, whatever the umask; it leads back, and is not part of what is handed on."""
    old = os.umask(0)
    try:
        report = api.pseudonymize_case(source(tmp_path), tmp_path / "made", tmp_path / "keys" / "key.json")
    finally:
        os.umask(old)
    assert stat.S_IMODE(report.key.stat().st_mode) == 0o600
    assert sorted(path.name for path in report.key.parent.iterdir()) == ["key.json"]
    made = api.load_case(report.folder)
    assert list(made.employees) == [read_key(report.key)["employees"]["E"]]


def test_a_key_inside_the_folder_is_refused(tmp_path: Path) -> None:
    """Nor by a roundabout path; nothing is written."""
    for key in (tmp_path / "made" / "key.json", tmp_path / "made" / ".." / "made" / "k" / "key.json"):
        with pytest.raises(OptionError, match="lies inside"):
            api.pseudonymize_case(source(tmp_path / key.name / "s"), tmp_path / "made", key, replace=True)
        assert not (tmp_path / "made").exists()
        (tmp_path / "key.json" / "s" / "source").rename(tmp_path / f"gone-{len(str(key))}")


def test_a_key_is_never_overwritten_by_accident(tmp_path: Path) -> None:
    """An old key in the way stops everything without ``--force``, and neither file nor folder changes."""
    src, key = source(tmp_path), tmp_path / "key.json"
    api.pseudonymize_case(src, tmp_path / "first", key)
    before = key.read_bytes()
    with pytest.raises(OptionError, match="in the way"):
        api.pseudonymize_case(src, tmp_path / "second", key)
    assert key.read_bytes() == before
    assert not (tmp_path / "second").exists()
    api.pseudonymize_case(src, tmp_path / "second", key, replace=True)
    assert key.read_bytes() != before


def test_the_source_is_never_replaced_by_its_own_mask(tmp_path: Path) -> None:
    """DIR = SRC would lose the original, also with ``--force``."""
    src = source(tmp_path)
    with pytest.raises(OptionError, match="original would be lost"):
        api.pseudonymize_case(src, src / "." / "", tmp_path / "key.json", replace=True)


def test_nothing_half_written_where_the_folder_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that can't be written leaves no key either, and an old key stays."""
    src, key = source(tmp_path), tmp_path / "key.json"
    key.write_text("old", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(PenataError):
        api.pseudonymize_case(src, tmp_path / "file" / "made", key, replace=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert key.read_text(encoding="utf-8") == "old"


def test_a_key_that_cannot_get_its_name_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is there by then, so the key stays under its temporary name, mode 600, and the sentence says where."""

    def refuse(_source: object, _target: object) -> None:
        raise OSError(5, "Input/output error")

    src = source(tmp_path)
    monkeypatch.setattr("penata.datasets.pseudonym_key.os.replace", refuse)
    with pytest.raises(NotFoundError, match=r"the key is kept as .*\.key\.json-") as error:
        api.pseudonymize_case(src, tmp_path / "made", tmp_path / "key.json")
    (kept,) = tmp_path.glob(".key.json-*")
    assert str(kept) in error.value.bahasa
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(api.load_case(tmp_path / "made").employees) == [read_key(kept)["employees"]["E"]]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema": "penata.key/2"}', "[" * 100_000])
def test_what_is_no_key_is_said_so(text: str, tmp_path: Path) -> None:
    """One sentence for any file that is no key."""
    (tmp_path / "key.json").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="is no key of Penata"):
        read_key(tmp_path / "key.json")


def test_a_key_is_made_of_the_case_alone() -> None:
    """The key names both cases by digest and holds every renaming, titles too."""
    case = small_case([{"employee_id": "E"}], [{"position_id": "P", "title": "Camat"}])
    made = pseudonymize(case, random=Random(0))
    text = key_text(case, made.case, made.surrogates)
    assert case.digest in text
    assert made.case.digest in text
    assert '"Camat": "Pelaksana 1"' in text
