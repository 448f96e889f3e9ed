"""A placement problem on disk: its arrays in one ``.npz``, without pickle, read within bounds.

Whole numbers take as few bytes as hold them, so that 10 million options are 210 MB. Nothing in a file is trusted: what it
holds is bounded before anything is read, an array must fill exactly the bytes that it claims, and every index is
held against what it points into.
"""

from __future__ import annotations

import os
import secrets
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, get_args

import numpy as np
import numpy.typing as npt

from ..models.domain.errors import DataError, NotFoundError
from ..models.domain.problem import (
    Auxiliary,
    AuxiliaryKind,
    Headcount,
    IntArray,
    PlacementProblem,
    Row,
    Tier,
    Wishes,
)
from .disk import disk_errors

SCHEMA: Final = "penata.problem/1"
MOST_BYTES: Final = 4 * 1024**3
"""Bytes of all arrays unpacked."""
MOST_ARRAYS: Final = 100
LARGEST: Final = 10**12
"""Points in cents, coefficients and bounds lie within plus and minus this."""
TIES: Final = 2**20
Arrays = Mapping[str, npt.NDArray[Any]]


class _ProblemFileError(Exception):
    """A file that is no problem; the text says why, in English and in Bahasa."""


def save_problem(problem: PlacementProblem, path: str | Path) -> Path:
    """Write a problem as ``path`` (``.npz``), whole or not at all, in place of what stands there.

    Raises
    ------
    NotFoundError
        The place can't be written to.
    """
    target = Path(path)
    draft = target.with_name(f".{target.name}-{secrets.token_hex(8)}.npz")
    with disk_errors(target):
        try:
            np.savez(draft, **_arrays_of(problem))  # type: ignore[arg-type]  # none of the names is an option of savez
            os.replace(draft, target)
        finally:
            draft.unlink(missing_ok=True)
    return target


def load_problem(path: str | Path) -> PlacementProblem:
    """Read a problem that :func:`save_problem` wrote.

    Raises
    ------
    NotFoundError
        There is no such file, or it can't be read.
    DataError
        It is no problem; the message says what was found.
    """
    source = Path(path)
    try:
        return _problem_of(_read(source))
    except _ProblemFileError as error:
        reason, alasan = error.args
        message = f"{source}: {reason}. Give a file that save_problem wrote ({SCHEMA})."
        bahasa = f"{source}: {alasan}. Beri berkas yang ditulis save_problem ({SCHEMA})."
        raise DataError(message, code="E-PROBLEM-FILE", bahasa=bahasa) from error
    except OSError as error:
        message = f"{source}: can't be read ({error.strerror or error})."
        bahasa = f"{source}: tidak dapat dibaca ({error.strerror or error})."
        raise NotFoundError(message, code="E-PROBLEM-FILE", bahasa=bahasa) from error


def _arrays_of(problem: PlacementProblem) -> dict[str, npt.NDArray[Any]]:
    heads, rows, spare, tiers = problem.headcounts, problem.rows, problem.auxiliaries, problem.tiers
    arrays: dict[str, npt.NDArray[Any]] = {
        "schema": np.array(SCHEMA),
        "employee_ids": np.array(problem.employee_ids, dtype=np.str_),
        "position_ids": np.array(problem.position_ids, dtype=np.str_),
        "blocked": np.array(problem.blocked, dtype=np.str_),
        "option_employee": problem.option_employee,
        "option_position": problem.option_position,
        "option_points": problem.option_points,
        "option_ties": problem.option_ties,
        "held": problem.held,
        "seniority": problem.seniority,
        "headcount_start": _starts([item.positions for item in heads]),
        "headcount_position": _joined([item.positions for item in heads]),
        "headcount_name": _texts(((item.rule, item.name) for item in heads), 2),
        "headcount": np.array(
            [(i.lower, i.upper, i.short_of, i.short, i.over_from, i.over) for i in heads], dtype=np.int64
        ).reshape(-1, 6),
        "row_start": _starts([row.columns for row in rows]),
        "row_column": _joined([row.columns for row in rows]),
        "row_coefficient": _joined([row.coefficients for row in rows]),
        "row_name": _texts(((row.rule, row.name) for row in rows), 2),
        "row_bound": np.array(
            [(row.lower is not None, row.lower or 0, row.upper is not None, row.upper or 0) for row in rows], dtype=np.int64
        ).reshape(-1, 4),
        "auxiliary": np.array([(item.upper, item.points) for item in spare], dtype=np.int64).reshape(-1, 2),
        "auxiliary_name": _texts(((item.kind, item.name, item.term) for item in spare), 3),
        "tier_name": np.array([tier.name for tier in tiers], dtype=np.str_),
    }
    for place, tier in enumerate(tiers):
        if not np.array_equal(tier.option_points, problem.option_points):
            arrays[f"tier_{place}_option"] = tier.option_points
        arrays[f"tier_{place}_auxiliary"] = tier.auxiliary_points
    if problem.wishes is not None:
        arrays["wish_rank"], arrays["wish_match"] = problem.wishes.rank, problem.wishes.match
    return {name: _narrow(array) for name, array in arrays.items()}


def _starts(parts: Sequence[IntArray]) -> IntArray:
    return np.concatenate([[0], np.cumsum([len(part) for part in parts], dtype=np.int64)])


def _joined(parts: Sequence[IntArray]) -> IntArray:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _texts(groups: Iterable[tuple[str, ...]], width: int) -> npt.NDArray[np.str_]:
    return np.array(list(groups), dtype=np.str_).reshape(-1, width)


def _narrow(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return whole numbers in the smallest form that holds them."""
    if array.dtype.kind != "i" or not array.size:
        return array
    low, high = int(array.min()), int(array.max())
    for form in (np.int8, np.int16, np.int32):
        if np.iinfo(form).min <= low and high <= np.iinfo(form).max:
            return array.astype(form)
    return array


def _read(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Read the arrays; each is held against its own header before memory is taken for it."""
    found: dict[str, npt.NDArray[Any]] = {}
    try:
        with zipfile.ZipFile(path) as pack:
            members = pack.infolist()
            if len(members) > MOST_ARRAYS or sum(member.file_size for member in members) > MOST_BYTES:
                raise _ProblemFileError("holds more than a problem may", "isinya melebihi batas")
            if any(member.compress_type != zipfile.ZIP_STORED for member in members):
                raise _ProblemFileError("is packed, and might unpack without end", "dimampatkan, isinya bisa tanpa batas")
            for member in members:
                with pack.open(member) as stream:
                    form, count = _header(stream)
                    if stream.tell() + count * form.itemsize != member.file_size:
                        raise _ProblemFileError("holds an array that is cut off", "memuat larik yang terpotong")
                with pack.open(member) as stream:
                    name = member.filename.removesuffix(".npy")
                    found[name] = np.lib.format.read_array(stream, allow_pickle=False)
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, MemoryError, SyntaxError) as error:
        raise _ProblemFileError("is no file of arrays", "bukan berkas larik") from error
    if found.get("schema", np.array("")).tolist() != SCHEMA:
        raise _ProblemFileError("is not in this form", "bukan bentuk ini")
    return found


def _header(stream: Any) -> tuple[np.dtype[Any], int]:
    """Return form and number of elements that an array claims.

    Raises
    ------
    ValueError
        It is no array of whole numbers or text.
    """
    version = np.lib.format.read_magic(stream)
    if version != (1, 0):
        raise ValueError("version")
    shape, _, form = np.lib.format.read_array_header_1_0(stream)
    if form.kind not in "iU" or form.hasobject or form.itemsize < 1 or any(size < 0 for size in shape):
        raise ValueError("form")
    count = 1
    for size in shape:
        count *= int(size)
    return form, count


class _Checked:
    """Arrays taken out by name, with their shape and range checked."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays

    def __contains__(self, name: str) -> bool:
        return name in self._arrays

    def numbers(self, name: str, shape: tuple[int, ...], low: int = -LARGEST, high: int = LARGEST) -> IntArray:
        """Return whole numbers of a shape (-1 = any length) within low..high."""
        array = self._taken(name, "i", shape)
        if array.size and not low <= int(array.min()) <= int(array.max()) <= high:
            raise _ProblemFileError(f"'{name}' leaves {low}..{high}", f"'{name}' di luar {low}..{high}")
        return array.astype(np.int64)

    def texts(self, name: str, shape: tuple[int, ...]) -> list[Any]:
        """Return texts of a shape (-1 = any length) as lists."""
        return list(self._taken(name, "U", shape).tolist())

    def starts(self, name: str, total: int) -> list[int]:
        """Return where parts begin that fill ``total`` places."""
        places = self.numbers(name, (-1,), 0, total)
        if not len(places) or places[0] != 0 or places[-1] != total or (np.diff(places) < 0).any():
            raise _ProblemFileError(f"'{name}' does not divide {total} places", f"'{name}' tidak membagi {total} tempat")
        return list(places.tolist())

    def _taken(self, name: str, kind: str, shape: tuple[int, ...]) -> npt.NDArray[Any]:
        array = self._arrays.get(name)
        fits = array is not None and array.ndim == len(shape)
        if array is None or not fits or any(want not in (-1, size) for want, size in zip(shape, array.shape, strict=True)):
            raise _ProblemFileError(f"lacks '{name}' of shape {shape}", f"tanpa '{name}' berbentuk {shape}")
        if array.dtype.kind != kind and array.size:
            raise _ProblemFileError(f"'{name}' is of another kind", f"'{name}' berjenis lain")
        return array


def _problem_of(arrays: Arrays) -> PlacementProblem:
    take = _Checked(arrays)
    employees, positions = take.texts("employee_ids", (-1,)), take.texts("position_ids", (-1,))
    people, posts = len(employees), len(positions)
    if len(set(employees)) < people or len(set(positions)) < posts:
        raise _ProblemFileError("holds an id twice", "memuat ID ganda")
    employee = take.numbers("option_employee", (-1,), 0, people - 1)
    count = len(employee)
    if (np.diff(employee) < 0).any():
        raise _ProblemFileError("'option_employee' is not sorted", "'option_employee' tidak urut")
    held = take.numbers("held", (people,), -1, count - 1)
    stays = held >= 0
    if (employee[held[stays]] != np.flatnonzero(stays)).any():
        raise _ProblemFileError("'held' names another person's option", "'held' menyebut pilihan orang lain")
    points = take.numbers("option_points", (count,))
    auxiliaries = _auxiliaries(take)
    wishes = None
    if "wish_rank" in take:
        wishes = Wishes(take.numbers("wish_rank", (count,), 0), take.numbers("wish_match", (count,)))
    return PlacementProblem(
        employee_ids=tuple(employees),
        position_ids=tuple(positions),
        option_employee=employee,
        option_position=take.numbers("option_position", (count,), -1, posts - 1),
        option_points=points,
        held=held,
        headcounts=_headcounts(take, posts, len(auxiliaries)),
        rows=_rows(take, count + len(auxiliaries)),
        auxiliaries=auxiliaries,
        tiers=_tiers(take, points, len(auxiliaries)),
        option_ties=take.numbers("option_ties", (count,), 0, TIES - 1),
        seniority=take.numbers("seniority", (people,)),
        blocked=tuple(take.texts("blocked", (-1,))),
        wishes=wishes,
    )


def _auxiliaries(take: _Checked) -> tuple[Auxiliary, ...]:
    table = take.numbers("auxiliary", (-1, 2))
    names = take.texts("auxiliary_name", (len(table), 3))
    if {kind for kind, _, _ in names} - set(get_args(AuxiliaryKind)):
        raise _ProblemFileError("names an unknown kind of auxiliary", "menyebut jenis peubah bantu yang tidak dikenal")
    return tuple(
        Auxiliary(kind, name, upper, points, term)
        for (kind, name, term), (upper, points) in zip(names, table.tolist(), strict=True)
    )


def _headcounts(take: _Checked, posts: int, spare: int) -> tuple[Headcount, ...]:
    places = take.numbers("headcount_position", (-1,), 0, posts - 1)
    starts = take.starts("headcount_start", len(places))
    table = take.numbers("headcount", (len(starts) - 1, 6))
    names = take.texts("headcount_name", (len(table), 2))
    if len(table) and not (int(table[:, [3, 5]].min()) >= -1 and int(table[:, [3, 5]].max()) < spare):
        raise _ProblemFileError("a head count names no auxiliary", "ada batas jumlah yang menyebut peubah yang tidak ada")
    return tuple(
        Headcount(rule, name, places[start:end], *numbers)
        for (rule, name), numbers, (start, end) in zip(names, table.tolist(), pairwise(starts), strict=True)
    )


def _rows(take: _Checked, columns: int) -> tuple[Row, ...]:
    column = take.numbers("row_column", (-1,), 0, columns - 1)
    coefficient = take.numbers("row_coefficient", (len(column),))
    starts = take.starts("row_start", len(column))
    bounds = take.numbers("row_bound", (len(starts) - 1, 4))
    names = take.texts("row_name", (len(bounds), 2))
    return tuple(
        Row(rule, name, column[start:end], coefficient[start:end], low if has_low else None, high if has_high else None)
        for (rule, name), (has_low, low, has_high, high), (start, end) in zip(
            names, bounds.tolist(), pairwise(starts), strict=True
        )
    )


def _tiers(take: _Checked, points: IntArray, spare: int) -> tuple[Tier, ...]:
    names = take.texts("tier_name", (-1,))
    if not 1 <= len(names) <= MOST_ARRAYS:
        raise _ProblemFileError("has no aim", "tanpa tujuan")
    return tuple(
        Tier(
            name,
            take.numbers(f"tier_{place}_option", points.shape) if f"tier_{place}_option" in take else points,
            take.numbers(f"tier_{place}_auxiliary", (spare,)),
        )
        for place, name in enumerate(names)
    )
