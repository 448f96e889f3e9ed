"""``penata place`` says before it builds how much memory it needs, and what to do where there is too little."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from penata.api.room import Room

from .conftest import Runner


def test_dry_run_tells_the_memory(penata: Runner, src: Path) -> None:
    """What is needed and what may be used stand beside the size of the model."""
    told = json.loads(penata("place", src, "--dry-run", "--json", "--max-memory", "100000")[1])
    assert 0 < told["memory_mb"] < told["memory_available_mb"] == 100_000
    assert "memori yang diperlukan" in penata("place", src, "--dry-run")[1]


@pytest.mark.parametrize(("lang", "words"), [("id", "perlu sekitar"), ("en", "needs about")])
def test_too_little_memory_ends_before_building(penata: Runner, src: Path, tmp_path: Path, lang: str, words: str) -> None:
    """Exit 5 with one sentence of how much and what to do; nothing is written, and --dry-run shows the counts."""
    code, _, error = penata("place", src, "--max-memory", "1", "--lang", lang)
    assert code == 5
    assert words in error
    assert all(word in error for word in ("[scope]", "--max-memory", "[E-MEMORY]"))
    assert not list((tmp_path / "runs").glob("p-*"))
    code, out, error = penata("place", src, "--dry-run", "--json", "--max-memory", "1", "--lang", lang)
    assert code == 5
    assert words in error
    told = json.loads(out)
    assert told["options"] > 0
    assert told["rows"] is None


def test_the_limit_may_stand_in_the_environment(penata: Runner, src: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PENATA_MAX_MEMORY is the same limit."""
    monkeypatch.setenv("PENATA_MAX_MEMORY", "1")
    assert penata("place", src)[0] == 5


def test_a_machine_that_does_not_say_refuses_nothing() -> None:
    """Without a figure of the machine there is no limit."""
    assert Room(10, "flow", 10**6, None).refusal is None
    assert Room(10, "flow", 100, 100).refusal is None
    assert Room(10, "flow", 101, 100).refusal is not None
