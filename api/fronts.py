"""Use case frontier: what one goal costs in another, over all plans that the rules admit."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from ..models.domain.audit import Audit
from ..models.domain.build import build_problem
from ..models.domain.case import Case
from ..models.domain.errors import EngineError, OptionError
from ..models.domain.points import from_cents
from ..models.domain.scenario import Scenario
from ..optimizer.engine import EngineName
from ..optimizer.frontier import Front, FrontProgress, frontier
from ..optimizer.goals import VALUE, check_goals, goal_of, goal_scenario
from ..optimizer.outcome import plan_of
from ..optimizer.referee import Referee
from ..reports.front_page import front_table, front_words, write_front_page
from ..reports.words import Words
from .cases import Language
from .placing import SMALL_AGENCY, limits_of

DEFAULT_GOALS = ("suitability", "move")
SCHEMA = "penata.frontier/1"
MOST_POINTS = 9
"""Points of the front of a large agency, where none were asked for."""


@dataclass(frozen=True)
class FrontierReport:
    """The front of two goals of a case.

    Parameters
    ----------
    case_name, synthetic
        The case it is of.
    goals
        First goal, second goal.
    front
        Points, gap and status as solved.
    audits
        The referee's account of each point, in the order of the points.
    """

    case_name: str
    synthetic: bool
    goals: tuple[str, str]
    front: Front
    audits: tuple[Audit, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return one row a point: amount and points of both goals, moves, total value, ``knee``."""
        return pd.DataFrame(self._records(), columns=list(self._columns()))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON (``penata.frontier/1``)."""
        front = self.front
        return {
            "schema": SCHEMA,
            "case": self.case_name,
            "goals": list(self.goals),
            "status": front.status,
            "gap": round(front.gap, 9),
            "engine": front.engine,
            "clock_limited": front.clock_limited,
            "knee": front.knee,
            "points": self._records(),
        }

    def words(self, lang: Language = "id") -> tuple[str, ...]:
        """Return what the front shows, and its knee, in sentences."""
        return tuple(sentence for sentence in front_words(self.to_dict(), Words(lang)) if sentence)

    def table(self, lang: Language = "id") -> tuple[list[str], list[list[str]]]:
        """Return headers and rows as people read them."""
        return front_table(self.to_dict(), Words(lang))

    def write_page(self, path: str | Path, *, lang: Language = "id", replace: bool = False) -> Path:
        """Write the front as one self-contained page with a plot and a table.

        Raises
        ------
        OptionError
            The name does not end in ``.html``, or the file exists and ``replace`` is not set.
        NotFoundError
            The file can't be written.
        """
        target = Path(path)
        if target.suffix.casefold() not in (".html", ".htm"):
            message = f"{target}: the front is a page; give a name that ends in .html."
            bahasa = f"{target}: halaman garis depan berupa HTML; beri nama yang berakhiran .html."
            raise OptionError(message, code="E-SUFFIX", bahasa=bahasa)
        if target.exists() and not replace:
            message = f"{target}: is in the way; give another name or --force."
            bahasa = f"{target}: sudah ada; beri nama lain atau pakai --force."
            raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)
        write_front_page(self.to_dict(), target, language=lang, synthetic=self.synthetic)
        return target

    def _columns(self) -> tuple[str, ...]:
        pairs = (f"{goal}_{kind}" for goal in self.goals for kind in ("amount", "points"))
        return ("point", *pairs, "moves", "value_points", "proved", "knee")

    def _records(self) -> list[dict[str, Any]]:
        records = []
        for place, (point, audit) in enumerate(zip(self.front.points, self.audits, strict=True)):
            amounts = {item.term: item.amount for item in audit.terms}
            row: dict[str, Any] = {"point": place}
            for goal, cents in zip(self.goals, (point.first, point.second), strict=True):
                row[f"{goal}_amount"] = from_cents(cents) if goal == VALUE else amounts[goal]
                row[f"{goal}_points"] = from_cents(cents)
            row["moves"] = int(amounts["move"])
            row["value_points"] = from_cents(audit.value_cents)
            row["proved"] = point.proved
            row["knee"] = place == self.front.knee
            records.append(row)
        return records


def case_frontier(
    case: Case,
    scenario: Scenario | None = None,
    *,
    goals: tuple[str, str] = DEFAULT_GOALS,
    points: int | None = None,
    engine: EngineName | None = None,
    seconds: float | None = None,
    stop_event: threading.Event | None = None,
    progress: FrontProgress | None = None,
) -> FrontierReport:
    """Return the front of two goals over all plans that keep the hard rules of a scenario.

    Parameters
    ----------
    case, scenario
        Facts and what is asked; None = the scenario that came with the case.
    goals
        Two of the term ids, or ``value`` for all terms but the other goal.
    points
        Stop after so many points where the front is not whole by then; None = the whole front up to 5,000 people,
        9 points beyond.
    engine
        Overrides the scenario's.
    seconds
        Clock of the whole front; None = none.
    stop_event
        Set from outside to end with the points found.
    progress
        Called with the number of points and the gap.

    Raises
    ------
    OptionError
        A goal has no such name, or both are the same.
    EngineError
        The referee finds another amount than the model has: a bug, never shown as a result.
    """
    check_goals(goals)
    asked = goal_scenario(scenario or Scenario.parse(case.scenario), goals)
    built = build_problem(case, asked)
    people = len(built.problem.employee_ids)
    if points is None and people > SMALL_AGENCY:
        points = MOST_POINTS
    if built.problem.blocked:
        return FrontierReport(case.name, case.synthetic, goals, Front((), 1.0, "infeasible", "build"), ())
    first, second = (goal_of(built, goals, which) for which in (0, 1))
    front = frontier(
        built.problem,
        first,
        second,
        engine=engine or asked.solve.engine,
        limits=replace(limits_of(asked, people), seconds=seconds),
        most_points=points,
        stop_event=stop_event,
        progress=progress,
    )
    referee = Referee(case, asked)
    audits = tuple(referee.audit(plan_of(built.problem, point.chosen)) for point in front.points)
    for point, audit in zip(front.points, audits, strict=True):
        _confirm(audit, goals, (point.first, point.second))
    return FrontierReport(case.name, case.synthetic, goals, front, audits)


def _confirm(audit: Audit, goals: tuple[str, str], reached: tuple[int, int]) -> None:
    """Compare a point with the referee's count."""
    cents: Mapping[str, int] = {item.term: item.cents for item in audit.terms}
    counted = tuple(
        audit.value_cents - cents[goals[1 - which]] if goal == VALUE else cents[goal] for which, goal in enumerate(goals)
    )
    if not audit.feasible or counted != reached:
        message = f"the referee counts {counted} for {goals}; the model has {reached}; breaches: {len(audit.breaches)}"
        raise EngineError(message, code="E-REFEREE")
