"""Read a case from a folder, a workbook or the package: every fault of every table at once, or a Case."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ..models.domain.case import Case
from ..models.domain.errors import DataError, Fault, NotFoundError
from ..models.domain.tables import TABLES
from .checks import check_all
from .context import Context
from .defaults import with_defaults
from .faults import CellFault, note, to_fault
from .folder import read_folder
from .header import check_scenario, read_header
from .naming import Naming
from .parsed import parse_tables
from .raw import Finding, RawCase
from .registry import DEFAULT_CASE, bundled_cases, bundled_path
from .schema import CASE_SHEET, SCENARIO_SHEET
from .workbook_read import read_workbook

if TYPE_CHECKING:
    import pandas as pd

MOST_OF_ONE_KIND: Final = 1_000
"""Faults of one code in one column that are listed; a note says that there are more."""
WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of reading a source.

    Parameters
    ----------
    case
        The case, defaults merged; None if there is any error.
    cell_faults
        Everything wrong or odd, with the cell that each colours; in the order of tables, rows, columns.
    notes
        One line for each habit that was read tolerantly.
    raw
        The cells as they stood.
    partial
        Every table as far as it could be read, defaults merged: for the readiness table.
    """

    case: Case | None
    cell_faults: tuple[CellFault, ...]
    notes: tuple[str, ...]
    raw: RawCase
    partial: Mapping[str, pd.DataFrame]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything wrong or odd, in words, in the order of tables, rows, columns."""
        return tuple(item.fault for item in self.cell_faults)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that stand in the way of a case."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """The faults that are read as they are."""
        return tuple(fault for fault in self.faults if fault.severity == "warning")

    def require_case(self) -> Case:
        """Return the case.

        Raises
        ------
        DataError
            There are errors; all faults ride along, the message says the first and how many there are.
        """
        if self.case is not None:
            return self.case
        errors = self.errors
        more = f" (+{len(errors) - 1})" if len(errors) > 1 else ""
        words = errors[0].sentence() + more  # in the language that was asked for
        raise DataError(words, code=errors[0].code, faults=self.faults, bahasa=words)


def find_source(src: str | Path) -> Path:
    """Return the folder or workbook that a source names: a path, or the name of a bundled case.

    Raises
    ------
    NotFoundError
        Neither a file or folder nor a bundled case is called so.
    """
    text = str(src)
    if text in bundled_cases() and not Path(text).exists():
        return bundled_path(text)
    path = Path(src)
    if not text or not path.exists():
        message = f"{text}: no such folder or workbook; bundled cases: {', '.join(bundled_cases()) or '-'}."
        bahasa = f"{text}: tidak ada folder atau buku kerja bernama itu; contoh bawaan: {', '.join(bundled_cases()) or '-'}."
        raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa)
    return path


def read_source(src: str | Path = DEFAULT_CASE, *, lang: str = "id") -> Reading:
    """Read a case and check it.

    Parameters
    ----------
    src
        Folder of CSV or Parquet tables, XLSX workbook, or name of a bundled case.
    lang
        Language of faults and notes: ``id`` or ``en``.

    Returns
    -------
    The case or None, with all faults of all tables at once.

    Raises
    ------
    NotFoundError
        The source does not exist or may not be read.
    DataError
        A workbook that is damaged, protected or too large as a whole.
    """
    path = find_source(src)
    if path.is_dir():
        return check_raw(read_folder(path, lang=lang), lang=lang)
    if path.suffix.casefold() in WORKBOOKS:
        raw = read_workbook(path)
        return check_raw(replace(raw, header_place=CASE_SHEET, scenario_place=SCENARIO_SHEET), lang=lang)
    message = f"{path.name}: a case is a folder of CSV or Parquet tables, or an XLSX workbook."
    bahasa = f"{path.name}: data kasus adalah folder berisi tabel CSV atau Parquet, atau buku kerja XLSX."
    raise DataError(message, code="E-FILE-FORMAT", bahasa=bahasa)


def check_raw(raw: RawCase, *, lang: str = "id") -> Reading:
    """Check raw tables and build the case from them if nothing stands in the way.

    Parameters
    ----------
    raw
        Cells of one source.
    lang
        Language of faults and notes: ``id`` or ``en``.
    """
    parsed, findings, habits = parse_tables(raw)
    header, wrong = read_header(raw)
    findings = [*raw.findings, *wrong, *findings]
    frames = {name: table.frame for name, table in parsed.items()}
    partial = with_defaults(frames, header.parameters)
    context = Context(parsed, partial, header.as_of, header.parameters)
    findings += check_all(raw, context)
    findings += check_scenario(raw, parsed)
    kept, left_off = _cap(_in_order(_once(findings), raw))
    names = Naming.of(raw)
    faults = tuple(to_fault(finding, lang, names) for finding in kept)
    notes = [*raw.notes, *(note(habit, lang, places) for habit, places in sorted(habits.items()))]
    if left_off:
        notes.append(note("capped", lang, [f"{code} {place}" for code, place in left_off]))
    case = None
    if header.as_of is not None and not any(item.fault.severity == "error" for item in faults):
        case = Case(
            name=header.name,
            agency=header.agency,
            as_of=header.as_of,
            effective=header.effective or header.as_of,
            synthetic=header.synthetic,
            tables=MappingProxyType(dict(partial)),  # canonical already: read so, and merged with defaults read so
            parameters=dict(header.parameters),
            scenario=dict(raw.scenario),
        )
    return Reading(case, faults, tuple(notes), raw, MappingProxyType(partial))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return each fault of a cell once: a bad NIP in a matrix row stands behind every level of that row."""
    seen: set[str] = set()
    kept = []
    for finding in findings:
        key = repr((finding.code, finding.place, finding.cell, sorted(finding.values.items())))
        if finding.cell is None or key not in seen:
            kept.append(finding)
            seen.add(key)
    return kept


def _in_order(findings: Iterable[Finding], raw: RawCase) -> list[Finding]:
    """Return findings by table, row and column as the user sees them; the header first, the scenario last."""
    tables = {name: order for order, name in enumerate(TABLES, start=1)}
    last = len(tables) + 1

    def key(finding: Finding) -> tuple[int, int, int, str, str]:
        outside = last if finding.place == raw.scenario_place else 0
        order = tables.get(finding.table, outside)
        cell = finding.cell
        row = cell.row if cell else finding.row or 0
        return order, row, cell.column if cell else 0, finding.code, finding.column or ""

    return sorted(findings, key=key)


def _cap(findings: list[Finding]) -> tuple[list[Finding], list[tuple[str, str]]]:
    counts: Counter[tuple[str, str, str]] = Counter()
    kept: list[Finding] = []
    left_off: dict[tuple[str, str], int] = defaultdict(int)
    for finding in findings:
        column = finding.cell.header if finding.cell else finding.column or ""
        counts[finding.code, finding.place, column] += 1
        if counts[finding.code, finding.place, column] <= MOST_OF_ONE_KIND:
            kept.append(finding)
        else:
            left_off[finding.code, finding.place] += 1
    return kept, sorted(left_off)
