"""What a question is asked of: a run, or a source with today's placement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ..datasets.registry import bundled_cases
from ..models.domain.case import Case
from ..models.domain.errors import NotFoundError
from ..models.domain.plan import Plan
from ..models.domain.scenario import Scenario
from ..optimizer.referee import Referee
from ..optimizer.solved_run import SolvedRun
from ..store.result_tables import find_table
from ..store.runs import Run, RunStore
from .cases import Language, load_case, load_scenario


@dataclass(frozen=True)
class Source:
    """What a question is asked of: a run (its own case, scenario and plan) or a source with today's placement."""

    case: Case
    scenario: Scenario
    posts: Mapping[str, str | None] = field(default_factory=dict)
    run: Run | None = None
    passed_over: tuple[str, ...] = ()
    """Later runs without a plan, where the latest was asked for."""
    warm: Mapping[str, str | None] | None = None
    """The earlier plan that the run began from, None where it began from today's."""

    @cached_property
    def referee(self) -> Referee:
        """Judge of this case and scenario."""
        return Referee(self.case, self.scenario, self.warm)

    @cached_property
    def plan(self) -> Plan:
        """The run's plan, else today's."""
        today = self.referee.today.posts
        return Plan({identity: self.posts.get(identity, post) for identity, post in today.items()})

    @cached_property
    def solved(self) -> SolvedRun:
        """The plan with what questions about the whole of it need, loaded once."""
        if self.run is None:
            return SolvedRun(self.referee, self.plan)
        result = self.run.result
        bounds = {tier.name: tier.bound for tier in result.tiers} or {"total": result.bound}
        lines: list[Mapping[str, str | None]] = []
        if find_table(self.run.path, "prices") is not None:
            frame = self.run.to_frame("prices")
            columns = [frame[name].tolist() for name in frame.columns]
            lines = [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]
        return SolvedRun(self.referee, self.plan, lines, bounds)


def open_run(folder: str, name: str | None) -> Source:
    """Return a run with its case, scenario and plan; None = the latest that has a plan.

    Raises
    ------
    NotFoundError
        There is no such run.
    """
    store = RunStore(Path(folder))
    run, later = (store.find(name), ()) if name is not None else store.latest_with_plan()
    if run.result.value is None:
        message = f"run {run.path.name} has no plan ({run.result.status}); name another run. See: penata runs list"
        bahasa = (
            f"hasil {run.path.name} tidak memuat rencana ({run.result.status}); sebut hasil lain. Lihat: penata runs list"
        )
        raise NotFoundError(message, code="E-NO-PLAN", bahasa=bahasa)
    case = load_case(run.path / "case")
    scenario = load_scenario(run.path / "scenario.toml")
    passed_over = tuple(item.path.name for item in later)
    return Source(case, scenario, run.plan(case.positions), run, passed_over, run.warm(case.positions))


def open_source(folder: str, name: str, scenario_file: str | None = None, *, lang: Language = "id") -> Source:
    """Return a run if ``name`` is one, else the case of that source with today's placement."""
    if (Path(name) / "manifest.json").is_file() or (
        not Path(name).exists() and name not in bundled_cases() and name.startswith("p-")
    ):
        source = open_run(folder, name)
        if scenario_file is None:
            return source
        return replace(source, scenario=load_scenario(scenario_file))
    case = load_case(name, lang=lang)
    return Source(case, load_scenario(scenario_file, case))
