"""Competency lists read into one form: who needs which skill, at which level of 1 to 5, with which weight.

The rescaling is linear from the list's own scale, rounded to the nearest whole level, halves upward:

- O*NET level 0-7: ``1 + 4 x LV / 7``; importance 1-5 becomes the weight ``(IM - 1) / 4``; skills under importance 3,
  and those that O*NET marks as not relevant or to be suppressed, are left out.
- Ladders: SFIA 1-7 ``1 + 4 x (L - 1) / 6`` (1 2 2 3 4 4 5); UK Digital and Data 1-4 ``1 + 4 x (L - 1) / 3``
  (1 2 4 5); weight 1.
- ESCO has no levels: an essential skill counts as level 3, mandatory, weight 1; an optional one as level 2,
  weight 0.5. This is an assumption of this project and to be confirmed.

Every skill counts as a technical competency. Sources: O*NET content model (USDOL/ETA), scales LV and IM; SFIA levels
of responsibility 1-7; UK Government Digital and Data profession framework, skill levels awareness, working,
practitioner, expert; ESCO occupation-skill relations (European Commission).
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import floor, isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from ...models.domain.errors import DataError, NotFoundError

FrameworkName = Literal["onet", "ddat", "sfia", "esco"]
SCALES: Final[Mapping[str, tuple[float, float]]] = {"onet": (0, 7), "ddat": (1, 4), "sfia": (1, 7)}
LEAST_IMPORTANCE: Final = 3.0
MAX_BYTES: Final = 256 * 1024**2
ESCO_LEVELS: Final = {"essential": (3, 1.0, True), "optional": (2, 0.5, False)}


@dataclass(frozen=True, slots=True)
class Need:
    """One skill that a role needs: its level 1-5 and weight in our terms."""

    skill_id: str
    skill: str
    level: int
    weight: float
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """An occupation or role level of a list."""

    code: str
    name: str
    needs: tuple[Need, ...]


def rescale(value: float, low: float, high: float) -> int:
    """Return a level of 1 to 5 for one of ``low`` to ``high``: linear, rounded to the nearest, halves upward.

    Raises
    ------
    DataError
        The level lies outside its scale.
    """
    if not low <= value <= high:
        message = f"level {value:g} lies outside the scale {low:g} to {high:g}. Check which list this is."
        bahasa = f"level {value:g} di luar skala {low:g} sampai {high:g}. Periksa daftar mana yang dipakai."
        raise DataError(message, code="E-FRAMEWORK", bahasa=bahasa)
    return floor(1 + 4 * (value - low) / (high - low) + 0.5)


def read_framework(name: FrameworkName, source: Path) -> Mapping[str, Role]:
    """Read a competency list.

    Parameters
    ----------
    name
        Which list.
    source
        A CSV (or ``.csv.gz``), or the folder that holds it under the list's usual name.

    Returns
    -------
    Roles by code: the O*NET-SOC code; ``family / role / role level`` of a ladder as far as it has them; the last part of an
    ESCO occupation's URI.

    Raises
    ------
    DataError
        The file is no such list; the message names the line.
    NotFoundError
        There is no such file.
    """
    path = _find(name, source)
    readers: Mapping[str, Callable[[], Iterator[tuple[str, str, Need]]]] = {
        "onet": lambda: _read_onet(path),
        "ddat": lambda: _read_ladder(path, "ddat"),
        "sfia": lambda: _read_ladder(path, "sfia"),
        "esco": lambda: _read_esco(path),
    }
    names: dict[str, str] = {}
    needs: dict[str, dict[str, Need]] = {}
    for code, words, need in readers[name]():
        names.setdefault(code, words)
        held = needs.setdefault(code, {})
        if need.skill_id not in held or held[need.skill_id].level < need.level:
            held[need.skill_id] = need
    return MappingProxyType({code: Role(code, names[code], tuple(held.values())) for code, held in needs.items()})


def _find(name: FrameworkName, source: Path) -> Path:
    usual = {"onet": "skills", "ddat": "requirements", "sfia": "requirements", "esco": "occupationSkillRelations"}[name]
    if source.is_dir():
        found = sorted(path for path in source.iterdir() if re.fullmatch(rf"{usual}(_\w+)?\.csv(\.gz)?", path.name))
        if found:
            return found[0]
    elif source.is_file():
        return source
    message = f"{source}: no such list; name the CSV, or the folder that holds {usual}.csv."
    bahasa = f"{source}: daftar tidak ada; sebut berkas CSV-nya, atau folder yang memuat {usual}.csv."
    raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa)


def _text(path: Path) -> str:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) <= MAX_BYTES:
            return data.decode("utf-8-sig")
        why = f"longer than {MAX_BYTES:,} bytes"
    except (UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        why = str(error)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror})."
        raise NotFoundError(message, code="E-FILE-ACCESS", bahasa=f"{path}: tidak terbaca ({error.strerror}).") from error
    raise DataError(f"{path}: is no CSV in UTF-8 ({why}).", code="E-FRAMEWORK", bahasa=f"{path}: bukan CSV UTF-8 ({why}).")


def _rows(
    path: Path, wanted: Mapping[str, tuple[str, ...]], optional: frozenset[str] = frozenset()
) -> Iterator[dict[str, str]]:
    """Yield rows by our names; ``wanted`` = our name -> headers that it may have, plainly spelt."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        headers = [_plain(cell) for cell in next(reader, [])]
        places = {
            ours: next((headers.index(one) for one in theirs if one in headers), None) for ours, theirs in wanted.items()
        }
        if missing := [wanted[ours][0] for ours, place in places.items() if place is None and ours not in optional]:
            message = f"{path}: lacks the column {', '.join(missing)}; it is no list of this kind."
            bahasa = f"{path}: tidak ada kolom {', '.join(missing)}; bukan daftar jenis ini."
            raise DataError(message, code="E-FRAMEWORK", bahasa=bahasa)
        for row in reader:
            cells = {our: row[at].strip() if at is not None and at < len(row) else "" for our, at in places.items()}
            if any(cells.values()):
                yield cells | {"line": str(reader.line_num)}
    except csv.Error as error:
        message = f"{path}, line {reader.line_num}: is no CSV ({error})."
        bahasa = f"{path}, baris {reader.line_num}: bukan CSV ({error})."
        raise DataError(message, code="E-FRAMEWORK", bahasa=bahasa) from error


def _plain(header: str) -> str:
    return re.sub(r"[^a-z0-9]", "", header.casefold())


def _number(path: Path, row: Mapping[str, str], name: str) -> float:
    try:
        value = float(row[name])
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        message = f"{path}, line {row['line']}: '{row[name][:60]}' is no number."
        bahasa = f"{path}, baris {row['line']}: '{row[name][:60]}' bukan angka."
        raise DataError(message, code="E-FRAMEWORK", bahasa=bahasa)
    return value


def _read_onet(path: Path) -> Iterator[tuple[str, str, Need]]:
    columns = {
        "code": ("onetsoccode",), "title": ("title",), "skill_id": ("elementid",), "skill": ("elementname",),
        "scale": ("scaleid",), "value": ("datavalue",), "suppress": ("recommendsuppress",), "irrelevant": ("notrelevant",),
    }  # fmt: skip
    found: dict[tuple[str, str], dict[str, float]] = {}
    words: dict[tuple[str, str], tuple[str, str]] = {}
    for row in _rows(path, columns, frozenset({"title", "suppress", "irrelevant"})):
        if "Y" in (row["suppress"], row["irrelevant"]) or row["scale"] not in ("IM", "LV"):
            continue
        key = row["code"], row["skill_id"]
        found.setdefault(key, {})[row["scale"]] = _number(path, row, "value")
        words[key] = row["title"] or row["code"], row["skill"]
    for (code, skill), values in found.items():
        importance = values.get("IM", 0.0)
        if "LV" in values and LEAST_IMPORTANCE <= importance <= 5:
            level = rescale(values["LV"], *SCALES["onet"])
            title, name = words[code, skill]
            yield code, title, Need(f"ONET-{skill}", name, level, round((importance - 1) / 4, 2))


def _read_ladder(path: Path, name: Literal["ddat", "sfia"]) -> Iterator[tuple[str, str, Need]]:
    columns = {
        "family": ("rolefamily", "family"), "role": ("role", "jobprofile", "jobtitle"), "step": ("rolelevel",),
        "skill": ("skillname", "skill"), "skill_id": ("skillcode", "code"),
        "level": ("level", "skilllevel"),
    }  # fmt: skip
    for row in _rows(path, columns, frozenset({"family", "step", "skill_id"})):
        parts = [row[part] for part in ("family", "role", "step") if row[part]]
        skill = _slug(row["skill_id"] or row["skill"])
        level = rescale(_number(path, row, "level"), *SCALES[name])
        yield " / ".join(parts), parts[-1], Need(f"{name.upper()}-{skill}", row["skill"], level, 1.0)


def _read_esco(path: Path) -> Iterator[tuple[str, str, Need]]:
    columns = {
        "occupation": ("occupationuri",), "title": ("occupationlabel",), "relation": ("relationtype",),
        "skill": ("skilllabel", "skill"), "skill_uri": ("skilluri",),
    }  # fmt: skip
    for row in _rows(path, columns, frozenset({"title"})):
        if row["relation"] not in ESCO_LEVELS:
            message = f"{path}, line {row['line']}: relation '{row['relation'][:60]}'; expected essential or optional."
            bahasa = f"{path}, baris {row['line']}: hubungan '{row['relation'][:60]}'; seharusnya essential atau optional."
            raise DataError(message, code="E-FRAMEWORK", bahasa=bahasa)
        code = row["occupation"].rpartition("/")[2]
        level, weight, mandatory = ESCO_LEVELS[row["relation"]]
        skill = row["skill_uri"].rpartition("/")[2]
        yield code, row["title"] or code, Need(f"ESCO-{skill}", row["skill"], level, weight, mandatory)


def _slug(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").upper()[:80]
