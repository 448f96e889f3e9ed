"""A run as typed tables, each row with its run and its key: what every form of export holds.

Declared once here; files (:mod:`.export_files`) and databases (:mod:`.sql`) read the declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

import pandas as pd

from ..models.domain.errors import DataError
from ..models.domain.result import TERM_COLUMNS, WARM_TABLES
from .runs import Run

EXPORT_VERSION: Final = 1
"""Version of these tables; it changes when a column goes or changes its meaning."""

ExportKind = Literal["text", "int", "float", "bool"]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One table: its columns with their kinds, the first of them ``run_id``, and the key that no two rows share.

    ``result_table`` names the table of the run that it is, "" where it comes from ``manifest.json``, ``result.json`` or
    ``decision.json``; a table without a key of its own is numbered in column ``numbered``.
    """

    name: str
    columns: Mapping[str, ExportKind]
    key: tuple[str, ...]
    result_table: str = ""
    numbered: str = ""


def _table(name: str, key: str, /, *, result: bool = False, numbered: bool = False, **columns: ExportKind) -> ExportTable:
    own: dict[str, ExportKind] = {"run_id": "text", **({key: "int"} if numbered else {}), **columns}
    keys = ("run_id", *key.split()) if key else ("run_id",)
    return ExportTable(name, MappingProxyType(own), keys, name if result else "", key if numbered else "")


_TERMS: Final[dict[str, ExportKind]] = dict.fromkeys(TERM_COLUMNS.values(), "float")
_TABLES: Final = (
    _table(
        "runs", "", kind="text", status="text", value="float", bound="float", gap="float", gap_of_gain="float",
        engine="text", warnings="text", case_name="text", case_digest="text", penata_version="text", seed="int",
        clock_limited="bool", started="text", ended="text", decision="text", decided_by="text", decided_on="text",
        decision_number="text",
    ),
    _table("terms", "plan term", plan="text", term="text", weight="float", amount="float", points="float"),
    _table("kpi", "name", name="text", before="float", after="float", unit="text"),
    _table("counts", "name", name="text", amount="int"),
    _table("tiers", "name", name="text", value="float", bound="float", gap="float"),
    _table(
        "conflict", "conflict_no", numbered=True, rule="text", name="text", amount="int", words_id="text", words_en="text"
    ),
    _table(
        "assignments", "employee_id", result=True, employee_id="text", from_position_id="text", position_id="text",
        move="text", jpm="float", **_TERMS, warnings="text",  # type: ignore[arg-type]  # no term is called so
    ),
    _table(
        "unfilled", "position_id", result=True, position_id="text", empty="int", need="int", holders="int",
        eligible="int", reasons="text", blocking="text", words_id="text", words_en="text",
    ),
    _table(
        "nearest", "position_id employee_id", result=True, position_id="text", employee_id="text", rank="int",
        jpm="float", codes="text", words_id="text", words_en="text",
    ),
    _table(
        "unplaced", "employee_id", result=True, employee_id="text", eligible_posts="int", reasons="text",
        words_id="text", words_en="text",
    ),
    _table("outside", "employee_id", result=True, employee_id="text", reason="text", words_id="text", words_en="text"),
    _table("warm", "employee_id", result=True, employee_id="text", position_id="text"),
    _table(
        "changes", "employee_id", result=True, employee_id="text", from_position_id="text", position_id="text",
        because="text", points="float", **_TERMS,  # type: ignore[arg-type]  # no term is called so
    ),
    _table(
        "rule_hits", "hit_no", result=True, numbered=True, rule="text", code="text", kind="text", amount="float",
        points="float", employee_id="text", position_id="text", unit_id="text", words_id="text", words_en="text",
    ),
    _table(
        "alternatives", "employee_id rank tier", result=True, employee_id="text", rank="int", position_id="text",
        tier="text", least="float", most="float",
    ),
    _table(
        "prices", "price_no", result=True, numbered=True, tier="text", kind="text", rule="text", name="text", price="float",
    ),
)  # fmt: skip

EXPORT_TABLES: Final = MappingProxyType({table.name: table for table in _TABLES})
"""Every exported table by name, the run itself first."""


def export_frames(run: Run) -> dict[str, pd.DataFrame]:
    """Return a run as typed frames (``str``, ``Int64``, ``Float64``, ``boolean``); an empty cell is missing.

    Raises
    ------
    NotFoundError
        A file of the run can't be read.
    DataError
        A file of the run was changed: a cell holds no number where one is due, or a key stands twice.
    """
    rows: Mapping[str, Callable[[Run], Iterable[Row]]] = {
        "runs": _run_rows,
        "terms": _term_rows,
        "kpi": lambda run: ((item.name, item.before, item.after, item.unit) for item in run.result.kpi),
        "counts": lambda run: run.result.counts.items(),
        "tiers": lambda run: ((item.name, item.value, item.bound, item.gap) for item in run.result.tiers),
        "conflict": lambda run: (
            (item.rule, item.name, item.amount, item.words_id, item.words_en) for item in run.result.conflict
        ),
    }
    run_id, has_warm = run.run_id, run.manifest.warm is not None
    frames = {}
    for name, table in EXPORT_TABLES.items():
        own = [column for column in table.columns if column not in ("run_id", table.numbered)]
        if table.result_table in WARM_TABLES and not has_warm:
            frame = pd.DataFrame(columns=own)
        elif table.result_table:
            frame = run.to_frame(table.result_table).reindex(columns=own)
        else:
            frame = pd.DataFrame(list(rows[name](run)), columns=own)
        frames[name] = _typed(table, frame, run_id)
    return frames


def _typed(table: ExportTable, frame: pd.DataFrame, run_id: str) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name, kind in table.columns.items():
        if name == "run_id":
            values = pd.Series([run_id] * len(frame), dtype=object)
        elif name == table.numbered:
            values = pd.Series(list(range(1, len(frame) + 1)), dtype=object)
        else:
            values = frame[name].astype(object)
        try:
            columns[name] = _of_kind(values.where(values.notna(), None), kind)
        except (TypeError, ValueError) as error:
            message = (
                f"run {run_id}, table {table.name}, '{name}': a value is not of kind {kind}. The run folder was changed; "
                "run the placement again with --force."
            )
            bahasa = (
                f"hasil {run_id}, tabel {table.name}, '{name}': ada nilai yang bukan {kind}. Folder hasil telah diubah; "
                "jalankan lagi dengan --force."
            )
            raise DataError(message, code="E-RUN-FILE", bahasa=bahasa) from error
    typed = pd.DataFrame(columns, columns=list(table.columns))
    if typed.duplicated(list(table.key)).any():
        message = (
            f"run {run_id}, table {table.name}: two rows share {' + '.join(table.key)}. The run folder was changed; run the "
            "placement again with --force."
        )
        bahasa = (
            f"hasil {run_id}, tabel {table.name}: dua baris mempunyai {' + '.join(table.key)} yang sama. Folder hasil telah "
            "diubah; jalankan lagi dengan --force."
        )
        raise DataError(message, code="E-RUN-FILE", bahasa=bahasa)
    return typed


def _of_kind(values: pd.Series, kind: ExportKind) -> pd.Series:
    if kind == "int":
        return pd.to_numeric(values).astype("Int64")
    if kind == "float":
        return pd.to_numeric(values).astype("Float64")
    return values.astype("boolean") if kind == "bool" else values.astype("str")


def plain_rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of an export frame as plain Python values; missing = None."""
    columns = {}
    for name in frame.columns:
        missing = frame[name].isna().to_numpy()
        columns[str(name)] = [None if gone else v for v, gone in zip(frame[name].tolist(), missing, strict=True)]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _run_rows(run: Run) -> Iterable[Row]:
    manifest, result, decision = run.manifest, run.result, run.decision
    yield (
        result.kind, result.status, result.value, result.bound, result.gap, result.gap_of_gain, result.engine,
        ";".join(result.warnings) or None, manifest.case_name or None, manifest.case_digest,
        manifest.versions.get("penata"), manifest.seed, manifest.clock_limited, manifest.started, manifest.ended,
        decision.state, decision.who, decision.when, decision.number,
    )  # fmt: skip


def _term_rows(run: Run) -> Iterable[Row]:
    for plan, terms in (("today", run.result.terms_before), ("proposal", run.result.terms)):
        yield from ((plan, item.term, item.weight, item.amount, item.points) for item in terms)
