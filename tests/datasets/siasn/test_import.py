"""Sixty fictitious people go in as an agency hands them over, and come out checked and placed, by the command line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from penata.cli import run
from penata.datasets.read import read_source
from penata.datasets.siasn.assemble import ImportFiles, read_siasn
from penata.models.domain.case import Case
from tests.datasets.siasn.fixture import UNITS, people, uuid, write_book, write_fixture

Runner = Callable[..., tuple[int, str, str]]
FILES = ("ekspor.xlsx", "ekspor-tambahan.csv", "--posts", "peta-jabatan.xlsx", "--assessments", "asesmen.csv")
DAYS = ("--as-of", "2025-12-31", "--effective", "2026-03-01")
TREE = ("--units", "HierarkiUnor.csv")
SECRETS = ("RAHASIA", "1371060000000001", "0812000000", "contoh.invalid", "0001112223334", "00.000.000.0")


@pytest.fixture
def penata(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Runner:
    """Run one command line in a folder of its own; returns exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    def go(*words: object) -> tuple[int, str, str]:
        monkeypatch.delenv("PENATA_LANG", raising=False)
        code = run([str(word) for word in words])
        out, err = capfd.readouterr()
        return code, out, err

    return go


def fill_in(path: Path, seksi_pelayanan: str) -> None:
    """Answer the draft as a planner would, entry by entry."""
    answers = {
        "d15c0000-0000-4000-8000-00000000dead": seksi_pelayanan,
        "GURU DEWASA TK. I": "SD-NEGERI-01-BAYANG.GURU-KELAS-AHLI-MADYA",
        "PENGADMINISTRASI UMUM": "SUBBAGIAN-PERENCANAAN-DAN-KEUANGAN.PENGADMINISTRASI-PERKANTORAN",
        "PENGELOLA UMUM OPERASIONAL": "+",
        "Mengelola Perubahn": "M-MPB",
    }
    text = path.read_text(encoding="utf-8")
    for said, answer in answers.items():
        text = text.replace(f'"{said}"\nke = ""', f'"{said}"\nke = "{answer}"')
    assert '\nke = ""' not in text
    path.write_text(text, encoding="utf-8")


def titles_held(case: Case) -> dict[str, tuple[str, str] | None]:
    """Return who holds which title in which unit, by name."""
    held: dict[str, tuple[str, str] | None] = {}
    for key, person in case.employees.items():
        post = case.positions[person.position_id] if person.position_id else None
        held[key] = (post.title, case.units[post.unit_id].name) if post else None
    return held


def test_sixty_people_go_in_and_come_out_placed(penata: Runner, tmp_path: Path) -> None:
    """First run: every unmatched thing at once and a draft, no case. Answered: a case without errors, a proved plan."""
    write_fixture(tmp_path)
    code, out, _ = penata("case", "import-siasn", *FILES, *TREE, *DAYS, "-o", "kasus", "--json")
    answer = json.loads(out)
    assert (code, answer["schema"], answer["written"], answer["mapping"]) == (3, "penata.import/1", None, "pemetaan.toml")
    assert [(item["kind"], item["said"].split(" / ")[-1]) for item in answer["unmatched"]] == [
        ("unit", "d15c0000-0000-4000-8000-00000000dead"),
        ("jabatan", "GURU DEWASA TK. I"),
        ("jabatan", "PENGADMINISTRASI UMUM"),
        ("jabatan", "PENGELOLA UMUM OPERASIONAL"),
        ("kompetensi", "Mengelola Perubahn"),
    ]
    assert all(item["nearest"] for item in answer["unmatched"])
    assert answer["errors"] == 5
    assert "W-SIASN-SHEET" in {fault["code"] for fault in answer["faults"]}
    assert not (tmp_path / "kasus").exists()

    draft = tmp_path / "pemetaan.toml"
    draft.write_text("# catatan saya\n" + draft.read_text(encoding="utf-8"), encoding="utf-8")
    fill_in(draft, uuid("SEKSI-PEL").lower())
    before = draft.read_bytes()
    code, out, err = penata("case", "import-siasn", *FILES, *TREE, *DAYS, "--map", "pemetaan.toml", "-o", "kasus")
    assert code == 0, out + err
    assert out.splitlines()[-1] == "kasus"
    assert "60 pegawai (32 PNS, 3 CPNS, 15 PPPK, 10 PPPK paruh waktu), 59 pada jabatan" in out
    assert "dibuang (data pribadi): ekspor.xlsx / PPPK Paruh Waktu: TEMPAT LAHIR ID" in out
    assert draft.read_bytes() == before

    code, out, _ = penata("case", "check", "kasus", "--json")
    assert (code, json.loads(out)["errors"]) == (0, 0)
    code, out, _ = penata("place", "kasus", "--json", "-o", "runs")
    placed = json.loads(out)
    assert (code, placed["status"]) == (0, "optimal")
    assert placed["value"] == placed["bound"]
    assert placed["counts"]["unplaced"] == 0
    written = b"".join(path.read_bytes() for path in [*tmp_path.glob("kasus/*"), *tmp_path.glob("runs/*/*.*")])
    assert not [secret for secret in SECRETS if secret.encode() in written]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The case that comes out of the answered import."""
    folder = tmp_path_factory.mktemp("siasn")
    write_fixture(folder)
    files = ImportFiles(
        (folder / "ekspor.xlsx", folder / "ekspor-tambahan.csv"),
        folder / "peta-jabatan.xlsx",
        folder / "asesmen.csv",
        folder / "HierarkiUnor.csv",
    )
    draft = read_siasn(files, as_of=date(2025, 12, 31)).draft
    assert draft is not None
    (folder / "pemetaan.toml").write_text(draft, encoding="utf-8", newline="")
    fill_in(folder / "pemetaan.toml", uuid("SEKSI-PEL").lower())
    case = read_siasn(replace(files, mapping=folder / "pemetaan.toml"), as_of=date(2025, 12, 31)).case
    assert case is not None
    return case


def test_every_fact_arrives(imported: Case) -> None:
    """Each of the sixty has the dates, rank, status, education and post that ``people.txt`` says."""
    held = titles_held(imported)
    statuses = {"PNS": "pns", "PPPK": "pppk", "PPPK Paruh Waktu": "pppk_paruh_waktu"}
    levels = {"S-1/Sarjana": "s1", "S-2": "s2", "SLTA": "sma", "SLTA Kejuruan": "sma", "SLTP": "smp", "Diploma IV": "d4"}
    assert len(imported.employees) == len(people()) == 60
    for person in people():
        found = imported.employees[person.nip]
        assert found.name == person.name
        assert found.birth_date == person.birth
        assert found.rank_since == person.rank_since
        assert found.position_since == person.since
        assert found.service_since == person.start
        assert found.rank == (person.rank or None)
        assert found.status == ("cpns" if person.is_cpns else statuses[person.sheet])
        assert found.education == levels.get(person.education, "d3")
        assert (found.education_field or "").casefold() in person.field.casefold()
        assert found.active == person.standing.startswith("Aktif")
        unit = UNITS[person.unit][0]
        match = held[person.nip]
        if person.title in ("", "GURU DEWASA TK. I", "PENGADMINISTRASI UMUM"):
            continue
        assert match is not None
        words, of_list = person.title.casefold().split(" - "), match[0].casefold()
        assert words[-1] in of_list
        assert len(words) == 1 or words[0] in of_list or of_list in ("bidan", "dokter")
        assert match[1] == unit or person.nip == "198807212025211009"
    assert held["198908222025212010"] is None
    assert held["198807212025211009"] == ("Pengadministrasi Perkantoran", "Puskesmas Bayang")
    assert held["197601011999032019"] == ("Guru Kelas Ahli Madya", "SD Negeri 01 Bayang")
    assert imported.employees["197103141995031001"].education_field == "Ilmu Pemerintahan"


def test_posts_and_units_arrive(imported: Case) -> None:
    """Groups, heads and duties are told from the list; units keep their tree, and one that nobody uses is left out."""
    posts = {(post.title, imported.units[post.unit_id].name): post for post in imported.positions.values()}
    camat = posts["Camat", "Kecamatan Bayang Utara"]
    assert (camat.group, camat.head, camat.duty) == ("administrator", True, "camat")
    assert (camat.need, camat.education_min) == (1, "s1")
    assert not posts["Sekretaris Kecamatan", "Kecamatan Bayang Utara"].head
    assert posts["Bidan", "Puskesmas Bayang"].group == "terampil"
    assert posts["Dokter", "Puskesmas Muara"].group == "ahli_pertama"
    assert posts["Penata Layanan Operasional", "Seksi Pemerintahan"].group == "pelaksana"
    assert posts["PENGELOLA UMUM OPERASIONAL", "Kelurahan Muara Rekaan"].need == 0
    parents = {unit.id: unit.parent_id for unit in imported.units.values()}
    assert parents == {
        uuid(code).lower(): uuid(above).lower() if above else None for code, (_, above) in UNITS.items() if code != "ARSIP"
    }


def test_assessments_arrive(imported: Case) -> None:
    """48 people of 60 have levels for the nine national competencies and a technical one; results are not kept."""
    profiles = imported.tables["profiles"]
    assert profiles["employee_id"].nunique() == 48
    assert len(profiles) == 48 * 10
    assert "M-MPB" in set(profiles["competency_id"])
    assert set(imported.tables["competencies"]["kind"]) == {"managerial", "sociocultural", "technical"}


@pytest.mark.slow
def test_columns_of_units_give_the_same_placement(imported: Case, penata: Runner, tmp_path: Path) -> None:
    """UNOR (1) to (3) without ids leads everyone to the same post as ids with a HierarkiUnor file; here as a workbook."""
    folder = tmp_path / "kolom"
    folder.mkdir()
    write_fixture(folder, as_paths=True)
    files = [folder / word if "." in word else word for word in FILES]
    assert penata("case", "import-siasn", *files, *DAYS, "-o", folder / "kasus.xlsx")[0] == 3
    draft = folder / "pemetaan.toml"
    assert "dead" not in draft.read_text(encoding="utf-8")
    unused = '[[unit]]\ndari = "d15c0000-0000-4000-8000-00000000dead"\nke = ""\n'
    draft.write_text(draft.read_text(encoding="utf-8") + unused, encoding="utf-8")
    fill_in(draft, "x")
    code, out, err = penata("case", "import-siasn", *files, *DAYS, "--map", draft, "-o", folder / "kasus.xlsx")
    assert code == 0, out + err
    assert "W-SIASN-MAP-UNUSED" in out
    other = read_source(folder / "kasus.xlsx").require_case()
    assert titles_held(other) == titles_held(imported)


@pytest.mark.slow
def test_a_draft_is_added_to_and_never_written_over(penata: Runner, tmp_path: Path) -> None:
    """A draft in the way is left alone; given with --map it keeps its words and gets what is new below them."""
    write_fixture(tmp_path)
    draft = tmp_path / "pemetaan.toml"
    mine = (
        '# punya saya\nschema = "penata.mapping/1"\n\n[[unit]]\ndari = "D15C00000000400080000000' + "0000DEAD" + '"\n'
        f'ke = "{uuid("SEKSI-PEL").lower()}"  # sudah dicek\n\n[[kompetensi]]\nkolom = "Mengelola Perubahn"\nke = ""\n'
    )
    draft.write_text(mine, encoding="utf-8")
    code, _, err = penata("case", "import-siasn", *FILES, *TREE, *DAYS, "-o", "kasus")
    assert code == 3
    assert "pemetaan.toml sudah ada dan tidak diubah" in err
    assert draft.read_text(encoding="utf-8") == mine
    code, _, err = penata("case", "import-siasn", *FILES, *TREE, *DAYS, "--map", "pemetaan.toml", "-o", "kasus")
    assert code == 3
    text = draft.read_text(encoding="utf-8")
    assert text.startswith(mine.rstrip("\n"))
    added = tomllib.loads(text)
    assert [len(added[kind]) for kind in ("unit", "kompetensi", "jabatan")] == [1, 1, 3]
    assert penata("case", "import-siasn", *FILES, *TREE, *DAYS, "--map", "pemetaan.toml", "-o", "kasus")[0] == 3
    assert draft.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "content", [b'[[jabatan]\nke = "P"\n', b"NIP;NAMA\n1;Ani\n", b"PK\x03\x04\xff\x00", b"a = " + b"[" * 999]
)
def test_a_file_that_is_no_mapping_is_never_written_over(penata: Runner, tmp_path: Path, content: bytes) -> None:
    """A mapping with a slip, or another file by mistake: one fault, and the file stays byte for byte."""
    write_fixture(tmp_path)
    given = tmp_path / "milik-saya.toml"
    given.write_bytes(content)
    code, out, _ = penata("case", "import-siasn", *FILES, *TREE, *DAYS, "-o", "kasus", "--map", given, "--json")
    answer = json.loads(out)
    assert (code, answer["written"], answer["mapping"], answer["unmatched"]) == (3, None, None, [])
    assert given.read_bytes() == content
    assert "E-FILE-TOML" in {fault["code"] for fault in answer["faults"]}


@pytest.mark.slow
def test_standards_beside_the_post_list_are_taken(penata: Runner, tmp_path: Path) -> None:
    """A workbook with sheets Kompetensi and Standar Kompetensi beside the list brings its technical standards along."""
    row: dict[str, str | int | date | None] = {
        "NIP BARU": "198501012010011001", "NAMA": "ADI", "TANGGAL LAHIR": "1985-01-01", "JENIS JABATAN ID": 4,
        "JABATAN NAMA": "ARSIPARIS UMUM", "TINGKAT PENDIDIKAN NAMA": "S-1", "UNOR (1)": "Dinas", "UNOR (2)": "Bagian",
    }  # fmt: skip
    write_book(tmp_path / "ekspor.xlsx", tuple(row), {"PNS": [row]})
    sheets: dict[str, list[tuple[object, ...]]] = {
        "Jabatan": [("ID Jabatan", "Unit", "Nama Jabatan", "Jenis Jabatan", "K"), ("J1", "Bagian", "Arsiparis Umum", 4, 1)],
        "Kompetensi": [("ID Kompetensi", "Nama", "Jenis"), ("T-ARS", "Kearsipan", "teknis")],
        "Standar Kompetensi": [("ID Jabatan", "ID Kompetensi", "Level"), ("J1", "T-ARS", 3)],
    }
    with Workbook(str(tmp_path / "jabatan.xlsx")) as book:
        for title, lines in sheets.items():
            sheet = book.add_worksheet(title)
            for number, cells in enumerate(lines):
                sheet.write_row(number, 0, cells)
    (tmp_path / "asesmen.csv").write_text("NIP,Kearsipan\n198501012010011001,2\n", encoding="utf-8")
    words = ("ekspor.xlsx", "--posts", "jabatan.xlsx", "--assessments", "asesmen.csv", "--as-of", "2025-12-31")
    code, out, err = penata("case", "import-siasn", *words, "-o", "kasus")
    assert code == 0, out + err
    case = read_source(tmp_path / "kasus").require_case()
    profiles = case.tables["profiles"]
    assert profiles[["competency_id", "level"]].to_numpy().tolist() == [["T-ARS", 2.0]]
    standards = case.tables["requirements"]
    assert standards[standards["position_id"] == "J1"][["competency_id", "level"]].to_numpy().tolist() == [["T-ARS", 3.0]]


@pytest.mark.parametrize(
    ("change", "words", "code", "expected"),
    [
        (None, ("--posts", "tidak-ada.csv"), 8, "tidak-ada.csv"),
        (None, ("--map", "tidak-ada.toml"), 8, "tidak-ada.toml"),
        (None, ("-o", "ekspor.xlsx"), 2, "sudah ada"),
        (None, ("-o", "."), 2, "sudah ada"),
        (b"PK\x03\x04 rusak", (), 3, "E-FILE-DAMAGED"),
        (b"", (), 3, "E-FILE-DAMAGED|E-FILE-FORMAT"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, (), 3, "E-FILE-FORMAT"),
    ],
)
def test_a_spoilt_order_ends_in_a_sentence_and_writes_nothing(
    change: bytes | None, words: tuple[str, ...], code: int, expected: str, penata: Runner, tmp_path: Path
) -> None:
    """Missing files, a target in the way, broken workbooks: one sentence, a code of the contract, nothing written."""
    write_fixture(tmp_path)
    if change is not None:
        (tmp_path / "ekspor.xlsx").write_bytes(change)
    before = sorted(path.name for path in tmp_path.iterdir())
    given = ("case", "import-siasn", *FILES, *TREE, *DAYS, *(() if "-o" in words else ("-o", "kasus")), *words)
    found, out, err = penata(*given)
    assert found == code, out + err
    assert any(word in out + err for word in expected.split("|")), out + err
    assert "Traceback" not in err
    left = sorted(path.name for path in tmp_path.iterdir())
    assert set(left) - set(before) <= {"pemetaan.toml"}
