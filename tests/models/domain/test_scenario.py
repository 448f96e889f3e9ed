"""What a scenario admits, what it refuses and how it sets the rules."""

from __future__ import annotations

from typing import Any

import pytest

from penata.models.domain.build import build_problem, check_ids
from penata.models.domain.errors import DataError
from penata.models.domain.rules.pack import SPECS, RulePack, check_names, resolve
from penata.models.domain.scenario import TERM_IDS, Scenario
from tests.small import duo


def test_an_empty_scenario_is_the_pack_as_it_ships() -> None:
    """Every key is optional; no rule is changed and every weight is 1."""
    scenario = Scenario.parse({})
    assert {scenario.weight(term) for term in TERM_IDS} == {1.0}
    for spec in SPECS.values():
        setting = resolve(spec, {}, scenario)
        assert (setting.mode, setting.price, dict(setting.parameters)) == (
            spec.mode,
            spec.price,
            dict(spec.parameters),
        )


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"bassis": "rotation"}, r"'bassis'"),
        ({"basis": "rotasi"}, r"'basis'.*found 'rotasi'"),
        ({"moves": {"max_share": 1.2}}, r"'moves.max_share'.*<= 1.*1\.2"),
        ({"moves": {"max_count": -1}}, r"'moves.max_count'"),
        ({"scope": {"groups": ["camat"]}}, r"unknown group camat"),
        ({"weights": {"beauty": 1}}, r"'weights.beauty"),
        ({"weights": {"suitability": float("nan")}}, r"'weights.suitability'"),
        ({"rules": {"R09": "hard"}}, r"'rules.R09': expected a table"),
        ({"rules": {"R09": {"mode": "strict"}}}, r"'rules.R09.mode'"),
        ({"skill_mix": [{"unit": "U", "competency": "T-IT", "level": 3}]}, r"'skill_mix.0.at_least'"),
        ({"exempt": [{"rule": "R10", "employee": "E", "reason": ""}]}, r"'exempt.0.reason'"),
        ({"schema": "penata.scenario/9"}, r"'schema'"),
    ],
)
def test_a_wrong_key_or_value_is_refused_by_its_place(asked: dict[str, Any], words: str) -> None:
    """Each fault names the key as the planner wrote it."""
    with pytest.raises(DataError, match=words) as caught:
        Scenario.parse(asked)
    assert caught.value.code == "E-SCENARIO"


def test_all_faults_are_told_at_once() -> None:
    """One message holds every wrong key."""
    with pytest.raises(DataError, match=r"(?s)moves.max_count.*budget.training_idr"):
        Scenario.parse({"moves": {"max_count": -1}, "budget": {"training_idr": -1}})


@pytest.mark.parametrize("name", ["sex", "Jenis_Kelamin", "agama", "age", "suku", "tanggal_lahir", "disability"])
def test_sensitive_facts_are_refused_as_weights(name: str) -> None:
    """R25: a weight of sex, religion, origin, age or disability is named and refused, not just unknown."""
    with pytest.raises(DataError, match=rf"{name} may enter no score \(R25"):
        Scenario.parse({"weights": {name: 1.0}})


def test_settings_of_parts_lie_over_those_of_the_rule() -> None:
    """[rules.R15] sets both parts, [rules.R15.promotion] then its own; parameters stand beside mode."""
    scenario = Scenario.parse({"rules": {"R15": {"mode": "warn", "minimum": 60, "promotion": {"mode": "hard", "price": 5}}}})
    promotion = resolve(SPECS["R15.promotion"], {"R15": {"minimum": 50}}, scenario)
    rotation = resolve(SPECS["R15.rotation"], {"R15": {"minimum": 50}}, scenario)
    assert (promotion.mode, promotion.price, promotion.number("minimum")) == ("hard", 5, 60)
    assert (rotation.mode, rotation.price, rotation.number("minimum")) == ("warn", 30, 60)


def test_the_case_sets_what_the_scenario_leaves() -> None:
    """Defaults, then the case's parameters, then the scenario's."""
    setting = resolve(SPECS["R12.months"], {"R12": {"months": {"rotation_months": 6}}}, Scenario())
    assert (setting.number("rotation_months"), setting.number("promotion_months")) == (6, 24)
    scenario = Scenario.parse({"rules": {"R12": {"months": {"rotation_months": 9}}}})
    assert resolve(SPECS["R12.months"], {"R12.months": {"rotation_months": 6}}, scenario).number("rotation_months") == 9


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"R99": {"mode": "off"}}, r"'rules.R99': no such rule \(nearest: R"),
        ({"R15.promo": {"mode": "off"}}, r"nearest: R15.promotion"),
        ({"R10": {"min_year": 3}}, r"'rules.R10.min_year': no such parameter \(nearest: min_years\)"),
        ({"R02": {"minimum": 3}}, r"R02 has -"),
        ({"R11": {"mode": "hard"}}, r"staying is never forbidden"),
    ],
)
def test_unknown_rules_and_parameters_are_refused_with_the_nearest_name(rules: Any, words: str) -> None:
    """A misspelt name must not silently change nothing."""
    with pytest.raises(DataError, match=words) as caught:
        check_names(Scenario.parse({"rules": rules}))
    assert caught.value.code == "E-RULE"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"R10": {"min_years": "two"}}, r"rule R10, 'min_years': found 'two'; expected a number"),
        ({"R10": {"min_years": -1}}, r"found -1; expected a number of at least 0"),
        ({"R19": {"allow_internal": "ya"}}, r"rule R19, 'allow_internal': found 'ya'; expected true or false"),
        ({"R23.steer": {"promote": 7}}, r"rule R23.steer, 'promote': found 7; expected a list"),
        ({"R20": {"inaugurated_on": "1 Juli"}}, r"rule R20: found '1 Juli'; expected a date"),
    ],
)
def test_parameters_of_another_kind_are_refused(parameters: Any, words: str) -> None:
    """From the case or from the scenario, the message says what was found and what is expected."""
    with pytest.raises(DataError, match=words):
        build_problem(duo(parameters=parameters), Scenario())
    with pytest.raises(DataError, match=words):
        build_problem(duo(), Scenario.parse({"rules": parameters}))


def test_an_exemption_of_an_unknown_rule_is_refused() -> None:
    """Exemptions name rules of the pack too."""
    scenario = Scenario.parse({"exempt": [{"rule": "R1O", "employee": "E", "reason": "x"}]})
    with pytest.raises(DataError, match=r"rules.R1O.*no such rule"):
        RulePack.of(duo(), scenario)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"pin": [{"employee": "X", "position": "P"}]}, r"'pin.employee': the case has no 'X'"),
        ({"forbid": [{"employee": "E", "position": "X"}]}, r"'forbid.position'"),
        ({"exempt": [{"rule": "R10", "employee": "X", "reason": "x"}]}, r"'exempt.employee'"),
        ({"scope": {"units": ["X"]}}, r"'scope.units'"),
        ({"skill_mix": [{"unit": "U", "competency": "X", "level": 3, "at_least": 1}]}, r"'skill_mix.competency'"),
    ],
)
def test_ids_that_the_case_does_not_have_are_input_faults(asked: dict[str, Any], words: str) -> None:
    """An unknown id in a scenario ends with exit code 3."""
    with pytest.raises(DataError, match=words) as caught:
        check_ids(duo(), Scenario.parse(asked))
    assert caught.value.exit_code == 3


def posts_of(case: Any, asked: dict[str, Any]) -> set[str]:
    problem = build_problem(case, Scenario.parse(asked)).problem
    return {problem.position_ids[place] for place in problem.option_position.tolist() if place >= 0}


@pytest.mark.parametrize(
    ("setting", "open_"),
    [({}, False), ({"when_unknown": "warn"}, True), ({"when_unknown": "allow"}, True), ({"mode": "off"}, True)],
)
def test_an_unknown_fact_denies_a_promotion_unless_told_otherwise(setting: dict[str, Any], open_: bool) -> None:
    """R14 without a sanction column: denied by default, let through by warn, allow or off."""
    case = duo({"sanction": None}, {"group": "pengawas"})
    others = {name: {"mode": "off"} for name in ("R05", "R08", "R15", "R23")}
    assert ("P" in posts_of(case, {"rules": {**others, "R14": setting}})) == open_


@pytest.mark.parametrize(("setting", "open_"), [({}, True), ({"when_unknown": "deny"}, False)])
def test_an_unknown_fact_only_warns_for_a_rotation(setting: dict[str, Any], open_: bool) -> None:
    """R10 without the date of the post: let through by default, denied where the scenario says so."""
    assert ("P" in posts_of(duo({"position_since": None}), {"rules": {"R10": setting}})) == open_


def test_staying_is_never_denied() -> None:
    """A holder who would fail every rule keeps the post held as an option."""
    case = duo({"status": "cpns", "education": "sd"}, held={"group": "administrator", "duty": "camat"})
    assert "H" in posts_of(case, {})


def test_an_exemption_opens_the_post_for_one_person() -> None:
    """Without it R10 forbids the move."""
    case = duo({"position_since": "2026-06-01"})
    exempt = [{"rule": "R10", "employee": "E", "reason": "keputusan wali kota"}]
    assert "P" not in posts_of(case, {})
    assert "P" in posts_of(case, {"exempt": exempt})


def test_a_soft_rule_charges_its_price_and_an_exemption_waives_it() -> None:
    """R10 made soft at 12 points: the option stays and pays 12 x the weight of the term rules."""
    case = duo({"position_since": "2026-06-01"})

    def price(asked: dict[str, Any]) -> int:
        built = build_problem(case, Scenario.parse(asked))
        option = built.problem.option_position.tolist().index(built.problem.position_ids.index("P"))
        return int(built.option_terms[option].sum())

    soft = {"R10": {"mode": "soft", "price": 12}}
    free = price({"rules": {"R10": {"mode": "off"}}})
    assert price({"rules": soft}) - free == -1200
    assert price({"rules": soft, "weights": {"rules": 0.5}}) - free == -600
    assert price({"rules": soft, "exempt": [{"rule": "R10", "employee": "E", "reason": "x"}]}) == free
