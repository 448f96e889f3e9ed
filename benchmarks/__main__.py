"""``python -m penata.benchmarks``: what the engines take, as ratios against a bare flow in the same run.

Exits with 1 where a promise is missed: a plan that is not proved best, two solvers with two values, a published minimum.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from ..models.domain.problem import PlacementProblem
from ..optimizer.engine import EngineName, solve
from ..optimizer.solution import Limits, complete
from . import assign
from .bare import bare_flow
from .instances import coupled_instance
from .report import Line, table

SEED = 1
SIZES = {"tiny": 80, "small": 300, "standard": 2000, "full": 2000}
FLOW_PEOPLE = {"tiny": 200, "small": 2000, "standard": 2000, "full": 10_000}


def measure(name: str, problem: PlacementProblem, engine: EngineName = "auto") -> Line:
    """Solve one problem to a proof and set its CPU seconds beside the bare flow's."""
    bare, _ = bare_flow(problem)
    start = time.process_time()
    solution = solve(problem, engine, Limits(seconds=None, work=600.0))
    seconds = time.process_time() - start
    value = None
    if solution.chosen is not None:
        value = problem.value_of(solution.chosen, complete(problem, solution.chosen))
    proved = solution.status == "optimal" and value == solution.bound
    return Line(name, solution.engine, solution.status, value, seconds, seconds / max(bare, 1e-3), proved)


def lines_of(size: str, instances: Path | None) -> list[Line]:
    """Run the suite of one size."""
    people, everything = SIZES[size], {"equity": True, "budgets": True, "kin": True}
    lines = [measure(f"flow {FLOW_PEOPLE[size]}", coupled_instance(FLOW_PEOPLE[size], SEED, coupled=False))]
    lines.append(measure(f"coupled {people}", coupled_instance(people, SEED)))
    lines.append(measure(f"coupled+all {people}", coupled_instance(people, SEED, **everything)))
    if size in ("tiny", "small"):
        twin = measure(f"coupled+all {people}", coupled_instance(people, SEED, **everything), "cpsat")
        same = twin.value == lines[-1].value
        lines.append(Line(**{**asdict(twin), "good": twin.good and same}))
    if size == "full":
        for seed in (2, 3):
            lines.append(measure(f"coupled+all {people} seed {seed}", coupled_instance(people, seed, **everything)))
    return lines + (assign.run(instances) if instances else [])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m penata.benchmarks", description=__doc__)
    parser.add_argument("--size", choices=list(SIZES), default="small", help="how large the instances are")
    parser.add_argument("--instances", type=Path, help="folder of OR-Library assignment files")
    parser.add_argument("--json", type=Path, help="file for the lines as JSON")
    words = parser.parse_args(arguments)
    lines = lines_of(words.size, words.instances)
    print(table(lines))
    if words.json:
        words.json.write_text(json.dumps([asdict(line) for line in lines], indent=2) + "\n", encoding="utf-8")
    return 0 if all(line.good for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
