"""Who may import what, read from the source with ``ast``; the folders are those of the design's tree."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOT_PACKAGE = {"tests", "docs", "build", "dist", "runs"}

# Root module or folder -> what it may import of the project besides itself. "" is the root package itself
# (`from .. import __version__`). A part that is not listed may import nothing: list it here first.
MAY_IMPORT: dict[str, set[str]] = {
    "models": set(),
    "datasets": {"models"},
    "optimizer": {"models"},
    "reports": {"models"},
    "store": {"models"},
    "api": {"", "models", "datasets", "optimizer", "reports", "store"},
    "commands": {"", "api"},
    "cli": {"", "api", "commands"},
    "__main__": {"cli"},
    "": {"api", "models"},
    "benchmarks": {"", "api", "models", "datasets", "optimizer", "reports", "store"},
}
# Module -> what it alone may import beyond its part. Benchmarks measure the use cases of api, so api can't hand them on.
ALSO: dict[str, set[str]] = {"penata.commands.bench": {"benchmarks"}}
# Third-party package -> the only parts that may import it.
ONLY_IN: dict[str, set[str]] = {
    "click": {"cli", "commands"},
    "highspy": {"optimizer", "benchmarks"},
    "ortools": {"optimizer", "benchmarks"},
    "sklearn": {"models"},
}
# Files of the optimizer that are inner loops; any file that imports a solver is one too.
SOLVER_FILES = {
    *("bound", "build", "cpsat", "dual", "engine", "flow", "greedy", "hybrid", "lp", "milp", "pricing"),
    *("relaxation", "restricted", "seniority", "stable"),
}
# Installed with the package, so no reason to import them late outside the lazy files.
CORE = {
    *("click", "highspy", "numpy", "openpyxl", "ortools", "pandas", "pandera", "pydantic", "python_calamine"),
    *("rich", "scipy", "tomlkit", "xlsxwriter"),
}
PROJECT_NAMES = {
    "models",
    "datasets",
    "optimizer",
    "commands",
    "reports",
    "store",
    "benchmarks",
    "api",
    "cli",
}


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, as an absolute dotted name."""

    importer: str
    path: Path
    line: int
    target: str
    relative: bool
    in_function: bool
    for_types: bool

    @property
    def where(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.target}"


def part_of(module: str) -> str:
    """Return the root module or folder of ``penata.x.y``: ``x``, or "" for ``penata`` itself."""
    return module.partition(".")[2].partition(".")[0]


def find_modules() -> dict[str, Path]:
    modules = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in NOT_PACKAGE or any(part.startswith(".") or part.endswith(".egg-info") for part in parts):
            continue
        names = parts[:-1] if parts[-1] == "__init__" else parts
        modules[".".join(("penata", *names))] = path
    return modules


MODULES = find_modules() if (ROOT / "models").is_dir() else {}


def imports_of(module: str, path: Path) -> Iterator[Import]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]

    def visit(node: ast.AST, in_function: bool, for_types: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, path, node.lineno, alias.name, False, in_function, for_types)
            return
        if isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                # `from . import a` may name a module or something in the package
                target = f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base
                yield Import(module, path, node.lineno, target, node.level > 0, in_function, for_types)
            return
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}:
            for statement in node.body:
                yield from visit(statement, in_function, True)
            for statement in node.orelse:
                yield from visit(statement, in_function, for_types)
            return
        inside = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            yield from visit(child, inside, for_types)

    yield from visit(ast.parse(path.read_text(encoding="utf-8"), filename=str(path)), False, False)


IMPORTS = [found for module, path in MODULES.items() for found in imports_of(module, path)]
WITHIN = [found for found in IMPORTS if found.target.split(".")[0] == "penata"]
OUTSIDE = [found for found in IMPORTS if found.target.split(".")[0] != "penata"]

reads_source = pytest.mark.checkout


@reads_source
def test_the_walk_found_the_package() -> None:
    """The other tests here look at something: modules of every core folder, and imports between them."""
    assert {"models", "datasets", "optimizer"} <= {part_of(module) for module in MODULES}
    assert len(MODULES) > 10
    assert len(WITHIN) > 10
    assert len(OUTSIDE) > 10


@reads_source
def test_parts_import_only_what_the_design_allows() -> None:
    """Data flows one way: models know nobody, datasets and optimizer not each other, commands only api."""
    wrong = []
    for found in WITHIN:
        importer, target = part_of(found.importer), part_of(found.target)
        if importer != target and target not in MAY_IMPORT.get(importer, set()) | ALSO.get(found.importer, set()):
            wrong.append(found.where)
    assert not wrong


@reads_source
def test_the_referee_shares_nothing_with_the_solver() -> None:
    """``optimizer/referee.py`` recomputes from facts: of the project it imports ``models.domain`` alone."""
    mine = [found for found in WITHIN if found.importer == "penata.optimizer.referee"]
    assert mine or not (ROOT / "optimizer" / "referee.py").exists()
    allowed = ("penata.models.domain",)
    wrong = [found.where for found in mine if not f"{found.target}.".startswith(tuple(f"{a}." for a in allowed))]
    assert not wrong


@reads_source
def test_libraries_stay_in_their_folders() -> None:
    """Solvers under the optimizer, click at the command line, scikit-learn in models/learning."""
    wrong = []
    for found in OUTSIDE:
        library = found.target.split(".")[0]
        if library in ONLY_IN and part_of(found.importer) not in ONLY_IN[library]:
            wrong.append(found.where)
        if library == "sklearn" and not found.importer.startswith("penata.models.learning"):
            wrong.append(found.where)
    assert not wrong


@reads_source
def test_solver_files_do_not_use_pandas() -> None:
    """Frames end where the solver's inner loops begin."""
    solvers = {found.importer for found in OUTSIDE if found.target.split(".")[0] in {"ortools", "highspy"}}
    named = {f"penata.optimizer.{name}" for name in SOLVER_FILES}
    files = {module for module in solvers | named if module.startswith("penata.optimizer.")}
    wrong = [
        found.where for found in OUTSIDE if found.target.split(".")[0] in {"pandas", "pandera"} and found.importer in files
    ]
    assert not wrong


@reads_source
def test_no_import_cycles() -> None:
    """A cycle means that a type sits in the wrong file; imports for type checking count as well."""
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for found in WITHIN:
        lazy_names = found.for_types and found.path.name == "__init__.py"
        if not found.in_function and not lazy_names and found.target != found.importer:
            graph[found.importer].add(found.target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(f"import cycle: {' <- '.join(error.args[1])}")


@reads_source
def test_imports_are_relative_and_never_bare() -> None:
    """The package imports itself relatively; benchmarks may say ``penata``; nobody says ``models`` alone."""
    absolute = [found.where for found in WITHIN if not found.relative and part_of(found.importer) != "benchmarks"]
    bare = [found.where for found in OUTSIDE if found.target.split(".")[0] in PROJECT_NAMES]
    assert not absolute + bare


@reads_source
def test_late_imports_stand_only_where_start_up_needs_them() -> None:
    """Inside a function: in commands, cli, api and ``__init__``; elsewhere only for a library of an extra."""
    wrong = []
    for found in IMPORTS:
        lazy = part_of(found.importer) in {"cli", "api", "commands"} or found.path.name == "__init__.py"
        library = found.target.split(".")[0]
        optional = library != "penata" and library not in CORE and library not in sys.stdlib_module_names
        if found.in_function and not lazy and not optional:
            wrong.append(found.where)
    assert not wrong


HEAVY = ("highspy", "numpy", "openpyxl", "ortools", "pandas", "pandera", "pydantic", "scipy", "tomlkit")


@pytest.mark.parametrize(
    "statement",
    ["import penata", "import penata.cli", "from penata.cli import main; main(['--help'])"],
)
def test_start_up_loads_no_heavy_library(statement: str) -> None:
    """What makes ``import penata`` and ``penata --help`` quick is what they do not load."""
    program = (
        "import sys\n"
        "try:\n"
        f"    exec({statement!r})\n"
        "except SystemExit as stop:\n"
        "    assert not stop.code, stop.code\n"
        f"print('loaded:', sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded: []"
