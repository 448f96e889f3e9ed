"""``penata explain`` from a run folder alone: golden texts in both languages, and the guide's examples."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from penata.datasets.write import write_folder
from tests.small import small_case

from .conftest import Runner


def lines_of(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "id",
            [
                "Rantai perpindahan (yang pertama mengisi kursi kosong):",
                "  1. A (A): Post P (P) → Post Q (Q) *",
                "  2. B (B): tanpa jabatan → Post P (P)",
            ],
        ),
        (
            "en",
            [
                "Chain of moves (the first fills a free seat):",
                "  1. A (A): Post P (P) → Post Q (Q) *",
                "  2. B (B): no post → Post P (P)",
            ],
        ),
    ],
)
def test_the_chain_around_a_person(penata: Runner, src: Path, lang: str, expected: list[str]) -> None:
    """A fills Q, B enters where A was; the person asked about is marked."""
    penata("place", src)
    code, out, _ = penata("explain", "--employee", "A", "--lang", lang)
    assert code == 0
    told = lines_of(out)
    start = told.index(expected[0])
    assert told[start : start + len(expected)] == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "id",
            [
                "Kerugian rencana: tepat 5 poin (seluruh rencana dihitung ulang)",
                "Keputusan berbalik, menurut hitungan ulang, dengan: bobot unsur perpindahan menjadi 3",
                "Seandainya begitu, dibanding usulan:",
            ],
        ),
        (
            "en",
            [
                "The plan would lose: exactly 5 points (the whole plan was solved again)",
                "Solved again, the decision flips with: the weight of moves at 3",
                "If so, against the proposal:",
            ],
        ),
    ],
)
def test_the_plan_if_it_were_so(penata: Runner, src: Path, lang: str, expected: list[str]) -> None:
    """With B in Q, whose field B lacks (-10), A stays in P, which saves a move (+5): 5 lost; at weight 3 it saves 15."""
    penata("place", src)
    code, out, _ = penata("explain", "--employee", "B", "--why-not", "Q", "--exact", "--lang", lang)
    assert code == 0
    assert [line for line in lines_of(out) if line in expected] == expected


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        (
            "id",
            [
                "D (D): 3 jabatan terbuka menurut aturan wajib; dalam rencana ini kursinya dipakai orang lain",
                "  jalan keluar termurah: D (D) di Post Q (Q); kerugian rencana: tanpa kerugian bagi rencana",
                "Post S – Unit V (S), 1 dari 1 kursi kosong: tidak ada pegawai yang memenuhi semua aturan wajib",
                "  jalan keluar termurah: D (D) di Post S (S), terbuka setelah memperoleh sertifikat brevet",
            ],
        ),
        (
            "en",
            [
                "D (D): 3 posts are open by the hard rules; in this plan others take their seats",
                "  cheapest way out: D (D) in Post Q (Q); the plan would lose: at no loss to the plan",
                "Post S – Unit V (S), 1 of 1 seats empty: nobody meets every hard rule",
                "  cheapest way out: D (D) in Post S (S), open once the certificate brevet is obtained",
            ],
        ),
    ],
)
def test_who_and_what_is_left(penata: Runner, tmp_path: Path, lang: str, expected: list[str]) -> None:
    """Four people for three seats, all alike but for a field: D waits, and S asks for a certificate that nobody has."""
    case = small_case(
        [
            {"employee_id": "A", "position_id": "P"},
            {"employee_id": "B", "position_id": None, "position_since": None},
            {"employee_id": "C", "position_id": "R"},
            {"employee_id": "D", "position_id": None, "position_since": None, "education": "sma"},
        ],
        [
            {"position_id": "P", "unit_id": "U"},
            {"position_id": "Q", "unit_id": "V", "priority": 5},
            {"position_id": "R", "unit_id": "V"},
            {"position_id": "S", "unit_id": "V", "credentials": "brevet"},
        ],
    )
    penata("place", write_folder(case, tmp_path / "kasus"))
    out = "".join(penata("explain", words, "--lang", lang)[1] for words in ("--unplaced", "--unfilled"))
    assert lines_of(out) == expected
    for words in ("unplaced", "unfilled"):
        (answer,) = json.loads(penata("explain", f"--{words}", "--json")[1])[words]
        assert answer["remedy"] is not None
    assert penata("explain", "--unplaced", "--unfilled")[0] == 2


def test_no_word_of_the_implementation_is_said(penata: Runner, src: Path) -> None:
    """No code word with an underline, no index, no None stands in what people read; candidates go by their names."""
    penata("place", src)
    for words in (
        ("--employee", "A"),
        ("--employee", "A", "--why-not", "R"),
        ("--employee", "B", "--why-not", "Q"),
        ("--position", "Q"),
    ):
        for lang in ("id", "en"):
            code, out, _ = penata("explain", *words, "--lang", lang)
            assert code == 0
            assert not re.search(r"\b[a-z]+_[a-z_]+\b|None|\bnan\b|\btier\b|\[\d+\]", out), out


def test_the_answer_as_json(penata: Runner, src: Path) -> None:
    """Everything that the words say stands in the JSON, sums included."""
    penata("place", src)
    answer = json.loads(penata("explain", "--employee", "B", "--why-not", "Q", "--json")[1])
    plan = answer["plan"]
    assert plan["value"] == pytest.approx(plan["people_points"] + sum(plan["plan_points"].values()))
    assert answer["instead"]["changes"][0]["employee_id"] == "B"
    post = json.loads(penata("explain", "--position", "Q", "--json")[1])
    assert post["num_candidates"] == 3
    assert post["candidates"][0]["employee_id"] == "A"
    assert post["candidates"][0]["is_proposed"]
    assert penata("explain", "--employee", "B", "--exact")[0] == 2


def plain(text: str) -> str:
    """Return a line with its figures left out: they may differ by the version of a solver."""
    return re.sub(r"\d+(,\d+)?", "#", text.rstrip())


@pytest.mark.slow
@pytest.mark.checkout
def test_the_examples_of_the_guide(penata: Runner) -> None:
    """What section 8 of the guide shows is what the commands print on the bundled case, from the run folder alone."""
    guide = (Path(__file__).resolve().parents[2] / "docs/panduan-perencana.id.md").read_text(encoding="utf-8")
    part = guide.split("\n## 8. ", 1)[1].split("\n## 9. ", 1)[0]
    assert penata("place")[0] == 0
    asked = [line.split()[2:] for line in part.splitlines() if line.startswith("penata explain")]
    assert len(asked) == 3
    told = {plain(line) for words in asked for line in penata("explain", *words)[1].splitlines()}
    shown = [line for block in re.findall(r"```text\n(.*?)```", part, re.DOTALL) for line in block.splitlines()]
    assert len(shown) > 10
    assert not [line for line in shown if plain(line) not in told]
