"""What became of an earlier plan: who differs from it, why, and what that is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..models.domain.audit import Assignment, Audit
from ..models.domain.build import Built
from ..models.domain.plan import Plan
from ..models.domain.warm import Because, Change, WarmOutcome, WarmPlan
from .referee import Referee


def warm_outcome(built: Built, referee: Referee, warm: WarmPlan, after: Audit | None) -> WarmOutcome:
    """Judge an earlier plan in this case, and compare the plan proposed with it.

    Parameters
    ----------
    built
        The model, which says whether somebody may still hold the post of the earlier plan.
    referee
        Judge of this case; it knows the earlier plan.
    warm
        The earlier plan; people whom it does not know stand in the post held today.
    after
        The plan proposed, judged; None = there is none.
    """
    before = referee.audit(Plan({**referee.today.posts, **warm.posts}))
    stood = {item.employee_id: item for item in before.assignments}
    moved = [
        (stood[item.employee_id], item)
        for item in (after.assignments if after else ())
        if item.employee_id in warm.posts and item.position_id != warm.posts[item.employee_id]
    ]
    causes = _causes(built, moved)
    changes = tuple(
        Change(
            now.employee_id,
            then.position_id,
            now.position_id,
            causes[now.employee_id],
            {term: cents - then.terms[term] for term, cents in now.terms.items()},
        )
        for then, now in moved
    )
    return WarmOutcome(warm, before, changes)


def _causes(built: Built, moved: Sequence[tuple[Assignment, Assignment]]) -> Mapping[str, Because]:
    """Return why each of these people changed post: asked for, ruled out, behind one of these in a chain, or neither."""
    scenario = built.facts.scenario
    pins = {(pair.employee, pair.position) for pair in scenario.pin}
    forbids = {(pair.employee, pair.position) for pair in scenario.forbid}
    may_keep = _may_keep(built, [then for then, _ in moved])
    causes: dict[str, Because] = {}
    for (then, now), keeps in zip(moved, may_keep, strict=True):
        who = now.employee_id
        if (who, now.position_id) in pins:
            causes[who] = "pin"
        elif (who, then.position_id) in forbids:
            causes[who] = "forbid"
        elif not keeps:
            causes[who] = "rule"
    group = _groups(moved)
    reached = {group[_name(item)] for pair in moved if pair[1].employee_id in causes for item in pair}
    for then, now in moved:
        behind = group[_name(then)] in reached or group[_name(now)] in reached
        causes.setdefault(now.employee_id, "chain" if behind else "other")
    return causes


def _may_keep(built: Built, stood: Sequence[Assignment]) -> Sequence[bool]:
    """Tell of each of these assignments whether the model has it as an option."""
    problem, facts = built.problem, built.facts
    width = len(problem.position_ids) + 1
    posts = [-1 if item.position_id is None else facts.position_index[item.position_id] for item in stood]
    people = [facts.employee_index[item.employee_id] for item in stood]
    wanted = np.array(people, dtype=np.int64) * width + np.array(posts, dtype=np.int64) + 1
    found: list[bool] = np.isin(wanted, problem.option_employee * width + problem.option_position + 1).tolist()
    return found


def _name(item: Assignment) -> str:
    """Return the post of an assignment, or a name of the person's own where there is none."""
    return f"post:{item.position_id}" if item.position_id is not None else f"none:{item.employee_id}"


def _groups(moved: Sequence[tuple[Assignment, Assignment]]) -> Mapping[str, str]:
    """Return for each post the first of those that changes of post join it to."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        root.setdefault(name, name)
        while root[name] != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for then, now in moved:
        root[find(_name(now))] = find(_name(then))
    return {name: find(name) for name in list(root)}
