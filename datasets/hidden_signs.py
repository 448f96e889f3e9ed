"""Letters that nobody sees: marks of writing direction, blanks of no width, control codes.

They make two texts that look the same differ, turn ``gpj.exe`` into ``exe.jpg`` and let a name steer a terminal. A
text loses them at the door, and one line says so; an id loses them at its ends (Excel copies them along), inside an id
they are a fault. The joiners U+200C and U+200D stay in a text: some scripts are spelt with them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CONTROLS: Final = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTIONS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_NO_WIDTH: Final = "\u200b\u2060-\u2064\ufeff"
_HIDDEN: Final = re.compile(f"[{_CONTROLS}{_DIRECTIONS}{_NO_WIDTH}]")
_ID_ENDS: Final = re.compile(f"^[\\s{_DIRECTIONS}{_NO_WIDTH}\u200c\u200d]+|[\\s{_DIRECTIONS}{_NO_WIDTH}\u200c\u200d]+$")
_FOLDERS: Final = frozenset({".", ".."})


def visible(text: str) -> str:
    """Return a text without the letters that nobody sees, nor blanks around it."""
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub("", text).strip()


def visible_id(text: str) -> str:
    """Return an id without what nobody sees at its ends."""
    return text if text.isascii() else _ID_ENDS.sub("", text)


def escaped(text: str) -> str:
    """Return a text with each letter that nobody sees shown by its number."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def is_plain_id(text: str) -> bool:
    """Tell whether an id holds only what one sees, on one line, and names no place on a disk.

    ``KEC/01`` is an id; ``../x``, ``/x`` and ``C:/x`` are places, with either slash.
    """
    if not text.isprintable() and any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") for letter in text):
        return False
    place = text.replace("\\", "/")
    return not (place.startswith("/") or re.match(r"[A-Za-z]:/", place) or _FOLDERS & set(place.split("/")))
