"""Published instances as files of numbers, read within bounds, and the optima published beside them.

``assign`` (OR-Library assignment: J. E. Beasley, JORS 41, 1990) with ``assignopt.txt``, ``gap`` (generalised assignment)
with ``bounds.tsv``, ``fronts`` (bi-objective assignment) with ``fronts.csv``. Any file may be packed with gzip.
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np

from ..models.domain.errors import DataError, NotFoundError
from ..models.domain.problem import IntArray

LARGEST: Final = 50_000_000
"""Letters of an instance file at most, unpacked."""
LARGEST_NUMBER: Final = 10**9
ENDINGS: Final = (".txt", ".raw", ".txt.gz", ".raw.gz")


@dataclass(frozen=True, slots=True)
class Bound:
    """What is known of a generalised assignment instance in one sense, ``min`` or ``max``."""

    name: str
    sense: str
    lower: int
    upper: int


def instances_in(folder: Path) -> list[str]:
    """Return the names of the instances of a set, sorted."""
    if not folder.is_dir():
        return []
    found = {path.name.removesuffix(end) for path in folder.iterdir() for end in ENDINGS if path.name.endswith(end)}
    return sorted(found - {"assignopt"})


def numbers_of(folder: Path, name: str) -> IntArray:
    """Return the whole numbers of an instance in the order of the file.

    Raises
    ------
    NotFoundError
        No such file, or it can't be read.
    DataError
        The file is too large, or holds something else than whole numbers.
    """
    path = next((folder / f"{name}{end}" for end in ENDINGS if (folder / f"{name}{end}").exists()), folder / f"{name}.txt")
    words = _text(path).split()
    try:
        numbers = np.array(words, dtype=np.int64)
    except (ValueError, OverflowError) as error:
        raise refused(path, "a word that is no whole number", "kata yang bukan bilangan bulat") from error
    if len(numbers) and np.abs(numbers).max() > LARGEST_NUMBER:
        raise refused(path, f"a number beyond {LARGEST_NUMBER:,}", f"bilangan di luar {LARGEST_NUMBER:,}")
    return numbers


def shaped(path: Path, numbers: IntArray, wanted: int) -> IntArray:
    """Return the numbers after checking how many there are.

    Raises
    ------
    DataError
        There are more or fewer.
    """
    if len(numbers) != wanted:
        raise refused(path, f"{len(numbers):,} numbers where its size asks for {wanted:,}",
                      f"{len(numbers):,} bilangan, padahal menurut ukurannya {wanted:,}")  # fmt: skip
    return numbers


def minima_of(folder: Path) -> dict[str, int]:
    """Return the published minimum of each assignment instance, of those that ``assignopt.txt`` names."""
    path = folder / "assignopt.txt"
    if not path.exists() and not path.with_name(f"{path.name}.gz").exists():
        return {}
    pairs = [line.split() for line in _text(path).splitlines()]
    return {pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdecimal()}


def bounds_of(folder: Path) -> list[Bound]:
    """Return the rows of ``bounds.tsv``.

    Raises
    ------
    NotFoundError
        There is no such file.
    DataError
        A row is not: instance, min or max, lower, upper.
    """
    path = folder / "bounds.tsv"
    found = []
    for number, line in enumerate(_text(path).splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        try:
            name, sense, lower, upper = cells
            bound = Bound(name, sense, int(lower), int(upper))
        except ValueError as error:
            raise refused(path, f"in line {number} no row of instance, sense, lower, upper",
                          f"pada baris {number} bukan instansi, arah, batas bawah, batas atas") from error  # fmt: skip
        if bound.sense not in ("min", "max"):
            raise refused(path, f"in line {number} a sense that is neither min nor max",
                          f"pada baris {number} arah yang bukan min atau max")  # fmt: skip
        found.append(bound)
    return found


def fronts_of(folder: Path) -> dict[str, set[tuple[int, int]]]:
    """Return the published points of each front, in the order of ``fronts.csv``.

    Raises
    ------
    NotFoundError
        There is no such file.
    DataError
        A row is not: instance, z1, z2.
    """
    path = folder / "fronts.csv"
    found: dict[str, set[tuple[int, int]]] = {}
    for number, line in enumerate(_text(path).splitlines()[1:], start=2):
        try:
            name, first, second = line.split(",")
            found.setdefault(name, set()).add((int(first), int(second)))
        except ValueError as error:
            raise refused(path, f"in line {number} no row of instance, z1, z2",
                          f"pada baris {number} bukan instansi, z1, z2") from error  # fmt: skip
    return found


def refused(path: Path, found: str, ditemukan: str) -> DataError:
    """Return the error of a file that is no instance."""
    message = f"{path}: holds {found}; give the file as it was published."
    bahasa = f"{path}: berisi {ditemukan}; pakai berkas seperti yang diterbitkan."
    return DataError(message, code="E-BENCH-FILE", bahasa=bahasa)


def files_of(folder: Path, sets: Sequence[str]) -> list[Path]:
    """Return the files of sets, for the hash of the data."""
    return [path for name in sets if (folder / name).is_dir() for path in (folder / name).iterdir() if path.is_file()]


def _text(path: Path) -> str:
    packed = path if path.name.endswith(".gz") else path.with_name(f"{path.name}.gz")
    try:
        with _open(packed if packed.exists() else path) as stream:
            text = stream.read(LARGEST + 1)
    except (EOFError, gzip.BadGzipFile, UnicodeDecodeError) as error:
        raise refused(path, "no plain text", "bukan teks biasa") from error
    except OSError as error:
        message = f"{path}: can't be read ({error.strerror}). Check --instances."
        bahasa = f"{path}: tidak dapat dibaca ({error.strerror}). Periksa --instances."
        raise NotFoundError(message, code="E-BENCH-FILE", bahasa=bahasa) from error
    if len(text) > LARGEST:
        raise refused(path, f"more than {LARGEST:,} letters", f"lebih dari {LARGEST:,} huruf")
    return text


def _open(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="ascii") if path.name.endswith(".gz") else path.open(encoding="ascii")
