"""People of a SIASN export: one record a person from every sheet of every file, in the columns of ``employees``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ...models.domain.nip import clean_nip
from ...models.domain.tables import TABLES, Column
from ..cells import read_column
from ..raw import RawCell
from .headers import PEOPLE_HEADERS, first_header
from .sheets import Door, Sheet
from .units import UnitRef, refs_of
from .words import (
    bare_cell,
    birth_of_nip,
    education_of,
    field_of,
    is_active,
    kind_of,
    slash_date,
    status_of,
    text_of_cell,
)

NEEDED: Final = ("nip", "name", "birth_date", "education")
DATES: Final = ("birth_date", "rank_since", "position_since", "service_since", "pns_since", "contract_until")
_DAY_FIRST_PROOF: Final = "31/12/2000"
_SEX: Final = {"pria": "L", "wanita": "P"}
_SOURCES: Final = {
    "employee_id": "nip", "status": "kind_name", "active": "standing", "inactive_reason": "standing",
    "position_id": "title",
}  # fmt: skip
"""Columns of ``employees`` whose cell has another name in the export."""


@dataclass
class Person:
    """One person as the export has them.

    Parameters
    ----------
    sheet, row
        Where the record stands.
    nip
        The number without blanks and apostrophes, or the id as it is.
    cells
        Column of ``employees`` -> cell.
    unit
        How the unit is named.
    title, title_id
        Post held; "" for none.
    kind
        ``structural``, ``functional``, ``pelaksana``, "" where the export does not say.
    echelon
        Echelon of the post, as written.
    """

    sheet: Sheet
    row: int
    nip: str
    cells: dict[str, RawCell]
    unit: UnitRef
    title: str
    title_id: str
    kind: str
    echelon: str
    wrong: set[str] = field(default_factory=set)
    """Columns of ``employees`` whose cell was reported already."""

    def header(self, column: str) -> str:
        """Return the header that a column of ``employees`` has in the export."""
        name = _SOURCES.get(column, column)
        place = self.sheet.place(self.row, name)
        return place.header if place else first_header(PEOPLE_HEADERS, name)


def read_people(sheets: Sequence[Sheet], door: Door, order: Sequence[str]) -> list[Person]:
    """Return every person once; a number with two different records is a fault, one with two equal ones a note.

    Parameters
    ----------
    sheets
        Sheets of all exports.
    door
        Takes findings and habits.
    order
        Columns UNOR (1) to (3) from the top down.
    """
    first: dict[str, Person] = {}
    people: list[Person] = []
    for sheet in sheets:
        for person in _of_sheet(sheet, door, order):
            known = first.get(person.nip)
            if not person.nip or known is None:
                first[person.nip] = person
                people.append(person)
            elif differs := _differences(known, person):
                where = f"{known.sheet.raw.place}:{known.sheet.row_number(known.row)}"
                values = {"value": person.nip, "other": where, "columns": ", ".join(map(person.header, differs))}
                door.findings.append(sheet.finding("E-SIASN-TWICE", person.row, "nip", values))
            else:
                door.note("siasn_repeated", f"{sheet.raw.place}:{sheet.row_number(person.row)}")
    return people


def _differences(known: Person, other: Person) -> list[str]:
    differs = [name for name, cell in known.cells.items() if cell != other.cells[name]]
    if (known.unit, known.title, known.title_id) != (other.unit, other.title, other.title_id):
        differs.append("position_id")
    return differs


def _of_sheet(sheet: Sheet, door: Door, order: Sequence[str]) -> list[Person]:
    columns = {name: sheet.cells(name) for name in dict.fromkeys((*_PLAIN, *_OTHER))}
    units = refs_of(sheet, door, order)
    numbers = [_number(cell) for cell in columns["nip"]]
    dates, wrong = _read_dates(sheet, door, numbers)
    people = []
    for row, nip in enumerate(numbers):
        cell = {name: cells[row] for name, cells in columns.items()}
        kind = kind_of(cell["post_kind_id"], cell["post_kind"])
        if kind is None:
            said = text_of_cell(cell["post_kind_id"]) or text_of_cell(cell["post_kind"])
            name = "post_kind_id" if sheet.has("post_kind_id") else "post_kind"
            door.findings.append(sheet.finding("E-SIASN-KIND", row, name, {"value": said}))
        standing = text_of_cell(cell["standing"])
        active = is_active(standing)
        if not active:
            values = {"value": standing}
            door.findings.append(sheet.finding("W-SIASN-STANDING", row, "standing", values))
        sex = text_of_cell(cell["sex"])
        values_of: dict[str, RawCell] = {
            "employee_id": cell["nip"],
            "name": cell["name"],
            "title_front": cell["title_front"],
            "title_back": cell["title_back"],
            "status": status_of(text_of_cell(cell["kind_name"]), text_of_cell(cell["cpns_flag"]), sheet.title, nip),
            "sex": _SEX.get(sex.casefold(), sex) or None,
            "rank": text_of_cell(cell["rank"]) or None,
            "education": education_of(cell["education"]),
            "education_field": field_of(cell["education_field"]),
            "active": active,
            "inactive_reason": None if active else standing,
            **{name: dates[name][row] for name in DATES},
        }
        people.append(
            Person(
                sheet, row, nip, values_of, units[row], text_of_cell(cell["title"]), text_of_cell(cell["title_id"]),
                kind or "", text_of_cell(cell["echelon"]), set(wrong.get(row, ())),
            )
        )  # fmt: skip
    return people


_PLAIN: Final = ("nip", "name", "title_front", "title_back", "sex", "rank", "education", "education_field", "echelon")
_OTHER: Final = ("kind_name", "cpns_flag", "standing", "post_kind", "post_kind_id", "title", "title_id")


def _number(cell: RawCell) -> str:
    text = text_of_cell(cell)
    return clean_nip(text) or text


def _read_dates(sheet: Sheet, door: Door, numbers: Sequence[str]) -> tuple[dict[str, list[RawCell]], dict[int, set[str]]]:
    """Read all date columns of a sheet as one, since one program wrote them: one order of day and month.

    ``03/04/1990`` beside a number that begins with 19900403 proves the order as well as ``31/12/2000`` does.
    """
    cells: list[RawCell] = []
    for name in DATES:
        cells += map(bare_cell, sheet.cells(name))
    births = list(map(bare_cell, sheet.cells("birth_date")))
    proof: list[RawCell] = [_DAY_FIRST_PROOF] if any(map(_proves_day_first, births, numbers)) else []
    reading = read_column(Column("date", "date"), cells + proof)
    for habit in reading.habits:
        door.note(habit, sheet.raw.place)
    count = len(numbers)
    dates: dict[str, list[RawCell]] = {}
    wrong: dict[int, set[str]] = {}
    for at, name in enumerate(DATES):
        values = reading.values[at * count : (at + 1) * count]
        dates[name] = [value if isinstance(value, RawCell) else None for value in values]
        for row in range(count):
            fault = reading.wrong.get(at * count + row)
            if fault is not None:
                door.findings.append(sheet.finding(fault.code, row, name, fault.values))
                wrong.setdefault(row, set()).add(name)
    return dates, wrong


def _proves_day_first(cell: RawCell, nip: str) -> bool:
    parts, birth = slash_date(cell), birth_of_nip(nip)
    if parts is None or birth is None or parts[0] == parts[1]:
        return False
    return (birth.day, birth.month, birth.year) == parts


EMPLOYEE_COLUMNS: Final = tuple(
    name
    for name in TABLES["employees"].column_names
    if name in {*_SOURCES, *DATES, "name", "title_front", "title_back", "sex", "rank", "education", "education_field"}
)
"""Columns of ``employees`` that an export fills."""
