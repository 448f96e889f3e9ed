"""Checks of units, posts, their need, their holders and their standards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from ..models.domain import vocabulary as words
from ..models.domain.workload import WORK_MINUTES_YEAR, need_from_workload
from .context import Context, find_cycles, rows_of, text_of, whole_of
from .nearest import Nearest
from .parsed import ParsedTable
from .raw import Finding

ECHELONS_OF_GROUP: Final = {
    "jpt_utama": ("I.a",),
    "jpt_madya": ("I.a", "I.b"),
    "jpt_pratama": ("II.a", "II.b"),
    "administrator": ("III.a", "III.b"),
    "pengawas": ("IV.a", "IV.b", "V.a"),
}
MOST_PEOPLE_NAMED: Final = 5


def check_posts(context: Context) -> Iterator[Finding]:
    """Yield what is wrong or odd with units, posts, workload and standards."""
    yield from _check_units(context.parsed["units"])
    yield from _check_superiors(context.parsed["positions"])
    yield from _check_need(context)
    yield from _check_post_facts(context.parsed["positions"])
    yield from _check_holders(context)
    yield from _check_standards(context)


def _cycle_findings(table: ParsedTable, key: str, column: str, code: str) -> Iterator[Finding]:
    frame = table.frame
    rows: dict[str, int] = {}
    targets: dict[str, list[str]] = {}
    for row, values in rows_of(frame[[key, column]]):
        identity, target = text_of(values[key]), text_of(values[column])
        if identity is not None and identity not in rows:
            rows[identity] = row
            targets[identity] = [] if target is None else [part.strip() for part in target.split(";")]
    for cycle in find_cycles(targets):
        shown = [*cycle[:10], "…"] if len(cycle) > 10 else [*cycle, cycle[0]]
        yield table.finding(code, rows[cycle[0]], column, {"cycle": " → ".join(shown)})


def check_prerequisites(table: ParsedTable) -> Iterator[Finding]:
    """Yield circles of prerequisites between courses."""
    return _cycle_findings(table, "course_id", "prerequisites", "E-CYCLE-COURSE")


def _check_units(units: ParsedTable) -> Iterator[Finding]:
    yield from _cycle_findings(units, "unit_id", "parent_id", "E-CYCLE-UNIT")
    for row, unit in rows_of(units.frame):
        floor, ceiling = whole_of(unit["floor"]), whole_of(unit["ceiling"])
        if floor is not None and ceiling is not None and floor > ceiling:
            yield units.finding("E-FLOOR-CEILING", row, "floor", {"floor": floor, "ceiling": ceiling})


def _check_superiors(positions: ParsedTable) -> Iterator[Finding]:
    yield from _cycle_findings(positions, "position_id", "reports_to", "E-CYCLE-REPORTS")
    heads: dict[str, list[int]] = defaultdict(list)
    for row, post in rows_of(positions.frame[["unit_id", "head"]]):
        if post["head"] and post["unit_id"] is not None:
            heads[str(post["unit_id"])].append(row)
    for unit, rows in heads.items():
        if len(rows) > 1:
            yield positions.finding("W-HEADS", rows[1], "head", {"value": unit, "count": len(rows)})


def _computed_need(context: Context) -> dict[str, int]:
    workload = context.parsed["workload"].frame
    workload = workload[workload[["position_id", "volume_year", "minutes"]].notna().all(axis=1)]
    minutes = context.parameters.get("work_minutes_year", WORK_MINUTES_YEAR)
    usable = isinstance(minutes, int | float) and not isinstance(minutes, bool) and minutes > 0
    return need_from_workload(workload, float(str(minutes)) if usable else WORK_MINUTES_YEAR)


def _needs(context: Context) -> dict[str, int]:
    """Return seats by post as the model will see them; a post whose need is unknown is left out."""
    computed = _computed_need(context)
    needs: dict[str, int] = {}
    for _, post in rows_of(context.parsed["positions"].frame[["position_id", "need", "head", "group"]]):
        identity, need = text_of(post["position_id"]), whole_of(post["need"])
        if identity is None:
            continue
        if identity in computed:
            need = max(computed[identity], 1 if post["head"] or words.is_structural(str(post["group"])) else 0)
        if need is not None:
            needs.setdefault(identity, need)
    return needs


def _check_need(context: Context) -> Iterator[Finding]:
    positions = context.parsed["positions"]
    computed = set(_computed_need(context))
    needs = _needs(context)
    for row, post in rows_of(positions.frame[["position_id", "need", "ceiling"]]):
        identity, need, ceiling = (
            text_of(post["position_id"]),
            whole_of(post["need"]),
            whole_of(post["ceiling"]),
        )
        if identity is None:
            continue
        known = needs.get(identity)
        if need is None and identity not in computed and not positions.is_wrong(row, "need"):
            yield positions.finding("E-NEED-MISSING", row, "need", {"value": identity})
        elif need is not None and known is not None and identity in computed and need != known:
            yield positions.finding("W-NEED-WORKLOAD", row, "need", {"need": need, "computed": known})
        if ceiling is not None and known is not None and ceiling < known:
            yield positions.finding("W-CEILING-NEED", row, "ceiling", {"ceiling": ceiling, "need": known})


def _check_post_facts(positions: ParsedTable) -> Iterator[Finding]:
    for row, post in rows_of(positions.frame[["group", "echelon", "rank_min", "rank_max"]]):
        low, high = text_of(post["rank_min"]), text_of(post["rank_max"])
        if low is not None and high is not None and not _ordered(low, high):
            yield positions.finding("E-RANK-ORDER", row, "rank_min", {"low": low, "high": high})
        group, echelon = text_of(post["group"]), text_of(post["echelon"])
        if group is None or echelon is None or echelon in (usual := ECHELONS_OF_GROUP.get(group, ())):
            continue
        values = {"value": echelon, "group": group, "expected": " / ".join(usual) or "-"}
        yield positions.finding("W-ECHELON-GROUP", row, "echelon", values)


def _ordered(low: str, high: str) -> bool:
    for scale in (words.PNS_RANK_ORDER, words.PPPK_GRADE_ORDER):
        if low in scale and high in scale:
            return scale[low] <= scale[high]
    return False


def _check_holders(context: Context) -> Iterator[Finding]:
    positions, employees = context.parsed["positions"], context.parsed["employees"]
    holders: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row, person in rows_of(employees.frame[["employee_id", "position_id"]]):
        if person["position_id"] is not None and person["employee_id"] is not None:
            holders[str(person["position_id"])].append((row, str(person["employee_id"])))
    needs = _needs(context)
    for row, post in rows_of(positions.frame[["position_id", "group", "head"]]):
        identity = text_of(post["position_id"])
        held = holders.get(identity, []) if identity is not None else []
        if len(held) < 2 and len(held) <= needs.get(identity or "", len(held)):
            continue
        single = bool(post["head"]) or words.is_structural(str(post["group"]))
        values: dict[str, object] = {"value": identity, "count": len(held)}
        if single and len(held) > 1:
            people = [person for _, person in held[:MOST_PEOPLE_NAMED]]
            people += ["…"] if len(held) > MOST_PEOPLE_NAMED else []
            yield employees.finding("W-HOLDERS-HEAD", held[1][0], "position_id", {**values, "people": ", ".join(people)})
        elif identity in needs and len(held) > needs[identity]:
            yield positions.finding("W-SURPLUS", row, "need", {**values, "need": needs[identity]})


def _check_standards(context: Context) -> Iterator[Finding]:
    standards, positions = context.parsed["requirements"], context.parsed["positions"]
    titles = Nearest(str(title) for title in positions.frame["title"].dropna().tolist())
    for row, standard in rows_of(standards.frame[["position_id", "title", "group"]]):
        named = [name for name, value in standard.items() if value is not None or standards.is_wrong(row, name)]
        if len(named) != 1:
            yield standards.finding("E-STANDARD-TARGET", row, "", {"count": len(named)})
        title = text_of(standard["title"])
        if title is not None and title not in titles.ids:
            yield standards.finding("W-STANDARD-TITLE", row, "title", {"value": title, "near": titles.of(title)})
    merged = context.merged["requirements"]
    covered = {name: set(merged[name].dropna()) for name in ("position_id", "title", "group")}
    for row, post in rows_of(positions.frame[["position_id", "title", "group"]]):
        if post["position_id"] is not None and not any(post[name] in covered[name] for name in covered):
            yield positions.finding("W-STANDARD-MISSING", row, "position_id", {"value": post["position_id"]})
