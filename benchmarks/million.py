"""Work of the suite ``micro`` on saved arrays: a whole nation's office in one flow, 1,000,000 people at ``--size full``."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ..models.domain.problem import Headcount, PlacementProblem, Tier, tie_hashes
from ..models.domain.records import default_tie_key
from ..optimizer.engine import solve
from ..store.problem_file import load_problem, save_problem
from .instances import agency
from .records import Outcome
from .report import peak_megabytes
from .work import Work

PEOPLE = {"small": 20_000, "standard": 100_000, "full": 1_000_000}
PEOPLE_PER_UNIT = 200
OPTIONS = 10
"""Options a person: the post held and others."""
SEED = 1


def million_works(size: str) -> list[Work]:
    """Return the work of a size."""
    people = PEOPLE[size]
    return [Work("micro", f"saved flow {people} x {OPTIONS}", "flow", solve_saved, (people,))]


def wide_instance(people: int, seed: int) -> PlacementProblem:
    """Draw an agency of the family in which nothing couples, everybody holds a post and nobody may be left without one.

    Units of 200 people with 6 posts; posts other than the one held are drawn by steps around all posts, so that none
    stands twice. Equal arguments give equal problems. 1,000,000 people take 15 s of CPU.

    Parameters
    ----------
    people
        At least 2,000.
    seed
        Seed of every draw.
    """
    rng = np.random.default_rng(seed)
    facts = agency(people, rng, per_unit=PEOPLE_PER_UNIT)
    posts = len(facts.capacity)
    steps = rng.integers(1, posts // OPTIONS, (people, OPTIONS - 1))
    others = (facts.held[:, None] + np.cumsum(steps, axis=1)) % posts
    position = np.sort(np.concatenate([facts.held[:, None], others], axis=1), axis=1).ravel()
    employee = np.repeat(np.arange(people), OPTIONS)
    short, distance = facts.levels_short(employee, position), facts.distance(employee, position)
    points = np.rint(100 * (1000.0 - 40.0 * short - 150.0 * distance + rng.normal(0, 5, len(employee)))).astype(np.int64)
    employees, positions = tuple(f"E{i}" for i in range(people)), tuple(f"P{i}" for i in range(posts))
    keys = [default_tie_key(name) for name in employees], [default_tie_key(name) for name in positions]
    return PlacementProblem(
        employee_ids=employees,
        position_ids=positions,
        option_employee=employee,
        option_position=position,
        option_points=points,
        held=np.flatnonzero(position == facts.held[employee]),
        headcounts=tuple(
            Headcount("capacity", name, np.array([place]), 0, seats)
            for place, (name, seats) in enumerate(zip(positions, facts.capacity.tolist(), strict=True))
        ),
        rows=(),
        auxiliaries=(),
        tiers=(Tier("total", points, np.zeros(0, dtype=np.int64)),),
        option_ties=tie_hashes(*keys, employee, position),
        seniority=np.arange(people),
    )


def _save(people: int, path: Path) -> None:
    save_problem(wide_instance(people, SEED), path)


def solve_saved(people: int) -> Outcome:
    """Read saved arrays and solve them to the proof; the value is the total, the seconds count reading as well.

    The arrays are made in another process, so that the memory is that of reading and solving alone.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / "problem.npz"
        maker = multiprocessing.get_context("spawn").Process(target=_save, args=(people, path))
        maker.start()
        maker.join()
        start = time.process_time()
        problem = load_problem(path)
        solution = solve(problem, "flow")
        seconds = time.process_time() - start
        value = None if solution.chosen is None else float(problem.option_points[solution.chosen].sum())
        bound = None if solution.bound is None else float(solution.bound)
        return Outcome(solution.status, value, bound, seconds, peak_megabytes())
