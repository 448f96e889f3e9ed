"""Whole agencies: the engine hybrid to a gap, over the bare flow of the same arrays in the same process.

``python -m penata.benchmarks.whole 10000 --seeds 5 --runs 5`` prints a line for each variant, seed and gap: what was
reached, over the value and over what the bound leaves above today's placement (the gain), median CPU seconds, and the
median ratio with its range.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence

from ..models.domain.problem import PlacementProblem
from ..optimizer.hybrid import solve_hybrid
from ..optimizer.solution import Limits, stay_plan
from .bare import bare_flow
from .peers import instance, worth
from .report import peak_megabytes

GAPS = (1e-3, 1e-4)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m penata.benchmarks.whole", description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("--seeds", type=int, default=1, help="seeds 1 to this one")
    parser.add_argument("--runs", type=int, default=1, help="runs of each, the bare flow before and after each")
    parser.add_argument("--variants", nargs="+", choices=["loose", "tight", "all"], default=["loose", "tight"])
    words = parser.parse_args(arguments)
    print("variant seed gap reached of_gain cpu_s ratio least most engine peak_mb")
    for seed in range(1, words.seeds + 1):
        for variant in words.variants:
            problem = instance(variant, words.people, seed)
            for gap in GAPS:
                print(variant, seed, f"{gap:g}", line(problem, gap, words.runs), flush=True)


def line(problem: PlacementProblem, gap: float, runs: int) -> str:
    """Solve so many times to a gap, and return what came of it."""
    today = stay_plan(problem)
    assert today is not None  # the family's own
    before = worth(problem, today)
    seconds, ratios = [], []
    bare = bare_flow(problem).seconds
    for _ in range(runs):
        start = time.process_time()
        solution = solve_hybrid(problem, Limits(seconds=None, gap=gap, work=600.0, unique=False))
        seconds.append(time.process_time() - start)
        after = bare_flow(problem).seconds
        ratios.append(2 * seconds[-1] / (bare + after))
        bare = after
    assert solution.chosen is not None
    value, bound = worth(problem, solution.chosen), solution.tiers[0].bound
    assert bound is not None
    assert bound >= value
    return (
        f"{(bound - value) / abs(value):.1e} {(bound - value) / max(1, bound - before):.3%} "
        f"{statistics.median(seconds):.2f} {statistics.median(ratios):.1f} "
        f"{min(ratios):.1f} {max(ratios):.1f} {solution.engine} {peak_megabytes():.0f}"
    )


if __name__ == "__main__":
    main()
