"""What a solver of the integer program is asked and answers, and how a search is stopped from outside."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ..models.domain.problem import IntArray
from .linear import LinearModel
from .solution import Limits

Progress = Callable[[str, int, int | None], None]
"""Called with the stage, the value of a better plan and the bound known then."""

Heuristics = Literal["full", "few", "none"]
"""How hard a solver looks for better plans on the way to its proof; ``few`` and ``none`` suit a good start."""


@dataclass(frozen=True)
class Held:
    """One more row: ``aim`` . columns >= ``value``; how an earlier tier is kept."""

    aim: IntArray
    value: int


@dataclass(frozen=True)
class Answer:
    """What a solver found: column values (None = nothing), a valid upper bound, and how the search ended."""

    columns: IntArray | None
    value: int | None
    bound: int | None
    proved: bool
    infeasible: bool = False
    clock: bool = False


@dataclass
class Stop:
    """Asks a search to end: by somebody (Ctrl-C, SIGTERM) or by the clock."""

    deadline: float | None = None
    event: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def after(cls, limits: Limits, event: threading.Event | None) -> Stop:
        """Return a stop at the limits' clock, or when the event is set."""
        deadline = None if limits.seconds is None else time.monotonic() + limits.seconds
        return cls(deadline, event or threading.Event())

    @property
    def asked(self) -> bool:
        """True once somebody asked."""
        return self.event.is_set()

    @property
    def seconds_left(self) -> float | None:
        """Clock left, None where it does not count."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())


class Inner(Protocol):
    """A solver of integer programs."""

    name: str
    scout_work: float
    """Work after which a first look over few columns ends."""

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
        """Maximise ``aim`` . columns, from ``hint`` (C,) where there is one."""
        ...


ChooseInner = Callable[[int], Inner]
"""Returns the solver of a program of so many columns."""


def run_interruptibly(work: Callable[[], object], stop: Stop, interrupt: Callable[[], None]) -> None:
    """Run a solver's blocking call so that signals still reach this thread; call ``interrupt`` once a stop is asked.

    The call runs in a thread of its own; its exception, if any, is raised here.
    """
    failure: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # carried to the caller's thread and raised there
            failure.append(error)

    thread = threading.Thread(target=guarded, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.05)
        if stop.asked:
            interrupt()
    if failure:
        raise failure[0]
