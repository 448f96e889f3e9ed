"""Random draws for the bundled district: the same on every platform and NumPy version.

Only the raw 53-bit uniforms of PCG64 are used; NumPy promises that stream, not those of its distributions.
Each topic has a stream of its own, so that a change to one table leaves the others as they are.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import NormalDist
from typing import Final, TypeVar

import numpy as np

Item = TypeVar("Item")
_STANDARD_NORMAL: Final = NormalDist()


class Draws:
    """A stream of draws for one topic of one seed.

    Parameters
    ----------
    seed
        Seed of the whole data set, >= 0.
    topic
        What the stream is for; two topics never share numbers.
    """

    def __init__(self, seed: int, topic: str) -> None:
        entropy = np.random.SeedSequence([seed, zlib.crc32(topic.encode())])
        self._generator = np.random.Generator(np.random.PCG64(entropy))

    def uniform(self, low: float = 0.0, high: float = 1.0) -> float:
        """Draw a number in [low, high)."""
        return low + (high - low) * float(self._generator.random())

    def chance(self, probability: float) -> bool:
        """Tell whether an event of that probability happens."""
        return self.uniform() < probability

    def integer(self, low: int, high: int) -> int:
        """Draw a whole number from low to high, both included."""
        return low + math.floor(self.uniform() * (high - low + 1))

    def normal(self, mean: float = 0.0, sd: float = 1.0) -> float:
        """Draw from a normal distribution, by its inverse, cut at four standard deviations."""
        tail = min(max(self.uniform(), 3.2e-5), 1 - 3.2e-5)
        return mean + sd * _STANDARD_NORMAL.inv_cdf(tail)

    def choice(self, items: Sequence[Item]) -> Item:
        """Draw one item, all alike."""
        return items[self.integer(0, len(items) - 1)]

    def weighted(self, shares: Mapping[str, float]) -> str:
        """Draw one key with a probability in proportion to its share."""
        left = self.uniform() * sum(shares.values())
        for name, share in shares.items():
            left -= share
            if left < 0:
                return name
        return next(reversed(list(shares)))

    def sample(self, items: Sequence[Item], size: int) -> list[Item]:
        """Draw up to ``size`` items without putting back, in drawn order."""
        pool = list(items)
        return [pool.pop(self.integer(0, len(pool) - 1)) for _ in range(min(size, len(items)))]

    def day(self, first: date, last: date) -> date:
        """Draw a day from first to last, both included."""
        return first + timedelta(days=self.integer(0, max(0, (last - first).days)))
