"""One minimum-cost flow: exact where nothing couples people but head counts that nest.

People are sources, posts pass through their head counts from the smallest set to the largest, each head count is a
bundle of parallel arcs whose unit costs rise (Ahuja, Magnanti & Orlin 1993, ch. 14: convex costs), the sink takes all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from ortools.graph.python import min_cost_flow

from ..models.domain.errors import EngineError, OptionError
from ..models.domain.problem import Headcount, IntArray, PlacementProblem
from .solution import Solution, TierOutcome

MOST_COST = 2**62


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs of the flow; the first N are the options, in their order; value = ``offset`` - cost of the flow."""

    tail: IntArray
    head: IntArray
    capacity: IntArray
    cost: IntArray
    supply: IntArray
    offset: int


def solve_flow(problem: PlacementProblem) -> Solution:
    """Solve a problem without coupling rows to its proven optimum, ties broken by the hash of the tie keys.

    Raises
    ------
    OptionError
        The problem has coupling rows or tiers, which one flow can't state.
    """
    if problem.couples:
        names = sorted({row.rule for row in problem.rows}) or ["lexicographic"]
        message = (
            f"engine 'flow' is exact only where nothing couples people; here {', '.join(names)} do. "
            "Use engine 'auto', or switch those rules off."
        )
        bahasa = (
            f"mesin 'flow' tepat hanya bila tidak ada yang mengaitkan pegawai; di sini {', '.join(names)} mengaitkannya. "
            "Pakai mesin 'auto', atau matikan aturan itu."
        )
        raise OptionError(message, code="E-ENGINE-FLOW", bahasa=bahasa)
    network = network_of(problem)
    flow = solve_network(network)
    if flow is None:
        return Solution("infeasible", None, None, "flow")
    flow = _break_ties(network, flow, problem.option_ties)
    chosen = np.flatnonzero(flow[: problem.num_options])
    value = network.offset - int(network.cost @ flow)
    name = problem.tiers[0].name
    return Solution("optimal", chosen, value, "flow", (TierOutcome(name, value, value),), unique=True)


def _marginal(problem: PlacementProblem, item: Headcount, unit: IntArray) -> IntArray:
    """Return the cost of the k-th person in a head count: minus what an empty seat would have cost, plus surplus."""
    gain = problem.auxiliaries[item.short].points if item.short >= 0 else 0
    loss = -problem.auxiliaries[item.over].points if item.over >= 0 else 0
    cost: IntArray = np.where(unit <= item.short_of, gain, 0) + np.where(unit > item.over_from, loss, 0)
    return cost


def _chains(problem: PlacementProblem) -> tuple[list[Headcount], IntArray, IntArray]:
    """Return head counts from the smallest set up, the first of each post, and the next of each head count (-1 = sink).

    Raises
    ------
    EngineError
        Two sets overlap without nesting.
    """
    ordered = sorted(problem.headcounts, key=lambda item: (len(item.positions), item.rule, item.name))
    top = np.full(len(problem.position_ids), -1, dtype=np.int64)
    first = np.full(len(problem.position_ids), -1, dtype=np.int64)
    following = np.full(len(ordered), -1, dtype=np.int64)
    size = np.zeros(len(ordered), dtype=np.int64)
    for place, item in enumerate(ordered):
        size[place] = len(item.positions)
        below, counts = np.unique(top[item.positions], return_counts=True)
        for child, covered in zip(below.tolist(), counts.tolist(), strict=True):
            if child >= 0 and covered != size[child]:
                message = f"head counts '{ordered[child].name}' and '{item.name}' overlap without nesting"
                raise EngineError(message, code="E-NESTING")
            if child >= 0:
                following[child] = place
        fresh = item.positions[top[item.positions] < 0]
        first[fresh] = place
        top[item.positions] = place
    return ordered, first, following


def network_of(problem: PlacementProblem) -> Network:
    """Build the arcs: options, posts to their first head count, head counts to the next, the last to the sink."""
    people, posts = len(problem.employee_ids), len(problem.position_ids)
    chain, first, following = _chains(problem)
    sink = people + posts + 2 * len(chain)
    entry = people + posts + 2 * np.arange(len(chain))
    supply = np.zeros(sink + 1, dtype=np.int64)
    supply[:people] = 1
    supply[sink] = -people
    to = np.where(problem.option_position < 0, sink, people + problem.option_position)
    tails, heads = (
        [problem.option_employee, people + np.arange(posts)],
        [to, np.where(first < 0, sink, entry[first])],
    )
    capacities = [np.ones(problem.num_options, dtype=np.int64), np.full(posts, people)]
    costs = [-problem.option_points, np.zeros(posts, dtype=np.int64)]
    offset = 0
    for place, item in enumerate(chain):
        top = min(item.upper, people)
        marks = {
            0,
            item.lower,
            item.short_of if item.short >= 0 else 0,
            item.over_from if item.over >= 0 else 0,
            top,
        }
        breaks = np.array(sorted(mark for mark in marks if 0 <= mark <= top), dtype=np.int64)
        widths, unit_cost = np.diff(breaks), _marginal(problem, item, breaks[:-1] + 1)
        forced = breaks[:-1] < item.lower
        if item.short >= 0:
            offset += problem.auxiliaries[item.short].points * item.short_of
        offset -= int(widths[forced] @ unit_cost[forced])
        # units under the lower bound must flow: demanded at the entry and supplied again at the exit
        supply[entry[place]] -= item.lower
        supply[entry[place] + 1] += item.lower
        count = int((~forced).sum())
        after = following[place]
        tails += [np.full(count, entry[place]), np.array([entry[place] + 1])]
        heads += [np.full(count, entry[place] + 1), np.array([sink if after < 0 else entry[after]])]
        capacities += [widths[~forced], np.array([people])]
        costs += [unit_cost[~forced], np.array([0])]
    return Network(
        np.concatenate(tails),
        np.concatenate(heads),
        np.concatenate(capacities),
        np.concatenate(costs),
        supply,
        offset,
    )


def solve_network(network: Network) -> IntArray | None:
    """Return the flow on each arc, None where the supplies can't be met.

    Raises
    ------
    EngineError
        Costs are too large for the solver's integers.
    """
    if len(network.cost) and int(np.abs(network.cost).max()) * len(network.supply) > MOST_COST:
        message = "points are too large for the flow's integers; lower the weights"
        raise EngineError(message, code="E-OVERFLOW")
    solver = min_cost_flow.SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.capacity, network.cost)
    solver.set_nodes_supplies(np.arange(len(network.supply)), network.supply)
    status = solver.solve()
    if status == solver.OPTIMAL:
        return np.asarray(solver.flows(arcs), dtype=np.int64)
    if status == solver.INFEASIBLE:
        return None
    message = f"the flow solver ended with {status}"
    raise EngineError(message, code="E-FLOW")


def potentials(network: Network, flow: IntArray) -> IntArray:
    """Return node potentials with which no residual arc has a negative reduced cost (Bellman-Ford, vectorised).

    OR-Tools' flow returns none, so they are computed from its residual network. Each sweep looks only at arcs out of nodes
    that the last one lowered: with 10 million arcs most sweeps touch a few thousand. At an optimum there is no negative
    cycle, hence the sweeps end.

    Raises
    ------
    EngineError
        The flow is not optimal.
    """
    forward, backward = flow < network.capacity, flow > 0
    tail = np.concatenate([network.tail[forward], network.head[backward]])
    head = np.concatenate([network.head[forward], network.tail[backward]])
    cost = np.concatenate([network.cost[forward], -network.cost[backward]])
    order = np.argsort(tail, kind="stable")
    head, cost = head[order], cost[order]
    nodes = len(network.supply)
    starts = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=nodes))])
    del tail, order
    distance, lowered = np.zeros(nodes, dtype=np.int64), np.arange(nodes)
    for _ in range(nodes + 1):
        arcs, counts = _arcs_out_of(lowered, starts)
        before = distance.copy()
        np.minimum.at(distance, head[arcs], np.repeat(before[lowered], counts) + cost[arcs])
        lowered = np.flatnonzero(distance < before)
        if not len(lowered):
            return distance
    message = "the flow is not optimal: its residual network has a negative cycle"
    raise EngineError(message, code="E-FLOW")


def _arcs_out_of(nodes: IntArray, starts: IntArray) -> tuple[IntArray, IntArray]:
    """Return the places of the arcs that leave some nodes, in a list sorted by tail, and how many leave each."""
    counts = starts[nodes + 1] - starts[nodes]
    ends = np.cumsum(counts)
    arcs: IntArray = np.repeat(starts[nodes] - ends + counts, counts) + np.arange(counts.sum())
    return arcs, counts


def _break_ties(network: Network, flow: IntArray, ties: IntArray) -> IntArray:
    """Return the flow of least hash sum among all optimal ones.

    By complementary slackness every optimal flow leaves arcs of positive reduced cost empty and fills those of negative
    reduced cost; the rest is free, and one more flow over it picks.
    """
    distance = potentials(network, flow)
    reduced = network.cost + distance[network.tail] - distance[network.head]
    free, full = reduced == 0, reduced < 0
    supply = network.supply.copy()
    np.add.at(supply, network.tail[full], -network.capacity[full])
    np.add.at(supply, network.head[full], network.capacity[full])
    cost = np.zeros_like(network.cost)
    cost[: len(ties)] = ties
    picked = solve_network(Network(network.tail[free], network.head[free], network.capacity[free], cost[free], supply, 0))
    if picked is None:
        message = "the choice among equal plans has no flow"
        raise EngineError(message, code="E-FLOW")
    chosen = np.where(full, network.capacity, 0)
    chosen[free] = picked
    return chosen
