"""Who holds which post: a person's title looked for among the posts of the unit, then of the units above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from ...models.domain.vocabulary import FUNCTIONAL_GROUPS, STRUCTURAL_GROUPS
from ..nearest import Nearest
from .mapping import NEW, NO_POST, Answers, Missing
from .people import Person
from .posts import Post, PostList
from .sheets import Door
from .units import UnitTree, resolve_unit
from .words import clean_id, group_of, level_of, plain, split_title

MOST_NEAR: Final = 3
CLOSE: Final = 0.5


class Matcher:
    """Finds the post of each person; what is not found becomes a finding and an entry to answer, once a title and unit.

    Parameters
    ----------
    posts
        The list; a title answered with ``+`` adds a post to it.
    tree
        The units.
    answers
        What the planner said.
    missing
        Takes the units and titles that were not found, by what they are called.
    door
        Takes findings and habits.
    """

    def __init__(self, posts: PostList, tree: UnitTree, answers: Answers, missing: dict[str, Missing], door: Door) -> None:
        self._posts, self._tree, self._answers, self._missing, self._door = posts, tree, answers, missing, door
        self._by_id = posts.by_id()
        self._near_ids = Nearest(self._by_id)
        self._in_unit: dict[str, list[Post]] = {}
        self._by_title: dict[str, list[Post]] = {}
        for post in posts.posts:
            self._in_unit.setdefault(post.unit, []).append(post)
            self._by_title.setdefault(plain(post.title), []).append(post)
        self._near_titles = Nearest(self._by_title)
        self._old: dict[tuple[str, str], Post] = {}
        self._unknown: dict[tuple[str, str], list[Person]] = {}
        self._choices: dict[tuple[str, str], list[Post]] = {}

    def match(self, people: Sequence[Person]) -> dict[str, str]:
        """Return unit id -> "" for every unit that people name; the posts found stand in the people's cells."""
        units: dict[str, str] = {}
        for person in people:
            person.cells["position_id"] = None
            unit = resolve_unit(person.unit, self._tree, self._answers, self._missing, person.sheet, person.row, self._door)
            if unit:
                units[unit] = ""
                post = self._post_of(person, unit)
                if post is not None:
                    person.cells["position_id"] = post.id
                    self._compare(person, post)
        for key, holders in self._unknown.items():
            self._ask(key, holders)
        return units

    def _post_of(self, person: Person, unit: str) -> Post | None:
        if not person.title:
            return None
        answer = self._answers.ask("jabatan", (unit, person.title), self._near_ids, self._door, words=(NO_POST, NEW))
        if answer is not None:
            if answer == NEW:
                return self._old_post(person, unit)
            return self._by_id.get(answer)
        for place in (unit, *self._tree.above(unit)):
            found = self._found_in(person, place)
            if len(found) == 1:
                if place != unit:
                    self._door.note("siasn_above", f"{person.sheet.raw.place}:{person.sheet.row_number(person.row)}")
                return found[0]
            if found:
                self._choices[unit, person.title] = found
                break
        if any(post.key == split_title(person.title) for post in self._in_unit.get("", [])):
            return None  # perhaps the post whose unit is not known yet: that is asked first
        self._unknown.setdefault((unit, person.title), []).append(person)
        return None

    def _found_in(self, person: Person, unit: str) -> list[Post]:
        posts = self._in_unit.get(unit, [])
        key = split_title(person.title)
        by_title = [post for post in posts if post.key == key]
        if len(by_title) == 1 or not person.title_id:
            return by_title
        wanted = clean_id(person.title_id)
        return [post for post in by_title or posts if post.cells.get("title_id") == wanted] or by_title

    def _old_post(self, person: Person, unit: str) -> Post:
        key = unit, plain(person.title)
        if key not in self._old:
            group = group_of(person.kind, person.echelon, level_of("", person.title))
            name = self._tree.names[unit]
            self._old[key] = self._posts.add_old(unit, person.title, group, person.echelon, name)
        return self._old[key]

    def _compare(self, person: Person, post: Post) -> None:
        """Warn where the export and the list disagree on the kind of the post."""
        kinds = {"structural": STRUCTURAL_GROUPS, "functional": FUNCTIONAL_GROUPS, "pelaksana": {"pelaksana"}}
        if person.kind and post.group and post.group not in kinds[person.kind]:
            column = "post_kind_id" if person.sheet.has("post_kind_id") else "post_kind"
            values = {"value": person.kind, "post": post.id, "group": post.group}
            self._door.findings.append(person.sheet.finding("W-SIASN-KIND", person.row, column, values))

    def _ask(self, key: tuple[str, str], holders: Sequence[Person]) -> None:
        unit, title = key
        near = list(self._nearest(unit, title))
        several = self._choices.get(key)
        code = "E-SIASN-TITLE-AMBIGUOUS" if several else "E-SIASN-TITLE"
        posts = ", ".join(post.id for post in (several or near)[:4])
        for person in holders:
            values = {"value": title, "unit": self._tree.names[unit], "near": near[0].id if near else "", "posts": posts}
            self._door.findings.append(person.sheet.finding(code, person.row, "title", values))
        words = [f"{self._tree.words(unit)}: {len(holders)} orang"]
        words += [
            f'terdekat: "{post.id}" = {post.title}, {self._tree.names.get(post.unit, "-")}' for post in several or near
        ]
        entry = Missing("jabatan", (unit, title), tuple(words), near[0].id if near else "")
        self._missing[f"{unit} {plain(title)}"] = entry

    def _nearest(self, unit: str, title: str) -> Iterator[Post]:
        """Yield up to three posts whose titles come nearest: of the unit and those above, then the nearest of all."""
        words = plain(title)
        local = [post for place in (unit, *self._tree.above(unit)) for post in self._in_unit.get(place, [])][:500]
        ranked = [(SequenceMatcher(None, words, plain(post.title), autojunk=False).ratio(), post) for post in local]
        ranked = sorted((pair for pair in ranked if pair[0] >= CLOSE), key=lambda pair: -pair[0])
        chosen = [post for _, post in ranked[: MOST_NEAR - 1]]
        for post in self._by_title.get(self._near_titles.of(words), []):
            if post not in chosen and len(chosen) < MOST_NEAR:
                chosen.append(post)
        yield from chosen
