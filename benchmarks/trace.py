"""How long a search takes until value and bound are near: CPU seconds to a proven gap."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Final

GAPS: Final = (1e-2, 1e-3, 1e-4)
"""Proven gaps whose time is kept."""


@dataclass
class Trace:
    """Best value and bound of a search as they become known, in cents; begins to count when it is made.

    Parameters
    ----------
    value, bound
        Best so far; None where there is none.
    reached
        CPU seconds of all threads until the proven gap was at most each of ``GAPS``; None where it was not.
    """

    value: int | None = None
    bound: int | None = None
    reached: list[float | None] = field(default_factory=lambda: [None] * len(GAPS))
    _start: float = field(default_factory=time.process_time)

    @property
    def seconds(self) -> float:
        """CPU seconds so far."""
        return time.process_time() - self._start

    @property
    def gap(self) -> float | None:
        """Return (bound - value) / max(1, |value|), None without both."""
        if self.value is None or self.bound is None:
            return None
        return max(0, self.bound - self.value) / max(1, abs(self.value))

    def seen(self, value: int | None, bound: int | None) -> None:
        """Take a value and a bound, better than the last or not."""
        if value is not None and (self.value is None or value > self.value):
            self.value = value
        if bound is not None and (self.bound is None or bound < self.bound):
            self.bound = bound
        gap = self.gap
        for place, wanted in enumerate(GAPS):
            if gap is not None and gap <= wanted and self.reached[place] is None:
                self.reached[place] = self.seconds
