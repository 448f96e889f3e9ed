"""Sheets ``Kasus``, ``Skenario`` and ``Kunci`` in the shape of their TOML: read, and laid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from . import schema
from .raw import Finding, Place, RawCell
from .settings_codec import decode, encode, is_blank, split_key
from .settings_words import (
    BLOCKS,
    CASE_LABELS,
    LOCK_COLUMNS,
    LOCK_HEADERS,
    LOCK_NAMES,
    LOCK_TITLES,
    LOCK_WORDS,
    SETTING_LABELS,
    Block,
    Setting,
)

_VALUE_HEADERS: Final = frozenset({"isi", "nilai", "value"})
_KEY_HEADERS: Final = frozenset({"kunci", "key"})
Rows = Sequence[Sequence[RawCell]]


def read_case_sheet(rows: Rows) -> dict[str, object]:
    """Return the sheet ``Kasus`` in the shape of ``case.toml``; empty values are left out."""
    result: dict[str, object] = {}
    for key, cell in _pairs(rows, CASE_LABELS):
        _put(result, key, decode(key, cell))
    return result


def read_scenario_sheet(rows: Rows) -> dict[str, object]:
    """Return the sheet ``Skenario`` in the shape of ``scenario.toml``: settings, then blocks of rows."""
    result: dict[str, object] = {}
    starts = [(index, block) for index, row in enumerate(rows) if (block := _block_of(row)) is not None]
    end = starts[0][0] if starts else len(rows)
    for key, cell in _pairs(rows[:end], SETTING_LABELS):
        _put(result, key, decode(key, cell))
    for number, (index, block) in enumerate(starts):
        until = starts[number + 1][0] if number + 1 < len(starts) else len(rows)
        if items := list(_block_items(rows[index + 1 : until], block)):
            result[block.key] = items
    return result


def read_lock_sheet(rows: Rows, sheet: str = schema.LOCK_SHEET) -> tuple[dict[str, object], list[Finding]]:
    """Return the sheet ``Kunci`` as lists ``pin`` and ``forbid``, and what was wrong with its rows."""
    entries: dict[str, list[dict[str, str]]] = {}
    findings: list[Finding] = []
    header = _find_header(rows, {name for names in LOCK_COLUMNS.values() for name in names}, 2)
    if header is None:
        return {}, []
    at: dict[str, int] = {}
    for index, cell in enumerate(rows[header]):
        norm = schema.normal_header(str(cell or ""))
        for field, names in LOCK_COLUMNS.items():
            if norm in names:
                at.setdefault(field, index)
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {field: row[index] for field, index in at.items()}
        if all(is_blank(cells.get(field)) for field in ("employee", "position")):
            continue
        places = {field: Place(number, index + 1, str(rows[header][index])) for field, index in at.items()}
        wrong = list(_wrong_lock(cells, places, sheet))
        findings += wrong
        if not wrong:
            key = LOCK_WORDS[schema.normal_header(str(cells["kind"]))]
            pair = {field: _identity(cells[field]) for field in ("employee", "position")}
            entries.setdefault(key, []).append(pair)
    return dict(entries), findings


def _wrong_lock(cells: Mapping[str, RawCell], places: Mapping[str, Place], sheet: str) -> Iterator[Finding]:
    for field in ("kind", "employee", "position"):
        cell, place = cells.get(field), places.get(field)
        column = place.header if place else LOCK_TITLES[field]
        if is_blank(cell):
            yield Finding("E-REQUIRED", "", sheet, place, column=column)
        elif isinstance(cell, float):
            # Below Excel's 15 digits a number came in as int: this one has lost its last digits.
            yield Finding("E-NIP-NUMBER", "", sheet, place, column=column, values={"value": f"{cell:.0f}"})
        elif field == "kind" and schema.normal_header(str(cell)) not in LOCK_WORDS:
            values = {"value": str(cell), "choices": ", ".join(LOCK_NAMES.values()), "near": ""}
            yield Finding("E-CHOICE", "", sheet, place, column=column, values=values)


def _identity(cell: RawCell) -> str:
    return str(cell).strip().lstrip("'")


def _find_header(rows: Rows, names: set[str], at_least: int) -> int | None:
    for index, row in enumerate(rows[:10]):
        if sum(schema.normal_header(cell) in names for cell in row if isinstance(cell, str)) >= at_least:
            return index
    return None


def _pairs(rows: Rows, labels: Mapping[str, str]) -> Iterator[tuple[str, RawCell]]:
    """Yield key and cell of each row that has a value; a row is known by its key, else by its label."""
    header = _find_header(rows, set(_VALUE_HEADERS), 1)
    key_at, value_at = None, 1
    if header is not None:
        norms = [schema.normal_header(cell) if isinstance(cell, str) else "" for cell in rows[header]]
        value_at = next(index for index, norm in enumerate(norms) if norm in _VALUE_HEADERS)
        key_at = next((index for index, norm in enumerate(norms) if norm in _KEY_HEADERS), None)
    by_label = {schema.normal_header(label): key for key, label in labels.items()}
    for row in rows[0 if header is None else header + 1 :]:
        if len(row) <= value_at or is_blank(row[value_at]):
            continue
        key = str(row[key_at] or "").strip() if key_at is not None else ""
        label = str(row[0] or "").strip()
        key = key or by_label.get(schema.normal_header(label), label)
        if key:
            yield key, row[value_at]


def _put(target: dict[str, object], key: str, value: object) -> None:
    parts = split_key(key)
    inner: dict[str, object] = target
    for part in parts[:-1]:
        below = inner.setdefault(part, {})
        if not isinstance(below, dict):
            # `a = 1` above `a.b = 2`: kept under its whole name, which no check knows.
            target[key] = value
            return
        inner = below
    if parts:
        inner[parts[-1]] = value


def _block_of(row: Sequence[RawCell]) -> Block | None:
    first = row[0] if row else None
    if not isinstance(first, str):
        return None
    norm = schema.normal_header(first)
    return next((block for block in BLOCKS if norm in block.names), None)


def _block_items(rows: Rows, block: Block) -> Iterator[dict[str, object]]:
    by_header = {schema.normal_header(text): name for name, label in block.columns.items() for text in (name, label)}
    header = _find_header(rows, set(by_header), 2)
    if header is None:
        return
    at: dict[str, int] = {}
    for index, cell in enumerate(rows[header]):
        name = by_header.get(schema.normal_header(str(cell or "")))
        if name is not None:
            at.setdefault(name, index)
    for row in rows[header + 1 :]:
        item = {name: decode(f"{block.key}.{name}", row[index]) for name, index in at.items() if not is_blank(row[index])}
        # Ids that a planner typed as numbers are texts all the same.
        for name in block.ids & item.keys():
            item[name] = str(item[name])
        if item:
            yield item


def settings_rows(settings: Sequence[Setting], values: Mapping[str, object]) -> list[list[RawCell]]:
    """Return label, value, explanation and key of every known setting, then of the other values."""
    known = {setting.key for setting in settings}
    rows: list[list[RawCell]] = []
    for setting in settings:
        cell = encode(setting.key, values[setting.key]) if setting.key in values else None
        rows.append([setting.label, cell, setting.hint, setting.key])
    rows += [[None, encode(key, value), None, key] for key, value in values.items() if key not in known]
    return rows


def block_rows(scenario: Mapping[str, object]) -> tuple[list[list[RawCell]], dict[str, object]]:
    """Return the blocks of rows of a scenario, and what is left of it to write as settings.

    A block whose rows would not read back stays among the settings, as TOML.
    """
    rest = dict(scenario)
    rows: list[list[RawCell]] = []
    for block in BLOCKS:
        items = rest.get(block.key)
        lines: list[list[RawCell]] = [list(block.columns.values())]
        if isinstance(items, list) and all(isinstance(item, Mapping) for item in items):
            for item in items:
                lines.append([encode(f"{block.key}.{name}", item[name]) if name in item else None for name in block.columns])
            if list(_block_items(lines, block)) == items:
                del rest[block.key]
            else:
                del lines[1:]
        rows += [[], [block.title], *lines]
    return rows, rest


def lock_rows(scenario: Mapping[str, object]) -> tuple[list[list[RawCell]], dict[str, object]]:
    """Return the rows of sheet ``Kunci``, and what is left of the scenario; see :func:`block_rows`."""
    rest = dict(scenario)
    rows: list[list[RawCell]] = []
    for key, word in LOCK_NAMES.items():
        items = rest.get(key)
        if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
            continue
        lines: list[list[RawCell]] = [[word, item.get("employee"), item.get("position")] for item in items]
        if read_lock_sheet([list(LOCK_HEADERS), *lines]) == ({key: items}, []):
            rows += lines
            del rest[key]
    return rows, rest
