"""Prices and alternatives of a solved placement, as the tables of its run hold them, and prices read back from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..models.domain.points import from_cents
from ..models.domain.problem import NO_POST, IntArray, PlacementProblem
from ..models.domain.result import Alternative, Price
from .choice_cost import ChoiceCost, ChoiceCosts
from .row_prices import SCALE

SEAT_TIERS = frozenset({"empty_head_seats", "empty_mandatory_seats"})
"""Tiers that count seats, not points."""
NUM_ALTERNATIVES = 5
MOST_PRICED = 1_500_000
"""Options up to which a run is priced; beyond, ``explain`` does it when asked."""
MOST_WAYS = 100_000_000
"""People times options up to which every alternative's chain is followed; beyond, only its own loss is counted."""


def in_units(tier: str, amount: int | None) -> float | None:
    """Return an amount of a tier as users read it: points, or seats."""
    if amount is None:
        return None
    return float(amount) if tier in SEAT_TIERS else from_cents(amount)


def prices_of(costs: ChoiceCosts) -> tuple[Price, ...]:
    """Return the prices of rows and posts and the bound that they give, tier by tier."""
    problem, found = costs.problem, []
    for place, (tier, flow) in enumerate(zip(problem.tiers, costs.flows, strict=True)):
        unit = SCALE * (1 if tier.name in SEAT_TIERS else 100)
        couplings = costs.couplings(place)
        for (rule, name), divisor, price in zip(
            couplings.names, couplings.divisor.tolist(), costs.row_prices[place].tolist(), strict=True
        ):
            found.append(Price(tier.name, "row", rule, name, price / (unit * divisor)))
        for identity, price in zip(problem.position_ids, flow.post_prices.tolist(), strict=True):
            found.append(Price(tier.name, "post", "", identity, price / unit))
        found.append(Price(tier.name, "bound", "", "", flow.bound / unit))
    return tuple(found)


def read_prices(
    problem: PlacementProblem, chosen: IntArray, table: Sequence[Mapping[str, str | None]]
) -> tuple[IntArray, ...] | None:
    """Return the prices of the rows from the lines of a run's table; None where they are not of this problem's rows."""
    costs = ChoiceCosts(problem, chosen, ())
    found = []
    for place, tier in enumerate(problem.tiers):
        lines = [line for line in table if line.get("tier") == tier.name and line.get("kind") == "row"]
        couplings = costs.couplings(place)
        if [(line.get("rule") or "", line.get("name") or "") for line in lines] != list(couplings.names):
            return None
        unit = SCALE * (1 if tier.name in SEAT_TIERS else 100)
        try:
            prices = np.array([float(line.get("price") or "") for line in lines], dtype=np.float64)
        except ValueError:
            return None
        if not np.isfinite(prices).all() or (np.abs(prices) * unit * couplings.divisor > 2.0**52).any():
            return None
        found.append(couplings.signed(prices * unit * couplings.divisor))
    return tuple(found)


def alternatives_of(costs: ChoiceCosts, *, top: int = NUM_ALTERNATIVES) -> tuple[Alternative, ...]:
    """Return the best other posts of everyone who moves, enters or stays without a post, the cheapest first."""
    problem = costs.problem
    people = np.flatnonzero((problem.held != costs.chosen) | (problem.option_position[costs.chosen] == NO_POST))
    follows = len(people) * problem.num_options <= MOST_WAYS
    found = []
    for person in people.tolist():
        listed = costs.of_person(person, repairs=top + 2) if follows else costs.at_least(person)
        found += _listed(costs, person, listed, top)
    return tuple(found)


def other_posts(costs: ChoiceCosts, listed: Sequence[ChoiceCost], top: int) -> list[ChoiceCost]:
    """Return the first choices that are posts, not impossible, and not the plan's own."""
    position, chosen = costs.problem.option_position, set(costs.chosen.tolist())
    others = (cost for cost in listed if cost.is_possible and cost.option not in chosen and position[cost.option] >= 0)
    return [cost for cost, _ in zip(others, range(top), strict=False)]


def _listed(costs: ChoiceCosts, person: int, listed: Sequence[ChoiceCost], top: int) -> list[Alternative]:
    problem = costs.problem
    return [
        Alternative(
            problem.employee_ids[person],
            rank,
            problem.position_ids[int(problem.option_position[cost.option])],
            span.tier,
            in_units(span.tier, span.least),
            in_units(span.tier, span.most),
        )
        for rank, cost in enumerate(other_posts(costs, listed, top), start=1)
        for span in cost.spans
    ]
