"""True competency levels of the bundled district over time, and what assessors and raters see of them.

A simplified form of the state model that the learning side uses:
``theta = tier + knowledge + sqrt(.30) g + sqrt(.14) s + walk + growth``, with g one draw a person, s one draw
a
person and competency, a yearly walk (common sd .10, own .16) and growth of .02 a year. The tier is the mean
of the
group's level; knowledge lifts technical competencies in which the person is strong and lowers the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..models.domain.vocabulary import GROUP_LEVELS, NATIONAL_COMPETENCIES
from .district_draws import Draws
from .district_people import Person
from .district_standards import COMPETENCIES, TECHNICAL, technical_standard

PERIODS: Final = ("2024Q1", "2024Q3", "2025Q1", "2025Q3", "2026Q1", "2026Q3")
"""Six half-yearly rounds of evaluation up to the as-of date."""
HORIZON: Final = "2027Q1"
"""The next round, not observed: only the latent table knows it."""
ASSESSED_ON: Final = {"2024Q3": "2024-09-16", "2025Q3": "2025-09-15", "2026Q1": "2026-03-09"}
"""Rounds of the assessment centre; each person goes to one."""

_TIER_BY_LEVEL: Final = {1: 1.55, 2: 2.15, 3: 2.3, 4: 3.05, 5: 3.8, 6: 4.0, 7: 4.3}
_TIER: Final = {group: _TIER_BY_LEVEL[level] for group, level in GROUP_LEVELS.items()} | {
    "ahli_muda": 2.95,
    "ahli_madya": 3.8,
}
"""Mean level of a group: a little above what its standard asks."""
_ROUND_SHARES: Final = {"2024Q3": 0.3, "2025Q3": 0.4, "2026Q1": 0.3}
_HARD: Final = {"M-PKP": -0.25, "M-ORH": -0.2, "M-PDO": -0.2, "M-INT": 0.3, "M-KJS": 0.15, "S-PBS": 0.2}
"""Which national competencies are hard: decisions, results and developing others have the widest gaps."""
_RATED: Final = ("M-ORH", "M-PLP", "M-PKP")

Levels = dict[tuple[str, str, str], float]
"""(employee, competency, period) -> true level."""
Assessment = tuple[str, str, float, str, str]
"""Employee, competency, level, date, method."""


@dataclass(frozen=True, slots=True)
class Score:
    """One evaluation: who, when, what, how much, by whom."""

    employee_id: str
    period: str
    competency_id: str
    score: float
    instrument: str
    rater: str
    rater_id: str | None
    rater_unit_id: str | None


def true_levels(seed: int, people: tuple[Person, ...]) -> Levels:
    """Draw the true level of every person in every competency at every round and at the horizon.

    Returns
    -------
    Levels from 0.3 to 5, unrounded.
    """
    levels: Levels = {}
    root_half = math.sqrt(0.5)
    for person in people:
        draws = Draws(seed, f"levels {person.id}")
        general = math.sqrt(0.30) * draws.normal() + person.ability
        tier = _TIER[person.post.group]
        common = [root_half * 0.10 * draws.normal() for _ in range(len(PERIODS) + 1)]
        for competency in COMPETENCIES:
            level = tier + 0.8 * general + math.sqrt(0.14) * draws.normal() + _HARD.get(competency, 0.0)
            if competency in TECHNICAL:
                strong = competency in person.skills
                level += draws.uniform(0.5, 1.0) if strong else -draws.uniform(0.7, 1.2)
            for index, period in enumerate((*PERIODS, HORIZON)):
                level += common[index] + root_half * 0.16 * draws.normal() + 0.01
                levels[person.id, competency, period] = min(max(level, 0.3), 5.0)
    return levels


def wanted_technical(person: Person) -> tuple[str, ...]:
    """Return the technical competencies tested: those of the post and those the person is strong in."""
    wanted = {row[0] for row in technical_standard(person.post.title, person.post.group, person.post.family)}
    return tuple(code for code in TECHNICAL if code in wanted or code in person.skills)


def build_profiles(seed: int, people: tuple[Person, ...], levels: Levels) -> Iterator[Assessment]:
    """Yield employee, competency, level, date and method of each assessment.

    The assessment centre rounds to whole levels after an assessor's severity (sd .15), the occasion (.22) and
    noise
    (.42); the technical test rounds to half levels (noise .30).
    """
    severity = {number: Draws(seed, f"assessor {number}").normal(0, 0.15) for number in range(6)}
    for person in people:
        draws = Draws(seed, f"profile {person.id}")
        served = {
            period: share
            for period, share in _ROUND_SHARES.items()
            if ASSESSED_ON[period] > (person.service_since + timedelta(days=90)).isoformat()
        }
        if not person.assessed or not served:
            continue
        period = draws.weighted(served)
        bias = severity[draws.integer(0, 5)] + draws.normal(0, 0.22)
        for competency in NATIONAL_COMPETENCIES:
            seen = levels[person.id, competency, period] + bias + draws.normal(0, 0.42)
            level = float(min(max(math.floor(seen + 0.5), 1), 5))
            yield person.id, competency, level, ASSESSED_ON[period], "assessment_center"
        for competency in wanted_technical(person):
            seen = levels[person.id, competency, period] + draws.normal(0, 0.30)
            level = min(max(math.floor(2 * seen + 0.5) / 2, 0.5), 5.0)
            yield person.id, competency, level, ASSESSED_ON[period], "uji_teknis"


def assessor_scores(profiles: Iterable[Assessment]) -> Iterator[Score]:
    """Yield the marks of the assessment centre as evaluations of an assessor."""
    rounds = {day: period for period, day in ASSESSED_ON.items()}
    for employee, competency, level, day, method in profiles:
        if method == "assessment_center":
            yield Score(employee, rounds[day], competency, level, method, "assessor", None, None)


def build_evaluations(seed: int, people: tuple[Person, ...], levels: Levels) -> Iterator[Score]:
    """Yield scores of supervisors, peers and the person for about 150 people over six rounds.

    A score is 55 % own level, 45 % halo (the person's mean of that round), plus the rater's or unit's
    severity
    (sd .35), the person's halo (.25), noise (.6) and lenience: .25 by supervisors and peers, .55 by oneself.
    """
    heads: dict[str, str] = {}
    colleagues: dict[str, list[str]] = {}
    for person in people:
        if person.has_post:
            colleagues.setdefault(person.post.unit, []).append(person.id)
            if person.post.head:
                heads.setdefault(person.post.unit, person.id)
    for person in people:
        draws = Draws(seed, f"evaluation {person.id}")
        if not person.has_post or not draws.chance(0.72):
            continue
        unit = person.post.unit
        severity = Draws(seed, f"severity {unit}").normal(0, 0.35)
        halo = draws.normal(0, 0.25)
        peers = [other for other in colleagues[unit] if other not in (person.id, heads.get(unit))]
        rated = (*_RATED, *wanted_technical(person)[:1])
        for index, period in enumerate(PERIODS):
            if int(period[:4]) < person.service_since.year + (person.service_since.month > 6):
                continue
            mean = sum(levels[person.id, code, period] for code in rated) / len(rated)
            supervisor = heads.get(unit)
            raters = [("supervisor", None if supervisor == person.id else supervisor, 0.25)]
            if index % 2:
                raters += [("peer", peer, 0.25) for peer in draws.sample(peers, 1)] + [("self", person.id, 0.55)]
            for rater, rater_id, lenient in raters:
                own = Draws(seed, f"rater {rater_id or unit}").normal(0, 0.35) if rater == "peer" else severity
                for code in rated:
                    seen = 0.55 * levels[person.id, code, period] + 0.45 * mean + (own if rater != "self" else 0)
                    score = min(max(seen + halo + lenient + draws.normal(0, 0.45), 1.0), 5.0)
                    yield Score(person.id, period, code, round(score, 1), "360", rater, rater_id, unit)


def performance_index(person: Person, levels: Levels, year: int) -> float:
    """Return the level above the tier on which the yearly grade and the talent box rest."""
    period = {2023: "2024Q1", 2024: "2024Q3", 2025: "2025Q3"}[year]
    mean = sum(levels[person.id, code, period] for code in NATIONAL_COMPETENCIES) / len(NATIONAL_COMPETENCIES)
    return mean - _TIER[person.post.group]
