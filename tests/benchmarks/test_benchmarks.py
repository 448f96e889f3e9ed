"""The benchmark command: promises kept end in 0, broken ones in 1, contradictions are found."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

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
