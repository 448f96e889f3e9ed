"""``python -m penata.benchmarks``: the synthetic family beside a bare flow, each run in a process of its own.

Exits with 1 where a promise is missed: a plan that is not proved best, or two solvers that contradict each other. The other
suites are ``penata bench``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from .measure import measured
from .report import disagreements, heading, row
from .suites import SIZES, suite


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m penata.benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small", help="how large the instances are")
    parser.add_argument("--json", type=Path, help="file for the lines as JSON")
    words = parser.parse_args(arguments)
    lines = []
    print(heading(), flush=True)
    for line in measured(suite(words.size)):
        lines.append(line)
        print(row(line), flush=True)
    wrong = disagreements(lines)
    for words_of_it in wrong:
        print(f"contradiction: {words_of_it}")
    if words.json:
        words.json.write_text(json.dumps([asdict(line) for line in lines], indent=2) + "\n", encoding="utf-8")
    return 1 if wrong or any(line.kept is False for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
