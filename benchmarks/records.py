"""What a benchmark leaves behind: one record an instance and engine, with the machine and the data it was measured on."""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from ..models.domain.errors import DataError, EngineError, NotFoundError

SCHEMA = "penata.bench/1"
LARGEST_FILE = 50_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run of one engine on one instance, in the instance's own unit and sense.

    Parameters
    ----------
    status
        How the engine ended; ``done`` for work that has no value.
    value, bound
        What was reached, and what no solution passes; None where there is none.
    seconds
        CPU seconds of all threads, without reading or drawing the instance.
    peak_mb
        Largest resident size of the process, MB; None where the system keeps no count.
    limited
        True where a limit ended the run, so that further runs would only repeat it.
    gain
        Share of the possible gain over today's plan that is not reached; None where it is not known.
    reached
        CPU seconds until a proven gap of 1 %, 0.1 % and 0.01 %; empty where that was not watched.
    """

    status: str
    value: float | None
    bound: float | None
    seconds: float
    peak_mb: float | None
    limited: bool = False
    gain: float | None = None
    reached: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """All runs of one engine on one instance: medians, with the range of the seconds.

    Parameters
    ----------
    set, name, engine
        Family, instance, and who solved it.
    status, value, bound
        Of the run of median time; equal in all runs, or the benchmark fails.
    known
        Published or proved best value; None where there is none.
    gap
        |known - value| / max(1, |known|), else |bound - value| / max(1, |value|); None without a value.
    seconds, seconds_min, seconds_max, runs
        Median and range of the CPU seconds, over so many runs.
    peak_mb
        Median of the largest resident size, MB.
    people, limited
        Suite ``peers``: size of the instance; whether a limit ended the search.
    gap_of_gain
        Share of the possible gain over today's plan that is not reached; None where it is not known.
    seconds_to
        CPU seconds until a proven gap of 1 %, 0.1 % and 0.01 %, of the run of median time; empty where not watched.
    ratio
        CPU seconds over those of the bare flow on the same arrays; None where there was none.
    """

    set: str
    name: str
    engine: str
    status: str
    value: float | None
    bound: float | None
    known: float | None
    gap: float | None
    seconds: float
    seconds_min: float
    seconds_max: float
    runs: int
    peak_mb: float | None
    people: int | None = None
    limited: bool = False
    gap_of_gain: float | None = None
    seconds_to: tuple[float | None, ...] = ()
    ratio: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, one a column."""
        return asdict(self)

    @property
    def is_sound(self) -> bool:
        """True where texts are texts and numbers are finite numbers, as in every record that was measured."""
        texts: list[object] = [self.set, self.name, self.engine, self.status]
        numbers: list[object] = [self.seconds, *(number or 0 for number in (self.value, self.bound, self.known, self.gap))]
        finite = (isinstance(number, int | float) and math.isfinite(number) for number in numbers)
        return all(isinstance(text, str) for text in texts) and all(finite)


def record_of(
    family: str,
    name: str,
    engine: str,
    known: float | None,
    outcomes: Sequence[Outcome],
    *,
    people: int | None = None,
    steady: bool = True,
) -> Record:
    """Sum up the runs of one engine on one instance; ``steady`` engines come to the same value each time.

    Raises
    ------
    EngineError
        Two runs came to different values.
    """
    found = {(item.status, item.value, item.bound) for item in outcomes if not item.limited}
    if steady and len(found) > 1:
        message = f"{name}, {engine}: equal runs came to {sorted(map(str, found))}"
        raise EngineError(message, code="E-BENCH-RUNS")
    seconds = [item.seconds for item in outcomes]
    middle = sorted(outcomes, key=lambda item: item.seconds)[len(outcomes) // 2]
    sizes = [item.peak_mb for item in outcomes if item.peak_mb is not None]
    return Record(
        set=family,
        name=name,
        engine=engine,
        status=middle.status,
        value=middle.value,
        bound=middle.bound,
        known=known,
        gap=gap_of(middle.value, middle.bound, known),
        seconds=round(statistics.median(seconds), 6),
        seconds_min=round(min(seconds), 6),
        seconds_max=round(max(seconds), 6),
        runs=len(outcomes),
        peak_mb=round(statistics.median(sizes), 1) if sizes else None,
        people=people,
        limited=middle.limited,
        gap_of_gain=None if middle.gain is None else round(middle.gain, 9),
        seconds_to=tuple(None if second is None else round(second, 6) for second in middle.reached),
    )


def gap_of(value: float | None, bound: float | None, known: float | None) -> float | None:
    """Return how far a value is from the best known one, else from its bound, as a share."""
    if value is None:
        return None
    if known is not None:
        return round(abs(known - value) / max(1.0, abs(known)), 9)
    return None if bound is None else round(abs(bound - value) / max(1.0, abs(value)), 9)


@dataclass(frozen=True, slots=True)
class Results:
    """Records of one run of a suite, and where they were measured."""

    suite: str
    size: str
    machine: str
    data_sha256: str | None
    records: tuple[Record, ...]
    version: str = __version__
    intervals: tuple[dict[str, Any], ...] = ()
    """Suites ``policies`` and ``learning``: means and intervals, one a policy or method, measure and group."""
    gates: tuple[dict[str, Any], ...] = ()
    """Suite ``learning``: figures that it must reach."""
    growth: tuple[dict[str, Any], ...] = ()
    """Suite ``peers``: exponent of CPU seconds in people, one a variant and engine."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON (``penata.bench/1``)."""
        return {"schema": SCHEMA, **asdict(self)}

    def write(self, path: Path) -> None:
        """Write as JSON."""
        path.write_text(json.dumps(self.to_dict(), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Results:
        """Read a file that :meth:`write` wrote.

        Raises
        ------
        NotFoundError
            There is no such file, or it can't be read.
        DataError
            It is no file of records.
        """
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise ValueError("size")
            data: Any = json.loads(path.read_text(encoding="utf-8"))
            if data.pop("schema") != SCHEMA:
                raise ValueError("schema")
            records = tuple(Record(**_tupled(item, "seconds_to")) for item in data.pop("records"))
            results = cls(**_tupled(data, "intervals", "growth", "gates"), records=records)
        except OSError as error:
            message = f"{path}: can't be read ({error.strerror}). Check --compare."
            bahasa = f"{path}: tidak dapat dibaca ({error.strerror}). Periksa --compare."
            raise NotFoundError(message, code="E-BENCH-RECORDS", bahasa=bahasa) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise _no_records(path) from error
        if not all(record.is_sound for record in results.records):
            raise _no_records(path)
        return results


def _tupled(item: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the values of a file with lists made tuples."""
    return item | {name: tuple(item.get(name, ())) for name in names}


def _no_records(path: Path) -> DataError:
    message = f"{path}: is no file of records ({SCHEMA}); write one with penata bench --json."
    bahasa = f"{path}: bukan berkas hasil pengukuran ({SCHEMA}); buat dengan penata bench --json."
    return DataError(message, code="E-BENCH-RECORDS", bahasa=bahasa)


def machine_line() -> str:
    """Return what was measured on, without a name of the machine."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def data_hash(files: Iterable[Path]) -> str | None:
    """Return the SHA-256 of files by name and content, None where there are none."""
    digest = hashlib.sha256()
    count = 0
    for path in sorted(files, key=lambda item: item.name):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        count += 1
    return digest.hexdigest() if count else None
