"""The first sheet: what was asked, how good the answer is, and the figures before and after with two charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..models.domain.points import from_cents
from ..models.domain.result import Kpi
from .book import AFTER_COLOUR, BEFORE_COLOUR, Cell, Column, Page, Row, Style
from .view import View

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHARES: Final = ("jpm_mean", "jpm_mean_assessed", "jpm_80_share", "field_exact_share", "worst_unit_shortage")
COUNTS: Final = ("head_posts_filled", "empty_seats", "surplus_seats", "unplaced", "over_max_years")
CONTEXT: Final = ("head_posts",)
"""Figures that no plan changes: said beside another, in no chart."""
MOVES: Final = ("stay", "rotation", "promotion", "demotion", "entry", "unplaced")
CHART_COLUMN: Final = 7


@dataclass(frozen=True, slots=True)
class _Chart:
    title: str
    rows: range
    num_format: str


def write_summary(book: Workbook, page: Page, view: View) -> None:
    """Write the summary."""
    page.widths(
        (
            Column("", 38),
            Column("", 14),
            Column("", 15),
            Column("", 15),
            Column("", 15),
            Column("", 15),
            Column("", 3),
        )
    )
    top = page.row
    _write_facts(page, view)
    shares, counts = _write_kpis(page, view)
    words = view.words
    charts = (
        _Chart(words("chart.shares"), shares, "0.0"),
        _Chart(words("chart.counts"), counts, "0"),
    )
    for place, chart in enumerate(charts):
        if chart.rows:
            _add_chart(book, page, view, chart, top + 17 * place)
    _write_moves(page, view)
    _write_lists(page, view)
    _write_tiers(page, view)
    _write_terms(page, view)
    _write_counts(page, view)


def _section(page: Page, title: str) -> None:
    page.row += 1
    page.line(title, page.formats.section)


def _write_facts(page: Page, view: View) -> None:
    """Write who, when, what was asked and how the answer stands."""
    words, result, case = view.words, view.result, view.case
    scenario = result.scenario
    solve = scenario.solve
    gap = words("settings.default_gap") if solve.gap is None else words.plain(solve.gap)
    limit = words.plain(solve.time_limit)
    _section(page, words("section.run"))
    pairs: list[tuple[str, Cell, Style]] = [
        ("row.status", status_words(view), "text"),
        ("row.run", result.run_id, "text"),
        ("row.agency", case.agency, "text"),
        ("row.case", case.name, "text"),
        ("row.as_of", words.day(case.as_of), "text"),
        ("row.effective", words.day(case.effective), "text"),
        ("row.scenario", scenario.name, "text"),
        ("row.basis", words(f"basis_of.{scenario.basis}"), "text"),
        ("row.scope", _scope(view), "text"),
        ("row.limits", _limits(view), "text"),
        ("row.requests", _requests(view), "text"),
        ("row.objective", words(f"objective.{solve.objective}"), "text"),
        ("row.engine", result.engine, "text"),
        ("row.settings", words("settings", seed=solve.seed, seconds=limit, gap=gap), "text"),
        ("row.value", result.value, "left_two"),
        ("row.bound", _or_tiers(view, result.bound), "left_two"),
        ("row.gap", _or_tiers(view, _gap(view)), "text"),
        ("row.decision", _decision(view), "text"),
    ]
    for key, cell, style in pairs:
        page.put(0, words(key), "text", "soft")
        form = page.formats.cells[style, "plain"]
        page.sheet.merge_range(page.row, 1, page.row, 5, "", form)
        page.put(1, words("none") if cell in (None, "") else cell, style)
        page.row += 1


def status_words(view: View) -> str:
    """Return how the answer stands, in words; never *optimal* in Bahasa, where that is a band of JPM."""
    words, result = view.words, view.result
    if result.status in ("feasible", "cancelled") and result.value is not None and result.bound is not None:
        off = words("status.gap", points=words.number(max(0.0, result.bound - result.value), 2))
        return off if result.status == "feasible" else f"{words('status.cancelled')}; {off}"
    return words.code("status", result.status)


def _or_tiers(view: View, cell: Cell) -> Cell:
    """Return a figure of the whole value; where only the tiers have one, the words that point to their table."""
    return view.words("see_tiers") if cell is None and view.result.tiers else cell


def _gap(view: View) -> str | None:
    result, words = view.result, view.words
    if result.gap is None:
        return None
    percent = f"{words.number(100 * result.gap, 4)} %"
    if result.value is None or result.bound is None:
        return percent
    points = words.number(max(0.0, result.bound - result.value), 2)
    return f"{points} {words('head.points').lower()} ({percent})"


def _scope(view: View) -> str:
    words, scope = view.words, view.result.scenario.scope
    names = [view.case.units[unit].name if unit in view.case.units else unit for unit in scope.units]
    units = ", ".join(names) or words("scope.all")
    found = [words("scope.subtree", units=units) if scope.units and scope.subtree else units]
    if scope.groups:
        found.append(words("scope.groups", groups=", ".join(words.group(group) for group in scope.groups)))
    return "; ".join(found)


def _limits(view: View) -> str:
    words, moves = view.words, view.result.scenario.moves
    found = []
    if moves.max_share is not None:
        found.append(words("limits.share", share=words.plain(100 * moves.max_share)))
    if moves.max_count is not None:
        found.append(words("limits.count", count=words.number(moves.max_count)))
    if moves.max_share_per_unit is not None:
        found.append(words("limits.unit", share=words.plain(100 * moves.max_share_per_unit)))
    return "; ".join(found) or words("limits.none")


def _requests(view: View) -> str:
    scenario = view.result.scenario
    counts = {"pins": len(scenario.pin), "forbids": len(scenario.forbid), "exempt": len(scenario.exempt)}
    return view.words("requests", **counts)


def _decision(view: View) -> str:
    words, decision = view.words, view.decision
    found = [words(f"decision_state.{decision.state}")]
    if decision.number:
        found.append(words("banner.number", number=decision.number))
    if decision.when:
        found.append(words("banner.day", day=words.day(decision.when)))
    if decision.who:
        found.append(words("banner.by", who=decision.who))
    return ", ".join(found)


def _write_kpis(page: Page, view: View) -> tuple[range, range]:
    """Write the figures before and after; return the rows of shares and of counts for the charts."""
    words = view.words
    _section(page, words("section.kpis"))
    page.headers([Column(words(f"head.{key}"), 0) for key in ("figure", "measure", "before", "after", "change")])
    by_name = {kpi.name: kpi for kpi in view.result.kpis}
    shares = _kpi_rows(page, view, [by_name[name] for name in SHARES if name in by_name], "one")
    counts = _kpi_rows(page, view, [by_name[name] for name in COUNTS if name in by_name], "whole")
    told = {*SHARES, *COUNTS, *CONTEXT}
    rest = [kpi for kpi in view.result.kpis if kpi.name not in told]
    _kpi_rows(page, view, [by_name[name] for name in CONTEXT if name in by_name] + rest, "whole")
    return shares, counts


def _kpi_rows(page: Page, view: View, kpis: Sequence[Kpi], style: Style) -> range:
    words, first = view.words, page.row
    for kpi in kpis:
        look: Style = "one" if kpi.unit == "percent" else style
        page.put(0, words.code("kpi", kpi.name))
        page.put(1, words.code("unit", kpi.unit), "short")
        change = None if kpi.before is None or kpi.after is None else kpi.after - kpi.before
        page.put(2, kpi.before, look)
        page.put(3, kpi.after, look)
        page.put(4, change, "signed_two" if look == "one" else "signed")
        page.row += 1
    return range(first, page.row)


def _add_chart(book: Workbook, page: Page, view: View, chart: _Chart, top: int) -> None:
    """Add a clustered bar chart of figures before and after beside the table."""
    words, name = view.words, page.sheet.get_name()
    first, last = chart.rows[0], chart.rows[-1]
    drawing = book.add_chart({"type": "bar"})
    for column, key, colour in ((2, "before", BEFORE_COLOUR), (3, "after", AFTER_COLOUR)):
        drawing.add_series(
            {
                "name": words(f"head.{key}"),
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": colour},
                "data_labels": {"value": True, "num_format": chart.num_format},
                "gap": 60,
            }
        )
    drawing.set_title({"name": chart.title, "name_font": {"size": 11}})
    drawing.set_y_axis({"reverse": True})
    drawing.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}, "min": 0})
    drawing.set_legend({"position": "bottom"})
    drawing.set_size({"width": 620, "height": 330})
    page.sheet.insert_chart(top, CHART_COLUMN, drawing)


def _table(page: Page, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    page.headers(columns)
    page.rows(columns, rows)


def _write_moves(page: Page, view: View) -> None:
    words, counts = view.words, view.result.counts
    if not view.result.has_plan:
        return
    _section(page, words("section.moves"))
    columns = (Column(words("head.move"), 0), Column(words("head.count"), 0, "whole"))
    _table(page, columns, [Row((words(f"move.{kind}"), counts.get(kind, 0))) for kind in MOVES])


def _write_lists(page: Page, view: View) -> None:
    """Write warnings, and what no plan can meet."""
    words, result = view.words, view.result
    warnings = [words.code("warning", warning) for warning in result.warnings]
    conflicts = [f"{item.rule}: {words.pick(item.words_id, item.words_en)}" for item in result.conflict]
    for key, lines in (("section.conflict", conflicts), ("section.warnings", warnings)):
        if lines:
            _section(page, words(key))
            for text in lines:
                page.line(text)


def _write_tiers(page: Page, view: View) -> None:
    words, tiers = view.words, view.result.tiers
    if not tiers:
        return
    _section(page, words("section.tiers"))
    columns = (
        Column(words("head.tier"), 0),
        Column(words("head.value"), 0, "two"),
        Column(words("head.bound"), 0, "two"),
        Column(words("head.gap"), 0, "two"),
    )
    rows = []
    for tier in tiers:
        # Seat tiers are negative counts inside the model; people read how many seats stay empty.
        sign = -1 if tier.name.startswith("empty_") else 1
        bound = None if tier.bound is None else sign * tier.bound + 0.0
        rows.append(Row((words.code("tier", tier.name), sign * tier.value + 0.0, bound, tier.gap)))
    _table(page, columns, rows)


def _write_terms(page: Page, view: View) -> None:
    """Write each term of the value: weight, amount and points before and after."""
    words, result = view.words, view.result
    _section(page, words("section.terms"))
    keys = ("weight", "amount_before", "amount_after", "points_before", "points_after")
    columns = (Column(words("head.term"), 0), *(Column(words(f"head.{key}"), 0, "two") for key in keys))
    after = {term.term: term for term in result.after.terms} if result.after else {}
    rows = []
    for term in result.before.terms:
        then = after.get(term.term)
        rows.append(
            Row(
                (
                    words.code("term", term.term),
                    term.weight,
                    term.amount,
                    then.amount if then else None,
                    from_cents(term.cents),
                    from_cents(then.cents) if then else None,
                )
            )
        )
    whole = from_cents(result.after.value_cents) if result.after else None
    totals = (words("total"), None, None, None, from_cents(result.before.value_cents), whole)
    _table(page, columns, [*rows, Row(totals, "strong")])


def _write_counts(page: Page, view: View) -> None:
    words = view.words
    found = [(name, count) for name, count in view.result.counts.items() if name not in MOVES]
    _section(page, words("section.counts"))
    columns = (Column(words("head.figure"), 0), Column(words("head.count"), 0, "whole"))
    _table(page, columns, [Row((words.code("count", name), count)) for name, count in found])
