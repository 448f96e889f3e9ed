"""A placement result as the files of its run."""

from __future__ import annotations

from ..models.domain.audit import Audit
from ..models.domain.points import from_cents
from ..models.domain.result import PlacementResult
from .files import ConflictFile, KpiFile, ResultFile, TermFile, TierFile


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
    )


def term_files(audit: Audit | None) -> tuple[TermFile, ...]:
    """Return the terms of an audit, none where there is no plan."""
    if audit is None:
        return ()
    return tuple(
        TermFile(term=item.term, weight=item.weight, amount=item.amount, points=from_cents(item.cents))
        for item in audit.terms
    )
