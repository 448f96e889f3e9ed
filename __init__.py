"""Penata proposes which civil servant should hold which post, says why, and leaves the decision to people.

Public names load on first use, so that ``import penata`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_HOMES = {
    "Case": "models.domain.case",
    "Scenario": "models.domain.scenario",
    "Observations": "models.learning.observations",
    "PlacementProblem": "models.domain.problem",
    "PlacementResult": "models.domain.result",
    "Limits": "api",
    "Referee": "api",
    "solve": "api",
    "case_frontier": "api",
    "check_case": "api",
    "convert_case": "api",
    "explain_employee": "api",
    "explain_position": "api",
    "frontier": "api",
    "load_case": "api",
    "load_problem": "api",
    "load_scenario": "api",
    "observations_from_table": "api",
    "observations_of": "api",
    "open_run": "api",
    "open_source": "api",
    "place": "api",
    "PlaceOrder": "api",
    "run_placement": "api",
    "save_problem": "api",
    "score": "api",
    "template": "api",
}
__all__ = [
    "Case",
    "Limits",
    "Observations",
    "PlaceOrder",
    "PlacementProblem",
    "PlacementResult",
    "Referee",
    "Scenario",
    "__version__",
    "case_frontier",
    "check_case",
    "convert_case",
    "explain_employee",
    "explain_position",
    "frontier",
    "load_case",
    "load_problem",
    "load_scenario",
    "observations_from_table",
    "observations_of",
    "open_run",
    "open_source",
    "place",
    "run_placement",
    "save_problem",
    "score",
    "solve",
    "template",
]

if TYPE_CHECKING:
    from .api import (
        Limits,
        PlaceOrder,
        Referee,
        case_frontier,
        check_case,
        convert_case,
        explain_employee,
        explain_position,
        frontier,
        load_case,
        load_problem,
        load_scenario,
        observations_from_table,
        observations_of,
        open_run,
        open_source,
        place,
        run_placement,
        save_problem,
        score,
        solve,
        template,
    )
    from .models.domain.case import Case
    from .models.domain.problem import PlacementProblem
    from .models.domain.result import PlacementResult
    from .models.domain.scenario import Scenario
    from .models.learning.observations import Observations


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module 'penata' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return sorted(__all__)
