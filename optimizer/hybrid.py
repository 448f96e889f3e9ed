"""The engine for whole agencies: prices first, then the few options that can matter, then a bound in integers.

For each tier the smoothed dual (:mod:`.smooth`) prices every option; :mod:`.certificate` makes of the prices a bound on
every plan. People whose soft weight says that they are settled keep their option; the others keep the options near their
best, their place today and that of the best plan, and one small integer program decides. Where plan and bound are not
near enough yet, prices are refined and fewer people are settled. What is still open goes to the exact search
(:mod:`.exact`), with the options that the bound does not rule out.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from ..models.domain.problem import BoolArray, IntArray, PlacementProblem
from .by_shape import ByShape
from .certificate import certify
from .exact import Approach, Question, solve_exact
from .inner import ChooseInner, Held, Inner, Progress
from .linear import linear_model
from .priced import Coupled, FloatArray, coupled
from .relax_and_fix import relax_and_fix
from .relaxation import Relaxation, best_of_each
from .smooth import (
    COOLER_STAGES,
    FINER_STAGES,
    FIRST_STAGES,
    Prices,
    Schedule,
    row_scales,
    settle,
    spread_of,
    stages_of,
)
from .solution import Limits, Solution, complete
from .subproblem import chosen_in, columns_kept, with_options

PRICED_FROM = 20_000
"""Options from which prices come first; below, the exact search alone is as quick."""
NARROW = 5e-4
"""Gap asked for under which the cooler stages come before the first decision."""
SOFTEN_AT = 0.02
"""Temperature of the soft weights that say who is settled: at a lower one everybody seems to be."""
REFINEMENTS = 4
MOVES_BOUND = 0.5
"""Prices are settled further at most so often, while that lowers the bound by this part of the gap asked for."""
LEAST_NEAR = 2
"""Options that everyone keeps who is not settled."""


@dataclass(frozen=True, slots=True)
class Round:
    """Soft weight from which a person is settled, and how far behind the best an option is kept (part of the spread)."""

    settled_at: float
    near: float
    finer: bool


ROUNDS = (Round(0.9, 0.03, False), Round(0.99, 0.05, False), Round(0.99, 0.1, True), Round(2.0, 0.25, True))
"""The second comes only where the settled people of the first left no plan."""
SMALL_GAP = 0.3
"""Part of the gap asked for at which the small program stops; SCOUT_GAP where a proof is asked for."""
PROOF_GAP = 1e-5
FAR = 0.01
"""Gap after the first decisions from which prices are not refined: head counts of whole units over posts leave some 10 %."""


def solve_hybrid(
    problem: PlacementProblem,
    limits: Limits,
    *,
    inner: Inner | None = None,
    warm: IntArray | None = None,
    stop_event: threading.Event | None = None,
    progress: Progress | None = None,
    priced_from: int = PRICED_FROM,
) -> Solution:
    """Solve every tier in order; see :func:`.exact.solve_exact` for the parameters.

    ``priced_from`` is the number of options from which prices come first.
    """
    by_shape = ByShape()
    choose: ChooseInner = by_shape if inner is None else partial(_always, inner)
    solution = solve_exact(
        problem,
        limits,
        inner=inner,
        warm=warm,
        stop_event=stop_event,
        progress=progress,
        approach=partial(approach, choose=choose) if problem.num_options >= priced_from else None,
    )
    return replace(solution, engine="+".join(["hybrid", *dict.fromkeys([solution.engine, *by_shape.used])]))


def _always(inner: Inner, num_columns: int) -> Inner:
    """Return the solver that was named, whatever the program."""
    del num_columns
    return inner


def approach(question: Question, choose: ChooseInner) -> Approach:
    """Improve a plan and bound every plan, over the options allowed; see the module for how.

    Raises nothing where no plan is found: ``plan`` is then that of the question, and the relaxation may be None.
    ``choose`` names who decides between the options of people whom the relaxation splits.
    """
    if not question.allowed.all():
        return _within(question, choose)
    model = coupled(question.problem, question.aim, question.held)
    spread = spread_of(model)
    if spread == 0.0 or (np.diff(model.starts) == 0).any():
        return Approach(question.best, None)
    work = _Work(question, model, choose, spread)
    limits, stop = question.limits, question.stop
    work.price(FIRST_STAGES if limits.gap >= NARROW else (*FIRST_STAGES, *COOLER_STAGES))
    for step in ROUNDS:
        if step == ROUNDS[1] and work.has_decided:
            continue
        if work.is_closed() or stop.asked or stop.seconds_left == 0.0:
            break
        if step.finer:
            if work.is_far():
                break
            work.refine()
            if work.is_closed():
                break
        work.decide(step)
    return Approach(work.best, work.relaxed)


def _within(question: Question, choose: ChooseInner) -> Approach:
    """Do the same on the problem of the allowed options, and return its outcome in the places of the whole."""
    problem, best, allowed = question.problem, question.best, question.allowed.copy()
    if best is not None:
        allowed[best] = True
    columns = columns_kept(problem, allowed)
    part = replace(
        question,
        problem=with_options(problem, allowed),
        aim=question.aim[columns],
        held=tuple(Held(tier.aim[columns], tier.value) for tier in question.held),
        allowed=np.ones(int(allowed.sum()), dtype=bool),
        best=None if best is None else chosen_in(allowed, best),
    )
    found = approach(part, choose)
    plan = None if found.plan is None else np.flatnonzero(allowed)[found.plan]
    if found.relaxation is None:
        return Approach(plan, None)
    reach = np.full(len(question.aim), -(10**15), dtype=np.int64)
    reach[columns] = found.relaxation.reach
    return Approach(plan, Relaxation(found.relaxation.bound, reach))


class _Work:
    """State of one approach."""

    def __init__(self, question: Question, model: Coupled, choose: ChooseInner, spread: float) -> None:
        self.problem, self.aim, self.held = question.problem, question.aim, question.held
        self.inner, self.limits, self.stop, self.report = question.inner, question.limits, question.stop, question.report
        self.model, self.choose, self.spread, self.best = model, choose, spread, question.best
        self.worth = None if self.best is None else self._worth(self.best)
        self.prices: Prices | None = None
        self.relaxed: Relaxation | None = None
        self.has_decided = False

    def is_closed(self) -> bool:
        """True where plan and bound are as near as the limits ask."""
        if self.worth is None or self.relaxed is None:
            return False
        return self.relaxed.bound - self.worth <= self.limits.gap * max(1, abs(self.worth))

    def is_far(self) -> bool:
        """True where prices have come so little near that the relaxation, sifted, is the shorter way."""
        return self.worth is None or self.relaxed is None or self.relaxed.bound - self.worth > FAR * max(1, abs(self.worth))

    def _worth(self, chosen: IntArray) -> int | None:
        """Return what a plan is worth under the aim, None where it breaks a row or a tier held."""
        try:
            auxiliary = complete(self.problem, chosen)
        except ValueError:
            return None
        n = self.problem.num_options
        for tier in self.held:
            if int(tier.aim[chosen].sum() + tier.aim[n:] @ auxiliary) < tier.value:
                return None
        return int(self.aim[chosen].sum() + self.aim[n:] @ auxiliary)

    def price(self, schedule: Schedule) -> None:
        """Settle prices, from those known, and keep the better bound."""
        start: FloatArray | None = None
        if self.prices is not None:
            start = np.concatenate([self.prices.headcount, self.prices.row * row_scales(self.model)])
        plan = self.best if self.worth is not None else None
        prices = settle(
            self.model,
            stages_of(schedule, self.spread),
            plan,
            start=start,
            soften_at=SOFTEN_AT * self.spread,
            stopped=self._stopped,
        )
        proof = certify(self.model, prices)
        if proof is None:
            self.prices = self.prices or prices
            return
        if self.relaxed is None or proof.bound < self.relaxed.bound:
            self.prices, self.relaxed = prices, proof
        else:
            reach = np.minimum(self.relaxed.reach, proof.reach)
            self.relaxed = Relaxation(self.relaxed.bound, reach)
        self._tell()

    def refine(self) -> None:
        """Settle prices further, again and again while that moves the bound."""
        for _ in range(REFINEMENTS):
            before = None if self.relaxed is None else self.relaxed.bound
            self.price(FINER_STAGES)
            if self.relaxed is None or before is None or self._stopped() or self.is_closed():
                return
            if before - self.relaxed.bound <= MOVES_BOUND * max(self.limits.gap, PROOF_GAP) * abs(before):
                return

    def _stopped(self) -> bool:
        return self.stop.asked or self.stop.seconds_left == 0.0

    def _tell(self) -> None:
        if self.report is not None and self.worth is not None:
            self.report(self.worth, None if self.relaxed is None else self.relaxed.bound)

    def decide(self, step: Round) -> None:
        """Solve the small program of a round and keep its plan where it is better."""
        keep = self._kept(step)
        columns = columns_kept(self.problem, keep)
        if self.relaxed is None:
            return
        near = round(max(SMALL_GAP * self.limits.gap, PROOF_GAP) * abs(self.relaxed.bound))
        model, aim = linear_model(with_options(self.problem, keep)), self.aim[columns]
        held = tuple(Held(tier.aim[columns], tier.value) for tier in self.held)
        asked = replace(self.limits, gap=0.0, near=near)
        enough = self.relaxed.bound - int(self.limits.gap * abs(self.relaxed.bound))
        found = relax_and_fix(model, aim, held, choose=self.choose, enough=enough, limits=asked, stop=self.stop)
        if found is None and not self._stopped():
            hint = self._hint(keep)
            found = self.inner.maximise(model, aim, held, limits=asked, stop=self.stop, hint=hint, heuristics="few").columns
        if found is None:
            return
        self.has_decided = True
        chosen = np.flatnonzero(keep)[np.flatnonzero(found[: int(keep.sum())])]
        people = self.problem.option_employee[chosen]
        if not np.array_equal(people, np.arange(len(self.problem.employee_ids))):
            return
        worth = self._worth(chosen)
        if worth is not None and (self.worth is None or worth > self.worth):
            self.best, self.worth = chosen, worth
            self._tell()

    def _hint(self, keep: BoolArray) -> IntArray | None:
        """Return the best plan as columns of the small program, None where an option of it is not kept."""
        if self.best is None or self.worth is None or not keep[self.best].all():
            return None
        columns = np.zeros(int(keep.sum()) + len(self.problem.auxiliaries), dtype=np.int64)
        columns[chosen_in(keep, self.best)] = 1
        columns[int(keep.sum()) :] = complete(self.problem, self.best)
        return columns

    def _kept(self, step: Round) -> BoolArray:
        """Return (N,) the options of the small program."""
        assert self.prices is not None  # prices come first
        margin, use = self.prices.margin, self.prices.use
        starts, counts = self.model.starts[:-1], np.diff(self.model.starts)
        most = np.maximum.reduceat(use, starts)
        settled = np.repeat(most >= step.settled_at, counts)
        keep: BoolArray = margin > -step.near * self.spread
        close, person = margin > -self.spread, self.problem.option_employee
        keep[best_of_each(person, margin, close & ~settled, LEAST_NEAR)] = True
        for plan in (self.problem.held[self.problem.held >= 0], self.best):
            if plan is not None:
                keep[plan] = True
        keep &= ~settled
        keep[best_of_each(person, margin, close & settled, 1)] = True
        return keep
