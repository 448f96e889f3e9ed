"""Prices of rows and seats from a smoothed dual, minimised in falling temperature.

The choice of each person, and of each seat, is softened: the best option becomes tau x logsumexp(reduced points / tau), a
seat tau x log(1 + exp(gain / tau)) (Nesterov 2005, doi:10.1007/s10107-004-0552-5, with entropy as the proximity). The
smoothed dual is convex and smooth, so L-BFGS-B (Byrd et al. 1995, doi:10.1137/0916069) goes down in few steps, each price
measured in the root of its curvature. While it is hot, few of a person's options stand for all of them, each counted as
often as it stands for. Prices move nearly straight with the temperature, so each stage starts where the two before it
point. As the temperature falls, options that lag behind drop out; prices stay in a box in which they can't come back, and
every option is priced again before the next stage.

Floats of 32 bits are enough here: what comes out are prices and how much each option is in use (soft weights); the bound
is made of them in integers (:mod:`.certificate`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, minimize
from scipy.sparse import csr_array, hstack
from threadpoolctl import threadpool_limits

from ..models.domain.problem import BoolArray, IntArray
from .linear import UNBOUNDED
from .priced import Coupled, FloatArray, SingleArray

MEMORY = 8
"""Pairs of steps that L-BFGS-B keeps."""
FEWEST = 7
"""Options a person that a hot stage looks at, at least."""
FLATTEST = 1e-3
"""Curvatures count as at least this part of the median of the head counts."""
FARTHEST = 1e12
"""Prices that go further, in cents of their scale, are leaving for infinity, as no plan keeps every row: stages end there.

No bound of the search itself: where every price is boxed, L-BFGS-B begins with a whole step, and ends 0.3 % worse with
everything coupled."""
FLAT = 1e-7
"""A stage ends where a step lowers the smoothed dual by less than this part of it."""
REPEATS = 8
"""Times that a stage runs again from where its box held prices back."""
STEEPEST = 40.0
"""Arguments of exp beyond which a seat is full or empty."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A temperature in cents, at most so many steps at it, and which options it looks at.

    ``lag`` is how far an option may lie behind its person's best (None = any), in cents; of the options of a person every
    ``every``-th is looked at.
    """

    temperature: float
    steps: int
    lag: float | None
    every: int = 1


Schedule = tuple[tuple[float, int, float | None, int], ...]
"""Temperature, steps, lag and every how manieth option of each stage; temperatures and lags in the spread of a person's
options (:func:`spread_of`)."""
FIRST_STAGES: Schedule = (
    *((1.0, 25, None, 8), (0.4, 25, None, 4), (0.16, 25, None, 2)),
    *((0.06, 30, 1.2, 1), (0.025, 40, 0.6, 1)),
)
COOLER_STAGES: Schedule = ((0.01, 60, 0.4, 1), (0.004, 60, 0.3, 1))
"""What the first stages leave out: they lower the bound by some 1e-4 of it."""
FINER_STAGES: Schedule = ((0.01, 100, 1.0, 1), (0.004, 100, 0.5, 1), (0.0015, 150, 0.3, 1))
"""From prices known."""


def stages_of(schedule: Schedule, spread: float) -> list[Stage]:
    """Return the stages of a schedule where the options of a person spread so many cents."""
    return [
        Stage(heat * spread, steps, None if lag is None else lag * spread, every) for heat, steps, lag, every in schedule
    ]


@dataclass(frozen=True, slots=True)
class Prices:
    """What the smoothed dual settles at.

    Parameters
    ----------
    headcount, row
        Shapes (H,) and (R,). Cents a person, and cents a unit of each row as the problem states it.
    use
        Shape (N,). Soft weight of each option; 1 in sum over a person.
    margin
        Shape (N,). Cents that each option lacks to the person's best, <= 0.
    """

    headcount: FloatArray
    row: FloatArray
    use: SingleArray
    margin: SingleArray


class Interrupted(Exception):  # no error: somebody asked
    """A stop was asked for in the middle of a stage, or prices left for infinity."""


class SmoothDual:
    """The smoothed dual over some of the options; prices stand as one vector: head counts, then rows, scaled."""

    def __init__(self, model: Coupled, plan: IntArray | None) -> None:
        self.model = model
        self._plan = plan
        self.scale = row_scales(model)
        down = _diagonal(1 / self.scale)
        rows = csr_array(model.option_rows.astype(np.float32) @ down.astype(np.float32))
        seats = csr_array(model.headcounts_of.astype(np.float32))[model.position]
        self._all = _short_indices(csr_array(hstack([seats, rows], format="csr")))
        self._auxiliary = csr_array(model.auxiliary_rows.astype(np.float64) @ down)
        self._auxiliary_squared = self._auxiliary.multiply(self._auxiliary).T.tocsr()
        self._points = model.points.astype(np.float32)
        self._lower = np.where(model.lower <= -UNBOUNDED, 0, model.lower) / self.scale
        self._upper = np.where(model.upper >= UNBOUNDED, 0, model.upper) / self.scale
        self._both = (model.lower > -UNBOUNDED) & (model.upper < UNBOUNDED)
        self._base = _at_lower(model)
        self._firm, self._floor = firm_seats(model)
        cheapest = np.maximum(1, np.abs(model.auxiliary_points))
        self._capped, self._least, self._most = price_caps(model, self.scale)
        self._piece = np.clip(spread_of(model) / cheapest, 1, np.maximum(1, model.auxiliary_upper))
        self.use_all()

    def use_all(self) -> None:
        """Price every option."""
        self._matrix, self._own = self._all, self._points
        self._set_starts(self.model.starts)

    def narrow(self, active: BoolArray) -> None:
        """Price these options and those of the plan alone; each person needs one."""
        if self._plan is not None:
            active = active.copy()
            active[self._plan] = True
        self._matrix, self._own = csr_array(self._all[active]), self._points[active]
        self._set_starts(np.concatenate([[0], np.cumsum(active)])[self.model.starts])

    def thin(self, every: int, temperature: float) -> None:
        """Price every ``every``-th option of each person, counted so often, and those of the plan, which must be known.

        Without a plan, or where few options a person would be left, all are priced.
        """
        counts = np.diff(self.model.starts)
        every = min(every, int(counts.mean()) // FEWEST)
        if self._plan is None or every <= 1:
            self.use_all()
            return
        person = np.repeat(np.arange(len(counts)), counts)
        place = np.arange(len(person)) - np.repeat(self.model.starts[:-1], counts)
        taken = (place + person) % every == 0
        own = self._points + np.float32(temperature * np.log(every))
        own[self._plan] = self._points[self._plan]
        taken[self._plan] = True
        self._matrix, self._own = csr_array(self._all[taken]), own[taken]
        self._set_starts(np.concatenate([[0], np.cumsum(taken)])[self.model.starts])

    def _set_starts(self, starts: IntArray) -> None:
        self._starts, self._counts = starts[:-1], np.diff(starts)
        self._transposed = _short_indices(csr_array(self._matrix.T))

    def margins(self, prices: FloatArray) -> tuple[SingleArray, SingleArray]:
        """Return what each active option lacks to the best of its person, and these best."""
        score = self._own - self._matrix @ prices.astype(np.float32)
        best = np.maximum.reduceat(score, self._starts)
        score -= np.repeat(best, self._counts)
        return score, best

    def uses(self, margins: SingleArray, temperature: float) -> tuple[SingleArray, SingleArray]:
        """Return the soft weight of each active option, and the sum before it was made 1."""
        use = np.exp(margins * np.float32(1 / temperature))
        total = np.add.reduceat(use, self._starts)
        use *= np.repeat(1 / total, self._counts)
        return use, total

    def value(self, prices: FloatArray, temperature: float) -> tuple[float, FloatArray]:
        """Return the smoothed dual and its gradient."""
        margins, best = self.margins(prices)
        use, total = self.uses(margins, temperature)
        people = float(best.sum(dtype=np.float64) + temperature * np.log(total.astype(np.float64)).sum())
        rest, slope, _ = self._others(prices, temperature)
        return people + rest, slope - (self._transposed @ use).astype(np.float64)

    def curvature(self, prices: FloatArray, temperature: float) -> FloatArray:
        """Return the diagonal of the second derivative."""
        use, _ = self.uses(self.margins(prices)[0], temperature)
        squared = csr_array(
            (self._transposed.data**2, self._transposed.indices, self._transposed.indptr), shape=self._transposed.shape
        )
        people = (squared @ (use * (1 - use))).astype(np.float64) / temperature
        total: FloatArray = people + self._others(prices, temperature)[2]
        return total

    def _others(self, prices: FloatArray, temperature: float) -> tuple[float, FloatArray, FloatArray]:
        """Return what seats, auxiliaries and sides of rows add to the dual, its slope, and its curvature."""
        model, parts, h = self.model, self.model.segments, self.model.num_headcounts
        beta, y = prices[:h], prices[h:]
        charge = np.append(model.auxiliary_points - self._auxiliary @ y, 0.0)
        gain = beta[parts.headcount] - charge[parts.short] + charge[parts.over]
        seats, used, bend = _soft(gain, temperature)
        seats[self._firm], used[self._firm], bend[self._firm] = gain[self._firm], 1.0, 0.0
        slope, curvature = np.zeros_like(prices), np.zeros_like(prices)
        slope[:h] = parts.lower + np.bincount(parts.headcount, parts.width * used, minlength=h)
        curvature[:h] = np.bincount(parts.headcount, parts.width * bend, minlength=h)
        taken = np.append(self._base, 0.0)
        np.add.at(taken, parts.short, -parts.width * used)
        np.add.at(taken, parts.over, parts.width * used)
        free = np.flatnonzero(~model.is_seat & ~self._capped)
        top = model.auxiliary_upper[free].astype(np.float64)
        raised, level, steep = _soft(charge[free] * self._piece[free], temperature)
        raised *= top / self._piece[free]
        taken[free] = top * level
        weight = np.zeros(len(self._base))
        weight[free] = top * self._piece[free] * steep
        side = np.where((y > 0) | ((y == 0) & (model.lower <= -UNBOUNDED)), self._upper, self._lower)
        slope[h:] = side - self._auxiliary.T @ taken[:-1]
        curvature[h:] = self._auxiliary_squared @ weight
        total = parts.lower @ beta + parts.width @ seats + charge[:-1] @ self._base + raised.sum() + y @ side
        return float(total), slope, curvature

    def sides(self) -> tuple[FloatArray, FloatArray]:
        """Return the least and most that each price may be: a side that is open pays nothing."""
        h = np.full(self.model.num_headcounts, np.inf)
        lower = np.where(self.model.lower > -UNBOUNDED, -np.inf, 0.0)
        upper = np.where(self.model.upper < UNBOUNDED, np.inf, 0.0)
        return np.concatenate([self._floor, np.maximum(lower, self._least)]), np.concatenate(
            [h, np.minimum(upper, self._most)]
        )


def settle(
    model: Coupled,
    stages: Sequence[Stage],
    plan: IntArray | None,
    *,
    start: FloatArray | None = None,
    soften_at: float | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Prices:
    """Go through the stages and return the prices they end at.

    Parameters
    ----------
    model
        Rows, head counts, options.
    stages
        Temperatures, falling.
    plan
        Shape (E,). Options of a plan, never dropped, so that what is left has a plan too; None where none is known.
    start
        Shape (H + R,). Scaled prices to start from; None = all 0.
    soften_at
        Temperature of the soft weights returned; None = the last one's.
    stopped
        Asked before every step; True ends where the prices stand.
    """
    dual = SmoothDual(model, plan)
    prices = np.zeros(model.num_headcounts + model.num_rows) if start is None else start.copy()
    temperature = stages[-1].temperature if soften_at is None else soften_at
    known: list[tuple[float, FloatArray]] = []
    with suppress(Interrupted), threadpool_limits(1):  # several threads on small products cost four times the work
        for stage in stages:
            prices = _pointed_at(known, stage.temperature, prices)
            for _ in range(REPEATS):
                prices, is_held_back = _step_down(dual, stage, prices, stopped)
                if not is_held_back:
                    break
            known.append((stage.temperature, prices))
    dual.use_all()
    margin, _ = dual.margins(prices)
    use, _ = dual.uses(margin, temperature)
    return Prices(prices[: model.num_headcounts], prices[model.num_headcounts :] / dual.scale, use, margin)


def _pointed_at(known: Sequence[tuple[float, FloatArray]], temperature: float, prices: FloatArray) -> FloatArray:
    """Return the prices at which the line through the last two stages meets a temperature; without two, as they are."""
    if len(known) < 2:
        return prices
    (hotter, before), (hot, last) = known[-2:]
    pointed: FloatArray = last + (last - before) * ((hot - temperature) / (hotter - hot))
    return pointed


def _step_down(dual: SmoothDual, stage: Stage, prices: FloatArray, stopped: Callable[[], bool]) -> tuple[FloatArray, bool]:
    """Return the prices after a stage, and whether one of them would go on where its box ends."""
    lower, upper = least, most = dual.sides()
    prices = np.clip(prices, least, most)
    if stage.lag is None:
        dual.thin(stage.every, stage.temperature)
    else:
        dual.use_all()
        dual.narrow(dual.margins(prices)[0] > -stage.lag)
        lower = np.maximum(lower, prices - stage.lag / 2)
        upper = np.minimum(upper, prices + stage.lag / 2)
    bend = dual.curvature(prices, stage.temperature)
    h = dual.model.num_headcounts
    typical = float(np.median(bend[:h])) if h else 1.0
    unit = 1 / np.sqrt(np.maximum(bend, max(FLATTEST * typical, 1e-12)))

    def asked(scaled: FloatArray) -> tuple[float, FloatArray]:
        if stopped() or np.abs(scaled * unit).max(initial=0.0) > FARTHEST:
            raise Interrupted
        value, slope = dual.value(scaled * unit, stage.temperature)
        return value, slope * unit

    found = minimize(
        asked,
        prices / unit,
        jac=True,
        method="L-BFGS-B",
        bounds=Bounds(lower / unit, upper / unit),
        options={"maxiter": stage.steps, "maxfun": 3 * stage.steps, "maxcor": MEMORY, "ftol": FLAT, "gtol": 0.0},
    )
    settled: FloatArray = np.clip(found.x * unit, lower, upper)
    is_held_back = ((settled <= lower) & (lower > least)) | ((settled >= upper) & (upper < most))
    return settled, bool(is_held_back.any())


def row_scales(model: Coupled) -> FloatArray:
    """Return (R,) the root mean square of each row's coefficients over options, else its largest over auxiliaries."""
    rows = model.option_rows
    count = np.bincount(rows.indices, minlength=model.num_rows)
    squares = np.bincount(rows.indices, rows.data.astype(np.float64) ** 2, minlength=model.num_rows)
    largest = np.ones(model.num_rows)
    np.maximum.at(largest, model.auxiliary_rows.indices, np.abs(model.auxiliary_rows.data).astype(np.float64))
    return np.where(count > 0, np.sqrt(np.maximum(squares, 1) / np.maximum(count, 1)), largest)


def firm_seats(model: Coupled) -> tuple[IntArray, FloatArray]:
    """Return the first seats of head counts without a lower bound, (.,) segments, and the least price (H,) of each.

    No price need go below what a first seat gains when empty: within that these seats are in use, at no softness.
    """
    parts = model.segments
    floor = np.full(model.num_headcounts, -np.inf)
    in_rows = np.append(np.diff(model.auxiliary_rows.indptr) > 0, False)
    first = np.ones(len(parts.headcount), dtype=bool)
    first[1:] = parts.headcount[1:] != parts.headcount[:-1]
    fixed = first & (parts.lower[parts.headcount] == 0) & ~in_rows[parts.short] & ~in_rows[parts.over]
    charge = np.append(model.auxiliary_points, 0).astype(np.float64)
    firm = np.flatnonzero(fixed)
    floor[parts.headcount[firm]] = charge[parts.short[firm]] - charge[parts.over[firm]]
    return firm, floor


def price_caps(model: Coupled, scale: FloatArray) -> tuple[BoolArray, FloatArray, FloatArray]:
    """Return the slacks (M,) that can take up any breach of their one row, and the prices (R,) that this leaves it.

    No price of such a row need go beyond what a unit of its breach costs, and within that its slack stays at 0.
    """
    r = model.num_rows
    capped = np.zeros(len(model.auxiliary_points), dtype=bool)
    least, most = np.full(r, -np.inf), np.full(r, np.inf)
    by_row = model.option_rows.tocsc()
    people = np.repeat(np.arange(model.num_people), np.diff(model.starts))[by_row.indices]
    row = np.repeat(np.arange(r), np.diff(by_row.indptr))
    first = np.ones(len(row), dtype=bool)
    first[1:] = (row[1:] != row[:-1]) | (people[1:] != people[:-1])
    largest, smallest = np.zeros(r), np.zeros(r)
    np.maximum.at(largest, row, by_row.data.astype(np.float64))
    np.minimum.at(smallest, row, by_row.data.astype(np.float64))
    persons = np.bincount(row[first], minlength=r)
    of_auxiliary = np.diff(model.auxiliary_rows.indptr)
    in_row = np.bincount(model.auxiliary_rows.indices, minlength=r)
    for slack in np.flatnonzero((of_auxiliary == 1) & ~model.is_seat).tolist():
        place = int(model.auxiliary_rows.indptr[slack])
        mine, size = int(model.auxiliary_rows.indices[place]), int(model.auxiliary_rows.data[place])
        if in_row[mine] != 1:
            continue
        reach = float(model.auxiliary_upper[slack]) * abs(size)
        cost = abs(float(model.auxiliary_points[slack])) / abs(size) * scale[mine]
        if size > 0 and model.upper[mine] >= UNBOUNDED and reach >= model.lower[mine] - smallest[mine] * persons[mine]:
            capped[slack], least[mine] = True, -cost
        if size < 0 and model.lower[mine] <= -UNBOUNDED and reach >= largest[mine] * persons[mine] - model.upper[mine]:
            capped[slack], most[mine] = True, cost
    return capped, least, most


def _at_lower(model: Coupled) -> FloatArray:
    """Return (M,) the seats short and over where each head count holds its least."""
    base = np.zeros(len(model.auxiliary_points))
    for item in model.headcounts:
        if item.short >= 0:
            base[item.short] = max(0, item.short_of - item.lower)
        if item.over >= 0:
            base[item.over] = max(0, item.lower - item.over_from)
    return base


def _short_indices(matrix: csr_array) -> csr_array:
    """Return the matrix with indices of 32 bits: products take two thirds of the time."""
    indices, starts = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    return csr_array((matrix.data, indices, starts), shape=matrix.shape)


def _diagonal(values: FloatArray) -> csr_array:
    place = np.arange(len(values))
    return csr_array((values, (place, place)), shape=(len(values), len(values)))


def _soft(x: FloatArray, temperature: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return tau log(1 + exp(x / tau)), its first and its second derivative."""
    z = np.clip(x / temperature, -STEEPEST, STEEPEST)
    use = 1 / (1 + np.exp(-z))
    value = temperature * np.logaddexp(0, z) + np.maximum(x - STEEPEST * temperature, 0)
    return value, use, use * (1 - use) / temperature


def spread_of(model: Coupled) -> float:
    """Return the typical spread of the points of a person's options, in cents: the unit of temperatures; 0 = none."""
    counts = np.diff(model.starts)
    several = counts > 1
    if not several.any():
        return 0.0
    points = model.points.astype(np.float64)
    mean = np.add.reduceat(points, model.starts[:-1]) / counts
    deviation = np.add.reduceat((points - np.repeat(mean, counts)) ** 2, model.starts[:-1]) / counts
    return float(np.sqrt(deviation[several]).mean())
