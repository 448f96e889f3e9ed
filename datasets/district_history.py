"""Grades, talent boxes, citizens' satisfaction, wishes and kin of the bundled district."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from .district_draws import Draws
from .district_levels import Levels, performance_index
from .district_people import Person
from .district_units import HEALTH, KECAMATAN, PUSKESMAS, SOCIAL, SOCIAL_UPT, WARDS

_GRADE_WORDS: Final = {
    "sangat_baik": ("di atas ekspektasi", "di atas ekspektasi"),
    "baik": ("sesuai ekspektasi", "sesuai ekspektasi"),
    "butuh_perbaikan": ("di bawah ekspektasi", "sesuai ekspektasi"),
    "kurang": ("sesuai ekspektasi", "di bawah ekspektasi"),
    "sangat_kurang": ("di bawah ekspektasi", "di bawah ekspektasi"),
}
"""Result and behaviour that give each grade in the matrix of PermenPANRB 6/2022."""

_IKM: Final = {
    KECAMATAN: 83.4, HEALTH: 84.1, "PKM-LB": 81.2, "PKM-PG": 76.9, SOCIAL: 82.7, SOCIAL_UPT: 79.3,
    "KEL-BNR": 84.9,
    "KEL-BTB": 77.5, "KEL-CKH": 82.2, "KEL-GTS": 72.8, "KEL-GLW": 85.6, "KEL-KBR": 88.9, "KEL-KJA": 80.3,
    "KEL-KTB": 83.9, "KEL-LBG": 75.2, "KEL-PGA": 78.8, "KEL-PMP": 81.7, "KEL-PLA": 71.4, "KEL-TSP": 74.6,
}  # fmt: skip
"""Level of the index by unit; Pitameh Tanjung Saba and Tanjung Aur have none (their kecamatan's counts)."""
_BY_ELEMENT: Final = frozenset({KECAMATAN, *PUSKESMAS, "KEL-LBG", "KEL-PGA", "KEL-BNR"})

Row = tuple[str | int | float | bool | date | None, ...]


def build_performance(seed: int, people: tuple[Person, ...], levels: Levels) -> Iterator[Row]:
    """Yield employee, year, grade, result and behaviour; about 88 % ``baik`` and 11 % ``sangat_baik``."""
    for person in people:
        draws = Draws(seed, f"grades {person.id}")
        planned = person.plan.get("ratings")
        if planned is None:
            drawn = []
            for year in (2023, 2024, 2025):
                index = performance_index(person, levels, year) + draws.normal(0, 0.6)
                if person.service_since.year < year:
                    drawn.append((year, "sangat_baik" if index > 1.15 else "baik"))
            planned = tuple(drawn)
        for year, grade in planned:
            yield person.id, year, grade, *_GRADE_WORDS[grade]


def talent_box(seed: int, person: Person, levels: Levels) -> int | None:
    """Return the box 1-9 of a person, None where the map does not hold them (about one in six)."""
    if "talent_box" in person.plan:
        return person.plan["talent_box"]
    draws = Draws(seed, f"talent {person.id}")
    if person.contract or person.status == "cpns" or not person.assessed or draws.chance(0.08):
        return None
    index = performance_index(person, levels, 2025)
    performance = _band(index + draws.normal(0, 0.5), -0.9, 0.9)
    potential = _band(index + draws.normal(0, 0.3), -0.5, 0.5)
    return {
        (0, 0): 1,
        (1, 0): 2,
        (0, 1): 3,
        (2, 0): 4,
        (1, 1): 5,
        (0, 2): 6,
        (2, 1): 7,
        (1, 2): 8,
        (2, 2): 9,
    }[performance, potential]


def _band(value: float, low: float, high: float) -> int:
    return (value >= low) + (value >= high)


def build_satisfaction(seed: int) -> Iterator[Row]:
    """Yield unit, period, index or nine elements, respondents; two yearly surveys."""
    for unit, level in _IKM.items():
        draws = Draws(seed, f"ikm {unit}")
        for period, shift in (("2025", -1.2), ("2026", 0.0)):
            index = level + shift + draws.normal(0, 0.8)
            respondents = draws.integer(60, 240)
            if unit in _BY_ELEMENT:
                elements = [round(min(max(index / 25 + draws.normal(0, 0.12), 1), 4), 2) for _ in range(9)]
                yield unit, period, None, *elements, respondents
            else:
                yield unit, period, round(index, 2), *([None] * 9), respondents


def build_preferences(seed: int, people: tuple[Person, ...]) -> Iterator[Row]:
    """Yield employee, post, unit, rank of the wish and whether it is an own request (R27)."""
    by_tag = {person.tag: person.id for person in people if person.tag}
    yield by_tag["own_request.post"], "KEC-LB.PTK", None, 1, True
    yield by_tag["own_request.unit"], None, "KEL-TJA", 1, True
    yield by_tag["camat.able"], "KEC-LB.CAMAT", None, 1, False
    yield by_tag["acting.kapus"], "PKM-PG.KAPUS", None, 1, False
    yield by_tag["acting.lurah"], "KEL-BTB.LURAH", None, 1, False
    yield by_tag["it.1"], "KEC-LB.PDI", None, 1, False
    yield by_tag["health.bidan.1"], "PKM-LB.BIDAN-TR", None, 1, False
    yield by_tag["health.perawat.3"], "PKM-LB.PERAWAT-AP", None, 1, False
    named = {by_tag[tag] for tag in by_tag}
    draws = Draws(seed, "preferences")
    others = [person for person in people if person.id not in named and not person.contract and person.has_post]
    for person in draws.sample(others, 24):
        units = [ward.unit_id for ward in WARDS] if person.post.family == "pemerintahan" else [*PUSKESMAS, HEALTH]
        if person.post.family == "sosial":
            units = [SOCIAL, SOCIAL_UPT, KECAMATAN]
        for rank, unit in enumerate(draws.sample([u for u in units if u != person.post.unit], 2), start=1):
            yield person.id, None, unit, rank, False


def build_relations(people: tuple[Person, ...]) -> Iterator[Row]:
    """Yield the planted kin: two couples, a parent and a child, two siblings."""
    by_tag = {person.tag: person.id for person in people if person.tag}
    yield by_tag["spouse.lurah"], by_tag["spouse.kasi"], "spouse"
    yield by_tag["spouse2.seklur"], by_tag["spouse2.plo"], "spouse"
    yield by_tag["parent.kasi"], by_tag["child.cpns"], "child"
    yield by_tag["acting.lurah"], by_tag["it.2"], "sibling"
