"""What a case is made of: every table, its columns, their kinds, ranges and references.

This is the one place where a column is declared; readers, writers, the template and the checks read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from . import vocabulary as words

Kind = Literal["id", "text", "list", "int", "float", "bool", "date", "period", "choice", "rank", "echelon"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name
        Machine name (contract).
    kind
        How a cell is read; ``list`` is text joined by ``;``, ``period`` is ``2025`` or ``2025Q3``.
    required
        A row without it cannot be read.
    choices
        Admitted codes of a ``choice``.
    minimum, maximum
        Inclusive range of a number.
    refers_to
        ``table.column`` that must hold the value, or "" for none; lists are checked item by item.
    default
        What an empty cell means, as text; "" keeps it unknown.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    refers_to: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a case; ``key`` are the columns that no two rows may share."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    optional: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


def _c(
    name: str,
    kind: Kind = "text",
    *,
    need: bool = False,
    of: tuple[str, ...] = (),
    lo: float | None = None,
    hi: float | None = None,
    ref: str = "",
    default: str = "",
) -> Column:
    return Column(name, kind, need, of, lo, hi, ref, default)


_TABLES: Final = (
    Table(
        "units",
        (
            _c("unit_id", "id", need=True),
            _c("name", need=True),
            _c("parent_id", "id", ref="units.unit_id"),
            _c("agency_id", "id"),
            _c("kind"),
            _c("lat", "float", lo=-90, hi=90),
            _c("lon", "float", lo=-180, hi=180),
            _c("floor", "int", lo=0),
            _c("ceiling", "int", lo=0),
        ),
        ("unit_id",),
    ),
    Table(
        "positions",
        (
            _c("position_id", "id", need=True),
            _c("unit_id", "id", need=True, ref="units.unit_id"),
            _c("title", need=True),
            _c("title_id", "id"),
            _c("group", "choice", need=True, of=words.GROUPS),
            _c("echelon", "echelon"),
            _c("duty", "choice", of=("camat", "lurah")),
            _c("bup", "int", lo=50, hi=75),
            _c("need", "int", lo=0, hi=100_000),
            _c("ceiling", "int", lo=0, hi=100_000),
            _c("head", "bool", default="false"),
            _c("reports_to", "id", ref="positions.position_id"),
            _c("education_min", "choice", of=words.EDUCATIONS),
            _c("education_fields", "list"),
            _c("fields_mandatory", "bool", default="false"),
            _c("credentials", "list"),
            _c("rank_min", "rank"),
            _c("rank_max", "rank"),
            _c("priority", "int", lo=1, hi=5, default="3"),
            _c("job_family", "id"),
            _c("job_class", "int", lo=1, hi=17),
            _c("tie_key"),
        ),
        ("position_id",),
    ),
    Table(
        "workload",
        (
            _c("position_id", "id", need=True, ref="positions.position_id"),
            _c("task", need=True),
            _c("volume_year", "float", need=True, lo=0),
            _c("minutes", "float", need=True, lo=0),
        ),
        optional=True,
    ),
    Table(
        "competencies",
        (
            _c("competency_id", "id", need=True),
            _c("name", need=True),
            _c("kind", "choice", need=True, of=words.COMPETENCY_KINDS),
        ),
        ("competency_id",),
    ),
    Table(
        "requirements",
        (
            _c("position_id", "id", ref="positions.position_id"),
            _c("title"),
            _c("group", "choice", of=words.GROUPS),
            _c("competency_id", "id", need=True, ref="competencies.competency_id"),
            _c("level", "float", need=True, lo=1, hi=5),
            _c("weight", "float", lo=0, hi=1000, default="1"),
            _c("mandatory", "bool", default="false"),
        ),
        ("position_id", "title", "group", "competency_id"),
    ),
    Table(
        "employees",
        (
            _c("employee_id", "id", need=True),
            _c("name", need=True),
            _c("title_front"),
            _c("title_back"),
            _c("status", "choice", need=True, of=words.STATUSES),
            _c("sex", "choice", of=words.SEXES),
            _c("birth_date", "date", need=True),
            _c("rank", "rank"),
            _c("rank_since", "date"),
            _c("education", "choice", need=True, of=words.EDUCATIONS),
            _c("education_field"),
            _c("position_id", "id", ref="positions.position_id"),
            _c("position_since", "date"),
            _c("service_since", "date"),
            _c("pns_since", "date"),
            _c("contract_until", "date"),
            _c("acting_position_id", "id", ref="positions.position_id"),
            _c("active", "bool", default="true"),
            _c("inactive_reason"),
            _c("returns_on", "date"),
            _c("sanction", "choice", of=words.SANCTIONS),
            _c("sanction_until", "date"),
            _c("case_open", "bool"),
            _c("talent_box", "int", lo=1, hi=9),
            _c("lat", "float", lo=-90, hi=90),
            _c("lon", "float", lo=-180, hi=180),
            _c("tie_key"),
        ),
        ("employee_id",),
    ),
    Table(
        "profiles",
        (
            _c("employee_id", "id", need=True, ref="employees.employee_id"),
            _c("competency_id", "id", need=True, ref="competencies.competency_id"),
            _c("level", "float", need=True, lo=0, hi=5),
            _c("assessed_on", "date"),
            _c("method"),
        ),
        ("employee_id", "competency_id", "assessed_on", "method"),
    ),
    Table(
        "credentials",
        (
            _c("employee_id", "id", need=True, ref="employees.employee_id"),
            _c("credential", "id", need=True),
            _c("issued_on", "date"),
            _c("expires_on", "date"),
        ),
        optional=True,
    ),
    Table("fields", (_c("field", need=True), _c("family", need=True)), ("field",), optional=True),
    Table(
        "performance",
        (
            _c("employee_id", "id", need=True, ref="employees.employee_id"),
            _c("year", "int", need=True, lo=1990, hi=2100),
            _c("rating", "choice", need=True, of=words.RATINGS),
            _c("result"),
            _c("behaviour"),
        ),
        ("employee_id", "year"),
        optional=True,
    ),
    Table(
        "careers",
        (
            _c("employee_id", "id", need=True, ref="employees.employee_id"),
            _c("group", "choice", need=True, of=words.GROUPS),
            _c("echelon", "echelon"),
            _c("job_family", "id"),
            _c("from", "date", need=True),
            _c("to", "date"),
        ),
        optional=True,
    ),
    Table(
        "evaluations",
        (
            _c("employee_id", "id", need=True, ref="employees.employee_id"),
            _c("period", "period", need=True),
            _c("competency_id", "id", need=True, ref="competencies.competency_id"),
            _c("score", "float", need=True, lo=0, hi=100),
            _c("scale", "choice", of=words.SCALES, default="level"),
            _c("instrument"),
            _c("rater", "choice", of=words.RATERS),
            _c("rater_id", "id"),
            _c("rater_unit_id", "id"),
        ),
        ("employee_id", "period", "competency_id", "instrument", "rater", "rater_id"),
        optional=True,
    ),
    Table(
        "courses",
        (
            _c("course_id", "id", need=True),
            _c("title", need=True),
            _c("form"),
            _c("track"),
            _c("provider"),
            _c("hours_jp", "float", need=True, lo=0, hi=2000),
            _c("cost_idr", "int", need=True, lo=0, hi=10_000_000_000),
            _c("prerequisites", "list"),
            _c("credential", "id"),
        ),
        ("course_id",),
        optional=True,
    ),
    Table(
        "course_effects",
        (
            _c("course_id", "id", need=True, ref="courses.course_id"),
            _c("competency_id", "id", need=True, ref="competencies.competency_id"),
            _c("level_from", "float", lo=0, hi=5),
            _c("level_to", "float", need=True, lo=0, hi=5),
            _c("gain", "float", lo=0, hi=5),
            _c("gain_sd", "float", lo=0, hi=5),
        ),
        ("course_id", "competency_id"),
        optional=True,
    ),
    Table(
        "sessions",
        (
            _c("session_id", "id", need=True),
            _c("course_id", "id", need=True, ref="courses.course_id"),
            _c("starts_on", "date", need=True),
            _c("ends_on", "date", need=True),
            _c("seats", "int", need=True, lo=0, hi=100_000),
            _c("min_seats", "int", lo=0, hi=100_000),
            _c("open_cost_idr", "int", lo=0, hi=100_000_000_000),
            _c("unit_id", "id", ref="units.unit_id"),
        ),
        ("session_id",),
        optional=True,
    ),
    Table(
        "trainings",
        (
            _c("employee_id", "id", need=True, ref="employees.employee_id"),
            _c("course_id", "id", need=True, ref="courses.course_id"),
            _c("finished_on", "date", need=True),
            _c("hours_jp", "float", lo=0, hi=2000),
            _c("score", "float", lo=0, hi=100),
        ),
        optional=True,
    ),
    Table(
        "satisfaction",
        (
            _c("unit_id", "id", need=True, ref="units.unit_id"),
            _c("period", "period", need=True),
            _c("ikm", "float", lo=25, hi=100),
            *(_c(f"u{element}", "float", lo=1, hi=4) for element in range(1, 10)),
            _c("respondents", "int", lo=0),
        ),
        ("unit_id", "period"),
        optional=True,
    ),
    Table(
        "preferences",
        (
            _c("employee_id", "id", need=True, ref="employees.employee_id"),
            _c("position_id", "id", ref="positions.position_id"),
            _c("unit_id", "id", ref="units.unit_id"),
            _c("rank", "int", need=True, lo=1, hi=1000),
            _c("own_request", "bool", default="false"),
        ),
        ("employee_id", "position_id", "unit_id"),
        optional=True,
    ),
    Table(
        "relations",
        (
            _c("employee_id", "id", need=True, ref="employees.employee_id"),
            _c("relative_id", "id", need=True, ref="employees.employee_id"),
            _c("relation", "choice", need=True, of=words.RELATIONS),
        ),
        ("employee_id", "relative_id"),
        optional=True,
    ),
)

TABLES: Final = MappingProxyType({table.name: table for table in _TABLES})
"""Every table of a case by name, in the order in which they are written."""

FORBIDDEN_COLUMNS: Final = frozenset(
    {"religion", "agama", "marital_status", "status_kawin", "origin", "suku", "asal_daerah", "disability",
     "disabilitas", "politics", "partai", "nik", "phone", "nomor_hp", "address", "alamat", "npwp", "bpjs"}
)  # fmt: skip
"""Columns dropped and reported at the door (R25 and UU 27/2022: what a placement must not or need not hold)."""
