"""One column of raw cells read into values: what a planner or an Indonesian Excel types, or a fault that says why not.

Habits that are read and said so in one note: Bahasa words for codes, NIPs printed with blanks or an apostrophe,
a decimal comma, thousands points, ``31/12/2024``, month names, Excel's day numbers in a workbook, a lone ``-`` for
*empty*. A date such as ``03/04/2024`` may be March or April: it is a fault, unless the same column holds a date
that only reads day first (``31/12/2024``) and none that only reads month first; then the whole column is day first.
A number such as ``1.500`` is read where only one reading lies in the column's range, else it is a fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from math import isfinite
from typing import Final

from ..models.domain import vocabulary as words
from ..models.domain.nip import clean_nip
from ..models.domain.tables import Column
from .raw import RawCell
from .schema import CELL_WORDS, FALSE_WORDS, GROUP_WORDS, TRUE_WORDS

YEARS: Final = (1900, 2199)
SERIALS: Final = (18_264, 73_050)
"""Excel day numbers that are read as dates: 1950-01-01 to 2099-12-31 (1900 system)."""
EXACT_DIGITS: Final = 10**15
"""Excel keeps 15 digits of a number: from here on an id has lost its last ones."""
LONGEST_SHOWN: Final = 60

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february feb pebruari", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu aug ags", "september sep sept",
            "oktober october okt oct", "november nov nopember nop", "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?: 0?0:00(?::00)?)?")
_MONTH_NAME = re.compile(r"(\d{1,2})[- ]+([A-Za-z]+)\.?[- ]+(\d{4})")
_POWER = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+")
_SMALL = re.compile(r"[+-]?\d+(?:\.\d+)?[eE]-?\d{1,3}")
_COMMA = re.compile(r"([+-]?\d*),(\d+)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_RANK = re.compile(r"\b(IV|I{1,3})\s*[/. -]?\s*([A-E])\b")
_GRADE = re.compile(r"(?:GOL(?:ONGAN)?\.?\s*)?([IVX]+)")
_ECHELON = re.compile(r"(?:ESELON\s*)?(IV|V|I{1,3})\s*[/. -]?\s*([AB])")
_PERIOD = re.compile(r"(\d{4})(?:\.0)?(?:[ -]?(?:Q|TW|TRIWULAN)[ -]?([1-4]|I{1,3}|IV))?")
_QUARTERS: Final = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_RANK_BY_NAME: Final = {name.upper(): rank for rank, name in words.PNS_RANK_NAMES.items()}
_NOTHING: Final = frozenset({"-", "--", "—", "–"})


@dataclass(frozen=True, slots=True)
class WrongCell:
    """Why a cell was not read: a fault code and what its sentence names."""

    code: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """Values of one column; a wrong or empty cell is None.

    Parameters
    ----------
    values
        ``str``, ``int``, ``float``, ``bool`` or ``date``, one a cell.
    wrong
        Index of the cell -> why it was not read.
    habits
        Name of a tolerated habit -> number of cells.
    """

    values: list[object]
    wrong: dict[int, WrongCell]
    habits: Counter[str]


class _WrongError(Exception):
    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.cell = WrongCell(code, values)


@dataclass(frozen=True, slots=True)
class _SlashDate:
    first: int
    second: int
    year: int


_Read = tuple[object, str]
"""A value and the habit that it shows, "" for none."""


def shown(cell: RawCell) -> str:
    """Return a cell as a fault shows it: one line, at most 60 characters."""
    text = " ".join(str(cell).split())
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def nearest_word(text: str, choices: Sequence[str]) -> str:
    """Return the choice closest to what was typed, "" where none is close."""
    by_plain = {choice.casefold(): choice for choice in choices}
    matches = get_close_matches(text.casefold(), list(by_plain), n=1, cutoff=0.6)
    return by_plain[matches[0]] if matches else ""


def read_column(column: Column, cells: Sequence[RawCell], *, decimal_comma: bool = False) -> ColumnReading:
    """Read all cells of one column.

    Parameters
    ----------
    column
        What the column holds.
    cells
        Raw cells, one a row; blank text and None are empty.
    decimal_comma
        True where the file shows Indonesian number settings elsewhere.

    Returns
    -------
    Values, faults by index and the habits met. O(distinct cells) readings.
    """
    reader = _READERS[column.kind]
    comma = decimal_comma or (
        column.kind in ("int", "float") and any(isinstance(c, str) and _COMMA.fullmatch(c.strip()) for c in cells)
    )
    memo: dict[tuple[type, RawCell], _Read | WrongCell] = {}
    values: list[object] = []
    wrong: dict[int, WrongCell] = {}
    habits: Counter[str] = Counter()
    for index, cell in enumerate(cells):
        if cell is None or (isinstance(cell, str) and not cell.strip()) or cell != cell:
            values.append(None)
            continue
        key = (type(cell), cell)
        if key not in memo:
            try:
                memo[key] = reader(cell, column, comma)
            except _WrongError as error:
                memo[key] = error.cell
        outcome = memo[key]
        if isinstance(outcome, WrongCell):
            wrong[index] = outcome
            values.append(None)
        else:
            values.append(outcome[0])
            if outcome[1]:
                habits[outcome[1]] += 1
    if column.kind == "date":
        _settle_dates(values, wrong, habits, cells)
    return ColumnReading(values, wrong, habits)


def _settle_dates(
    values: list[object], wrong: dict[int, WrongCell], habits: Counter[str], cells: Sequence[RawCell]
) -> None:
    """Turn ``a/b/year`` into dates: day first where the column proves it, else a fault where both could be meant."""
    slashed = {index: value for index, value in enumerate(values) if isinstance(value, _SlashDate)}
    day_first = any(value.first > 12 for value in slashed.values())
    month_first = any(value.second > 12 for value in slashed.values())
    for index, value in slashed.items():
        values[index] = None
        if value.second > 12:
            wrong[index] = WrongCell("E-DATE", {"value": shown(cells[index])})
        elif value.first > 12 or value.first == value.second or (day_first and not month_first):
            day = _date(value.year, value.second, value.first)
            if day is None:
                wrong[index] = WrongCell("E-DATE", {"value": shown(cells[index])})
            else:
                values[index] = day
                habits["date_day_first"] += 1
        else:
            one, other = _date(value.year, value.second, value.first), _date(value.year, value.first, value.second)
            wrong[index] = WrongCell(
                "E-DATE-AMBIGUOUS", {"value": shown(cells[index]), "one": str(one), "other": str(other)}
            )


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _read_date(cell: RawCell, column: Column, comma: bool) -> _Read:
    if isinstance(cell, datetime):
        return _in_years(cell.date(), cell), ""
    if isinstance(cell, date):
        return _in_years(cell, cell), ""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if SERIALS[0] <= cell <= SERIALS[1] and float(cell).is_integer():
            return date(1899, 12, 30) + timedelta(days=int(cell)), "excel_serial"
        raise _WrongError("E-DATE", value=shown(cell))
    if not isinstance(cell, str):
        raise _WrongError("E-DATE", value=shown(cell))
    text = cell.strip()
    if text in _NOTHING and not column.required:
        return None, "dash"
    if match := _ISO.fullmatch(text):
        day = _date(*(int(part) for part in match.groups()))
        if day is not None:
            return _in_years(day, cell), "" if text[:10].count("-") == 2 else "date_slashed"
    elif match := _DAY_FIRST.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        if not YEARS[0] <= year <= YEARS[1]:
            raise _WrongError("E-DATE-RANGE", value=shown(cell))
        return _SlashDate(first, second, year), ""
    elif (match := _MONTH_NAME.fullmatch(text)) and (month := _MONTHS.get(match[2].casefold())):
        day = _date(int(match[3]), month, int(match[1]))
        if day is not None:
            return _in_years(day, cell), "date_month_name"
    raise _WrongError("E-DATE", value=shown(cell))


def _in_years(day: date, cell: RawCell) -> date:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise _WrongError("E-DATE-RANGE", value=shown(cell))
    return day


def _fits(number: float, column: Column) -> bool:
    low = -float("inf") if column.minimum is None else column.minimum
    high = float("inf") if column.maximum is None else column.maximum
    return low <= number <= high and (column.kind == "float" or number == int(number))


def _number(cell: RawCell, column: Column, comma: bool) -> tuple[float, str, bool]:
    """Return a number, its habit, and whether the digits were a plain whole number."""
    code = "E-INT" if column.kind == "int" else "E-FLOAT"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not isfinite(cell):
            raise _WrongError(code, value=shown(cell))
        return float(cell), "", False
    if not isinstance(cell, str):
        raise _WrongError(code, value=shown(cell))
    text = cell.strip().replace("\u00a0", "").removeprefix("Rp").strip()
    if text in _NOTHING and not column.required:
        return float("nan"), "dash", False
    grouped = bool(_THOUSANDS.fullmatch(text))
    if grouped and (text.count(".") + text.count(",") > 1):
        point = max(text.rfind("."), text.rfind(","))
        decimal = text[point] if text.count(text[point]) == 1 else ""
        plain = "".join(letter for letter in text if letter not in ".,") if not decimal else (
            text[:point].replace(".", "").replace(",", "") + "." + text[point + 1 :]
        )
        return float(plain), "thousands", False
    if grouped and ("," in text or comma or column.kind == "int"):
        as_decimal, as_whole = float(text.replace(",", ".")), float(text.replace(",", "").replace(".", ""))
        if _fits(as_decimal, column) and _fits(as_whole, column):
            raise _WrongError("E-NUMBER-AMBIGUOUS", value=shown(cell), one=f"{as_decimal:g}", other=f"{as_whole:.0f}")
        if _fits(as_whole, column):
            return as_whole, "thousands", False
        return as_decimal, "decimal_comma" if "," in text else "", False
    if _PLAIN.fullmatch(text):
        return float(text), "", "." not in text
    if _COMMA.fullmatch(text):
        return float(text.replace(",", ".")), "decimal_comma", False
    if column.kind == "float" and _SMALL.fullmatch(text) and isfinite(float(text)):
        return float(text), "", False
    raise _WrongError(code, value=shown(cell))


def _read_float(cell: RawCell, column: Column, comma: bool) -> _Read:
    number, habit, _ = _number(cell, column, comma)
    return (None if habit == "dash" else number), habit


def _read_int(cell: RawCell, column: Column, comma: bool) -> _Read:
    number, habit, exact = _number(cell, column, comma)
    if habit == "dash":
        return None, habit
    if not number.is_integer() or abs(number) >= EXACT_DIGITS:
        raise _WrongError("E-INT", value=shown(cell))
    return (int(str(cell).strip().replace("\u00a0", "").removeprefix("Rp")) if exact else int(number)), habit


def _read_bool(cell: RawCell, column: Column, comma: bool) -> _Read:
    if isinstance(cell, bool):
        return cell, ""
    text = str(int(cell)) if isinstance(cell, float) and cell in (0, 1) else str(cell).strip().casefold()
    if text in TRUE_WORDS:
        return True, ""
    if text in FALSE_WORDS:
        return False, ""
    if text in _NOTHING:
        return None, "dash"
    raise _WrongError("E-BOOL", value=shown(cell))


def _as_text(cell: RawCell) -> str:
    if isinstance(cell, bool | date | time):
        raise _WrongError("E-TEXT", value=shown(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT_DIGITS else repr(cell)
    return str(cell).strip()


def _read_text(cell: RawCell, column: Column, comma: bool) -> _Read:
    text = _as_text(cell)
    if "\0" in text:
        raise _WrongError("E-TEXT", value=shown(text.replace("\0", "\\0")))
    return text, ""


def _read_id(cell: RawCell, column: Column, comma: bool) -> _Read:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT_DIGITS:
        raise _WrongError("E-NIP-NUMBER", value=f"{cell:.0f}")
    text = _as_text(cell).strip("\u200b\u200c\u200d\u2060\ufeff")
    if _POWER.fullmatch(text) and (float(text.replace(",", ".")) >= EXACT_DIGITS):
        raise _WrongError("E-NIP-NUMBER", value=shown(text))
    if text in _NOTHING and not column.required:
        return None, "dash"
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        raise _WrongError("E-ID", value=shown(text.replace("\0", "\\0")))
    digits = clean_nip(text)
    if digits is not None and digits != text:
        return digits, "nip_spacing"
    return text, ""


@cache
def _choices(column: Column) -> dict[str, str]:
    """Return every admitted word, plainly spelt -> code."""
    admitted = {_plain(code): code for code in column.choices}
    if column.name == "group":
        admitted |= {_plain(word): code for code, word in GROUP_WORDS.items()}
    name = "education" if column.name == "education_min" else column.name
    spelt = {_plain(word): code for word, code in CELL_WORDS.get(name, {}).items()}
    return admitted | {word: code for word, code in spelt.items() if code in column.choices}


def _plain(text: str) -> str:
    return re.sub(r"[\s_\u00a0-]+", " ", text).strip().casefold() or text.strip()


def _read_choice(cell: RawCell, column: Column, comma: bool) -> _Read:
    text = _as_text(cell)
    admitted = _choices(column)
    code = admitted.get(_plain(text))
    if code is not None:
        return code, ""
    if text in _NOTHING and not column.required:
        return None, "dash"
    near = nearest_word(_plain(text), list(admitted))
    raise _WrongError(
        "E-CHOICE", value=shown(text), choices=", ".join(column.choices), near=admitted[near] if near else ""
    )


def _read_rank(cell: RawCell, column: Column, comma: bool) -> _Read:
    text = _as_text(cell).upper()
    if match := _RANK.search(text):
        rank = f"{match[1]}/{match[2].lower()}"
        if rank in words.PNS_RANK_ORDER:
            return rank, ""
    if (match := _GRADE.fullmatch(text)) and match[1] in words.PPPK_GRADE_ORDER:
        return match[1], ""
    if text in _RANK_BY_NAME:
        return _RANK_BY_NAME[text], ""
    if text in _NOTHING and not column.required:
        return None, "dash"
    raise _WrongError("E-RANK", value=shown(cell))


def _read_echelon(cell: RawCell, column: Column, comma: bool) -> _Read:
    text = _as_text(cell).upper()
    if (match := _ECHELON.fullmatch(text)) and (name := f"{match[1]}.{match[2].lower()}") in words.ECHELON_ORDER:
        return name, ""
    if text in _NOTHING or text in ("NON ESELON", "NON-ESELON", "NONESELON"):
        return None, "dash"
    raise _WrongError("E-ECHELON", value=shown(cell))


def _read_period(cell: RawCell, column: Column, comma: bool) -> _Read:
    match = _PERIOD.fullmatch(_as_text(cell).upper())
    if not match or not YEARS[0] <= int(match[1]) <= YEARS[1]:
        raise _WrongError("E-PERIOD", value=shown(cell))
    quarter = _QUARTERS.get(match[2] or "", match[2])
    return match[1] + (f"Q{quarter}" if quarter else ""), ""


_READERS: Final[dict[str, Callable[[RawCell, Column, bool], _Read]]] = {
    "id": _read_id,
    "text": _read_text,
    "list": _read_text,
    "int": _read_int,
    "float": _read_float,
    "bool": _read_bool,
    "date": _read_date,
    "period": _read_period,
    "choice": _read_choice,
    "rank": _read_rank,
    "echelon": _read_echelon,
}
