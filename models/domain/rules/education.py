"""Education and certificates: R04 level, field and credential, R13 knowledge of government for a Camat."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from .. import vocabulary as words
from ..classes import Looks
from ..facts import UNKNOWN, BoolArray, Coding, Facts, IntArray
from ..movement import Situation
from ..pairs import Pairs
from ..records import Employee, Position
from .base import PersonPostRule
from .context import Context
from .spec import KEEPS, Basis, Finding, Judge, Judgement, Reason, RuleSpec, Verdict

GOVERNMENT_FAMILY = "ilmu_pemerintahan"
GOVERNMENT_CREDENTIAL = "kepamongprajaan"


class EducationLevel(PersonPostRule):
    """R04.level: education at least the level of the post."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R04.level",
        title_id="Pendidikan paling rendah sesuai syarat jabatan",
        title_en="Education at least the level of the post",
        source="PP 11/2017 ps. 54, 107; persyaratan jabatan fungsional (BKN)",
        basis=Basis.LAW,
        confirmed=False,
        mode="hard",
        reasons=(
            Reason(
                "below",
                "pendidikan {found}, sedangkan {post} mensyaratkan paling rendah {wanted}",
                "education is {found}; {post} asks for at least {wanted}",
            ),
        ),
    )

    @staticmethod
    def _floor(facts: Facts) -> IntArray:
        return facts.of_posts(lambda post: words.EDUCATION_ORDER[post.education_min])

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        return Looks((facts.education,), (self._floor(facts),))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        judge.breach(pairs.facts.education[pairs.e] < self._floor(pairs.facts)[pairs.p], "below")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if words.EDUCATION_ORDER[employee.education] >= words.EDUCATION_ORDER[position.education_min]:
            return KEEPS
        facts = {
            "found": employee.education.upper(),
            "wanted": position.education_min.upper(),
            "post": position.title,
        }
        return Finding(Verdict.BREACHES, self.spec.reason("below"), facts)


class EducationField(PersonPostRule):
    """R04.field: field of education in the post's list, binding where the post says so (*mutlak*).

    Elsewhere the term ``field`` (10 exact, 5 family, 0 none) speaks for it.
    """

    priced_by_term: ClassVar[bool] = True
    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R04.field",
        title_id="Bidang pendidikan sesuai bila syaratnya mutlak",
        title_en="Field of education fits where the post makes it mandatory",
        source="persyaratan jabatan (mutlak/penting/perlu)",
        basis=Basis.LOCAL,
        confirmed=False,
        mode="hard",
        parameters={"accept_family": True},
        reasons=(
            Reason(
                "other",
                "bidang {found}, sedangkan {post} mensyaratkan {wanted}",
                "field is {found}; {post} asks for {wanted}",
            ),
            Reason("unknown", "bidang pendidikan belum diisi", "the field of education is missing"),
        ),
    )

    @staticmethod
    def _asked(facts: Facts) -> BoolArray:
        return facts.posts_which(lambda post: post.fields_mandatory and bool(post.education_fields))

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        asked, (field, _) = self._asked(facts), facts.field_match
        wanted = Coding([";".join(sorted(post.education_fields)) for post in facts.positions])
        fields = wanted.codes([";".join(sorted(post.education_fields)) for post in facts.positions])
        return Looks((field if asked.any() else np.zeros_like(field),), (np.where(asked, fields, UNKNOWN),))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        bites = self._asked(pairs.facts)[pairs.p]
        enough = 1 if self.setting.flag("accept_family") else 2
        judge.breach(bites & pairs.field_known & (pairs.field_match < enough), "other")
        judge.unknown(bites & ~pairs.field_known, "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if not position.fields_mandatory or not position.education_fields:
            return KEEPS
        if employee.education_field is None:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        found = employee.education_field.casefold()
        wanted = [name.casefold() for name in position.education_fields]
        families = {context.records.family_of(name) or name for name in wanted}
        same_family = context.records.family_of(found) in families
        if found in wanted or (self.setting.flag("accept_family") and same_family):
            return KEEPS
        facts = {
            "found": employee.education_field,
            "post": position.title,
            "wanted": ", ".join(position.education_fields),
        }
        return Finding(Verdict.BREACHES, self.spec.reason("other"), facts)


class PostCredential(PersonPostRule):
    """R04.credential: every certificate that the post names is in force on the effective day."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R04.credential",
        title_id="Sertifikat yang disyaratkan jabatan dimiliki dan berlaku",
        title_en="The certificates that the post names are held and in force",
        source="persyaratan jabatan",
        basis=Basis.LOCAL,
        confirmed=False,
        mode="hard",
        reasons=(
            Reason(
                "missing",
                "belum memiliki sertifikat {wanted} yang berlaku pada TMT",
                "holds no certificate {wanted} in force when the plan takes effect",
            ),
        ),
    )

    @staticmethod
    def _codes(facts: Facts) -> list[str]:
        return sorted({code for post in facts.positions for code in post.credentials})

    @staticmethod
    def _held(facts: Facts, code: str) -> BoolArray:
        return facts.people_who(lambda person: person.has_credential(code, facts.effective))

    @staticmethod
    def _asked(facts: Facts, code: str) -> BoolArray:
        return facts.posts_which(lambda post: code in post.credentials)

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts: the certificates that some post names."""
        codes = self._codes(facts)
        return Looks(tuple(self._held(facts, code) for code in codes), tuple(self._asked(facts, code) for code in codes))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        for code in self._codes(facts):
            judge.breach(self._asked(facts, code)[pairs.p] & ~self._held(facts, code)[pairs.e], "missing")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        missing = [c for c in position.credentials if not employee.has_credential(c, context.effective)]
        if not missing:
            return KEEPS
        return Finding(Verdict.BREACHES, self.spec.reason("missing"), {"wanted": ", ".join(missing)})


class CamatKnowledge(PersonPostRule):
    """R13: a Camat has a degree or diploma in government science, or the kepamongprajaan certificate."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R13",
        title_id="Camat berijazah ilmu pemerintahan atau bersertifikat kepamongprajaan",
        title_en="A Camat holds a government-science degree or the kepamongprajaan certificate",
        source="UU 23/2014 ps. 224 ayat 2-3",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        reasons=(
            Reason(
                "evidence",
                "bidang {found} dan tanpa sertifikat kepamongprajaan yang berlaku; dapat setelah memperolehnya",
                "field is {found}, with no kepamongprajaan certificate in force; possible once it is obtained",
            ),
            Reason(
                "unknown",
                "bidang pendidikan belum diisi dan tidak ada sertifikat kepamongprajaan",
                "the field of education is missing and there is no kepamongprajaan certificate",
            ),
        ),
    )

    @staticmethod
    def _camat(facts: Facts) -> BoolArray:
        return facts.posts_which(lambda post: post.duty == "camat")

    @staticmethod
    def _evidence(facts: Facts) -> BoolArray:
        return facts.people_who(
            lambda person: (
                facts.case.records.family_of(person.education_field) == GOVERNMENT_FAMILY
                or person.has_credential(GOVERNMENT_CREDENTIAL, facts.effective)
            )
        )

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        return Looks((self._evidence(facts), facts.field_match[0] >= 0), (self._camat(facts),))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        lacking = self._camat(facts)[pairs.p] & ~self._evidence(facts)[pairs.e]
        judge.breach(lacking & pairs.field_known, "evidence")
        judge.unknown(lacking & ~pairs.field_known, "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if position.duty != "camat" or employee.has_credential(GOVERNMENT_CREDENTIAL, context.effective):
            return KEEPS
        if employee.education_field is None:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        if context.records.family_of(employee.education_field) == GOVERNMENT_FAMILY:
            return KEEPS
        return Finding(Verdict.BREACHES, self.spec.reason("evidence"), {"found": employee.education_field})
