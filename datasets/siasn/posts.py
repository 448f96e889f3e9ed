"""The agency's post list as rows of ``positions``: units found, groups and heads told where the list does not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from ...models.domain.tables import TABLES
from ...models.domain.vocabulary import ECHELON_ORDER, FUNCTIONAL_GROUPS, STRUCTURAL_GROUPS
from ..cells import read_column
from ..raw import Place, RawCell, RawTable
from .mapping import Answers, Missing
from .sheets import Door, Sheet
from .units import UnitRef, UnitTree, resolve_unit
from .words import clean_id, education_of, group_of, kind_of, level_of, plain, slug, split_title, text_of_cell

NEEDED: Final = ("title", "need")
TOTALS: Final = frozenset({"jumlah", "total", "jumlah total", "jumlah seluruhnya"})
"""What stands in the last row of a list that is no post."""
DUTIES: Final = ("camat", "lurah")
_COLUMNS: Final = TABLES["positions"]
_NAMES: Final = ("position_id", "unit_id", "title", "group")
"""Columns of a list that could not be read: what is wrong with it was said already."""


@dataclass
class Post:
    """One post: its cells by column of ``positions``, where they stand, and what people are matched by.

    ``wrong`` are the columns whose cell was reported already.
    """

    cells: dict[str, RawCell]
    places: dict[str, Place]
    id: str
    unit: str
    title: str
    group: str
    wrong: set[str] = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        """Ladder group ("" for none) and the title without it: what a person's title is matched by."""
        level, base = split_title(self.title)
        return level or (self.group if self.group in FUNCTIONAL_GROUPS else ""), base


@dataclass
class PostList:
    """All posts of the list, and where they stand."""

    posts: list[Post]
    place: str

    def by_id(self) -> dict[str, Post]:
        """Return the posts by id; of two of one id the first."""
        found: dict[str, Post] = {}
        for post in self.posts:
            found.setdefault(post.id, post)
        return found

    def was_said(self, place: Place | None) -> bool:
        """Tell whether a cell was reported already."""
        return any(post.places.get(name) == place for post in self.posts for name in post.wrong)

    def add_old(self, unit: str, title: str, group: str, echelon: str, name: str) -> Post:
        """Add a post that people hold and the list no longer has: need 0."""
        taken = {post.id for post in self.posts}
        identity = f"LAMA.{slug(name)}.{slug(title)}"
        if identity in taken:
            identity += f"-{_short(unit)}"
        cells: dict[str, RawCell] = {
            "position_id": identity, "unit_id": unit, "title": title, "group": group or "pelaksana",
            "echelon": echelon or None, "need": 0, "head": False,
        }  # fmt: skip
        post = Post(cells, {}, identity, unit, title, group or "pelaksana")
        self.posts.append(post)
        return post

    def raw(self) -> RawTable:
        """Return the list as raw rows of ``positions``, each cell with its place in the list."""
        names = tuple(name for name in _COLUMNS.column_names if any(name in post.cells for post in self.posts))
        rows = [tuple(post.cells.get(name) for name in names) for post in self.posts]
        places = [[post.places.get(name) for name in names] for post in self.posts]
        return RawTable("positions", self.place, names or _NAMES, rows, places, typed=False)


def read_posts(
    sheet: Sheet, refs: Sequence[UnitRef], tree: UnitTree, answers: Answers, missing: dict[str, Missing], door: Door
) -> PostList:
    """Return the posts of a list.

    Parameters
    ----------
    sheet
        The list.
    refs
        How each row names its unit.
    tree
        The units.
    answers
        What the planner said.
    missing
        Takes the units that the list names and nobody knows.
    door
        Takes findings and habits.
    """
    found = PostList([], sheet.raw.place)
    kept = [name for name in _COLUMNS.column_names if sheet.has(name)]
    columns = {name: sheet.cells(name) for name in kept}
    for row, ref in enumerate(refs):
        cells: dict[str, RawCell] = {name: columns[name][row] for name in kept}
        title = text_of_cell(cells["title"])
        if (not title or plain(title) in TOTALS) and (not ref.said or plain(ref.said) in TOTALS):
            door.note("siasn_rows_left", f"{sheet.raw.place}:{sheet.row_number(row)}")
            continue
        unit = resolve_unit(ref, tree, answers, missing, sheet, row, door)
        cells["unit_id"] = unit or None
        if "title_id" in cells:
            cells["title_id"] = clean_id(cells["title_id"]) or None
        if "education_min" in cells:
            cells["education_min"] = education_of(cells["education_min"])
        post = Post(cells, _places(sheet, row, kept), text_of_cell(cells.get("position_id")), unit, title, "")
        if not unit:
            post.wrong.add("unit_id")
        if text_of_cell(cells.get("group")):
            post.group = _known_group(cells["group"])
        else:
            post.group = _group(sheet, row, title, text_of_cell(cells.get("echelon")), door)
            cells["group"] = post.group or None
            if not post.group:
                post.wrong.add("group")
        found.posts.append(post)
    if "group" not in kept:
        door.note("siasn_groups", sheet.raw.place)
    if "position_id" not in kept:
        _name_posts(found.posts, tree)
        door.note("siasn_post_ids", sheet.raw.place)
    if "title_id" not in kept:
        for post in found.posts:
            if post.group not in STRUCTURAL_GROUPS and post.title:
                post.cells["title_id"] = slug(" ".join(post.key))
        door.note("siasn_title_ids", sheet.raw.place)
    if "duty" not in kept:
        for post in found.posts:
            post.cells["duty"] = duty if (duty := plain(post.title)) in DUTIES else None
        door.note("siasn_duties", sheet.raw.place)
    if "head" not in kept:
        _mark_heads(found.posts)
        door.note("siasn_heads", sheet.raw.place)
    return found


_STAND_IN: Final = MappingProxyType(
    {
        "unit_id": ("unit_id", "unit_name", "unor3", "unor2", "unor1", "title"),
        "group": ("group", "post_kind", "post_kind_id", "jenjang", "title"),
        "position_id": ("position_id", "title"),
        "head": ("head", "title"),
    }
)
"""Columns that may be told from others: where a fault of theirs is shown."""


def _places(sheet: Sheet, row: int, kept: Sequence[str]) -> dict[str, Place]:
    places = {name: place for name in kept if (place := sheet.place(row, name)) is not None}
    for name, others in _STAND_IN.items():
        place = next((found for other in others if (found := sheet.place(row, other)) is not None), None)
        if place is not None:
            places[name] = place
    return places


def _group(sheet: Sheet, row: int, title: str, echelon: str, door: Door) -> str:
    """Return the group that kind, echelon, ladder and title tell, "" where they do not: then a finding."""
    jenjang, kind, kind_id = (sheet.cell(row, name) for name in ("jenjang", "post_kind", "post_kind_id"))
    told = kind_of(kind_id, kind)
    if told is None:
        name = "post_kind_id" if text_of_cell(kind_id) else "post_kind"
        door.findings.append(sheet.finding("E-SIASN-KIND", row, name, {"value": text_of_cell(sheet.cell(row, name))}))
        return ""
    group = group_of(told, echelon, level_of(text_of_cell(jenjang), title))
    if not group and title:
        door.findings.append(sheet.finding("E-SIASN-GROUP", row, "title", {"value": title}))
    return group


def _known_group(cell: RawCell) -> str:
    value = read_column(_COLUMNS.column("group"), [cell]).values[0]
    return str(value) if value else ""


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:4].upper()


def _name_posts(posts: Sequence[Post], tree: UnitTree) -> None:
    """Give every post an id: unit and title; two of one id also carry four digits of their unit, then a number."""
    plain_ids = [f"{slug(tree.names.get(post.unit, '-'))}.{slug(post.title)}" for post in posts]
    counts = Counter(plain_ids)
    taken: Counter[str] = Counter()
    for post, identity in zip(posts, plain_ids, strict=True):
        if counts[identity] > 1:
            identity = f"{identity}-{_short(post.unit)}"
        taken[identity] += 1
        post.id = identity if taken[identity] == 1 else f"{identity}-{taken[identity]}"
        post.cells["position_id"] = post.id


def _mark_heads(posts: Sequence[Post]) -> None:
    """Mark the structural post of the highest echelon of each unit as its head, where there is one only."""
    best: dict[str, list[tuple[int, Post]]] = {}
    echelon = _COLUMNS.column("echelon")
    for post in posts:
        post.cells["head"] = False
        value = read_column(echelon, [post.cells.get("echelon")]).values[0]
        if post.group in STRUCTURAL_GROUPS and post.unit and value:
            best.setdefault(post.unit, []).append((ECHELON_ORDER[str(value)], post))
    for ranked in best.values():
        top = max(order for order, _ in ranked)
        heads = [post for order, post in ranked if order == top]
        if len(heads) == 1:
            heads[0].cells["head"] = True
