"""One cell, every way that people and spreadsheets write it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penata.datasets.cells import nearest_word, read_column
from penata.datasets.nearest import Nearest
from penata.models.domain import vocabulary as words
from penata.models.domain.tables import TABLES, Column

DATE = Column("assessed_on", "date")
ID = Column("position_id", "id")
NIP = Column("employee_id", "id", required=True)


def read(column: Column, *cells: Any, comma: bool = False) -> tuple[list[object], list[str], list[str]]:
    reading = read_column(column, cells, decimal_comma=comma)
    return reading.values, [wrong.code for wrong in reading.wrong.values()], sorted(reading.habits)


@pytest.mark.parametrize(
    ("column", "cell", "value", "habit"),
    [
        (DATE, "2024-12-31", date(2024, 12, 31), ""),
        (DATE, "2024-12-31 00:00:00", date(2024, 12, 31), ""),
        (DATE, "2024/12/31", date(2024, 12, 31), "date_slashed"),
        (DATE, "31/12/2024", date(2024, 12, 31), "date_day_first"),
        (DATE, "31-12-2024", date(2024, 12, 31), "date_day_first"),
        (DATE, "31.12.2024", date(2024, 12, 31), "date_day_first"),
        (DATE, "7/7/2024", date(2024, 7, 7), "date_day_first"),
        (DATE, "5 Agustus 2024", date(2024, 8, 5), "date_month_name"),
        (DATE, "05-Mei-2024", date(2024, 5, 5), "date_month_name"),
        (DATE, datetime(2024, 3, 4), date(2024, 3, 4), ""),
        (DATE, date(2024, 3, 4), date(2024, 3, 4), ""),
        (DATE, 45657, date(2024, 12, 31), "excel_serial"),
        (DATE, 45657.0, date(2024, 12, 31), "excel_serial"),
        (DATE, "-", None, "dash"),
        (Column("need", "int"), "12", 12, ""),
        (Column("need", "int"), 12.0, 12, ""),
        (Column("need", "int"), "12,0", 12, "decimal_comma"),
        (Column("cost_idr", "int", minimum=0), "Rp 1.500.000", 1_500_000, "thousands"),
        (Column("cost_idr", "int", minimum=0), "1,500,000", 1_500_000, "thousands"),
        (Column("cost_idr", "int", minimum=0), "12.500", 12_500, "thousands"),
        (Column("cost_idr", "int"), "123456789012345", 123456789012345, ""),
        (Column("level", "float", minimum=0, maximum=5), "3,125", 3.125, "decimal_comma"),
        (Column("lon", "float", minimum=-180, maximum=180), "100.419", 100.419, ""),
        (Column("minutes", "float", minimum=0), "1.500,5", 1500.5, "thousands"),
        (Column("minutes", "float", minimum=0), "1.500", 1.5, ""),
        (Column("minutes", "float", minimum=0), "1e-07", 1e-07, ""),
        (Column("head", "bool"), "Ya", True, ""),
        (Column("head", "bool"), "TIDAK", False, ""),
        (Column("head", "bool"), 1, True, ""),
        (Column("head", "bool"), 0.0, False, ""),
        (Column("head", "bool"), True, True, ""),
        (ID, " P-1\u00a0", "P-1", ""),
        (ID, 12, "12", ""),
        (ID, 12.0, "12", ""),
        (ID, "-", None, "dash"),
        (NIP, "19850302 201001 1 001", "198503022010011001", "nip_spacing"),
        (NIP, "'198503022010011001", "198503022010011001", "nip_spacing"),
        (NIP, "198503022010011001\u00a0", "198503022010011001", ""),
        (NIP, "198503022010011001", "198503022010011001", ""),
        (Column("period", "period"), 2025, "2025", ""),
        (Column("period", "period"), "2025-q3", "2025Q3", ""),
        (Column("period", "period"), "2025 TW IV", "2025Q4", ""),
        (Column("rank", "rank"), "iii/C", "III/c", ""),
        (Column("rank", "rank"), "Penata Tk. I (III/d)", "III/d", ""),
        (Column("rank", "rank"), "Pembina Tk. I", "IV/b", ""),
        (Column("rank", "rank"), "Golongan IX", "IX", ""),
        (Column("rank", "rank"), "V", "V", ""),
        (Column("echelon", "echelon"), "iii.A", "III.a", ""),
        (Column("echelon", "echelon"), "Eselon II/b", "II.b", ""),
        (Column("echelon", "echelon"), "Non Eselon", None, "dash"),
        (Column("title_front", "text"), "-", None, "dash"),
        (Column("name", "text", required=True), "-", "-", ""),
        (TABLES["employees"].column("sex"), "Perempuan", "f", ""),
        (TABLES["employees"].column("sanction"), "-", "none", ""),
        (TABLES["employees"].column("education"), "SMA/SMK/SLTA", "sma", ""),
        (TABLES["employees"].column("education"), "S-1", "s1", ""),
        (TABLES["positions"].column("education_min"), "D-III", "d3", ""),
        (TABLES["positions"].column("group"), "Ahli Muda", "ahli_muda", ""),
        (TABLES["positions"].column("group"), "AHLI-MUDA", "ahli_muda", ""),
        (TABLES["evaluations"].column("rater"), "Atasan", "supervisor", ""),
    ],
)
def test_read(column: Column, cell: object, value: object, habit: str) -> None:
    """The cell is read as that value, and a tolerated habit is named."""
    values, wrong, habits = read(column, cell)
    assert wrong == []
    assert values == [value]
    assert type(values[0]) is type(value)
    assert habits == ([habit] if habit else [])


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (DATE, "31/02/2024", "E-DATE"),
        (DATE, "12/31/2024", "E-DATE"),
        (DATE, "31/12/24", "E-DATE"),
        (DATE, "45657", "E-DATE"),
        (DATE, 12, "E-DATE"),
        (DATE, True, "E-DATE"),
        (DATE, time(8, 0), "E-DATE"),
        (DATE, "03/04/2024", "E-DATE-AMBIGUOUS"),
        (DATE, "31/12/1024", "E-DATE-RANGE"),
        (DATE, datetime(2999, 1, 1), "E-DATE-RANGE"),
        (Column("need", "int"), "dua", "E-INT"),
        (Column("need", "int"), 1.5, "E-INT"),
        (Column("need", "int"), True, "E-INT"),
        (Column("need", "int"), "9" * 20, "E-INT"),
        (Column("need", "int"), "１２", "E-INT"),
        (Column("cost_idr", "int", minimum=0), "250.000", "E-NUMBER-AMBIGUOUS"),
        (Column("minutes", "float", minimum=0), "1,500", "E-NUMBER-AMBIGUOUS"),
        (Column("level", "float"), "nan", "E-FLOAT"),
        (Column("level", "float"), "inf", "E-FLOAT"),
        (Column("level", "float"), "1e400", "E-FLOAT"),
        (Column("level", "float"), float("inf"), "E-FLOAT"),
        (Column("level", "float"), date(2024, 1, 1), "E-FLOAT"),
        (Column("head", "bool"), "mungkin", "E-BOOL"),
        (Column("head", "bool"), 2, "E-BOOL"),
        (ID, 198503022010011008.0, "E-NIP-NUMBER"),
        (ID, 198503022010011008, "E-NIP-NUMBER"),
        (ID, "1,98503022010011E+17", "E-NIP-NUMBER"),
        (ID, date(2024, 1, 1), "E-TEXT"),
        (ID, True, "E-TEXT"),
        (ID, "a\x07b", "E-ID"),
        (Column("name"), datetime(2024, 1, 1), "E-TEXT"),
        (Column("name"), "a\0b", "E-TEXT"),
        (Column("period", "period"), "2025Q5", "E-PERIOD"),
        (Column("period", "period"), "0025", "E-PERIOD"),
        (Column("rank", "rank"), "XVIII", "E-RANK"),
        (Column("rank", "rank"), 9, "E-RANK"),
        (Column("echelon", "echelon"), "VI.a", "E-ECHELON"),
        (Column("echelon", "echelon"), "V.b", "E-ECHELON"),
        (TABLES["employees"].column("status"), "honorer", "E-CHOICE"),
    ],
)
def test_refused(column: Column, cell: object, code: str) -> None:
    """The cell is not read, and the code says why."""
    assert read(column, cell) == ([None], [code], [])


def test_a_column_that_proves_day_first_is_read_so() -> None:
    """One date that only reads day first settles the rest; a month-first one unsettles it."""
    values, wrong, habits = read(DATE, "31/12/2024", "03/04/2024", "", None)
    assert values == [date(2024, 12, 31), date(2024, 4, 3), None, None]
    assert (wrong, habits) == ([], ["date_day_first"])
    values, wrong, _ = read(DATE, "31/12/2024", "03/04/2024", "12/31/2024")
    assert values == [date(2024, 12, 31), None, None]
    assert sorted(wrong) == ["E-DATE", "E-DATE-AMBIGUOUS"]


def test_a_column_that_proves_decimal_commas_doubts_points() -> None:
    """Beside a decimal comma, or in a file of Indonesian settings, ``1.500`` may be 1500: a fault."""
    minutes = Column("minutes", "float", minimum=0)
    assert read(minutes, "2,5", "1.500")[1] == ["E-NUMBER-AMBIGUOUS"]
    assert read(minutes, "1.500", comma=True)[1] == ["E-NUMBER-AMBIGUOUS"]
    assert read(minutes, "0.500", "2,5")[0] == [0.5, 2.5]
    assert read(Column("level", "float", minimum=0, maximum=5), "1.500", comma=True)[0] == [1.5]


@given(st.sampled_from([c for table in TABLES.values() for c in table.columns]), st.text(max_size=30))
def test_no_text_breaks_a_reader(column: Column, text: str) -> None:
    """Whatever is typed, a cell is a value, empty, or a fault."""
    reading = read_column(column, [text])
    assert len(reading.values) == 1
    if reading.values[0] is not None and column.choices:
        assert reading.values[0] in column.choices


@given(st.sampled_from(sorted(words.PNS_RANKS + words.PPPK_GRADES)), st.sampled_from([str.lower, str.upper, str]))
def test_ranks_read_in_any_case(rank: str, change: Any) -> None:
    """A rank is known however its letters are set."""
    assert read(Column("rank", "rank"), change(rank))[0] == [rank]


def test_nearest() -> None:
    """The nearest id is offered where one is close, within a budget."""
    known = Nearest(["P-001", "P-002", "Q-9"])
    assert known.of("P-01") == "P-001"
    assert known.of("p-002") == "P-002"
    assert known.of("xyz") == ""
    assert Nearest([]).of("P") == ""
    assert Nearest([str(number) for number in range(400_000)]).of("12x") == ""
    assert nearest_word("Sanctoin", ("sanction", "status")) == "sanction"


@given(st.from_regex(r"[0-9]{1,20}|[A-Za-z0-9.-]{1,12}", fullmatch=True))
def test_a_plain_id_is_read_as_any_other(text: str) -> None:
    """An id recognised at once gives what the full reading gives; a blank before it, which is dropped, forces that one."""
    column = TABLES["positions"].column("position_id")
    at_once, in_full = read_column(column, [text]), read_column(column, [f" {text}"])
    assert at_once.values == in_full.values
    assert at_once.habits == in_full.habits
    assert [cell.code for cell in at_once.wrong.values()] == [cell.code for cell in in_full.wrong.values()]
