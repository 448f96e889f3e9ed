"""Work of a suite: what is run, how often, each run in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from .records import Outcome, Record, record_of


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
    """

    set: str
    name: str
    engine: str
    run: Callable[..., Outcome]
    facts: tuple[Any, ...] = ()
    known: float | None = None


def measured(works: Sequence[Work], runs: int = 5) -> Iterator[Record]:
    """Yield the records of works in order, each run ``runs`` times; a run that a limit ended is not repeated.

    The runs of works of one instance alternate, so that noise meets all alike.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context, max_tasks_per_child=1) as pool:
        for group in _by_instance(works):
            outcomes: list[list[Outcome]] = [[] for _ in group]
            for _ in range(runs):
                for work, mine in zip(group, outcomes, strict=True):
                    if not (mine and mine[-1].limited):
                        mine.append(pool.submit(work.run, *work.facts).result())
            for work, mine in zip(group, outcomes, strict=True):
                yield record_of(work.set, work.name, work.engine, work.known, mine)


def _by_instance(works: Sequence[Work]) -> list[list[Work]]:
    groups: dict[tuple[str, str], list[Work]] = {}
    for work in works:
        groups.setdefault((work.set, work.name), []).append(work)
    return list(groups.values())
