"""People of one made-up agency: who holds which post, and their facts, all in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...models.domain import vocabulary as words
from ..district_names import FEMALE, MALE, SECOND, SECOND_FEMALE, academic_titles
from .order import AS_OF, BoolArray, FloatArray, IntArray, SynthOrder
from .organisation import Organisation
from .words import FAMILIES, FIELDS, GROUPS, SCHOOL_FIELD

Days = npt.NDArray[np.datetime64]

WITHOUT_POST: Final = 0.02
"""Share of the people who hold no post, where there are seats enough."""
AGES: Final = (
    (46.0, 59.5), (40.0, 57.5), (36.0, 57.5), (42.0, 59.0), (33.0, 54.0), (24.5, 40.0), (38.0, 57.0), (30.0, 52.0),
    (24.0, 45.0), (23.5, 57.9),
)  # fmt: skip
"""Youngest and oldest of each group, years."""
EDUCATIONS: Final = ("sma", "d3", "s1", "s2", "s3")
EDUCATION_SHARES: Final = (
    (0, 0, 0.20, 0.75, 0.05), (0, 0, 0.50, 0.50, 0), (0, 0.05, 0.75, 0.20, 0), (0, 0, 0.30, 0.65, 0.05),
    (0, 0, 0.70, 0.30, 0), (0, 0, 0.90, 0.10, 0), (0, 0.60, 0.40, 0, 0), (0, 0.80, 0.20, 0, 0), (0.10, 0.90, 0, 0, 0),
    (0.45, 0.20, 0.35, 0, 0),
)  # fmt: skip
"""Share of each education in each group."""
OWN_FIELD: Final = 0.8
"""Share of the people who studied what their post asks for."""
ENTRY_AGES: Final = ((19.5, 26.0), (22.0, 29.0), (23.5, 33.0), (24.5, 34.0), (26.0, 34.5))
"""Age at entry by education, years."""
STATUSES: Final = ("pns", "cpns", "pppk", "pppk_paruh_waktu")
PNS, CPNS, PPPK, PART_TIME = range(len(STATUSES))
RANKS_OF_CLERKS: Final = {"sma": ("II/a", "III/a"), "d3": ("II/c", "III/b"), "s1": ("III/a", "III/c")}
GRADES_OF_CLERKS: Final = {"sma": ("V", "V"), "d3": ("VII", "VII"), "s1": ("IX", "IX")}
FIRST_SERIAL: Final = 900
"""Serials of real people count from 001 within one birth date, start and sex, so 900 and above hit nobody."""


@dataclass(frozen=True, slots=True)
class People:
    """People of one agency, E of them.

    Parameters
    ----------
    table
        The table of employees.
    ids
        Shape (E,). Ids, 18 digits.
    held
        Shape (E,). Index of the post held, -1 for none.
    group, family, education, status
        Shape (E,). Codes; of people without a post, those of the post they are fit for.
    ability
        Shape (E,). How far above (or below) their group they are, in standard deviations.
    served_from, in_post_from
        Shape (E,). First day of service, and in the post held.
    """

    table: pd.DataFrame
    ids: npt.NDArray[np.object_]
    held: IntArray
    group: IntArray
    family: IntArray
    education: IntArray
    status: IntArray
    ability: FloatArray
    served_from: Days
    in_post_from: Days


def build_people(
    order: SynthOrder, organisation: Organisation, num_people: int, taken: dict[int, int], rng: np.random.Generator
) -> People:
    """Draw the people of an agency; ``taken`` counts the numbers given out so far, so that no two agencies share one."""
    held = _holders(order, organisation, num_people, rng)
    posted = held >= 0
    clerk = GROUPS.index("pelaksana")
    newcomers = rng.choice([clerk, GROUPS.index("ahli_pertama"), GROUPS.index("terampil")], num_people, p=[0.5, 0.3, 0.2])
    group = np.where(posted, organisation.group[held], newcomers)
    family = np.where(posted, organisation.family[held], rng.integers(0, len(FAMILIES), num_people))
    education = _by_group(rng, np.array(EDUCATION_SHARES), group)
    status = _statuses(group, posted, rng)
    birth, served = _lives(group, education, status, rng)
    status, birth, served = _newcomers(status, birth, served, rng)
    since = _in_post_from(served, status, rng)
    sex = rng.integers(1, 3, num_people)
    ids = _numbers(birth, served, status, sex, taken)
    ability = rng.normal(0, 1, num_people)
    table = _table(organisation, ids, held, group, education, family, status, birth, served, since, sex, ability, rng)
    return People(table, ids, held, group, family, education, status, ability, served, since)


def _holders(order: SynthOrder, organisation: Organisation, num_people: int, rng: np.random.Generator) -> IntArray:
    """Return the post of each person: seats left empty at random, then some posts held beyond their need."""
    seats = np.repeat(np.arange(len(organisation.need)), organisation.need)
    extra = round(order.surplus * num_people)
    posted = min(round(num_people * (1 - WITHOUT_POST)), len(seats) + extra)
    extra = max(extra if len(seats) + extra > posted else 0, posted - len(seats))
    empty = len(seats) + extra - posted
    kept = rng.permutation(seats)[empty:]
    filled = np.bincount(kept, minlength=len(organisation.need))
    structural = np.zeros(len(organisation.need), dtype=np.bool_)
    structural[organisation.structural] = True
    full = np.flatnonzero((filled == organisation.need) & ~structural)
    if len(full):
        kept = np.concatenate([kept, rng.choice(full, extra)])
    held = np.full(num_people, -1, dtype=np.int64)
    held[: len(kept)] = kept
    return rng.permutation(held)


def _by_group(rng: np.random.Generator, shares: FloatArray, group: IntArray) -> IntArray:
    """Draw one code a person by the shares of their group."""
    reached = shares.cumsum(axis=1)[group]
    passed = (rng.random(len(group))[:, None] > reached).sum(axis=1)
    codes: IntArray = np.minimum(passed, shares.shape[1] - 1)
    return codes


def _statuses(group: IntArray, posted: BoolArray, rng: np.random.Generator) -> IntArray:
    draw = rng.random(len(group))
    structural = group < GROUPS.index("ahli_madya")
    clerk = group == GROUPS.index("pelaksana")
    young = clerk | (group == GROUPS.index("ahli_pertama")) | (group == GROUPS.index("terampil"))
    status = np.where(draw < 0.20, PPPK, PNS)
    status = np.where(clerk & (draw > 0.90), PART_TIME, status)
    status = np.where(young & (draw > 0.20) & (draw < 0.24), CPNS, status)
    status = np.where(~posted & (draw > 0.5), CPNS, status)
    return np.where(structural, PNS, status)


def _lives(group: IntArray, education: IntArray, status: IntArray, rng: np.random.Generator) -> tuple[Days, Days]:
    """Return birth dates, and first days of service: the 1st of a month at the usual ages of entry."""
    low, high = np.array(AGES)[group].T
    age = rng.uniform(low, high)
    young, old = np.array(ENTRY_AGES)[education].T
    age = np.maximum(age, young + 1.6)
    entry = rng.uniform(young, np.minimum(old, age - 1.5))
    birth = np.datetime64(AS_OF) - np.round(age * 365.25).astype("timedelta64[D]")
    served = _first_of_month(birth + np.round(entry * 365.25).astype("timedelta64[D]"))
    contract = np.datetime64("2021-02-01", "M") + rng.integers(0, 54, len(group)).astype("timedelta64[M]")
    return birth, np.where(status >= PPPK, contract.astype("datetime64[D]"), served)


def _newcomers(status: IntArray, birth: Days, served: Days, rng: np.random.Generator) -> tuple[IntArray, Days, Days]:
    """Put the start of a CPNS within the last year; one who is too old for it is a PNS."""
    age = (np.datetime64(AS_OF) - birth).astype(np.int64) / 365.25
    status = np.where((status == CPNS) & (age > 34), PNS, status)
    start = np.datetime64(AS_OF, "M") - rng.integers(1, 12, len(status)).astype("timedelta64[M]")
    return status, birth, np.where(status == CPNS, start.astype("datetime64[D]"), served)


def _in_post_from(served: Days, status: IntArray, rng: np.random.Generator) -> Days:
    since = np.datetime64(AS_OF) - rng.integers(40, 7 * 365, len(served)).astype("timedelta64[D]")
    return np.where(status == PNS, np.maximum(since, served), served)


def _first_of_month(days: Days) -> Days:
    return days.astype("datetime64[M]").astype("datetime64[D]")


def _digits(days: Days) -> tuple[IntArray, IntArray, IntArray]:
    """Return year, month and day of each date."""
    months = days.astype("datetime64[M]")
    years = months.astype("datetime64[Y]")
    return (
        years.astype(np.int64) + 1970,
        (months - years).astype(np.int64) + 1,
        (days - months).astype(np.int64) + 1,
    )


def _numbers(birth: Days, served: Days, status: IntArray, sex: IntArray, taken: dict[int, int]) -> npt.NDArray[np.object_]:
    """Return NIPs and NI PPPKs whose parts agree with the person."""
    year, month, day = _digits(birth)
    start_year, start_month, _ = _digits(served)
    middle = start_year * 100 + np.where(status >= PPPK, 21, start_month)
    prefix = (((year * 100 + month) * 100 + day) * 10**6 + middle) * 10 + sex
    ids = []
    for one in prefix.tolist():
        count = taken.get(one, 0)
        taken[one] = count + 1
        ids.append(f"{one}{(FIRST_SERIAL - 1 + count) % 999 + 1:03d}")
    return np.array(ids, dtype=object)


def pick(choices: list[str | None], codes: IntArray) -> pd.Series:
    """Return a text column: ``choices`` by code."""
    return pd.Series(choices, dtype="str").take(codes).reset_index(drop=True)


def dates(days: Days, known: BoolArray | None = None) -> pd.Series:
    """Return a date column, missing where not ``known``."""
    values = pd.Series(days.astype("datetime64[s]"))
    return values if known is None else values.where(pd.Series(known))


def _table(
    organisation: Organisation,
    ids: npt.NDArray[np.object_],
    held: IntArray,
    group: IntArray,
    education: IntArray,
    family: IntArray,
    status: IntArray,
    birth: Days,
    served: Days,
    since: Days,
    sex: IntArray,
    ability: FloatArray,
    rng: np.random.Generator,
) -> pd.DataFrame:
    count, posted = len(ids), held >= 0
    field = _fields(education, family, rng)
    front, back = zip(*(academic_titles(one, what) for one in EDUCATIONS for what in (*FIELDS, SCHOOL_FIELD)), strict=True)
    titles = education * (len(FIELDS) + 1) + field
    rank = _ranks(organisation, held, group, education, status, rng)
    rank_since = np.maximum(
        _first_of_month(np.datetime64(AS_OF) - rng.integers(1, 1460, count).astype("timedelta64[D]")), served
    )
    away = rng.random(count) < 0.01
    sanction = rng.choice(4, count, p=[0.99, 0.005, 0.004, 0.001])
    ends = np.datetime64(AS_OF) + rng.integers(20, 1500, count).astype("timedelta64[D]")
    back_on = np.datetime64(AS_OF) + rng.integers(10, 700, count).astype("timedelta64[D]")
    clean = np.datetime64(AS_OF) + rng.integers(-300, 400, count).astype("timedelta64[D]")
    unit = np.where(posted, organisation.unit[held], 0)
    box = np.clip(np.round(5 + 1.6 * ability + rng.normal(0, 1.2, count)), 1, 9).astype(np.int64)
    no_box = (status != PNS) | (rng.random(count) < 0.15)
    post_ids: list[str | None] = [*organisation.positions["position_id"], None]
    return pd.DataFrame(
        {
            "employee_id": pd.Series(ids, dtype="str"),
            "name": _names(sex, rng),
            "title_front": pick(list(front), titles),
            "title_back": pick(list(back), titles),
            "status": pick(list(STATUSES), status),
            "sex": pick([None, "m", "f"], sex),
            "birth_date": dates(birth),
            "rank": rank,
            "rank_since": dates(rank_since),
            "education": pick(list(EDUCATIONS), education),
            "education_field": pick([*FIELDS, SCHOOL_FIELD], field),
            "position_id": pick(post_ids, np.where(posted, held, len(post_ids) - 1)),
            "position_since": dates(since, posted),
            "service_since": dates(served),
            "pns_since": dates(_first_of_month(served + np.timedelta64(370, "D")), status == PNS),
            "contract_until": dates(ends, status >= PPPK),
            "active": pd.Series(~away, dtype="boolean"),
            "inactive_reason": pick(["tugas belajar", "cltn", None], np.where(away, rng.integers(0, 2, count), 2)),
            "returns_on": dates(back_on, away),
            "sanction": pick(list(words.SANCTIONS), sanction),
            "sanction_until": dates(clean, sanction > 0),
            "case_open": pd.Series(rng.random(count) < 0.002, dtype="boolean"),
            "talent_box": pd.Series(box, dtype="Int64").mask(pd.Series(no_box)),
            "lat": np.round(organisation.lat[unit] + rng.normal(0, 0.03, count), 5),
            "lon": np.round(organisation.lon[unit] + rng.normal(0, 0.03, count), 5),
        }
    )


def _fields(education: IntArray, family: IntArray, rng: np.random.Generator) -> IntArray:
    """Return the field of education of each person as an index into ``FIELDS``; school leavers have the one behind it."""
    starts = np.cumsum([0, *(len(one.fields) for one in FAMILIES)])
    studied = np.where(rng.random(len(family)) < OWN_FIELD, family, rng.integers(0, len(FAMILIES), len(family)))
    field = starts[studied] + (rng.random(len(family)) * np.diff(starts)[studied]).astype(np.int64)
    return np.where(education == 0, len(FIELDS), field)


def _names(sex: IntArray, rng: np.random.Generator) -> pd.Series:
    names: list[str | None] = []
    for first, second in ((MALE, SECOND), (FEMALE, SECOND_FEMALE)):
        names += [f"{one} {other}" for one in first for other in second]
    men = len(MALE) * len(SECOND)
    drawn = rng.random(len(sex))
    return pick(names, np.where(sex == 1, drawn * men, men + drawn * (len(names) - men)).astype(np.int64))


def _ranks(
    organisation: Organisation,
    held: IntArray,
    group: IntArray,
    education: IntArray,
    status: IntArray,
    rng: np.random.Generator,
) -> pd.Series:
    """Draw a rank (or a grade) within the range of the post."""
    scales = (words.PNS_RANKS, words.PPPK_GRADES)
    spans: dict[tuple[object, int, int, bool], tuple[int, int]] = {}
    keys = list(
        zip(organisation.echelon_held(held), group.tolist(), education.tolist(), (status >= PPPK).tolist(), strict=True)
    )
    for key in set(keys):
        step, code, level, contract = key
        name, school = str(step or GROUPS[code]), EDUCATIONS[min(level, 2)]
        if contract:
            low, high = words.PPPK_GRADE_RANGES.get(name) or GRADES_OF_CLERKS[school]
        else:
            low, high = words.RANK_RANGES.get(name) or RANKS_OF_CLERKS[school]
        order = words.PPPK_GRADE_ORDER if contract else words.PNS_RANK_ORDER
        spans[key] = order[low], order[high]
    lowest, highest = np.array([spans[key] for key in keys]).T
    drawn = lowest + (rng.random(len(keys)) * (highest - lowest + 1)).astype(np.int64)
    drawn = np.where(status == CPNS, lowest, drawn)
    return pick([*scales[0], *scales[1]], drawn + np.where(status >= PPPK, len(scales[0]), 0))
