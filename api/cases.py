"""Use cases on cases and scenarios: load, check, convert, make a template."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..datasets.fix_report import write_fix_report
from ..datasets.read import Reading, find_source, read_source
from ..datasets.readiness import readiness_by_unit
from ..datasets.registry import DEFAULT_CASE
from ..datasets.template import write_template
from ..datasets.toml_text import parse_toml
from ..datasets.workbook_write import write_workbook
from ..datasets.write import TableForm, write_folder
from ..models.domain.build import id_complaints
from ..models.domain.case import Case
from ..models.domain.complaints import refuse
from ..models.domain.errors import DataError, Fault, NotFoundError, OptionError
from ..models.domain.leavers import headcount
from ..models.domain.rules.pack import name_complaints
from ..models.domain.scenario import Scenario
from ..models.domain.unknowns import MOST_PAIRS, unknown_facts

if TYPE_CHECKING:
    import pandas as pd

Language = Literal["id", "en"]
LARGEST_SCENARIO = 2_000_000
STDIN = "-"


def load_case(src: str | Path = DEFAULT_CASE, *, lang: Language = "id") -> Case:
    """Read a case from a folder, a workbook or the name of a bundled case.

    Raises
    ------
    DataError
        The source has errors; ``faults`` holds them all.
    NotFoundError
        There is no such source.
    """
    return read_source(src, lang=lang).require_case()


def load_scenario(path: str | Path | None, case: Case | None = None) -> Scenario:
    """Read a scenario file; None = the one that came with the case, else the defaults; ``-`` = standard input.

    Raises
    ------
    DataError
        The file is no TOML or asks for what a scenario or the case does not have; all of it is named.
    NotFoundError
        There is no such file.
    """
    if path is None:
        return Scenario.parse(case.scenario if case else {})
    file = Path(path)
    try:
        if str(path) == STDIN:
            text = sys.stdin.read(LARGEST_SCENARIO + 1)
        else:
            with file.open(encoding="utf-8") as stream:
                text = stream.read(LARGEST_SCENARIO + 1)
        if len(text) > LARGEST_SCENARIO:
            message = f"{file}: longer than {LARGEST_SCENARIO} letters; a scenario is a short text."
            bahasa = f"{file}: lebih dari {LARGEST_SCENARIO} huruf; skenario adalah teks pendek."
            raise DataError(message, code="E-SCENARIO", bahasa=bahasa)
        data = parse_toml(text)
    except OSError as error:
        message = f"{file}: can't be read ({error.strerror}). Check the path given with -s."
        bahasa = f"{file}: tidak dapat dibaca ({error.strerror}). Periksa nama berkas pada -s."
        raise NotFoundError(message, code="E-NO-SCENARIO", bahasa=bahasa) from error
    except ValueError as error:  # no UTF-8 is one too
        message = f"{file}: is no TOML ({error}). Correct it there."
        bahasa = f"{file}: bukan TOML yang sah ({error}). Betulkan di tempat itu."
        raise DataError(message, code="E-SCENARIO", bahasa=bahasa) from error
    scenario, complaints = Scenario.read(data)
    refuse([*complaints, *name_complaints(scenario), *(id_complaints(case, scenario) if case else ())], str(file))
    return scenario


class Counted:
    """How many errors and warnings a report holds."""

    faults: tuple[Fault, ...]

    @property
    def errors(self) -> int:
        """Number of errors."""
        return sum(fault.severity == "error" for fault in self.faults)

    @property
    def warnings(self) -> int:
        """Number of warnings."""
        return len(self.faults) - self.errors


@dataclass(frozen=True)
class CheckReport(Counted):
    """What a check found: faults, habits that were read tolerantly, and how ready the case is, by unit."""

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    readiness: pd.DataFrame
    case: Case | None


def check_case(
    src: str | Path = DEFAULT_CASE,
    *,
    lang: Language = "id",
    fix_report: str | Path | None = None,
    replace: bool = False,
) -> CheckReport:
    """Check a source and return all faults at once; ``fix_report`` gives the user's own workbook back, marked.

    Raises
    ------
    NotFoundError
        There is no such source, or the fix report can't be written.
    OptionError
        The fix report is in the way of another file and ``replace`` is False, or it is the source itself.
    DataError
        The file can't be opened at all.
    """
    source = find_source(src)
    if fix_report is not None:
        _guard_fix_report(source, Path(fix_report), replace=replace)
    with _collector_paused():
        reading = read_source(src, lang=lang)
        readiness = _readiness(reading)
    if fix_report is not None:
        write_fix_report(source, reading.cell_faults, Path(fix_report))
    return CheckReport(reading.faults, reading.notes, readiness, reading.case)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Let Python look for no cycles meanwhile: records of a large agency are millions of objects and hold none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _guard_fix_report(source: Path, target: Path, *, replace: bool) -> None:
    """Refuse a name under which the fix report would destroy something, before anything is read."""
    _need_workbook_name(target, ("laporan perbaikan", "the fix report"))
    if target.exists() and target.samefile(source):
        message = f"{target}: is the source itself, which a check never changes; give the fix report another name."
        bahasa = f"{target}: adalah data yang diperiksa, yang tidak pernah diubah; beri laporan perbaikan nama lain."
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)
    _guard_existing(target, replace=replace)


def _need_workbook_name(target: Path, what: tuple[str, str]) -> None:
    if target.suffix.casefold() != ".xlsx":
        message = f"{target}: {what[1]} is a workbook; give a name that ends in .xlsx."
        bahasa = f"{target}: {what[0]} adalah buku kerja; beri nama yang berakhiran .xlsx."
        raise OptionError(message, code="E-SUFFIX", bahasa=bahasa)


def _guard_existing(target: Path, *, replace: bool) -> None:
    if target.exists() and not replace:
        message = f"{target}: exists already and is kept; give another name, or --force to replace it."
        bahasa = f"{target}: sudah ada dan tidak ditimpa; beri nama lain, atau --force untuk menimpanya."
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)


def _readiness(reading: Reading) -> pd.DataFrame:
    if reading.case is None:
        return readiness_by_unit(reading.partial)
    case = reading.case
    scenario = Scenario.parse(case.scenario)
    counted = headcount(case, scenario)
    unknown = unknown_facts(case, scenario) if counted.num_pairs <= MOST_PAIRS else None  # None: no record is built
    return readiness_by_unit(case.tables, unknown_by_rule=unknown, outside=counted.outside)


def convert_case(
    src: str | Path, dst: str | Path, *, lang: Language = "id", replace: bool = False, tables: TableForm | None = None
) -> Path:
    """Write a case as a folder, or as a workbook where ``dst`` ends in ``.xlsx``; nothing is lost either way.

    ``tables`` says how a folder keeps its tables: ``csv`` (None means it as well) or ``parquet``.

    Raises
    ------
    DataError
        The source has errors.
    NotFoundError
        The target is in the way or can't be written.
    OptionError
        A form of tables was asked for and the target is a workbook.
    """
    target = Path(dst)
    if target.suffix.casefold() == ".xlsx" and tables is not None:
        message = (
            f"{target} is a workbook, and --tables says how a folder keeps its tables. Name a folder, or leave --tables out."
        )
        bahasa = f"{target} buku kerja, sedangkan --tables untuk folder. Sebut nama folder, atau hapus --tables."
        raise OptionError(message, code="E-OPTION", bahasa=bahasa)
    case = load_case(src, lang=lang)
    if target.suffix.casefold() != ".xlsx":
        return write_folder(case, target, replace=replace, form=tables or "csv")
    _guard_existing(target, replace=replace)
    write_workbook(case, target)
    return target


def template(path: str | Path, *, replace: bool = False) -> Path:
    """Write the empty workbook that a planner fills.

    Raises
    ------
    NotFoundError
        The target is in the way or can't be written.
    """
    target = Path(path)
    _need_workbook_name(target, ("templat", "the template"))
    _guard_existing(target, replace=replace)
    write_template(target)
    return target
