"""The bundled case ``lubuk_begalung``: a made-up kecamatan, two dinas and their people (DATA CONTOH).

``python -m penata.datasets.district`` writes the folder ``datasets/data/lubuk_begalung`` anew; a test
compares it
with the committed one. No row is a real person. See ``docs/data-lubuk-begalung.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from ..models.domain.case import Case, canonical_frame
from ..models.domain.tables import TABLES
from .district_history import (
    build_performance,
    build_preferences,
    build_relations,
    build_satisfaction,
    talent_box,
)
from .district_levels import Levels, assessor_scores, build_evaluations, build_profiles, true_levels
from .district_people import AS_OF, EFFECTIVE, Person, build_people
from .district_posts import Post, build_posts
from .district_scenario import CASE_TOML, SCENARIO_TOML
from .district_standards import COMPETENCIES, FIELD_FAMILIES, OWN_POST, technical_standard
from .district_training import build_courses, build_effects, build_sessions, build_trainings
from .district_units import AGENCY, OFFICES
from .write import write_tables

SEED: Final = 20261101
NAME: Final = "DATA CONTOH - Kecamatan Lubuk Begalung"
FOLDER: Final = Path(__file__).resolve().parent / "data" / "lubuk_begalung"

Cell = str | int | float | bool | date | None
Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class District:
    """The generated district.

    Parameters
    ----------
    frames
        Every table, canonical, ready for ``Case.from_frames``.
    planted
        Tag of each planted fault -> employee id.
    latent
        True levels (``employee_id``, ``competency_id``, ``period``, ``level``), None unless asked for; the
        case
        itself never holds them.
    """

    frames: Frames
    planted: Mapping[str, str]
    latent: pd.DataFrame | None = None


def build_district(seed: int = SEED, *, truth: bool = False) -> District:
    """Generate the district.

    Parameters
    ----------
    seed
        Seed of every stream, >= 0; the bundled folder has the default.
    truth
        Also return the latent levels at the six rounds of evaluation and at the next one (``2027Q1``).
    """
    posts = build_posts()
    people = build_people(seed, posts)
    levels = true_levels(seed, people)
    frames = _organisation(seed, posts) | _workforce(seed, people, levels) | _development(seed, people)
    ordered = {name: canonical_frame(TABLES[name], frames[name]) for name in TABLES}
    latent = None
    if truth:
        rows = [(*key, round(level, 4)) for key, level in levels.items()]
        latent = pd.DataFrame(rows, columns=["employee_id", "competency_id", "period", "level"])
    return District(ordered, {person.tag: person.id for person in people if person.tag}, latent)


def district_case(seed: int = SEED) -> Case:
    """Return the generated district as a case, without the package's default standards merged in."""
    return Case.from_frames(
        build_district(seed).frames,
        as_of=AS_OF,
        effective=EFFECTIVE,
        name=NAME,
        agency=AGENCY,
        synthetic=True,
    )


def _frame(table: str, rows: Iterable[Sequence[Cell]], columns: Sequence[str] | None = None) -> pd.DataFrame:
    names = list(columns or TABLES[table].column_names)
    return pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows], columns=names)


def _organisation(seed: int, posts: tuple[Post, ...]) -> Frames:
    units = [
        (office.id, office.name, office.parent or None, AGENCY if not office.parent else None, office.kind,
         office.lat,
         office.lon, office.floor, office.ceiling)
        for office in OFFICES
    ]  # fmt: skip
    positions = [
        (post.id, post.unit, post.title, post.title_id, post.group, post.echelon, post.duty, None, post.need,
         post.ceiling, post.head, post.reports_to, post.education_min, ";".join(post.fields) or None,
         post.mandatory,
         ";".join(post.credentials) or None, None, None, post.priority, post.family, post.job_class, None)
        for post in posts
    ]  # fmt: skip
    standards: dict[str, tuple[tuple[str, float, float, bool], ...]] = {}
    for post in posts:
        standards.setdefault(post.title, technical_standard(post.title, post.group, post.family))
    requirements: list[tuple[Cell, ...]] = [(None, title, None, *row) for title, rows in standards.items() for row in rows]
    requirements += [(post, None, None, *row) for post, row in OWN_POST]
    return {
        "units": _frame("units", units),
        "positions": _frame("positions", positions),
        "workload": _frame("workload", [(post.id, *task) for post in posts for task in post.workload]),
        "competencies": _frame("competencies", [(code, *words) for code, words in COMPETENCIES.items()]),
        "requirements": _frame("requirements", requirements),
        "fields": _frame("fields", FIELD_FAMILIES.items()),
        "satisfaction": _frame("satisfaction", build_satisfaction(seed)),
    }


def _workforce(seed: int, people: tuple[Person, ...], levels: Levels) -> Frames:
    profiles = list(build_profiles(seed, people, levels))
    scores = [
        (row.employee_id, row.period, row.competency_id, row.score, "level", row.instrument, row.rater,
         row.rater_id,
         row.rater_unit_id)
        for row in (*build_evaluations(seed, people, levels), *assessor_scores(profiles))
    ]  # fmt: skip
    return {
        "employees": _frame("employees", [_employee(seed, person, levels) for person in people]),
        "profiles": _frame("profiles", profiles),
        "credentials": _frame("credentials", [(p.id, *row) for p in people for row in p.credentials]),
        "performance": _frame("performance", build_performance(seed, people, levels)),
        "careers": _frame(
            "careers",
            [(p.id, s.group, s.echelon, s.family, s.since, s.until) for p in people for s in p.careers],
        ),
        "evaluations": _frame("evaluations", scores),
        "preferences": _frame("preferences", build_preferences(seed, people)),
        "relations": _frame("relations", build_relations(people)),
    }


def _development(seed: int, people: tuple[Person, ...]) -> Frames:
    return {
        "courses": _frame("courses", build_courses()),
        "course_effects": _frame("course_effects", build_effects()),
        "sessions": _frame("sessions", build_sessions(seed)),
        "trainings": _frame("trainings", build_trainings(seed, people)),
    }


def _employee(seed: int, person: Person, levels: Levels) -> tuple[Cell, ...]:
    plan = person.plan
    permanent = person.status == "pns"
    pns_since = date(person.service_since.year + 1, person.service_since.month, 1) if permanent else None
    lat, lon = person.home or (None, None)
    return (
        person.id, person.name, *person.titles, person.status, person.sex, person.birth, person.rank,
        person.rank_since, person.education, person.education_field,
        person.post.id if person.has_post else None,
        person.position_since if person.has_post else None, person.service_since, pns_since,
        person.contract_until,
        plan.get("acting"), "inactive_reason" not in plan, plan.get("inactive_reason"),
        plan.get("returns_on"),
        plan.get("sanction", "none"), plan.get("sanction_until"), plan.get("case_open", False),
        talent_box(seed, person, levels), lat, lon, None,
    )  # fmt: skip


def write_district(folder: Path = FOLDER, seed: int = SEED) -> None:
    """Write the case folder: a CSV a table, ``case.toml``, ``scenario.toml``; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(build_district(seed).frames, folder)
    (folder / "case.toml").write_bytes(CASE_TOML.encode())
    (folder / "scenario.toml").write_bytes(SCENARIO_TOML.encode())


def main(arguments: Sequence[str]) -> None:
    """Write the bundled folder, or another folder named as the only argument."""
    write_district(Path(arguments[0]) if arguments else FOLDER)


if __name__ == "__main__":
    main(sys.argv[1:])
