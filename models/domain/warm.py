"""An earlier plan in the case of today: whom it knows, which of its posts are left, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from .audit import Audit
from .case import Case
from .population import Population
from .rules.spec import Violation

__all__ = ["NOT_KNOWN", "Because", "Change", "WarmOutcome", "WarmPlan", "posts_of", "warm_plan"]

NOT_KNOWN: Final = -2
"""Index of the post of somebody whom the earlier plan leaves out: nothing is a change for them."""

REQUESTS: Final = frozenset({"pin", "forbid"})
"""Codes of breaches that are requests of this scenario against the earlier plan."""

Because = Literal["pin", "forbid", "rule", "chain", "other"]
"""Why a person differs from the earlier plan: asked for by a pin or a forbid; the post of that plan is no longer theirs to
hold; their change and one of these share posts, directly or through others; none of this, so it pays by itself or through
what couples people."""


@dataclass(frozen=True)
class WarmPlan:
    """Where an earlier plan puts the people of a case.

    Parameters
    ----------
    posts
        Post (None = without one) of everyone in the model whom the plan knows and whose post there is; a departure from it
        costs the term ``change``.
    run_id
        Run that the plan is of, None where it came from a file.
    new_people
        People in the model whom the plan does not know, by id.
    lost
        (person, post) where the case no longer has the post.
    gone
        People of the plan who are not in the model now.
    """

    posts: Mapping[str, str | None]
    run_id: str | None = None
    new_people: tuple[str, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()


def warm_plan(case: Case, population: Population, posts: Mapping[str, str | None], *, run_id: str | None = None) -> WarmPlan:
    """Return an earlier plan as far as a case has its people and posts."""
    known: dict[str, str | None] = {}
    new_people, lost = [], []
    for identity in population.inside:
        post = posts.get(identity)
        if identity not in posts:
            new_people.append(identity)
        elif post is not None and post not in case.positions:
            lost.append((identity, post))
        else:
            known[identity] = post
    gone = sorted(set(posts).difference(population.inside))
    return WarmPlan(MappingProxyType(known), run_id, tuple(sorted(new_people)), tuple(sorted(lost)), tuple(gone))


def posts_of(plan: WarmPlan | None) -> Mapping[str, str | None] | None:
    """Return the posts of an earlier plan, None without one."""
    return None if plan is None else plan.posts


@dataclass(frozen=True, slots=True)
class Change:
    """One person whose post differs from the earlier plan.

    Parameters
    ----------
    employee_id, from_position_id, position_id
        Who, the post in the earlier plan and the post in this one (None = without).
    because
        Why; see :data:`Because`.
    terms
        Cents that each person term gains by it, ``change`` included.
    """

    employee_id: str
    from_position_id: str | None
    position_id: str | None
    because: Because
    terms: Mapping[str, int]


@dataclass(frozen=True)
class WarmOutcome:
    """An earlier plan beside the one proposed.

    Parameters
    ----------
    plan
        The earlier plan.
    audit
        What it is worth and breaks in this case; people whom it does not know stand in the post held today.
    changes
        Who differs from it, in the order of the assignments; none where no plan was found.
    """

    plan: WarmPlan
    audit: Audit
    changes: tuple[Change, ...]

    @property
    def breaches(self) -> tuple[Violation, ...]:
        """Hard rules that the earlier plan breaks here; the pins and forbids of this scenario are no breach of it."""
        return tuple(item for item in self.audit.breaches if not (item.rule == "model" and item.code in REQUESTS))
