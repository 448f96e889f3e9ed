"""What the state model takes for granted: mean of a tier, hardness of a competency, leniency of a source and of a cohort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import lsqr

from .arrays import FloatArray, IntArray, codes_of
from .observations import Observations

if TYPE_CHECKING:
    import pandas as pd

MIDDLE: Final = 3.0
"""Level taken where nothing at all is known of a tier."""
RIDGE: Final = 3.0
"""Scores' worth of doubt that pulls each effect to 0."""
STEPS: Final = (1.0, 0.5, 0.25)
"""Grids that scores may stand on."""
COHORT_PRIOR: Final = 3.0
"""People's worth of doubt that pulls a cohort's leniency to 0: their spread against that of severity (sd 0.35)."""


@dataclass(frozen=True, slots=True)
class Means:
    """Prior means, learned once and kept.

    Parameters
    ----------
    centre
        Level of everybody in everything, on the scale of the reference source.
    tiers, competencies, sources
        Effects by name, levels; a source's is its leniency against the reference.
    grid
        Step of each source's scores (1 = whole levels), 0 = any number.
    reference
        Source whose scale the levels are on.
    learned
        False where no score was seen; everything is then a prior.
    """

    centre: float = MIDDLE
    tiers: Mapping[str, float] = field(default_factory=dict)
    competencies: Mapping[str, float] = field(default_factory=dict)
    sources: Mapping[str, float] = field(default_factory=dict)
    grid: Mapping[str, float] = field(default_factory=dict)
    reference: str = ""
    learned: bool = False


def source_codes(scores: pd.DataFrame) -> tuple[IntArray, tuple[str, ...]]:
    """Return the source of each score and the names of the sources: instrument and kind of rater, whichever is known."""
    instrument, rater = scores["instrument"], scores["rater"]
    width = len(rater.cat.categories) + 1
    joint, codes = np.unique((codes_of(instrument) + 1) * width + codes_of(rater) + 1, return_inverse=True)
    first, second = ("", *instrument.cat.categories), ("", *rater.cat.categories)
    words = [f"{first[code // width]}/{second[code % width]}".strip("/") or "score" for code in joint.tolist()]
    names = tuple(sorted(set(words)))
    return np.array([names.index(word) for word in words], dtype=np.int64)[codes.reshape(-1)], names


def tier_codes(observations: Observations) -> tuple[IntArray, tuple[str, ...]]:
    """Return the tier of each person of ``person_ids`` and the names of the tiers, the first "" = unknown."""
    people = observations.people
    tiers = np.zeros(len(observations.person_ids), dtype=np.int64)
    tiers[codes_of(people["person"])] = codes_of(people["tier"]) + 1
    return tiers, ("", *people["tier"].cat.categories)


def learn_means(observations: Observations, *, reference: str | None = None) -> Means:
    """Fit the additive means by ridge least squares over all scores (on levels).

    Parameters
    ----------
    reference
        Source whose scale levels are on; None = the assessors' with most scores, else the one with most scores.
    """
    scores = observations.scores
    if not len(scores):
        return _means_of_standards(observations)
    source, sources = source_codes(scores)
    tier_of, tiers = tier_codes(observations)
    counts = np.bincount(source, minlength=len(sources))
    by_assessor = [number for number, name in enumerate(sources) if name.endswith("assessor")] or range(len(sources))
    place = (
        sources.index(reference) if reference in sources else max(by_assessor, key=lambda number: (counts[number], -number))
    )
    competencies = tuple(observations.competency_ids.tolist())
    offset = np.cumsum([0, len(tiers), len(competencies), len(sources)])
    codes = (tier_of[observations.person_idx], observations.competency_idx, source)
    size, rows = len(scores), np.arange(len(scores))
    column = np.concatenate([part + offset[number] for number, part in enumerate(codes)])
    matrix = csr_matrix((np.ones(3 * size), (np.tile(rows, 3), column)), shape=(size, int(offset[-1])))
    value = scores["score"].to_numpy()
    centre = float(value[source == place].mean())
    effects = lsqr(matrix, value - centre, damp=float(np.sqrt(RIDGE)), atol=1e-9, btol=1e-9, iter_lim=400)[0]
    by_tier, by_competency, by_source = np.split(effects, offset[1:-1])
    zero, hardness = float(by_source[place]), float(by_competency.mean())
    return Means(
        centre=centre + zero + hardness,
        tiers=dict(zip(tiers, by_tier.tolist(), strict=True)),
        competencies=dict(zip(competencies, (by_competency - hardness).tolist(), strict=True)),
        sources=dict(zip(sources, (by_source - zero).tolist(), strict=True)),
        grid={name: _grid(value[source == number]) for number, name in enumerate(sources)},
        reference=sources[place],
        learned=True,
    )


def _means_of_standards(observations: Observations) -> Means:
    """Without a score: a tier's mean is what its posts ask for on average."""
    asked = observations.requirements
    if not len(asked):
        return Means()
    centre = float(asked["level"].mean())
    tier_of, names = tier_codes(observations)
    tier = tier_of[codes_of(asked["person"])]
    mean = asked["level"].groupby(tier).mean()
    tiers = {names[int(code)]: float(level) - centre for code, level in zip(mean.index.to_numpy(), mean, strict=True)}
    return Means(centre, tiers)


def _grid(values: FloatArray) -> float:
    for step in STEPS:
        if np.allclose(values / step, np.round(values / step), atol=1e-6):
            return step
    return 0.0


def prior_table(means: Means, tiers: Sequence[str], competencies: Sequence[str]) -> FloatArray:
    """Return the prior mean level of each tier in each competency, and in none: shape (tiers, competencies + 1)."""
    tier = np.array([means.tiers.get(name, 0.0) for name in tiers])
    competency = np.array([means.competencies.get(name, 0.0) for name in competencies] + [0.0])
    answer: FloatArray = means.centre + tier[:, None] + competency[None, :]
    return answer


def cohort_shifts(cohort: IntArray, person: IntArray, residual: FloatArray, *, prior: float = COHORT_PRIOR) -> FloatArray:
    """Return the leniency of each score's cohort: mean residual, pulled to 0 by ``prior`` people; shape of ``residual``.

    A cohort is an instrument, a period and the raters' unit: all its scores are of one period, so nothing later enters.
    Doubt counts people, not scores: what the scores of a person share says nothing about the rater.
    """
    size = int(cohort.max(initial=-1)) + 1
    count = np.bincount(cohort, minlength=size)
    total = np.bincount(cohort, weights=residual, minlength=size)
    people = np.bincount(np.unique(cohort * (int(person.max(initial=0)) + 1) + person) // (int(person.max(initial=0)) + 1))
    people = np.pad(people, (0, size - len(people)))
    shift = total / np.maximum(count, 1) * people / (people + prior)
    answer: FloatArray = shift[cohort]
    return answer
