"""Suite ``peers``: the same instances for every engine, each run in a process of its own.

Variants of the family (:mod:`.instances`): ``free`` (nothing couples), ``loose`` and ``tight`` (moves and skills), ``all``
(everything couples). A search stops at a proven gap of 1e-4 or at the clock of its size; larger instances are only for those
that ended at 10,000 people.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from scipy.optimize import linear_sum_assignment

from ..models.domain.problem import IntArray, PlacementProblem
from ..optimizer.baselines import solve_greedy
from ..optimizer.engine import solve
from ..optimizer.flow import solve_flow
from ..optimizer.solution import Limits, complete, stay_plan
from .bare import bare_flow
from .instances import coupled_instance
from .monolith import solve_cpsat, solve_highs
from .records import Outcome
from .report import peak_megabytes
from .trace import Trace
from .work import Work

Variant = Literal["free", "loose", "tight", "all"]
GAP: Final = 1e-4
BARE: Final = "bare flow"
SECONDS: Final = {"small": 5.0, "standard": 120.0, "full": 600.0}
"""Clock at which a search is ended."""
GATE_PEOPLE: Final = 10_000
"""Who is ended by the clock here is not asked for more."""
DENSE: Final = 5_000
"""People up to which the dense matrix of SciPy is made (10,000 people: 1.6 GB)."""
COUPLED: Final = (BARE, "hybrid", "greedy", "highs", "cpsat 1 worker", "cpsat 8 workers")
FREE: Final = (BARE, "flow", "greedy", "scipy", "highs", "cpsat 1 worker")
Solve = Callable[[PlacementProblem, Limits, Trace], IntArray | None]


def peers_suite(size: str) -> list[Work]:
    """Return the works of a size, small instances first."""
    if size == "small":
        few = tuple(name for name in COUPLED if name != "cpsat 8 workers")
        return [*_works("free", 500, FREE, size), *_works("loose", 200, few, size), *_works("loose", 500, few, size)]
    works = []
    variants: tuple[Variant, ...] = ("loose", "tight", "all")
    for people in (500, 2_000):
        works += _works("free", people, FREE, size)
        for variant in variants:
            works += _works(variant, people, COUPLED, size)
    if size == "standard":
        return works
    works += _works("free", GATE_PEOPLE, FREE, size)
    for variant in variants:
        works += _works(variant, GATE_PEOPLE, COUPLED, size)
        for seed in (2, 3, 4, 5) if variant != "all" else ():
            works += _works(variant, GATE_PEOPLE, (BARE, "hybrid"), size, seed)
    for people in (30_000, 100_000):
        works += [*_works("free", people, FREE, size), *_works("loose", people, COUPLED, size)]
    return works


def _works(variant: Variant, people: int, engines: tuple[str, ...], size: str, seed: int = 1) -> list[Work]:
    gate = f"{GATE_PEOPLE} seed 1"
    return [
        Work(
            variant,
            f"{people} seed {seed}",
            engine,
            run_peer,
            (variant, people, seed, engine, SECONDS[size]),
            people=people,
            steady=engine != "cpsat 8 workers",
            after=(variant, gate, engine) if people > GATE_PEOPLE else None,
        )
        for engine in engines
        if engine != "scipy" or people <= DENSE
    ]


def instance(variant: Variant, people: int, seed: int) -> PlacementProblem:
    """Draw an instance of a variant."""
    every = variant == "all"
    return coupled_instance(
        people, seed, coupled=variant != "free", tight=variant == "tight", equity=every, budgets=every, kin=every
    )


def run_peer(variant: Variant, people: int, seed: int, engine: str, seconds: float) -> Outcome:
    """Draw an instance and have one engine solve it; value and bound are points, the plan is counted again.

    The seconds begin with the option arrays and end with the last bound. ``limited``: the clock ended the search.
    """
    problem = instance(variant, people, seed)
    if engine == BARE:
        bare = bare_flow(problem)
        return Outcome("relaxed", None, bare.value / 100, bare.seconds, peak_megabytes())
    trace = Trace()
    chosen = ENGINES[engine](problem, Limits(seconds=seconds, gap=GAP, work=seconds), trace)
    if chosen is not None:
        trace.seen(worth(problem, chosen), None)
    spent = trace.seconds
    today = stay_plan(problem)
    value, bound = trace.value, trace.bound
    ended = engine in UNPROVED or (trace.gap is not None and trace.gap <= GAP)
    return Outcome(
        "unknown" if value is None else "optimal" if value == bound else "feasible",
        None if value is None else value / 100,
        None if bound is None else bound / 100,
        spent,
        peak_megabytes(),
        limited=not ended,
        gain=_gain(value, bound, None if today is None else worth(problem, today)),
        reached=tuple(trace.reached),
    )


def worth(problem: PlacementProblem, chosen: IntArray) -> int:
    """Return what a plan is worth in cents, counted from the problem.

    Raises
    ------
    ValueError
        It breaks a head count or a row.
    """
    return problem.value_of(chosen, complete(problem, chosen))


def _gain(value: int | None, bound: int | None, today: int | None) -> float | None:
    """Return the share of the possible gain over today that is not reached."""
    if value is None or bound is None or today is None or (bound == today != value):
        return None
    return 0.0 if bound <= value else (bound - value) / (bound - today)


def _hybrid(problem: PlacementProblem, limits: Limits, trace: Trace) -> IntArray | None:
    def watch(stage: str, value: int, bound: int | None) -> None:
        if stage == problem.tiers[0].name:  # the choice among equal plans counts hashes, not points
            trace.seen(value, bound)

    solution = solve(problem, "hybrid", limits, progress=watch)
    trace.seen(None, solution.bound)
    return solution.chosen


def _flow(problem: PlacementProblem, limits: Limits, trace: Trace) -> IntArray | None:
    del limits
    solution = solve_flow(problem)
    trace.seen(None, solution.bound)
    return solution.chosen


def _greedy(problem: PlacementProblem, limits: Limits, trace: Trace) -> IntArray | None:
    del limits, trace
    return solve_greedy(problem).chosen


def _scipy(problem: PlacementProblem, limits: Limits, trace: Trace) -> IntArray | None:
    """Solve as a dense assignment of people to seats, with a seat of their own for people without a post."""
    del limits
    people, posts = len(problem.employee_ids), len(problem.position_ids)
    seats = np.zeros(posts, dtype=np.int64)
    for item in problem.headcounts:
        seats[item.positions] = item.upper
    best = np.full((people, posts + 1), -np.inf)
    which = np.zeros((people, posts + 1), dtype=np.int64)
    best[problem.option_employee, problem.option_position] = problem.option_points
    which[problem.option_employee, problem.option_position] = np.arange(problem.num_options)
    post_of = np.concatenate([np.repeat(np.arange(posts), seats), np.full(people, posts)])
    rows, columns = linear_sum_assignment(best[:, post_of], maximize=True)
    chosen: IntArray = which[rows, post_of[columns]]
    trace.seen(None, worth(problem, chosen))
    return chosen


ENGINES: Final[dict[str, Solve]] = {
    "hybrid": _hybrid,
    "flow": _flow,
    "greedy": _greedy,
    "scipy": _scipy,
    "highs": solve_highs,
    "cpsat 1 worker": lambda problem, limits, trace: solve_cpsat(problem, limits, trace, workers=1),
    "cpsat 8 workers": lambda problem, limits, trace: solve_cpsat(problem, limits, trace, workers=8),
}
UNPROVED: Final = frozenset({"greedy"})
"""Engines that prove nothing and always end."""
