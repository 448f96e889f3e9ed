"""Columns of a canonical frame as plain Python values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def plain_values(values: pd.Series) -> list[object]:
    """Return a column as ``str``, ``int``, ``float``, ``bool`` or ``datetime.date``; missing = None."""
    if values.dtype.kind == "M":
        days: list[object] = np.asarray(values.to_numpy().astype("datetime64[D]").astype(object)).tolist()
        return days  # NaT comes out as None
    if values.dtype.kind == "f":
        return [None if value != value else value for value in values.tolist()]
    plain: list[object] = np.asarray(values.astype(object).where(values.notna(), None)).tolist()
    return plain
