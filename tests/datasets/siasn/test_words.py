"""Words of an export: titles, ids, levels, groups, dates and what a draft of answers may hold."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penata.datasets.siasn.mapping import Answers, Missing, draft_mapping, key_of, read_mapping
from penata.datasets.siasn.units import UnitRef, gather_units
from penata.datasets.siasn.words import (
    clean_id,
    education_of,
    field_of,
    group_of,
    is_active,
    kind_of,
    split_title,
    status_of,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.mark.parametrize(
    "title", ["TERAMPIL - PERAWAT", "Perawat Terampil", "PERAWAT  (TERAMPIL)", "terampil-perawat", "Perawat,Terampil"]
)
def test_one_title_in_many_spellings(title: str) -> None:
    """The ladder stands before or behind the title, with any sign between."""
    assert split_title(title) == ("terampil", "perawat")


def test_a_ladder_of_two_words_is_not_cut() -> None:
    """*Ahli Pertama* is a ladder; a title that merely holds its words is none."""
    assert split_title("AHLI PERTAMA - GURU KELAS") == ("ahli_pertama", "guru kelas")
    assert split_title("Penyelia") == ("", "penyelia")
    assert split_title("Kepala Seksi Pelayanan") == ("", "kepala seksi pelayanan")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("S-1/Sarjana", "s1"), ("Diploma III/Sarjana Muda", "d3"), ("Diploma IV", "d4"), ("D-I", "d1"), ("S-3/Doktor", "s3"),
        ("SLTA Kejuruan", "sma"), ("SLTP", "smp"), ("Sekolah Dasar", "sd"), ("S2", "s2"), ("Diploma II", "d2"),
    ],
)  # fmt: skip
def test_education(said: str, code: str) -> None:
    """*Sarjana Muda* is a D-III, not an S-1."""
    assert education_of(said) == code


def test_what_is_no_level_stays_for_the_reader_to_judge() -> None:
    """An unknown word is not guessed at."""
    assert education_of("Kursus") == "Kursus"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("S-1 ILMU PEMERINTAHAN", "Ilmu Pemerintahan"), ("D-III KEPERAWATAN", "Keperawatan"), ("SMA IPS", "Sma Ips"),
        ("S1/D-IV MANAJEMEN DAN BISNIS", "Manajemen dan Bisnis"), ("-", None), ("Sosiologi", "Sosiologi"),
        ("DIPLOMA IV KEBIDANAN", "Kebidanan"), ("DESAIN GRAFIS", "Desain Grafis"),
    ],
)  # fmt: skip
def test_field_of_study(said: str, field: str | None) -> None:
    """The level before the field goes, capitals become words."""
    assert field_of(said) == field


def test_ids_are_one_with_and_without_dashes() -> None:
    """A UUID is the same with dashes, without, in capitals, in braces or behind an apostrophe; other ids stay."""
    dashed = "a1b2c3d4-0000-4000-8000-00000000000a"
    for text in (dashed, dashed.replace("-", ""), dashed.upper(), "{" + dashed + "}", "'" + dashed.replace("-", "").upper()):
        assert clean_id(text) == dashed
    assert clean_id("P-014") == "P-014"
    assert clean_id(1.0) == "1"


def test_kinds_and_groups() -> None:
    """1, 2, 4 or their names; echelon tells the structural group, the ladder the functional one."""
    assert [kind_of(1, None), kind_of("'2", "")] == ["structural", "functional"]
    assert kind_of(None, "Fungsional Umum") == "pelaksana"
    assert (kind_of(None, None), kind_of(3, "")) == ("", None)
    assert group_of("structural", "III.a", "") == "administrator"
    assert group_of("structural", "IV/b", "") == "pengawas"
    assert group_of("structural", "I.b", "") == "jpt_madya"
    assert group_of("functional", "", "mahir") == "mahir"
    assert group_of("pelaksana", "Non Eselon", "") == "pelaksana"
    assert group_of("structural", "", "") == ""
    assert group_of("", "", "") == ""


def test_status_from_column_sheet_or_number() -> None:
    """The column goes before the sheet, the sheet before the digits of the number."""
    assert status_of("PPPK Paruh Waktu", "", "PNS", "") == "pppk_paruh_waktu"
    assert status_of("", "", "PPPK", "") == "pppk"
    assert status_of("PPPK", "", "PPPK Paruh Waktu", "") == "pppk_paruh_waktu"
    assert status_of("", "", "Sheet1", "199003042022211001") == "pppk"
    assert status_of("", "CPNS", "Sheet1", "199003042022031001") == "cpns"
    assert status_of("PNS Daerah", "P", "PPPK", "") == "pns"


def test_standing() -> None:
    """Serving is what says so and does not deny it; nothing said is serving."""
    assert [is_active(said) for said in ("Aktif", "PNS Aktif", "", "Tidak Aktif", "Tugas Belajar", "Non-Aktif")] == [
        *(True, True, True, False, False, False)
    ]


def test_one_name_under_several_parents_is_told_apart_by_the_names_above() -> None:
    """With the parent it is one unit, alone it may be either; the nearer match wins."""
    paths = [("Dinas", "TU"), ("Puskesmas", "TU"), ("Dinas", "A", "TU")]
    tree = gather_units([UnitRef("", path) for path in paths], [])
    assert tree.find(UnitRef("", ("Puskesmas", "TU"))) == ["PUSKESMAS.TU"]
    assert tree.find(UnitRef("", ("Dinas", "TU"))) == ["DINAS.TU"]
    assert len(tree.find(UnitRef("", ("TU",)))) == 3
    assert tree.find(UnitRef("", ("X",))) == []


@given(said=st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=4, unique=True), words=TEXT, note=TEXT)
def test_any_title_survives_the_draft(said: list[tuple[str, str]], words: str, note: str, tmp_path_factory) -> None:
    """Whatever stands in an export, the draft is TOML that reads back what was said, and an added one keeps the first."""
    missing = [Missing("jabatan", item, (words, note)) for item in said]
    first = draft_mapping(Answers(), missing)
    assert first is not None
    entries = tomllib.loads(first)["jabatan"]
    assert [key_of("jabatan", (entry["unit"], entry["nama"])) for entry in entries] == [
        key_of("jabatan", item) for item in said
    ]
    path = tmp_path_factory.mktemp("peta") / "pemetaan.toml"
    path.write_text(first, encoding="utf-8", newline="")
    answers, wrong = read_mapping(path)
    assert not wrong
    assert draft_mapping(answers, missing) is None
    more = draft_mapping(answers, [Missing("unit", ("Unit Baru",), (note,))])
    assert more is not None
    assert more.startswith(first.rstrip("\n"))
    assert tomllib.loads(more)["unit"] == [{"dari": "Unit Baru", "ke": ""}]


def test_an_answer_is_known_however_it_is_spelt(tmp_path: Path) -> None:
    """Ids with or without dashes, names in any case."""
    path = tmp_path / "pemetaan.toml"
    path.write_text('[[unit]]\ndari = "A1B2C3D4000040008000000000000000"\nke = "U"\n', encoding="utf-8")
    answers, wrong = read_mapping(path)
    assert not wrong
    assert answers.answer("unit", "a1b2c3d4-0000-4000-8000-000000000000") == "U"
    assert key_of("jabatan", ("U", "GURU  DEWASA")) == key_of("jabatan", ("u", "guru dewasa"))
