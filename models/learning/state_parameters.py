"""The numbers of the state model: variances, walks, noise of each source; how they are laid out for the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np

from .arrays import FloatArray

SMALLEST: Final = 1e-4
"""Least variance (levels squared) that the search may take."""
TRAINING_EFFECT: Final = (0.35, 0.15)
"""Prior mean and sd of the effect of a course on its competency, in levels at a room of 1.

Sized from a behaviour effect of d = 0.62 (Arthur, Bennett, Edens & Bell 2003, J. Appl. Psychol. 88) on a spread of about
0.6 level.
"""
YEARLY_DECAY: Final = 0.30
"""Share of a course's effect lost in a year (gains halve in 6.5 to 13 months without use: Tatel & Ackerman 2025)."""


@dataclass(frozen=True, slots=True)
class SourceNoise:
    """How one source of scores (an instrument) reads a level.

    Parameters
    ----------
    noise
        Variance of one rater's score in one competency, levels squared.
    occasion
        Variance of what all scores of one person on one occasion share (halo, the day), levels squared.
    loading
        How much of a competency's own deviation the source sees: 1 = all, 0 = only the general factor (halo).
    """

    noise: float = 0.25
    occasion: float = 0.06
    loading: float = 1.0


@dataclass(frozen=True, slots=True)
class StateParameters:
    """Parameters of :class:`~penata.models.learning.state_model.CompetencyStateModel`.

    Parameters
    ----------
    general, own
        Variance between people of the general factor, and of each competency's own deviation, levels squared.
    halo
        Variance between people of what all sources but the reference see in a person beyond the level (halo that lasts).
    general_walk, own_walk
        Variance added in a year to the one and to the other.
    drift
        Levels gained in a year by everybody.
    effect, effect_sd, decay
        Effect of a course at a room of 1, its doubt, the share lost in a year.
    sources
        Noise of each source; ``""`` answers for an unknown one.
    """

    general: float = 0.30
    own: float = 0.14
    halo: float = 0.06
    general_walk: float = 0.01
    own_walk: float = 0.0256
    drift: float = 0.02
    effect: float = TRAINING_EFFECT[0]
    effect_sd: float = TRAINING_EFFECT[1]
    decay: float = YEARLY_DECAY
    sources: Mapping[str, SourceNoise] | None = None

    def source(self, name: str) -> SourceNoise:
        """Return the noise of a source, the default for one that was never seen."""
        known = self.sources or {}
        return known.get(name) or known.get("") or SourceNoise()

    def named(self) -> dict[str, float]:
        """Return every number by name, sources as ``name.noise``."""
        plain = {name: float(getattr(self, name)) for name in _PLAIN}
        for source, noise in (self.sources or {}).items():
            plain |= {f"{source}.{name}": float(getattr(noise, name)) for name in ("noise", "occasion", "loading")}
        return plain


_PLAIN: Final = ("general", "own", "halo", "general_walk", "own_walk", "drift", "effect", "effect_sd", "decay")
_VARIANCES: Final = ("general", "own", "general_walk", "own_walk", "halo")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which numbers a search moves: four variances, the effect of training, and two or three numbers a source.

    Parameters
    ----------
    sources
        Names; the first is the reference, whose loading is 1.
    with_effect
        False where no training was seen: the prior stays.
    walks
        False where nobody was seen at two moments: walks and drift stay as they are (and the halo, where there is but
        one source).
    occasions
        Sources that saw a person in several competencies at once; others keep their occasion variance.
    """

    sources: tuple[str, ...]
    with_effect: bool
    walks: bool
    occasions: tuple[str, ...]

    def pack(self, parameters: StateParameters) -> FloatArray:
        """Return the moved numbers, variances as logarithms."""
        values = [np.log(max(getattr(parameters, name), SMALLEST)) for name in self._variances]
        if self.walks:
            values.append(parameters.drift)
        if self.with_effect:
            values.append(parameters.effect)
        for number, source in enumerate(self.sources):
            noise = parameters.source(source)
            values.append(np.log(max(noise.noise, SMALLEST)))
            if source in self.occasions:
                values.append(np.log(max(noise.occasion, SMALLEST)))
                if number:
                    values.append(noise.loading)
        return np.array(values)

    def unpack(self, values: FloatArray, start: StateParameters) -> StateParameters:
        """Return ``start`` with the moved numbers in their places."""
        rest = list(values)
        fields: dict[str, float] = {name: float(np.exp(rest.pop(0))) for name in self._variances}
        if self.walks:
            fields["drift"] = float(rest.pop(0))
        if self.with_effect:
            fields["effect"] = float(rest.pop(0))
        sources = {}
        for number, source in enumerate(self.sources):
            noise = replace(start.source(source), noise=float(np.exp(rest.pop(0))))
            if source in self.occasions:
                noise = replace(noise, occasion=float(np.exp(rest.pop(0))))
                if number:
                    noise = replace(noise, loading=float(rest.pop(0)))
            sources[source] = noise
        return replace(start, **fields, sources=sources)

    def penalty(self, values: FloatArray, start: StateParameters) -> float:
        """Return how far numbers stand from where the search began, as a negative log-density: few people move them little.

        Variances: a factor of e is one sd; drift 0.02 a year, loading 0.3; the effect of training by its own prior.
        """
        moved = (values - self.pack(start)) / self._scales()
        return float(0.5 * (moved**2).sum())

    def _scales(self) -> FloatArray:
        scales = [1.0] * len(self._variances) + [0.02] * self.walks + [TRAINING_EFFECT[1]] * self.with_effect
        for number, source in enumerate(self.sources):
            scales += [1.0] * (1 + (source in self.occasions)) + [0.3] * (source in self.occasions and number > 0)
        return np.array(scales)

    def bounds(self) -> list[tuple[float, float]]:
        """Return lower and upper bound of every moved number."""
        variance = (float(np.log(SMALLEST)), float(np.log(9.0)))
        bounds = [variance] * len(self._variances)
        if self.walks:
            bounds.append((-0.2, 0.3))
        if self.with_effect:
            bounds.append((-0.2, 1.5))
        for number, source in enumerate(self.sources):
            bounds.append(variance)
            if source in self.occasions:
                bounds.append(variance)
                if number:
                    bounds.append((0.0, 1.5))
        return bounds

    @property
    def _variances(self) -> Sequence[str]:
        moved = _VARIANCES if self.walks else _VARIANCES[:2]
        return moved if len(self.sources) > 1 else [name for name in moved if name != "halo"]

    @classmethod
    def all_of(cls, sources: Sequence[str]) -> Self:
        """Return the layout that moves everything."""
        return cls(tuple(sources), True, True, tuple(sources))
