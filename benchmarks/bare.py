"""The yardstick: build and solve one OR-Tools minimum-cost flow on the final option arrays, nothing else."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from ..models.domain.problem import PlacementProblem


@dataclass(frozen=True, slots=True)
class BareFlow:
    """CPU seconds of building and solving, and cents of the options of the best plan, couplings forgotten."""

    seconds: float
    value: int


def bare_flow(problem: PlacementProblem) -> BareFlow:
    """Solve the options and the seats of each post; rows, auxiliaries and tiers are forgotten.

    Raises
    ------
    RuntimeError
        The flow has no solution.
    """
    start = time.process_time()
    people, posts = len(problem.employee_ids), len(problem.position_ids)
    sink = people + posts
    capacity = np.zeros(posts, dtype=np.int64)
    for headcount in problem.headcounts:
        capacity[headcount.positions] = headcount.upper
    head = np.where(problem.option_position < 0, sink, people + problem.option_position)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([problem.option_employee, people + np.arange(posts)]),
        np.concatenate([head, np.full(posts, sink)]),
        np.concatenate([np.ones(problem.num_options, dtype=np.int64), capacity]),
        np.concatenate([-problem.option_points, np.zeros(posts, dtype=np.int64)]),
    )
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:people], supply[sink] = 1, -people
    solver.set_nodes_supplies(np.arange(sink + 1), supply)
    if solver.solve() != solver.OPTIMAL:
        message = "the bare flow has no solution"
        raise RuntimeError(message)
    return BareFlow(time.process_time() - start, -int(solver.optimal_cost()))
