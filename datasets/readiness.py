"""Is the data ready for a placement: by unit, what is known, what is missing, who is left out and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

import pandas as pd

COLUMNS: Final = (
    "unit_id",
    "name",
    "people",
    "with_profile",
    "share_with_profile",
    "positions",
    "without_standard",
    "outside",
    "outside_reasons",
)
TOTAL: Final = "TOTAL"
NO_UNIT: Final = ""
"""Row of the people without a post, and of posts whose unit is unknown."""

_Counts = defaultdict[str, "Counter[str]"]


def readiness_by_unit(
    tables: Mapping[str, pd.DataFrame],
    *,
    unknown_by_rule: pd.DataFrame | None = None,
    outside: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the readiness table: one row a unit in the order of ``units``, then people without a post, then
    a total.

    Parameters
    ----------
    tables
        Canonical frames with defaults merged, as ``Reading.partial`` or ``Case.tables`` holds them; they need
        not be free of faults.
    unknown_by_rule
        ``employee_id``, ``rule``, ``count``: facts that a rule lacks about a person; each rule becomes a
        column ``unknown_<rule>``.
    outside
        ``employee_id``, ``reason``: people outside the model.

    Returns
    -------
    Columns of :data:`COLUMNS`, then one a rule. ``people`` counts everyone by the unit of the post held;
    ``share_with_profile`` is missing where there is nobody. ``outside_reasons`` reads ``bup 2; inactive 1``.
    """
    units, people = tables["units"], tables["employees"]
    posts = _post_counts(tables)
    unit_of = _units_of_people(tables)
    profiled = set(tables["profiles"]["employee_id"].dropna().tolist())
    counts: _Counts = defaultdict(Counter, posts)
    persons = people["employee_id"].dropna().tolist()
    for unit, count in Counter(unit_of[person] for person in persons).items():
        counts[unit].update(people=count)
    for unit, count in Counter(unit_of[person] for person in persons if person in profiled).items():
        counts[unit].update(with_profile=count)
    reasons = _reasons(outside, unit_of)
    rules, unknown = _unknown(unknown_by_rule, unit_of)
    order = [
        (unit, name)
        for unit, name in zip(units["unit_id"].astype("object"), units["name"].astype("object"), strict=True)
        if isinstance(unit, str)
    ]
    if any("" in found for found in (counts, reasons, unknown)):
        order.append((NO_UNIT, ""))
    rows = [_row(unit, name, counts[unit], reasons[unit], rules, unknown[unit]) for unit, name in order]
    names = list(dict.fromkeys(unit for unit, _ in order))
    totals = [sum((found[unit] for unit in names), Counter()) for found in (counts, reasons, unknown)]
    rows.append(_row(TOTAL, "", totals[0], totals[1], rules, totals[2]))
    frame = pd.DataFrame(rows, columns=[*COLUMNS, *(f"unknown_{rule}" for rule in rules)])
    return frame.astype({"share_with_profile": "float64"})


def _units_of_people(tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the unit of the post that each person holds, "" where that is none or unknown."""
    positions, people = tables["positions"], tables["employees"]
    unit_of_post = dict(zip(positions["position_id"], positions["unit_id"], strict=True))
    known = set(tables["units"]["unit_id"].dropna())
    units = (unit_of_post.get(post) for post in people["position_id"].tolist())
    return {
        str(person): str(unit) if unit in known else NO_UNIT
        for person, unit in zip(people["employee_id"].tolist(), units, strict=True)
    }


def _post_counts(tables: Mapping[str, pd.DataFrame]) -> _Counts:
    standards, known = tables["requirements"], set(tables["units"]["unit_id"].dropna())
    covered = {name: set(standards[name].dropna()) for name in ("position_id", "title", "group")}
    counts: _Counts = defaultdict(Counter)
    for post in tables["positions"][["unit_id", *covered]].to_dict("records"):
        without = not any(post[name] in held for name, held in covered.items())
        unit = str(post["unit_id"]) if post["unit_id"] in known else NO_UNIT
        counts[unit].update(positions=1, without_standard=int(without))
    return counts


def _row(
    unit: str,
    name: str,
    counts: Mapping[str, int],
    reasons: Mapping[str, int],
    rules: tuple[str, ...],
    unknown: Mapping[str, int],
) -> dict[str, object]:
    people, profiled = counts.get("people", 0), counts.get("with_profile", 0)
    return {
        "unit_id": unit,
        "name": name,
        "people": people,
        "with_profile": profiled,
        "share_with_profile": profiled / people if people else None,
        "positions": counts.get("positions", 0),
        "without_standard": counts.get("without_standard", 0),
        "outside": sum(reasons.values()),
        "outside_reasons": "; ".join(f"{reason} {count}" for reason, count in sorted(reasons.items())),
        **{f"unknown_{rule}": unknown.get(rule, 0) for rule in rules},
    }


def _reasons(outside: pd.DataFrame | None, unit_of: Mapping[str, str]) -> _Counts:
    counts: _Counts = defaultdict(Counter)
    if outside is not None:
        for person, reason in zip(outside["employee_id"], outside["reason"], strict=True):
            counts[unit_of.get(str(person), NO_UNIT)][str(reason)] += 1
    return counts


def _unknown(unknown_by_rule: pd.DataFrame | None, unit_of: Mapping[str, str]) -> tuple[tuple[str, ...], _Counts]:
    counts: _Counts = defaultdict(Counter)
    if unknown_by_rule is None:
        return (), counts
    columns = (unknown_by_rule[name] for name in ("employee_id", "rule", "count"))
    for person, rule, count in zip(*columns, strict=True):
        counts[unit_of.get(str(person), NO_UNIT)][str(rule)] += int(count)
    return tuple(sorted({str(rule) for rule in unknown_by_rule["rule"]})), counts
