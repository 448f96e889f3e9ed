"""The language of what is printed, and settings that are misspelt."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from penata.models.domain.rules.pack import SPECS
from penata.models.domain.rules.spec import Finding, Verdict

from .conftest import Runner, only_run


@pytest.mark.parametrize(
    "words", [("place", "--help", "--lang", "en"), ("place", "--lang=en", "--help"), ("--lang", "en", "place", "--help")]
)
def test_lang_turns_help_wherever_it_stands(penata: Runner, words: tuple[str, ...]) -> None:
    """Before or behind --help, before or behind the command; and back again."""
    assert "Pin employee E" in penata(*words)[1]
    assert "Tetapkan pegawai E" in penata("place", "--help")[1]


def test_lang_turns_the_help_of_the_root(penata: Runner) -> None:
    """The options of all commands, too."""
    assert "Work log on stderr" in penata("--help", "--lang", "en")[1]
    assert "Catatan kerja di stderr" in penata("--help")[1]


def test_lists_and_sizes_speak_the_language(penata: Runner, src: Path) -> None:
    """A state and the labels of --dry-run are words; JSON keeps its codes."""
    penata("place", src)
    assert "diusulkan" in penata("runs", "list")[1]
    assert "proposed" in penata("runs", "list", "--lang", "en")[1]
    assert json.loads(penata("runs", "list", "--json")[1])[0]["decision"] == "proposed"
    out = penata("place", src, "--dry-run")[1]
    assert "pegawai dalam model" in out
    assert "employees" not in out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[plase]\nseed = 1\n", "'plase' bukan opsi atau perintah penata (terdekat: place)"),
        ("[place]\nsede = 1\n", "'place.sede' bukan opsi atau perintah penata place (terdekat: seed)"),
        ("[case.chek]\nstrict = true\n", "'case.chek' bukan opsi atau perintah penata case (terdekat: check)"),
        ("seed = 1\n", "'seed' bukan opsi atau perintah penata"),
    ],
)
def test_misspelt_settings_are_refused(penata: Runner, src: Path, tmp_path: Path, text: str, expected: str) -> None:
    """One sentence with the nearest name, exit 2; nothing is ignored in silence."""
    (tmp_path / "penata.toml").write_text(text)
    code, _, err = penata("place", src)
    assert code == 2
    assert expected in err
    assert not (tmp_path / "runs").exists()


def test_settings_of_a_command_below_a_group(penata: Runner, src: Path, tmp_path: Path) -> None:
    """[case.check] reaches penata case check, by the option's long name."""
    (tmp_path / "penata.toml").write_text('[case.check]\nfix-report = "p.xlsx"\n[place]\n"max-moves" = 0\n')
    assert penata("case", "check", src)[0] == 0
    assert (tmp_path / "p.xlsx").exists()


@pytest.mark.parametrize("where", ["flag", "scenario"])
def test_workers_are_said_to_be_one(penata: Runner, src: Path, tmp_path: Path, where: str) -> None:
    """Neither --workers nor solve.workers is dropped in silence: a note, and the number in the manifest."""
    (tmp_path / "s.toml").write_text("[solve]\nworkers = 4\n")
    words = ("--workers", 4) if where == "flag" else ("-s", "s.toml")
    code, _, err = penata("place", src, *words)
    assert code == 0
    assert "4 pekerja diminta; versi ini mencari dengan satu pekerja" in err
    assert json.loads((only_run(tmp_path / "runs") / "manifest.json").read_text())["workers"] == 4
    assert "pekerja" not in penata("place", src)[2]


def test_a_post_is_explained_with_names(penata: Runner, src: Path) -> None:
    """No id stands alone: holders and the nearest people by name and id."""
    penata("place", src)
    out = penata("explain", "--position", "Q")[1]
    names = json.loads(penata("explain", "--position", "Q", "--json")[1])["names"]
    assert set(names) >= {"A"}
    assert f"{names['A']} (A)" in out


def test_numbers_in_sentences_follow_the_language() -> None:
    """1,5 in Bahasa, 1.5 in English; whole numbers and ids with points stay."""
    reason = next(reason for reason in SPECS["R16"].reasons if "{gap}" in reason.words_id)
    finding = Finding(Verdict.BREACHES, reason, {"competency": "Kerja Sama", "gap": 1.5, "post": "KEC.1"})
    assert "kurang 1,5 level" in finding.words("id")
    assert "1.5 levels" in finding.words("en")
    assert "KEC.1" in finding.words("id")


def test_faults_of_a_scenario_stand_on_lines_of_their_own(penata: Runner, src: Path, tmp_path: Path) -> None:
    """Three faults are three lines, each with its code, and a count; one fault is one sentence."""
    (tmp_path / "s.toml").write_text('[weights]\nsex = 1\n[rules.R99]\nmode = "off"\n[moves]\nmax_share = 2\n')
    code, _, err = penata("place", src, "-s", "s.toml")
    assert code == 3
    lines = err.splitlines()
    assert [line.split(":")[0] for line in lines] == ["kesalahan"] * 3 + ["penata"]
    assert all("s.toml, '" in line and line.endswith(("[E-SCENARIO]", "[E-RULE]")) for line in lines[:3])
    assert "3 kesalahan" in lines[3]
    (tmp_path / "s.toml").write_text("[moves]\nmax_share = 2\n")
    assert penata("place", src, "-s", "s.toml")[2].startswith("penata: s.toml, 'moves.max_share': seharusnya <= 1")
