"""One value of a settings sheet and its cell, both ways.

A value is written as the plainest cell that reads back as the same value; where none does (a text that looks
like a number, a list in a list), the cell holds the value as TOML, quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from . import schema
from .raw import RawCell
from .settings_words import LIST_KEYS, TEXT_KEYS, VALUE_WORDS
from .toml_text import parse_toml

_INTEGER: Final = re.compile(r"[+-]?\d+")
_THOUSANDS: Final = re.compile(r"\d{1,3}(\.\d{3})+")
_DECIMAL: Final = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?")
_PERCENT: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
_KEY_PART: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|([^."]+)')
_TOML: Final = "toml:"
_BOOLEANS: Final = {"ya": True, "benar": True, "true": True, "tidak": False, "salah": False, "false": False}


def is_blank(cell: RawCell) -> bool:
    """Tell whether a cell holds no more than blanks."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def split_key(key: str) -> list[str]:
    """Return the parts of a dotted key; a part in quotes may hold dots."""
    return [json.loads(f'"{quoted}"') if quoted else plain.strip() for quoted, plain in _KEY_PART.findall(key)]


def join_key(parts: Sequence[str]) -> str:
    """Return the dotted key of the parts; inverse of :func:`split_key`."""
    return ".".join(part if re.fullmatch(r"[^\s.\"]+", part) else _quoted(part) for part in parts)


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
            return parse_toml(f"value = {text.removeprefix(_TOML)}")["value"]
        except ValueError:
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
    if _THOUSANDS.fullmatch(text) and len(text) < 300 and (text.count(".") > 1 or key.endswith("_idr")):
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
    elif isinstance(value, list | tuple) and key in LIST_KEYS and all(isinstance(item, str) for item in value):
        candidates = ["; ".join(value)]
        value = list(value)
    for cell in candidates:
        if is_blank(cell):
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
        return "{" + ", ".join(f"{_quoted(str(name))} = {toml_literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(toml_literal, value)) + "]"
    return repr(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
