"""Need of a post from its workload (*analisis beban kerja*, ABK; PermenPANRB 1/2020)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

WORK_MINUTES_YEAR: Final = 75_000
"""Effective working time a year: 1,250 hours. Parameter ``work_minutes_year`` of a case overrides it."""


def need_from_workload(workload: pd.DataFrame, minutes_year: float = WORK_MINUTES_YEAR) -> dict[str, int]:
    """Return seats by post: sum over tasks of yearly volume x minutes, over effective minutes, rounded half up.

    Parameters
    ----------
    workload
        Table ``workload``: ``position_id``, ``volume_year``, ``minutes``.
    minutes_year
        Effective working minutes a year of one person, > 0.

    Returns
    -------
    Seats of every post that has workload rows; the caller gives a structural head at least one.
    """
    minutes = (workload["volume_year"] * workload["minutes"]).groupby(workload["position_id"]).sum()
    return {str(post): math.floor(total / minutes_year + 0.5) for post, total in minutes.items()}
