"""Suites of records: known values, comparisons with an earlier run, files that are none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from penata.benchmarks.bulk import check, make_up
from penata.benchmarks.compare import regressions
from penata.benchmarks.micro import micro_suite, yardstick
from penata.benchmarks.records import Outcome, Record, Results, gap_of, record_of
from penata.benchmarks.run import Bench, BenchOrder, became_worse, compared, keep, missed
from penata.models.domain.errors import DataError, EngineError, NotFoundError, OptionError

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
    with pytest.raises(EngineError, match="equal runs"):
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
    assert regressions(results(RECORD), results(), 1.0) == [
        ("gap a, auto: tidak lagi diukur", "gap a, auto: no longer measured")
    ]


def test_round_trip(tmp_path: Path) -> None:
    """A file of records is read back as it was; other files are refused in one sentence."""
    path = tmp_path / "records.json"
    results(RECORD, YARDSTICK).write(path)
    assert Results.read(path) == results(RECORD, YARDSTICK)
    endless = path.read_text().replace("10.0", "NaN")
    for text in ("", "[]", "{}", '{"schema": "penata.bench/1"}', "[" * 100_000, endless):
        path.write_text(text)
        with pytest.raises(DataError, match="no file of records"):
            Results.read(path)
    with pytest.raises(NotFoundError, match="No such file"):
        Results.read(tmp_path / "none.json")


def test_kept_by_version(tmp_path: Path) -> None:
    """Results stand under their version, suite and size; a place that can't be written is a sentence."""
    (path,) = keep(Bench(results(RECORD)), tmp_path / "results", language="en")
    assert path.relative_to(tmp_path).parts[0::2] == ("results", "quality-small.json")
    assert Results.read(path) == results(RECORD)
    with pytest.raises(NotFoundError, match="nothing was kept"):
        keep(Bench(results(RECORD)), path, language="en")


def test_missed_values_and_other_data() -> None:
    """A known value without its proof is missed; other instances than before are said; other suites are refused."""
    wrong = replace(RECORD, value=9.0, gap=0.1)
    unproved = replace(RECORD, status="feasible")
    assert missed(results(RECORD, wrong, unproved, YARDSTICK)) == [wrong, unproved]
    other = replace(results(RECORD), data_sha256="1")
    assert became_worse(other, results(RECORD), 0.05)[0][1].startswith("the instances are others")
    with pytest.raises(OptionError, match="like with like"):
        compared(results(RECORD), BenchOrder("micro"), Path("x.json"))
    with pytest.raises(OptionError, match="belongs to suites quality"):
        BenchOrder("micro", instances=Path())
    with pytest.raises(OptionError, match="1 or more"):
        BenchOrder("quality", runs=0)


def test_micro_works_run() -> None:
    """Each part's work runs and says what it did; equal work has an equal value."""
    works = {work.name: work for work in micro_suite("small")}
    first = works["referee on the district"].run()
    assert first.status == "done"
    assert first.value == works["referee on the district"].run().value
    assert yardstick().value == yardstick().value


def test_bulk_works_run() -> None:
    """An agency is made up and checked without an error, in both forms."""
    assert make_up(30).value == 30
    assert check(30, "parquet").value == check(30, "csv").value == 0
