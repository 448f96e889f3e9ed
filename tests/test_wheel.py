"""The wheel holds exactly the package, and the tests pass against it without the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.checkout]

ROOT = Path(__file__).resolve().parents[1]
NOT_PACKAGE = {"tests", "docs"}
DATA_FOLDERS = ("datasets/data/", "store/schemas/", "reports/static/", "reports/templates/")
# Kept in the repository inside a package folder, for readers of the repository only.
NOT_SHIPPED = ("benchmarks/results/",)


def run(*command: str | Path, cwd: Path, **environment: str) -> None:
    """Run a command and show all it said when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-8000:]}\n{done.stderr[-8000:]}"


def tracked_files() -> list[str]:
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8")
    return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())


def package_files(tracked: list[str]) -> set[str]:
    """Return what the wheel has to hold, judged by the tracked files and not by ``pyproject.toml``."""
    folders = {Path(name).parts[0] for name in tracked if name.endswith("/__init__.py")} - NOT_PACKAGE
    inside = [name for name in tracked if name.split("/")[0] in folders and not name.startswith(NOT_SHIPPED)]
    stray = [name for name in inside if not name.endswith(".py") and not name.startswith(DATA_FOLDERS)]
    assert not stray, f"neither code nor package data, so list or move it: {stray}"
    at_root = [name for name in tracked if "/" not in name and (name.endswith(".py") or name == "py.typed")]
    return {*inside, *at_root}


@pytest.fixture(scope="module")
def tracked() -> list[str]:
    files = tracked_files()
    assert {"pyproject.toml", "README.md", "__init__.py", "py.typed"} <= set(files)
    return files


@pytest.fixture(scope="module")
def wheel(tracked: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy of the tracked files, so that nothing else that lies about can enter."""
    source = tmp_path_factory.mktemp("source")
    for name in tracked:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", target, source, cwd=source)
    (built,) = target.glob("*.whl")
    return built


def test_the_wheel_holds_exactly_the_tracked_package_files(wheel: Path, tracked: list[str]) -> None:
    """Every tracked package file is in the wheel and nothing else is, outside the one folder of metadata."""
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    metadata = {name for name in names if name.split("/")[0].endswith(".dist-info")}
    assert len({name.split("/")[0] for name in metadata}) == 1
    assert {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "top_level.txt"} == {
        name.split("/", 1)[1] for name in metadata
    }
    assert names - metadata == {f"penata/{name}" for name in package_files(tracked)}


def test_the_tests_pass_against_the_installed_wheel(
    wheel: Path, tracked: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """In a clean environment with the core dependencies only, the quick tests pass without the checkout."""
    place = tmp_path_factory.mktemp("clean")
    venv = place / "venv"
    run(sys.executable, "-m", "venv", venv, cwd=place)
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    constraints = ROOT / "constraints.txt"
    tools = ("hypothesis", "jsonschema", "packaging", "pytest", "pytest-cov", "pytest-randomly", "pytest-xdist")
    run(scripts / "python", "-m", "pip", "install", "-q", "-c", constraints, wheel, *tools, cwd=place)

    inside = package_files(tracked)
    copy = place / "copy"
    for name in tracked:
        if name not in inside:
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    assert not (copy / "__init__.py").exists()
    run(
        scripts / "python",
        *("-P", "-m", "pytest", "-q", "-p", "no:cacheprovider"),
        *("-m", "not slow and not e2e and not pg and not checkout"),
        cwd=copy,
        PENATA_EXPECT_UNDER=str(venv),
        PENATA_SHARED_DATA=os.environ.get("PENATA_SHARED_DATA", str(ROOT.parent / "shared" / "data")),
        PATH=f"{scripts}{os.pathsep}{os.environ['PATH']}",
        PYTHONPATH="",
        PYTHONDONTWRITEBYTECODE="1",
    )
