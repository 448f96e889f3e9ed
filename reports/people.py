"""Sheets about people: the proposals, the chains of moves, people without a post, people outside."""

from __future__ import annotations

from typing import Final

from ..models.domain.chains import Chain
from ..models.domain.vocabulary import rank_words
from .book import Column, Page, Row
from .view import View

A3: Final = 8
"""Excel's number for the paper size."""


def write_proposals(page: Page, view: View) -> None:
    """Write who moves or enters, one row a person, with an empty column for the decision."""
    words, result = view.words, view.result
    page.sheet.set_paper(A3)  # eighteen columns are unreadable on A4
    page.line(
        words("proposals.note", moves=len(view.changes), stays=result.counts.get("stay", 0)),
        page.formats.note,
    )
    columns = (
        Column(words("head.no"), 6, "short"),
        Column(words("head.nip"), 22, "id"),
        Column(words("head.full_name"), 24),
        Column(words("head.rank"), 18),
        Column(words("head.from"), 26),
        Column(words("head.from_id"), 14, "id"),
        Column(words("head.to"), 26),
        Column(words("head.to_id"), 14, "id"),
        Column(words("head.move"), 13),
        Column(words("head.jpm_before"), 9, "one"),
        Column(words("head.jpm_after"), 9, "one"),
        Column(words("head.jpm_note"), 16),
        Column(words("head.gaps"), 24),
        Column(words("head.reasons"), 30),
        Column(words("head.warnings"), 34),
        Column(words("head.bup"), 17, "day"),
        Column(words("head.decision"), 16, "id", is_input=True),
        Column(words("head.remark"), 18, is_input=True),
    )
    rows = []
    for number, item in enumerate(view.changes, start=1):
        employee, before = view.employee(item.employee_id), view.before.get(item.employee_id)
        rows.append(
            Row(
                (
                    number,
                    employee.id,
                    employee.full_name,
                    rank_words(employee.rank) if employee.rank else words("none"),
                    view.post(item.from_position_id) or words("annex.no_post"),
                    item.from_position_id,
                    view.post(item.position_id),
                    item.position_id,
                    words.code("move", item.move),
                    before.jpm if before else None,
                    item.jpm,
                    view.flags(item),
                    view.gaps(item),
                    view.reasons(item),
                    view.warnings(item),
                    view.retirement(item),
                    None,
                    None,
                )
            )
        )
    head = page.row
    written = page.table(columns, rows, freeze=3, empty=_empty(view))
    decision = next(place for place, column in enumerate(columns) if column.title == words("head.decision"))
    page.sheet.write_comment(head, decision, words("decision.help"), {"author": "Penata", "x_scale": 2.5, "y_scale": 1.6})
    if written:
        page.sheet.data_validation(
            written[0],
            decision,
            written[-1],
            decision,
            {
                "validate": "list",
                "source": [words("decision.approve"), words("decision.reject")],
                "show_error": False,  # a position id may be typed as well
                "input_title": words("decision.help_title"),
                "input_message": words("decision.hint"),
            },
        )


def _empty(view: View) -> str:
    return view.words("empty_table" if view.result.has_plan else "no_plan")


def write_chains(page: Page, view: View) -> None:
    """Write who follows whom, one row a step, the longest chain first."""
    words = view.words
    columns = (
        Column(words("head.chain"), 20),
        Column(words("head.step"), 9, "short"),
        Column(words("head.nip"), 22, "id"),
        Column(words("head.name"), 28),
        Column(words("head.from"), 42),
        Column(words("head.to"), 42),
        Column(words("head.move"), 18),
        Column(words("head.follows"), 44),
    )
    moves = {item.employee_id: item.move for item in view.result.assignments}
    rows = []
    for number, chain in enumerate(view.chains, start=1):
        title = words("chain.title_cycle" if chain.is_cycle else "chain.title", number=number)
        for place, link in enumerate(chain.links):
            cells = (
                title,
                place + 1,
                link.employee_id,
                view.employee(link.employee_id).full_name,
                view.post(link.from_position_id) or words("annex.no_post"),
                view.post(link.position_id) or words("move.unplaced"),
                words.code("move", moves[link.employee_id]),
                _step(view, chain, place),
            )
            rows.append(Row(cells, "soft" if number % 2 == 0 else "plain"))
    page.table(columns, rows, freeze=2, empty=_empty(view))


def _step(view: View, chain: Chain, place: int) -> str:
    """Return what one step of a chain does: whom it follows, and what becomes of the seat it leaves."""
    words, link = view.words, chain.links[place]
    if place:
        text = words("chain.replaces", name=view.employee(chain.links[place - 1].employee_id).name)
    elif chain.is_cycle:
        text = words("chain.cycle", name=view.employee(chain.links[-1].employee_id).name)
    elif link.position_id is None:
        text = words("chain.leaves")
    else:
        gone = "; ".join(view.leavers.get(link.position_id, ()))
        text = words("chain.left_by", names=gone) if gone else words("chain.fills")
    if chain.follower_of(place) is None:
        text += "; " + words("chain.entry" if link.from_position_id is None else "chain.vacates")
    return text


def write_unplaced(page: Page, view: View) -> None:
    """Write the people in the model whom the plan leaves without a post, and why."""
    words = view.words
    columns = (
        Column(words("head.no"), 6, "short"),
        Column(words("head.nip"), 22, "id"),
        Column(words("head.full_name"), 32),
        Column(words("head.rank"), 24),
        Column(words("head.eligible_posts"), 14, "whole"),
        Column(words("head.reason"), 70),
    )
    rows = []
    for number, item in enumerate(view.result.unplaced, start=1):
        employee = view.employee(item.employee_id)
        why = words.pick(item.words_id, item.words_en)
        rank = rank_words(employee.rank) if employee.rank else words("none")
        rows.append(Row((number, employee.id, employee.full_name, rank, item.eligible_posts, why)))
    page.table(columns, rows, freeze=3, empty=_empty(view))


def write_outside(page: Page, view: View) -> None:
    """Write the people who do not serve when the plan takes effect, and why."""
    words = view.words
    columns = (
        Column(words("head.no"), 6, "short"),
        Column(words("head.nip"), 22, "id"),
        Column(words("head.full_name"), 32),
        Column(words("head.rank"), 24),
        Column(words("head.from"), 44),
        Column(words("head.reason"), 16),
        Column(words("head.explanation"), 60),
    )
    rows = []
    for number, item in enumerate(view.result.outside, start=1):
        employee = view.employee(item.employee_id)
        rows.append(
            Row(
                (
                    number,
                    employee.id,
                    employee.full_name,
                    rank_words(employee.rank) if employee.rank else words("none"),
                    view.post(employee.position_id) or words("annex.no_post"),
                    words.code("outside", item.reason),
                    words.pick(item.words_id, item.words_en),
                )
            )
        )
    page.table(columns, rows, freeze=3, empty=words("empty_table"))
