"""Suite ``quality``: published instances, solved by the engines, against their known values.

A folder holds the sets in their published formats: ``assign`` (assignment, OR-Library), ``gap`` (generalised assignment,
with ``bounds.tsv``: instance, sense, lower, upper), ``fronts`` (bi-objective assignment, with ``fronts.csv``).
"""

from __future__ import annotations

import csv
import gzip
import time
from pathlib import Path
from typing import IO

import numpy as np

from ..models.domain.problem import IntArray, PlacementProblem, Row, Tier
from ..optimizer.engine import solve
from ..optimizer.frontier import frontier
from ..optimizer.solution import Limits, complete
from .assign import MINIMA
from .assign import load as load_assignment
from .assign import missing as missing_assignments
from .records import Outcome
from .report import peak_megabytes
from .work import Work

LIMITS = Limits(seconds=None, work=120.0)
LARGEST = 50_000_000
"""Bytes of an instance file at most."""
SMALL = {
    "assign": ("assign100", "assignp800"),
    "gap": ("a05100", "b05100", "c05100", "c0515_1", "c0848_1"),
    "fronts": ("Tuyttens00_AP_n05", "Tuyttens00_AP_n10"),
}
"""Instances of size ``small``."""


def quality_suite(folder: Path, size: str) -> list[Work]:
    """Return the works on every set that the folder has.

    Raises
    ------
    ValueError
        The folder has none of the sets, or a set lacks a file.
    """
    works = [*_assignments(folder / "assign", size), *_gaps(folder / "gap", size), *_fronts(folder / "fronts", size)]
    if not works:
        message = f"{folder}: holds none of the folders assign, gap, fronts; name the folder that does."
        raise ValueError(message)
    return works


def files_of(folder: Path) -> list[Path]:
    """Return the files of the sets, for the hash of the data."""
    sets = [folder / name for name in SMALL]
    return [path for item in sets if item.is_dir() for path in item.iterdir() if path.is_file()]


def _wanted(family: str, name: str, size: str) -> bool:
    return size != "small" or name in SMALL[family]


def _assignments(folder: Path, size: str) -> list[Work]:
    if not folder.is_dir():
        return []
    if lacking := missing_assignments(folder):
        message = f"{folder}: {', '.join(lacking)} not found there (.txt or .txt.gz)."
        raise ValueError(message)
    return [
        Work("assign", name, "auto", solve_assignment, (folder, name), known=float(minimum))
        for name, minimum in MINIMA.items()
        if _wanted("assign", name, size)
    ]


def _gaps(folder: Path, size: str) -> list[Work]:
    if not folder.is_dir():
        return []
    with _open(folder / "bounds.tsv") as stream:
        rows = [line.split("\t") for line in stream if line.strip() and not line.startswith("#")]
    return [
        Work("gap", f"{name}.{sense}", "auto", solve_gap, (folder, name, sense), known=float(lower))
        for name, sense, lower, upper in rows
        if lower.strip() == upper.strip() and _wanted("gap", name, size)
    ]


def _fronts(folder: Path, size: str) -> list[Work]:
    if not folder.is_dir():
        return []
    with _open(folder / "fronts.csv") as stream:
        names = [row["instance"] for row in csv.DictReader(stream)]
    return [
        Work("fronts", name, "frontier", solve_front, (folder, name), known=float(names.count(name)))
        for name in dict.fromkeys(names)
        if _wanted("fronts", name, size)
    ]


def _open(path: Path) -> IO[str]:
    packed = path.with_name(f"{path.name}.gz")
    return gzip.open(packed, "rt", encoding="ascii") if packed.exists() else path.open(encoding="ascii")


def _numbers(folder: Path, name: str) -> IntArray:
    plain = next(
        (path for path in (folder / f"{name}.txt", folder / f"{name}.raw") if path.exists()), folder / f"{name}.txt"
    )
    with _open(plain) as stream:
        words = stream.read(LARGEST).split()
    return np.array(words, dtype=np.int64)


def gap_problem(folder: Path, name: str, sense: str) -> PlacementProblem:
    """Read a generalised assignment instance: m agents, n jobs, costs and uses (m x n), capacities; a job is a person here.

    Points are the costs, negative where the least is sought, in hundredths.
    """
    numbers = _numbers(folder, name)
    agents, jobs = int(numbers[0]), int(numbers[1])
    size = agents * jobs
    costs, uses, capacity = np.split(numbers[2:], [size, 2 * size])
    costs, uses = costs.reshape(agents, jobs), uses.reshape(agents, jobs)
    job, agent = np.divmod(np.arange(size), agents)
    rows = [
        Row("capacity", f"agent {place}", np.flatnonzero(agent == place), uses[place], None, int(capacity[place]))
        for place in range(agents)
    ]
    sign = 1 if sense == "max" else -1
    points = sign * costs[agent, job] / 100
    return PlacementProblem.from_arrays(
        job, agent, points, num_employees=jobs, num_positions=agents, capacity=jobs, rows=rows
    )


def front_problem(folder: Path, name: str) -> tuple[PlacementProblem, Tier, Tier]:
    """Read a bi-objective assignment instance: n, then two n x n matrices of costs, both to be minimised."""
    numbers = _numbers(folder, name)
    n = int(numbers[0])
    costs = numbers[1:].reshape(2, n * n)
    employee, position = np.divmod(np.arange(n * n), n)
    problem = PlacementProblem.from_arrays(employee, position, np.zeros(n * n), num_employees=n, num_positions=n)
    none = np.zeros(0, dtype=np.int64)
    return problem, Tier("first", -costs[0], none), Tier("second", -costs[1], none)


def _solved(problem: PlacementProblem, sign: int, unit: int) -> Outcome:
    start = time.process_time()
    solution = solve(problem, "auto", LIMITS)
    seconds = time.process_time() - start
    value = None if solution.chosen is None else problem.value_of(solution.chosen, complete(problem, solution.chosen))
    bound = solution.bound
    return Outcome(
        solution.status,
        None if value is None else sign * value / unit,
        None if bound is None else sign * bound / unit,
        seconds,
        peak_megabytes(),
        limited=solution.status != "optimal",
    )


def solve_assignment(folder: Path, name: str) -> Outcome:
    """Solve an assignment instance; value and bound are costs."""
    return _solved(load_assignment(folder, name), -1, 100)


def solve_gap(folder: Path, name: str, sense: str) -> Outcome:
    """Solve a generalised assignment instance; value and bound are costs."""
    return _solved(gap_problem(folder, name, sense), 1 if sense == "max" else -1, 1)


def solve_front(folder: Path, name: str) -> Outcome:
    """Find the front of a bi-objective instance; the value is the number of its points that are published as such."""
    problem, first, second = front_problem(folder, name)
    with _open(folder / "fronts.csv") as stream:
        known = {(int(row["z1"]), int(row["z2"])) for row in csv.DictReader(stream) if row["instance"] == name}
    start = time.process_time()
    front = frontier(problem, first, second, limits=LIMITS)
    seconds = time.process_time() - start
    found = {(-point.first, -point.second) for point in front.points}
    value = len(found & known) - len(found - known)
    return Outcome(front.status, float(value), float(len(found)), seconds, peak_megabytes(), limited=not front.exact)
