"""The whole pack, and how a scenario and a case set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from ..case import Case
from ..errors import DataError
from ..movement import MoveKind, Situation
from ..records import Employee
from ..scenario import Scenario
from .base import PersonPostRule, PlanRule
from .budget import RelocationBudget, TrainingBudget
from .capacity import HeadFilled, OneHolder, UnitCeiling, UnitFloor
from .competence import CompetencyGap, MatchBand, MatchForPromotion, MatchForRotation
from .context import Context
from .education import CamatKnowledge, EducationField, EducationLevel, PostCredential
from .experience import EntryToFunctional, RiseToManager, RiseToTop
from .freeze import ElectionFreeze
from .grade import RankRange
from .kinship import KinLine, KinUnit
from .moves import MoveLimits
from .performance import LowBoxPromotion, PerformanceFloor, TalentSteer
from .skills import SkillMixes
from .spec import RuleSpec, Setting, Verdict
from .standing import CandidatePns, Discipline, NewPnsLock, NoDemotion, PnsOnly, PppkStays
from .tenure import RetirementAge, TimeBeforeMove, TimeToServe, TooLongInPost

PERSON_POST_RULES: tuple[type[PersonPostRule], ...] = (
    CandidatePns,
    PnsOnly,
    EducationLevel,
    EducationField,
    PostCredential,
    RiseToManager,
    RiseToTop,
    EntryToFunctional,
    PerformanceFloor,
    RankRange,
    TimeBeforeMove,
    TooLongInPost,
    RetirementAge,
    TimeToServe,
    CamatKnowledge,
    Discipline,
    MatchForPromotion,
    MatchForRotation,
    MatchBand,
    CompetencyGap,
    NewPnsLock,
    PppkStays,
    ElectionFreeze,
    TalentSteer,
    LowBoxPromotion,
    NoDemotion,
)
PLAN_RULES: tuple[type[PlanRule], ...] = (
    OneHolder,
    KinLine,
    KinUnit,
    UnitFloor,
    HeadFilled,
    UnitCeiling,
    MoveLimits,
    SkillMixes,
    TrainingBudget,
    RelocationBudget,
)
SPECS: Mapping[str, RuleSpec] = {
    spec.id: spec for spec in (*(rule.spec for rule in PERSON_POST_RULES), *(rule.spec for rule in PLAN_RULES))
}
"""Every rule by id."""

ELIGIBILITY: frozenset[str] = frozenset({"R02", "R03", "R04.level", "R04.field", "R04.credential", "R09", "R13"})
"""Rules that say whether somebody may hold a post at all; breaking one today is lost eligibility (R10)."""
NEVER_HARD: frozenset[str] = frozenset({"R11"})
"""Rules that speak of staying, which no rule forbids."""


def _ancestors(rule: str) -> tuple[str, ...]:
    """Return ``R15`` and ``R15.promotion`` for the latter: the order in which settings are laid over each other."""
    parts = rule.split(".")
    return tuple(".".join(parts[: place + 1]) for place in range(len(parts)))


def _known_rule_names() -> frozenset[str]:
    return frozenset(name for rule in SPECS for name in _ancestors(rule))


def _case_override(case_parameters: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a case's table of a rule or part: under its full name, or nested as TOML reads ``[parameters.R12.months]``."""
    found: Any = case_parameters
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    full = case_parameters.get(name)
    return {
        **(found if isinstance(found, Mapping) else {}),
        **(full if isinstance(full, Mapping) else {}),
    }


def resolve(spec: RuleSpec, case_parameters: Mapping[str, Any], scenario: Scenario) -> Setting:
    """Return how a rule bites: its defaults, then the case's parameters, then the scenario's settings."""
    mode, unknown, price = spec.mode, spec.when_unknown, spec.price
    parameters = dict(spec.parameters)
    for name in _ancestors(spec.id):
        override = _case_override(case_parameters, name)
        parameters.update({key: value for key, value in override.items() if key in parameters})
    for name in _ancestors(spec.id):
        setting = scenario.rules.get(name)
        if setting is None:
            continue
        mode = setting.mode or mode
        unknown = setting.when_unknown or unknown
        price = setting.price if setting.price is not None else price
        parameters.update({key: value for key, value in setting.parameters.items() if key in parameters})
    if spec.id in NEVER_HARD and mode == "hard":
        mode = "soft"
    exempt = frozenset(item.employee for item in scenario.exempt if item.rule in _ancestors(spec.id))
    return Setting(mode, unknown, price, parameters, exempt)


def check_names(scenario: Scenario) -> None:
    """Refuse rules and parameters that do not exist.

    Raises
    ------
    DataError
        A rule id or a parameter is unknown; the nearest name is offered.
    """
    known = _known_rule_names()
    named = [*scenario.rules, *(item.rule for item in scenario.exempt)]
    for name in named:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1)
            hint = f" (nearest: {near[0]})" if near else ""
            message = f"scenario, 'rules.{name}': no such rule{hint}; rules are {', '.join(SPECS)}."
            raise DataError(message, code="E-RULE")
    plan_rules = {rule.spec.id for rule in PLAN_RULES}
    for item in scenario.exempt:
        if not any(item.rule in _ancestors(rule) for rule in SPECS if rule not in plan_rules):
            message = f"scenario, 'exempt': {item.rule} judges the whole plan; only rules about a person exempt somebody."
            bahasa = (
                f"skenario, 'exempt': {item.rule} menilai seluruh rencana; hanya aturan tentang orang dapat dikecualikan."
            )
            raise DataError(message, code="E-RULE", bahasa=bahasa)
    for name, setting in scenario.rules.items():
        _check_parameters("scenario", f"rules.{name}", name, setting.parameters)
        if setting.mode == "hard" and name in NEVER_HARD:
            message = f"scenario, 'rules.{name}.mode': staying is never forbidden; use soft, warn or off."
            raise DataError(message, code="E-RULE")


def _check_parameters(place: str, where: str, name: str, parameters: Mapping[str, Any]) -> None:
    """Refuse a parameter that neither the rule nor one of its parts has."""
    admitted = sorted({key for rule, spec in SPECS.items() if name in _ancestors(rule) for key in spec.parameters})
    for key in parameters:
        if key not in admitted:
            near = get_close_matches(str(key), admitted, n=1)
            hint, petunjuk = (f" (nearest: {near[0]})", f" (terdekat: {near[0]})") if near else ("", "")
            having = ", ".join(admitted) or "-"
            message = f"{place}, '{where}.{key}': no such parameter{hint}; {name} has {having}."
            bahasa = f"{place}, '{where}.{key}': tidak ada parameter itu{petunjuk}; {name} memiliki {having}."
            raise DataError(message, code="E-RULE", bahasa=bahasa)


def check_case_parameters(parameters: Mapping[str, Any]) -> None:
    """Refuse parameters of a case that no rule has.

    Raises
    ------
    DataError
        Names the parameter and the nearest one.
    """
    for name, values in parameters.items():
        if name in _known_rule_names() and isinstance(values, Mapping):
            flat = {key: value for key, value in values.items() if f"{name}.{key}" not in _known_rule_names()}
            _check_parameters("case", f"parameters.{name}", name, flat)
            for key in values.keys() - flat.keys():
                if isinstance(values[key], Mapping):
                    _check_parameters("case", f"parameters.{name}.{key}", f"{name}.{key}", values[key])


def check_values(spec: RuleSpec, setting: Setting) -> None:
    """Refuse parameters of another kind than the rule's default.

    Raises
    ------
    DataError
        Names the rule, the parameter, what was found and what is expected.
    """
    for key, default in spec.parameters.items():
        value = setting.parameters[key]
        if default is None or isinstance(default, str):
            continue  # dates and consent of R20: read where they are used
        if isinstance(default, bool):
            fits, expected = isinstance(value, bool), "true or false"
        elif isinstance(default, list):
            fits = isinstance(value, list | tuple) and all(
                isinstance(item, int) and not isinstance(item, bool) for item in value
            )
            expected = f"a list such as {default}"
        else:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            fits, expected = number and float(str(value)) >= 0, "a number of at least 0"
        if not fits:
            message = f"rule {spec.id}, '{key}': found {value!r}; expected {expected}. Correct the parameter."
            raise DataError(message, code="E-RULE")


@dataclass(frozen=True)
class RulePack:
    """Rules of one case and scenario, set; those that are off are left out."""

    person_post: tuple[PersonPostRule, ...]
    plan: tuple[PlanRule, ...]

    @classmethod
    def of(cls, case: Case, scenario: Scenario) -> RulePack:
        """Set every rule.

        Raises
        ------
        DataError
            The scenario names a rule or a parameter that does not exist.
        """
        check_names(scenario)
        check_case_parameters(case.parameters)
        people = [rule(resolve(rule.spec, case.parameters, scenario)) for rule in PERSON_POST_RULES]
        plans = [rule(resolve(rule.spec, case.parameters, scenario)) for rule in PLAN_RULES]
        for spec, setting in [(r.spec, r.setting) for r in people] + [(r.spec, r.setting) for r in plans]:
            check_values(spec, setting)
        return cls(
            tuple(rule for rule in people if rule.setting.mode != "off"),
            tuple(rule for rule in plans if rule.setting.mode != "off" or rule.spec.id == "R22"),
        )

    @cached_property
    def eligibility(self) -> tuple[PersonPostRule, ...]:
        """Hard rules of eligibility."""
        return tuple(rule for rule in self.person_post if rule.spec.id in ELIGIBILITY and rule.setting.mode == "hard")

    @cached_property
    def max_years(self) -> float | None:
        """Years in one post from which staying costs (R11), None where R11 is off or only warns."""
        rule = next((rule for rule in self.person_post if rule.spec.id == "R11"), None)
        return None if rule is None or rule.setting.mode != "soft" else rule.setting.number("max_years")

    def context(self, case: Case, scenario: Scenario) -> Context:
        """Return what the second reading of these rules needs."""
        as_appointment = Situation((MoveKind.ROTATION, False))

        def lost(employee: Employee) -> bool:
            held = case.positions.get(employee.position_id) if employee.position_id else None
            return held is not None and any(
                rule.examine(plain, employee, held, as_appointment).verdict == Verdict.BREACHES
                for rule in self.eligibility
                if employee.id not in rule.setting.exempt
            )

        plain = Context(case, scenario)
        return Context(case, scenario, lost)
