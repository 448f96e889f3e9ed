"""The ways of placing by hand honour pins: who stands in a pinned person's way goes where least is lost."""

from __future__ import annotations

from typing import Any

import pytest

import penata
from tests.small import small_case

CASE = small_case(
    [
        {"employee_id": "A", "position_id": "P"},
        {"employee_id": "B", "position_id": "Q"},
        {"employee_id": "C", "position_id": "R"},
    ],
    [{"position_id": name} for name in ("P", "Q", "R", "S")],
)


@pytest.mark.parametrize("engine", ["greedy", "seniority"])
@pytest.mark.parametrize("pins", [{"B": "P"}, {"B": "P", "A": "Q"}, {"A": "Q", "B": "R", "C": "P"}, {"C": "S"}])
def test_a_pin_on_a_taken_seat_is_kept(engine: Any, pins: dict[str, str]) -> None:
    """B is pinned to the one seat that A holds: A goes elsewhere, and there is a plan that the referee accepts."""
    asked = {"pin": [{"employee": who, "position": post} for who, post in pins.items()]}
    result = penata.place(CASE, penata.Scenario.parse(asked), engine=engine)
    assert result.status == "feasible"
    assert result.after is not None
    posts = {item.employee_id: item.position_id for item in result.after.assignments}
    assert {who: posts[who] for who in pins} == pins
    assert len(set(posts.values())) == 3


@pytest.mark.parametrize("engine", ["greedy", "seniority"])
def test_two_pins_on_one_seat_have_no_plan(engine: Any) -> None:
    """Nobody can leave: no plan, and no endless search."""
    asked = {"pin": [{"employee": who, "position": "S"} for who in "AB"]}
    assert penata.place(CASE, penata.Scenario.parse(asked), engine=engine).status == "unknown"
