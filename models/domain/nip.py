"""The 18 digits of a NIP (PNS) or NI PPPK, taken apart and held against the other facts of a person.

A PNS number is birth date (8), year and month of entry (6), sex (1), serial from 001 (3); a PPPK number is
birth date (8), year of the first contract (4), contract code from 21 (2), sex (1), serial (3). Digits 13-14
so tell the two apart. There is no check digit: a wrong serial cannot be found. Sources: Perka BKN 22/2007 and
43/2007 (PNS); the split of the PPPK number is recalled, to be confirmed. Sex serves this check and audits
only (R25).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from .calendar import completed_years

NIP_DIGITS: Final = 18
PPPK_CODE_FROM: Final = 21
START_AGES: Final = (18, 35)
"""Usual age at entry; others happen (posts open to 40, old conversions), so outside is odd, not wrong."""

Part = Literal["birth", "start", "sex", "status", "service", "age"]

_BLANKS = re.compile(r"[\s\u00a0\u200b-\u200d\u2060\ufeff'’‘`´.\-]+")


@dataclass(frozen=True, slots=True)
class Nip:
    """One number taken apart; a part that says nothing valid is None.

    Parameters
    ----------
    text
        The 18 digits.
    birth_date
        Digits 1-8 as a date.
    start_year
        Digits 9-12: year of entry (PNS) or of the first contract (PPPK).
    start_month
        Digits 13-14 where they are 01-12 (PNS).
    contract
        Digits 13-14 where they are 21 or more (PPPK).
    sex
        Digit 15: 1 = ``m``, 2 = ``f``.
    serial
        Digits 16-18.
    """

    text: str
    birth_date: date | None
    start_year: int
    start_month: int | None
    contract: int | None
    sex: Literal["m", "f"] | None
    serial: int

    @property
    def is_pppk(self) -> bool:
        """True where digits 13-14 are a contract code."""
        return self.contract is not None


@dataclass(frozen=True, slots=True)
class NipConflict:
    """A part of the number that is invalid, or differs from another fact of the person.

    Parameters
    ----------
    part
        Which part.
    digits
        What the number says.
    fact
        What the other column says, "" where the part itself is invalid.
    """

    part: Part
    digits: str
    fact: str = ""


def clean_nip(text: str) -> str | None:
    """Return the 18 digits of a number printed with blanks, dots, dashes or apostrophes, else None."""
    digits = _BLANKS.sub("", text)
    return digits if len(digits) == NIP_DIGITS and digits.isascii() and digits.isdigit() else None


def parse_nip(text: str) -> Nip | None:
    """Take a NIP or NI PPPK apart; None where the text is not exactly 18 digits (an agency's own id)."""
    if len(text) != NIP_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    middle = int(text[12:14])
    sexes: dict[str, Literal["m", "f"]] = {"1": "m", "2": "f"}
    return Nip(
        text=text,
        birth_date=_date(text[:8]),
        start_year=int(text[8:12]),
        start_month=middle if 1 <= middle <= 12 else None,
        contract=middle if middle >= PPPK_CODE_FROM else None,
        sex=sexes.get(text[14]),
        serial=int(text[15:]),
    )


def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def nip_conflicts(
    nip: Nip,
    *,
    birth_date: date | None = None,
    sex: str | None = None,
    status: str | None = None,
    service_since: date | None = None,
) -> tuple[NipConflict, ...]:
    """Hold the parts of a number against the person's other facts; unknown facts are not compared.

    Parameters
    ----------
    nip
        The number, from :func:`parse_nip`.
    birth_date, sex, status, service_since
        The person's columns of those names; None = unknown.

    Returns
    -------
    Conflicts in the order of the digits. ``service`` and ``age`` are odd rather than wrong.
    """
    text = nip.text
    found: list[NipConflict] = []
    if nip.birth_date is None:
        found.append(NipConflict("birth", text[:8]))
    elif birth_date is not None and nip.birth_date != birth_date:
        found.append(NipConflict("birth", nip.birth_date.isoformat(), birth_date.isoformat()))
    if nip.start_month is None and nip.contract is None:
        found.append(NipConflict("start", text[12:14]))
    elif status is not None and nip.is_pppk != status.startswith("pppk"):
        found.append(NipConflict("status", text[12:14], status))
    if nip.sex is None:
        found.append(NipConflict("sex", text[14]))
    elif sex is not None and nip.sex != sex:
        found.append(NipConflict("sex", nip.sex, sex))
    if service_since is not None:
        start, fact = text[8:12], f"{service_since.year:04d}"
        if nip.start_month is not None:
            start, fact = f"{start}-{text[12:14]}", f"{fact}-{service_since.month:02d}"
        if start != fact:
            found.append(NipConflict("service", start, fact))
    if nip.birth_date is not None and not nip.is_pppk and nip.start_month and nip.start_year > 0:
        age = completed_years(nip.birth_date, date(nip.start_year, nip.start_month, 1))
        if not START_AGES[0] <= age <= START_AGES[1]:
            found.append(NipConflict("age", str(age)))
    return tuple(found)
