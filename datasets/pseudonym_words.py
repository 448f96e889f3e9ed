"""What each column of a case becomes in a pseudonymised one, and the words that stand in for names.

Every column of kind ``id``, ``text`` or ``list`` is named here (a test holds the list against the tables), so that a new
column can't slip through as it is. Numbers, dates, choices, ranks and periods are facts that the rules need: they stay,
but for the birth date, which moves within its month, and for the coordinates.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Treatment(StrEnum):
    """What happens to a column."""

    EMPLOYEE = "employee"
    POSITION = "position"
    UNIT = "unit"
    AGENCY = "agency"
    TITLE_CODE = "title_code"
    SESSION = "session"
    TITLE = "title"
    PERSON_NAME = "person_name"
    UNIT_NAME = "unit_name"
    RANK = "rank"
    WORDS = "words"
    """Free text: each distinct text becomes a numbered word; their order is kept."""
    HIDE = "hide"
    """Free text that says nothing to a rule: one word for all."""
    DROP = "drop"
    KEEP = "keep"
    """Catalogue words that the rules read (fields, certificates, courses); searched for names and ids of people."""


_T = Treatment
TREATMENTS: Final = MappingProxyType(
    {
        "units": {"unit_id": _T.UNIT, "name": _T.UNIT_NAME, "parent_id": _T.UNIT, "agency_id": _T.AGENCY, "kind": _T.WORDS},
        "positions": {
            "position_id": _T.POSITION,
            "unit_id": _T.UNIT,
            "title": _T.TITLE,
            "title_id": _T.TITLE_CODE,
            "reports_to": _T.POSITION,
            "education_fields": _T.KEEP,
            "credentials": _T.KEEP,
            "job_family": _T.KEEP,
            "tie_key": _T.RANK,
        },
        "workload": {"position_id": _T.POSITION, "task": _T.WORDS},
        "competencies": {"competency_id": _T.KEEP, "name": _T.KEEP},
        "requirements": {"position_id": _T.POSITION, "title": _T.TITLE, "competency_id": _T.KEEP},
        "employees": {
            "employee_id": _T.EMPLOYEE,
            "name": _T.PERSON_NAME,
            "title_front": _T.DROP,
            "title_back": _T.DROP,
            "education_field": _T.KEEP,
            "position_id": _T.POSITION,
            "acting_position_id": _T.POSITION,
            "inactive_reason": _T.HIDE,
            "tie_key": _T.RANK,
        },
        "profiles": {"employee_id": _T.EMPLOYEE, "competency_id": _T.KEEP, "method": _T.WORDS},
        "credentials": {"employee_id": _T.EMPLOYEE, "credential": _T.KEEP},
        "fields": {"field": _T.KEEP, "family": _T.KEEP},
        "performance": {"employee_id": _T.EMPLOYEE, "result": _T.WORDS, "behaviour": _T.WORDS},
        "careers": {"employee_id": _T.EMPLOYEE, "job_family": _T.KEEP},
        "evaluations": {
            "employee_id": _T.EMPLOYEE,
            "competency_id": _T.KEEP,
            "instrument": _T.WORDS,
            "rater_id": _T.EMPLOYEE,
            "rater_unit_id": _T.UNIT,
        },
        "courses": {
            "course_id": _T.KEEP,
            "title": _T.KEEP,
            "form": _T.KEEP,
            "track": _T.KEEP,
            "provider": _T.WORDS,
            "prerequisites": _T.KEEP,
            "credential": _T.KEEP,
        },
        "course_effects": {"course_id": _T.KEEP, "competency_id": _T.KEEP},
        "sessions": {"session_id": _T.SESSION, "course_id": _T.KEEP, "unit_id": _T.UNIT},
        "trainings": {"employee_id": _T.EMPLOYEE, "course_id": _T.KEEP},
        "satisfaction": {"unit_id": _T.UNIT},
        "preferences": {"employee_id": _T.EMPLOYEE, "position_id": _T.POSITION, "unit_id": _T.UNIT},
        "relations": {"employee_id": _T.EMPLOYEE, "relative_id": _T.EMPLOYEE},
    }
)
"""Table -> column -> treatment, for every column of kind ``id``, ``text`` or ``list``."""

PREFIXES: Final = MappingProxyType(
    {
        _T.EMPLOYEE: "PEG",
        _T.POSITION: "JAB",
        _T.UNIT: "UNIT",
        _T.AGENCY: "INS",
        _T.TITLE_CODE: "KODE",
        _T.SESSION: "SESI",
    }
)
"""What the made-up ids of a kind begin with; none of them is 18 digits, so no reader takes one for a NIP."""

ORDERED: Final = frozenset({_T.UNIT, _T.AGENCY})
"""Kinds of id whose order stands in the model (rows of units, names of one unit before another): it is kept."""

HIDDEN: Final = "disamarkan"
CASE_NAME: Final = "Kasus tersamar"
AGENCY_NAME: Final = "Instansi tersamar"

FIRST_NAMES: Final = (
    "Adi", "Agus", "Ayu", "Bagas", "Bayu", "Bima", "Cahya", "Dewi", "Dimas", "Dwi", "Eka", "Endah", "Fajar", "Galih",
    "Gita", "Hana", "Intan", "Jaya", "Kirana", "Laras", "Lestari", "Made", "Mawar", "Nanda", "Niken", "Panji", "Putu",
    "Raka", "Rangga", "Ratih", "Sari", "Satria", "Sekar", "Sinta", "Surya", "Tirta", "Utami", "Wahyu", "Wulan", "Yudha",
)  # fmt: skip
LAST_NAMES: Final = (
    "Adiputra", "Anggara", "Baskara", "Cendana", "Darmawan", "Gunadi", "Hartono", "Indrawan", "Jatmika", "Kusuma",
    "Laksana", "Mahardika", "Nugraha", "Pamungkas", "Pranata", "Purnama", "Rahardja", "Santika", "Setiawan", "Sucipto",
    "Suryadi", "Tanjung", "Utomo", "Wardana", "Wibawa", "Wicaksana", "Widodo", "Wiguna", "Wiratama", "Yudistira",
)  # fmt: skip
"""First and last names are drawn apart, whatever the sex: a made-up name tells nothing about its bearer."""
