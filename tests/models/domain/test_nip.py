"""A NIP says birth date, start, sex and serial; each is held against what else is known."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penata.models.domain.nip import clean_nip, nip_conflicts, parse_nip

PNS = "198503022010011001"
PPPK = "199208172022212003"


def test_parts_of_a_pns_number() -> None:
    """Birth 2 March 1985, entry January 2010, male, serial 1."""
    nip = parse_nip(PNS)
    assert nip is not None
    assert (nip.birth_date, nip.start_year, nip.start_month) == (date(1985, 3, 2), 2010, 1)
    assert (nip.contract, nip.sex, nip.serial, nip.is_pppk) == (None, "m", 1, False)


def test_parts_of_a_pppk_number() -> None:
    """Digits 13-14 from 21 are a contract code, not a month."""
    nip = parse_nip(PPPK)
    assert nip is not None
    assert (nip.birth_date, nip.start_year, nip.start_month) == (date(1992, 8, 17), 2022, None)
    assert (nip.contract, nip.sex, nip.serial, nip.is_pppk) == (21, "f", 3, True)


@pytest.mark.parametrize(
    "text", ["", "P-1", PNS[:-1], PNS + "1", "19850302201001100x", "１９８５０３０２２０１００１１００１"]
)
def test_other_ids_are_not_taken_apart(text: str) -> None:
    """Anything but 18 plain digits is an agency's own id."""
    assert parse_nip(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "19850302 201001 1 001",
        "'198503022010011001",
        "19850302.201001.1.001",
        "19850302\u00a0201001\u00a01\u00a0001",
    ],
)
def test_printed_numbers_are_cleaned(text: str) -> None:
    """Blanks, points, dashes and apostrophes are print, not part of the number."""
    assert clean_nip(text) == PNS
    assert clean_nip("P-1985") is None


def conflicts(text: str, **facts: object) -> list[tuple[str, str, str]]:
    nip = parse_nip(text)
    assert nip is not None
    return [(item.part, item.digits, item.fact) for item in nip_conflicts(nip, **facts)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        (PNS, {}, []),
        (
            PNS,
            {"birth_date": date(1985, 3, 2), "sex": "m", "status": "pns", "service_since": date(2010, 1, 4)},
            [],
        ),
        (PNS, {"birth_date": date(1985, 3, 3)}, [("birth", "1985-03-02", "1985-03-03")]),
        ("198502302010011001", {"birth_date": date(1985, 3, 2)}, [("birth", "19850230", "")]),
        (PNS, {"sex": "f"}, [("sex", "m", "f")]),
        ("198503022010013001", {"sex": "m"}, [("sex", "3", "")]),
        (PNS, {"status": "cpns"}, []),
        (PNS, {"status": "pppk"}, [("status", "01", "pppk")]),
        (PPPK, {"status": "pppk_paruh_waktu"}, []),
        (PPPK, {"status": "pns"}, [("status", "21", "pns")]),
        ("198503022010121001", {}, []),
        ("198503022010131001", {"status": "pns"}, [("start", "13", "")]),
        ("198503022010201001", {}, [("start", "20", "")]),
        ("198503022010001001", {}, [("start", "00", "")]),
        (PNS, {"service_since": date(2010, 2, 1)}, [("service", "2010-01", "2010-02")]),
        (PPPK, {"service_since": date(2022, 11, 1)}, []),
        (PPPK, {"service_since": date(2023, 1, 1)}, [("service", "2022", "2023")]),
        ("198503022003031001", {}, [("age", "17", "")]),
        ("198503022003041001", {}, []),
        ("198503022021031001", {}, []),
        ("198503022021041001", {}, [("age", "36", "")]),
    ],
)
def test_conflicts(text: str, facts: dict[str, object], expected: list[tuple[str, str, str]]) -> None:
    """Each part is held against its fact, on both sides of the line; unknown facts are not compared."""
    assert conflicts(text, **facts) == expected


@given(st.from_regex(r"[0-9]{18}", fullmatch=True), st.dates() | st.none(), st.sampled_from(["m", "f", None]))
def test_any_eighteen_digits_are_judged(text: str, birth: date | None, sex: str | None) -> None:
    """No digits break the check, and each part is named at most once."""
    parts = [part for part, _, _ in conflicts(text, birth_date=birth, sex=sex, status="pns", service_since=birth)]
    assert len(parts) == len(set(parts))
