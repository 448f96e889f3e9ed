"""Everything wrong with a scenario is said at once, in both languages, and the rest of it is still read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penata.api import load_scenario
from penata.datasets.read import read_source
from penata.models.domain.build import build_problem
from penata.models.domain.errors import DataError
from penata.models.domain.rules.pack import name_complaints
from penata.models.domain.scenario import Scenario
from tests.small import small_case

WRONG = """
bassis = "rotation"
[scope]
groups = ["camat"]
units = ["X"]
[moves]
max_share = 1.2
[weights]
sex = 1.0
beauty = 2.0
[rules]
R10 = "hard"
[rules.R99]
mode = "off"
[rules.R12.months]
rotation_month = 6
[rules.R09]
mode = "keras"
[[skill_mix]]
unit = "U"
competency = "T-IT"
level = 3
[[pin]]
employee = "Z"
position = "P"
[[pin]]
employee = "E"
[[exempt]]
rule = "R21"
employee = "E"
reason = ""
"""
KEYS = {
    "bassis", "scope.groups", "moves.max_share", "weights.sex", "weights.beauty", "rules.R10", "rules.R09.mode",
    "skill_mix.0.at_least", "pin.1.position", "exempt.0.reason", "rules.R99", "rules.R12.months.rotation_month",
    "scope.units", "pin.employee",
}  # fmt: skip


def test_a_file_is_refused_once_for_all_its_faults(tmp_path: Path) -> None:
    """A forbidden weight (R25) hides no other fault: keys, ranges, rules, parameters and ids come together."""
    case = small_case([{"employee_id": "E", "position_id": "P"}], [{"position_id": "P"}])
    path = tmp_path / "s.toml"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_scenario(path, case)
    for text in (caught.value.message, caught.value.bahasa):
        missing = {key for key in KEYS if f"{path}, '{key}': " not in text}
        assert not missing
    assert "tidak boleh masuk nilai (R25" in caught.value.bahasa
    assert "may enter no score (R25" in caught.value.message


def test_a_case_with_such_a_scenario_has_one_fault_a_key(tmp_path: Path) -> None:
    """In the check of a case each stands on its own, in the language asked for, beside unknown ids."""
    from tests.datasets.test_faults import write_sample

    folder = write_sample(tmp_path / "case", [("scenario.toml", "", WRONG)])
    for lang, word in (("id", "terdekat"), ("en", "nearest")):
        faults = [fault for fault in read_source(folder, lang=lang).errors if fault.place == "scenario.toml"]
        assert {fault.column for fault in faults if fault.code == "E-SCENARIO"} >= KEYS - {"scope.units", "pin.employee"}
        assert {fault.column for fault in faults if fault.code == "E-SCENARIO-REF"} >= {"scope.units", "pin.employee"}
        assert any(word in fault.found for fault in faults)


def test_what_is_sound_is_kept() -> None:
    """Only the faulty key, or the faulty item of a list, is left out."""
    data = {
        "moves": {"max_share": 2, "max_count": 3},
        "pin": [{"employee": "A", "position": "P"}, {"employee": "B"}, {"employee": "C", "position": "Q"}],
        "rules": {"R15": {"promotion": {"mode": "keras", "price": 5}}},
    }
    scenario, complaints = Scenario.read(data)
    assert [complaint.key for complaint in complaints] == ["moves.max_share", "rules.R15.promotion.mode", "pin.1.position"]
    assert scenario.moves.max_count == 3
    assert [pair.employee for pair in scenario.pin] == ["A", "C"]
    assert scenario.rules["R15.promotion"].price == 5
    assert data["moves"] == {"max_share": 2, "max_count": 3}, "the caller's data are left alone"


def test_values_of_parameters_come_together() -> None:
    """Two rules with values of another kind are both named."""
    case = small_case([{"employee_id": "E", "position_id": "P"}], [{"position_id": "P"}])
    scenario = Scenario.parse({"rules": {"R10": {"min_years": "two"}, "R19": {"allow_internal": "ya"}}})
    assert not name_complaints(scenario)
    with pytest.raises(DataError, match=r"rule R10, 'min_years'.*; rule R19, 'allow_internal'") as caught:
        build_problem(case, scenario)
    assert "aturan R10, 'min_years': tertulis 'two'; seharusnya bilangan" in caught.value.bahasa


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*Scenario.model_fields, "schema", "x"]), TREES, max_size=5))
def test_any_data_end_with_a_scenario_and_complaints(data: dict[str, Any]) -> None:
    """Whatever TOML holds, reading ends, and what is kept alone is sound."""
    scenario, complaints = Scenario.read(data)
    assert Scenario.read(scenario.model_dump(by_alias=True))[1] == ()
    assert all(complaint.english and complaint.bahasa for complaint in complaints)
