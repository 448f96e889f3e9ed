"""Words of the sheets ``Kasus``, ``Skenario`` and ``Kunci``: labels, keys, values, blocks of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from . import schema


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of a settings sheet: dotted key, label, what may be typed (empty = anything), explanation."""

    key: str
    label: str
    hint: str
    choices: tuple[str, ...] = ()
    is_date: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one kind below the settings of ``Skenario``: key, title, columns, and which hold ids."""

    key: str
    title: str
    columns: Mapping[str, str]
    ids: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """What the title cell may say, normalised."""
        return frozenset({schema.normal_header(self.key), schema.normal_header(self.title)})


YES_NO: Final = ("ya", "tidak")

CASE_SETTINGS: Final = (
    Setting("schema", "Versi Format", "Jangan diubah."),
    Setting("name", "Nama Kasus", "Nama singkat, misalnya: Penataan Kecamatan 2026."),
    Setting("agency", "Instansi", "Nama instansi, misalnya: Pemerintah Kota Padang."),
    Setting("as_of", "Tanggal Data", "Tanggal keadaan data pegawai dan jabatan.", is_date=True, required=True),
    Setting(
        "effective",
        "TMT Rencana",
        "Tanggal mulai berlaku rencana; kosong = sama dengan Tanggal Data.",
        is_date=True,
    ),
    Setting(
        "synthetic",
        "Data Contoh",
        "ya = bukan data orang sungguhan; semua hasil diberi tanda DATA CONTOH.",
        YES_NO,
    ),
    Setting(
        "parameters.work_minutes_year",
        "Menit Kerja Efektif per Tahun",
        "Untuk menghitung kebutuhan dari Beban Kerja; kosong = 75.000.",
    ),
    Setting(
        "parameters.default_standards",
        "Pakai Standar Baku",
        "tidak = hanya standar di lembar Standar Kompetensi yang dipakai; kosong = ya.",
        YES_NO,
    ),
    Setting(
        "parameters.R20.term_ends_on",
        "Akhir Masa Jabatan Kepala Daerah",
        "Untuk aturan R20; kosong = tidak ada.",
        is_date=True,
    ),
    Setting(
        "parameters.R20.inaugurated_on",
        "Tanggal Pelantikan Kepala Daerah",
        "Untuk aturan R20; kosong = tidak ada.",
        is_date=True,
    ),
    Setting(
        "parameters.R20.candidates_fixed_on",
        "Tanggal Penetapan Pasangan Calon",
        "Untuk aturan R20; kosong = tidak ada.",
        is_date=True,
    ),
    Setting("parameters.R20.consent", "Ada Izin Menteri", "ya = izin tertulis sudah ada (aturan R20).", YES_NO),
)

_MODES: Final = ("wajib", "lunak", "peringatan", "mati")
_TERM_LABELS: Final = (
    ("suitability", "Bobot Kesesuaian Kompetensi"),
    ("field", "Bobot Kesesuaian Bidang Pendidikan"),
    ("performance", "Bobot Kinerja"),
    ("talent", "Bobot Kotak Talenta"),
    ("preference", "Bobot Minat"),
    ("shortage", "Bobot Kekurangan Pegawai"),
    ("unplaced", "Bobot Pegawai Tanpa Jabatan"),
    ("move", "Bobot Perpindahan"),
    ("travel", "Bobot Jarak"),
    ("surplus", "Bobot Kelebihan Pegawai"),
    ("training_cost", "Bobot Biaya Pelatihan"),
    ("equity", "Bobot Pemerataan Antarunit"),
    ("change", "Bobot Perubahan"),
    ("tenure", "Bobot Masa Jabatan"),
    ("rules", "Bobot Pelanggaran Aturan Lunak"),
)

SCENARIO_SETTINGS: Final = (
    Setting("name", "Nama Skenario", "Nama singkat, misalnya: Rotasi awal tahun."),
    Setting(
        "basis",
        "Dasar Penataan",
        "rotasi, atau reorganisasi (melonggarkan aturan R10).",
        ("rotasi", "reorganisasi"),
    ),
    Setting("scope.units", "Unit yang Ditata", "ID Unit, dipisah titik koma; kosong = semua unit."),
    Setting("scope.groups", "Kelompok Jabatan yang Ditata", "Dipisah titik koma; kosong = semua kelompok."),
    Setting("scope.subtree", "Termasuk Unit di Bawahnya", "ya atau tidak; kosong = ya.", YES_NO),
    Setting("moves.max_share", "Paling Banyak Berpindah (bagian)", "0 sampai 1, misalnya 0,2 = 20% pegawai."),
    Setting("moves.max_count", "Paling Banyak Berpindah (orang)", "Jumlah orang; kosong = tanpa batas."),
    Setting("moves.max_share_per_unit", "Paling Banyak Keluar per Unit (bagian)", "0 sampai 1, untuk setiap unit."),
    Setting("budget.training_idr", "Anggaran Pelatihan (Rp)", "Rupiah; kosong = tanpa batas."),
    Setting("budget.relocation_idr", "Anggaran Pemindahan (Rp)", "Rupiah; kosong = tanpa batas."),
    Setting(
        "relocation.idr_per_km",
        "Biaya Pindah per Kilometer (Rp)",
        "Rupiah untuk setiap kilometer; kosong = 0.",
    ),
    Setting("training.away_share", "Paling Banyak Sedang Pelatihan (bagian)", "0 sampai 1, untuk setiap unit."),
    Setting("training.jp_min", "JP Paling Sedikit per Orang", "Jam pelajaran setahun."),
    Setting("training.jp_max", "JP Paling Banyak per Orang", "Jam pelajaran setahun."),
    *(
        Setting(f"weights.{term}", label, "Pengali bobot baku: 1 = baku, 0 = diabaikan, 2 = dua kali.")
        for term, label in _TERM_LABELS
    ),
    Setting(
        "solve.objective",
        "Cara Menilai",
        "tertimbang = satu nilai; berjenjang = urutan tujuan.",
        ("tertimbang", "berjenjang"),
    ),
    Setting("solve.time_limit", "Batas Waktu (detik)", "Kosong = 60."),
    Setting("solve.gap", "Selisih yang Diterima", "0 = terbukti terbaik; kosong = dipilih menurut ukuran."),
    Setting("solve.seed", "Benih Acak", "Bilangan bulat; kosong = 0."),
    Setting("solve.workers", "Jumlah Pekerja Mesin", "Kosong = dipilih sendiri."),
    Setting(
        "solve.engine",
        "Mesin Penyusun",
        "Kosong = auto.",
        ("auto", "flow", "hybrid", "cpsat", "highs", "greedy", "seniority", "stable"),
    ),
    Setting("solve.inner", "Pemecah Model Kecil", "Untuk mesin hybrid; kosong = auto.", ("auto", "cpsat", "highs")),
    Setting(
        "solve.strict",
        "Tanpa Kelonggaran Keadaan Kini",
        "ya = pelanggaran yang sudah ada pun ditolak.",
        YES_NO,
    ),
    *(
        Setting(
            f"rules.{rule}.mode",
            f"Aturan {rule}",
            f"{words}: wajib, lunak, peringatan, atau mati; kosong = baku.",
            _MODES,
        )
        for rule, words in (
            ("R09", "Golongan sesuai rentang jabatan"),
            ("R10", "Lama dalam jabatan sebelum pindah"),
            ("R17.line", "Kerabat dalam satu garis atasan"),
            ("R17.unit", "Kerabat dalam satu unit"),
            ("R22", "Batas jumlah perpindahan"),
        )
    ),
)

CASE_LABELS: Final = MappingProxyType({setting.key: setting.label for setting in CASE_SETTINGS})
SETTING_LABELS: Final = MappingProxyType({setting.key: setting.label for setting in SCENARIO_SETTINGS})

TEXT_KEYS: Final = frozenset(
    {
        "schema",
        "name",
        "agency",
        "exempt.rule",
        "exempt.employee",
        "exempt.reason",
        "skill_mix.unit",
        "skill_mix.competency",
    }
)
"""Keys whose text is never taken for a number, a date or a yes."""
LIST_KEYS: Final = frozenset({"scope.units", "scope.groups"})

_MODE_WORDS: Final = {"wajib": "hard", "lunak": "soft", "peringatan": "warn", "mati": "off", "keras": "hard"}
VALUE_WORDS: Final = MappingProxyType(
    {
        "basis": {"rotasi": "rotation", "reorganisasi": "reorganisation"},
        "objective": {
            "tertimbang": "weighted",
            "berjenjang": "lexicographic",
            "leksikografis": "lexicographic",
        },
        "mode": _MODE_WORDS,
        "when_unknown": {"tolak": "deny", "peringatan": "warn", "izinkan": "allow"},
        "groups[]": {schema.normal_header(word): code for code, word in schema.GROUP_WORDS.items()}
        | {schema.normal_header(code): code for code in schema.GROUP_WORDS},
    }
)
"""Words a planner types -> value, by the last part of the key, normalised as headers are."""

BLOCKS: Final = (
    Block(
        "skill_mix",
        "Susunan Keahlian",
        MappingProxyType(
            {
                "unit": "ID Unit",
                "competency": "ID Kompetensi",
                "level": "Level",
                "at_least": "Paling Sedikit (orang)",
                "mode": "Mode",
                "subtree": "Termasuk Unit di Bawahnya",
            }
        ),
        frozenset({"unit", "competency"}),
    ),
    Block(
        "exempt",
        "Pengecualian",
        MappingProxyType({"rule": "Aturan", "employee": "NIP", "reason": "Alasan"}),
        frozenset({"rule", "employee", "reason"}),
    ),
)

LOCK_COLUMNS: Final = MappingProxyType(
    {
        "kind": frozenset({"jenis", "kind", "kunci"}),
        "employee": frozenset({"nip", "employee", "employeeid"}),
        "position": frozenset({"idjabatan", "position", "positionid"}),
    }
)
LOCK_TITLES: Final = MappingProxyType({"kind": "Jenis", "employee": "NIP", "position": "ID Jabatan"})
LOCK_HEADERS: Final = (*LOCK_TITLES.values(), "Keterangan")
LOCK_WORDS: Final = MappingProxyType(
    {"tetapkan": "pin", "pin": "pin", "kunci": "pin", "larang": "forbid", "forbid": "forbid"}
)
LOCK_NAMES: Final = MappingProxyType({"pin": "tetapkan", "forbid": "larang"})
