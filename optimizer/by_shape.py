"""Which solver takes a small integer program: by how large it is, as measured (docs/decisions/0006-hybrid-engine.md)."""

from __future__ import annotations

from .cpsat import CpSatInner
from .highs import HighsInner
from .inner import Inner

MOST_COLUMNS = 6_000
"""Columns up to which CP-SAT is quicker; at 14,000 it had no plan when HiGHS had ended."""


class ByShape:
    """Returns CP-SAT for small programs, HiGHS for large ones; ``used`` names whom it returned, in order."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def __call__(self, num_columns: int) -> Inner:
        """Return the solver for a program of so many columns."""
        solver: Inner = CpSatInner() if num_columns <= MOST_COLUMNS else HighsInner()
        if solver.name not in self.used:
            self.used.append(solver.name)
        return solver
