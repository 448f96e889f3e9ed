"""A change that flips a decision is one with which the case, read anew, is placed so."""

from __future__ import annotations

from penata.api import place
from penata.models.domain.plan import Plan
from penata.models.domain.scenario import Scenario
from penata.optimizer.questions import explain_employee
from penata.optimizer.referee import Referee
from penata.optimizer.solution import Limits
from penata.optimizer.solved_run import SolvedRun
from tests.small import Row, small_case


def people(level_of_b: float) -> list[Row]:
    levels = {"A": 3.0, "B": level_of_b}
    return [{"employee_id": who, "competency_id": "M-KOM", "level": level} for who, level in levels.items()]


def agency(level_of_b: float) -> tuple[SolvedRun, str | None]:
    """A and B want the one seat of P, which asks for level 3 of a competency; A has it, B comes as near as said."""
    case = small_case(
        [{"employee_id": who, "position_id": None, "position_since": None} for who in "AB"],
        [{"position_id": "P", "unit_id": "U"}],
        requirements=[{"position_id": "P", "competency_id": "M-KOM", "level": 3}],
        profiles=people(level_of_b),
        preferences=[{"employee_id": "B", "position_id": "P", "rank": 1}],
    )
    scenario = Scenario.parse({"rules": {"R16": {"mode": "off"}}})
    result = place(case, scenario)
    assert result.after is not None
    posts = {item.employee_id: item.position_id for item in result.after.assignments}
    return SolvedRun(Referee(case, scenario), Plan(posts)), posts["B"]


def test_one_level_flips_the_decision() -> None:
    """B at level 2 matches 67 % and wishes for P (+5): A is chosen. At level 3 both match and the wish decides."""
    run, post = agency(2.0)
    assert post is None
    told = explain_employee(run, "B", "P", exact=True, limits=Limits(seconds=None))
    assert told.flip is not None
    assert told.flip.kind == "level"
    assert (told.flip.words_id, told.flip.words_en) == ("Komunikasi level 3", "Komunikasi at level 3")
    assert agency(3.0)[1] == "P"


def test_two_levels_are_no_single_change() -> None:
    """At level 1 one level more is not enough, and no weight makes up for the 30 points of R15 under 68 %."""
    run, _ = agency(1.0)
    told = explain_employee(run, "B", "P", exact=True, limits=Limits(seconds=None))
    assert told.flip is None
    assert told.instead is not None
    assert told.instead.is_solved_again


def test_no_change_is_looked_for_unless_asked() -> None:
    """Without ``exact`` nothing is solved again."""
    run, _ = agency(2.0)
    assert explain_employee(run, "B", "P").flip is None
