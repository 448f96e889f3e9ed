"""Facts of people and posts as arrays, for the vectorised reading of rules and terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from . import vocabulary as words
from .calendar import completed_years
from .case import Case
from .population import Population
from .records import Employee, Position
from .scenario import Scenario

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
CodeArray = npt.NDArray[np.int8]

UNKNOWN = -1
RUNGS = 64
"""Echelons between two levels, at most."""


class Coding:
    """Text codes as integers, -1 for none."""

    def __init__(self, values: Sequence[str | None]) -> None:
        self._index = {value: place for place, value in enumerate(sorted({v for v in values if v is not None}))}

    def __len__(self) -> int:
        return len(self._index)

    def code(self, value: str | None) -> int:
        """Return the integer of a value, -1 where it is None or new."""
        return UNKNOWN if value is None else self._index.get(value, UNKNOWN)

    def codes(self, values: Sequence[str | None]) -> IntArray:
        """Return the integers of many values."""
        return np.array([self.code(value) for value in values], dtype=np.int64)

    @property
    def values(self) -> tuple[str, ...]:
        """Values in the order of their integers."""
        return tuple(self._index)


def date_key(day: date) -> int:
    """Return a date as an integer whose order is the calendar's and whose years can be shifted."""
    return day.year * 10_000 + day.month * 100 + day.day


@dataclass(frozen=True)
class Facts:
    """People in the model (E of them) and all posts (P) as aligned arrays, in tie-key order."""

    case: Case
    scenario: Scenario
    population: Population

    @cached_property
    def employees(self) -> tuple[Employee, ...]:
        """People in the model."""
        return tuple(self.case.employees[identity] for identity in self.population.inside)

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """All posts."""
        return tuple(self.case.positions.values())

    @cached_property
    def position_index(self) -> Mapping[str, int]:
        """Place of each post."""
        return {position.id: place for place, position in enumerate(self.positions)}

    @cached_property
    def employee_index(self) -> Mapping[str, int]:
        """Place of each person."""
        return {employee.id: place for place, employee in enumerate(self.employees)}

    @property
    def effective(self) -> date:
        """Day on which the plan takes effect."""
        return self.case.effective

    @property
    def reorganisation(self) -> bool:
        """True where the scenario's basis is a reorganisation."""
        return self.scenario.basis == "reorganisation"

    def of_people(self, read: Callable[[Employee], int]) -> IntArray:
        """Return one whole number a person, shape (E,)."""
        return np.array([read(employee) for employee in self.employees], dtype=np.int64)

    def people_who(self, read: Callable[[Employee], bool]) -> BoolArray:
        """Return one answer a person, shape (E,)."""
        return np.array([read(employee) for employee in self.employees], dtype=bool)

    def of_posts(self, read: Callable[[Position], int]) -> IntArray:
        """Return one whole number a post, shape (P,)."""
        return np.array([read(position) for position in self.positions], dtype=np.int64)

    def posts_which(self, read: Callable[[Position], bool]) -> BoolArray:
        """Return one answer a post, shape (P,)."""
        return np.array([read(position) for position in self.positions], dtype=bool)

    # people ---------------------------------------------------------------------------------------------------
    @cached_property
    def held(self) -> IntArray:
        """Index of the post held, -1 = none."""
        index = self.position_index
        return np.array([index.get(e.position_id or "", UNKNOWN) for e in self.employees], dtype=np.int64)

    @cached_property
    def is_pppk(self) -> BoolArray:
        """PPPK, part-time ones included."""
        return np.array([e.is_pppk for e in self.employees], dtype=bool)

    @cached_property
    def is_cpns(self) -> BoolArray:
        """Candidates."""
        return np.array([e.status == "cpns" for e in self.employees], dtype=bool)

    @cached_property
    def birth_key(self) -> IntArray:
        """Birth date as :func:`date_key` (R06, R07, R12 only)."""
        return np.array([date_key(e.birth_date) for e in self.employees], dtype=np.int64)

    @cached_property
    def education(self) -> IntArray:
        """Order of the education."""
        return np.array([words.EDUCATION_ORDER[e.education] for e in self.employees], dtype=np.int64)

    @cached_property
    def years_in_post(self) -> IntArray:
        """Completed years in the post held on the effective day; -1 = unknown or no post."""
        return np.array(
            [
                UNKNOWN if e.position_since is None else max(0, completed_years(e.position_since, self.effective))
                for e in self.employees
            ],
            dtype=np.int64,
        )

    def tri_state(self, read: Callable[[Employee], bool | None]) -> CodeArray:
        """Return 1, 0 or -1 (unknown) a person."""
        answers = (read(employee) for employee in self.employees)
        return np.array([UNKNOWN if answer is None else int(answer) for answer in answers], dtype=np.int8)

    @cached_property
    def talent_box(self) -> IntArray:
        """Box 1-9, 0 = unknown."""
        return np.array([e.talent_box or 0 for e in self.employees], dtype=np.int64)

    # posts ----------------------------------------------------------------------------------------------------
    @cached_property
    def unit_codes(self) -> Coding:
        """Units."""
        return Coding(tuple(self.case.units))

    @cached_property
    def unit(self) -> IntArray:
        """Unit of each post."""
        return self.unit_codes.codes([p.unit_id for p in self.positions])

    @cached_property
    def agency(self) -> IntArray:
        """Agency of each post, -1 = unknown."""
        return Coding([p.agency_id for p in self.positions]).codes([p.agency_id for p in self.positions])

    @cached_property
    def level(self) -> IntArray:
        """Level 1-7 of each post."""
        return np.array([p.level for p in self.positions], dtype=np.int64)

    @cached_property
    def echelon(self) -> IntArray:
        """Order of the echelon of each post, -1 = none."""
        return np.array([words.ECHELON_ORDER[p.echelon] if p.echelon else -1 for p in self.positions], dtype=np.int64)

    @cached_property
    def structural(self) -> BoolArray:
        """Structural posts."""
        return np.array([p.structural for p in self.positions], dtype=bool)

    def in_groups(self, groups: frozenset[str]) -> BoolArray:
        """Return which posts belong to these groups."""
        return np.array([p.group in groups for p in self.positions], dtype=bool)

    @cached_property
    def family_codes(self) -> Coding:
        """Job families of posts."""
        return Coding([p.job_family for p in self.positions])

    @cached_property
    def family(self) -> IntArray:
        """Job family of each post, -1 = none."""
        return self.family_codes.codes([p.job_family for p in self.positions])

    @cached_property
    def title_id(self) -> IntArray:
        """Title code of each post, -1 = none."""
        values = [p.title_id for p in self.positions]
        return Coding(values).codes(values)

    @cached_property
    def need(self) -> IntArray:
        """Seats of each post."""
        return np.array([p.need for p in self.positions], dtype=np.int64)

    @cached_property
    def bup(self) -> IntArray:
        """Retirement age of each post."""
        return np.array([p.bup for p in self.positions], dtype=np.int64)

    # joins ----------------------------------------------------------------------------------------------------
    @cached_property
    def field_match(self) -> tuple[IntArray, npt.NDArray[np.int8]]:
        """Field of each person (code, -1 unknown) and match (fields + 1, P): 2 exact or no field asked, 1 family, 0.

        The last row stands for an unknown field.
        """
        fields = Coding([e.education_field.casefold() if e.education_field else None for e in self.employees])
        codes = fields.codes([e.education_field.casefold() if e.education_field else None for e in self.employees])
        table = np.zeros((len(fields) + 1, len(self.positions)), dtype=np.int8)
        family = self.case.records.field_family
        families = [family.get(value) for value in fields.values]
        columns: dict[tuple[str, ...], npt.NDArray[np.int8]] = {}
        for place, position in enumerate(self.positions):
            asked = position.education_fields
            if asked not in columns:
                wanted = {name.casefold() for name in asked}
                near = {family.get(name, name) for name in wanted}
                match = [
                    2 if v in wanted or not asked else int(f in near) for v, f in zip(fields.values, families, strict=True)
                ]
                columns[asked] = np.array([*match, 0 if asked else 2], dtype=np.int8)
            table[:, place] = columns[asked]
        return codes, table

    @cached_property
    def competency_ids(self) -> tuple[str, ...]:
        """Competencies that some post requires, K of them."""
        return tuple(sorted({c for p in self.positions for c in p.requirements}))

    @cached_property
    def levels(self) -> FloatArray:
        """Shape (E, K). Assessed levels, else the mean of the person's assessed ones, NaN where never assessed."""
        column = {competency: place for place, competency in enumerate(self.competency_ids)}
        table = np.full((len(self.employees), len(column)), np.nan)
        for row, employee in enumerate(self.employees):
            if employee.levels:
                table[row] = np.mean(list(employee.levels.values()))
            for competency, level in employee.levels.items():
                if competency in column:
                    table[row, column[competency]] = level
        return table

    @cached_property
    def assessed(self) -> BoolArray:
        """Shape (E,). False for people never assessed (*belum dinilai*)."""
        return np.array([bool(e.levels) for e in self.employees], dtype=bool)

    @cached_property
    def required(self) -> FloatArray:
        """Shape (P, K). Required level, 0 = not required."""
        return self._standard(lambda position, competency: position.requirements[competency].level)

    @cached_property
    def mandatory(self) -> BoolArray:
        """Shape (P, K). Competencies that must be at standard."""
        return self._standard(lambda position, competency: float(position.requirements[competency].mandatory)) > 0

    @cached_property
    def standard_weight(self) -> FloatArray:
        """Shape (P, K). Weights, scaled so that technical : other = share : 1 - share where a share is set."""
        weight = self._standard(lambda position, competency: position.requirements[competency].weight)
        technical = self._standard(lambda position, competency: float(position.requirements[competency].technical)) > 0
        shares = self.scenario.suitability.technical_share
        for place, position in enumerate(self.positions):
            share = shares.get(position.group)
            sums = weight[place, technical[place]].sum(), weight[place, ~technical[place]].sum()
            if share is not None and min(sums) > 0:
                weight[place, technical[place]] *= share / sums[0]
                weight[place, ~technical[place]] *= (1 - share) / sums[1]
        return weight

    def _standard(self, read: Callable[[Position, str], float]) -> FloatArray:
        column = {competency: place for place, competency in enumerate(self.competency_ids)}
        table = np.zeros((len(self.positions), len(column)))
        for row, position in enumerate(self.positions):
            for competency in position.requirements:
                table[row, column[competency]] = read(position, competency)
        return table

    def days_served(self, level: int, *, at_most: int = 7) -> tuple[IntArray, IntArray]:
        """Return days served in posts of these levels: by family (E, F + 1, last = any family), and without family (E,).

        Up to the effective day, overlaps once; kept for the next block of pairs.
        """
        if (level, at_most) not in self._served:
            self._served[level, at_most] = self._days_served(level, at_most)
        return self._served[level, at_most]

    @cached_property
    def _served(self) -> dict[tuple[int, int], tuple[IntArray, IntArray]]:
        return {}

    def _days_served(self, level: int, at_most: int) -> tuple[IntArray, IntArray]:
        families = self.family_codes.values
        table = np.zeros((len(self.employees), len(families) + 1), dtype=np.int64)
        nameless = np.zeros(len(self.employees), dtype=np.int64)
        for row, employee in enumerate(self.employees):
            seen = {service.job_family for service in employee.careers}
            for column, name in enumerate(families):
                if name in seen:
                    table[row, column] = employee.days_served(self.effective, level=level, family=name, at_most=at_most)
            table[row, -1] = employee.days_served(self.effective, level=level, at_most=at_most)
            if None in seen:
                nameless[row] = sum(
                    (min(s.until or self.effective, self.effective) - s.since).days
                    for s in employee.careers
                    if s.job_family is None and level <= s.level <= at_most and s.since < self.effective
                )
        return table, nameless

    @cached_property
    def careers_known(self) -> BoolArray:
        """False where the case tells no career."""
        return np.array([e.careers_known for e in self.employees], dtype=bool)

    @cached_property
    def rung(self) -> IntArray:
        """Shape (P,). Level and echelon of each post as one number; a higher one is a higher post."""
        return self.level * RUNGS + self.echelon + 1

    @cached_property
    def best_rung(self) -> IntArray:
        """Shape (E,). Highest rung in each person's career, -1 = none."""
        rows = [
            [row.level * RUNGS + (words.ECHELON_ORDER[row.echelon] + 1 if row.echelon else 0) for row in employee.careers]
            for employee in self.employees
        ]
        return np.array([max(rungs, default=UNKNOWN) for rungs in rows], dtype=np.int64)

    @cached_property
    def standing(self) -> IntArray:
        """Shape (E,). What the kind of a move depends on: the rung of the post held, else the best one (as -2, -3, ...)."""
        return np.where(self.held >= 0, self.rung[self.held], -3 - self.best_rung)

    @cached_property
    def standard(self) -> IntArray:
        """Shape (P,). Code of the competency standard of each post, levels and weights alike."""
        rows = np.hstack([self.required, self.standard_weight])
        packed = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1] or 1)))
        if not rows.shape[1]:
            return np.zeros(len(self.positions), dtype=np.int64)
        return np.unique(packed.ravel(), return_inverse=True)[1].astype(np.int64)

    @cached_property
    def lost_eligibility(self) -> BoolArray:
        """Shape (E,). Set by the builder: staying would fail a hard rule of eligibility as an appointment."""
        return np.zeros(len(self.employees), dtype=bool)

    @cached_property
    def own_request(self) -> frozenset[tuple[int, int]]:
        """Pairs (person, post) that a person asked for on own request."""
        wishes: set[tuple[int, int]] = set()
        by_unit: dict[str, list[int]] = {}
        for place, position in enumerate(self.positions):
            by_unit.setdefault(position.unit_id, []).append(place)
        for row, employee in enumerate(self.employees):
            for wish in employee.preferences:
                if not wish.own_request:
                    continue
                if wish.position_id is not None:
                    index = self.position_index.get(wish.position_id)
                    posts = [] if index is None else [index]
                else:
                    posts = by_unit.get(wish.unit_id or "", [])
                wishes.update((row, place) for place in posts)
        return frozenset(wishes)
