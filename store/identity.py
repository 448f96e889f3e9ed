"""The id of a run: the same inputs give the same id, so that the same run twice is one run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version

SOLVERS = ("ortools", "highspy")


def solver_versions(penata: str) -> dict[str, str]:
    """Return the versions that may change an answer: penata and the solvers."""
    return {"penata": penata} | {name: version(name) for name in SOLVERS}


def plan_digest(posts: Mapping[str, str | None]) -> str:
    """Return SHA-256 over a plan, whatever the order of its people."""
    return hashlib.sha256(json.dumps(sorted(posts.items()), separators=(",", ":")).encode()).hexdigest()


def run_id_of(kind: str, facts: Mapping[str, object]) -> str:
    """Return a letter for the kind and 16 hex digits of SHA-256 over the facts.

    Parameters
    ----------
    kind
        ``p`` place, ``f`` forecast, ``t`` training, ``s`` simulate.
    facts
        Case digest, resolved scenario, versions, limits, flags; anything that JSON can say.
    """
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=str)
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
