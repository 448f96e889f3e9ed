"""Killed writers leave the whole run or none, and what they leave hinders nobody."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

PROGRAM = Path(__file__).with_name("crash_program.py")
SAMPLE = Path(__file__).resolve().parents[1] / "datasets" / "sample"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 and fork are of POSIX")


def trial(src: str, root: Path, *, steps: int, calls: int, moments: int) -> dict[str, Any]:
    """Return what the program of kills reports."""
    words = [src, str(root), "1", str(steps), str(calls), str(moments)]
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, str(PROGRAM), *words], capture_output=True, text=True, check=False, env=os.environ | one_thread
    )
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.parametrize("steps", [8, pytest.param(0, marks=pytest.mark.slow)])
def test_every_step_of_writing(steps: int, tmp_path: Path) -> None:
    """Killed before each operation on the file system (0) or some, and from outside: the old run, the new or none."""
    report = trial("-", tmp_path / "runs", steps=steps, calls=0, moments=4)
    first, again = report["steps"]
    assert first > 15
    assert again > first
    assert report["at_steps"] == (2 * steps or first + again)
    assert not report["wrong"]
    assert report["left"] == ["p-0000000000000000"]


@pytest.mark.slow
def test_two_hundred_placements(tmp_path: Path) -> None:
    """Killed 200 times, at steps of writing and at random calls and moments, half of them in place of a run."""
    report = trial(str(SAMPLE), tmp_path / "runs", steps=50, calls=50, moments=60)
    assert report["kills"] >= 200
    assert report["at_steps"] == 100
    assert min(report["calls"]) > 100_000
    assert not report["wrong"]
    assert len(report["left"]) == 1
    assert report["left"][0].startswith("p-")
