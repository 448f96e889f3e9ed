"""Plans as they come back from Excel: renamed headers, the sheet saved as CSV, the wrong workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from penata.datasets.plan_file import read_plan
from penata.models.domain.case import Case

from .test_plan_file import ANI, BUDI, TODAY, case, read, sheet_of

__all__ = ["case"]

HEAD = ("No", "NIP", "Nama", "ID Jabatan Usulan", "Catatan")


def usulan(*headers: str) -> list[tuple[object, ...]]:
    """Return the rows of a sheet of proposals: Ani is to go to P-04 and is refused."""
    return [(*HEAD, *headers), (1, ANI, "Ani", "P-04", None, *(["tolak"] * len(headers)))]


@pytest.mark.parametrize(
    "header", ["Keputusan TPK", "KEPUTUSAN (PPK)", "Keputsan", "Hasil Keputusan", "Decision of the board"]
)
def test_a_renamed_column_of_decisions_is_read(case: Case, tmp_path: Path, header: str) -> None:
    """What is like *Keputusan* and stands alone is the column of decisions, and a note says so."""
    reading = read_plan(sheet_of(tmp_path / "h.xlsx", usulan(header), "Usulan"), case)
    assert reading.posts == TODAY
    assert reading.decided == {ANI: "reject"}
    assert f"Judul kolom yang mirip dipakai: Usulan ('{header}' = Keputusan)." in reading.notes
    assert reading.faults == ()


def test_two_columns_of_decisions_are_an_error(case: Case, tmp_path: Path) -> None:
    """Which of the two counts is not guessed."""
    path = sheet_of(tmp_path / "h.xlsx", usulan("Keputusan TPK", "Keputusan PPK"), "Usulan")
    (fault,) = read_plan(path, case).errors
    assert fault.code == "E-PLAN-HEADER"
    assert "'Keputusan TPK', 'Keputusan PPK'" in fault.sentence()


def test_no_column_of_decisions_is_said(case: Case, tmp_path: Path) -> None:
    """Where nothing is like *Keputusan* every proposal counts, and a warning names what was not read."""
    reading = read_plan(sheet_of(tmp_path / "h.xlsx", usulan("Putusan rapat tim"), "Usulan"), case)
    assert reading.posts == {**TODAY, ANI: "P-04"}
    (fault,) = reading.warnings
    assert fault.code == "W-PLAN-DECISIONS"
    assert "'Putusan rapat tim'" in fault.sentence()


def test_a_header_of_the_nip_with_more_words(case: Case, tmp_path: Path) -> None:
    """*NIP Pegawai* is the NIP; *ID Jabatan Lama* beside *ID Jabatan Baru* is not guessed."""
    reading = read(case, tmp_path / "a.csv", f"NIP Pegawai,ID Jabatan\n{ANI},P-04\n")
    assert reading.posts == {**TODAY, ANI: "P-04"}
    reading = read(case, tmp_path / "b.csv", f"NIP,ID Jabatan Lama,ID Jabatan Baru\n{ANI},P-01,P-04\n")
    assert [fault.code for fault in reading.errors] in (["E-PLAN-COLUMNS"], ["E-PLAN-HEADER"])


def test_the_data_instead_of_the_plan_is_said(case: Case, tmp_path: Path) -> None:
    """A workbook of data has a sheet of people with their posts of today: scored, with a warning."""
    head = ("NIP", "Nama", "Status", "Tanggal Lahir", "Pendidikan", "ID Jabatan")
    rows = [head, (ANI, "Ani", "PNS", "1985-06-15", "S-1", "P-01")]
    reading = read_plan(sheet_of(tmp_path / "data.xlsx", rows, "Pegawai"), case)
    assert reading.posts == TODAY
    assert [fault.code for fault in reading.warnings] == ["W-PLAN-CASE"]


def test_the_sheet_of_proposals_saved_as_csv(case: Case, tmp_path: Path) -> None:
    """An Indonesian Excel's CSV of *Usulan*: title lines above, semicolons, cp1252 or a BOM, empty lines below."""
    lines = ("USULAN – belum disetujui;;;;;", "Kota Contoh;;;;;", ";;;;;", ";".join((*HEAD, "Keputusan")))
    rows = (f"1;{ANI};Ani;P-04;;tolak", f"2;{BUDI};Budi;P-03;;", ";;;;;", "Catatan: dua orang;;;;;")
    text = "\r\n".join((*lines, *rows)) + "\r\n"
    for encoding, habit in (("cp1252", "cp1252"), ("utf-8-sig", "BOM")):
        path = tmp_path / f"{habit}.csv"
        path.write_bytes(text.encode(encoding))
        reading = read_plan(path, case)
        assert [fault.sentence() for fault in reading.faults] == []
        assert reading.posts == {**TODAY, BUDI: "P-03"}
        assert reading.decided == {ANI: "reject", BUDI: "approve"}
        assert habit in " ".join(reading.notes)


def test_a_wrong_cell_below_titles_keeps_its_line(case: Case, tmp_path: Path) -> None:
    """A fault names the line of the file."""
    reading = read(case, tmp_path / "a.csv", f"Usulan;\n\nNIP;ID Jabatan\n{ANI};P-09\n")
    assert [(fault.row, fault.code) for fault in reading.errors] == [(4, "E-PLAN-POSITION")]
