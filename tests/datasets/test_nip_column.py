"""Numbers checked a column at a time: nobody with a finding is passed over."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penata.datasets import checks_people
from penata.datasets.checks_people import check_people
from penata.datasets.context import Context
from penata.datasets.nip_column import right_numbers
from penata.datasets.parsed import parse_tables
from penata.datasets.raw import GridPlaces, RawCase, RawTable
from penata.datasets.synthetic.agency import build_agencies
from penata.datasets.synthetic.order import SynthOrder
from penata.models.domain.nip import nip_conflicts, parse_nip

FACTS = ("employee_id", "birth_date", "sex", "status", "service_since")
BIRTH = st.sampled_from([date(1985, 3, 2), date(1992, 8, 17), date(2000, 2, 29), None])
ENTRY = st.sampled_from([date(2010, 1, 1), date(2010, 2, 1), date(2003, 3, 1), date(2018, 3, 1), date(2028, 3, 2), None])


@st.composite
def people(draw: st.DrawFn) -> tuple[object, ...]:
    """Return a person whose number agrees with the facts, but for a part or two."""
    birth, entry = draw(BIRTH), draw(ENTRY)
    sex, status = draw(st.sampled_from(["m", "f", None])), draw(st.sampled_from(["pns", "pppk", "pppk_paruh_waktu", None]))
    first, second = birth or date(1985, 3, 2), entry or date(2010, 1, 1)
    middle = "21" if str(status).startswith("pppk") else f"{second.month:02d}"
    number = f"{first:%Y%m%d}{second.year}{middle}{1 if sex == 'm' else 2}001"
    for _ in range(draw(st.integers(0, 2))):
        place, letter = draw(st.integers(0, 17)), draw(st.sampled_from("0123459x/:１é"))
        number = number[:place] + letter + number[place + 1 :]
    return draw(st.sampled_from([number] * 6 + [number[:-1], number + "1", "P-1", None])), birth, sex, status, entry


def frame_of(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """Return people as the canonical table holds them."""
    frame = pd.DataFrame(rows, columns=list(FACTS))
    text = {name: frame[name].astype("str").where(frame[name].notna()) for name in ("employee_id", "sex", "status")}
    days = {name: pd.to_datetime(frame[name]).astype("datetime64[s]") for name in ("birth_date", "service_since")}
    return frame.assign(**text, **days)


@given(st.lists(people(), max_size=30))
def test_a_number_called_right_has_no_conflict(rows: list[tuple[object, ...]]) -> None:
    """Whoever is passed over has 18 digits, a serial, and nothing that the one-by-one check finds."""
    for (identity, birth, sex, status, since), right in zip(rows, right_numbers(frame_of(rows)).tolist(), strict=True):
        if right:
            nip = parse_nip(str(identity))
            assert nip is not None
            assert nip.serial > 0
            assert not nip_conflicts(nip, birth_date=birth, sex=sex, status=status, service_since=since)  # type: ignore[arg-type]


def test_nobody_is_looked_at_in_vain_much() -> None:
    """Of a made-up agency, more than 95 of 100 numbers are seen to be right at once."""
    (case,) = build_agencies(SynthOrder(people=2000, agencies=1, seed=1))
    assert right_numbers(case.tables["employees"]).mean() > 0.95


CELLS = {
    "status": ["pns", "pppk", "?", None],
    "sex": ["m", "f", None],
    "birth_date": ["1985-03-02", "1992-08-17", "2030-01-01", None],
    "service_since": ["2010-01-01", "1980-01-01", None],
    "contract_until": ["2027-01-01", "x", None],
    "rank": ["III/a", "IX", "?", None],
    "sanction": ["none", "berat", None],
    "sanction_until": ["2027-01-01", "x", None],
    "active": ["ya", "tidak", "?", None],
    "inactive_reason": ["cltn", "?", None],
}
IDS = ["198503022010011001", "199208172022212003", "198503022010011000", "19850302201001100", "P-1", "1985030220101", None]


def test_the_short_cut_changes_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand people with cells of all kinds: findings are those of a check that looks at everybody."""
    rng = np.random.default_rng(3)
    columns = ("employee_id", *CELLS)
    choices = [IDS, *CELLS.values()]
    rows = [tuple(values[rng.integers(len(values))] for values in choices) for _ in range(2000)]
    places = GridPlaces(range(2, 2002), range(1, len(columns) + 1), columns)
    profiles = RawTable("profiles", "profiles.csv", ("employee_id",), [(IDS[0],), (IDS[1],)], GridPlaces([2, 3], [1], ["x"]))
    raw = RawCase("x", (RawTable("employees", "employees.csv", columns, rows, places), profiles), {}, {})
    parsed, _, _ = parse_tables(raw)
    context = Context(parsed, {}, date(2026, 11, 1), {})
    found = list(check_people(context))
    monkeypatch.setattr(checks_people, "_may_be_wrong", lambda people, _: np.ones(len(people), dtype=bool))
    assert found == list(check_people(context))
    assert len({finding.code for finding in found}) > 10
