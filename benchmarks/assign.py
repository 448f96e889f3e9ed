"""Published assignment problems (J. E. Beasley, OR-Library, JORS 41, 1990) and their known minimum."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np

from ..models.domain.problem import PlacementProblem

MINIMA = {"assign100": 305, "assign200": 475, "assign300": 626, "assign400": 804, "assignp800": 2239, "assignp1500": 5839}


def _file(folder: Path, name: str) -> Path:
    plain = folder / f"{name}.txt"
    return plain if plain.exists() else folder / f"{name}.txt.gz"


def missing(folder: Path) -> list[str]:
    """Return the names of published files that the folder does not have."""
    return [name for name in MINIMA if not _file(folder, name).exists()]


def load(folder: Path, name: str) -> PlacementProblem:
    """Read one file: n, then n x n costs; the sparse ones list ``i j cost`` from 1."""
    path = _file(folder, name)
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    words = content.decode("ascii").split()
    n, numbers = int(words[0]), np.array(words[1:], dtype=float)
    if name.startswith("assignp"):
        table = numbers.reshape(-1, 3)
        rows, columns, costs = table[:, 0].astype(int) - 1, table[:, 1].astype(int) - 1, table[:, 2]
    else:
        rows, columns = np.divmod(np.arange(n * n), n)
        costs = numbers
    return PlacementProblem.from_arrays(rows, columns, -costs, num_employees=n, num_positions=n)
