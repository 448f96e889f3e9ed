"""From a case and a scenario to a placement problem: judge pairs, price options, let rules add what couples them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from . import vocabulary as words
from .candidates import Candidates, exempt
from .case import Case
from .complaints import Complaint, refuse
from .draft import NO_UPPER, Draft
from .facts import Facts, IntArray
from .movement import MoveKind
from .options import Options, Pricing, gather, pin_and_forbid
from .pairs import Pairs
from .points import to_cents
from .population import population_of
from .problem import NO_POST, Headcount, PlacementProblem, Row, Tier, tie_hashes
from .records import Employee
from .rules.pack import RulePack
from .rules.spec import Verdict
from .scenario import Scenario
from .terms import EQUITY_POINTS, SURPLUS_POINTS, TermTables, shortage_points
from .warm import NOT_KNOWN


@dataclass(frozen=True)
class Built:
    """A problem with what it was built from: the facts, the rules, the options and what prices them."""

    problem: PlacementProblem
    facts: Facts
    pack: RulePack
    options: Options
    pricing: Pricing

    @property
    def option_kind(self) -> npt.NDArray[np.int8]:
        """Kind of move of each option, shape (N,)."""
        return self.options.kind

    @cached_property
    def option_terms(self) -> IntArray:
        """Cents of each person term of each option, shape (N, len(PERSON_TERMS)); made when first asked for."""
        return self.pricing.by_term(self.options)


@dataclass(frozen=True)
class Prospect:
    """A problem before any option is written out: facts, rules, and who may take which post by class."""

    facts: Facts
    pack: RulePack
    candidates: Candidates

    @cached_property
    def num_options(self) -> int:
        """Options of the problem, pins and forbids aside."""
        return self.candidates.count() + int((self.facts.held < 0).sum())


def prospect_of(case: Case, scenario: Scenario) -> Prospect:
    """Read facts and rules; no option is made yet.

    Raises
    ------
    DataError
        As :func:`build_problem`.
    """
    check_ids(case, scenario)
    pack = RulePack.of(case, scenario)
    facts = Facts(case, scenario, population_of(case, scenario))
    mark_lost_eligibility(facts, pack)
    return Prospect(facts, pack, Candidates(facts, pack))


def build_problem(
    case: Case,
    scenario: Scenario,
    *,
    warm: Mapping[str, str | None] | None = None,
    prospect: Prospect | None = None,
) -> Built:
    """Compile a case and a scenario into arrays.

    Parameters
    ----------
    case
        Facts.
    scenario
        What is asked.
    warm
        Post of each person in an earlier plan; departures from it cost the term ``change``. Who is not in it, or whose post
        the case does not have, changes nothing.
    prospect
        That of the same case and scenario, where it was made already.

    Raises
    ------
    DataError
        The scenario names a rule or parameter that does not exist, or a pin, a forbid, an exemption, a skill mix or
        the scope names an id that the case does not have.
    """
    prospect = prospect or prospect_of(case, scenario)
    pricing = pricing_of(prospect, warm)
    return assemble(prospect, pricing, gather(prospect.candidates, pricing))


def pricing_of(prospect: Prospect, warm: Mapping[str, str | None] | None = None) -> Pricing:
    """Return what options of a problem are worth, and cost where they depart from an earlier plan."""
    posts = None if warm is None else _warm_posts(prospect.facts, warm)
    return Pricing(TermTables(prospect.facts), posts, prospect.pack.max_years)


def assemble(prospect: Prospect, pricing: Pricing, options: Options) -> Built:
    """Return the problem over these options: all of them, or some of each person's."""
    facts, pack, scenario = prospect.facts, prospect.pack, prospect.facts.scenario
    options, blocked = pin_and_forbid(facts, options, scenario)
    draft = Draft(
        facts,
        options.employee,
        options.position,
        options.kind,
        options.cost_idr,
        scenario.weight("rules"),
        scenario.solve.strict,
    )
    _add_seats(draft, scenario)
    for rule in pack.plan:
        if rule.setting.mode in ("hard", "soft") or rule.spec.id == "R22":
            rule.rows(draft)
    _add_equity(draft, scenario)
    problem = _assemble(draft, options, scenario, blocked)
    return Built(problem, facts, pack, options, pricing)


def _warm_posts(facts: Facts, warm: Mapping[str, str | None]) -> IntArray:
    """Return the post (E,) of each person in the earlier plan, -1 = none, -2 where it does not say."""
    posts = np.full(len(facts.employees), NOT_KNOWN, dtype=np.int64)
    for place, employee in enumerate(facts.employees):
        if employee.id in warm:
            post = warm[employee.id]
            posts[place] = NO_POST if post is None else facts.position_index.get(post, NOT_KNOWN)
    return posts


def check_ids(case: Case, scenario: Scenario) -> None:
    """Refuse ids that the case does not have.

    Raises
    ------
    DataError
        Names every unknown id and where it stands.
    """
    refuse(id_complaints(case, scenario))


def id_complaints(case: Case, scenario: Scenario) -> list[Complaint]:
    """Return a complaint for every id of a scenario that the case does not have."""
    named: list[tuple[str, str, Mapping[str, object]]] = []
    for where, pairs in (("pin", scenario.pin), ("forbid", scenario.forbid)):
        for pair in pairs:
            named.append((f"{where}.employee", pair.employee, case.employees))
            named.append((f"{where}.position", pair.position, case.positions))
    named += [("exempt.employee", item.employee, case.employees) for item in scenario.exempt]
    for mix in scenario.skill_mix:
        named.append(("skill_mix.unit", mix.unit, case.units))
        named.append(("skill_mix.competency", mix.competency, case.records.competencies))
    named += [("scope.units", unit, case.units) for unit in scenario.scope.units]
    found = [
        Complaint(
            key,
            f"the case has no '{identity}'. Correct the id",
            f"tidak ada '{identity}' dalam data. Betulkan ID-nya",
            code="E-SCENARIO-ID",
        )
        for key, identity, known in named
        if identity not in known
    ]
    return list(dict.fromkeys(found))


def mark_lost_eligibility(facts: Facts, pack: RulePack) -> None:
    """Judge stays as if they were appointments, by the hard rules of eligibility (R10's override)."""
    holders = np.flatnonzero(facts.held >= 0)
    pairs = Pairs(facts, holders, facts.held[holders], forced_kind=MoveKind.ROTATION)
    lost = np.zeros(len(holders), dtype=bool)
    for rule in pack.eligibility:
        lost |= (rule.judge(pairs).verdict == Verdict.BREACHES) & ~exempt(facts, rule.setting)[holders]
    facts.lost_eligibility[holders] = lost


def _add_seats(draft: Draft, scenario: Scenario) -> None:
    """Add the seats of every post: most holders, empty and surplus seats with their prices."""
    records = draft.facts.case.records
    surplus = to_cents(SURPLUS_POINTS * scenario.weight("surplus"))
    for place, position in enumerate(draft.facts.positions):
        now = draft.holders_now(place)
        most = max(position.ceiling, now)
        price = to_cents(shortage_points(position.priority, records.ikm_of(position.unit_id)) * scenario.weight("shortage"))
        short = over = -1
        if position.need > 0:
            short = draft.add_auxiliary("seat", f"short:{position.id}", upper=position.need, points=price, term="shortage")
            draft.short_of_post[place] = short
        if most > position.need:
            over = draft.add_auxiliary(
                "seat", f"over:{position.id}", upper=most - position.need, points=surplus, term="surplus"
            )
        draft.headcounts.append(
            Headcount("seats", position.id, np.array([place]), 0, most, position.need, short, position.need, over)
        )


def equity_cents(weight: float) -> int:
    """Return what a shortage share of 100 percent costs, in cents, > 0."""
    return -to_cents(EQUITY_POINTS * 100 * weight)


def _add_equity(draft: Draft, scenario: Scenario) -> None:
    """Charge the worst shortage share of a unit in scope with need >= 1, rounded to a cent, ties upwards.

    ``worst`` >= cents x short / need - 1/2, strictly, as integers: 2 need x worst - 2 cents x short >= 1 - need.
    """
    price = equity_cents(scenario.weight("equity"))
    if price == 0:
        return
    facts = draft.facts
    worst = draft.add_auxiliary("worst", "equity", upper=price, points=-1, term="equity")
    for code, unit_id in enumerate(facts.unit_codes.values):
        posts = [int(place) for place in np.flatnonzero(facts.unit == code) if int(place) in draft.short_of_post]
        need = sum(facts.positions[place].need for place in posts)
        if need < 1 or unit_id not in facts.population.scope_units:
            continue
        shorts = [draft.short_of_post[place] for place in posts]
        columns = np.array([draft.num_options + worst, *(draft.num_options + s for s in shorts)], dtype=np.int64)
        coefficients = np.array([2 * need, *([-2 * price] * len(shorts))], dtype=np.int64)
        draft.rows.append(Row("equity", unit_id, columns, coefficients, 1 - need, None))


def _assemble(draft: Draft, options: Options, scenario: Scenario, blocked: tuple[str, ...]) -> PlacementProblem:
    facts = draft.facts
    total = options.points
    auxiliary = np.array([item.points for item in draft.auxiliaries], dtype=np.int64)
    held = np.full(len(facts.employees), -1, dtype=np.int64)
    staying = np.flatnonzero((options.kind == MoveKind.STAY) | (options.kind == MoveKind.UNPLACED))
    held[options.employee[staying]] = staying
    tiers: tuple[Tier, ...] = (Tier("total", total, auxiliary),)
    if scenario.solve.objective == "lexicographic":
        tiers = _lexicographic(draft, total, auxiliary)
    return PlacementProblem(
        employee_ids=tuple(e.id for e in facts.employees),
        position_ids=tuple(p.id for p in facts.positions),
        option_employee=options.employee,
        option_position=options.position,
        option_points=total,
        held=held,
        headcounts=tuple(draft.headcounts),
        rows=tuple(draft.rows),
        auxiliaries=tuple(draft.auxiliaries),
        tiers=tiers,
        option_ties=tie_hashes(
            [e.tie_key for e in facts.employees],
            [p.tie_key for p in facts.positions],
            options.employee,
            options.position,
        ),
        seniority=_seniority(facts),
        blocked=blocked,
        wishes=options.wishes,
    )


def _seniority(facts: Facts) -> IntArray:
    """Return each person's place in the DUK order: rank (PNS before PPPK), then time in rank, then the tie key."""

    def key(employee: Employee) -> tuple[int, int, date, str]:
        order = words.PPPK_GRADE_ORDER if employee.is_pppk else words.PNS_RANK_ORDER
        return (
            int(employee.is_pppk),
            -order.get(employee.rank or "", -1),
            employee.rank_since or date.max,
            employee.tie_key,
        )

    ranked = sorted(range(len(facts.employees)), key=lambda place: key(facts.employees[place]))
    place_of = np.empty(len(ranked), dtype=np.int64)
    place_of[ranked] = np.arange(len(ranked))
    return place_of


def _lexicographic(draft: Draft, total: IntArray, auxiliary: IntArray) -> tuple[Tier, ...]:
    """Return the tiers: empty head seats, empty seats of other mandatory posts, other shortage and equity, the rest."""
    positions = draft.facts.positions
    none = np.zeros_like(total)
    heads, mandatory = np.zeros_like(auxiliary), np.zeros_like(auxiliary)
    shortage = np.zeros_like(auxiliary)
    for place, short in draft.short_of_post.items():
        if positions[place].head:
            heads[short] = -1
        elif positions[place].priority == 5:
            mandatory[short] = -1
        else:
            shortage[short] = auxiliary[short]
    for index, item in enumerate(draft.auxiliaries):
        if item.term == "equity":
            shortage[index] = item.points
    return (
        Tier("empty_head_seats", none, heads),
        Tier("empty_mandatory_seats", none, mandatory),
        Tier("shortage_and_equity", none, shortage),
        Tier("rest", total, np.where(shortage != 0, 0, auxiliary)),
    )


__all__ = [
    "NO_UPPER",
    "Built",
    "Prospect",
    "assemble",
    "build_problem",
    "check_ids",
    "equity_cents",
    "pricing_of",
    "prospect_of",
]
