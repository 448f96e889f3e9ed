"""A scenario: what the planner asks of the plan. TOML or the workbook's sheets; every key optional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from . import vocabulary as words
from .complaints import Complaint, refuse
from .tables import FORBIDDEN_COLUMNS

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LONGEST_SHOWN = 60
SCENARIO_SCHEMA = "penata.scenario/1"

Mode = Literal["hard", "soft", "warn", "off"]
WhenUnknown = Literal["deny", "warn", "allow"]
TermId = Literal[
    "suitability", "field", "performance", "talent", "preference", "shortage", "unplaced", "move", "travel",
    "surplus", "training_cost", "equity", "change", "tenure", "rules",
]  # fmt: skip
TERM_IDS: tuple[TermId, ...] = get_args(TermId)
_BOUNDS = {
    "greater_than_equal": ("ge", ">="),
    "greater_than": ("gt", ">"),
    "less_than_equal": ("le", "<="),
    "less_than": ("lt", "<"),
}
"""Complaints of pydantic about a number -> where it keeps the bound, and its sign."""
_EXPECTED = {
    "int_from_float": ("expected a whole number", "seharusnya bilangan bulat"),
    "int_": ("expected a number", "seharusnya bilangan"),
    "float_": ("expected a number", "seharusnya bilangan"),
    "finite_": ("expected a finite number", "seharusnya bilangan terhingga"),
    "string_too_short": ("is empty", "masih kosong"),
    "string_": ("expected a text in quotes", "seharusnya teks bertanda kutip"),
    "bool_": ("expected true or false", "seharusnya true atau false"),
    "model_": ("expected a table such as [key] name = value", "seharusnya tabel seperti [kunci] nama = nilai"),
    "dict_": ("expected a table such as [key] name = value", "seharusnya tabel seperti [kunci] nama = nilai"),
    "mapping_": ("expected a table such as [key] name = value", "seharusnya tabel seperti [kunci] nama = nilai"),
    "tuple_": ("expected a list such as [...]", "seharusnya daftar seperti [...]"),
}
"""Beginning of pydantic's name of a complaint -> what was expected, in English and Bahasa."""
SENSITIVE = FORBIDDEN_COLUMNS | {
    "sex",
    "jenis_kelamin",
    "gender",
    "age",
    "umur",
    "birth_date",
    "tanggal_lahir",
}
"""Names that may weigh in no score (R25)."""

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Money = Annotated[int, Field(ge=0, le=10**14)]
Weight = Annotated[float, Field(ge=0, le=1000)]


class _GroupError(ValueError):
    """Groups of posts that do not exist; pydantic turns it into its own report."""

    def __init__(self, unknown: Sequence[str]) -> None:
        names, groups = ", ".join(unknown), ", ".join(words.GROUPS)
        super().__init__(f"unknown group {names}; groups are {groups}")
        self.bahasa = f"kelompok {names} tidak dikenal; kelompok yang ada: {groups}"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Scope(_Part):
    """Who may move: people of these units (and below them) and groups; the rest stay."""

    units: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    subtree: bool = True

    @field_validator("groups")
    @classmethod
    def _known_groups(cls, groups: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [group for group in groups if group not in words.GROUPS]:
            raise _GroupError(unknown)
        return groups


class Moves(_Part):
    """Hard limits of moves; a share counts people with a post, in the model and in scope."""

    max_share: Share | None = None
    max_count: Count | None = None
    max_share_per_unit: Share | None = None


class Budget(_Part):
    """Money that moves and entries may cost, in rupiah."""

    training_idr: Money | None = None
    relocation_idr: Money | None = None


class Relocation(_Part):
    """Cost of a move between two units, rupiah a kilometre."""

    idr_per_km: Money = 0


class Training(_Part):
    """Limits of a training plan (kept here; the training plan reads them)."""

    away_share: Share | None = None
    jp_min: Count | None = None
    jp_max: Count | None = None


class Suitability(_Part):
    """How JPM weighs technical against other competencies, by group."""

    technical_share: Mapping[str, Annotated[float, Field(gt=0, lt=1)]] = {
        "ahli_madya": 0.4,
        "ahli_muda": 0.5,
        "ahli_pertama": 0.6,
    }

    @field_validator("technical_share")
    @classmethod
    def _known_groups(cls, shares: Mapping[str, float]) -> Mapping[str, float]:
        if unknown := [group for group in shares if group not in words.GROUPS]:
            raise _GroupError(unknown)
        return shares


class RuleSetting(_Part):
    """A rule or one part of it: how it bites and the rule's own parameters; None = the pack's default."""

    mode: Mode | None = None
    when_unknown: WhenUnknown | None = None
    price: Annotated[float, Field(ge=0, le=100_000)] | None = None
    parameters: Mapping[str, Any] = {}


class SkillMix(_Part):
    """At least so many people of a unit with a competency at a level."""

    unit: str
    competency: str
    level: Annotated[float, Field(ge=0, le=5)]
    at_least: Count
    mode: Literal["hard", "soft"] = "soft"
    subtree: bool = False


class Pair(_Part):
    """One person and one post, for a pin or a forbid."""

    employee: str
    position: str


class Exemption(_Part):
    """A rule that does not bind one person, with the reason that the decision file keeps."""

    rule: str
    employee: str
    reason: Annotated[str, Field(min_length=1)]


class Solve(_Part):
    """How the plan is searched for; ``gap`` None = 0, beyond 5,000 people 1e-4; ``workers`` 0 = chosen;
    ``inner`` solves the small programs of the engine ``hybrid``.
    """

    objective: Literal["weighted", "lexicographic"] = "weighted"
    time_limit: Annotated[float, Field(gt=0, le=86_400)] = 60.0
    gap: Annotated[float, Field(ge=0, lt=1)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    workers: Annotated[int, Field(ge=0, le=1024)] = 0
    engine: Literal["auto", "flow", "hybrid", "cpsat", "highs", "greedy", "seniority", "stable"] = "auto"
    inner: Literal["auto", "cpsat", "highs"] = "auto"
    strict: bool = False


class Scenario(_Part):
    """Everything that a planner may ask; defaults are the rule pack's."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, allow_inf_nan=False)

    schema_: Literal["penata.scenario/1"] = Field("penata.scenario/1", alias="schema")
    name: str = ""
    basis: Literal["rotation", "reorganisation"] = "rotation"
    scope: Scope = Scope()
    moves: Moves = Moves()
    budget: Budget = Budget()
    relocation: Relocation = Relocation()
    training: Training = Training()
    suitability: Suitability = Suitability()
    weights: Mapping[TermId, Weight] = {}
    rules: Mapping[str, RuleSetting] = {}
    skill_mix: tuple[SkillMix, ...] = ()
    pin: tuple[Pair, ...] = ()
    forbid: tuple[Pair, ...] = ()
    exempt: tuple[Exemption, ...] = ()
    solve: Solve = Solve()

    @model_validator(mode="before")
    @classmethod
    def _flatten_rules(cls, data: Any) -> Any:
        return _flat(data) if isinstance(data, dict) else data

    def weight(self, term: TermId) -> float:
        """Return the multiplier of a term's default (1 where the scenario names none)."""
        return self.weights.get(term, 1.0)

    @classmethod
    def parse(cls, data: Mapping[str, Any], place: str = "scenario") -> Scenario:
        """Build a scenario from parsed TOML.

        Raises
        ------
        DataError
            One sentence for each key that is unknown or out of range.
        """
        scenario, complaints = cls.read(data)
        refuse(complaints, place)
        return scenario

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> tuple[Scenario, tuple[Complaint, ...]]:
        """Build a scenario from what can be read of parsed TOML, and say what could not: all of it at once."""
        found: dict[Complaint, None] = {}
        left: dict[str, Any] = _flat(deepcopy(dict(data)))
        while True:
            try:
                return cls.model_validate(left), tuple(found)
            except ValidationError as error:
                faults = error.errors()
                found.update((_complaint(item), None) for item in faults)
                for place in sorted({_removable(item["loc"], left) for item in faults}, key=repr, reverse=True):
                    _remove(left, place)


def _removable(location: tuple[int | str, ...], data: Mapping[str, Any]) -> tuple[int | str, ...]:
    """Return the smallest part of the data that holds a fault and may be left out: a key, or a whole item of a list."""
    at: Any = data
    for depth, part in enumerate(location):
        if isinstance(part, int):
            return location[: depth + (1 if isinstance(at, list) else 0)]
        below = at.get(part, at) if isinstance(at, Mapping) else at
        if below is at:  # a key that is missing, or pydantic's own word such as "[key]": its table goes
            return location[: max(1, depth)]
        at = below
    return location


def _remove(data: dict[str, Any], place: tuple[int | str, ...]) -> None:
    inner: Any = data
    for part in place[:-1]:
        inner = inner[part]
    last = place[-1]
    if isinstance(inner, list) and isinstance(last, int):
        del inner[last]
    else:
        inner.pop(last, None)


def _complaint(item: ErrorDetails) -> Complaint:
    """Return one complaint of pydantic in English and in Bahasa."""
    location = [str(part) for part in item["loc"] if part != "[key]"]
    where = ".".join(location) or "scenario"
    value, limits = item["input"], item.get("ctx", {})
    has_words = isinstance(value, dict | list | tuple)
    shown, tampak = ("", "") if has_words else (f" (found {_short(value)})", f" (tertulis {_short(value)})")
    kind = item["type"]
    if kind == "extra_forbidden":
        keys = _keys_beside(item["loc"])
        near = get_close_matches(location[-1], keys, n=1)
        hint, petunjuk = (f" (nearest: {near[0]})", f" (terdekat: {near[0]})") if near else ("", "")
        return Complaint(where, f"no such key{hint}", f"tidak ada kunci itu{petunjuk}")
    if location[0] == "weights" and len(location) == 2 and location[1].casefold() in SENSITIVE:
        return Complaint(
            where,
            f"{location[1]} may enter no score (R25: merit rule); remove it",
            f"{location[1]} tidak boleh masuk nilai (R25: sistem merit); hapus",
        )
    if kind == "missing":
        return Complaint(where, "is missing", "belum diisi")
    if kind == "literal_error":
        words_id = limits["expected"].replace(" or ", " atau ")
        return Complaint(where, f"expected {limits['expected']}{shown}", f"seharusnya {words_id}{tampak}")
    if kind in _BOUNDS:
        name, sign = _BOUNDS[kind]
        return Complaint(where, f"expected {sign} {limits[name]}{shown}", f"seharusnya {sign} {limits[name]}{tampak}")
    if isinstance(said := limits.get("error"), _GroupError):
        return Complaint(where, str(said), said.bahasa)
    english, bahasa = next(
        (pair for start, pair in _EXPECTED.items() if kind.startswith(start)), (item["msg"], "isinya tidak dapat dibaca")
    )
    return Complaint(where, f"{english}{shown}", f"{bahasa}{tampak}")


def _short(value: object) -> str:
    """Return a value as a sentence shows it."""
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _keys_beside(location: tuple[int | str, ...]) -> list[str]:
    """Return the keys that a scenario admits where an unknown one stood."""
    model: type[BaseModel] = Scenario
    for part in location[:-1]:
        known = model.model_fields.get(str(part)) if isinstance(part, str) else None
        kinds = [] if known is None else [known.annotation, *get_args(known.annotation)]
        model = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), model)
    return [info.alias or name for name, info in model.model_fields.items()]


def _flat(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data with one setting a rule and one a part; what is no table is left for pydantic to refuse."""
    rules = data.get("rules")
    if not isinstance(rules, dict):
        return data
    flat: dict[str, Any] = {}
    for rule, setting in rules.items():
        flat.update(_split_parts(str(rule), setting) if isinstance(setting, dict) else {rule: setting})
    return {**data, "rules": flat}


def _split_parts(rule: str, setting: Mapping[str, Any]) -> dict[str, Any]:
    """Split ``{"mode": .., "promotion": {..}}`` into one setting a rule and one a part."""
    own: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for key, value in setting.items():
        if isinstance(value, dict) and key != "parameters":
            parts.update(_split_parts(f"{rule}.{key}", value))
        elif key in ("mode", "when_unknown", "price"):
            own[key] = value
        elif key == "parameters":
            own.setdefault("parameters", {}).update(value)
        else:
            own.setdefault("parameters", {})[key] = value
    return ({rule: own} if own or not parts else {}) | parts
