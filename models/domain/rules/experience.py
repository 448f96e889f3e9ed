"""Years served: R05 rise to pengawas and administrator, R06 rise to JPT, R07 entry into a functional family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from .. import vocabulary as words
from ..calendar import days_of_years
from ..classes import Columns, Looks
from ..facts import UNKNOWN, BoolArray, CodeArray, Facts, IntArray, date_key
from ..movement import Situation
from ..pairs import Pairs
from ..records import Employee, Position
from .base import PersonPostRule
from .context import Context
from .spec import KEEPS, Basis, Finding, Judge, Judgement, Reason, RuleSpec, Verdict


def _older_than(context: Context, employee: Employee, limit: float) -> bool:
    """Tell whether the person is past the birthday at which the age limit is reached."""
    birth, day = employee.birth_date, context.effective
    return (day.year - int(limit), day.month, day.day) > (birth.year, birth.month, birth.day)


def _years(days: int) -> float:
    """Return days as years for a sentence, cut to a tenth, so that a day short of 4 years never reads as 4."""
    return int(days * 10 / 365.25) / 10


def _rises(context: Context, employee: Employee, position: Position, move: Situation) -> bool:
    held = context.held(employee)
    return move.as_promotion and (held is None or position.level > held.level)


def _served(context: Context, employee: Employee, level: int, family: str | None, days: int) -> Verdict:
    """Tell whether somebody served ``days`` at a level or higher, in a family if named."""
    if employee.days_served(context.effective, level=level, family=family) >= days:
        return Verdict.KEEPS
    if not employee.careers_known:
        return Verdict.UNKNOWN
    nameless = sum(
        (min(row.until or context.effective, context.effective) - row.since).days
        for row in employee.careers
        if row.job_family is None and row.level >= level and row.since < context.effective
    )
    known = employee.days_served(context.effective, level=level, family=family)
    return Verdict.UNKNOWN if family is not None and known + nameless >= days else Verdict.BREACHES


class _Years:
    """Days served of each pair at a level in the post's family, and whether they are enough or may be."""

    def __init__(self, pairs: Pairs, level: int) -> None:
        table, nameless = pairs.facts.days_served(level)
        family = pairs.facts.family[pairs.p]
        self._days: IntArray = table[pairs.e, family]  # -1 = last column = any family
        self._maybe: IntArray = self._days + np.where(family >= 0, nameless[pairs.e], 0)
        self._any: IntArray = table[pairs.e, -1]
        self._known: BoolArray = pairs.facts.careers_known[pairs.e]

    def short(self, days: IntArray | int, *, any_family: bool = False) -> tuple[BoolArray, BoolArray]:
        """Return where the days certainly fall short, and where it is unknown."""
        served = self._any if any_family else self._days
        most = self._any if any_family else self._maybe
        short = served < days
        unknown = short & (~self._known | (most >= days))
        return short & ~unknown, unknown


def _of_groups(facts: Facts, groups: Mapping[str, int]) -> Columns:
    """Return columns of posts: rung, and of those in the groups which group and family."""
    order = {group: place for place, group in enumerate(groups, start=1)}
    group = facts.of_posts(lambda post: order.get(post.group, 0))
    return facts.rung, group, np.where(group > 0, facts.family, UNKNOWN)


def years_by_family(facts: Facts, level: int, days: int, *, any_family: bool = False) -> CodeArray:
    """Return what :meth:`_Years.short` says of people by family, shape (E, F + 1): 0 enough, 1 short, 2 unknown."""
    table, nameless = facts.days_served(level)
    most = table + nameless[:, None]
    most[:, -1] = table[:, -1]
    if any_family:
        table, most = table[:, -1:], most[:, -1:]
    short = table < days
    unknown = short & (~facts.careers_known[:, None] | (most >= days))
    return np.where(unknown, 2, short).astype(np.int8)


class RiseToManager(PersonPostRule):
    """R05: a rise to pengawas needs 4 years on levels 1-2, to administrator 3 on level 3, in the same job family."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R05",
        title_id="Masa kerja untuk naik ke pengawas (4 tahun) dan administrator (3 tahun)",
        title_en="Years served for a rise to pengawas (4) and to administrator (3)",
        source="PP 11/2017 ps. 54",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        parameters={"pengawas_years": 4, "administrator_years": 3},
        reasons=(
            Reason(
                "years",
                "baru {served} tahun pada jenjang {level} ke atas di rumpun {family}; naik ke {group} perlu {wanted} tahun",
                "has {served} years on level {level} or above in family {family}; a rise to {group} needs {wanted}",
            ),
            Reason(
                "unknown",
                "riwayat jabatan belum cukup diisi untuk menghitung masa kerja {wanted} tahun",
                "the career is not told well enough to count {wanted} years",
            ),
        ),
    )
    _LEVELS: ClassVar[dict[str, int]] = {"pengawas": 1, "administrator": 3}

    def _days(self, group: str) -> int:
        return days_of_years(self.setting.number(f"{group}_years"))

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        people = (years_by_family(facts, level, self._days(group)) for group, level in self._LEVELS.items())
        return Looks((facts.standing, *people), _of_groups(facts, self._LEVELS))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        for group, level in self._LEVELS.items():
            bites = pairs.rises & pairs.facts.in_groups(frozenset({group}))[pairs.p]
            if not bites.any():
                continue
            breach, unknown = _Years(pairs, level).short(self._days(group))
            judge.breach(bites & breach, "years")
            judge.unknown(bites & unknown, "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        level = self._LEVELS.get(position.group)
        if level is None or not _rises(context, employee, position, move):
            return KEEPS
        wanted = self.setting.number(f"{position.group}_years")
        verdict = _served(context, employee, level, position.job_family, days_of_years(wanted))
        if verdict == Verdict.KEEPS:
            return KEEPS
        served = employee.days_served(context.effective, level=level, family=position.job_family)
        facts = {
            "served": _years(served),
            "level": level,
            "family": position.job_family or "-",
            "group": position.group,
            "wanted": wanted,
        }
        return Finding(verdict, self.spec.reason("unknown" if verdict == Verdict.UNKNOWN else "years"), facts)


class RiseToTop(PersonPostRule):
    """R06: a rise to JPT: years in the field, years on the level below, age at the effective day."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R06",
        title_id="Syarat naik ke JPT: pengalaman di bidangnya, jenjang di bawahnya, dan usia",
        title_en="A rise to JPT: field years, years on the level below, age",
        source="PP 17/2020 ps. 107",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        parameters={
            "jpt_pratama_field_years": 5,
            "jpt_pratama_below_years": 2,
            "jpt_pratama_age": 56,
            "jpt_madya_field_years": 7,
            "jpt_madya_below_years": 2,
            "jpt_madya_age": 58,
            "jpt_utama_field_years": 10,
            "jpt_utama_below_years": 2,
            "jpt_utama_age": 58,
        },
        reasons=(
            Reason(
                "age",
                "usianya melewati {limit} tahun pada TMT",
                "is past {limit} years of age on the effective day",
            ),
            Reason(
                "field",
                "baru {served} tahun di rumpun {family}; perlu {wanted} tahun",
                "has {served} years in family {family}; {wanted} are needed",
            ),
            Reason(
                "below",
                "belum {wanted} tahun pada jenjang {level} ke atas",
                "has not served {wanted} years on level {level} or above",
            ),
            Reason(
                "unknown",
                "riwayat jabatan belum cukup diisi untuk menghitung masa kerja",
                "the career is not told well enough to count the years",
            ),
        ),
    )
    _BELOW: ClassVar[dict[str, int]] = {"jpt_pratama": 4, "jpt_madya": 5, "jpt_utama": 6}

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        groups = {post.group for post in facts.positions} & self._BELOW.keys()
        people: list[npt.NDArray[Any]] = [facts.standing]
        for group in sorted(groups):
            days = {name: days_of_years(self.setting.number(f"{group}_{name}_years")) for name in ("field", "below")}
            people.append(date_key(facts.effective) > facts.birth_key + int(self.setting.number(f"{group}_age")) * 10_000)
            people.append(years_by_family(facts, 1, days["field"]))
            people.append(years_by_family(facts, self._BELOW[group], days["below"], any_family=True))
        return Looks(tuple(people), _of_groups(facts, self._BELOW))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        for group, below in self._BELOW.items():
            bites = pairs.rises & facts.in_groups(frozenset({group}))[pairs.p]
            if not bites.any():
                continue
            limit = int(self.setting.number(f"{group}_age")) * 10_000
            judge.breach(bites & (date_key(facts.effective) > facts.birth_key[pairs.e] + limit), "age")
            field_days = days_of_years(self.setting.number(f"{group}_field_years"))
            breach, unknown = _Years(pairs, 1).short(field_days)
            judge.breach(bites & breach, "field")
            below_days = days_of_years(self.setting.number(f"{group}_below_years"))
            breach_below, unknown_below = _Years(pairs, below).short(below_days, any_family=True)
            judge.breach(bites & breach_below, "below")
            judge.unknown(bites & (unknown | unknown_below), "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        below = self._BELOW.get(position.group)
        if below is None or not _rises(context, employee, position, move):
            return KEEPS
        limit = self.setting.number(f"{position.group}_age")
        if _older_than(context, employee, limit):
            return Finding(Verdict.BREACHES, self.spec.reason("age"), {"limit": limit})
        wanted = self.setting.number(f"{position.group}_field_years")
        in_field = _served(context, employee, 1, position.job_family, days_of_years(wanted))
        if in_field == Verdict.BREACHES:
            served = employee.days_served(context.effective, family=position.job_family)
            facts = {"served": _years(served), "family": position.job_family or "-", "wanted": wanted}
            return Finding(in_field, self.spec.reason("field"), facts)
        years = self.setting.number(f"{position.group}_below_years")
        on_level = _served(context, employee, below, None, days_of_years(years))
        if on_level == Verdict.BREACHES:
            return Finding(on_level, self.spec.reason("below"), {"wanted": years, "level": below})
        if Verdict.UNKNOWN in (in_field, on_level):
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        return KEEPS


class EntryToFunctional(PersonPostRule):
    """R07: a move into a functional post from outside its job family: age, field years, competency test passed."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R07",
        title_id="Perpindahan ke jabatan fungsional: usia, pengalaman di bidangnya, lulus uji kompetensi",
        title_en="A move into a functional post: age, field years, competency test",
        source="PermenPANRB 1/2023; BKN, Perancangan Jabatan",
        basis=Basis.LAW,
        confirmed=False,
        mode="hard",
        parameters={
            "age": 53,
            "age_ahli_madya": 55,
            "age_ahli_utama": 60,
            "field_years": 2,
            "field_years_reorganisation": 1,
        },
        reasons=(
            Reason(
                "age",
                "usianya melewati {limit} tahun pada TMT",
                "is past {limit} years of age on the effective day",
            ),
            Reason(
                "test",
                "belum memiliki bukti lulus {wanted} yang berlaku; dapat setelah lulus",
                "holds no proof of {wanted} in force; possible once passed",
            ),
            Reason(
                "field",
                "baru {served} tahun di rumpun {family}; perlu {wanted} tahun",
                "has {served} years in family {family}; {wanted} are needed",
            ),
            Reason(
                "unknown",
                "riwayat jabatan atau rumpun jabatan belum cukup diisi",
                "the career or the post's job family is not told well enough",
            ),
        ),
    )

    def _age_limit(self, group: str) -> float:
        return self.setting.number(f"age_{group}" if group in ("ahli_madya", "ahli_utama") else "age")

    def _field_years(self, *, reorganisation: bool) -> float:
        return self.setting.number("field_years_reorganisation" if reorganisation else "field_years")

    def _limits(self, facts: Facts) -> IntArray:
        return facts.of_posts(lambda post: int(self._age_limit(post.group)))

    @staticmethod
    def _passed(facts: Facts) -> BoolArray:
        """Return who passed the test of which family, shape (E, F + 1); the last column is nobody's."""
        passed = np.zeros((len(facts.employees), len(facts.family_codes) + 1), dtype=bool)
        tests = {f"uji_kompetensi:{family}": code for code, family in enumerate(facts.family_codes.values)}
        for row, employee in enumerate(facts.employees):
            for item in employee.credentials:
                if item.code in tests and item.valid_on(facts.effective):
                    passed[row, tests[item.code]] = True
        return passed

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        functional, limits = facts.in_groups(words.FUNCTIONAL_GROUPS), self._limits(facts)
        today, days = date_key(facts.effective), days_of_years(self._field_years(reorganisation=facts.reorganisation))
        people = (
            np.where(facts.held < 0, -2, facts.family[facts.held]),
            *(today > facts.birth_key + limit * 10_000 for limit in np.unique(limits[functional])),
            self._passed(facts),
            years_by_family(facts, 1, days),
        )
        return Looks(people, (functional, *(np.where(functional, codes, 0) for codes in (limits, facts.family))))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        functional = facts.in_groups(words.FUNCTIONAL_GROUPS)[pairs.p]
        before, after = np.where(pairs.held < 0, -2, facts.family[pairs.held]), facts.family[pairs.p]
        bites = functional & ((before != after) | (after < 0)) & (pairs.held != pairs.p)
        if not bites.any():
            return judge.done()
        limits = self._limits(facts)[pairs.p]
        judge.breach(bites & (date_key(facts.effective) > facts.birth_key[pairs.e] + limits * 10_000), "age")
        judge.breach(bites & (after >= 0) & ~self._passed(facts)[pairs.e, after], "test")
        days = days_of_years(self._field_years(reorganisation=facts.reorganisation))
        breach, unknown = _Years(pairs, 1).short(days)
        judge.breach(bites & (after >= 0) & breach, "field")
        judge.unknown(bites & (unknown | (after < 0)), "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        held = context.held(employee)
        if position.group not in words.FUNCTIONAL_GROUPS or (held is not None and held.id == position.id):
            return KEEPS
        family = position.job_family
        if held is not None and family is not None and held.job_family == family:
            return KEEPS
        limit = self._age_limit(position.group)
        if _older_than(context, employee, limit):
            return Finding(Verdict.BREACHES, self.spec.reason("age"), {"limit": limit})
        if family is None:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        test = f"uji_kompetensi:{family}"
        if not employee.has_credential(test, context.effective):
            return Finding(Verdict.BREACHES, self.spec.reason("test"), {"wanted": test})
        wanted = self._field_years(reorganisation=context.reorganisation)
        verdict = _served(context, employee, 1, family, days_of_years(wanted))
        if verdict == Verdict.KEEPS:
            return KEEPS
        if verdict == Verdict.UNKNOWN:
            return Finding(verdict, self.spec.reason("unknown"))
        served = employee.days_served(context.effective, family=family)
        facts = {"served": _years(served), "family": family, "wanted": wanted}
        return Finding(verdict, self.spec.reason("field"), facts)
