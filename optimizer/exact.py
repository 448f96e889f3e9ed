"""The exact engine: every tier in order by an integer program, then the choice among equal plans.

Which solver takes the program (HiGHS or CP-SAT) was chosen by measurement (docs/decisions/0002-coupled-engine.md). A plan
that HiGHS returns and integers do not confirm is solved again by CP-SAT.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from ..models.domain.problem import BoolArray, IntArray, PlacementProblem
from .certificate import bound_unpriced
from .cpsat import CpSatInner
from .highs import HighsInner
from .inner import Answer, Held, Heuristics, Inner, Progress, Stop
from .linear import LinearModel, linear_model, restricted
from .priced import coupled
from .relaxation import Relaxation, relax
from .solution import Limits, Solution, Status, TierOutcome, complete, is_admitted, stay_plan, tier_values

LOG = logging.getLogger(__name__)
SCOUT_COLUMNS = 2.4
"""Options a person in the scout's program."""
SCOUT_FROM = 1.25
"""The scout is worth its time where the whole program has so many times its options."""
SCOUT_GAP = 1e-5
"""Relative gap at which the scout stops."""
TIES = "ties"
"""Stage of the choice among equal plans."""
TIE_WORK_SHARE = 0.25
"""Part of the work limit that the choice among equal plans may take."""


@dataclass(frozen=True, slots=True)
class Approach:
    """What stands before the exact search: a plan, and a bound on every plan (None where there is none)."""

    plan: IntArray | None
    relaxation: Relaxation | None


@dataclass(frozen=True, slots=True)
class Question:
    """What an approach is asked.

    Parameters
    ----------
    problem, aim, held
        Options and rows; shape (N + M,), what is maximised; tiers kept.
    allowed
        Shape (N,). Options that may be in a plan of interest.
    best
        Shape (E,). The best plan known, None where none is.
    inner, limits, stop
        Solver of integer programs, and when to end.
    report
        Hears of value and bound; None = nobody does.
    """

    problem: PlacementProblem
    aim: IntArray
    held: tuple[Held, ...]
    allowed: BoolArray
    best: IntArray | None
    inner: Inner
    limits: Limits
    stop: Stop
    report: Callable[[int, int | None], None] | None = None


ApproachBy = Callable[[Question], Approach]


@dataclass
class _Search:
    """State of one solve: the program, the tiers held so far, the best plan."""

    problem: PlacementProblem
    inner: Inner
    limits: Limits
    stop: Stop
    progress: Progress | None
    best: IntArray | None
    held: tuple[Held, ...] = ()
    clock: bool = False
    relaxed: Relaxation | None = None
    """Of the aim asked for last."""
    fixed: BoolArray | None = None
    """Columns that no plan uses which keeps the tiers held so far."""
    approach: ApproachBy | None = None
    """Comes before the search of each tier; not before the choice among equal plans."""

    @cached_property
    def model(self) -> LinearModel:
        """The whole program; made where it is needed."""
        return linear_model(self.problem)

    def columns_of(self, chosen: IntArray | None) -> IntArray | None:
        """Return column values of a plan, for a hint."""
        if chosen is None:
            return None
        n = self.problem.num_options
        columns = np.zeros(n + len(self.problem.auxiliaries), dtype=np.int64)
        columns[chosen] = 1
        columns[n:] = complete(self.problem, chosen)
        return columns

    def ask(self, stage: str, aim: IntArray, limits: Limits) -> Answer:
        """Maximise one aim from the best plan so far, over the columns that may still beat it.

        The relaxation says of each column what a plan that uses it is worth at most. A plan found over few columns
        (the scout) rules out most others; the last program holds every column that is left, so its proof is a proof.
        """
        allowed = np.ones(len(aim), dtype=bool) if self.fixed is None else ~self.fixed
        before = self._approached(stage, aim, allowed, limits)
        start = self.columns_of(self.best)
        self._tell(stage, aim, start, before)
        if before is not None and start is not None:
            worth = int(aim @ start)
            if before.bound - worth <= limits.gap * max(1, abs(worth)) or self.over:
                self.relaxed = before
                self.clock |= self.over
                return Answer(start, worth, max(worth, before.bound), proved=before.bound <= worth)
            allowed = allowed & ((before.reach >= worth) | (start > 0))  # others are in no plan that is worth as much
        self.relaxed = relax(self.model, aim, self.held, allowed=allowed, start=start, limits=limits, stop=self.stop)
        if before is not None and start is not None:
            self.relaxed = _nearer(self.relaxed, before, int(aim @ start))
        self._tell(stage, aim, start, self.relaxed)
        if self.relaxed is None or start is None:
            answer = self._decide(stage, aim, allowed, start, limits)
        else:
            answer = self._narrow(stage, aim, self.relaxed, start, limits)
        self.clock |= answer.clock
        if answer.bound is None and not answer.infeasible:
            answer = replace(answer, bound=bound_unpriced(coupled(self.problem, aim, self.held)))
        return answer

    def _tell(self, stage: str, aim: IntArray, start: IntArray | None, relaxed: Relaxation | None) -> None:
        """Tell the value of the plan so far and the bound known."""
        if self.progress is not None and start is not None and stage != TIES:
            self.progress(stage, int(aim @ start), None if relaxed is None else relaxed.bound)

    @property
    def over(self) -> bool:
        """True once somebody asked for an end, or the clock ran out."""
        return self.stop.asked or self.stop.seconds_left == 0.0

    def _approached(self, stage: str, aim: IntArray, allowed: BoolArray, limits: Limits) -> Relaxation | None:
        """Improve the best plan and bound every plan by what comes before the search, where there is such."""
        if self.approach is None or stage == TIES:
            return None
        self.relaxed = None
        progress = self.progress
        report = None if progress is None else (lambda value, bound: progress(stage, value, bound))
        mine = allowed[: self.problem.num_options]
        found = self.approach(Question(self.problem, aim, self.held, mine, self.best, self.inner, limits, self.stop, report))
        self.best = found.plan
        return found.relaxation

    def _narrow(self, stage: str, aim: IntArray, relaxed: Relaxation, start: IntArray, limits: Limits) -> Answer:
        """Improve a plan over few columns, then decide over those that may be worth more."""
        target = math.ceil(SCOUT_COLUMNS * self.model.num_people)
        if self._winning(relaxed, aim, start).sum() > SCOUT_FROM * target:
            near = np.zeros(len(aim), dtype=bool)
            near[np.argsort(-relaxed.reach[: self.problem.num_options], kind="stable")[:target]] = True
            near = self._with(start, near)
            work = min(limits.work, self.inner.scout_work)
            brief = replace(limits, gap=max(limits.gap, SCOUT_GAP), work=work)
            scout = self._maximise(stage, aim, near, start, brief, "full")
            if scout.columns is not None and self._chosen(scout.columns) is not None:
                start = scout.columns
        worth = int(aim @ start)
        if relaxed.bound - worth <= limits.gap * max(1, abs(worth)):
            return Answer(start, worth, relaxed.bound, proved=relaxed.bound <= worth)
        winning = self._winning(relaxed, aim, start)
        if not winning.any():
            return Answer(start, worth, worth, proved=True)
        answer = self._decide(stage, aim, self._with(start, winning), start, limits)
        bound = relaxed.bound if answer.bound is None else min(relaxed.bound, max(worth, answer.bound))
        if answer.columns is None or answer.value is None or answer.value < worth:
            answer = replace(answer, columns=start, value=worth, infeasible=False)
        return replace(answer, bound=bound, proved=answer.value is not None and bound <= answer.value)

    def _winning(self, relaxed: Relaxation, aim: IntArray, start: IntArray) -> BoolArray:
        """Return the options that a plan better than ``start`` may use."""
        winning: BoolArray = relaxed.reach > int(aim @ start)
        winning[self.problem.num_options :] = False
        return winning

    def _with(self, start: IntArray, options: BoolArray) -> BoolArray:
        """Return these options, those of a plan, and every auxiliary."""
        columns = options | (start > 0)
        columns[self.problem.num_options :] = True
        return columns

    def _decide(self, stage: str, aim: IntArray, columns: BoolArray, start: IntArray | None, limits: Limits) -> Answer:
        """Solve the program over these columns; by CP-SAT where integers do not confirm the plan."""
        heuristics: Heuristics = "none" if stage == TIES else "full" if start is None else "few"
        answer = self._maximise(stage, aim, columns, start, limits, heuristics)
        if answer.columns is not None and self._chosen(answer.columns) is None:
            LOG.warning("stage %s: a plan of %s fails in integers; solved again by cpsat", stage, self.inner.name)
            self.inner = CpSatInner()
            answer = self._maximise(stage, aim, columns, start, limits, heuristics)
        return answer

    def _maximise(
        self,
        stage: str,
        aim: IntArray,
        columns: BoolArray,
        start: IntArray | None,
        limits: Limits,
        heuristics: Heuristics,
    ) -> Answer:
        answer = self.inner.maximise(
            restricted(self.model, columns),
            aim[columns],
            tuple(Held(tier.aim[columns], tier.value) for tier in self.held),
            limits=limits,
            stop=self.stop,
            hint=None if start is None else start[columns],
            heuristics=heuristics,
            progress=self._report(stage),
        )
        if answer.columns is None:
            return answer
        every = np.zeros(len(aim), dtype=np.int64)
        every[columns] = answer.columns
        return replace(answer, columns=every)

    def _report(self, stage: str) -> Callable[[int, int | None], None] | None:
        """Return what passes a better plan on, under the relaxation's bound: that of few columns binds only them."""
        progress, bound = self.progress, None if self.relaxed is None else self.relaxed.bound
        return None if progress is None else (lambda value, _: progress(stage, value, bound))

    def hold(self, aim: IntArray, value: int) -> None:
        """Keep a tier at the value reached, and leave out the options that no plan uses which is worth as much."""
        self.held = (*self.held, Held(aim, value))
        if self.relaxed is None:
            return
        out = self.relaxed.reach < value
        out[self.problem.num_options :] = False
        if self.best is not None:
            out[self.best] = False
        self.fixed = out if self.fixed is None else self.fixed | out

    def _chosen(self, columns: IntArray) -> IntArray | None:
        """Return the options of a column vector, None where integers do not confirm it."""
        chosen = np.flatnonzero(columns[: self.problem.num_options])
        people = self.problem.option_employee[chosen]
        if not np.array_equal(people, np.arange(len(self.problem.employee_ids))):
            return None
        try:
            complete(self.problem, chosen)
        except ValueError as error:
            LOG.warning("integers do not confirm a plan: %s", error)
            return None
        return chosen

    def take(self, answer: Answer) -> None:
        """Keep a plan that was found."""
        if answer.columns is not None:
            chosen = self._chosen(answer.columns)
            if chosen is not None:
                self.best = chosen


def solve_exact(
    problem: PlacementProblem,
    limits: Limits,
    *,
    inner: Inner | None = None,
    warm: IntArray | None = None,
    stop_event: threading.Event | None = None,
    progress: Progress | None = None,
    approach: ApproachBy | None = None,
) -> Solution:
    """Solve every tier in order; ``optimal`` only where each was proved.

    Parameters
    ----------
    problem
        Options, rows, auxiliaries, tiers.
    limits
        Clock, gap, seed and work.
    inner
        Solver of the integer programs; None = HiGHS, with CP-SAT behind it.
    warm
        Shape (E,). A plan to start from; None = today's.
    stop_event
        Set from outside to end the search with the best plan.
    progress
        Called with stage, value and bound.
    approach
        Improves the plan and bounds every plan before the search of each tier; None = nothing comes before.
    """
    solver: Inner = inner or HighsInner()
    stop = Stop.after(limits, stop_event)
    start = _feasible(problem, warm)
    search = _Search(problem, solver, limits, stop, progress, start, approach=approach)
    outcomes: list[TierOutcome] = []
    proved = True
    for tier in problem.tiers:
        aim = np.concatenate([tier.option_points, tier.auxiliary_points])
        answer = search.ask(tier.name, aim, limits)
        if answer.infeasible and search.best is None:
            return _infeasible(search)
        search.take(answer)
        if search.best is None:
            ended: Status = "cancelled" if stop.asked else "unknown"
            return Solution(ended, None, None, solver.name, clock_limited=search.clock)
        value = _value(problem, search.best, len(outcomes))
        outcomes.append(TierOutcome(tier.name, value, answer.bound))
        proved = proved and answer.bound is not None and answer.bound <= value
        if stop.asked or search.clock:
            break
        search.hold(aim, value)
    return _finish(search, outcomes, proved=proved and len(outcomes) == len(problem.tiers))


def _feasible(problem: PlacementProblem, warm: IntArray | None) -> IntArray | None:
    """Return the warm plan, else today's, where the model admits it."""
    plans = (warm, stay_plan(problem))
    return next((plan for plan in plans if plan is not None and is_admitted(problem, plan)), None)


def _nearer(relaxed: Relaxation | None, before: Relaxation, worth: int) -> Relaxation:
    """Return what two bounds prove together; ``relaxed`` is of the options that may be in a plan worth as much."""
    if relaxed is None:
        return before
    bound = min(before.bound, max(worth, relaxed.bound))
    return Relaxation(bound, np.minimum(before.reach, relaxed.reach))


def _value(problem: PlacementProblem, chosen: IntArray, tier: int) -> int:
    return tier_values(problem, chosen, complete(problem, chosen))[tier]


def _finish(search: _Search, outcomes: list[TierOutcome], *, proved: bool) -> Solution:
    problem, best = search.problem, search.best
    assert best is not None  # the caller returned before, where nothing was found
    unique = False
    if proved and search.limits.unique:
        unique = _break_ties(search)
        best = search.best
        assert best is not None
    values = tier_values(problem, best, complete(problem, best))
    bounds = [outcome.bound for outcome in outcomes] + [None] * (len(values) - len(outcomes))
    tiers = tuple(
        TierOutcome(tier.name, value, bound) for tier, value, bound in zip(problem.tiers, values, bounds, strict=True)
    )
    status: Status = "cancelled" if search.stop.asked else "optimal" if proved else "feasible"
    bound = tiers[0].bound if len(tiers) == 1 else None
    return Solution(
        status,
        best,
        bound,
        search.inner.name,
        tiers,
        clock_limited=search.clock and not unique,
        unique=unique,
    )


def _break_ties(search: _Search) -> bool:
    """Pick among plans of equal tiers the one of least hash sum; True where that was proved."""
    problem = search.problem
    ties = np.concatenate([-problem.option_ties, np.zeros(len(problem.auxiliaries), dtype=np.int64)])
    answer = search.ask(TIES, ties, replace(search.limits, gap=0.0, work=search.limits.work * TIE_WORK_SHARE))
    search.take(answer)
    return answer.proved


def _infeasible(search: _Search) -> Solution:
    """Prove that a breach is left with every option priced, and name the rows of the least total breach."""
    problem = search.problem
    model = linear_model(problem, elastic=True)
    aim = np.zeros(len(model.column_upper), dtype=np.int64)
    for column, _ in model.elastic:
        aim[column] = -1
    answer = CpSatInner().maximise(model, aim, (), limits=search.limits, stop=search.stop)
    if answer.columns is None or answer.bound is None or answer.bound >= 0:
        return Solution("unknown", None, None, search.inner.name, clock_limited=answer.clock)
    breached = tuple(
        (*model.row_names[row], int(answer.columns[column])) for column, row in model.elastic if answer.columns[column]
    )
    return Solution("infeasible", None, None, search.inner.name, breached=breached)
