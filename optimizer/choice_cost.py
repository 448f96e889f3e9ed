"""What a forced choice costs the whole plan: between a proved least and a plan that was found.

For a plan of value v and an option o: every plan with o is worth at most L(u) less what the priced flow loses with o, where
L(u) is the bound under the prices of the rows; so o costs at least that loss less L(u) - v. A feasible plan with o found by
repair says what it costs at most. Where nothing couples people L(u) = v, and both ends meet.

With aims in tiers there is one pair of figures a tier, from the first on: a later tier is counted among the plans that keep
the earlier ones, so it is stated only where no earlier tier loses anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..models.domain.problem import IntArray, PlacementProblem
from .engine import solve
from .inner import Held
from .plan_change import Change, PlanChange
from .priced_flow import NO_WAY, PricedFlow, priced_flow
from .repair import Repaired, Repairer
from .row_prices import SCALE, Couplings, couplings_of, row_prices
from .solution import Limits, complete, tier_values
from .subproblem import chosen_in, with_options


@dataclass(frozen=True, slots=True)
class Span:
    """What a choice costs one tier, in cents (seat tiers: in seats).

    Parameters
    ----------
    tier
        Name of the tier.
    least, most
        Proved least and what a known plan shows; None = not known. A negative least means that the plan may even gain.
    """

    tier: str
    least: int | None
    most: int | None

    @property
    def is_exact(self) -> bool:
        """True where both ends meet."""
        return self.least is not None and self.least == self.most


@dataclass(frozen=True, slots=True)
class ChoiceCost:
    """What putting one person into one post costs the plan.

    Parameters
    ----------
    option
        Index of the pair among the problem's options.
    spans
        One a tier, in order.
    is_possible
        False where no plan at all contains the pair (proved).
    change
        People who change, with their options, in the plan that ``most`` speaks of; None = none was found.
    """

    option: int
    spans: tuple[Span, ...]
    is_possible: bool
    change: Change | None

    @property
    def order(self) -> tuple[tuple[int, int], ...]:
        """Key that lists the cheaper choice first."""
        if not self.is_possible:
            return ((NO_WAY, NO_WAY),)
        far = NO_WAY // 2
        return tuple(
            (span.least if span.least is not None else far, span.most if span.most is not None else far)
            for span in self.spans
        )


@dataclass(frozen=True)
class ChoiceCosts:
    """Answers what choices cost one plan of a problem.

    Parameters
    ----------
    problem
        What was solved.
    chosen
        Shape (E,). The plan.
    prices
        Prices of the coupling rows, one array a tier; None = computed on first use.
    proved
        What the solve proved that no plan exceeds in each tier, in cents; None = nothing. No choice costs less than the
        plan's value less that.
    """

    problem: PlacementProblem
    chosen: IntArray
    prices: tuple[IntArray, ...] | None = None
    proved: tuple[int | None, ...] = ()

    @cached_property
    def base(self) -> PlanChange:
        """The plan and what changes of it are worth."""
        return PlanChange(self.problem, self.chosen)

    @property
    def tiers(self) -> tuple[int, ...]:
        """Value of each tier of the plan."""
        return self.base.tiers

    @cached_property
    def row_prices(self) -> tuple[IntArray, ...]:
        """Whole prices of the rows, one array a tier."""
        if self.prices is not None:
            return self.prices
        return tuple(
            row_prices(self.problem, self._aim(place), self._held(place), self.chosen)
            for place in range(len(self.problem.tiers))
        )

    @cached_property
    def flows(self) -> tuple[PricedFlow, ...]:
        """The priced flow of each tier."""
        return tuple(
            priced_flow(self.problem, self._aim(place), self._held(place), prices)
            for place, prices in enumerate(self.row_prices)
        )

    def couplings(self, tier: int) -> Couplings:
        """Return the rows that the prices of a tier belong to."""
        return couplings_of(self.problem, self._held(tier))

    def bound(self, tier: int) -> int:
        """Return what no plan exceeds in a tier, in cents."""
        return self.flows[tier].bound // SCALE

    def _aim(self, tier: int) -> IntArray:
        asked = self.problem.tiers[tier]
        return np.concatenate([asked.option_points, asked.auxiliary_points])

    def _held(self, tier: int) -> tuple[tuple[str, Held], ...]:
        names = [item.name for item in self.problem.tiers[:tier]]
        return tuple((name, Held(self._aim(place), self.tiers[place])) for place, name in enumerate(names))

    @cached_property
    def _repairer(self) -> Repairer:
        return Repairer(self.base, self.flows[-1])

    def of_person(self, person: int, *, repairs: int | None = None) -> list[ChoiceCost]:
        """Return the cost of each option of a person, the cheapest first.

        ``repairs`` is for how many of them, those of lowest least, a plan is looked for; None = all.
        """
        options, first = self.flows[0].losses_of_person(person)
        losses = [first, *(flow.losses_of_person(person)[1] for flow in self.flows[1:])]
        return self._costs(options, losses, self._repairer.for_person, repairs)

    def of_post(self, post: int, *, repairs: int | None = None) -> list[ChoiceCost]:
        """Return the cost of each person who may hold a post (-1 = none), as :meth:`of_person` does."""
        options, first = self.flows[0].losses_of_post(post)
        losses = [first, *(flow.losses_of_post(post)[1] for flow in self.flows[1:])]
        return self._costs(options, losses, self._repairer.for_post, repairs)

    def at_least(self, person: int) -> list[ChoiceCost]:
        """Return what each option of a person costs at least, weaker and at once: no chain is followed."""
        first, last = np.searchsorted(self.problem.option_employee, [person, person + 1])
        options = np.arange(first, last)
        losses = [flow.least_losses(options) for flow in self.flows]
        return self._costs(options, losses, lambda _: [], 0)

    def of_option(self, option: int) -> ChoiceCost:
        """Return the cost of one option; the plan is looked for with more effort than in a list."""
        person = int(self.problem.option_employee[option])
        mine = np.array([option])
        losses = []
        for flow in self.flows:
            options, found = flow.losses_of_person(person)
            losses.append(found[options == option])
        plan = self._repairer.for_person(mine, thorough=True)[0]
        return self._cost(option, [int(part[0]) for part in losses], plan)

    def _costs(
        self,
        options: IntArray,
        losses: Sequence[IntArray],
        repair: Callable[[IntArray], Sequence[Repaired | None]],
        repairs: int | None,
    ) -> list[ChoiceCost]:
        order = np.lexsort((options, *losses[::-1]))
        count = len(order) if repairs is None else repairs
        plans = [*repair(options[order[:count]]), *([None] * len(order[count:]))]
        rows = zip(options[order].tolist(), *(part[order].tolist() for part in losses), strict=True)
        costs = [self._cost(option, lost, plan) for (option, *lost), plan in zip(rows, plans, strict=True)]
        return sorted(costs, key=lambda cost: (cost.order, cost.option))

    def _cost(self, option: int, losses: Sequence[int], plan: Repaired | None) -> ChoiceCost:
        spans: list[Span] = []
        keeps = True
        possible = losses[0] < NO_WAY
        for place, (tier, value) in enumerate(zip(self.problem.tiers, self.tiers, strict=True)):
            least = most = None
            if keeps and possible:
                slack = self.flows[place].bound - SCALE * value
                if losses[place] < NO_WAY:
                    least = -((slack - losses[place]) // SCALE)
                    bound = self.proved[place] if place < len(self.proved) else None
                    least = least if bound is None else max(least, value - bound)
                most = None if plan is None else value - plan.tiers[place]
            spans.append(Span(tier.name, least, most))
            keeps = keeps and least == most == 0
        return ChoiceCost(option, tuple(spans), possible, None if plan is None or not possible else plan.change)

    def resolved(self, option: int, limits: Limits | None = None) -> ChoiceCost:
        """Return the cost of one option by solving the whole problem again with it."""
        known = self.of_option(option)
        person = self.problem.option_employee == self.problem.option_employee[option]
        keep = ~person
        keep[option] = True
        problem = with_options(self.problem, keep)
        warm = None if known.change is None else chosen_in(keep, self.base.with_change(known.change))
        solution = solve(problem, "auto", replace(limits or Limits(), unique=False), warm=warm)
        if solution.chosen is None:
            return replace(known, is_possible=known.is_possible and solution.status != "infeasible")
        plan = np.flatnonzero(keep)[solution.chosen]
        values = tier_values(self.problem, plan, complete(self.problem, plan))
        spans: list[Span] = []
        proved = keeps = True
        for place, (value, tier) in enumerate(zip(values, solution.tiers, strict=True)):
            lost = self.tiers[place] - value
            bound = known.spans[place].least if keeps else None
            if proved and tier.bound is not None:
                bound = self.tiers[place] - tier.bound if bound is None else max(bound, self.tiers[place] - tier.bound)
            proved = proved and tier.bound == value
            spans.append(Span(tier.name, lost if proved else bound, lost))
            keeps = proved and lost == 0
        change = {int(place): int(plan[place]) for place in np.flatnonzero(plan != self.chosen)}
        if known.change is not None and self.base.value_after(known.change) == values:
            change = dict(known.change)  # worth as much, and few change
        return ChoiceCost(option, tuple(spans), True, change)
