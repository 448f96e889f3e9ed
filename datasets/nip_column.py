"""A column of NIPs held against the other columns at once, so that only the odd ones are taken apart one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ..models.domain.nip import NIP_DIGITS, PPPK_CODE_FROM, START_AGES

if TYPE_CHECKING:
    import pandas as pd


def right_numbers(people: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Return whose NIP surely agrees with their other facts.

    Parameters
    ----------
    people
        Columns ``employee_id``, ``birth_date``, ``sex``, ``status`` and ``service_since`` of the canonical table.

    Returns
    -------
    Shape (E,). True only where :func:`.nip.nip_conflicts` finds nothing and the serial is no 000; False says
    nothing: the number may be right, another id, or wrong.
    """
    texts = people["employee_id"].fillna("").to_numpy(dtype=object).astype(f"U{NIP_DIGITS + 1}")
    letters = np.ascontiguousarray(texts).view(np.uint32).reshape(len(people), NIP_DIGITS + 1)
    codes = letters[:, :NIP_DIGITS] - np.uint32(ord("0"))  # what is below "0" wraps to a large number
    right: npt.NDArray[np.bool_] = np.asarray((codes <= 9).all(axis=1) & (letters[:, NIP_DIGITS] == 0))
    digits = np.minimum(codes, 9).astype(np.int8)

    def part(first: int, last: int) -> npt.NDArray[np.int64]:
        powers: npt.NDArray[np.int64] = 10 ** np.arange(last - first, -1, -1, dtype=np.int64)
        value: npt.NDArray[np.int64] = digits[:, first - 1 : last] @ powers
        return value

    birth, since, status = people["birth_date"].dt, people["service_since"].dt, people["status"]
    born = (10_000 * birth.year + 100 * birth.month + birth.day).to_numpy(dtype=float)
    year, middle, sex = part(9, 12), part(13, 14), part(15, 15)
    is_pppk, is_pns = middle >= PPPK_CODE_FROM, (middle >= 1) & (middle <= 12)
    says_pppk = status.str.startswith("pppk").fillna(False).to_numpy(dtype=bool)
    right &= (part(1, 8) == born) & (part(16, 18) > 0)
    right &= status.notna().to_numpy() & np.where(says_pppk, is_pppk, is_pns)
    said = people["sex"].map({"m": 1, "f": 2}).to_numpy(dtype=float)
    right &= (sex == said) | (people["sex"].isna().to_numpy() & ((sex == 1) | (sex == 2)))
    same_year = since.year.to_numpy(dtype=float) == year
    same_month = is_pppk | (since.month.to_numpy(dtype=float) == middle)
    right &= people["service_since"].isna().to_numpy() | (same_year & same_month)
    birthday = year - part(1, 4)  # of the year of entry: the age then, or one more
    right &= is_pppk | ((birthday > START_AGES[0]) & (birthday <= START_AGES[1]))
    return right
