"""Random agencies: explanations add up to the reported value, and what a counterfactual claims is so by the referee."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given

from penata.models.domain.build import build_problem
from penata.models.domain.plan import Plan
from penata.models.domain.points import from_cents
from penata.optimizer.counterfactual import counterfactual
from penata.optimizer.engine import solve
from penata.optimizer.outcome import plan_of
from penata.optimizer.questions import explain_employee, explain_position
from penata.optimizer.referee import Referee
from penata.optimizer.solution import Limits
from penata.optimizer.solved_run import SolvedRun
from tests.property.test_brute_force import SEEDS, quick
from tests.random_cases import draw_agency

LIMITS = Limits(seconds=None)


def loaded(seed: int) -> SolvedRun | None:
    draw = draw_agency(Random(seed))
    problem = build_problem(draw.case, draw.scenario).problem
    solution = None if problem.blocked else solve(problem, "auto", LIMITS)
    if solution is None or solution.chosen is None:
        return None
    return SolvedRun(Referee(draw.case, draw.scenario), plan_of(problem, solution.chosen))


def check_sums(run: SolvedRun) -> None:
    """Every person's points and the plan's own add up to the referee's total."""
    people = run.referee.context.population.inside
    told = [explain_employee(run, identity) for identity in people]
    each = sum(round(100 * sum(item.points.values())) for item in told)
    for item in told:
        assert item.plan is not None
        assert round(100 * item.plan.people_points) == each
        parts = item.plan.people_points + sum(item.plan.plan_points.values())
        assert round(100 * parts) == run.audit.value_cents == round(100 * item.plan.value)
        moved = item.held_id != item.proposed_id
        assert [step.employee_id for step in item.plan.chain].count(item.employee_id) == moved


def check_instead(run: SolvedRun, *, exact: bool) -> None:
    """The plan that a counterfactual shows breaks nothing and is worth what it says, term by term."""
    for identity in run.referee.context.population.inside:
        for position in run.referee.case.positions:
            found = counterfactual(run, identity, position, exact=exact, limits=LIMITS)
            if found is None or not found.changes:
                continue
            posts = dict(run.plan.posts)
            for change in found.changes:
                assert posts[change.employee_id] == change.from_id
                posts[change.employee_id] = change.position_id
            assert posts[identity] == position
            audit = run.referee.audit(Plan(posts))
            assert audit.feasible, audit.breaches
            before = {item.term: item.cents for item in run.audit.terms}
            gained = {t.term: from_cents(t.cents - before[t.term]) for t in audit.terms if t.cents != before[t.term]}
            assert dict(found.terms) == gained
            if len(found.losses) == 1:
                assert found.losses[0].most == from_cents(run.audit.value_cents - audit.value_cents)


@quick(5)
@given(SEEDS)
def test_points_add_up_and_counterfactuals_hold(seed: int) -> None:
    """For every person of an agency: sums, chain; for every pair: the plan shown."""
    run = loaded(seed)
    if run is not None:
        check_sums(run)
        check_instead(run, exact=False)
        for position in run.referee.case.positions:
            told = explain_position(run, position)
            assert len(told.candidates) <= told.num_candidates
            assert (told.nobody is None) == (len(told.holders) >= told.need)


@pytest.mark.slow
@quick(40)
@given(SEEDS)
def test_points_add_up_and_counterfactuals_hold_at_length(seed: int) -> None:
    """The same on more agencies, and with the whole problem solved again."""
    run = loaded(seed)
    if run is not None:
        check_sums(run)
        check_instead(run, exact=False)
        check_instead(run, exact=True)
