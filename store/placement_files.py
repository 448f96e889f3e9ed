"""A placement result as the files of its run."""

from __future__ import annotations

from typing import get_args

from ..models.domain.audit import Audit
from ..models.domain.points import from_cents
from ..models.domain.result import PlacementResult
from ..models.domain.warm import Because, Change, WarmOutcome
from .files import BreachFile, ChangeFile, ConflictFile, KpiFile, ResultFile, TermFile, TierFile, WarmResultFile

MOST_LISTED = 1_000
"""Changes, breaches, people and posts that ``result.json`` names of an earlier plan; the tables hold all changes."""


def result_file(result: PlacementResult) -> ResultFile:
    """Return ``result.json`` of a result."""
    return ResultFile(
        run_id=result.run_id,
        kind="place",
        status=result.status,
        value=result.value,
        bound=result.bound,
        gap=result.gap,
        gap_of_gain=result.gap_of_gain,
        tiers=tuple(TierFile(name=t.name, value=t.value, bound=t.bound, gap=t.gap) for t in result.tiers),
        terms=term_files(result.after),
        terms_before=term_files(result.before),
        kpi=tuple(KpiFile(name=k.name, before=k.before, after=k.after, unit=k.unit) for k in result.kpis),
        counts=dict(result.counts),
        engine=result.engine,
        warnings=result.warnings,
        conflict=tuple(
            ConflictFile(rule=c.rule, name=c.name, amount=c.amount, words_id=c.words_id, words_en=c.words_en)
            for c in result.conflict
        ),
        warm=None if result.warm is None else _warm_file(result.warm, result.after),
    )


def _warm_file(warm: WarmOutcome, after: Audit | None) -> WarmResultFile:
    reasons = [item.because for item in warm.changes]
    before = {term.term: term.cents for term in warm.audit.terms}
    lost = list(dict.fromkeys(post for _, post in warm.plan.lost))
    return WarmResultFile(
        run_id=warm.plan.run_id,
        value=from_cents(warm.audit.value_cents),
        breaches=tuple(
            BreachFile(rule=item.rule, words_id=item.words_id, words_en=item.words_en)
            for item in warm.breaches[:MOST_LISTED]
        ),
        counts={
            "people": len(warm.plan.posts),
            "changed": len(reasons),
            **{because: reasons.count(because) for because in get_args(Because)},
            "breaches": len(warm.breaches),
            "new_people": len(warm.plan.new_people),
            "lost_posts": len(lost),
            "gone_people": len(warm.plan.gone),
        },
        terms={
            term.term: from_cents(term.cents - before[term.term])
            for term in (after.terms if after else ())
            if term.cents != before[term.term]
        },
        changes=tuple(_change_file(item) for item in warm.changes[:MOST_LISTED]),
        new_people=warm.plan.new_people[:MOST_LISTED],
        lost_posts=tuple(lost[:MOST_LISTED]),
    )


def _change_file(item: Change) -> ChangeFile:
    return ChangeFile(
        employee_id=item.employee_id,
        from_position_id=item.from_position_id,
        position_id=item.position_id,
        because=item.because,
        points=from_cents(sum(item.terms.values())),
        terms={term: from_cents(cents) for term, cents in item.terms.items() if cents},
    )


def term_files(audit: Audit | None) -> tuple[TermFile, ...]:
    """Return the terms of an audit, none where there is no plan."""
    if audit is None:
        return ()
    return tuple(
        TermFile(term=item.term, weight=item.weight, amount=item.amount, points=from_cents(item.cents))
        for item in audit.terms
    )
