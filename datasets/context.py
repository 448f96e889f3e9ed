"""What the checks of a case look at, in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ..models.domain.plain import plain_values
from .parsed import Parsed

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Context:
    """Tables as read, tables with their defaults, and the case's dates and parameters.

    Parameters
    ----------
    parsed
        Every table as read.
    merged
        Frames with default standards and fields added.
    as_of
        Date of the facts, None where the header gives none: what depends on it is not checked.
    parameters
        The case's overrides.
    scenario
        The scenario that came with the case.
    lang
        Language of the few words that no template holds.
    """

    parsed: Parsed
    merged: Mapping[str, pd.DataFrame]
    as_of: date | None
    parameters: Mapping[str, object]


def rows_of(frame: pd.DataFrame) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield (row index, values) with missing values as None and dates as ``datetime.date``."""
    columns = [plain_values(frame[name]) for name in frame.columns]
    names = list(frame.columns)
    for row, values in enumerate(zip(*columns, strict=True)):
        yield row, dict(zip(names, values, strict=True))


def day_of(value: object) -> date | None:
    """Return the value if it is a date."""
    return value if isinstance(value, date) else None


def whole_of(value: object) -> int | None:
    """Return the value if it is a whole number."""
    return int(value) if isinstance(value, int) else None


def text_of(value: object) -> str | None:
    """Return the value as text, None where it is missing."""
    return None if value is None else str(value)


def find_cycles(parents: Mapping[str, list[str]]) -> list[list[str]]:
    """Return each cycle of a directed graph once, from its first node in the order of ``parents``.

    Parameters
    ----------
    parents
        Node -> the nodes that it points to; nodes outside are ignored. O(nodes + edges).
    """
    state: dict[str, int] = {}
    cycles: list[list[str]] = []
    for start in parents:
        if start in state:
            continue
        path: list[str] = []
        stack = [(start, iter(parents[start]))]
        state[start] = 1
        path.append(start)
        while stack:
            node, targets = stack[-1]
            for target in targets:
                if target not in parents:
                    continue
                if state.get(target) == 1:
                    cycles.append(path[path.index(target) :])
                elif target not in state:
                    state[target] = 1
                    path.append(target)
                    stack.append((target, iter(parents[target])))
                    break
            else:
                state[node] = 2
                path.pop()
                stack.pop()
    return cycles
