"""Texts that have to stay in a pseudonymised case, searched for people: a name or a number there would undo the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..models.domain.case import Case
from ..models.domain.errors import DataError
from .pseudonym_words import TREATMENTS, Treatment

_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_LONG_NUMBER: Final = re.compile(r"(?<!\d)\d{16,18}(?!\d)")
"""16 digits may be a NIK, 18 a NIP."""
_SHORTEST_ID: Final = 6
_SHOWN: Final = 5


def refuse_leaks(case: Case) -> None:
    """Refuse a case whose kept texts name somebody.

    Names of two words or more count (a name of one word may as well be a field of study), ids of six letters or more,
    and every number of 16 to 18 digits.

    Raises
    ------
    DataError
        Names table and column of what was found, not the text itself.
    """
    if places := sorted(set(_leaks(case))):
        shown = ", ".join(f"{table}.{column}" for table, column in places[:_SHOWN])
        more = "" if len(places) <= _SHOWN else ", …"
        message = (
            f"{shown}{more}: a text that has to stay holds the name, id or number of somebody, so the case would give them "
            "away. Take it out of those cells; nothing was written."
        )
        bahasa = (
            f"{shown}{more}: teks yang harus tetap ada memuat nama, ID, atau nomor seseorang, sehingga orang itu dapat "
            "dikenali. Hapus dari sel itu; tidak ada yang ditulis."
        )
        raise DataError(message, code="E-PSEUDONYM-LEAK", bahasa=bahasa)


def _leaks(case: Case) -> Iterator[tuple[str, str]]:
    employees = case.tables["employees"]
    names = {tuple(_WORD.findall(name.casefold())) for name in employees["name"].dropna()}
    names = {name for name in names if len(name) > 1}
    longest = max((len(name) for name in names), default=0)
    ids = {tuple(_WORD.findall(i.casefold())) for i in employees["employee_id"] if len(i) >= _SHORTEST_ID}
    longest_id = max((len(words) for words in ids), default=0)
    for table, columns in TREATMENTS.items():
        for column, kind in columns.items():
            if kind != Treatment.KEEP:
                continue
            for text in case.tables[table][column].dropna().unique():
                words = _WORD.findall(text.casefold())
                if _LONG_NUMBER.search(text) or _holds(words, names, 2, longest) or _holds(words, ids, 1, longest_id):
                    yield table, column


def _holds(words: list[str], wanted: set[tuple[str, ...]], least: int, most: int) -> bool:
    """Tell whether a run of ``least`` to ``most`` words is one of those wanted."""
    return any(
        tuple(words[start : start + length]) in wanted
        for length in range(least, min(most, len(words)) + 1)
        for start in range(len(words) - length + 1)
    )
