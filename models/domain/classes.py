"""Classes of people and posts that a rule can't tell apart: one pair of each answers for all.

A rule about a person in a post mostly looks at little: a rank and a range, a level of education and what is asked. It says
so (:class:`Looks`), and people and posts that agree in it form classes; ``judge`` then answers one pair of each two classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .facts import Facts, IntArray
from .pairs import Pairs

IndexArray = npt.NDArray[np.int32]
Columns = tuple[npt.NDArray[Any], ...]

BLOCK_PAIRS = 250_000
"""Pairs judged at a time; bounds memory, changes no answer."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What a rule looks at in an appointment that nobody asked for on own request.

    Parameters
    ----------
    people
        Columns of whole numbers or booleans, shapes (E,) or (E, k): what counts of a person, the post held included.
    posts
        The same of posts, shapes (P,) or (P, k).

    Whenever two pairs agree in all columns, the rule must answer them alike. Being the post held and being asked for on
    own request need not be said: such pairs are judged one by one.
    """

    people: Columns = ()
    posts: Columns = ()


@dataclass(frozen=True, slots=True)
class Classes:
    """People or posts by class: ``code`` (n,) of each, ``first`` (C,) one of each class."""

    code: IndexArray
    first: IndexArray

    def __len__(self) -> int:
        return len(self.first)

    @classmethod
    def of(cls, columns: Sequence[npt.NDArray[Any]], size: int) -> Classes:
        """Return the classes of ``size`` rows that agree in every column; one class where there is no column."""
        code: IntArray = np.zeros(size, dtype=np.int64)
        for column in columns:
            for part in column.reshape(size, -1).T if size else ():
                values, place = np.unique(part, return_inverse=True)
                code = code * len(values) + place
                if len(values) > 1:
                    _, code = np.unique(code, return_inverse=True)
        first = np.unique(code, return_index=True)[1]
        return cls(code.astype(np.int32), first.astype(np.int32))

    def others(self, tag: IntArray) -> IndexArray:
        """Return (C,) a member of each class whose tag differs from that of ``first``; -1 where all are alike."""
        other = np.full(len(self), -1, dtype=np.int32)
        differs = np.flatnonzero(tag != tag[self.first[self.code]])
        other[self.code[differs]] = differs
        return other


def pairs_of_classes(facts: Facts, people: Classes, posts: Classes) -> Iterator[tuple[int, int, Pairs]]:
    """Yield, for runs of classes of posts, one appointment of each class of people to each: (from, to, pairs).

    Pairs stand class of posts by class of posts, all classes of people in each. Where two classes have no pair but a
    person in the post held, that pair stands for them and its answer is of no use.
    """
    second = posts.others(np.arange(len(facts.positions), dtype=np.int64))
    elsewhere = people.others(facts.held)
    step = max(1, BLOCK_PAIRS // max(1, len(people)))
    for start in range(0, len(posts), step):
        stop = min(start + step, len(posts))
        e = np.tile(people.first, stop - start).astype(np.int64)
        p = np.repeat(posts.first[start:stop], len(people)).astype(np.int64)
        stays = np.flatnonzero(facts.held[e] == p)
        other = second[posts.code[p[stays]]]
        p[stays] = np.where(other >= 0, other, p[stays])
        stays = stays[other < 0]
        other = elsewhere[people.code[e[stays]]]
        e[stays] = np.where(other >= 0, other, e[stays])
        yield start, stop, Pairs(facts, e, p, is_ordinary=True)
