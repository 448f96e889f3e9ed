"""What the rest of a file says about dates such as ``03/04/2024``: day first, or nothing.

One file has one writer. Where another date column of it holds a day above 12, or where it is written the Indonesian way
(a CSV with ``;``, decimal commas), day first is the only reading; one date that only reads month first takes that back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from ..models.domain.tables import TABLES
from .cell_dates import slash_date
from .cell_numbers import DECIMAL_COMMA
from .raw import RawCase, RawTable

Evidence = Literal["", "date_day_first_file", "date_day_first_comma"]
"""Habit that settles the order of day and month, "" where nothing does."""
THOUSANDS: Final = 3
"""So many digits behind a comma may be thousands, so they show no decimal comma."""


def date_orders(raw: RawCase) -> Mapping[str, Evidence]:
    """Return what settles ``a/b/year``, by table; the sheets of a workbook are one file, each CSV is its own."""
    files: dict[str, list[RawTable]] = defaultdict(list)
    for table in raw.tables:
        files["" if table.typed else table.place].append(table)
    return {table.table: found for tables in files.values() for found in [_order(tables)] for table in tables}


def _order(tables: Sequence[RawTable]) -> Evidence:
    dates = [date for table in tables for cell in _texts(table, ("date",)) if (date := slash_date(cell))]
    if any(date.second > 12 for date in dates):
        return ""
    if any(12 < date.first <= 31 for date in dates):
        return "date_day_first_file"
    if any(table.decimal_comma or any(map(_is_decimal_comma, _texts(table, ("int", "float")))) for table in tables):
        return "date_day_first_comma"
    return ""


def _texts(table: RawTable, kinds: tuple[str, ...]) -> Iterator[str]:
    """Yield the distinct texts of the columns of some kinds."""
    for name in table.columns:
        if TABLES[table.table].column(name).kind in kinds:
            yield from (cell for cell in table.coded(name).distinct if isinstance(cell, str))


def _is_decimal_comma(text: str) -> bool:
    match = DECIMAL_COMMA.fullmatch(text.strip())
    return match is not None and len(match[2]) != THOUSANDS
