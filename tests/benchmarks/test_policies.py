"""Policies: what each does, that a study pairs them, its intervals by hand, its files, and the example of the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from penata.benchmarks import policies as registry
from penata.benchmarks.policies import policies, policy
from penata.benchmarks.policy_measures import UNITS
from penata.benchmarks.policy_study import PolicyRun, Study, study
from penata.models.domain.errors import NotFoundError, OptionError
from penata.models.domain.problem import IntArray, PlacementProblem
from penata.reports.policy_page import write_policy_page

NAMES = ("present", "lottery", "seniority", "greedy", "stable", "suitability", "model")


@pytest.fixture
def own() -> Iterator[None]:
    """Forget the policies that a test registers."""
    before = dict(policies())
    yield
    registry._POLICIES.clear()
    registry._POLICIES.update(before)


@pytest.fixture(scope="module")
def done() -> Study:
    """All policies on two agencies of 40 people."""
    return study(40, [1, 2])


def figures(done: Study, name: str) -> dict[int, dict[str, float | None]]:
    """Return the figures of the whole agency by seed."""
    return {
        run.seed: {measure: value for (measure, group), value in run.figures.items() if not group}
        for run in done.runs
        if run.policy == name
    }


def test_each_policy_is_what_it_says(done: Study) -> None:
    """Nobody moves at present; the model beats every plan that keeps the rules; suitability alone reaches the most of it."""
    assert tuple(policies()) == NAMES
    assert all(run.has_plan for run in done.runs)
    for seed in (1, 2):
        found = {name: figures(done, name)[seed] for name in NAMES}
        assert found["present"]["moves"] == 0
        lawful = {name: item["value"] for name, item in found.items() if item["breaches"] == 0}
        assert {"present", "lottery", "seniority", "greedy", "model"} <= set(lawful)
        best = max(value for value in lawful.values() if value is not None)
        assert best - (lawful["model"] or 0) <= 1e-3 * best
        assert all(set(item) == {name for name in UNITS if not name.startswith("group_")} for item in found.values())


def test_a_study_pairs_its_policies(done: Study) -> None:
    """The same agency for each; who else takes part, and in which order, changes nothing; the lottery hangs on its seed."""
    some = study(40, [2], {name: policies()[name] for name in ("model", "lottery")})
    for name in ("model", "lottery"):
        assert figures(some, name)[2] == figures(done, name)[2]
    draws = study(40, [2], {"another": policies()["lottery"]})
    assert figures(draws, "another")[2] != figures(done, "lottery")[2]


def test_groups_are_shares_of_their_people(done: Study) -> None:
    """Sex and three age bands, each between 0 and 100 percent; at present nobody moves and nobody is promoted."""
    frame = done.to_frame()
    groups = frame[frame["group"] != ""]
    assert {"sex:f", "sex:m", "age:35_49"} <= set(groups["group"])
    assert groups["value"].between(0, 100).all()
    still = groups[groups["policy"].eq("present") & groups["measure"].isin(["group_moved", "group_promoted"])]
    assert (still["value"] == 0).all()


def made_up(values: dict[str, list[float | None]]) -> Study:
    runs = [
        PolicyRun(seed, name, 0.0, {} if value is None else {("value", ""): value})
        for name, mine in values.items()
        for seed, value in enumerate(mine)
    ]
    return Study(10, tuple(runs))


def test_intervals_by_hand() -> None:
    """Means; a constant has no width, a constant difference is certain, a missing plan counts for nothing."""
    table = made_up(
        {"present": [1.0, 5.0, 3.0], "same": [2.0, 2.0, 2.0], "up": [11.0, 15.0, 13.0], "none": [None, 7.0, None]}
    )
    rows = {row["policy"]: row for row in table.interval_records()}
    assert (rows["same"]["mean"], rows["same"]["low"], rows["same"]["high"]) == (2, 2, 2)
    assert (rows["up"]["difference"], rows["up"]["difference_low"], rows["up"]["difference_high"]) == (10, 10, 10)
    assert rows["present"]["low"] == 1
    assert rows["present"]["high"] == 5
    assert (rows["none"]["seeds"], rows["none"]["mean"], rows["none"]["difference"]) == (1, 7, 2)
    alone = made_up({"up": [1.0, 2.0]}).interval_records()[0]
    assert (alone["difference"], alone["difference_low"]) == (None, None)
    json.dumps(rows, allow_nan=False)


def test_the_interval_covers() -> None:
    """Of 100 samples of 30 from a normal distribution, about 95 % of the intervals hold its mean."""
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(100):
        row = made_up({"x": rng.normal(50, 10, 30).tolist()}).interval_records()[0]
        held += row["low"] <= 50 <= row["high"]
    assert 0.88 < held / 100 < 0.98


def test_files_of_a_study(done: Study, tmp_path: Path) -> None:
    """One row a seed, policy, measure and group in Parquet; a page that asks nobody for anything."""
    path = done.write_parquet(tmp_path / "study.parquet")
    with duckdb.connect() as connection:
        rows = connection.read_parquet(str(path))
        columns, count = rows.columns, len(rows.fetchall())
    assert columns == ["people", "seed", "policy", "measure", "group", "unit", "value", "seconds"]
    assert count == len(done.to_frame())
    text = done.write_page(tmp_path / "study.html", language="en").read_text(encoding="utf-8")
    body = text[: text.index("<script>")]
    assert "the full model" in body
    assert not re.search(r"(src|href)=", body)
    assert text.count('vegaEmbed("#') == 2
    with pytest.raises(NotFoundError):
        done.write_parquet(tmp_path / "none" / "study.parquet")


def test_names_are_text_on_the_page(tmp_path: Path) -> None:
    """A policy's name is shown as it is, not run."""
    rows = made_up({"present": [1.0, 2.0], "</script><b>": [2.0, 3.0]}).interval_records()
    write_policy_page(rows, tmp_path / "page.html", people=10, seeds=2, language="id")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "</script><b>" not in text
    assert "&lt;/script&gt;&lt;b&gt;" in text


@pytest.mark.usefixtures("own")
def test_what_is_no_policy(done: Study) -> None:
    """Names out of bounds, plans of the wrong length or of another person's options, seeds that stand twice."""
    for name in ("", "x" * 41):
        with pytest.raises(OptionError, match="1 to 40"):
            policy(name)

    def short(problem: PlacementProblem, rng: np.random.Generator) -> IntArray:
        return problem.held[:-1]

    def swapped(problem: PlacementProblem, rng: np.random.Generator) -> IntArray:
        return problem.held[::-1]

    def outside(problem: PlacementProblem, rng: np.random.Generator) -> IntArray:
        return np.full(len(problem.held), problem.num_options)

    for wrong in (short, swapped, outside):
        with pytest.raises(OptionError, match="no option of each person"):
            study(40, [1], {"wrong": wrong})
    for seeds, chosen in (([], None), ([1, 1], None), ([1], {})):
        with pytest.raises(OptionError, match="one seed or more"):
            study(40, seeds, chosen)
    nothing = study(40, [1], {"nothing": lambda problem, rng: None})
    assert not nothing.runs[0].has_plan
    assert nothing.to_frame().empty
    assert done.runs


@pytest.mark.usefixtures("own")
def test_the_example_of_the_page_runs() -> None:
    """The policy in docs/benchmarks.md breaks no rule and lies between the present and the model."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    function = example[example.index("@policy") : example.index("\n\n\nresult")]
    assert len(function.splitlines()) <= 20
    names: dict[str, object] = {}
    exec(compile(example, "docs/benchmarks.md", "exec"), names)
    result = names["result"]
    assert isinstance(result, Study)
    gained = 0.0
    for seed, found in figures(result, "vacancies").items():
        present, best = (figures(result, name)[seed]["value"] or 0 for name in ("present", "model"))
        assert found["breaches"] == 0
        assert present <= (found["value"] or 0) <= best * 1.001
        gained += (found["value"] or 0) - present
    assert gained > 0
