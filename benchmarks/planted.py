"""Made-up instances in the published formats whose best value is known by construction.

Costs are the sum of prices and a surplus that is 0 on one planted plan: by linear duality no plan is better than the prices
say, and the planted plan reaches it. Fronts are so small that every permutation was looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import numpy as np

from ..models.domain.problem import IntArray

SIZES = {"small": (80, 200, (5, 60), 6), "standard": (200, 600, (10, 100), 7), "full": (400, 1500, (20, 200), 8)}
"""People of the dense and the sparse assignment, agents and jobs, people of the front."""
SEED = 1
PER_PERSON = 12
"""Pairs of a person in the sparse assignment."""


def plant(folder: Path, size: str) -> Path:
    """Write the sets ``assign``, ``gap`` and ``fronts`` of a size into a folder, and return it."""
    rng = np.random.default_rng(SEED)
    dense, sparse, (agents, jobs), front = SIZES[size]
    minima = {f"assign{dense}": _assign(folder / "assign", dense, rng, dense)}
    minima[f"assignp{sparse}"] = _assign(folder / "assign", sparse, rng, PER_PERSON)
    _write(folder / "assign" / "assignopt.txt", (f"{name} {value}" for name, value in minima.items()))
    rows = [
        f"planted_{sense}\t{sense}\t{value}\t{value}"
        for sense in ("min", "max")
        for value in [_gap(folder / "gap", agents, jobs, sense, rng)]
    ]
    _write(folder / "gap" / "bounds.tsv", rows)
    points = _front(folder / "fronts", front, rng)
    _write(folder / "fronts" / "fronts.csv", ["instance,z1,z2", *(f"planted_n{front},{a},{b}" for a, b in points)])
    return folder


def _assign(folder: Path, n: int, rng: np.random.Generator, per_person: int) -> int:
    """Write an assignment and return its least cost: the sum of both sides' prices."""
    people, posts = rng.integers(1, 60, n), rng.integers(1, 60, n)
    best = rng.permutation(n)
    surplus = rng.integers(0, 40, (n, n))
    surplus[np.arange(n), best] = 0
    cost = people[:, None] + posts[None, :] + surplus
    if per_person == n:
        _write(folder / f"assign{n}.txt", [str(n), *(" ".join(map(str, row)) for row in cost.tolist())])
    else:
        kept = rng.random((n, n)) < per_person / n
        kept[np.arange(n), best] = True
        pairs = zip(*np.nonzero(kept), strict=True)
        _write(folder / f"assignp{n}.txt", [str(n), *(f"{i + 1} {j + 1} {cost[i, j]}" for i, j in pairs)])
    return int(people.sum() + posts.sum())


def _gap(folder: Path, agents: int, jobs: int, sense: str, rng: np.random.Generator) -> int:
    """Write a generalised assignment and return its best cost: prices of jobs and of the room of agents."""
    best = rng.integers(0, agents, jobs)
    use = rng.integers(5, 26, (agents, jobs))
    room = np.bincount(best, weights=use[best, np.arange(jobs)], minlength=agents).astype(np.int64)
    price = rng.integers(0, 4, agents)
    room = np.where(price == 0, room + 20, room)
    surplus = rng.integers(0, 30, (agents, jobs))
    surplus[best, np.arange(jobs)] = 0
    job = rng.integers(100, 140, jobs)
    sign = 1 if sense == "max" else -1
    cost = job[None, :] + sign * (price[:, None] * use - surplus)
    lines = [f"{agents} {jobs}", *(" ".join(map(str, row)) for row in [*cost.tolist(), *use.tolist(), room.tolist()])]
    _write(folder / f"planted_{sense}.txt", lines)
    return int(job.sum() + sign * (price @ room))


def _front(folder: Path, n: int, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Write a bi-objective assignment and return its points that no other beats."""
    costs: IntArray = rng.integers(0, 20, (2, n, n))
    order = np.array(list(permutations(range(n))))
    sums = [costs[goal][np.arange(n), order].sum(axis=1).tolist() for goal in (0, 1)]
    points: list[tuple[int, int]] = []
    for first, second in sorted(set(zip(*sums, strict=True))):
        if not points or second < points[-1][1]:
            points.append((first, second))
    lines = [str(n), *(" ".join(map(str, row)) for row in costs.reshape(-1, n).tolist())]
    _write(folder / f"planted_n{n}.raw", lines)
    return points


def _write(path: Path, lines: Iterable[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
