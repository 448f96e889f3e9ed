"""The tables of a case as typed records: what one person, one post, one unit is, with every default resolved.

Records hold facts only. Sex stands in none of them (R25); the birth date serves R06, R07 and R12 alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from . import vocabulary as words
from .calendar import days_covered


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of the organisation; ``ancestors`` runs from the parent to the root."""

    id: str
    name: str
    parent_id: str | None
    agency_id: str | None
    kind: str | None
    lat: float | None
    lon: float | None
    floor: int | None
    ceiling: int | None
    ancestors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a post asks of one competency: level 1-5, weight, whether it is mandatory."""

    level: float
    weight: float
    mandatory: bool
    technical: bool


@dataclass(frozen=True, slots=True)
class Position:
    """A post with its defaults resolved; ``need`` and ``ceiling`` are seats."""

    id: str
    unit_id: str
    title: str
    title_id: str | None
    group: str
    echelon: str | None
    duty: str | None
    bup: int
    need: int
    ceiling: int
    head: bool
    superior_id: str | None
    education_min: str
    education_fields: tuple[str, ...]
    fields_mandatory: bool
    credentials: tuple[str, ...]
    rank_min: str | None
    rank_max: str | None
    priority: int
    job_family: str | None
    job_class: int | None
    tie_key: str
    agency_id: str | None
    requirements: Mapping[str, Requirement]

    @property
    def level(self) -> int:
        """Level 1-7 of the post's group (*penyetaraan*)."""
        return words.GROUP_LEVELS[self.group]

    @property
    def structural(self) -> bool:
        """True for JPT, administrator and pengawas posts."""
        return self.group in words.STRUCTURAL_GROUPS

    @property
    def single_holder(self) -> bool:
        """True where R01 admits one holder: a head or a structural post."""
        return self.head or self.structural


@dataclass(frozen=True, slots=True)
class Service:
    """One row of a career: the group, echelon and job family held from one date to another (None = still)."""

    group: str
    echelon: str | None
    job_family: str | None
    since: date
    until: date | None

    @property
    def level(self) -> int:
        """Level 1-7 of the group held."""
        return words.GROUP_LEVELS[self.group]


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate held; without ``expires_on`` it does not lapse."""

    code: str
    issued_on: date | None
    expires_on: date | None

    def valid_on(self, day: date) -> bool:
        """Tell whether the certificate is in force on that day."""
        return (self.issued_on is None or self.issued_on <= day) and (self.expires_on is None or self.expires_on >= day)


@dataclass(frozen=True, slots=True)
class Preference:
    """A wish for a post or a unit; rank 1 is the first wish."""

    position_id: str | None
    unit_id: str | None
    rank: int
    own_request: bool


@dataclass(frozen=True, slots=True)
class Employee:
    """A person's facts as the rules and terms may see them."""

    id: str
    name: str
    title_front: str | None
    title_back: str | None
    status: str
    birth_date: date
    rank: str | None
    rank_since: date | None
    education: str
    education_field: str | None
    position_id: str | None
    position_since: date | None
    service_since: date | None
    pns_since: date | None
    contract_until: date | None
    acting_position_id: str | None
    active: bool
    inactive_reason: str | None
    returns_on: date | None
    sanction: str | None
    sanction_until: date | None
    case_open: bool | None
    talent_box: int | None
    lat: float | None
    lon: float | None
    tie_key: str
    levels: Mapping[str, float] = field(default_factory=dict)
    ratings: tuple[tuple[int, str], ...] = ()
    careers: tuple[Service, ...] = ()
    careers_known: bool = False
    """False where ``careers`` was empty and only the present post stands in it."""
    credentials: tuple[Credential, ...] = ()
    preferences: tuple[Preference, ...] = ()

    @property
    def is_pppk(self) -> bool:
        """True for PPPK, part-time ones included."""
        return self.status in ("pppk", "pppk_paruh_waktu")

    @property
    def full_name(self) -> str:
        """Name with titles, as it stands in a decision."""
        front = f"{self.title_front} " if self.title_front else ""
        back = f", {self.title_back}" if self.title_back else ""
        return f"{front}{self.name}{back}"

    def level_of(self, competency: str) -> float | None:
        """Return the assessed level, else the mean of the assessed ones, else None (not assessed at all)."""
        if competency in self.levels:
            return self.levels[competency]
        return sum(self.levels.values()) / len(self.levels) if self.levels else None

    def has_credential(self, code: str, day: date) -> bool:
        """Tell whether a certificate of that code is in force on that day."""
        return any(item.code == code and item.valid_on(day) for item in self.credentials)

    def days_served(self, until: date, *, level: int = 1, family: str | None = None, at_most: int = 7) -> int:
        """Return days before ``until`` in posts of levels ``level`` to ``at_most``, in one job family if named.

        Overlapping rows count once. Rows without a job family count only where no family is named.
        """
        return days_covered(
            (row.since, min(row.until, until) if row.until else until)
            for row in self.careers
            if level <= row.level <= at_most and (family is None or row.job_family == family)
        )

    def wishes_own_request(self, position: Position) -> bool:
        """Tell whether the person asked for this post or its unit on own request."""
        return any(
            wish.own_request
            and (wish.position_id == position.id or (wish.position_id is None and wish.unit_id == position.unit_id))
            for wish in self.preferences
        )


@dataclass(frozen=True, slots=True)
class Course:
    """A course: hours in JP, cost in rupiah a person, and what it teaches."""

    id: str
    title: str
    hours_jp: float
    cost_idr: int
    credential: str | None
    effects: Mapping[str, tuple[float, float]]
    """Competency id -> (level_from, level_to)."""


@dataclass(frozen=True, slots=True)
class Records:
    """All records of a case, with the joins that more than one reader needs."""

    employees: Mapping[str, Employee]
    positions: Mapping[str, Position]
    units: Mapping[str, Unit]
    courses: Mapping[str, Course]
    competencies: Mapping[str, str]
    """Competency id -> name."""
    field_family: Mapping[str, str]
    """Field of education (lower case) -> family."""
    kin: tuple[tuple[str, str, str], ...]
    """(employee, relative, relation), each pair once, in tie-key order."""
    ikm: Mapping[str, float]
    """Latest citizens' satisfaction index (25-100) by unit that has one."""

    def family_of(self, education_field: str | None) -> str | None:
        """Return the family of a field of education, None where it is unknown."""
        return self.field_family.get(education_field.casefold()) if education_field else None

    def ikm_of(self, unit_id: str) -> float | None:
        """Return the unit's index, else its nearest ancestor's, else None."""
        for candidate in (unit_id, *self.units[unit_id].ancestors):
            if candidate in self.ikm:
                return self.ikm[candidate]
        return None

    def holders_today(self) -> dict[str, list[str]]:
        """Return the ids of all people (leavers included) by the post they hold today."""
        holders: dict[str, list[str]] = defaultdict(list)
        for employee in self.employees.values():
            if employee.position_id is not None:
                holders[employee.position_id].append(employee.id)
        return dict(holders)

    def units_within(self, unit_id: str, *, subtree: bool) -> frozenset[str]:
        """Return the unit alone, or with everything below it."""
        return units_within(self.units, unit_id, subtree=subtree)


def units_within(units: Mapping[str, Unit], unit_id: str, *, subtree: bool) -> frozenset[str]:
    """Return the unit alone, or with everything below it."""
    if not subtree:
        return frozenset({unit_id})
    return frozenset(unit.id for unit in units.values() if unit.id == unit_id or unit_id in unit.ancestors)


def default_tie_key(identity: str) -> str:
    """Return the default tie key: SHA-256 of the id, so that NIP order (birth order) never decides."""
    return hashlib.sha256(identity.encode()).hexdigest()
