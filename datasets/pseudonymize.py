"""A case without the people in it: random ids, made-up names, moved birth dates; the same placement problem.

Ids of people, posts, units, agencies, sessions and codes of titles are drawn at random and replaced wherever they
stand, the scenario and its reasons included. ``tie_key`` becomes the rank of the original key, and only that order
breaks ties, so with travel weight 0 (home coordinates are gone) the model is the same, number for number, and so is
the plan. What this does and does not protect is told in ``docs/concepts.md``, section Pseudonyms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random, SystemRandom
from typing import Any

import pandas as pd

from ..models.domain.case import Case
from ..models.domain.scenario import Scenario
from ..models.domain.tables import TABLES
from .pseudonym_dates import days_alike
from .pseudonym_ids import Surrogates, draw_ids, draw_names, numbered_words
from .pseudonym_leaks import refuse_leaks
from .pseudonym_words import AGENCY_NAME, CASE_NAME, HIDDEN, PREFIXES, TREATMENTS, Treatment

_LATER = ("rank_since", "position_since", "service_since", "pns_since", "contract_until")
_SCENARIO_KINDS: Mapping[str, Treatment] = {
    "employee": Treatment.EMPLOYEE,
    "position": Treatment.POSITION,
    "unit": Treatment.UNIT,
}


@dataclass(frozen=True)
class Pseudonymized:
    """A pseudonymised case, the key back to the original, and what was done.

    Parameters
    ----------
    case
        The case to hand on.
    surrogates
        Original -> made-up; keep it apart.
    unmoved
        People whose birth date could not move (born on the very day on which ages are judged).
    travel_counts
        True where the case's scenario weighs travel and somebody had home coordinates: the plan may differ.
    units_kept
        True where distances between units are kept, because the scenario has a relocation budget.
    """

    case: Case
    surrogates: Surrogates
    unmoved: int
    travel_counts: bool
    units_kept: bool


def pseudonymize(case: Case, *, fresh_ties: bool = False, random: Random | None = None) -> Pseudonymized:
    """Return the case with everything that names somebody replaced.

    Parameters
    ----------
    case
        The original, which is left as it is.
    fresh_ties
        True = ties are broken in an order drawn anew instead of the original's: whoever has all the original ids can't
        recompute it, but among equally good plans another may be chosen.
    random
        Source of chance; None = the system's.

    Raises
    ------
    DataError
        A text that has to stay (field of education, certificate, course) holds the name or number of somebody, or the
        case's scenario is no scenario.
    """
    random = random or SystemRandom()
    scenario = Scenario.parse(case.scenario)
    surrogates = _draw(case, random)
    refuse_leaks(case)
    units_kept = scenario.budget.relocation_idr is not None
    tables = {name: _table(case, name, surrogates, fresh_ties, random) for name in TABLES if len(case.tables[name])}
    unmoved = 0
    if "employees" in tables:
        unmoved = _move_births(tables["employees"], (case.as_of, case.effective), random)
        tables["employees"][["lat", "lon"]] = float("nan")
    if "units" in tables:
        _hide_places(tables["units"], random if units_kept else None)
    made = Case.from_frames(
        {name: _shuffled(frame, random) for name, frame in tables.items()},
        name=CASE_NAME,
        agency=AGENCY_NAME,
        as_of=case.as_of,
        effective=case.effective,
        synthetic=case.synthetic,
        parameters=_hidden_texts(case.parameters),
        scenario=_scenario(case.scenario, surrogates),
    )
    at_home = bool(case.tables["employees"][["lat", "lon"]].notna().all(axis=1).any())
    return Pseudonymized(made, surrogates, unmoved, at_home and scenario.weight("travel") != 0, units_kept)


def _draw(case: Case, random: Random) -> Surrogates:
    """Draw a made-up id for every id that stands anywhere in the case or its scenario."""
    originals: dict[Treatment, set[str]] = {kind: set() for kind in PREFIXES}
    for name, columns in TREATMENTS.items():
        for column, kind in columns.items():
            if kind in originals:
                originals[kind].update(case.tables[name][column].dropna())
    for kind, identity in _scenario_ids(case.scenario):
        originals[kind].add(identity)
    positions, requirements = case.tables["positions"], case.tables["requirements"]
    groups = dict(zip(positions["title"], positions["group"], strict=True))
    titles = sorted(set(groups) | set(requirements["title"].dropna()))
    random.shuffle(titles)
    width = len(str(len(titles)))
    named = {
        title: f"{groups.get(title, 'jabatan').replace('_', ' ').capitalize()} {place:0{width}d}"
        for place, title in enumerate(titles, start=1)
    }
    return Surrogates({kind: draw_ids(kind, names, random) for kind, names in originals.items()}, named)


def _table(case: Case, name: str, surrogates: Surrogates, fresh_ties: bool, random: Random) -> pd.DataFrame:
    """Return one table with its ids, names and free text replaced."""
    frame = case.tables[name].copy()
    order = {"employees": tuple(case.employees), "positions": tuple(case.positions)}.get(name, ())
    for column, kind in TREATMENTS[name].items():
        old = frame[column]
        if kind in PREFIXES:
            frame[column] = old.map(surrogates.ids[kind])
        elif kind == Treatment.TITLE:
            frame[column] = old.map(surrogates.titles)
        elif kind == Treatment.PERSON_NAME:
            frame[column] = draw_names(old.dropna(), len(old), random)
        elif kind == Treatment.UNIT_NAME:
            place = {unit: number for number, unit in enumerate(sorted(case.units), start=1)}
            frame[column] = [f"Unit {place[unit]:0{len(str(len(place)))}d}" for unit in case.tables[name]["unit_id"]]
        elif kind == Treatment.RANK:
            frame[column] = case.tables[name][f"{name[:-1]}_id"].map(_ranks(order, random if fresh_ties else None))
        elif kind == Treatment.WORDS:
            frame[column] = old.map(numbered_words(column, old.dropna()))
        elif kind == Treatment.HIDE:
            frame[column] = old.where(old.isna(), HIDDEN)
        elif kind == Treatment.DROP:
            frame[column] = None
    return frame


def _ranks(order: Sequence[str], random: Random | None) -> dict[str, str]:
    """Return the place of each id in tie-key order as text of one width; a source of chance draws another order."""
    names = list(order)
    if random is not None:
        random.shuffle(names)
    width = len(str(len(names)))
    return {identity: f"{place:0{width}d}" for place, identity in enumerate(names)}


def _move_births(employees: pd.DataFrame, judged_on: Sequence[date], random: Random) -> int:
    """Move every birth date within its month; return how many had nowhere to go."""
    later = [[None if pd.isna(day) else day.date() for day in employees[name]] for name in _LATER]
    moved, stuck = [], 0
    for birth, *days in zip((day.date() for day in employees["birth_date"]), *later, strict=True):
        free = days_alike(birth, judged_on, [day for day in (*days, judged_on[0]) if day is not None])
        moved.append(birth.replace(day=random.choice(free)))
        stuck += len(free) == 1
    employees["birth_date"] = pd.Series(moved, dtype="datetime64[s]", index=employees.index)
    return stuck


def _hide_places(units: pd.DataFrame, random: Random | None) -> None:
    """Drop the coordinates of units; with a source of chance turn the globe instead, which keeps every distance."""
    if random is None:
        units[["lat", "lon"]] = float("nan")
    else:
        units["lon"] = (units["lon"] + random.uniform(0, 360) + 180) % 360 - 180


def _shuffled(frame: pd.DataFrame, random: Random) -> pd.DataFrame:
    """Return the rows in an order drawn at random."""
    order = list(range(len(frame)))
    random.shuffle(order)
    return frame.iloc[order].reset_index(drop=True)


def _scenario_ids(scenario: Mapping[str, Any]) -> Iterator[tuple[Treatment, str]]:
    """Yield every id that a scenario names."""
    found: list[tuple[Treatment, str]] = []

    def note(kind: Treatment, identity: str) -> str:
        found.append((kind, identity))
        return identity

    _renamed(scenario, note)
    yield from found


def _scenario(scenario: Mapping[str, Any], surrogates: Surrogates) -> dict[str, Any]:
    """Return a scenario with its ids replaced, its name and reasons hidden."""
    data = _renamed(scenario, surrogates.of)
    if isinstance(data.get("rules"), Mapping):
        data["rules"] = {rule: _without_consent(setting) for rule, setting in data["rules"].items()}
    if "name" in data:
        data["name"] = HIDDEN
    if "exempt" in data:
        data["exempt"] = [{**item, "reason": HIDDEN} for item in data["exempt"]]
    return data


def _renamed(scenario: Mapping[str, Any], rename: Callable[[Treatment, str], str]) -> dict[str, Any]:
    data = dict(scenario)
    for key in ("pin", "forbid", "exempt", "skill_mix"):
        if key in data:
            data[key] = [
                {name: rename(_SCENARIO_KINDS[name], v) if name in _SCENARIO_KINDS else v for name, v in item.items()}
                for item in data[key]
            ]
    if "units" in data.get("scope", {}):
        data["scope"] = {**data["scope"], "units": [rename(Treatment.UNIT, unit) for unit in data["scope"]["units"]]}
    return data


def _without_consent(setting: Any) -> Any:
    """Return a rule's setting with the letter of consent (R20) hidden, at any depth; that there is one stays."""
    if not isinstance(setting, Mapping):
        return setting
    return {
        key: HIDDEN if key == "consent" and isinstance(value, str) and value else _without_consent(value)
        for key, value in setting.items()
    }


def _hidden_texts(value: Any) -> Any:
    """Return parameters with every text hidden but dates; of other texts rules read only whether one is there."""
    if isinstance(value, Mapping):
        return {key: _hidden_texts(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden_texts(item) for item in value]
    return HIDDEN if isinstance(value, str) and value and not _is_day(value) else value


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
