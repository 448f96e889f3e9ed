"""Ways of foreseeing needs, each one function of rows: what the last level alone can say, and what the estimators do.

A method learns from the rows that train and from what is dated before a row, and answers the rows that are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from ..datasets.synthetic.history_law import HistoryLaw
from ..models.learning.arrays import FloatArray
from ..models.learning.baselines import CalibratedGap, HardGap, TransitionTable
from ..models.learning.levels import expected_gap, interval, level_probabilities, need_probability
from ..models.learning.state_model import CompetencyStateModel
from .learning_data import CENTRE, LearningRows

HARD: Final = "hard gap"
NAIVE: Final = "calibrated gap"
TABLE: Final = "transition table"
STATE: Final = "state model"
ORACLE: Final = "true level"
COVERAGES: Final = (0.8, 0.9)


@dataclass(frozen=True)
class Forecast:
    """What a method says of the judged rows, n of them; None = it has no word on that.

    Parameters
    ----------
    probability
        Shape (n,). P(need).
    levels
        Shape (n, 5). Distribution over the level that comes.
    gap
        Shape (n,). Expected gap, in the unit of the scores.
    bounds
        Lower and upper end of the interval of the true level at each of :data:`COVERAGES`, shape (n,) each.
    """

    probability: FloatArray | None = None
    levels: FloatArray | None = None
    gap: FloatArray | None = None
    bounds: tuple[tuple[FloatArray, FloatArray], ...] | None = None


Method = Callable[[LearningRows], Forecast]


def hard_gap(data: LearningRows) -> Forecast:
    """Say need where the last level lies under the required one."""
    train, test = data.part(test=False), data.part(test=True)
    model = HardGap().fit(_of(train, "required"), _of(train, "last"), train["need"].to_numpy())
    return Forecast(model.predict(_of(test, "required"), _of(test, "last")))


def calibrated_gap(data: LearningRows) -> Forecast:
    """Read P(need), and the gap to expect, off required minus last level as learned (isotonic)."""
    train, test = data.part(test=False), data.part(test=True)
    model = CalibratedGap().fit(_of(train, "required"), _of(train, "last"), train["need"].to_numpy())
    size = max(float(_of(train, "required").max()), 1.0)
    missing = np.maximum(_of(train, "required") - _of(train, "score"), 0) / size  # within 0-1, as a curve of shares is
    gap = CalibratedGap().fit(_of(train, "required"), _of(train, "last"), missing)  # type: ignore[arg-type]  # shares, too
    asked, last = _of(test, "required"), _of(test, "last")
    return Forecast(model.predict(asked, last), gap=size * gap.predict(asked, last))


def transition_table(data: LearningRows) -> Forecast:
    """Read the level that comes off the last one, as counted."""
    if not _has_levels(data):
        return Forecast()
    train, test = data.part(test=False), data.part(test=True)
    model = TransitionTable().fit(_of(train, "last"), _of(train, "score").astype(np.int64))
    return Forecast(levels=model.predict(_of(test, "last")))


def state_model(data: LearningRows) -> Forecast:
    """Filter the hidden level from all scores, and read the next mark off it, noise and all."""
    train, test = data.part(test=False), data.part(test=True)
    people = data.observations.person_ids[np.unique(train["person"].to_numpy())]
    learned = data.observations.of_people(people).before(float(test["as_of"].min()))
    model = CompetencyStateModel(anchored=_has_levels(data)).fit(learned)
    states = model.predict(data.observations, test[["person", "competency", "as_of", "when"]])
    numbers, names = model.numbers(), model.source_names()
    source = np.array([_source(name, names) for name in test["instrument"]])
    seen = states.variance + numbers.noise[source] + numbers.occasion[source]
    grid = 1.0 if _has_levels(data) else 0.0
    asked = _of(test, "required") if _has_levels(data) else 1 + _of(test, "required") / 25
    unit = 1.0 if _has_levels(data) else 25.0
    return Forecast(
        need_probability(asked, states.mean, seen, grid=grid),
        levels=level_probabilities(states.mean, seen) if _has_levels(data) else None,
        gap=unit * expected_gap(asked, states.mean, seen),
        bounds=tuple(interval(states.mean, states.variance, level=level) for level in COVERAGES),
    )


def true_level(data: LearningRows) -> Forecast:
    """Read the next mark off the true level: what no forecast can pass; data without a truth have none."""
    test = data.part(test=True)
    if "truth" not in test:
        return Forecast()
    law = HistoryLaw()
    noise = np.full(len(test), law.assessor**2 + law.occasion**2 + law.noise**2)
    true = _of(test, "truth")
    return Forecast(need_probability(_of(test, "required"), true, noise), levels=level_probabilities(true, noise))


METHODS: Final[Mapping[str, Method]] = MappingProxyType(
    {HARD: hard_gap, NAIVE: calibrated_gap, TABLE: transition_table, STATE: state_model, ORACLE: true_level}
)
"""Every method by name, naive ones first."""


def _of(rows: object, name: str) -> FloatArray:
    values: FloatArray = np.asarray(rows[name], dtype=np.float64)  # type: ignore[index]  # a frame
    return values


def _has_levels(data: LearningRows) -> bool:
    """Return whether marks are whole levels 1-5 rather than percentages."""
    return bool((data.rows["instrument"] == CENTRE).all())


def _source(instrument: str, names: tuple[str, ...]) -> int:
    """Return the place of the first source of an instrument, whoever the rater."""
    found = [place for place, name in enumerate(names) if name.partition("/")[0] == instrument]
    return found[0] if found else len(names) - 1
