"""The JSON files of a run as pydantic models; their JSON Schemas are printed by ``penata schema`` and kept here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(max_length=100_000)]
Status = Literal["optimal", "feasible", "infeasible", "unknown", "cancelled"]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)


class TierFile(_File):
    """A tier of a lexicographic objective; seats for the first two, points for the others."""

    name: Text
    value: float
    bound: float | None = None
    gap: float | None = None


class TermFile(_File):
    """A term of the model: weight, raw amount, points (already rounded to 0.01)."""

    term: Text
    weight: float
    amount: float
    points: float


class KpiFile(_File):
    """A figure before and after."""

    name: Text
    before: float | None
    after: float | None
    unit: Text


class ConflictFile(_File):
    """A row or request that can't be met."""

    rule: Text
    name: Text
    amount: int
    words_id: Text
    words_en: Text


class ResultFile(_File):
    """``result.json``: the answer of a placement, the same bytes for the same inputs."""

    schema_: Literal["penata.result/1"] = Field("penata.result/1", alias="schema")
    run_id: Text
    kind: Literal["place"]
    status: Status
    value: float | None = Field(description="weighted total of the plan in points")
    bound: float | None = Field(description="proved upper bound of the value; null where none was proved")
    gap: float | None = Field(description="(bound - value) / max(1, |value|)")
    gap_of_gain: float | None = Field(description="share of the possible gain over today that is not reached")
    tiers: tuple[TierFile, ...] = ()
    terms: tuple[TermFile, ...] = ()
    terms_before: tuple[TermFile, ...] = ()
    kpi: tuple[KpiFile, ...] = ()
    counts: dict[str, int] = Field({}, description="sizes, people by kind of move, breaches, blocking pairs of the plan")
    engine: Text
    warnings: tuple[Text, ...] = ()
    conflict: tuple[ConflictFile, ...] = ()
    warm: WarmResultFile | None = Field(None, description="the earlier plan that the run began from; null = today's")


class FileEntry(_File):
    """A file of a run."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    bytes: int


class WarmFile(_File):
    """The earlier plan that a run began from; the plan itself is the table ``warm``."""

    run_id: Text | None = Field(description="run that the plan is of; null where it came from a file")
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] = Field(
        description="of the plan; the order of rows does not count"
    )


class ChangeFile(_File):
    """Somebody whose post differs from the earlier plan, why, and the points of each term that it moves."""

    employee_id: Text
    from_position_id: Text | None
    position_id: Text | None
    because: Literal["pin", "forbid", "rule", "chain", "other"]
    points: float
    terms: dict[str, float]


class BreachFile(_File):
    """A hard rule that a plan breaks."""

    rule: Text
    words_id: Text
    words_en: Text


class WarmResultFile(_File):
    """The earlier plan in this case, and how the plan proposed differs from it."""

    run_id: Text | None
    value: float = Field(description="points of the earlier plan in this case, people unknown to it in today's post")
    breaches: tuple[BreachFile, ...] = Field((), description="hard rules that it breaks here; the first so many")
    counts: dict[str, int]
    terms: dict[str, float] = Field({}, description="points of the plan less those of the earlier plan, by term")
    changes: tuple[ChangeFile, ...] = Field((), description="the first so many; all stand in the table changes")
    new_people: tuple[Text, ...] = Field((), description="people of the model whom it does not know; the first so many")
    lost_posts: tuple[Text, ...] = Field((), description="its posts that the case does not have; the first so many")


class Manifest(_File):
    """``manifest.json``: what went in, what came out, when; its presence means that the run is complete."""

    schema_: Literal["penata.manifest/1"] = Field("penata.manifest/1", alias="schema")
    run_id: Text
    kind: Literal["place"]
    case_name: Text
    case_digest: Text
    tables: dict[str, str] = Field(description="SHA-256 of every input table; the order of rows does not count")
    versions: dict[str, str]
    seed: int
    workers: int
    language: Literal["id", "en"] = Field("id", description="language of hasil.xlsx")
    limits: dict[str, float | None]
    started: Text
    ended: Text
    timing: dict[str, float] = Field(description="seconds by stage")
    clock_limited: bool
    warm: WarmFile | None = Field(None, description="the earlier plan that the run began from; null = today's")
    files: dict[str, FileEntry]


class Objection(_File):
    """An objection of a person to the proposal."""

    employee_id: Text
    reason: Text
    answer: Text | None = None
    state: Literal["open", "answered"] = "open"


class ExemptionFile(_File):
    """A rule that does not bind one person in this run, and why."""

    rule: Text
    employee: Text
    reason: Text


class Decision(_File):
    """``decision.json``: what people decided on the proposal."""

    schema_: Literal["penata.decision/1"] = Field("penata.decision/1", alias="schema")
    run_id: Text
    state: Literal["proposed", "reviewed", "approved", "returned"] = "proposed"
    who: Text | None = None
    when: Text | None = None
    number: Text | None = None
    notes: tuple[Text, ...] = ()
    objections: tuple[Objection, ...] = ()
    exemptions: tuple[ExemptionFile, ...] = ()


SCHEMAS: dict[str, type[BaseModel]] = {"result": ResultFile, "manifest": Manifest, "decision": Decision}


def json_text(file: BaseModel) -> str:
    """Return a file's text: keys in a fixed order, one a line, ends with a newline."""
    return file.model_dump_json(by_alias=True, indent=2) + "\n"


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON Schema of a file, keys as they stand on disk."""
    return model.model_json_schema(by_alias=True, mode="serialization")
