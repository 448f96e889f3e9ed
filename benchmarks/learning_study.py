"""Suite ``learning``: what methods foresee on people and periods never seen, with intervals by people, and gates."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ..models.learning.arrays import FloatArray, IntArray
from ..models.learning.bootstrap import paired_gain
from ..models.learning.metrics import gap_metrics, interval_metrics, need_metrics, ranked_probability_score
from ..reports.words import Language
from .learning_data import LearningRows
from .learning_methods import COVERAGES, METHODS, NAIVE, ORACLE, TABLE, Forecast, Method

if TYPE_CHECKING:
    import pandas as pd

DRAWS: Final = 200
"""Resamples of people."""
HISTORIES: Final = ((0, 0, "0"), (1, 1, "1"), (2, 2, "2"), (3, 10**9, "3+"))
MEASURES: Final = (
    ("rows", "baris", "rows"),
    ("rate", "kebutuhan", "need"),
    ("auc", "AUC", "AUC"),
    ("brier", "Brier", "Brier"),
    ("ece", "ECE", "ECE"),
    ("recall", "tertangkap", "recall"),
    ("brier_gain", "Brier lawan celah", "Brier against gap"),
    ("rps", "RPS", "RPS"),
    ("gap_rmse", "RMSE celah", "gap RMSE"),
    *((f"coverage_{round(100 * level)}", f"cakupan {level:.0%}", f"coverage {level:.0%}") for level in COVERAGES),
)
"""Measure, and its words in Bahasa and English; recall is of the fifth of the rows forecast highest."""


@dataclass(frozen=True, slots=True)
class LearningRun:
    """One method on one set of rows.

    Parameters
    ----------
    family
        What several seeds share.
    seed
        Of the data, 0 where they are published ones.
    method
        Its name.
    forecast
        What it said; :attr:`rows` are what came.
    rows
        The judged rows.
    seconds
        CPU seconds of learning and answering.
    """

    family: str
    seed: int
    method: str
    forecast: Forecast
    rows: pd.DataFrame
    seconds: float

    def figures(self) -> dict[str, float]:
        """Return the measures that the forecast has, without those against another method."""
        need, found = self.rows["need"].to_numpy(), {"rows": float(len(self.rows)), "rate": float(self.rows["need"].mean())}
        said = self.forecast
        if said.probability is not None:
            measured = need_metrics(need, said.probability)
            found |= {"auc": measured.auc, "brier": measured.brier, "ece": measured.ece}
            found["recall"] = measured.recall_at_capacity
        if said.levels is not None:
            found["rps"] = ranked_probability_score(self.rows["score"].to_numpy(dtype=np.int64), said.levels)
        if said.gap is not None:
            missing = np.maximum((self.rows["required"] - self.rows["score"]).to_numpy(), 0.0)
            found["gap_rmse"] = gap_metrics(missing, said.gap).rmse
        if said.bounds is not None and "truth" in self.rows:
            true = self.rows["truth"].to_numpy()
            for level, (low, high) in zip(COVERAGES, said.bounds, strict=True):
                found[f"coverage_{round(100 * level)}"] = interval_metrics(true, low, high).coverage
        return found


@dataclass(frozen=True, slots=True)
class Gate:
    """A figure that a suite must reach.

    Parameters
    ----------
    name
        What it says, in Bahasa and in English.
    value, limit
        Figure and least (``at_least``) or most that passes.
    """

    name: tuple[str, str]
    value: float
    limit: float
    at_least: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; ``value`` is None where it is unknown."""
        known = None if self.value != self.value else round(self.value, 5)  # NaN differs from itself
        facts = {"name": self.name[1], "value": known, "limit": self.limit, "at_least": self.at_least}
        return facts | {"passed": bool(self.passed)}

    @property
    def passed(self) -> bool:
        """Whether the figure reaches the limit; one that is unknown does not."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@dataclass(frozen=True, slots=True)
class LearningStudy:
    """What methods did on several sets of rows."""

    runs: tuple[LearningRun, ...]

    def families(self) -> tuple[str, ...]:
        """Return the families in the order in which they ran."""
        return tuple(dict.fromkeys(run.family for run in self.runs))

    def of(self, family: str, method: str) -> list[LearningRun]:
        """Return the runs of one method, one a seed."""
        return [run for run in self.runs if run.family == family and run.method == method]

    def mean(self, family: str, method: str, measure: str) -> float:
        """Return the mean of a measure over the seeds; nan where the method has no such measure."""
        found = [run.figures().get(measure, np.nan) for run in self.of(family, method)]
        return float(np.mean(found)) if found else np.nan

    def interval_records(self) -> list[dict[str, Any]]:
        """Return one record a family, method, stratum and measure: mean over seeds, lowest and highest seed.

        ``brier_gain`` is how far the Brier score lies under that of the calibrated gap, as a share; its ``low`` and ``high``
        are a 95 % percentile interval over people drawn anew (all seeds together, both methods on the same people).
        Strata are the number of marks before: 0, 1, 2, 3+; "" = all rows.
        """
        records = []
        for family in self.families():
            for method in dict.fromkeys(run.method for run in self.runs if run.family == family):
                mine = self.of(family, method)
                for stratum, cut in _strata(mine):
                    parts = [_part(run, cut) for run in mine]
                    figures = [part.figures() for part in parts if len(part.rows)]
                    for measure in dict.fromkeys(name for found in figures for name in found):
                        values = [found[measure] for found in figures if measure in found]
                        spread = (float(np.mean(values)), float(min(values)), float(max(values)))
                        records.append(_record(family, method, stratum, measure, len(values), spread))
                    if not stratum and method != NAIVE and mine[0].forecast.probability is not None:
                        records.append(_record(family, method, "", "brier_gain", len(mine), self._gain(family, method)))
        return records

    def _gain(self, family: str, method: str) -> tuple[float, float, float]:
        """Return by how much the Brier score lies under the calibrated gap's, with its interval by people."""
        people: list[IntArray] = []
        need: list[IntArray] = []
        said: list[FloatArray] = []
        naive: list[FloatArray] = []
        for run, other in zip(self.of(family, method), self.of(family, NAIVE), strict=True):
            if run.forecast.probability is None or other.forecast.probability is None:
                return np.nan, np.nan, np.nan
            people.append(run.rows["person"].to_numpy() + 10**9 * len(people))
            need.append(run.rows["need"].to_numpy())
            said.append(run.forecast.probability)
            naive.append(other.forecast.probability)
        found = paired_gain(
            np.concatenate(people),
            np.concatenate(need),
            np.concatenate(said),
            np.concatenate(naive),
            _square,
            draws=DRAWS,
        )
        return found.value, found.lower, found.upper

    def table(self, language: Language) -> tuple[list[str], list[list[str]]]:
        """Return headers and rows of the measures of all rows, a method a line."""
        place = 0 if language == "id" else 1
        known: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
        for item in self.interval_records():
            if not item["group"]:
                known.setdefault((item["data"], item["method"]), {})[item["measure"]] = item
        heads = [("data", "data")[place], ("cara", "method")[place], *(words[place] for _, *words in MEASURES)]
        rows = [
            [data, method, *(_cell(measure, found.get(measure)) for measure, *_ in MEASURES)]
            for (data, method), found in known.items()
        ]
        return heads, rows


def _square(need: IntArray, probability: FloatArray) -> float:
    return float(np.mean((probability - need) ** 2))


def _record(
    data: str, method: str, group: str, measure: str, seeds: int, spread: tuple[float, float, float]
) -> dict[str, Any]:
    mean, low, high = (None if value != value else round(value, 5) for value in spread)  # NaN differs from itself
    return {
        "data": data, "method": method, "group": group, "measure": measure, "seeds": seeds, "mean": mean, "low": low,
        "high": high,
    }  # fmt: skip


def _cell(measure: str, item: Mapping[str, Any] | None) -> str:
    if item is None or item["mean"] is None:
        return "-"
    if measure == "rows":
        return f"{item['mean']:,.0f}"
    if measure == "brier_gain":
        return f"{-item['mean']:+.1%} ({-item['high']:+.1%}..{-item['low']:+.1%})"
    return f"{item['mean']:.2f}" if measure == "gap_rmse" and item["mean"] > 2 else f"{item['mean']:.4f}"


def _strata(runs: Sequence[LearningRun]) -> Iterator[tuple[str, tuple[int, int] | None]]:
    yield "", None
    seen = np.concatenate([run.rows["history"].to_numpy() for run in runs])
    for low, high, name in HISTORIES:
        if ((seen >= low) & (seen <= high)).any():
            yield name, (low, high)


def _part(run: LearningRun, cut: tuple[int, int] | None) -> LearningRun:
    if cut is None:
        return run
    at = np.flatnonzero(run.rows["history"].between(*cut).to_numpy())
    said = run.forecast
    part = Forecast(
        None if said.probability is None else said.probability[at],
        None if said.levels is None else said.levels[at],
        None if said.gap is None else said.gap[at],
        None if said.bounds is None else tuple((low[at], high[at]) for low, high in said.bounds),
    )
    return LearningRun(run.family, run.seed, run.method, part, run.rows.iloc[at], run.seconds)


def learning_study(
    families: Mapping[str, Sequence[tuple[int, Callable[[], LearningRows]]]],
    methods: Mapping[str, Method] | None = None,
    *,
    on_run: Callable[[LearningRun], None] | None = None,
) -> LearningStudy:
    """Run methods on families of rows, each drawn or read once.

    Parameters
    ----------
    families
        Name of a family -> its seeds, each with what makes its rows.
    methods
        By name; None = :data:`~penata.benchmarks.learning_methods.METHODS`.
    on_run
        Called with each run as it is known.
    """
    runs = []
    for family, seeds in families.items():
        for seed, make in seeds:
            data = make()
            rows = data.part(test=True)
            for name, method in (METHODS if methods is None else methods).items():
                start = time.process_time()
                said = method(data)
                seconds = round(time.process_time() - start, 3)
                if said.probability is None and said.levels is None:
                    continue
                runs.append(LearningRun(family, seed, name, said, rows, seconds))
                if on_run is not None:
                    on_run(runs[-1])
    return LearningStudy(tuple(runs))


def way_to_oracle(study: LearningStudy, family: str, method: str) -> float:
    """Return which share of the way from the calibrated gap's AUC to that of the true level a method has gone."""
    naive, mine, best = (study.mean(family, name, "auc") for name in (NAIVE, method, ORACLE))
    return (mine - naive) / (best - naive)


def rps_gain(study: LearningStudy, family: str, method: str) -> float:
    """Return how far a method's ranked probability score lies under that of the transition table, as a share."""
    return 1 - study.mean(family, method, "rps") / study.mean(family, TABLE, "rps")
