"""Every plan rule just broken and just kept, through its rows and its violations, by ``plan_trials/*.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from penata.models.domain.build import build_problem
from penata.models.domain.plan import Plan
from penata.models.domain.rules.pack import PLAN_RULES
from penata.models.domain.scenario import Scenario
from penata.optimizer.engine import solve
from penata.optimizer.solution import Limits, complete, options_of
from tests.small import plan_of, small_case, violations_of

OF_TRIAL = {"rule", "claim", "plan", "scenario", "code", "kind", "amount", "cents", "id", "en"}
TRIALS: list[dict[str, Any]] = [
    trial
    for path in sorted((Path(__file__).parent / "plan_trials").glob("*.toml"))
    for trial in tomllib.loads(path.read_text(encoding="utf-8"))["trial"]
]
"""Without ``code`` the plan keeps the rule; ``cents`` is what the breach costs, 0 where it stands not."""


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: f"{trial['rule']}: {trial['claim']}")
def test_a_plan_is_judged_as_the_trial_says(trial: dict[str, Any]) -> None:
    """Violations find what the trial says, rows refuse just the breaches, and a solver returns a plan without one."""
    case = small_case(**{key: value for key, value in trial.items() if key not in OF_TRIAL})
    scenario = Scenario.parse(trial.get("scenario", {}))
    problem = build_problem(case, scenario).problem
    found = violations_of(case, scenario, Plan(trial["plan"]))
    mine = [item for item in found if item.rule == trial["rule"]]
    if "code" not in trial:
        assert not mine
    else:
        assert [(item.code, item.kind, item.amount, item.points_cents) for item in mine] == [
            (trial["code"], trial["kind"], trial["amount"], trial.get("cents", 0))
        ]
        if "en" in trial:
            assert (mine[0].words_id, mine[0].words_en) == (trial["id"], trial["en"])
    assert not [item for item in found if item.kind == "breach" and item not in mine]
    posts = [
        -1 if trial["plan"][person] is None else problem.position_ids.index(trial["plan"][person])
        for person in problem.employee_ids
    ]
    chosen = options_of(problem, posts)
    assert (chosen >= 0).all(), "a rule of pairs stops the plan before"
    if trial.get("kind") == "breach":
        with pytest.raises(ValueError, match=r"admitted"):
            complete(problem, chosen)
    else:
        auxiliary = complete(problem, chosen)
        paid = zip(problem.auxiliaries, auxiliary.tolist(), strict=True)
        charged = sum(item.points * value for item, value in paid if item.term == "rules")
        assert charged == sum(item.points_cents for item in found)
    solution = solve(problem, "auto", Limits(seconds=None))
    if solution.chosen is None:
        assert scenario.solve.strict
        assert solution.status == "infeasible"
        return
    assert solution.status == "optimal"
    best = plan_of(problem, solution.chosen)
    assert not [item for item in violations_of(case, scenario, best) if item.kind == "breach"]


@pytest.mark.parametrize("rule", [rule.spec for rule in PLAN_RULES], ids=lambda spec: spec.id)
def test_every_plan_rule_has_trials_both_ways_and_of_every_reason(rule: Any) -> None:
    """No plan rule is registered without a trial that keeps it and one, with golden words, of each reason."""
    mine = [trial for trial in TRIALS if trial["rule"] == rule.id]
    assert {trial.get("code") for trial in mine} == {None, *(reason.code for reason in rule.reasons)}
    assert {trial["code"] for trial in mine if "en" in trial} == {reason.code for reason in rule.reasons}
