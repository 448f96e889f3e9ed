"""Random agencies of up to 6 people and 6 posts: engines against every plan, and what must not matter (R25)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penata.models.domain.build import build_problem
from penata.models.domain.problem import PlacementProblem
from penata.models.domain.records import default_tie_key
from penata.models.domain.rules.pack import ELIGIBILITY, SPECS
from penata.optimizer.engine import EngineName, solve
from penata.optimizer.solution import Limits, Solution, complete, tier_values
from tests.brute import every_plan, num_plans
from tests.random_cases import Draw, draw_agency
from tests.small import plan_of

DEFAULT_EXAMPLES = 30
"""Of hypothesis' profile `default` (tests/conftest.py)."""
SEEDS = st.integers(0, 2**32 - 1)


def quick(examples: int) -> Any:
    """Return settings with so many examples by default, twice as many where profile `ci` is chosen."""
    factor = 2 if settings().max_examples > DEFAULT_EXAMPLES else 1
    return settings(max_examples=factor * examples, suppress_health_check=[HealthCheck.too_slow])


def solved(problem: PlacementProblem, engine: EngineName = "auto") -> Solution:
    return solve(problem, engine, Limits(seconds=None))


def tiers_of(solution: Solution) -> tuple[int, ...] | None:
    return None if solution.chosen is None else tuple(tier.value for tier in solution.tiers)


# engines ------------------------------------------------------------------------------------------------------
def check_engines(seed: int) -> None:
    built = build_problem((draw := draw_agency(Random(seed))).case, draw.scenario)
    problem = built.problem
    plans = every_plan(problem)
    best = plans.best()
    exact: list[EngineName] = ["highs", "cpsat", "auto"]
    exact += [] if problem.couples else ["flow"]
    for engine in exact:
        solution = solved(problem, engine)
        if best is None:
            assert solution.chosen is None
            assert solution.status in (("infeasible", "unknown") if problem.blocked else ("infeasible",))
            continue
        assert solution.status == "optimal", (engine, solution)
        assert tiers_of(solution) == best, engine
        assert all(tier.bound == tier.value for tier in solution.tiers), (engine, solution.tiers)
        assert solution.chosen is not None
        assert tier_values(problem, solution.chosen, complete(problem, solution.chosen)) == best
        if solution.unique:
            assert problem.option_ties[solution.chosen].sum() == plans.least_ties(problem), engine
    if len(set(problem.option_employee.tolist())) < len(problem.employee_ids):
        return  # a forbid left somebody without any option
    heuristics: tuple[EngineName, ...] = ("greedy", "seniority", "stable")
    for engine in heuristics:
        solution = solved(problem, engine)
        if solution.chosen is not None:
            assert best is not None
            complete(problem, solution.chosen)
            assert tiers_of(solution) <= best  # type: ignore[operator]  # a plan was found


@quick(24)
@given(SEEDS)
def test_exact_engines_equal_brute_force(seed: int) -> None:
    """Every exact engine proves the best of all plans, tier by tier; every plan passes; no heuristic beats it."""
    check_engines(seed)


@pytest.mark.slow
@quick(200)
@given(SEEDS)
def test_exact_engines_equal_brute_force_at_length(seed: int) -> None:
    """The same on more agencies."""
    check_engines(seed)


# what must not matter -------------------------------------------------------------------------------------------
def arrays_of(problem: PlacementProblem) -> Iterator[Any]:
    """Yield everything that an engine sees but ids."""
    yield problem.option_employee.tolist()
    yield problem.option_position.tolist()
    yield problem.option_points.tolist()
    yield problem.held.tolist()
    yield problem.option_ties.tolist()
    yield problem.seniority.tolist()
    yield [(item.rule, item.positions.tolist(), item.lower, item.upper, item.short_of, item.over_from)
           for item in problem.headcounts]  # fmt: skip
    yield [(row.rule, row.columns.tolist(), row.coefficients.tolist(), row.lower, row.upper)
           for row in problem.rows]  # fmt: skip
    yield [(item.kind, item.upper, item.points, item.term) for item in problem.auxiliaries]
    yield [(t.name, t.option_points.tolist(), t.auxiliary_points.tolist()) for t in problem.tiers]


def shuffled(draw: Draw, random: Random) -> Draw:
    """Return the same rows in another order."""

    def mix(rows: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(rows, len(rows)))

    tables = {name: mix(rows) for name, rows in draw.tables.items()}
    return Draw(mix(draw.people), mix(draw.posts), tables, mix(draw.units), draw.asked)


@quick(8)
@given(SEEDS)
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    """Shuffled frames give the same arrays and the same plan by ids."""
    draw = draw_agency(Random(seed))
    other = shuffled(draw, Random(seed + 1))
    first, second = (build_problem(item.case, item.scenario).problem for item in (draw, other))
    assert first.employee_ids == second.employee_ids
    assert first.position_ids == second.position_ids
    assert list(arrays_of(first)) == list(arrays_of(second))
    assert draw.case.digest == other.case.digest
    ours, theirs = solved(first), solved(second)
    assert tiers_of(ours) == tiers_of(theirs)
    if ours.chosen is not None and theirs.chosen is not None:
        assert plan_of(first, ours.chosen).posts == plan_of(second, theirs.chosen).posts


def renamed(value: Any, names: dict[str, str]) -> Any:
    """Return rows or a scenario with every id exchanged."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, dict):
        return {key: renamed(item, names) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return type(value)(renamed(item, names) for item in value)
    return value


def under_other_ids(draw: Draw, names: dict[str, str], *, keep_ties: bool) -> Draw:
    people, posts = draw.people, draw.posts
    if keep_ties:
        people = tuple({**row, "tie_key": default_tie_key(str(row["employee_id"]))} for row in people)
        posts = tuple({**row, "tie_key": default_tie_key(str(row["position_id"]))} for row in posts)
    return Draw(*(renamed(part, names) for part in (people, posts, dict(draw.tables), draw.units, draw.asked)))


def new_names(draw: Draw, random: Random) -> dict[str, str]:
    ids = [str(row["employee_id"]) for row in draw.people] + [str(row["position_id"]) for row in draw.posts]
    ids += [str(row["unit_id"]) for row in draw.units]
    return {identity: f"N{random.randrange(10**9)}-{place}" for place, identity in enumerate(ids)}


@quick(8)
@given(SEEDS)
def test_names_change_no_value(seed: int) -> None:
    """Other ids keep value and tiers; where the tie keys are kept as well, they keep the plan."""
    draw = draw_agency(Random(seed))
    names = new_names(draw, Random(seed + 1))
    problem = build_problem(draw.case, draw.scenario).problem
    ours = solved(problem)
    for keep_ties in (False, True):
        other = under_other_ids(draw, names, keep_ties=keep_ties)
        theirs = build_problem(other.case, other.scenario).problem
        solution = solved(theirs)
        assert (solution.status, tiers_of(solution)) == (ours.status, tiers_of(ours))
        if keep_ties and ours.chosen is not None and solution.chosen is not None and ours.unique:
            plan = {names[person]: post and names[post] for person, post in plan_of(problem, ours.chosen).posts.items()}
            assert plan == plan_of(theirs, solution.chosen).posts


@quick(14)
@given(SEEDS, st.sampled_from(sorted(SPECS)))
def test_dropping_a_rule_never_worsens_the_value(seed: int, rule: str) -> None:
    """Without a rule the weighted optimum is at least as good (R10 aside, which lost eligibility overrides)."""
    draw = draw_agency(Random(seed))
    rules = {key: value for key, value in draw.asked["rules"].items() if key != rule.partition(".")[0]}
    rules |= {"R10": {"mode": "off"}} if rule in ELIGIBILITY else {}
    weighted = {**draw.asked["solve"], "objective": "weighted"}
    asked = draw.asking(rules=rules, solve=weighted)
    group, _, part = rule.partition(".")
    off: Any = {part: {"mode": "off"}} if part else {"mode": "off"}
    without = asked.asking(rules={**rules, **({rule: {"mode": "off"}} if group not in rules else {group: off})})
    problems = [build_problem(item.case, item.scenario).problem for item in (asked, without)]
    before, after = (tiers_of(solved(problem)) for problem in problems)
    if before is not None and not problems[0].blocked:  # a pin that a rule forbade stands blocked, not broken
        assert after is not None
        assert after >= before


@quick(8)
@given(SEEDS)
def test_sex_and_birth_days_change_nothing(seed: int) -> None:
    """Other sexes, and birthdays moved within their month on the same side of every age limit, change no array (R25)."""
    draw, random = draw_agency(Random(seed)), Random(seed + 1)
    people = tuple({**row, "sex": random.choice("mf")} for row in draw.people)
    turned = tuple(
        {**row, "sex": "m" if row["sex"] == "f" else "f", "birth_date": _same_month(row["birth_date"], random)}
        for row in people
    )
    problems = [
        build_problem(Draw(rows, draw.posts, draw.tables, draw.units, draw.asked).case, draw.scenario).problem
        for rows in (people, turned)
    ]
    first, second = (list(arrays_of(problem)) for problem in problems)
    assert first == second


def _same_month(day: Any, random: Random) -> date:
    """Return another day of the month; the plan starts on 1 January, which alone is a side of its own."""
    assert isinstance(day, date)
    return day.replace(day=random.randint(2 if day.month == 1 else 1, 28))


def test_the_agencies_are_not_trivial() -> None:
    """Every rule of a plan, tiers and plain flows stand among the drawn agencies, most of more than a few plans."""
    kinds: set[str] = set()
    plans = []
    for seed in range(40):
        draw = draw_agency(Random(seed))
        problem = build_problem(draw.case, draw.scenario).problem
        rules = {row.rule for row in problem.rows} | {item.rule for item in problem.headcounts}
        kinds |= {*rules, "couples" if problem.couples else "flows", f"{len(problem.tiers)} tiers"}
        plans.append(num_plans(problem))
    wanted = {"couples", "flows", "1 tiers", "4 tiers", "R01", "R17.line", "R17.unit", "R21.floor", "R21.head"}
    assert kinds >= wanted | {"R22", "skill_mix", "equity", "budget.training", "budget.relocation", "R21.ceiling"}
    assert np.median(plans) > 15
