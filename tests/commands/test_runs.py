"""``penata runs`` and the run that is meant where none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Runner, only_run


@pytest.fixture
def two(penata: Runner, src: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Return two runs of the same case."""
    penata("place", src)
    first = only_run(tmp_path / "runs")
    penata("place", src, "--forbid", "A=Q")
    (second,) = (path for path in (tmp_path / "runs").glob("p-*") if path != first)
    return first, second


def test_rm_keeps_what_somebody_put_into_a_run(penata: Runner, two: tuple[Path, Path]) -> None:
    """An edited copy of hasil.xlsx is nobody's to delete unasked: exit 2, both runs are left; --force takes both."""
    (two[0] / "hasil-disunting.xlsx").write_bytes((two[0] / "hasil.xlsx").read_bytes())
    code, out, err = penata("runs", "rm", two[1].name, two[0].name)
    assert code == 2
    assert f"{two[0].name}/hasil-disunting.xlsx" in err
    assert "tidak ada yang dihapus" in err
    assert not out
    assert two[0].is_dir()
    assert two[1].is_dir()
    assert penata("runs", "rm", two[1].name, two[0].name, "--force")[0] == 0
    assert not two[0].exists()
    assert not two[1].exists()


def test_rm_knows_the_files_that_change(penata: Runner, two: tuple[Path, Path]) -> None:
    """hasil.xlsx and decision.json may be rewritten and are a run's own; twice the same id is once."""
    (two[0] / "hasil.xlsx").write_bytes(b"disunting")
    code, out, _ = penata("runs", "rm", two[0].name, two[0].name[:-1])
    assert (code, out.split()) == (0, [two[0].name])
    assert two[1].is_dir()


def test_a_decision_that_cannot_be_read_is_kept(penata: Runner, two: tuple[Path, Path]) -> None:
    """What people decided may stand in a damaged file: the run stays until the file is repaired or deleted."""
    decision = two[0] / "decision.json"
    decision.write_text('{"state": "appr')
    code, _, err = penata("runs", "rm", two[0].name, "--force")
    assert (code, two[0].is_dir()) == (8, True)
    assert "decision.json: tidak dapat dibaca" in err
    decision.unlink()
    assert penata("runs", "rm", two[0].name, "--force")[0] == 0
    assert not two[0].exists()


@pytest.mark.parametrize("bad", ["p-0123456789abcdef", "decided"])
def test_rm_is_all_or_nothing(penata: Runner, two: tuple[Path, Path], bad: str) -> None:
    """One unknown id, or one run on which people decided, and no run is removed."""
    if bad == "decided":
        decision = two[1] / "decision.json"
        decision.write_text(decision.read_text().replace('"proposed"', '"approved"'))
        bad = two[1].name
    assert penata("runs", "rm", two[0].name, bad)[0] == 8
    assert two[0].is_dir()


def test_the_latest_run_with_a_plan_is_explained(penata: Runner, src: Path, tmp_path: Path) -> None:
    """An impossible request after a good plan does not hide it, and a note says which run is meant; without any: exit 8."""
    assert penata("place", src, "--max-moves", "0", "--pin", "A=Q")[0] == 4
    code, _, err = penata("explain", "--employee", "A")
    assert code == 8
    assert "tidak satu pun dari 1 hasil memuat rencana" in err
    bad = only_run(tmp_path / "runs").name
    assert penata("place", src)[0] == 0
    manifest = tmp_path / "runs" / bad / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"ended": "20', '"ended": "21'))
    code, out, err = penata("explain", "--employee", "A")
    assert code == 0
    assert "usulan" in out
    assert f"{bad} lebih baru tetapi tidak memuat rencana" in err
