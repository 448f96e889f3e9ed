"""What the tables mean: standards, superiors, profiles, satisfaction, kin, and who is in the model."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from penata.models.domain.case import Case
from penata.models.domain.errors import DataError
from penata.models.domain.population import population_of
from penata.models.domain.record_reading import period_start
from penata.models.domain.scenario import Scenario
from tests.small import AS_OF, Row, duo, small_case


def test_the_most_specific_row_of_a_standard_wins() -> None:
    """A post's own row beats its title's, that the group's; competencies of all three are joined."""
    rows = [
        {"group": "pelaksana", "competency_id": "M-INT", "level": 1},
        {"group": "pelaksana", "competency_id": "M-KOM", "level": 1},
        {"group": "pelaksana", "competency_id": "T-IT", "level": 1},
        {"position_id": "P", "competency_id": "M-INT", "level": 3, "weight": 2, "mandatory": True},
        {"title": "Analis", "competency_id": "M-INT", "level": 2},
        {"title": "Analis", "competency_id": "M-KOM", "level": 2},
    ]
    case = duo(requirements=rows)
    levels = {code: item.level for code, item in case.positions["P"].requirements.items()}
    assert levels == {"M-INT": 3, "M-KOM": 2, "T-IT": 1}
    own = case.positions["P"].requirements["M-INT"]
    assert (own.weight, own.mandatory, own.technical) == (2, True, False)
    assert case.positions["P"].requirements["T-IT"].technical
    assert {item.level for item in case.positions["H"].requirements.values()} == {1}


def test_the_superior_is_named_else_the_head_of_the_unit_else_the_head_above() -> None:
    """reports_to, the head of the own unit, for a head the next head up the tree, none at the top."""
    posts: list[Row] = [
        {"position_id": "TOP", "unit_id": "U", "head": True},
        {"position_id": "LOW", "unit_id": "V", "head": True},
        {"position_id": "STAFF", "unit_id": "V"},
        {"position_id": "OTHER", "unit_id": "V", "reports_to": "STAFF"},
        {"position_id": "LONE", "unit_id": "W"},
        {"position_id": "DEEP", "unit_id": "X"},
    ]
    units: list[Row] = [
        {"unit_id": "U", "name": "U"},
        {"unit_id": "V", "name": "V", "parent_id": "U"},
        {"unit_id": "W", "name": "W"},
        {"unit_id": "X", "name": "X", "parent_id": "V"},
    ]
    case = small_case([{}], posts, units=units)
    assert {name: post.superior_id for name, post in case.positions.items()} == {
        "TOP": None,
        "LOW": "TOP",
        "STAFF": "LOW",
        "OTHER": "STAFF",
        "LONE": None,
        "DEEP": "LOW",
    }


def test_of_several_heads_the_highest_is_the_superior() -> None:
    """By level, then echelon; the tie key decides only between equals."""
    posts: list[Row] = [
        {"position_id": "A", "head": True, "group": "pengawas", "echelon": "IV.b", "tie_key": "0"},
        {"position_id": "B", "head": True, "group": "administrator", "echelon": "III.b", "tie_key": "1"},
        {"position_id": "C", "head": True, "group": "administrator", "echelon": "III.a", "tie_key": "2"},
        {"position_id": "D"},
    ]
    assert small_case([{}], posts).positions["D"].superior_id == "C"


def test_defaults_of_a_post_come_from_its_group() -> None:
    """Retirement age, education floor and ceiling are filled in; own values win."""
    case = duo(post={"group": "ahli_madya", "need": 2}, held={"bup": 60, "ceiling": 5, "education_min": "d3"})
    post, held = case.positions["P"], case.positions["H"]
    assert (post.bup, post.education_min, post.ceiling, post.level) == (60, "s1", 2, 4)
    assert (held.bup, held.education_min, held.ceiling, held.level) == (60, "d3", 5, 1)


def test_need_comes_from_the_workload_where_there_is_one() -> None:
    """It wins over the column; a structural head needs one person at least; the ceiling follows."""
    work = [{"position_id": "P", "task": "t", "volume_year": 1.0, "minutes": 10.0}]
    case = duo(post={"group": "pengawas", "head": True, "need": 7}, workload=work)
    assert (case.positions["P"].need, case.positions["P"].ceiling) == (1, 1)
    assert duo(post={"need": 7}, workload=work).positions["P"].need == 0
    half = duo(post={"need": 7}, workload=work, parameters={"work_minutes_year": 20})
    assert half.positions["P"].need == 1


def test_the_latest_profile_row_wins_and_missing_levels_take_the_mean() -> None:
    """By date of assessment, a dated row over an undated one; a competency not assessed takes the mean."""
    rows = [
        {"competency_id": "M-INT", "level": 4, "assessed_on": date(2023, 1, 1)},
        {"competency_id": "M-INT", "level": 2, "assessed_on": date(2025, 1, 1)},
        {"competency_id": "M-INT", "level": 5},
        {"competency_id": "M-KOM", "level": 3},
    ]
    person = duo(profiles=rows).employees["E"]
    assert person.levels == {"M-INT": 2, "M-KOM": 3}
    assert person.level_of("T-IT") == 2.5
    assert duo().employees["E"].level_of("T-IT") is None


def test_satisfaction_is_the_latest_of_the_unit_or_its_nearest_ancestor() -> None:
    """Periods after the case's day do not count; nine elements make an index; other units have none."""
    rows = [
        {"unit_id": "U", "period": "2025", "ikm": 70},
        {"unit_id": "U", "period": "2026Q3", "ikm": 80},
        {"unit_id": "U", "period": "2027", "ikm": 99},
        {"unit_id": "W", "period": "2026", **{f"u{place}": 3 for place in range(1, 10)}},
    ]
    records = duo(satisfaction=rows).records
    assert records.ikm_of("U") == 80
    assert records.ikm_of("V") == 80
    assert records.ikm_of("W") == 75
    assert duo().records.ikm_of("V") is None
    assert period_start("2026Q3") == date(2026, 7, 1)


def test_kin_stand_once_whoever_is_named_first() -> None:
    """A pair told from both sides is one pair; nobody is his own kin."""
    people = [{"employee_id": name} for name in ("A", "B")]
    rows = [
        {"employee_id": "A", "relative_id": "B", "relation": "parent"},
        {"employee_id": "B", "relative_id": "A", "relation": "child"},
        {"employee_id": "A", "relative_id": "A", "relation": "sibling"},
    ]
    kin = small_case(people, [{"position_id": "P"}], relations=rows).records.kin
    assert len(kin) == 1
    assert set(kin[0][:2]) == {"A", "B"}


def test_a_career_without_rows_is_the_present_post_alone() -> None:
    """And says that no more is known."""
    person = duo(held={"group": "pengawas", "job_family": "F"}).employees["E"]
    assert not person.careers_known
    assert [(row.group, row.job_family, row.until) for row in person.careers] == [("pengawas", "F", None)]
    assert duo({"position_since": None}).employees["E"].careers == ()


def test_sex_stands_in_no_record() -> None:
    """R25: what a rule or term can not see it can not weigh."""
    assert not hasattr(duo({"sex": "f"}).employees["E"], "sex")


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        ({"birth_date": date(1968, 12, 31)}, "retired"),
        ({"birth_date": date(1969, 1, 1)}, None),
        ({"active": False, "inactive_reason": "tugas belajar"}, "inactive"),
        ({"active": False, "returns_on": date(2027, 1, 2)}, "inactive"),
        ({"active": False, "returns_on": date(2027, 1, 1)}, None),
        ({"status": "pppk", "contract_until": date(2026, 12, 31)}, "contract_ended"),
        ({"status": "pppk", "contract_until": date(2027, 1, 1)}, None),
        ({"status": "pns", "contract_until": date(2026, 12, 31)}, None),
        ({"birth_date": date(1960, 1, 1), "position_id": None}, None),
    ],
)
def test_leavers_are_outside_with_their_reason(person: dict[str, Any], reason: str | None) -> None:
    """Judged on the day the plan takes effect, 2027-01-01; the retirement age is that of the post held."""
    population = population_of(duo(person), Scenario())
    assert population.inside == (("E",) if reason is None else ())
    assert [outsider.reason for outsider in population.outside] == ([reason] if reason else [])
    assert all(item.words_id != item.words_en for item in population.outside)


def test_the_words_of_a_leaver_hold_the_facts() -> None:
    """Day and reason stand in the sentence."""
    gone = population_of(duo({"active": False, "inactive_reason": "tugas belajar"}), Scenario()).outside[0]
    assert gone.words_id == "tidak aktif (tugas belajar) dan belum kembali pada TMT rencana"
    old = population_of(duo({"birth_date": date(1968, 12, 31)}), Scenario()).outside[0]
    assert old.words_en == "reaches retirement age (BUP) on 2027-01-01, on or before the plan takes effect"


def test_scope_says_who_may_move_and_which_posts_are_open() -> None:
    """Units with or without what is below, and groups; people without a post may always move."""
    people = [
        {"employee_id": "A", "position_id": "PU"},
        {"employee_id": "B", "position_id": "PV"},
        {"employee_id": "C", "position_id": "PW"},
        {"employee_id": "D"},
    ]
    posts = [{"position_id": f"P{unit}", "unit_id": unit, "need": 2} for unit in "UVW"]
    posts.append({"position_id": "S", "unit_id": "U", "group": "pengawas"})
    case = small_case(people, posts)

    def scoped(**scope: Any) -> tuple[set[str], set[str]]:
        population = population_of(case, Scenario.parse({"scope": scope}))
        return set(population.movable), set(population.open_positions)

    assert scoped() == ({"A", "B", "C", "D"}, {"PU", "PV", "PW", "S"})
    assert scoped(units=["U"]) == ({"A", "B", "D"}, {"PU", "PV", "S"})
    assert scoped(units=["U"], subtree=False) == ({"A", "D"}, {"PU", "S"})
    assert scoped(groups=["pengawas"]) == ({"D"}, {"S"})


def test_a_table_or_a_kind_that_no_case_has_is_refused() -> None:
    """Named, with what is known."""
    with pytest.raises(DataError, match=r"Unknown table staff; a case has units"):
        Case.from_frames({"staff": pd.DataFrame()}, as_of=AS_OF)
    with pytest.raises(DataError, match=r"employees, 'birth_date': a value is not of kind date"):
        duo({"birth_date": "kemarin"})


def test_the_digest_ignores_the_order_of_rows_and_nothing_else() -> None:
    """Equal facts in another order are one case; another level is another."""
    rows = [{"competency_id": "M-INT", "level": 3}, {"competency_id": "M-KOM", "level": 2}]
    assert duo(profiles=rows).digest == duo(profiles=rows[::-1]).digest
    assert duo(profiles=rows).digest != duo(profiles=rows[:1]).digest
