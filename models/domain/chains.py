"""Chains of moves: who follows whom when one seat is filled, the next one left, and so on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .audit import Assignment

__all__ = ["Chain", "Link", "move_chains"]


@dataclass(frozen=True, slots=True)
class Link:
    """One person's change of post; None = no post before, or none after."""

    employee_id: str
    from_position_id: str | None
    position_id: str | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Changes of post that follow from each other: each link fills the seat that the link before it left.

    Parameters
    ----------
    links
        In order: the first fills a free seat (or leaves the posts altogether), the next takes the first one's
        old seat, and so on. In a cycle the first link takes the seat that the last one left.
    is_cycle
        True where the links exchange seats among themselves.
    """

    links: tuple[Link, ...]
    is_cycle: bool

    @property
    def filled_position_id(self) -> str | None:
        """Post whose free seat the chain fills; None in a cycle, or where the first link leaves the posts."""
        return None if self.is_cycle else self.links[0].position_id

    @property
    def vacated_position_id(self) -> str | None:
        """Post in which the chain leaves an open seat; None in a cycle or after an entry."""
        return None if self.is_cycle else self.links[-1].from_position_id

    def follower_of(self, place: int) -> Link | None:
        """Return the link that takes the seat left by link ``place``, None where nobody does."""
        if place + 1 < len(self.links):
            return self.links[place + 1]
        return self.links[0] if self.is_cycle else None


def move_chains(assignments: Sequence[Assignment]) -> tuple[Chain, ...]:
    """Return every change of post in chains, each change in exactly one.

    A post of several seats that some leave and others join: the first to join, in the order of the
    assignments, takes the seat of the first to leave, and so on; who joins beyond that fills a free seat.

    Parameters
    ----------
    assignments
        The plan; who keeps a post, or has none before and after, is in no chain. Their order (tie keys in an
        audit) settles which of several seats is whose. O(n).

    Returns
    -------
    The longest first, then in the order of the first link's assignment; a cycle begins with its earliest.
    """
    links = [
        Link(item.employee_id, item.from_position_id, item.position_id)
        for item in assignments
        if item.from_position_id != item.position_id
    ]
    leaving: dict[str, list[int]] = defaultdict(list)
    for place, link in enumerate(links):
        if link.from_position_id is not None:
            leaving[link.from_position_id].append(place)
    taken: dict[str, int] = defaultdict(int)
    follower: dict[int, int] = {}
    starts: list[int] = []
    for place, link in enumerate(links):
        post = link.position_id
        if post is not None and taken[post] < len(leaving.get(post, ())):
            follower[leaving[post][taken[post]]] = place
            taken[post] += 1
        else:
            starts.append(place)
    chains = [_walk(links, follower, start, is_cycle=False) for start in starts]
    seen = {link.employee_id for chain in chains for link in chain.links}
    for place, link in enumerate(links):
        if link.employee_id not in seen:
            chain = _walk(links, follower, place, is_cycle=True)
            seen.update(item.employee_id for item in chain.links)
            chains.append(chain)
    order = {link.employee_id: place for place, link in enumerate(links)}
    return tuple(sorted(chains, key=lambda chain: (-len(chain.links), order[chain.links[0].employee_id])))


def _walk(links: Sequence[Link], follower: dict[int, int], start: int, *, is_cycle: bool) -> Chain:
    path = [start]
    while (after := follower.get(path[-1])) is not None and after != start:
        path.append(after)
    return Chain(tuple(links[place] for place in path), is_cycle)
