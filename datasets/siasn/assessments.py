"""The wide assessment export: one row a person, one column a competency, a total and the JPM per cent.

A column that is one of the nine national competencies becomes that; one that almost is so is asked about; any other
column of numbers is a technical competency of its own. Total, JPM, projected JPM and advice are results, not facts:
the total is held against the sum of the row, the rest is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from ...models.domain.nip import clean_nip
from ...models.domain.tables import TABLES, Column
from ...models.domain.vocabulary import NATIONAL_COMPETENCIES
from ..cell_numbers import EXACT_DIGITS
from ..cells import read_column
from ..nearest import Nearest
from ..raw import Finding, Place, RawCell, RawTable
from ..schema import normal_header
from .headers import ASSESSMENT_HEADERS, FORBIDDEN, UNUSED
from .mapping import NEW, NO_POST, Answers, Missing
from .sheets import Door, Sheet
from .words import bare_cell, slug, text_of_cell

ALMOST: Final = 0.75
SUM_TOLERANCE: Final = 0.05
_COMPETENCY: Final = "kompetensi:"


@dataclass
class Assessments:
    """Levels in long form, and the technical competencies that the columns brought along."""

    profiles: RawTable | None = None
    competencies: dict[str, str] = field(default_factory=dict)
    """Technical competency id -> name."""


def read_assessments(
    path: Path, known: Mapping[str, str], people: frozenset[str], answers: Answers, missing: dict[str, Missing], door: Door
) -> Assessments:
    """Read an assessment export.

    Parameters
    ----------
    path
        CSV or workbook.
    known
        Competencies that the post list defines: name or id, normalised -> id.
    people
        Numbers of the people of the export; others are left out with a warning.
    answers
        What the planner said.
    missing
        Takes the columns that almost name a competency.
    door
        Takes findings and habits.
    """
    quiet = Door()
    heads = quiet.open(path, ASSESSMENT_HEADERS, ("nip",))
    if not heads:
        door.findings += quiet.findings
        return Assessments()
    wide = {
        normal_header(header): f"{_COMPETENCY}{header}"
        for header in heads[0].raw.unknown
        if normal_header(header) not in FORBIDDEN | UNUSED
    }
    sheets = door.open(path, {**wide, **ASSESSMENT_HEADERS}, ("nip",))
    sheet = sheets[0]
    found = Assessments()
    ids: dict[str, str] = {}
    for name in dict.fromkeys(sheet.raw.columns):
        if name.startswith(_COMPETENCY):
            identity = _Columns(known, answers, missing, door, found).identity(sheet, name)
            if identity and identity in ids.values():
                values = {"header": name.removeprefix(_COMPETENCY)}
                door.findings.append(Finding("E-COLUMN-TWICE", "", sheet.raw.place, column=values["header"], values=values))
            elif identity:
                ids[name] = identity
    found.profiles = _long(sheet, ids, people, door)
    if all(name in ids or not _is_numeric(sheet.cells(name)) for name in sheet.raw.columns if name.startswith(_COMPETENCY)):
        _check_totals(sheet, ids, door)
    return found


@dataclass
class _Columns:
    known: Mapping[str, str]
    answers: Answers
    missing: dict[str, Missing]
    door: Door
    found: Assessments

    def identity(self, sheet: Sheet, name: str) -> str:
        """Return the competency of a column, "" where it is none or has to be asked about."""
        header = name.removeprefix(_COMPETENCY)
        names = {normal_header(word): key for key, (word, _) in NATIONAL_COMPETENCIES.items()}
        names |= {normal_header(key): key for key in NATIONAL_COMPETENCIES} | dict(self.known)
        targets = Nearest(dict.fromkeys(names.values()))
        answer = self.answers.ask("kompetensi", (header,), targets, self.door, words=(NO_POST, NEW))
        if answer is not None and answer != NEW:
            return "" if answer == NO_POST else answer
        if answer is None:
            if normal_header(header) in names:
                return names[normal_header(header)]
            if not _is_numeric(sheet.cells(name)):
                values = {"header": header}
                self.door.findings.append(Finding("W-COLUMN-UNKNOWN", "", sheet.raw.place, column=header, values=values))
                return ""
            almost = self._almost(header, names)
            if almost:
                values = {"value": header, "near": almost}
                self.door.findings.append(Finding("E-SIASN-COMPETENCY", "", sheet.raw.place, column=header, values=values))
                words = (
                    header,
                    f'terdekat: "{almost}" = {NATIONAL_COMPETENCIES.get(almost, (almost,))[0]}',
                )
                self.missing[f"kompetensi {header}"] = Missing("kompetensi", (header,), words, almost)
                return ""
        identity = f"T-{slug(header)}"[:40]
        self.found.competencies[identity] = header
        values = {"value": header, "id": identity}
        self.door.findings.append(Finding("W-SIASN-COMPETENCY", "", sheet.raw.place, column=header, values=values))
        return identity

    def _almost(self, header: str, names: Mapping[str, str]) -> str:
        plain = normal_header(header)
        ratios = [(SequenceMatcher(None, plain, name, autojunk=False).ratio(), identity) for name, identity in names.items()]
        best = max(ratios, default=(0.0, ""))
        return best[1] if best[0] >= ALMOST else ""


def _is_numeric(cells: Sequence[RawCell]) -> bool:
    reading = read_column(Column("level", "float"), list(cells))
    return not reading.wrong and any(value is not None for value in reading.values)


def _long(sheet: Sheet, ids: Mapping[str, str], people: frozenset[str], door: Door) -> RawTable:
    """Return the levels in long form; a row of somebody unknown is left out and said so."""
    columns = ("employee_id", "competency_id", "level", "assessed_on", "method")
    rows: list[tuple[RawCell, ...]] = []
    places: list[tuple[Place | None, ...]] = []
    numbers = sheet.cells("nip")
    days = list(map(bare_cell, sheet.cells("assessed_on")))
    methods = sheet.cells("method")
    levels = {identity: (name, sheet.cells(name)) for name, identity in ids.items()}
    for row, cell in enumerate(numbers):
        text = text_of_cell(cell)
        nip = clean_nip(text) or text
        if isinstance(cell, int | float) and abs(cell) >= EXACT_DIGITS:
            door.findings.append(sheet.finding("E-NIP-NUMBER", row, "nip", {"value": f"{cell:.0f}"}))
            continue
        if nip not in people:
            door.findings.append(sheet.finding("W-SIASN-ASSESSED", row, "nip", {"value": nip}))
            continue
        for identity, (name, cells) in levels.items():
            if text_of_cell(cells[row]):
                rows.append((nip, identity, cells[row], days[row], methods[row]))
                places.append(
                    (
                        sheet.place(row, "nip"), sheet.place(row, name), sheet.place(row, name),
                        sheet.place(row, "assessed_on"), sheet.place(row, "method"),
                    )
                )  # fmt: skip
    return RawTable("profiles", sheet.raw.place, columns, rows, places, typed=sheet.raw.typed,
                    decimal_comma=sheet.raw.decimal_comma)  # fmt: skip


def _check_totals(sheet: Sheet, ids: Mapping[str, str], door: Door) -> None:
    """Warn of each row whose total is neither the sum of all its levels nor of the national ones: a shifted column."""
    if not sheet.has("total") or not ids:
        return
    level, comma = TABLES["profiles"].column("level"), sheet.raw.decimal_comma
    read = {key: read_column(level, sheet.cells(name), decimal_comma=comma).values for name, key in ids.items()}
    totals = read_column(Column("total", "float"), sheet.cells("total"), decimal_comma=comma).values
    for row, said in enumerate(totals):
        known = {key: value for key, values in read.items() if isinstance(value := values[row], int | float)}
        sums = [sum(known.values()), sum(value for key, value in known.items() if key in NATIONAL_COMPETENCIES)]
        if isinstance(said, int | float) and known and all(abs(said - value) > SUM_TOLERANCE for value in sums):
            values = {"value": f"{said:g}", "sum": f"{sums[0]:g}"}
            door.findings.append(sheet.finding("W-SIASN-TOTAL", row, "total", values))
