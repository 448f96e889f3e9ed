"""Points in integers: every term is rounded to 0.01 point, ties away from zero, and sums are exact.

One point is one percentage point of JPM of one person in one post; integers here are hundredths (*cents*).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt

CENTS: Final = 100
NUDGE: Final = 1e-6
"""Part of a cent by which a float that should be a tie may miss it."""
LARGEST_CENTS: Final = 10**12
"""Bound on one term of one option; sums over 10^6 people then stay inside 64 bits."""


def to_cents(points: float) -> int:
    """Return points as hundredths, ties away from zero."""
    magnitude = math.floor(abs(points) * CENTS + 0.5 + NUDGE)
    return -magnitude if points < 0 else magnitude


def to_cents_array(points: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return points as hundredths, ties away from zero.

    Raises
    ------
    OverflowError
        A value is not finite or too large to be summed exactly.
    """
    magnitude = np.floor(np.abs(points) * CENTS + 0.5 + NUDGE)
    if not np.all(magnitude <= LARGEST_CENTS):
        message = "a term is not finite or larger than 10^10 points; lower its weight"
        raise OverflowError(message)
    return (np.sign(points) * magnitude).astype(np.int64)


def from_cents(cents: int) -> float:
    """Return hundredths as points."""
    return cents / CENTS


def share_of(share: float, count: int) -> int:
    """Return a limit by share: max(1, floor(share x count)); share 0 means none."""
    if share == 0:
        return 0
    return max(1, math.floor(Fraction(str(share)) * count))
