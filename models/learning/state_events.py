"""Histories as arrays: every person's events in order of time, alike for all people, so that a filter runs over all at once.

An event is a question (what is known now?), an occasion (scores of one source on one day) or a training. At one moment
questions come first, so nothing of that moment can answer them; then occasions; then training.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from .arrays import BoolArray, FloatArray, IntArray

QUESTION: Final = 0
OCCASION: Final = 1
TRAINING: Final = 2
NOTHING: Final = 3
"""Kinds of event, in their order at one moment; the last fills the places after a person's last event."""
CELLS: Final = 6_000_000
"""Numbers in the covariances of one batch (48 MB): people in a batch = CELLS / states squared."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some people's events, people last so that arithmetic over them runs along memory.

    J events, R scores or courses an event, K competencies (slots) of a person, N people.

    Parameters
    ----------
    people
        (N,) index of the person.
    competency
        (K, N) index of the competency in each slot, -1 = none.
    kind, when, source
        (J, N) kind, moment in years, index of the source (-1 where there is none).
    slot
        (J, R, N) slot of each score or course of the event, -1 = none.
    value
        (J, R, N) score (mean of the raters), or for a training its strength; 0 where none.
    raters
        (J, R, N) number of scores in the mean.
    """

    people: IntArray
    competency: IntArray
    kind: IntArray
    when: FloatArray
    source: IntArray
    slot: IntArray
    value: FloatArray
    raters: FloatArray


@dataclass(frozen=True, slots=True)
class Events:
    """All events of all people, one row a score, course or question; from it come batches of people.

    Parameters
    ----------
    table
        ``person``, ``when``, ``kind``, ``source``, ``competency`` (-1 for a question), ``value``, ``raters``; one row an
        observed cell; sorted.
    pairs
        ``person``, ``competency``, ``slot``: where each pair stands in its person's state.
    num_people
        Size of the index of people; people without any row have no batch.
    """

    table: pd.DataFrame
    pairs: pd.DataFrame
    num_people: int

    def batches(self) -> Iterator[Batch]:
        """Yield people in batches of about equal shape: like numbers of events and competencies together."""
        table, pairs = self.table, self.pairs
        slots = np.bincount(pairs["person"], minlength=self.num_people)
        events = table.groupby("person", sort=True)["event"].max().reindex(range(self.num_people), fill_value=-1) + 1
        count = events.to_numpy()
        someone = np.flatnonzero((slots > 0) & (count > 0))
        order = someone[np.lexsort((someone, count[someone], slots[someone]))]
        start = 0
        row_start = np.searchsorted(table["person"].to_numpy(), np.arange(self.num_people + 1))
        pair_start = np.searchsorted(pairs["person"].to_numpy(), np.arange(self.num_people + 1))
        while start < len(order):
            most = max(1, CELLS // int(slots[order[start]] + 2) ** 2)
            stop = min(start + most, len(order))
            while stop - start > 1 and (slots[order[stop - 1]] + 2) ** 2 * (stop - start) > 2 * CELLS:
                stop = start + (stop - start) // 2
            yield self._batch(np.sort(order[start:stop]), row_start, pair_start)
            start = stop

    def _batch(self, people: IntArray, row_start: IntArray, pair_start: IntArray) -> Batch:
        rows = ranges(row_start[people], row_start[people + 1])
        local = np.repeat(np.arange(len(people)), row_start[people + 1] - row_start[people])
        table = {name: self.table[name].to_numpy()[rows] for name in self.table.columns}
        pair_rows = ranges(pair_start[people], pair_start[people + 1])
        pair_local = np.repeat(np.arange(len(people)), pair_start[people + 1] - pair_start[people])
        pair_slot = self.pairs["slot"].to_numpy()[pair_rows]
        num_people, num_events, num_cells = len(people), int(table["event"].max()) + 1, int(table["cell"].max()) + 1
        competency = np.full((int(pair_slot.max()) + 1, num_people), -1, dtype=np.int64)
        competency[pair_slot, pair_local] = self.pairs["competency"].to_numpy()[pair_rows]
        kind = np.full((num_events, num_people), NOTHING, dtype=np.int64)
        when = np.zeros((num_events, num_people))
        source = np.full((num_events, num_people), -1, dtype=np.int64)
        kind[table["event"], local] = table["kind"]
        when[table["event"], local] = table["when"]
        source[table["event"], local] = table["source"]
        shape = (num_events, num_cells, num_people)
        slot, value, raters = np.full(shape, -1, dtype=np.int64), np.zeros(shape), np.ones(shape)
        cell = table["competency"] >= 0
        at = (table["event"][cell], table["cell"][cell], local[cell])
        slot[at], value[at], raters[at] = table["slot"][cell], table["value"][cell], table["raters"][cell]
        last = np.maximum.accumulate(np.where(kind == NOTHING, -np.inf, when), axis=0)
        return Batch(people, competency, kind, last, source, slot, value, raters)


def build_events(
    scores: pd.DataFrame, trainings: pd.DataFrame, questions: pd.DataFrame, wanted: pd.DataFrame, num_people: int
) -> Events:
    """Put scores, trainings and questions in order.

    Parameters
    ----------
    scores
        ``person``, ``competency``, ``source`` (indices), ``when``, ``value``; several rows of one cell are averaged.
    trainings
        ``person``, ``competency``, ``when``, ``value`` (strength, 1 = one course).
    questions
        ``person``, ``when``.
    wanted
        ``person``, ``competency``: pairs that need a place in the state although nobody scored them.
    """
    cells = scores.groupby(["person", "when", "source", "competency"], as_index=False, sort=True)["value"].agg(
        ["mean", "size"]
    )
    cells = cells.rename(columns={"mean": "value", "size": "raters"})
    parts = [
        cells.assign(kind=OCCASION),
        trainings.groupby(["person", "when", "competency"], as_index=False, sort=True)["value"]
        .sum()
        .assign(kind=TRAINING, source=-1, raters=1),
        questions[["person", "when"]].drop_duplicates().assign(kind=QUESTION, source=-1, competency=-1, value=0.0, raters=1),
    ]
    columns = ["person", "when", "kind", "source", "competency", "value", "raters"]
    table = pd.concat([part[columns] for part in parts if len(part)] or [parts[0][columns]], ignore_index=True)
    table = table.astype({"person": "int64", "kind": "int64", "source": "int64", "competency": "int64", "raters": "float64"})
    pairs = pd.concat([table.loc[table["competency"] >= 0, ["person", "competency"]], wanted[["person", "competency"]]])
    pairs = pairs.astype("int64").drop_duplicates().sort_values(["person", "competency"], ignore_index=True)
    pairs["slot"] = pairs.groupby("person").cumcount()
    table = table.merge(pairs, on=["person", "competency"], how="left")
    table["slot"] = table["slot"].fillna(-1).astype("int64")
    table = table.sort_values(["person", "when", "kind", "source", "slot"], ignore_index=True)
    key = table[["person", "when", "kind", "source"]].to_numpy(dtype=np.float64)
    new_event = np.ones(len(table), dtype=bool)
    new_event[1:] = (key[1:] != key[:-1]).any(axis=1)
    event = np.cumsum(new_event) - 1
    first = pd.Series(event).groupby(table["person"].to_numpy()).transform("min").to_numpy() if len(table) else event
    table["event"] = event - first
    table["cell"] = _rank_within(new_event)
    return Events(table, pairs, num_people)


def _rank_within(begins: BoolArray) -> IntArray:
    index = np.arange(len(begins))
    answer: IntArray = index - np.maximum.accumulate(np.where(begins, index, 0)) if len(begins) else index
    return answer


def ranges(start: IntArray, stop: IntArray) -> IntArray:
    """Return the concatenation of ``range(start[i], stop[i])``."""
    size = stop - start
    total = int(size.sum())
    if not total:
        return np.zeros(0, dtype=np.int64)
    first = np.repeat(start - np.concatenate([[0], np.cumsum(size)[:-1]]), size)
    answer: IntArray = first + np.arange(total)
    return answer
