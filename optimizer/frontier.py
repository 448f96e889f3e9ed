"""The front of two goals: plans of which neither goal can be raised without lowering the other.

Boxes between neighbouring points hold all that is not known yet (Boland, Charkhgard & Savelsbergh 2015, the balanced box
method). Each solve maximises the first goal, then the second, under a least amount of the second; it gives a point of the
front and empties a part of its box. Boxes left at the end are the gap, so a front that was cut short says how much it may
lack. The largest box is halved until the points are well spread; then boxes are swept from their left, one solve a point.
"""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from ..models.domain.problem import IntArray, PlacementProblem, Row, Tier
from .engine import EngineName, solve
from .solution import Limits, Solution, Status, complete

SPREAD = 9
"""Points after which boxes are swept, not halved."""
MOST_AIM = 10**9
"""Largest value, in cents, of two goals put into one; beyond it they are solved one after the other."""
RULE = "frontier"
BOTH = "goals"

FrontProgress = Callable[[int, float], None]
"""Called with the number of points and the gap so far."""


@dataclass(frozen=True, slots=True)
class FrontPoint:
    """A plan of the front and what it reaches of each goal, in cents."""

    first: int
    second: int
    chosen: IntArray
    proved: bool


@dataclass(frozen=True, slots=True)
class Front:
    """The front of two goals, both to be maximised.

    Parameters
    ----------
    points
        From the most of the first goal to the most of the second.
    gap
        Share of the rectangle between the two ends in which a point may lie that was not found, 0..1; 0 = the whole front.
    status
        ``optimal`` with the whole front, ``feasible`` with a part of it, else why there is none.
    """

    points: tuple[FrontPoint, ...]
    gap: float
    status: Status
    engine: str = ""
    clock_limited: bool = False
    breached: tuple[tuple[str, str, int], ...] = ()

    @property
    def exact(self) -> bool:
        """True where every point of the front is here."""
        return self.status == "optimal"

    @property
    def knee(self) -> int | None:
        """Place of the point farthest above the line between the ends, both goals scaled to 0..1 (Das 1999).

        None where no point lies above that line.
        """
        if len(self.points) < 3:
            return None
        reached = np.array([(item.first, item.second) for item in self.points], dtype=np.float64)
        scaled = (reached - reached.min(axis=0)) / np.ptp(reached, axis=0)
        above = scaled.sum(axis=1) - 1.0
        best = int(above.argmax())
        return best if above[best] > 1e-9 else None


@dataclass(frozen=True, slots=True, order=True)
class _Box:
    """Where points may lie: first in (right.first, most_first], second in [least_second, right.second)."""

    order: int
    """Minus the area: the largest box comes first."""
    least_second: int
    most_first: int = field(compare=False)
    right: FrontPoint = field(compare=False)


@dataclass
class _Search:
    """Points found, boxes left, and how a point is asked for."""

    problem: PlacementProblem
    first: Tier
    second: Tier
    engine: EngineName
    limits: Limits
    stop_event: threading.Event | None
    ends_at: float | None
    points: list[FrontPoint] = field(default_factory=list)
    boxes: list[_Box] = field(default_factory=list)
    doubt: int = 0
    """Area in which a point may lie because a solve was not proved."""
    clock: bool = False
    solver: str = ""

    def __post_init__(self) -> None:
        """Put the goals in order once, for every solve."""
        self.first_then_second = _in_order(self.problem, self.first, self.second)
        self.second_then_first = _in_order(self.problem, self.second, self.first)
        self.second_reach = _reach(self.problem, self.second)

    def ask(self, aims: tuple[Tier, ...], least: int | None, warm: IntArray | None) -> Solution:
        """Maximise aims in order, under a least amount of ``second``."""
        rows = self.problem.rows
        if least is not None:
            rows = (*rows, _at_least(self.problem, self.second, least))
        problem = _aiming(replace(self.problem, rows=rows), aims)
        limits = self.limits
        if self.ends_at is not None:
            limits = replace(limits, seconds=max(0.1, self.ends_at - time.monotonic()))
        solution = solve(problem, self.engine, limits, warm=warm, stop_event=self.stop_event)
        self.clock |= solution.clock_limited
        self.solver = solution.engine
        return solution

    def point(self, solution: Solution) -> FrontPoint:
        """Return what a plan reaches."""
        chosen = solution.chosen
        assert chosen is not None  # asked only of solutions with a plan
        auxiliary = complete(self.problem, chosen)
        first, second = (
            int(goal.option_points[chosen].sum() + goal.auxiliary_points @ auxiliary) for goal in (self.first, self.second)
        )
        return FrontPoint(first, second, chosen, proved=solution.status == "optimal")

    def ceiling(self, solution: Solution, most: int) -> int:
        """Return the most of the first goal that a solve left possible, at most ``most``."""
        tier = solution.tiers[0] if solution.tiers else None
        if tier is None or tier.bound is None:
            return most
        if tier.name != BOTH:
            return min(most, tier.bound)
        low, high = self.second_reach
        return min(most, (tier.bound - low) // (high - low + 1))

    def add_box(self, least_second: int, most_first: int, right: FrontPoint) -> None:
        """Keep a box that may hold a point."""
        width, height = most_first - right.first, right.second - least_second
        if width > 0 and height > 0:
            heapq.heappush(self.boxes, _Box(-width * height, least_second, most_first, right))

    @property
    def open_area(self) -> int:
        """Area in which a point may lie that was not found."""
        return self.doubt - sum(box.order for box in self.boxes)


def frontier(
    problem: PlacementProblem,
    first: Tier,
    second: Tier,
    *,
    engine: EngineName = "auto",
    limits: Limits | None = None,
    most_points: int | None = None,
    stop_event: threading.Event | None = None,
    progress: FrontProgress | None = None,
) -> Front:
    """Return the front of two goals over the plans of a problem.

    Parameters
    ----------
    problem
        Options, head counts, rows and auxiliaries; its own tiers are not used.
    first, second
        Goals, both to be maximised, in whole cents of each option (N,) and auxiliary (M,).
    engine
        Engine of each solve.
    limits
        Gap, seed and work of each solve; ``seconds`` is the clock of the whole front.
    most_points
        Stop after so many points where the front is not whole by then; None = go on to the end.
    stop_event
        Set from outside to end with the points found.
    progress
        Called after each solve with the number of points and the gap.

    Raises
    ------
    ValueError
        Fewer than two points were asked for.
    """
    if most_points is not None and most_points < 2:
        message = f"a front has two ends; {most_points} points were asked for"
        raise ValueError(message)
    limits = replace(limits or Limits(), unique=False)
    ends_at = None if limits.seconds is None else time.monotonic() + limits.seconds
    (first, first_unit), (second, second_unit) = _whole(first), _whole(second)
    search = _Search(problem, first, second, engine, limits, stop_event, ends_at)
    left_solution = search.ask(search.first_then_second, None, None)
    if left_solution.chosen is None:
        return Front((), 1.0, left_solution.status, left_solution.engine, search.clock, left_solution.breached)
    left = search.point(left_solution)
    right_solution = search.ask(search.second_then_first, None, left.chosen)
    right = search.point(right_solution)
    search.points = [left]
    if (right.first, right.second) != (left.first, left.second):
        search.points.append(right)
    whole = max(1, (left.first - right.first) * (right.second - left.second))
    if not (left.proved and right.proved):
        search.doubt += whole  # beyond an end that was not proved anything may lie
    search.add_box(left.second + 1, left.first - 1, right)
    while search.boxes:
        enough = most_points is not None and len(search.points) >= most_points
        if enough or search.clock or (stop_event is not None and stop_event.is_set()):
            break
        _explore(search, halve=most_points is not None or len(search.points) < SPREAD)
        if progress is not None:
            progress(len(search.points), min(1.0, search.open_area / whole))
    return _front(search, whole, (first_unit, second_unit), stop_event)


def _explore(search: _Search, *, halve: bool) -> None:
    """Solve once inside the largest box and keep what is left of it."""
    box = heapq.heappop(search.boxes)
    right = box.right
    least = (box.least_second + right.second) // 2 if halve else box.least_second
    solution = search.ask(search.first_then_second, least, right.chosen)
    if solution.chosen is None:  # stopped before a plan was found: the box stays
        heapq.heappush(search.boxes, box)
        search.clock = search.clock or solution.status == "unknown"
        return
    found = search.point(solution)
    if not found.proved:
        search.doubt += max(1, (search.ceiling(solution, box.most_first) - found.first) * (right.second - least))
    search.add_box(box.least_second, box.most_first, replace(found, second=least))
    if found.first > right.first:
        search.points.append(found)
        search.add_box(found.second + 1, found.first - 1, right)


def _whole(goal: Tier) -> tuple[Tier, int]:
    """Return a goal in the largest unit in which it is whole, and that unit in cents."""
    unit = int(np.gcd.reduce(np.concatenate([goal.option_points, goal.auxiliary_points, [0]]))) or 1
    return Tier(goal.name, goal.option_points // unit, goal.auxiliary_points // unit), unit


def _front(search: _Search, whole: int, units: tuple[int, int], stop_event: threading.Event | None) -> Front:
    """Return the points that none dominates, in order, in cents."""
    ordered = sorted(search.points, key=lambda item: (-item.second, -item.first))
    kept: list[FrontPoint] = []
    for item in ordered:
        if not kept or item.first > kept[-1].first:
            kept.append(item)
    first_unit, second_unit = units
    kept = [replace(item, first=item.first * first_unit, second=item.second * second_unit) for item in kept]
    gap = min(1.0, search.open_area / whole)
    stopped = stop_event is not None and stop_event.is_set()
    status: Status = "optimal" if gap == 0 else "cancelled" if stopped else "feasible"
    return Front(tuple(reversed(kept)), gap, status, search.solver, search.clock)


def _in_order(problem: PlacementProblem, leading: Tier, following: Tier) -> tuple[Tier, ...]:
    """Return two goals as one aim where integers of that size are safe, else as two."""
    low, high = _reach(problem, following)
    span = high - low + 1
    if max(abs(bound) for bound in _reach(problem, leading)) * span > MOST_AIM:
        return (leading, following)
    option = leading.option_points * span + following.option_points
    auxiliary = leading.auxiliary_points * span + following.auxiliary_points
    return (Tier(BOTH, option, auxiliary),)


def _aiming(problem: PlacementProblem, tiers: tuple[Tier, ...]) -> PlacementProblem:
    """Return the problem with other aims; the points of options and auxiliaries are those of a single aim."""
    if len(tiers) > 1:
        return replace(problem, tiers=tiers)
    (tier,) = tiers
    auxiliaries = tuple(
        replace(item, points=int(points)) for item, points in zip(problem.auxiliaries, tier.auxiliary_points, strict=True)
    )
    return replace(problem, tiers=tiers, option_points=tier.option_points, auxiliaries=auxiliaries)


def _at_least(problem: PlacementProblem, goal: Tier, least: int) -> Row:
    options, auxiliaries = np.flatnonzero(goal.option_points), np.flatnonzero(goal.auxiliary_points)
    columns = np.concatenate([options, auxiliaries + problem.num_options])
    coefficients = np.concatenate([goal.option_points[options], goal.auxiliary_points[auxiliaries]])
    return Row(RULE, goal.name, columns, coefficients, least, None)


def _reach(problem: PlacementProblem, goal: Tier) -> tuple[int, int]:
    """Return the least and most that a goal can amount to, person by person."""
    starts = np.searchsorted(problem.option_employee, np.arange(len(problem.employee_ids)))
    upper = np.array([item.upper for item in problem.auxiliaries], dtype=np.int64)
    reach = goal.auxiliary_points * upper
    low = int(np.minimum.reduceat(goal.option_points, starts).sum() + np.minimum(reach, 0).sum())
    high = int(np.maximum.reduceat(goal.option_points, starts).sum() + np.maximum(reach, 0).sum())
    return low, high
