"""Who may hold a post and who may not, rule by rule with facts: for unfilled posts, unplaced people and questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from ..models.domain.audit import Assignment
from ..models.domain.build import Built
from ..models.domain.errors import NotFoundError
from ..models.domain.facts import BoolArray, Facts, IntArray
from ..models.domain.movement import MoveKind
from ..models.domain.pairs import Pairs
from ..models.domain.plan import Plan
from ..models.domain.records import Employee, Position
from ..models.domain.result import Lack, Unfilled, Unplaced
from ..models.domain.rules.spec import Verdict
from .referee import Referee

NEAREST = 5
TIED = 1e-6
"""Percentage points of JPM within which two matches may be one, told by floats added in another order."""

REASON_WORDS = {
    "no_eligible": (
        "tidak ada pegawai yang memenuhi semua aturan wajib",
        "nobody meets every hard rule",
    ),
    "needed_elsewhere": (
        "{eligible} pegawai memenuhi aturan wajib; dalam rencana ini mereka menempati jabatan lain",
        "{eligible} people meet the hard rules; in this plan they hold other posts",
    ),
    "out_of_scope": ("jabatan di luar cakupan skenario", "the post lies outside the scenario's scope"),
    "holder_leaves": (
        "pemangku saat ini tidak lagi bertugas pada TMT",
        "the present holder no longer serves when the plan takes effect",
    ),
    "seats_taken": (
        "{eligible} jabatan terbuka menurut aturan wajib; dalam rencana ini kursinya dipakai orang lain",
        "{eligible} posts are open by the hard rules; in this plan others take their seats",
    ),
}


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What one rule says of a person in a post: id, code, effect, sentence in both languages, source and basis."""

    rule: str
    title_id: str
    title_en: str
    code: str
    effect: str
    words_id: str
    words_en: str
    source: str
    basis: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CompetencyGapRow:
    """A competency of a post against a person's level; ``level`` None = never assessed."""

    competency_id: str
    name: str
    required: float
    level: float | None
    mandatory: bool


def blocking_rules(built: Built, position: int) -> tuple[list[str], BoolArray]:
    """Return the hard rules and, for every person, which of them deny an appointment to one post, shape (R, E)."""
    facts = built.facts
    people = np.arange(len(facts.employees))
    pairs = Pairs(facts, people, np.full(len(people), position))
    names, rows = [], []
    for rule in built.pack.person_post:
        if rule.setting.mode != "hard" or rule.judges_stays:
            continue
        verdict = rule.judge(pairs).verdict
        denies = verdict == Verdict.BREACHES
        for promotion in (False, True):
            if rule.setting.unknown_means(promotion=promotion) == "deny":
                denies = denies | ((verdict == Verdict.UNKNOWN) & (pairs.as_promotion == promotion))
        exempt = np.array([e.id in rule.setting.exempt for e in facts.employees], dtype=bool)
        names.append(rule.spec.id)
        rows.append(denies & ~exempt & (pairs.kind != MoveKind.STAY))
    table = np.array(rows, dtype=bool).reshape(len(rows), len(people))
    return names, table


Blocking = tuple[list[str], BoolArray]
"""Rules, and which of them deny whom: see :func:`blocking_rules`."""


def nearest_to(
    built: Built, referee: Referee, position_id: str, plan: Plan, top: int = NEAREST, blocking: Blocking | None = None
) -> tuple[Lack, ...]:
    """Return the people nearest to eligible for a post: fewest hard rules in the way, then best match.

    ``blocking`` is :func:`blocking_rules` of the post, where it is known.
    """
    facts = built.facts
    place = facts.position_index[position_id]
    position = facts.positions[place]
    denied = (blocking or blocking_rules(built, place))[1].sum(axis=0)
    names = facts.population.movable - set(plan.holders_of(position_id))
    people = np.array([e for e, person in enumerate(facts.employees) if person.id in names], dtype=np.int64)
    candidates = _foremost(facts, place, denied, people, top).tolist()
    match = {e: referee.match(facts.employees[e], position) for e in candidates}
    candidates.sort(key=lambda e: (denied[e], -match[e], facts.employees[e].tie_key, facts.employees[e].id))
    lacks = []
    for rank, e in enumerate(candidates[:top], start=1):
        answers = [item for item in rule_answers(referee, facts.employees[e], position) if item.effect == "deny"]
        lacks.append(
            Lack(
                position_id,
                facts.employees[e].id,
                rank,
                match[e],
                tuple(f"{item.rule}:{item.code}" for item in answers),
                "; ".join(item.words_id for item in answers) or "memenuhi semua aturan wajib",
                "; ".join(item.words_en for item in answers) or "meets every hard rule",
            )
        )
    return tuple(lacks)


def _foremost(facts: Facts, place: int, denied: IntArray, people: IntArray, top: int) -> IntArray:
    """Return those of ``people`` who may be among the first by fewest denials, then best match; all who tie stay."""
    if len(people) <= top:
        return people
    match = Pairs(facts, people, np.full(len(people), place)).weighted_match
    mine = denied[people]
    last = np.lexsort((-match, mine))[top - 1]
    foremost: IntArray = people[(mine < mine[last]) | ((mine == mine[last]) & (match >= match[last] - TIED))]
    return foremost


def unfilled_posts(built: Built, plan: Plan, referee: Referee) -> tuple[tuple[Unfilled, ...], tuple[Lack, ...]]:
    """Return every post with empty seats, why, and who comes nearest."""
    facts = built.facts
    eligible = appointable_people(built)
    found: list[Unfilled] = []
    near: list[Lack] = []
    for place, position in enumerate(facts.positions):
        if len(plan.holders_of(position.id)) >= position.need:
            continue
        blocking = blocking_rules(built, place)
        found.append(_unfilled(built, plan, place, eligible, blocking))
        if position.id in facts.population.open_positions:
            near += nearest_to(built, referee, position.id, plan, blocking=blocking)
    return tuple(found), tuple(near)


def appointable_people(built: Built) -> IntArray:
    """Return (P,) how many people may be appointed to each post."""
    problem = built.problem
    appoints = (built.option_kind != MoveKind.STAY) & (problem.option_position >= 0)
    counts: IntArray = np.bincount(problem.option_position[appoints], minlength=len(problem.position_ids))
    return counts


def unfilled_post(built: Built, plan: Plan, place: int) -> Unfilled | None:
    """Return why seats of one post stay empty, None where none does."""
    position = built.facts.positions[place]
    if len(plan.holders_of(position.id)) >= position.need:
        return None
    return _unfilled(built, plan, place, appointable_people(built), blocking_rules(built, place))


def _unfilled(built: Built, plan: Plan, place: int, eligible: IntArray, blocking: Blocking) -> Unfilled:
    """Return why seats of one post stay empty; some do."""
    facts, position = built.facts, built.facts.positions[place]
    holders = len(plan.holders_of(position.id))
    people = int(eligible[place])
    in_scope = position.id in facts.population.open_positions
    reasons = ["out_of_scope" if not in_scope else "needed_elsewhere" if people else "no_eligible"]
    if any(facts.case.employees[item.employee_id].position_id == position.id for item in facts.population.outside):
        reasons.append("holder_leaves")
    names, table = blocking
    denials = Counter({name: int(count) for name, count in zip(names, table.sum(axis=1), strict=True) if count})
    words = [_words(reason, people) for reason in reasons]
    return Unfilled(
        position.id,
        position.need - holders,
        position.need,
        holders,
        people,
        tuple(reasons),
        dict(sorted(denials.items(), key=lambda item: (-item[1], item[0]))),
        "; ".join(word[0] for word in words),
        "; ".join(word[1] for word in words),
    )


def _words(reason: str, eligible: int) -> tuple[str, str]:
    bahasa, english = REASON_WORDS[reason]
    return bahasa.format(eligible=eligible), english.format(eligible=eligible)


def unplaced_people(built: Built, assignments: tuple[Assignment, ...]) -> tuple[Unplaced, ...]:
    """Return the people without a post under the plan, and why."""
    problem = built.problem
    posts = np.bincount(problem.option_employee[problem.option_position >= 0], minlength=len(problem.employee_ids))
    index = {identity: place for place, identity in enumerate(problem.employee_ids)}
    found = []
    for item in assignments:
        if item.position_id is not None:
            continue
        count = int(posts[index[item.employee_id]])
        reason = "seats_taken" if count else "no_eligible"
        if count:
            bahasa, english = _words(reason, count)
        else:
            bahasa, english = (
                "tidak ada jabatan dalam cakupan yang syarat wajibnya dipenuhi",
                "no post in scope whose hard rules are met",
            )
        found.append(Unplaced(item.employee_id, count, (reason,), bahasa, english))
    return tuple(found)


def rule_answers(referee: Referee, employee: Employee, position: Position) -> tuple[RuleAnswer, ...]:
    """Return what every rule that is not plainly kept says of a person in a post."""
    answers = []
    for rule, finding, effect in referee.examine(employee, position):
        spec = rule.spec
        answers.append(
            RuleAnswer(
                spec.id,
                spec.title_id,
                spec.title_en,
                finding.reason.code if finding.reason else "",
                effect,
                finding.words("id"),
                finding.words("en"),
                spec.source,
                spec.basis.value,
                spec.confirmed,
            )
        )
    return tuple(answers)


def competency_gaps(referee: Referee, employee: Employee, position: Position) -> tuple[CompetencyGapRow, ...]:
    """Return the standard of a post beside a person's levels."""
    names = referee.case.records.competencies
    return tuple(
        CompetencyGapRow(
            competency,
            names.get(competency, competency),
            requirement.level,
            employee.level_of(competency),
            requirement.mandatory,
        )
        for competency, requirement in position.requirements.items()
    )


def _nearest(identity: str, known: Iterable[str]) -> tuple[str, str]:
    """Return ``(nearest: 'X')`` in both languages, empty where nothing is near."""
    near = get_close_matches(identity, list(known), n=1)
    return (f" (terdekat: '{near[0]}')", f" (nearest: '{near[0]}')") if near else ("", "")


def known_employee(referee: Referee, identity: str) -> Employee:
    """Return a person by id.

    Raises
    ------
    NotFoundError
        The case has no such person.
    """
    if identity not in referee.case.employees:
        near = _nearest(identity, referee.case.employees)
        message = f"the case has no employee '{identity}'{near[1]}. Check the id in the table employees."
        bahasa = f"tidak ada pegawai '{identity}' dalam data{near[0]}. Periksa ID-nya di tabel Pegawai."
        raise NotFoundError(message, code="E-NO-EMPLOYEE", bahasa=bahasa)
    return referee.case.employees[identity]


def known_position(referee: Referee, identity: str) -> Position:
    """Return a post by id.

    Raises
    ------
    NotFoundError
        The case has no such post.
    """
    if identity not in referee.case.positions:
        near = _nearest(identity, referee.case.positions)
        message = f"the case has no position '{identity}'{near[1]}. Check the id in the table positions."
        bahasa = f"tidak ada jabatan '{identity}' dalam data{near[0]}. Periksa ID-nya di tabel Jabatan."
        raise NotFoundError(message, code="E-NO-POSITION", bahasa=bahasa)
    return referee.case.positions[identity]
