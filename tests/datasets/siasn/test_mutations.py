"""Files that are cut, doubled, swapped and salted at random end in faults or in a case, never in a traceback."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from penata.datasets.siasn.assemble import ImportFiles, read_siasn
from penata.models.domain.errors import DataError, PenataError
from tests.datasets.siasn.test_faults import ANSWER, CLEAN

SALT = ("\n", ",", '"', "'", ";", "=", "\t", "-", "0", "x", "‮", "\r", "{", "\\", "#", "[", "\0")
FILES = {**CLEAN, "peta.toml": ANSWER + 'nama = "TERAMPIL - ARSIPARIS"\nke = "+"\n'}


def mutate(text: str, dice: random.Random) -> str:
    """Return a text with one thing spoilt."""
    start = dice.randrange(len(text) + 1)
    end = min(len(text), start + dice.randrange(1, 12))
    kind = dice.randrange(6)
    if kind == 0:
        return text[:start] + text[end:]
    if kind == 1:
        return text[:start] + "".join(dice.choice(SALT) for _ in range(3)) + text[start:]
    if kind == 2:
        return text[:start] + text[start:end] * 3 + text[end:]
    if kind == 3:
        lines = text.split("\n")
        at = dice.randrange(len(lines))
        return "\n".join([*lines[:at], *[lines[at]] * dice.choice([0, 2]), *lines[at + 1 :]])
    if kind == 4:
        cells = text.split(",")
        dice.shuffle(cells)
        return ",".join(cells)
    return text[:start]


@pytest.mark.slow
@given(seed=st.integers(0, 2**32), with_units=st.booleans())
def test_no_mutation_ends_in_a_traceback(seed: int, with_units: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    """An error leaves no case, no error leaves one, and every fault is a whole sentence with a place."""
    dice = random.Random(seed)
    folder: Path = tmp_path_factory.mktemp("mutasi")
    texts = dict(FILES)
    for _ in range(dice.choice([1, 1, 2, 4])):
        name = dice.choice(list(texts))
        texts[name] = mutate(texts[name], dice)
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    files = ImportFiles(
        (folder / "ekspor.csv",),
        folder / "jabatan.csv",
        folder / "asesmen.csv",
        folder / "unit.csv" if with_units else None,
        folder / "peta.toml",
    )
    try:
        found = read_siasn(files, as_of=date(2025, 12, 31))
    except PenataError:
        return  # a sentence with a code
    assert (found.case is None) == any(fault.severity == "error" for fault in found.faults)
    assert all(fault.place and "{" not in fault.expected for fault in found.faults)


def test_a_sheet_that_reaches_too_far_is_refused(tmp_path: Path) -> None:
    """One cell in the last corner of a sheet is refused by the guard before any cell is laid out."""
    with Workbook(str(tmp_path / "ekspor.xlsx")) as book:
        sheet = book.add_worksheet("PNS")
        sheet.write_string(0, 0, "NIP BARU")
        sheet.write_string(1_048_575, 16_383, "x")
    for name, text in CLEAN.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = ImportFiles((tmp_path / "ekspor.xlsx",), tmp_path / "jabatan.csv")
    with pytest.raises(DataError, match="too large") as raised:
        read_siasn(files, as_of=date(2025, 12, 31))
    assert raised.value.code == "E-FILE-SIZE"
