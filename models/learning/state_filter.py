"""The Kalman filter of the state model, over many people at once.

State of a person: general factor, own deviation of each competency, the halo that sources other than the reference see
around the person year after year, and one place for what the scores of the occasion at hand share; all as deviations from
the mean of the tier. The covariance depends on *when and what* was scored, not on the
scores, so people with one pattern share it: it is carried once a pattern, the means once a person. Scores of an occasion
enter one by one, which is exact (their noise is independent given the shared part).

References
----------
Durbin & Koopman (2012), Time Series Analysis by State Space Methods, 2nd ed., section 6.4 (univariate treatment).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from .arrays import BoolArray, FloatArray, IntArray
from .state_events import OCCASION, QUESTION, TRAINING, Batch

CEILING: Final = 5.0
ROOM: Final = 2.5
"""A course adds its whole effect ROOM levels under the ceiling, less above in proportion."""
MOST_ROOM: Final = 1.4


@dataclass(frozen=True, slots=True)
class Numbers:
    """Parameters as arrays: those of a source by its index.

    Parameters
    ----------
    general, own, halo, general_walk, own_walk, drift, effect, effect_sd, decay
        As in :class:`~penata.models.learning.state_parameters.StateParameters`.
    noise, occasion, loading, grain, sees_halo
        (sources,) of each source; ``grain`` is the variance that rounding adds (step squared / 12), ``sees_halo`` is 0 for
        the reference and 1 for the others.
    """

    general: float
    own: float
    halo: float
    general_walk: float
    own_walk: float
    drift: float
    effect: float
    effect_sd: float
    decay: float
    noise: FloatArray
    occasion: FloatArray
    loading: FloatArray
    grain: FloatArray
    sees_halo: FloatArray


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a pass over a batch gives; levels are deviations from the prior mean of the pair.

    Parameters
    ----------
    loglik
        (N,) log-likelihood of each person's scores.
    mean, variance
        (K, N) level of each slot after the last event.
    general, general_variance
        (N,) general factor.
    boost
        (K, N) what is left of training in the mean.
    asked_mean, asked_variance, asked_boost
        (Q, K, N) the same at the q-th question.
    asked_general, asked_general_variance
        (Q, N).
    """

    loglik: FloatArray
    mean: FloatArray
    variance: FloatArray
    general: FloatArray
    general_variance: FloatArray
    boost: FloatArray
    asked_mean: FloatArray
    asked_variance: FloatArray
    asked_boost: FloatArray
    asked_general: FloatArray
    asked_general_variance: FloatArray


def patterns(batch: Batch) -> tuple[IntArray, IntArray]:
    """Return one person of each pattern, and the pattern of each person.

    Two people share a pattern where the same slots were scored, by the same sources and numbers of raters, at the same
    distances in time, with the same trainings.
    """
    steps = np.diff(batch.when, axis=0, prepend=batch.when[:1])
    steps = np.where(np.isfinite(steps), np.round(steps, 6), 0.0)
    trained = np.where((batch.kind == TRAINING)[:, None, :], batch.value, 0.0)
    count = batch.kind.shape[1]
    rows = np.concatenate(
        [
            part.reshape(-1, count).astype(np.float64)
            for part in (batch.kind, batch.source, steps, batch.slot, batch.raters, trained)
        ]
    ).T
    packed = np.ascontiguousarray(rows + 0.0)
    whole = packed.view(np.dtype((np.void, packed.itemsize * packed.shape[1]))).reshape(-1)
    _, first, inverse = np.unique(whole, return_index=True, return_inverse=True)
    if len(first) == count:
        return np.arange(count), np.arange(count)
    return first.astype(np.int64), inverse.reshape(-1).astype(np.int64)


def run_filter(
    batch: Batch, prior: FloatArray, numbers: Numbers, *, sizes: tuple[IntArray, IntArray] | None = None
) -> Filtered:
    """Filter a batch.

    Parameters
    ----------
    batch
        ``value`` of scores as deviations from prior mean and source offset.
    prior
        (K, N) prior mean of each slot's level; the room for training is counted from it.
    sizes
        The answer of :func:`patterns`, where it is known already.
    """
    first, pattern = sizes or patterns(batch)
    num_events, num_cells, num_people = batch.slot.shape
    num_slots = batch.competency.shape[0]
    everyone = len(first) == num_people
    who = np.arange(len(first))
    person = np.arange(num_people)
    states = num_slots + 3
    halo, shared = states - 2, states - 1
    cov = np.zeros((states, states, len(first)))
    cov[0, 0] = numbers.general
    for slot in range(num_slots):
        cov[1 + slot, 1 + slot] = numbers.own
    cov[halo, halo] = numbers.halo
    mean = np.zeros((states, num_people))
    boost = np.zeros((num_slots, num_people))
    loglik = np.zeros(num_people)
    num_asked = int((batch.kind == QUESTION).sum(axis=0).max(initial=0))
    asked = _Asked(num_asked, num_slots, num_people)
    question = np.cumsum(batch.kind == QUESTION, axis=0) - 1
    keep = 1.0 - numbers.decay
    for event in range(num_events):
        kind, source = batch.kind[event], batch.source[event]
        if event:
            step = batch.when[event] - batch.when[event - 1]
            if step.any():
                pattern_step = step[first]
                cov[0, 0] += numbers.general_walk * pattern_step
                for slot in range(1, halo):
                    cov[slot, slot] += numbers.own_walk * pattern_step
                mean[0] += numbers.drift * step
                lost = boost * (1.0 - keep**step)
                mean[1:halo] -= lost
                boost -= lost
        now = kind == QUESTION
        if now.any():
            asked.note(question[event], now, mean, cov, boost, pattern)
        now = kind == OCCASION
        if now.any():
            now_pattern = now[first]
            place = np.maximum(source, 0)
            place_pattern = place[first]
            mean[shared, now] = 0.0
            cov[shared, :, now_pattern] = 0.0
            cov[:, shared, now_pattern] = 0.0
            cov[shared, shared, now_pattern] = numbers.occasion[place_pattern[now_pattern]]
            loading, loading_person = numbers.loading[place_pattern], numbers.loading[place]
            noise = numbers.noise[place_pattern]
            grain = numbers.grain[place_pattern]
            with_halo, with_halo_person = numbers.sees_halo[place_pattern], numbers.sees_halo[place]
            for cell in range(num_cells):
                slots = batch.slot[event, cell]
                there = (slots >= 0) & now
                if not there.any():
                    break
                chosen = np.where(there, slots, 0) + 1
                of_pattern, there_pattern = chosen[first], there[first]
                along = cov[0] + loading * cov[of_pattern, :, who].T + with_halo * cov[halo] + cov[shared]
                spread = along[0] + loading * along[of_pattern, who] + with_halo * along[halo] + along[shared]
                spread += (noise + grain) / batch.raters[event, cell, first]
                gain = along * np.where(there_pattern, 1.0 / spread, 0.0)
                cov -= gain[:, None, :] * along[None, :, :]
                seen = mean[0] + loading_person * mean[chosen, person] + with_halo_person * mean[halo] + mean[shared]
                surprise = np.where(there, batch.value[event, cell] - seen, 0.0)
                mean += (gain if everyone else gain[:, pattern]) * surprise
                spread_person = spread[pattern]
                loglik -= np.where(there, 0.5 * (np.log(2 * np.pi * spread_person) + surprise**2 / spread_person), 0.0)
        now = kind == TRAINING
        if now.any():
            for cell in range(num_cells):
                slots = batch.slot[event, cell]
                there = (slots >= 0) & now
                if not there.any():
                    break
                chosen = np.where(there, slots, 0)
                strength = batch.value[event, cell]
                room = training_room(prior[chosen, person] + mean[0] + mean[1 + chosen, person])
                added = np.where(there, numbers.effect * room * strength, 0.0)
                mean[1 + chosen, person] += added
                boost[chosen, person] += added
                of_pattern, there_pattern = chosen[first] + 1, there[first]
                doubt = np.where(there_pattern, (numbers.effect_sd * strength[first]) ** 2, 0.0)
                cov[of_pattern, of_pattern, who] += doubt
    variance = cov[0, 0] + np.stack([2 * cov[0, slot] + cov[slot, slot] for slot in range(1, halo)])
    return Filtered(
        loglik=loglik,
        mean=mean[0] + mean[1:halo],
        variance=variance[:, pattern],
        general=mean[0],
        general_variance=cov[0, 0][pattern],
        boost=boost,
        asked_mean=asked.mean,
        asked_variance=asked.variance,
        asked_boost=asked.boost,
        asked_general=asked.general,
        asked_general_variance=asked.general_variance,
    )


def training_room(level: FloatArray) -> FloatArray:
    """Return how much of its effect a course has at a level: 1 at ROOM under the ceiling, 0 at the ceiling."""
    room: FloatArray = np.clip((CEILING - level) / ROOM, 0.0, MOST_ROOM)
    return room


class _Asked:
    """Answers to questions as the pass goes by."""

    def __init__(self, num_asked: int, num_slots: int, num_people: int) -> None:
        self.mean = np.zeros((num_asked, num_slots, num_people))
        self.variance = np.zeros((num_asked, num_slots, num_people))
        self.boost = np.zeros((num_asked, num_slots, num_people))
        self.general = np.zeros((num_asked, num_people))
        self.general_variance = np.zeros((num_asked, num_people))

    def note(
        self, number: IntArray, now: BoolArray, mean: FloatArray, cov: FloatArray, boost: FloatArray, pattern: IntArray
    ) -> None:
        person = np.flatnonzero(now)
        which, of = number[person], pattern[person]
        halo = len(mean) - 2
        self.general[which, person] = mean[0, person]
        self.general_variance[which, person] = cov[0, 0, of]
        for slot in range(1, halo):
            self.mean[which, slot - 1, person] = mean[0, person] + mean[slot, person]
            self.variance[which, slot - 1, person] = cov[0, 0, of] + 2 * cov[0, slot, of] + cov[slot, slot, of]
            self.boost[which, slot - 1, person] = boost[slot - 1, person]
