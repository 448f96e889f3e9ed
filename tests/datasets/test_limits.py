"""The limits that the page states are those of the code."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from penata.api import answers, cases
from penata.datasets import file_fault, folder, toml_text, workbook_guard
from penata.store import runs

LIMITS = {
    "bytes of a workbook": workbook_guard.MAX_FILE_BYTES,
    "bytes that all its parts unpack to": workbook_guard.MAX_UNPACKED_BYTES,
    "times that a part may be larger unpacked than packed (beyond 5 MB)": workbook_guard.MAX_RATIO,
    "parts of a workbook": workbook_guard.MAX_MEMBERS,
    "columns of a sheet": workbook_guard.MAX_COLUMNS,
    "rows times columns of the rectangle that holds the cells of a sheet": workbook_guard.MAX_CELLS,
    "cells of all sheets, empty ones with a format counted": workbook_guard.MAX_CELL_TAGS,
    "bytes of a CSV": file_fault.MAX_BYTES,
    "letters of a cell of a CSV": csv.field_size_limit(),
    "rows of a CSV": file_fault.MAX_ROWS,
    "columns of a CSV": file_fault.MAX_COLUMNS,
    "bytes of `case.toml` and `scenario.toml` in a case": folder.MAX_TOML_BYTES,
    "letters of a scenario file": cases.LARGEST_SCENARIO,
    "tables and lists within each other in TOML": toml_text.MOST_NESTED,
    "letters of a plan on standard input": answers.LARGEST_PLAN,
    "bytes of a JSON file of a run": runs.LARGEST_JSON,
}


@pytest.mark.parametrize("limit", LIMITS)
def test_the_page_states_it(limit: str, checkout: Path) -> None:
    """Each limit stands in docs/files.md with its value."""
    page = (checkout / "docs" / "files.md").read_text(encoding="utf-8")
    assert f"| {limit} | {LIMITS[limit]:,} |" in page
    assert page.count("| limit | most |") == 1


def test_the_page_states_no_other(checkout: Path) -> None:
    """The table holds these limits alone."""
    page = (checkout / "docs" / "files.md").read_text(encoding="utf-8")
    table = page.split("| limit | most |")[1].split("\n\n")[0]
    assert len(table.strip().splitlines()) == 1 + len(LIMITS)
