"""The units of an import: a *HierarkiUnor* file, the columns UNOR (1) to (3), or a flat list of UNOR ids.

Ids come first: the same name occurs under several parents. A name is used where no id is given and it names one unit
only, alone or with the names above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from ..nearest import Nearest
from ..raw import RawTable
from .mapping import Answers, Missing
from .sheets import Door, Sheet
from .words import clean_id, is_undashed, plain, slug, text_of_cell

PATH_MARK = " > "
PATH_COLUMNS = ("unor1", "unor2", "unor3")


@dataclass(frozen=True, slots=True)
class UnitRef:
    """How a row names its unit: an id, the names from the top down, or both; all empty where it names none."""

    id: str = ""
    path: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What a mapping knows the unit by."""
        return self.id or PATH_MARK.join(self.path)

    @property
    def words(self) -> str:
        """What a person knows the unit by."""
        return PATH_MARK.join(self.path) or self.id


@dataclass
class UnitTree:
    """Units by id, with parents and names.

    Parameters
    ----------
    names
        Unit id -> name.
    parents
        Unit id -> id of the unit above, "" at the top.
    raw
        The table they were read from, None where they were gathered from other files.
    """

    names: dict[str, str] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    raw: RawTable | None = None
    _by_name: dict[str, list[str]] = field(default_factory=dict)

    def add(self, identity: str, name: str, parent: str = "") -> None:
        """Add a unit; a known id keeps what it has."""
        if identity not in self.names:
            self.names[identity] = name
            self.parents[identity] = parent
            self._by_name.setdefault(plain(name), []).append(identity)

    def above(self, identity: str) -> Iterator[str]:
        """Yield the units above, nearest first."""
        seen = {identity}
        unit = self.parents.get(identity, "")
        while unit and unit not in seen and unit in self.names:
            yield unit
            seen.add(unit)
            unit = self.parents[unit]

    def words(self, identity: str) -> str:
        """Return the name of a unit with the name above it."""
        names = [self.names[identity], *(self.names[unit] for unit in list(self.above(identity))[:1])]
        return ", ".join(names)

    def find(self, ref: UnitRef) -> list[str]:
        """Return the units that a row may mean: one where it is clear, several where only a name is given."""
        if ref.id and ref.id in self.names:
            return [ref.id]
        if not ref.path:
            return []
        found = self._by_name.get(plain(ref.path[-1]), [])
        if len(found) > 1 and len(ref.path) > 1:
            wanted = [plain(name) for name in reversed(ref.path[:-1])]
            names = {unit: [plain(self.names[up]) for up in self.above(unit)] for unit in found}
            closest = [unit for unit in found if names[unit][: len(wanted)] == wanted]
            ordered = [unit for unit in found if _in_order(wanted, iter(names[unit]))]
            found = closest or ordered or (found if not any(names.values()) else [])  # a flat list tells no parents
        return list(found) if not ref.id or len(found) == 1 else []

    @cached_property
    def near_ids(self) -> Nearest:
        """Ids, able to say which is closest to a misspelt one."""
        return Nearest(self.names)

    @cached_property
    def near_names(self) -> Nearest:
        """Names, able to say which is closest to a misspelt one."""
        return Nearest(self.names.values())

    def named(self, name: str) -> list[str]:
        """Return the units of a name."""
        return self._by_name.get(plain(name), [])

    def kept(self, used: Iterable[str]) -> list[str]:
        """Return the units in use and those above them, in order."""
        wanted: set[str] = set()
        for unit in used:
            wanted |= {unit, *self.above(unit)}
        return [unit for unit in self.names if unit in wanted]


def _in_order(wanted: Sequence[str], names: Iterator[str]) -> bool:
    return all(any(name == word for name in names) for word in wanted)


def refs_of(sheet: Sheet, door: Door, order: Sequence[str] = PATH_COLUMNS) -> list[UnitRef]:
    """Return how each row of a sheet names its unit.

    Parameters
    ----------
    sheet
        People or posts.
    order
        The columns UNOR (1) to (3), the top unit first.
    """
    ids = sheet.cells("unit_id")
    if any(map(is_undashed, ids)):
        door.note("siasn_uuid", sheet.raw.place)
    paths = list(zip(*(map(text_of_cell, sheet.cells(name)) for name in order), strict=True))
    leaves = [text_of_cell(cell) for cell in sheet.cells("unit_name")]
    parents = [text_of_cell(cell) for cell in sheet.cells("parent_name")]
    refs = []
    for cell, path, leaf, parent in zip(ids, paths, leaves, parents, strict=True):
        names = [name for name in path if name] or [name for name in (parent, leaf) if name]
        if any(path) and leaf and plain(leaf) != plain(names[-1]):
            names.append(leaf)
        refs.append(UnitRef(clean_id(cell), tuple(names)))
    return refs


def path_order(sheets: Sequence[Sheet], door: Door) -> tuple[str, ...]:
    """Return the columns UNOR (1) to (3) from the top down.

    Exports number them either way. Where two neighbours are filled in, the upper one has fewer names than the lower one;
    where that does not tell, (1) is the top.
    """
    filled = [
        tuple(plain(text_of_cell(cell)) for cell in row)
        for sheet in sheets
        for row in zip(*(sheet.cells(name) for name in PATH_COLUMNS), strict=True)
        if any(sheet.has(name) for name in PATH_COLUMNS)
    ]
    lean = 0
    for upper, lower in pairwise(range(len(PATH_COLUMNS))):
        pairs = {(row[upper], row[lower]) for row in filled if row[upper] and row[lower]}
        lean += len({low for _, low in pairs}) - len({up for up, _ in pairs})
    order = PATH_COLUMNS if lean >= 0 else PATH_COLUMNS[::-1]
    for sheet in sheets:
        if any(sheet.has(name) for name in PATH_COLUMNS):
            door.note("siasn_top_first" if lean >= 0 else "siasn_top_last", sheet.raw.place)
    return order


def read_hierarchy(sheet: Sheet, door: Door) -> UnitTree:
    """Return the tree of a *HierarkiUnor* file; children may stand before their parents."""
    tree = UnitTree(raw=_cleaned(sheet))
    ids, parents = sheet.cells("unit_id"), sheet.cells("parent_id")
    if any(map(is_undashed, [*ids, *parents])):
        door.note("siasn_uuid", sheet.raw.place)
    for cell, name, parent in zip(ids, sheet.cells("name"), parents, strict=True):
        identity, above = clean_id(cell), clean_id(parent)
        if identity:
            tree.add(identity, text_of_cell(name), "" if above == identity else above)
    return tree


def _cleaned(sheet: Sheet) -> RawTable:
    """Return the table with ids as ids; a unit that is its own parent stands at the top."""
    raw = sheet.raw
    at = {name: raw.columns.index(name) for name in ("unit_id", "parent_id") if name in raw.columns}
    rows = []
    for row in raw.rows:
        cells = list(row)
        for index in at.values():
            cells[index] = clean_id(row[index]) or None
        if "parent_id" in at and cells[at["parent_id"]] == cells[at["unit_id"]]:
            cells[at["parent_id"]] = None
        rows.append(tuple(cells))
    return RawTable("units", raw.place, raw.columns, rows, raw.places, (), typed=raw.typed, decimal_comma=raw.decimal_comma)


def gather_units(paths: Sequence[UnitRef], leaves: Sequence[UnitRef]) -> UnitTree:
    """Return the tree that rows name between them.

    Parameters
    ----------
    paths
        Rows with the columns UNOR (1) to (3): every name on the way is a unit. One without an id is called by its path.
    leaves
        Rows with an id and a name, and perhaps the name of the unit above: a parent where one unit only is called so.
        A lone name defines no unit, as it may be misspelt.
    """
    ids: dict[tuple[str, ...], str] = {}
    for ref in paths:
        if ref.id:
            ids.setdefault(tuple(map(plain, ref.path)), ref.id)
    tree = UnitTree()
    for ref in paths:
        parent = ""
        for depth in range(1, len(ref.path) + 1):
            names = ref.path[:depth]
            own = ref.id if depth == len(ref.path) else ""
            identity = own or ids.get(tuple(map(plain, names))) or ".".join(slug(name) for name in names)
            tree.add(identity, names[-1], parent)
            parent = identity
    for ref in leaves:
        if ref.id and ref.path:
            tree.add(ref.id, ref.path[-1])
    for ref in leaves:
        if ref.id and len(ref.path) > 1 and not tree.parents[ref.id]:
            above = tree.named(ref.path[-2])
            tree.parents[ref.id] = above[0] if len(above) == 1 and above[0] != ref.id else ""
    return tree


def resolve_unit(
    ref: UnitRef, tree: UnitTree, answers: Answers, missing: dict[str, Missing], sheet: Sheet, row: int, door: Door
) -> str:
    """Return the unit that a row means; "" where none or several may be meant: a finding and an entry to answer."""
    columns = ("unit_name", *PATH_COLUMNS[::-1], "unit_id")
    column = next((name for name in columns if sheet.place(row, name)), "")
    if not ref.said:
        door.findings.append(sheet.finding("E-REQUIRED", row, column, {"name": "UNOR"}))
        return ""
    answer = answers.ask("unit", (ref.said,), tree.near_ids, door)
    if answer is not None:
        return answer
    found = tree.find(ref)
    if len(found) == 1:
        return found[0]
    near = tree.near_names.of(ref.path[-1]) if ref.path else ""
    if found:
        values = {"value": ref.words, "count": str(len(found)), "units": "; ".join(map(tree.words, found[:4]))}
        door.findings.append(sheet.finding("E-SIASN-UNIT-AMBIGUOUS", row, column, values))
    else:
        door.findings.append(sheet.finding("E-SIASN-UNIT", row, column, {"value": ref.words, "near": near}))
    if ref.said not in missing:
        choices = (found or tree.named(near))[:4]
        words = (ref.words, *(f'terdekat: "{unit}" = {tree.words(unit)}' for unit in choices))
        missing[ref.said] = Missing("unit", (ref.said,), words, choices[0] if choices else "")
    return ""
