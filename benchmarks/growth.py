"""How time grows with people: the slope of a line through logarithms, and which plans pass a bound."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .records import Record

SHORTEST = 1e-3
"""CPU seconds that a time counts as at least."""


def growth_of(records: Sequence[Record]) -> list[dict[str, Any]]:
    """Return, for each variant and engine, the exponent of CPU seconds in people over the sizes that ended (two or more)."""
    sizes: dict[tuple[str, str], dict[int, list[float]]] = {}
    for record in records:
        if record.people is not None and not record.limited:
            times = sizes.setdefault((record.set, record.engine), {})
            times.setdefault(record.people, []).append(max(record.seconds, SHORTEST))
    found = []
    for (variant, engine), times in sizes.items():
        if len(times) > 1:
            people = np.log(sorted(times))
            seconds = np.log([float(np.median(times[size])) for size in sorted(times)])
            exponent = round(float(np.polyfit(people, seconds, 1)[0]), 2)
            found.append({"set": variant, "engine": engine, "people": sorted(times), "exponent": exponent})
    return found


def contradictions(records: Sequence[Record]) -> list[tuple[str, str]]:
    """Return, in both languages, where a plan is worth more than an engine says any plan of the instance can be."""
    found = []
    for place in dict.fromkeys((record.set, record.name) for record in records if record.people is not None):
        mine = [record for record in records if (record.set, record.name) == place]
        values = [record.value for record in mine if record.value is not None]
        bounds = [record.bound for record in mine if record.bound is not None]
        if values and bounds and min(bounds) < max(values) - 1e-6:
            name = " ".join(place)
            found.append(
                (
                    f"{name}: rencana senilai {max(values)} melewati batas {min(bounds)}",
                    f"{name}: a plan of {max(values)} passes a bound of {min(bounds)}",
                )
            )
    return found
