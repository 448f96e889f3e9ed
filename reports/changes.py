"""The sheet of what differs from the earlier plan that a placement began from."""

from __future__ import annotations

from ..models.domain.points import from_cents
from ..models.domain.warm import Change
from .book import Column, Page, Row
from .view import View

MOST_TERMS = 4


def write_changes(page: Page, view: View) -> None:
    """Write who stands in another post than in the earlier plan, why, and which points that moves."""
    words, result, warm = view.words, view.result, view.result.warm
    assert warm is not None  # the sheet is only written beside an earlier plan
    name = warm.plan.run_id or words("changes.file")
    asked = sum(item.because in ("pin", "forbid") for item in warm.changes)
    facts = {
        "name": name,
        "before": words.number(from_cents(warm.audit.value_cents), 2),
        "count": len(warm.changes),
        "asked": asked,
        "others": len(warm.changes) - asked,
    }
    page.line(words("changes.note", **facts), page.formats.note)
    if warm.breaches:
        page.line(words("changes.broken", count=len(warm.breaches)), page.formats.note)
        for item in warm.breaches[:MOST_TERMS]:
            page.line(f"{item.rule}: {words.pick(item.words_id, item.words_en)}", page.formats.note)
    columns = (
        Column(words("head.no"), 6, "short"),
        Column(words("head.nip"), 22, "id"),
        Column(words("head.full_name"), 28),
        Column(words("head.warm_from"), 40),
        Column(words("head.warm_to"), 40),
        Column(words("head.because"), 24),
        Column(words("head.points"), 12, "signed_two"),
        Column(words("head.made_of"), 60),
    )
    rows = [
        Row(
            (
                number,
                item.employee_id,
                view.employee(item.employee_id).full_name,
                view.post(item.from_position_id) or words("annex.no_post"),
                view.post(item.position_id) or words("annex.no_post"),
                words(f"because.{item.because}"),
                from_cents(sum(item.terms.values())),
                _terms(view, item),
            )
        )
        for number, item in enumerate(warm.changes, start=1)
    ]
    page.table(columns, rows, freeze=3, empty=words("empty_table" if result.has_plan else "no_plan"))


def _terms(view: View, item: Change) -> str:
    """Return the terms that the change moves most, in words with their points."""
    words = view.words
    moved = sorted(((term, cents) for term, cents in item.terms.items() if cents), key=lambda pair: (-abs(pair[1]), pair[0]))
    found = [
        f"{words(f'term.{term}')} {words.number(from_cents(cents), 2, signed=True)}" for term, cents in moved[:MOST_TERMS]
    ]
    return "; ".join(found) + ("; …" if len(moved) > MOST_TERMS else "")
