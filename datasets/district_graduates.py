"""Health graduates outside health posts: those with a way back, and those whom a rule stops."""

from __future__ import annotations

from datetime import date
from typing import Final

from .district_plan import Past, Plan


def _was(step: str, family: str, first: int, last: int) -> Past:
    """Return one former functional post in a health job family."""
    return ((step, None, family, date(first, 3, 1), date(last, 7, 3)),)


def _health(tag: str, education: str, field: str, family: str, step: str, born: date, start: int, **more: str) -> Plan:
    """Return a health graduate in an office: a former nurse, midwife, … moved there in 2023.

    Under four years in the office, so R05 keeps them from a post of pengawas there; ranks suit the functional
    step.
    """
    plan: Plan = {
        "tag": tag, "status": "pns", "education": education, "field": field, "birth": born,
        "service_since": date(start, 3, 1), "position_since": date(2023, 7, 3), "sex": more.get("sex", "f"),
        "rank": more.get("rank", "III/b" if education != "d3" else "II/d"),
        "past": _was(step, family, start, 2023), "skills": ("T-KES",), "ability": 0.7, "assessed": True,
        "credentials": (f"uji_kompetensi:{family}",), "ratings": ((2024, "baik"), (2025, "baik")),
    }  # fmt: skip
    return plan


HEALTH_OUTSIDE: Final[dict[tuple[str, int], Plan]] = {
    ("KEL-BNR.ADM", 0): _health("health.bidan.1", "d3", "Kebidanan", "bidan", "terampil", date(1990, 4, 12),
                                2014),
    ("KEL-TJA.ADM", 0): _health("health.bidan.2", "d3", "Kebidanan", "bidan", "terampil", date(1991, 9, 3),
                                2015),
    ("KEL-PMP.PLO", 0): _health(
        "health.perawat.1", "d3", "Keperawatan", "perawat", "terampil", date(1988, 11, 8), 2012, sex="m"
    ),
    ("DINSOS.ADM", 0): _health("health.perawat.2", "d3", "Keperawatan", "perawat", "terampil", date(1992, 6,
                                                                                                    17),
                                                                                                    2016),
    ("KEC-LB.PTK", 0): _health(
        "health.perawat.3", "s1", "Keperawatan", "perawat", "ahli_pertama", date(1989, 8, 30), 2014,
        rank="III/b"
    ),
    ("DINSOS.ADM", 1): _health(
        "health.apoteker.1", "s1", "Farmasi", "apoteker", "ahli_pertama", date(1990, 2, 14), 2016
    ),
    ("KEC-LB.ADM", 0): _health(
        "health.sanitarian.1", "d3", "Kesehatan Lingkungan", "sanitarian", "terampil", date(1991, 12, 1),
        2015, sex="m"
    ),
    ("KEL-LBG.PLO", 0): _health("health.gizi.1", "d3", "Gizi", "nutrisionis", "terampil", date(1993, 5, 21),
                                2017),
    ("DINKES.ADM", 0): _health(
        "health.skm.1", "s1", "Kesehatan Masyarakat", "promkes", "ahli_pertama", date(1990, 10, 9), 2015
    ),
    ("KEC-LB.ADM", 1): _health(
        "health.skm.2", "s1", "Kesehatan Masyarakat", "adminkes", "ahli_pertama", date(1988, 3, 28), 2013
    ),
    # those whom a rule stops
    ("UPT-RPS.PGS", 0): {
        **_health("health.jpm", "d4", "Kebidanan", "bidan", "ahli_pertama", date(1989, 1, 25), 2013),
        "ability": -0.3,
    },
    ("KEL-KJA.ADM", 0): {
        **_health("health.no_test", "d3", "Kebidanan", "bidan", "terampil", date(1990, 7, 7), 2014),
        "credentials": (),
    },
    ("KEL-KTB.ADM", 0): {
        **_health("health.too_old", "d3", "Keperawatan", "perawat", "terampil", date(1972, 5, 19), 1996),
        "rank": "III/c",
    },
    ("KEL-LBG.ADM", 0): {
        **_health("health.rating", "s1", "Kesehatan Masyarakat", "promkes", "ahli_pertama", date(1991, 1, 30),
                  2016),
        "ratings": ((2024, "baik"), (2025, "butuh_perbaikan")),
        "ability": 1.2,
    },
    ("KEL-PGA.ADM", 0): {
        **_health("health.no_years", "d3", "Rekam Medis", "perekam_medis", "terampil", date(1994, 2, 11),
                  2019),
        "past": (),
        "position_since": date(2019, 3, 1),
    },
    ("KEL-GLW.ADM", 0): {
        "tag": "health.pppk", "status": "pppk", "education": "d3", "field": "Keperawatan", "sex": "f",
        "birth": date(1993, 8, 15), "service_since": date(2023, 3, 1), "contract_until": date(2028, 2, 29),
        "skills": ("T-KES",), "credentials": ("uji_kompetensi:perawat",), "ability": 0.2,
    },
}  # fmt: skip
