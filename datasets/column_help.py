"""What each column and sheet of the workbook is for, in Bahasa Indonesia, as the template explains it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from ..models.domain.tables import Column
from . import schema
from .workbook_styles import words_of

SHEET_HELP: Final = MappingProxyType(
    {
        "units": "Unit kerja dan susunannya: satu baris satu unit.",
        "positions": "Peta jabatan: satu baris satu jabatan (bukan satu kursi; jumlah kursi di Kebutuhan).",
        "workload": "Uraian tugas untuk menghitung kebutuhan pegawai (ABK). Boleh kosong.",
        "competencies": "Daftar kompetensi. Sembilan kompetensi nasional sudah terisi; tambahkan yang teknis.",
        "requirements": "Standar kompetensi: satu baris satu jabatan atau kelompok, satu kolom satu kompetensi.",
        "employees": "Data pegawai: satu baris satu orang.",
        "profiles": "Hasil asesmen: satu baris satu pegawai, satu kolom satu kompetensi, isi level 0 sampai 5.",
        "credentials": "Sertifikat yang dimiliki pegawai. Boleh kosong.",
        "fields": "Pengelompokan jurusan ke rumpun ilmu. Boleh kosong.",
        "performance": "Predikat kinerja pegawai per tahun. Boleh kosong.",
        "careers": "Riwayat jabatan pegawai, termasuk jabatan sekarang. Boleh kosong.",
        "evaluations": "Hasil evaluasi berkala untuk perkiraan kebutuhan pelatihan. Boleh kosong.",
        "courses": "Katalog pelatihan. Boleh kosong.",
        "course_effects": "Kompetensi yang dinaikkan oleh setiap pelatihan. Boleh kosong.",
        "sessions": "Jadwal pelatihan yang akan dibuka. Boleh kosong.",
        "trainings": "Pelatihan yang sudah diikuti pegawai. Boleh kosong.",
        "satisfaction": "Indeks Kepuasan Masyarakat (IKM) unit. Boleh kosong.",
        "preferences": "Minat pegawai atas jabatan atau unit. Boleh kosong.",
        "relations": "Hubungan keluarga antarpegawai. Boleh kosong.",
    }
)

COLUMN_HELP: Final = MappingProxyType(
    {
        "unit_id": "Kode unit.",
        "name": "Nama lengkap tanpa gelar.",
        "parent_id": "Unit di atasnya; kosong untuk unit paling atas.",
        "agency_id": "Kode instansi, bila kasus memuat lebih dari satu instansi.",
        "kind": "Jenis unit, misalnya kecamatan, kelurahan, puskesmas.",
        "lat": "Lintang dalam derajat desimal.",
        "lon": "Bujur dalam derajat desimal.",
        "floor": "Paling sedikit sekian orang di unit ini.",
        "ceiling": "Paling banyak sekian orang.",
        "position_id": "Kode jabatan.",
        "title": "Nama jabatan seperti dalam peta jabatan.",
        "title_id": "Kode yang sama untuk jabatan yang sama di unit lain.",
        "group": "Kelompok jabatan.",
        "echelon": "Eselon, misalnya III.a; kosong bila tidak ada.",
        "duty": "Isi camat atau lurah untuk kedua jabatan itu saja.",
        "bup": "Batas usia pensiun, bila berbeda dari kelompoknya.",
        "need": "Jumlah kursi yang dibutuhkan. Boleh kosong hanya bila Beban Kerja diisi untuk jabatan ini.",
        "head": "ya untuk pimpinan unit; satu orang saja.",
        "reports_to": "Kode jabatan atasan langsung; kosong = pimpinan unit.",
        "education_min": "Pendidikan paling rendah; kosong = ketentuan kelompoknya.",
        "education_fields": "Jurusan yang sesuai, dipisah titik koma.",
        "fields_mandatory": "ya bila jurusan di atas mutlak.",
        "credentials": "Kode sertifikat yang dipersyaratkan, dipisah titik koma.",
        "rank_min": "Golongan terendah, misalnya III/c (PNS) atau IX (PPPK).",
        "rank_max": "Golongan tertinggi.",
        "priority": "1 = rendah sampai 5 = mutlak diisi.",
        "job_family": "Kode rumpun jabatan, misalnya perawat atau arsiparis.",
        "job_class": "Kelas jabatan 1 sampai 17.",
        "tie_key": "Biarkan kosong. Kunci urut bila beberapa rencana sama baiknya.",
        "task": "Satu tugas satu baris.",
        "volume_year": "Banyaknya hasil dalam setahun.",
        "minutes": "Waktu untuk satu hasil, dalam menit.",
        "competency_id": "Kode kompetensi.",
        "level": "Level kompetensi.",
        "weight": "Bobot kompetensi dalam standar.",
        "mandatory": "ya bila kompetensi ini mutlak.",
        "employee_id": "NIP 18 angka atau kode sendiri. Ketik sebagai teks: angka dipotong oleh Excel.",
        "title_front": "Gelar di depan nama, misalnya dr.",
        "title_back": "Gelar di belakang nama, misalnya S.IP., M.Si.",
        "status": "Status kepegawaian.",
        "sex": "Hanya untuk pemeriksaan NIP dan audit; tidak dipakai dalam penilaian.",
        "birth_date": "Tanggal lahir; untuk batas usia menurut peraturan.",
        "rank": "Golongan sekarang, misalnya III/c (PNS) atau IX (PPPK).",
        "rank_since": "TMT golongan sekarang.",
        "education": "Pendidikan tertinggi.",
        "education_field": "Jurusan pendidikan tertinggi.",
        "position_since": "TMT jabatan sekarang.",
        "service_since": "Tanggal mulai bekerja sebagai ASN.",
        "pns_since": "TMT pengangkatan sebagai PNS.",
        "contract_until": "Akhir kontrak PPPK.",
        "acting_position_id": "Jabatan yang dirangkap sebagai Plt.",
        "active": "tidak bila sedang cuti di luar tanggungan, diperbantukan, tugas belajar, dan sejenisnya.",
        "inactive_reason": "Alasan bila tidak aktif.",
        "returns_on": "Tanggal kembali aktif, bila diketahui.",
        "sanction": "Hukuman disiplin yang berjalan, atau tidak ada. Kosong = belum diketahui: menghalangi promosi (R14).",
        "sanction_until": "Tanggal berakhirnya hukuman disiplin.",
        "case_open": "ya bila sedang diperiksa, selain itu tidak. Kosong = belum diketahui: menghalangi promosi (R14).",
        "talent_box": "Kotak talenta 1 sampai 9.",
        "assessed_on": "Tanggal asesmen.",
        "method": "Cara asesmen, misalnya assessment center.",
        "credential": "Kode sertifikat, misalnya kepamongprajaan atau uji_kompetensi:perawat.",
        "issued_on": "Tanggal terbit.",
        "expires_on": "Tanggal berakhir; kosong = tidak berakhir.",
        "field": "Nama jurusan seperti pada Pegawai.",
        "family": "Rumpun ilmu, misalnya ilmu_pemerintahan.",
        "year": "Tahun penilaian.",
        "rating": "Predikat kinerja.",
        "result": "Nilai atau keterangan hasil kerja.",
        "behaviour": "Nilai atau keterangan perilaku kerja.",
        "from": "Mulai menduduki jabatan.",
        "to": "Selesai menduduki jabatan; kosong = masih.",
        "period": "Tahun (2025) atau triwulan (2025Q3).",
        "score": "Nilai evaluasi.",
        "scale": "level (0–5) atau persen (0–100).",
        "instrument": "Nama alat ukur.",
        "rater": "Siapa yang menilai.",
        "rater_id": "Kode atau NIP penilai.",
        "rater_unit_id": "Kode unit penilai.",
        "course_id": "Kode pelatihan.",
        "form": "Bentuk pelatihan, misalnya klasikal.",
        "track": "Jalur pelatihan, misalnya teknis atau fungsional.",
        "provider": "Penyelenggara.",
        "hours_jp": "Jam pelajaran (JP).",
        "cost_idr": "Biaya per peserta dalam rupiah, tanpa titik.",
        "prerequisites": "Kode pelatihan yang harus lebih dulu, dipisah titik koma.",
        "level_from": "Level paling rendah peserta.",
        "level_to": "Level yang dicapai.",
        "gain": "Kenaikan level rata-rata, bila diketahui.",
        "gain_sd": "Simpangan kenaikan level, bila diketahui.",
        "session_id": "Kode jadwal.",
        "starts_on": "Tanggal mulai.",
        "ends_on": "Tanggal selesai.",
        "seats": "Jumlah kursi peserta.",
        "min_seats": "Peserta paling sedikit agar jadi dibuka.",
        "open_cost_idr": "Biaya tetap bila dibuka, dalam rupiah, tanpa titik.",
        "finished_on": "Tanggal selesai pelatihan.",
        "ikm": "Nilai IKM 25–100; boleh kosong bila U1 sampai U9 diisi.",
        **{f"u{element}": f"Nilai unsur {element} (1–4)." for element in range(1, 10)},
        "respondents": "Jumlah responden.",
        "own_request": "ya bila permintaan sendiri, termasuk bersedia turun jabatan.",
        "relative_id": "NIP kerabat yang juga pegawai.",
        "relation": "Kerabat itu adalah … dari pegawai ini.",
    }
)

HELP_BY_TABLE: Final = MappingProxyType(
    {
        "units": {"name": "Nama unit kerja."},
        "competencies": {
            "competency_id": "Kode kompetensi, misalnya T-ARSIP.",
            "name": "Nama kompetensi.",
            "kind": "Jenis kompetensi.",
        },
        "positions": {"ceiling": "Paling banyak sekian pemangku; kosong = sama dengan Kebutuhan."},
        "employees": {"position_id": "Jabatan yang diduduki sekarang; kosong = belum ada."},
        "requirements": {"group": "Berlaku untuk semua jabatan kelompok ini; yang lebih khusus menang."},
        "courses": {"title": "Nama pelatihan.", "credential": "Kode sertifikat yang diperoleh."},
        "trainings": {"score": "Nilai akhir 0–100."},
        "preferences": {"rank": "1 = paling diminati."},
    }
)


def help_of(table: str, column: Column) -> str:
    """Return the explanation of a column: meaning, whether required, choices, range, form, reference."""
    parts = [HELP_BY_TABLE.get(table, {}).get(column.name, COLUMN_HELP[column.name])]
    parts.append("WAJIB diisi." if column.required else "Boleh kosong.")
    if column.kind in ("choice", "bool"):
        parts.append(f"Pilihan: {', '.join(words_of(column))}.")
    if column.kind == "date":
        parts.append("Tanggal, misalnya 31/12/2025.")
    if column.minimum is not None and column.maximum is not None:
        parts.append(f"Angka {_number(column.minimum)} sampai {_number(column.maximum)}.")
    if column.refers_to:
        other, name = column.refers_to.split(".")
        if other != table or name != column.name:
            parts.append(f"Harus ada di lembar {schema.SHEETS[other]}, kolom {schema.header_of(other, name)}.")
    if column.default:
        default = {"true": "ya", "false": "tidak"}.get(column.default, column.default)
        parts.append(f"Kosong = {default}.")
    return " ".join(parts)


def _number(value: float) -> str:
    return f"{value:,.10g}".replace(",", "_").replace(".", ",").replace("_", ".")
