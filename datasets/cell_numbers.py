"""Numbers as people and Excel write them: ``3,5``, ``1.500.000``, ``Rp 250.000``.

A number such as ``1.500`` is read where only one reading lies in the column's range; where both do it is a
fault. In a file without any decimal comma a point is a decimal point.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Final

from ..models.domain.tables import Column
from .cell_base import NOTHING, Read, WrongCellError, shown
from .raw import RawCell

EXACT_DIGITS: Final = 10**15
"""Excel keeps 15 digits of a number: from here on it has lost its last ones."""

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+", re.ASCII)
_SMALL = re.compile(r"[+-]?\d+(?:\.\d+)?[eE]-?\d{1,3}", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?|[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
DECIMAL_COMMA = re.compile(r"([+-]?\d*),(\d+)", re.ASCII)


def _fits(number: float, column: Column) -> bool:
    low = -float("inf") if column.minimum is None else column.minimum
    high = float("inf") if column.maximum is None else column.maximum
    return low <= number <= high and (column.kind == "float" or number == int(number))


def _number(cell: RawCell, column: Column, comma: bool) -> tuple[float, str, bool]:
    """Return a number, its habit, and whether the digits were a plain whole number."""
    code = "E-INT" if column.kind == "int" else "E-FLOAT"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not isfinite(cell):
            raise WrongCellError(code, value=shown(cell))
        return float(cell), "", False
    if not isinstance(cell, str):
        raise WrongCellError(code, value=shown(cell))
    text = cell.strip().replace("\u00a0", "").removeprefix("Rp").strip()
    if text in NOTHING and not column.required:
        return float("nan"), "dash", False
    grouped = bool(_THOUSANDS.fullmatch(text))
    if grouped and (text.count(".") + text.count(",") > 1):
        point = max(text.rfind("."), text.rfind(","))
        decimal = text[point] if text.count(text[point]) == 1 else ""
        plain = (
            "".join(letter for letter in text if letter not in ".,")
            if not decimal
            else (text[:point].replace(".", "").replace(",", "") + "." + text[point + 1 :])
        )
        return float(plain), "thousands", False
    if grouped and ("," in text or comma or column.kind == "int"):
        as_decimal, as_whole = float(text.replace(",", ".")), float(text.replace(",", "").replace(".", ""))
        if _fits(as_decimal, column) and _fits(as_whole, column):
            raise WrongCellError("E-NUMBER-AMBIGUOUS", value=shown(cell), one=f"{as_decimal:g}", other=f"{as_whole:.0f}")
        if _fits(as_whole, column):
            return as_whole, "thousands", False
        return as_decimal, "decimal_comma" if "," in text else "", False
    if _PLAIN.fullmatch(text):
        return float(text), "", "." not in text
    if DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(",", ".")), "decimal_comma", False
    if column.kind == "float" and _SMALL.fullmatch(text) and isfinite(float(text)):
        return float(text), "", False
    raise WrongCellError(code, value=shown(cell))


def read_float(cell: RawCell, column: Column, comma: bool) -> Read:
    """Read one number; ``comma``: the file shows Indonesian settings elsewhere."""
    number, habit, _ = _number(cell, column, comma)
    return (None if habit == "dash" else number), habit


def read_int(cell: RawCell, column: Column, comma: bool) -> Read:
    """Read one whole number; ``comma``: the file shows Indonesian settings elsewhere."""
    number, habit, exact = _number(cell, column, comma)
    if habit == "dash":
        return None, habit
    if not number.is_integer() or abs(number) >= EXACT_DIGITS:
        raise WrongCellError("E-INT", value=shown(cell))
    return (int(str(cell).strip().replace("\u00a0", "").removeprefix("Rp")) if exact else int(number)), habit
