"""``penata bench``: what it prints and keeps, the exit codes, and what it refuses before anything is measured."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from penata.benchmarks.planted import plant
from penata.benchmarks.records import Record, Results

from .conftest import Runner

LOST = Record("gap", "lost", "auto", "optimal", 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1, None)


@pytest.mark.slow
def test_measured_kept_and_compared(penata: Runner, tmp_path: Path) -> None:
    """Records as JSON and by version; 6 where a known value is missed, 7 where an earlier run was better."""
    sets = plant(tmp_path / "sets", "small")
    for name in ("assign", "fronts"):
        (sets / name).rename(tmp_path / name)
    words = ["bench", "--suite", "quality", "--instances", str(sets), "--runs", "1", "--lang", "en"]
    code, out, err = penata(*words, "--json", "-o", tmp_path / "kept")
    (kept,) = (tmp_path / "kept").glob("*/quality-small.json")
    assert (code, err.strip()) == (0, f"Results: {kept}")
    assert json.loads(out) == json.loads(kept.read_text(encoding="utf-8"))
    found = Results.read(kept)
    assert [record.gap for record in found.records] == [None, 0, 0]
    assert found.data_sha256
    replace(found, records=(*found.records, LOST)).write(kept)
    code, _, err = penata(*words, "--compare", kept, "--gate", "1000%")
    assert (code, err.strip()) == (7, "worse: gap lost, auto: no longer measured")
    bounds = (sets / "gap" / "bounds.tsv").read_text()
    (sets / "gap" / "bounds.tsv").write_text(bounds.replace(bounds.split("\t")[2], "3"))
    code, out, err = penata(*words, "--format", "csv")
    assert code == 6
    assert out.startswith("set,name,engine,status,value,bound,known,gap,seconds,")
    assert "missed: gap planted_min.min" in err


@pytest.mark.slow
def test_policies(penata: Runner, tmp_path: Path) -> None:
    """Records, the table of intervals, and three files by version; every policy has a plan of every agency."""
    code, out, err = penata("bench", "--suite", "policies", "-o", tmp_path / "kept", "--lang", "en")
    assert code == 0
    assert "mean JPM (percent)" in out
    assert [line.rpartition("-")[2] for line in err.splitlines()] == ["small.json", "small.parquet", "small.html"]
    (kept,) = (tmp_path / "kept").glob("*/policies-small.json")
    found = Results.read(kept)
    assert len(found.records) == 7 * 4
    assert {record.status for record in found.records} == {"done"}
    assert {item["policy"] for item in found.intervals} == {record.engine for record in found.records}


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (["--suite", "quality", "--instances", "none"], 8, "none: is no folder"),
        (["--suite", "quality", "--instances", "empty"], 3, "empty: holds no instance"),
        (["--suite", "micro", "--instances", "empty"], 2, "belongs to suites quality"),
        (["--suite", "micro", "--compare", "none.json"], 8, "none.json: can't be read"),
        (["--suite", "micro", "--compare", "x.json"], 3, "x.json: is no file of records"),
        (["--suite", "micro", "--compare", "other.json"], 2, "compare like with like"),
        (["--suite", "micro", "--gate", "much"], 2, "'much' is no share"),
        (["--suite", "micro", "--gate", "-5%"], 2, "'-5%' is no share"),
        (["--suite", "micro", "--gate", "nan"], 2, "'nan' is no share"),
        (["--suite", "micro", "--gate", "5%%"], 2, "'5%%' is no share"),
        (["--suite", "micro", "--runs", "0"], 2, "--runs"),
        (["--suite", "all"], 2, "--suite"),
        ([], 2, "--suite"),
    ],
)
def test_refused_before_anything_is_measured(
    words: list[str], code: int, expected: str, penata: Runner, tmp_path: Path
) -> None:
    """One sentence and the exit code of the fault."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.json").write_text('{"schema": "other"}')
    Results("quality", "small", "machine", None, ()).write(tmp_path / "other.json")
    found, out, err = penata("bench", *words, "--lang", "en")
    assert (found, out) == (code, "")
    assert expected in err
    assert "Traceback" not in err
