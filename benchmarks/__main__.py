"""``python -m penata.benchmarks``: what the engines take beside a bare flow, each instance in a process of its own.

Exits with 1 where a promise is missed: a plan that is not proved best, two solvers that contradict each other, a published
minimum.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from . import assign
from .measure import measured
from .report import Line, disagreements, heading, row
from .suites import SIZES, Size, suite


def lines_of(size: Size, instances: Path | None) -> Iterator[Line]:
    """Yield the lines of a suite, then those of the published files."""
    yield from measured(suite(size))
    if instances is not None:
        yield from assign.run(instances)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m penata.benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small", help="how large the instances are")
    parser.add_argument("--instances", type=Path, help="folder of OR-Library assignment files")
    parser.add_argument("--json", type=Path, help="file for the lines as JSON")
    words = parser.parse_args(arguments)
    if words.instances is not None and (missing := assign.missing(words.instances)):
        parser.error(f"--instances {words.instances}: {', '.join(missing)} not found there (.txt or .txt.gz)")
    lines = []
    print(heading(), flush=True)
    for line in lines_of(words.size, words.instances):
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
