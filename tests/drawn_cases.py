"""Cells, tables and small cases drawn by hypothesis, and a folder of few rows, for the tests of readers and writers.

``tests/conftest.py`` makes this module importable as ``tests.drawn_cases``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from penata.datasets.hidden_signs import visible
from penata.models.domain import vocabulary as words
from penata.models.domain.case import Case, canonical_frame
from penata.models.domain.tables import TABLES, Column

LETTERS = st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cs"])
NASTY = st.sampled_from(
    [
        "=1+1",
        "+62",
        "-5",
        "@x",
        "'=A1",
        "''=A1",
        "'x",
        "'",
        '"',
        'a"b',
        "a,b",
        "a;b",
        "a\nb",
        "a\rb",
        "'-",
        "Ünal",
        "é",
    ]
)
TEXT = (
    st.one_of(NASTY, st.text(LETTERS, min_size=1, max_size=12)).map(visible).map(str.strip).filter(lambda t: t.strip("-—–"))
)
IDS = st.from_regex(r"[A-Za-z=+@'][A-Za-z0-9._:=+-]{0,6}", fullmatch=True)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def cells(column: Column) -> st.SearchStrategy[Any]:
    low = -(10.0**9) if column.minimum is None else column.minimum
    high = 10.0**9 if column.maximum is None else column.maximum
    whole = st.integers(math.ceil(low), math.floor(high))
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "id": IDS,
        "text": TEXT,
        "list": st.lists(IDS, min_size=1, max_size=3).map("; ".join),
        "int": whole,
        "float": st.one_of(st.floats(low, high), whole.map(float)),
        "bool": st.booleans(),
        "date": DAYS,
        "period": st.sampled_from(["2024", "2025Q1", "2025Q4"]),
        "choice": st.sampled_from(column.choices or ("-",)),
        "rank": st.sampled_from((*words.PNS_RANKS, *words.PPPK_GRADES)),
        "echelon": st.sampled_from(words.ECHELONS),
    }
    return kinds[column.kind]


@st.composite
def frames(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Draw tables of a few rows each, without regard to keys and references."""
    tables = {}
    for name, table in TABLES.items():
        rows = [
            {column.name: draw(cells(column) if column.required else st.none() | cells(column)) for column in table.columns}
            for _ in range(draw(st.integers(0, 2)))
        ]
        columns = {name: pd.Series([row[name] for row in rows], dtype="object") for name in table.column_names}
        tables[name] = canonical_frame(table, pd.DataFrame(columns))
    return tables


PARAMETERS = st.dictionaries(
    st.sampled_from(["R09", "R20"]),
    st.dictionaries(st.sampled_from(["min_years", "note", "term_ends_on", "consent"]), st.integers() | TEXT | DAYS),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw small consistent cases: a chain of units, posts in them, people in the posts."""
    units = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    posts = draw(st.lists(IDS, min_size=0, max_size=4, unique=True))
    people = draw(st.lists(IDS, min_size=0, max_size=4, unique=True))
    competencies = draw(st.lists(st.sampled_from(list(words.NATIONAL_COMPETENCIES)), unique=True, max_size=3))
    texts = st.none() | TEXT
    tables: dict[str, dict[str, Sequence[object]]] = {
        "units": {"unit_id": units, "name": [draw(TEXT) for _ in units], "parent_id": [None, *units[:-1]]},
        "positions": {
            "position_id": posts,
            "unit_id": [draw(st.sampled_from(units)) for _ in posts],
            "title": [draw(TEXT) for _ in posts],
            "group": [draw(st.sampled_from(words.GROUPS)) for _ in posts],
            "need": [draw(st.integers(0, 9)) for _ in posts],
        },
        "competencies": {
            "competency_id": competencies,
            "name": [draw(TEXT) for _ in competencies],
            "kind": ["managerial" for _ in competencies],
        },
        "employees": {
            "employee_id": people,
            "name": [draw(TEXT) for _ in people],
            "title_back": [draw(texts) for _ in people],
            "status": ["pns" for _ in people],
            "birth_date": [date(1985, 1, draw(st.integers(1, 31))) for _ in people],
            "education": [draw(st.sampled_from(words.EDUCATIONS)) for _ in people],
            "position_id": [draw(st.none() | st.sampled_from(posts)) if posts else None for _ in people],
        },
    }
    made = {
        name: pd.DataFrame({key: pd.Series(list(values), dtype="object") for key, values in columns.items()})
        for name, columns in tables.items()
    }
    header = {key: draw(texts) or "" for key in ("name", "agency")}
    return Case.from_frames(
        made,
        as_of=date(2025, 12, 31),
        effective=draw(st.dates(date(2025, 12, 31), date(2026, 12, 31))),
        synthetic=draw(st.booleans()),
        parameters=draw(PARAMETERS),
        scenario=draw(st.sampled_from([{}, {"schema": "penata.scenario/1", "moves": {"max_share": 0.2}}])),
        **header,
    )


TOML = "as_of = 2025-12-31\n"
UNITS = "unit_id,name\nKEC,Kecamatan Lubuk Begalung\n"


def folder_of(path: Path, **files: str | bytes) -> Path:
    """Write files, ``__`` in a name is a dot; required tables not named are there without rows."""
    path.mkdir(exist_ok=True)
    base: dict[str, str | bytes] = {"case__toml": TOML, "units__csv": UNITS}
    for table in ("positions", "competencies", "requirements", "employees", "profiles"):
        base[f"{table}__csv"] = ",".join(TABLES[table].column_names) + "\n"
    for name, content in (base | files).items():
        data = content if isinstance(content, bytes) else content.encode()
        (path / name.replace("__", ".")).write_bytes(data)
    return path
