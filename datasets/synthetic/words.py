"""Words of made-up agencies: families of posts with their titles, fields of education and competencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ...models.domain.vocabulary import NATIONAL_COMPETENCIES

SKILL: Final = "T-IT"
"""The scarce skill that the scenario asks for."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of posts: its code, words, technical competency, fields of education, experts and technicians."""

    code: str
    words: str
    competency: str
    competency_words: str
    fields: tuple[str, ...]
    expert: str
    technician: str


FAMILIES: Final = (
    Family("kesehatan", "Kesehatan", "T-KES", "Pelayanan Kesehatan",
           ("Keperawatan", "Kesehatan Masyarakat", "Kebidanan", "Farmasi", "Gizi"), "Administrator Kesehatan", "Perawat"),
    Family("pendidikan", "Pendidikan", "T-PDK", "Pengelolaan Pendidikan",
           ("Manajemen Pendidikan", "Teknologi Pendidikan", "Bimbingan dan Konseling"), "Pengembang Teknologi Pembelajaran",
           "Teknisi Sarana Belajar"),
    Family("teknik", "Pekerjaan Umum", "T-TEK", "Pekerjaan Umum dan Penataan Ruang",
           ("Teknik Sipil", "Perencanaan Wilayah dan Kota", "Teknik Lingkungan"), "Penata Ruang",
           "Teknisi Jalan dan Jembatan"),
    Family("sosial", "Sosial", "T-SOS", "Pelayanan dan Rehabilitasi Sosial",
           ("Sosiologi", "Ilmu Kesejahteraan Sosial", "Psikologi"), "Pekerja Sosial", "Pendamping Sosial"),
    Family("pertanian", "Pertanian", "T-PTN", "Pertanian dan Ketahanan Pangan",
           ("Agribisnis", "Agroteknologi", "Peternakan"), "Analis Ketahanan Pangan", "Penyuluh Pertanian"),
    Family("keuangan", "Keuangan", "T-KEU", "Pengelolaan Keuangan Daerah",
           ("Akuntansi", "Manajemen Keuangan", "Ekonomi Pembangunan"), "Analis Keuangan", "Pranata Keuangan"),
    Family("pemerintahan", "Pemerintahan", "T-PEM", "Penyelenggaraan Pemerintahan Umum",
           ("Ilmu Pemerintahan", "Administrasi Publik", "Kebijakan Publik"), "Analis Kebijakan", "Arsiparis"),
    Family("hukum", "Hukum", "T-HKM", "Penyusunan Produk Hukum",
           ("Ilmu Hukum", "Hukum Tata Negara"), "Perancang Peraturan", "Pengelola Dokumen Hukum"),
)  # fmt: skip

FIELDS: Final = tuple(field for family in FAMILIES for field in family.fields)
SCHOOL_FIELD: Final = "SMA Umum"
COMPETENCIES: Final = {
    **NATIONAL_COMPETENCIES,
    **{family.competency: (family.competency_words, "technical") for family in FAMILIES},
    SKILL: ("Teknologi Informasi dan SPBE", "technical"),
}
"""Competency id -> name and kind."""

GROUPS: Final = (
    "jpt_pratama", "administrator", "pengawas", "ahli_madya", "ahli_muda", "ahli_pertama", "penyelia", "mahir", "terampil",
    "pelaksana",
)  # fmt: skip
"""Groups of made-up posts; the code of a group is its place here."""
STAFF_SHARES: Final = (0.0, 0.0, 0.0, 0.03, 0.13, 0.20, 0.07, 0.10, 0.13, 0.34)
"""Share of each group in the staff of a unit."""
TECHNICAL_LEVELS: Final = (4, 3, 3, 4, 3, 2, 3, 2, 2, 1)
"""Level of the family's competency that a post of each group asks for."""
_EXPERTS: Final = {"ahli_madya": "Ahli Madya", "ahli_muda": "Ahli Muda", "ahli_pertama": "Ahli Pertama"}
_TECHNICIANS: Final = {"penyelia": "Penyelia", "mahir": "Mahir", "terampil": "Terampil"}


def staff_title(family: Family, group: str) -> str:
    """Return the title of a staff post."""
    if group in _EXPERTS:
        return f"{family.expert} {_EXPERTS[group]}"
    if group in _TECHNICIANS:
        return f"{family.technician} {_TECHNICIANS[group]}"
    return f"Pengadministrasi {family.words}"
