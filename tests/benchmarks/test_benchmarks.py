"""The benchmark family: what it fixes holds, equal seeds are equal, and the command ends well at its tiniest."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from penata.benchmarks.__main__ import main
from penata.benchmarks.bare import bare_flow
from penata.benchmarks.instances import MOVE_SHARE, OPTIONS_PER_PERSON, coupled_instance
from penata.optimizer.engine import solve
from penata.optimizer.solution import complete, stay_plan


def test_equal_seeds_give_equal_instances() -> None:
    """The same arguments twice give the same arrays; another seed does not."""
    first, again, other = (coupled_instance(80, seed, equity=True, budgets=True, kin=True) for seed in (3, 3, 4))
    assert np.array_equal(first.option_points, again.option_points)
    assert [row.name for row in first.rows] == [row.name for row in again.rows]
    assert not np.array_equal(first.option_points, other.option_points)


def test_the_family_is_as_described() -> None:
    """60 options a person and one without a post; today's plan keeps every row; the free flow moves 87 % or so."""
    problem = coupled_instance(2000, 1, equity=True, budgets=True, kin=True)
    assert np.all(np.bincount(problem.option_employee) == OPTIONS_PER_PERSON + 1)
    today = stay_plan(problem)
    assert today is not None
    complete(problem, today)
    free = solve(coupled_instance(2000, 1, coupled=False))
    assert free.chosen is not None
    moved = np.mean(free.chosen != problem.held)
    assert 0.84 < moved < 0.90
    assert moved > MOVE_SHARE


def test_the_bare_flow_is_the_flow() -> None:
    """Where nothing couples, the yardstick and the engine have one value."""
    problem = coupled_instance(200, 5, coupled=False)
    assert bare_flow(problem)[1] == solve(problem).bound


def test_the_command_at_its_tiniest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every line is proved, both solvers have one value, exit 0."""
    assert main(["--size", "tiny", "--json", str(tmp_path / "lines.json")]) == 0
    lines = json.loads((tmp_path / "lines.json").read_text())
    assert len(lines) == 4
    assert all(line["good"] for line in lines)
    assert "peak memory" in capsys.readouterr().out
