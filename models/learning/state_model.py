"""The state model: what a person can do is not seen; scores are noisy readings of it, and it moves slowly.

    level[person, competency, t] = tier mean + hardness + general[person, t] + own[person, competency, t] + training
    score = level of that source (general + loading x own) + leniency + shared error of the occasion + noise

Both parts walk at random, everybody drifts a little a year, a course adds its effect (less near the ceiling, fading), each
source has its own noise. Everything is Gaussian, so the answer is exact and explains itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from .arrays import BoolArray, FloatArray, IntArray, codes_of
from .observations import Observations
from .state_events import TRAINING, Events, build_events, ranges
from .state_filter import Numbers, patterns, run_filter
from .state_means import Means, cohort_shifts, learn_means, prior_table, source_codes, tier_codes
from .state_parameters import Layout, StateParameters

FIT_PEOPLE: Final = 300
"""People drawn for the likelihood; filtering always takes everybody."""
PART_PEOPLE: Final = 20_000
"""People whose events are laid out at once: what a pass over any number of people needs in memory."""
UNKNOWN_TIER: Final = 0.25
"""Variance of a tier's mean that no score has shown, levels squared."""


@dataclass(frozen=True, slots=True)
class States:
    """Levels foreseen, one entry a row asked for.

    Parameters
    ----------
    mean, variance
        Level at the horizon: mean and variance, on the scale of the reference source.
    general, general_variance
        The person's general factor and its variance.
    prior
        Mean level of the tier in the competency, what is foreseen for somebody without history.
    boost
        What is left of training in ``mean``.
    """

    mean: FloatArray
    variance: FloatArray
    general: FloatArray
    general_variance: FloatArray
    prior: FloatArray
    boost: FloatArray

    @classmethod
    def empty(cls, size: int) -> Self:
        """Return states of ``size`` rows, all zero."""
        return cls(*(np.zeros(size) for _ in range(6)))

    def put(self, at: IntArray, other: States) -> None:
        """Write another's rows into the places ``at``."""
        for name in ("mean", "variance", "general", "general_variance", "prior", "boost"):
            getattr(self, name)[at] = getattr(other, name)


class CompetencyStateModel:
    """Levels of people in competencies as hidden states, filtered from scores of any sources.

    Parameters
    ----------
    parameters
        Where the search begins; what it does not move stays. The defaults come from published studies.
    reference
        Source whose scale levels are on (``instrument/rater``); None lets :func:`learn_means` choose.
    anchored
        True: levels of the reference are comparable over the years, so a period's mean is change. False: every period of
        every source is centred (examinations whose difficulty differs each time).
    fit_people
        People drawn for the likelihood.
    random_state
        Seed of that draw.

    Attributes
    ----------
    parameters, means
        What was learned.
    fitted_people, evaluations
        How many people the likelihood was computed on, and how often.
    loglik
        Log-likelihood at the end less the penalty of the priors; nan before a fit.
    """

    def __init__(
        self,
        *,
        parameters: StateParameters | None = None,
        reference: str | None = None,
        anchored: bool = True,
        fit_people: int = FIT_PEOPLE,
        random_state: int = 0,
    ) -> None:
        self.parameters = parameters or StateParameters()
        self.reference = reference
        self.anchored = anchored
        self.fit_people = fit_people
        self.random_state = random_state
        self.means = Means()
        self.fitted_people = 0
        self.evaluations = 0
        self.loglik = float("nan")

    def fit(self, observations: Observations) -> Self:
        """Learn means from all scores and the variances by marginal likelihood on a sample of people.

        Without a score nothing is learned: tiers take the mean level that their posts ask for, the rest stays a prior.
        Needs all scores on levels (:meth:`Observations.on_levels`).
        """
        observations = observations.on_levels()
        self.means = learn_means(observations, reference=self.reference)
        scored = np.unique(observations.person_idx)
        if not len(scored):
            return self
        rng = np.random.default_rng(self.random_state)
        chosen = np.sort(rng.choice(scored, min(self.fit_people, len(scored)), replace=False))
        everyone = (0, len(observations.person_ids))
        scores = _chosen(self.scores_of(observations, self.deviations(observations), everyone), chosen)
        trainings = _chosen(trainings_of(observations, everyone), chosen)
        events = build_events(scores, trainings, _no_pairs(), _no_pairs(), len(chosen))
        self._search(events, self.priors(observations), tier_codes(observations)[0][chosen])
        self.fitted_people = len(chosen)
        return self

    def predict(self, observations: Observations, rows: pd.DataFrame) -> States:
        """Foresee levels, everybody in parts of :data:`PART_PEOPLE`.

        Parameters
        ----------
        observations
            History; what is dated on or after a row's ``as_of`` does not enter the row.
        rows
            ``person``, ``competency``: indices of ``observations.person_ids`` and ``competency_ids``; ``as_of``: the
            moment of knowledge; ``when``: the moment foreseen (>= ``as_of``), both in years.
        """
        observations = observations.on_levels()
        person = rows["person"].to_numpy()
        answer = States.empty(len(rows))
        value = self.deviations(observations)
        for start in range(0, len(observations.person_ids), PART_PEOPLE):
            span = (start, start + PART_PEOPLE)
            at = np.flatnonzero((person >= span[0]) & (person < span[1]))
            if len(at):
                scores = self.scores_of(observations, value, span)
                trainings = trainings_of(observations, span)
                part = rows.iloc[at].assign(person=person[at] - start).reset_index(drop=True)
                prior = self.priors(observations)
                tier = tier_codes(observations)[0][start : span[1]]
                answer.put(at, self.ask(scores, trainings, part, prior, tier))
        return answer

    def ask(
        self, scores: pd.DataFrame, trainings: pd.DataFrame, rows: pd.DataFrame, prior: FloatArray, tier: IntArray
    ) -> States:
        """Answer the rows from scores that are deviations already.

        Parameters
        ----------
        scores, trainings
            As :func:`~penata.models.learning.state_events.build_events` takes them.
        rows
            As in :meth:`predict`.
        prior, tier
            Table of prior means (tiers, competencies + 1), and the tier of each person.
        """
        questions = rows[["person", "as_of"]].drop_duplicates().sort_values(["person", "as_of"], ignore_index=True)
        questions["number"] = questions.groupby("person").cumcount()
        events = build_events(scores, trainings, questions.rename(columns={"as_of": "when"}), rows, len(tier))
        located = rows.assign(row=np.arange(len(rows))).merge(questions, on=["person", "as_of"], how="left")
        located = located.merge(events.pairs, on=["person", "competency"], how="left").sort_values("row", ignore_index=True)
        person, number, slot = (located[name].to_numpy() for name in ("person", "number", "slot"))
        numbers, answer = self.numbers(), States.empty(len(rows))
        order = np.argsort(person, kind="stable")
        ranked = person[order]
        for batch in events.batches():
            base = prior[tier[batch.people], batch.competency]
            found = run_filter(batch, base, numbers)
            at = order[ranges(np.searchsorted(ranked, batch.people), np.searchsorted(ranked, batch.people, side="right"))]
            which = (number[at], slot[at], np.searchsorted(batch.people, person[at]))
            people = (which[0], which[2])
            answer.mean[at], answer.variance[at] = found.asked_mean[which], found.asked_variance[which]
            answer.general[at], answer.general_variance[at] = (
                found.asked_general[people],
                found.asked_general_variance[people],
            )
            answer.boost[at], answer.prior[at] = found.asked_boost[which], base[which[1:]]
        ahead = np.maximum(rows["when"].to_numpy() - rows["as_of"].to_numpy(), 0.0)
        kept = answer.boost * (1 - numbers.decay) ** ahead
        answer.mean[:] += answer.prior + numbers.drift * ahead - (answer.boost - kept)
        answer.variance[:] += (numbers.general_walk + numbers.own_walk) * ahead
        answer.boost[:] = kept
        return answer

    def named_parameters(self) -> dict[str, float]:
        """Return every parameter by name."""
        return self.parameters.named()

    def numbers(self) -> Numbers:
        """Return the parameters as the filter takes them, sources in :meth:`source_names` order."""
        parameters, names = self.parameters, self.source_names()
        noise = [parameters.source(name) for name in names]
        grid = self.means.grid or {}
        return Numbers(
            general=parameters.general + (0.0 if self.means.learned else UNKNOWN_TIER),
            own=parameters.own,
            halo=parameters.halo,
            general_walk=parameters.general_walk,
            own_walk=parameters.own_walk,
            drift=parameters.drift,
            effect=parameters.effect,
            effect_sd=parameters.effect_sd,
            decay=parameters.decay,
            noise=np.array([one.noise for one in noise]),
            occasion=np.array([one.occasion for one in noise]),
            loading=np.array([one.loading for one in noise]),
            grain=np.array([grid.get(name, 0.0) ** 2 / 12 for name in names]),
            sees_halo=np.array([0.0 if name in (self.means.reference, "") else 1.0 for name in names]),
        )

    def source_names(self) -> tuple[str, ...]:
        """Return the sources, the reference first; the last, ``""``, stands for any other."""
        known = sorted(self.means.sources or {})
        first = [self.means.reference] if self.means.reference in known else []
        return (*first, *(name for name in known if name != self.means.reference), "")

    def priors(self, observations: Observations) -> FloatArray:
        """Return the prior mean of each tier (row) in each competency; a last column stands for none."""
        return prior_table(self.means, tier_codes(observations)[1], observations.competency_ids.tolist())

    def deviations(self, observations: Observations) -> FloatArray:
        """Return each score less the prior mean, the leniency of its source and that of its cohort, in levels."""
        scores = observations.scores
        source, names = source_codes(scores)
        lenient = np.array([self.means.sources.get(name, 0.0) for name in names])
        tier = tier_codes(observations)[0][observations.person_idx]
        prior = self.priors(observations)[tier, observations.competency_idx]
        residual = scores["score"].to_numpy() - prior - lenient[source] if len(scores) else np.zeros(0)
        of_reference = np.array([name == self.means.reference for name in names], dtype=bool)
        return residual - self._leniency(observations, of_reference[source], residual) if len(scores) else residual

    def scores_of(self, observations: Observations, value: FloatArray, span: tuple[int, int]) -> pd.DataFrame:
        """Return the scores of people ``span[0] <= index < span[1]`` as the filter takes them, people counted from 0."""
        first, last = np.searchsorted(observations.person_idx, span)
        part = slice(int(first), int(last))
        source, names = source_codes(observations.scores)
        known = self.source_names()
        place = np.array([known.index(name) if name in known else len(known) - 1 for name in names], dtype=np.int64)
        return pd.DataFrame(
            {
                "person": observations.person_idx[part] - span[0],
                "competency": observations.competency_idx[part],
                "source": place[source[part]] if len(names) else source[part],
                "when": observations.scores["when"].to_numpy()[part],
                "value": value[part],
            }
        )

    def _leniency(self, observations: Observations, reference: BoolArray, residual: FloatArray) -> FloatArray:
        """Return the leniency of each score's cohort; if ``anchored``, what the reference shows of a period is change."""
        shift = cohort_shifts(observations.cohort_idx(), observations.person_idx, residual)
        if not self.anchored:
            return shift
        period = observations.cohort_idx(("period",))
        by_period = np.zeros(int(period.max(initial=-1)) + 1)
        seen = period[reference]
        by_period[seen] = cohort_shifts(seen, observations.person_idx[reference], residual[reference])
        answer: FloatArray = shift - by_period[period]
        return answer

    def _search(self, events: Events, prior: FloatArray, tier: IntArray) -> None:
        prepared = [(batch, prior[tier[batch.people], batch.competency], patterns(batch)) for batch in events.batches()]
        layout, start = self._layout(events), self.parameters

        def loss(values: FloatArray) -> float:
            self.parameters = layout.unpack(values, start)
            numbers = self.numbers()
            total = sum(float(run_filter(batch, base, numbers, sizes=sizes).loglik.sum()) for batch, base, sizes in prepared)
            self.evaluations += 1
            return layout.penalty(values, start) - total

        bounds = layout.bounds()
        first = np.clip(layout.pack(start), *np.array(bounds).T)
        found = minimize(loss, first, method="L-BFGS-B", bounds=bounds, options={"maxiter": 40, "ftol": 1e-5})
        self.parameters = layout.unpack(found.x, start)
        self.loglik = -float(found.fun)

    def _layout(self, events: Events) -> Layout:
        table = events.table
        scored = table[table["source"] >= 0]
        names = self.source_names()
        seen = tuple(names[number] for number in sorted(scored["source"].unique()))
        several = scored.loc[scored["cell"] > 0, "source"].unique()
        moments = scored.groupby("person")["when"].nunique()
        return Layout(
            sources=seen,
            with_effect=bool((table["kind"] == TRAINING).any()),
            walks=bool((moments > 1).any()),
            occasions=tuple(names[number] for number in sorted(several)),
        )


def trainings_of(observations: Observations, span: tuple[int, int]) -> pd.DataFrame:
    """Return the courses of people in the span as the filter takes them, people counted from 0; a planned one counts too."""
    trained = observations.trainings
    person = codes_of(trained["person"])
    part = np.flatnonzero((person >= span[0]) & (person < span[1]))
    return pd.DataFrame(
        {
            "person": person[part] - span[0],
            "competency": codes_of(trained["competency"])[part],
            "when": trained["when"].to_numpy()[part],
            "value": np.ones(len(part)),
        }
    )


def _chosen(frame: pd.DataFrame, people: IntArray) -> pd.DataFrame:
    """Return the rows of some people (sorted indices), counted anew from 0."""
    kept = frame[np.isin(frame["person"].to_numpy(), people)]
    return kept.assign(person=np.searchsorted(people, kept["person"].to_numpy())).reset_index(drop=True)


def _no_pairs() -> pd.DataFrame:
    nothing = np.zeros(0, dtype=np.int64)
    return pd.DataFrame({"person": nothing, "competency": nothing, "when": np.zeros(0)})


def with_parameters(model: CompetencyStateModel, **numbers: float) -> CompetencyStateModel:
    """Return a copy of a model with some plain parameters replaced."""
    other = CompetencyStateModel(
        reference=model.reference, anchored=model.anchored, fit_people=model.fit_people, random_state=model.random_state
    )
    other.parameters = replace(model.parameters, **numbers)  # type: ignore[arg-type]
    other.means = model.means
    return other
