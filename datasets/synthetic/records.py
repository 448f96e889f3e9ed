"""What hangs on the people and posts of one made-up agency: standards, assessments, careers, grades, wishes, kin."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np
import pandas as pd

from ...models.domain.vocabulary import GROUP_LEVELS, NATIONAL_COMPETENCIES, RATINGS
from .order import BoolArray, FloatArray, IntArray, SynthOrder
from .organisation import Organisation
from .people import CPNS, PNS, PPPK, Days, People, dates, pick
from .words import COMPETENCIES, FAMILIES, GROUPS, SKILL, TECHNICAL_LEVELS, staff_title

Frames = dict[str, pd.DataFrame]

ASSESSED: Final = 0.92
"""Share of the people with an assessment."""
ROUNDS: Final = ("2024-09-16", "2025-09-15", "2026-03-09")
TIERS: Final = tuple({1: 1.4, 2: 1.9, 3: 2.2, 4: 3.0, 5: 3.7}[GROUP_LEVELS[group]] for group in GROUPS)
"""Mean level of a group, about what its standard asks."""
HARD: Final = {"M-PKP": -0.25, "M-ORH": -0.2, "M-PDO": -0.2, "M-INT": 0.3, "M-KJS": 0.15, "S-PBS": 0.2}
SKILLED: Final = 41 / 35
"""People with the scarce skill for each who is wanted."""
RATING_SHARES: Final = (0.002, 0.008, 0.03, 0.85, 0.11)
BELOW: Final = {
    "jpt_pratama": "administrator", "administrator": "pengawas", "pengawas": "pelaksana", "ahli_madya": "ahli_muda",
    "ahli_muda": "ahli_pertama", "penyelia": "mahir", "mahir": "terampil",
}  # fmt: skip
"""Group from which people come into a group; others began in it."""
ECHELON_OF: Final = {"jpt_pratama": "II.b", "administrator": "III.b", "pengawas": "IV.a"}
CAREER_YEARS: Final = 8
"""Years of service before the present post from which a career has a step more."""
WISHES: Final = 0.03
"""Share of the people with a wish."""
REQUESTS: Final = 0.1
"""Share of the wishes that are an own request."""
COUPLES: Final = 0.005
"""Couples, as a share of the people."""


def build_standards(titles: Collection[str]) -> Frames:
    """Return competencies, technical standards of the titles that an agency has, and courses."""
    standards = [
        (title.format(words=family.words), family.competency, level, 2.0, group in ("jpt_pratama", "administrator"))
        for family in FAMILIES
        for title, group, level in (
            ("Kepala Dinas {words}", "jpt_pratama", 4),
            ("Sekretaris Dinas {words}", "administrator", 3),
            ("Kepala Subbagian Umum {words}", "pengawas", 2),
            ("Kepala Bidang {words}", "administrator", 3),
            ("Kepala Seksi {words}", "pengawas", 3),
            *((staff_title(family, name), name, TECHNICAL_LEVELS[GROUPS.index(name)]) for name in GROUPS[3:]),
        )
    ]
    standards.append(("Sekretaris Daerah", "T-PEM", 4, 2.0, True))
    standards = [row for row in standards if row[0] in titles]
    courses, effects = [], []
    for code, (name, kind) in COMPETENCIES.items():
        for level in (1, 2, 3) if kind == "technical" else (2,):
            course = f"K-{code}-{level}"
            courses.append((course, f"{name} tingkat {level}", 24 + 8 * level, 1_000_000 + 900_000 * level))
            effects.append((course, code, float(level), float(level + 1)))
    return {
        "competencies": pd.DataFrame(
            [(code, *words) for code, words in COMPETENCIES.items()], columns=["competency_id", "name", "kind"]
        ),
        "requirements": pd.DataFrame(standards, columns=["title", "competency_id", "level", "weight", "mandatory"]),
        "courses": pd.DataFrame(courses, columns=["course_id", "title", "hours_jp", "cost_idr"]),
        "course_effects": pd.DataFrame(effects, columns=["course_id", "competency_id", "level_from", "level_to"]),
    }


def build_records(order: SynthOrder, organisation: Organisation, people: People, rng: np.random.Generator) -> Frames:
    """Draw all tables of an agency that hang on its people and units, without a history of evaluations."""
    return {
        "profiles": _profiles(order, people, rng),
        "performance": _performance(people, rng),
        "careers": build_careers(organisation, people, people.in_post_from),
        "credentials": _credentials(people, rng),
        "preferences": _preferences(organisation, people, rng),
        "relations": _relations(people, rng),
        "satisfaction": _satisfaction(organisation, rng),
    }


def _profiles(order: SynthOrder, people: People, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the nine national competencies (whole levels), the family's and the scarce skill (half levels)."""
    seen = np.flatnonzero((rng.random(len(people.ids)) < ASSESSED) & (people.status != CPNS))
    tier = np.array(TIERS)[people.group[seen]] + 0.45 * people.ability[seen]
    codes = list(COMPETENCIES)
    national = len(NATIONAL_COMPETENCIES)
    hard = np.array([HARD.get(code, 0.0) for code in NATIONAL_COMPETENCIES])
    whole = np.clip(np.round(tier[:, None] + hard + rng.normal(0, 0.6, (len(seen), national))), 1, 5)
    own = np.clip(np.round(2 * (tier + 0.35 + rng.normal(0, 0.5, len(seen)))) / 2, 0.5, 5)
    skilled = rng.random(len(seen)) < min(0.95, order.skill_mix * SKILLED)
    skill = np.where(skilled, rng.integers(6, 10, len(seen)), rng.integers(1, 6, len(seen))) / 2
    level = np.column_stack([whole, own, skill])
    competency = np.empty(level.shape, dtype=np.int64)
    competency[:, :national] = np.arange(national)
    competency[:, national] = np.array([codes.index(family.competency) for family in FAMILIES])[people.family[seen]]
    competency[:, national + 1] = codes.index(SKILL)
    method = np.full(level.shape, 1)
    method[:, :national] = 0
    rounds = np.array(ROUNDS, dtype="datetime64[s]")[rng.integers(0, len(ROUNDS), len(seen))]
    return pd.DataFrame(
        {
            "employee_id": _ids(people, np.repeat(seen, level.shape[1])),
            "competency_id": pick(list(codes), competency.ravel()),
            "level": level.ravel(),
            "assessed_on": pd.Series(np.repeat(rounds, level.shape[1])),
            "method": pick(["assessment_center", "uji_teknis"], method.ravel()),
        }
    )


def _ids(people: People, rows: IntArray) -> pd.Series:
    return people.table["employee_id"].take(rows).reset_index(drop=True)


def _performance(people: People, rng: np.random.Generator) -> pd.DataFrame:
    began = people.served_from.astype("datetime64[Y]").astype(np.int64) + 1970
    years = (2024, 2025)
    rows = np.concatenate([np.flatnonzero(began < year) for year in years])
    year = np.repeat(years, [int((began < one).sum()) for one in years])
    limits = np.cumsum(RATING_SHARES)
    draw = rng.random(len(rows)) * 0.9 + 0.1 * np.clip(0.5 + people.ability[rows] / 4, 0, 1)
    rating = np.minimum((draw[:, None] > limits).sum(axis=1), len(RATINGS) - 1)
    return pd.DataFrame(
        {"employee_id": _ids(people, rows), "year": pd.Series(year, dtype="Int64"), "rating": pick(list(RATINGS), rating)}
    )


def build_careers(
    organisation: Organisation, people: People, level_from: Days, moves: Sequence[tuple[BoolArray, Days]] = ()
) -> pd.DataFrame:
    """Return the present post of everyone who holds one, the one before it, and for long careers one more before that.

    Parameters
    ----------
    level_from
        Shape (E,). First day on the level of the present post, in this post or another.
    moves
        Who moved to another post of that level, and on which day (shape (E,) each), in order of time, all of them after
        ``level_from`` and before the start in the present post; () = nobody did.
    """
    below = np.array([GROUPS.index(BELOW.get(group, group)) for group in GROUPS])
    posted = people.held >= 0
    served, since = people.served_from, level_from
    years = (since - served).astype(np.int64) / 365.25
    middle = served + ((since - served).astype(np.int64) // 2).astype("timedelta64[D]")
    before = posted & (years > 1)
    long = before & (years > CAREER_YEARS)
    present = organisation.echelon_held(people.held)
    parts = [
        _steps(people, posted, people.group, present, people.in_post_from, None),
        *_stints(people, posted, level_from, moves),
        _steps(people, before, below[people.group], None, np.where(long, middle, served), since),
        _steps(people, long, below[below[people.group]], None, served, middle),
    ]
    return pd.concat(parts, ignore_index=True)


def _stints(
    people: People, posted: BoolArray, level_from: Days, moves: Sequence[tuple[BoolArray, Days]]
) -> list[pd.DataFrame]:
    """Return the posts on the present level before the present one, a frame for each place in the order of moves."""
    parts = []
    end = people.in_post_from
    for moved, day in (*reversed(moves), (np.ones(len(level_from), dtype=np.bool_), level_from)):
        chosen = posted & moved & (day < end)
        parts.append(_steps(people, chosen, people.group, None, day, end))
        end = np.where(chosen, day, end)
    return parts


def _steps(
    people: People, chosen: BoolArray, group: IntArray, echelon: Sequence[str | None] | None, start: Days, end: Days | None
) -> pd.DataFrame:
    rows = np.flatnonzero(chosen)
    names = np.array(GROUPS, dtype=object)[group[rows]]
    steps = [ECHELON_OF.get(name) for name in names.tolist()] if echelon is None else [echelon[row] for row in rows.tolist()]
    last = None if end is None else dates((end - np.timedelta64(1, "D"))[rows])
    return pd.DataFrame(
        {
            "employee_id": _ids(people, rows),
            "group": pick(list(GROUPS), group[rows]),
            "echelon": pd.Series(steps, dtype="str"),
            "job_family": pick([family.code for family in FAMILIES], people.family[rows]),
            "from": dates(start[rows]),
            "to": pd.Series(pd.NaT, index=range(len(rows)), dtype="datetime64[s]") if last is None else last,
        }
    )


def _credentials(people: People, rng: np.random.Generator) -> pd.DataFrame:
    functional = (people.group >= GROUPS.index("ahli_madya")) & (people.group < GROUPS.index("pelaksana"))
    rows = np.flatnonzero(functional & (people.status == PNS) & (rng.random(len(people.ids)) < 0.7))
    codes = [f"uji_kompetensi:{family.code}" for family in FAMILIES]
    return pd.DataFrame(
        {
            "employee_id": _ids(people, rows),
            "credential": pick(list(codes), people.family[rows]),
            "issued_on": dates(people.in_post_from[rows]),
        }
    )


def _preferences(organisation: Organisation, people: People, rng: np.random.Generator) -> pd.DataFrame:
    rows = np.flatnonzero((rng.random(len(people.ids)) < WISHES) & (people.status < PPPK))
    post = rng.integers(0, len(organisation.need), len(rows))
    return pd.DataFrame(
        {
            "employee_id": _ids(people, rows),
            "position_id": pick(list(organisation.positions["position_id"]), post),
            "rank": pd.Series(np.ones(len(rows)), dtype="Int64"),
            "own_request": pd.Series(rng.random(len(rows)) < REQUESTS, dtype="boolean"),
        }
    )


def _relations(people: People, rng: np.random.Generator) -> pd.DataFrame:
    men, women = (rng.permutation(np.flatnonzero(people.table["sex"].to_numpy() == sex)) for sex in ("m", "f"))
    count = min(round(COUPLES * len(people.ids)), len(men), len(women))
    return pd.DataFrame(
        {
            "employee_id": _ids(people, men[:count]),
            "relative_id": _ids(people, women[:count]),
            "relation": pick(["spouse"], np.zeros(count, dtype=np.int64)),
        }
    )


def _satisfaction(organisation: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    offices = organisation.units["unit_id"][organisation.units["kind"] == "dinas"].tolist()
    level: FloatArray = np.clip(rng.normal(82, 4, len(offices)), 60, 98)
    return pd.DataFrame(
        {
            "unit_id": offices * 2,
            "period": ["2025"] * len(offices) + ["2026"] * len(offices),
            "ikm": np.round(np.concatenate([level - 1, level]), 2),
            "respondents": pd.Series(rng.integers(60, 400, 2 * len(offices)), dtype="Int64"),
        }
    )
