"""Options without a dense matrix: classes of people and posts judged once, then the pairs they allow, block by block.

Every rule that says what it looks at (:meth:`PersonPostRule.looks_at`) answers one pair of each two of its classes. A post's
class is what all these rules tell of it; for each class of posts the people who pass are found by looking answers up, and
only then are pairs written out. Pairs that classes can't speak for are judged one by one: posts held, posts asked for on own
request, and rules with more classes than ``MOST_CELLS`` allows. How many options there are is known before any is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from .classes import BLOCK_PAIRS, Classes, IndexArray, Looks, pairs_of_classes
from .facts import BoolArray, Facts, IntArray
from .movement import MoveKind
from .pairs import Pairs
from .points import to_cents
from .rules.base import PersonPostRule
from .rules.pack import RulePack
from .rules.spec import Setting, Verdict

MOST_CELLS = 64_000_000
"""Classes of people times classes of posts that a rule may have; one with more judges pairs one by one."""


@dataclass(frozen=True, slots=True)
class OptionBlock:
    """Pairs that no hard rule denies, and cents that soft rules charge each, shapes (n,); in no order."""

    employee: IndexArray
    position: IndexArray
    penalty: IntArray

    def __len__(self) -> int:
        return len(self.employee)


@dataclass(frozen=True, slots=True)
class _Table:
    """Verdicts of one rule by class of people and class of posts, shape (C, D)."""

    rule: PersonPostRule
    people: Classes
    posts: Classes
    verdict: npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class _PostClass:
    """Posts in scope that no rule tells apart, and who may hold them: people, and cents charged."""

    posts: IndexArray
    people: IndexArray
    penalty: IntArray


def biting(pack: RulePack) -> tuple[PersonPostRule, ...]:
    """Return the rules about an appointment that deny it or charge it by the pair."""
    return tuple(
        rule
        for rule in pack.person_post
        if not (rule.setting.mode == "warn" or rule.judges_stays or (rule.setting.mode == "soft" and rule.priced_by_term))
    )


def exempt(facts: Facts, setting: Setting) -> BoolArray:
    """Return who is exempt from a rule, shape (E,)."""
    if not setting.exempt:
        return np.zeros(len(facts.employees), dtype=bool)
    return facts.people_who(lambda e: e.id in setting.exempt)


def bites(setting: Setting, verdict: npt.NDArray[np.int8], as_promotion: BoolArray) -> BoolArray:
    """Return where a rule bites: breaches, and unknown facts where they deny."""
    answer: BoolArray = np.asarray(verdict == Verdict.BREACHES)
    denies = [setting.unknown_means(promotion=promotion) == "deny" for promotion in (False, True)]
    if any(denies):
        answer |= (verdict == Verdict.UNKNOWN) & np.where(as_promotion, denies[1], denies[0])
    return answer


def judge_pairs(pairs: Pairs, rules: tuple[PersonPostRule, ...]) -> tuple[BoolArray, IntArray]:
    """Judge pairs one by one: which no hard rule denies, and what soft rules charge each, in cents."""
    appointed = pairs.kind != MoveKind.STAY
    allowed = np.ones(len(pairs), dtype=bool)
    penalty = np.zeros(len(pairs), dtype=np.int64)
    for rule in rules:
        bitten = bites(rule.setting, rule.judge(pairs).verdict, pairs.as_promotion)
        bitten &= appointed & ~exempt(pairs.facts, rule.setting)[pairs.e]
        if rule.setting.mode == "hard":
            allowed &= ~bitten
        else:
            penalty[bitten] += to_cents(rule.setting.price)
    return allowed, penalty


@dataclass(frozen=True)
class Candidates:
    """Options of people and posts, as often as they are asked for; the same ones each time."""

    facts: Facts
    pack: RulePack
    most_cells: int = MOST_CELLS

    @cached_property
    def movable(self) -> IndexArray:
        """People who may be appointed elsewhere."""
        movable = self.facts.population.movable
        return np.flatnonzero(self.facts.people_who(lambda e: e.id in movable)).astype(np.int32)

    @cached_property
    def is_open(self) -> BoolArray:
        """Shape (P,). Posts in scope."""
        posts = self.facts.population.open_positions
        return self.facts.posts_which(lambda post: post.id in posts)

    @cached_property
    def _tables(self) -> tuple[list[_Table], tuple[PersonPostRule, ...]]:
        """Verdicts by class, and the rules that can't be read so."""
        facts, alone = self.facts, []
        grouped: list[tuple[Classes, Classes, list[PersonPostRule]]] = []
        for rule in biting(self.pack):
            looks = rule.looks_at(facts)
            if looks is None:
                alone.append(rule)
                continue
            people, posts = _classes(facts, looks)
            if len(people) * len(posts) > self.most_cells:
                alone.append(rule)
                continue
            same = (
                rules
                for kin, places, rules in grouped
                if np.array_equal(kin.code, people.code) and np.array_equal(places.code, posts.code)
            )
            rules = next(same, None)
            grouped.append((people, posts, [rule])) if rules is None else rules.append(rule)
        tables = [table for people, posts, rules in grouped for table in _judged(facts, people, posts, rules)]
        return tables, tuple(alone)

    @cached_property
    def _promotion(self) -> tuple[Classes, Classes, BoolArray]:
        """Which appointments are judged as promotions, by standing and rung."""
        facts = self.facts
        people, posts = _classes(facts, Looks((facts.standing,), (facts.rung,)))
        table = np.zeros((len(people), len(posts)), dtype=bool)
        for start, stop, pairs in pairs_of_classes(facts, people, posts):
            table[:, start:stop] = pairs.as_promotion.reshape(stop - start, len(people)).T
        return people, posts, table

    @cached_property
    def _post_classes(self) -> Classes:
        """Classes of posts that no rule read by class tells apart, those of one standard together."""
        tables, _ = self._tables
        columns = [self.facts.standard, self.is_open, self._promotion[1].code, *(table.posts.code for table in tables)]
        return Classes.of(columns, len(self.facts.positions))

    def _allowed(self) -> Iterator[_PostClass]:
        """Yield the classes of posts in scope with the people who may be appointed to them."""
        classes = self._post_classes
        members = np.split(np.argsort(classes.code, kind="stable"), np.cumsum(np.bincount(classes.code))[:-1])
        tables, _ = self._tables
        standing, rungs, promotion = self._promotion
        excused = [exempt(self.facts, table.rule.setting) if table.rule.setting.exempt else None for table in tables]
        for place in np.flatnonzero(self.is_open[classes.first]).tolist():
            post = int(classes.first[place])
            alive, penalty = self.movable, np.zeros(len(self.movable), dtype=np.int64)
            for table, free in zip(tables, excused, strict=True):
                setting, column = table.rule.setting, table.verdict[:, table.posts.code[post]]
                if not column.any():
                    continue
                bitten = bites(setting, column[table.people.code[alive]], promotion[standing.code[alive], rungs.code[post]])
                if free is not None:
                    bitten &= ~free[alive]
                if setting.mode == "hard":
                    alive, penalty = alive[~bitten], penalty[~bitten]
                else:
                    penalty[bitten] += to_cents(setting.price)
            yield _PostClass(members[place].astype(np.int32), alive, penalty)

    @cached_property
    def _stays(self) -> OptionBlock:
        """Everybody's post held."""
        people = np.flatnonzero(self.facts.held >= 0)
        return OptionBlock(
            people.astype(np.int32), self.facts.held[people].astype(np.int32), np.zeros(len(people), dtype=np.int64)
        )

    @cached_property
    def _asked(self) -> tuple[IndexArray, IndexArray]:
        """Pairs asked for on own request that may become an appointment, by person, then post."""
        facts = self.facts
        wished = np.array(sorted(facts.own_request), dtype=np.int32).reshape(-1, 2)
        e, p = wished[:, 0], wished[:, 1]
        may = np.isin(e, self.movable) & self.is_open[p] & (facts.held[e] != p)
        return e[may], p[may]

    @cached_property
    def _granted(self) -> OptionBlock:
        """What is asked for on own request and not denied."""
        return self._judged_alone(*self._asked, biting(self.pack), np.zeros(len(self._asked[0]), dtype=np.int64))

    def count(self) -> int:
        """Return how many options there are, exactly where every rule is read by class, else an upper bound.

        The option of being without a post, which people without one have, is not counted.
        """
        asked_e, asked_p = self._asked
        total = len(self._stays) + len(self._granted)
        held, code = self.facts.held, self._post_classes.code
        may = np.zeros(len(held), dtype=bool)
        for part in self._allowed():
            total += len(part.people) * len(part.posts)
            here, may[part.people] = code[part.posts[0]], True
            holding = held[part.people]
            total -= int(((holding >= 0) & (code[holding] == here)).sum())
            total -= int(may[asked_e[code[asked_p] == here]].sum())
            may[part.people] = False
        return total

    def blocks(self, size: int = BLOCK_PAIRS) -> Iterator[OptionBlock]:
        """Yield all options in blocks of about ``size``: posts held, own requests, then the rest by standard."""
        yield self._stays
        yield self._granted
        _, alone = self._tables
        waiting: list[OptionBlock] = []
        for block in self._pairs(size):
            waiting.append(self._judged_alone(block.employee, block.position, alone, block.penalty) if alone else block)
            if sum(map(len, waiting)) >= size:
                yield _joined(waiting)
                waiting = []
        if waiting:
            yield _joined(waiting)

    def _judged_alone(
        self, e: IndexArray, p: IndexArray, rules: tuple[PersonPostRule, ...], penalty: IntArray
    ) -> OptionBlock:
        allowed, more = judge_pairs(Pairs(self.facts, e.astype(np.int64), p.astype(np.int64)), rules)
        return OptionBlock(e[allowed], p[allowed], (penalty + more)[allowed])

    def _pairs(self, size: int) -> Iterator[OptionBlock]:
        """Yield the pairs of each class of posts, without posts held and own requests."""
        asked_e, asked_p = self._asked
        code = self._post_classes.code
        for part in self._allowed():
            mine = np.flatnonzero(code[asked_p] == code[part.posts[0]])
            step = max(1, size // len(part.posts))
            for start in range(0, len(part.people), step):
                people, penalty = part.people[start : start + step], part.penalty[start : start + step]
                e, p = np.repeat(people, len(part.posts)), np.tile(part.posts, len(people))
                keep = self.facts.held[e] != p
                if len(mine):
                    wide = len(self.facts.positions)
                    asked = asked_e[mine].astype(np.int64) * wide + asked_p[mine]
                    keep &= ~np.isin(e.astype(np.int64) * wide + p, asked)
                yield OptionBlock(e[keep], p[keep], np.repeat(penalty, len(part.posts))[keep])


def _classes(facts: Facts, looks: Looks) -> tuple[Classes, Classes]:
    return Classes.of(looks.people, len(facts.employees)), Classes.of(looks.posts, len(facts.positions))


def _judged(facts: Facts, people: Classes, posts: Classes, rules: list[PersonPostRule]) -> list[_Table]:
    """Return the tables of rules that look at the same classes."""
    verdicts = [np.zeros((len(people), len(posts)), dtype=np.int8) for _ in rules]
    for start, stop, pairs in pairs_of_classes(facts, people, posts):
        for rule, verdict in zip(rules, verdicts, strict=True):
            verdict[:, start:stop] = rule.judge(pairs).verdict.reshape(stop - start, len(people)).T
    return [_Table(rule, people, posts, verdict) for rule, verdict in zip(rules, verdicts, strict=True)]


def _joined(blocks: list[OptionBlock]) -> OptionBlock:
    return OptionBlock(
        np.concatenate([block.employee for block in blocks]),
        np.concatenate([block.position for block in blocks]),
        np.concatenate([block.penalty for block in blocks]),
    )
