"""Which facts the rules lack, by person and rule: counted before anything is solved."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .case import Case
from .facts import Facts
from .pairs import Pairs
from .population import Population, population_of
from .rules.pack import RulePack
from .rules.spec import Verdict
from .scenario import Scenario

MOST_PAIRS = 20_000_000
BLOCK_PAIRS = 250_000


def unknown_facts(case: Case, scenario: Scenario, population: Population | None = None) -> pd.DataFrame:
    """Count, for each person and rule, the posts in scope about which the rule can't answer.

    Returns
    -------
    ``employee_id``, ``rule``, ``count``; rows with a count only. Empty where people x posts pass 20 million: such a
    case is judged while it is placed.
    """
    population = population or population_of(case, scenario)
    if len(population.movable) * len(population.open_positions) > MOST_PAIRS:
        return _counted([])
    facts = Facts(case, scenario, population)
    pack = RulePack.of(case, scenario)
    movable = np.flatnonzero(np.array([e.id in facts.population.movable for e in facts.employees], dtype=bool))
    posts = np.flatnonzero(np.array([p.id in facts.population.open_positions for p in facts.positions], dtype=bool))
    counts = {rule.spec.id: np.zeros(len(facts.employees), dtype=np.int64) for rule in pack.person_post}
    if len(movable) * len(posts):
        step = max(1, BLOCK_PAIRS // max(1, len(movable)))
        for start in range(0, len(posts), step):
            block = posts[start : start + step]
            pairs = Pairs(facts, np.repeat(movable, len(block)), np.tile(block, len(movable)))
            for rule in pack.person_post:
                unknown = rule.judge(pairs).verdict == Verdict.UNKNOWN
                counts[rule.spec.id] += np.bincount(pairs.e[unknown], minlength=len(facts.employees))
    rows = [(facts.employees[e].id, rule, int(count[e])) for rule, count in counts.items() for e in np.flatnonzero(count)]
    return _counted(rows)


def _counted(rows: list[tuple[str, str, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["employee_id", "rule", "count"])
