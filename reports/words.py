"""Words of the reports, Bahasa Indonesia and English side by side.

In Bahasa the solver's word for a proved plan is *terbukti terbaik*: "optimal" is a band of JPM there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from .word_pairs import PAIRS

Language = Literal["id", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("id", "en")
MONTHS: Final[Mapping[Language, tuple[str, ...]]] = MappingProxyType(
    {
        "id": (
            "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
            "November", "Desember",
        ),
        "en": (
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    Parameters
    ----------
    language
        ``id`` or ``en``.
    """

    language: Language

    def __call__(self, key: str, **facts: object) -> str:
        """Return the words of a key, facts filled in.

        Raises
        ------
        KeyError
            No such key.
        """
        return self.pick(*PAIRS[key]).format(**facts)

    def pick(self, bahasa: str, english: str) -> str:
        """Return the one of two texts that is in this language."""
        return bahasa if self.language == "id" else english

    def code(self, kind: str, code: str) -> str:
        """Return the words of a machine code, such as a kind of move; the code itself where none are known."""
        key = f"{kind}.{code}"
        return self(key) if key in PAIRS else code

    def number(self, value: float, digits: int = 0, *, signed: bool = False) -> str:
        """Return a number as it is read inside a sentence: 1.234,5 in Bahasa, 1,234.5 in English."""
        text = f"{value:+,.{digits}f}" if signed else f"{value:,.{digits}f}"
        return text.translate(str.maketrans(",.", ".,")) if self.language == "id" else text

    def plain(self, value: float) -> str:
        """Return a number without needless zeros, at most two decimals."""
        digits = next(places for places in (0, 1, 2) if places == 2 or round(value, places) == value)
        return self.number(value, digits)

    def day(self, value: date) -> str:
        """Return a date in words, such as ``4 Januari 2027``."""
        return f"{value.day} {MONTHS[self.language][value.month - 1]} {value.year}"

    def group(self, code: str) -> str:
        """Return a group of posts as it is written, such as ``JPT Pratama``."""
        return " ".join("JPT" if part == "jpt" else part.capitalize() for part in code.split("_"))
