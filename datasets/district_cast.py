"""Planted people of the bundled district: who has which fault.

Each plan overrides what :mod:`district_people` would draw for one seat. ``tag`` names the fault; the page
``docs/data-lubuk-begalung.md`` and the tests find people by it.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final

from .district_graduates import HEALTH_OUTSIDE
from .district_plan import Plan

_LEADERS: Final[dict[tuple[str, int], Plan]] = {
    ("KEC-LB.CAMAT", 0): {
        "tag": "leaver.camat", "status": "pns", "birth": date(1968, 12, 9), "service_since": date(1994, 3, 1),
        "rank": "IV/b", "education": "s2", "field": "Ilmu Pemerintahan", "sex": "m",
    },
    ("KEC-LB.SEKCAM", 0): {
        "tag": "r13.sekcam", "education": "s1", "field": "Administrasi Publik", "rank": "IV/a",
        "ability": 0.6,
        "birth": date(1976, 6, 2), "service_since": date(2001, 3, 1), "position_since": date(2022, 1, 10),
        "talent_box": 8, "sex": "f", "credentials": (), "assessed": True,
    },
    ("DINSOS.KABID-LJ", 0): {
        "tag": "camat.able", "education": "d4", "field": "Politik Pemerintahan", "rank": "IV/a",
        "ability": 0.7,
        "birth": date(1981, 3, 15), "service_since": date(2003, 10, 1), "position_since": date(2023, 2, 1),
        "talent_box": 9, "sex": "m", "skills": ("T-PEM", "T-PEL"), "assessed": True,
        "ratings": ((2024, "sangat_baik"), (2025, "sangat_baik")), "credentials": ("kepamongprajaan",),
    },
    ("DINSOS.SEKDIN", 0): {
        "tag": "r06.age", "education": "s2", "field": "Sosiologi", "rank": "IV/b", "birth": date(1969, 9, 20),
        "service_since": date(1994, 3, 1), "position_since": date(2018, 5, 1), "sex": "m", "assessed": True,
        "ability": 0.8, "talent_box": 7,
    },
    ("DINSOS.KABID-RS", 0): {
        "tag": "kadin.able", "education": "s2", "field": "Kesejahteraan Sosial", "rank": "IV/b",
        "ability": 0.9,
        "birth": date(1974, 4, 4), "service_since": date(1999, 3, 1), "position_since": date(2021, 3, 1),
        "talent_box": 9, "skills": ("T-SOS", "T-PEL"), "assessed": True, "sex": "f",
        "ratings": ((2024, "baik"), (2025, "sangat_baik")),
    },
    ("DINKES.KABID-YK", 0): {
        "tag": "r06.years", "education": "s2", "field": "Keperawatan", "rank": "IV/a", "ability": 0.9,
        "birth": date(1979, 12, 12), "service_since": date(2004, 1, 1), "position_since": date(2025, 9, 1),
        "talent_box": 7, "assessed": True,
    },
    ("DINKES.DOKTER-MD", 0): {
        "tag": "r12.bup", "education": "s2", "field": "Kedokteran", "rank": "IV/c", "birth": date(1968, 3, 3),
        "service_since": date(1997, 3, 1), "position_since": date(2016, 4, 1), "sex": "m",
    },
    ("DINKES.KADIN", 0): {
        "education": "s2", "field": "Kesehatan Masyarakat", "rank": "IV/c", "birth": date(1970, 2, 20),
        "service_since": date(1996, 3, 1), "position_since": date(2022, 6, 1), "sex": "f", "assessed": True,
    },
    ("PKM-PG.DOKTER-AM", 0): {
        "tag": "acting.kapus", "acting": "PKM-PG.KAPUS", "rank": "III/d", "ability": 0.5, "assessed": True,
        "birth": date(1984, 7, 1), "service_since": date(2011, 1, 1), "position_since": date(2020, 4, 1),
        "status": "pns", "talent_box": 8, "ratings": ((2024, "baik"), (2025, "sangat_baik")),
    },
    ("KEL-BTB.SEKLUR", 0): {
        "tag": "acting.lurah", "acting": "KEL-BTB.LURAH", "rank": "III/c", "ability": 0.5, "assessed": True,
        "birth": date(1982, 10, 5), "service_since": date(2006, 1, 1), "position_since": date(2022, 2, 1),
        "education": "s1", "field": "Ilmu Pemerintahan", "talent_box": 8, "sex": "m",
    },
    ("KEL-CKH.LURAH", 0): {
        "tag": "leaver.lurah", "birth": date(1968, 11, 17), "service_since": date(1993, 3, 1),
        "rank": "III/d",
        "position_since": date(2016, 8, 1), "education": "s1", "field": "Ilmu Pemerintahan", "sex": "m",
    },
    ("KEL-KBR.LURAH", 1): {
        "tag": "second_holder", "position_since": date(2025, 11, 3), "birth": date(1983, 1, 8),
        "service_since": date(2006, 1, 1), "rank": "III/d", "education": "d4",
        "field": "Politik Pemerintahan",
        "assessed": True, "ability": 0.4, "sex": "m",
    },
}  # fmt: skip

_DISCIPLINE: Final[dict[tuple[str, int], Plan]] = {
    ("KEL-PGA.SEKLUR", 0): {
        "tag": "r14.sanction", "sanction": "medium", "sanction_until": date(2027, 6, 30), "education": "s2",
        "field": "Manajemen Bencana", "rank": "III/c", "birth": date(1980, 5, 5), "service_since": date(2005,
                                                                                                        3, 1),
        "position_since": date(2021, 6, 1), "ability": 0.5, "talent_box": 5, "assessed": True,
    },
    ("KEL-LBG.KASI-PTT", 0): {
        "tag": "r14.case", "case_open": True, "education": "s1", "field": "Ilmu Pemerintahan",
        "rank": "III/c",
        "birth": date(1981, 2, 2), "service_since": date(2006, 1, 1), "position_since": date(2021, 6, 1),
        "ability": 0.6, "talent_box": 8, "assessed": True,
    },
    ("KEL-KTB.SEKLUR", 0): {
        "tag": "sanction.heavy", "sanction": "heavy", "sanction_until": date(2027, 3, 31), "rank": "III/c",
        "ratings": ((2024, "baik"), (2025, "kurang")), "talent_box": 1, "ability": -0.5,
    },
    ("KEL-TJA.KASI-PTT", 0): {"tag": "sanction.over", "sanction": "light", "sanction_until": date(2025, 12,
                                                                                                  31)},
    ("KEL-GLW.SEKLUR", 0): {
        "tag": "r08.rating", "ratings": ((2023, "baik"), (2024, "baik"), (2025, "butuh_perbaikan")),
        "ability": 0.2,
        "rank": "III/c", "talent_box": 3, "assessed": True,
    },
    ("KEL-PMP.SEKLUR", 0): {
        "tag": "r08.old", "ratings": ((2021, "baik"), (2022, "baik")), "ability": 0.3, "rank": "III/c",
        "assessed": True,
    },
    ("KEL-KJA.SEKLUR", 0): {"tag": "r15.low", "ability": -2.2, "rank": "III/c", "talent_box": 2,
                            "assessed": True},
    ("KEL-BNR.SEKLUR", 0): {"tag": "unassessed.seklur", "assessed": False, "rank": "III/c"},
}  # fmt: skip

_LIVES: Final[dict[tuple[str, int], Plan]] = {
    ("KEL-PMP.LURAH", 0): {"tag": "spouse.lurah", "sex": "m", "rank": "III/d", "position_since": date(2023, 3,
                                                                                                      1)},
    ("KEL-PMP.KASI-KSR", 0): {
        "tag": "spouse.kasi", "sex": "f", "rank": "III/c", "position_since": date(2022, 2, 1),
        "assessed": True,
        "ability": 0.3, "status": "pns",
    },
    ("KEL-TSP.SEKLUR", 0): {
        "tag": "spouse2.seklur", "sex": "f", "rank": "III/d", "ability": 0.6, "education": "s1",
        "assessed": True,
        "field": "Ilmu Pemerintahan", "talent_box": 8,
    },
    ("KEL-TSP.PLO", 0): {"tag": "spouse2.plo", "sex": "m", "status": "pns", "education": "s1"},
    ("KEC-LB.KASI-PEM", 0): {"tag": "parent.kasi", "birth": date(1970, 6, 6), "service_since": date(1993, 3,
                                                                                                    1)},
    ("KEL-KBR.ADM", 0): {
        "tag": "child.cpns", "status": "cpns", "birth": date(2001, 9, 9), "service_since": date(2026, 3, 1),
        "education": "s1", "field": "Administrasi Publik", "rank": "III/a",
    },
    ("KEC-LB.PTK", 1): {
        "tag": "cpns.1", "status": "cpns", "birth": date(2000, 1, 19), "service_since": date(2026, 3, 1),
        "education": "s1", "field": "Ilmu Pemerintahan", "rank": "III/a",
    },
    ("PKM-LB.PERAWAT-AP", 0): {
        "tag": "cpns.2", "status": "cpns", "birth": date(1999, 4, 22), "service_since": date(2026, 3, 1),
        "rank": "III/a",
    },
    ("KEC-LB.KASI-EKB", 0): {
        "tag": "abolished", "rank": "III/d", "education": "s1", "field": "Ekonomi Pembangunan",
        "ability": 0.3,
        "birth": date(1977, 8, 8), "service_since": date(2002, 3, 1), "position_since": date(2019, 1, 7),
        "skills": ("T-KEU", "T-ADM"), "assessed": True, "credentials": (),
    },
    ("KEC-LB.KASI-KES", 0): {
        "tag": "own_request.post", "sex": "f", "rank": "III/d", "birth": date(1979, 10, 10), "ability": -0.9,
        "skills": ("T-PEM", "T-ADM"), "talent_box": 3, "assessed": True,
        "service_since": date(2003, 3, 1), "position_since": date(2020, 1, 6), "education": "s1",
        "field": "Sosiologi",
    },
    ("KEL-PLA.KASI-KSR", 0): {"tag": "own_request.unit", "sex": "f", "rank": "III/b"},
    ("KEL-BTB.KASI-PTT", 0): {
        "tag": "months.rotation", "birth": date(1969, 6, 14), "service_since": date(1992, 3, 1),
        "rank": "III/c",
        "position_since": date(2017, 5, 1),
    },
    ("KEL-LBG.LURAH", 0): {"tag": "long_in_post", "position_since": date(2016, 2, 1), "birth": date(1975, 5,
                                                                                                    28),
                           "service_since": date(1999, 3, 1)},
    ("KEL-GTS.SEKLUR", 0): {
        "tag": "months.promotion", "birth": date(1970, 4, 2), "service_since": date(1993, 3, 1),
        "rank": "III/d",
        "talent_box": 5, "assessed": True,
    },
    ("KEL-CKH.KASI-KSR", 0): {
        "tag": "inactive.study", "inactive_reason": "tugas belajar", "returns_on": date(2028, 8, 1),
        "rank": "III/b",
    },
    ("KEL-KTB.KASI-PPM", 0): {
        "tag": "inactive.returns", "inactive_reason": "cuti di luar tanggungan negara", "rank": "III/b",
        "returns_on": date(2026, 12, 21), "assessed": True,
    },
    ("KEC-LB.OPR", 0): {"tag": "inactive.suspended", "inactive_reason": "pemberhentian sementara",
                        "status": "pns",
                        "case_open": True},
    ("KEC-LB.OPR", 1): {
        "tag": "pppk.contract_ends", "status": "pppk", "service_since": date(2022, 1, 1), "education": "sma",
        "contract_until": date(2026, 12, 31),
    },
    ("KEC-LB.ADM", 2): {"tag": "part_time.1", "status": "pppk_paruh_waktu", "education": "sma",
                        "service_since": date(2025, 10, 1), "contract_until": date(2027, 9, 30),
                        "assessed": False},
    ("KEL-CKH.ADM", 0): {"tag": "part_time.2", "status": "pppk_paruh_waktu", "education": "sma",
                         "service_since": date(2025, 10, 1), "contract_until": date(2027, 9, 30),
                         "assessed": False},
    ("KEL-PLA.ADM", 0): {"tag": "part_time.3", "status": "pppk_paruh_waktu", "education": "s1",
                         "service_since": date(2025, 10, 1), "contract_until": date(2027, 9, 30),
                         "assessed": False},
    ("KEL-LBG.ADM", 1): {"tag": "part_time.4", "status": "pppk_paruh_waktu", "education": "d3",
                         "service_since": date(2025, 10, 1), "contract_until": date(2027, 9, 30),
                         "assessed": False},
    ("KEC-LB.ADM", 3): {"tag": "it.1", "status": "pns", "education": "s1", "field": "Teknik Informatika",
                        "skills": ("T-IT",), "ability": 0.4, "assessed": True, "position_since": date(2022, 3,
                                                                                                      1)},
    ("DINKES.ADM", 1): {"tag": "it.2", "status": "pns", "education": "d3", "field": "Sistem Informasi",
                        "skills": ("T-IT",), "ability": 0.3, "assessed": True, "position_since": date(2021, 3,
                                                                                                      1)},
}  # fmt: skip

CAST: Final = MappingProxyType(HEALTH_OUTSIDE | _LEADERS | _DISCIPLINE | _LIVES)
"""Plan by (post, seat), seats counted from 0."""

WITHOUT_POST: Final[tuple[tuple[str, Plan], ...]] = (
    ("KEC-LB.ADM", {"tag": "entry.cpns", "status": "cpns", "birth": date(2001, 5, 30), "education": "s1",
                    "service_since": date(2026, 3, 1), "rank": "III/a", "field": "Sistem Informasi",
                    "skills": ("T-IT",)}),
    ("KEL-BNR.KASI-PTT", {"tag": "entry.former_kasi", "status": "pns", "birth": date(1982, 12, 3),
                          "service_since": date(2007, 1, 1), "rank": "III/c", "education": "s1",
                          "field": "Ilmu Pemerintahan", "assessed": True, "ability": 0.4}),
    ("DINSOS.PEKERJA-SOSIAL-AP", {"tag": "entry.study_return", "status": "pns", "birth": date(1990, 6, 6),
                                  "service_since": date(2015, 3, 1), "rank": "III/b", "education": "s2",
                                  "field": "Kesejahteraan Sosial", "inactive_reason": "tugas belajar",
                                  "returns_on": date(2026, 12, 15), "assessed": True, "ability": 0.6}),
)  # fmt: skip
"""People who hold no post: the post whose like they held before, and the plan."""
