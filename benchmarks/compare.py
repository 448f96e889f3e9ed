"""A run of a suite against an earlier one: what became slower, worse or is missing."""

from __future__ import annotations

from .records import Record, Results

YARDSTICK = ("micro", "yardstick")
"""Set and name of fixed work that knows nothing of Penata: it cancels the speed of the machine."""
Words = tuple[str, str]
"""A sentence in Bahasa Indonesia and in English."""
SHORTEST = 0.05
"""CPU seconds under which a time says nothing."""


def regressions(before: Results, now: Results, gate: float) -> list[Words]:
    """Return what got worse by more than ``gate`` (0.05 = 5 %), a sentence each in both languages.

    Times are compared as multiples of the yardstick's where both runs have it, so that a slower machine is no regression.
    A value that moved away from the known one, a proof that was lost and a record that vanished always count.
    """
    later = {_key(record): record for record in now.records}
    scale = _scale(before, now)
    found: list[Words] = []
    for record in before.records:
        other = later.get(_key(record))
        name = f"{record.set} {record.name}, {record.engine}"
        if other is None:
            found.append((f"{name}: tidak lagi diukur", f"{name}: no longer measured"))
            continue
        if record.status == "optimal" and other.status != "optimal":
            found.append((f"{name}: dulu terbukti, kini {other.status}", f"{name}: was proved, is {other.status}"))
        if (other.gap or 0.0) > (record.gap or 0.0) + 1e-9:
            found.append(
                (f"{name}: selisih {record.gap} menjadi {other.gap}", f"{name}: gap {record.gap} became {other.gap}")
            )
        if _key(record)[:2] == YARDSTICK or max(record.seconds, other.seconds) < SHORTEST:
            continue
        allowed = record.seconds * scale * (1 + gate)
        if other.seconds > allowed:
            facts = f"{record.seconds:.3f} s, x {scale:.2f}, {gate:.0%}"
            found.append(
                (
                    f"{name}: {other.seconds:.3f} s, lebih dari {allowed:.3f} s (sebelumnya, mesin, batas: {facts})",
                    f"{name}: {other.seconds:.3f} s, more than {allowed:.3f} s (before, machine, gate: {facts})",
                )
            )
    return found


def _key(record: Record) -> tuple[str, str, str]:
    return record.set, record.name, record.engine


def _scale(before: Results, now: Results) -> float:
    """Return how much slower this machine is by the yardstick; 1 where either run lacks it."""
    times = [
        next((item.seconds for item in results.records if _key(item)[:2] == YARDSTICK), None) for results in (before, now)
    ]
    return 1.0 if times[0] is None or times[1] is None or times[0] == 0 else times[1] / times[0]
