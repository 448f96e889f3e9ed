"""How much memory a placement will need, told from counts before an option is written out.

Bytes an option and bytes an entry of a coupling row were measured on made-up agencies (``docs/benchmarks.md``); a slow test
holds them within 30 % of the peak of a process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from ..models.domain.build import Prospect
from .hybrid import PRICED_FROM

MB: Final = 2**20
BUILT_MB: Final = 16
BUILD: Final = (85, 16)
"""Bytes an option, and bytes an entry of a row, at the peak of building."""
LEAST_BUILD: Final = 100
"""Bytes an option at least, while options are gathered."""
SOLVE: Final[dict[str, tuple[int, int, int]]] = {
    "flow": (16, 190, 0),
    "hybrid": (130, 352, 117),
    "highs": (130, 310, 117),
    "cpsat": (130, 500, 117),
    "other": (16, 200, 16),
}
"""MB, and the same bytes at the peak of the search, building included; of ``hybrid`` with the exact search after it."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Options, the entries that coupling rows have for each, and MB beside what the process holds before building.

    ``build_mb`` is the peak of building, ``peak_mb`` that of building and searching.
    """

    num_options: int
    entries: float
    engine: str
    build_mb: int
    peak_mb: int


def footprint_of(prospect: Prospect, engine: str) -> Footprint:
    """Return what a placement will need.

    Parameters
    ----------
    prospect
        The problem to be.
    engine
        As asked for; ``auto`` is told from what couples people.
    """
    options, entries = prospect.num_options, entries_of(prospect)
    if engine == "auto":
        engine = "hybrid" if entries or prospect.facts.scenario.weight("equity") else "flow"
    if engine == "hybrid" and options < PRICED_FROM:
        engine = "highs"
    fixed, option, entry = SOLVE.get(engine, SOLVE["other"])
    building = BUILT_MB + max(LEAST_BUILD, BUILD[0] + BUILD[1] * entries) * options / MB
    searching = fixed + (option + entry * entries) * options / MB
    return Footprint(options, entries, engine, round(building), round(max(building, searching)))


def entries_of(prospect: Prospect) -> float:
    """Return about how many coupling rows an option stands in."""
    facts, scenario = prospect.facts, prospect.facts.scenario
    modes = {rule.spec.id: rule.setting.mode for rule in prospect.pack.plan}
    limits = [scenario.moves.max_share, scenario.moves.max_count, scenario.moves.max_share_per_unit]
    entries = float(sum(limit is not None for limit in limits))
    entries += limits[-1] is None and modes.get("R22") in ("hard", "soft")
    entries += scenario.budget.training_idr is not None
    entries += scenario.budget.relocation_idr is not None
    if modes.get("skill_mix", "off") != "off":
        entries += sum(_share_of_mix(prospect, place) for place in range(len(scenario.skill_mix)))
    return entries if len(facts.employees) else 0.0


def _share_of_mix(prospect: Prospect, place: int) -> float:
    """Return about which share of the options a skill mix counts: its posts times the people who have the skill."""
    facts = prospect.facts
    mix = facts.scenario.skill_mix[place]
    units = facts.case.records.units_within(mix.unit, subtree=mix.subtree)
    inside = facts.posts_which(lambda post: post.unit_id in units)
    skilled = facts.people_who(lambda e: (e.level_of(mix.competency) or -1.0) >= mix.level)
    return float(np.mean(inside) * np.mean(skilled)) if len(inside) and len(skilled) else 0.0
