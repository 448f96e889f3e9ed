"""Made-up names, academic titles and identity numbers for the bundled district."""

from __future__ import annotations

from datetime import date
from typing import Final

from .district_draws import Draws

MALE: Final = (
    "Rahmat", "Yusrizal", "Dedi", "Hendri", "Fauzan", "Ilham", "Zulkifli", "Afrizal", "Rio", "Doni",
    "Syafril",
    "Febri", "Arif", "Hafiz", "Irwan", "Joni", "Khairul", "Luthfi", "Mardianto", "Nofrizal", "Oki", "Ridho",
    "Syahrul", "Taufik", "Wahyu", "Yogi", "Zainal", "Andri", "Budiman", "Efrizal",
)  # fmt: skip
FEMALE: Final = (
    "Yulia", "Rina", "Desi", "Fitria", "Gusmiati", "Hasnah", "Indah", "Juliarti", "Lidya", "Mega",
    "Nurhayati",
    "Oktavia", "Puti", "Ratna", "Silvia", "Tuti", "Vivi", "Widya", "Yenni", "Zulfa", "Afriani", "Betti",
    "Citra",
    "Dian", "Elvira", "Febriani", "Halimah", "Irma", "Marlina", "Nengsih", "Rahmi", "Suryani", "Wirda",
    "Yosi",
)  # fmt: skip
SECOND: Final = (
    "Hidayat", "Saputra", "Pratama", "Maulana", "Ramadhan", "Kurniawan", "Firdaus", "Anwar", "Alamsyah",
    "Putra",
    "Syafii", "Marwan", "Effendi", "Fernando", "Gusman", "Hakim", "Iskandar", "Mahendra", "Nasrul",
    "Oktavianus",
)  # fmt: skip
SECOND_FEMALE: Final = (
    "Anggraini", "Wahyuni", "Permata", "Safitri", "Handayani", "Rahmadani", "Novita", "Maharani", "Lestari",
    "Yuliani", "Susanti", "Amelia", "Kartika", "Mardhiah", "Nofita", "Oktaviani", "Puspita", "Roza",
    "Syafitri",
)  # fmt: skip

BACK_TITLES: Final = {
    ("d3", "Keperawatan"): "A.Md.Kep.", ("s1", "Keperawatan"): "S.Kep., Ns.", ("d3",
                                                                               "Kebidanan"): "A.Md.Keb.",
    ("s1", "Kebidanan"): "S.Keb.", ("d4", "Kebidanan"): "S.Tr.Keb.", ("d3", "Farmasi"): "A.Md.Farm.",
    ("s1", "Farmasi"): "S.Farm.", ("d3", "Kesehatan Lingkungan"): "A.Md.K.L.", ("d3", "Gizi"): "A.Md.Gz.",
    ("s1", "Gizi"): "S.Gz.", ("d3", "Analis Kesehatan"): "A.Md.A.K.", ("d3", "Rekam Medis"): "A.Md.RMIK.",
    ("s1", "Kesehatan Masyarakat"): "S.K.M.", ("s1", "Promosi Kesehatan"): "S.K.M.",
    ("s1", "Epidemiologi"): "S.K.M.",
    ("d4", "Politik Pemerintahan"): "S.STP.", ("s1", "Politik Pemerintahan"): "S.IP.",
    ("s1", "Ilmu Pemerintahan"): "S.IP.", ("s1", "Administrasi Publik"): "S.AP.", ("s1",
                                                                                   "Ilmu Hukum"): "S.H.",
    ("s1", "Manajemen"): "S.E.", ("s1", "Akuntansi"): "S.E.", ("s1", "Ekonomi Pembangunan"): "S.E.",
    ("s1", "Kesejahteraan Sosial"): "S.Tr.Sos.", ("s1", "Sosiologi"): "S.Sos.", ("s1", "Psikologi"): "S.Psi.",
    ("s1", "Teknik Informatika"): "S.Kom.", ("s1", "Sistem Informasi"): "S.Kom.", ("s1",
                                                                                   "Teknik Sipil"): "S.T.",
    ("s1", "Pertanian"): "S.P.", ("s1", "Sastra Inggris"): "S.S.", ("s1", "Manajemen Bencana"): "S.T.",
    ("d3", "Teknik Informatika"): "A.Md.Kom.", ("d3", "Sistem Informasi"): "A.Md.Kom.",
    ("d3", "Akuntansi"): "A.Md.Ak.", ("d3", "Administrasi Perkantoran"): "A.Md.A.P.",
}  # fmt: skip
"""Title behind the name by education and field; fields without one get the plain ``A.Md.`` or ``S.Sos.``."""

_MASTER: Final = {
    "Kesehatan Masyarakat": "M.K.M.", "Keperawatan": "M.Kep.", "Kedokteran": "M.Kes.", "Ilmu Hukum": "M.H.",
    "Manajemen": "M.M.", "Akuntansi": "M.Ak.", "Ilmu Pemerintahan": "M.Si.", "Psikologi": "M.Psi.",
    "Manajemen Bencana": "M.T.", "Administrasi Publik": "M.A.P.",
}  # fmt: skip
_FRONT: Final = {"Kedokteran": "dr.", "Kedokteran Gigi": "drg."}


def draw_name(draws: Draws, sex: str, taken: set[str]) -> str:
    """Return a name that nobody in ``taken`` has, and add it there."""
    while True:
        first = draws.choice(MALE if sex == "m" else FEMALE)
        second = draws.choice(SECOND if sex == "m" else SECOND_FEMALE)
        if (name := f"{first} {second}") not in taken:
            taken.add(name)
            return name


def academic_titles(education: str, field: str | None) -> tuple[str | None, str | None]:
    """Return the titles before and behind a name."""
    if education == "sma" or field is None:
        return None, None
    front = _FRONT.get(field) or ("apt." if field == "Farmasi" and education != "d3" else None)
    base = "d3" if education == "d3" else "d4" if education == "d4" else "s1"
    back = "" if field in _FRONT else BACK_TITLES.get((base, field), "A.Md." if base == "d3" else "S.Sos.")
    if education == "s2":
        back = f"{back}, {_MASTER.get(field, 'M.Si.')}".removeprefix(", ")
    return front, back or None


def identity_number(*, birth: date, since: date, sex: str, contract: bool, taken: set[str]) -> str:
    """Return an 18-digit NIP (or NI PPPK) whose parts agree with the person; serials run from 900.

    The serial of a real person counts from 001 within one birth date, start and sex, so 900 and above hits
    nobody.
    """
    middle = f"{since:%Y}21" if contract else f"{since:%Y%m}"
    prefix = f"{birth:%Y%m%d}{middle}{1 if sex == 'm' else 2}"
    number = next(f"{prefix}{serial}" for serial in range(900, 1000) if f"{prefix}{serial}" not in taken)
    taken.add(number)
    return number
