"""What ships for every case: levels of the nine national competencies by group, and families of study fields.

The levels are recalled from PermenPANRB 38/2017 practice and to be confirmed by the agency; a row of the case
for the same group and competency wins, and ``[parameters] default_standards = false`` leaves them all out.
Defaults are merged when a case is read and stand in what is written, so a case written and read again is the
same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pandas as pd

from ..models.domain.case import canonical_frame
from ..models.domain.tables import TABLES
from .cells import read_column

_FOLDER: Final = Path(__file__).parent / "data" / "defaults"


@cache
def _default(table: str) -> pd.DataFrame:
    text = pd.read_csv(_FOLDER / f"{table}.csv", dtype="str", keep_default_na=False)
    values = {
        column.name: pd.Series(read_column(column, list(text[column.name])).values, dtype="object")
        for column in TABLES[table].columns
        if column.name in text
    }
    return canonical_frame(TABLES[table], pd.DataFrame(values))


def default_standards() -> pd.DataFrame:
    """Return the default standards: rows of ``requirements`` by group."""
    return _default("requirements").copy()


def default_fields() -> pd.DataFrame:
    """Return the default families of study fields: rows of ``fields``."""
    return _default("fields").copy()


def with_defaults(tables: Mapping[str, pd.DataFrame], parameters: Mapping[str, object]) -> dict[str, pd.DataFrame]:
    """Return the tables with default standards and field families added behind the case's own rows.

    Parameters
    ----------
    tables
        Canonical frames by name.
    parameters
        The case's; ``default_standards = false`` adds no standards.

    Returns
    -------
    All tables; standards only for groups that have posts and competencies that the case defines.
    """
    merged = dict(tables)
    own_fields = {str(name).casefold() for name in tables["fields"]["field"].dropna()}
    fields = default_fields()
    fields = fields[[str(name).casefold() not in own_fields for name in fields["field"]]]
    merged["fields"] = _below(tables["fields"], fields)
    if parameters.get("default_standards") is not False:
        own = tables["requirements"]
        own = own[own["group"].notna()]
        named = set(zip(own["group"], own["competency_id"], strict=True))
        groups, known = (
            set(tables["positions"]["group"].dropna()),
            set(tables["competencies"]["competency_id"].dropna()),
        )
        rows = default_standards()
        keep = [
            group in groups and competency in known and (group, competency) not in named
            for group, competency in zip(rows["group"], rows["competency_id"], strict=True)
        ]
        merged["requirements"] = _below(tables["requirements"], rows[keep])
    return merged


def _below(own: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    if more.empty:
        return own
    return pd.concat([own, more], ignore_index=True) if len(own) else more.reset_index(drop=True)
