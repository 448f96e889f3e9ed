"""Why the state model foresees a level: the prior, every score with its weight, training and drift; they add up exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .arrays import FloatArray
from .observations import Observations
from .state_model import CompetencyStateModel, trainings_of, with_parameters


@dataclass(frozen=True, slots=True)
class ScoreWeight:
    """One score in a forecast.

    Parameters
    ----------
    competency, source, when
        What was scored, by what, at which moment (years).
    score
        Mean of the raters, on levels.
    surprise
        Score less what a person of the tier would have got from that source and cohort, levels.
    weight
        Levels that the forecast moves for one level of the score.
    """

    competency: str
    source: str
    when: float
    score: float
    surprise: float
    weight: float

    @property
    def moves(self) -> float:
        """Levels that the score adds to the forecast."""
        return self.weight * self.surprise


@dataclass(frozen=True, slots=True)
class Reasons:
    """A forecast taken apart: ``mean = prior + drift_and_training + sum of moves``.

    Parameters
    ----------
    mean, variance
        The forecast.
    prior
        Mean level of the tier in the competency.
    drift_and_training
        What drift and courses add, net of what the scores already showed of it.
    scores
        Every score of the person that moves the forecast, the strongest first.
    """

    mean: float
    variance: float
    prior: float
    drift_and_training: float
    scores: tuple[ScoreWeight, ...]


def explain_state(
    model: CompetencyStateModel, observations: Observations, person: str, competency: str, *, as_of: float, when: float
) -> Reasons:
    """Take one forecast apart.

    The filter is linear in the scores, so the weight of a score is the forecast's answer to a score of 1 alone. One pass
    answers for all scores: as many copies of the person as there are scores, all with one pattern.

    Raises
    ------
    KeyError
        The person or the competency is not in the observations.
    """
    mine = observations.on_levels()
    place = {name: number for number, name in enumerate(mine.person_ids.tolist())}
    competencies = {name: number for number, name in enumerate(mine.competency_ids.tolist())}
    row = pd.DataFrame(
        {"person": [place[person]], "competency": [competencies[competency]], "as_of": [as_of], "when": [when]}
    )
    states = model.predict(mine, row)
    deviations = model.deviations(mine)
    span = (place[person], place[person] + 1)
    history = model.scores_of(mine, deviations, span)
    first = int(np.searchsorted(mine.person_idx, span[0]))
    history["score"] = mine.scores["score"].to_numpy()[first : first + len(history)]
    history = history[history["when"] < as_of]
    keys = ["when", "source", "competency"]
    cells = history.groupby(keys, as_index=False, sort=True).agg(value=("value", "mean"), score=("score", "mean"))
    weights = _weights(model, mine, row, history, cells)
    names = model.source_names()
    columns = [cells[name].to_numpy() for name in (*keys, "score", "value")]
    scores = [
        ScoreWeight(
            competency=str(mine.competency_ids[about]),
            source=names[source],
            when=float(moment),
            score=float(score),
            surprise=float(value),
            weight=float(weight),
        )
        for moment, source, about, score, value, weight in zip(*columns, weights, strict=True)
    ]
    scores.sort(key=lambda item: (-abs(item.moves), -item.when, item.competency))
    moved = sum(item.moves for item in scores)
    mean, prior = float(states.mean[0]), float(states.prior[0])
    return Reasons(mean, float(states.variance[0]), prior, mean - prior - moved, tuple(scores))


def _weights(
    model: CompetencyStateModel, observations: Observations, row: pd.DataFrame, history: pd.DataFrame, cells: pd.DataFrame
) -> FloatArray:
    """Return the weight of each cell by unit scores; with drift and effect 0 nothing else moves the mean."""
    count = len(cells)
    if not count:
        return np.zeros(0)
    keys = ["when", "source", "competency"]
    which = history[keys].merge(cells[keys].reset_index(names="cell"), on=keys, how="left")["cell"].to_numpy()
    number = np.repeat(np.arange(count), len(history))
    unit = (np.tile(which, count) == number).astype(np.float64)
    scores = pd.concat([history[keys]] * count, ignore_index=True).assign(person=number, value=unit)
    person = int(row["person"].iloc[0])
    trained = trainings_of(observations, (person, person + 1))
    trainings = pd.concat([trained.assign(person=copy) for copy in range(count)], ignore_index=True)
    asked = pd.concat([row.assign(person=copy) for copy in range(count)], ignore_index=True)
    plain = with_parameters(model, drift=0.0, effect=0.0)
    priors = np.zeros((1, len(observations.competency_ids) + 1))
    return plain.ask(scores, trainings, asked, priors, np.zeros(count, dtype=np.int64)).mean
