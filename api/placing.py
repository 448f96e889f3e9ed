"""Use case place: solve in memory, or run and keep the run as a folder."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from .. import __version__
from ..datasets.registry import DEFAULT_CASE
from ..datasets.write import TableForm, dump_toml, write_folder
from ..models.domain.build import Built, build_problem, prospect_of
from ..models.domain.case import Case
from ..models.domain.errors import TooLargeError
from ..models.domain.problem import IntArray
from ..models.domain.result import PlacementResult
from ..models.domain.scenario import Scenario
from ..models.domain.warm import NOT_KNOWN, WarmPlan, posts_of
from ..optimizer.engine import EngineName, solve
from ..optimizer.inner import Progress
from ..optimizer.outcome import result_of
from ..optimizer.referee import Referee
from ..optimizer.solution import Limits, Solution, options_of
from ..reports.workbook import write_result_workbook
from ..store.files import Decision, ExemptionFile, Manifest, WarmFile, json_text
from ..store.identity import plan_digest, run_id_of, solver_versions
from ..store.placement_files import result_file
from ..store.result_tables import write_table
from ..store.runs import Run, RunStore, seal, write_text
from .cases import Language, load_case, load_scenario
from .room import room_for
from .warm import WarmStart, open_warm, swap_pins

SMALL_AGENCY = 5_000
"""People up to which the default gap is 0; beyond, 1e-4."""
RELEASED_GAP = 1e-4


def place(
    case: Case,
    scenario: Scenario | None = None,
    *,
    engine: EngineName | None = None,
    limits: Limits | None = None,
    warm: Mapping[str, str | None] | None = None,
    stop_event: threading.Event | None = None,
    progress: Progress | None = None,
    run_id: str = "p-0000000000000000",
) -> PlacementResult:
    """Propose a placement, in memory.

    Parameters
    ----------
    case
        Facts.
    scenario
        What is asked; None = the scenario that came with the case.
    engine
        Overrides the scenario's.
    limits
        When to stop; None = the scenario's.
    warm
        Post of each person in an earlier plan; each change from it costs the term ``change``, and no plan worse than it is
        returned. People and posts that the case does not have are passed over.
    stop_event
        Set from outside to end with the best plan found.
    progress
        Called with stage, value and bound.

    Raises
    ------
    DataError
        The scenario names what the case or the rule pack does not have.
    OptionError
        Engine ``flow`` was asked for and something couples people, or an engine that only compares is asked to begin from
        an earlier plan.
    """
    scenario = scenario or Scenario.parse(case.scenario)
    plan = None if warm is None else WarmStart(warm).in_case(case, scenario)
    built = build_problem(case, scenario, warm=posts_of(plan))
    return _place_built(built, engine, limits, plan, stop_event, progress, run_id)


def _place_built(
    built: Built,
    engine: EngineName | None,
    limits: Limits | None,
    warm: WarmPlan | None,
    stop_event: threading.Event | None,
    progress: Progress | None,
    run_id: str,
) -> PlacementResult:
    case, scenario = built.facts.case, built.facts.scenario
    limits = limits or limits_of(scenario, len(built.problem.employee_ids))
    referee = Referee(case, scenario, posts_of(warm))
    solution = (
        Solution("infeasible", None, None, "build")
        if built.problem.blocked
        else solve(
            built.problem,
            engine or scenario.solve.engine,
            limits,
            inner=scenario.solve.inner,
            warm=None if warm is None else _warm_choice(built, warm),
            stop_event=stop_event,
            progress=progress,
        )
    )
    return result_of(built, solution, referee, run_id, warm)


def _warm_choice(built: Built, warm: WarmPlan) -> IntArray:
    """Return the option of each person in the earlier plan; -1 where the model has none, or the plan not the person."""
    facts = built.facts
    posts = np.full(len(facts.employees), NOT_KNOWN, dtype=np.int64)
    for identity, post in warm.posts.items():
        posts[facts.employee_index[identity]] = -1 if post is None else facts.position_index[post]
    return options_of(built.problem, posts)


def limits_of(scenario: Scenario, num_people: int, *, reproducible: bool = False) -> Limits:
    """Return the limits that a scenario means for so many people."""
    gap = scenario.solve.gap
    if gap is None:
        gap = 0.0 if num_people <= SMALL_AGENCY else RELEASED_GAP
    seconds = None if reproducible else scenario.solve.time_limit
    return Limits(seconds=seconds, gap=gap, seed=scenario.solve.seed, work=scenario.solve.time_limit)


@dataclass(frozen=True)
class PlaceOrder:
    """A placement to run and keep: the source, the scenario, what is overridden, and where runs stand."""

    src: str = DEFAULT_CASE
    scenario_file: str | None = None
    output: str = "runs"
    pins: Sequence[tuple[str, str]] = ()
    forbids: Sequence[tuple[str, str]] = ()
    max_moves: int | None = None
    engine: str | None = None
    inner: str | None = None
    seed: int | None = None
    time_limit: float | None = None
    workers: int = 0
    reproducible: bool = False
    force: bool = False
    lang: Language = "id"
    tables: TableForm = "csv"
    gap: float | None = None
    warm: str | None = None
    swaps: Sequence[tuple[str, str]] = ()
    max_memory: int | None = None

    def begin(self, case: Case) -> WarmStart | None:
        """Return the earlier plan to begin from, None = today's; see :func:`open_warm`."""
        return None if self.warm is None else open_warm(self.output, self.warm, case, lang=self.lang)

    def resolve(self, case: Case, start: WarmStart | None = None) -> tuple[Scenario, int]:
        """Return the scenario with the overrides laid over it, and the workers asked for (no part of a run's inputs).

        Swaps exchange the posts of the earlier plan ``start``, today's without one.

        Raises
        ------
        DataError
            The outcome is no scenario, or a swap can't be done.
        """
        base = load_scenario(self.scenario_file, case)
        data: dict[str, Any] = base.model_dump(by_alias=True)
        pins = [*self.pins, *swap_pins(self.swaps, case, start.posts if start else {})]
        data["pin"] = [*data["pin"], *({"employee": e, "position": p} for e, p in pins)]
        data["forbid"] = [*data["forbid"], *({"employee": e, "position": p} for e, p in self.forbids)]
        if self.max_moves is not None:
            data["moves"] = {**data["moves"], "max_count": self.max_moves}
        named = {"engine": self.engine, "inner": self.inner, "seed": self.seed, "time_limit": self.time_limit}
        named["gap"] = self.gap
        data["solve"] = {**data["solve"], **{key: value for key, value in named.items() if value is not None}}
        data["solve"]["workers"] = 0
        return Scenario.parse(data), self.workers or base.solve.workers


@dataclass(frozen=True)
class Placed:
    """A run and how it came: ``reused`` where the same run was there already; ``result`` where it was made now."""

    run: Run
    reused: bool
    result: PlacementResult | None = None
    workers_asked: int = 0


def run_placement(
    order: PlaceOrder, *, stop_event: threading.Event | None = None, progress: Progress | None = None
) -> Placed:
    """Run a placement and keep it as a folder; the same order twice returns the first run.

    Raises
    ------
    PenataError
        The input is rejected, it needs more memory than may be used, the engine can't do what was asked, another process
        writes that run now, or the folder can't be written.
    """
    started = time.time()
    case = load_case(order.src, lang=order.lang)
    start = order.begin(case)
    scenario, workers = order.resolve(case, start)
    order = replace(order, workers=workers)
    warm = None if start is None else start.in_case(case, scenario)
    runs = RunStore(Path(order.output))
    run_id = placement_run_id(case, scenario, reproducible=order.reproducible, tables=order.tables, warm=warm)
    kept = _kept(runs, run_id, force=order.force)
    if kept is not None:
        return Placed(kept, reused=True, workers_asked=workers)
    read = time.time()
    with runs.reserve(run_id):
        kept = _kept(runs, run_id, force=order.force)  # another process may have ended it meanwhile
        if kept is not None:
            return Placed(kept, reused=True, workers_asked=workers)
        prospect = prospect_of(case, scenario)
        refusal = room_for(prospect, scenario.solve.engine, order.max_memory).refusal
        if refusal is not None:
            raise refusal
        built = build_problem(case, scenario, warm=posts_of(warm), prospect=prospect)
        made = time.time()
        limits = limits_of(scenario, len(built.problem.employee_ids), reproducible=order.reproducible)
        result = _place_built(built, None, limits, warm, stop_event, progress, run_id)
        solved = time.time()
        timing = {"read": read - started, "build": made - read, "solve": solved - made}
        with runs.draft(run_id) as folder:
            _write_run(folder, result, order, limits, started, timing)
    return Placed(Run(runs.root / run_id), reused=False, result=result, workers_asked=workers)


def _kept(runs: RunStore, run_id: str, *, force: bool) -> Run | None:
    """Return the run of that id where it may stand for this one, None where it is to be made.

    Raises
    ------
    NotFoundError
        It is to be replaced, and people have decided on it.
    """
    existing = runs.existing(run_id)
    if existing is None:
        return None
    if not force and _returns_for_another(existing):
        return existing
    runs.guard_decided(existing)
    return None


@dataclass(frozen=True)
class Sizes:
    """Size of a placement by name; head counts, rows and auxiliaries are None where it is too large to be built."""

    counts: Mapping[str, int | None]
    refusal: TooLargeError | None


def plan_order(order: PlaceOrder) -> Sizes:
    """Return the size of a placement without solving it (``--dry-run``): options and memory first, then the model."""
    case = load_case(order.src, lang=order.lang)
    scenario, _ = order.resolve(case, order.begin(case))
    prospect = prospect_of(case, scenario)
    room = room_for(prospect, scenario.solve.engine, order.max_memory)
    refusal = room.refusal
    problem = build_problem(case, scenario, prospect=prospect).problem if refusal is None else None
    counts: dict[str, int | None] = {
        "employees": len(prospect.facts.employees),
        "positions": len(prospect.facts.positions),
        "options": room.num_options if problem is None else problem.num_options,
        "headcounts": None if problem is None else len(problem.headcounts),
        "rows": None if problem is None else len(problem.rows),
        "auxiliaries": None if problem is None else len(problem.auxiliaries),
        "memory_mb": room.memory_mb,
        "memory_available_mb": room.available_mb,
    }
    return Sizes(counts, refusal)


def _returns_for_another(run: Run) -> bool:
    return run.result.status != "cancelled" and not run.manifest.clock_limited


def placement_run_id(
    case: Case, scenario: Scenario, *, reproducible: bool, tables: TableForm = "csv", warm: WarmPlan | None = None
) -> str:
    """Return the run id: everything that may change the files, workers left out."""
    data = scenario.model_dump(mode="json", by_alias=True)
    data["solve"].pop("workers")
    facts: dict[str, object] = {
        "case": case.digest,
        "scenario": data,
        "versions": solver_versions(__version__),
        "reproducible": reproducible,
    }
    if tables != "csv":
        facts["tables"] = tables
    if warm is not None:
        facts["warm"] = {"run": warm.run_id, "plan": plan_digest(warm.posts)}
    return run_id_of("p", facts)


def _write_run(
    folder: Path,
    result: PlacementResult,
    order: PlaceOrder,
    limits: Limits,
    started: float,
    timing: dict[str, float],
) -> None:
    """Write every file of a run, the manifest last."""
    begun = time.time()
    write_folder(result.case, folder / "case", form=order.tables)
    data = result.scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    write_text(folder, "scenario.toml", dump_toml(data))
    write_text(folder, "result.json", json_text(result_file(result)))
    for table in result.tables:
        write_table(folder, table, result.to_frame(table), order.tables)
    exemptions = tuple(ExemptionFile(**item.model_dump()) for item in result.scenario.exempt)
    write_text(folder, "decision.json", json_text(Decision(run_id=result.run_id, exemptions=exemptions)))
    if result.has_plan:
        write_result_workbook(result, folder / "hasil.xlsx", language=order.lang)
    timing = {**timing, "write": time.time() - begun}
    case = result.case
    versions = solver_versions(__version__) | {
        "python": sys.version.split()[0],
        **{name: version(name) for name in ("numpy", "pandas", "scipy")},
    }
    seal(
        folder,
        lambda files: Manifest(
            run_id=result.run_id,
            kind="place",
            case_name=case.name,
            case_digest=case.digest,
            tables={name: case.table_digest(name) for name in case.tables},
            versions=versions,
            seed=limits.seed,
            workers=order.workers,
            language=order.lang,
            limits={"seconds": limits.seconds, "gap": limits.gap, "work": limits.work},
            started=_utc(started),
            ended=_utc(time.time()),
            timing={stage: round(seconds, 3) for stage, seconds in timing.items()},
            clock_limited=result.clock_limited,
            warm=result.warm and WarmFile(run_id=result.warm.plan.run_id, sha256=plan_digest(result.warm.plan.posts)),
            files=dict(files),
        ),
    )


def _utc(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
