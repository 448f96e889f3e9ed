"""``penata case``: what may be overwritten, and what comes next."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .conftest import Runner


@pytest.mark.parametrize("lang", ["id", "en"])
def test_a_fix_report_overwrites_nothing_unasked(penata: Runner, filled: Path, tmp_path: Path, lang: str) -> None:
    """A file that is there is kept: exit 2, one sentence, nothing read; --force replaces it."""
    report = tmp_path / "perbaikan.xlsx"
    report.write_bytes(b"milik orang lain")
    code, out, err = penata("--lang", lang, "case", "check", filled, "--fix-report", report)
    assert code == 2
    assert {"id": "sudah ada dan tidak ditimpa", "en": "exists already and is kept"}[lang] in err
    assert not out
    assert report.read_bytes() == b"milik orang lain"
    assert penata("case", "check", filled, "--fix-report", report, "--force")[0] == 0
    assert report.read_bytes().startswith(b"PK")


def test_the_source_is_never_overwritten(penata: Runner, filled: Path, tmp_path: Path) -> None:
    """Neither by its own name nor by another name of the same file, with --force or without."""
    before = filled.read_bytes()
    (tmp_path / "sama.xlsx").symlink_to(filled)
    for name in (filled, Path("isian.xlsx"), Path("sama.xlsx")):
        for force in ((), ("--force",)):
            code, _, err = penata("case", "check", filled, "--fix-report", name, *force)
            assert code == 2
            assert "data yang diperiksa" in err
    assert filled.read_bytes() == before


def test_a_source_elsewhere_has_a_fix_report(penata: Runner, filled: Path, tmp_path: Path) -> None:
    """The source may stand in another folder than the one where the command runs."""
    (tmp_path / "sub").mkdir()
    shutil.move(filled, tmp_path / "sub" / "isian.xlsx")
    assert penata("case", "check", "sub/isian.xlsx", "--fix-report", "perbaikan.xlsx")[0] == 0
    assert (tmp_path / "perbaikan.xlsx").exists()


def test_the_hint_names_the_source(penata: Runner, src: Path, tmp_path: Path) -> None:
    """What comes next is a command that can be typed as it stands, blanks in the name too."""
    assert f"penata place {src}" in penata("case", "check", src)[1]
    src.rename(tmp_path / "data kami")
    assert "penata place 'data kami'" in penata("case", "check", "data kami")[1]
