"""A line a measurement, and how lines are printed."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement.

    Parameters
    ----------
    instance, engine, status
        What was solved, by what, and how it ended.
    value
        Cents of the plan; None without one.
    seconds
        CPU seconds of building the program and solving.
    ratio
        CPU seconds over those of the bare flow in the same run; None where there is no such peer.
    good
        True where the promise of this line was kept.
    """

    instance: str
    engine: str
    status: str
    value: int | None
    seconds: float
    ratio: float | None
    good: bool


def peak_megabytes() -> float:
    """Return the largest resident size of this process so far."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1024 * 1024 if sys.platform == "darwin" else 1024)


def table(lines: list[Line]) -> str:
    """Return the lines as a plain table."""
    head = f"{'instance':<34}{'engine':<11}{'status':<10}{'value':>14}{'CPU s':>9}{'x bare flow':>13}  kept"
    rows = [
        f"{line.instance:<34}{line.engine:<11}{line.status:<10}{'-' if line.value is None else line.value:>14}"
        f"{line.seconds:>9.2f}{'-' if line.ratio is None else f'{line.ratio:.1f}':>13}  {'yes' if line.good else 'NO'}"
        for line in lines
    ]
    return "\n".join([head, *rows, f"peak memory {peak_megabytes():.0f} MB"])
