"""What cannot be is said in names of people, posts and rules, without a word of the model's own."""

from __future__ import annotations

from typing import Any

import pytest

import penata
from tests.small import small_case

CASE = small_case(
    [
        {"employee_id": "A", "name": "Ani", "position_id": "P"},
        {"employee_id": "B", "name": "Budi", "position_id": "Q"},
        {"employee_id": "C", "name": "Citra", "position_id": "R"},
    ],
    [
        {"position_id": "CAMAT", "title": "Camat", "head": True},
        *({"position_id": name, "title": f"Staf {name}"} for name in "PQR"),
    ],
)


def conflict(asked: dict[str, Any]) -> tuple[str, str]:
    result = penata.place(CASE, penata.Scenario.parse(asked))
    assert result.status == "infeasible"
    return result.conflict[0].words_id, result.conflict[0].words_en


def pair(who: str, post: str) -> dict[str, str]:
    return {"employee": who, "position": post}


def test_a_pair_that_is_pinned_and_forbidden() -> None:
    """Both requests are named, not a scope that nobody set."""
    bahasa, english = conflict({"pin": [pair("A", "Q")], "forbid": [pair("A", "Q")]})
    assert (
        bahasa == "Ani ditetapkan di Staf Q (Q): pasangan yang sama ditetapkan dan sekaligus dilarang; hapus salah satunya"
    )
    assert english == "Ani pinned to Staf Q (Q): the same pair is pinned and forbidden; take one of the two back"


@pytest.mark.parametrize("post", ["CAMAT", "Q"])
def test_two_people_pinned_to_one_seat(post: str) -> None:
    """Both people and the post stand in the sentence; "seats" does not."""
    bahasa, english = conflict({"pin": [pair("A", post), pair("C", post)]})
    title = "Camat (CAMAT)" if post == "CAMAT" else "Staf Q (Q)"
    assert bahasa == f"Ani (A) dan Citra (C) ditetapkan pada jabatan yang sama, {title}, yang kursinya tidak cukup"
    assert english == f"Ani (A) and Citra (C) are pinned to the same post, {title}, which has too few seats"


def test_one_person_pinned_to_two_posts() -> None:
    """The other post is named."""
    bahasa, english = conflict({"pin": [pair("A", "Q"), pair("A", "R")]})
    assert bahasa == "Ani ditetapkan di Staf R (R): orang ini juga ditetapkan di Staf Q (Q)"
    assert english.endswith("the same person is pinned to Staf Q (Q) as well")


def test_a_rule_that_cannot_be_met_is_called_by_its_title() -> None:
    """R22 is a number to nobody."""
    bahasa, english = conflict({"pin": [pair("A", "CAMAT")], "moves": {"max_count": 0}})
    assert bahasa.startswith("aturan R22, Jumlah perpindahan dibatasi per putaran (max_count) tidak dapat dipenuhi")
    assert english.startswith("rule R22, ")
