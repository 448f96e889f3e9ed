"""Posts of the bundled district: titles, groups, standards and workload (about 230 seats)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from .district_units import HEALTH, KECAMATAN, PUSKESMAS, SOCIAL, SOCIAL_UPT, WARDS, Ward

GOVERNMENT: Final = ("Ilmu Pemerintahan", "Politik Pemerintahan", "Administrasi Publik", "Ilmu Hukum")
OFFICE: Final = ("Administrasi Publik", "Administrasi Perkantoran", "Manajemen")
FINANCE: Final = ("Akuntansi", "Manajemen", "Ekonomi Pembangunan")
WELFARE: Final = ("Kesejahteraan Sosial", "Sosiologi", "Psikologi")
HEALTH_MANAGEMENT: Final = ("Kesehatan Masyarakat", "Keperawatan", "Kedokteran")

HEALTH_JOB_FAMILIES: Final = {
    "dokter": ("Kedokteran",),
    "dokter_gigi": ("Kedokteran Gigi",),
    "perawat": ("Keperawatan",),
    "bidan": ("Kebidanan",),
    "apoteker": ("Farmasi",),
    "asisten_apoteker": ("Farmasi",),
    "sanitarian": ("Kesehatan Lingkungan",),
    "nutrisionis": ("Gizi",),
    "promkes": ("Kesehatan Masyarakat", "Promosi Kesehatan"),
    "adminkes": ("Kesehatan Masyarakat",),
    "epidemiolog": ("Kesehatan Masyarakat", "Epidemiologi"),
    "pranata_lab": ("Analis Kesehatan",),
    "perekam_medis": ("Rekam Medis",),
}
"""Job families of health and the fields of education that their posts demand (*mutlak*)."""

JOB_TITLES: Final = {
    "dokter": "Dokter",
    "dokter_gigi": "Dokter Gigi",
    "perawat": "Perawat",
    "bidan": "Bidan",
    "apoteker": "Apoteker",
    "asisten_apoteker": "Asisten Apoteker",
    "sanitarian": "Tenaga Sanitasi Lingkungan",
    "nutrisionis": "Nutrisionis",
    "promkes": "Tenaga Promosi Kesehatan",
    "adminkes": "Administrator Kesehatan",
    "epidemiolog": "Epidemiolog Kesehatan",
    "pranata_lab": "Pranata Laboratorium Kesehatan",
    "perekam_medis": "Perekam Medis",
    "pekerja_sosial": "Pekerja Sosial",
    "penyuluh_sosial": "Penyuluh Sosial",
    "perencana": "Perencana",
    "analis_keuangan": "Analis Keuangan Pusat dan Daerah",
}
STEP_WORDS: Final = {
    "terampil": "Terampil",
    "mahir": "Mahir",
    "penyelia": "Penyelia",
    "ahli_pertama": "Ahli Pertama",
    "ahli_muda": "Ahli Muda",
    "ahli_madya": "Ahli Madya",
}
_STEP_CLASS: Final = {
    "terampil": 6,
    "mahir": 7,
    "penyelia": 8,
    "ahli_pertama": 8,
    "ahli_muda": 9,
    "ahli_madya": 11,
}
_STEP_CODE: Final = {
    "terampil": "TR", "mahir": "MH", "penyelia": "PY", "ahli_pertama": "AP", "ahli_muda": "AM",
    "ahli_madya": "MD",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """One row of ``positions``; ``need`` None where ``workload`` (task, volume, minutes) sets it."""

    id: str
    unit: str
    title: str
    title_id: str
    group: str
    family: str
    need: int | None = 1
    echelon: str | None = None
    duty: str | None = None
    head: bool = False
    reports_to: str | None = None
    education_min: str | None = None
    fields: tuple[str, ...] = ()
    mandatory: bool = False
    credentials: tuple[str, ...] = ()
    priority: int = 3
    job_class: int = 5
    ceiling: int | None = None
    workload: tuple[tuple[str, int, int], ...] = ()


def _structural(
    code: str, unit: str, title: str, echelon: str, family: str, fields: tuple[str, ...], *,
    head: bool = False, duty: str | None = None, reports_to: str | None = None, priority: int = 3,
) -> Post:  # fmt: skip
    group = "jpt_pratama" if echelon == "II.b" else "administrator" if echelon[:4] == "III." else "pengawas"
    job_class = {"II.b": 14, "III.a": 12, "III.b": 11, "IV.a": 9, "IV.b": 8}[echelon]
    return Post(
        f"{unit}.{code}", unit, title, f"ST-{code}", group, family, echelon=echelon, duty=duty, head=head,
        reports_to=reports_to, fields=fields, priority=priority, job_class=job_class,
    )  # fmt: skip


def _clerk(
    code: str, unit: str, title: str, family: str, need: int, *, education: str = "sma",
    fields: tuple[str, ...] = OFFICE, priority: int = 2, job_class: int = 5, reports_to: str | None = None,
) -> Post:  # fmt: skip
    return Post(
        f"{unit}.{code}", unit, title, f"PL-{code}", "pelaksana", family, need=need, education_min=education,
        fields=fields, priority=priority, job_class=job_class, reports_to=reports_to,
    )  # fmt: skip


def _functional(family: str, step: str, unit: str, need: int, priority: int = 4) -> Post:
    health: tuple[str, ...] | None = HEALTH_JOB_FAMILIES.get(family)
    other: dict[str, tuple[str, ...]] = {
        "pekerja_sosial": WELFARE,
        "penyuluh_sosial": WELFARE,
        "analis_keuangan": FINANCE,
    }
    code = f"{family.upper().replace('_', '-')}-{_STEP_CODE[step]}"
    skilled = step in ("terampil", "mahir", "penyelia")
    return Post(
        f"{unit}.{code}", unit, f"{JOB_TITLES[family]} {STEP_WORDS[step]}", f"JF-{code}", step, family,
        need=need,
        education_min="d3" if skilled and health else None, fields=health or other.get(family, ()),
        mandatory=health is not None, credentials=("str_dokter",) if family == "dokter" else (),
        priority=priority, job_class=_STEP_CLASS[step],
    )  # fmt: skip


def _kecamatan() -> list[Post]:
    unit, family = KECAMATAN, "pemerintahan"
    secretary = f"{unit}.SEKCAM"
    head = _structural("CAMAT", unit, "Camat", "III.a", family, GOVERNMENT, head=True, duty="camat", priority=5)
    abolished = _structural("KASI-EKB", unit, "Kepala Seksi Ekonomi dan Pembangunan", "IV.a", family, FINANCE)
    return [
        head,
        _structural("SEKCAM", unit, "Sekretaris Kecamatan", "III.b", family, GOVERNMENT, priority=5),
        _structural("KASUBAG-UK", unit, "Kepala Subbagian Umum dan Kepegawaian", "IV.b", family, OFFICE,
                    reports_to=secretary),
        _structural("KASUBAG-PK", unit, "Kepala Subbagian Perencanaan dan Keuangan", "IV.b", family, FINANCE,
                    reports_to=secretary, priority=4),
        _structural("KASI-PEM", unit, "Kepala Seksi Pemerintahan", "IV.a", family, GOVERNMENT, priority=4),
        _structural("KASI-TRB", unit, "Kepala Seksi Ketenteraman dan Ketertiban Umum", "IV.a", family,
                    GOVERNMENT,
                    priority=4),
        _structural("KASI-PMD", unit, "Kepala Seksi Pemberdayaan Masyarakat", "IV.a", family, GOVERNMENT),
        _structural("KASI-KES", unit, "Kepala Seksi Kesejahteraan Sosial", "IV.a", family, WELFARE),
        _structural("KASI-PEL", unit, "Kepala Seksi Pelayanan", "IV.a", family, OFFICE, priority=4),
        replace(abolished, need=0, ceiling=0, priority=1),
        _clerk("ADM", unit, "Pengadministrasi Perkantoran", family, 3, reports_to=f"{unit}.KASUBAG-UK"),
        _clerk("OPR", unit, "Operator Layanan Operasional", family, 2),
        _clerk("PDI", unit, "Pengolah Data dan Informasi", family, 2, education="d3",
               fields=("Teknik Informatika", "Sistem Informasi"), priority=4, job_class=6),
        _clerk("KEU", unit, "Penata Layanan Operasional (Keuangan)", family, 2, education="s1",
               fields=FINANCE,
               priority=3, job_class=7, reports_to=f"{unit}.KASUBAG-PK"),
        _clerk("PTK", unit, "Penelaah Teknis Kebijakan", family, 2, education="s1", fields=GOVERNMENT,
               priority=3,
               job_class=7),
    ]  # fmt: skip


def _ward(ward: Ward) -> list[Post]:
    unit, family = ward.unit_id, "pemerintahan"
    lurah = _structural("LURAH", unit, "Lurah", "IV.a", family, GOVERNMENT, head=True, duty="lurah", priority=5)
    if ward.code == "GTS":  # local standard of a coastal ward; the only holder of the field may not be promoted
        lurah = replace(lurah, education_min="s2", fields=("Manajemen Bencana",), mandatory=True)
    posts = [
        lurah,
        _structural("SEKLUR", unit, "Sekretaris Lurah", "IV.b", family, GOVERNMENT),
        _structural("KASI-PTT", unit, "Kepala Seksi Pemerintahan dan Ketertiban", "IV.b", family, GOVERNMENT),
        _structural("KASI-PPM", unit, "Kepala Seksi Pelayanan dan Pemberdayaan", "IV.b", family, OFFICE),
    ]
    if ward.sections == 3:
        posts.append(_structural("KASI-KSR", unit, "Kepala Seksi Kesejahteraan Rakyat", "IV.b", family, WELFARE))
    posts.append(_clerk("ADM", unit, "Pengadministrasi Perkantoran", family, ward.clerks))
    if ward.operators:
        posts.append(_clerk("PLO", unit, "Pengelola Layanan Operasional", family, ward.operators, education="d3"))
    return posts


def _health_office() -> list[Post]:
    unit, family = HEALTH, "kesehatan"
    secretary = f"{unit}.SEKDIN"
    leaders = (
        _structural("KADIN", unit, "Kepala Dinas Kesehatan", "II.b", family, HEALTH_MANAGEMENT, head=True,
                    priority=5),
        _structural("KABID-KM", unit, "Kepala Bidang Kesehatan Masyarakat", "III.b", family,
                    HEALTH_MANAGEMENT,
                    priority=4),
        _structural("KABID-YK", unit, "Kepala Bidang Pelayanan Kesehatan", "III.b", family, HEALTH_MANAGEMENT,
                    priority=4),
    )  # fmt: skip
    return [
        *(replace(post, mandatory=True) for post in leaders),
        _structural("SEKDIN", unit, "Sekretaris Dinas", "III.a", family, (*OFFICE, "Kesehatan Masyarakat"),
                    priority=5),
        _structural("KASUBAG-UM", unit, "Kepala Subbagian Umum", "IV.a", family, OFFICE,
                    reports_to=secretary),
        _structural("KASUBAG-KU", unit, "Kepala Subbagian Keuangan", "IV.a", family, FINANCE,
                    reports_to=secretary),
        _functional("adminkes", "ahli_muda", unit, 1),
        _functional("adminkes", "ahli_pertama", unit, 2),
        _functional("epidemiolog", "ahli_pertama", unit, 2),
        _functional("dokter", "ahli_madya", unit, 1, 3),
        _clerk("ADM", unit, "Pengadministrasi Perkantoran", family, 3, reports_to=f"{unit}.KASUBAG-UM"),
        _clerk("KEU", unit, "Penata Layanan Operasional (Keuangan)", family, 2, education="s1",
               fields=FINANCE,
               priority=3, job_class=7, reports_to=f"{unit}.KASUBAG-KU"),
    ]  # fmt: skip


_PUSKESMAS_STAFF: Final = (
    ("dokter", "ahli_muda", 1, 1), ("dokter", "ahli_pertama", 2, 2), ("dokter_gigi", "ahli_pertama", 1, 1),
    ("perawat", "ahli_pertama", 2, 2), ("perawat", "penyelia", 1, 1), ("perawat", "mahir", 2, 2),
    ("perawat", "terampil", 4, 3), ("bidan", "ahli_pertama", 2, 2), ("bidan", "penyelia", 1, 1),
    ("bidan", "mahir", 2, 2), ("bidan", "terampil", 4, 3), ("apoteker", "ahli_pertama", 1, 1),
    ("asisten_apoteker", "terampil", 1, 1), ("sanitarian", "terampil", 1, 1), ("nutrisionis", "terampil", 1,
                                                                               1),
    ("promkes", "ahli_pertama", 1, 1), ("pranata_lab", "terampil", 1, 1), ("perekam_medis", "terampil", 1, 1),
)  # fmt: skip
"""Job family, step, seats in Lubuk Begalung, seats in Pegambiran."""


def _puskesmas(unit: str, place: int) -> list[Post]:
    head = Post(
        f"{unit}.KAPUS", unit, "Kepala Puskesmas", "JF-KAPUS", "ahli_muda", "dokter", head=True,
        fields=("Kedokteran",), mandatory=True, credentials=("str_dokter",), priority=5, job_class=10,
    )  # fmt: skip
    return [
        head,
        _structural("KASUBAG-TU", unit, "Kepala Subbagian Tata Usaha", "IV.b", "kesehatan", OFFICE),
        *(_functional(family, step, unit, needs[place], 5 if family == "dokter" else 4)
          for family, step, *needs in _PUSKESMAS_STAFF),
        _clerk("ADM", unit, "Pengadministrasi Perkantoran", "kesehatan", 2, reports_to=f"{unit}.KASUBAG-TU"),
    ]  # fmt: skip


def _social() -> list[Post]:
    unit, family = SOCIAL, "sosial"
    secretary = f"{unit}.SEKDIN"
    upt = SOCIAL_UPT
    leaders = (
        _structural("KADIN", unit, "Kepala Dinas Sosial", "II.b", family, WELFARE, head=True, priority=5),
        _structural("KABID-RS", unit, "Kepala Bidang Rehabilitasi Sosial", "III.b", family, WELFARE,
                    priority=4),
        _structural("KABID-LJ", unit, "Kepala Bidang Perlindungan dan Jaminan Sosial", "III.b", family,
                    (*WELFARE, "Politik Pemerintahan"), priority=4),
        _structural("KABID-PB", unit, "Kepala Bidang Pemberdayaan Sosial", "III.b", family, GOVERNMENT,
                    priority=4),
    )  # fmt: skip
    return [
        *(replace(post, mandatory=True) for post in leaders),
        _structural("SEKDIN", unit, "Sekretaris Dinas", "III.a", family, OFFICE, priority=5),
        _structural("KASUBAG-UM", unit, "Kepala Subbagian Umum", "IV.a", family, OFFICE,
                    reports_to=secretary),
        _structural("KASUBAG-KU", unit, "Kepala Subbagian Keuangan", "IV.a", family, FINANCE,
                    reports_to=secretary),
        _functional("pekerja_sosial", "ahli_muda", unit, 1, 3),
        _functional("pekerja_sosial", "ahli_pertama", unit, 2, 3),
        _functional("penyuluh_sosial", "ahli_pertama", unit, 2, 3),
        _functional("analis_keuangan", "ahli_pertama", unit, 1, 3),
        _clerk("ADM", unit, "Pengadministrasi Perkantoran", family, 3, reports_to=f"{unit}.KASUBAG-UM"),
        _clerk("PDI", unit, "Pengolah Data dan Informasi", family, 2, education="d3",
               fields=("Teknik Informatika", "Sistem Informasi"), priority=3, job_class=6),
        _structural("KAUPT", upt, "Kepala UPT", "IV.a", family, WELFARE, head=True, priority=5),
        _structural("KASUBAG-TU", upt, "Kepala Subbagian Tata Usaha", "IV.b", family, OFFICE),
        _functional("pekerja_sosial", "terampil", upt, 2, 4),
        _functional("perawat", "terampil", upt, 1, 4),
        _clerk("PGS", upt, "Pengelola Layanan Operasional", family, 3, education="d3", fields=WELFARE),
        _clerk("OPR", upt, "Operator Layanan Operasional", family, 2),
    ]  # fmt: skip


_WORKLOAD: Final = {
    "KEC-LB.ADM": (("Mengagendakan surat masuk dan keluar", 5200, 15), ("Menata arsip kecamatan", 2400, 30),
                   ("Melayani legalisasi berkas", 6500, 12)),
    "KEC-LB.OPR": (("Mengoperasikan kendaraan dinas", 480, 150), ("Memelihara gedung dan peralatan", 900,
                                                                  85)),
    "KEC-LB.PDI": (("Memutakhirkan data kependudukan", 7200, 12), ("Mengolah laporan bulanan kelurahan", 180,
                                                                   330)),
    "KEC-LB.PTK": (("Menelaah usulan musrenbang", 300, 240), ("Menyusun telaahan staf", 260, 300)),
    "KEL-BNR.ADM": (("Melayani surat pengantar", 7400, 12), ("Menata arsip kelurahan", 1500, 35)),
    "KEL-LBG.ADM": (("Melayani surat pengantar", 9800, 12), ("Menata arsip kelurahan", 1100, 30)),
    "KEL-PGA.ADM": (("Melayani surat pengantar", 9100, 12), ("Menata arsip kelurahan", 1300, 30)),
    "KEL-PLA.ADM": (("Melayani surat pengantar", 7600, 12), ("Menata arsip kelurahan", 1200, 30)),
    "KEL-CKH.PLO": (("Mengelola layanan keliling", 240, 200), ("Menyusun data warga rentan", 180, 120)),
    "KEL-PMP.PLO": (("Mengelola layanan keliling", 230, 200), ("Menyusun data warga rentan", 190, 120)),
    "DINKES.ADM": (("Mengagendakan surat masuk dan keluar", 6000, 15), ("Menata arsip dinas", 2600, 30),
                   ("Menyiapkan rapat", 240, 240)),
    "PKM-LB.PERAWAT-TR": (("Melayani pasien rawat jalan", 15400, 15), ("Kunjungan rumah", 620, 90)),
    "PKM-PG.PERAWAT-TR": (("Melayani pasien rawat jalan", 11800, 15), ("Kunjungan rumah", 560, 90)),
    "PKM-LB.BIDAN-TR": (("Pemeriksaan kehamilan", 7300, 30), ("Kelas ibu hamil", 260, 180),
                        ("Imunisasi bayi", 3100, 10)),
    "PKM-PG.BIDAN-TR": (("Pemeriksaan kehamilan", 5900, 30), ("Kelas ibu hamil", 220, 180)),
    "PKM-LB.ADM": (("Pendaftaran pasien", 16500, 6), ("Menata arsip", 1500, 30)),
    "DINSOS.ADM": (("Mengagendakan surat masuk dan keluar", 6400, 15), ("Menata arsip dinas", 4200, 30)),
    "DINSOS.PDI": (("Verifikasi data terpadu", 9600, 12), ("Laporan penyaluran", 120, 300)),
    "UPT-RPS.PGS": (("Melayani penghuni", 1500, 90), ("Menerima rujukan", 700, 130)),
    "UPT-RPS.OPR": (("Menjaga dan memelihara rumah", 730, 200),),
}  # fmt: skip
"""Tasks by post: words, volume a year, minutes each; need = sum / 75,000, rounded half up."""


def build_posts() -> tuple[Post, ...]:
    """Return every post of the district, in the order in which they are written."""
    posts = _kecamatan()
    for ward in WARDS:
        posts += _ward(ward)
    posts += _health_office()
    for place, unit in enumerate(PUSKESMAS):
        posts += _puskesmas(unit, place)
    posts += _social()
    return tuple(replace(post, need=None, workload=_WORKLOAD[post.id]) if post.id in _WORKLOAD else post for post in posts)


def seats(post: Post) -> int:
    """Return the need of a post as the case will read it."""
    if post.need is not None:
        return post.need
    return int(sum(volume * minutes for _, volume, minutes in post.workload) / 75_000 + 0.5)
