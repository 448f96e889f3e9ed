"""Every fault that an input can have: stable code, severity, title and sentences in Bahasa Indonesia and
English.

The registry stands in ``data/faults.toml``; a sentence names its values in braces. ``E-`` is an error (a row
that cannot be read or a reference that cannot be resolved), ``W-`` a warning (reality, and the reason to
reorganise).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from ..models.domain.errors import Fault
from ..models.domain.tables import TABLES
from .naming import Naming
from .raw import Finding, Place

Severity = Literal["error", "warning"]
LANGUAGES: Final = ("id", "en")
MOST_PLACES_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Sentences:
    """Title and sentence parts of a fault in one language; ``{...}`` stand for a finding's values."""

    title: str
    found: str
    expected: str
    remedy: str


@dataclass(frozen=True, slots=True)
class FaultKind:
    """One kind of fault.

    Parameters
    ----------
    code
        Stable code, such as ``E-REF-COMPETENCY``.
    severity
        ``error`` or ``warning``.
    sentences
        Words by language.
    """

    code: str
    severity: Severity
    sentences: Mapping[str, Sentences]


@dataclass(frozen=True, slots=True)
class CellFault:
    """A fault with the cell that it colours, for the fix report.

    Parameters
    ----------
    fault
        The fault in words.
    table
        Machine name of the table, "" for the header, the scenario or the source.
    place
        The cell as the user sees it, None where the fault is a row's, a table's or the source's.
    """

    fault: Fault
    table: str
    place: Place | None


def _load() -> tuple[Mapping[str, FaultKind], Mapping[str, Mapping[str, str]]]:
    data = tomllib.loads((Path(__file__).parent / "data" / "faults.toml").read_text(encoding="utf-8"))
    kinds = {
        code: FaultKind(
            code,
            "error" if code.startswith("E-") else "warning",
            MappingProxyType({lang: Sentences(*entry[lang]) for lang in LANGUAGES}),
        )
        for code, entry in data["faults"].items()
    }
    return MappingProxyType(kinds), MappingProxyType(data["notes"])


FAULTS, _NOTES = _load()
"""Every kind of fault by code."""


MACHINE_NAMES: Final = Naming()


class _Values(dict[str, str]):
    """Values of one sentence; ``{sheet_units}`` and ``{column_rank_min}`` are said as the source calls them."""

    def __init__(self, values: Mapping[str, str], table: str, names: Naming, lang: str) -> None:
        super().__init__(values)
        self._table, self._names, self._lang = table, names, lang

    def __missing__(self, key: str) -> str:
        kind, _, name = key.partition("_")
        if kind == "sheet" and name in TABLES:
            return self._names.table(name, self._lang)
        return self._names.column(self._table, name) if kind == "column" and name else "?"


def to_fault(finding: Finding, lang: str = "id", names: Naming = MACHINE_NAMES) -> CellFault:
    """Put a finding into words.

    Parameters
    ----------
    finding
        Code, place and values.
    lang
        ``id`` or ``en``.
    names
        How the source calls its tables and columns.
    """
    kind = FAULTS[finding.code]
    words = kind.sentences[lang]
    values = {key: value[lang] if isinstance(value, Mapping) else value for key, value in finding.values.items()}
    near = values.get("near", "")
    values["near"] = {"id": f" (terdekat: '{near}')", "en": f" (nearest: '{near}')"}[lang] if near else ""
    cell = finding.cell
    values.setdefault("name", (cell.header if cell else finding.column) or "?")
    if values.get("table") in TABLES:
        values["table"] = names.table(values["table"], lang)
    said = _Values(values, finding.table, names, lang)
    fault = Fault(
        code=kind.code,
        severity=kind.severity,
        place=finding.place,
        row=cell.row if cell else finding.row,
        column=cell.header if cell else finding.column,
        found=words.found.format_map(said),
        expected=words.expected.format_map(said),
        remedy=words.remedy.format_map(said),
    )
    return CellFault(fault, finding.table, cell)


def note(habit: str, lang: str, places: Sequence[str]) -> str:
    """Return the one line that says what was read tolerantly, and where (the first six places)."""
    named = ", ".join(places[:MOST_PLACES_NAMED])
    if len(places) > MOST_PLACES_NAMED:
        named += f", +{len(places) - MOST_PLACES_NAMED}"
    return _NOTES[habit][lang].format(places=named)


def list_faults(lang: str = "id") -> list[dict[str, str]]:
    """Return the registry as rows: code, severity, title, found, expected, remedy."""
    rows = []
    for code, kind in FAULTS.items():
        words = kind.sentences[lang]
        rows.append(
            {
                "code": code,
                "severity": kind.severity,
                "title": words.title,
                "found": words.found,
                "expected": words.expected,
                "remedy": words.remedy,
            }
        )
    return rows
