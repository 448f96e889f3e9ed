"""Results to write: a small one with everything that a sheet can hold, and the bundled district's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pytest

from penata.datasets.read import read_source
from penata.models.domain.build import build_problem
from penata.models.domain.case import Case
from penata.models.domain.result import PlacementResult
from penata.models.domain.scenario import Scenario
from penata.optimizer.engine import solve
from penata.optimizer.outcome import result_of
from penata.optimizer.referee import Referee
from tests.small import Row, small_case

NASTY = '=HYPERLINK("http://example.invalid","Ani")'
ANI, BUDI, CITRA, DEWI = (
    "198506152010011901",
    "198506152010011902",
    "198506152010012903",
    "196806152010012904",
)


@dataclass(frozen=True)
class Judged:
    """A case, its result and the referee that judged it."""

    case: Case
    result: PlacementResult
    referee: Referee


def judged(case: Case, scenario: Scenario | None = None, engine: Literal["auto", "greedy"] = "auto") -> Judged:
    scenario = scenario or Scenario()
    built = build_problem(case, scenario)
    referee = Referee(case, scenario)
    return Judged(case, result_of(built, solve(built.problem, engine), referee, "p-0123456789abcdef"), referee)


def office() -> Case:
    """Return four people and four posts: a surplus, a vacancy by retirement, one nobody may fill, an entry.

    Ani and Budi share the one seat of H; Ani alone studied nursing, which P asks for, and P's holder Dewi
    retires before the plan takes effect; Citra has no post and K is vacant; Q asks for a certificate.
    """
    people: list[Row] = [
        {
            "employee_id": ANI, "name": NASTY, "position_id": "H", "education_field": "Keperawatan",
            "title_back": "A.Md.Kep.",
        },
        {"employee_id": BUDI, "name": "Budi", "title_front": "dr.", "position_id": "H"},
        {"employee_id": CITRA, "name": "Citra", "position_since": None},
        {"employee_id": DEWI, "name": "Dewi", "position_id": "P", "birth_date": date(1968, 6, 15)},
    ]  # fmt: skip
    posts: list[Row] = [
        {"position_id": "H", "title": "Pengadministrasi"},
        {
            "position_id": "P", "title": "-Perawat", "unit_id": "V", "education_fields": "Keperawatan",
            "fields_mandatory": True, "job_class": 6,
        },
        {"position_id": "K", "title": "Pengolah Data", "unit_id": "V"},
        {"position_id": "Q", "title": "Penera", "credentials": "tera"},
    ]  # fmt: skip
    requirements = [
        {"position_id": "P", "competency_id": "M-INT", "level": 2},
        {"position_id": "P", "competency_id": "M-KOM", "level": 3},
        {"position_id": "H", "competency_id": "M-KOM", "level": 1},
    ]
    profiles = [
        {"employee_id": who, "competency_id": what, "level": 2} for who in (ANI, BUDI) for what in ("M-INT", "M-KOM")
    ]
    performance = [
        {"employee_id": who, "year": year, "rating": "baik"} for who in (ANI, BUDI, CITRA) for year in (2024, 2025)
    ]
    case = small_case(people, posts, requirements=requirements, profiles=profiles, performance=performance)
    return replace(case, agency="Kota & Contoh", name="Kantor contoh", synthetic=True)


@pytest.fixture(scope="session")
def small() -> Judged:
    return judged(office())


@pytest.fixture(scope="session")
def district() -> Judged:
    """Return the bundled district placed by the quick baseline: no proof, many moves, long chains."""
    case = read_source("lubuk_begalung").require_case()
    return judged(case, Scenario.parse(case.scenario), "greedy")
