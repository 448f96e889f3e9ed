"""Suites of records: known values, comparisons with an earlier run, files that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from penata.benchmarks.__main__ import main
from penata.benchmarks.bulk import check, make_up
from penata.benchmarks.compare import regressions
from penata.benchmarks.micro import micro_suite
from penata.benchmarks.quality import quality_suite, solve_assignment, solve_front, solve_gap
from penata.benchmarks.records import Outcome, Record, Results, data_hash, gap_of, record_of

RECORD = Record("gap", "a", "auto", "optimal", 10.0, 10.0, 10.0, 0.0, 2.0, 1.9, 2.2, 5, 100.0)
YARDSTICK = replace(RECORD, set="micro", name="yardstick", engine="numpy", seconds=1.0, known=None)


def results(*records: Record) -> Results:
    return Results("quality", "small", "machine", None, records)


def test_median_and_range() -> None:
    """Five runs: the median counts, the range is kept; equal runs with two values are refused."""
    outcomes = [Outcome("optimal", 7.0, 7.0, seconds, 100.0 + seconds) for seconds in (3.0, 1.0, 2.0, 9.0, 2.5)]
    record = record_of("s", "n", "e", 7.0, outcomes)
    assert (record.seconds, record.seconds_min, record.seconds_max, record.runs) == (2.5, 1.0, 9.0, 5)
    assert record.gap == 0
    with pytest.raises(ValueError, match="equal runs"):
        record_of("s", "n", "e", 7.0, [*outcomes, replace(outcomes[0], value=6.0)])


def test_gap() -> None:
    """From the known value where there is one, else from the bound; None without a value."""
    assert gap_of(95.0, 99.0, 100.0) == 0.05
    assert gap_of(-95.0, -90.0, None) == pytest.approx(5 / 95)
    assert gap_of(None, 1.0, 1.0) is None
    assert gap_of(1.0, None, None) is None


def test_slower_beyond_the_gate() -> None:
    """6 % slower breaks a gate of 5 %; 4 % does not."""
    assert not regressions(results(RECORD), results(replace(RECORD, seconds=2.08)), 0.05)
    assert len(regressions(results(RECORD), results(replace(RECORD, seconds=2.12)), 0.05)) == 1


def test_a_slower_machine_is_no_regression() -> None:
    """Twice the time with twice the yardstick is the same work; the yardstick itself is never judged."""
    before = results(YARDSTICK, RECORD)
    now = results(replace(YARDSTICK, seconds=2.0), replace(RECORD, seconds=4.0))
    assert not regressions(before, now, 0.05)
    assert regressions(now, results(replace(YARDSTICK, seconds=2.0), replace(RECORD, seconds=4.3)), 0.05)


def test_lost_proof_value_and_record() -> None:
    """A lost proof, a wider gap and a record that vanished always count."""
    worse = replace(RECORD, status="feasible", value=9.0, gap=0.1)
    assert len(regressions(results(RECORD), results(worse), 1.0)) == 2
    assert regressions(results(RECORD), results(), 1.0) == ["gap a, auto: no longer measured"]


def test_round_trip(tmp_path: Path) -> None:
    """A file of records is read back as it was; other files are refused in one sentence."""
    path = tmp_path / "records.json"
    results(RECORD, YARDSTICK).write(path)
    assert Results.read(path) == results(RECORD, YARDSTICK)
    for text in ("", "[]", "{}", '{"schema": "penata.bench/1"}', "[" * 100_000):
        path.write_text(text)
        with pytest.raises(ValueError, match="no file of records"):
            Results.read(path)


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    """Tiny instances in the published formats, with known values by hand."""
    assign, gap, fronts = (tmp_path / name for name in ("assign", "gap", "fronts"))
    for folder in (assign, gap, fronts):
        folder.mkdir()
    (assign / "tiny.txt").write_text("2\n1 2 3 5\n")
    # 2 agents, 3 jobs; each agent has room for 2 jobs of use 1: the least is 1 + 1 + 2, the most 5 + 6 + 4
    (gap / "tiny.txt").write_text("2 3\n1 2 4\n5 6 1\n1 1 1\n1 1 1\n2 2\n")
    (gap / "bounds.tsv").write_text("# instance\tsense\tlower\tupper\ntiny\tmin\t4\t4\ntiny\tmax\t15\t15\nopen\tmin\t1\t2\n")
    (fronts / "tiny.raw").write_text("2\n1 5 5 2\n6 1 1 6\n")
    (fronts / "fronts.csv").write_text("instance,z1,z2\ntiny,3,12\ntiny,10,2\n")
    return tmp_path


def test_tiny_instances(sets: Path) -> None:
    """The formats are read as published: costs by agent, matrices one after the other, all to their optimum."""
    least = solve_assignment(sets / "assign", "tiny")
    assert (least.status, least.value, least.bound) == ("optimal", 5.0, 5.0)
    least, most = (solve_gap(sets / "gap", "tiny", sense) for sense in ("min", "max"))
    assert (least.status, least.value, least.bound) == ("optimal", 4.0, 4.0)
    assert (most.status, most.value, most.bound) == ("optimal", 15.0, 15.0)
    front = solve_front(sets / "fronts", "tiny")
    assert (front.status, front.value) == ("optimal", 2.0)


def test_works_of_the_sets(sets: Path) -> None:
    """Each instance with a closed bound is a work; a folder without a set, or a set without its files, is refused."""
    with pytest.raises(ValueError, match="assign100"):
        quality_suite(sets, "full")
    for file in (sets / "assign").iterdir():
        file.unlink()
    (sets / "assign").rmdir()
    names = [work.name for work in quality_suite(sets, "full")]
    assert names == ["tiny.min", "tiny.max", "tiny"]
    with pytest.raises(ValueError, match="none of the folders"):
        quality_suite(sets / "gap", "full")
    assert data_hash([]) is None


@pytest.mark.slow
def test_the_command(sets: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records are written, a missed known value ends in 1, a comparison with a better past in 7."""
    for file in (sets / "assign").iterdir():
        file.unlink()
    (sets / "assign").rmdir()
    target = tmp_path / "now.json"
    words = ["--suite", "quality", "--size", "full", "--instances", str(sets), "--runs", "1", "--json", str(target)]
    assert main(words) == 0
    found = Results.read(target)
    assert [record.gap for record in found.records] == [0, 0, 0]
    assert found.data_sha256
    past = tmp_path / "past.json"
    replace(found, records=(*found.records, RECORD)).write(past)
    assert main([*words, "--compare", str(past)]) == 7
    assert "no longer measured" in capsys.readouterr().out
    (sets / "gap" / "bounds.tsv").write_text("tiny\tmin\t3\t3\n")
    assert main(words) == 1
    assert "missed" in capsys.readouterr().out


def test_refused_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Missing folders and files that are no records end in usage, before anything is measured."""
    (tmp_path / "x.json").write_text(json.dumps({"schema": "other"}))
    for words, expected in (
        (["--suite", "quality"], "needs --instances"),
        (["--suite", "quality", "--instances", str(tmp_path)], "none of the folders"),
        (["--suite", "micro", "--compare", str(tmp_path / "x.json")], "no file of records"),
        (["--suite", "micro", "--compare", str(tmp_path / "none.json")], "No such file"),
        (["--suite", "micro", "--runs", "0"], "at least 1"),
    ):
        with pytest.raises(SystemExit) as stop:
            main(words)
        assert stop.value.code == 2
        assert expected in capsys.readouterr().err


def test_micro_works_run() -> None:
    """Each part's work runs and says what it did; equal work has an equal value."""
    works = {work.name: work for work in micro_suite("small")}
    assert {"yardstick", "referee on the district"} <= set(works)
    first = works["referee on the district"].run()
    assert first.status == "done"
    assert first.value == works["referee on the district"].run().value
    assert works["yardstick"].run().value == works["yardstick"].run().value


def test_bulk_works_run() -> None:
    """An agency is made up and checked without an error, in both forms."""
    assert make_up(30).value == 30
    assert check(30, "parquet").value == check(30, "csv").value == 0
