"""Words of a SIASN export as codes: ids, titles, kinds of post, education, standing."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from types import MappingProxyType
from typing import Final

from ...models.domain.vocabulary import FUNCTIONAL_GROUPS
from ..cell_base import NOTHING
from ..raw import RawCell

_UUID: Final = re.compile(r"\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?", re.I)
_APOSTROPHES: Final = "'’‘`´"

LEVEL_WORDS: Final = MappingProxyType(
    {
        "ahli utama": "ahli_utama", "ahli madya": "ahli_madya", "ahli muda": "ahli_muda", "ahli pertama": "ahli_pertama",
        "penyelia": "penyelia", "mahir": "mahir", "terampil": "terampil", "pemula": "pemula",
    }
)  # fmt: skip
"""Ladder words in a title -> group."""
LEVEL_CODES: Final = MappingProxyType(
    {
        "ut": "ahli_utama", "md": "ahli_madya", "mu": "ahli_muda", "pt": "ahli_pertama",
        "py": "penyelia", "mh": "mahir", "tr": "terampil", "pm": "pemula",
    }
)  # fmt: skip
"""*JENJANG* of the SIASN reference files -> group."""
KINDS: Final = MappingProxyType(
    {
        "1": "structural", "struktural": "structural", "jabatan struktural": "structural", "manajerial": "structural",
        "2": "functional", "fungsional": "functional", "jabatan fungsional": "functional",
        "fungsional tertentu": "functional", "jabatan fungsional tertentu": "functional", "jft": "functional",
        "jf": "functional",
        "4": "pelaksana", "pelaksana": "pelaksana", "jabatan pelaksana": "pelaksana",
        "fungsional umum": "pelaksana", "jabatan fungsional umum": "pelaksana", "jfu": "pelaksana",
    }
)  # fmt: skip
"""*JENIS JABATAN*, id or name -> kind of post."""
_ECHELON: Final = re.compile(r"(?:eselon )?(iv|v|i{1,3}) ?([ab])")
_EDUCATION: Final = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"\b(diploma|d) ?(iv|4)\b", "d4"),
        (r"\b(diploma|d) ?(iii|3)\b|\bsarjana muda\b", "d3"),
        (r"\b(diploma|d) ?(ii|2)\b", "d2"),
        (r"\b(diploma|d) ?(i|1)\b", "d1"),
        (r"\bs ?3\b|\bdoktor\b", "s3"),
        (r"\bs ?2\b|\bmagister\b|\bpasca ?sarjana\b", "s2"),
        (r"\bs ?1\b|\bsarjana\b", "s1"),
        (r"\bslta\b|\bsma\b|\bsmk\b|\bsekolah menengah (atas|kejuruan)\b", "sma"),
        (r"\bsltp\b|\bsmp\b|\bsekolah menengah pertama\b", "smp"),
        (r"\bsd\b|\bsekolah dasar\b", "sd"),
    )
)
_LEVEL_BEFORE_FIELD: Final = re.compile(
    r"^(?:(?:S|D)[- .]?(?:IV|III|II|I|[1-4])|DIPLOMA (?:IV|III|II|I|[1-4])|SARJANA|MAGISTER|DOKTOR)\b"
    r"(?:[/ ]+D[- ]?IV\b)?[ /,:.-]*",
    re.IGNORECASE,
)


def text_of_cell(cell: RawCell) -> str:
    """Return a cell as plain text: no apostrophe in front, no blanks around; "" where nothing stands in it."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = unicodedata.normalize("NFKC", str(cell)).strip().lstrip(_APOSTROPHES).strip()
    return "" if text in NOTHING else text


def bare_cell(cell: RawCell) -> RawCell:
    """Return a cell without the apostrophe that marks text in front of it, and a day number in text as a number."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip().lstrip(_APOSTROPHES).strip()
    return int(text) if re.fullmatch(r"\d{5}", text, re.ASCII) else text


def clean_id(cell: RawCell) -> str:
    """Return an id; a UUID is lower case with dashes, however it was written."""
    text = text_of_cell(cell)
    match = _UUID.fullmatch(text)
    return "-".join(match.groups()).lower() if match else text


def is_uuid(cell: RawCell) -> bool:
    """Tell whether a cell holds a UUID, however it is written."""
    return bool(_UUID.fullmatch(text_of_cell(cell)))


def is_undashed(cell: RawCell) -> bool:
    """Tell whether a cell holds a UUID that is written otherwise than :func:`clean_id` gives it."""
    return is_uuid(cell) and clean_id(cell) != str(cell).strip().lstrip(_APOSTROPHES)


def plain(text: str) -> str:
    """Return a text as it is compared: no case, one blank between words, no signs."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w]+|_", " ", folded).split())


def slug(text: str) -> str:
    """Return a text as part of an id: letters, digits and single dashes, upper case."""
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", folded).strip("-").upper() or "X"


def split_title(title: str) -> tuple[str, str]:
    """Return a title's ladder group ("" for none) and the rest of it, plainly spelt.

    ``TERAMPIL - PERAWAT``, ``Perawat Terampil`` and ``Perawat (Terampil)`` are one title.
    """
    words = plain(title)
    for level, group in LEVEL_WORDS.items():
        if words.startswith(level + " "):
            return group, words[len(level) + 1 :]
        if words.endswith(" " + level):
            return group, words[: -len(level) - 1]
    return "", words


def kind_of(*cells: RawCell) -> str | None:
    """Return ``structural``, ``functional`` or ``pelaksana`` from *JENIS JABATAN* (id, name); "" for none said.

    None where what is said is none of them.
    """
    said = [plain(text_of_cell(cell)) for cell in cells]
    known = [KINDS[word] for word in said if word in KINDS]
    if known:
        return known[0]
    return None if any(said) else ""


def group_of(kind: str, echelon: str, level: str) -> str:
    """Return the group of a post, "" where its kind, echelon and ladder do not tell.

    Echelons: I.a JPT utama, I.b JPT madya, II JPT pratama, III administrator, IV and V pengawas (PP 13/2002 table).
    """
    match = _ECHELON.fullmatch(plain(echelon))
    if kind in ("", "structural") and match:
        roman, letter = match.groups()
        if roman == "i":
            return "jpt_utama" if letter == "a" else "jpt_madya"
        return {"ii": "jpt_pratama", "iii": "administrator"}.get(roman, "pengawas")
    if kind in ("", "functional") and level in FUNCTIONAL_GROUPS:
        return level
    return "pelaksana" if kind == "pelaksana" else ""


def level_of(jenjang: str, title: str) -> str:
    """Return the ladder group that *JENJANG* (code or words) or the title names, "" for none."""
    words = plain(jenjang)
    return LEVEL_CODES.get(words) or LEVEL_WORDS.get(words) or split_title(title)[0]


def education_of(cell: RawCell) -> RawCell:
    """Return the code of a level of education; the cell itself where no level is named, for the reader to judge."""
    words = plain(text_of_cell(cell))
    return next((code for pattern, code in _EDUCATION if pattern.search(words)), cell)


def field_of(cell: RawCell) -> str | None:
    """Return the field of study without its level: ``S-1 ILMU PEMERINTAHAN`` is *Ilmu Pemerintahan*."""
    text = text_of_cell(cell)
    bare = _LEVEL_BEFORE_FIELD.sub("", text).strip() or text
    if bare.isupper() and len(bare) > 4:
        bare = re.sub(r"\b(Dan|Di|Pada|Dengan)\b", lambda found: found[0].lower(), bare.title())
    return bare or None


def status_of(kind_name: str, cpns_flag: str, place: str, nip: str) -> str:
    """Return the status: the column *JENIS PEGAWAI*, else the sheet or file name, else digits 13-14 of the number."""
    for words in (plain(kind_name), plain(place)):
        if "pppk" in words or "p3k" in words:
            return "pppk_paruh_waktu" if "paruh" in words or "paruh" in plain(place) else "pppk"
        if re.search(r"\bc?pns\b", words):
            break
    else:
        if len(nip) == 18 and nip[12:14].isdigit() and int(nip[12:14]) > 20:
            return "pppk"
    return "cpns" if plain(cpns_flag).startswith("c") or plain(kind_name).startswith("cpns") else "pns"


def is_active(standing: str) -> bool:
    """Tell whether a *kedudukan hukum* is one of serving: the word *aktif*, not denied. The list is recalled."""
    words = plain(standing).split()
    return not words or ("aktif" in words and not {"tidak", "non", "belum"} & set(words))


def slash_date(cell: RawCell) -> tuple[int, int, int] | None:
    """Return first, second and year of ``03/04/1990`` or ``03-04-1990``."""
    match = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", cell.strip(), re.ASCII) if isinstance(cell, str) else None
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def birth_of_nip(nip: str) -> date | None:
    """Return the birth date that digits 1-8 of a number hold."""
    try:
        return date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return None
