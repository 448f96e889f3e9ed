"""Who is outside the model, counted from the tables of a case: a hundred thousand people without a record each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import vocabulary as words
from .case import Case
from .record_reading import units_of
from .records import units_within
from .scenario import Scenario


@dataclass(frozen=True, slots=True)
class Headcount:
    """What :func:`.population.population_of` finds, as far as a count needs it.

    Parameters
    ----------
    outside
        ``employee_id``, ``reason``: the people outside the model, in the order of the table.
    num_pairs
        People who may move times posts that may take people.
    """

    outside: pd.DataFrame
    num_pairs: int


def headcount(case: Case, scenario: Scenario) -> Headcount:
    """Sort people as :func:`.population.population_of` does, a column at a time."""
    people, posts = case.tables["employees"], case.tables["positions"]
    held = pd.Index(posts["position_id"]).get_indexer(people["position_id"])  # -1: none
    reason = _reasons(case, held)
    outside = pd.DataFrame({"employee_id": people["employee_id"], "reason": reason})[reason != ""]
    open_posts = _open_posts(case, scenario)
    movable = (reason == "") & ((held < 0) | np.append(open_posts, True)[held])
    return Headcount(outside.reset_index(drop=True), int(movable.sum()) * int(open_posts.sum()))


def _reasons(case: Case, held: npt.NDArray[np.intp]) -> npt.NDArray[np.str_]:
    """Return why each person does not serve on the effective day, "" where they do. Shape (E,)."""
    people, posts, effective = case.tables["employees"], case.tables["positions"], case.effective
    day = pd.Timestamp(effective)
    inactive = ~people["active"].fillna(False).astype(bool) & ~(people["returns_on"] <= day)
    own = pd.to_numeric(posts["bup"]).astype("float64")
    bup = np.append(own.where(own > 0, posts["group"].map(dict(words.BUP_YEARS)).astype("float64")).to_numpy(), np.nan)[held]
    birth = people["birth_date"].dt
    # The first day out of service is the first of the month after the birthday at retirement age: months are enough.
    months_left = 12 * (birth.year + bup) + birth.month - (12 * effective.year + effective.month - 1)
    ended = people["status"].isin(["pppk", "pppk_paruh_waktu"]) & (people["contract_until"] < day)
    return np.select([inactive, months_left <= 0, ended], ["inactive", "retired", "contract_ended"], "")


def _open_posts(case: Case, scenario: Scenario) -> npt.NDArray[np.bool_]:
    """Return the posts within the scenario's scope. Shape (P,)."""
    posts, scope = case.tables["positions"], scenario.scope
    units = units_of(case.tables["units"])
    within = frozenset(units)
    if scope.units:
        within = frozenset().union(*(units_within(units, unit, subtree=scope.subtree) for unit in scope.units))
    is_open = posts["unit_id"].isin(list(within))
    if scope.groups:
        is_open &= posts["group"].isin(list(scope.groups))
    return is_open.to_numpy(dtype=bool)
