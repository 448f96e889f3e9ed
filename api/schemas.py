"""Use case schema: what machines may rely on, as JSON."""

from __future__ import annotations

import json

from ..datasets.faults import list_faults
from ..models.domain.errors import NotFoundError
from ..models.domain.rules.pack import SPECS
from ..models.domain.scenario import Scenario
from ..store.files import SCHEMAS, json_schema
from .cases import Language


def schema_names() -> tuple[str, ...]:
    """Return what :func:`schema_text` can print."""
    return (*SCHEMAS, "scenario", "faults", "rules")


def schema_data(name: str, *, lang: Language = "id") -> object:
    """Return a JSON Schema, or the list of fault codes or rules.

    Raises
    ------
    NotFoundError
        There is no schema of that name.
    """
    if name in SCHEMAS:
        return json_schema(SCHEMAS[name])
    if name == "scenario":
        return json_schema(Scenario)
    if name == "faults":
        return [dict(item) for item in list_faults(lang)]
    if name == "rules":
        return [
            {
                "rule": spec.id,
                "title": spec.title_id if lang == "id" else spec.title_en,
                "mode": spec.mode,
                "price": spec.price,
                "when_unknown": spec.when_unknown,
                "reasons": {reason.code: reason.words_id if lang == "id" else reason.words_en for reason in spec.reasons},
                "parameters": {key: str(value) for key, value in spec.parameters.items()},
                "source": spec.source,
                "basis": spec.basis.value,
                "confirmed": spec.confirmed,
            }
            for spec in SPECS.values()
        ]
    message = f"there is no schema '{name}'; there are {', '.join(schema_names())}."
    bahasa = f"tidak ada skema '{name}'; yang ada: {', '.join(schema_names())}."
    raise NotFoundError(message, code="E-NO-SCHEMA", bahasa=bahasa)


def schema_text(name: str, *, lang: Language = "id") -> str:
    """Return :func:`schema_data` as JSON text."""
    return json.dumps(schema_data(name, lang=lang), indent=2, ensure_ascii=False, default=str) + "\n"
