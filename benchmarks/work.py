"""Work of a suite: what is run, how often, each run in a process of its own."""

from __future__ import annotations

import multiprocessing
import statistics
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from .records import Outcome, Record, gap_of, record_of

YARDSTICK_ENGINE = "bare flow"
"""Engine whose seconds others of the same instance are divided by."""
SHORTEST = 1e-3
"""CPU seconds that the yardstick counts as at least."""


@dataclass(frozen=True, slots=True)
class Work:
    """One engine on one instance.

    Parameters
    ----------
    set, name, engine
        As in the record.
    run
        Function of a module (a fresh process imports it) that makes the instance from ``facts`` and solves it.
    facts
        Its arguments.
    known
        Best value known; None where there is none.
    people, steady
        Size of the instance, where growth is asked for; whether equal runs come to equal values.
    after
        Set, name and engine of the work that must have ended by itself; where a limit ended it, this one is left out.
    """

    set: str
    name: str
    engine: str
    run: Callable[..., Outcome]
    facts: tuple[Any, ...] = ()
    known: float | None = None
    people: int | None = None
    steady: bool = True
    after: tuple[str, str, str] | None = None


def measured(works: Sequence[Work], runs: int = 5) -> Iterator[Record]:
    """Yield the records of works in order, each run ``runs`` times; a run that a limit ended is not repeated.

    Where people are counted and an engine proves nothing, its gap is the one to the best bound of the others.

    The runs of works of one instance alternate, so that noise meets all alike.
    """
    context = multiprocessing.get_context("spawn")
    stopped: set[tuple[str, str, str]] = set()
    with ProcessPoolExecutor(max_workers=1, mp_context=context, max_tasks_per_child=1) as pool:
        for every in _by_instance(works):
            group = [work for work in every if work.after not in stopped]
            stopped |= {(work.set, work.name, work.engine) for work in every if work not in group}
            outcomes: list[list[Outcome]] = [[] for _ in group]
            for _ in range(runs):
                for work, mine in zip(group, outcomes, strict=True):
                    if not (mine and mine[-1].limited):
                        mine.append(pool.submit(work.run, *work.facts).result())
            bounds = [item.bound for mine in outcomes for item in mine if item.bound is not None]
            bare = [mine for work, mine in zip(group, outcomes, strict=True) if work.engine == YARDSTICK_ENGINE]
            for work, mine in zip(group, outcomes, strict=True):
                record = record_of(
                    work.set, work.name, work.engine, work.known, mine, people=work.people, steady=work.steady
                )
                if record.limited:
                    stopped.add((work.set, work.name, work.engine))
                if work.people is not None and record.gap is None and record.value is not None and bounds:
                    record = replace(record, gap=gap_of(record.value, min(bounds), None))
                yield record if work.engine == YARDSTICK_ENGINE else _beside(record, bare)


def _beside(record: Record, bare: Sequence[Sequence[Outcome]]) -> Record:
    """Return a record with its ratio to the bare flow of the same instance and runs, where there was one."""
    if not bare:
        return record
    seconds = statistics.median(outcome.seconds for outcome in bare[0])
    return replace(record, ratio=round(record.seconds / max(seconds, SHORTEST), 2))


def _by_instance(works: Sequence[Work]) -> list[list[Work]]:
    groups: dict[tuple[str, str], list[Work]] = {}
    for work in works:
        groups.setdefault((work.set, work.name), []).append(work)
    return list(groups.values())
