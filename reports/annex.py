"""The annex of the decree (*lampiran SK*), ready to print."""

from __future__ import annotations

from typing import Final

from ..models.domain.records import Position
from ..models.domain.vocabulary import rank_words
from .book import Column, Page, Row
from .view import View

BLANK: Final = "………………………"
SIGNATURE_COLUMN: Final = 5


def write_annex(page: Page, view: View) -> None:
    """Write the annex: who goes from which post to which, and a block for the signature."""
    words, decision = view.words, view.decision
    number = decision.number or BLANK
    day = words.day(decision.when) if decision.when else BLANK
    approved = decision.is_approved
    page.row += 1
    page.line(words("annex.head", agency=view.case.agency.upper()), page.formats.section)
    page.line(words("annex.number", number=number if approved else BLANK))
    page.line(words("annex.day", day=day if approved else BLANK))
    page.row += 1
    columns = (
        Column(words("head.no"), 6, "short"),
        Column(words("head.name"), 30),
        Column(words("head.nip"), 22, "id"),
        Column(words("head.rank"), 24),
        Column(words("head.from"), 40),
        Column(words("head.to"), 40),
        Column(words("head.echelon_class"), 19, "short"),
        Column(words("head.effective"), 18, "day"),
    )
    rows = []
    for place, item in enumerate(view.changes, start=1):
        employee = view.employee(item.employee_id)
        rows.append(
            Row(
                (
                    place,
                    employee.full_name,
                    employee.id,
                    rank_words(employee.rank) if employee.rank else words("none"),
                    view.post(item.from_position_id) or words("annex.no_post"),
                    view.post(item.position_id),
                    _grade(view, view.case.positions[item.position_id or ""]),
                    view.case.effective,
                )
            )
        )
    head = page.row
    empty = words("empty_table" if view.result.has_plan else "no_plan")
    page.widths(columns)
    page.headers(columns)
    page.sheet.freeze_panes(page.row, 0)
    page.sheet.repeat_rows(head)
    page.rows(columns, rows)
    if not rows:
        page.line(empty, page.formats.note)
    page.row += 1
    for text in (
        words("annex.place", blank=BLANK),
        words("annex.on", day=day if approved else BLANK),
        words("annex.officer"),
    ):
        page.line(text, column=SIGNATURE_COLUMN)
    page.row += 3
    page.line(decision.who if approved and decision.who else BLANK, column=SIGNATURE_COLUMN)
    page.line(words("annex.nip", blank=BLANK), column=SIGNATURE_COLUMN)
    page.sheet.print_area(0, 0, page.row, len(columns) - 1)


def _grade(view: View, position: Position) -> str:
    """Return echelon and class of a post, such as ``III.a / Kelas 12``; the group where there is no echelon."""
    words = view.words
    first = position.echelon or words.group(position.group)
    if position.job_class is None:
        return first
    return f"{first} / {words('annex.class', number=position.job_class)}"
