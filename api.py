"""The use cases of Penata, and the only place that joins its parts.

A notebook calls these functions; the command line calls nothing else. Frames come from ``to_frame`` of a result or a run.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from . import __version__
from .datasets.faults import list_faults
from .datasets.fix_report import write_fix_report
from .datasets.plan_file import read_plan
from .datasets.read import Reading, read_source
from .datasets.readiness import readiness_by_unit
from .datasets.registry import DEFAULT_CASE, bundled_cases
from .datasets.template import write_template
from .datasets.workbook_write import write_workbook
from .datasets.write import dump_toml, write_folder
from .models.domain.build import Built, build_problem
from .models.domain.case import Case
from .models.domain.errors import DataError, EngineError, Fault, NotFoundError, OptionError, PenataError
from .models.domain.plan import Plan
from .models.domain.points import from_cents
from .models.domain.population import population_of
from .models.domain.problem import PlacementProblem
from .models.domain.result import TABLE_NAMES, PlacementResult
from .models.domain.rules.pack import SPECS
from .models.domain.rules.spec import Violation
from .models.domain.scenario import Scenario
from .models.domain.unknowns import unknown_facts
from .optimizer import questions
from .optimizer.engine import ENGINES, EngineName, solve
from .optimizer.inner import Progress
from .optimizer.outcome import kpis, result_of
from .optimizer.questions import Explanation, PositionExplanation, ScoreReport
from .optimizer.referee import Referee
from .optimizer.solution import Limits, Solution
from .reports.workbook import write_result_workbook
from .store.files import SCHEMAS, Decision, ExemptionFile, Manifest, ResultFile, json_schema, json_text
from .store.identity import run_id_of, solver_versions
from .store.placement_files import result_file, term_files
from .store.runs import Run, RunStore, seal, table_text, write_text

__all__ = [
    "DEFAULT_CASE",
    "ENGINES",
    "Case",
    "CheckReport",
    "DataError",
    "EngineError",
    "Explanation",
    "Fault",
    "Limits",
    "NotFoundError",
    "OptionError",
    "PenataError",
    "PlaceOrder",
    "Placed",
    "PlacementProblem",
    "PlacementResult",
    "PositionExplanation",
    "Referee",
    "ResultFile",
    "Run",
    "RunStore",
    "Scenario",
    "ScoreReport",
    "Source",
    "check_case",
    "convert_case",
    "explain_employee",
    "explain_position",
    "find_run",
    "load_case",
    "load_scenario",
    "open_run",
    "open_source",
    "place",
    "plan_order",
    "remove_run",
    "run_placement",
    "runs",
    "schema_data",
    "schema_names",
    "schema_text",
    "score",
    "score_dict",
    "solve",
    "template",
]

Language = Literal["id", "en"]
LARGEST_SCENARIO = 2_000_000
LARGEST_PLAN = 100_000_000
STDIN = "-"
SMALL_AGENCY = 5_000
"""People up to which the default gap is 0; beyond, 1e-4."""
RELEASED_GAP = 1e-4


# cases ----------------------------------------------------------------------------------------------------------
def load_case(src: str | Path = DEFAULT_CASE, *, lang: Language = "id") -> Case:
    """Read a case from a folder, a workbook or the name of a bundled case.

    Raises
    ------
    DataError
        The source has errors; ``faults`` holds them all.
    NotFoundError
        There is no such source.
    """
    return read_source(src, lang=lang).require_case()


def load_scenario(path: str | Path | None, case: Case | None = None) -> Scenario:
    """Read a scenario file; None = the one that came with the case, else the defaults; ``-`` = standard input.

    Raises
    ------
    DataError
        The file is no TOML or asks for what a scenario does not have.
    NotFoundError
        There is no such file.
    """
    if path is None:
        return Scenario.parse(case.scenario if case else {})
    file = Path(path)
    try:
        if str(path) == STDIN:
            text = sys.stdin.read(LARGEST_SCENARIO + 1)
        else:
            with file.open(encoding="utf-8") as stream:
                text = stream.read(LARGEST_SCENARIO + 1)
        if len(text) > LARGEST_SCENARIO:
            message = f"{file}: longer than {LARGEST_SCENARIO} letters; a scenario is a short text."
            raise DataError(message, code="E-SCENARIO")
        data = tomllib.loads(text)
    except OSError as error:
        message = f"{file}: can't be read ({error.strerror}). Check the path given with -s."
        raise NotFoundError(message, code="E-NO-SCENARIO") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{file}: is no TOML ({error}). Correct it there."
        raise DataError(message, code="E-SCENARIO") from error
    return Scenario.parse(data, str(file))


@dataclass(frozen=True)
class CheckReport:
    """What a check found: faults, habits that were read tolerantly, and how ready the case is, by unit."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    readiness: pd.DataFrame
    case: Case | None

    @property
    def errors(self) -> int:
        """Number of errors."""
        return sum(fault.severity == "error" for fault in self.faults)

    @property
    def warnings(self) -> int:
        """Number of warnings."""
        return len(self.faults) - self.errors


def check_case(
    src: str | Path = DEFAULT_CASE, *, lang: Language = "id", fix_report: str | Path | None = None
) -> CheckReport:
    """Check a source and return all faults at once; ``fix_report`` gives the user's own workbook back, marked.

    Raises
    ------
    NotFoundError
        There is no such source, or the fix report can't be written.
    DataError
        The file can't be opened at all.
    """
    reading = read_source(src, lang=lang)
    if fix_report is not None:
        target = Path(fix_report)
        if target.suffix.casefold() != ".xlsx":
            message = f"{target}: the fix report is a workbook; give a name that ends in .xlsx."
            raise OptionError(message, code="E-SUFFIX")
        write_fix_report(Path(reading.raw.source), reading.cell_faults, target)
    return CheckReport(reading.faults, reading.notes, _readiness(reading), reading.case)


def _readiness(reading: Reading) -> pd.DataFrame:
    if reading.case is None:
        return readiness_by_unit(reading.partial)
    case = reading.case
    scenario = Scenario.parse(case.scenario)
    population = population_of(case, scenario)
    outside = pd.DataFrame(
        [(item.employee_id, item.reason) for item in population.outside], columns=["employee_id", "reason"]
    )
    return readiness_by_unit(case.tables, unknown_by_rule=unknown_facts(case, scenario), outside=outside)


def convert_case(src: str | Path, dst: str | Path, *, lang: Language = "id", replace: bool = False) -> Path:
    """Write a case as a folder, or as a workbook where ``dst`` ends in ``.xlsx``; nothing is lost either way.

    Raises
    ------
    DataError
        The source has errors.
    NotFoundError
        The target is in the way or can't be written.
    """
    case, target = load_case(src, lang=lang), Path(dst)
    if target.suffix.casefold() != ".xlsx":
        return write_folder(case, target, replace=replace)
    if target.exists() and not replace:
        message = f"{target}: is in the way; give another name or --force."
        raise OptionError(message, code="E-FILE-EXISTS")
    write_workbook(case, target)
    return target


def template(path: str | Path, *, replace: bool = False) -> Path:
    """Write the empty workbook that a planner fills.

    Raises
    ------
    NotFoundError
        The target is in the way or can't be written.
    """
    target = Path(path)
    if target.suffix.casefold() != ".xlsx":
        message = f"{target}: the template is a workbook; give a name that ends in .xlsx."
        raise OptionError(message, code="E-SUFFIX")
    if target.exists() and not replace:
        message = f"{target}: is in the way; give another name or --force."
        raise OptionError(message, code="E-FILE-EXISTS")
    write_template(target)
    return target


# placement ------------------------------------------------------------------------------------------------------
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
        Post of each person in an earlier plan; each change from it costs the term ``change``.
    stop_event
        Set from outside to end with the best plan found.
    progress
        Called with stage, value and bound.

    Raises
    ------
    DataError
        The scenario names what the case or the rule pack does not have.
    OptionError
        Engine ``flow`` was asked for and something couples people.
    """
    scenario = scenario or Scenario.parse(case.scenario)
    built = build_problem(case, scenario, warm=warm)
    return _place_built(built, engine, limits, warm, stop_event, progress, run_id)


def _place_built(
    built: Built,
    engine: EngineName | None,
    limits: Limits | None,
    warm: Mapping[str, str | None] | None,
    stop_event: threading.Event | None,
    progress: Progress | None,
    run_id: str,
) -> PlacementResult:
    case, scenario = built.facts.case, built.facts.scenario
    limits = limits or limits_of(scenario, len(built.problem.employee_ids))
    referee = Referee(case, scenario, warm)
    solution = (
        Solution("infeasible", None, None, "build")
        if built.problem.blocked
        else solve(built.problem, engine or scenario.solve.engine, limits, stop_event=stop_event, progress=progress)
    )
    return result_of(built, solution, referee, run_id)


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
    seed: int | None = None
    time_limit: float | None = None
    workers: int = 0
    reproducible: bool = False
    force: bool = False
    lang: Language = "id"

    def scenario(self, case: Case) -> Scenario:
        """Return the scenario with the overrides laid over it.

        Raises
        ------
        DataError
            The outcome is no scenario.
        """
        base = load_scenario(self.scenario_file, case)
        data: dict[str, Any] = base.model_dump(by_alias=True)
        data["pin"] = [*data["pin"], *({"employee": e, "position": p} for e, p in self.pins)]
        data["forbid"] = [*data["forbid"], *({"employee": e, "position": p} for e, p in self.forbids)]
        if self.max_moves is not None:
            data["moves"] = {**data["moves"], "max_count": self.max_moves}
        named = {"engine": self.engine, "seed": self.seed, "time_limit": self.time_limit}
        data["solve"] = {**data["solve"], **{key: value for key, value in named.items() if value is not None}}
        data["solve"]["workers"] = 0
        return Scenario.parse(data)


@dataclass(frozen=True)
class Placed:
    """A run and how it came: ``reused`` where the same run was there already; ``result`` where it was made now."""

    run: Run
    reused: bool
    result: PlacementResult | None = None


def run_placement(
    order: PlaceOrder, *, stop_event: threading.Event | None = None, progress: Progress | None = None
) -> Placed:
    """Run a placement and keep it as a folder; the same order twice returns the first run.

    Raises
    ------
    PenataError
        The input is rejected, the engine can't do what was asked, or the folder can't be written.
    """
    started = time.time()
    case = load_case(order.src, lang=order.lang)
    scenario = order.scenario(case)
    runs = RunStore(Path(order.output))
    run_id = placement_run_id(case, scenario, reproducible=order.reproducible)
    existing = runs.existing(run_id)
    if existing is not None:
        if not order.force and _returns_for_another(existing):
            return Placed(existing, reused=True)
        runs.guard_decided(existing)
    read = time.time()
    built = build_problem(case, scenario)
    made = time.time()
    limits = limits_of(scenario, len(built.problem.employee_ids), reproducible=order.reproducible)
    result = _place_built(built, None, limits, None, stop_event, progress, run_id)
    solved = time.time()
    timing = {"read": read - started, "build": made - read, "solve": solved - made}
    with runs.draft(run_id) as folder:
        _write_run(folder, result, order, limits, started, timing)
    return Placed(Run(runs.root / run_id), reused=False, result=result)


def plan_order(order: PlaceOrder) -> Mapping[str, int]:
    """Return the size of a placement without solving it (``--dry-run``)."""
    case = load_case(order.src, lang=order.lang)
    scenario = order.scenario(case)
    problem = build_problem(case, scenario).problem
    return {
        "employees": len(problem.employee_ids),
        "positions": len(problem.position_ids),
        "options": problem.num_options,
        "headcounts": len(problem.headcounts),
        "rows": len(problem.rows),
        "auxiliaries": len(problem.auxiliaries),
    }


def _returns_for_another(run: Run) -> bool:
    return run.result.status != "cancelled" and not run.manifest.clock_limited


def placement_run_id(case: Case, scenario: Scenario, *, reproducible: bool) -> str:
    """Return the run id: everything that may change the answer, workers left out."""
    data = scenario.model_dump(mode="json", by_alias=True)
    data["solve"].pop("workers")
    facts = {
        "case": case.digest,
        "scenario": data,
        "versions": solver_versions(__version__),
        "reproducible": reproducible,
    }
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
    write_folder(result.case, folder / "case")
    data = result.scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    write_text(folder, "scenario.toml", dump_toml(data))
    write_text(folder, "result.json", json_text(result_file(result)))
    for table in TABLE_NAMES:
        write_text(folder, f"{table}.csv", table_text(result.to_frame(table)))
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
            files=dict(files),
        ),
    )


def _utc(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")


# questions ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Source:
    """What a question is asked of: a run (its own case, scenario and plan) or a source with today's placement."""

    case: Case
    scenario: Scenario
    posts: Mapping[str, str | None] = field(default_factory=dict)
    run: Run | None = None

    @cached_property
    def referee(self) -> Referee:
        """Judge of this case and scenario."""
        return Referee(self.case, self.scenario)

    @cached_property
    def plan(self) -> Plan:
        """The run's plan, else today's."""
        today = self.referee.today.posts
        return Plan({identity: self.posts.get(identity, post) for identity, post in today.items()})


def open_run(folder: str, name: str | None) -> Source:
    """Return a run with its case, scenario and plan.

    Raises
    ------
    NotFoundError
        There is no such run.
    """
    run = RunStore(Path(folder)).find(name)
    if run.result.value is None:
        message = f"run {run.path.name} has no plan ({run.result.status}); name another run. See: penata runs list"
        bahasa = (
            f"hasil {run.path.name} tidak memuat rencana ({run.result.status}); sebut hasil lain. Lihat: penata runs list"
        )
        raise NotFoundError(message, code="E-NO-PLAN", bahasa=bahasa)
    case = load_case(run.path / "case")
    scenario = load_scenario(run.path / "scenario.toml")
    frame = run.to_frame("assignments")
    posts = dict(zip(frame["employee_id"], frame["position_id"], strict=True))
    return Source(case, scenario, posts, run)


def open_source(folder: str, name: str, scenario_file: str | None = None, *, lang: Language = "id") -> Source:
    """Return a run if ``name`` is one, else the case of that source with today's placement."""
    if (Path(name) / "manifest.json").is_file() or (
        not Path(name).exists() and name not in bundled_cases() and name.startswith("p-")
    ):
        source = open_run(folder, name)
        if scenario_file is None:
            return source
        return Source(source.case, load_scenario(scenario_file), source.posts, source.run)
    case = load_case(name, lang=lang)
    return Source(case, load_scenario(scenario_file, case))


def score_dict(report: ScoreReport) -> dict[str, Any]:
    """Return a score report as plain values for JSON (``penata.score/1``)."""
    return {
        "schema": "penata.score/1",
        "feasible": report.feasible,
        "value": from_cents(report.audit.value_cents),
        "value_today": from_cents(report.before.value_cents),
        "value_proposal": None if report.proposal is None else from_cents(report.proposal.value_cents),
        "changed": report.changed,
        "terms": [item.model_dump() for item in term_files(report.audit)],
        "kpi": [{"name": k.name, "before": k.before, "after": k.after, "unit": k.unit} for k in report.kpis],
        "breaches": [_violation_dict(item) for item in report.breaches],
        "hits": [_violation_dict(item) for item in report.audit.violations if item.kind != "breach"],
        "warnings": [fault.sentence() for fault in report.faults],
    }


def _violation_dict(item: Violation) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "code": item.code,
        "kind": item.kind,
        "amount": item.amount,
        "points": from_cents(item.points_cents),
        "employee_id": item.employee_id,
        "position_id": item.position_id,
        "unit_id": item.unit_id,
        "words_id": item.words_id,
        "words_en": item.words_en,
    }


@contextmanager
def _on_disk(plan_file: str | Path) -> Iterator[Path]:
    """Give the path of a plan; what comes from standard input is kept in a temporary CSV."""
    if str(plan_file) != STDIN:
        yield Path(plan_file)
        return
    text = sys.stdin.read(LARGEST_PLAN + 1)
    if len(text) > LARGEST_PLAN:
        message = f"standard input: longer than {LARGEST_PLAN} letters; a plan is a table of people and posts."
        raise DataError(message, code="E-PLAN")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stdin.csv"
        path.write_text(text, encoding="utf-8")
        yield path


def score(source: Source, plan_file: str | Path, *, lang: Language = "id") -> ScoreReport:
    """Judge a plan from a CSV, a workbook or an edited ``hasil.xlsx``; ``-`` = a CSV from standard input.

    Raises
    ------
    DataError
        The plan names people or posts that the case does not have; ``faults`` holds all.
    """
    with _on_disk(plan_file) as path:
        reading = read_plan(path, source.case, lang=lang)
    referee = source.referee
    plan = Plan(reading.require_posts())
    audit, before = referee.audit(plan), referee.audit(referee.today)
    proposal = referee.audit(source.plan) if source.run else None
    changed = sum(plan.posts[identity] != post for identity, post in source.plan.posts.items())
    return ScoreReport(audit, before, proposal, kpis(referee, before, audit), reading.faults, changed)


def explain_employee(source: Source, employee_id: str, why_not: str | None = None) -> Explanation:
    """Explain the placement of a person, or why they may not hold the post ``why_not``.

    Raises
    ------
    NotFoundError
        The case has no such person or post.
    """
    return questions.explain_employee(source.referee, source.plan, employee_id, why_not)


def explain_position(source: Source, position_id: str, *, top: int = 5) -> PositionExplanation:
    """Explain a post: holders, and who comes nearest rule by rule.

    Raises
    ------
    NotFoundError
        The case has no such post.
    """
    return questions.explain_position(source.referee, source.plan, position_id, top=top)


def runs(folder: str) -> tuple[Run, ...]:
    """Return the runs of a folder, the latest first."""
    return RunStore(Path(folder)).runs()


def find_run(folder: str, name: str | None) -> Run:
    """Return a run by folder, id or beginning of an id; None = the latest.

    Raises
    ------
    NotFoundError
        There is no such run.
    """
    return RunStore(Path(folder)).find(name)


def remove_run(folder: str, name: str) -> str:
    """Delete a run and return its id.

    Raises
    ------
    NotFoundError
        There is no such run, or people have decided on it.
    """
    store = RunStore(Path(folder))
    run = store.find(name)
    store.remove(run)
    return run.path.name


# schemas --------------------------------------------------------------------------------------------------------
def schema_names() -> tuple[str, ...]:
    """Return what :func:`schema_text` can print."""
    return (*SCHEMAS, "scenario", "faults", "rules")


def schema_data(name: str, *, lang: Language = "id") -> object:
    """Return a JSON Schema, or the list of fault codes or rules.

    Raises
    ------
    NotFoundError
        There is no schema of that name.
    """
    if name in SCHEMAS:
        return json_schema(SCHEMAS[name])
    if name == "scenario":
        return json_schema(Scenario)
    if name == "faults":
        return [dict(item) for item in list_faults(lang)]
    if name == "rules":
        return [
            {
                "rule": spec.id,
                "title": spec.title_id if lang == "id" else spec.title_en,
                "mode": spec.mode,
                "price": spec.price,
                "parameters": {key: str(value) for key, value in spec.parameters.items()},
                "source": spec.source,
                "basis": spec.basis.value,
                "confirmed": spec.confirmed,
            }
            for spec in SPECS.values()
        ]
    message = f"there is no schema '{name}'; there are {', '.join(schema_names())}."
    raise NotFoundError(message, code="E-NO-SCHEMA")


def schema_text(name: str, *, lang: Language = "id") -> str:
    """Return :func:`schema_data` as JSON text."""
    return json.dumps(schema_data(name, lang=lang), indent=2, ensure_ascii=False, default=str) + "\n"
