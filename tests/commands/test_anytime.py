"""Ended early, at the size of an agency: what is kept is a whole run, a true bound, and never worse than today."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Runner

pytestmark = [pytest.mark.slow, pytest.mark.e2e]
PEOPLE = 1_200
"""Enough for more than 20,000 options, so that prices come first."""


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("agency") / "src"
    words = ["case", "synth", "--people", str(PEOPLE), "--agencies", "1", "--seed", "1", "-o", str(target)]
    subprocess.run([sys.executable, "-m", "penata", *words], check=True, capture_output=True)
    return target


def is_sound(answer: dict[str, Any]) -> None:
    """A plan that breaks nothing, counted over 20,000 options, with a bound that is no lie about it."""
    assert answer["counts"]["options"] > 20_000
    assert answer["counts"]["breaches"] == 0
    assert answer["engine"].startswith("hybrid+")
    assert answer["bound"] is None or answer["bound"] >= answer["value"]
    assert answer["gap_of_gain"] is None or answer["gap_of_gain"] <= 1  # today's placement is 1


def test_a_gap_is_kept(agency: Path, penata: Runner, tmp_path: Path) -> None:
    """--gap 1e-3: exit 0, value and bound as near as that."""
    code, out, err = penata("place", str(agency), "--gap", "1e-3", "-o", str(tmp_path), "--json")
    assert code == 0, err
    answer = json.loads(out)
    is_sound(answer)
    assert answer["gap"] <= 1e-3


def test_a_clock_ends_the_search(agency: Path, penata: Runner, tmp_path: Path) -> None:
    """--time-limit of next to nothing: exit 0, a plan no worse than today's, a bound above it, and the run says why."""
    code, out, err = penata("place", str(agency), "--time-limit", "0.2", "-o", str(tmp_path), "--json")
    assert code == 0, err
    answer = json.loads(out)
    is_sound(answer)
    assert answer["status"] == "feasible"
    manifest = json.loads((tmp_path / answer["run_id"] / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["clock_limited"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_keeps_the_best_plan(agency: Path, tmp_path: Path, name: str) -> None:
    """Ctrl-C and SIGTERM after the first word of progress: exit 0, status cancelled, a whole run."""
    command = [sys.executable, "-m", "penata", "place", str(agency), "--progress", "jsonl", "-o", str(tmp_path), "--json"]
    environment = {**os.environ, "PENATA_LANG": "en"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    while '"stage"' not in (line := process.stderr.readline()):
        assert line, "ended before the search"
    process.send_signal(getattr(signal, name))
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    answer = json.loads(out)
    is_sound(answer)
    assert answer["status"] == "cancelled"
    assert (tmp_path / answer["run_id"] / "manifest.json").is_file()
