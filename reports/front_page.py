"""The page of a front: a plot with the knee marked, and the table behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .page import render_page, write_page
from .words import Language, Words

SPEC = "https://vega.github.io/schema/vega-lite/v6.json"


def front_words(report: Mapping[str, Any], words: Words) -> tuple[str, str | None]:
    """Return what a front shows in a sentence, and its knee in another (None = it has none).

    Parameters
    ----------
    report
        ``penata.frontier/1``.
    words
        Words of a language.
    """
    points: Sequence[Mapping[str, Any]] = report["points"]
    if not points:
        return words("front.none"), None
    whole = report["status"] == "optimal"
    share = words.number(max(0.01, 100 * report["gap"]), 2)
    summary = words("front.whole" if whole else "front.part", count=len(points), share=share)
    if report["knee"] is None:
        return summary, None
    first, second = report["goals"]
    knee = points[report["knee"]]
    sentence = words(
        "front.knee",
        first=words.code("term", first),
        second=words.code("term", second),
        first_amount=words.plain(knee[f"{first}_amount"]),
        second_amount=words.plain(knee[f"{second}_amount"]),
    )
    return summary, sentence


def front_table(report: Mapping[str, Any], words: Words) -> tuple[list[str], list[list[str]]]:
    """Return headers and rows of a front; a goal that is counted in points takes one column."""
    headers, columns = [words("front.point")], ["point"]
    for goal in report["goals"]:
        headers.append(words.code("term", goal))
        columns.append(f"{goal}_amount")
        if any(abs(row[f"{goal}_points"] - row[f"{goal}_amount"]) >= 1 for row in report["points"]):
            headers.append(words("front.points"))
            columns.append(f"{goal}_points")
    headers.append(words("front.total"))
    columns.append("value_points")
    return headers, [[words.plain(row[column]) for column in columns] for row in report["points"]]


def front_chart(report: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return the Vega-Lite specification of a front."""
    first, second = report["goals"]
    across, up = f"{second}_amount", f"{first}_amount"
    values = [{**point, "label": words.plain(point[across])} for point in report["points"]]
    x = {"field": across, "type": "quantitative", "title": words.code("term", second), "scale": {"zero": False}}
    y = {"field": up, "type": "quantitative", "title": words.code("term", first), "scale": {"zero": False}}
    tip = [{"field": across, "title": x["title"]}, {"field": up, "title": y["title"]}]
    locale = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}
    return {
        "$schema": SPEC,
        "config": {"locale": {"number": locale}} if words.language == "id" else {},
        "width": "container",
        "height": 360,
        "data": {"values": values},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "line", "color": "#4c78a8", "opacity": 0.5}},
            {"mark": {"type": "point", "filled": True, "color": "#4c78a8", "size": 40}, "encoding": {"tooltip": tip}},
            {
                "transform": [{"filter": "datum.knee"}],
                "mark": {"type": "point", "filled": True, "color": "#c8102e", "size": 140},
                "encoding": {"tooltip": tip},
            },
        ],
    }


def write_front_page(report: Mapping[str, Any], path: Path, *, language: Language, synthetic: bool) -> None:
    """Write a front as a self-contained page.

    Parameters
    ----------
    report
        ``penata.frontier/1``.
    path
        Where.
    language
        Language of the page.
    synthetic
        Whether the case is made up; the page says so.

    Raises
    ------
    NotFoundError
        The file can't be written.
    """
    words = Words(language)
    first, second = report["goals"]
    names = [words.code("term", goal) for goal in (first, second)]
    summary, knee = front_words(report, words)
    headers, cells = front_table(report, words)
    rows = [{"marked": row["knee"], "cells": line} for row, line in zip(report["points"], cells, strict=True)]
    text = render_page(
        "front.html",
        {"front": front_chart(report, words)},
        language=language,
        synthetic=synthetic,
        case=report["case"],
        first=names[0][:1].upper() + names[0][1:],
        second=names[1],
        summary=summary,
        knee=knee,
        headers=headers,
        rows=rows,
    )
    write_page(path, text)
