"""A file that is no workbook, is damaged, locked or a bomb is refused with one sentence and no traceback."""

from __future__ import annotations

import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest

from penata.datasets import workbook_guard
from penata.datasets.read import read_source
from penata.datasets.workbook_guard import MAX_MEMBERS, check_workbook
from penata.datasets.workbook_read import read_workbook
from penata.models.domain.errors import DataError, NotFoundError


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    """Return a small sound workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Unit"
    sheet.append(["ID Unit", "Nama"])
    sheet.append(["KEC", "Kecamatan"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    return path


def rewrite(path: Path, changed: dict[str, bytes]) -> None:
    """Replace or add parts of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | changed
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = b'<worksheet xmlns="' + MAIN + b'"><sheetData>%s</sheetData></worksheet>'
FIRST = "xl/worksheets/sheet1.xml"


def refusal(path: Path) -> DataError:
    with pytest.raises(DataError) as caught:
        read_workbook(path)
    assert "\n" not in caught.value.message
    assert path.name in caught.value.message
    return caught.value


def test_a_sound_workbook_passes(sound: Path) -> None:
    """Nothing is refused without a reason."""
    assert check_workbook(sound) == {}
    assert read_workbook(sound).tables[0].rows == [("KEC", "Kecamatan")]


@pytest.mark.parametrize("content", [b"", b"PK", b"NIP;Nama\n1;Ani\n", b"PK\x03\x04" + b"\0" * 300])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    """Empty files, CSV under another name and torn zips get a clear error."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert refusal(path).code in ("E-FILE-FORMAT", "E-FILE-DAMAGED")


def test_every_cut_of_a_workbook_is_refused(sound: Path) -> None:
    """A download that broke off anywhere is called damaged."""
    whole = sound.read_bytes()
    for length in range(10, len(whole) - 1, 97):
        sound.write_bytes(whole[:length])
        assert refusal(sound).code in ("E-FILE-FORMAT", "E-FILE-DAMAGED")


def test_flipped_bytes_never_give_a_traceback(sound: Path) -> None:
    """A changed byte is harmless or refused; no other exception comes out."""
    whole = sound.read_bytes()
    for place in range(0, len(whole), 53):
        sound.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        with suppress(DataError):
            read_workbook(sound)


def test_a_file_with_a_password_is_named_as_such(tmp_path: Path) -> None:
    """Excel wraps an encrypted workbook in an OLE container with a stream EncryptedPackage."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert refusal(path).code == "E-FILE-ENCRYPTED"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "old Excel file" in refusal(path).message


def test_an_encrypted_part_is_named_as_such(sound: Path) -> None:
    """A zip whose parts carry the encryption flag has a password."""
    data = bytearray(sound.read_bytes())
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, struct.unpack_from("<H", data, at + 8)[0] | 1)
    sound.write_bytes(data)
    assert refusal(sound).code == "E-FILE-ENCRYPTED"


def test_a_zip_bomb_is_refused_by_what_it_declares(sound: Path) -> None:
    """Forty megabytes of zeros in forty kilobytes stand in no workbook."""
    rewrite(sound, {"xl/media/image1.png": b"\0" * 40_000_000})
    assert refusal(sound).code == "E-FILE-SIZE"


def test_a_part_that_is_larger_than_it_declares_is_refused(sound: Path) -> None:
    """A zip may lie in its directory; what is there is unpacked and counted."""
    rewrite(sound, {FIRST: SHEET % (b"<row><c><v>1</v></c></row>" * 50_000)})
    data = bytearray(sound.read_bytes())
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == FIRST.encode():
            struct.pack_into("<I", data, at + 24, 1_000)
    sound.write_bytes(data)
    assert refusal(sound).code == "E-FILE-DAMAGED"


def test_too_many_parts_are_refused(sound: Path) -> None:
    """The number of parts is bounded."""
    rewrite(sound, {f"xl/x{number}": b"" for number in range(MAX_MEMBERS)})
    assert refusal(sound).code == "E-FILE-SIZE"


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 3_000 + b"</row>",
    ],
)
def test_a_cell_far_out_is_refused_before_it_costs_memory(rows: bytes, sound: Path) -> None:
    """Two cells at opposite corners would make a reader lay out 17 billion."""
    rewrite(sound, {FIRST: SHEET % rows})
    error = refusal(sound)
    assert error.code == "E-FILE-SIZE"
    assert "sheet Unit" in error.message


def test_one_text_repeated_without_end_is_refused(sound: Path) -> None:
    """A megabyte of text in one shared string, shown by 5,000 cells, is 5 GB."""
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    cells = b'<row><c t="s"><v>0</v></c></row>' * 5_000
    rewrite(sound, {"xl/sharedStrings.xml": strings % (b"x" * 1_000_000), FIRST: SHEET % cells})
    assert refusal(sound).code == "E-FILE-SIZE"


def test_declared_entities_are_refused(sound: Path) -> None:
    """No workbook has a DOCTYPE; a billion laughs has."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET % b""
    rewrite(sound, {FIRST: bomb})
    assert refusal(sound).code == "E-FILE-DAMAGED"


def test_a_workbook_without_a_sheet_of_a_case_is_refused(sound: Path) -> None:
    """Some other workbook is not read as an empty case."""
    book = openpyxl.load_workbook(sound)
    book["Unit"].title = "Gaji"
    book.save(sound)
    assert "penata case template" in refusal(sound).message


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    """Not found is exit code 8, not a damaged file."""
    with pytest.raises(NotFoundError, match="no such file"):
        read_workbook(tmp_path / "none.xlsx")


def test_a_formula_without_a_value_is_told(sound: Path) -> None:
    """A formula that no program computed is a fault at its cell, not an empty cell; a computed one is its value."""
    computed = b'<c r="A2" t="str"><f>"K"&amp;"EC"</f><v>KEC</v></c>'
    bare = b'<c r="B2"><f>HYPERLINK("http://x","y")</f></c>'
    words = [b'<c t="inlineStr"><is><t>%s</t></is></c>' % text for text in (b"ID Unit", b"Nama")]
    rewrite(sound, {FIRST: SHEET % (b'<row r="1">%s%s</row><row r="2">%s%s</row>' % (*words, computed, bare))})
    assert read_workbook(sound).tables[0].rows == [("KEC", "=…")]
    faults = [fault for fault in read_source(sound, lang="en").faults if fault.code == "E-CELL"]
    assert [(fault.place, fault.row, fault.column, fault.found) for fault in faults] == [
        ("Unit", 2, "Nama", "the cell shows =…, not a value")
    ]


def test_more_cells_than_time_allows(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells are counted before anything is done about them, empty ones too, over all sheets."""
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(1, 12))
    rewrite(sound, {FIRST: SHEET % rows})
    assert check_workbook(sound) == {}
    monkeypatch.setattr(workbook_guard, "MAX_CELL_TAGS", 10)
    assert "more than 10 cells" in str(refusal(sound))


def test_a_cell_that_shows_an_error_keeps_its_words(sound: Path) -> None:
    """#N/A is no empty cell: the reader must be able to refuse it."""
    words = [b'<c t="inlineStr"><is><t>%s</t></is></c>' % text for text in (b"ID Unit", b"Nama", b"x")]
    rows = b'<row r="1">%s%s</row><row r="2"><c r="A2" t="e"><v>#N/A</v></c>%s</row>' % tuple(words)
    rewrite(sound, {FIRST: SHEET % rows})
    assert read_workbook(sound).tables[0].rows == [("#N/A", "x")]
