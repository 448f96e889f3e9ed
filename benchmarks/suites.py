"""Which instances and solvers each size runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from ..optimizer.solution import Limits
from .measure import PARTS, PROOF, SolverName, Task

Size = Literal["tiny", "small", "standard", "full"]
SIZES: tuple[Size, ...] = ("tiny", "small", "standard", "full")
COMPARED: tuple[SolverName, ...] = ("highs", "cpsat", "cpsat 2 workers", "cpsat 8 workers")
NEAR, NEARER = Limits(seconds=None, gap=1e-3), Limits(seconds=None, gap=1e-4)
"""Whole agencies stop at these gaps."""
COMPARISON = Limits(seconds=300.0, work=600.0)
"""Where a solver of the comparison stops that has no proof yet: five minutes by the clock."""


def suite(size: Size) -> list[Task]:
    """Return the tasks of a size, small instances first."""
    if size == "tiny":
        return [*_beside_bare("flow 200", 200), *_both("all 80", 80)]
    if size == "small":
        return [
            *_beside_bare("flow 2000", 2000),
            *_beside_bare("moves+skills 300", 300, ("moves and skills",)),
            *_both("all 100", 100),
            *_beside_bare("all 300", 300, PARTS),
            *_beside_bare("moves+skills 1000 to 1e-3", 1000, PARTS[:1], limits=NEAR),
        ]
    standard = [
        *_beside_bare("flow 2000", 2000),
        *_beside_bare("moves+skills 2000", 2000, ("moves and skills",)),
        *(task for part in PARTS[1:] for task in _beside_bare(f"moves+skills+{part} 2000", 2000, (PARTS[0], part))),
        *_beside_bare("all 2000", 2000, PARTS),
    ]
    if size == "standard":
        return standard
    seeds = [task for seed in (2, 3) for task in _beside_bare(f"all 2000 seed {seed}", 2000, PARTS, seed)]
    return [*standard, *seeds, *_beside_bare("flow 10000", 10_000), *_agencies(), *_comparison()]


def _agencies() -> list[Task]:
    """Return whole agencies, to a gap: loose and tight to 1e-4, everything coupled to 1e-3."""
    tasks = []
    for seed in (1, 2, 3, 4, 5):
        for tight in (False, True):
            name = f"{'tight' if tight else 'loose'} 10000 seed {seed} to 1e-4"
            tasks += _beside_bare(name, 10_000, PARTS[:1], seed, limits=NEARER, tight=tight)
    tasks += _beside_bare("all 10000 to 1e-3", 10_000, PARTS, limits=NEAR)
    for people in (30_000, 100_000):
        tasks += _beside_bare(f"loose {people} to 1e-4", people, PARTS[:1], limits=NEARER)
    return tasks


def _beside_bare(
    name: str,
    people: int,
    parts: tuple[str, ...] = (),
    seed: int = 1,
    *,
    limits: Limits = PROOF,
    tight: bool = False,
) -> list[Task]:
    own = tuple(part for part in PARTS if part in parts)
    task = Task(name, "auto", people, seed, own, limits, tight=tight)
    return [replace(task, solver="bare flow"), task]


def _both(name: str, people: int) -> list[Task]:
    return [Task(name, solver, people, parts=PARTS) for solver in ("highs", "cpsat")]


def _comparison() -> list[Task]:
    """Compare the solvers of the integer program; only the disagreement of two of them is a failure."""
    instances = [
        Task("lubuk_begalung", "highs", 0),
        Task("compare moves+skills 500", "highs", 500, parts=("moves and skills",)),
        Task("compare all 500", "highs", 500, parts=PARTS),
        Task("compare moves+skills 2000", "highs", 2000, parts=("moves and skills",)),
        Task("compare all 2000", "highs", 2000, parts=PARTS),
    ]
    return [replace(task, solver=solver, limits=COMPARISON, promised=False) for task in instances for solver in COMPARED]
