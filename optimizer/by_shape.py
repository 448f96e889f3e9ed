"""Which solver takes a small integer program: by how large it is, as measured (docs/decisions/0006-hybrid-engine.md)."""

from __future__ import annotations

from collections.abc import Callable

from ..models.domain.problem import IntArray
from .cpsat import CpSatInner
from .highs import HighsInner
from .inner import Answer, Held, Heuristics, Stop
from .linear import LinearModel
from .solution import Limits

MOST_COLUMNS = 6_000
"""Columns up to which CP-SAT is quicker; at 14,000 it had no plan when HiGHS had ended."""


class ByShape:
    """CP-SAT for small programs, HiGHS for large ones; ``used`` names who has solved one."""

    scout_work = HighsInner.scout_work

    def __init__(self) -> None:
        self.name = "by shape"
        self.used: list[str] = []

    def maximise(
        self,
        model: LinearModel,
        aim: IntArray,
        held: tuple[Held, ...],
        *,
        limits: Limits,
        stop: Stop,
        hint: IntArray | None = None,
        heuristics: Heuristics = "full",
        progress: Callable[[int, int | None], None] | None = None,
    ) -> Answer:
        """Maximise ``aim`` . columns; see :class:`.inner.Inner`."""
        solver = CpSatInner() if len(aim) <= MOST_COLUMNS else HighsInner()
        if solver.name not in self.used:
            self.used.append(solver.name)
        return solver.maximise(
            model, aim, held, limits=limits, stop=stop, hint=hint, heuristics=heuristics, progress=progress
        )
