"""The header of a case and its scenario: read, checked, ids held against the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from ..models.domain.case import CASE_SCHEMA
from ..models.domain.rules.pack import name_complaints
from ..models.domain.scenario import Scenario
from ..models.domain.tables import Column
from .cell_base import shown
from .cells import nearest_word, read_column
from .nearest import Nearest
from .parsed import Parsed
from .raw import Finding, RawCase
from .settings_words import CASE_LABELS

KEYS: Final = ("schema", "name", "agency", "as_of", "effective", "synthetic", "parameters")
PARAMETERS: Final = ("work_minutes_year", "default_standards", "levels_from_percent")
_RULE: Final = re.compile(r"R(0[1-9]|1\d|2[0-8])(\.\w+)?")


@dataclass(frozen=True, slots=True)
class Header:
    """The header as far as it could be read; ``as_of`` None = the case cannot be built."""

    name: str = ""
    agency: str = ""
    as_of: date | None = None
    effective: date | None = None
    synthetic: bool = False
    parameters: Mapping[str, object] = field(default_factory=dict)


def read_header(raw: RawCase) -> tuple[Header, list[Finding]]:
    """Read the header of a source; everything wrong with it becomes a finding."""
    place, data = raw.header_place, raw.header
    found: list[Finding] = []
    if not data and any(item.place == place for item in raw.findings):
        return Header(), found
    if raw.is_workbook and not data:
        return Header(), [Finding("E-CASE-SHEET", "", place)]

    def wrong(key: str, value: object, expected: str) -> None:
        word = _label(key, raw)
        needed = _in_sheet(key, expected, word) if raw.is_workbook else expected
        values = {"key": word, "value": shown(str(value)), "expected": needed}
        found.append(Finding("E-CASE-VALUE", "", place, column=word, values=values))

    known = tuple(_label(key, raw) for key in KEYS if not (raw.is_workbook and key == "parameters"))
    for key in data:
        if key not in KEYS:
            values = {"key": str(key), "near": nearest_word(str(key), known), "keys": ", ".join(known)}
            found.append(Finding("E-CASE-KEY", "", place, column=str(key), values=values))
    if data.get("schema", CASE_SCHEMA) != CASE_SCHEMA:
        wrong("schema", data["schema"], f'schema = "{CASE_SCHEMA}"')
    texts = {}
    for key in ("name", "agency"):
        value = data.get(key, "")
        texts[key] = "" if value is None else str(value)
        if not isinstance(value, str | int | None):
            wrong(key, value, f'{key} = "..."')
    days = {key: _day(data.get(key)) for key in ("as_of", "effective")}
    for key, day in days.items():
        if day is None and (key == "as_of" or data.get(key) not in (None, "")):
            wrong(key, data.get(key, ""), f"{key} = 2025-12-31")
    as_of, effective = days["as_of"], days["effective"]
    if as_of and effective and effective < as_of:
        values = {"value": effective.isoformat(), "as_of": as_of.isoformat()}
        found.append(Finding("W-CASE-EFFECTIVE", "", place, column=_label("effective", raw), values=values))
    synthetic = _yes_no(data.get("synthetic", False))
    if synthetic is None:
        wrong("synthetic", data["synthetic"], "synthetic = true / false")
    parameters = data.get("parameters", {})
    if not isinstance(parameters, dict):
        wrong("parameters", parameters, "[parameters]")
        parameters = {}
    for key, expected in _wrong_parameters(parameters):
        wrong(f"parameters.{key}", parameters[key], expected)
    return Header(texts["name"], texts["agency"], as_of, effective, bool(synthetic), parameters), found


def _label(key: str, raw: RawCase) -> str:
    """Return what the user sees of a key: the label in the sheet *Kasus*, else the key itself."""
    return CASE_LABELS.get(key, key) if raw.is_workbook else key


def _in_sheet(key: str, expected: str, label: str) -> str | Mapping[str, str]:
    """Return what was expected as one types it into a cell."""
    if key in ("as_of", "effective"):
        return {"id": "tanggal, misalnya 2025-12-31", "en": "a date such as 2025-12-31"}
    if expected.endswith("= true / false"):
        return {"id": "ya atau tidak", "en": "ya or tidak"}
    return expected.replace(key.rpartition(".")[2], label)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        read = read_column(Column("as_of", "date"), [value]).values[0]
        return read if isinstance(read, date) else None
    return None


def _yes_no(value: object) -> bool | None:
    if value is None or value == "":
        return False
    if not isinstance(value, str | int | float | bool):
        return None
    read = read_column(Column("synthetic", "bool"), [value])
    return bool(read.values[0]) if not read.wrong else None


def _wrong_parameters(parameters: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for key, value in parameters.items():
        if _RULE.fullmatch(key):
            if not isinstance(value, dict):
                yield key, f"[parameters.{key}]"
        elif key not in PARAMETERS:
            yield key, ", ".join((*PARAMETERS, "R01..R28"))
        elif key == "work_minutes_year":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 527_040:
                yield key, "0 < work_minutes_year <= 527040"
        elif key == "default_standards" and not isinstance(value, bool):
            yield key, "default_standards = true / false"


def check_scenario(raw: RawCase, parsed: Parsed) -> Iterator[Finding]:
    """Yield what is wrong with a case's scenario: keys, ranges, ids that the tables do not hold."""
    if not raw.scenario:
        return
    place = raw.scenario_place
    scenario, complaints = Scenario.read(raw.scenario)
    for complaint in (*complaints, *name_complaints(scenario)):
        words = {"en": complaint.english, "id": complaint.bahasa}
        yield Finding("E-SCENARIO", "", place, column=complaint.key, values={"why": words})
    named: list[tuple[str, str, str]] = [("scope.units", "units", unit) for unit in scenario.scope.units]
    for mix in scenario.skill_mix:
        named += [
            ("skill_mix.unit", "units", mix.unit),
            ("skill_mix.competency", "competencies", mix.competency),
        ]
    for key, pairs in (("pin", scenario.pin), ("forbid", scenario.forbid)):
        for pair in pairs:
            named += [
                (f"{key}.employee", "employees", pair.employee),
                (f"{key}.position", "positions", pair.position),
            ]
    named += [("exempt.employee", "employees", item.employee) for item in scenario.exempt]
    ids = {
        table: Nearest(str(value) for value in parsed[table].frame[column].dropna().tolist())
        for table, column in (
            ("units", "unit_id"),
            ("competencies", "competency_id"),
            ("employees", "employee_id"),
            ("positions", "position_id"),
        )
    }
    for key, table, value in named:
        if parsed[table].raw is not None and value not in ids[table].ids:
            values = {"value": value, "table": table, "near": ids[table].of(value)}
            yield Finding("E-SCENARIO-REF", "", place, column=key, values=values)
