"""The nearest known id to a misspelt one, within a budget of comparisons."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Final

COMPARISONS: Final = 300_000
"""Comparisons that one set of ids may cost in all (about 2 s); beyond, no nearest id is offered."""
CLOSE: Final = 0.6


class Nearest:
    """A set of ids that can say which of them is closest to a text.

    Parameters
    ----------
    ids
        Known ids; their order settles ties.
    """

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids: Final = frozenset(ordered := tuple(dict.fromkeys(ids)))
        self._ordered = ordered
        self._left = COMPARISONS
        self._memo: dict[str, str] = {}

    def of(self, text: str) -> str:
        """Return the closest id, "" where none is close or the budget is spent."""
        if text not in self._memo:
            self._memo[text] = self._search(text)
        return self._memo[text]

    def _search(self, text: str) -> str:
        if self._left < len(self._ordered):
            return ""
        self._left -= len(self._ordered)
        best, nearest = CLOSE, ""
        matcher = SequenceMatcher(None, "", text.casefold(), autojunk=False)
        for identity in self._ordered:
            matcher.set_seq1(identity.casefold())
            if matcher.real_quick_ratio() < best or matcher.quick_ratio() < best:
                continue
            ratio = matcher.ratio()
            if ratio > best or (ratio == best and not nearest):
                best, nearest = ratio, identity
        return nearest
