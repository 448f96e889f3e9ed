"""A problem on disk: what is written comes back whole; a file that is none, or claims what it isn't, is one sentence."""

from __future__ import annotations

import io
import zipfile
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import penata
from penata.benchmarks.instances import coupled_instance
from penata.benchmarks.million import solve_saved, wide_instance
from penata.models.domain.build import build_problem
from penata.models.domain.errors import DataError, NotFoundError
from penata.models.domain.problem import PlacementProblem
from penata.optimizer.engine import solve
from tests.random_cases import draw_agency


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are alike to the last array; how wide its whole numbers are does not count."""
    if isinstance(one, np.ndarray):
        return one.dtype.kind == other.dtype.kind and np.array_equal(one, other)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if is_dataclass(one):
        return type(one) is type(other) and all(same(getattr(one, f.name), getattr(other, f.name)) for f in fields(one))
    return type(one) is type(other) and one == other


def test_problems_come_back_whole(tmp_path: Path) -> None:
    """Random agencies with every rule, the family with everything coupled, and one without rows: equal to the last array."""
    draws = [draw_agency(Random(seed)) for seed in range(6)]
    problems = [build_problem(draw.case, draw.scenario).problem for draw in draws]
    problems += [coupled_instance(40, 1, equity=True, budgets=True, kin=True), wide_instance(2000, 1)]
    for problem in problems:
        path = penata.save_problem(problem, tmp_path / "problem.npz")
        assert same(penata.load_problem(path), problem)
    assert [path.name for path in tmp_path.iterdir()] == ["problem.npz"]


def test_the_wide_instance_is_as_described() -> None:
    """Ten options a person, none twice, the post held among them; nothing couples; equal seeds are equal."""
    problem = wide_instance(2000, 3)
    assert (np.bincount(problem.option_employee) == 10).all()
    assert len(np.unique(problem.option_employee * 1000 + problem.option_position)) == problem.num_options
    assert (problem.option_employee[problem.held] == np.arange(2000)).all()
    assert not problem.couples
    assert same(problem, wide_instance(2000, 3))
    assert not same(problem, wide_instance(2000, 4))


@pytest.mark.slow
def test_saved_arrays_are_solved_to_the_proof() -> None:
    """The work of the benchmark: value equals bound, and equals that of the problem that was never saved."""
    outcome = solve_saved(2000)
    assert (outcome.status, outcome.value) == ("optimal", outcome.bound)
    assert outcome.bound == solve(wide_instance(2000, 1)).bound


SMALL = PlacementProblem.from_arrays([0, 0, 1], [0, 1, 1], [1.0, 2.0, 3.0], num_employees=2, num_positions=2)


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def packed(path: Path, parts: dict[str, bytes], form: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", form) as pack:
        for name, content in parts.items():
            pack.writestr(name, content)


def array(values: Any, **form: Any) -> bytes:
    stream = io.BytesIO()
    np.lib.format.write_array(stream, np.array(values, **form))
    return stream.getvalue()


def claiming(shape: str, form: str = "<i8") -> bytes:
    """Return an array that claims a shape and holds nothing."""
    head = f"{{'descr': {form!r}, 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("schema", array("penata.problem/2"), "not in this form"),
        ("schema", None, "not in this form"),
        ("option_points", array([1.5, 2.0, 3.0]), "no file of arrays"),
        ("option_points", array([None], dtype=object), "no file of arrays"),
        ("option_points", claiming("(3,)"), "cut off"),
        ("option_points", claiming("(1000000000000,)"), "cut off"),
        ("option_points", claiming("(-1,)"), "no file of arrays"),
        ("option_points", claiming("(10**9)"), "no file of arrays"),
        ("option_points", claiming("(1,)", "<U999999999"), "no file of arrays"),
        ("option_points", array([1, 2]), "lacks 'option_points'"),
        ("option_points", array([1, 2, 10**13]), "leaves"),
        ("option_points", array(["a", "b", "c"]), "another kind"),
        ("option_employee", array([0, 0, 2]), "leaves 0..1"),
        ("option_employee", array([0, 1, 0]), "not sorted"),
        ("option_position", array([0, 1, -2]), "leaves -1..1"),
        ("option_ties", array([0, 1, 2**20]), "leaves"),
        ("held", array([2, -1]), "another person's"),
        ("employee_ids", array(["E", "E"]), "an id twice"),
        ("headcount_start", array([0, 2, 1]), "does not divide"),
        ("headcount_position", array([0, 9]), "leaves 0..1"),
        ("headcount", array([[0, 1, 0, 5, 0, -1]] * 2), "no auxiliary"),
        ("row_start", array([0, 1]), "leaves 0..0"),
        ("tier_name", array([], dtype=str), "no aim"),
        ("tier_0_auxiliary", None, "lacks 'tier_0_auxiliary'"),
    ],
)
def test_what_is_no_problem_is_refused(name: str, content: bytes | None, words: str, tmp_path: Path) -> None:
    """Each lie is found before anything is made of it; no memory is taken for what an array only claims."""
    path = tmp_path / "problem.npz"
    penata.save_problem(SMALL, path)
    parts = members(path)
    if content is None:
        del parts[f"{name}.npy"]
    else:
        parts[f"{name}.npy"] = content
    packed(path, parts)
    with pytest.raises(DataError, match=words) as told:
        penata.load_problem(path)
    assert told.value.code == "E-PROBLEM-FILE"
    assert "save_problem" in told.value.bahasa


def test_other_files(tmp_path: Path) -> None:
    """Text, a packed archive, one of too many parts, a missing file, a folder that isn't there."""
    path = tmp_path / "problem.npz"
    penata.save_problem(SMALL, path)
    parts = members(path)
    path.write_text("no archive")
    with pytest.raises(DataError, match="no file of arrays"):
        penata.load_problem(path)
    packed(path, parts, zipfile.ZIP_DEFLATED)
    with pytest.raises(DataError, match="without end"):
        penata.load_problem(path)
    packed(path, {f"{place}.npy": b"" for place in range(101)})
    with pytest.raises(DataError, match="more than a problem may"):
        penata.load_problem(path)
    with pytest.raises(NotFoundError, match="No such file"):
        penata.load_problem(tmp_path / "none.npz")
    with pytest.raises(NotFoundError, match="nothing was kept"):
        penata.save_problem(SMALL, tmp_path / "none" / "problem.npz")
