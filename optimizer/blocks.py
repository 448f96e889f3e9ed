"""Options on demand: a few of each person's are kept, all are priced block by block, again and again, and none is lost.

The problem over the options kept is solved as one flow under prices of its rows. Its potentials price every option there is:
what an option is worth beyond the best that its person has among those kept is what the bound has missed (weak duality: a
person's price may always be raised to the best option, and the sum over people pays for it). Options with such an excess
join, the best few of each person, until the bound over *all* options is near enough; only then is the plan decided. So
memory holds the options kept and one block, never all (column generation: Dantzig & Wolfe 1960, doi:10.1287/opre.8.1.101).

Prices of rows reach options that are not kept where their coefficients are known beforehand: limits of moves (R22). Other
rows count in the plan as always; their prices count as 0 in the bound, which then is true but may stay away from the plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..models.domain.build import Built, Prospect, assemble, pricing_of
from ..models.domain.errors import EngineError, OptionError
from ..models.domain.facts import Coding
from ..models.domain.movement import MoveKind
from ..models.domain.options import Options, joined, option_blocks
from ..models.domain.problem import IntArray, PlacementProblem
from .engine import solve
from .inner import Stop
from .linear import linear_model
from .priced_flow import priced_flow
from .relaxation import multipliers
from .row_prices import SCALE
from .solution import Limits, Solution, TierOutcome, complete, stay_plan

FIRST, JOINING = 8, 4
"""Options that each person begins with, and that join a round at most; posts held and being without one come on top."""
MOST_ROUNDS = 60
WIDER = 4
"""Times as many options that everyone begins with where those kept have no plan."""
MISSED = 0.25
"""Part of the gap asked for that options not kept may still be worth before the plan is decided."""
EVERYWHERE = frozenset({"max_share", "max_count"})
"""Names of R22's rows over all moves; its others are named by the unit that people leave."""

Blocks = Callable[[], Iterator[Options]]


@dataclass(frozen=True)
class PlacedByBlocks:
    """A plan over the options kept, with a bound over all.

    Parameters
    ----------
    built
        The problem over the options kept; ``solution.chosen`` are options of it.
    solution
        Its status and bound speak of all options.
    num_options
        Options there are.
    rounds
        Times that all were priced.
    """

    built: Built
    solution: Solution
    num_options: int
    rounds: int


@dataclass(frozen=True)
class BlockPrices:
    """Prices of posts (P + 1, the last of being without one) and of moves, in parts of a cent (``SCALE``).

    ``leaving`` (U,) is charged for a move out of a unit, ``moving`` for any move.
    """

    post: IntArray
    moving: int
    leaving: IntArray

    def scores(self, block: Options, home: IntArray, unit: IntArray) -> IntArray:
        """Return what each option is worth under the prices; ``home`` (E,), ``unit`` (P,) are codes of units, -1 = none."""
        moves = (block.kind != MoveKind.STAY) & (block.kind != MoveKind.ENTRY) & (block.kind != MoveKind.UNPLACED)
        before = home[block.employee]
        away = moves & (before != unit[block.position])
        scores: IntArray = SCALE * block.points + self.post[block.position]
        scores -= np.where(moves, self.moving, 0) + np.where(away, self.leaving[before], 0)
        return scores


def best_reduced(blocks: Iterator[Options], score: Callable[[Options], IntArray], num_people: int) -> IntArray:
    """Return (E,) the most that any option of each person is worth."""
    best = np.full(num_people, np.iinfo(np.int64).min)
    for block in blocks:
        np.maximum.at(best, block.employee, score(block))
    return best


def solve_blocks(prospect: Prospect, limits: Limits | None = None, *, first: int = FIRST) -> PlacedByBlocks:
    """Place people over all options, holding few of them at a time.

    Parameters
    ----------
    prospect
        Facts, rules and candidates; pins and forbids of its scenario hold.
    limits
        ``gap`` tells when the bound over all options is near enough.
    first
        Options that each person begins with.

    Raises
    ------
    OptionError
        The objective is lexicographic: prices of one flow speak of one aim.
    """
    limits = limits or Limits()
    scenario, facts = prospect.facts.scenario, prospect.facts
    if scenario.solve.objective == "lexicographic":
        message = "options on demand are priced for one aim; set [solve] objective to weighted"
        bahasa = "pilihan yang dibuat saat diperlukan dinilai untuk satu tujuan; tetapkan [solve] objective = weighted"
        raise OptionError(message, code="E-OPTION", bahasa=bahasa)
    pricing = pricing_of(prospect)

    def blocks() -> Iterator[Options]:
        for block in option_blocks(prospect.candidates, pricing):
            yield _admitted(prospect, block)

    def scored(block: Options) -> IntArray:
        return prices.scores(block, home, unit)

    people, posts = len(facts.employees), len(facts.positions)
    kept, total = _first(blocks, first, people, posts)
    home = np.where(facts.held < 0, -1, facts.unit[facts.held])
    unit, bound, missed = np.append(facts.unit, -1), None, 0
    for number in range(1, MOST_ROUNDS + 1):
        built = assemble(prospect, pricing, kept)
        problem = built.problem
        if problem.blocked or (np.bincount(problem.option_employee, minlength=people) == 0).any():
            return PlacedByBlocks(built, Solution("infeasible", None, None, "blocks"), total, number)
        found = _priced(problem, facts.unit_codes)
        if found is None:
            if len(kept.employee) == total:
                return PlacedByBlocks(built, Solution("infeasible", None, None, "blocks"), total, number)
            first *= WIDER
            kept, _ = _first(blocks, first, people, posts)
            continue
        prices, reached = found
        joining, missed = _beyond(blocks, scored, best_reduced(iter([kept]), scored, people), posts)
        bound = reached + missed if bound is None else min(bound, reached + missed)
        if missed <= MISSED * limits.gap * abs(bound):
            break
        kept = joined([kept, joining], posts)
    solution = solve(problem, "highs" if problem.couples else "flow", limits)
    return PlacedByBlocks(built, _over_all(solution, bound, is_whole=len(kept.employee) == total), total, number)


def _over_all(solution: Solution, bound: int | None, *, is_whole: bool) -> Solution:
    """Return the solution of the options kept as one of all options; ``bound`` is in parts of a cent."""
    engine = f"blocks+{solution.engine}"
    if solution.chosen is None:
        status = "unknown" if solution.status == "infeasible" and not is_whole else solution.status
        return replace(solution, status=status, bound=None, engine=engine)
    tier = solution.tiers[0]
    proved = None if bound is None else bound // SCALE
    if is_whole and tier.bound is not None:
        proved = tier.bound if proved is None else min(proved, tier.bound)
    status = "optimal" if proved == tier.value else "feasible"
    tiers = (TierOutcome(tier.name, tier.value, proved),)
    return replace(solution, status=status, bound=proved, engine=engine, tiers=tiers, unique=False)


def _admitted(prospect: Prospect, block: Options) -> Options:
    """Leave out what pins and forbids rule out."""
    facts, scenario = prospect.facts, prospect.facts.scenario
    keep = np.ones(len(block.employee), dtype=bool)
    for pair in scenario.forbid:
        if pair.employee in facts.employee_index:
            e, p = facts.employee_index[pair.employee], facts.position_index[pair.position]
            keep &= (block.employee != e) | (block.position != p)
    for pair in scenario.pin:
        if pair.employee in facts.employee_index:
            e, p = facts.employee_index[pair.employee], facts.position_index[pair.position]
            keep &= (block.employee != e) | (block.position == p)
    return block if keep.all() else block.take(keep)


def _best_of_each(options: Options, scores: IntArray, count: int) -> npt.NDArray[np.bool_]:
    """Return which options are among the ``count`` best of their person, ties to the lower post."""
    order = np.lexsort((options.position, -scores, options.employee))
    person = options.employee[order]
    rank = np.arange(len(order)) - np.searchsorted(person, person, side="left")
    chosen = np.zeros(len(order), dtype=bool)
    chosen[order[rank < count]] = True
    return chosen


def _first(blocks: Blocks, count: int, num_people: int, num_posts: int) -> tuple[Options, int]:
    """Return the options that everyone begins with, and how many there are in all."""
    total, fixed, waiting = 0, [], []
    least = np.full(num_people, np.iinfo(np.int64).min)
    for block in blocks():
        total += len(block.employee)
        staying = (block.kind == MoveKind.STAY) | (block.kind == MoveKind.UNPLACED)
        fixed.append(block.take(staying))
        waiting.append(block.take(~staying & (block.points > least[block.employee])))
        if sum(len(part.employee) for part in waiting) > 2 * count * num_people:
            best = joined(waiting, num_posts)
            best = best.take(_best_of_each(best, best.points, count))
            is_full = np.bincount(best.employee, minlength=num_people) >= count
            worst = np.full(num_people, np.iinfo(np.int64).max)
            np.minimum.at(worst, best.employee, best.points)
            least = np.where(is_full, worst, least)
            waiting = [best]
    best = joined(waiting, num_posts)
    return joined([*fixed, best.take(_best_of_each(best, best.points, count))], num_posts), total


def _beyond(blocks: Blocks, score: Callable[[Options], IntArray], best: IntArray, num_posts: int) -> tuple[Options, int]:
    """Return the best options beyond each person's best so far, and by how much they are beyond it in all."""
    found: list[Options] = []
    most = best.copy()
    for block in blocks():
        scores = score(block)
        beyond = np.flatnonzero(scores > best[block.employee])
        np.maximum.at(most, block.employee[beyond], scores[beyond])
        part = joined([*found, block.take(beyond)], num_posts)
        found = [part.take(_best_of_each(part, score(part), JOINING))]
    return found[0], sum((most - best).tolist())


def _priced(problem: PlacementProblem, units: Coding) -> tuple[BlockPrices, int] | None:
    """Return prices over the options kept and what no plan of them exceeds, in parts of a cent; None where none is there."""
    aim = np.concatenate([problem.tiers[0].option_points, problem.tiers[0].auxiliary_points])
    rows = np.zeros(len(problem.rows), dtype=np.int64)
    limits = [place for place, row in enumerate(problem.rows) if row.rule == "R22"]
    if limits:
        plan = stay_plan(problem)
        start = np.zeros(len(aim), dtype=np.int64)
        if plan is not None:
            start[plan] = 1
            start[problem.num_options :] = complete(problem, plan)
        found = multipliers(
            linear_model(problem),
            aim,
            (),
            allowed=np.ones(len(aim), dtype=bool),
            start=None if plan is None else start,
            limits=Limits(seconds=None),
            stop=Stop(),
        )
        if found is not None:
            rows[limits] = np.rint(found[len(found) - len(rows) :][limits] * SCALE).astype(np.int64)
    try:
        flow = priced_flow(problem, aim, (), rows)
    except EngineError as error:
        if error.code != "E-FLOW":
            raise
        return None
    people, posts = len(problem.employee_ids), len(problem.position_ids)
    post = np.append(flow.distance[people : people + posts], flow.distance[-1])
    moving, leaving = 0, np.zeros(len(units) + 1, dtype=np.int64)
    for place in limits:
        row = problem.rows[place]
        if row.name in EVERYWHERE:
            moving += int(flow.prices[place])
        else:
            leaving[units.code(row.name)] = int(flow.prices[place])
    return BlockPrices(post, moving, leaving), flow.bound
