"""The command line end to end: what each command prints, writes and exits with."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from jsonschema import validate

from penata.cli import COMMANDS, root
from penata.datasets.write import write_folder
from tests.small import small_case

from .conftest import Runner, only_run


def test_place_writes_a_whole_run(penata: Runner, src: Path, tmp_path: Path) -> None:
    """A run holds every file of the contract, result.json keeps its schema, and nothing else is left behind."""
    code, out, _ = penata("place", src, "--json")
    assert code == 0
    answer = json.loads(out)
    folder = only_run(tmp_path / "runs")
    names = {path.name for path in folder.iterdir()}
    assert names == {
        *("manifest.json", "result.json", "decision.json", "scenario.toml", "hasil.xlsx", "case"),
        *(f"{name}.csv" for name in ("assignments", "unfilled", "nearest", "unplaced", "outside", "rule_hits")),
        *("alternatives.csv", "prices.csv"),
    }
    code, schema, _ = penata("schema", "result")
    validate(answer, json.loads(schema))
    assert answer["status"] == "optimal"
    rows = csv.DictReader(io.StringIO((folder / "assignments.csv").read_text()))
    posts = {row["employee_id"]: row["position_id"] for row in rows}
    assert posts == {"A": "Q", "B": "P", "C": "R"}


def test_the_same_order_twice_is_one_run(penata: Runner, src: Path, tmp_path: Path) -> None:
    """The second run returns the first; --force makes the same bytes again."""
    penata("place", src)
    folder = only_run(tmp_path / "runs")
    stable = [path for path in folder.rglob("*") if path.is_file() and path.name not in ("manifest.json", "hasil.xlsx")]
    before = {path: path.read_bytes() for path in stable}
    stamp = (folder / "manifest.json").read_bytes()
    code, out, _ = penata("place", src, "--workers", 2)
    assert code == 0
    assert "dipakai" in out
    assert (folder / "manifest.json").read_bytes() == stamp
    penata("place", src, "--force")
    assert (folder / "manifest.json").read_bytes() != stamp
    assert {path: path.read_bytes() for path in stable} == before


def test_force_keeps_a_decided_run(penata: Runner, src: Path, tmp_path: Path) -> None:
    """Once people have decided, neither --force nor rm touches the run: exit 8."""
    penata("place", src)
    decision = only_run(tmp_path / "runs") / "decision.json"
    decision.write_text(decision.read_text().replace('"proposed"', '"approved"'))
    assert penata("place", src, "--force")[0] == 8
    assert penata("runs", "rm", decision.parent.name)[0] == 8
    assert decision.exists()


def test_pins_forbids_and_max_moves(penata: Runner, src: Path) -> None:
    """A pin and a forbid are kept; no moves leave A where she is."""
    for words, expected in (
        (("--pin", "B=Q"), {"A": "P", "B": "Q", "C": "R"}),
        (("--forbid", "A=Q"), {"A": "P", "B": "Q", "C": "R"}),
        (("--max-moves", "0"), {"A": "P", "B": "Q", "C": "R"}),
    ):
        code, out, _ = penata("place", src, "--format", "csv", *words)
        assert code == 0
        rows = csv.DictReader(io.StringIO(out))
        assert {row["employee_id"]: row["position_id"] for row in rows} == expected, words


def test_a_pin_of_a_forbidden_pair_is_impossible(penata: Runner, tmp_path: Path) -> None:
    """Exit 4, naming the rule and the fact; the run tells it as well."""
    case = small_case(
        [{"employee_id": "A", "position_id": "P", "education": "sma"}],
        [{"position_id": "P"}, {"position_id": "Q", "education_min": "s1"}],
    )
    write_folder(case, tmp_path / "k")
    code, out, _ = penata("place", tmp_path / "k", "--pin", "A=Q")
    assert code == 4
    assert "R04.level" in out
    assert "SMA" in out
    answer = json.loads((only_run(tmp_path / "runs") / "result.json").read_text())
    assert answer["status"] == "infeasible"
    assert answer["conflict"][0]["words_en"].startswith("A pinned to Post Q (Q): R04.level: education is SMA")


def test_an_impossible_request_names_the_breached_rows(penata: Runner, src: Path, tmp_path: Path) -> None:
    """Two hard wishes that exclude each other end with 4 and the rows that stay breached."""
    scenario = tmp_path / "s.toml"
    scenario.write_text('[moves]\nmax_count = 0\n[[pin]]\nemployee = "A"\nposition = "Q"\n', encoding="utf-8")
    code, _, _ = penata("place", src, "-s", scenario)
    assert code == 4
    answer = json.loads((only_run(tmp_path / "runs") / "result.json").read_text())
    assert [(item["rule"], item["name"], item["amount"]) for item in answer["conflict"]] == [("R22", "max_count", 1)]


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("place", "tidak-ada"), 8, "tidak-ada"),
        (("place", "SRC", "--pin", "Z=P"), 3, "'Z'"),
        (("place", "SRC", "--pin", "AP"), 2, "AP"),
        (("place", "SRC", "--engine", "flow", "-s", "tiers.toml"), 2, "flow"),
        (("place", "SRC", "-s", "none.toml"), 8, "none.toml"),
        (("place", "SRC", "-s", "broken.toml"), 3, "broken.toml"),
        (("place", "SRC", "-s", "sex.toml"), 3, "R25"),
        (("place", "SRC", "-s", "typo.toml"), 3, "min_years"),
        (("explain", "p-0123456789abcdef", "--employee", "A"), 8, "p-0123456789abcdef"),
        (("explain",), 2, "--employee"),
        (("schema", "nothing"), 8, "nothing"),
        (("runs", "show"), 8, "penata place"),
        (("case", "convert", "SRC", "-o", "SRC"), 2, "kasus"),
        (("case", "template", "-o", "x.csv"), 2, ".xlsx"),
        (("score", "SRC", "none.csv"), 8, "none.csv"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_bad_input_is_one_sentence_and_a_code(
    penata: Runner, src: Path, tmp_path: Path, words: tuple[str, ...], code: int, expected: str
) -> None:
    """Each mistake ends with its exit code and names what was found; no traceback, no run."""
    (tmp_path / "tiers.toml").write_text('[solve]\nobjective = "lexicographic"\n')
    (tmp_path / "broken.toml").write_text("[solve\n")
    (tmp_path / "sex.toml").write_text("[weights]\nsex = 1.0\n")
    (tmp_path / "typo.toml").write_text("[rules.R10]\nmin_year = 3\n")
    found, out, err = penata(*(str(src) if word == "SRC" else word for word in words))
    assert found == code, err
    assert expected in err + out
    assert "Traceback" not in err + out
    assert not (tmp_path / "runs").exists() or not any((tmp_path / "runs").iterdir())


def test_max_gap(penata: Runner, src: Path) -> None:
    """A proved plan meets --max-gap 0; greedy, which proves nothing, misses it with 6."""
    assert penata("place", src, "--max-gap", "0")[0] == 0
    assert penata("place", src, "--max-gap", "0.5", "--engine", "greedy")[0] == 6


def test_dry_run_writes_nothing(penata: Runner, src: Path, tmp_path: Path) -> None:
    """--dry-run prints the size of the model."""
    code, out, _ = penata("place", src, "--dry-run", "--json")
    assert code == 0
    assert json.loads(out)["employees"] == 3
    assert not (tmp_path / "runs").exists()


def test_explain_and_score_a_run(penata: Runner, src: Path, tmp_path: Path) -> None:
    """A person, a post and an edited plan are answered from the run alone, after the source is gone."""
    penata("place", src)
    src.rename(tmp_path / "elsewhere")
    code, out, _ = penata("explain", "--employee", "A", "--json")
    assert code == 0
    assert json.loads(out)["proposed_id"] == "Q"
    code, out, _ = penata("explain", "--employee", "C", "--why-not", "Q", "--lang", "en")
    assert code == 0
    assert "The hard rules allow it" in out
    code, out, _ = penata("explain", "--position", "Q")
    assert code == 0
    assert "A" in out
    assert penata("explain", "--employee", "nobody")[0] == 8
    (tmp_path / "plan.csv").write_text("employee_id,position_id\nB,R\n")
    code, out, _ = penata("score", only_run(tmp_path / "runs"), "plan.csv", "--json")
    assert code == 0
    answer = json.loads(out)
    assert answer["feasible"] is False
    assert [item["code"] for item in answer["breaches"]] == ["seats"]


def test_the_loop_of_keputusan(penata: Runner, src: Path, tmp_path: Path) -> None:
    """hasil.xlsx, edited in the column Keputusan, is scored: as proposed, refused, and sent to another post."""
    penata("place", src)
    folder = only_run(tmp_path / "runs")
    value = json.loads((folder / "result.json").read_text())["value"]
    answers = {}
    for answer in (None, "tolak", "R"):
        book = openpyxl.load_workbook(folder / "hasil.xlsx")
        page = book["Usulan"]
        header = next(row for row in page.iter_rows() if any(cell.value == "Keputusan" for cell in row))
        column = {cell.value: cell.column for cell in header}
        (row,) = (cells[0].row for cells in page.iter_rows(min_row=header[0].row + 1) if any(c.value == "A" for c in cells))
        page.cell(row, column["Keputusan"], answer)
        edited = tmp_path / "disunting.xlsx"
        book.save(edited)
        code, out, _ = penata("score", folder, edited, "--json")
        assert code == 0
        answers[answer] = json.loads(out)
    assert answers[None]["value"] == value
    assert answers[None]["changed"] == 0
    assert answers["tolak"]["changed"] == 1
    assert answers["tolak"]["feasible"] is False, "B was proposed for the post that A now keeps"
    assert answers["R"]["feasible"] is False


def test_the_planners_workbook(penata: Runner, filled: Path, tmp_path: Path) -> None:
    """The template with 12 people and 10 posts goes in and comes out placed."""
    code, _, err = penata("case", "check", filled)
    assert code == 0, err
    code, out, err = penata("place", filled, "--json")
    assert code == 0, err
    answer = json.loads(out)
    assert answer["status"] == "optimal"
    assert answer["counts"]["employees"] == 12
    assert answer["counts"]["positions"] == 10
    assert answer["counts"]["unplaced"] == 0
    assert "Usulan" in openpyxl.load_workbook(only_run(tmp_path / "runs") / "hasil.xlsx").sheetnames


def test_place_by_deferred_acceptance(penata: Runner, src: Path) -> None:
    """Engine stable leaves no blocking pair, its table of figures says so, and every engine's plan is counted."""
    code, out, _ = penata("place", src, "--engine", "stable")
    assert code == 0
    figures = [line.split("│") for line in out.splitlines() if line.startswith("Pasangan yang saling lebih menginginkan")]
    assert [row[2].strip() for row in figures] == ["0"]
    for engine, status in (("stable", "feasible"), ("auto", "optimal")):
        answer = json.loads(penata("place", src, "--engine", engine, "--json")[1])
        assert (answer["status"], answer["engine"] == "stable") == (status, engine == "stable")
        assert {"blocking_pairs", "held_back_pairs"} <= {item["name"] for item in answer["kpi"]}
        assert answer["counts"]["blocking_pairs"] == 0 or engine == "auto"
    code, out, _ = penata("place", src, "--engine", "stable", "--forbid", "C=R", "--forbid", "C=Q", "--pin", "A=P")
    assert code == 5
    assert "tidak ada rencana" in out


def test_check_returns_the_marked_workbook(penata: Runner, filled: Path, tmp_path: Path) -> None:
    """A wrong id is an error with the nearest name, exit 3, and a marked copy."""
    book = openpyxl.load_workbook(filled)
    header = {cell.value: cell.column for cell in book["Pegawai"][1]}
    column = next(place for name, place in header.items() if str(name).startswith("ID Jabatan"))
    book["Pegawai"].cell(2, column, "P0I")
    book.save(filled)
    code, out, err = penata("case", "check", filled, "--fix-report", "perbaikan.xlsx")
    assert code == 3
    assert "P0I" in out
    assert "P01" in out
    assert "Kesalahan" in openpyxl.load_workbook(tmp_path / "perbaikan.xlsx").sheetnames
    code, out, _ = penata("case", "check", filled, "--json")
    assert code == 3
    assert json.loads(out)["errors"] == 1
    assert penata("place", filled)[0] == 3
    assert "Traceback" not in err


def test_convert_both_ways(penata: Runner, src: Path, tmp_path: Path) -> None:
    """Folder to workbook to folder: the same tables (the first conversion adds the package's defaults)."""
    assert penata("case", "convert", src, "-o", "a")[0] == 0
    assert penata("case", "convert", "a", "-o", "b.xlsx")[0] == 0
    assert penata("case", "convert", "b.xlsx", "-o", "c")[0] == 0
    for path in sorted((tmp_path / "a").glob("*.csv")):
        assert (tmp_path / "c" / path.name).read_text() == path.read_text(), path.name
    assert penata("case", "convert", src, "-o", "b.xlsx")[0] == 2
    assert penata("case", "convert", src, "-o", "b.xlsx", "--force")[0] == 0


def test_tables_as_parquet(penata: Runner, src: Path, tmp_path: Path) -> None:
    """A case and a run kept as Parquet answer as their CSV twins do; each form is a run of its own."""
    assert penata("case", "convert", src, "-o", "packed", "--tables", "parquet")[0] == 0
    assert {path.suffix for path in (tmp_path / "packed").iterdir()} == {".parquet", ".toml"}
    code, out, _ = penata("place", src, "--format", "csv")
    assert code == 0
    assert penata("place", "packed", "--format", "csv", "--tables", "parquet") == (0, out, "")
    (packed,) = [path for path in (tmp_path / "runs").iterdir() if (path / "assignments.parquet").is_file()]
    assert not list(packed.rglob("*.csv"))
    assert penata("place", "packed", "--format", "csv", "--tables", "parquet")[1] == out
    assert len(list((tmp_path / "runs").iterdir())) == 2
    for words in (("runs", "show"), ("explain",)):
        code, shown, err = penata(*words, packed.name, *(("--employee", "A") if words == ("explain",) else ()))
        assert code == 0, err
        assert shown
    assert penata("case", "convert", src, "-o", "b.xlsx", "--tables", "parquet")[0] == 2


def test_made_up_agencies(penata: Runner, tmp_path: Path) -> None:
    """``case synth`` writes a case that ``case check`` accepts, refuses what is in the way, and names a bad option."""
    words = ("case", "synth", "--people", 30, "--seed", 2, "-o", "contoh")
    code, out, err = penata(*words)
    assert (code, out) == (0, "contoh\n")
    assert "tidak satu pun orang sungguhan" in err
    assert penata("case", "check", "contoh")[0] == 0
    assert penata(*words)[0] == 2
    first = (tmp_path / "contoh" / "employees.csv").read_bytes()
    assert penata(*words, "--force")[0] == 0
    assert (tmp_path / "contoh" / "employees.csv").read_bytes() == first
    code, _, err = penata("case", "synth", "--people", 30, "--tightness", 9, "-o", "lain")
    assert code == 2
    assert "--tightness 9" in err


def test_standards_from_a_list(penata: Runner, src: Path, tmp_path: Path) -> None:
    """``case import-framework`` adds the skills of a role to a title and says how many, and what is to be confirmed."""
    (tmp_path / "sfia.csv").write_text("Role,Skill code,Skill,Level\nAnalyst,DATM,Data management,3\n", encoding="utf-8")
    title = next(csv.DictReader(io.StringIO((src / "positions.csv").read_text(encoding="utf-8"))))["title"]
    words = ("case", "import-framework", src, "--framework", "sfia", "--source", "sfia.csv", "-o", "baru")
    code, out, err = penata(*words, "--role", f"{title}=Analyst")
    assert (code, out) == (0, "baru\n")
    assert "1 kompetensi dan 1 standar ditambahkan" in err
    assert "SFIA-DATM" in (tmp_path / "baru" / "requirements.csv").read_text(encoding="utf-8")
    assert penata(*words)[0] == 2


def test_standard_input_quiet_and_debug(penata: Runner, src: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """``-`` is standard input for a scenario and a plan; -q silences notes; --debug may stand anywhere."""
    monkeypatch.setattr("sys.stdin", io.StringIO("[moves]\nmax_count = 0\n"))
    code, out, _ = penata("place", src, "-s", "-", "--json", "--debug")
    assert code == 0
    assert json.loads(out)["counts"]["rotation"] == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("employee_id,position_id\nA,Q\n"))
    code, out, _ = penata("score", src, "-", "--json")
    assert code == 0
    assert json.loads(out)["changed"] == 1
    assert penata("case", "template", "-o", "t.xlsx")[2]
    assert not penata("-q", "case", "template", "-o", "u.xlsx")[2]
    assert (tmp_path / "u.xlsx").exists()


def test_settings_and_their_precedence(penata: Runner, src: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flag beats environment, environment beats ./penata.toml, ./penata.toml beats the built-in value."""
    (tmp_path / "penata.toml").write_text('[place]\noutput = "from-file"\nseed = 3\n')
    assert penata("place", src)[0] == 0
    manifest = json.loads((only_run(tmp_path / "from-file") / "manifest.json").read_text())
    assert manifest["seed"] == 3
    monkeypatch.setenv("PENATA_RUNS", "from-environment")
    monkeypatch.setenv("PENATA_PLACE_SEED", "4")
    assert penata("place", src)[0] == 0
    manifest = json.loads((only_run(tmp_path / "from-environment") / "manifest.json").read_text())
    assert manifest["seed"] == 4
    assert penata("place", src, "-o", "from-flag")[0] == 0
    assert (tmp_path / "from-flag").is_dir()


def test_runs_are_listed_shown_and_removed(penata: Runner, src: Path, tmp_path: Path) -> None:
    """list, show and rm by the beginning of an id."""
    penata("place", src)
    name = only_run(tmp_path / "runs").name
    code, out, _ = penata("runs", "list", "--json")
    assert code == 0
    assert [item["run_id"] for item in json.loads(out)] == [name]
    assert penata("runs", "show", name[:6])[0] == 0
    assert penata("runs", "rm", name)[0] == 0
    assert penata("runs", "list")[0] == 0
    assert not any((tmp_path / "runs").iterdir())


def test_schemas_are_the_ones_kept(penata: Runner) -> None:
    """``penata schema`` prints what stands in store/schemas; change both together."""
    import penata as package

    kept = Path(str(package.__file__)).parent / "store" / "schemas"
    for name in ("result", "manifest", "decision", "scenario"):
        code, out, _ = penata("schema", name)
        assert code == 0
        assert json.loads(out) == json.loads((kept / f"{name}.json").read_text()), name
    code, out, _ = penata("schema", "faults", "--lang", "en")
    assert {item["code"] for item in json.loads(out)} >= {"E-REF-COMPETENCY"} or len(json.loads(out)) > 40
    code, out, _ = penata("schema", "rules")
    rules = {item["rule"]: item for item in json.loads(out)}
    assert rules.keys() >= {"R01", "R15.promotion", "R22"}
    assert all({"when_unknown", "reasons"} <= item.keys() for item in rules.values())
    assert all(rules["R15.promotion"]["reasons"].values())


def test_a_reader_that_leaves_is_no_bug() -> None:
    """``penata schema faults | head -1``: the answer goes on into a closed pipe; that ends in 0, with nothing on stderr."""
    command = [sys.executable, "-m", "penata", "schema", "faults"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
        assert (process.wait(), said) == (0, "")


def test_every_command_has_help_in_both_languages(penata: Runner) -> None:
    """--help names every command; each answers --help."""
    code, out, _ = penata("--help")
    assert code == 0
    assert all(name in out for name in COMMANDS)
    for name in COMMANDS:
        assert penata(name, "--help")[0] == 0
    assert "Propose a placement" in penata("--lang", "en", "--help")[1]
    assert root.name


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_signal_keeps_the_best_plan(tmp_path: Path) -> None:
    """SIGTERM during the search of the bundled case: exit 0, status cancelled, a whole run, never worse than today."""
    environment = {**os.environ, "PENATA_LANG": "en"}
    command = [sys.executable, "-m", "penata", "place", "--progress", "jsonl", "-o", str(tmp_path / "runs"), "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stderr is not None
    assert process.stdout is not None
    while '"stage"' not in process.stderr.readline():
        time.sleep(0)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    answer = json.loads(out)
    assert answer["status"] == "cancelled"
    assert answer["counts"]["breaches"] == 0
    assert answer["tiers"][0]["value"] >= -8
    again = subprocess.run([*command, "--dry-run"], capture_output=True, text=True, env=environment, check=False)
    assert again.returncode == 0


@pytest.mark.slow
@pytest.mark.checkout
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_sweep_example(src: Path, tmp_path: Path, checkout: Path) -> None:
    """The example of the README loops over scenarios, passes exit codes on, and reuses runs the second time."""
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    (scenarios / "a.toml").write_text('name = "a"\n')
    (scenarios / "b.toml").write_text('name = "b"\n[moves]\nmax_count = 0\n[[pin]]\nemployee = "A"\nposition = "Q"\n')
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, call in (("penata", f'{sys.executable} -m penata "$@"'), ("python", f'{sys.executable} "$@"')):
        (tools / name).write_text(f"#!/bin/sh\nexec {call}\n")
        (tools / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    script = checkout / "docs" / "examples" / "sweep.sh"
    words = ["bash", str(script), str(src), str(scenarios), str(tmp_path / "runs")]
    first = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert first.returncode == 4, first.stderr
    lines = [line.split() for line in first.stdout.splitlines()]
    assert [(line[0], line[1], line[3]) for line in lines] == [("a", "0", "optimal"), ("b", "4", "infeasible")]
    stamps = {path: path.stat().st_mtime_ns for path in (tmp_path / "runs").rglob("manifest.json")}
    second = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
    assert second.stdout == first.stdout
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "runs").rglob("manifest.json")} == stamps


def test_frontier_prints_and_writes(penata: Runner, src: Path, tmp_path: Path) -> None:
    """The front of the small case: A gains by one move, so there are two points, in every form; the page asks nothing."""
    code, out, _ = penata("frontier", src, "--json")
    assert code == 0
    data = json.loads(out)
    assert data["schema"] == "penata.frontier/1"
    assert data["status"] == "optimal"
    assert data["gap"] == 0
    moves = [point["move_amount"] for point in data["points"]]
    suitability = [point["suitability_points"] for point in data["points"]]
    assert moves == sorted(moves, reverse=True)
    assert suitability == sorted(suitability, reverse=True)
    code, out, _ = penata("frontier", src, "--format", "csv", "--goals", "value,move")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert len(rows) >= 2
    assert {"value_points", "move_amount", "knee"} <= set(rows[0])
    page = tmp_path / "depan.html"
    code, out, err = penata("frontier", src, "--goals", "value,move", "-o", page)
    assert code == 0
    assert "terbukti" in out
    assert "depan.html" in err
    text = page.read_text()
    assert '<html lang="id">' in text
    assert " src=" not in text.split("<script>")[0]
    assert "vegaEmbed(" in text
    code, _, err = penata("frontier", src, "-o", page)
    assert code == 2
    assert "sudah ada" in err
    code, _, err = penata("frontier", src, "-o", tmp_path / "depan.txt")
    assert code == 2
    assert ".html" in err


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("--goals", "suitability"), 2, "dua tujuan"),
        (("--goals", "suitability,agama"), 2, "'agama' bukan tujuan"),
        (("--goals", "move,move"), 2, "sama-sama"),
    ],
)
def test_frontier_refuses(penata: Runner, src: Path, words: tuple[str, ...], code: int, expected: str) -> None:
    """A wrong goal is one sentence with what there is, and exit 2."""
    found, _, err = penata("frontier", src, *words)
    assert found == code
    assert expected in err


def test_frontier_impossible(penata: Runner, src: Path, tmp_path: Path) -> None:
    """Where pins leave no plan there is no front, and exit 4."""
    scenario = tmp_path / "buntu.toml"
    scenario.write_text('[[pin]]\nemployee = "A"\nposition = "P"\n[[forbid]]\nemployee = "A"\nposition = "P"\n')
    code, out, _ = penata("frontier", src, "-s", scenario)
    assert code == 4
    assert "Tidak ada rencana" in out
