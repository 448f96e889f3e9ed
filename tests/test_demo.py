"""The demonstration on the bundled district: each promised figure against the most that is possible."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from penata.cli import run
from penata.datasets.district_standards import HEALTH_FIELDS
from penata.datasets.read import read_source
from penata.models.domain.build import Built, build_problem
from penata.models.domain.plan import Plan
from penata.models.domain.problem import PlacementProblem, Tier
from penata.models.domain.scenario import Scenario
from penata.optimizer.exact import solve_exact
from penata.optimizer.referee import Referee
from penata.optimizer.solution import Limits
from penata.store.runs import Run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """``penata demo`` once."""
    folder = tmp_path_factory.mktemp("demo")
    assert run(["demo", "-o", str(folder)]) == 0
    (path,) = folder.iterdir()
    return Run(path)


@pytest.fixture(scope="module")
def built() -> Built:
    """The bundled case as a problem."""
    case = read_source("lubuk_begalung").require_case()
    return build_problem(case, Scenario.parse(case.scenario))


def plan_of(found: Run) -> Plan:
    """Return the plan of a run."""
    frame = found.to_frame("assignments")
    return Plan(dict(zip(frame["employee_id"], frame["position_id"], strict=True)))


def most(problem: PlacementProblem, *tiers: Tier) -> tuple[int, ...]:
    """Return the most that each aim can reach, one after the other, under the hard rules and rows alone."""
    changed = replace(problem, tiers=tiers)
    solution = solve_exact(changed, Limits(seconds=None))
    assert solution.status == "optimal"
    return tuple(tier.value for tier in solution.tiers)


def test_it_is_proved_best_and_breaks_no_hard_rule(demo: Run, built: Built) -> None:
    """Status optimal, every tier closed, and the referee finds no breach in the plan on disk."""
    result = demo.result
    assert result.status == "optimal"
    assert all(tier.value == tier.bound for tier in result.tiers)
    assert len(result.tiers) == 4
    audit = Referee(built.facts.case, built.facts.scenario).audit(plan_of(demo))
    assert audit.feasible
    assert audit.value_cents == round((result.value or 0) * 100)


def test_as_many_heads_as_the_rules_allow(demo: Run, built: Built) -> None:
    """The number of head posts filled is the most that any plan reaches which keeps the hard rules and rows."""
    problem = built.problem
    aim = next(tier for tier in problem.tiers if tier.name == "empty_head_seats")
    (least_empty,) = most(problem, aim)
    heads = [post for post in built.facts.positions if post.head and post.need >= 1]
    filled = sum(bool(plan_of(demo).holders_of(post.id)) for post in heads)
    assert filled == sum(post.need for post in heads) + least_empty
    assert filled >= 20


def test_average_jpm_of_holders_rises(demo: Run) -> None:
    """After is above before."""
    figures = {item.name: item for item in demo.result.kpi}
    assert (figures["jpm_mean"].after or 0) > (figures["jpm_mean"].before or 100)


def test_health_graduates_reach_health_posts(demo: Run, built: Built) -> None:
    """As many health graduates hold health posts as any plan with so many heads filled allows, and more than today."""
    problem, facts = built.problem, built.facts
    graduates = {e.id for e in facts.employees if e.education_field in HEALTH_FIELDS}
    posts = {p.id for p in facts.positions if set(p.education_fields) & set(HEALTH_FIELDS)}
    person = np.array([identity in graduates for identity in problem.employee_ids])
    post = np.array([identity in posts for identity in problem.position_ids] + [False])
    counts = (person[problem.option_employee] & post[problem.option_position]).astype(np.int64)
    heads = next(tier for tier in problem.tiers if tier.name == "empty_head_seats")
    none = np.zeros(len(problem.auxiliaries), dtype=np.int64)
    _, reachable = most(problem, heads, Tier("health", counts, none))
    placed = {e: p for e, p in plan_of(demo).posts.items() if e in graduates and p in posts}
    today = sum(e.id in graduates and e.position_id in posts for e in facts.employees)
    assert len(placed) == reachable
    assert len(placed) > today


def test_the_readme_shows_this_result(demo: Run, checkout: Path) -> None:
    """The table of the README holds the figures of this run."""
    text = (checkout / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \|$", text, flags=re.MULTILINE)
    figures = {item.name: item for item in demo.result.kpi}
    names = (
        *("jpm_mean", "jpm_80_share", "head_posts_filled", "empty_seats", "surplus_seats", "unplaced"),
        *("field_exact_share", "worst_unit_shortage"),
    )
    assert len(table) == len(names)
    for name, (_, before, after) in zip(names, table, strict=True):
        digits = 1 if figures[name].unit == "percent" else 0
        assert before == f"{figures[name].before:.{digits}f}", name
        assert after == f"{figures[name].after:.{digits}f}", name


def test_the_same_again_gives_the_same_bytes(demo: Run, tmp_path: Path) -> None:
    """A second demo, its rows in another order, has the same result.json and tables."""
    from penata.datasets.write import write_folder

    case = read_source("lubuk_begalung").require_case()
    frames = {name: frame.sample(frac=1, random_state=5) for name, frame in case.tables.items()}
    shuffled = replace(case, tables=frames)
    write_folder(shuffled, tmp_path / "case")
    assert run(["place", str(tmp_path / "case"), "-o", str(tmp_path / "runs")]) == 0
    (again,) = (tmp_path / "runs").iterdir()
    assert again.name == demo.path.name
    for name in (
        "result.json",
        "scenario.toml",
        *(f"{t}.csv" for t in ("assignments", "unfilled", "unplaced", "rule_hits")),
    ):
        assert (again / name).read_bytes() == (demo.path / name).read_bytes(), name
    assert json.loads((again / "result.json").read_text())["status"] == "optimal"
