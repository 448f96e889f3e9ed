"""Mutated files at every reader: faults and errors of the project, and nothing else, 10,000 times.

The default run takes a sample; the mark ``slow`` takes all. The mutation is a function of one number that Hypothesis
draws, so a failure is repeated with that number.
"""

from __future__ import annotations

import json
import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import openpyxl
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from penata import api
from penata.cli import run
from penata.datasets.file_fault import FileFaultError
from penata.datasets.folder import read_csv, read_folder
from penata.datasets.parsed import parse_tables
from penata.datasets.plan_file import read_plan
from penata.datasets.raw import RawCase
from penata.datasets.read import check_raw
from penata.datasets.schema import columns_by_header
from penata.datasets.siasn.mapping import read_mapping
from penata.datasets.workbook_read import read_workbook
from penata.datasets.write import write_folder
from penata.models.domain.case import Case
from penata.models.domain.errors import PenataError
from penata.store.runs import Run
from tests.hostile_files import SAMPLE
from tests.mutations import CSV, TOML, change_bytes, mutate, mutate_json, mutate_zip

SHEETS: dict[str, list[list[object]]] = {
    "Kasus": [["Keterangan", "Isi", "", "Kunci"], ["Nama", "Contoh", "", "name"],
              ["Per tanggal", date(2025, 12, 31), "", "as_of"], ["", "toml:[1, 2]", "", "parameters.R20.x"]],
    "Unit": [["ID Unit", "Nama", "Pegawai Minimal"], ["KEC", "Kecamatan", 1], ["KEL", "=1+1", 2.5]],
    "Pegawai": [["NIP", "Nama", "Tanggal Lahir", "Golongan"], ["198503022010011001", "Ani", date(1985, 3, 2), "III/c"]],
    "Profil Kompetensi": [["NIP", "Nama", "Integritas"], ["198503022010011001", "Ani", 3]],
    "Skenario": [["Keterangan", "Isi", "", "Kunci"], ["Basis", "rotasi", "", "basis"],
                 ["Unit", "KEC; KEL", "", "scope.units"],
                 ["Batas", "20 %", "", "moves.max_share"], ["", "wajib", "", "rules.R09.mode"]],
    "Kunci": [["Jenis", "NIP", "ID Jabatan"], ["tetapkan", "198503022010011001", "P-001"]],
}  # fmt: skip
SCENARIO = (
    b'\nname = "Rotasi"\nbasis = "rotation"\n[moves]\nmax_share = 0.2\nmax_count = 40\n[weights]\nequity = 2.0\n[budget]\n'
    b"training_idr = 1_000_000\n[suitability.technical_share]\nahli_muda = 0.5\n[rules.R15.promotion]\nminimum = 68\n"
    b'[solve]\nobjective = "lexicographic"\ntime_limit = 60\ngap = 0.0\nseed = 7\n'
)
MAPPING = (
    b'schema = "penata.mapping/1"\n[[jabatan]]\nunit = "KEC"\nnama = "Camat"\nke = "P-001"\n[[jabatan]]\nunit = "KEL"\n'
    b'nama = "Lurah"\nke = ""\n[[unit]]\ndari = "A > B"\nke = "KEC"\n[[kompetensi]]\nkolom = "Arsip"\nke = "+"\n'
)
CONFIG = b'[place]\nseed = 1\nengine = "auto"\npin = ["a=b"]\n\n[runs.list]\nformat = "json"\n\n[runs.show]\nlang = "en"\n'


def raw_workbook(path: Path, sheets: dict[str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path.read_bytes()


@dataclass(frozen=True)
class Bench:
    """What the readers need: a case, a run of it, a folder to write in."""

    folder: Path
    case: Case
    run: Path
    workbook: bytes
    plan: bytes

    def file(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return a bench with one placement of the clean sample on it."""
    folder = tmp_path_factory.mktemp("fuzz")
    placed = api.run_placement(api.PlaceOrder(str(SAMPLE), output=str(folder / "runs"), engine="greedy"))
    case = api.load_case(SAMPLE)
    people: list[list[object]] = [["NIP", "ID Jabatan Usulan", "Keputusan"]]
    people += [[person, None, "setuju"] for person in case.employees]
    return Bench(
        folder,
        case,
        placed.run.path,
        raw_workbook(folder / "base.xlsx", SHEETS),
        raw_workbook(folder / "plan.xlsx", {"Usulan": people}),
    )


def csv_tables(bench: Bench, random: Random) -> None:
    """One table of a folder: decoded, split, its cells read."""
    table = random.choice(sorted(path.stem for path in SAMPLE.glob("*.csv")))
    path = bench.file(f"{table}.csv", mutate((SAMPLE / f"{table}.csv").read_bytes(), random, CSV))
    try:
        raw, _ = read_csv(path, table, columns_by_header(table), defaultdict(list))
    except FileFaultError:
        return
    finally:
        path.unlink()
    parse_tables(RawCase("x", (raw,), {}, {}))


def folders(bench: Bench, random: Random) -> None:
    """A whole folder: every check of every table, header and scenario."""
    name = random.choice(sorted(path.name for path in SAMPLE.iterdir()))
    target = bench.folder / "case"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(SAMPLE, target)
    (target / name).write_bytes(mutate((SAMPLE / name).read_bytes(), random, TOML if name.endswith(".toml") else CSV))
    api.check_case(target, lang=random.choice(("id", "en")))


def headers(bench: Bench, random: Random) -> None:
    """``case.toml`` and ``scenario.toml`` alone in their folder."""
    target = bench.folder / "alone"
    target.mkdir(exist_ok=True)
    for name in ("case.toml", "scenario.toml"):
        (target / name).write_bytes(mutate((SAMPLE / name).read_bytes(), random, TOML))
    read_folder(target)


def workbooks(bench: Bench, random: Random) -> None:
    """A workbook, its settings sheets and its cells."""
    raw = read_workbook(bench.file("a.xlsx", mutate_zip(bench.workbook, random)))
    if random.random() < 0.03:
        check_raw(raw)
    else:
        parse_tables(raw)


def parquet(bench: Bench, random: Random) -> None:
    """A table as Parquet: the bytes of the file, its pages and its footer."""
    target = bench.folder / "parquet"
    if not target.exists():
        write_folder(bench.case, target, form="parquet")
        for path in target.glob("*.parquet"):
            if path.stem not in ("units", "relations", "credentials"):
                path.unlink()
    path = target / "units.parquet"
    sound = path.read_bytes()
    path.write_bytes(change_bytes(sound, random))
    try:
        parse_tables(read_folder(target))
    finally:
        path.write_bytes(sound)


def mappings(bench: Bench, random: Random) -> None:
    """The planner's answers to an import."""
    read_mapping(bench.file("pemetaan.toml", mutate(MAPPING, random, TOML)))


def plans_csv(bench: Bench, random: Random) -> None:
    """A plan as CSV."""
    read_plan(bench.file("plan.csv", mutate((bench.run / "assignments.csv").read_bytes(), random, CSV)), bench.case)


def plans_xlsx(bench: Bench, random: Random) -> None:
    """A plan as a workbook with decisions."""
    read_plan(bench.file("plan.xlsx", mutate_zip(bench.plan, random)), bench.case)


def scenarios(bench: Bench, random: Random) -> None:
    """A scenario file."""
    api.load_scenario(bench.file("s.toml", mutate(SCENARIO, random, TOML)), bench.case)


def configs(bench: Bench, random: Random) -> None:
    """Settings of the command line; what they say may be a usage error, never a bug."""
    path = bench.file("penata.toml", mutate(CONFIG, random, TOML))
    assert run(["--config", str(path), "runs", "list", "-o", str(bench.folder / "none")]) in (0, 2)


def run_files(bench: Bench, random: Random) -> None:
    """The files of a run, read back."""
    target = bench.folder / "read"
    if not target.exists():
        shutil.copytree(bench.run, target)
    name = random.choice(
        ("manifest.json", "result.json", "decision.json", "assignments.csv", "unfilled.csv", "rule_hits.csv")
    )
    sound = (bench.run / name).read_bytes()
    (target / name).write_bytes(mutate_json(sound, random) if name.endswith(".json") else mutate(sound, random, CSV))
    found = Run(target)
    try:
        if name.endswith(".csv"):
            assert isinstance(found.to_frame(name.removesuffix(".csv")), pd.DataFrame)
        for part in ("manifest", "result", "decision", "ended"):
            getattr(found, part)
    finally:
        (target / name).write_bytes(sound)


def whole_runs(bench: Bench, random: Random) -> None:
    """A run opened with its case, explained and scored."""
    target = bench.folder / "whole"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(bench.run, target)
    name = random.choice(("assignments.csv", "assignments.csv", "result.json", "scenario.toml", "case/employees.csv"))
    sound = (target / name).read_bytes()
    ways = TOML if name.endswith(".toml") else CSV
    (target / name).write_bytes(mutate_json(sound, random) if name.endswith(".json") else mutate(sound, random, ways))
    words = random.choice((["runs", "show", str(target)], ["explain", str(target), "--position", "P-001"],
                           ["score", str(target), str(bench.run / "assignments.csv")]))  # fmt: skip
    assert run([*words]) in (0, 3, 8), json.dumps(words)


READERS: dict[Callable[[Bench, Random], None], tuple[int, int]] = {
    csv_tables: (2_500, 15),
    folders: (100, 1),
    headers: (1_150, 20),
    workbooks: (2_000, 15),
    parquet: (300, 5),
    mappings: (400, 10),
    plans_csv: (1_000, 20),
    plans_xlsx: (500, 20),
    scenarios: (1_000, 20),
    configs: (400, 10),
    run_files: (600, 20),
    whole_runs: (100, 1),
}
"""Reader -> mutations in all, mutations of the sample."""


def read_mutations(
    reader: Callable[[Bench, Random], None], bench: Bench, count: int, capfd: pytest.CaptureFixture[str]
) -> None:
    """Mutate and read so many times; anything but an error of the project comes out."""

    @settings(max_examples=count, phases=(Phase.generate,))
    @given(st.integers(0, 2**63))
    def trial(number: int) -> None:
        try:
            reader(bench, Random(number))
        except PenataError as error:
            told.add((error.exit_code, bool(str(error))))

    told: set[tuple[int, bool]] = set()
    trial()
    assert told <= {(2, True), (3, True), (8, True)}
    out, err = capfd.readouterr()
    assert "E-BUG" not in out + err


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_a_sample(reader: Callable[[Bench, Random], None], bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    """A small sample of the mutations, at every reader."""
    read_mutations(reader, bench, READERS[reader][1], capfd)


@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_all(reader: Callable[[Bench, Random], None], bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    """All mutations; with those of every reader there are 10,000."""
    read_mutations(reader, bench, READERS[reader][0], capfd)


def test_there_are_ten_thousand() -> None:
    """The promise is a number."""
    assert sum(count for count, _ in READERS.values()) >= 10_000
