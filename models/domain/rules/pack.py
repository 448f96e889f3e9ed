"""The whole pack, and how a scenario and a case set it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from ..case import Case
from ..complaints import Complaint, refuse
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
        Names every rule id and parameter that is unknown, with the nearest name.
    """
    refuse(name_complaints(scenario))


def name_complaints(scenario: Scenario) -> list[Complaint]:
    """Return a complaint for every rule and parameter of a scenario that does not exist or cannot be set so."""
    known, found = _known_rule_names(), []
    for name in [*scenario.rules, *(item.rule for item in scenario.exempt)]:
        if name not in known:
            near = get_close_matches(name, sorted(known), n=1)
            hint, petunjuk = (f" (nearest: {near[0]})", f" (terdekat: {near[0]})") if near else ("", "")
            rules = ", ".join(SPECS)
            words = f"no such rule{hint}; rules are {rules}", f"tidak ada aturan itu{petunjuk}; aturan yang ada: {rules}"
            found.append(Complaint(f"rules.{name}", *words, code="E-RULE"))
    plan_rules = {rule.spec.id for rule in PLAN_RULES}
    for item in scenario.exempt:
        if item.rule in known and not any(item.rule in _ancestors(rule) for rule in SPECS if rule not in plan_rules):
            message = f"{item.rule} judges the whole plan; only rules about a person exempt somebody"
            bahasa = f"{item.rule} menilai seluruh rencana; hanya aturan tentang orang dapat dikecualikan"
            found.append(Complaint("exempt", message, bahasa, code="E-RULE"))
    for name, setting in scenario.rules.items():
        if name in known:
            found += _parameter_complaints(f"rules.{name}", name, setting.parameters)
        if setting.mode == "hard" and name in NEVER_HARD:
            message = "staying is never forbidden; use soft, warn or off"
            bahasa = "tetap di jabatan tidak pernah dilarang; pakai soft, warn, atau off"
            found.append(Complaint(f"rules.{name}.mode", message, bahasa, code="E-RULE"))
    return list(dict.fromkeys(found))


def _parameter_complaints(where: str, name: str, parameters: Mapping[str, Any]) -> list[Complaint]:
    """Return a complaint for each parameter that neither the rule nor one of its parts has."""
    admitted = sorted({key for rule, spec in SPECS.items() if name in _ancestors(rule) for key in spec.parameters})
    having, found = ", ".join(admitted) or "-", []
    for key in parameters:
        if key not in admitted:
            near = get_close_matches(str(key), admitted, n=1)
            hint, petunjuk = (f" (nearest: {near[0]})", f" (terdekat: {near[0]})") if near else ("", "")
            message = f"no such parameter{hint}; {name} has {having}"
            bahasa = f"tidak ada parameter itu{petunjuk}; {name} memiliki {having}"
            found.append(Complaint(f"{where}.{key}", message, bahasa, code="E-RULE"))
    return found


def check_case_parameters(parameters: Mapping[str, Any]) -> None:
    """Refuse parameters of a case that no rule has.

    Raises
    ------
    DataError
        Names every such parameter and the nearest one.
    """
    found: list[Complaint] = []
    for name, values in parameters.items():
        if name in _known_rule_names() and isinstance(values, Mapping):
            flat = {key: value for key, value in values.items() if f"{name}.{key}" not in _known_rule_names()}
            found += _parameter_complaints(f"parameters.{name}", name, flat)
            for key in values.keys() - flat.keys():
                if isinstance(values[key], Mapping):
                    found += _parameter_complaints(f"parameters.{name}.{key}", f"{name}.{key}", values[key])
    refuse(found, "case")


def value_complaints(spec: RuleSpec, setting: Setting) -> list[Complaint]:
    """Return a complaint for each parameter of another kind than the rule's default."""
    found = []
    for key, default in spec.parameters.items():
        value = setting.parameters[key]
        if default is None or isinstance(default, str):
            continue  # dates and consent of R20: read where they are used
        if isinstance(default, bool):
            fits, expected = isinstance(value, bool), ("true or false", "true atau false")
        elif isinstance(default, list):
            fits = isinstance(value, list | tuple) and all(
                isinstance(item, int) and not isinstance(item, bool) for item in value
            )
            expected = f"a list such as {default}", f"daftar seperti {default}"
        else:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            fits, expected = number and float(str(value)) >= 0, ("a number of at least 0", "bilangan paling kecil 0")
        if not fits:
            message = f"found {value!r}; expected {expected[0]}"
            bahasa = f"tertulis {value!r}; seharusnya {expected[1]}"
            place = f"rule {spec.id}", f"aturan {spec.id}"
            found.append(Complaint(key, message, bahasa, code="E-RULE", place=place))
    return found


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
            The scenario names a rule or a parameter that does not exist, or gives one a value of another kind.
        """
        check_names(scenario)
        check_case_parameters(case.parameters)
        people = [rule(resolve(rule.spec, case.parameters, scenario)) for rule in PERSON_POST_RULES]
        plans = [rule(resolve(rule.spec, case.parameters, scenario)) for rule in PLAN_RULES]
        set_rules = [(rule.spec, rule.setting) for rule in people] + [(rule.spec, rule.setting) for rule in plans]
        refuse([complaint for spec, setting in set_rules for complaint in value_complaints(spec, setting)])
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
