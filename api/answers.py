"""Use cases that answer a question about a plan: score it, explain a person, explain a post."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..datasets.plan_file import read_plan
from ..models.domain.errors import DataError
from ..models.domain.plan import Plan
from ..models.domain.points import from_cents
from ..models.domain.rules.spec import Violation
from ..optimizer import questions, remedies
from ..optimizer.outcome import kpis
from ..optimizer.questions import Explanation, PositionExplanation, ScoreReport
from ..optimizer.remedies import UnfilledAnswer, UnplacedAnswer
from ..store.placement_files import term_files
from .cases import STDIN, Language
from .placing import limits_of
from .sources import Source

LARGEST_PLAN = 100_000_000


def score_dict(report: ScoreReport) -> dict[str, Any]:
    """Return a score report as plain values for JSON (``penata.score/1``)."""
    return {
        "schema": "penata.score/1",
        "feasible": report.feasible,
        "value": from_cents(report.audit.value_cents),
        "value_today": from_cents(report.before.value_cents),
        "value_proposal": None if report.proposal is None else from_cents(report.proposal.value_cents),
        "changed": report.changed,
        "terms": [item.model_dump() for item in term_files(report.audit)],
        "kpi": [{"name": k.name, "before": k.before, "after": k.after, "unit": k.unit} for k in report.kpis],
        "breaches": [_violation_dict(item) for item in report.breaches],
        "hits": [_violation_dict(item) for item in report.audit.violations if item.kind != "breach"],
        "warnings": [fault.sentence() for fault in report.faults],
        "notes": list(report.notes),
    }


def _violation_dict(item: Violation) -> dict[str, Any]:
    return {
        "rule": item.rule,
        "code": item.code,
        "kind": item.kind,
        "amount": item.amount,
        "points": from_cents(item.points_cents),
        "employee_id": item.employee_id,
        "position_id": item.position_id,
        "unit_id": item.unit_id,
        "words_id": item.words_id,
        "words_en": item.words_en,
    }


@contextmanager
def _on_disk(plan_file: str | Path) -> Iterator[Path]:
    """Give the path of a plan; what comes from standard input is kept in a temporary CSV."""
    if str(plan_file) != STDIN:
        yield Path(plan_file)
        return
    text = sys.stdin.read(LARGEST_PLAN + 1)
    if len(text) > LARGEST_PLAN:
        message = f"standard input: longer than {LARGEST_PLAN} letters; a plan is a table of people and posts."
        bahasa = f"masukan standar: lebih dari {LARGEST_PLAN} huruf; rencana adalah tabel orang dan jabatan."
        raise DataError(message, code="E-PLAN", bahasa=bahasa)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stdin.csv"
        path.write_text(text, encoding="utf-8")
        yield path


def score(source: Source, plan_file: str | Path, *, lang: Language = "id") -> ScoreReport:
    """Judge a plan from a CSV, a workbook or an edited ``hasil.xlsx``; ``-`` = a CSV from standard input.

    Raises
    ------
    DataError
        The plan names people or posts that the case does not have; ``faults`` holds all.
    """
    with _on_disk(plan_file) as path:
        reading = read_plan(path, source.case, lang=lang)
    referee = source.referee
    plan = Plan(reading.require_posts())
    audit, before = referee.audit(plan), referee.audit(referee.today)
    proposal = referee.audit(source.plan) if source.run else None
    changed = sum(plan.posts[identity] != post for identity, post in source.plan.posts.items())
    return ScoreReport(audit, before, proposal, kpis(referee, before, audit), reading.faults, changed, reading.notes)


def explain_employee(
    source: Source, employee_id: str, why_not: str | None = None, *, top: int = 5, exact: bool = False
) -> Explanation:
    """Explain the placement of a person, or why they do not hold the post ``why_not``.

    ``top`` other posts are listed with what the whole plan would lose; ``exact`` solves the whole problem again with
    ``why_not``.

    Raises
    ------
    NotFoundError
        The case has no such person or post.
    """
    limits = limits_of(source.scenario, len(source.plan.posts))
    return questions.explain_employee(source.solved, employee_id, why_not, top=top, exact=exact, limits=limits)


def explain_unplaced(source: Source) -> tuple[UnplacedAnswer, ...]:
    """Return everyone without a post under the plan, why, and the cheapest way out."""
    return remedies.explain_unplaced(source.solved)


def explain_unfilled(source: Source) -> tuple[UnfilledAnswer, ...]:
    """Return every post with empty seats under the plan, why, and the cheapest way to fill one."""
    return remedies.explain_unfilled(source.solved)


def explain_position(source: Source, position_id: str, *, top: int = 5) -> PositionExplanation:
    """Explain a post: holders, and who comes nearest rule by rule.

    Raises
    ------
    NotFoundError
        The case has no such post.
    """
    return questions.explain_position(source.solved, position_id, top=top)
