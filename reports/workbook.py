"""The file for the meeting, ``hasil.xlsx``: every sheet of a result, in Bahasa Indonesia or English."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from ..models.domain.result import PlacementResult
from .annex import write_annex
from .book import Formats, Frame, Page, open_book
from .changes import write_changes
from .people import write_chains, write_outside, write_proposals, write_unplaced
from .posts import write_map, write_unfilled
from .rule_sheets import write_notes, write_rules
from .summary import write_summary
from .view import DecisionState, DecisionView, View
from .words import Language, Words

__all__ = ["DecisionState", "DecisionView", "write_result_workbook"]

SHEETS: Final[tuple[tuple[str, Callable[[Page, View], None]], ...]] = (
    ("proposals", write_proposals),
    ("changes", write_changes),
    ("map", write_map),
    ("unfilled", write_unfilled),
    ("unplaced", write_unplaced),
    ("outside", write_outside),
    ("chains", write_chains),
    ("rules", write_rules),
    ("notes", write_notes),
    ("annex", write_annex),
)
"""Sheets after the summary, in order; what changed stands there only beside an earlier plan."""


def write_result_workbook(
    result: PlacementResult, path: Path, *, language: Language = "id", decision: DecisionView | None = None
) -> None:
    """Write a result as one XLSX file for people: values only, no formulas, no links.

    Every sheet says that it is a proposal until the decision is approved, and that its data are made up where
    they are. Equal results give equal bytes. The file is written under a temporary name and renamed.

    Parameters
    ----------
    result
        What to write; a result without a plan is told as well.
    path
        File to write; an old one is replaced.
    language
        ``id`` or ``en``.
    decision
        How far the decision has come; None = proposed.

    Raises
    ------
    NotFoundError
        The folder is missing or the file may not be written (open in Excel).
    """
    view = View(result, Words(language), decision or DecisionView())
    words, frame = view.words, _frame(view)
    with open_book(path, created=result.case.as_of, title=f"Penata {result.run_id}") as book:
        formats = Formats.of(book, language)
        page = Page.add(book, formats, words, frame, "summary")
        write_summary(book, page, view)
        for key, write in SHEETS:
            if key == "changes" and result.warm is None:
                continue
            page = Page.add(book, formats, words, frame, key)
            write(page, view)


def _frame(view: View) -> Frame:
    words, case, decision = view.words, view.case, view.decision
    banner = words("banner.proposal")
    if decision.is_approved:
        parts = [words("banner.approved")]
        if decision.number:
            parts.append(words("banner.number", number=decision.number))
        if decision.when:
            parts.append(words("banner.day", day=words.day(decision.when)))
        banner = ", ".join(parts)
    return Frame(
        banner=banner,
        is_proposal=not decision.is_approved,
        sample=words("synthetic") if case.synthetic else "",
        source=words(
            "source",
            agency=case.agency or words("none"),
            as_of=words.day(case.as_of),
            effective=words.day(case.effective),
            run_id=view.result.run_id,
        ),
        page=words("page"),
        run_id=view.result.run_id,
    )
