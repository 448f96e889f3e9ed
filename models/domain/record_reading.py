"""From canonical frames to records: one pass a table, every default resolved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from . import vocabulary as words
from .plain import plain_values
from .records import (
    Course,
    Credential,
    Employee,
    Position,
    Preference,
    Records,
    Requirement,
    Service,
    Unit,
    default_tie_key,
)
from .workload import WORK_MINUTES_YEAR, need_from_workload

if TYPE_CHECKING:
    import pandas as pd


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield rows as dicts of plain Python values; missing = None, dates = ``datetime.date``."""
    columns = {name: plain_values(frame[name]) for name in frame.columns}
    names = list(columns)
    for row in zip(*columns.values(), strict=True):
        yield dict(zip(names, row, strict=True))


def _split(value: object) -> tuple[str, ...]:
    return tuple(part.strip() for part in str(value).split(";") if part.strip()) if value else ()


def units_of(frame: pd.DataFrame) -> dict[str, Unit]:
    """Return the units by id, in order, each with those above it."""
    rows = {str(row["unit_id"]): row for row in _rows(frame)}
    result = {}
    for identity in sorted(rows):
        ancestors: list[str] = []
        parent = rows[identity]["parent_id"]
        while parent in rows and parent not in ancestors and parent != identity:
            ancestors.append(str(parent))
            parent = rows[str(parent)]["parent_id"]
        row = {**rows[identity], "id": identity, "ancestors": tuple(ancestors)}
        if row["agency_id"] is None:
            above = (rows[up]["agency_id"] for up in ancestors)
            row["agency_id"] = next((agency for agency in above if agency is not None), None)
        del row["unit_id"]
        result[identity] = Unit(**row)  # type: ignore[arg-type]  # keys and kinds are the table's, checked by a test
    return result


def _positions(
    tables: Mapping[str, pd.DataFrame], units: Mapping[str, Unit], parameters: Mapping[str, object]
) -> dict[str, Position]:
    minutes = float(str(parameters.get("work_minutes_year", WORK_MINUTES_YEAR)))
    by_workload = need_from_workload(tables["workload"], minutes)
    kinds = dict(zip(tables["competencies"]["competency_id"], tables["competencies"]["kind"], strict=True))
    standards: dict[tuple[str, object], dict[str, Requirement]] = defaultdict(dict)
    for row in _rows(tables["requirements"]):
        key = next(((name, row[name]) for name in ("position_id", "title", "group") if row[name] is not None), None)
        if key is not None:
            competency = str(row["competency_id"])
            standards[key][competency] = Requirement(
                float(str(row["level"])),
                float(str(row["weight"])),
                bool(row["mandatory"]),
                kinds.get(competency) == "technical",
            )
    drafts: dict[str, tuple[Position, object]] = {}
    for row in _rows(tables["positions"]):
        identity, group = str(row["position_id"]), str(row["group"])
        head = bool(row["head"])
        single = head or words.is_structural(group)
        need = int(str(row["need"] or 0))
        if identity in by_workload:
            need = max(by_workload[identity], 1 if single else 0)
        merged: dict[str, Requirement] = {}
        for key in (("group", group), ("title", row["title"]), ("position_id", identity)):
            merged.update(standards.get(key, {}))
        unit = units.get(str(row["unit_id"]))
        drafts[identity] = (
            Position(
                id=identity,
                unit_id=str(row["unit_id"]),
                title=str(row["title"]),
                title_id=_text(row["title_id"]),
                group=group,
                echelon=_text(row["echelon"]),
                duty=_text(row["duty"]),
                bup=int(str(row["bup"] or words.BUP_YEARS[group])),
                need=need,
                ceiling=need if row["ceiling"] is None else int(str(row["ceiling"])),
                head=head,
                superior_id=None,
                education_min=str(row["education_min"] or words.EDUCATION_MIN[group]),
                education_fields=_split(row["education_fields"]),
                fields_mandatory=bool(row["fields_mandatory"]),
                credentials=_split(row["credentials"]),
                rank_min=_text(row["rank_min"]),
                rank_max=_text(row["rank_max"]),
                priority=int(str(row["priority"])),
                job_family=_text(row["job_family"]),
                job_class=None if row["job_class"] is None else int(str(row["job_class"])),
                tie_key=str(row["tie_key"] or default_tie_key(identity)),
                agency_id=unit.agency_id if unit else None,
                requirements=dict(sorted(merged.items())),
            ),
            row["reports_to"],
        )
    heads: dict[str, str] = {}
    for position in sorted((draft for draft, _ in drafts.values()), key=_seat_of_command):
        if position.head:
            heads.setdefault(position.unit_id, position.id)
    ordered = sorted(drafts.values(), key=lambda item: (item[0].tie_key, item[0].id))
    return {
        position.id: replace(position, superior_id=_superior(position, _text(reports_to), heads, units))
        for position, reports_to in ordered
    }


def _seat_of_command(position: Position) -> tuple[int, int, str, str]:
    """Return the order in which posts head a unit that names several: level, echelon, then the tie key."""
    echelon = -1 if position.echelon is None else words.ECHELON_ORDER[position.echelon]
    return -position.level, -echelon, position.tie_key, position.id


def _superior(position: Position, reports_to: str | None, heads: Mapping[str, str], units: Mapping[str, Unit]) -> str | None:
    """Return the direct superior: ``reports_to``, else the head of the unit, for a head the next head above."""
    if reports_to is not None:
        return reports_to
    own = heads.get(position.unit_id)
    if own is not None and own != position.id and not position.head:
        return own
    unit = units.get(position.unit_id)
    above = (heads[up] for up in (unit.ancestors if unit else ()) if up in heads)
    return next(above, None)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _present_post(row: Mapping[str, object], positions: Mapping[str, Position]) -> tuple[Service, ...]:
    """Return the present post as the only known row of a career that the case does not tell."""
    position, since = positions.get(str(row["position_id"])), row["position_since"]
    if position is None or not isinstance(since, date):
        return ()
    return (Service(position.group, position.echelon, position.job_family, since, None),)


def _latest_levels(profiles: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return the level by person and competency, both in order: the latest, of one day the last method, then the highest."""
    key = ["employee_id", "competency_id"]
    if profiles.duplicated(key).any():
        dated = profiles.assign(method=profiles["method"].fillna(""))
        profiles = dated.sort_values(["assessed_on", "method", "level"], na_position="first").drop_duplicates(
            key, keep="last"
        )
    ordered = profiles.sort_values(key)
    levels: dict[str, dict[str, float]] = defaultdict(dict)
    columns = (ordered[name].tolist() for name in (*key, "level"))
    for person, competency, level in zip(*columns, strict=True):
        levels[person][competency] = level
    return levels


def _employees(tables: Mapping[str, pd.DataFrame], as_of: date, positions: Mapping[str, Position]) -> dict[str, Employee]:
    levels = _latest_levels(tables["profiles"])
    ratings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _rows(tables["performance"]):
        ratings[str(row["employee_id"])].append((int(str(row["year"])), str(row["rating"])))
    careers: dict[str, list[Service]] = defaultdict(list)
    for row in _rows(tables["careers"]):
        since, until = row["from"], row["to"]
        assert isinstance(since, date)  # required column
        careers[str(row["employee_id"])].append(
            Service(
                str(row["group"]),
                _text(row["echelon"]),
                _text(row["job_family"]),
                since,
                until if isinstance(until, date) else None,
            )
        )
    credentials: dict[str, list[Credential]] = defaultdict(list)
    for row in _rows(tables["credentials"]):
        issued, expires = row["issued_on"], row["expires_on"]
        credentials[str(row["employee_id"])].append(
            Credential(
                str(row["credential"]),
                issued if isinstance(issued, date) else None,
                expires if isinstance(expires, date) else None,
            )
        )
    preferences: dict[str, list[Preference]] = defaultdict(list)
    for row in _rows(tables["preferences"]):
        preferences[str(row["employee_id"])].append(
            Preference(
                _text(row["position_id"]),
                _text(row["unit_id"]),
                int(str(row["rank"])),
                bool(row["own_request"]),
            )
        )
    people = []
    for row in _rows(tables["employees"]):
        identity = str(row.pop("employee_id"))
        row.pop("sex")
        row["tie_key"] = row["tie_key"] or default_tie_key(identity)
        history = tuple(sorted(careers.get(identity, ()), key=lambda item: (item.since, item.group)))
        own = {
            "levels": levels.get(identity, {}),
            "ratings": tuple(sorted((r for r in ratings.get(identity, ()) if r[0] <= as_of.year), reverse=True)),
            "careers": history or _present_post(row, positions),
            "careers_known": bool(history),
            "credentials": tuple(sorted(credentials.get(identity, ()), key=repr)),
            "preferences": tuple(sorted(preferences.get(identity, ()), key=repr)),
        }
        people.append(Employee(id=identity, **row, **own))  # type: ignore[arg-type]  # the table's own columns
    people.sort(key=lambda person: (person.tie_key, person.id))
    return {person.id: person for person in people}


def _courses(tables: Mapping[str, pd.DataFrame]) -> dict[str, Course]:
    effects: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    for row in _rows(tables["course_effects"]):
        effects[str(row["course_id"])][str(row["competency_id"])] = (
            float(str(row["level_from"] or 0)),
            float(str(row["level_to"])),
        )
    courses = [
        Course(
            str(row["course_id"]),
            str(row["title"]),
            float(str(row["hours_jp"])),
            int(str(row["cost_idr"])),
            _text(row["credential"]),
            effects.get(str(row["course_id"]), {}),
        )
        for row in _rows(tables["courses"])
    ]
    return {course.id: course for course in sorted(courses, key=lambda item: item.id)}


def _ikm(frame: pd.DataFrame, as_of: date) -> dict[str, float]:
    """Return the latest index by unit; nine elements of 1-4 count 1/9 each, times 25 (PermenPANRB 14/2017)."""
    latest: dict[str, tuple[str, float]] = {}
    for row in _rows(frame):
        period = str(row["period"])
        elements = [row[f"u{number}"] for number in range(1, 10)]
        if row["ikm"] is not None:
            index = float(str(row["ikm"]))
        elif all(element is not None for element in elements):
            index = 25 * sum(float(str(element)) for element in elements) / 9
        else:
            continue
        if period_start(period) <= as_of and (period, index) > latest.get(str(row["unit_id"]), ("", 0.0)):
            latest[str(row["unit_id"])] = (period, index)
    return {unit: index for unit, (_, index) in sorted(latest.items())}


def period_start(period: str) -> date:
    """Return the first day of ``2025`` or ``2025Q3``."""
    year, _, quarter = period.partition("Q")
    return date(int(year), 3 * int(quarter) - 2 if quarter else 1, 1)


def _kin(frame: pd.DataFrame, employees: Mapping[str, Employee]) -> tuple[tuple[str, str, str], ...]:
    order = {identity: place for place, identity in enumerate(employees)}
    inverse = {"parent": "child", "child": "parent"}
    pairs: dict[tuple[str, str], str] = {}
    for row in _rows(frame):
        first, second, relation = str(row["employee_id"]), str(row["relative_id"]), str(row["relation"])
        if first == second or first not in order or second not in order:
            continue
        if order[first] > order[second]:
            first, second, relation = second, first, inverse.get(relation, relation)
        pairs[(first, second)] = min(relation, pairs.get((first, second), relation))
    return tuple((a, b, pairs[(a, b)]) for a, b in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]])))


def build_records(tables: Mapping[str, pd.DataFrame], as_of: date, parameters: Mapping[str, object]) -> Records:
    """Turn canonical frames into records; one pass a table."""
    units = units_of(tables["units"])
    positions = _positions(tables, units, parameters)
    employees = _employees(tables, as_of, positions)
    competencies = tables["competencies"]
    fields = tables["fields"]
    return Records(
        employees=employees,
        positions=positions,
        units=units,
        courses=_courses(tables),
        competencies=dict(zip(competencies["competency_id"], competencies["name"], strict=True)),
        field_family={
            str(name).casefold(): str(family) for name, family in zip(fields["field"], fields["family"], strict=True)
        },
        kin=_kin(tables["relations"], employees),
        ikm=_ikm(tables["satisfaction"], as_of),
    )
