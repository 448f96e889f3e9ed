"""Published assignment problems (J. E. Beasley, OR-Library, JORS 41, 1990) against their known minimum."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import numpy as np

from ..models.domain.problem import PlacementProblem
from ..optimizer.engine import solve
from .report import Line

MINIMA = {"assign100": 305, "assign200": 475, "assign300": 626, "assign400": 804, "assignp800": 2239, "assignp1500": 5839}


def load(folder: Path, name: str) -> PlacementProblem:
    """Read one file: n, then n x n costs; the sparse ones list ``i j cost`` from 1."""
    plain = folder / f"{name}.txt"
    packed = folder / f"{name}.txt.gz"
    text = plain.read_text() if plain.exists() else gzip.decompress(packed.read_bytes()).decode()
    words = text.split()
    n, numbers = int(words[0]), np.array(words[1:], dtype=float)
    if name.startswith("assignp"):
        table = numbers.reshape(-1, 3)
        rows, columns, costs = table[:, 0].astype(int) - 1, table[:, 1].astype(int) - 1, table[:, 2]
    else:
        rows, columns = np.divmod(np.arange(n * n), n)
        costs = numbers
    return PlacementProblem.from_arrays(rows, columns, -costs, num_employees=n, num_positions=n)


def run(folder: Path) -> list[Line]:
    """Solve every file and compare with the published minimum."""
    lines = []
    for name, minimum in MINIMA.items():
        problem = load(folder, name)
        start = time.process_time()
        solution = solve(problem)
        seconds = time.process_time() - start
        good = solution.status == "optimal" and solution.bound == -100 * minimum
        lines.append(Line(name, solution.engine, solution.status, solution.bound, seconds, None, good))
    return lines
