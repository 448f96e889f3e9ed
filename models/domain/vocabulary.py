"""Words of the civil service as ordered codes: groups, levels, ranks, education, ratings, retirement ages.

Sources: UU 20/2023 art. 13-14, 18 (groups); PermenPANRB 17/2021 (*penyetaraan*, levels); PP 13/2002 table (rank
ranges of structural posts, no longer national law); PP 11/2017 (education floors); UU 20/2023 art. 55 (BUP).
"""

from __future__ import annotations

from typing import Final

EDUCATIONS: Final = ("sd", "smp", "sma", "d1", "d2", "d3", "d4", "s1", "s2", "s3")
EDUCATION_ORDER: Final = {
    "sd": 0,
    "smp": 1,
    "sma": 2,
    "d1": 3,
    "d2": 4,
    "d3": 5,
    "d4": 6,
    "s1": 6,
    "s2": 7,
    "s3": 8,
}
"""Rank of each education; d4 equals s1."""

STATUSES: Final = ("pns", "cpns", "pppk", "pppk_paruh_waktu")
SEXES: Final = ("m", "f")
SANCTIONS: Final = ("none", "light", "medium", "heavy")
RATINGS: Final = ("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik")
RATING_ORDER: Final = {name: order for order, name in enumerate(RATINGS)}
RELATIONS: Final = ("spouse", "parent", "child", "sibling")
COMPETENCY_KINDS: Final = ("managerial", "sociocultural", "technical")
RATERS: Final = ("supervisor", "peer", "subordinate", "self", "assessor")
SCALES: Final = ("level", "percent")

GROUP_LEVELS: Final = {
    "pelaksana": 1,
    "pemula": 1,
    "terampil": 1,
    "mahir": 2,
    "ahli_pertama": 2,
    "penyelia": 3,
    "ahli_muda": 3,
    "pengawas": 3,
    "ahli_madya": 4,
    "administrator": 4,
    "jpt_pratama": 5,
    "ahli_utama": 6,
    "jpt_madya": 6,
    "jpt_utama": 7,
}
"""Level of each group of posts by *penyetaraan*."""

GROUPS: Final = (
    "jpt_utama",
    "jpt_madya",
    "jpt_pratama",
    "administrator",
    "pengawas",
    "pelaksana",
    "ahli_pertama",
    "ahli_muda",
    "ahli_madya",
    "ahli_utama",
    "pemula",
    "terampil",
    "mahir",
    "penyelia",
)
TOP_GROUPS: Final = frozenset({"jpt_utama", "jpt_madya", "jpt_pratama"})
STRUCTURAL_GROUPS: Final = TOP_GROUPS | {"administrator", "pengawas"}
FUNCTIONAL_EXPERT_GROUPS: Final = frozenset({"ahli_pertama", "ahli_muda", "ahli_madya", "ahli_utama"})
FUNCTIONAL_SKILLED_GROUPS: Final = frozenset({"pemula", "terampil", "mahir", "penyelia"})
FUNCTIONAL_GROUPS: Final = FUNCTIONAL_EXPERT_GROUPS | FUNCTIONAL_SKILLED_GROUPS

EDUCATION_MIN: Final = {
    "pelaksana": "sma",
    "pengawas": "d3",
    "administrator": "s1",
    "jpt_pratama": "s1",
    "jpt_madya": "s1",
    "jpt_utama": "s1",
    **dict.fromkeys(sorted(FUNCTIONAL_EXPERT_GROUPS), "s1"),
    **dict.fromkeys(sorted(FUNCTIONAL_SKILLED_GROUPS), "sma"),
}
"""Education floor of a post that names none, by group."""

BUP_YEARS: Final = {
    **dict.fromkeys(GROUPS, 58),
    "jpt_pratama": 60,
    "jpt_madya": 60,
    "jpt_utama": 60,
    "ahli_madya": 60,
    "ahli_utama": 65,
}
"""Retirement age (*batas usia pensiun*) by group; a post's own ``bup`` wins."""

PNS_RANKS: Final = tuple(
    f"{roman}/{letter}"
    for roman, letters in (("I", "abcd"), ("II", "abcd"), ("III", "abcd"), ("IV", "abcde"))
    for letter in letters
)
PNS_RANK_ORDER: Final = {rank: order for order, rank in enumerate(PNS_RANKS)}
PNS_RANK_NAMES: Final = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tk. I",
    "I/c": "Juru",
    "I/d": "Juru Tk. I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tk. I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tk. I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tk. I",
    "III/c": "Penata",
    "III/d": "Penata Tk. I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tk. I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}
PPPK_GRADES: Final = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip
PPPK_GRADE_ORDER: Final = {grade: order for order, grade in enumerate(PPPK_GRADES)}
"""PNS ranks and PPPK grades are two scales; they are never compared by number."""

ECHELONS: Final = ("V.a", "IV.b", "IV.a", "III.b", "III.a", "II.b", "II.a", "I.b", "I.a")
ECHELON_ORDER: Final = {echelon: order for order, echelon in enumerate(ECHELONS)}

RANK_RANGES: Final = {
    "V.a": ("III/a", "III/b"),
    "IV.b": ("III/b", "III/c"),
    "IV.a": ("III/c", "III/d"),
    "III.b": ("III/d", "IV/a"),
    "III.a": ("IV/a", "IV/b"),
    "II.b": ("IV/b", "IV/c"),
    "II.a": ("IV/c", "IV/d"),
    "I.b": ("IV/c", "IV/e"),
    "I.a": ("IV/d", "IV/e"),
    "pemula": ("II/a", "II/a"),
    "terampil": ("II/b", "II/d"),
    "mahir": ("III/a", "III/b"),
    "penyelia": ("III/c", "III/d"),
    "ahli_pertama": ("III/a", "III/b"),
    "ahli_muda": ("III/c", "III/d"),
    "ahli_madya": ("IV/a", "IV/c"),
    "ahli_utama": ("IV/d", "IV/e"),
}
"""Floor and ceiling of the PNS rank by echelon, else by functional group (practice, to be confirmed)."""

PPPK_GRADE_RANGES: Final = {
    "pemula": ("V", "V"),
    "terampil": ("VI", "VII"),
    "mahir": ("IX", "IX"),
    "penyelia": ("XI", "XI"),
    "ahli_pertama": ("IX", "X"),
    "ahli_muda": ("XI", "XI"),
    "ahli_madya": ("XIII", "XIII"),
    "ahli_utama": ("XVI", "XVI"),
}

NATIONAL_COMPETENCIES: Final = {
    "M-INT": ("Integritas", "managerial"),
    "M-KJS": ("Kerja Sama", "managerial"),
    "M-KOM": ("Komunikasi", "managerial"),
    "M-ORH": ("Orientasi pada Hasil", "managerial"),
    "M-PLP": ("Pelayanan Publik", "managerial"),
    "M-PDO": ("Pengembangan Diri dan Orang Lain", "managerial"),
    "M-MPB": ("Mengelola Perubahan", "managerial"),
    "M-PKP": ("Pengambilan Keputusan", "managerial"),
    "S-PBS": ("Perekat Bangsa", "sociocultural"),
}
"""The nine competencies of PermenPANRB 38/2017, with this project's ids."""

INTEGRITY: Final = "M-INT"


def is_structural(group: str) -> bool:
    """Tell whether a post of this group is structural (JPT, administrator, pengawas)."""
    return group in STRUCTURAL_GROUPS


def rank_words(rank: str | None) -> str:
    """Return a rank in words, such as ``Penata Tk. I (III/d)``; a PPPK grade as ``Golongan IX``."""
    if not rank:
        return "-"
    if rank in PNS_RANK_NAMES:
        return f"{PNS_RANK_NAMES[rank]} ({rank})"
    return f"Golongan {rank}"
