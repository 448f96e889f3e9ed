"""The use cases of Penata, and the only place that joins its parts.

A notebook calls these functions; the command line calls nothing else. Frames come from ``to_frame`` of a result or a run.
"""

from __future__ import annotations

from ..datasets.observations import observations_from_table, observations_of
from ..datasets.registry import DEFAULT_CASE
from ..models.domain.case import Case
from ..models.domain.errors import DataError, EngineError, Fault, NotFoundError, OptionError, PenataError
from ..models.domain.problem import PlacementProblem
from ..models.domain.result import PlacementResult
from ..models.domain.scenario import Scenario
from ..models.learning.observations import Observations
from ..optimizer.counterfactual import Counterfactual
from ..optimizer.engine import ENGINES, solve
from ..optimizer.flips import Flip
from ..optimizer.frontier import frontier
from ..optimizer.person_answer import InThePlan, Step
from ..optimizer.questions import Explanation, PositionExplanation, ScoreReport
from ..optimizer.referee import Referee
from ..optimizer.remedies import Remedy, UnfilledAnswer, UnplacedAnswer
from ..optimizer.solution import Limits
from ..store.files import ResultFile
from ..store.problem_file import load_problem, save_problem
from ..store.runs import Run, RunStore
from .answers import explain_employee, explain_position, explain_unfilled, explain_unplaced, score, score_dict
from .cases import CheckReport, check_case, convert_case, load_case, load_scenario, template
from .exports import EXPORT_FORMS, EXPORT_TABLES, EXPORT_VERSION, export_run, export_run_lines, export_run_rows
from .frameworks import FrameworkImport, import_framework, merge_roles, read_framework, role_frames
from .fronts import DEFAULT_GOALS, FrontierReport, case_frontier
from .importing import ImportReport, import_siasn
from .placing import Placed, PlaceOrder, Sizes, place, plan_order, run_placement
from .pseudonyms import PseudonymReport, pseudonymize, pseudonymize_case, read_key
from .run_folders import find_run, remove_runs, runs
from .schemas import schema_data, schema_names, schema_text
from .sources import Source, open_run, open_source
from .synth import SynthOrder, build_agencies, synth

__all__ = [
    "DEFAULT_CASE",
    "DEFAULT_GOALS",
    "ENGINES",
    "EXPORT_FORMS",
    "EXPORT_TABLES",
    "EXPORT_VERSION",
    "Case",
    "CheckReport",
    "Counterfactual",
    "DataError",
    "EngineError",
    "Explanation",
    "Fault",
    "Flip",
    "FrameworkImport",
    "FrontierReport",
    "ImportReport",
    "InThePlan",
    "Limits",
    "NotFoundError",
    "Observations",
    "OptionError",
    "PenataError",
    "PlaceOrder",
    "Placed",
    "PlacementProblem",
    "PlacementResult",
    "PositionExplanation",
    "PseudonymReport",
    "Referee",
    "Remedy",
    "ResultFile",
    "Run",
    "RunStore",
    "Scenario",
    "ScoreReport",
    "Sizes",
    "Source",
    "Step",
    "SynthOrder",
    "UnfilledAnswer",
    "UnplacedAnswer",
    "build_agencies",
    "case_frontier",
    "check_case",
    "convert_case",
    "explain_employee",
    "explain_position",
    "explain_unfilled",
    "explain_unplaced",
    "export_run",
    "export_run_lines",
    "export_run_rows",
    "find_run",
    "frontier",
    "import_framework",
    "import_siasn",
    "load_case",
    "load_problem",
    "load_scenario",
    "merge_roles",
    "observations_from_table",
    "observations_of",
    "open_run",
    "open_source",
    "place",
    "plan_order",
    "pseudonymize",
    "pseudonymize_case",
    "read_framework",
    "read_key",
    "remove_runs",
    "role_frames",
    "run_placement",
    "runs",
    "save_problem",
    "schema_data",
    "schema_names",
    "schema_text",
    "score",
    "score_dict",
    "solve",
    "synth",
    "template",
]
