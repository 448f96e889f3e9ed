"""A plan in a file: CSV, workbook, and ``hasil.xlsx`` with decisions; every fault at once, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penata.datasets.faults import LANGUAGES
from penata.datasets.plan_file import PlanReading, read_plan
from penata.models.domain.case import Case
from penata.models.domain.errors import DataError, NotFoundError
from tests.small import Row, small_case

ANI, BUDI, CITRA, DEWI = (
    "198506152010011901",
    "198506152010011902",
    "198506152010012903",
    "196806152010012904",
)
TODAY = {ANI: "P-01", BUDI: "P-02", CITRA: None}


@pytest.fixture(scope="module")
def case() -> Case:
    """Return Ani in P-01, Budi in P-02, Citra without a post, and Dewi who retires before the plan."""
    people: list[Row] = [
        {"employee_id": ANI, "position_id": "P-01"},
        {"employee_id": BUDI, "position_id": "P-02"},
        {"employee_id": CITRA},
        {"employee_id": DEWI, "position_id": "P-03", "birth_date": date(1968, 6, 15)},
    ]
    return small_case(people, [{"position_id": f"P-0{number}"} for number in range(1, 5)])


def read(case: Case, path: Path, text: str, lang: str = "id") -> PlanReading:
    path.write_text(text, encoding="utf-8", newline="")
    return read_plan(path, case, lang=lang)


def sheet_of(path: Path, rows: Sequence[Sequence[object]], title: str = "Rencana", top: int = 0) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = title
    for number, row in enumerate(rows, start=top + 1):
        for column, value in enumerate(row, start=1):
            page.cell(number, column, value)
    book.save(path)
    return path


def test_csv_moves_those_it_names_and_leaves_the_rest(case: Case, tmp_path: Path) -> None:
    """Ani goes to P-04, Budi loses his post, Citra is not named; Dewi, who leaves, is in no plan."""
    reading = read(case, tmp_path / "plan.csv", f"employee_id,position_id\n{ANI},P-04\n{BUDI},\n")
    assert reading.posts == {ANI: "P-04", BUDI: None, CITRA: None}
    assert reading.faults == ()
    assert reading.decided == {}
    assert reading.require_posts() is reading.posts


@pytest.mark.parametrize(
    "text",
    [
        "NIP;ID Jabatan\r\n'{ani};P-04\r\n",
        "\ufeffid_jabatan,nip,nama\n P-04,{ani},Ani\n",
        "sep=;\nNama;NIP;ID JABATAN\nAni;{spaced};P-04\n",
        "employee_id\tposition_id\tmove\n{ani}\tP-04\trotation\n",
        "employee_id,position_id,decision\n{ani},P-04,\n",
        "employee_id,position_id,Keputusan\n{ani},P-02,P-04\n",
    ],
)
def test_csv_as_people_write_it(case: Case, tmp_path: Path, text: str) -> None:
    """Machine and Bahasa headers in any order, other columns, semicolons, a BOM, a NIP with blanks."""
    spaced = f"{ANI[:8]} {ANI[8:14]} {ANI[14]} {ANI[15:]}"
    reading = read(case, tmp_path / "plan.csv", text.format(ani=ANI, spaced=spaced))
    assert [fault.sentence() for fault in reading.faults] == []
    assert reading.posts == {**TODAY, ANI: "P-04"}


def test_habits_are_said_in_one_line_each(case: Case, tmp_path: Path) -> None:
    """What was read tolerantly is told."""
    reading = read(case, tmp_path / "plan.csv", f"NIP;ID Jabatan\n'{ANI};-\n")
    assert reading.posts[ANI] is None
    assert sorted(reading.notes) == [
        "NIP bertanda spasi, titik atau apostrof dibaca: plan.csv (employee_id).",
        "Pemisah titik koma dibaca: plan.csv.",
        "Sel berisi '-' dibaca kosong: plan.csv (position_id).",
    ]


def test_workbook_with_notes_above_its_header(case: Case, tmp_path: Path) -> None:
    """Any sheet with the two columns will do, wherever its header row stands among the first ten."""
    path = sheet_of(tmp_path / "plan.xlsx", [("Nama", "NIP", "ID Jabatan"), ("Ani", ANI, "P-04")], top=3)
    assert read_plan(path, case).posts == {**TODAY, ANI: "P-04"}


def test_sheet_with_decisions_comes_before_others(case: Case, tmp_path: Path) -> None:
    """Of several sheets with people and posts the one that holds decisions is the plan; pins never are."""
    path = sheet_of(tmp_path / "plan.xlsx", [("Jenis", "NIP", "ID Jabatan"), ("larang", ANI, "P-04")], "Kunci")
    book = openpyxl.load_workbook(path)
    for title, header, post in (("Pegawai", "ID Jabatan", "P-01"), ("Usul", "ID Jabatan Usulan", "P-02")):
        page = book.create_sheet(title)
        page.append(["NIP", header, "Keputusan"] if title == "Usul" else ["NIP", header])
        page.append([ANI, post])
    book.save(path)
    assert read_plan(path, case).posts[ANI] == "P-02"
    del book["Usul"]
    book.save(path)
    assert read_plan(path, case).posts[ANI] == "P-01"


@pytest.mark.parametrize(
    ("decision", "post", "decided"),
    [
        (None, "P-04", "approve"),
        ("setuju", "P-04", "approve"),
        (" Setuju ", "P-04", "approve"),
        ("approve", "P-04", "approve"),
        ("TOLAK", "P-01", "reject"),
        ("reject", "P-01", "reject"),
        ("P-03", "P-03", "change"),
        ("P-04", "P-04", "approve"),
        ("P-01", "P-01", "reject"),
    ],
)
def test_decisions(case: Case, tmp_path: Path, decision: str | None, post: str, decided: str) -> None:
    """Empty or setuju = as proposed, tolak = stays, a position id = that post."""
    rows = [("NIP", "ID Jabatan Usulan", "Keputusan"), (ANI, "P-04", decision), (BUDI, "P-01", None)]
    reading = read_plan(sheet_of(tmp_path / "hasil.xlsx", rows, "Usulan"), case)
    assert reading.faults == ()
    assert reading.posts == {ANI: post, BUDI: "P-01", CITRA: None}
    assert reading.decided == {ANI: decided, BUDI: "approve"}


GOLDEN: dict[str, tuple[list[str], list[str]]] = {
    "people and posts": (
        [
            "Rencana:2, 'NIP': pegawai '19850615201001290' tidak ada pada data (terdekat: '198506152010012903'); "
            "NIP atau ID pegawai yang ada. Betulkan sel itu, atau hapus barisnya. [E-PLAN-EMPLOYEE]",
            "Rencana:3, 'ID Jabatan': jabatan 'P-1' tidak ada pada data (terdekat: 'P-01'); "
            "ID jabatan yang ada, atau kosong untuk tanpa jabatan. Betulkan sel itu. [E-PLAN-POSITION]",
            "Rencana:4, 'NIP': pegawai '198506152010011901' sudah ada pada baris 3; satu baris per pegawai. "
            "Hapus salah satu baris. [E-PLAN-DUPLICATE]",
            "Rencana:5, 'NIP': '198506152010011904' adalah angka; Excel sudah mengubah digit terakhirnya; "
            "NIP sebagai teks 18 digit. Ubah format kolom sebagai Teks lalu ketik ulang NIP-nya. [E-NIP-NUMBER]",
            "Rencana:6, 'Keputusan': keputusan 'P-2' tidak dikenal (terdekat: 'P-02'); "
            "kosong, setuju, tolak, atau ID jabatan yang ada. Betulkan sel itu. [E-PLAN-DECISION]",
            "Rencana:7, 'Keputusan': keputusan '-' tidak dikenal; kosong, setuju, tolak, atau ID jabatan yang "
            "ada. Betulkan sel itu. [E-PLAN-DECISION]",
            "Rencana:8, 'NIP': sel kosong; isi pada kolom wajib 'NIP'. Isi sel itu. [E-REQUIRED]",
            "Rencana:9, 'NIP': pegawai '196806152010012904' mencapai batas usia pensiun (BUP) pada 2026-07-01, "
            "sebelum atau pada TMT rencana; pegawai yang bertugas pada TMT rencana. "
            "Barisnya tidak dipakai; hapus bila tidak perlu. [W-PLAN-OUTSIDE]",
        ],
        [
            "Rencana:2, 'NIP': the case has no employee '19850615201001290' (nearest: '198506152010012903'); "
            "the NIP or id of an employee. Correct the cell, or delete the row. [E-PLAN-EMPLOYEE]",
            "Rencana:3, 'ID Jabatan': the case has no position 'P-1' (nearest: 'P-01'); "
            "the id of a position, or nothing for no post. Correct the cell. [E-PLAN-POSITION]",
            "Rencana:4, 'NIP': the employee '198506152010011901' already stands in row 3; one row an employee. "
            "Delete one of the rows. [E-PLAN-DUPLICATE]",
            "Rencana:5, 'NIP': '198506152010011904' is a number; Excel has already changed its last digits; "
            "the NIP as text of 18 digits. Set the column's format to Text, then type the NIP again "
            "(format kolom sebagai Teks lalu ketik ulang). [E-NIP-NUMBER]",
            "Rencana:6, 'Keputusan': the decision 'P-2' is not known (nearest: 'P-02'); "
            "nothing, approve, reject, or the id of a position. Correct the cell. [E-PLAN-DECISION]",
            "Rencana:7, 'Keputusan': the decision '-' is not known; nothing, approve, reject, or the id of a "
            "position. Correct the cell. [E-PLAN-DECISION]",
            "Rencana:8, 'NIP': the cell is empty; a value in the required column 'NIP'. Fill the cell. [E-REQUIRED]",
            "Rencana:9, 'NIP': the employee '196806152010012904' reaches retirement age (BUP) on 2026-07-01, "
            "on or before the plan takes effect; an employee who serves when the plan takes effect. "
            "The row is not used; delete it if it is not needed. [W-PLAN-OUTSIDE]",
        ],
    ),
    "columns": (
        [
            "Rencana: kolom ID Jabatan (position_id) tidak ditemukan; kolom NIP (employee_id) dan ID Jabatan "
            "(position_id), atau lembar Usulan dari hasil.xlsx. Tambahkan kolom itu, satu baris per pegawai. "
            "[E-PLAN-COLUMNS]",
        ],
        [
            "Rencana: the column ID Jabatan (position_id) is not there; columns employee_id (NIP) and "
            "position_id (ID Jabatan), or the sheet Proposals of hasil.xlsx. Add the column, one row an "
            "employee. [E-PLAN-COLUMNS]",
        ],
    ),
}
SPOILT: dict[str, list[tuple[object, ...]]] = {
    "people and posts": [
        ("NIP", "ID Jabatan", "Keputusan"),
        ("19850615201001290", "P-04", None),
        (ANI, "P-1", None),
        (ANI, "P-02", None),
        (int(ANI), "P-02", None),
        (BUDI, "P-04", "P-2"),
        (CITRA, "P-04", "-"),
        (None, "P-04", None),
        (DEWI, "P-04", None),
    ],
    "columns": [("NIP", "Jabatan"), (ANI, "P-04")],
}


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_faults_all_at_once(case: Case, tmp_path: Path, name: str) -> None:
    """Every fault of the file at once, with row, column and nearest id; what is broken stays as today."""
    path = sheet_of(tmp_path / "plan.xlsx", SPOILT[name])
    for lang, golden in zip(LANGUAGES, GOLDEN[name], strict=True):
        reading = read_plan(path, case, lang=lang)
        assert [fault.sentence() for fault in reading.faults] == golden
        assert reading.posts == TODAY
        with pytest.raises(DataError) as raised:
            reading.require_posts()
        assert raised.value.faults == reading.faults


def test_errors_and_warnings_are_told_apart(case: Case, tmp_path: Path) -> None:
    """Moving somebody who leaves is a warning: the row is not used, the plan is."""
    reading = read(case, tmp_path / "plan.csv", f"employee_id,position_id\n{DEWI},P-04\n{ANI},P-03\n")
    assert [fault.code for fault in reading.warnings] == ["W-PLAN-OUTSIDE"]
    assert reading.errors == ()
    assert reading.require_posts() == {**TODAY, ANI: "P-03"}
    same = read(case, tmp_path / "same.csv", f"employee_id,position_id\n{DEWI},P-03\n")
    assert same.faults == ()


def test_a_rejected_row_needs_no_post(case: Case, tmp_path: Path) -> None:
    """Who stays, stays: a misspelt proposal beside *tolak* does no harm."""
    reading = read(case, tmp_path / "plan.csv", f"NIP,ID Jabatan Usulan,Keputusan\n{ANI},P-1,tolak\n")
    assert reading.faults == ()
    assert reading.posts == TODAY


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("plan.csv", b"", "E-FILE-EMPTY"),
        ("plan.csv", b"employee_id,position_id\n\0", "E-FILE-NUL"),
        ("plan.csv", b'employee_id,position_id\n"E,', "E-FILE-CSV"),
        ("plan.csv", b"a,b\n1,2\n", "E-PLAN-COLUMNS"),
        ("plan.xlsx", b"employee_id,position_id\n", "E-FILE-FORMAT"),
        ("plan.csv", b"PK\x03\x04 and nothing more", "E-FILE-DAMAGED"),
        ("plan.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 9 + "EncryptedPackage".encode("utf-16-le"), "E-FILE-ENCRYPTED"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_cannot_be_read(case: Case, tmp_path: Path, name: str, data: bytes, code: str, lang: str) -> None:
    """One fault in words, and nobody moves."""
    path = tmp_path / name
    path.write_bytes(data)
    reading = read_plan(path, case, lang=lang)
    assert [fault.code for fault in reading.faults] == [code]
    assert "?" not in reading.faults[0].sentence()
    assert reading.posts == TODAY


def test_a_workbook_without_people_and_posts(case: Case, tmp_path: Path) -> None:
    """No sheet has the columns: the file is named."""
    reading = read_plan(sheet_of(tmp_path / "lain.xlsx", [("a", "b"), (1, 2)]), case)
    assert [(fault.code, fault.place) for fault in reading.faults] == [("E-PLAN-COLUMNS", "lain.xlsx")]


def test_a_missing_file_is_not_found(case: Case, tmp_path: Path) -> None:
    """Exit code 8."""
    with pytest.raises(NotFoundError, match="no such file") as raised:
        read_plan(tmp_path / "tidak-ada.csv", case)
    assert raised.value.exit_code == 8


POSTS = st.sampled_from([None, "P-01", "P-02", "P-03", "P-04"])


@given(st.fixed_dictionaries({ANI: POSTS, BUDI: POSTS, CITRA: POSTS}), st.booleans())
def test_round_trip(
    case: Case, tmp_path_factory: pytest.TempPathFactory, posts: dict[str, str | None], bahasa: bool
) -> None:
    """A plan written as CSV is read as it was, with machine and with Bahasa headers."""
    header = "NIP;ID Jabatan" if bahasa else "employee_id,position_id"
    mark = ";" if bahasa else ","
    lines = [header, *(f"{employee}{mark}{post or ''}" for employee, post in posts.items())]
    path = tmp_path_factory.mktemp("plan") / "plan.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reading = read_plan(path, case)
    assert reading.faults == ()
    assert reading.posts == posts
