"""Checks of people: their numbers, dates, ranks, sanctions and profiles."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..models.domain import vocabulary as words
from ..models.domain.calendar import completed_years
from ..models.domain.nip import NIP_DIGITS, Nip, NipConflict, nip_conflicts, parse_nip
from .context import Context, day_of, rows_of, text_of
from .nip_column import right_numbers
from .parsed import ParsedTable
from .raw import Finding

USUAL_AGES: Final = (18, 65)
LONG_NUMBER: Final = (15, 21)
"""A bare number of so many digits is likely meant as a NIP."""
_PART_CODES: Final = {
    "birth": "E-NIP-BIRTH",
    "start": "E-NIP-START",
    "status": "E-NIP-STATUS",
    "sex": "E-NIP-SEX",
    "service": "W-NIP-SERVICE",
    "age": "W-NIP-AGE",
}
_PAST_DATES: Final = ("birth_date", "rank_since", "position_since", "service_since", "pns_since")
_AFTER_BIRTH: Final = ("rank_since", "position_since", "service_since", "pns_since", "contract_until")
_LOOKED_AT: Final = (
    *("employee_id", "status", "sex", *_PAST_DATES, "contract_until", "rank", "sanction", "sanction_until"),
    *("active", "inactive_reason"),
)
_SEX_DIGITS: Final = {"m": "1", "f": "2"}


def check_people(context: Context) -> Iterator[Finding]:
    """Yield what is wrong or odd with the table of employees, and who has no profile."""
    employees = context.parsed["employees"]
    profiled = set(context.parsed["profiles"].frame["employee_id"].dropna().tolist())
    odd = _odd_dates(employees.frame, context.as_of)
    looked_at = odd | _may_be_wrong(employees.frame, profiled)
    rows = np.flatnonzero(looked_at).tolist()
    for row, (_, person) in zip(rows, rows_of(employees.frame.loc[looked_at, list(_LOOKED_AT)]), strict=True):
        identity = text_of(person["employee_id"])
        if identity is not None:
            yield from _check_nip(employees, row, identity, person)
            if identity not in profiled:
                yield employees.finding("W-PROFILE-MISSING", row, "employee_id")
        if odd[row]:
            yield from _check_dates(employees, row, person, context.as_of)
        yield from _check_rank(employees, row, person)
        yield from _check_ends(employees, row, person)


def _odd_dates(people: pd.DataFrame, as_of: date | None) -> npt.NDArray[np.bool_]:
    """Return the people whose dates are looked at one by one: all that may be wrong, few that are right. Shape (E,)."""
    birth = people["birth_date"]
    odd = np.zeros(len(people), dtype=np.bool_)
    for column in _AFTER_BIRTH:
        odd |= (people[column] < birth).to_numpy()
    if as_of is not None:
        for column in _PAST_DATES:
            odd |= (people[column] > pd.Timestamp(as_of)).to_numpy()
        birthday = as_of.year - birth.dt.year  # of this year: the age, or one more
        odd |= (~birthday.between(USUAL_AGES[0] + 1, USUAL_AGES[1]) & birth.notna()).to_numpy()
    return odd


def _may_be_wrong(people: pd.DataFrame, profiled: Collection[str]) -> npt.NDArray[np.bool_]:
    """Return the people who are looked at one by one for anything but their dates: all with a finding. Shape (E,)."""
    is_pppk = people["status"].str.startswith("pppk").fillna(False).astype(bool)
    odd = people["rank"].notna() & (people["rank"].isin(list(words.PPPK_GRADE_ORDER)) != is_pppk)
    odd |= is_pppk & people["contract_until"].isna()
    odd |= people["sanction"].notna() & (people["sanction"] != "none") & people["sanction_until"].isna()
    odd |= ~people["active"].fillna(True).astype(bool) & people["inactive_reason"].isna()
    odd |= ~people["employee_id"].isin(list(profiled))
    return odd.to_numpy(dtype=bool) | ~right_numbers(people)


def _check_nip(employees: ParsedTable, row: int, identity: str, person: dict[str, object]) -> Iterator[Finding]:
    nip = parse_nip(identity)
    if nip is None:
        length = len(identity)
        if identity.isascii() and identity.isdigit() and LONG_NUMBER[0] <= length < LONG_NUMBER[1]:
            yield employees.finding("W-NIP-LENGTH", row, "employee_id", {"value": identity, "count": length})
        return
    if nip.serial == 0:
        # Excel writes the digits that it lost as zeros; a serial begins at 001.
        yield employees.finding("E-NIP-NUMBER", row, "employee_id", {"value": identity})
        return
    conflicts = nip_conflicts(
        nip,
        birth_date=day_of(person["birth_date"]),
        sex=text_of(person["sex"]),
        status=text_of(person["status"]),
        service_since=day_of(person["service_since"]),
    )
    for conflict in conflicts:
        column = "service_since" if conflict.part == "service" else "employee_id"
        yield employees.finding(_PART_CODES[conflict.part], row, column, _conflict_values(conflict, nip, person))


def _conflict_values(conflict: NipConflict, nip: Nip, person: dict[str, object]) -> dict[str, object]:
    if conflict.part == "sex":
        fact = f" ({_SEX_DIGITS[conflict.fact]})" if conflict.fact else ""
        return {"digits": nip.text[14], "fact": fact}
    fact = conflict.fact or str(person["birth_date"] or "-")
    return {"digits": conflict.digits, "fact": fact, "length": NIP_DIGITS}


def _check_dates(employees: ParsedTable, row: int, person: dict[str, object], as_of: date | None) -> Iterator[Finding]:
    birth = day_of(person["birth_date"])
    if as_of is not None:
        for column in _PAST_DATES:
            day = day_of(person[column])
            if day is not None and day > as_of:
                yield employees.finding("E-DATE-FUTURE", row, column, {"value": day, "as_of": as_of})
        if birth is not None and birth <= as_of:
            age = completed_years(birth, as_of)
            if not USUAL_AGES[0] <= age <= USUAL_AGES[1]:
                yield employees.finding("W-AGE", row, "birth_date", {"age": age, "as_of": as_of})
    for column in _AFTER_BIRTH if birth is not None else ():
        day = day_of(person[column])
        if day is not None and birth is not None and day < birth:
            values = {"value": day, "before": employees.word("birth_date"), "start": birth}
            yield employees.finding("E-DATE-ORDER", row, column, values)


def _check_rank(employees: ParsedTable, row: int, person: dict[str, object]) -> Iterator[Finding]:
    rank, status = text_of(person["rank"]), text_of(person["status"])
    if rank is None or status is None:
        return
    is_pppk = status.startswith("pppk")
    if (rank in words.PPPK_GRADE_ORDER) != is_pppk:
        scale = "PPPK (I-XVII)" if is_pppk else "PNS (I/a-IV/e)"
        yield employees.finding("E-RANK-STATUS", row, "rank", {"value": rank, "status": status, "scale": scale})


def _check_ends(employees: ParsedTable, row: int, person: dict[str, object]) -> Iterator[Finding]:
    def empty(column: str) -> bool:
        return person[column] is None and not employees.is_wrong(row, column)

    if str(person["status"]).startswith("pppk") and empty("contract_until"):
        yield employees.finding("W-CONTRACT-END", row, "contract_until")
    if person["sanction"] not in (None, "none") and empty("sanction_until"):
        yield employees.finding("W-SANCTION-END", row, "sanction_until", {"value": person["sanction"]})
    if person["active"] is False and empty("inactive_reason"):
        yield employees.finding("W-INACTIVE-REASON", row, "inactive_reason")
