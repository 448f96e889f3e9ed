"""Matrix sheets: one row a post or person, one column a competency, unfolded to one row a level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ..models.domain.vocabulary import NATIONAL_COMPETENCIES
from . import schema
from .raw import Place, RawCell, RawTable

MATRIX_KEYS: Final = MappingProxyType(
    {
        "requirements": ("position_id", "title", "group"),
        "profiles": ("employee_id", "assessed_on", "method"),
    }
)
"""Columns that stand before the competencies, by table that may be a matrix."""

MANDATORY_MARK: Final = "(wajib)"
"""Behind a competency's name in the header of standards: every level of the column is mandatory."""
LABELS: Final = frozenset({"nama", "namapegawai", "name", "no", "nomor", "unit", "idunit", "namaunit"})
"""Columns that help a reader of a matrix and hold no fact of their own."""


def competency_names(table: RawTable | None) -> dict[str, str]:
    """Return normalised header -> competency id: ids and names of the sheet, then the nine national ones.

    An id goes before a name; a name that two competencies share names none.
    """
    pairs: list[tuple[str, str]] = []
    if table is not None and "competency_id" in table.columns:
        id_at = table.columns.index("competency_id")
        name_at = table.columns.index("name") if "name" in table.columns else id_at
        for row in table.rows:
            if row[id_at] is not None:
                pairs.append((str(row[id_at]).strip(), str(row[name_at] or "").strip()))
    own = {identity for identity, _ in pairs}
    pairs += [(key, name) for key, (name, _) in NATIONAL_COMPETENCIES.items() if key not in own]
    names: dict[str, set[str]] = {}
    for identity, name in pairs:
        names.setdefault(schema.normal_header(name), set()).add(identity)
    by_name = {name: next(iter(ids)) for name, ids in names.items() if name and len(ids) == 1}
    ids_by_norm: dict[str, set[str]] = {}
    for identity, _ in pairs:
        ids_by_norm.setdefault(schema.normal_header(identity), set()).add(identity)
    by_id = {norm: next(iter(ids)) for norm, ids in ids_by_norm.items() if len(ids) == 1}
    return by_name | by_id | {identity: identity for identity, _ in pairs}


def _competency(header: str, competencies: Mapping[str, str]) -> str | None:
    text = header.strip().rstrip("*").strip()
    return competencies.get(text) or competencies.get(schema.normal_header(text))


def _marked(header: str, competencies: Mapping[str, str]) -> tuple[str | None, bool]:
    """Return the competency that a header of standards names, and whether it is marked mandatory."""
    found = _competency(header, competencies)
    text = header.strip().rstrip("*").strip()
    if found is not None or not text.casefold().endswith(MANDATORY_MARK):
        return found, False
    return _competency(text[: -len(MANDATORY_MARK)], competencies), True


def _is_level(cell: RawCell) -> bool:
    if isinstance(cell, bool) or cell is None:
        return False
    if isinstance(cell, int | float):
        return True
    return isinstance(cell, str) and cell.strip().replace(",", ".", 1).replace(".", "", 1).isdigit()


def unfold(
    grid: Sequence[Sequence[RawCell]], header: int, table: str, sheet: str, competencies: Mapping[str, str]
) -> RawTable:
    """Return the long form of a matrix sheet; each level keeps the place of its own cell.

    A column whose header names no competency is taken for a misspelt one where it holds levels only (the
    reader then names the nearest), else for an unknown column.

    Parameters
    ----------
    grid
        All rows of the sheet.
    header
        Index of the header row.
    table
        ``requirements`` or ``profiles``.
    sheet
        Sheet name as the user sees it.
    competencies
        From :func:`competency_names`.
    """
    known = schema.columns_by_header(table)
    body = grid[header + 1 :]
    keys: dict[str, tuple[int, str]] = {}
    levels: list[tuple[int, str, str, bool]] = []
    unknown: list[str] = []
    for index, cell in enumerate(grid[header]):
        text = "" if cell is None else str(cell)
        norm = schema.normal_header(text)
        if not norm:
            continue
        column = known.get(norm)
        competency, mandatory = _marked(text, competencies)
        if column is not None and column not in keys:
            keys[column] = (index, text)
        elif competency is not None:
            levels.append((index, text, competency, mandatory))
        elif column is None and norm not in LABELS:
            cells = [row[index] for row in body if row[index] is not None]
            if cells and all(map(_is_level, cells)):
                levels.append((index, text, text.strip(), False))
            else:
                unknown.append(text)
    marks = table == "requirements" and "mandatory" not in keys and any(level[3] for level in levels)
    rows: list[tuple[RawCell, ...]] = []
    places: list[tuple[Place | None, ...]] = []
    for number, row in enumerate(body, start=header + 2):
        shared = tuple(row[index] for index, _ in keys.values())
        where = tuple(Place(number, index + 1, text) for index, text in keys.values())
        for index, text, competency, mandatory in levels:
            level = row[index]
            if level is None or (isinstance(level, str) and not level.strip()):
                continue
            above = Place(header + 1, index + 1, text)
            rows.append((*shared, competency, level, *((mandatory,) if marks else ())))
            places.append((*where, above, Place(number, index + 1, text), *((above,) if marks else ())))
    columns = (*keys, "competency_id", "level", *(("mandatory",) if marks else ()))
    return RawTable(table, sheet, columns, tuple(rows), tuple(places), tuple(unknown), typed=True)


def matrix_headers(table: str, ids: Sequence[str], names: Sequence[str], mandatory: frozenset[str]) -> dict[str, str] | None:
    """Return competency id -> header that reads back as it (name, else id); None where one has none.

    Parameters
    ----------
    table
        ``requirements`` or ``profiles``.
    ids, names
        The competencies, one a column.
    mandatory
        Ids whose header is marked mandatory.
    """
    sheet = RawTable("competencies", "", ("competency_id", "name"), tuple(zip(ids, names, strict=True)), (), typed=True)
    competencies = competency_names(sheet)
    taken = LABELS | schema.columns_by_header(table).keys()
    headers: dict[str, str] = {}
    for identity, name in zip(ids, names, strict=True):
        mark = f" {MANDATORY_MARK}" if identity in mandatory else ""
        for text in (f"{name}{mark}", f"{identity}{mark}"):
            if schema.normal_header(text) not in taken and _marked(text, competencies) == (
                identity,
                bool(mark),
            ):
                headers[identity] = text
                break
        else:
            return None
    return headers
