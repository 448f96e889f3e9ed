"""Why this person, why not that one: a placement answered rule by rule, with facts and sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..models.domain.audit import Audit
from ..models.domain.errors import Fault
from ..models.domain.points import from_cents
from ..models.domain.result import Kpi, Lack
from ..models.domain.rules.spec import Violation
from .counterfactual import Counterfactual, counterfactual_with_cost
from .explain import (
    NEAREST,
    CompetencyGapRow,
    RuleAnswer,
    competency_gaps,
    known_employee,
    known_position,
    nearest_to,
    rule_answers,
)
from .flips import Flip, cheapest_flip
from .lifts import Lift, lifts_of
from .person_answer import InThePlan, in_the_plan
from .post_answer import Candidate, candidates_of, why_nobody
from .referee import Referee
from .solution import Limits
from .solved_run import SolvedRun


@dataclass(frozen=True)
class ScoreReport:
    """A plan judged by the referee beside today's placement; ``proposal`` where it was asked of a run."""

    audit: Audit
    before: Audit
    proposal: Audit | None
    kpis: tuple[Kpi, ...]
    faults: tuple[Fault, ...]
    changed: int
    notes: tuple[str, ...] = ()

    @property
    def feasible(self) -> bool:
        """True where no hard rule is broken."""
        return self.audit.feasible

    @property
    def breaches(self) -> tuple[Violation, ...]:
        """Every broken hard rule, in words."""
        return self.audit.breaches


@dataclass(frozen=True)
class Explanation:
    """Why a person is (or is not) in a post: the placement, its terms, the rules with facts and sources, the gaps."""

    employee_id: str
    name: str
    held_id: str | None
    held_title: str | None
    proposed_id: str | None
    proposed_title: str | None
    asked_id: str | None
    asked_title: str | None
    move: str
    jpm: float | None
    jpm_held: float | None
    points: Mapping[str, float]
    points_staying: Mapping[str, float] | None
    flags: tuple[str, ...]
    rules: tuple[RuleAnswer, ...]
    checked: int
    gaps: tuple[CompetencyGapRow, ...]
    outside: tuple[str, str] | None
    plan: InThePlan | None = None
    """How the person stands in the whole plan; None outside the model."""
    lifts: tuple[Lift, ...] = ()
    """What would lift each hard rule that forbids the post asked about."""
    barrier: tuple[str, str] | None = None
    """Why a post that no rule forbids is not open to the person: a pin, a forbid, the scope."""
    instead: Counterfactual | None = None
    """The plan if the person got the post asked about."""
    flip: Flip | None = None
    """The cheapest change tried with which the plan itself gives the person that post; only where solved again."""

    @property
    def allowed(self) -> bool:
        """True where no hard rule forbids the post asked about."""
        return self.outside is None and not any(answer.effect == "deny" for answer in self.rules)


def explain_employee(
    run: SolvedRun,
    employee_id: str,
    why_not: str | None = None,
    *,
    top: int = NEAREST,
    exact: bool = False,
    limits: Limits | None = None,
) -> Explanation:
    """Explain the placement of a person, or why they do not hold the post ``why_not``.

    Parameters
    ----------
    run
        A plan loaded for questions.
    top
        Other posts that are listed.
    exact, limits
        Solve the whole problem again with the post asked about, within these limits.

    Raises
    ------
    NotFoundError
        The case has no such person or post.
    """
    referee, plan = run.referee, run.plan
    employee = known_employee(referee, employee_id)
    asked = known_position(referee, why_not) if why_not else None
    held = referee.context.held(employee)
    outsider = next((o for o in referee.context.population.outside if o.employee_id == employee_id), None)
    proposed_id = plan.posts.get(employee_id) if outsider is None else None
    proposed = referee.case.positions[proposed_id] if proposed_id else None
    target = asked or proposed
    line, flags, jpm, move = _line(referee, employee_id, target.id if target else None, outsider is None)
    staying = None
    if held is not None and (target is None or held.id != target.id):
        staying = _line(referee, employee_id, held.id, outsider is None)[0]
    answers = rule_answers(referee, employee, target) if target is not None else ()
    denied = asked is not None and any(answer.effect == "deny" for answer in answers)
    elsewhere = asked is not None and outsider is None and asked.id != proposed_id and not denied
    found = None
    if elsewhere and asked:
        found = counterfactual_with_cost(run, employee_id, asked.id, exact=exact, limits=limits)
    instead = found[0] if found else None
    return Explanation(
        employee_id=employee.id,
        name=employee.full_name,
        held_id=held.id if held else None,
        held_title=held.title if held else None,
        proposed_id=proposed.id if proposed else None,
        proposed_title=proposed.title if proposed else None,
        asked_id=asked.id if asked else None,
        asked_title=asked.title if asked else None,
        move=move,
        jpm=jpm,
        jpm_held=referee.match(employee, held) if held else None,
        points=line,
        points_staying=staying,
        flags=flags,
        rules=answers,
        checked=len(referee.pack.person_post),
        gaps=competency_gaps(referee, employee, target) if target is not None else (),
        outside=(outsider.words_id, outsider.words_en) if outsider else None,
        plan=in_the_plan(run, employee_id, top=top),
        lifts=lifts_of(referee, employee, asked) if asked is not None and denied and outsider is None else (),
        barrier=_barrier(run, employee_id, asked.id) if elsewhere and asked and instead is None else None,
        instead=instead,
        flip=cheapest_flip(run, employee_id, asked.id, found[1], found[0], limits or Limits())
        if exact and found and asked
        else None,
    )


def _barrier(run: SolvedRun, employee_id: str, position_id: str) -> tuple[str, str] | None:
    """Return what keeps a person from a post that no rule forbids, None where the model has the pair."""
    if run.option(employee_id, position_id) is not None:
        return None
    scenario, positions = run.referee.scenario, run.referee.case.positions
    pinned = next((pair.position for pair in scenario.pin if pair.employee == employee_id), None)
    if pinned is not None and pinned != position_id:
        where = f"{positions[pinned].title} ({pinned})"
        return f"skenario menetapkan orang ini di {where}", f"the scenario pins this person to {where}"
    if any(pair.employee == employee_id and pair.position == position_id for pair in scenario.forbid):
        return "skenario melarang orang ini di jabatan itu", "the scenario forbids this person that post"
    return "perpindahan itu di luar cakupan skenario", "that move lies outside the scenario's scope"


def _line(
    referee: Referee, employee_id: str, position_id: str | None, inside: bool
) -> tuple[dict[str, float], tuple[str, ...], float | None, str]:
    """Return the terms of one person in one post, without the rest of the plan."""
    if not inside:
        return {}, (), None, "outside"
    assignment = referee.assignment_of(referee.case.employees[employee_id], position_id)
    points = {term: from_cents(cents) for term, cents in assignment.terms.items()}
    return points, assignment.flags, assignment.jpm, assignment.move


@dataclass(frozen=True)
class PositionExplanation:
    """A post: who holds it today and in the plan, and the people nearest to it with what each lacks."""

    position_id: str
    title: str
    unit: str
    need: int
    holders_today: tuple[str, ...]
    holders: tuple[str, ...]
    nearest: tuple[Lack, ...]
    names: Mapping[str, str]
    """Name of everyone above, by id."""
    candidates: tuple[Candidate, ...] = ()
    """People who may hold the post by every hard rule, the cheapest for the whole plan first."""
    num_candidates: int = 0
    nobody: tuple[str, str] | None = None
    """Why seats stay empty, None where none does."""


def explain_position(run: SolvedRun, position_id: str, *, top: int = NEAREST) -> PositionExplanation:
    """Explain a post: holders, and who comes nearest rule by rule.

    Raises
    ------
    NotFoundError
        The case has no such post.
    """
    referee, plan, built = run.referee, run.plan, run.built
    position = known_position(referee, position_id)
    today, then = referee.today.holders_of(position.id), plan.holders_of(position.id)
    nearest = nearest_to(built, referee, position.id, plan, top)
    candidates, count = candidates_of(run, position.id, top)
    people = (*today, *then, *(item.employee_id for item in candidates), *(lack.employee_id for lack in nearest))
    return PositionExplanation(
        position.id,
        position.title,
        referee.case.units[position.unit_id].name,
        position.need,
        today,
        then,
        nearest,
        {identity: referee.case.employees[identity].full_name for identity in people},
        candidates,
        count,
        why_nobody(run, position.id),
    )
