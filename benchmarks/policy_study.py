"""A study of policies: the same made-up agencies for each of them, the referee's figures, intervals paired by seed."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from ..datasets.parquet import write_parquet
from ..datasets.synthetic.agency import build_agencies
from ..datasets.synthetic.order import SynthOrder
from ..models.domain.build import Built, build_problem
from ..models.domain.errors import OptionError
from ..models.domain.problem import FloatArray, IntArray
from ..models.domain.scenario import Scenario
from ..models.domain.tables import Column, Table
from ..optimizer.outcome import plan_of
from ..optimizer.referee import Referee
from ..reports.policy_page import policy_table, write_policy_page
from ..reports.words import Language, Words
from ..store.disk import disk_errors
from .policies import Policy, policies
from .policy_measures import UNITS, measures_of

DRAWS: Final = 2_000
"""Resamples of the seeds."""
LEVEL: Final = 95
BASE: Final = "present"
"""Policy that the others are compared with, where it takes part."""
TIDY: Final = Table(
    "policies",
    (
        *(Column("people", "int"), Column("seed", "int"), Column("policy"), Column("measure"), Column("group")),
        *(Column("unit"), Column("value", "float"), Column("seconds", "float")),
    ),
)
"""Columns of the tidy table: one row a seed, policy, measure and group."""


@dataclass(frozen=True, slots=True)
class PolicyRun:
    """One policy on one agency: seconds of CPU, and the figures of its plan (none where it found no plan)."""

    seed: int
    policy: str
    seconds: float
    figures: Mapping[tuple[str, str], float | None]
    """(measure, group) -> value."""

    @property
    def has_plan(self) -> bool:
        """True where a plan was found."""
        return bool(self.figures)


@dataclass(frozen=True, slots=True)
class Study:
    """What policies did on agencies of so many people."""

    people: int
    runs: tuple[PolicyRun, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return one row a seed, policy, measure and group; a policy without a plan has no rows."""
        rows = [
            (self.people, run.seed, run.policy, measure, group, UNITS[measure], value, run.seconds)
            for run in self.runs
            for (measure, group), value in run.figures.items()
        ]
        return pd.DataFrame(rows, columns=list(TIDY.column_names))

    def intervals(self) -> pd.DataFrame:
        """Return mean and 95 % interval of each policy, measure and group, and of its difference from ``present``.

        Percentile bootstrap over the seeds (Efron & Tibshirani 1993, ch. 13), the same resamples for all policies, so that
        a difference is of the same agencies. With few seeds such intervals are too narrow.

        Returns
        -------
        Columns ``policy measure group unit seeds mean low high difference difference_low difference_high``; the last three
        are empty where ``present`` took no part or found no plan.
        """
        seeds = sorted({run.seed for run in self.runs})
        picks = np.random.default_rng(0).integers(0, len(seeds), (DRAWS, len(seeds)))
        frame = self.to_frame()
        values = {
            (str(policy), str(measure), str(group)): mine.set_index("seed")["value"]
            .reindex(seeds)
            .to_numpy(dtype=np.float64)
            for (policy, measure, group), mine in frame.groupby(["policy", "measure", "group"], sort=False)
        }
        rows = []
        for (policy, measure, group), mine in values.items():
            base = values.get((BASE, measure, group))
            apart = np.full(len(seeds), np.nan) if base is None else mine - base
            known = int(np.isfinite(mine).sum())
            rows.append((policy, measure, group, UNITS[measure], known, *_interval(mine, picks), *_interval(apart, picks)))
        head = "policy measure group unit seeds mean low high difference difference_low difference_high"
        return pd.DataFrame(rows, columns=head.split())

    def interval_records(self) -> list[dict[str, Any]]:
        """Return :meth:`intervals` as plain values, rounded to 4 places, None where nothing is known."""
        rows = self.intervals().to_dict("records")
        return [{str(key): _plain(value) for key, value in row.items()} for row in rows]

    def table(self, language: Language) -> tuple[list[str], list[list[str]]]:
        """Return headers and rows of the intervals as people read them."""
        return policy_table(self.interval_records(), Words(language))

    def write_page(self, path: str | Path, *, language: Language = "id") -> Path:
        """Write plots and the table of intervals as one self-contained page, in place of what stands there.

        Raises
        ------
        NotFoundError
            The place can't be written to.
        """
        seeds = len({run.seed for run in self.runs})
        write_policy_page(self.interval_records(), Path(path), people=self.people, seeds=seeds, language=language)
        return Path(path)

    def write_parquet(self, path: str | Path) -> Path:
        """Write :meth:`to_frame` as Parquet, in place of what stands there.

        Raises
        ------
        NotFoundError
            The place can't be written to.
        """
        target = Path(path)
        with disk_errors(target):
            write_parquet([(TIDY, self.to_frame(), target)])
        return target


def _plain(value: Any) -> Any:
    return None if value != value else round(value, 4) if isinstance(value, float) else value  # NaN differs from itself


def _interval(values: FloatArray, picks: IntArray) -> tuple[float, float, float]:
    """Return mean and interval of the known values; a resample of unknown ones alone counts for nothing."""
    if not np.isfinite(values).any():
        return np.nan, np.nan, np.nan
    drawn = values[picks]
    counts = np.isfinite(drawn).sum(axis=1)
    means = np.nansum(drawn, axis=1)[counts > 0] / counts[counts > 0]
    low, high = np.percentile(means, [(100 - LEVEL) / 2, 100 - (100 - LEVEL) / 2])
    return float(np.nanmean(values)), float(low), float(high)


def study(
    people: int,
    seeds: Sequence[int],
    chosen: Mapping[str, Policy] | None = None,
    *,
    on_run: Callable[[PolicyRun], None] | None = None,
) -> Study:
    """Run policies on the same made-up agencies, one a seed.

    A policy's random numbers depend on the seed and its own name alone: others that take part change nothing.

    Parameters
    ----------
    people
        People of each agency.
    seeds
        Seeds of the agencies, each once.
    chosen
        Policies by name; None = all that are registered.
    on_run
        Called with each run as it is known.

    Raises
    ------
    OptionError
        A seed stands twice, there is none, or there is no policy.
    """
    taking = dict(policies() if chosen is None else chosen)
    if not taking or not seeds or len(set(seeds)) < len(seeds):
        message = "a study takes one policy or more, and one seed or more, each once."
        bahasa = "kajian memerlukan paling sedikit satu kebijakan dan satu benih, masing-masing sekali."
        raise OptionError(message, code="E-POLICY", bahasa=bahasa)
    runs = []
    for seed in seeds:
        for run in _of_agency(people, seed, taking):
            runs.append(run)
            if on_run is not None:
                on_run(run)
    return Study(people, tuple(runs))


def _of_agency(people: int, seed: int, taking: Mapping[str, Policy]) -> Iterator[PolicyRun]:
    (case,) = build_agencies(SynthOrder(people, seed=seed))
    scenario = Scenario.parse(case.scenario)
    built = build_problem(case, scenario)
    referee = Referee(case, scenario)
    today = referee.audit(referee.today)
    for name, function in taking.items():
        rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
        start = time.process_time()
        chosen = function(built.problem, rng)
        seconds = time.process_time() - start
        figures: dict[tuple[str, str], float | None] = {}
        if chosen is not None:
            audit = referee.audit(plan_of(built.problem, _checked(built, chosen, name)))
            figures = {(item.name, item.group): item.value for item in measures_of(referee, today, audit)}
        yield PolicyRun(seed, name, round(seconds, 6), figures)


def _checked(built: Built, chosen: IntArray, name: str) -> IntArray:
    """Return a policy's choice after seeing that it is one option of each person.

    Raises
    ------
    OptionError
        It is not.
    """
    problem = built.problem
    options = np.asarray(chosen)
    people = np.arange(len(problem.employee_ids))
    whole = options.shape == people.shape and options.dtype.kind == "i"
    inside = whole and bool(((options >= 0) & (options < problem.num_options)).all())
    if not inside or not np.array_equal(problem.option_employee[options], people):
        message = f"policy '{name}' returned no option of each person, in the order of the people."
        bahasa = f"kebijakan '{name}' tidak mengembalikan satu pilihan tiap pegawai menurut urutan pegawai."
        raise OptionError(message, code="E-POLICY", bahasa=bahasa)
    return options
