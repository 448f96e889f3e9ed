"""``hasil.xlsx`` opened again: every sheet in both languages, marks, charts, neutral text, equal bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from penata.datasets.folder import unescape_text
from penata.models.domain.errors import NotFoundError
from penata.models.domain.result import Conflict, PlacementResult
from penata.reports.book import neutral
from penata.reports.view import View
from penata.reports.word_pairs import PAIRS
from penata.reports.words import LANGUAGES, Language, Words
from penata.reports.workbook import DecisionView, write_result_workbook

from .conftest import ANI, BUDI, CITRA, DEWI, NASTY, Judged

SHEETS: dict[Language, list[str]] = {
    "id": [
        "Ringkasan", "Usulan", "Peta Jabatan", "Kosong", "Tanpa Jabatan", "Di Luar", "Rantai", "Aturan",
        "Catatan Aturan", "Lampiran SK",
    ],
    "en": [
        "Summary", "Proposals", "Post Map", "Unfilled", "Unplaced", "Outside", "Chains", "Rules", "Rule Notes",
        "Decree Annex",
    ],
}  # fmt: skip
Books = dict[Language, openpyxl.Workbook]
BANNER = {"id": "USULAN – belum disetujui", "en": "PROPOSAL – not approved"}


def written(
    result: PlacementResult, path: Path, language: Language = "id", decision: DecisionView | None = None
) -> openpyxl.Workbook:
    write_result_workbook(result, path, language=language, decision=decision)
    return openpyxl.load_workbook(path)


def texts(book: openpyxl.Workbook) -> Iterator[str]:
    for sheet in book:
        for row in sheet.iter_rows(values_only=True):
            yield from (cell for cell in row if isinstance(cell, str))


def table(sheet: Worksheet, header: str) -> list[dict[str, object]]:
    """Return the rows under the header row that holds ``header``, up to the first empty one."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    top = next(place for place, row in enumerate(rows) if header in row)
    found = []
    for row in rows[top + 1 :]:
        if all(cell is None for cell in row):
            break
        found.append(dict(zip(rows[top], row, strict=True)))
    return found


@pytest.fixture(scope="session")
def books(district: Judged, tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Return the district's workbook, written and opened once in each language."""
    folder = tmp_path_factory.mktemp("district")
    return {language: written(district.result, folder / f"{language}.xlsx", language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_says_that_it_is_a_proposal_of_made_up_data(books: Books, language: Language) -> None:
    """Title row, mark of sample data and the printed page's head stand on every sheet, in both languages."""
    book = books[language]
    assert book.sheetnames == SHEETS[language]
    for sheet in book:
        assert BANNER[language] in str(sheet["A1"].value)
        assert "DATA CONTOH" in str(sheet["A2"].value)
        assert BANNER[language] in str(sheet.oddHeader.center.text)
        assert "DATA CONTOH" in str(sheet.oddHeader.center.text)
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0


def test_an_approved_plan_is_no_proposal(small: Judged, tmp_path: Path) -> None:
    """Approved: number, day and officer instead of the mark; reviewed or returned: the mark stays."""
    decision = DecisionView("approved", "Wali Kota", date(2026, 12, 20), "800/12 & 13")
    book = written(small.result, tmp_path / "a.xlsx", "id", decision)
    assert not any("USULAN –" in text for text in texts(book))
    for sheet in book:
        assert "DISETUJUI, nomor 800/12 & 13, tanggal 20 Desember 2026" in str(sheet["A1"].value)
    annex = set(texts(book)) & {"Nomor: 800/12 & 13", "Tanggal: 20 Desember 2026", "Wali Kota"}
    assert len(annex) == 3
    book = written(small.result, tmp_path / "b.xlsx", "id", DecisionView("returned", "Wali Kota"))
    assert all(BANNER["id"] in str(sheet["A1"].value) for sheet in book)


def test_real_data_are_not_called_sample_data(small: Judged, tmp_path: Path) -> None:
    """The mark of sample data goes with the case."""
    result = replace(small.result, case=replace(small.case, synthetic=False))
    book = written(result, tmp_path / "hasil.xlsx")
    assert not any("DATA CONTOH" in text for text in texts(book))
    assert all("DATA CONTOH" not in str(sheet.oddHeader.center.text) for sheet in book)


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_not_formulas_and_neutral_text(small: Judged, tmp_path: Path, language: Language) -> None:
    """No cell is a formula or a link, and no text begins like one: a name ``=HYPERLINK(...)`` is a name."""
    path = tmp_path / "hasil.xlsx"
    book = written(small.result, path, language)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 500
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert not [text for text in texts(book) if text[0] in "=+-@\t\r"]
    assert f"'{NASTY}, A.Md.Kep." in set(texts(book))
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 10
    assert not any(b"<f>" in sheet or b"<f " in sheet or b"hyperlink" in sheet for sheet in sheets)


@given(st.text(alphabet="=+-@\t\r'ab", max_size=6))
def test_neutral_text_gives_the_text_back(text: str) -> None:
    """What is neutral begins with no formula's sign, and the readers of a plan take the apostrophe off again."""
    assert neutral(text)[:1] not in {*"=+-@\t\r"}
    assert unescape_text(neutral(text)) == text


def test_long_text_is_cut_to_what_a_cell_holds() -> None:
    """A text of 40,000 letters is cut and says so."""
    assert neutral("a" * 40_000) == "a" * 31_999 + "…"


def test_bahasa_never_says_optimal(books: Books, small: Judged, tmp_path: Path) -> None:
    """A proved plan is *terbukti terbaik*: "optimal" is a band of JPM."""
    for book in (written(small.result, tmp_path / "hasil.xlsx"), books["id"]):
        assert not [text for text in texts(book) if "optimal" in text.casefold()]
    assert not [key for key, (bahasa, _) in PAIRS.items() if "optimal" in bahasa.casefold()]


@pytest.mark.parametrize(
    ("change", "bahasa", "english"),
    [
        ({}, "terbukti terbaik", "optimal (proved)"),
        ({"status": "feasible", "value": 10.0, "bound": 1244.5}, "layak, selisih paling banyak 1.234,50 poin",
         "feasible, at most 1,234.50 points off"),
        ({"status": "feasible", "bound": None, "gap": None}, "layak, belum terbukti terbaik",
         "feasible, not proved best"),
        ({"status": "cancelled", "value": 1.0, "bound": 3.0},
         "dihentikan sebelum selesai; layak, selisih paling banyak 2,00 poin",
         "cancelled before the end; feasible, at most 2.00 points off"),
    ],
)  # fmt: skip
def test_golden_status(small: Judged, tmp_path: Path, change: dict[str, object], bahasa: str, english: str) -> None:
    """How good the plan is stands in one line of words."""
    result = replace(small.result, **change)  # type: ignore[arg-type]  # fields of the dataclass
    for language, words in zip(LANGUAGES, (bahasa, english), strict=True):
        book = written(result, tmp_path / f"{language}.xlsx", language)
        facts = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
        assert facts["Status hasil" if language == "id" else "Status"] == words


GOLDEN: dict[Language, dict[str, object]] = {
    "id": {
        "NIP": ANI,
        "Nama Lengkap": f"'{NASTY}, A.Md.Kep.",
        "Pangkat/Gol": "Penata (III/c)",
        "Jabatan Lama": "Pengadministrasi, Unit U",
        "ID Jabatan Lama": "H",
        "Jabatan Baru": "'-Perawat, Unit V",
        "ID Jabatan Usulan": "P",
        "Jenis Perpindahan": "rotasi",
        "JPM Lama (%)": 100,
        "JPM Baru (%)": 80,
        "Kesenjangan Kompetensi": "Komunikasi -1; ada kesenjangan tanpa pelatihan",
        "Alasan": "mengisi jabatan kosong; mengurangi kelebihan pegawai di jabatan lama",
        "Peringatan": "R23.steer: kotak talenta belum diisi",
        "Tanggal BUP": datetime(2043, 7, 1),
        "Keputusan": None,
    },
    "en": {
        "Employee ID": CITRA,
        "Full Name": "Citra",
        "Present Post": "no post",
        "Present Position ID": None,
        "Proposed Position ID": "K",
        "Kind of Move": "entry (no post today)",
        "JPM Before (%)": None,
        "JPM After (%)": 68,
        "JPM Note": "not assessed, JPM taken as 68; post without a standard, JPM taken as 68",
        "Reasons": "gets a post with a JPM of 68.0 %; fills an empty seat",
        "Warnings": "R23.steer: the talent box is missing",
        "Decision": None,
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden_proposals(small: Judged, tmp_path: Path, language: Language) -> None:
    """One row a person who moves or enters; who stays is not listed; ids are text."""
    book = written(small.result, tmp_path / "hasil.xlsx", language)
    rows = table(book.worksheets[1], "NIP" if language == "id" else "Employee ID")
    by_person = {row["NIP" if language == "id" else "Employee ID"]: row for row in rows}
    assert list(by_person) == [ANI, CITRA]
    golden = GOLDEN[language]
    row = by_person[golden["NIP" if language == "id" else "Employee ID"]]
    assert {key: row[key] for key in golden} == golden


def test_decision_column_offers_words_and_admits_ids(small: Judged, tmp_path: Path) -> None:
    """A drop-down with setuju and tolak that refuses nothing, and a comment on the header that explains it."""
    sheet = written(small.result, tmp_path / "hasil.xlsx")["Usulan"]
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.showErrorMessage) == ("list", '"setuju,tolak"', False)
    header = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Keputusan")
    assert header.comment is not None
    assert "ID jabatan" in header.comment.text
    (area,) = rule.sqref.ranges
    assert area.bounds == (header.column, header.row + 1, header.column, header.row + 2)


def test_charts_of_before_and_after(district: Judged, tmp_path: Path) -> None:
    """Two native charts read the table of figures: JPM and fit, seats and people."""
    path = tmp_path / "hasil.xlsx"
    book = written(district.result, path)
    sheet = book["Ringkasan"]
    with zipfile.ZipFile(path) as archive:
        charts = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        drawn = [archive.read(name).decode() for name in charts]
    assert len(drawn) == 2
    rows = table(sheet, "Ukuran")
    shown = {row["Ukuran"]: (row["Sebelum"], row["Sesudah"]) for row in rows}
    kpis = {kpi.name: (kpi.before, kpi.after) for kpi in district.result.kpis}
    assert shown["Kursi kosong"] == kpis["empty_seats"]
    assert shown["JPM rata-rata pemangku"] == pytest.approx(kpis["jpm_mean"])
    first = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "JPM rata-rata pemangku")
    assert f"Ringkasan!$C${first}:$C${first + 4}" in drawn[0]
    assert f"Ringkasan!$D${first + 5}:$D${first + 9}" in drawn[1]


def test_map_of_posts_adds_up(district: Judged, books: Books) -> None:
    """B, K and +/- of the total row agree with the posts', and colours are rules of the sheet."""
    sheet = books["id"]["Peta Jabatan"]
    rows = table(sheet, "ID Jabatan")
    posts = [row for row in rows if row["ID Jabatan"]]
    assert len(posts) == len(district.case.positions)
    total = rows[0]
    for name in ("K", "Sebelum: B", "Sesudah: B", "Sebelum: B - K", "Sesudah: B - K"):
        assert total[name] == sum(int(str(row[name])) for row in posts)
    audit = district.result.after
    assert audit is not None
    assert total["Sesudah: B"] == sum(item.position_id is not None for item in audit.assignments)
    assert len(sheet.conditional_formatting) == 2


def test_open_ends(small: Judged, tmp_path: Path) -> None:
    """Unfilled posts with who comes nearest, people outside and why; empty lists say so."""
    book = written(small.result, tmp_path / "hasil.xlsx")
    post, *near = table(book["Kosong"], "Calon Terdekat")
    assert (post["ID Jabatan"], post["Kosong"], post["Memenuhi Syarat"]) == ("Q", 1, 0)
    assert post["Aturan yang Menghalangi"] == "R04.credential: 3 orang"
    assert {row["NIP"] for row in near} == {ANI, BUDI, CITRA}
    assert near[0]["Yang Kurang"] == "belum memiliki sertifikat tera yang berlaku pada TMT"
    (outside,) = table(book["Di Luar"], "Penjelasan")
    assert (outside["NIP"], outside["Alasan"]) == (DEWI, "BUP")
    assert table(book["Tanpa Jabatan"], "NIP")[0]["No"] == "Tidak ada."


def test_chains_name_who_follows_whom(district: Judged, books: Books, small: Judged, tmp_path: Path) -> None:
    """Every change stands in one chain, each step names the one it follows."""
    rows = table(books["id"]["Rantai"], "Langkah")
    counts = district.result.counts
    assert len(rows) == counts["rotation"] + counts["promotion"] + counts["demotion"] + counts["entry"]
    longest = [row for row in rows if row["Rantai"] == "Rantai 1"]
    assert len(longest) > 2
    for before, after in pairwise(longest):
        assert after["Jabatan Baru"] == before["Jabatan Lama"]
        assert str(after["Keterangan"]).startswith("menggantikan ")
    first = table(written(small.result, tmp_path / "b.xlsx")["Rantai"], "Langkah")
    assert [row["Keterangan"] for row in first] == [
        "mengisi kursi kosong; masuk, tidak meninggalkan jabatan",
        "mengisi kursi kosong, ditinggalkan Dewi (BUP); jabatan lama tidak diisi lagi",
    ]


def test_rules_with_sources_and_what_is_to_be_confirmed(district: Judged, books: Books) -> None:
    """Every rule of the result is listed with mode, source, basis, state of source and its notes counted."""
    book = books["id"]
    rows = {row["Aturan"]: row for row in table(book["Aturan"], "Bunyi Aturan")}
    assert set(rows) == {spec.id for spec, _ in district.result.rules}
    for spec, _ in district.result.rules:
        assert rows[spec.id]["Status Sumber"] == ("sudah diperiksa" if spec.confirmed else "perlu dikonfirmasi")
        assert rows[spec.id]["Sumber"] == spec.source
        assert rows[spec.id]["Dasar"] == spec.basis.value
    audit = district.result.after
    assert audit is not None
    notes = table(book["Catatan Aturan"], "Sifat Catatan")
    assert len(notes) == len(audit.violations)
    kinds = ("Dilanggar", "Sudah Ada", "Biaya", "Peringatan", "Tidak Diketahui")
    assert sum(int(str(row[kind] or 0)) for row in rows.values() for kind in kinds) == len(notes)
    assert {str(row["Catatan"]) for row in notes} == {hit.words_id for hit in audit.violations}


def test_annex_is_ready_to_print(books: Books) -> None:
    """A4 landscape, header row on every page, the columns of the decree, a block for the signature."""
    sheet = books["id"]["Lampiran SK"]
    rows = table(sheet, "Eselon/Kelas")
    assert list(rows[0]) == [
        "No", "Nama", "NIP", "Pangkat/Gol", "Jabatan Lama", "Jabatan Baru", "Eselon/Kelas", "TMT",
    ]  # fmt: skip
    header = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "Eselon/Kelas")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert int(sheet.page_setup.paperSize) == 9
    assert {row["TMT"] for row in rows} == {datetime(2027, 1, 4)}
    assert any(cell.value == "Pejabat Pembina Kepegawaian," for row in sheet.iter_rows() for cell in row)


def test_neither_sex_nor_age_is_shown(books: Books) -> None:
    """No header asks for sex, age or birth date (R25); the retirement date is the law's."""
    for book in books.values():
        headers = {text.casefold() for text in texts(book) if len(text) < 25}
        assert not headers & {"l/p", "jenis kelamin", "sex", "umur", "age", "tanggal lahir", "birth date"}


def test_equal_results_give_equal_bytes(small: Judged, tmp_path: Path) -> None:
    """The file holds no clock: a second writing gives the same bytes."""
    for name in ("a.xlsx", "b.xlsx"):
        write_result_workbook(small.result, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_result_without_a_plan_is_told(small: Judged, tmp_path: Path) -> None:
    """Infeasible: the summary names what cannot be met, the proposals say that there are none."""
    conflict = Conflict("pin", "A=B", 1, "Ani ditetapkan di B: CPNS", "Ani pinned to B: CPNS")
    changes = {"status": "infeasible", "after": None, "value": None, "bound": None, "gap": None, "tiers": ()}
    kpis = tuple(replace(kpi, after=None) for kpi in small.result.kpis)
    result = replace(small.result, **changes, kpis=kpis, unfilled=(), nearest=(), unplaced=(), conflict=(conflict,))  # type: ignore[arg-type]  # fields of the dataclass
    found = set(texts(written(result, tmp_path / "hasil.xlsx")))
    assert {
        "tidak ada susunan yang memenuhi semua aturan wajib",
        "pin: Ani ditetapkan di B: CPNS",
        "Tidak ada usulan: lihat lembar Ringkasan.",
    } <= found


def test_a_file_that_cannot_be_written_leaves_nothing(small: Judged, tmp_path: Path) -> None:
    """A missing folder is said in one sentence; no half file stays behind."""
    with pytest.raises(NotFoundError, match="cannot be written"):
        write_result_workbook(small.result, tmp_path / "tidak-ada" / "hasil.xlsx")
    (tmp_path / "hasil.xlsx").mkdir()
    with pytest.raises(NotFoundError, match="cannot be written"):
        write_result_workbook(small.result, tmp_path / "hasil.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["hasil.xlsx"]


def test_words_say_the_same_in_both_languages() -> None:
    """Every phrase names the same facts in Bahasa and in English, and every code of a result has words."""
    for key, (bahasa, english) in PAIRS.items():
        assert bahasa, key
        assert english, key
        named = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in (bahasa, english)]
        assert named[0] == named[1], key


def test_codes_of_a_result_have_words(district: Judged) -> None:
    """KPIs, their units, terms, tiers, counts, kinds of move and of notes are never shown as codes."""
    result = district.result
    audit = result.after
    assert audit is not None
    codes = [
        *(("kpi", kpi.name) for kpi in result.kpis),
        *(("unit", kpi.unit) for kpi in result.kpis),
        *(("term", term.term) for term in audit.terms),
        *(("tier", tier.name) for tier in result.tiers),
        *(("move", item.move) for item in audit.assignments),
        *(("flag", flag) for item in audit.assignments for flag in item.flags),
        *(("kind", hit.kind) for hit in audit.violations),
        *(("outside", item.reason) for item in result.outside),
    ]
    assert not [f"{kind}.{code}" for kind, code in codes if f"{kind}.{code}" not in PAIRS]
    known = {key.removeprefix("count.") for key in PAIRS if key.startswith("count.")}
    moves = {key.removeprefix("move.") for key in PAIRS if key.startswith("move.")}
    assert set(result.counts) <= known | moves


def test_rows_beyond_a_sheet_are_counted(small: Judged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table longer than a sheet says how many rows it leaves out, and where they are."""
    monkeypatch.setattr("penata.reports.book.MOST_ROWS", 1)
    sheet = written(small.result, tmp_path / "hasil.xlsx")["Usulan"]
    assert sheet.cell(sheet.max_row, 1).value == "1 baris lagi tidak muat pada lembar ini; lihat tabel hasil (CSV)."


def test_bound_by_tiers(district: Judged, books: Books) -> None:
    """Where only the tiers have a bound, the summary points to their table."""
    assert district.result.tiers
    facts = {row[0].value: row[1].value for row in books["id"]["Ringkasan"].iter_rows()}
    assert facts["Batas atas terbukti (poin)"] == "lihat tabel Tahap penilaian"


def test_numbers_and_days_in_words() -> None:
    """1.234,5 and 4 Januari 2027 in Bahasa; 1,234.5 and 4 January 2027 in English."""
    bahasa, english = Words("id"), Words("en")
    assert [bahasa.number(1234.5, 1), english.number(1234.5, 1)] == ["1.234,5", "1,234.5"]
    assert [bahasa.plain(2.0), bahasa.plain(1.5), bahasa.plain(0.125)] == ["2", "1,5", "0,12"]
    assert bahasa.number(12.44, 1, signed=True) == "+12,4"
    assert [bahasa.day(date(2027, 1, 4)), english.day(date(2027, 1, 4))] == ["4 Januari 2027", "4 January 2027"]
    assert bahasa.group("jpt_pratama") == "JPT Pratama"


def test_reasons_name_what_gains_most(district: Judged) -> None:
    """Each change has at least one reason; a rise of JPM is said in points."""
    view = View(district.result, Words("id"), DecisionView())
    reasons = {item.employee_id: view.reasons(item) for item in view.changes}
    assert all(reasons.values())
    before = view.before
    for item in view.changes:
        old = before[item.employee_id]
        if old.jpm is not None and item.jpm is not None and "JPM naik" in reasons[item.employee_id]:
            assert f"JPM naik {Words('id').number(item.jpm - old.jpm, 1)} poin" in reasons[item.employee_id]
    assert any("JPM naik" in text for text in reasons.values())
    assert any("mengisi jabatan pimpinan yang kosong" in text for text in reasons.values())
