"""Is the data ready for a placement: by unit, how much is known, what is missing, and who is left out and why."""

from __future__ import annotations

from collections import defaultdict
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


def readiness_by_unit(
    tables: Mapping[str, pd.DataFrame],
    *,
    unknown_by_rule: pd.DataFrame | None = None,
    outside: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the readiness table: one row a unit in the order of ``units``, then people without a post, then a total.

    Parameters
    ----------
    tables
        Canonical frames with defaults merged, as ``Reading.partial`` or ``Case.tables`` holds them; they need not
        be free of faults.
    unknown_by_rule
        ``employee_id``, ``rule``, ``count``: facts that a rule lacks about a person; each rule becomes a column
        ``unknown_<rule>``.
    outside
        ``employee_id``, ``reason``: people outside the model.

    Returns
    -------
    Columns of :data:`COLUMNS`, then one a rule. ``people`` counts everyone by the unit of the post held;
    ``share_with_profile`` is missing where there is nobody. ``outside_reasons`` reads ``bup 2; inactive 1``.
    """
    units, positions, people = tables["units"], tables["positions"], tables["employees"]
    unit_of_post = dict(zip(positions["position_id"], positions["unit_id"], strict=True))
    known_units = set(units["unit_id"].dropna())
    unit_of: dict[str, str] = {}
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    profiled = set(tables["profiles"]["employee_id"].dropna())
    for person, post, held in zip(people["employee_id"], people["position_id"], people["position_id"].notna(), strict=True):
        unit = str(unit_of_post.get(post, "")) if held else ""
        unit_of[str(person)] = unit = unit if unit in known_units else ""
        counts[unit]["people"] += 1
        counts[unit]["with_profile"] += person in profiled
    standards = tables["requirements"]
    covered = [set(standards[name].dropna()) for name in ("position_id", "title", "group")]
    for unit, *names in zip(
        positions["unit_id"], positions["position_id"], positions["title"], positions["group"], strict=True
    ):
        key = str(unit) if unit in known_units else ""
        counts[key]["positions"] += 1
        counts[key]["without_standard"] += not any(name in held for name, held in zip(names, covered, strict=True))
    reasons = _reasons(outside, unit_of)
    rules, unknown = _unknown(unknown_by_rule, unit_of)
    names = dict(zip(units["unit_id"].astype("object"), units["name"].astype("object"), strict=True))
    order = [(str(unit), str(name)) for unit, name in names.items() if isinstance(unit, str)]
    if counts.get("") or reasons.get("") or unknown.get(""):
        order.append(("", ""))
    rows = [_row(unit, name, counts[unit], reasons.get(unit, {}), rules, unknown.get(unit, {})) for unit, name in order]
    whole: dict[str, int] = defaultdict(int)
    all_reasons: dict[str, int] = defaultdict(int)
    all_unknown: dict[str, int] = defaultdict(int)
    for unit, _ in order:
        for target, source in ((whole, counts[unit]), (all_reasons, reasons.get(unit, {})), (all_unknown, unknown.get(unit, {}))):
            for key, value in source.items():
                target[key] += value
    rows.append(_row(TOTAL, "", whole, all_reasons, rules, all_unknown))
    frame = pd.DataFrame(rows, columns=[*COLUMNS, *(f"unknown_{rule}" for rule in rules)])
    return frame.astype({"share_with_profile": "float64"})


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


def _reasons(outside: pd.DataFrame | None, unit_of: Mapping[str, str]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    if outside is not None:
        for person, reason in zip(outside["employee_id"], outside["reason"], strict=True):
            counts[unit_of.get(str(person), "")][str(reason)] += 1
    return counts


def _unknown(
    unknown_by_rule: pd.DataFrame | None, unit_of: Mapping[str, str]
) -> tuple[tuple[str, ...], dict[str, dict[str, int]]]:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    if unknown_by_rule is None:
        return (), counts
    for person, rule, count in zip(
        unknown_by_rule["employee_id"], unknown_by_rule["rule"], unknown_by_rule["count"], strict=True
    ):
        counts[unit_of.get(str(person), "")][str(rule)] += int(count)
    return tuple(sorted({str(rule) for rule in unknown_by_rule["rule"]})), counts
