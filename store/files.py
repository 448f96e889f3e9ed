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


class FileEntry(_File):
    """A file of a run."""

    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    bytes: int


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
