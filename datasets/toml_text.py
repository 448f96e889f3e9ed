"""TOML from outside: parsed, or refused with the reason in one sentence."""

from __future__ import annotations

import tomllib
from typing import Final

MOST_NESTED: Final = 24
"""Tables and lists within each other; a scenario needs five."""
MOST_WORDS: Final = 200


def parse_toml(text: str) -> dict[str, object]:
    """Return a TOML text as a mapping.

    Raises
    ------
    ValueError
        It is no TOML, nests too deep or holds a number of thousands of digits; the message is short.
    """
    try:
        data: dict[str, object] = tomllib.loads(text.replace("\r\n", "\n"))
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise ValueError(str(error)[:MOST_WORDS]) from error
    level: list[object] = [data]
    for _ in range(MOST_NESTED):
        level = [inner for item in level for inner in _inside(item)]
        if not level:
            return data
    raise _too_deep()


def _inside(item: object) -> list[object]:
    parts = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return [part for part in parts if isinstance(part, dict | list)]


def _too_deep() -> ValueError:
    return ValueError(f"nested deeper than {MOST_NESTED} tables and lists")
