"""Sheets about rules: every rule with its setting and source, and every note that the rules make."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Final

from ..models.domain.points import from_cents
from ..models.domain.result import hit_order
from ..models.domain.rules.pack import PERSON_POST_RULES
from ..models.domain.rules.spec import RuleSpec, Setting
from .book import Cell, Column, Page, Row
from .view import View
from .words import Words

PERSON_POST: Final = frozenset(rule.spec.id for rule in PERSON_POST_RULES)
KINDS: Final = ("breach", "existing", "cost", "warning", "unknown")


def write_rules(page: Page, view: View) -> None:
    """Write every rule: what it says, how it bites here, where it comes from, how often it spoke."""
    words = view.words
    columns = (
        Column(words("head.rule"), 15, "id"),
        Column(words("head.title"), 46),
        Column(words("head.mode"), 17),
        Column(words("head.when_unknown"), 22),
        Column(words("head.price"), 9, "one"),
        Column(words("head.parameters"), 34),
        Column(words("head.source_of_rule"), 40),
        Column(words("head.basis"), 10),
        Column(words("head.confirmed"), 16),
        *(Column(words(f"head.hits.{kind}"), 11, "whole") for kind in KINDS),
        Column(words("head.points"), 11, "signed_two"),
    )
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    cents: Counter[str] = Counter()
    for hit in view.hits:
        counts[hit.rule][hit.kind] += 1
        cents[hit.rule] += hit.points_cents
    rows = [
        Row(
            (
                *_facts(words, spec, setting),
                *(counts[spec.id][kind] or None for kind in KINDS),
                from_cents(cents[spec.id]) if cents[spec.id] else None,
            ),
            "soft" if setting.mode == "off" else "plain",
        )
        for spec, setting in sorted(view.result.rules, key=lambda pair: rule_order(pair[0].id))
    ]
    page.table(columns, rows, freeze=2)


def _facts(words: Words, spec: RuleSpec, setting: Setting) -> tuple[Cell, ...]:
    parameters = [f"{name} = {_value(words, value)}" for name, value in setting.parameters.items()]
    if setting.exempt:
        parameters.append(words("exempt", count=len(setting.exempt)))
    return (
        spec.id,
        words.pick(spec.title_id, spec.title_en),
        words(f"mode.{setting.mode}"),
        _when_unknown(words, spec, setting),
        setting.price if setting.mode == "soft" else None,
        "; ".join(parameters),
        spec.source,
        words(f"basis.{spec.basis.value}"),
        words("confirmed" if spec.confirmed else "to_confirm"),
    )


def _when_unknown(words: Words, spec: RuleSpec, setting: Setting) -> str | None:
    """Return what an unknown fact does, None for rules of the whole plan, which ask for none."""
    if spec.id not in PERSON_POST or setting.mode == "off":
        return None
    meaning: str = setting.when_unknown or "default"
    if setting.mode == "warn":
        meaning = "allow" if meaning == "allow" else "warn"
    elif setting.mode == "soft" and meaning in ("deny", "default"):
        meaning = f"{meaning}_soft"
    return words(f"unknown.{meaning}")


def _value(words: Words, value: object) -> str:
    if value is None or value == "":
        return words("none")
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, list | tuple):
        return ", ".join(_value(words, item) for item in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_value(words, item)}" for key, item in value.items())
    return words.plain(value) if isinstance(value, int | float) else str(value)


def rule_order(rule: str) -> tuple[int, str]:
    """Return the key by which rules are listed: R01 to R27, then the others by name."""
    return (0 if rule[:1] == "R" and rule[1:3].isdigit() else 1, rule)


def write_notes(page: Page, view: View) -> None:
    """Write every note of the rules on the plan, one row a note."""
    words = view.words
    columns = (
        Column(words("head.rule"), 15, "id"),
        Column(words("head.kind"), 20),
        Column(words("head.words"), 80),
        Column(words("head.points"), 10, "signed_two"),
        Column(words("head.name"), 28),
        Column(words("head.nip"), 22, "id"),
        Column(words("head.post"), 42),
        Column(words("head.position_id"), 20, "id"),
        Column(words("head.unit"), 32),
    )
    rows = []
    for hit in sorted(view.hits, key=lambda one: (KINDS.index(one.kind), rule_order(one.rule), hit_order(one))):
        position = view.case.positions.get(hit.position_id or "")
        unit = view.case.units.get(hit.unit_id or (position.unit_id if position else ""))
        rows.append(
            Row(
                (
                    words.code("rule", hit.rule),
                    words(f"kind.{hit.kind}"),
                    words.pick(hit.words_id, hit.words_en),
                    from_cents(hit.points_cents) if hit.points_cents else None,
                    view.employee(hit.employee_id).full_name if hit.employee_id else None,
                    hit.employee_id,
                    position.title if position else None,
                    hit.position_id,
                    unit.name if unit else hit.unit_id,
                ),
                "strong" if hit.kind == "breach" else "plain",
            )
        )
    page.table(columns, rows, freeze=2, empty=words("empty_table"))
