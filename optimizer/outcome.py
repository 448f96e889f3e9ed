"""From a solver's decisions to a result: everything recomputed by the referee, figures before and after."""

from __future__ import annotations

from collections.abc import Mapping

from ..models.domain.audit import Audit
from ..models.domain.build import Built
from ..models.domain.errors import EngineError
from ..models.domain.plan import Plan
from ..models.domain.points import from_cents
from ..models.domain.problem import IntArray, PlacementProblem
from ..models.domain.result import Kpi, PlacementResult, TierResult
from ..models.domain.rules.pack import SPECS, resolve
from ..models.domain.warm import WarmPlan
from .alternatives import MOST_PRICED, SEAT_TIERS, alternatives_of, prices_of
from .blocking import Pairs, blocking_pairs
from .changes import warm_outcome
from .choice_cost import ChoiceCosts
from .conflicts import conflicts
from .explain import unfilled_posts, unplaced_people
from .market import Market
from .referee import Referee
from .seating import Lines
from .solution import Solution, stay_plan

UNMEASURED = frozenset({"not_assessed", "no_standard"})
"""Flags of a JPM that stands in for one that nobody measured."""


def plan_of(problem: PlacementProblem, chosen: IntArray) -> Plan:
    """Return a choice of options as posts by person."""
    posts = problem.option_position[chosen].tolist()
    return Plan(
        {
            identity: None if post < 0 else problem.position_ids[post]
            for identity, post in zip(problem.employee_ids, posts, strict=True)
        }
    )


def result_of(
    built: Built, solution: Solution, referee: Referee, run_id: str, warm: WarmPlan | None = None
) -> PlacementResult:
    """Judge a solution and put the result together; ``warm`` is the earlier plan that it began from.

    Raises
    ------
    EngineError
        The referee finds a breach or another value than the model has: a bug, never shown as a result.
    """
    case, scenario = built.facts.case, built.facts.scenario
    before = referee.audit(referee.today)
    after = plan = None
    if solution.chosen is not None:
        plan = plan_of(built.problem, solution.chosen)
        after = referee.audit(plan)
        _confirm(solution, after)
    unfilled, nearest = unfilled_posts(built, plan, referee) if plan is not None else ((), ())
    value = after.value_cents if after else None
    costs = None
    if solution.chosen is not None and built.problem.num_options <= MOST_PRICED:
        costs = ChoiceCosts(built.problem, solution.chosen, proved=tuple(tier.bound for tier in solution.tiers))
    pairs = _pairs(built.problem, stay_plan(built.problem), solution.chosen)
    rules = tuple((spec, resolve(spec, case.parameters, scenario)) for spec in SPECS.values())
    return PlacementResult(
        run_id=run_id,
        status=solution.status,
        engine=solution.engine,
        case=case,
        scenario=scenario,
        value=None if value is None else from_cents(value),
        bound=None if solution.bound is None else from_cents(solution.bound),
        gap=None if value is None or solution.bound is None else relative_gap(value, solution.bound),
        gap_of_gain=gap_of_gain(value, solution.bound, before.value_cents),
        tiers=_tiers(solution, after),
        before=before,
        after=after,
        kpis=(*kpis(referee, before, after), *_pair_kpis(pairs)),
        counts=_counts(built, before, after, pairs[1]),
        unfilled=unfilled,
        nearest=nearest,
        unplaced=unplaced_people(built, after.assignments) if after else (),
        outside=built.facts.population.outside,
        warnings=_warnings(solution, before, scenario_gap=scenario.solve.gap),
        conflict=conflicts(referee, built, solution),
        rules=rules,
        clock_limited=solution.clock_limited,
        warm=None if warm is None else warm_outcome(built, referee, warm, after),
        alternatives=() if costs is None else alternatives_of(costs),
        prices=() if costs is None else prices_of(costs),
    )


def _confirm(solution: Solution, after: Audit) -> None:
    """Compare the model's figures with the referee's."""
    if not after.feasible:
        words = "; ".join(item.words_en for item in after.breaches[:3])
        message = f"the plan of engine {solution.engine} breaks a hard rule by the referee: {words}"
        raise EngineError(message, code="E-REFEREE")
    counted = dict(after.tiers)
    for tier in solution.tiers:
        found = counted.get(tier.name, after.value_cents)
        if found != tier.value:
            message = f"the referee counts {found} for {tier.name}; engine {solution.engine} reports {tier.value}"
            raise EngineError(message, code="E-REFEREE")


def relative_gap(value: int, bound: int) -> float:
    """Return (bound - value) / max(1, |value|), both in cents, counted in points."""
    return round(max(0.0, from_cents(bound - value)) / max(1.0, abs(from_cents(value))), 9)


def gap_of_gain(value: int | None, bound: int | None, today: int) -> float | None:
    """Return the share of the possible gain over today that is not reached; 0 when bound = value."""
    if value is None or bound is None:
        return None
    if bound == value:
        return 0.0
    return None if bound == today else round((bound - value) / (bound - today), 9)


def _tiers(solution: Solution, after: Audit | None) -> tuple[TierResult, ...]:
    if after is None or len(solution.tiers) < 2:
        return ()
    found = []
    for tier in solution.tiers:
        seats = tier.name in SEAT_TIERS
        value = tier.value if seats else from_cents(tier.value)
        bound = tier.bound if seats or tier.bound is None else from_cents(tier.bound)
        gap = None if tier.bound is None else round(max(0.0, (bound or 0.0) - value) / max(1.0, abs(value)), 9)
        found.append(TierResult(tier.name, float(value), None if bound is None else float(bound), gap))
    return tuple(found)


def kpis(referee: Referee, before: Audit, after: Audit | None) -> tuple[Kpi, ...]:
    """Return the figures that a meeting asks for, before and after."""
    now = _figures(referee, before)
    then = _figures(referee, after) if after else {}
    return tuple(Kpi(name, value, then.get(name, (None, unit))[0], unit) for name, (value, unit) in now.items())


def _figures(referee: Referee, audit: Audit) -> Mapping[str, tuple[float | None, str]]:
    case = referee.case
    plan = Plan({item.employee_id: item.position_id for item in audit.assignments})
    placed = [item for item in audit.assignments if item.position_id is not None]
    measured = [item.jpm for item in placed if item.jpm is not None and not UNMEASURED.intersection(item.flags)]
    posts = case.positions.values()
    heads = [post for post in posts if post.head and post.need >= 1]
    asked = [item for item in placed if item.position_id and case.positions[item.position_id].education_fields]
    amounts = {term.term: term.amount for term in audit.terms}
    everyone = [item.jpm for item in placed if item.jpm is not None]
    return {
        "jpm_mean": (_mean(everyone), "percent"),
        "jpm_mean_assessed": (_mean(measured), "percent"),
        "jpm_80_share": (_share([jpm >= 80 for jpm in everyone]), "percent"),
        "head_posts_filled": (float(sum(bool(plan.holders_of(post.id)) for post in heads)), "posts"),
        "head_posts": (float(len(heads)), "posts"),
        "empty_seats": (amounts["shortage"], "seats"),
        "surplus_seats": (amounts["surplus"], "seats"),
        "unplaced": (amounts["unplaced"], "people"),
        "field_exact_share": (_share([item.terms["field"] > 0 for item in asked]), "percent"),
        "worst_unit_shortage": (amounts["equity"], "percent"),
        "over_max_years": (float(sum(item.terms["tenure"] < 0 for item in placed)), "people"),
        "training_idr": (float(sum(item.training_idr for item in placed)), "idr"),
    }


def _pairs(problem: PlacementProblem, *plans: IntArray | None) -> tuple[Pairs | None, ...]:
    """Return the blocking pairs of each plan, None without one."""
    market, lines = Market.of(problem), Lines(problem)
    return tuple(None if plan is None else blocking_pairs(problem, plan, market, lines) for plan in plans)


def _pair_kpis(pairs: tuple[Pairs | None, ...]) -> tuple[Kpi, ...]:
    blocking = [None if found is None else float(len(found.blocking)) for found in pairs]
    held_back = [None if found is None else float(len(found.held_back)) for found in pairs]
    return (
        Kpi("blocking_pairs", blocking[0], blocking[1], "pairs"),
        Kpi("held_back_pairs", held_back[0], held_back[1], "pairs"),
    )


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _share(answers: list[bool]) -> float | None:
    return round(100 * sum(answers) / len(answers), 4) if answers else None


def _counts(built: Built, before: Audit, after: Audit | None, pairs: Pairs | None) -> Mapping[str, int]:
    audit = after or before
    moves = dict.fromkeys(("stay", "rotation", "promotion", "demotion", "entry", "unplaced"), 0)
    for item in audit.assignments:
        moves[item.move] += 1
    return {
        "employees": len(built.problem.employee_ids),
        "outside": len(built.facts.population.outside),
        "positions": len(built.problem.position_ids),
        "seats": sum(post.need for post in built.facts.positions),
        "options": built.problem.num_options,
        "rows": len(built.problem.rows),
        **(moves if after else {}),
        "breaches": len(audit.breaches) if after else 0,
        "existing": sum(hit.kind == "existing" for hit in audit.violations) if after else 0,
        **({} if pairs is None else {"blocking_pairs": len(pairs.blocking), "held_back_pairs": len(pairs.held_back)}),
    }


def _warnings(solution: Solution, before: Audit, *, scenario_gap: float | None) -> tuple[str, ...]:
    found = list(solution.notes)
    if solution.clock_limited:
        found.append("clock_limited")
    if not before.feasible:
        found.append("today_infeasible")
    del scenario_gap
    return tuple(found)
