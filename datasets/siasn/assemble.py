"""Exports, post list, units and assessments joined into one case: every fault at once, or the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ...models.domain.case import CASE_SCHEMA, Case
from ...models.domain.errors import Fault
from ...models.domain.vocabulary import NATIONAL_COMPETENCIES
from ..faults import CellFault, note, to_fault
from ..raw import Finding, GridPlaces, RawCase, RawCell, RawTable
from ..read import MOST_OF_ONE_KIND, check_raw
from ..schema import normal_header
from . import people as people_columns
from . import posts as post_columns
from .assessments import Assessments, read_assessments
from .headers import PEOPLE_HEADERS, POST_HEADERS, UNIT_HEADERS
from .mapping import Answers, Missing, draft_mapping, read_mapping
from .matching import Matcher
from .people import EMPLOYEE_COLUMNS, Person, read_people
from .posts import PostList, read_posts
from .sheets import Door, Sheet
from .standards import read_beside
from .units import PATH_COLUMNS, UnitRef, UnitTree, gather_units, path_order, read_hierarchy, refs_of
from .words import text_of_cell


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """The files of an import.

    Parameters
    ----------
    exports
        Personnel exports; CSV or workbooks with a sheet for PNS, PPPK and part-time PPPK.
    posts
        The agency's post list.
    assessments, units, mapping
        Wide assessment export, *HierarkiUnor*, ``pemetaan.toml``; None = not given.
    """

    exports: tuple[Path, ...]
    posts: Path
    assessments: Path | None = None
    units: Path | None = None
    mapping: Path | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came out of an import.

    Parameters
    ----------
    case
        The case, None if there is any error.
    faults
        Everything wrong or odd, in the words of the language asked for; places are the files' own.
    notes
        One line for each habit that was read tolerantly.
    dropped
        Place -> headers of the personal columns that were dropped before they were read.
    missing
        Titles, units and columns that were not matched.
    draft
        ``pemetaan.toml`` with an entry for each of them, None where none is to be added.
    counts
        ``people``, one for each status, ``units``, ``positions``, ``seats``, ``profiles`` (people assessed).
    """

    case: Case | None
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    dropped: Mapping[str, tuple[str, ...]]
    missing: tuple[Missing, ...]
    draft: str | None
    counts: Mapping[str, int]


def read_siasn(
    files: ImportFiles, *, as_of: date, effective: date | None = None, agency: str = "", lang: str = "id"
) -> Imported:
    """Read an export and the files beside it.

    Parameters
    ----------
    files
        What to read.
    as_of
        Date of the facts: the day of the export.
    effective
        Date on which a plan takes effect; None = ``as_of``.
    agency
        Name of the agency; "" = the one that most people work for.
    lang
        Language of faults and notes: ``id`` or ``en``.

    Raises
    ------
    NotFoundError
        A file does not exist or may not be read.
    DataError
        A workbook that is too large to open safely.
    """
    door = Door()
    answers, wrong = read_mapping(files.mapping) if files.mapping else (Answers(), [])
    door.findings += wrong
    join = _Join(files, door, answers)
    raw = join.raw_case(as_of, effective, agency)
    reading = check_raw(raw, lang=lang)
    own = [to_fault(finding, lang).fault for finding in _capped(door)]
    told = [fault for fault in map(join.relocate, reading.cell_faults) if fault is not None]
    notes = [note(habit, lang, places) for habit, places in sorted(door.habits.items())]
    faults = (*own, *told)
    failed = any(fault.severity == "error" for fault in faults)
    missing = () if answers.unreadable else tuple(join.missing.values())
    return Imported(
        None if failed else reading.case,
        faults,
        (*notes, *reading.notes),
        {place: tuple(headers) for place, headers in door.dropped.items()},
        missing,
        draft_mapping(answers, missing),
        join.counts(),
    )


def _capped(door: Door) -> list[Finding]:
    """Return at most a thousand findings of one code in one column; a note says that there are more."""
    counts: Counter[tuple[str, str, str | None]] = Counter()
    kept = []
    for finding in door.findings:
        key = finding.code, finding.place, finding.cell.header if finding.cell else finding.column
        counts[key] += 1
        if counts[key] <= MOST_OF_ONE_KIND:
            kept.append(finding)
        else:
            door.note("capped", f"{finding.code} {finding.place}")
    return kept


class _Join:
    """The tables as they come in, joined."""

    def __init__(self, files: ImportFiles, door: Door, answers: Answers) -> None:
        self.door = door
        self.missing: dict[str, Missing] = {}
        self._answers = answers
        self._exports = [
            sheet for path in files.exports for sheet in door.open(path, PEOPLE_HEADERS, people_columns.NEEDED, several=True)
        ]
        self._beside = read_beside(files.posts) if files.posts.exists() else {}
        needed = tuple(name for name in post_columns.NEEDED if name != "need" or "workload" not in self._beside)
        if self._exports and not any(len(sheet.raw.rows) for sheet in self._exports):
            door.findings += [Finding("E-FILE-EMPTY", "", sheet.raw.place) for sheet in self._exports]
        lists = door.open(files.posts, POST_HEADERS, needed)
        self._list = lists[0] if lists else None
        if self._list is not None and not len(self._list.raw.rows):
            door.findings.append(Finding("E-FILE-EMPTY", "", self._list.raw.place))
        trees = door.open(files.units, UNIT_HEADERS, ("unit_id", "name", "parent_id")) if files.units else []
        sheets = [*self._exports, *lists]
        order = path_order(sheets, door)
        self._people = read_people(self._exports, door, order)
        refs = refs_of(self._list, door, order) if self._list else []
        self._tree = read_hierarchy(trees[0], door) if trees else self._gather(refs, bool(files.units))
        self._posts = self._read_posts(refs)
        self._units = self._match()
        self._assessed = self._assess(files.assessments)
        for item in answers.unused():
            door.findings.append(item)
        for place, headers in door.dropped.items():
            for header in headers:
                door.findings.append(Finding("W-COLUMN-FORBIDDEN", "", place, column=header, values={"header": header}))

    def _gather(self, refs: Sequence[UnitRef], was_given: bool) -> UnitTree:
        def is_deep(sheet: Sheet) -> bool:
            return any(sheet.has(name) for name in PATH_COLUMNS)

        paths = [person.unit for person in self._people if is_deep(person.sheet)]
        leaves = [person.unit for person in self._people if not is_deep(person.sheet)]
        if self._list is not None:
            (paths if is_deep(self._list) else leaves).extend(refs)
        tree = gather_units(paths, leaves)
        if tree.names and not any(tree.parents.values()) and not was_given and len(tree.names) > 1:
            self.door.findings.append(Finding("W-SIASN-FLAT", "", "UNOR", values={"count": str(len(tree.names))}))
        return tree

    def _read_posts(self, refs: Sequence[UnitRef]) -> PostList:
        if self._list is None or not self._tree.names:
            return PostList([], self._list.raw.place if self._list else "positions")
        return read_posts(self._list, refs, self._tree, self._answers, self.missing, self.door)

    def _match(self) -> list[str]:
        used = [post.unit for post in self._posts.posts if post.unit]
        if self._posts.posts and self._tree.names:
            matcher = Matcher(self._posts, self._tree, self._answers, self.missing, self.door)
            used += matcher.match(self._people)
        kept = self._tree.kept(used)
        if self._tree.raw is not None and len(kept) < len(self._tree.names):
            self.door.note("siasn_units_left", f"{self._tree.raw.place} ({len(self._tree.names) - len(kept)})")
        return kept

    def _assess(self, path: Path | None) -> Assessments:
        if path is None:
            return Assessments()
        known: dict[str, str] = {}
        table = self._beside.get("competencies")
        if table is not None and "competency_id" in table.columns:
            at = table.columns.index("competency_id")
            named = table.columns.index("name") if "name" in table.columns else at
            for row in table.rows:
                known |= {normal_header(str(row[index] or "")): str(row[at] or "") for index in (named, at)}
        numbers = frozenset(person.nip for person in self._people if person.nip)
        return read_assessments(path, known, numbers, self._answers, self.missing, self.door)

    # the case -------------------------------------------------------------------------------------------------
    def raw_case(self, as_of: date, effective: date | None, agency: str) -> RawCase:
        """Return the joined tables as raw cells."""
        name = agency or self._agency()
        header: dict[str, object] = {
            "schema": CASE_SCHEMA,
            "name": f"Impor SIASN {name}".strip(),
            "agency": name,
            "as_of": as_of,
            "effective": effective or as_of,
        }
        tables = [self._unit_table(), self._posts.raw(), self._competency_table(), self._people_table()]
        tables += [self._beside[name] for name in ("workload", "requirements") if name in self._beside]
        if "requirements" not in self._beside:
            tables.append(_grid("requirements", ("competency_id", "level"), []))
        if self._assessed.profiles is not None:
            tables.append(self._assessed.profiles)
        else:
            tables.append(_grid("profiles", ("employee_id", "competency_id", "level"), []))
        return RawCase("siasn", tuple(tables), header, {})

    def _agency(self) -> str:
        for column in ("agency", "home_agency"):
            names = [text_of_cell(cell) for sheet in self._exports for cell in sheet.cells(column)]
            if counts := Counter(name for name in names if name):
                return counts.most_common(1)[0][0]
        return ""

    def _unit_table(self) -> RawTable:
        raw, kept = self._tree.raw, set(self._units)
        if raw is None:
            rows: list[tuple[RawCell, ...]] = [
                (unit, self._tree.names[unit], self._tree.parents[unit] or None) for unit in self._units
            ]
            return _grid("units", ("unit_id", "name", "parent_id"), rows)
        at = raw.columns.index("unit_id")
        chosen = [index for index, row in enumerate(raw.rows) if not row[at] or str(row[at]) in kept]
        return replace(raw, rows=[raw.rows[index] for index in chosen], places=[raw.places[index] for index in chosen])

    def _competency_table(self) -> RawTable:
        own = self._beside.get("competencies")
        rows: list[tuple[RawCell, ...]] = []
        taken: set[str] = set()
        if own is not None and "competency_id" in own.columns:
            at = [own.columns.index(name) if name in own.columns else None for name in ("competency_id", "name", "kind")]
            rows = [tuple(None if index is None else row[index] for index in at) for row in own.rows]
            taken = {str(row[0] or "") for row in rows}
        rows += [(key, name, kind) for key, (name, kind) in NATIONAL_COMPETENCIES.items() if key not in taken]
        rows += [(key, name, "technical") for key, name in self._assessed.competencies.items() if key not in taken]
        place = own.place if own is not None else "competencies"
        return replace(_grid("competencies", ("competency_id", "name", "kind"), rows), place=place)

    def _people_table(self) -> RawTable:
        rows = [tuple(person.cells.get(name) for name in EMPLOYEE_COLUMNS) for person in self._people]
        place = ", ".join(dict.fromkeys(person.sheet.raw.place for person in self._people))
        return replace(_grid("employees", EMPLOYEE_COLUMNS, rows), place=place or "employees")

    # faults ---------------------------------------------------------------------------------------------------
    def relocate(self, item: CellFault) -> Fault | None:
        """Return a fault with the place in the user's own file; None where it was said at the door."""
        fault = item.fault
        if item.table == "positions" and fault.code == "E-REQUIRED" and self._posts.was_said(item.place):
            return None
        if item.table != "employees" or fault.row is None:
            return fault
        person: Person = self._people[fault.row - 2]
        column = fault.column or ""
        if fault.code == "E-REQUIRED" and column in person.wrong:
            return None
        header = person.header(column) if column else None
        return replace(fault, place=person.sheet.raw.place, row=person.sheet.row_number(person.row), column=header)

    def counts(self) -> dict[str, int]:
        """Return how much came in."""
        statuses = Counter(str(person.cells["status"]) for person in self._people)
        profiles = self._assessed.profiles
        return {
            "people": len(self._people),
            **{name: statuses.get(name, 0) for name in ("pns", "cpns", "pppk", "pppk_paruh_waktu")},
            "with_post": sum(person.cells.get("position_id") is not None for person in self._people),
            "units": len(self._units),
            "positions": len(self._posts.posts),
            "assessed": len({row[0] for row in profiles.rows}) if profiles is not None else 0,
        }


def _grid(table: str, columns: Sequence[str], rows: Sequence[tuple[RawCell, ...]]) -> RawTable:
    places = GridPlaces(range(2, len(rows) + 2), range(1, len(columns) + 1), columns)
    return RawTable(table, table, tuple(columns), rows, places, typed=True)
