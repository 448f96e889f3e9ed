"""Works of the suite ``micro`` on whole files: make up an agency as Parquet, check one from CSV and from Parquet."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from ..api import SynthOrder, check_case, synth
from .records import Outcome
from .report import peak_megabytes
from .work import Work

SYNTH_PEOPLE = {"small": 2_000, "standard": 20_000, "full": 300_000}
CHECK_PEOPLE = {"small": 1_000, "standard": 20_000, "full": 100_000}
SEED = 1


def bulk_works(size: str) -> list[Work]:
    """Return the works of a size."""
    made, checked = SYNTH_PEOPLE[size], CHECK_PEOPLE[size]
    return [
        Work("micro", f"synth {made} as parquet", "datasets", make_up, (made,)),
        Work("micro", f"check {checked} as csv", "datasets", check, (checked, "csv")),
        Work("micro", f"check {checked} as parquet", "datasets", check, (checked, "parquet")),
    ]


def make_up(people: int) -> Outcome:
    """Make up one agency and write it as Parquet; the value is its number of people."""
    with TemporaryDirectory() as folder:
        start = time.process_time()
        synth(SynthOrder(people, seed=SEED), Path(folder) / "case", tables="parquet")
        return Outcome("done", float(people), None, time.process_time() - start, peak_megabytes())


def check(people: int, form: Literal["csv", "parquet"]) -> Outcome:
    """Check one made-up agency; the value is its number of errors, which is 0. Making it up first takes less memory."""
    with TemporaryDirectory() as folder:
        synth(SynthOrder(people, seed=SEED), Path(folder) / "case", tables=form)
        start = time.process_time()
        report = check_case(Path(folder) / "case")
        return Outcome("done", float(report.errors), None, time.process_time() - start, peak_megabytes())
