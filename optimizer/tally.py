"""A plan under change: the value and feasibility of moving one person, without recounting the rest."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from ..models.domain.problem import IntArray, PlacementProblem
from .solution import complete, tier_values

Tiers = tuple[int, ...]


class Tally:
    """Counts of posts, head counts and rows under a choice of options.

    ``fits`` and ``better_with`` try one person in another option; ``move`` keeps it.
    """

    def __init__(self, problem: PlacementProblem, chosen: IntArray) -> None:
        self.problem = problem
        self.chosen = chosen.copy()
        self.tiers = tier_values(problem, chosen, complete(problem, chosen))
        self._headcounts_of: dict[int, list[int]] = defaultdict(list)
        for place, item in enumerate(problem.headcounts):
            for position in item.positions.tolist():
                self._headcounts_of[position].append(place)

    def better_with(self, person: int, option: int) -> Tiers | None:
        """Return the tiers with one person moved, None where the plan would break or gets no better."""
        tiers = self.fits(person, option)
        return tiers if tiers is not None and tiers > self.tiers else None

    def move(self, person: int, option: int, tiers: Tiers) -> None:
        """Keep a move whose tiers are known."""
        self.chosen[person] = option
        self.tiers = tiers

    def fits(self, person: int, option: int) -> Tiers | None:
        """Return the tiers with one person moved, None where the plan would break."""
        before = int(self.chosen[person])
        if before == option or not self._has_room(before, option):
            return None
        self.chosen[person] = option
        try:
            return tier_values(self.problem, self.chosen, complete(self.problem, self.chosen))
        except ValueError:
            return None
        finally:
            self.chosen[person] = before

    def _has_room(self, before: int, option: int) -> bool:
        """Look at the head counts of the new post first: most moves fail there, cheaply."""
        old, new = int(self.problem.option_position[before]), int(self.problem.option_position[option])
        if new < 0:
            return True
        positions = self.problem.option_position[self.chosen]
        for place in self._headcounts_of[new]:
            item = self.problem.headcounts[place]
            if old >= 0 and old in item.positions:
                continue
            if int(np.isin(positions, item.positions).sum()) >= item.upper:
                return False
        return True
