"""Look at a workbook before any library opens it: what kind of file it is, and how much it would unpack to.

An XLSX file is a zip of XML. A few kilobytes can unpack to gigabytes, one cell far out can make a reader lay
out billions of empty cells, and one long text can be repeated a million times. Each is refused here with
one sentence, before memory is spent.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, Protocol
from xml.etree import ElementTree

from ..models.domain.errors import DataError, NotFoundError

MAX_FILE_BYTES: Final = 200_000_000
MAX_MEMBERS: Final = 2_000
MAX_UNPACKED_BYTES: Final = 600_000_000
MAX_RATIO: Final = 300
"""Deflate reaches about 1,000; sheets of empty, styled rows stay under 200."""
RATIO_FREE_BYTES: Final = 5_000_000
MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 2_000
MAX_CELLS: Final = 20_000_000
"""Rows x columns of the smallest rectangle that holds all cells of a sheet."""
MAX_CELL_TAGS: Final = 6_000_000
"""Cells that stand in the XML of all sheets, empty ones with a format too."""
MAX_TEXT: Final = 4_000_000_000
MAX_ERRORS: Final = 1_000

_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_REFERENCE: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,7})(\d{1,12})["']""")
_CELL: Final = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
_ERROR: Final = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""",
    re.S,
)
_FORMULA: Final = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br="([A-Z]+)(\d+)"[^>]*>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)"""
    rb"""\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
NOT_COMPUTED: Final = "=…"
"""What is shown for a formula that no program has computed yet."""
_STRING: Final = re.compile(rb"<(?:\w+:)?si[\s>]")
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class SheetScan:
    """What one sheet's XML holds: its extent, and the cells that show an error such as ``#N/A``."""

    rows: int
    columns: int
    errors: Mapping[tuple[int, int], str]
    """(row, column), 1-based -> the error shown, or :data:`NOT_COMPUTED`; reading libraries give these cells out as
    empty."""


class _Digest(Protocol):
    def feed(self, part: bytes) -> None: ...


def check_workbook(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    """Refuse a file that is no readable workbook, or that would unpack beyond bounds.

    Reads every member once, unpacking it chunk by chunk (about 1 s for 100 MB of XML).

    Parameters
    ----------
    path
        File to look at; its name does not count, its content does.

    Returns
    -------
    Sheet name -> (row, column), 1-based -> text of each cell that shows an error such as ``#N/A``, and ``=…`` for each
    formula without a value.

    Raises
    ------
    NotFoundError
        There is no such file, or it may not be read.
    DataError
        The file is no XLSX workbook, is damaged, has a password, or is out of bounds; codes ``E-FILE-...``.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(8)
            if start[:4] == _OLE:
                _refuse_ole(path, stream)
            if size > MAX_FILE_BYTES:
                raise _too_large(path, *_most("bytes", "byte", size, MAX_FILE_BYTES))
            if start[:2] != b"PK":
                message = f"{path.name} is not an Excel workbook. Save it from Excel as 'Excel Workbook (*.xlsx)'."
                bahasa = f"{path.name} bukan buku kerja Excel. Simpan dari Excel sebagai 'Excel Workbook (*.xlsx)'."
                raise DataError(message, code="E-FILE-FORMAT", bahasa=bahasa)
            return _check_zip(path, stream)
    except FileNotFoundError as error:
        raise NotFoundError(f"{path}: no such file.", code="E-FILE-MISSING", bahasa=f"{path}: berkas tidak ada.") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        NotImplementedError,
        ElementTree.ParseError,
    ) as error:
        raise damaged(path) from error
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})."
        bahasa = f"{path}: tidak dapat dibaca ({error.strerror})."
        raise NotFoundError(message, code="E-FILE-ACCESS", bahasa=bahasa) from error


def damaged(path: Path) -> DataError:
    """Return the error for a workbook that no library can make sense of."""
    message = f"{path.name} is damaged and cannot be opened. Let Excel open and repair it, and save it again."
    bahasa = f"{path.name} rusak dan tidak dapat dibuka. Buka dan perbaiki di Excel, lalu simpan lagi."
    return DataError(message, code="E-FILE-DAMAGED", bahasa=bahasa)


def _refuse_ole(path: Path, stream: BinaryIO) -> None:
    stream.seek(0)
    if _ENCRYPTED_STREAM in stream.read(MAX_FILE_BYTES):
        message = f"{path.name} is protected by a password. Save a copy without password and use that."
        bahasa = f"{path.name} dilindungi kata sandi. Simpan salinan tanpa kata sandi dan pakai salinan itu."
        raise DataError(message, code="E-FILE-ENCRYPTED", bahasa=bahasa)
    message = f"{path.name} is an old Excel file (.xls). Save it from Excel as 'Excel Workbook (*.xlsx)'."
    bahasa = f"{path.name} berkas Excel lama (.xls). Simpan dari Excel sebagai 'Excel Workbook (*.xlsx)'."
    raise DataError(message, code="E-FILE-FORMAT", bahasa=bahasa)


def _most(things: str, benda: str, count: int, most: int) -> tuple[str, str]:
    """Return why a count is too large, in English and Bahasa."""
    return f"{count:,} {things}, the most is {most:,}", f"{count:,} {benda}, paling banyak {most:,}"


def _too_large(path: Path, why: str, sebab: str) -> DataError:
    message = f"{path.name} is too large to open safely: {why}. Split it, or delete empty rows and columns."
    bahasa = f"{path.name} terlalu besar untuk dibuka dengan aman: {sebab}. Bagi, atau hapus baris dan kolom kosong."
    return DataError(message, code="E-FILE-SIZE", bahasa=bahasa)


def _check_zip(path: Path, stream: BinaryIO) -> dict[str, dict[tuple[int, int], str]]:
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise _too_large(path, *_most("parts", "bagian", len(members), MAX_MEMBERS))
    if any(member.flag_bits & 0x1 for member in members):
        message = f"{path.name} is protected by a password. Save a copy without password and use that."
        bahasa = f"{path.name} dilindungi kata sandi. Simpan salinan tanpa kata sandi dan pakai salinan itu."
        raise DataError(message, code="E-FILE-ENCRYPTED", bahasa=bahasa)
    names = {member.filename for member in members}
    if len(names) != len(members):
        raise damaged(path)
    if "xl/workbook.xml" not in names:
        message = f"{path.name} is not an XLSX workbook. Save it from Excel as 'Excel Workbook (*.xlsx)'."
        bahasa = f"{path.name} bukan buku kerja XLSX. Simpan dari Excel sebagai 'Excel Workbook (*.xlsx)'."
        raise DataError(message, code="E-FILE-FORMAT", bahasa=bahasa)
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise _too_large(path, *_most("bytes unpacked", "byte setelah dibuka", unpacked, MAX_UNPACKED_BYTES))
    if sum(member.compress_size for member in members) > path.stat().st_size:
        raise damaged(path)  # parts that overlap: the same bytes unpacked many times over
    for member in members:
        if member.file_size > max(RATIO_FREE_BYTES, MAX_RATIO * member.compress_size):
            why = f"part {member.filename} unpacks to {member.file_size:,} bytes"
            raise _too_large(path, why, f"bagian {member.filename} menjadi {member.file_size:,} byte setelah dibuka")
    return _scan(path, stream, members)


def _scan(path: Path, stream: BinaryIO, members: list[zipfile.ZipInfo]) -> dict[str, dict[tuple[int, int], str]]:
    sheets: dict[str, SheetScan] = {}
    kept: dict[str, bytes] = {}
    cells = longest = 0
    for member in members:
        name = member.filename
        if name == "xl/sharedStrings.xml":
            strings = _Strings()
            _drain(path, stream, member, strings)
            longest = strings.longest
        elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
            extent = _Extent()
            extent.most = MAX_CELL_TAGS - cells
            try:
                _drain(path, stream, member, extent)
                sheets[name] = extent.result()
            except _TooManyCellsError as error:
                why = f"it holds more than {MAX_CELL_TAGS:,} cells, empty ones counted"
                sebab = f"isinya lebih dari {MAX_CELL_TAGS:,} sel, sel kosong pun dihitung"
                raise _too_large(path, why, sebab) from error
            cells += extent.cells
        else:
            keeper = _Keep() if name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels") else None
            _drain(path, stream, member, keeper)
            if keeper is not None:
                kept[name] = b"".join(keeper.parts)
    titles = _sheet_names(kept)
    for name, scan in sheets.items():
        title = titles.get(name, name)
        if scan.rows > MAX_ROWS or scan.columns > MAX_COLUMNS or scan.rows * scan.columns > MAX_CELLS:
            why = f"sheet {title} reaches row {scan.rows:,} and column {scan.columns:,}"
            sebab = f"lembar {title} mencapai baris {scan.rows:,} dan kolom {scan.columns:,}"
            raise _too_large(path, why, sebab)
    if longest * cells > MAX_TEXT:
        why = f"a text of {longest:,} letters beside {cells:,} cells"
        raise _too_large(path, why, f"teks {longest:,} huruf di samping {cells:,} sel")
    return {titles[name]: dict(scan.errors) for name, scan in sheets.items() if scan.errors and name in titles}


def _drain(path: Path, stream: BinaryIO, member: zipfile.ZipInfo, digest: _Digest | None) -> None:
    """Unpack one part chunk by chunk; a part that is larger than it declares is refused."""
    total = 0
    tail = b""
    for part in _unpack(path, stream, member):
        total += len(part)
        if total > member.file_size:
            raise damaged(path)
        if b"<!DOCTYPE" in tail + part or b"<!ENTITY" in tail + part:
            raise damaged(path)  # no workbook declares entities; a bomb of them does
        tail = part[-16:]
        if digest is not None:
            digest.feed(part)
    if total != member.file_size:
        raise damaged(path)


def _unpack(path: Path, stream: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    # zipfile stops at the declared size, other readers do not: unpack what is there and compare.
    stream.seek(member.header_offset)
    header = stream.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise damaged(path)
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = member.compress_size
    inflate = zlib.decompressobj(-15)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged(path)
    while left:
        packed = stream.read(min(left, 1 << 16))
        if not packed:
            raise damaged(path)
        left -= len(packed)
        if member.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield inflate.decompress(packed, 1 << 22)
            packed = inflate.unconsumed_tail
    if member.compress_type == zipfile.ZIP_DEFLATED:
        yield inflate.flush()


class _Keep:
    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def feed(self, part: bytes) -> None:
        self.parts.append(part)


class _TooManyCellsError(Exception):
    """More cells than a workbook may hold; raised before time is spent on them."""


class _Extent:
    """Rows and columns that the cells of a sheet reach, without building them."""

    def __init__(self) -> None:
        self.most = MAX_CELL_TAGS
        self.rows = self.columns = self.cells = self._run = 0
        self.errors: dict[tuple[int, int], str] = {}
        self._rest = b""

    def feed(self, part: bytes) -> None:
        text = self._rest + part
        # Cut before the last row, so that a tag or a cell is never read in halves.
        cut = max(text.rfind(b"<row"), text.rfind(b":row"))
        cut = cut if cut > 0 else text.rfind(b"<c ")
        if cut <= 0:
            cut = max(text.rfind(b"<"), 0)
        self._rest = text[cut:]
        self._read(text[:cut])

    def _read(self, text: bytes) -> None:
        if self.cells + text.count(b"<c ") + text.count(b":c ") > self.most:
            raise _TooManyCellsError
        found = _REFERENCE.findall(text)
        if found:
            self.rows = max(self.rows, max(map(int, {digits for _, digits in found})))
            self.columns = max(self.columns, max(map(column_number, {letters for letters, _ in found})))
        num_cells = len(_CELL.findall(text))
        self.cells += num_cells
        num_rows = len(_ROW.findall(text))
        if num_cells > sum(1 for letters, _ in found if letters):
            # Cells without a reference take the next column: count them row by row.
            for piece in _ROW.split(text):
                self.columns = max(self.columns, sum(1 for _ in _CELL.finditer(piece)))
            self.rows = max(self.rows, num_rows)
        if b't="e"' in text and len(self.errors) < MAX_ERRORS:
            for letters, digits, shown in _ERROR.findall(text):
                self.errors[(int(digits), column_number(letters))] = shown.decode("utf-8", "replace")
        if (b"<f" in text or b":f" in text) and len(self.errors) < MAX_ERRORS:
            for letters, digits in _FORMULA.findall(text):
                self.errors[(int(digits), column_number(letters))] = NOT_COMPUTED

    def result(self) -> SheetScan:
        self._read(self._rest)
        self._rest = b""
        return SheetScan(self.rows, self.columns, self.errors)


class _Strings:
    """The longest shared string, in bytes."""

    def __init__(self) -> None:
        self.longest = 0
        self._open = 0

    def feed(self, part: bytes) -> None:
        pieces = [len(piece) for piece in _STRING.split(part)]
        pieces[0] += self._open
        self._open = pieces[-1]
        self.longest = max(self.longest, *pieces)


def column_number(letters: bytes) -> int:
    """Return the 1-based number of a column such as ``b"AB"``; 0 for no letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheet_names(kept: Mapping[str, bytes]) -> dict[str, str]:
    """Return part name -> sheet name, from the workbook's own list."""
    if "xl/_rels/workbook.xml.rels" not in kept:
        return {}
    targets: dict[str, str] = {}
    for relation in ElementTree.fromstring(kept["xl/_rels/workbook.xml.rels"]):
        target = relation.get("Target", "")
        targets[relation.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    names: dict[str, str] = {}
    for element in ElementTree.fromstring(kept["xl/workbook.xml"]).iter():
        if element.tag.endswith("}sheet"):
            names[targets.get(element.get(_RELATION, ""), "")] = element.get("name", "")
    return names
