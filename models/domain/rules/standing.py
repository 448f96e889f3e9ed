"""Who may be appointed at all: R02 status, R03 posts for PNS only, R14 discipline, R18 new PNS, R19 PPPK."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from ..calendar import completed_years
from ..classes import Looks
from ..facts import UNKNOWN, BoolArray, CodeArray, Facts
from ..movement import MoveKind, Situation
from ..pairs import Pairs
from ..records import Employee, Position
from .base import PersonPostRule
from .context import Context
from .spec import KEEPS, Basis, Finding, Judge, Judgement, Reason, RuleSpec, Verdict


class CandidatePns(PersonPostRule):
    """R02: a candidate (CPNS) holds no structural post; people on leave or suspended are outside the model."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R02",
        title_id="CPNS tidak menduduki jabatan struktural",
        title_en="No CPNS in a structural post",
        source="PP 13/2002; daftar kedudukan hukum",
        basis=Basis.LAW,
        confirmed=False,
        mode="hard",
        reasons=(
            Reason(
                "cpns",
                "berstatus CPNS, sedangkan {post} jabatan struktural; dapat setelah diangkat PNS",
                "is a CPNS and {post} is a structural post; possible once appointed PNS",
            ),
        ),
    )

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        return Looks((facts.is_cpns,), (facts.structural,))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        judge.breach(pairs.facts.is_cpns[pairs.e] & pairs.facts.structural[pairs.p], "cpns")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if employee.status == "cpns" and position.structural:
            return Finding(Verdict.BREACHES, self.spec.reason("cpns"), {"post": position.title})
        return KEEPS


class PnsOnly(PersonPostRule):
    """R03: structural posts, Camat and Lurah are for PNS; PPPK hold functional or pelaksana posts."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R03",
        title_id="Jabatan struktural, Camat, dan Lurah hanya untuk PNS",
        title_en="Structural posts, Camat and Lurah are for PNS only",
        source="UU 23/2014 ps. 224, 229; PP 49/2018; KepmenPANRB 282/2025",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        reasons=(
            Reason(
                "pppk",
                "berstatus PPPK, sedangkan {post} hanya untuk PNS",
                "is PPPK and {post} is for PNS only",
            ),
        ),
    )

    @staticmethod
    def _reserved(facts: Facts) -> BoolArray:
        return facts.structural | facts.posts_which(lambda post: post.duty is not None)

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        return Looks((facts.is_pppk,), (self._reserved(facts),))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        judge = Judge(len(pairs), self.spec)
        judge.breach(pairs.facts.is_pppk[pairs.e] & self._reserved(pairs.facts)[pairs.p], "pppk")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if employee.is_pppk and (position.structural or position.duty in ("camat", "lurah")):
            return Finding(Verdict.BREACHES, self.spec.reason("pppk"), {"post": position.title})
        return KEEPS


class Discipline(PersonPostRule):
    """R14: no promotion while a medium or heavy sanction runs or a case is open."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R14",
        title_id="Tidak ada promosi selama hukuman disiplin sedang/berat atau proses disiplin berjalan",
        title_en="No promotion while a medium or heavy sanction runs or a case is open",
        source="PP 94/2021; pengumuman seleksi",
        basis=Basis.LAW,
        confirmed=False,
        mode="hard",
        reasons=(
            Reason(
                "sanction",
                "menjalani hukuman disiplin {sanction_id} sampai {until_id}; promosi dapat setelah itu",
                "serves a {sanction} sanction until {until_en}; a promotion is possible after that",
            ),
            Reason(
                "case",
                "proses disiplinnya belum selesai; promosi dapat setelah putusan bebas",
                "has an open disciplinary case; a promotion is possible once cleared",
            ),
            Reason(
                "unknown",
                "data hukuman atau proses disiplin belum diisi",
                "sanction or open-case data are missing",
            ),
        ),
    )

    @staticmethod
    def _running(context_day: object, employee: Employee) -> bool | None:
        if employee.sanction is None:
            return None
        until = employee.sanction_until
        return employee.sanction in ("medium", "heavy") and (until is None or until >= context_day)  # type: ignore[operator]  # a date

    def _marks(self, facts: Facts) -> tuple[CodeArray, CodeArray]:
        running = facts.tri_state(lambda person: self._running(facts.effective, person))
        return running, facts.tri_state(lambda person: person.case_open)

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        return Looks((facts.standing, *self._marks(facts)), (facts.rung,))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        running, case_open = (mark[pairs.e] for mark in self._marks(facts))
        judge.breach(pairs.as_promotion & (running == 1), "sanction")
        judge.breach(pairs.as_promotion & (case_open == 1), "case")
        judge.unknown(pairs.as_promotion & ((running < 0) | (case_open < 0)), "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        if not move.as_promotion:
            return KEEPS
        until = employee.sanction_until
        if employee.sanction in ("medium", "heavy") and (until is None or until >= context.effective):
            facts = {
                "sanction": employee.sanction,
                "sanction_id": {"medium": "sedang", "heavy": "berat"}[employee.sanction],
                "until_id": until or "tanggal yang belum diisi",
                "until_en": until or "a day not filled in",
            }
            return Finding(Verdict.BREACHES, self.spec.reason("sanction"), facts)
        if employee.case_open:
            return Finding(Verdict.BREACHES, self.spec.reason("case"))
        if employee.sanction is None or employee.case_open is None:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        return KEEPS


class NewPnsLock(PersonPostRule):
    """R18: a PNS under ten years since appointment moves to another agency only when ordered, not on own request."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R18",
        title_id="PNS kurang dari 10 tahun tidak pindah instansi atas permintaan sendiri",
        title_en="A PNS under 10 years does not move to another agency on own request",
        source="PermenPANRB 6/2024 ps. 59",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        parameters={"lock_years": 10},
        reasons=(
            Reason(
                "locked",
                "baru {years} tahun sejak TMT PNS {since}; pindah instansi atas permintaan sendiri baru dapat setelah "
                "{lock} tahun",
                "has served {years} years since becoming PNS on {since}; a move to another agency on own request "
                "needs {lock} years",
            ),
            Reason("unknown", "TMT PNS belum diisi", "the date of becoming PNS is missing"),
        ),
    )

    def looks_at(self, facts: Facts) -> Looks:
        """Say that nothing counts but own requests."""
        return Looks()

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts, lock = pairs.facts, self.setting.number("lock_years")
        judge = Judge(len(pairs), self.spec)
        years = facts.of_people(
            lambda e: -1 if e.pns_since is None else max(0, completed_years(e.pns_since, facts.effective))
        )[pairs.e]
        is_pns = facts.people_who(lambda e: e.status == "pns")[pairs.e]
        before, after = facts.agency[pairs.held], facts.agency[pairs.p]
        other = (pairs.held >= 0) & (before >= 0) & (after >= 0) & (before != after)
        asked = is_pns & other & pairs.own_request
        judge.breach(asked & (years >= 0) & (years < lock), "locked")
        judge.unknown(asked & (years < 0), "unknown")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        held = context.held(employee)
        if employee.status != "pns" or held is None or not employee.wishes_own_request(position):
            return KEEPS
        if None in (held.agency_id, position.agency_id) or held.agency_id == position.agency_id:
            return KEEPS
        if employee.pns_since is None:
            return Finding(Verdict.UNKNOWN, self.spec.reason("unknown"))
        years, lock = (
            completed_years(employee.pns_since, context.effective),
            self.setting.number("lock_years"),
        )
        if years < lock:
            facts = {"years": max(0, years), "since": employee.pns_since, "lock": lock}
            return Finding(Verdict.BREACHES, self.spec.reason("locked"), facts)
        return KEEPS


class PppkStays(PersonPostRule):
    """R19: a PPPK stays in the contract's post; another unit only with the same post, where the agency allows it."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R19",
        title_id="PPPK tetap pada jabatan dalam kontraknya",
        title_en="A PPPK stays in the contract's post",
        source="PermenPANRB 6/2024 ps. 59 ayat 5; kelonggaran 2025",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        parameters={"allow_internal": False},
        reasons=(
            Reason(
                "contract",
                "PPPK terikat pada jabatan kontraknya ({held}); pindah unit hanya dengan jabatan yang sama bila "
                "instansi mengizinkan atau jabatannya dihapus",
                "a PPPK is bound to the contract's post ({held}); another unit only with the same post where the agency "
                "allows it or the post is abolished",
            ),
        ),
    )

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts: of a PPPK the post held."""
        bound, held = facts.is_pppk & (facts.held >= 0), facts.held
        title, agency = (np.where(bound, codes[held], UNKNOWN) for codes in (facts.title_id, facts.agency))
        return Looks((bound, title, agency, bound & (facts.need[held] == 0)), (facts.title_id, facts.agency))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        held = pairs.held
        moves = facts.is_pppk[pairs.e] & (held >= 0) & (held != pairs.p)
        same_title = (facts.title_id[held] >= 0) & (facts.title_id[held] == facts.title_id[pairs.p])
        same_agency = facts.agency[held] == facts.agency[pairs.p]
        opened = np.full(len(pairs), self.setting.flag("allow_internal"))
        if facts.reorganisation:
            opened |= facts.need[held] == 0
        judge.breach(moves & ~(same_title & same_agency & opened), "contract")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        held = context.held(employee)
        if not employee.is_pppk or held is None or held.id == position.id:
            return KEEPS
        opened = self.setting.flag("allow_internal") or (context.reorganisation and held.need == 0)
        same = held.title_id is not None and held.title_id == position.title_id
        if opened and same and held.agency_id == position.agency_id:
            return KEEPS
        return Finding(Verdict.BREACHES, self.spec.reason("contract"), {"held": held.title})


class NoDemotion(PersonPostRule):
    """R27: nobody goes to a lower level or echelon except by sanction, own request or an abolished post."""

    spec: ClassVar[RuleSpec] = RuleSpec(
        id="R27",
        title_id="Tidak ada penurunan jabatan kecuali karena hukuman, permintaan sendiri, atau jabatan dihapus",
        title_en="No demotion except by sanction, own request or an abolished post",
        source="PP 94/2021 ps. 8; tabel jenjang: PermenPANRB 17/2021",
        basis=Basis.LAW,
        confirmed=True,
        mode="hard",
        reasons=(
            Reason(
                "demotion",
                "{post} lebih rendah daripada {held}; hanya dapat karena hukuman berat, permintaan sendiri, atau "
                "jabatan dihapus",
                "{post} is lower than {held}; only by a heavy sanction, own request or an abolished post",
            ),
        ),
    )

    @staticmethod
    def _heavy(facts: Facts) -> BoolArray:
        day = facts.effective
        return facts.people_who(lambda e: e.sanction == "heavy" and (e.sanction_until is None or e.sanction_until >= day))

    def looks_at(self, facts: Facts) -> Looks:
        """Say what counts."""
        abolished = (facts.held >= 0) & (facts.need[facts.held] == 0)
        return Looks((facts.standing, self._heavy(facts), abolished), (facts.rung,))

    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs."""
        facts = pairs.facts
        judge = Judge(len(pairs), self.spec)
        excused = self._heavy(facts)[pairs.e] | pairs.own_request | (facts.need[pairs.held] == 0)
        judge.breach((pairs.kind == MoveKind.DEMOTION) & ~excused, "demotion")
        return judge.done()

    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair."""
        held = context.held(employee)
        if move.kind != MoveKind.DEMOTION or held is None or held.need == 0:
            return KEEPS
        until = employee.sanction_until
        sanctioned = employee.sanction == "heavy" and (until is None or until >= context.effective)
        if sanctioned or employee.wishes_own_request(position):
            return KEEPS
        return Finding(Verdict.BREACHES, self.spec.reason("demotion"), {"post": position.title, "held": held.title})
