"""What a plan does for an agency, in figures that a policy is judged by; every one is the referee's count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..models.domain.audit import Assignment, Audit
from ..models.domain.case import Case
from ..models.domain.vocabulary import is_structural
from ..optimizer.outcome import kpis
from ..optimizer.referee import Referee

AGE_BANDS: Final = ((35, "under_35"), (50, "35_49"), (200, "50_up"))
"""Completed years below which a band ends, and its name."""
MOVES: Final = ("rotation", "promotion", "demotion")
UNITS: Final[Mapping[str, str]] = {
    "jpm_mean": "percent",
    "empty_seats": "seats",
    "surplus_seats": "seats",
    "unplaced": "people",
    "moves": "people",
    "head_posts_filled": "percent",
    "breaches": "count",
    "value": "points",
    "group_moved": "percent",
    "group_promoted": "percent",
    "group_structural": "percent",
}
"""Measure -> its unit. The three of groups describe who gains, by sex and age band; no policy sees either."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of one plan; ``group`` is "" but for measures of a group of people, such as ``sex:f``."""

    name: str
    group: str
    value: float | None


def groups_of(case: Case) -> dict[str, tuple[str, ...]]:
    """Return the groups of each person: sex where the case tells it, and the age band at the day of the plan."""
    frame = case.tables["employees"]
    sexes = dict(zip(frame["employee_id"].tolist(), frame["sex"].tolist(), strict=True))
    found = {}
    for identity, person in case.employees.items():
        born, day = person.birth_date, case.effective
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        band = next(name for end, name in AGE_BANDS if age < end)
        sex = sexes[identity]
        found[identity] = (*((f"sex:{sex}",) if sex in ("f", "m") else ()), f"age:{band}")
    return found


def measures_of(referee: Referee, today: Audit, plan: Audit) -> Iterator[Measure]:
    """Yield the figures of a plan."""
    figures = {item.name: item.after for item in kpis(referee, today, plan)}
    heads = figures["head_posts"]
    filled = figures["head_posts_filled"]
    yield Measure("jpm_mean", "", figures["jpm_mean"])
    for name in ("empty_seats", "surplus_seats", "unplaced"):
        yield Measure(name, "", figures[name])
    yield Measure("moves", "", float(sum(item.move in MOVES for item in plan.assignments)))
    yield Measure("head_posts_filled", "", None if not heads or filled is None else round(100 * filled / heads, 4))
    yield Measure("breaches", "", float(len(plan.breaches)))
    yield Measure("value", "", plan.value_cents / 100)
    yield from _shares(referee.case, plan)


def _shares(case: Case, plan: Audit) -> Iterator[Measure]:
    """Yield, for each group, the share of its people who move, are promoted, and hold a structural post."""
    belongs = groups_of(case)
    people: dict[str, list[Assignment]] = {}
    for item in plan.assignments:
        for group in belongs[item.employee_id]:
            people.setdefault(group, []).append(item)
    for group, mine in sorted(people.items()):
        counts = {
            "group_moved": sum(item.move in MOVES for item in mine),
            "group_promoted": sum(item.move == "promotion" for item in mine),
            "group_structural": sum(
                item.position_id is not None and is_structural(case.positions[item.position_id].group) for item in mine
            ),
        }
        for name, count in counts.items():
            yield Measure(name, group, round(100 * count / len(mine), 4))
