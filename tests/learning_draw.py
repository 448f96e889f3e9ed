"""A small history of evaluations with known levels: the least that the learned models are tested on.

Levels = tier mean + general factor + own deviation + walks + drift + training. An assessment centre sees a third of the
people each year in whole levels; colleagues score everybody yearly, leniently, with halo. ``tests/conftest.py`` makes this
module importable as ``tests.learning_draw``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from penata.models.learning.observations import Observations

TIERS = np.array([2.2, 3.1, 4.0])


@dataclass(frozen=True)
class Drawn:
    """Observations, the true levels (people, competencies, years) and the levels asked for (people, competencies)."""

    observations: Observations
    levels: np.ndarray
    required: np.ndarray

    def targets(self, year: int) -> pd.DataFrame:
        """Assessment-centre scores of one year as rows to foresee from its first day."""
        scores = self.observations.scores
        chosen = scores[(scores["instrument"] == "AC") & (scores["when"] > year) & (scores["when"] < year + 1)]
        rows = pd.DataFrame(
            {
                "person": chosen["person"].cat.codes.to_numpy().astype(np.int64),
                "competency": chosen["competency"].cat.codes.to_numpy().astype(np.int64),
                "as_of": float(year),
                "when": year + 0.95,
                "score": chosen["score"].to_numpy(),
            }
        )
        rows["required"] = self.required[rows["person"], rows["competency"]]
        rows["level"] = self.levels[rows["person"], rows["competency"], year - 2019]
        return rows


def draw_history(num_people: int = 300, *, num_competencies: int = 8, years: int = 6, seed: int = 0) -> Drawn:
    """Draw people, their levels from 2019 on, and what was scored of them."""
    rng = np.random.default_rng(seed)
    shape = (num_people, num_competencies)
    tier = rng.choice(3, num_people, p=[0.6, 0.3, 0.1])
    required = np.clip(tier[:, None] + 2 + rng.choice([-1, 0, 1], shape, p=[0.12, 0.73, 0.15]), 1, 5).astype(float)
    general, own = np.sqrt(0.3) * rng.normal(size=(num_people, 1)), np.sqrt(0.14) * rng.normal(size=shape)
    halo, unit = 0.25 * rng.normal(size=num_people), rng.integers(0, max(2, num_people // 40), num_people)
    boost, phase = np.zeros(shape), rng.integers(0, 3, num_people)
    levels, scores, courses = np.zeros((*shape, years)), [], []
    for year in range(years):
        general = general + 0.10 * rng.normal(size=general.shape) * (year > 0)
        own, boost = own + 0.16 * rng.normal(size=shape) * (year > 0), boost * 0.7
        level = TIERS[tier][:, None] + general + own + 0.02 * year + boost
        levels[:, :, year] = level
        severity, raters = 0.35 * rng.normal(size=unit.max() + 1), rng.integers(2, 6, num_people)
        around = 0.55 * level + 0.45 * level.mean(axis=1, keepdims=True) + (severity[unit] + halo)[:, None] + 0.9
        around = around + rng.normal(size=shape) * (0.6 / np.sqrt(raters))[:, None]
        scores.append(_cells(np.clip(around, 0, 5), rng.random(shape) > 0.2, 2019 + year + 0.9, "360", "peer", unit))
        centre = level + 0.22 * rng.normal(size=(num_people, 1)) + 0.45 * rng.normal(size=shape)
        there = (rng.random(shape) > 0.2) & np.equal(year % 3, phase)[:, None]
        scores.append(_cells(np.clip(np.round(centre), 1, 5), there, 2019 + year + 0.95, "AC", "assessor", unit * 0))
        took = rng.random(shape) < 1 / (1 + np.exp(3 - 0.9 * (required - level)))
        boost = boost + np.where(took, 0.35 * np.clip((5 - level) / 2.5, 0, 1.4), 0)
        person, competency = np.nonzero(took)
        courses.append(pd.DataFrame({"person": person, "competency": competency, "when": 2019 + year + 0.99, "course": "K"}))
    people = pd.DataFrame({"person": _names(np.arange(num_people)), "tier": tier.astype(str)})
    asked = pd.DataFrame({"person": np.repeat(np.arange(num_people), num_competencies), "level": required.ravel()})
    asked["competency"] = np.tile(np.arange(num_competencies), num_people)
    observations = Observations.from_frame(
        _named(pd.concat(scores)),
        when="when",
        instrument="instrument",
        rater="rater",
        rater_unit="rater_unit",
        required=_named(asked),
        people=people,
        trainings=_named(pd.concat(courses)),
    )
    return Drawn(observations, levels, required)


def _cells(score: np.ndarray, there: np.ndarray, when: float, instrument: str, rater: str, unit: np.ndarray) -> pd.DataFrame:
    person, competency = np.nonzero(there)
    cells = pd.DataFrame({"person": person, "competency": competency, "score": np.round(score[there], 3)})
    return cells.assign(when=when, period=int(when), instrument=instrument, rater=rater, rater_unit=unit[person].astype(str))


def _names(people: np.ndarray) -> list[str]:
    return [f"P{number:05d}" for number in people.tolist()]


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    competency = [f"C{number:02d}" for number in frame["competency"].tolist()]
    return frame.assign(person=_names(frame["person"].to_numpy()), competency=competency).reset_index(drop=True)
