"""Headers of a plan that people renamed: *Keputusan TPK* is the column *Keputusan*, a table of employees is no plan."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Final

from .raw import Finding, RawTable
from .schema import columns_by_header, normal_header

CLOSE: Final = 0.9
"""Likeness from which a header is taken for a misspelt one."""
WORDS: Final = {"decision": ("keputusan", "decision"), "employee_id": ("nip",)}
"""Column -> words that a longer header names it by."""
TITLES: Final = {"decision": "Keputusan", "employee_id": "NIP", "position_id": "ID Jabatan"}
CASE_COLUMNS: Final = frozenset({"status", "birth_date", "education"})
"""Required columns of the employees of a case, which no plan has."""


def near_headers(
    table: RawTable, known: Mapping[str, str], habits: dict[str, list[str]]
) -> tuple[dict[str, str], list[Finding]]:
    """Return header, normalised -> column for each column that is missing and that exactly one other header comes near.

    Parameters
    ----------
    table
        The plan as its exact headers are read.
    known
        Header, normalised -> column.
    habits
        What was read tolerantly -> places; added to.

    Returns
    -------
    The headers to read as well, and a finding for each column that several headers could be.
    """
    near: dict[str, str] = {}
    findings: list[Finding] = []
    for column in _wanted(table):
        names = [header for header, known_column in known.items() if known_column == column]
        found = [header for header in table.unknown if _is_near(normal_header(header), column, names)]
        if len(found) > 1:
            values = {"header": TITLES[column], "columns": ", ".join(f"'{header}'" for header in found)}
            findings.append(Finding("E-PLAN-HEADER", "", table.place, values=values))
        elif found:
            near[normal_header(found[0])] = column
            habits["header_near"].append(f"{table.place} ('{found[0]}' = {TITLES[column]})")
    return near, findings


def _wanted(table: RawTable) -> list[str]:
    wanted = [] if "employee_id" in table.columns else ["employee_id"]
    if not {"position_id", "proposed"} & set(table.columns):
        wanted.append("position_id")
    if "proposed" in table.columns and "decision" not in table.columns:
        wanted.append("decision")
    return wanted


def _is_near(header: str, column: str, names: list[str]) -> bool:
    if any(word in header if column == "decision" else header.startswith(word) for word in WORDS.get(column, ())):
        return True
    return any(SequenceMatcher(None, header, name, autojunk=False).ratio() >= CLOSE for name in names)


def is_case_table(table: RawTable) -> bool:
    """Tell whether the table is the list of employees of a case, with today's posts, rather than a plan."""
    if "proposed" in table.columns or "decision" in table.columns:
        return False
    known = columns_by_header("employees")
    return {known.get(normal_header(header)) for header in table.unknown} >= CASE_COLUMNS
