"""One column of raw cells read into values, or into faults that say why not.

Habits that are read and said so in one note: Bahasa words for codes, NIPs printed with blanks or an
apostrophe, a lone ``-`` for *empty*, and what :mod:`.cell_dates` and :mod:`.cell_numbers` say of dates
and numbers. A NIP that Excel turned into a number is refused by the cell's type: its last digits are
gone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from functools import cache
from typing import Final

from ..models.domain import vocabulary as words
from ..models.domain.nip import clean_nip
from ..models.domain.tables import Column
from .cell_base import NOTHING, Read, WrongCell, WrongCellError, shown
from .cell_dates import YEARS, read_date, settle_dates
from .cell_numbers import DECIMAL_COMMA, EXACT_DIGITS, read_float, read_int
from .hidden_signs import escaped, is_plain_id, visible, visible_id
from .raw import CellError, RawCell
from .schema import CELL_WORDS, FALSE_WORDS, GROUP_WORDS, TRUE_WORDS

_POWER = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE]\+?\d+", re.ASCII)
_PLAIN_ID = re.compile(r"[0-9]+|[A-Za-z][A-Za-z0-9]*(?:[.-][A-Za-z0-9]+)*")
"""Ids that are read as they stand, nearly all of any file; the others are looked at one by one."""
_RANK = re.compile(r"\b(IV|I{1,3})\s*[/. -]?\s*([A-E])\b")
_GRADE = re.compile(r"(?:GOL(?:ONGAN)?\.?\s*)?([IVX]+)")
_ECHELON = re.compile(r"(?:ESELON\s*)?(IV|V|I{1,3})\s*[/. -]?\s*([AB])")
_PERIOD = re.compile(r"(\d{4})(?:\.0)?(?:[ -]?(?:Q|TW|TRIWULAN)[ -]?([1-4]|I{1,3}|IV))?", re.ASCII)
_QUARTERS: Final = {"I": "1", "II": "2", "III": "3", "IV": "4"}
_RANK_BY_NAME: Final = {name.upper(): rank for rank, name in words.PNS_RANK_NAMES.items()}


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


def nearest_word(text: str, choices: Sequence[str]) -> str:
    """Return the choice closest to what was typed, "" where none is close."""
    by_plain = {choice.casefold(): choice for choice in choices}
    matches = get_close_matches(text.casefold(), list(by_plain), n=1, cutoff=0.6)
    return by_plain[matches[0]] if matches else ""


def read_column(
    column: Column, cells: Sequence[RawCell], *, decimal_comma: bool = False, date_order: str = ""
) -> ColumnReading:
    """Read all cells of one column.

    Parameters
    ----------
    column
        What the column holds.
    cells
        Raw cells, one a row; blank text and None are empty.
    decimal_comma
        True where the file shows Indonesian number settings elsewhere.
    date_order
        Habit under which the rest of the file settles ``a/b/year`` day first, "" where it does not.

    Returns
    -------
    Values, faults by index and the habits met. O(distinct cells) readings.
    """
    reader = _READERS[column.kind]
    comma = decimal_comma or (
        column.kind in ("int", "float") and any(isinstance(c, str) and DECIMAL_COMMA.fullmatch(c.strip()) for c in cells)
    )
    memo: dict[tuple[type, RawCell], Read | WrongCell] = {}
    values: list[object] = []
    wrong: dict[int, WrongCell] = {}
    habits: Counter[str] = Counter()
    is_id, is_plain = column.kind == "id", _PLAIN_ID.fullmatch
    for index, cell in enumerate(cells):
        if is_id and type(cell) is str and is_plain(cell):
            values.append(cell)
            continue
        if cell is None or (isinstance(cell, str) and not cell.strip()) or cell != cell:
            values.append(None)
            continue
        key = (type(cell), cell)
        if key not in memo:
            try:
                if isinstance(cell, CellError):
                    raise WrongCellError("E-CELL", value=shown(cell))
                memo[key] = reader(cell, column, comma)
            except WrongCellError as error:
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
        settle_dates(values, wrong, habits, cells, date_order)
    return ColumnReading(values, wrong, habits)


def _read_bool(cell: RawCell, column: Column, comma: bool) -> Read:
    if isinstance(cell, bool):
        return cell, ""
    text = str(int(cell)) if isinstance(cell, float) and cell in (0, 1) else str(cell).strip().casefold()
    if text in TRUE_WORDS:
        return True, ""
    if text in FALSE_WORDS:
        return False, ""
    if text in NOTHING:
        return None, "dash"
    raise WrongCellError("E-BOOL", value=shown(cell))


def _as_text(cell: RawCell) -> str:
    if isinstance(cell, bool | date | time):
        raise WrongCellError("E-TEXT", value=shown(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT_DIGITS else repr(cell)
    return str(cell).strip()


def _read_text(cell: RawCell, column: Column, comma: bool) -> Read:
    text = _as_text(cell)
    seen = visible(text)
    habit = "" if seen == text else "hidden"
    if not seen:
        return None, habit
    if seen in NOTHING and not column.required:
        return None, "dash"
    if "\0" in seen:
        raise WrongCellError("E-TEXT", value=shown(seen.replace("\0", "\\0")))
    return seen, habit


def _read_id(cell: RawCell, column: Column, comma: bool) -> Read:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT_DIGITS:
        raise WrongCellError("E-NIP-NUMBER", value=f"{cell:.0f}")
    typed = _as_text(cell)
    text = visible_id(typed)
    if not text:
        return None, "hidden"
    if _POWER.fullmatch(text) and (float(text.replace(",", ".")) >= EXACT_DIGITS):
        raise WrongCellError("E-NIP-NUMBER", value=shown(text))
    if text in NOTHING and not column.required:
        return None, "dash"
    digits = clean_nip(text)
    if digits is not None and digits != text:
        return digits, "nip_spacing"
    if not is_plain_id(text):
        raise WrongCellError("E-ID", value=shown(escaped(text)))
    return text, "" if text == typed else "hidden"


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


def _read_choice(cell: RawCell, column: Column, comma: bool) -> Read:
    text = _as_text(cell)
    admitted = _choices(column)
    code = admitted.get(_plain(text))
    if code is not None:
        return code, ""
    if text in NOTHING and not column.required:
        return None, "dash"
    near = nearest_word(_plain(text), list(admitted))
    raise WrongCellError(
        "E-CHOICE", value=shown(text), choices=", ".join(column.choices), near=admitted[near] if near else ""
    )


def _read_rank(cell: RawCell, column: Column, comma: bool) -> Read:
    text = _as_text(cell).upper()
    if match := _RANK.search(text):
        rank = f"{match[1]}/{match[2].lower()}"
        if rank in words.PNS_RANK_ORDER:
            return rank, ""
    if (match := _GRADE.fullmatch(text)) and match[1] in words.PPPK_GRADE_ORDER:
        return match[1], ""
    if text in _RANK_BY_NAME:
        return _RANK_BY_NAME[text], ""
    if text in NOTHING and not column.required:
        return None, "dash"
    raise WrongCellError("E-RANK", value=shown(cell))


def _read_echelon(cell: RawCell, column: Column, comma: bool) -> Read:
    text = _as_text(cell).upper()
    if (match := _ECHELON.fullmatch(text)) and (name := f"{match[1]}.{match[2].lower()}") in words.ECHELON_ORDER:
        return name, ""
    if text in NOTHING or text in ("NON ESELON", "NON-ESELON", "NONESELON"):
        return None, "dash"
    raise WrongCellError("E-ECHELON", value=shown(cell))


def _read_period(cell: RawCell, column: Column, comma: bool) -> Read:
    match = _PERIOD.fullmatch(_as_text(cell).upper())
    if not match or not YEARS[0] <= int(match[1]) <= YEARS[1]:
        raise WrongCellError("E-PERIOD", value=shown(cell))
    quarter = _QUARTERS.get(match[2] or "", match[2])
    return match[1] + (f"Q{quarter}" if quarter else ""), ""


_READERS: Final[dict[str, Callable[[RawCell, Column, bool], Read]]] = {
    "id": _read_id,
    "text": _read_text,
    "list": _read_text,
    "int": read_int,
    "float": read_float,
    "bool": _read_bool,
    "date": read_date,
    "period": _read_period,
    "choice": _read_choice,
    "rank": _read_rank,
    "echelon": _read_echelon,
}
