"""Random small agencies: frames of a case and a scenario, by a source of random numbers.

``tests/conftest.py`` makes this module importable as ``tests.random_cases``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from random import Random
from typing import Any

from penata.models.domain.case import Case
from penata.models.domain.scenario import Scenario
from tests.small import COMPETENCIES, EFFECTIVE, Row, small_case

UNITS: tuple[Row, ...] = (
    {"unit_id": "U", "name": "Unit U", "agency_id": "A", "lat": -0.95, "lon": 100.40},
    {"unit_id": "V", "name": "Unit V", "parent_id": "U", "lat": -0.90, "lon": 100.45},
    {"unit_id": "X", "name": "Unit X", "parent_id": "U"},
)
GROUPS = ("pelaksana", "pelaksana", "terampil", "ahli_pertama", "pengawas", "pengawas", "administrator")
SWITCHED = ("R04", "R05", "R07", "R08", "R10", "R12", "R14", "R15", "R19", "R23", "R27")
"""Rules of a pair that a random scenario switches off more often than not: they leave few options."""


@dataclass(frozen=True)
class Draw:
    """Rows by table and a scenario; ``case`` builds them."""

    people: tuple[Row, ...]
    posts: tuple[Row, ...]
    tables: Mapping[str, tuple[Row, ...]]
    units: tuple[Row, ...]
    asked: Mapping[str, Any]

    @cached_property
    def case(self) -> Case:
        return small_case(self.people, self.posts, units=self.units, **self.tables)  # type: ignore[arg-type]  # tables only

    @property
    def scenario(self) -> Scenario:
        return Scenario.parse(self.asked)

    def asking(self, **keys: Any) -> Draw:
        """Return the same facts under a scenario with these keys replaced."""
        other = replace(self, asked={**self.asked, **keys})
        other.__dict__["case"] = self.case  # built once
        return other


def draw_agency(random: Random, *, most_people: int = 6, most_posts: int = 6, plain: float = 0.3) -> Draw:
    """Draw an agency of up to so many people and posts, and what is asked of it; a share ``plain`` couples nothing."""
    posts = [_post(random, f"P{place}") for place in range(random.randint(most_posts // 3, most_posts))]
    headed: set[str] = set()
    for post in posts:
        post["head"] &= post["unit_id"] not in headed  # of two heads on one level the tie key picks, so ids would count
        headed |= {post["unit_id"]} if post["head"] else set()
        if random.random() < 0.2:
            post["reports_to"] = random.choice(posts)["position_id"]
    ids = [post["position_id"] for post in posts]
    people = [_person(random, f"E{place}", ids) for place in range(random.randint(most_people // 3, most_people))]
    names = [person["employee_id"] for person in people]
    units = [dict(unit) for unit in UNITS]
    for unit in units:
        if random.random() < 0.25:
            unit["floor"] = random.randint(0, 3)
        if random.random() < 0.2:
            unit["ceiling"] = random.randint(1, 4)
    tables = {
        "profiles": [
            {"employee_id": name, "competency_id": row["competency_id"], "level": random.randint(0, 10) / 2}
            for name in names
            for row in COMPETENCIES
            if random.random() < 0.75
        ],
        "requirements": [
            {
                "position_id": post,
                "competency_id": row["competency_id"],
                "level": random.randint(1, 4),
                "mandatory": random.random() < 0.2,
            }
            for post in ids
            for row in COMPETENCIES
            if random.random() < 0.6
        ],
        "relations": [
            {"employee_id": a, "relative_id": b, "relation": random.choice(["spouse", "parent", "sibling"])}
            for a, b in pairwise(names)
            if random.random() < 0.35
        ],
        "preferences": [
            {
                "employee_id": name,
                "position_id": random.choice(ids),
                "rank": random.randint(1, 3),
                "own_request": random.random() < 0.5,
            }
            for name in names
            if random.random() < 0.4
        ],
        "courses": [
            {"course_id": "K1", "title": "K1", "hours_jp": 20, "cost_idr": 1_500_000},
            {"course_id": "K2", "title": "K2", "hours_jp": 40, "cost_idr": 3_255_000},
        ],
        "course_effects": [
            {"course_id": "K1", "competency_id": "M-KOM", "level_from": 0, "level_to": 3},
            {"course_id": "K2", "competency_id": "T-IT", "level_from": 1, "level_to": 5},
        ],
        "performance": [
            {"employee_id": name, "year": year, "rating": random.choice(["kurang", "baik", "sangat_baik"])}
            for name in names
            for year in (2024, 2025)
            if random.random() < 0.7
        ],
        "satisfaction": [{"unit_id": "V", "period": "2026", "ikm": random.choice([60.0, 80.0, 95.0])}],
    }
    return Draw(
        tuple(people),
        tuple(posts),
        {name: tuple(rows) for name, rows in tables.items()},
        tuple(units),
        _scenario(random, names, ids, plain=random.random() < plain),
    )


def _post(random: Random, identity: str) -> dict[str, Any]:
    need = random.choice([0, 1, 1, 1, 2])
    return {
        "position_id": identity,
        "unit_id": random.choice("UUVVX"),
        "group": random.choice(GROUPS),
        "need": need,
        "ceiling": need + random.choice([0, 0, 1]),
        "head": random.random() < 0.25,
        "priority": random.choice([1, 3, 3, 5]),
        "job_family": random.choice(["F", "G", None]),
        "title_id": random.choice(["T", None]),
    }


def _person(random: Random, identity: str, posts: list[str]) -> dict[str, Any]:
    placed = random.random() < 0.75
    box = random.choice([None, 2, 5, 8])
    return {
        "employee_id": identity,
        "position_id": random.choice(posts) if placed else None,
        "position_since": date(random.choice([2016, 2021, 2026]), 3, 1) if placed else None,
        "status": random.choice(["pns", "pns", "pns", "pns", "pns", "pppk", "cpns"]),
        "birth_date": date(random.choice([1968, 1970, 1974, 1985, 1985, 1985]), random.choice([1, 6, 12]), 11),
        "education": random.choice(["sma", "d3", "s1", "s1", "s1", "s2"]),
        "rank": random.choice(["II/c", "III/b", "III/d", "IV/a"]),
        "talent_box": box,
        "sanction": random.choice(["none", "none", "none", "heavy"]),
        "lat": random.choice([-0.91, None]),
        "lon": 100.42,
    }


def _scenario(random: Random, people: list[str], posts: list[str], *, plain: bool) -> dict[str, Any]:
    rules: dict[str, Any] = {name: {"mode": "off"} for name in SWITCHED if random.random() < 0.85}
    plan_modes: dict[str, list[str | None]] = {
        "R01": ["hard", "hard", "soft", "off"],
        "R17": ["hard", "soft", "off", None],
        "R21": ["hard", "soft", "off", None, None],
        "R22": ["hard", "soft", "off", "warn", None],
        "skill_mix": ["warn", "off", None, None, None, None],
    }
    for name, modes in plan_modes.items():
        mode = random.choice(modes)
        if mode is not None:
            rules[name] = {"mode": mode}
    if "R22" not in rules and random.random() < 0.5:
        rules["R22"] = {"max_share_per_unit": 0.5}
    asked: dict[str, Any] = {
        "basis": random.choice(["rotation", "reorganisation"]),
        "rules": rules,
        "skill_mix": [
            {
                "unit": random.choice("UVX"),
                "competency": random.choice(["M-KOM", "T-IT"]),
                "level": random.choice([2, 3.5]),
                "at_least": random.randint(1, 2),
                "mode": random.choice(["soft", "hard"]),
                "subtree": random.random() < 0.5,
            }
            for _ in range(random.randint(0, 2))
        ],
        "moves": {},
        "solve": {"objective": random.choice(["weighted", "lexicographic"])},
        "weights": {
            term: random.choice([0.0, 0.5, 2.0])
            for term in ("suitability", "shortage", "equity", "move", "rules", "surplus", "travel")
            if random.random() < 0.2
        },
    }
    if random.random() < 0.3:
        asked["moves"] = {"max_count": random.randint(0, 2)}
    if random.random() < 0.15:
        asked["moves"] = {**asked["moves"], "max_share_per_unit": 0.5}
    if random.random() < 0.3:
        asked["budget"] = {"training_idr": random.choice([0, 2_000_000, 4_755_000])}
    if random.random() < 0.3:
        asked["budget"] = {**asked.get("budget", {}), "relocation_idr": 100_000}
        asked["relocation"] = {"idr_per_km": random.choice([10_000, 30_000])}
    if random.random() < 0.1:
        asked["pin"] = [{"employee": random.choice(people), "position": random.choice(posts)}]
    if random.random() < 0.3:
        asked["forbid"] = [{"employee": random.choice(people), "position": random.choice(posts)}]
    if random.random() < 0.1:
        asked["scope"] = {"units": [random.choice("UV")], "subtree": random.random() < 0.5}
    if plain:  # nothing couples but head counts
        for key in ("skill_mix", "moves", "budget", "relocation"):
            asked.pop(key, None)
        asked["weights"]["equity"] = 0.0
        asked["rules"] |= {"R17": {"mode": "off"}, "R22": {"mode": "off"}}
        asked["solve"] = {"objective": "weighted"}
    return asked


__all__ = ["EFFECTIVE", "Draw", "draw_agency"]
