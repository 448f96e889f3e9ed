"""``python -m penata.benchmarks``: what the engines take and prove, each run in a process of its own.

Suite ``engines`` solves the synthetic family beside a bare flow, ``quality`` published instances against their known values,
``micro`` fixed work for each part. Exits with 1 where a promise is missed: a plan that is not proved best, two solvers that
contradict each other, a known value that is missed or passed. With --compare, exits with 7 where something got worse.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from .compare import regressions
from .measure import measured as engine_lines
from .micro import micro_suite
from .quality import files_of, quality_suite
from .records import Results, data_hash, machine_line
from .report import disagreements, heading, record_heading, record_row, row
from .suites import SIZES, suite
from .work import Work, measured

SUITES = ("engines", "quality", "micro")
WORSE = 7


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m penata.benchmarks", description=__doc__)
    parser.add_argument("--suite", choices=SUITES, default="engines", help="what is measured")
    parser.add_argument("--size", choices=SIZES, default="small", help="how large the instances are")
    parser.add_argument("--instances", type=Path, help="quality: folder with the sets assign, gap, fronts")
    parser.add_argument("--runs", type=int, default=5, help="quality, micro: runs of each; the median counts")
    parser.add_argument("--json", type=Path, help="file for the records as JSON")
    parser.add_argument("--compare", type=Path, help="quality, micro: an earlier file of records")
    parser.add_argument("--gate", type=_share, default=0.05, help="quality, micro: how much slower is too slow, such as 5%%")
    words = parser.parse_args(arguments)
    if words.suite == "engines":
        return _engines(words.size, words.json)
    if words.runs < 1:
        parser.error(f"--runs {words.runs}: at least 1.")
    try:
        before = Results.read(words.compare) if words.compare else None
        works, data = _works(words.suite, words.size, words.instances)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    return _records(words, works, data, before)


def _share(text: str) -> float:
    return float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)


def _works(chosen: str, size: str, instances: Path | None) -> tuple[list[Work], str | None]:
    size = "small" if size == "tiny" else size
    if chosen == "micro":
        return micro_suite(size), None
    if instances is None:
        message = "--suite quality needs --instances: a folder with the sets assign, gap, fronts."
        raise ValueError(message)
    return quality_suite(instances, size), data_hash(files_of(instances))


def _engines(size: str, target: Path | None) -> int:
    lines = []
    print(heading(), flush=True)
    for line in engine_lines(suite(size)):  # type: ignore[arg-type]  # argparse admits sizes only
        lines.append(line)
        print(row(line), flush=True)
    wrong = disagreements(lines)
    for words_of_it in wrong:
        print(f"contradiction: {words_of_it}")
    if target:
        target.write_text(json.dumps([asdict(line) for line in lines], indent=2) + "\n", encoding="utf-8")
    return 1 if wrong or any(line.kept is False for line in lines) else 0


def _records(words: argparse.Namespace, works: list[Work], data: str | None, before: Results | None) -> int:
    records = []
    print(record_heading(), flush=True)
    for record in measured(works, words.runs):
        records.append(record)
        print(record_row(record), flush=True)
    results = Results(words.suite, words.size, machine_line(), data, tuple(records))
    if words.json:
        results.write(words.json)
    missed = [item for item in records if item.known is not None and (item.gap != 0 or item.status != "optimal")]
    for item in missed:
        print(f"missed: {item.set} {item.name}: {item.value} ({item.status}), known {item.known}")
    worse = regressions(before, results, words.gate) if before else []
    for sentence in worse:
        print(f"worse: {sentence}")
    return 1 if missed else WORSE if worse else 0


if __name__ == "__main__":
    sys.exit(main())
