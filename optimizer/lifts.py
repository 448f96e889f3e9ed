"""What would lift a hard rule for one person and one post: a later day, a rank, a certificate, a level, and so on.

Nothing is read off a rule: a fact of the person, or the day, is changed and the rule is asked again, alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ..models.domain import vocabulary as words
from ..models.domain.case import Case
from ..models.domain.population import leaving_reason
from ..models.domain.records import Credential, Employee, Position, Preference
from ..models.domain.rules.base import PersonPostRule
from ..models.domain.rules.context import Context
from ..models.domain.rules.spec import Verdict
from .cost_words import figure
from .referee import Referee

LATEST = 120
"""Months after the plan's day up to which a later day is looked for."""
MOST_LEVELS = 3
"""Competencies that are raised together at most."""
EXAM = "uji_kompetensi:"


@dataclass(frozen=True, slots=True)
class Lift:
    """A change of facts with which one hard rule no longer forbids the post; ``kind`` says of what."""

    rule: str
    kind: str
    words_id: str
    words_en: str


@dataclass(frozen=True, slots=True)
class _Asked:
    referee: Referee
    rule: PersonPostRule
    position: Position

    def denies(self, employee: Employee, context: Context | None = None) -> bool:
        """Tell whether the rule forbids the post with these facts."""
        context = context or self.referee.context
        move = context.move(employee, self.position)
        finding = self.rule.examine(context, employee, self.position, move)
        if finding.verdict == Verdict.KEEPS:
            return False
        return self.referee.effect_of(self.rule, finding, employee, promotion=move.as_promotion) == "deny"


def lifts_of(referee: Referee, employee: Employee, position: Position) -> tuple[Lift, ...]:
    """Return what would lift each hard rule that forbids a post, rule by rule; a rule that nothing lifts has none."""
    found: list[Lift] = []
    for rule, _, effect in referee.examine(employee, position):
        if effect == "deny":
            asked = _Asked(referee, rule, position)
            for kind, said in _changes(asked, employee):
                found.append(Lift(rule.spec.id, kind, *said))
    return tuple(found)


def _changes(asked: _Asked, employee: Employee) -> Iterator[tuple[str, tuple[str, str]]]:
    for kind, search in (
        ("credential", _credential),
        ("level", _levels),
        ("rank", _rank),
        ("rating", _rating),
        ("education", _education),
        ("discipline", _discipline),
        ("request", _request),
        ("date", _later),
    ):
        said = search(asked, employee)
        if said is not None:
            yield kind, said


def _course_with(case: Case, code: str) -> tuple[str, str]:
    """Return the cheapest course that grants a certificate, as the end of a sentence; empty where none does."""
    courses = sorted((c for c in case.courses.values() if c.credential == code), key=lambda c: (c.cost_idr, c.id))
    return (f" (pelatihan {courses[0].title})", f" (course {courses[0].title})") if courses else ("", "")


def _credential(asked: _Asked, employee: Employee) -> tuple[str, str] | None:
    context, position = asked.referee.context, asked.position
    codes = [code for code in position.credentials if not employee.has_credential(code, context.effective)]
    families = [f"{EXAM}{position.job_family}"] if position.job_family else []
    for wanted in (codes, ["kepamongprajaan"], families):
        more = tuple(Credential(code, None, None) for code in wanted)
        if more and not asked.denies(replace(employee, credentials=(*employee.credentials, *more))):
            courses = [_course_with(asked.referee.case, code) for code in wanted]
            names = [
                (f"uji kompetensi {_spoken(code[len(EXAM) :])}", f"the competency exam {_spoken(code[len(EXAM) :])}")
                if code.startswith(EXAM)
                else (f"sertifikat {_spoken(code)}", f"the certificate {_spoken(code)}")
                for code in wanted
            ]
            bahasa = " dan ".join(f"{name[0]}{course[0]}" for name, course in zip(names, courses, strict=True))
            english = " and ".join(f"{name[1]}{course[1]}" for name, course in zip(names, courses, strict=True))
            return f"setelah memperoleh {bahasa}", f"once {english} is obtained"
    return None


def _spoken(code: str) -> str:
    """Return a code of the case as words."""
    return code.replace("_", " ")


def _levels(asked: _Asked, employee: Employee) -> tuple[str, str] | None:
    gaps = {
        competency: requirement.level
        for competency, requirement in asked.position.requirements.items()
        if (employee.level_of(competency) or 0.0) < requirement.level
    }
    order = sorted(gaps, key=lambda competency: ((employee.level_of(competency) or 0.0) - gaps[competency], competency))
    names = asked.referee.case.records.competencies
    for count in range(1, MOST_LEVELS + 1):
        raised = {competency: gaps[competency] for competency in order[:count]}
        if len(raised) < count:
            return None
        if not asked.denies(replace(employee, levels={**employee.levels, **raised})):
            parts = [(names.get(c, c), figure(level, "id"), figure(level, "en")) for c, level in raised.items()]
            bahasa = ", ".join(f"{name} level {told}" for name, told, _ in parts)
            english = ", ".join(f"{name} level {told}" for name, _, told in parts)
            return f"setelah dinilai {bahasa}", f"once assessed at {english}"
    return None


def _rank(asked: _Asked, employee: Employee) -> tuple[str, str] | None:
    scale = words.PPPK_GRADES if employee.is_pppk else words.PNS_RANKS
    after = scale.index(employee.rank) + 1 if employee.rank in scale else 0
    for rank in scale[after:]:
        if not asked.denies(replace(employee, rank=rank)):
            return f"dengan pangkat atau golongan {rank}", f"with rank {rank}"
    return None


def _rating(asked: _Asked, employee: Employee) -> tuple[str, str] | None:
    year = asked.referee.context.effective.year
    best = tuple((year - back, "baik") for back in (1, 2))
    if asked.denies(replace(employee, ratings=best)):
        return None
    return "dengan predikat kinerja Baik pada dua tahun terakhir", "with the rating Baik in the two latest years"


def _education(asked: _Asked, employee: Employee) -> tuple[str, str] | None:
    for level in words.EDUCATIONS:
        higher = words.EDUCATION_ORDER[level] > words.EDUCATION_ORDER[employee.education]
        if higher and not asked.denies(replace(employee, education=level)):
            return f"dengan ijazah {level.upper()}", f"with a degree {level.upper()}"
    for field in asked.position.education_fields:
        if not asked.denies(replace(employee, education_field=field)):
            return f"dengan bidang pendidikan {field}", f"with the field of education {field}"
    return None


def _discipline(asked: _Asked, employee: Employee) -> tuple[str, str] | None:
    if asked.denies(replace(employee, sanction="none", sanction_until=None, case_open=False)):
        return None
    return "setelah hukuman atau perkara disiplin selesai", "once the disciplinary sanction or case has ended"


def _request(asked: _Asked, employee: Employee) -> tuple[str, str] | None:
    wish = Preference(asked.position.id, None, 1, own_request=True)
    if asked.denies(replace(employee, preferences=(*employee.preferences, wish))):
        return None
    return "atas permintaan sendiri yang tertulis", "on the person's own written request"


def _later(asked: _Asked, employee: Employee) -> tuple[str, str] | None:
    """Look for the first day after the plan's from which the rule is kept: by months, then by days."""
    first = asked.referee.case.effective
    months = next(
        (count for count in range(1, LATEST + 1) if not _denies_on(asked, employee, add_months(first, count))), None
    )
    if months is None:
        return None
    low, high = (first if months == 1 else add_months(first, months - 1)), add_months(first, months)
    while high - low > timedelta(days=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if _denies_on(asked, employee, middle) else (low, middle)
    if leaving_reason(employee, asked.referee.context.held(employee), high) is not None:
        return None
    return f"mulai {high.isoformat()}", f"from {high.isoformat()} on"


def add_months(day: date, count: int) -> date:
    """Return the first day of the month so many months later."""
    month = day.month - 1 + count
    return date(day.year + month // 12, month % 12 + 1, 1)


def _denies_on(asked: _Asked, employee: Employee, day: date) -> bool:
    referee = asked.referee
    later = replace(referee.case, effective=day)
    later.__dict__["records"] = referee.case.records  # the same people and posts, read once
    context = Context(later, referee.scenario, referee.context.lost_eligibility)
    return asked.denies(employee, context)
