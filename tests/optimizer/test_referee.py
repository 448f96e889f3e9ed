"""The referee against the model: the two licensed writings of suitability and terms agree everywhere."""

from __future__ import annotations

import numpy as np
import pytest

from penata.datasets.read import read_source
from penata.models.domain.build import Built, build_problem
from penata.models.domain.scenario import Scenario
from penata.models.domain.terms import PERSON_TERMS
from penata.optimizer.engine import solve
from penata.optimizer.outcome import plan_of
from penata.optimizer.referee import Referee
from penata.optimizer.solution import complete, stay_plan, tier_values

SCENARIOS: dict[str, dict[str, object]] = {
    "bundled": {},
    "rotation": {"basis": "rotation"},
    "weights": {
        "weights": {"suitability": 1.37, "travel": 3.3, "talent": 0.25, "rules": 0.77, "shortage": 1.11, "equity": 0.3}
    },
}


@pytest.fixture(
    scope="module", params=["weights", *(pytest.param(name, marks=pytest.mark.slow) for name in ("bundled", "rotation"))]
)
def built(request: pytest.FixtureRequest) -> Built:
    """The bundled case under three scenarios."""
    case = read_source("lubuk_begalung").require_case()
    return build_problem(case, Scenario.parse({**case.scenario, **SCENARIOS[request.param]}))


def test_terms_of_every_option_agree(built: Built) -> None:
    """Every person term of every option of the bundled case is the same in both writings, to the cent."""
    referee = Referee(built.facts.case, built.facts.scenario)
    problem = built.problem
    assert problem.num_options > 5000
    for option in range(problem.num_options):
        post = problem.option_position[option]
        identity = None if post < 0 else problem.position_ids[post]
        employee = built.facts.employees[problem.option_employee[option]]
        found = referee.assignment_of(employee, identity).terms
        expected = dict(zip(PERSON_TERMS, built.option_terms[option].tolist(), strict=True))
        assert dict(found) == expected, (employee.id, identity)


def test_plans_have_one_value(built: Built) -> None:
    """Today's plan and a hundred random walks from it have the same total and tiers by model and by referee."""
    problem, referee = built.problem, Referee(built.facts.case, built.facts.scenario)
    plan = stay_plan(problem)
    assert plan is not None
    random = np.random.default_rng(7)
    checked = 0
    for _ in range(150):
        option = int(random.integers(problem.num_options))
        tried = plan.copy()
        tried[problem.option_employee[option]] = option
        try:
            auxiliary = complete(problem, tried)
        except ValueError:
            assert referee.audit(plan_of(problem, tried)).breaches
            continue
        plan = tried
        audit = referee.audit(plan_of(problem, plan))
        assert audit.feasible, [item.words_en for item in audit.breaches]
        assert audit.value_cents == problem.value_of(plan, auxiliary)
        if len(problem.tiers) > 1:
            assert tuple(value for _, value in audit.tiers) == tier_values(problem, plan, auxiliary)
        checked += 1
    assert checked > 20


def test_heuristics_pass_the_referee(built: Built) -> None:
    """No heuristic breaks a hard rule, and greedy is never worse than today in the first tier that differs."""
    problem, referee = built.problem, Referee(built.facts.case, built.facts.scenario)
    today = stay_plan(problem)
    assert today is not None
    start = tier_values(problem, today, complete(problem, today))
    for engine in ("greedy", "seniority", "stable"):
        solution = solve(problem, engine)
        assert solution.chosen is not None
        audit = referee.audit(plan_of(problem, solution.chosen))
        assert audit.feasible, engine
        if engine == "greedy":
            assert tier_values(problem, solution.chosen, complete(problem, solution.chosen)) >= start
