"""Training catalogue, sessions and training history of the bundled district."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .district_draws import Draws
from .district_people import AS_OF, Person
from .district_standards import technical_standard

Row = tuple[str | int | float | bool | date | None, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One course: what it costs, what it needs and gives; ``effects`` = competency, level from, level to."""

    id: str
    title: str
    form: str
    track: str
    provider: str
    hours: int
    cost: int
    effects: tuple[tuple[str, float, float], ...]
    prerequisites: tuple[str, ...] = ()
    credential: str | None = None
    sessions: int = 2


def _class(code: str, title: str, hours: int, cost: int, *effects: tuple[str, float, float],
           track: str = "teknis",
           provider: str = "BKPSDM Kota Padang", needs: tuple[str, ...] = (), gives: str | None = None,
           sessions: int = 2) -> Offer:  # fmt: skip
    return Offer(code, title, "klasikal", track, provider, hours, cost, effects, needs, gives, sessions)


def _online(code: str, title: str, hours: int, cost: int, *effects: tuple[str, float, float],
            sessions: int = 3) -> Offer:  # fmt: skip
    return Offer(code, title, "nonklasikal", "teknis", "ASN Corpu (contoh)", hours, cost, effects, sessions=sessions)


_PPSDM: Final = "PPSDM Regional (contoh)"
_HEALTH: Final = "Bapelkes (contoh)"
CATALOGUE: Final = (
    _class("PKA", "Pelatihan Kepemimpinan Administrator", 905, 24_500_000, ("M-PKP", 2, 3), ("M-MPB", 2, 3),
           ("M-ORH", 2, 3), track="kepemimpinan", provider=_PPSDM, needs=("PKP",), gives="pka", sessions=1),
    _class("PKP", "Pelatihan Kepemimpinan Pengawas", 899, 18_500_000, ("M-PKP", 1, 2), ("M-ORH", 1, 2),
           ("M-PDO", 1, 2), track="kepemimpinan", provider=_PPSDM, gives="pkp"),
    _class("PAMONG", "Pendidikan Kepamongprajaan bagi Camat", 320, 21_000_000, ("T-PEM", 3, 4),
           track="fungsional", provider=_PPSDM, gives="kepamongprajaan", sessions=1),
    _class("LURAH", "Bimbingan Teknis Lurah", 40, 4_200_000, ("T-PEM", 2, 3), ("T-PEL", 2, 3)),
    _class("PEM-1", "Dasar Pemerintahan Kelurahan", 24, 1_500_000, ("T-PEM", 1, 2)),
    _class("TRB-1", "Ketenteraman dan Ketertiban Umum Dasar", 32, 2_400_000, ("T-TRB", 1, 2)),
    _class("TRB-2", "Penanganan Gangguan Ketertiban", 40, 3_600_000, ("T-TRB", 2, 3), needs=("TRB-1",)),
    _class("PEL-1", "Pelayanan Prima", 16, 900_000, ("T-PEL", 1, 2), ("M-PLP", 1, 2), sessions=3),
    _class("PEL-2", "Standar Pelayanan dan Pengelolaan Pengaduan", 24, 1_800_000, ("T-PEL", 2, 3)),
    _online("PEL-E", "Pelayanan Publik Digital (daring)", 12, 150_000, ("T-PEL", 1, 2)),
    _class("ADM-1", "Tata Naskah Dinas dan Kearsipan", 20, 1_100_000, ("T-ADM", 1, 2)),
    _class("ADM-2", "Manajemen Kepegawaian", 40, 3_200_000, ("T-ADM", 2, 3)),
    _online("ADM-E", "Naskah Dinas Elektronik (daring)", 10, 120_000, ("T-ADM", 1, 2)),
    _class("KEU-1", "Dasar Pengelolaan Keuangan Daerah", 32, 2_600_000, ("T-KEU", 1, 2)),
    _class("KEU-2", "Bendahara dan Penatausahaan", 48, 4_500_000, ("T-KEU", 2, 3), needs=("KEU-1",)),
    _class("KEU-3", "Perencanaan dan Penganggaran Daerah", 40, 4_800_000, ("T-KEU", 3, 4), sessions=1),
    _class("IT-1", "Aplikasi Perkantoran dan SPBE Dasar", 24, 1_400_000, ("T-IT", 1, 2)),
    _class("IT-2", "Pengelolaan Basis Data Layanan", 40, 3_900_000, ("T-IT", 2, 3)),
    _online("IT-E", "Literasi Digital ASN (daring)", 12, 100_000, ("T-IT", 1, 2)),
    _class("SOS-1", "Pendampingan Sosial Dasar", 32, 2_300_000, ("T-SOS", 1, 2)),
    _class("SOS-2", "Manajemen Kasus Sosial", 48, 4_100_000, ("T-SOS", 2, 3)),
    _class("SOS-3", "Supervisi Pekerjaan Sosial", 40, 5_200_000, ("T-SOS", 3, 4), sessions=1),
    _class("KES-1", "Penyegaran Klinis Puskesmas", 32, 2_800_000, ("T-KES", 1, 2), provider=_HEALTH),
    _class("KES-2", "Kegawatdaruratan (BTCLS/PPGDON)", 50, 4_900_000, ("T-KES", 2, 3), track="fungsional",
           provider=_HEALTH),
    _class("KES-3", "Manajemen Puskesmas", 60, 6_500_000, ("T-KES", 3, 4), ("T-ADM", 1, 2),
           track="fungsional",
           provider=_HEALTH, sessions=1),
    _class("INT-1", "Budaya Integritas dan Antikorupsi", 16, 800_000, ("M-INT", 1, 2)),
    _class("KOM-1", "Komunikasi Publik", 20, 1_300_000, ("M-KOM", 1, 2)),
    _class("KOM-2", "Negosiasi dan Komunikasi Pimpinan", 24, 3_100_000, ("M-KOM", 2, 3)),
    _class("KJS-1", "Kerja Tim Efektif", 16, 950_000, ("M-KJS", 1, 2)),
    _class("ORH-1", "Pengelolaan Kinerja Individu", 16, 850_000, ("M-ORH", 1, 2)),
    _class("ORH-2", "Manajemen Kinerja Unit", 24, 2_700_000, ("M-ORH", 2, 3)),
    _class("PKP-1", "Pemecahan Masalah dan Pengambilan Keputusan", 24, 1_900_000, ("M-PKP", 1, 2)),
    _class("PDO-1", "Coaching dan Mentoring", 20, 1_700_000, ("M-PDO", 1, 2)),
    _class("MPB-1", "Mengelola Perubahan", 20, 1_600_000, ("M-MPB", 1, 2)),
    _class("PBS-1", "Wawasan Kebangsaan", 12, 600_000, ("S-PBS", 1, 2)),
)  # fmt: skip
"""Every course on offer; costs and hours are made up but of the usual size."""


def build_courses() -> Iterator[Row]:
    """Yield the rows of ``courses``."""
    for offer in CATALOGUE:
        yield (offer.id, offer.title, offer.form, offer.track, offer.provider, offer.hours, offer.cost,
               ";".join(offer.prerequisites) or None, offer.credential)  # fmt: skip


def build_effects() -> Iterator[Row]:
    """Yield the rows of ``course_effects``: 0.35 level on average, more where a course lasts long."""
    for offer in CATALOGUE:
        for competency, low, high in offer.effects:
            gain = 0.25 if offer.form == "nonklasikal" else 0.35 if offer.hours < 100 else 0.5
            yield offer.id, competency, low, high, gain, 0.15


def build_sessions(seed: int) -> Iterator[Row]:
    """Yield the rows of ``sessions``: all in 2027, from Monday on, five lessons' hours a day."""
    for offer in CATALOGUE:
        draws = Draws(seed, f"sessions {offer.id}")
        for number in range(1, offer.sessions + 1):
            week = draws.integer(3 + 44 * (number - 1) // offer.sessions, 2 + 44 * number // offer.sessions)
            starts = date(2027, 1, 4) + timedelta(weeks=week)
            days = min(-(-offer.hours // 8), 60)
            ends = starts + timedelta(days=days - 1 + 2 * ((days - 1) // 5))
            online = offer.form == "nonklasikal"
            seats = 60 if online else draws.choice((15, 20, 25, 30))
            open_cost = 500_000 if online else 6_000_000 if offer.hours < 100 else 20_000_000
            yield (f"{offer.id}-27{number}", offer.id, starts, ends, seats, 5 if offer.hours < 300 else 2,
                   open_cost,
                   "KEC-LB" if offer.id in ("PEL-1", "ADM-1", "PEM-1") else None)  # fmt: skip


def build_trainings(seed: int, people: tuple[Person, ...]) -> Iterator[Row]:
    """Yield the rows of ``trainings``: up to four courses a person since 2022, often near to the post."""
    for person in people:
        draws = Draws(seed, f"trainings {person.id}")
        wanted = {row[0] for row in technical_standard(person.post.title, person.post.group, person.post.family)}
        short = [offer for offer in CATALOGUE if offer.hours < 100]
        near = [offer for offer in short if any(effect[0] in wanted for effect in offer.effects)]
        done: dict[str, date] = {}
        for _ in range(draws.integer(0, 2 if person.contract else 4)):
            offer = draws.choice(near if near and draws.chance(0.5) else short)
            first = max(date(2022, 1, 10), person.service_since)
            if offer.id not in done and all(need in done for need in offer.prerequisites):
                done[offer.id] = draws.day(first, AS_OF - timedelta(days=20))
        for course, finished in sorted(done.items(), key=lambda item: item[1]):
            hours = next(offer.hours for offer in CATALOGUE if offer.id == course)
            yield person.id, course, finished, hours, float(draws.integer(68, 97))
