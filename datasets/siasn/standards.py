"""Sheets of a case beside a post list: competencies, standards and workload of the agency's own workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ...models.domain.errors import DataError
from ..raw import RawCase, RawTable
from ..schema import SHEETS, normal_header
from ..workbook_read import read_grids, read_workbook
from .sheets import BESIDE, is_workbook

_NAMES: Final = frozenset(map(normal_header, (*BESIDE, *(SHEETS[name] for name in BESIDE))))


def read_beside(path: Path) -> dict[str, RawTable]:
    """Return the tables of a case that stand in the workbook of a post list, beside the list; none in a CSV.

    Raises
    ------
    DataError
        The workbook is too large to open safely.
    """
    if not is_workbook(path):
        return {}
    try:
        if not any(normal_header(grid.sheet) in _NAMES for grid in read_grids(path)):
            return {}
        raw: RawCase = read_workbook(path)
    except DataError as error:
        if error.code == "E-FILE-SIZE":
            raise
        return {}  # said where the list itself was opened
    return {table.table: table for table in raw.tables if table.table in BESIDE}
