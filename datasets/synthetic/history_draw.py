"""Levels of people over the years and what is seen of them, all in arrays: N people, C competencies, T years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .history_law import GRADE_SHARES, HistoryLaw
from .order import BoolArray, FloatArray, IntArray

Levels = npt.NDArray[np.float32]
PEOPLE_AN_ASSESSOR: Final = 150
BLOCK: Final = 20_000
"""People whose cells are drawn at a time: bounds the memory beside the results."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is followed.

    Parameters
    ----------
    tier
        Shape (N,). Mean level of the person's tier.
    required
        Shape (N, C). Level that the post held in the last year asks for.
    unit
        Shape (T, N). Unit each year, from 0 up.
    service
        Shape (N,). Years of service at the end of the first year; below 0 = not yet there, hence nothing seen.
    course
        Shape (N, C). Course that the person would take in the competency.
    """

    tier: FloatArray
    required: Levels
    unit: IntArray
    service: FloatArray
    course: IntArray


@dataclass(frozen=True, slots=True)
class Assessed:
    """Marks of the assessment centre in one year, M people.

    Parameters
    ----------
    person
        Shape (M,). Index of each person.
    assessor
        Shape (M,). Index of the assessor.
    score
        Shape (M, C). Marks 1-5, NaN where not assessable.
    """

    person: IntArray
    assessor: IntArray
    score: Levels


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn; years 0 to T - 1 are seen, year T is the horizon.

    Parameters
    ----------
    level
        Shape (T + 1, N, C). True levels.
    assessed
        The assessment centre of years 0 to T - 1.
    rated
        Shape (T, N, C). 360 scores, NaN for who was not there.
    num_raters
        Shape (T, N).
    grade
        Shape (T, N). Yearly grade 0-4, -1 for who was not there.
    trained
        Shape (R, 3). Person, competency and year of each training; it ends between the scores of that year and the next.
    gained
        Shape (R,). What each training added at first.
    next_score
        Shape (N, C). Mark that an assessment centre would give everyone at the horizon, NaN where not assessable.
    general
        Shape (N,). g of each person.
    assessor_severity, unit_severity, person_halo, course_effect
        Their true values.
    """

    level: Levels
    assessed: tuple[Assessed, ...]
    rated: Levels
    num_raters: npt.NDArray[np.int8]
    grade: npt.NDArray[np.int8]
    trained: IntArray
    gained: FloatArray
    next_score: Levels
    general: FloatArray
    assessor_severity: FloatArray
    unit_severity: FloatArray
    person_halo: FloatArray
    course_effect: FloatArray


def draw_levels(cast: Cast, law: HistoryLaw, seed: int) -> Drawn:
    """Draw the levels of a cast by a law, and what assessors, raters and grades show of them.

    Blocks of people have streams of their own, so memory beside the results does not grow with N. Equal inputs give equal
    arrays.
    """
    years, count = cast.unit.shape
    num_competencies = cast.required.shape[1]
    whole = _stream(seed, "whole")
    shared = _Shared(
        assessor=whole.normal(0, law.assessor, max(3, count // PEOPLE_AN_ASSESSOR)),
        unit=whole.normal(0, law.unit, int(cast.unit.max(initial=0)) + 1),
        course=law.effect
        * whole.lognormal(-(law.effect_spread**2) / 2, law.effect_spread, int(cast.course.max(initial=0)) + 1),
    )
    level = np.empty((years + 1, count, num_competencies), dtype=np.float32)
    rated = np.full((years, count, num_competencies), np.nan, dtype=np.float32)
    raters = np.zeros((years, count), dtype=np.int8)
    next_score = np.empty((count, num_competencies), dtype=np.float32)
    general, halo, performance = np.empty(count), np.empty(count), np.empty((years, count))
    marks: list[list[Assessed]] = [[] for _ in range(years)]
    trained, gained = [np.empty((0, 3), dtype=np.int64)], [np.empty(0)]
    for number, start in enumerate(range(0, count, BLOCK)):
        rows = slice(start, min(start + BLOCK, count))
        block = _Block(cast, law, shared, rows, _stream(seed, "block", number))
        general[rows], halo[rows] = block.general, block.halo
        for year in range(years + 1):
            level[year, rows] = block.level
            if year == years:
                next_score[rows] = block.marks(np.arange(block.size), block.assessors(block.size))
                break
            raters[year, rows], rated[year, rows] = block.rate(year)
            performance[year, rows] = block.perform(year)
            marks[year].append(block.assess(year))
            who, gains = block.train(year)
            trained.append(who)
            gained.append(gains)
            block.step()
    return Drawn(
        level=level,
        assessed=tuple(_joined(parts) for parts in marks),
        rated=rated,
        num_raters=raters,
        grade=np.stack([_grades(one) for one in performance]),
        trained=np.concatenate(trained),
        gained=np.concatenate(gained),
        next_score=next_score,
        general=general,
        assessor_severity=shared.assessor,
        unit_severity=shared.unit,
        person_halo=halo,
        course_effect=shared.course,
    )


def _stream(seed: int, name: str, number: int = 0) -> np.random.Generator:
    return np.random.default_rng([seed, 7, {"whole": 0, "block": 1}[name], number])


@dataclass(frozen=True, slots=True)
class _Shared:
    assessor: FloatArray
    unit: FloatArray
    course: FloatArray


class _Block:
    """People of one block as they pass through the years; ``level`` is that of the year reached."""

    def __init__(self, cast: Cast, law: HistoryLaw, shared: _Shared, rows: slice, rng: np.random.Generator) -> None:
        self._law, self._shared, self._rng, self._start = law, shared, rng, rows.start
        self._unit, self._service, self._course = cast.unit[:, rows], cast.service[rows], cast.course[rows]
        self._required, self._tier = cast.required[rows], cast.tier[rows]
        count, width = self._required.shape
        self.size, self._width = count, width
        self.general: FloatArray = rng.standard_normal((count,))
        self.halo: FloatArray = law.halo * rng.standard_normal((count,))
        self._phase = rng.integers(0, law.cycle, self.size)
        self._assessable = rng.random((self.size, self._width)) >= law.unassessable
        own = np.sqrt(law.own) * rng.standard_normal((self.size, self._width))
        start = self._tier + np.sqrt(law.general) * self.general + law.tenure * np.maximum(self._service, 0)
        self._base = start[:, None] + own
        self._boost = np.zeros((self.size, self._width))
        self._fresh = np.zeros((self.size, self._width))
        self._last = np.full((self.size, self._width), np.nan)
        self.level: FloatArray = self._base.copy()

    def _there(self, year: int) -> BoolArray:
        found: BoolArray = self._service + year >= 0
        return found

    def assessors(self, count: int) -> IntArray:
        """Draw an assessor for each of so many people."""
        return self._rng.integers(0, len(self._shared.assessor), count)

    def marks(self, people: IntArray, assessor: IntArray) -> Levels:
        """Draw the marks that assessors give these people, whole levels 1-5, NaN where not assessable."""
        law, rng = self._law, self._rng
        day = self._shared.assessor[assessor] + rng.normal(0, law.occasion, len(people))
        seen = self.level[people] + day[:, None] + rng.normal(0, law.noise, (len(people), self._width))
        whole = np.clip(np.floor(seen + 0.5), 1, 5)
        return np.where(self._assessable[people], whole, np.nan).astype(np.float32)

    def assess(self, year: int) -> Assessed:
        """Assess those whose turn it is, and keep their marks as the last ones."""
        people = np.flatnonzero(((self._phase + year) % self._law.cycle == 0) & self._there(year))
        assessor = self.assessors(len(people))
        score = self.marks(people, assessor)
        self._last[people] = np.where(np.isnan(score), self._last[people], score)
        return Assessed(people + self._start, assessor, score)

    def rate(self, year: int) -> tuple[npt.NDArray[np.int8], Levels]:
        """Return the number of raters and the mean of their 360 scores, to two decimals."""
        law, rng = self._law, self._rng
        raters = rng.integers(law.raters[0], law.raters[1] + 1, self.size)
        mean = self.level.mean(axis=1)
        lift = self._shared.unit[self._unit[year]] + self.halo + law.lenience
        seen = (1 - law.halo_share) * self.level + (law.halo_share * mean + lift)[:, None]
        seen += rng.normal(0, 1, seen.shape) * (law.rater_noise / np.sqrt(raters))[:, None]
        score = np.round(np.clip(seen, 1, 5), 2)
        there = self._there(year)
        return np.where(there, raters, 0).astype(np.int8), np.where(there[:, None], score, np.nan).astype(np.float32)

    def perform(self, year: int) -> FloatArray:
        """Return what the yearly grade ranks: how far above the tier, and much noise; NaN for who is not there."""
        above = self.level.mean(axis=1) - self._tier
        seen = above + self._rng.normal(0, self._law.grade_noise, self.size)
        return np.where(self._there(year), seen, np.nan)

    def train(self, year: int) -> tuple[IntArray, FloatArray]:
        """Draw who is trained in what after this year's scores, and what it adds."""
        law, rng = self._law, self._rng
        gap = np.nan_to_num(self._required - self._last)
        odds = law.chance + law.chance_gap * gap + law.chance_general * self.general[:, None]
        chosen = (rng.random(odds.shape) < 1 / (1 + np.exp(-odds))) & self._there(year)[:, None]
        people, competency = np.nonzero(chosen)
        room = np.clip((law.ceiling - self.level[people, competency]) / law.room, 0, 1)
        mean = self._shared.course[self._course[people, competency]] * room
        gains = mean * rng.gamma(law.effect_shape, 1 / law.effect_shape, len(people))
        self._fresh[:] = 0
        self._fresh[people, competency] = gains
        who = np.column_stack([people + self._start, competency, np.full(len(people), year)])
        return who, gains

    def step(self) -> None:
        """Go one year on."""
        law, rng = self._law, self._rng
        common = rng.normal(0, law.walk_common, (self.size,)) + law.drift + law.tenure
        self._base += common[:, None] + rng.normal(0, law.walk_own, self._base.shape)
        self._boost = (1 - law.decay) * self._boost + self._fresh
        self.level = self._base + self._boost


def _joined(parts: list[Assessed]) -> Assessed:
    return Assessed(
        np.concatenate([part.person for part in parts]),
        np.concatenate([part.assessor for part in parts]),
        np.concatenate([part.score for part in parts]),
    )


def _grades(performance: FloatArray) -> npt.NDArray[np.int8]:
    """Return the grades of one year: ranks cut at the forced shares; the few below *baik* fall by rank as well."""
    there = np.flatnonzero(~np.isnan(performance))
    order = there[np.argsort(performance[there], kind="stable")]
    limits = np.cumsum(GRADE_SHARES)[:-1]
    place = (np.arange(len(order)) + 0.5) / max(len(order), 1)
    grades = np.full(len(performance), -1, dtype=np.int8)
    grades[order] = np.searchsorted(limits, place, side="right")
    return grades


def transferred(last: IntArray, years: int, chance: float, num_units: int, rng: np.random.Generator) -> IntArray:
    """Return the unit of each person each year, drawn backwards from the last.

    Parameters
    ----------
    last
        Shape (N,). Unit in the last year.

    Returns
    -------
    Shape (years, N).
    """
    unit = np.empty((years, len(last)), dtype=np.int64)
    unit[-1] = last
    for year in range(years - 2, -1, -1):
        moved = rng.random(len(last)) < chance
        unit[year] = np.where(moved, rng.integers(0, num_units, len(last)), unit[year + 1])
    return unit


def standards(level: FloatArray, shape: tuple[int, int], law: HistoryLaw, rng: np.random.Generator) -> Levels:
    """Draw what posts ask for: the level of the tier, one under or over it by the law's shares, within 1-5.

    Parameters
    ----------
    level
        Shape (shape[0],). Level of the tier of each post.
    shape
        Posts and competencies.
    """
    draw = rng.random(shape)
    offset = np.where(draw < law.below, -1, np.where(draw < law.below + law.above, 1, 0))
    return np.clip(level[:, None] + offset, 1, 5).astype(np.float32)
