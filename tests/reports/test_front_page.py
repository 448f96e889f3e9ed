"""The page of a front: hostile names stay text, and the drawn data are those of the table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from penata.models.domain.errors import NotFoundError
from penata.reports.front_page import front_words, write_front_page
from penata.reports.words import Words

REPORT = {
    "schema": "penata.frontier/1",
    "case": "</script><b>Dinas</b>",
    "goals": ["suitability", "move"],
    "status": "feasible",
    "gap": 0.125,
    "engine": "highs",
    "clock_limited": False,
    "knee": 1,
    "points": [
        {
            "point": place,
            "suitability_amount": 100.0 - place,
            "suitability_points": 100.0 - place,
            "move_amount": 9.0 - 4 * place,
            "move_points": -45.0 + 20 * place,
            "moves": 9 - 4 * place,
            "value_points": 55.0,
            "proved": True,
            "knee": place == 1,
        }
        for place in range(3)
    ],
}


def test_hostile_name(tmp_path: Path) -> None:
    """A case name that closes a script stays text, in the heading and in the data."""
    target = tmp_path / "front.html"
    write_front_page(REPORT, target, language="en", synthetic=True)
    text = target.read_text()
    assert "<b>Dinas</b>" not in text
    assert "&lt;/script&gt;&lt;b&gt;Dinas" in text
    assert "DATA CONTOH" in text
    assert not list(tmp_path.glob("*.tmp"))


def test_no_outside_request(tmp_path: Path) -> None:
    """Outside the libraries the page names no address that a browser would load."""
    target = tmp_path / "front.html"
    write_front_page(REPORT, target, language="id", synthetic=False)
    text = re.sub(r"<script>.*?</script>", "", target.read_text(), flags=re.DOTALL)
    assert "<table>" in text
    assert not re.search(r"<(?:script|img|link|iframe)[^>]*(?:src|href)=", text)
    assert "DATA CONTOH" not in text


def test_words() -> None:
    """Golden sentences, Bahasa and English."""
    assert front_words(REPORT, Words("id")) == (
        "3 rencana dari garis depan; titik lain hanya mungkin ada di 12,50 % bidang di antara kedua ujungnya.",
        "Titik lutut: kesesuaian (JPM) 99, perpindahan 5. Sesudahnya, tambahan pada satu tujuan makin mahal "
        "bagi tujuan lain.",
    )
    assert front_words({**REPORT, "status": "optimal", "gap": 0.0, "knee": None}, Words("en")) == (
        "3 plans; no other plan is better in one goal without being worse in the other (proved).",
        None,
    )


def test_unwritable(tmp_path: Path) -> None:
    """A missing folder is one sentence."""
    with pytest.raises(NotFoundError, match="can't be written"):
        write_front_page(REPORT, tmp_path / "tidak" / "ada.html", language="id", synthetic=False)
