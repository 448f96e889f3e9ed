"""Sheet ``Petunjuk`` of the template: how to fill the workbook, step by step, in Bahasa Indonesia."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..models.domain.tables import TABLES
from . import schema
from .column_help import SHEET_HELP

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from .workbook_styles import Styles

_STEPS: Final = (
    "Isi lembar Kasus: Tanggal Data wajib diisi. Isi Data Contoh dengan ya bila datanya bukan data orang sungguhan.",
    "Isi lembar Unit: satu baris satu unit. Unit paling atas tidak mempunyai ID Unit Induk.",
    "Isi lembar Jabatan: satu baris satu jabatan. Kebutuhan adalah jumlah kursi; boleh dikosongkan "
    "bila Beban Kerja "
    "untuk jabatan itu diisi.",
    "Periksa lembar Kompetensi. Sembilan kompetensi nasional sudah terisi. Tambahkan kompetensi teknis bila ada.",
    "Periksa lembar Standar Kompetensi. Level baku per kelompok jabatan sudah terisi dan perlu "
    "Anda pastikan. Untuk "
    "jabatan tertentu, tambahkan baris dengan ID Jabatan. Untuk kompetensi teknis, tambahkan kolom "
    "dengan kodenya.",
    "Isi lembar Pegawai: satu baris satu orang. Ketik NIP sebagai teks. Kosongkan ID Jabatan bila belum mempunyai jabatan.",
    "Isi lembar Profil Kompetensi: satu baris satu pegawai, isi level hasil asesmen. Yang belum dinilai dikosongkan.",
    "Isi lembar lain bila datanya ada. Lembar dengan tab abu-abu boleh kosong.",
    "Isi lembar Skenario dan Kunci bila perlu; yang kosong memakai nilai baku.",
    "Simpan sebagai Excel Workbook (*.xlsx), lalu periksa dengan perintah di bawah.",
    "Buka perbaikan.xlsx. Lembar Kesalahan menyebut setiap kesalahan; sel yang salah berwarna "
    "merah, yang perlu "
    "diperhatikan berwarna kuning. Perbaiki, simpan, dan periksa lagi sampai tidak ada yang merah.",
)
_COMMANDS: Final = (
    "penata case check FILE.xlsx --fix-report perbaikan.xlsx",
    "penata place FILE.xlsx",
)
_NOTES: Final = (
    "Judul kolom bertanda * dan berwarna jingga wajib diisi; yang biru boleh kosong.",
    "Arahkan penunjuk ke judul kolom untuk membaca keterangannya.",
    "Sel dengan panah kecil mempunyai daftar pilihan.",
    "Tanggal: ketik misalnya 31/12/2025. Angka desimal mengikuti pengaturan Excel Anda (3,5 atau 3.5).",
    "Lebih dari satu isi dalam satu sel (jurusan, sertifikat) dipisah dengan titik koma.",
    "Kode (ID) bebas, tetapi harus sama di semua lembar; huruf besar dan kecil dibedakan.",
    "Jangan mengubah judul kolom dan nama lembar. Kolom tambahan boleh; isinya tidak dipakai.",
    "Jangan memasukkan agama, suku, status kawin, NIK, alamat, atau nomor telepon: tidak dipakai dan akan dibuang.",
    "Pasangan NIP dan jabatan yang harus atau tidak boleh terjadi ditulis di lembar Kunci.",
)


def write_guide(sheet: Worksheet, styles: Styles) -> None:
    """Write the guide: steps, commands, colours and marks, what each sheet is for and what it requires."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26, styles.wrapped)
    sheet.set_column(1, 1, 92, styles.wrapped)
    sheet.set_column(2, 2, 52, styles.wrapped)
    sheet.set_tab_color("#548235")
    sheet.write_string(0, 0, "Petunjuk mengisi buku kerja Penata", styles.title)
    row = _numbered(sheet, styles, 2, "Langkah", _STEPS)
    row = _numbered(sheet, styles, row + 1, "Perintah", _COMMANDS)
    row = _numbered(sheet, styles, row + 1, "Yang perlu diketahui", _NOTES)
    sheet.write_string(row + 1, 0, "Warna judul kolom", styles.title)
    sheet.write_string(row + 2, 0, "Wajib diisi *", styles.required)
    sheet.write_string(row + 3, 0, "Boleh kosong", styles.optional)
    row += 5
    for index, text in enumerate(("Lembar", "Isi", "Kolom wajib")):
        sheet.write_string(row, index, text, styles.optional)
    for name, table in TABLES.items():
        row += 1
        required = [schema.header_of(name, column.name) for column in table.columns if column.required]
        if name == "requirements":
            required = ["salah satu dari ID Jabatan, Nama Jabatan, Kelompok Jabatan"]
        elif name == "profiles":
            required = [schema.header_of(name, "employee_id")]
        sheet.write_string(row, 0, schema.SHEETS[name], styles.wrapped)
        sheet.write_string(row, 1, SHEET_HELP[name], styles.wrapped)
        sheet.write_string(row, 2, ", ".join(required), styles.wrapped)
    settings = (
        (schema.CASE_SHEET, "Nama, instansi, tanggal, dan parameter aturan.", "Tanggal Data"),
        (
            schema.SCENARIO_SHEET,
            "Ruang lingkup, batas perpindahan, anggaran, bobot, aturan, dan cara menghitung.",
            "-",
        ),
        (schema.LOCK_SHEET, "Penempatan yang ditetapkan atau dilarang.", "Jenis, NIP, ID Jabatan"),
    )
    for texts in settings:
        row += 1
        for index, text in enumerate(texts):
            sheet.write_string(row, index, text, styles.wrapped)


def _numbered(sheet: Worksheet, styles: Styles, row: int, title: str, lines: tuple[str, ...]) -> int:
    sheet.write_string(row, 0, title, styles.title)
    for number, line in enumerate(lines, start=1):
        row += 1
        sheet.write_string(row, 0, str(number), styles.wrapped)
        sheet.write_string(row, 1, line, styles.wrapped)
    return row + 1
