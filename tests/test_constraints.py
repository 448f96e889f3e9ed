"""The two forms of the pinned dependencies agree and name no host."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def requirement_lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(name="project", scope="module")
def project_table(checkout: Path) -> dict:
    return tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))


def test_uv_reads_the_same_constraints_as_pip(checkout: Path, project: dict) -> None:
    """`pip -c constraints.txt` and `uv run` see the same pins; after a change run `make constraints`."""
    lines = requirement_lines(checkout / "constraints.txt")
    assert lines
    assert project["tool"]["uv"]["constraint-dependencies"] == lines


def test_constraints_name_no_place(checkout: Path) -> None:
    """A pin is a name, a version and a marker: no URL, path, host, option or hash."""
    text = (checkout / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--|\bhash\b|@|(?<!\w)/", text)
    for line in requirement_lines(checkout / "constraints.txt"):
        requirement = Requirement(line)
        assert requirement.url is None
        assert [clause.operator for clause in requirement.specifier] == ["=="], line


def test_every_dependency_is_pinned_within_its_bounds(checkout: Path, project: dict) -> None:
    """Each direct dependency has a pin, inside its own lower bound and upper cap."""
    pins: dict[str, list[str]] = {}
    for line in requirement_lines(checkout / "constraints.txt"):
        pin = Requirement(line)
        pins.setdefault(canonicalize_name(pin.name), []).append(next(iter(pin.specifier)).version)
    extras = project["project"]["optional-dependencies"].values()
    direct = [*project["project"]["dependencies"], *(line for extra in extras for line in extra)]
    for requirement in map(Requirement, direct):
        assert {clause.operator for clause in requirement.specifier} == {">=", "<"}, requirement
        versions = pins.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement.name} has no pin: run `make constraints`"
        assert all(version in requirement.specifier for version in versions), requirement
