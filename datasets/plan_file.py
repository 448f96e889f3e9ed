"""A plan that a person made or edited: a CSV, a workbook, or ``hasil.xlsx`` with its column *Keputusan* filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from ..models.domain.case import Case
from ..models.domain.errors import DataError, Fault, NotFoundError
from ..models.domain.population import leaving_reason
from ..models.domain.records import Employee
from ..models.domain.tables import Column
from .cells import read_column
from .faults import note, to_fault
from .file_fault import FileFaultError
from .folder import read_csv, unescape_text
from .nearest import Nearest
from .plan_headers import is_case_table, near_headers
from .raw import Finding, Place, RawTable
from .schema import HEADERS, LOCK_SHEET, SHEETS, normal_header
from .workbook_read import HEADER_SEARCH_ROWS, Grid, has_content, read_grids, table_of

__all__ = ["Decision", "PlanReading", "read_plan"]

Decision = Literal["approve", "reject", "change"]

APPROVE_WORDS: Final = frozenset({"setuju", "disetujui", "ya", "approve", "approved", "yes"})
REJECT_WORDS: Final = frozenset({"tolak", "ditolak", "tidak", "tetap", "reject", "rejected", "no", "stay"})
KNOWN_HEADERS: Final = MappingProxyType(
    {
        normal_header(header): column
        for column, headers in {
            "employee_id": ("employee_id", HEADERS["employee_id"]),
            "position_id": ("position_id", HEADERS["position_id"]),
            "proposed": ("ID Jabatan Usulan", "Proposed Position ID"),
            "decision": ("Keputusan", "Decision"),
        }.items()
        for header in headers
    }
)
"""Header, normalised -> column of a plan; both languages of ``hasil.xlsx``, and machine names."""
COLUMNS: Final = MappingProxyType(
    {
        "employee_id": Column("employee_id", "id", required=True),
        "position_id": Column("position_id", "id"),
        "proposed": Column("proposed", "id"),
        "decision": Column("decision", "id", required=True),  # so that a lone "-" is no empty cell
    }
)
OTHER_SHEETS: Final = frozenset(normal_header(sheet) for sheet in (LOCK_SHEET, SHEETS["preferences"]))
"""Sheets that pair people with posts and are no plan."""
WORKBOOK_STARTS: Final = (b"PK", b"\xd0\xcf")
WHOLE_FILE_FAULTS: Final = frozenset({"E-FILE-FORMAT", "E-FILE-DAMAGED", "E-FILE-ENCRYPTED"})


@dataclass(frozen=True, slots=True)
class PlanReading:
    """What came out of reading a plan.

    Parameters
    ----------
    posts
        Post (None = none) of everyone who serves when the plan takes effect; who is not in the file keeps
        today's post. Rows with an error are left at today's post.
    faults
        Everything wrong or odd, in the order of rows.
    decided
        Person -> ``approve``, ``reject`` or ``change`` for each row of a file with a column of decisions; an
        empty cell is ``approve``.
    notes
        One line for each habit that was read tolerantly.
    """

    posts: Mapping[str, str | None]
    faults: tuple[Fault, ...]
    decided: Mapping[str, Decision]
    notes: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that stand in the way of the plan."""
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """The faults that are read as they are."""
        return tuple(fault for fault in self.faults if fault.severity == "warning")

    def require_posts(self) -> Mapping[str, str | None]:
        """Return the posts.

        Raises
        ------
        DataError
            There are errors; all faults ride along, the message says the first and how many there are.
        """
        errors = self.errors
        if not errors:
            return self.posts
        more = f" (+{len(errors) - 1})" if len(errors) > 1 else ""
        words = errors[0].sentence() + more  # in the language that was asked for
        raise DataError(words, code=errors[0].code, faults=self.faults, bahasa=words)


def read_plan(path: Path, case: Case, *, lang: str = "id") -> PlanReading:
    """Read a plan for a case.

    A table needs the columns ``employee_id`` (NIP) and ``position_id`` (ID Jabatan; empty = no post). The
    sheet *Usulan* (*Proposals*) of ``hasil.xlsx`` holds the proposal and the column *Keputusan* (*Decision*):
    empty or ``setuju`` (``approve``) = as proposed, ``tolak`` (``reject``) = stays, a position id = that post.

    Parameters
    ----------
    path
        CSV file or workbook; its content counts, not its name.
    case
        People and posts that the plan may name.
    lang
        Language of faults and notes: ``id`` or ``en``.

    Raises
    ------
    NotFoundError
        There is no such file.
    DataError
        A workbook that is too large to open safely.
    """
    habits: dict[str, list[str]] = defaultdict(list)
    posts, decided = _today(case), {}
    table, findings = _read_file(path, habits)
    if table is not None:
        rows, wrong = _cells(table, habits)
        findings += wrong
        judge = _Judge(case, table, lang)
        for item in (said for row in rows for said in judge.judge(row)):
            if isinstance(item, Finding):
                findings.append(item)
                continue
            posts[item.employee_id] = item.position_id
            if item.decision is not None:
                decided[item.employee_id] = item.decision
    ordered = sorted(findings, key=_order)
    notes = tuple(note(habit, lang, places) for habit, places in sorted(habits.items()))
    faults = tuple(to_fault(finding, lang).fault for finding in ordered)
    return PlanReading(MappingProxyType(posts), faults, MappingProxyType(decided), notes)


def _order(finding: Finding) -> tuple[int, int]:
    cell = finding.cell
    return (cell.row, cell.column) if cell else (finding.row or 0, 0)


def _today(case: Case) -> dict[str, str | None]:
    return {
        employee.id: employee.position_id
        for employee in case.employees.values()
        if _why_outside(case, employee, "id") is None
    }


def _why_outside(case: Case, employee: Employee, lang: str) -> str | None:
    """Return why a person does not serve when the plan takes effect, None where they do."""
    held = case.positions.get(employee.position_id) if employee.position_id else None
    reason = leaving_reason(employee, held, case.effective)
    if reason is None:
        return None
    return reason.words_id if lang == "id" else reason.words_en


# the file -----------------------------------------------------------------------------------------------------
def _read_file(path: Path, habits: dict[str, list[str]]) -> tuple[RawTable | None, list[Finding]]:
    """Return the table of the plan, None where the file holds none, and what is wrong with the file."""
    if not path.exists():
        raise NotFoundError(f"{path}: no such file.", code="E-FILE-MISSING", bahasa=f"{path}: berkas tidak ada.")
    try:
        if path.is_file() and _is_workbook(path):
            table, findings = _from_workbook(path, habits)
        else:
            table, findings = _from_csv(path, habits)
    except FileFaultError as error:
        return None, [Finding(error.code, "", path.name, values=error.values)]
    except DataError as error:
        if error.code not in WHOLE_FILE_FAULTS:
            raise
        return None, [Finding(error.code, "", path.name)]
    if any(finding.code == "E-PLAN-HEADER" for finding in findings):
        return None, findings
    missing, place = (_missing(table), table.place) if table else (("employee_id", "position_id"), path.name)
    if table is None or missing:
        names = ", ".join(f"{HEADERS[name]} ({name})" for name in missing)
        return None, [*findings, Finding("E-PLAN-COLUMNS", "", place, values={"columns": names})]
    if is_case_table(table):
        findings.append(Finding("W-PLAN-CASE", "", table.place))
    elif "proposed" in table.columns and "decision" not in table.columns:
        values = {"columns": ", ".join(f"'{header}'" for header in table.unknown) or "-"}
        findings.append(Finding("W-PLAN-DECISIONS", "", table.place, values=values))
    return table, findings


def _from_workbook(path: Path, habits: dict[str, list[str]]) -> tuple[RawTable | None, list[Finding]]:
    chosen = _choose(read_grids(path))
    if chosen is None:
        return None, []
    grid, table = chosen
    near, findings = near_headers(table, KNOWN_HEADERS, habits)
    return (table_of(grid, "", {**KNOWN_HEADERS, **near}) if near else table), findings


def _from_csv(path: Path, habits: dict[str, list[str]]) -> tuple[RawTable, list[Finding]]:
    """Read a CSV; Excel saves the sheet *Usulan* with what stands above its header, and so it is read."""
    table, wide = read_csv(path, "", KNOWN_HEADERS, habits, header_rows=HEADER_SEARCH_ROWS)
    near, findings = near_headers(table, KNOWN_HEADERS, habits)
    if near:
        table, wide = read_csv(path, "", {**KNOWN_HEADERS, **near}, defaultdict(list), header_rows=HEADER_SEARCH_ROWS)
    kept = [index for index, row in enumerate(table.rows) if has_content(row)]
    rows, places = [table.rows[index] for index in kept], [table.places[index] for index in kept]
    return replace(table, rows=rows, places=places), [*findings, *wide]


def _is_workbook(path: Path) -> bool:
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(2) in WORKBOOK_STARTS
    except OSError:
        return False  # the reader of CSV says why


def _missing(table: RawTable) -> tuple[str, ...]:
    found = set(table.columns)
    needed = (("employee_id", {"employee_id"}), ("position_id", {"position_id", "proposed"}))
    return tuple(name for name, any_of in needed if not any_of & found)


def _choose(grids: Sequence[Grid]) -> tuple[Grid, RawTable] | None:
    """Return the sheet that holds the plan: with decisions before one without, a proposal before other posts."""
    best: tuple[tuple[bool, bool, bool, bool], Grid, RawTable] | None = None
    for grid in grids:
        table = table_of(grid, "", KNOWN_HEADERS)
        columns = set(table.columns)
        if not columns & {"employee_id", "position_id", "proposed"}:
            continue
        other = normal_header(grid.sheet) in OTHER_SHEETS
        rank = (not _missing(table), "decision" in columns, "proposed" in columns, not other)
        if best is None or rank > best[0]:
            best = rank, grid, table
    return None if best is None else best[1:]


# its cells ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Row:
    """Ids of one row as far as they could be read; ``is_whole`` is False where a cell could not."""

    index: int
    employee_id: str | None
    proposed: str | None
    decision: str | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Decided:
    """What one row says of one person; ``decision`` None = the file has no such column."""

    employee_id: str
    position_id: str | None
    decision: Decision | None


def _cells(table: RawTable, habits: dict[str, list[str]]) -> tuple[list[_Row], list[Finding]]:
    """Read the ids of every row, and find the cells that hold none."""
    values: dict[str, list[str | None]] = {}
    findings: list[Finding] = []
    broken: set[int] = set()
    for place, name in enumerate(table.columns):
        if name in values:
            continue  # a header that stands twice: the first counts
        cells = [row[place] for row in table.rows]
        if table.typed:
            cells = [unescape_text(cell) if isinstance(cell, str) else cell for cell in cells]
        reading = read_column(COLUMNS[name], cells)
        values[name] = [None if value is None else str(value) for value in reading.values]
        for row, wrong in reading.wrong.items():
            findings.append(_finding(table, wrong.code, row, name, wrong.values))
            broken.add(row)
        for habit in reading.habits:
            habits[habit].append(f"{table.place} ({name})")
    count = len(table.rows)
    nothing: list[str | None] = [None] * count
    posts = values.get("proposed", values.get("position_id", nothing))
    decisions = values.get("decision", nothing)
    return [
        _Row(row, values["employee_id"][row], posts[row], decisions[row], row not in broken) for row in range(count)
    ], findings


def _finding(table: RawTable, code: str, row: int, column: str, values: Mapping[str, str] | None = None) -> Finding:
    place: Place | None = None
    if column in table.columns:
        place = table.places[row][table.columns.index(column)]
    return Finding(code, "", table.place, cell=place, values={"name": column, **(values or {})})


# what it says -------------------------------------------------------------------------------------------------
class _Judge:
    """Turns rows into decisions about people, or into findings."""

    def __init__(self, case: Case, table: RawTable, lang: str) -> None:
        self._case = case
        self._table = table
        self._lang = lang
        self._people = Nearest(case.employees)
        self._posts = Nearest(case.positions)
        self._column = "proposed" if "proposed" in table.columns else "position_id"
        self._has_decisions = "decision" in table.columns
        self._first_row: dict[str, int] = {}

    def judge(self, row: _Row) -> Iterator[_Decided | Finding]:
        """Yield what a row says, or what is wrong with it."""
        identity = row.employee_id
        if identity is None:
            if row.is_whole:
                yield _finding(self._table, "E-REQUIRED", row.index, "employee_id", {"name": self._header()})
            return
        employee = self._case.employees.get(identity)
        if employee is None:
            values = {"value": identity, "near": self._people.of(identity)}
            yield _finding(self._table, "E-PLAN-EMPLOYEE", row.index, "employee_id", values)
            return
        here = self._place_row(row.index)
        if identity in self._first_row:
            values = {"value": identity, "row": str(self._first_row[identity])}
            yield _finding(self._table, "E-PLAN-DUPLICATE", row.index, "employee_id", values)
            return
        self._first_row[identity] = here
        found = self._decide(row, employee)
        if isinstance(found, Finding):
            yield found
        elif row.is_whole:
            why = _why_outside(self._case, employee, self._lang)
            if why is None:
                yield found
            elif found.position_id != employee.position_id:
                yield _finding(self._table, "W-PLAN-OUTSIDE", row.index, "employee_id", {"value": identity, "why": why})

    def _header(self) -> str:
        place = self._table.places[0][self._table.columns.index("employee_id")]
        return place.header if place else "employee_id"

    def _place_row(self, index: int) -> int:
        place = self._table.places[index][self._table.columns.index("employee_id")]
        return place.row if place else index + 1

    def _decide(self, row: _Row, employee: Employee) -> _Decided | Finding:
        word = (row.decision or "").casefold()
        if word in REJECT_WORDS:
            return _Decided(employee.id, employee.position_id, "reject")
        if row.decision is None or word in APPROVE_WORDS:
            if row.proposed is not None and row.proposed not in self._posts.ids:
                values = {"value": row.proposed, "near": self._posts.of(row.proposed)}
                return _finding(self._table, "E-PLAN-POSITION", row.index, self._column, values)
            return _Decided(employee.id, row.proposed, "approve" if self._has_decisions else None)
        if row.decision not in self._posts.ids:
            values = {"value": row.decision, "near": self._posts.of(row.decision)}
            return _finding(self._table, "E-PLAN-DECISION", row.index, "decision", values)
        kind: Decision = "change"
        if row.decision == row.proposed:
            kind = "approve"
        elif row.decision == employee.position_id:
            kind = "reject"
        return _Decided(employee.id, row.decision, kind)
