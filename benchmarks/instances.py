"""A family of synthetic agencies: any size, by seed, with the coupling that a city's placement has.

Nothing here is about real people. What the family fixes: 1.03 seats a person in units of 40 people with 6 posts (the first
is the head of the unit); 60 options a person with the post held; at most 30 % of the people leave their post, where the
flow without that limit moves about 87 %; a skill held by 41 % is wanted for 35 % of the seats of every unit. An option is
worth 1000 - 40 x levels short (12 competencies) - 150 x distance in a unit square + noise; nobody has to be placed.

What it leaves free was chosen here, and `MATCH` was tuned so that the free flow moves 87 % (docs/benchmarks.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ..models.domain.problem import Auxiliary, IntArray, PlacementProblem, Row

FloatArray = npt.NDArray[np.float64]

PEOPLE_PER_UNIT = 40
POSTS_PER_UNIT = 6
SEATS_PER_PERSON = 1.03
OPTIONS_PER_PERSON = 60
MOVE_SHARE = 0.30
TIGHT = (0.10, 0.40)
"""Share of people who may move, and of seats for the skilled, in the tight variant."""
SKILLED_SHARE = 0.41
SKILL_WANTED = 0.35
SKILL_POINTS = 2000
"""Points that a missing skilled person costs."""
UNPLACED_POINTS = 500
NUM_COMPETENCIES = 12
TOP_LEVEL = 5
NOISE = 5.0
"""Standard deviation of the noise of an option, points."""

# Free choices.
MATCH = 0.18
"""Chance that a person's level in a competency is at least what the post held asks for; else it is any level."""
HOME_SPREAD = 0.15
"""Standard deviation of a home around the unit served today, in sides of the square."""
SEAT_POINTS = 40
"""Points that an empty seat costs, with ``equity``."""
EQUITY_POINTS = 20
"""Points a percentage point of the worst shortage share of a unit, with ``equity``."""
TRAINING_SHARE = 0.45
RELOCATION_SHARE = 0.45
"""Budgets, as a part of what moving ``MOVE_SHARE`` of the people to an average option would cost."""
IDR_PER_LEVEL = 1_000_000
IDR_PER_SIDE = 20_000_000
"""Rupiah for a level short, and for moving the length of the square; both rounded to Rp 100,000."""
PEOPLE_PER_KIN_PAIR = 25


@dataclass(frozen=True)
class Agency:
    """Facts of an instance: E people, P posts, U units, C competencies.

    Parameters
    ----------
    capacity, unit
        Shape (P,). Seats of each post and the unit it belongs to; posts of a unit stand together, its head first.
    required, level
        Shapes (P, C) and (E, C). Levels 1 to 5.
    place, home
        Shapes (U, 2) and (E, 2). Coordinates in the unit square.
    held
        Shape (E,). Post that each person holds.
    is_skilled
        Shape (E,).
    """

    capacity: IntArray
    unit: IntArray
    required: IntArray
    level: IntArray
    place: FloatArray
    home: FloatArray
    held: IntArray
    is_skilled: npt.NDArray[np.bool_]

    @property
    def num_units(self) -> int:
        """U."""
        return len(self.place)

    def levels_short(self, employee: IntArray, position: IntArray) -> IntArray:
        """Return how many levels each pair lacks, over all competencies."""
        short = np.zeros(len(employee), dtype=np.int64)
        for competency in range(NUM_COMPETENCIES):
            gap = self.required[position, competency] - self.level[employee, competency]
            short += np.maximum(gap, 0)
        return short

    def distance(self, employee: IntArray, position: IntArray) -> FloatArray:
        """Return how far each person's home is from the post's unit."""
        gap = self.home[employee] - self.place[self.unit[position]]
        return np.hypot(gap[:, 0], gap[:, 1])


def agency(people: int, rng: np.random.Generator, *, per_unit: int = PEOPLE_PER_UNIT) -> Agency:
    """Draw the people, posts and today's placement, in which nobody is without a post."""
    num_units = max(1, round(people / per_unit))
    seats = round(SEATS_PER_PERSON * people)
    of_unit = np.diff(np.arange(num_units + 1) * seats // num_units)
    seats_of: IntArray = np.ones((num_units, POSTS_PER_UNIT), dtype=np.int64)
    for code, total in enumerate(of_unit):
        seats_of[code, 1:] += rng.multinomial(total - POSTS_PER_UNIT, [1 / (POSTS_PER_UNIT - 1)] * (POSTS_PER_UNIT - 1))
    capacity: IntArray = seats_of.ravel()
    unit: IntArray = np.repeat(np.arange(num_units), POSTS_PER_UNIT)
    required = rng.integers(1, TOP_LEVEL + 1, (len(capacity), NUM_COMPETENCIES))
    place = rng.random((num_units, 2))
    held = rng.permutation(np.repeat(np.arange(len(capacity)), capacity))[:people]
    level = rng.integers(1, TOP_LEVEL + 1, (people, NUM_COMPETENCIES))
    matches = rng.random((people, NUM_COMPETENCIES)) < MATCH
    level = np.where(matches, np.maximum(level, required[held]), level)
    home = np.clip(place[unit[held]] + rng.normal(0, HOME_SPREAD, (people, 2)), 0, 1)
    is_skilled = rng.permutation(people) < round(SKILLED_SHARE * people)
    return Agency(capacity, unit, required, level, place, home, held, is_skilled)


def _options(facts: Agency, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
    """Return each person's post held and other posts drawn evenly, no post twice, as pairs sorted by person."""
    people, posts = len(facts.held), len(facts.capacity)
    count = min(OPTIONS_PER_PERSON, posts)
    position = np.empty((people, count), dtype=np.int64)
    for person, mine in enumerate(facts.held):
        others = rng.choice(posts - 1, count - 1, replace=False)
        position[person, 0] = mine
        position[person, 1:] = others + (others >= mine)
    return np.repeat(np.arange(people), count), np.sort(position, axis=1).ravel()


def coupled_instance(
    people: int,
    seed: int,
    *,
    equity: bool = False,
    budgets: bool = False,
    kin: bool = False,
    coupled: bool = True,
    tight: bool = False,
) -> PlacementProblem:
    """Draw an agency and state its placement problem; equal arguments give equal problems.

    Parameters
    ----------
    people
        Size, at least 20.
    seed
        Seed of every draw.
    equity, budgets, kin
        Add the worst shortage share of a unit, two budgets in rupiah, and kin who may not be superior and subordinate.
    coupled
        False leaves out the limit of moves and the skill mixes as well: what remains is one flow.
    tight
        Moves and skill mixes bite harder: ``TIGHT``.
    """
    rng = np.random.default_rng(seed)
    facts = agency(people, rng)
    employee, position = _options(facts, rng)
    short, distance = facts.levels_short(employee, position), facts.distance(employee, position)
    points = 1000.0 - 40.0 * short - 150.0 * distance + rng.normal(0, NOISE, len(employee))
    share, wanted = TIGHT if tight else (MOVE_SHARE, SKILL_WANTED)
    auxiliaries = _slacks(facts, wanted) if coupled else []
    worst = len(auxiliaries)
    if equity:
        price = EQUITY_POINTS * 100 * 100
        auxiliaries.append(Auxiliary("worst", "equity", price, -1, "equity"))
    problem = PlacementProblem.from_arrays(
        employee,
        position,
        points,
        num_employees=people,
        num_positions=len(facts.capacity),
        capacity=facts.capacity,
        shortage_points=SEAT_POINTS if equity else 0.0,
        unplaced_points=UNPLACED_POINTS,
        auxiliaries=auxiliaries,
    )
    stays = problem.option_position == facts.held[problem.option_employee]
    problem = replace(problem, held=np.flatnonzero(stays))
    rows = [_moves(problem, stays, share), *_skills(problem, facts, wanted)] if coupled else []
    if equity:
        rows += _equity(problem, facts, worst)
    if budgets:
        rows += _budgets(problem, facts, stays)
    if kin:
        rows += _kin(problem, facts, rng)
    return replace(problem, rows=tuple(rows))


def _slacks(facts: Agency, share: float) -> list[Auxiliary]:
    return [
        Auxiliary("slack", f"skill:U{unit}", wanted, -100 * SKILL_POINTS, "rules")
        for unit, wanted in enumerate(_skill_wanted(facts, share))
    ]


def _skill_wanted(facts: Agency, share: float) -> list[int]:
    seats = np.bincount(facts.unit, weights=facts.capacity)
    return [int(np.ceil(share * count)) for count in seats]


def _ones(columns: IntArray) -> IntArray:
    return np.ones(len(columns), dtype=np.int64)


def _moves(problem: PlacementProblem, stays: npt.NDArray[np.bool_], share: float) -> Row:
    columns = np.flatnonzero(~stays)
    limit = int(share * len(problem.employee_ids))
    return Row("moves", "max_share", columns, _ones(columns), None, limit)


def _skills(problem: PlacementProblem, facts: Agency, share: float) -> list[Row]:
    """Ask skilled people of each unit, a slack taking up what is missing."""
    placed = problem.option_position >= 0
    unit = np.where(placed, facts.unit[problem.option_position], -1)
    skilled = facts.is_skilled[problem.option_employee]
    rows = []
    for code, wanted in enumerate(_skill_wanted(facts, share)):
        columns = np.append(np.flatnonzero((unit == code) & skilled), problem.num_options + code)
        rows.append(Row("skill_mix", f"U{code}", columns, _ones(columns), wanted, None))
    return rows


def _equity(problem: PlacementProblem, facts: Agency, worst: int) -> list[Row]:
    """Bound the worst share in the form of the real model: 2 need x worst - 2 cents x short >= 1 - need."""
    price = problem.auxiliaries[worst].upper
    first_seat = problem.num_options + worst + 1
    rows = []
    for code in range(facts.num_units):
        posts = np.flatnonzero(facts.unit == code)
        need = int(facts.capacity[posts].sum())
        columns = np.append(problem.num_options + worst, first_seat + posts)
        coefficients = np.append(2 * need, np.full(len(posts), -2 * price))
        rows.append(Row("equity", f"U{code}", columns, coefficients, 1 - need, None))
    return rows


def _budgets(problem: PlacementProblem, facts: Agency, stays: npt.NDArray[np.bool_]) -> list[Row]:
    """Bound the rupiah of training and of relocation over the options that move somebody to a post."""
    columns = np.flatnonzero(~stays & (problem.option_position >= 0))
    employee, position = problem.option_employee[columns], problem.option_position[columns]
    before, after = facts.unit[facts.held[employee]], facts.unit[position]
    way = np.hypot(*(facts.place[before] - facts.place[after]).T)
    training = IDR_PER_LEVEL * facts.levels_short(employee, position)
    relocation = 100_000 * np.rint(way * IDR_PER_SIDE / 100_000).astype(np.int64)
    rows = []
    for name, cost, share in (("training", training, TRAINING_SHARE), ("relocation", relocation, RELOCATION_SHARE)):
        budget = int(share * MOVE_SHARE * len(problem.employee_ids) * cost.mean())
        used = cost > 0
        rows.append(Row("budget", name, columns[used], cost[used], None, budget))
    return rows


def _couples(problem: PlacementProblem, facts: Agency, heads: IntArray, rng: np.random.Generator) -> list[tuple[int, int]]:
    """Return pairs of people of one unit, one pair for so many people, nobody in two."""
    unit = facts.unit[facts.held]
    could_head = np.zeros(len(unit), dtype=bool)
    post = problem.option_position
    own = np.isin(post, heads) & (np.where(post < 0, -1, facts.unit[post]) == unit[problem.option_employee])
    could_head[problem.option_employee[own]] = True
    free = rng.permutation(np.flatnonzero(~np.isin(facts.held, heads)))
    firsts = free[np.argsort(~could_head[free], kind="stable")].tolist()
    seconds: list[list[int]] = [free[unit[free] == code].tolist() for code in range(facts.num_units)]
    taken: set[int] = set()
    couples: list[tuple[int, int]] = []
    for first in firsts:
        if len(couples) == len(unit) // PEOPLE_PER_KIN_PAIR:
            break
        second = next((b for b in reversed(seconds[unit[first]]) if b != first and b not in taken), None)
        if first not in taken and second is not None:
            couples.append((first, second))
            taken |= {first, second}
    return couples


def _kin(problem: PlacementProblem, facts: Agency, rng: np.random.Generator) -> list[Row]:
    """Keep kin apart: for each ordered pair (a, b) and head s, x[a, s] + sum x[b, below s] <= 1.

    Both serve in one unit today, neither as its head, so that today's placement keeps every row; the first of a pair
    could become the head, where such people can be found, so that the rows bite.
    """
    heads = np.flatnonzero(np.diff(facts.unit, prepend=-1))
    couples = _couples(problem, facts, heads, rng)
    starts = np.searchsorted(problem.option_employee, np.arange(len(facts.held) + 1))
    rows = []
    for first, second in couples:
        for a, b in ((first, second), (second, first)):
            of_a, of_b = np.arange(starts[a], starts[a + 1]), np.arange(starts[b], starts[b + 1])
            for option in of_a[np.isin(problem.option_position[of_a], heads)]:
                head = problem.option_position[option]
                post = problem.option_position[of_b]
                below = of_b[(post >= 0) & (post != head) & (facts.unit[post] == facts.unit[head])]
                if len(below):
                    columns = np.append(below, option)
                    name = f"E{a}>E{b}@P{head}"
                    rows.append(Row("kin", name, columns, _ones(columns), None, 1))
    return rows
