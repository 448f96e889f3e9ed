"""What the tests of the command line share: a runner, and a small case on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from penata.cli import run
from penata.datasets.write import write_folder
from tests.small import small_case

Runner = Callable[..., tuple[int, str, str]]


@pytest.fixture
def penata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Runner:
    """Run one command line in a folder of its own; returns exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PENATA_LANG", raising=False)

    def go(*words: object) -> tuple[int, str, str]:
        monkeypatch.delenv("PENATA_LANG", raising=False)
        code = run([str(word) for word in words])
        out, err = capfd.readouterr()
        return code, out, err

    return go


@pytest.fixture
def src(tmp_path: Path) -> Path:
    """A case of three people and three posts on disk: A should move from P to Q, B is idle, C stays."""
    case = small_case(
        [
            {"employee_id": "A", "position_id": "P", "education_field": "Keperawatan"},
            {"employee_id": "B", "position_id": None, "position_since": None},
            {"employee_id": "C", "position_id": "R"},
        ],
        [
            {"position_id": "P", "unit_id": "U"},
            {"position_id": "Q", "unit_id": "V", "education_fields": "Keperawatan", "priority": 5},
            {"position_id": "R", "unit_id": "V"},
        ],
    )
    return write_folder(case, tmp_path / "kasus")


def only_run(folder: Path) -> Path:
    """Return the one run of a folder."""
    (found,) = (path for path in folder.iterdir() if not path.name.startswith("."))
    return found
