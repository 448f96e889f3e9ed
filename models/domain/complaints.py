"""What is wrong with a scenario, all of it at once, each in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import DataError


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong.

    Parameters
    ----------
    key
        Dotted key, such as ``rules.R09.mode``.
    english, bahasa
        What was found and what was expected, without a full stop.
    code
        Code of the error.
    place
        Where the key stands, in English and Bahasa; None = the scenario itself.
    """

    key: str
    english: str
    bahasa: str
    code: str = "E-SCENARIO"
    place: tuple[str, str] | None = None

    def sentences(self, place: str) -> tuple[str, str]:
        """Return the complaint in English and in Bahasa, with its place."""
        english, bahasa = self.place or (place, place)
        return f"{english}, '{self.key}': {self.english}", f"{bahasa}, '{self.key}': {self.bahasa}"


def refuse(complaints: Sequence[Complaint], place: str = "scenario") -> None:
    """Raise one error that names every complaint; nothing where there is none.

    Raises
    ------
    DataError
        There are complaints; its code is the first one's.
    """
    if complaints:
        said = [(complaint, *complaint.sentences(place)) for complaint in complaints]
        english, bahasa = "; ".join(item[1] for item in said) + ".", "; ".join(item[2] for item in said) + "."
        parts = tuple((f"{sama}. [{item.code}]", f"{words}. [{item.code}]") for item, words, sama in said)
        raise DataError(english, code=complaints[0].code, bahasa=bahasa, parts=parts if len(parts) > 1 else ())
