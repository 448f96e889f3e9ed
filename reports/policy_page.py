"""The page of a study of policies: means with their intervals, the groups apart, and the table behind them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .page import render_page, write_page
from .words import Language, Words

SPEC = "https://vega.github.io/schema/vega-lite/v6.json"
Interval = Mapping[str, Any]
"""``policy measure group mean low high difference difference_low difference_high``; unknown numbers are None."""


def policy_table(intervals: Sequence[Interval], words: Words) -> tuple[list[str], list[list[str]]]:
    """Return headers and rows: one row a policy, measure and group."""
    keys = ("policy", "measure", "group", "mean", "interval", "difference", "interval")
    headers = [words(f"policies.{key}") for key in keys]
    rows = [
        [
            words.code("policy", item["policy"]),
            words.code("measure", item["measure"]),
            words.code("group", item["group"]) if item["group"] else "",
            _number(item["mean"], words),
            _span(item["low"], item["high"], words),
            _number(item["difference"], words),
            _span(item["difference_low"], item["difference_high"], words),
        ]
        for item in intervals
    ]
    return headers, rows


def policy_charts(intervals: Sequence[Interval], words: Words) -> dict[str, dict[str, Any]]:
    """Return the Vega-Lite specifications of the measures of an agency and of those of groups."""
    values = [
        {
            "policy": words.code("policy", item["policy"]),
            "measure": words.code("measure", item["measure"]),
            "group": words.code("group", item["group"]) if item["group"] else "",
            **{key: item[key] for key in ("mean", "low", "high")},
        }
        for item in intervals
        if item["mean"] is not None
    ]
    order = list(dict.fromkeys(item["policy"] for item in values))
    return {
        "measures": _chart([item for item in values if not item["group"]], order, words),
        "groups": _chart([item for item in values if item["group"]], order, words, by="group"),
    }


def _chart(values: list[dict[str, Any]], order: list[str], words: Words, *, by: str | None = None) -> dict[str, Any]:
    locale = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}
    number = {"type": "quantitative", "title": None, "scale": {"zero": False}}
    common: dict[str, Any] = {"y": {"field": "policy", "type": "nominal", "sort": order, "title": None}}
    if by is not None:
        common["color"] = {"field": by, "type": "nominal", "title": words("policies.group")}
        common["yOffset"] = {"field": by}
    tip = [{"field": key, "title": words(f"policies.{key}")} for key in ("policy", "mean")]
    return {
        "$schema": SPEC,
        "config": {"locale": {"number": locale}} if words.language == "id" else {},
        "data": {"values": values},
        "facet": {
            "field": "measure",
            "type": "nominal",
            "title": None,
            "sort": list(dict.fromkeys(item["measure"] for item in values)),
        },
        "columns": 2,
        "spec": {
            "width": 260,
            "height": {"step": 44 if by else 22},
            "layer": [
                {"mark": "rule", "encoding": {**common, "x": {"field": "low", **number}, "x2": {"field": "high"}}},
                {
                    "mark": {"type": "point", "filled": True, "size": 45},
                    "encoding": {**common, "x": {"field": "mean", **number}, "tooltip": tip},
                },
            ],
        },
        "resolve": {"scale": {"x": "independent"}},
    }


def write_policy_page(intervals: Sequence[Interval], path: Path, *, people: int, seeds: int, language: Language) -> None:
    """Write a study as a self-contained page.

    Parameters
    ----------
    intervals
        One a policy, measure and group.
    path
        Where.
    people, seeds
        Size and number of the agencies.
    language
        Language of the page.

    Raises
    ------
    NotFoundError
        The file can't be written.
    """
    words = Words(language)
    headers, rows = policy_table(intervals, words)
    facts = {"people": words.number(people), "seeds": seeds}
    text = render_page(
        "policies.html", policy_charts(intervals, words), language=language, headers=headers, rows=rows, **facts
    )
    write_page(path, text)


def _number(value: float | None, words: Words) -> str:
    return "–" if value is None or not math.isfinite(value) else words.plain(value)


def _span(low: float | None, high: float | None, words: Words) -> str:
    return "–" if low is None or high is None else f"{words.plain(low)} … {words.plain(high)}"
