"""How records are printed, and what a process took."""

from __future__ import annotations

import sys

from .records import Record

if sys.platform != "win32":
    import resource


def peak_megabytes() -> float | None:
    """Return the largest resident size of this process so far, None where the system keeps no count."""
    if sys.platform == "win32":
        return None
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1024 * 1024 if sys.platform == "darwin" else 1024)


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


def peer_heading() -> str:
    """Return the head of the table of peers."""
    return (
        f"{'set':<6} {'instance':<14} {'engine':<16} {'status':<9} {'value':>13} {'gap':>9} {'of gain':>9} "
        f"{'CPU s':>8} {'x bare':>8} {'to 1%':>8} {'to .1%':>8} {'to .01%':>8} {'MB':>6}"
    )


def peer_row(record: Record) -> str:
    """Return one line of the table of peers; ``-`` stands for what is not known or not reached."""
    value = "-" if record.value is None else f"{record.value:.2f}"
    gap, gain = ("-" if share is None else f"{share:.4%}" for share in (record.gap, record.gap_of_gain))
    reached = record.seconds_to or (None, None, None)
    first, second, third = ("-" if item is None else f"{item:.2f}" for item in reached)
    ratio = "-" if record.ratio is None else f"{record.ratio:.1f}"
    size = "-" if record.peak_mb is None else f"{record.peak_mb:.0f}"
    status = "limit" if record.limited else record.status
    return (
        f"{record.set:<6} {record.name:<14} {record.engine:<16} {status:<9} {value:>13} {gap:>9} {gain:>9} "
        f"{record.seconds:>8.2f} {ratio:>8} {first:>8} {second:>8} {third:>8} {size:>6}"
    )
