"""One flow under prices of the rows: a bound on every plan, and what each choice loses in it.

With a price on every coupling row the rest of a placement is one minimum-cost flow; its value and what the sides of the rows
pay bound every plan (Lagrangian duality). Forcing one option into that flow costs the cheapest cycle through it in the
residual network: the option's own reduced cost and one shortest path back (Ahuja, Magnanti & Orlin 1993, ch. 9: successive
shortest paths). Reduced costs are no negative numbers, so one pass of Dijkstra from a post answers for all its candidates,
and one pass to a person for all the posts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from ..models.domain.errors import EngineError
from ..models.domain.problem import IntArray, PlacementProblem, Tier
from .flow import Network, network_of, potentials, solve_network
from .inner import Held
from .row_prices import SCALE, couplings_of

FloatArray = npt.NDArray[np.float64]
NO_WAY = np.iinfo(np.int64).max // 4
"""Loss of an option that no flow contains."""


@dataclass(frozen=True)
class Residual:
    """What a flow leaves free: arcs by node, none of negative length, and those lengths.

    Parameters
    ----------
    network
        Arcs of the flow; the first N are the options.
    reduced
        Shape (A,). Length of each arc under the potentials.
    arcs
        Shape (V, V). Length of the way from node to node.
    """

    network: Network
    reduced: IntArray
    arcs: csr_array

    @classmethod
    def of(cls, network: Network, flow: IntArray, distance: IntArray, *, hop: int | None = None) -> Residual:
        """Return the residual network of a flow; with ``hop`` negative lengths count as 0, and every arc so much more."""
        reduced = network.cost + distance[network.tail] - distance[network.head]
        forward, backward = flow < network.capacity, flow > 0
        tail = np.concatenate([network.tail[forward], network.head[backward]])
        head = np.concatenate([network.head[forward], network.tail[backward]])
        length = np.concatenate([reduced[forward], -reduced[backward]])
        if hop is not None:
            length = np.maximum(length, 0) + hop
        order = np.lexsort((length, head, tail))
        tail, head, length = tail[order], head[order], length[order]
        first = np.ones(len(tail), dtype=bool)
        first[1:] = (tail[1:] != tail[:-1]) | (head[1:] != head[:-1])
        size = len(network.supply)
        starts = np.searchsorted(tail[first], np.arange(size + 1))
        arcs = csr_array((length[first].astype(np.float64), head[first], starts), shape=(size, size))
        return cls(network, reduced, arcs)

    @cached_property
    def _turned(self) -> csr_array:
        return csr_array(self.arcs.T)

    def ways_to(self, node: int) -> tuple[FloatArray, IntArray]:
        """Return the length of the shortest way from every node to one, and the node that follows each (< 0 = none)."""
        length, after = dijkstra(self._turned, indices=node, return_predecessors=True)
        return length, after.astype(np.int64)

    def ways_from(self, node: int) -> tuple[FloatArray, IntArray]:
        """Return the length of the shortest way from one node to every other, and the node before each (< 0 = none)."""
        length, before = dijkstra(self.arcs, indices=node, return_predecessors=True)
        return length, before.astype(np.int64)


@dataclass(frozen=True)
class PricedFlow:
    """The best flow under prices of the rows.

    Parameters
    ----------
    problem
        What is solved.
    prices
        Shape (R,). Whole prices of the rows of :func:`.row_prices.couplings_of`.
    network, flow, distance
        The flow's arcs, what flows, and potentials under which no free arc has a negative length.
    bound
        What no plan exceeds, in parts of a cent (``SCALE``).
    """

    problem: PlacementProblem
    prices: IntArray
    network: Network
    flow: IntArray
    distance: IntArray
    bound: int

    @cached_property
    def residual(self) -> Residual:
        """Residual network of this flow."""
        return Residual.of(self.network, self.flow, self.distance)

    @property
    def post_prices(self) -> IntArray:
        """Shape (P,). What one seat more in each post would be worth, in parts of a cent, up to a constant."""
        people, posts = len(self.problem.employee_ids), len(self.problem.position_ids)
        nodes = self.distance[people : people + posts]
        answer: IntArray = self.distance[-1] - nodes
        return answer

    def losses_of_person(self, person: int) -> tuple[IntArray, IntArray]:
        """Return a person's options and what the flow loses with each, in parts of a cent (``NO_WAY`` = none has it)."""
        first, last = np.searchsorted(self.problem.option_employee, [person, person + 1])
        options = np.arange(first, last)
        length, _ = self.residual.ways_to(person)
        return options, self._losses(options, length[self.network.head[options]])

    def losses_of_post(self, post: int) -> tuple[IntArray, IntArray]:
        """Return the options that put somebody into a post (-1 = into none) and what the flow loses with each."""
        options = np.flatnonzero(self.problem.option_position == post)
        node = len(self.distance) - 1 if post < 0 else len(self.problem.employee_ids) + post
        length, _ = self.residual.ways_from(node)
        return options, self._losses(options, length[self.problem.option_employee[options]])

    def least_losses(self, options: IntArray) -> IntArray:
        """Return what each option loses at least, without asking how the seat's way back goes on."""
        return np.where(self.flow[options] > 0, 0, np.maximum(self.residual.reduced[options], 0))

    def _losses(self, options: IntArray, way: FloatArray) -> IntArray:
        known = np.isfinite(way)
        back = np.where(known, way, 0).astype(np.int64)
        losses = np.where(known, self.residual.reduced[options] + back, NO_WAY)
        answer: IntArray = np.where(self.flow[options] > 0, 0, losses)
        return answer


def priced_flow(
    problem: PlacementProblem, aim: IntArray, held: tuple[tuple[str, Held], ...], prices: IntArray
) -> PricedFlow:
    """Solve the flow under these prices.

    Parameters
    ----------
    problem, aim, held
        Options and rows, what is maximised (N + M,), earlier tiers kept, by name.
    prices
        Shape (R,). From :func:`.row_prices.row_prices`; any whole prices bound every plan.

    Raises
    ------
    EngineError
        The head counts have no plan, or the points are too large for the flow's integers.
    """
    n = problem.num_options
    couplings = couplings_of(problem, held)
    prices = couplings.signed(prices)
    charged = SCALE * aim - couplings.by_column @ prices
    seats = {place for item in problem.headcounts for place in (item.short, item.over) if place >= 0}
    bound = couplings.sides(prices)
    auxiliaries = []
    for place, (item, points) in enumerate(zip(problem.auxiliaries, charged[n:].tolist(), strict=True)):
        # what would pay to be taken is taken to its end: for a seat, too, since a flow can't pay for emptiness
        bound += max(0, points) * item.upper
        auxiliaries.append(replace(item, points=min(0, points) if place in seats else 0))
    relaxed = replace(
        problem,
        option_points=charged[:n],
        auxiliaries=tuple(auxiliaries),
        rows=(),
        tiers=(Tier("priced", charged[:n], np.zeros(len(auxiliaries), dtype=np.int64)),),
    )
    network = network_of(relaxed)
    flow = solve_network(network)
    if flow is None:
        message = "the head counts of this problem have no plan"
        raise EngineError(message, code="E-FLOW")
    value = network.offset - int(network.cost @ flow)
    return PricedFlow(problem, prices, network, flow, potentials(network, flow), bound + value)


def flow_of_plan(problem: PlacementProblem, network: Network, chosen: IntArray) -> IntArray:
    """Return a plan (E,) as a flow on the arcs of a network; seats are taken from the dearest to be empty on."""
    flow = np.zeros(len(network.tail), dtype=np.int64)
    flow[chosen] = 1
    n, people, posts = problem.num_options, len(problem.employee_ids), len(problem.position_ids)
    count = np.bincount(problem.option_position[chosen] + 1, minlength=posts + 1)[1:]
    flow[n : n + posts] = count
    ordered = sorted(problem.headcounts, key=lambda item: (len(item.positions), item.rule, item.name))
    place = n + posts
    tails = network.tail.tolist()
    for number, item in enumerate(ordered):
        entry = people + posts + 2 * number
        inside = int(count[item.positions].sum())
        left = inside - item.lower  # those under the lower bound pass beside the arcs
        while tails[place] == entry:
            flow[place] = min(left, int(network.capacity[place]))
            left -= int(flow[place])
            place += 1
        flow[place] = inside
        place += 1
    return flow
