"""Dates as people and Excel write them.

A date such as ``03/04/2024`` may be March or April: it is a fault, unless the same column holds a date that
only reads day first (``31/12/2024``) and none that only reads month first, or the rest of the file says so
(:mod:`.date_order`); then the whole column is day first. A date that only reads month first is a fault: nobody
here writes so, and an export that does has more of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from ..models.domain.tables import Column
from .cell_base import NOTHING, Read, WrongCell, WrongCellError, shown
from .raw import RawCell

YEARS: Final = (1900, 2199)
SERIALS: Final = (18_264, 73_050)
"""Excel day numbers that are read as dates: 1950-01-01 to 2099-12-31 (1900 system)."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb pebruari", "maret march mar",
            "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu aug ags", "september sep sept",
            "oktober october okt oct", "november nov nopember nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: 0?0:00(?::00)?)?", re.ASCII)
_MONTH_NAME = re.compile(r"(\d{1,2})[- ]+([A-Za-z]+)\.?[- ]+(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SlashDate:
    """``first/second/year`` whose order is not settled yet."""

    first: int
    second: int
    year: int


def slash_date(text: str) -> SlashDate | None:
    """Return a text as ``first/second/year``, None where it is no such date."""
    match = _DAY_FIRST.fullmatch(text.strip())
    return SlashDate(*(int(part) for part in match.groups())) if match else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_date(cell: RawCell, column: Column, comma: bool) -> Read:
    """Read one date; ``a/b/year`` comes out unsettled."""
    if isinstance(cell, datetime):
        return _in_years(cell.date(), cell), ""
    if isinstance(cell, date):
        return _in_years(cell, cell), ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if SERIALS[0] <= cell <= SERIALS[1] and float(cell).is_integer():
            return date(1899, 12, 30) + timedelta(days=int(cell)), "excel_serial"
        raise WrongCellError("E-DATE", value=shown(cell))
    if not isinstance(cell, str):
        raise WrongCellError("E-DATE", value=shown(cell))
    text = cell.strip()
    if text in NOTHING and not column.required:
        return None, "dash"
    if match := _ISO.fullmatch(text):
        day = _date(*(int(part) for part in match.groups()))
        if day is not None:
            return _in_years(day, cell), "" if text[:10].count("-") == 2 else "date_slashed"
    elif match := _DAY_FIRST.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        if not YEARS[0] <= year <= YEARS[1]:
            raise WrongCellError("E-DATE-RANGE", value=shown(cell))
        return SlashDate(first, second, year), ""
    elif (match := _MONTH_NAME.fullmatch(text)) and (month := _MONTHS.get(match[2].casefold())):
        day = _date(int(match[3]), month, int(match[1]))
        if day is not None:
            return _in_years(day, cell), "date_month_name"
    raise WrongCellError("E-DATE", value=shown(cell))


def _in_years(day: date, cell: RawCell) -> date:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise WrongCellError("E-DATE-RANGE", value=shown(cell))
    return day


def settle_dates(
    values: list[object], wrong: dict[int, WrongCell], habits: Counter[str], cells: Sequence[RawCell], elsewhere: str = ""
) -> None:
    """Settle ``a/b/year``: day first where the column or the rest of the file proves it, else a fault if it may be either.

    ``elsewhere`` is the habit under which the rest of the file settles it (:mod:`.date_order`), "" for none.
    """
    slashed = {index: value for index, value in enumerate(values) if isinstance(value, SlashDate)}
    day_first = any(value.first > 12 for value in slashed.values())
    month_first = any(value.second > 12 for value in slashed.values())
    for index, value in slashed.items():
        values[index] = None
        if value.second > 12:
            wrong[index] = WrongCell("E-DATE", {"value": shown(cells[index])})
        elif value.first > 12 or value.first == value.second or ((day_first or elsewhere) and not month_first):
            day = _date(value.year, value.second, value.first)
            if day is None:
                wrong[index] = WrongCell("E-DATE", {"value": shown(cells[index])})
            else:
                values[index] = day
                habits["date_day_first" if day_first or not elsewhere else elsewhere] += 1
        else:
            one, other = (
                _date(value.year, value.second, value.first),
                _date(value.year, value.first, value.second),
            )
            wrong[index] = WrongCell(
                "E-DATE-AMBIGUOUS", {"value": shown(cells[index]), "one": str(one), "other": str(other)}
            )
