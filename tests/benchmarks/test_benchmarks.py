"""The benchmark command: promises kept end in 0, broken ones in 1, contradictions are found."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from penata.benchmarks import assign
from penata.benchmarks.__main__ import main
from penata.benchmarks.measure import PARTS, SOLVERS, Task, measure
from penata.benchmarks.report import Line, disagreements, row
from penata.benchmarks.suites import SIZES, suite
from penata.optimizer.solution import Limits

LINE = Line("all 80", "highs", "optimal", 500, 500, 1.0, 2.0, 100.0, kept=True)


@pytest.mark.slow
def test_the_command_at_its_tiniest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every promised line is proved, both solvers have one value, exit 0."""
    assert main(["--size", "tiny", "--json", str(tmp_path / "lines.json")]) == 0
    lines = json.loads((tmp_path / "lines.json").read_text())
    assert [line["kept"] for line in lines] == [None, True, True, True]
    assert lines[2]["value"] == lines[3]["value"]
    assert lines[1]["ratio"] > 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(lines)


def test_a_missing_proof_breaks_the_promise() -> None:
    """A solve that no work is left for is a NO in the table, unless the line only compares."""
    task = Task("all 80", "cpsat", 80, parts=PARTS, limits=Limits(seconds=None, work=1e-6))
    line = measure(task)
    assert line.kept is False
    assert line.status == "feasible"
    assert "NO" in row(line)
    assert measure(replace(task, promised=False)).kept is None


def test_contradictions_are_found() -> None:
    """A plan of 501 beats a bound of 500; equal proofs and other instances do not contradict."""
    better = replace(LINE, solver="cpsat", value=501, bound=501)
    assert len(disagreements([LINE, better])) == 1
    assert disagreements([LINE, replace(better, instance="other"), replace(LINE, solver="cpsat")]) == []


def test_every_size_names_known_solvers_and_parts() -> None:
    """Suites are well formed; only the largest compares solvers without a promise."""
    for size in SIZES:
        tasks = suite(size)
        assert {task.solver for task in tasks} <= {"bare flow", *SOLVERS}
        assert {part for task in tasks for part in task.parts} <= set(PARTS)
        assert all(task.promised for task in tasks) == (size != "full")


def test_a_folder_without_the_files_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names what is missing, before anything is solved."""
    (tmp_path / "assign100.txt").write_text("1 5")
    with pytest.raises(SystemExit) as stop:
        main(["--size", "tiny", "--instances", str(tmp_path)])
    assert stop.value.code == 2
    assert "assign200" in capsys.readouterr().err


def test_a_published_minimum_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2 x 2 with costs 1 2 / 3 5: the least is 2 + 3 = 5; a file that claims 4 breaks the promise."""
    (tmp_path / "assignx.txt").write_text("2\n1 2 3 5\n")
    (tmp_path / "assignpx.txt").write_text("2\n1 1 1\n1 2 2\n2 1 3\n2 2 5\n")
    monkeypatch.setattr(assign, "MINIMA", {"assignx": 5, "assignpx": 4})
    assert [line.kept for line in assign.run(tmp_path)] == [True, False]
