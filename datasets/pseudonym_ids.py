"""Made-up ids, names and words, one for each original, drawn at random."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final

from .pseudonym_words import FIRST_NAMES, LAST_NAMES, ORDERED, PREFIXES, Treatment

_SIGNS: Final = "23456789BCDFGHJKMNPQRSTVWXYZ"
_LETTERS: Final = 10
"""28^10 = 3 x 10^14 ids of a kind: nobody guesses one, and draws hardly ever meet."""


def draw_ids(kind: Treatment, originals: Iterable[str], random: Random) -> dict[str, str]:
    """Return a made-up id for every original, none of which is an original.

    The draw tells nothing about the original; where the model's rows stand in the order of ids (:data:`ORDERED`) the
    made-up ids are handed out in that order.
    """
    names = sorted(set(originals))
    drawn: set[str] = set()
    known = frozenset(names)
    while len(drawn) < len(names):
        made = f"{PREFIXES[kind]}-{''.join(random.choices(_SIGNS, k=_LETTERS))}"
        if made not in known:
            drawn.add(made)
    pool = sorted(drawn)
    if kind not in ORDERED:
        random.shuffle(pool)
    return dict(zip(names, pool, strict=True))


def draw_names(originals: Iterable[str], count: int, random: Random) -> list[str]:
    """Return made-up names, none of which is somebody's in the case; several people may bear one."""
    known = {name.casefold() for name in originals}
    pool = [name for first in FIRST_NAMES for last in LAST_NAMES if (name := f"{first} {last}").casefold() not in known]
    return [random.choice(pool) for _ in range(count)]


def numbered_words(column: str, texts: Iterable[str]) -> dict[str, str]:
    """Return a numbered word for every distinct text, in the order of the texts."""
    names = sorted(set(texts))
    width = len(str(len(names)))
    return {text: f"{column}-{place:0{width}d}" for place, text in enumerate(names, start=1)}


@dataclass(frozen=True)
class Surrogates:
    """Original -> made-up, by kind of id, and for titles of posts."""

    ids: Mapping[Treatment, Mapping[str, str]]
    titles: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: Treatment, original: str) -> str:
        """Return the made-up id of an original."""
        return self.ids[kind][original]
