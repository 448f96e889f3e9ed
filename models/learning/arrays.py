"""Columns of observations as arrays of indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def codes_of(column: pd.Series) -> IntArray:
    """Return the place of each value among the categories of its column, -1 where missing."""
    return column.cat.codes.to_numpy().astype(np.int64)


def texts_of(column: pd.Series) -> NDArray[np.str_]:
    """Return a column of words as text, "" where missing."""
    words = np.append(np.asarray(column.cat.categories, dtype=str), "")
    answer: NDArray[np.str_] = words[codes_of(column)]
    return answer
