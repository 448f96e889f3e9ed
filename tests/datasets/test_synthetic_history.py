"""Cases with a history: whole and without an error, and the truth beside them is seen by no reader of a case."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from penata import api
from penata.cli import run
from penata.datasets.observations import observations_of
from penata.datasets.read import read_source
from penata.datasets.synthetic.agency import build_agencies_and_truth
from penata.datasets.synthetic.truth import TRUTH_TABLES, Truth, read_truth
from penata.models.domain.errors import NotFoundError, OptionError

ORDER = api.SynthOrder(50, seed=3, years=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case of 50 people with four years of history."""
    (written,) = api.synth(ORDER, tmp_path_factory.mktemp("history") / "case")
    return written


@pytest.fixture(scope="module")
def made() -> tuple[api.Case, Truth]:
    ((case, truth),) = build_agencies_and_truth(ORDER)
    assert truth is not None
    return case, truth


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_history_is_a_case_without_errors(folder: Path, made: tuple[api.Case, Truth]) -> None:
    """Written and read again it has no error and no habit, and every table that was made."""
    reading = read_source(folder, lang="en")
    assert [fault.sentence() for fault in reading.errors] == []
    assert reading.notes == ()
    assert {fault.code for fault in reading.warnings} <= {"W-PROFILE-MISSING", "W-SURPLUS", "W-HOLDERS-HEAD", "W-AGE"}
    case = reading.require_case()
    for name in ("evaluations", "performance", "trainings", "careers", "profiles", "course_effects"):
        assert case.table_digest(name) == made[0].table_digest(name)
    assert (case.tables["evaluations"]["period"].str[:4].astype(int)).between(2022, 2025).all()
    assert len(case.tables["employees"]) == 50


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_the_same_order_gives_the_same_bytes(form: str, tmp_path: Path) -> None:
    """Tables and truth, in both forms; another seed gives others."""
    order = api.SynthOrder(20, seed=2, years=2)
    for name in ("one", "two"):
        api.synth(order, tmp_path / name, tables=form)  # type: ignore[arg-type]  # one of two forms
    one = files_of(tmp_path / "one")
    assert one == files_of(tmp_path / "two")
    assert f"truth/levels.{form}" in one
    api.synth(api.SynthOrder(20, seed=4, years=2), tmp_path / "two", replace=True)
    assert files_of(tmp_path / "two")["truth/truth.toml"] != one["truth/truth.toml"]
    pd.testing.assert_frame_equal(read_truth(tmp_path / "one")["levels"], truth_of(order)["levels"])


def truth_of(order: api.SynthOrder) -> dict[str, pd.DataFrame]:
    """Return the truth of an order's one agency with text as it is read."""
    ((_, truth),) = build_agencies_and_truth(order)
    assert truth is not None
    return {name: frame.astype(dict.fromkeys(_words(name), "str")) for name, frame in truth.frames().items()}


def _words(name: str) -> list[str]:
    return [column.name for column in TRUTH_TABLES[name].columns if column.kind in ("id", "period")]


def test_no_reader_of_a_case_sees_the_truth(folder: Path, tmp_path: Path) -> None:
    """Without ``truth/``, or with nonsense in it, everything that is read of a case is the same, bytes and faults."""
    bare, spoilt = tmp_path / "bare", tmp_path / "spoilt"
    shutil.copytree(folder, bare)
    shutil.rmtree(bare / "truth")
    shutil.copytree(folder, spoilt)
    for path in (spoilt / "truth").iterdir():
        path.write_bytes(b"\0\xff nonsense")
    (spoilt / "truth" / "employees.csv").write_text("employee_id\nX\n")
    readings = [read_source(one, lang="en") for one in (folder, bare, spoilt)]
    assert len({reading.require_case().digest for reading in readings}) == 1
    assert len({tuple(fault.sentence() for fault in reading.faults) for reading in readings}) == 1
    seen = [observations_of(reading.require_case()).scores for reading in readings]
    pd.testing.assert_frame_equal(seen[0], seen[1])
    pd.testing.assert_frame_equal(seen[0], seen[2])


@pytest.mark.slow
def test_nothing_that_is_written_of_a_case_holds_the_truth(folder: Path, tmp_path: Path) -> None:
    """Converted, pseudonymised, placed or exported, a case has no true level, severity or effect in it."""
    api.convert_case(folder, tmp_path / "copy")
    api.convert_case(folder, tmp_path / "packed", tables="parquet")
    api.pseudonymize_case(folder, tmp_path / "pseudonym", tmp_path / "key.toml")
    assert run(["place", str(folder), "-o", str(tmp_path / "runs"), "--engine", "greedy"]) == 0
    names = [path for name in ("copy", "packed", "pseudonym", "runs") for path in files_of(tmp_path / name)]
    assert names
    assert not [name for name in names if "truth" in name]
    levels = read_truth(folder)["levels"]["level"].astype(str)
    secrets = set(levels[levels.str.len() == 6].head(400))  # four decimals stand in no table of a case
    for path in (path for name in ("copy", "pseudonym", "runs") for path in sorted((tmp_path / name).rglob("*.csv"))):
        if path.name not in ("employees.csv", "units.csv", "assignments.csv"):  # coordinates and points have decimals too
            assert not secrets & set(path.read_text(encoding="utf-8").replace("\n", ",").split(",")), path


def test_observations_are_the_scores_of_the_case(made: tuple[api.Case, Truth]) -> None:
    """Every evaluation once, profiles (the latest marks) not again; requirements are those the truth was drawn for."""
    case, truth = made
    found = observations_of(case)
    assert len(found.scores) == len(case.tables["evaluations"])
    assert len(found.trainings) == len(truth.drawn.trained)
    asked = found.requirements.set_index(["person", "competency"])["level"]
    people = [place for place, person in enumerate(truth.names.people) if (person, "M-INT") in asked.index]
    assert len(people) == case.tables["employees"]["position_id"].notna().sum()
    for place in people[:20]:
        for slot in range(truth.required.shape[1]):
            pair = truth.names.people[place], truth.names.competencies[truth.names.cell[place, slot]]
            assert asked[pair] == truth.required[place, slot]
    assert (found.trainings["gain"] == 0.35).all()
    marks = found.scores[found.scores["rater"] == "assessor"]
    assert set(marks["score"]) <= {1.0, 2.0, 3.0, 4.0, 5.0}
    assert marks["rater_id"].notna().all()


def test_careers_cover_the_history(made: tuple[api.Case, Truth]) -> None:
    """Stints of a person follow each other without a gap or an overlap; the last is the present post, on its own date."""
    case, _ = made
    people = case.tables["employees"].set_index("employee_id")
    since = people["position_since"].to_dict()
    careers = case.tables["careers"].sort_values(["employee_id", "from"])
    for person, stints in careers.groupby("employee_id"):
        starts, ends = stints["from"].tolist(), stints["to"].tolist()
        assert pd.isna(ends[-1])
        assert starts[-1] == since[str(person)]
        assert [end + pd.Timedelta(days=1) for end in ends[:-1]] == starts[1:]
    assert set(careers["employee_id"]) == set(people.index[people["position_id"].notna()])


def test_units_of_the_raters_change_with_transfers() -> None:
    """Who came to the present post in 2024 was rated in another unit before, and in this one from then on."""
    ((case, _),) = build_agencies_and_truth(api.SynthOrder(600, seed=1, years=5))
    people = case.tables["employees"].dropna(subset=["position_id"])
    home = dict(zip(case.tables["positions"]["position_id"], case.tables["positions"]["unit_id"], strict=True))
    rated = case.tables["evaluations"].query("instrument == '360'").drop_duplicates(["employee_id", "period"])
    joined = rated.merge(people[["employee_id", "position_id", "position_since"]], on="employee_id")
    here = joined["rater_unit_id"] == joined["position_id"].map(home)
    year, since = joined["period"].astype(int), joined["position_since"].dt.year
    assert here[year >= since].all()
    before = here[year == since - 1]
    assert len(before) > 100
    assert before.mean() < 0.15


def test_a_history_needs_its_order() -> None:
    """Years outside 0-20 are refused, and a folder without a truth says how to make one."""
    with pytest.raises(OptionError, match="--years 21"):
        api.SynthOrder(100, years=21)
    with pytest.raises(NotFoundError, match="--history"):
        read_truth("nowhere")


def test_the_command(tmp_path: Path) -> None:
    """``--history`` writes six years and the truth; without it there is neither, whatever ``--years`` says."""
    assert run(["case", "synth", "--people", "20", "--history", "-o", str(tmp_path / "a")]) == 0
    levels = read_truth(tmp_path / "a")["levels"]
    assert sorted(levels["period"].unique()) == [str(year) for year in range(2020, 2027)]
    assert len(levels) == 20 * 12 * 7
    assert run(["case", "synth", "--people", "20", "--years", "3", "-o", str(tmp_path / "b")]) == 0
    assert not (tmp_path / "b" / "truth").exists()
    assert not (tmp_path / "b" / "evaluations.csv").exists()
    assert run(["case", "synth", "--people", "20", "--history", "--years", "0", "-o", str(tmp_path / "c")]) == 2
    assert run(["case", "synth", "--people", "40", "--agencies", "2", "--history", "-o", str(tmp_path / "d")]) == 0
    assert {path.parent.name for path in (tmp_path / "d").glob("*/truth")} == {"A001", "A002"}
    ids = [set(read_truth(tmp_path / "d" / name)["people"]["employee_id"]) for name in ("A001", "A002")]
    assert not ids[0] & ids[1]


def test_levels_of_the_truth_are_those_drawn(made: tuple[api.Case, Truth]) -> None:
    """The long table says of each person, competency and year what the arrays say."""
    _, truth = made
    levels = truth.frames()["levels"]
    people = {person: place for place, person in enumerate(truth.names.people)}
    for row in levels.sample(200, random_state=1).to_dict("records"):
        place = people[row["employee_id"]]
        slot = truth.names.cell[place].tolist().index(list(truth.names.competencies).index(row["competency_id"]))
        year = int(row["period"]) - truth.names.years[0]
        assert row["level"] == pytest.approx(float(truth.level[year, place, slot]), abs=6e-5)
    assert np.isfinite(levels["level"]).all()
