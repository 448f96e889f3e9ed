"""``penata place --warm``: the earlier plan, pins and swaps against it, what the run keeps of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import validate

from penata.datasets.write import write_folder
from tests.small import Row, small_case

from .conftest import Runner, only_run


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Four people in four posts of one unit; today's placement is the best, and every exchange is allowed."""
    people = [{"employee_id": who, "position_id": post} for who, post in zip("ABCD", "PQRS", strict=True)]
    return write_folder(small_case(people, [{"position_id": post} for post in "PQRS"]), tmp_path / "kasus")


def placed(penata: Runner, *words: object) -> dict[str, Any]:
    code, out, err = penata("place", *words, "--json")
    assert code == 0, err
    answer: dict[str, Any] = json.loads(out)
    return answer


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / f"{name}.csv").read_text(encoding="utf-8"))))


def posts(folder: Path, name: str = "assignments") -> dict[str, str]:
    return {row["employee_id"]: row["position_id"] for row in table(folder, name)}


def test_a_swap_changes_two_people_and_says_so(penata: Runner, office: Path, tmp_path: Path) -> None:
    """A and B exchange posts against the earlier plan: two pins, two moves and two changes, 4 x 5 points; C and D stay."""
    first = placed(penata, office)
    answer = placed(penata, office, "--warm", first["run_id"], "--swap", "A=B")
    folder = tmp_path / "runs" / answer["run_id"]
    assert posts(folder) == {"A": "Q", "B": "P", "C": "R", "D": "S"}
    assert posts(folder, "warm") == {"A": "P", "B": "Q", "C": "R", "D": "S"}
    assert [(row["employee_id"], row["because"], row["points"]) for row in table(folder, "changes")] == [
        ("A", "pin", "-10.0"),
        ("B", "pin", "-10.0"),
    ]
    warm = answer["warm"]
    assert (warm["run_id"], warm["value"]) == (first["run_id"], first["value"])
    assert answer["value"] == first["value"] - 20
    assert warm["terms"] == {"move": -10.0, "change": -10.0}
    assert (warm["counts"]["changed"], warm["counts"]["pin"], warm["counts"]["chain"]) == (2, 2, 0)
    assert '[[pin]]\nemployee = "A"\nposition = "Q"' in (folder / "scenario.toml").read_text()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["warm"]["run_id"] == first["run_id"]
    assert {"warm.csv", "changes.csv"} <= set(manifest["files"])
    for name in ("result", "manifest"):
        validate(answer if name == "result" else manifest, json.loads(penata("schema", name)[1]))


@pytest.mark.slow
def test_what_changed_is_said_in_words_and_in_the_workbook(penata: Runner, office: Path, tmp_path: Path) -> None:
    """A is pinned to Q: B, who held it, follows; the terminal, ``runs show`` and the sheet *Perubahan* say who and why."""
    first = placed(penata, office)["run_id"]
    code, out, _ = penata("place", office, "--warm", first, "--pin", "A=Q")
    assert code == 0
    assert f"Rencana awal {first}" in out
    assert "2 orang berubah: 1 diminta, 0 tidak boleh tetap, 1 ikut dalam rantainya, 0 di luar rantai itu." in out
    assert "ikut dalam rantai" in out
    assert "perubahan -5,00" in out
    shown = penata("runs", "show", "--lang", "en")[1]
    assert "2 people differ: 1 asked for, 0 may not stay, 1 follow in their chains, 0 outside them." in shown
    (second,) = (path for path in (tmp_path / "runs").iterdir() if path.name.startswith("p-") and path.name != first)
    sheet = openpyxl.load_workbook(second / "hasil.xlsx")["Perubahan"]
    cells = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert any(str(row[0]).startswith(f"Rencana awal {first}") for row in cells if row)
    assert any("ditetapkan" in row for row in cells)
    assert any("ikut dalam rantai jabatan" in row for row in cells)
    assert "Perubahan" not in openpyxl.load_workbook(tmp_path / "runs" / first / "hasil.xlsx").sheetnames


@pytest.mark.slow
def test_the_run_alone_answers(penata: Runner, office: Path, tmp_path: Path) -> None:
    """Once the earlier run and the source are gone, score gives the value reported, and explain and export work."""
    first = placed(penata, office)["run_id"]
    answer = placed(penata, office, "--warm", first, "--swap", "A=B")
    folder = tmp_path / "runs" / answer["run_id"]
    penata("runs", "rm", first)
    office.rename(tmp_path / "away")
    code, out, _ = penata("score", folder, folder / "assignments.csv", "--json")
    report = json.loads(out)
    assert (code, report["value"], report["value_proposal"]) == (0, answer["value"], answer["value"])
    assert next(term for term in report["terms"] if term["term"] == "change")["points"] == -10
    told = json.loads(penata("explain", "--employee", "A", "--json")[1])
    assert told["points"]["change"] == -5
    assert penata("explain", "--position", "Q")[0] == 0
    assert penata("runs", "export", "--to", tmp_path / "out.zip")[0] == 0


@pytest.mark.slow
def test_the_earlier_plan_is_part_of_the_runs_name(penata: Runner, office: Path, tmp_path: Path) -> None:
    """With and without --warm, and from a file of the same plan: three runs; the same order twice is one, the same bytes."""
    first = placed(penata, office)["run_id"]
    warm = placed(penata, office, "--warm", first)["run_id"]
    plan = tmp_path / "rencana.csv"
    plan.write_text("employee_id,position_id\nA,P\nB,Q\n")
    filed = placed(penata, office, "--warm", plan)["run_id"]
    assert len({first, warm, filed}) == 3
    folder = tmp_path / "runs" / warm
    before = {name: (folder / name).read_bytes() for name in ("result.json", "warm.csv", "changes.csv", "assignments.csv")}
    assert placed(penata, office, "--warm", tmp_path / "runs" / first)["run_id"] == warm
    assert placed(penata, office, "--warm", first, "--force")["run_id"] == warm
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert posts(tmp_path / "runs" / filed, "warm") == {"A": "P", "B": "Q", "C": "R", "D": "S"}


@pytest.mark.slow
def test_people_and_posts_that_are_not_in_both_are_told(penata: Runner, office: Path, tmp_path: Path) -> None:
    """A newcomer, a post that is gone and a person who left: one line, names and counts; nothing is refused."""
    first = placed(penata, office)["run_id"]
    people: list[Row] = [{"employee_id": "A", "position_id": "P"}, {"employee_id": "B", "position_id": "Q"}]
    people += [{"employee_id": "C", "position_id": None}, {"employee_id": "E", "position_id": None}]
    later = write_folder(small_case(people, [{"position_id": post} for post in "PQS"]), tmp_path / "nanti")
    code, out, _ = penata("place", later, "--warm", first)
    assert code == 0
    told = "1 orang tidak ada di dalamnya (E); 1 jabatannya tidak ada lagi (R); 1 orangnya tidak lagi bertugas."
    assert f"Rencana awal: {told}" in out


@pytest.mark.slow
def test_a_plan_that_breaks_a_rule_now_is_repaired(penata: Runner, office: Path, tmp_path: Path) -> None:
    """The earlier plan has two people in a post of one seat and one who may not be there: said, repaired."""
    people = [{"employee_id": who, "position_id": post} for who, post in zip("ABCD", "PQRS", strict=True)]
    wanted = [{"position_id": post, **({"education_min": "s3"} if post == "S" else {})} for post in "PQRS"]
    strict = write_folder(small_case(people, wanted), tmp_path / "ketat")
    plan = tmp_path / "rencana.csv"
    plan.write_text("employee_id,position_id\nA,S\nB,R\nC,R\nD,P\n")
    code, out, _ = penata("place", strict, "--warm", plan)
    assert code == 0
    assert "Rencana awal melanggar aturan wajib di sini (" in out
    assert "R04.level: A: " in out
    answer = json.loads((next((tmp_path / "runs").glob("p-*")) / "result.json").read_text())
    assert answer["counts"]["breaches"] == 0
    assert {item["because"] for item in answer["warm"]["changes"]} >= {"rule"}


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--warm", "p-0123456789abcdef"), 8, "E-NO-RUN"),
        (("--warm", "tidak-ada.csv"), 8, "E-NO-RUN"),
        (("--swap", "A=Z"), 3, "tidak ada 'Z' dalam data"),
        (("--swap", "A=A"), 3, "'A' ditukar dua kali"),
        (("--swap", "A=B"), 3, "'B' tidak mempunyai jabatan"),
        (("--swap", "A"), 2, "bukan pasangan"),
    ],
)
def test_what_can_not_be_begun_from_is_refused(
    penata: Runner, src: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    """A run that is not there: 8; a swap of nobody, of oneself, with somebody without a post: 3; no pair: 2."""
    done, _, err = penata("place", src, *words)
    assert done == code
    assert told in err


@pytest.mark.slow
def test_engines_that_only_compare_know_no_earlier_plan(penata: Runner, office: Path) -> None:
    """--warm with greedy: exit 2, and the sentence says what to do."""
    first = placed(penata, office)["run_id"]
    code, _, err = penata("place", office, "--warm", first, "--engine", "greedy")
    assert code == 2
    assert "Lepas --warm" in err


@pytest.mark.slow
def test_a_run_without_a_plan_is_no_earlier_plan(penata: Runner, office: Path, tmp_path: Path) -> None:
    """An infeasible run can't be begun from: exit 8, and it is named."""
    assert penata("place", office, "--pin", "A=Q", "--pin", "B=Q")[0] == 4
    run = only_run(tmp_path / "runs").name
    code, _, err = penata("place", office, "--warm", run)
    assert (code, run in err, "E-NO-PLAN" in err) == (8, True, True)
