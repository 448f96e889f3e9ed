"""Units of the bundled district: the city, a kecamatan with its 15 kelurahan, two dinas and their units.

The names of units are real (public) names of offices in Padang, except the technical unit of the dinas; their
posts, people and coordinates are made up. Coordinates are drawn near the district, not surveyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AGENCY: Final = "PADANG"
KECAMATAN: Final = "KEC-LB"
HEALTH: Final = "DINKES"
SOCIAL: Final = "DINSOS"
SOCIAL_UPT: Final = "UPT-RPS"
PUSKESMAS: Final = ("PKM-LB", "PKM-PG")


@dataclass(frozen=True, slots=True)
class Office:
    """One unit: id, name, parent, kind and place; ``floor`` and ``ceiling`` bound its people where given."""

    id: str
    name: str
    parent: str
    kind: str
    lat: float | None
    lon: float | None
    floor: int | None = None
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Ward:
    """A kelurahan: code, name, place, number of sections (2 or 3) and pelaksana seats."""

    code: str
    name: str
    lat: float | None
    lon: float | None
    sections: int
    clerks: int
    operators: int = 0

    @property
    def unit_id(self) -> str:
        """Id of the unit."""
        return f"KEL-{self.code}"


WARDS: Final = (
    Ward("BNR", "Banuaran", -0.9716, 100.3905, 3, 2),
    Ward("BTB", "Batung Taba", -0.9781, 100.3978, 2, 1),
    Ward("CKH", "Cengkeh", -0.9592, 100.4097, 3, 1, 1),
    Ward("GTS", "Gates", -0.9989, 100.3851, 3, 1, 1),
    Ward("GLW", "Gurun Laweh", -0.9548, 100.3899, 2, 1, 1),
    Ward("KBR", "Kampung Baru", -0.9634, 100.3961, 3, 1),
    Ward("KJA", "Kampung Jua", -0.9667, 100.4123, 3, 1),
    Ward("KTB", "Koto Baru", -0.9651, 100.4021, 2, 1, 1),
    Ward("LBG", "Lubuk Begalung", -0.9563, 100.4004, 3, 2, 1),
    Ward("PGA", "Pagambiran Ampalu", -0.9835, 100.3873, 3, 2, 1),
    Ward("PMP", "Pampangan", -0.9748, 100.4049, 3, 1, 1),
    Ward("PLA", "Parak Laweh Pulau Air", -0.9601, 100.3847, 3, 2),
    Ward("PTS", "Pitameh Tanjung Saba", None, None, 2, 1),
    Ward("TSP", "Tanah Sirah Piai", -0.9519, 100.4088, 3, 1, 1),
    Ward("TJA", "Tanjung Aur", -0.9702, 100.3982, 2, 1, 1),
)
"""The 15 kelurahan; Pitameh Tanjung Saba has no coordinates on purpose."""

OFFICES: Final = (
    Office("KOTA", "Pemerintah Kota Padang", "", "pemda", -0.9248, 100.3623),
    Office(KECAMATAN, "Kecamatan Lubuk Begalung", "KOTA", "kecamatan", -0.9586, 100.3983, 12),
    *(Office(w.unit_id, f"Kelurahan {w.name} Nan XX", KECAMATAN, "kelurahan", w.lat, w.lon, 3) for w in WARDS),
    Office(HEALTH, "Dinas Kesehatan", "KOTA", "dinas", -0.9137, 100.3614),
    Office("PKM-LB", "Puskesmas Lubuk Begalung", HEALTH, "upt", -0.9577, 100.3957, 20),
    Office("PKM-PG", "Puskesmas Pegambiran", HEALTH, "upt", -0.9809, 100.3888, 20),
    Office(SOCIAL, "Dinas Sosial", "KOTA", "dinas", -0.9312, 100.3655),
    Office(SOCIAL_UPT, "UPT Rumah Perlindungan Sosial", SOCIAL, "upt", None, None, 5, 14),
)
"""Every unit, parents first."""
