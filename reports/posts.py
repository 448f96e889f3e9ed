"""Sheets about posts: the map of posts before and after, and the posts that stay empty."""

from __future__ import annotations

from collections import defaultdict

from ..models.domain.result import Lack, Unfilled
from .book import Cell, Column, Page, Row
from .view import View


def write_map(page: Page, view: View) -> None:
    """Write the map of posts (*peta jabatan*): class, K, B and +/- before and after, with sums by unit."""
    words = view.words
    page.line(words("map.note"), page.formats.note)
    before, after = f"{words('head.before')}: ", f"{words('head.after')}: "
    columns = (
        Column(words("head.unit"), 38),
        Column(words("head.position_id"), 20, "id"),
        Column(words("head.post"), 42),
        Column(words("head.group"), 16),
        Column(words("head.echelon"), 9, "short"),
        Column(words("head.class"), 7, "whole"),
        Column(words("head.need"), 9, "whole"),
        Column(before + words("head.holders"), 12, "whole"),
        Column(before + words("head.difference"), 12, "signed"),
        Column(after + words("head.holders"), 12, "whole"),
        Column(after + words("head.difference"), 12, "signed"),
    )
    posts: dict[str, list[Row]] = defaultdict(list)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    names: dict[str, str] = {}
    total = [0, 0, 0]
    for old, new in zip(view.map_before.itertuples(index=False), view.map_after.itertuples(index=False), strict=True):
        unit = str(old.unit_id)
        position = view.case.positions[str(old.position_id)]
        counts = (position.need, int(str(old.holders)), int(str(new.holders)))
        names[unit] = "   " * int(str(old.depth)) + str(old.unit)
        facts = (position.id, position.title, words.group(position.group), position.echelon)
        cells = (names[unit], *facts, position.job_class, *_balance(*counts))
        posts[unit].append(Row(cells, level=1))
        sums[unit] = [was + now for was, now in zip(sums[unit], counts, strict=True)]
        total = [was + now for was, now in zip(total, counts, strict=True)]
    rows = [Row((words("map.total"), *[None] * 5, *_balance(*total)), "strong")]
    for unit, own in posts.items():
        label: tuple[Cell, ...] = (names[unit], None, words("map.unit"), None, None, None)
        rows += [Row((*label, *_balance(*sums[unit])), "strong"), *own]
    page.sheet.outline_settings(symbols_below=False)
    written = page.table(columns, rows, freeze=3)
    for column in (8, 10):
        page.colour_differences(written, column)


def _balance(need: int, before: int, after: int) -> tuple[int, int, int, int, int]:
    return need, before, before - need, after, after - need


def write_unfilled(page: Page, view: View) -> None:
    """Write every post with empty seats and why; under it the people nearest to eligible and what each lacks."""
    words = view.words
    columns = (
        Column(words("head.unit"), 30),
        Column(words("head.position_id"), 20, "id"),
        Column(words("head.post"), 34),
        Column(words("head.need"), 8, "whole"),
        Column(words("head.holders"), 8, "whole"),
        Column(words("head.empty"), 8, "whole"),
        Column(words("head.eligible"), 11, "whole"),
        Column(words("head.reason"), 40),
        Column(words("head.blocking"), 36),
        Column(words("head.nearest"), 26),
        Column(words("head.nip"), 22, "id"),
        Column(words("head.jpm"), 9, "one"),
        Column(words("head.lacks"), 60),
    )
    near: dict[str, list[Lack]] = defaultdict(list)
    for lack in view.result.nearest:
        near[lack.position_id].append(lack)
    rows = []
    order = view.post_order
    for item in sorted(view.result.unfilled, key=lambda one: order[one.position_id]):
        rows.append(_post_row(view, item))
        for lack in sorted(near[item.position_id], key=lambda one: one.rank):
            rows.append(_nearest_row(view, lack))
    page.sheet.outline_settings(symbols_below=False)
    page.table(columns, rows, freeze=3, empty=words("empty_table" if view.result.has_plan else "no_plan"))


def _post_row(view: View, item: Unfilled) -> Row:
    words, position = view.words, view.case.positions[item.position_id]
    blocking = "; ".join(f"{rule}: {words('people', count=words.number(count))}" for rule, count in item.blocking.items())
    return Row(
        (
            view.unit(position),
            position.id,
            position.title,
            item.need,
            item.holders,
            item.empty,
            item.eligible,
            words.pick(item.words_id, item.words_en),
            blocking,
            None,
            None,
            None,
            None,
        ),
        "strong",
    )


def _nearest_row(view: View, lack: Lack) -> Row:
    words, position = view.words, view.case.positions[lack.position_id]
    employee = view.employee(lack.employee_id)
    place = (view.unit(position), position.id, position.title)
    person = (employee.full_name, employee.id, lack.jpm, words.pick(lack.words_id, lack.words_en))
    return Row((*place, *[None] * 6, *person), level=1)
