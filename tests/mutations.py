"""Mutations of sound files: bytes changed anywhere, and parts exchanged where the format has them.

``tests/conftest.py`` makes this module importable as ``tests.mutations``. All draw from the generator they are given.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

TOKENS = (
    b"", b"\0", b"\xff", b"\x81", b'"', b"'", b"\r", b"\n", b"\r\n", b";", b",", b"\t", b"=1+1", b"-", b"9" * 30, b"9" * 400,
    b"-1", b"1e999", b"nan", b"inf", b"1,5", b"1.500", b"0", b"0001-01-01", b"9999-12-31", b"31/02/2024", b"45657", b"[",
    b"]", b"}", b"<", b">", b"&", b"&#0;", b"<!DOCTYPE x>", b"\xed\xa0\x80", "\u202e".encode(), "\u200b".encode(),
    "\U0001f600".encode(), "\u0661".encode(), b"../../x", b"true", b"#", b"\\", b"\\u0000", b"x" * 5_000, b"KEC", b"III/c",
    b"(", b"%s%n", b"\x1b[2J", b"\xef\xbb\xbf", b"sep=;", b"1" + b"0" * 310, b"0x10", b"1_000", b"-0.0", b"12:30", b"{",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**20, 10**400, 1.5, float("nan"), float("inf"), "", "x", "\0", "\u202e", "9" * 400, [], {}, [[]],
    {"": None}, "p-0000000000000000", "../../x",
)  # fmt: skip


def change_bytes(data: bytes, random: Random) -> bytes:
    """Return the bytes with one to three random changes."""
    for _ in range(random.randint(1, 3)):
        first = random.randint(0, len(data))
        last = min(len(data), first + random.choice((0, 1, 1, 2, 8, 64)))
        kind = random.randrange(5)
        if kind == 0 and data:
            first = min(first, len(data) - 1)
            data = data[:first] + bytes([data[first] ^ 1 << random.randrange(8)]) + data[first + 1 :]
        elif kind == 1:
            data = data[:first] + data[last:]
        elif kind == 2:
            data = data[:first] + data[first:last] * random.choice((2, 3, 50)) + data[last:]
        elif kind == 3:
            data = data[:first] + random.choice(TOKENS) + data[last:]
        else:
            data = data[:first] if random.random() < 0.3 else data[:first] + random.randbytes(3) + data[last:]
    return data


def _exchange(pattern: re.Pattern[bytes]) -> Callable[[bytes, Random], bytes]:
    """Return what exchanges, drops or repeats one of the parts that a pattern finds."""

    def change(data: bytes, random: Random) -> bytes:
        found = [match.span() for match in pattern.finditer(data)]
        if not found:
            return change_bytes(data, random)
        first, last = random.choice(found)
        other, end = random.choice(found)
        part = random.choice((*random.sample(TOKENS, 4), data[other:end], data[first:last] * 2))
        return data[:first] + part + data[last:]

    return change


change_cell = _exchange(re.compile(rb"[^,;\n\r]*"))
change_line = _exchange(re.compile(rb"[^\n]*\n"))
change_value = _exchange(re.compile(rb"(?<== )[^\n]*"))
change_key = _exchange(re.compile(rb"(?m)^[^\n=]+(?==)|^\[.*\]$"))
change_text = _exchange(re.compile(rb"(?<=>)[^<>]+(?=<)"))
change_attribute = _exchange(re.compile(rb'(?<==")[^"]*(?=")'))
change_element = _exchange(re.compile(rb"<[^<>]+>"))

CSV = (change_bytes, change_cell, change_cell, change_cell, change_line)
TOML = (change_bytes, change_value, change_value, change_key, change_line)
XML = (change_bytes, change_text, change_text, change_text, change_attribute, change_attribute, change_element)


def mutate(data: bytes, random: Random, ways: Sequence[Callable[[bytes, Random], bytes]]) -> bytes:
    """Return the data changed once or twice in some of the ways."""
    for _ in range(random.choice((1, 1, 2))):
        data = random.choice(ways)(data, random)
    return data


def mutate_zip(data: bytes, random: Random) -> bytes:
    """Return a workbook with one of its parts changed and packed again; sometimes the packed bytes are changed."""
    if random.random() < 0.15:
        return change_bytes(data, random)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = random.choice([name for name in parts if "theme" not in name and "docProps" not in name])
    if random.random() < 0.05:
        del parts[name]
    else:
        parts[name] = mutate(parts[name], random, XML)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return out.getvalue()


def mutate_json(data: bytes, random: Random) -> bytes:
    """Return JSON with one of its values exchanged, dropped or repeated; sometimes its bytes are changed."""
    if random.random() < 0.2:
        return change_bytes(data, random)
    whole = json.loads(data)
    item: Any = whole
    while True:
        keys = list(item) if isinstance(item, dict) else list(range(len(item)))
        if not keys:
            return json.dumps(random.choice(VALUES)).encode()
        key = random.choice(keys)
        if isinstance(item[key], dict | list) and item[key] and random.random() < 0.8:
            item = item[key]
            continue
        kind = random.random()
        if kind < 0.1:
            del item[key]
        elif kind < 0.2 and isinstance(item, dict):
            item[str(random.choice(VALUES))] = random.choice(VALUES)
        else:
            item[key] = random.choice(VALUES)
        return json.dumps(whole).encode()
