"""The map of posts (*peta jabatan*): for each unit and post its class, holders, need and the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from .case import Case

COLUMNS: Final = (
    "unit_id",
    "unit",
    "depth",
    "position_id",
    "title",
    "group",
    "echelon",
    "job_class",
    "holders",
    "need",
    "difference",
)


def position_map(case: Case, holders: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Return the map of posts for one set of holders, such as today's or a plan's.

    Units run from the root down, each above what is below it, siblings by id; in a unit the head stands
    first, then structural posts by level, then the others by level, title and id. It is the usual table of
    class, B (*bezetting*), K (*kebutuhan*) and +/-.

    Parameters
    ----------
    case
        Units and posts; ``need`` comes from the workload where there is one.
    holders
        Post id -> ids of the people who hold it; a post that is not named has none.

    Returns
    -------
    One row a post: ``unit_id``, ``unit`` (name), ``depth`` (0 = root), ``position_id``, ``title``, ``group``,
    ``echelon``, ``job_class``, ``holders`` (B), ``need`` (K), ``difference`` (B - K, short below 0).
    """
    by_unit: dict[str, list[str]] = {}
    for position in case.positions.values():
        by_unit.setdefault(position.unit_id, []).append(position.id)
    rows: list[tuple[object, ...]] = []
    for unit_id, name, depth in _in_tree_order(case, by_unit):
        posts = [case.positions[identity] for identity in by_unit.get(unit_id, ())]
        for post in sorted(posts, key=lambda p: (not p.head, not p.structural, -p.level, p.title, p.id)):
            held = len(holders.get(post.id, ()))
            facts = (post.id, post.title, post.group, post.echelon, post.job_class)
            rows.append((unit_id, name, depth, *facts, held, post.need, held - post.need))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = dict.fromkeys(("depth", "job_class", "holders", "need", "difference"), "Int64")
    texts = {name: "str" for name in COLUMNS if name not in numbers}
    return frame.astype({**texts, **numbers})


def _in_tree_order(case: Case, by_unit: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, int]]:
    """Yield id, name and depth of every unit, parents before children; units of a broken tree come last."""
    children: dict[str | None, list[str]] = {}
    for unit in case.units.values():
        parent = unit.parent_id if unit.parent_id in case.units else None
        children.setdefault(parent, []).append(unit.id)
    seen: set[str] = set()
    stack = [(identity, 0) for identity in sorted(children.get(None, ()), reverse=True)]
    while stack:
        identity, depth = stack.pop()
        seen.add(identity)
        yield identity, case.units[identity].name, depth
        stack += [(child, depth + 1) for child in sorted(children.get(identity, ()), reverse=True)]
    for identity in sorted((set(by_unit) | set(case.units)) - seen):
        yield identity, case.units[identity].name if identity in case.units else identity, 0
