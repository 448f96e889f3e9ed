"""How tables and columns are called in a planner's workbook: sheets, headers and cell words in Bahasa Indonesia."""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import Final

from ..models.domain.tables import TABLES

SHEETS: Final = MappingProxyType(
    {
        "units": "Unit",
        "positions": "Jabatan",
        "workload": "Beban Kerja",
        "competencies": "Kompetensi",
        "requirements": "Standar Kompetensi",
        "employees": "Pegawai",
        "profiles": "Profil Kompetensi",
        "credentials": "Sertifikat",
        "fields": "Rumpun Ilmu",
        "performance": "Kinerja",
        "careers": "Riwayat Jabatan",
        "evaluations": "Evaluasi",
        "courses": "Pelatihan",
        "course_effects": "Dampak Pelatihan",
        "sessions": "Jadwal",
        "trainings": "Riwayat Pelatihan",
        "satisfaction": "IKM",
        "preferences": "Minat",
        "relations": "Hubungan",
    }
)
CASE_SHEET: Final = "Kasus"
SCENARIO_SHEET: Final = "Skenario"
LOCK_SHEET: Final = "Kunci"
GUIDE_SHEET: Final = "Petunjuk"
ERROR_SHEET: Final = "Kesalahan"

HEADERS: Final = MappingProxyType(
    {
        "unit_id": "ID Unit",
        "name": "Nama",
        "parent_id": "ID Unit Induk",
        "agency_id": "ID Instansi",
        "kind": "Jenis",
        "lat": "Lintang",
        "lon": "Bujur",
        "floor": "Pegawai Minimal",
        "ceiling": "Maksimal",
        "position_id": "ID Jabatan",
        "title": "Nama Jabatan",
        "title_id": "Kode Jabatan",
        "group": "Kelompok Jabatan",
        "echelon": "Eselon",
        "duty": "Tugas Khusus",
        "bup": "BUP",
        "need": "Kebutuhan",
        "head": "Pimpinan Unit",
        "reports_to": "Atasan (ID Jabatan)",
        "education_min": "Pendidikan Minimal",
        "education_fields": "Bidang Pendidikan",
        "fields_mandatory": "Bidang Wajib",
        "credentials": "Sertifikat Syarat",
        "rank_min": "Pangkat Minimal",
        "rank_max": "Pangkat Maksimal",
        "priority": "Prioritas",
        "job_family": "Rumpun Jabatan",
        "job_class": "Kelas Jabatan",
        "tie_key": "Kunci Urut",
        "task": "Uraian Tugas",
        "volume_year": "Volume per Tahun",
        "minutes": "Menit per Satuan",
        "competency_id": "ID Kompetensi",
        "level": "Level",
        "weight": "Bobot",
        "mandatory": "Wajib",
        "employee_id": "NIP",
        "title_front": "Gelar Depan",
        "title_back": "Gelar Belakang",
        "status": "Status",
        "sex": "L/P",
        "birth_date": "Tanggal Lahir",
        "rank": "Golongan",
        "rank_since": "TMT Golongan",
        "education": "Pendidikan",
        "education_field": "Jurusan",
        "position_since": "TMT Jabatan",
        "service_since": "TMT Kerja",
        "pns_since": "TMT PNS",
        "contract_until": "Akhir Kontrak",
        "acting_position_id": "Plt (ID Jabatan)",
        "active": "Aktif",
        "inactive_reason": "Alasan Tidak Aktif",
        "returns_on": "Kembali Aktif",
        "sanction": "Hukuman Disiplin",
        "sanction_until": "Akhir Hukuman",
        "case_open": "Proses Disiplin",
        "talent_box": "Kotak Talenta",
        "assessed_on": "Tanggal Asesmen",
        "method": "Metode",
        "credential": "Kode Sertifikat",
        "issued_on": "Tanggal Terbit",
        "expires_on": "Berlaku Sampai",
        "field": "Bidang",
        "family": "Rumpun",
        "year": "Tahun",
        "rating": "Predikat",
        "result": "Hasil Kerja",
        "behaviour": "Perilaku Kerja",
        "from": "Mulai",
        "to": "Sampai",
        "period": "Periode",
        "score": "Nilai",
        "scale": "Skala",
        "instrument": "Instrumen",
        "rater": "Penilai",
        "rater_id": "ID Penilai",
        "rater_unit_id": "ID Unit Penilai",
        "course_id": "ID Pelatihan",
        "form": "Bentuk",
        "track": "Jalur",
        "provider": "Penyelenggara",
        "hours_jp": "JP",
        "cost_idr": "Biaya (Rp)",
        "prerequisites": "Prasyarat",
        "level_from": "Level Awal",
        "level_to": "Level Akhir",
        "gain": "Kenaikan",
        "gain_sd": "Simpangan Kenaikan",
        "session_id": "ID Jadwal",
        "starts_on": "Mulai Tanggal",
        "ends_on": "Selesai Tanggal",
        "seats": "Kursi",
        "min_seats": "Kursi Minimal",
        "open_cost_idr": "Biaya Buka (Rp)",
        "finished_on": "Tanggal Selesai",
        "ikm": "IKM",
        **{f"u{element}": f"U{element}" for element in range(1, 10)},
        "respondents": "Responden",
        "own_request": "Permintaan Sendiri",
        "relative_id": "NIP Kerabat",
        "relation": "Hubungan",
    }
)

HEADERS_BY_TABLE: Final = MappingProxyType(
    {
        "courses": {"title": "Nama Pelatihan", "credential": "Sertifikat Diberikan"},
        "preferences": {"rank": "Urutan Minat"},
        "trainings": {"score": "Nilai Akhir"},
        "credentials": {"credential": "Kode Sertifikat"},
    }
)
"""Headers that differ from :data:`HEADERS` in one table."""

CELL_WORDS: Final = MappingProxyType(
    {
        "sex": {"L": "m", "P": "f", "LAKI-LAKI": "m", "PEREMPUAN": "f", "M": "m", "F": "f"},
        "sanction": {"TIDAK ADA": "none", "RINGAN": "light", "SEDANG": "medium", "BERAT": "heavy", "-": "none"},
        "status": {
            "PNS": "pns",
            "CPNS": "cpns",
            "PPPK": "pppk",
            "PPPK PARUH WAKTU": "pppk_paruh_waktu",
        },
        "education": {
            "SMA/SMK/SLTA": "sma", "SLTA": "sma", "SMK": "sma", "MA": "sma", "SLTP": "smp", "MTS": "smp",
            "D-I": "d1", "D-II": "d2", "D-III": "d3", "D-IV": "d4", "DI": "d1", "DII": "d2", "DIII": "d3",
            "DIV": "d4", "S-1": "s1", "S-2": "s2", "S-3": "s3", "D4/S1": "s1", "S1/D4": "s1",
        },
        "relation": {
            "SUAMI/ISTRI": "spouse", "SUAMI": "spouse", "ISTRI": "spouse", "ORANG TUA": "parent",
            "ANAK": "child", "SAUDARA": "sibling", "SAUDARA KANDUNG": "sibling",
        },
        "kind": {"MANAJERIAL": "managerial", "SOSIAL KULTURAL": "sociocultural", "TEKNIS": "technical"},
        "rater": {
            "ATASAN": "supervisor", "REKAN": "peer", "BAWAHAN": "subordinate", "DIRI SENDIRI": "self",
            "ASESOR": "assessor",
        },
        "scale": {"LEVEL": "level", "PERSEN": "percent"},
        "rating": {
            "SANGAT BAIK": "sangat_baik", "BAIK": "baik", "BUTUH PERBAIKAN": "butuh_perbaikan",
            "KURANG": "kurang", "SANGAT KURANG": "sangat_kurang",
        },
    }
)  # fmt: skip
"""Words a planner types -> code, by column (upper case); the first word of each code is the one written."""

TRUE_WORDS: Final = frozenset({"ya", "y", "true", "1", "benar", "yes"})
FALSE_WORDS: Final = frozenset({"tidak", "t", "false", "0", "salah", "no", "n"})

GROUP_WORDS: Final = MappingProxyType(
    {
        "jpt_utama": "JPT Utama",
        "jpt_madya": "JPT Madya",
        "jpt_pratama": "JPT Pratama",
        "administrator": "Administrator",
        "pengawas": "Pengawas",
        "pelaksana": "Pelaksana",
        "ahli_pertama": "Ahli Pertama",
        "ahli_muda": "Ahli Muda",
        "ahli_madya": "Ahli Madya",
        "ahli_utama": "Ahli Utama",
        "pemula": "Pemula",
        "terampil": "Terampil",
        "mahir": "Mahir",
        "penyelia": "Penyelia",
    }
)


def header_of(table: str, column: str) -> str:
    """Return the Bahasa header of a column in a table's sheet."""
    return HEADERS_BY_TABLE.get(table, {}).get(column, HEADERS[column])


def normal_header(text: str) -> str:
    """Return a header as it is compared: no case, blanks, ``_``, ``*`` or ``†``."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in plain if letter not in " _*†\t\n\r\ufeff")


def columns_by_header(table: str) -> dict[str, str]:
    """Return normalised header -> column for a table: machine names and Bahasa headers."""
    names = TABLES[table].column_names
    return {normal_header(name): name for name in names} | {normal_header(header_of(table, name)): name for name in names}
