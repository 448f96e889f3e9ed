"""A line a measurement, and how lines are printed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from .records import Record

if sys.platform != "win32":
    import resource


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement.

    Parameters
    ----------
    instance, solver, status
        What was solved, by what, and how it ended.
    value
        Cents of the plan; None without one.
    bound
        Cents that no plan exceeds; None where nothing was proved.
    seconds
        CPU seconds of all threads, for building the program and solving it.
    ratio
        These over the CPU seconds of the bare flow on the same options in the same run; None where there is no such peer.
    megabytes
        Largest resident size of the process that made and solved this instance alone; None where it is not known.
    kept
        Whether the promise of this line was kept; None where the line promises nothing and only compares.
    """

    instance: str
    solver: str
    status: str
    value: int | None
    bound: int | None
    seconds: float
    ratio: float | None
    megabytes: float | None
    kept: bool | None


def peak_megabytes() -> float | None:
    """Return the largest resident size of this process so far, None where the system keeps no count."""
    if sys.platform == "win32":
        return None
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1024 * 1024 if sys.platform == "darwin" else 1024)


def heading() -> str:
    """Return the head of the table."""
    return f"{'instance':<30} {'solver':<17} {'status':<9} {'value':>12} {'CPU s':>8} {'x bare':>8} {'MB':>5}  kept"


def row(line: Line) -> str:
    """Return one line of the table; ``-`` stands for what is not known or not promised."""
    value = "-" if line.value is None else str(line.value)
    ratio = "-" if line.ratio is None else f"{line.ratio:.1f}"
    megabytes = "-" if line.megabytes is None else f"{line.megabytes:.0f}"
    kept = {True: "yes", False: "NO", None: "-"}[line.kept]
    return (
        f"{line.instance:<30} {line.solver:<17} {line.status:<9} {value:>12} {line.seconds:>8.2f} {ratio:>8} "
        f"{megabytes:>5}  {kept}"
    )


def record_heading() -> str:
    """Return the head of the table of records."""
    return (
        f"{'set':<8} {'instance':<24} {'engine':<10} {'status':<9} {'value':>14} {'gap':>9} "
        f"{'CPU s':>8} {'range':>17} {'MB':>5}"
    )


def record_row(record: Record) -> str:
    """Return one line of the table of records; ``-`` stands for what is not known."""
    value = "-" if record.value is None else f"{record.value:.0f}"
    gap = "-" if record.gap is None else f"{record.gap:.2%}"
    size = "-" if record.peak_mb is None else f"{record.peak_mb:.0f}"
    spread = f"{record.seconds_min:.2f}..{record.seconds_max:.2f}"
    return (
        f"{record.set:<8} {record.name:<24} {record.engine:<10} {record.status:<9} {value:>14} {gap:>9} "
        f"{record.seconds:>8.2f} {spread:>17} {size:>5}"
    )


def disagreements(lines: Sequence[Line]) -> list[str]:
    """Return the instances on which a plan is worth more than a solver, or the bare flow, says any plan can be."""
    found = []
    for instance in dict.fromkeys(line.instance for line in lines):
        mine = [line for line in lines if line.instance == instance]
        values = [line.value for line in mine if line.value is not None]
        bounds = [line.bound for line in mine if line.bound is not None]
        if values and bounds and min(bounds) < max(values):
            found.append(f"{instance}: a plan of {max(values)} beats a bound of {min(bounds)}")
    return found
