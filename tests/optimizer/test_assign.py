"""OR-Library assignment files solved to their published minimum through the public Python API."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from penata import PlacementProblem, solve

MINIMA = {"assign100": 305, "assign200": 475, "assign300": 626, "assign400": 804, "assignp800": 2239, "assignp1500": 5839}
"""J. E. Beasley, OR-Library, JORS 41 (1990)."""


def read_assignment(folder: Path, name: str) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    """Return n, rows, columns and costs of one file."""
    plain = folder / f"{name}.txt"
    text = plain.read_text() if plain.exists() else gzip.decompress((folder / f"{name}.txt.gz").read_bytes()).decode()
    numbers = np.array(text.split()[1:], dtype=float)
    n = int(text.split(maxsplit=1)[0])
    if name.startswith("assignp"):
        table = numbers.reshape(-1, 3)
        return n, table[:, 0].astype(int) - 1, table[:, 1].astype(int) - 1, table[:, 2]
    rows, columns = np.divmod(np.arange(n * n), n)
    return n, rows, columns, numbers


@pytest.mark.shared
@pytest.mark.parametrize("name", MINIMA)
def test_published_minimum(name: str, shared_data: Path) -> None:
    """The published minimum is reached and proved."""
    n, rows, columns, costs = read_assignment(shared_data / "assign", name)
    problem = PlacementProblem.from_arrays(rows, columns, -costs, num_employees=n, num_positions=n)
    solution = solve(problem)
    assert solution.status == "optimal"
    assert solution.chosen is not None
    assert solution.bound == -MINIMA[name] * 100
    assert problem.option_points[solution.chosen].sum() == -MINIMA[name] * 100
    assert len(set(problem.option_position[solution.chosen].tolist())) == n
