"""A plan: who holds which post, decisions only. Everything else about it is computed from facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from .records import Employee


@dataclass(frozen=True)
class Plan:
    """Post of every person in the model; None = without a post.

    Parameters
    ----------
    posts
        Employee id -> position id or None, for everyone in the model.
    """

    posts: Mapping[str, str | None]

    @cached_property
    def holders(self) -> Mapping[str, tuple[str, ...]]:
        """Position id -> employee ids, in the order of the people."""
        table: dict[str, list[str]] = defaultdict(list)
        for employee, position in self.posts.items():
            if position is not None:
                table[position].append(employee)
        return {position: tuple(people) for position, people in table.items()}

    def holders_of(self, position_id: str) -> tuple[str, ...]:
        """Return who holds a post."""
        return self.holders.get(position_id, ())

    def count(self, position_ids: Iterable[str]) -> int:
        """Return how many people hold one of these posts."""
        return sum(len(self.holders_of(position)) for position in position_ids)

    @classmethod
    def of_today(cls, employees: Iterable[Employee]) -> Plan:
        """Return the present placement of these people."""
        return cls({employee.id: employee.position_id for employee in employees})
