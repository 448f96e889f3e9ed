"""Competencies, technical standards by title, and families of education fields of the bundled district."""

from __future__ import annotations

from typing import Final

from ..models.domain.vocabulary import NATIONAL_COMPETENCIES

TECHNICAL: Final = {
    "T-PEM": "Penyelenggaraan Pemerintahan Umum",
    "T-PEL": "Pelayanan Administrasi Publik",
    "T-ADM": "Administrasi Umum dan Kepegawaian",
    "T-KEU": "Pengelolaan Keuangan Daerah",
    "T-IT": "Teknologi Informasi dan SPBE",
    "T-TRB": "Ketenteraman dan Ketertiban Umum",
    "T-SOS": "Pelayanan dan Rehabilitasi Sosial",
    "T-KES": "Pelayanan Kesehatan",
}
"""Technical competencies of the district: local codes, names after the sectors' dictionaries."""

COMPETENCIES: Final = {
    **NATIONAL_COMPETENCIES,
    **{code: (name, "technical") for code, name in TECHNICAL.items()},
}
"""Competency id -> name and kind: the nine national ones, then the technical ones."""

Standard = tuple[str, float, float, bool]
"""Competency, level, weight, mandatory."""

BY_TITLE: Final[dict[str, tuple[Standard, ...]]] = {
    "Camat": (("T-PEM", 4, 2, True), ("T-PEL", 3, 2, False)),
    "Sekretaris Kecamatan": (("T-ADM", 3, 2, True), ("T-KEU", 3, 2, False)),
    "Kepala Subbagian Umum dan Kepegawaian": (("T-ADM", 3, 3, True),),
    "Kepala Subbagian Perencanaan dan Keuangan": (("T-KEU", 3, 3, True),),
    "Kepala Seksi Pemerintahan": (("T-PEM", 3, 3, True),),
    "Kepala Seksi Ketenteraman dan Ketertiban Umum": (("T-TRB", 3, 3, True),),
    "Kepala Seksi Pemberdayaan Masyarakat": (("T-SOS", 2, 2, False), ("T-PEM", 2, 2, False)),
    "Kepala Seksi Kesejahteraan Sosial": (("T-SOS", 3, 3, True),),
    "Kepala Seksi Pelayanan": (("T-PEL", 3, 3, True), ("T-IT", 2, 1, False)),
    "Kepala Seksi Ekonomi dan Pembangunan": (("T-KEU", 2, 2, False),),
    "Lurah": (("T-PEM", 3, 3, True), ("T-PEL", 3, 2, False)),
    "Sekretaris Lurah": (("T-ADM", 3, 2, False), ("T-KEU", 2, 2, False)),
    "Kepala Seksi Pemerintahan dan Ketertiban": (("T-PEM", 2, 2, False), ("T-TRB", 3, 2, False)),
    "Kepala Seksi Pelayanan dan Pemberdayaan": (("T-PEL", 3, 3, False),),
    "Kepala Seksi Kesejahteraan Rakyat": (("T-SOS", 3, 3, False),),
    "Kepala Dinas Kesehatan": (("T-KES", 4, 2, True), ("T-PEM", 3, 1, False)),
    "Kepala Dinas Sosial": (("T-SOS", 4, 2, True), ("T-PEM", 3, 1, False)),
    "Sekretaris Dinas": (("T-ADM", 3, 2, True), ("T-KEU", 3, 2, False)),
    "Kepala Bidang Kesehatan Masyarakat": (("T-KES", 3, 3, True),),
    "Kepala Bidang Pelayanan Kesehatan": (("T-KES", 3, 3, True),),
    "Kepala Bidang Rehabilitasi Sosial": (("T-SOS", 3, 3, True),),
    "Kepala Bidang Perlindungan dan Jaminan Sosial": (("T-SOS", 3, 3, True),),
    "Kepala Bidang Pemberdayaan Sosial": (("T-SOS", 3, 2, False), ("T-PEM", 2, 1, False)),
    "Kepala Subbagian Umum": (("T-ADM", 3, 3, True),),
    "Kepala Subbagian Keuangan": (("T-KEU", 3, 3, True),),
    "Kepala Subbagian Tata Usaha": (("T-ADM", 3, 2, False), ("T-KEU", 2, 1, False)),
    "Kepala UPT": (("T-SOS", 3, 3, True), ("T-ADM", 2, 1, False)),
    "Kepala Puskesmas": (("T-KES", 4, 3, True), ("T-ADM", 2, 1, False)),
    "Pengadministrasi Perkantoran": (("T-ADM", 2, 2, False), ("T-PEL", 2, 1, False)),
    "Operator Layanan Operasional": (("T-PEL", 1, 1, False),),
    "Pengelola Layanan Operasional": (("T-PEL", 2, 2, False), ("T-SOS", 1, 1, False)),
    "Pengolah Data dan Informasi": (("T-IT", 3, 4, True),),
    "Penata Layanan Operasional (Keuangan)": (("T-KEU", 3, 4, True),),
    "Penelaah Teknis Kebijakan": (("T-PEM", 2, 3, False), ("T-ADM", 2, 1, False)),
}
"""Technical standards by title; the nine national competencies come from the package's defaults by group."""

_HEALTH_LEVEL: Final = {
    "terampil": 2,
    "mahir": 3,
    "penyelia": 3,
    "ahli_pertama": 3,
    "ahli_muda": 4,
    "ahli_madya": 4,
}
_OTHER_FUNCTIONAL: Final = {
    "pekerja_sosial": "T-SOS", "penyuluh_sosial": "T-SOS", "analis_keuangan": "T-KEU", "perencana": "T-PEM",
}  # fmt: skip

OWN_POST: Final[tuple[tuple[str, Standard], ...]] = (
    ("KEL-LBG.LURAH", ("M-PLP", 3, 2, True)),
    ("KEL-PGA.LURAH", ("M-PLP", 3, 1, False)),
    ("KEC-LB.KASI-PEL", ("M-PLP", 3, 2, True)),
)
"""Standards of single posts that deviate from their group: post and standard."""


def technical_standard(title: str, group: str, family: str) -> tuple[Standard, ...]:
    """Return the technical standard of a post; functional posts follow their job family and step."""
    if title in BY_TITLE:
        return BY_TITLE[title]
    if group not in _HEALTH_LEVEL:
        return ()
    level = _HEALTH_LEVEL[group]
    competency = _OTHER_FUNCTIONAL.get(family, "T-KES")
    return ((competency, level, 4, True), ("T-ADM" if competency == "T-KEU" else "T-PEL", 2, 1, False))


FIELD_FAMILIES: Final = {
    "Ilmu Pemerintahan": "ilmu_pemerintahan",
    "Politik Pemerintahan": "ilmu_pemerintahan",
    "Administrasi Publik": "administrasi",
    "Administrasi Perkantoran": "administrasi",
    "Manajemen": "ekonomi",
    "Akuntansi": "ekonomi",
    "Ekonomi Pembangunan": "ekonomi",
    "Ilmu Hukum": "hukum",
    "Kesejahteraan Sosial": "sosial",
    "Sosiologi": "sosial",
    "Psikologi": "psikologi",
    "Teknik Informatika": "informatika",
    "Sistem Informasi": "informatika",
    "Teknik Sipil": "teknik",
    "Pertanian": "pertanian",
    "Sastra Inggris": "bahasa",
    "Manajemen Bencana": "kebencanaan",
    "Kedokteran": "kesehatan_kedokteran",
    "Kedokteran Gigi": "kesehatan_kedokteran_gigi",
    "Keperawatan": "kesehatan_keperawatan",
    "Kebidanan": "kesehatan_kebidanan",
    "Farmasi": "kesehatan_farmasi",
    "Kesehatan Lingkungan": "kesehatan_lingkungan",
    "Gizi": "kesehatan_gizi",
    "Kesehatan Masyarakat": "kesehatan_masyarakat",
    "Promosi Kesehatan": "kesehatan_masyarakat",
    "Epidemiologi": "kesehatan_masyarakat",
    "Analis Kesehatan": "kesehatan_laboratorium",
    "Rekam Medis": "kesehatan_rekam_medis",
}
"""Field of education -> family, every field that the district uses.

Each health profession is a family of its own (``kesehatan_…``): a nurse is no relative of a physician where a
post
demands its field (R04.field accepts the family). Fields that are missing here are in the package's defaults.
"""

HEALTH_FIELDS: Final = tuple(name for name, family in FIELD_FAMILIES.items() if family.startswith("kesehatan_"))
"""Fields that make a health graduate; a health post is one whose ``education_fields`` hold one of them."""

FIELD_SKILLS: Final = {
    "ilmu_pemerintahan": ("T-PEM", "T-TRB"), "administrasi": ("T-ADM", "T-PEL"), "ekonomi": ("T-KEU",
                                                                                             "T-ADM"),
    "hukum": ("T-TRB", "T-PEM"), "sosial": ("T-SOS", "T-PEL"), "psikologi": ("T-SOS",),
    "informatika": ("T-IT",),
}  # fmt: skip
"""What graduates of a family know best; families of health know T-KES, others the general service."""


def skills_of(field: str | None) -> tuple[str, ...]:
    """Return the technical competencies in which graduates of a field are strong."""
    if field in HEALTH_FIELDS:
        return ("T-KES",)
    return FIELD_SKILLS.get(FIELD_FAMILIES.get(field or "", ""), ("T-PEL",))
