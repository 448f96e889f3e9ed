"""Suite ``quality``: instances in published formats, solved by the engines, against their known values.

A folder holds the sets in their published formats (:mod:`.published`); without one, instances are made up whose best value
is known by construction (:mod:`.planted`).
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from ..models.domain.errors import DataError, NotFoundError
from ..models.domain.problem import PlacementProblem, Row, Tier
from ..optimizer.engine import solve
from ..optimizer.frontier import frontier
from ..optimizer.solution import Limits, complete
from .published import bounds_of, fronts_of, instances_in, minima_of, numbers_of, refused, shaped
from .records import Outcome
from .report import peak_megabytes
from .work import Work

LIMITS = Limits(seconds=None, work=120.0)
SETS = ("assign", "gap", "fronts")
SMALL = {
    "assign": ("assign100", "assignp800"),
    "gap": ("a05100", "b05100", "c05100", "c0515_1", "c0848_1"),
    "fronts": ("Tuyttens00_AP_n05", "Tuyttens00_AP_n10"),
}
"""Published instances of size ``small``; of sets that have none of them, everything is taken."""


def quality_suite(folder: Path, size: str) -> list[Work]:
    """Return the works on every set that the folder has.

    Raises
    ------
    NotFoundError
        There is no such folder, or a set lacks the file of its known values.
    DataError
        The folder has none of the sets, or a file of known values is none.
    """
    if not folder.is_dir():
        message = f"{folder}: is no folder. Give --instances a folder that holds assign, gap or fronts."
        bahasa = f"{folder}: bukan folder. Isi --instances dengan folder yang memuat assign, gap, atau fronts."
        raise NotFoundError(message, code="E-BENCH-FOLDER", bahasa=bahasa)
    works = [*_assignments(folder / "assign", size), *_gaps(folder / "gap", size), *_fronts(folder / "fronts", size)]
    if not works:
        message = f"{folder}: holds no instance in folders assign, gap, fronts. Name the folder that does."
        bahasa = f"{folder}: tidak memuat instansi dalam folder assign, gap, fronts. Sebut folder yang memuatnya."
        raise DataError(message, code="E-BENCH-FOLDER", bahasa=bahasa)
    return works


def _wanted(family: str, names: list[str], size: str) -> list[str]:
    few = [name for name in names if name in SMALL[family]]
    return few if size == "small" and few else names


def _assignments(folder: Path, size: str) -> list[Work]:
    minima = minima_of(folder)
    return [
        Work("assign", name, "auto", solve_assignment, (folder, name), known=float(minima[name]) if name in minima else None)
        for name in _wanted("assign", instances_in(folder), size)
    ]


def _gaps(folder: Path, size: str) -> list[Work]:
    if not folder.is_dir():
        return []
    closed = [bound for bound in bounds_of(folder) if bound.lower == bound.upper]
    wanted = _wanted("gap", list(dict.fromkeys(bound.name for bound in closed)), size)
    return [
        Work("gap", f"{item.name}.{item.sense}", "auto", solve_gap, (folder, item.name, item.sense), float(item.lower))
        for item in closed
        if item.name in wanted
    ]


def _fronts(folder: Path, size: str) -> list[Work]:
    if not folder.is_dir():
        return []
    known = fronts_of(folder)
    return [
        Work("fronts", name, "frontier", solve_front, (folder, name), known=float(len(known[name])))
        for name in _wanted("fronts", list(known), size)
    ]


def assignment_problem(folder: Path, name: str) -> PlacementProblem:
    """Read an assignment instance: n, then n x n costs; sparse ones (``assignp…``) list ``i j cost`` from 1.

    Raises
    ------
    DataError
        The file is no such instance.
    """
    numbers = numbers_of(folder, name)
    path = folder / name
    n = int(numbers[0]) if len(numbers) else 0
    if name.startswith("assignp"):
        table = shaped(path, numbers[1:], (len(numbers) - 1) // 3 * 3).reshape(-1, 3)
        rows, columns, costs = table[:, 0] - 1, table[:, 1] - 1, table[:, 2]
        if not 1 <= n <= len(table):
            raise refused(path, "fewer pairs than people", "lebih sedikit pasangan daripada orang")
        if min(rows.min(), columns.min()) < 0 or max(rows.max(), columns.max()) >= n:
            raise refused(path, f"a pair outside 1..{n}", f"pasangan di luar 1..{n}")
    else:
        if n < 1:
            raise refused(path, "no size", "tanpa ukuran")
        costs = shaped(path, numbers[1:], n * n)
        rows, columns = np.divmod(np.arange(n * n), n)
    return PlacementProblem.from_arrays(rows, columns, -costs, num_employees=n, num_positions=n)


def gap_problem(folder: Path, name: str, sense: str) -> PlacementProblem:
    """Read a generalised assignment instance: m agents, n jobs, costs and uses (m x n), capacities; a job is a person here.

    Points are the costs, negative where the least is sought, in hundredths.

    Raises
    ------
    DataError
        The file is no such instance.
    """
    numbers = numbers_of(folder, name)
    agents, jobs = (int(value) for value in numbers[:2]) if len(numbers) > 1 else (0, 0)
    if agents < 1 or jobs < 1:
        raise refused(folder / name, "no numbers of agents and jobs", "tanpa banyaknya agen dan tugas")
    size = agents * jobs
    costs, uses, capacity = np.split(shaped(folder / name, numbers[2:], 2 * size + agents), [size, 2 * size])
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
    """Read a bi-objective assignment instance: n, then two n x n matrices of costs, both to be minimised.

    Raises
    ------
    DataError
        The file is no such instance.
    """
    numbers = numbers_of(folder, name)
    n = int(numbers[0]) if len(numbers) else 0
    if n < 1:
        raise refused(folder / name, "no size", "tanpa ukuran")
    costs = shaped(folder / name, numbers[1:], 2 * n * n).reshape(2, n * n)
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
    return _solved(assignment_problem(folder, name), -1, 100)


def solve_gap(folder: Path, name: str, sense: str) -> Outcome:
    """Solve a generalised assignment instance; value and bound are costs."""
    return _solved(gap_problem(folder, name, sense), 1 if sense == "max" else -1, 1)


def solve_front(folder: Path, name: str) -> Outcome:
    """Find the front of a bi-objective instance; the value is the number of its points that are published as such."""
    problem, first, second = front_problem(folder, name)
    known = fronts_of(folder).get(name, set())
    start = time.process_time()
    front = frontier(problem, first, second, limits=LIMITS)
    seconds = time.process_time() - start
    found = {(-point.first, -point.second) for point in front.points}
    value = len(found & known) - len(found - known)
    return Outcome(front.status, float(value), float(len(found)), seconds, peak_megabytes(), limited=not front.exact)
