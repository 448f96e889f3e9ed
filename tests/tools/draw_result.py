"""Draws the README's picture from a run: figures before and after, as SVG. Run: python tests/tools/draw_result.py RUN OUT"""

from __future__ import annotations

import json
import sys
from pathlib import Path

BARS = (
    ("jpm_mean", "Average JPM of holders (%)", 100.0),
    ("jpm_80_share", "Holders with JPM of 80 % or more (%)", 100.0),
    ("field_exact_share", "Field of education fits (%)", 100.0),
    ("head_posts_filled", "Head posts filled", None),
    ("empty_seats", "Empty seats", None),
    ("worst_unit_shortage", "Worst shortage of a unit (%)", 100.0),
)
WIDTH, ROW, LEFT, BAR = 760, 46, 290, 380


def draw(result: dict[str, object]) -> str:
    """Return the picture of one ``result.json``."""
    figures = {item["name"]: item for item in result["kpi"]}  # type: ignore[attr-defined]  # the file's schema
    parts = []
    for place, (name, title, top) in enumerate(BARS):
        before, after = float(figures[name]["before"]), float(figures[name]["after"])
        scale = BAR / (top or max(before, after, 1.0))
        y = 44 + place * ROW
        parts.append(f'<text x="{LEFT - 12}" y="{y + 20}" text-anchor="end">{title}</text>')
        for shift, value, colour in ((0, before, "#9aa5b1"), (17, after, "#1f6f8b")):
            width = max(1.0, value * scale)
            parts.append(f'<rect x="{LEFT}" y="{y + shift}" width="{width:.1f}" height="14" fill="{colour}"/>')
            parts.append(f'<text x="{LEFT + width + 6:.1f}" y="{y + shift + 12}" class="n">{value:.1f}</text>')
    height = 60 + len(BARS) * ROW
    style = "text{font:13px sans-serif;fill:#243b53}.n{font-size:12px}.h{font-size:14px;font-weight:bold}"
    legend = (
        '<rect x="290" y="10" width="14" height="14" fill="#9aa5b1"/><text x="310" y="22">today</text>'
        '<rect x="370" y="10" width="14" height="14" fill="#1f6f8b"/><text x="390" y="22">proposal</text>'
        '<text x="14" y="22" class="h">Lubuk Begalung (synthetic data)</text>'
    )
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
    title = "<title>Figures of the bundled district before and after the proposal</title>"
    return f"{head}{title}<style>{style}</style>{legend}{''.join(parts)}</svg>\n"


if __name__ == "__main__":
    found = json.loads((Path(sys.argv[1]) / "result.json").read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(draw(found), encoding="utf-8")
