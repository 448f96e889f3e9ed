"""The frames of observations: their columns, how they are validated, and one order for equal facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from ..domain.errors import DataError
from ..domain.tables import FORBIDDEN_COLUMNS
from ..domain.vocabulary import SCALES
from .periods import EARLIEST, LATEST

MOST_ROWS: Final = 60_000_000
"""Rows of one frame."""
MOST_LETTERS: Final = 200
"""Letters of an id or a word."""
SCALE_MOST: Final = {"level": 5.0, "percent": 100.0}
"""Highest score of each scale; the lowest is 0."""
AUDIT_COLUMNS: Final = frozenset(
    {"sex", "gender", "jenis_kelamin", "age", "age_band", "age_group", "umur", "usia", "birth_date", "tanggal_lahir",
     "race", "ethnicity", "region", "imd_band"}
)  # fmt: skip
"""Audit may group by these; no score, feature or rule may see them (R25)."""
_FORBIDDEN: Final = frozenset(name.replace("_", "") for name in FORBIDDEN_COLUMNS | AUDIT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One frame of observations.

    Parameters
    ----------
    name
        Its name in :class:`~penata.models.learning.observations.Observations`.
    words
        Columns of text; categories.
    numbers
        Columns of numbers with their least and most.
    flags
        Columns of true and false, False where empty.
    required
        Columns that every row must fill.
    key
        Columns that no two rows share; () = rows may repeat.
    """

    name: str
    words: tuple[str, ...]
    numbers: Mapping[str, tuple[float, float]]
    flags: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column, words first."""
        return (*self.words, *self.numbers, *self.flags)

    @property
    def moments(self) -> tuple[str, ...]:
        """Columns that hold a moment in years."""
        return tuple(name for name, (low, _) in self.numbers.items() if low == EARLIEST)

    def choose(self, frame: pd.DataFrame, named: Mapping[str, str]) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """Return the named columns of a frame, and the forbidden ones that it has besides.

        Parameters
        ----------
        frame
            Any frame.
        named
            Column here -> column of the frame.

        Raises
        ------
        DataError
            A column is missing, stands twice, or is a forbidden attribute (R25); or the frame is too long.
        """
        headers = [str(name) for name in frame.columns]
        missing = [name for name in self.required if name not in named and name != "when"]
        missing += [column for column in named.values() if column not in headers]
        if missing:
            message = f"{self.name}: column {', '.join(missing)} is missing; the table has {', '.join(headers[:20])}."
            bahasa = f"{self.name}: kolom {', '.join(missing)} tidak ada; tabel berisi {', '.join(headers[:20])}."
            raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa)
        if twice := sorted({column for column in named.values() if headers.count(column) > 1}):
            message = f"{self.name}: column {', '.join(twice)} stands twice; leave one."
            bahasa = f"{self.name}: kolom {', '.join(twice)} ada dua; sisakan satu."
            raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa)
        if wrong := sorted(column for column in named.values() if _is_forbidden(column)):
            message = f"{self.name}: {', '.join(wrong)} must not enter a prediction (R25); name another column."
            bahasa = f"{self.name}: {', '.join(wrong)} tidak boleh masuk perkiraan (R25); sebut kolom lain."
            raise DataError(message, code="E-FORBIDDEN", bahasa=bahasa)
        if len(frame) > MOST_ROWS:
            message = f"{self.name}: {len(frame):,} rows; at most {MOST_ROWS:,} are read. Split the table."
            bahasa = f"{self.name}: {len(frame):,} baris; paling banyak {MOST_ROWS:,} yang dibaca. Bagi tabelnya."
            raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa)
        return frame[list(dict.fromkeys(named.values()))], tuple(name for name in headers if _is_forbidden(name))


def _is_forbidden(header: str) -> bool:
    return "".join(letter for letter in header.casefold() if letter not in " _-") in _FORBIDDEN


_TIME: Final = (EARLIEST, LATEST)
_LEVEL: Final = (0.0, 100.0)
SCORES: Final = Sheet(
    "scores",
    ("person", "period", "competency", "scale", "instrument", "rater", "rater_id", "rater_unit"),
    {"when": _TIME, "score": _LEVEL},
    required=("person", "period", "competency", "score", "when"),
)
PEOPLE: Final = Sheet(
    "people", ("person", "tier", "unit", "post"), {"service_from": _TIME, "post_from": _TIME},
    required=("person",), key=("person",),
)  # fmt: skip
REQUIREMENTS: Final = Sheet(
    "requirements", ("person", "competency"), {"level": _LEVEL, "weight": (0.0, 1000.0)}, ("mandatory",),
    required=("person", "competency", "level"), key=("person", "competency"),
)  # fmt: skip
STANDARDS: Final = Sheet(
    "standards", ("post", "competency"), {"level": _LEVEL, "weight": (0.0, 1000.0)}, ("mandatory",),
    required=("post", "competency", "level"), key=("post", "competency"),
)  # fmt: skip
TRAININGS: Final = Sheet(
    "trainings", ("person", "competency", "course"),
    {"when": _TIME, "hours": (0.0, 2000.0), "gain": (0.0, 5.0), "gain_sd": (0.0, 5.0), "level_from": (0.0, 5.0),
     "level_to": (0.0, 5.0)},
    required=("person", "when"),
)  # fmt: skip
GRADES: Final = Sheet("grades", ("person",), {"when": _TIME, "grade": (0.0, 4.0)}, required=("person", "when", "grade"))
_SHARED: Final = ("person", "competency", "post")
"""Words with the same categories in every frame."""


def empty_sheet(sheet: Sheet) -> pd.DataFrame:
    """Return the frame without rows, in its form."""
    return canonical_sheet(sheet, pd.DataFrame({name: [] for name in sheet.columns}))


def canonical_sheet(sheet: Sheet, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame in the sheet's form: all its columns in order, words as sorted categories, rows in one order.

    Raises
    ------
    DataError
        A cell is empty that must not be, no number, out of range or too long; or two rows share the key.
    """
    columns: dict[str, pd.Series] = {}
    for name in sheet.words:
        columns[name] = _word(frame[name]) if name in frame else pd.Series(pd.Categorical([None] * len(frame), []))
    for name in sheet.numbers:
        columns[name] = _number(sheet, name, frame[name]) if name in frame else pd.Series(np.full(len(frame), np.nan))
    for name in sheet.flags:
        given = frame[name] if name in frame else pd.Series([False] * len(frame))
        columns[name] = given.fillna(False).astype("bool").reset_index(drop=True)
    if "weight" in sheet.numbers:
        columns["weight"] = columns["weight"].fillna(1.0)
    found = pd.DataFrame(columns, copy=False)
    _validate(sheet, found)
    if sheet.name == "scores":
        found = _scores(found)
    order = _row_order(sheet, found)
    return found if order is None else found.take(order).reset_index(drop=True)


def _row_order(sheet: Sheet, frame: pd.DataFrame) -> npt.NDArray[np.int64] | None:
    """Return the rows in order of person, post, competency, moment, then the other columns; None = they are already."""
    first = [name for name in ("person", "post", "competency", "when") if name in sheet.columns]
    keys, room = [np.zeros(len(frame), dtype=np.int64)], 1
    for name in [*first, *(name for name in sheet.columns if name not in first)]:
        codes = rank_of(frame[name]) + 1
        count = int(codes.max(initial=0)) + 1
        if room * count >= 2**62:
            keys.append(np.zeros(len(frame), dtype=np.int64))
            room = 1
        keys[-1] = keys[-1] * count + codes
        room *= count
    if len(keys) == 1 and bool((keys[0][1:] >= keys[0][:-1]).all()):
        return None
    return np.lexsort(keys[::-1]).astype(np.int64)


def rank_of(column: pd.Series) -> npt.NDArray[np.int64]:
    """Return the codes of a category column, -1 where missing; of numbers and flags, the rank of the value."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64)
    return pd.factorize(column, sort=True)[0].astype(np.int64)


def _word(values: pd.Series) -> pd.Series:
    """Return text as a category; numbers are taken by their digits, blanks around a word are not part of it."""
    codes, distinct = pd.factorize(values, use_na_sentinel=True)
    words = [_text(value) for value in distinct.tolist()]
    known = sorted({word for word in words if word})
    place = {word: code for code, word in enumerate(known)}
    place[""] = -1
    lookup = np.array([place[word] for word in words] + [-1], dtype=np.int64)
    return pd.Series(pd.Categorical.from_codes(lookup[codes], dtype=pd.CategoricalDtype(known)))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _number(sheet: Sheet, name: str, values: pd.Series) -> pd.Series:
    try:
        return pd.to_numeric(values).astype("float64").reset_index(drop=True)
    except (ValueError, TypeError) as error:
        message = f"{sheet.name}, '{name}': a value is no number ({str(error)[:80]})."
        bahasa = f"{sheet.name}, '{name}': ada isi yang bukan angka ({str(error)[:80]})."
        raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa) from error


@cache
def _schema(sheet_name: str) -> pa.DataFrameSchema:
    sheet = next(sheet for sheet in (SCORES, PEOPLE, REQUIREMENTS, STANDARDS, TRAININGS, GRADES) if sheet.name == sheet_name)
    columns = {name: pa.Column(nullable=name not in sheet.required) for name in sheet.words}
    columns |= {
        name: pa.Column("float64", pa.Check.in_range(low, high), nullable=name not in sheet.required)
        for name, (low, high) in sheet.numbers.items()
    }
    return pa.DataFrameSchema(columns, unique=list(sheet.key) or None)


def _validate(sheet: Sheet, frame: pd.DataFrame) -> None:
    try:
        _schema(sheet.name).validate(frame, lazy=True, inplace=True)
    except SchemaErrors as error:
        cases = error.failure_cases
        first = cases.iloc[0]
        row = f"row {int(first['index']) + 1}" if pd.notna(first["index"]) else "a row"
        baris = row.replace("a row", "sebuah baris").replace("row", "baris")
        name, found = first["column"], str(first["failure_case"])[:40]
        if str(first["check"]).startswith("multiple_fields"):
            name, found = ", ".join(sheet.key), "..."
            message = f"{sheet.name}: two rows share {name}; leave one ({row})."
            bahasa = f"{sheet.name}: dua baris dengan {name} yang sama; sisakan satu ({baris})."
        else:
            span = f"{sheet.numbers[name][0]:g}-{sheet.numbers[name][1]:g}" if name in sheet.numbers else "a word"
            message = f"{sheet.name} {row}, '{name}': found {found}, expected {span} ({len(cases)} such cells)."
            words = span.replace("a word", "sebuah kata")
            bahasa = f"{sheet.name} {baris}, '{name}': isi {found}, seharusnya {words} ({len(cases)} sel)."
        raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa) from error
    for name in sheet.words:
        longest = max((len(word) for word in frame[name].cat.categories), default=0)
        if longest > MOST_LETTERS:
            message = f"{sheet.name}, '{name}': a word of {longest} letters; at most {MOST_LETTERS}."
            bahasa = f"{sheet.name}, '{name}': ada kata {longest} huruf; paling banyak {MOST_LETTERS}."
            raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa)


def _scores(frame: pd.DataFrame) -> pd.DataFrame:
    """Check scores against their scale, and put the periods in order of time."""
    scale = frame["scale"].cat.set_categories(SCALES)
    most = scale.map(SCALE_MOST).astype("float64")
    wrong = np.flatnonzero(~(frame["score"] <= most).to_numpy())
    if len(wrong):
        row = int(wrong[0])
        found = f"{frame['score'].iloc[row]:g} ({frame['scale'].iloc[row]})"
        message = f"scores row {row + 1}: found {found}, expected 0-5 (level) or 0-100 (percent); {len(wrong)} such rows."
        bahasa = f"scores baris {row + 1}: isi {found}, seharusnya 0-5 (level) atau 0-100 (percent); {len(wrong)} baris."
        raise DataError(message, code="E-OBSERVATIONS", bahasa=bahasa)
    codes = frame["period"].cat.codes.to_numpy()
    last = np.full(len(frame["period"].cat.categories), -np.inf)
    np.maximum.at(last, codes, frame["when"].to_numpy())
    names = np.asarray(frame["period"].cat.categories, dtype=object)
    ordered = names[np.lexsort((names.astype(str), last))].tolist()
    return frame.assign(scale=scale, period=frame["period"].cat.set_categories(ordered, ordered=True))


def shared_categories(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Give ``person``, ``competency`` and ``post`` the same sorted categories in every frame."""
    shared = {}
    for name in _SHARED:
        shared[name] = sorted({word for frame in frames.values() if name in frame for word in frame[name].cat.categories})
    return {
        key: frame.assign(**{
            name: frame[name].cat.set_categories(words) for name, words in shared.items() if name in frame
        })
        for key, frame in frames.items()
    }  # fmt: skip
