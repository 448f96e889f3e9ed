"""Hostile files at every door of the command line: one sentence, a code of the contract, bounded, nothing half-written."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from penata.cli import run
from penata.store.runs import RunStore
from tests.hostile_files import FOLDERS, SAMPLE, WORKBOOKS, folder

SECONDS, MEGABYTES = 20, 2_000
MEASURE = """
import ctypes, json, os, resource, subprocess, sys
limit, *words = sys.argv[1:]
if limit == "read-only" and os.geteuid() == 0:
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # root without the right to write where nobody may
if limit.isdigit():
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
done = subprocess.run(words, capture_output=True, text=True, timeout=300)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = used.ru_utime + used.ru_stime
print(json.dumps([done.returncode, done.stdout, done.stderr, seconds, used.ru_maxrss // 1024]))
"""
HIDDEN = re.compile("[\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]")
SIGNS = ("=", "+", "-", "@", "\t", "\r")
NAMES = ('=HYPERLINK("http://example.com","x")', "+62 811", "-1+1", "@SUM(A1)", "\tTab", "\u202egpj.exe", "\u200b=1+1")


def measured(*words: str, limit: str = "-") -> tuple[int, str, str]:
    """Run the program in a process of its own, within 20 s of CPU and 2 GB; return exit code, stdout, stderr."""
    program = [sys.executable, "-c", MEASURE, limit, sys.executable, "-m", "penata", "--lang", "en", *words]
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=400)
    code, out, err, seconds, megabytes = json.loads(done.stdout)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    assert "Traceback" not in err
    assert "E-BUG" not in err
    return code, out, err


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run the program in this process; return exit code, stdout, stderr."""
    code = run(["--lang", "en", *words])
    out, err = capsys.readouterr()
    assert "E-BUG" not in err
    return code, out, err


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbooks(name: str, tmp_path: Path) -> None:
    """No workbook costs more than 20 s and 2 GB, and each is told in a sentence with a code."""
    path = WORKBOOKS[name](tmp_path / "a.xlsx")
    code, out, err = measured("case", "check", str(path))
    assert code == 3
    assert re.search(r"\[E-(FILE|TABLE|CELL|CASE)[A-Z-]*\]", out + err)
    assert [item.name for item in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("name", FOLDERS)
def test_folders(name: str, tmp_path: Path) -> None:
    """The same of folders of CSV and TOML."""
    path = FOLDERS[name](tmp_path / "a")
    code, out, err = measured("case", "check", str(path))
    assert code == 3
    assert re.search(r"\[E-[A-Z-]+\]", out + err)


@pytest.mark.parametrize("name", ["truncated", "formulas"])
@pytest.mark.parametrize("words", [["case", "convert", "SRC", "-o", "DST"], ["place", "SRC", "-o", "DST"]])
def test_nothing_is_written(name: str, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What can't be read is converted and placed nowhere."""
    path, target = WORKBOOKS[name](tmp_path / "a.xlsx"), tmp_path / "out"
    code, _, err = told(capsys, *({"SRC": str(path), "DST": str(target)}.get(word, word) for word in words))
    assert code == 3
    assert re.search(r"\[E-[A-Z-]+\]\n$", err)
    assert not target.exists()


@pytest.mark.parametrize("name", ["truncated", "external_entity", "formulas"])
def test_a_plan(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan is a file from outside like any other."""
    path = WORKBOOKS[name](tmp_path / "plan.xlsx")
    code, _, err = told(capsys, "score", str(SAMPLE), str(path))
    assert code == 3
    assert re.search(r"\[E-(FILE|PLAN)-[A-Z-]+\]\n$", err)


@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"\xff\xfea\0", b"employee_id,position_id\r\x01", b'"employee_id\n', b"a,b\n" * 10, b"\x81\x8d"],
)
def test_a_plan_as_csv(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever its bytes."""
    path = tmp_path / "plan.csv"
    path.write_bytes(data)
    code, _, err = told(capsys, "score", str(SAMPLE), str(path))
    assert code == 3
    assert re.search(r"\[E-[A-Z-]+\]\n$", err)


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe", b"\0", b"name = " + b"[" * 100_000, b"[" + b"a." * 5_000 + b"a]\nx = 1",
        b"[moves]\nmax_count = " + b"9" * 10_000, b"[moves]\nmax_count = " + b"9" * 4_000, b"[weights]\nage = 1",
        b"[rules." + b"R01." * 900 + b"x]\nmode = 'hard'", b"[solve]\ntime_limit = nan", b"x" * 3_000_000,
        b"[[pin]]\nemployee = '../../x'\nposition = '\\u202e'",
    ],
)  # fmt: skip
def test_a_scenario(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Absurd nesting, numbers of thousands of digits, bytes of no text: told, and nothing is run."""
    path = tmp_path / "s.toml"
    path.write_bytes(data)
    code, _, err = told(capsys, "place", str(SAMPLE), "-s", str(path), "-o", str(tmp_path / "runs"))
    assert code == 3
    assert re.search(r"\[E-[A-Z-]+\]\n$", err)
    assert len(err) < 2_000
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("name", ["../../x", "C:\\x", "K\u202eEC"])
def test_ids_that_are_places_or_hide_something(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An id is what one sees, on one line, and no place on a disk."""
    source = folder(tmp_path / "a")
    for path in source.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("KEC", name), encoding="utf-8")
    code, out, _ = told(capsys, "case", "check", str(source))
    assert code == 3
    assert "[E-ID]" in out
    code, _, err = told(capsys, "runs", "show", name, "-o", str(tmp_path / "runs"))
    assert code == 8
    assert "[E-NO-RUN]" in err


def cells(path: Path) -> Iterator[str]:
    """Yield every text of a CSV or a workbook; a cell that holds a formula fails."""
    if path.suffix == ".csv":
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")):
            yield from row
        return
    book = openpyxl.load_workbook(path)
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f"
                if isinstance(cell.value, str):
                    yield cell.value


def test_names_that_are_formulas(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names that a spreadsheet would run, or that turn the writing round, are inert in every file that goes out."""
    source = folder(tmp_path / "a")
    for first, name, column in ((0, "employees.csv", "name"), (5, "units.csv", "name"), (3, "positions.csv", "title")):
        table = list(csv.DictReader(io.StringIO((source / name).read_text(encoding="utf-8"), newline="")))
        for row, text in zip(table, [*NAMES[first:], *NAMES], strict=False):
            row[column] = text
        with (source / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, table[0])
            writer.writeheader()
            writer.writerows(table)
    runs = tmp_path / "runs"
    assert told(capsys, "place", str(source), "-o", str(runs), "--engine", "greedy")[0] == 0
    assert told(capsys, "case", "convert", str(source), "-o", str(tmp_path / "b.xlsx"))[0] == 0
    _, _, err = told(capsys, "case", "check", str(source))
    assert "Letters that nobody sees" in err
    files = [*runs.rglob("*.csv"), *runs.rglob("*.xlsx")]
    assert len(files) > 10
    plain = re.compile(r"-?\d+(\.\d+)?|-|\+")
    for path in files:
        risky = [text for text in cells(path) if text.startswith(SIGNS) and not plain.fullmatch(text)]
        assert not risky, path.name
    for path in (*files, tmp_path / "b.xlsx"):
        assert not [text for text in cells(path) if HIDDEN.search(text)], path.name


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize(
    "words",
    [["place", "SRC", "-o", "OUT/runs"], ["case", "convert", "SRC", "-o", "OUT/a"],
     ["case", "convert", "SRC", "-o", "OUT/a.xlsx"], ["case", "template", "-o", "OUT/t.xlsx"],
     ["case", "check", "SRC", "--fix-report", "OUT/f.xlsx"]],
)  # fmt: skip
@pytest.mark.parametrize("limit", ["read-only", "1000"])
def test_folders_that_refuse(words: list[str], limit: str, tmp_path: Path) -> None:
    """A folder that may not be written, and a disk that takes no more: exit 8, one sentence, nothing stays."""
    out = tmp_path / "out"
    out.mkdir()
    if limit == "read-only":
        out.chmod(0o555)
    code, _, err = measured(*(word.replace("SRC", str(SAMPLE)).replace("OUT", str(out)) for word in words), limit=limit)
    out.chmod(0o755)
    assert code == 8
    assert len([line for line in err.splitlines() if line.startswith("penata: ")]) == 1
    assert not [path for path in out.rglob("*") if path.is_file()]


@pytest.mark.slow
@pytest.mark.e2e
def test_two_runs_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who comes second to the same run is told so; when the first is done the run is given to both."""
    words = ["place", str(SAMPLE), "-o", str(tmp_path), "--engine", "greedy"]
    assert told(capsys, *words, "--dry-run")[0] == 0
    assert told(capsys, *words)[0] == 0
    (made,) = RunStore(tmp_path).runs()
    with RunStore(tmp_path).reserve(made.path.name):
        code, _, err = told(capsys, *words, "--force")
        assert code == 8
        assert "is being written by another process" in err
        assert err.endswith("[E-RUN-LOCKED]\n")
        assert told(capsys, *words)[0] == 0
    assert sorted(os.listdir(tmp_path)) == [made.path.name]
