"""Sheets ``Kasus``, ``Skenario`` and ``Kunci``: keys and values of a workbook, in the shape of their TOML.

A value is written as the plainest cell that reads back as the same value; where none does (a text that looks
like a number, a list in a list), the cell holds the value as TOML, quoted.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from ..models.domain.errors import DataError
from . import schema
from .raw import Finding, Place, RawCell
from .settings_words import (
    BLOCKS,
    CASE_LABELS,
    LIST_KEYS,
    LOCK_COLUMNS,
    LOCK_HEADERS,
    LOCK_NAMES,
    LOCK_TITLES,
    LOCK_WORDS,
    SETTING_LABELS,
    TEXT_KEYS,
    VALUE_WORDS,
    Block,
    Setting,
)

_VALUE_HEADERS: Final = frozenset({"isi", "nilai", "value"})
_KEY_HEADERS: Final = frozenset({"kunci", "key"})
_INTEGER: Final = re.compile(r"[+-]?\d+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(\.\d{3})+")
_DECIMAL: Final = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")
_PERCENT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
_KEY_PART: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|([^."]+)')
_TOML: Final = "toml:"
_BOOLEANS: Final = {"ya": True, "benar": True, "true": True, "tidak": False, "salah": False, "false": False}

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
        if all(_is_blank(cells.get(field)) for field in ("employee", "position")):
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
        if _is_blank(cell):
            yield Finding("E-REQUIRED", "", sheet, place, column=column)
        elif isinstance(cell, float):
            # Below Excel's 15 digits a number came in as int: this one has lost its last digits.
            yield Finding("E-NIP-NUMBER", "", sheet, place, column=column, values={"value": f"{cell:.0f}"})
        elif field == "kind" and schema.normal_header(str(cell)) not in LOCK_WORDS:
            values = {"value": str(cell), "choices": ", ".join(LOCK_NAMES.values()), "near": ""}
            yield Finding("E-CHOICE", "", sheet, place, column=column, values=values)


def _identity(cell: RawCell) -> str:
    return str(cell).strip().lstrip("'")


def _is_blank(cell: RawCell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


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
        if len(row) <= value_at or _is_blank(row[value_at]):
            continue
        key = str(row[key_at] or "").strip() if key_at is not None else ""
        label = str(row[0] or "").strip()
        key = key or by_label.get(schema.normal_header(label), label)
        if key:
            yield key, row[value_at]


def split_key(key: str) -> list[str]:
    """Return the parts of a dotted key; a part in quotes may hold dots."""
    return [
        json.loads(f'"{quoted}"') if quoted else plain.strip() for quoted, plain in _KEY_PART.findall(key)
    ]


def join_key(parts: Sequence[str]) -> str:
    """Return the dotted key of the parts; inverse of :func:`split_key`."""
    return ".".join(part if re.fullmatch(r"[^\s.\"]+", part) else _quoted(part) for part in parts)


def _put(target: dict[str, object], key: str, value: object) -> None:
    parts = split_key(key)
    inner: dict[str, object] = target
    for part in parts[:-1]:
        below = inner.setdefault(part, {})
        if not isinstance(below, dict):
            message = f"Key '{key}' needs a table where '{part}' already has a value; remove one of the rows."
            raise DataError(message, code="E-SETTING")
        inner = below
    if parts:
        inner[parts[-1]] = value


def flatten(values: Mapping[str, object], above: tuple[str, ...] = ()) -> Iterator[tuple[str, object]]:
    """Yield dotted key and value of nested tables; an empty table is a value."""
    for name, value in values.items():
        parts = (*above, str(name))
        if isinstance(value, Mapping) and value:
            yield from flatten(value, parts)
        else:
            yield join_key(parts), value


def decode(key: str, cell: RawCell) -> object:
    """Return the value that a cell of a settings sheet stands for."""
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if text[:1] in ('"', "[", "{") or text.startswith(_TOML):
        try:
            return tomllib.loads(f"value = {text.removeprefix(_TOML)}")["value"]
        except tomllib.TOMLDecodeError:
            return text
    last = split_key(key)[-1] if split_key(key) else key
    if last in VALUE_WORDS and key not in TEXT_KEYS:
        return VALUE_WORDS[last].get(schema.normal_header(text), text)
    if key in LIST_KEYS:
        words = VALUE_WORDS.get(f"{last}[]", {})
        items = [part.strip() for part in text.split(";") if part.strip()]
        return [words.get(schema.normal_header(item), item) for item in items]
    return text if key in TEXT_KEYS else _plain(key, text)


def _plain(key: str, text: str) -> object:
    if text.casefold() in _BOOLEANS:
        return _BOOLEANS[text.casefold()]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 300 else text
    if _THOUSANDS.fullmatch(text) and (text.count(".") > 1 or key.endswith("_idr")):
        return int(text.replace(".", ""))
    if _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    if percent := _PERCENT.fullmatch(text):
        return float(percent[1].replace(",", ".")) / 100
    try:
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
        if _ISO_TIME.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        return text
    return text


def encode(key: str, value: object) -> RawCell:
    """Return the plainest cell that :func:`decode` turns back into the value."""
    candidates: list[RawCell] = []
    if isinstance(value, bool):
        candidates = ["ya" if value else "tidak", value]
    elif isinstance(value, int):
        candidates = [value] if abs(value) < 10**15 else [str(value)]
    elif isinstance(value, float):
        # A whole float is a cell of its own kind only where the digest looks at it.
        candidates = [repr(value)] if key.startswith("parameters.") and value.is_integer() else [value]
    elif isinstance(value, datetime):
        candidates = [value.isoformat()]
    elif isinstance(value, date):
        # Excel's calendar begins in 1900, with a day that never was.
        candidates = [value] if value >= date(1900, 3, 1) else []
        candidates.append(value.isoformat())
    elif isinstance(value, str):
        last = split_key(key)[-1]
        words = VALUE_WORDS.get(last, {}) if key not in TEXT_KEYS else {}
        candidates = [*(word for word, code in words.items() if code == value), value]
    elif (
        isinstance(value, list | tuple) and key in LIST_KEYS and all(isinstance(item, str) for item in value)
    ):
        candidates = ["; ".join(value)]
        value = list(value)
    for cell in candidates:
        if _is_blank(cell):
            continue
        back = decode(key, cell)
        if back == value and type(back) is type(value):
            return cell
    literal = toml_literal(value)
    return literal if decode(key, literal) == value else _TOML + literal


def toml_literal(value: object) -> str:
    """Return a value as TOML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return (
            "{"
            + ", ".join(f"{_quoted(str(name))} = {toml_literal(item)}" for name, item in value.items())
            + "}"
        )
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(toml_literal, value)) + "]"
    return repr(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _block_of(row: Sequence[RawCell]) -> Block | None:
    first = row[0] if row else None
    if not isinstance(first, str):
        return None
    norm = schema.normal_header(first)
    return next((block for block in BLOCKS if norm in block.names), None)


def _block_items(rows: Rows, block: Block) -> Iterator[dict[str, object]]:
    by_header = {
        schema.normal_header(text): name for name, label in block.columns.items() for text in (name, label)
    }
    header = _find_header(rows, set(by_header), 2)
    if header is None:
        return
    at: dict[str, int] = {}
    for index, cell in enumerate(rows[header]):
        name = by_header.get(schema.normal_header(str(cell or "")))
        if name is not None:
            at.setdefault(name, index)
    for row in rows[header + 1 :]:
        item = {
            name: decode(f"{block.key}.{name}", row[index])
            for name, index in at.items()
            if not _is_blank(row[index])
        }
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
                lines.append(
                    [
                        encode(f"{block.key}.{name}", item[name]) if name in item else None
                        for name in block.columns
                    ]
                )
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
