"""One run of a suite: its works measured in order, what it missed, and what became worse since an earlier run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

from ..models.domain.errors import OptionError
from ..reports.words import Language
from ..store.disk import disk_errors
from .compare import Words, regressions
from .growth import growth_of
from .learning_study import Gate, LearningRun, LearningStudy, learning_study
from .learning_suite import FOLDER, gates_of, learning_families
from .micro import micro_suite, yardstick
from .peers import peers_suite
from .planted import plant
from .policy_study import PolicyRun, Study, study
from .published import files_of
from .quality import SETS, quality_suite
from .records import Outcome, Record, Results, data_hash, machine_line, record_of
from .work import Work, measured

SuiteName = Literal["micro", "peers", "quality", "policies", "learning"]
SUITES: Final[tuple[SuiteName, ...]] = ("micro", "peers", "quality", "policies", "learning")
SizeName = Literal["small", "standard", "full"]
BENCH_SIZES: Final[tuple[SizeName, ...]] = ("small", "standard", "full")
AGENCIES: Final[dict[SizeName, tuple[int, int]]] = {"small": (60, 4), "standard": (200, 10), "full": (500, 20)}
"""Suite ``policies``: people of an agency, and how many agencies."""
YARDSTICK: Final = Work("micro", "yardstick", "numpy", yardstick)
"""Stands in every suite, so that times can be compared between machines."""
PROMISED: Final = frozenset({"hybrid", "flow"})
"""Engines of suite ``peers`` that must reach their gap within the limits."""
OnRecord = Callable[[Record], None]


@dataclass(frozen=True, slots=True)
class BenchOrder:
    """What is measured.

    Parameters
    ----------
    suite, size
        Which works, and how large.
    instances
        ``quality``: a folder with the sets assign, gap, fronts; None = instances made up with a known best value.
        ``learning``: a folder with ``oulad``, judged beside the made-up histories.
    runs
        Runs of each work; the median counts.

    Raises
    ------
    OptionError
        ``instances`` was given to a suite that reads none, or there are no runs.
    """

    suite: SuiteName
    size: SizeName = "small"
    instances: Path | None = None
    runs: int = 5

    def __post_init__(self) -> None:
        if self.instances is not None and self.suite not in ("quality", "learning"):
            message = f"suite {self.suite} makes its own instances; --instances belongs to suites quality and learning."
            bahasa = f"suite {self.suite} membuat instansinya sendiri; --instances hanya untuk suite quality dan learning."
            raise OptionError(message, code="E-BENCH-INSTANCES", bahasa=bahasa)
        if self.runs < 1:
            message = f"--runs {self.runs}: expected 1 or more."
            bahasa = f"--runs {self.runs}: seharusnya 1 atau lebih."
            raise OptionError(message, code="E-OPTION", bahasa=bahasa)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a suite measured; ``study`` for suites ``policies`` and ``learning``, ``gates`` for the latter."""

    results: Results
    study: Study | LearningStudy | None = None
    gates: tuple[Gate, ...] = ()


def run_bench(order: BenchOrder, on_record: OnRecord | None = None) -> Bench:
    """Measure a suite, each run in a process of its own; ``on_record`` is called with each record as it is known.

    Policies and forecasts run in this process, once an agency or history: their spread is that of the seeds.

    Raises
    ------
    NotFoundError, DataError
        The folder of instances is none, or a file in it is no instance.
    EngineError
        Equal runs came to different values: a bug.
    """
    if order.suite == "policies":
        return _study(order, on_record)
    if order.suite == "learning":
        return _learning(order, on_record)
    with TemporaryDirectory() as folder:
        works, data = _works(order, Path(folder))
        records = []
        for record in measured(works, order.runs):
            records.append(record)
            if on_record is not None:
                on_record(record)
    growth = tuple(growth_of(records))
    return Bench(Results(order.suite, order.size, machine_line(), data, tuple(records), growth=growth))


def _study(order: BenchOrder, on_record: OnRecord | None) -> Bench:
    people, seeds = AGENCIES[order.size]
    records = []

    def known(run: PolicyRun) -> None:
        name, status = f"{people} people, seed {run.seed}", "done" if run.has_plan else "unknown"
        outcome = Outcome(status, run.figures.get(("value", "")), None, run.seconds, None)
        records.append(record_of("policies", name, run.policy, None, [outcome]))
        if on_record is not None:
            on_record(records[-1])

    done = study(people, range(1, seeds + 1), on_run=known)
    lines = tuple(done.interval_records())
    return Bench(Results(order.suite, order.size, machine_line(), None, tuple(records), intervals=lines), done)


def _learning(order: BenchOrder, on_record: OnRecord | None) -> Bench:
    records = []

    def known(run: LearningRun) -> None:
        outcome = Outcome("done", None, None, run.seconds, None)
        records.append(record_of("learning", f"{run.family}, {run.seed}", run.method, None, [outcome]))
        if on_record is not None:
            on_record(records[-1])

    files = sorted((order.instances / FOLDER).glob("*assessment.csv*")) if order.instances else []
    done = learning_study(learning_families(order.size, order.instances), on_run=known)
    gates = gates_of(done)
    results = Results(
        order.suite,
        order.size,
        machine_line(),
        data_hash(files),
        tuple(records),
        intervals=tuple(done.interval_records()),
        gates=tuple(gate.to_dict() for gate in gates),
    )
    return Bench(results, done, gates)


def _works(order: BenchOrder, folder: Path) -> tuple[list[Work], str | None]:
    if order.suite == "micro":
        return [YARDSTICK, *micro_suite(order.size)], None
    if order.suite == "peers":
        return [YARDSTICK, *peers_suite(order.size)], None
    source = order.instances or plant(folder, order.size)
    return [YARDSTICK, *quality_suite(source, order.size)], data_hash(files_of(source, SETS))


def missed(results: Results) -> list[Record]:
    """Return the records that missed their known value or its proof, and of ``peers`` our own that missed their gap."""
    known = [record for record in results.records if record.known is not None]
    wrong = [record for record in known if record.gap != 0 or record.status != "optimal"]
    return wrong + [record for record in results.records if record.engine in PROMISED and record.limited]


def compared(before: Results, now: BenchOrder, path: Path) -> Results:
    """Return an earlier run after checking that it is of the same suite and size.

    Raises
    ------
    OptionError
        It is of another.
    """
    if (before.suite, before.size) != (now.suite, now.size):
        message = (
            f"{path}: holds suite {before.suite} of size {before.size}, where {now.suite} of size {now.size} is measured; "
            "compare like with like."
        )
        bahasa = (
            f"{path}: berisi suite {before.suite} ukuran {before.size}, padahal yang diukur {now.suite} ukuran {now.size}; "
            "bandingkan yang sejenis."
        )
        raise OptionError(message, code="E-BENCH-COMPARE", bahasa=bahasa)
    return before


def became_worse(before: Results, now: Results, gate: float) -> list[Words]:
    """Return what became worse than in an earlier run by more than ``gate`` (0.05 = 5 %), a sentence each."""
    changed: list[Words] = []
    if before.data_sha256 != now.data_sha256:
        changed.append(
            ("instansinya lain daripada sebelumnya (data_sha256)", "the instances are others than before (data_sha256)")
        )
    return changed + regressions(before, now, gate)


def keep(bench: Bench, folder: Path, *, language: Language) -> list[Path]:
    """Write results as ``folder/VERSION/SUITE-SIZE.json``, in place of those of the same version, and return the paths.

    Of suite ``policies`` also the tidy table as ``.parquet`` and a page with plots as ``.html``.

    Raises
    ------
    NotFoundError
        The folder can't be written to.
    """
    results = bench.results
    target = folder / results.version / f"{results.suite}-{results.size}.json"
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        results.write(target)
    if not isinstance(bench.study, Study):
        return [target]
    page = target.with_suffix(".html")
    bench.study.write_page(page, language=language)
    return [target, bench.study.write_parquet(target.with_suffix(".parquet")), page]
