"""Headers of a SIASN export and of the files beside it, with the other spellings that agencies use.

The names are those of the personnel export as public import programs and notes list them (one sheet for PNS, PPPK
and part-time PPPK); the aliases were met in public header lists. What a placement must not or need not hold
(UU 27/2022, R25) stands in :data:`FORBIDDEN` and is dropped before a cell of it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ...models.domain.tables import FORBIDDEN_COLUMNS
from ..schema import columns_by_header, normal_header

_PEOPLE: Final[Mapping[str, tuple[str, ...]]] = {
    "nip": ("NIP BARU", "NIP", "nip_baru"),
    "name": ("NAMA", "NAMA PEGAWAI", "NAMA LENGKAP"),
    "title_front": ("GELAR DEPAN", "GLR DEPAN"),
    "title_back": ("GELAR BELAKANG", "GLR BELAKANG"),
    "birth_date": ("TANGGAL LAHIR", "TGL LAHIR"),
    "sex": ("JENIS KELAMIN", "JK", "L/P"),
    "kind_name": ("JENIS PEGAWAI NAMA", "JENIS PEGAWAI"),
    "standing": ("KEDUDUKAN HUKUM NAMA", "KEDUDUKAN HUKUM", "KEDUDUKAN PEGAWAI"),
    "cpns_flag": ("STATUS CPNS PNS", "STATUS CPNS/PNS"),
    "service_since": ("TMT CPNS", "TMT PPPK", "TMT CPNS/PPPK"),
    "pns_since": ("TMT PNS",),
    "contract_until": ("AKHIR KONTRAK", "TMT AKHIR KONTRAK", "TANGGAL AKHIR KONTRAK", "AKHIR PERJANJIAN KERJA"),
    "rank": ("GOL AKHIR NAMA", "GOLONGAN AKHIR NAMA", "GOL AKHIR", "nama_golongan", "GOLONGAN"),
    "rank_since": ("TMT GOLONGAN", "TMT GOLONGAN AKHIR", "TMT GOL AKHIR"),
    "post_kind_id": ("JENIS JABATAN ID",),
    "post_kind": ("JENIS JABATAN NAMA", "JENIS JABATAN"),
    "title_id": ("JABATAN ID",),
    "title": ("JABATAN NAMA", "NAMA JABATAN", "JABATAN"),
    "position_since": ("TMT JABATAN",),
    "echelon": ("ESELON NAMA", "ESELON"),
    "education": ("TINGKAT PENDIDIKAN NAMA", "TINGKAT PENDIDIKAN", "TK PENDIDIKAN NAMA"),
    "education_field": ("PENDIDIKAN NAMA", "PENDIDIKAN TERAKHIR NAMA"),
    "unit_id": ("UNOR ID", "id_unor", "kd_unor"),
    "unit_name": ("UNOR NAMA", "nama_unor", "UNOR"),
    "unor1": ("UNOR (1)", "UNOR 1"),
    "unor2": ("UNOR (2)", "UNOR 2"),
    "unor3": ("UNOR (3)", "UNOR 3"),
    "agency": ("INSTANSI KERJA NAMA", "INSTANSI KERJA"),
    "home_agency": ("INSTANSI INDUK NAMA", "INSTANSI INDUK"),
}
_POSTS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit_id": ("UNOR ID", "id_unor", "kd_unor", "KODE UNIT"),
    "unit_name": ("UNOR NAMA", "nama_unor", "UNOR", "UNIT", "NAMA UNIT", "UNIT KERJA", "UNIT ORGANISASI"),
    "parent_name": ("UNOR INDUK", "UNOR INDUK NAMA", "UNIT INDUK", "NAMA UNIT INDUK"),
    "unor1": ("UNOR (1)", "UNOR 1"),
    "unor2": ("UNOR (2)", "UNOR 2"),
    "unor3": ("UNOR (3)", "UNOR 3"),
    "title": ("JABATAN NAMA", "JABATAN"),
    "title_id": ("JABATAN ID",),
    "post_kind_id": ("JENIS JABATAN ID",),
    "post_kind": ("JENIS JABATAN NAMA", "JENIS JABATAN"),
    "jenjang": ("JENJANG", "JENJANG JABATAN"),
    "echelon": ("ESELON NAMA",),
    "need": ("K", "ABK", "FORMASI", "KEBUTUHAN PEGAWAI"),
    "job_class": ("KELAS", "KLS"),
}
_UNITS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit_id": ("ID", "UNOR ID", "id_unor"),
    "name": ("NAMA_UNOR", "UNOR NAMA"),
    "parent_id": ("ID_ATASAN", "UNOR ATASAN ID", "id_unor_atasan"),
}
_ASSESSMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "nip": ("NIP", "NIP BARU", "nip_baru"),
    "total": ("Total", "Jumlah", "Total Nilai"),
    "assessed_on": ("Tanggal Asesmen", "Tanggal Penilaian", "TGL ASESMEN"),
    "method": ("Metode",),
}

FORBIDDEN: Final = frozenset(
    normal_header(name)
    for name in (
        *FORBIDDEN_COLUMNS,
        *("AGAMA ID", "AGAMA NAMA", "JENIS KAWIN ID", "JENIS KAWIN NAMA", "JENIS KAWIN", "STATUS PERKAWINAN"),
        *("TEMPAT LAHIR", "TEMPAT LAHIR ID", "TEMPAT LAHIR NAMA", "NO HP", "HP", "TELEPON", "NO TELEPON", "TELP"),
        *("EMAIL", "EMAIL GOV", "ALAMAT RUMAH", "NPWP NOMOR", "NO NPWP", "NO BPJS", "BPJS NOMOR", "NO KTP", "NIK KTP"),
        *("IS VALID NIK", "FLAG IKD", "KARTU ASN VIRTUAL", "NAMA PASANGAN", "JUMLAH ANAK", "GOLONGAN DARAH"),
    )
)
"""Personal columns, normalised: dropped at the door and reported."""

UNUSED: Final = frozenset(
    normal_header(name)
    for name in (
        *("PNS ID", "NIP LAMA", "JENIS PEGAWAI ID", "KEDUDUKAN HUKUM ID", "NOMOR SK CPNS", "TANGGAL SK CPNS"),
        *("NOMOR SK PNS", "TANGGAL SK PNS", "GOL AWAL ID", "GOL AWAL NAMA", "GOL AKHIR ID", "MK TAHUN", "MK BULAN"),
        *("ESELON ID", "TMT ESELON", "TINGKAT PENDIDIKAN ID", "PENDIDIKAN ID", "TAHUN LULUS", "NAMA SEKOLAH"),
        *("INSTANSI INDUK ID", "INSTANSI KERJA ID", "SATUAN KERJA INDUK ID", "SATUAN KERJA INDUK NAMA"),
        *("SATUAN KERJA ID", "SATUAN KERJA NAMA", "SATUAN KERJA KERJA ID", "SATUAN KERJA KERJA NAMA"),
        *("LOKASI KERJA ID", "LOKASI KERJA NAMA", "KPKN ID", "KPKN NAMA", "tmt_pensiun", "NO", "NO.", "NOMOR"),
        *("B", "BEZETTING", "+/-", "SELISIH", "KETERANGAN"),
        *("Nama", "Jabatan", "Perangkat Daerah", "OPD", "Unit Kerja", "JPM", "JPM (%)", "JPM %"),
        *("Proyeksi JPM", "JPM Proyeksi", "Proyeksi JPM (%)", "JPM Proyeksi (%)"),
        *(f"{word} {number}" for word in ("Saran", "Rekomendasi", "Saran Pengembangan") for number in range(1, 11)),
    )
)
"""Columns of the known exports that a placement has no use for: passed over without a word."""


def _by_header(columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {normal_header(header): name for name, headers in columns.items() for header in headers}


PEOPLE_HEADERS: Final = MappingProxyType(_by_header(_PEOPLE))
"""Header of an export, normalised -> name of the column here."""
POST_HEADERS: Final = MappingProxyType(columns_by_header("positions") | _by_header(_POSTS))
"""Header of a post list, normalised -> column of ``positions``, or what helps to fill one."""
UNIT_HEADERS: Final = MappingProxyType(columns_by_header("units") | _by_header(_UNITS))
"""Header of a *HierarkiUnor* file, normalised -> column of ``units``."""
ASSESSMENT_HEADERS: Final = MappingProxyType(_by_header(_ASSESSMENTS))
"""Header of an assessment export, normalised; every other column may be a competency."""


def first_header(kind: Mapping[str, str], name: str) -> str:
    """Return how a column is best called, for a fault that misses it."""
    for table, source in ((PEOPLE_HEADERS, _PEOPLE), (POST_HEADERS, _POSTS), (UNIT_HEADERS, _UNITS)):
        if kind is table and name in source:
            return source[name][0]
    return _ASSESSMENTS[name][0] if name in _ASSESSMENTS else name
