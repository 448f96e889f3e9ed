"""What may be fixed about a planted person, and how many people hold each post of the bundled district."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Final, TypedDict

Past = tuple[tuple[str, str | None, str, date, date], ...]
"""Former posts: group, echelon, job family, from, to."""


class Plan(TypedDict, total=False):
    """What is fixed about a person; the rest is drawn."""

    tag: str
    sex: str
    status: str
    birth: date
    service_since: date
    rank: str
    education: str
    field: str
    position_since: date
    contract_until: date
    acting: str
    inactive_reason: str
    returns_on: date
    sanction: str
    sanction_until: date
    case_open: bool
    talent_box: int
    ratings: tuple[tuple[int, str], ...]
    past: Past
    credentials: tuple[str, ...]
    skills: tuple[str, ...]
    ability: float
    assessed: bool


HOLDERS: Final = MappingProxyType(
    {
        # heads and structural posts without a holder
        "KEL-GTS.LURAH": 0, "KEL-TSP.LURAH": 0, "KEL-PLA.LURAH": 0, "KEL-BTB.LURAH": 0, "DINSOS.KADIN": 0,
        "PKM-PG.KAPUS": 0, "KEC-LB.KASI-TRB": 0, "KEC-LB.KASUBAG-PK": 0, "KEL-BNR.KASI-KSR": 0,
        "KEL-KJA.KASI-KSR": 0, "KEL-LBG.SEKLUR": 0, "KEL-TSP.KASI-PTT": 0, "DINSOS.KABID-PB": 0,
        # health posts that are short while health graduates sit elsewhere
        "PKM-LB.PERAWAT-TR": 3, "PKM-PG.PERAWAT-TR": 2, "UPT-RPS.PERAWAT-TR": 0, "PKM-LB.PERAWAT-AP": 1,
        "PKM-LB.BIDAN-TR": 3, "PKM-PG.BIDAN-TR": 2, "PKM-PG.BIDAN-AP": 1, "PKM-PG.APOTEKER-AP": 0,
        "PKM-PG.SANITARIAN-TR": 0, "PKM-LB.NUTRISIONIS-TR": 0, "PKM-LB.PROMKES-AP": 0,
        "DINKES.ADMINKES-AP": 1,
        "PKM-PG.PEREKAM-MEDIS-TR": 0,
        # other posts that are short
        "DINSOS.PEKERJA-SOSIAL-AP": 1, "UPT-RPS.PEKERJA-SOSIAL-TR": 1, "KEC-LB.PDI": 1, "KEL-CKH.PLO": 0,
        "KEL-TSP.ADM": 0, "KEL-PTS.ADM": 0, "KEC-LB.KEU": 1,
        # posts with more people than seats
        "KEC-LB.ADM": 8, "KEC-LB.OPR": 3, "KEC-LB.KASI-EKB": 1, "DINKES.ADM": 6, "DINSOS.ADM": 6,
        "KEL-LBG.ADM": 3, "KEL-KBR.LURAH": 2, "DINSOS.PDI": 3, "KEL-BNR.ADM": 3, "PKM-LB.ADM": 3,
        "PKM-PG.ADM": 3, "DINKES.KEU": 3,
    }
)  # fmt: skip
"""People who hold a post today where that differs from its need."""
