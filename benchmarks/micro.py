"""Suite ``micro``: fixed work for each part of the way of the data, and a yardstick that knows nothing of it."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from ..datasets.read import read_source
from ..models.domain.build import Built, build_problem
from ..models.domain.scenario import Scenario
from ..optimizer.choice_cost import ChoiceCosts
from ..optimizer.exact import solve_exact
from ..optimizer.flow import solve_flow
from ..optimizer.referee import Referee
from ..optimizer.solution import Limits
from .bulk import bulk_works
from .instances import coupled_instance
from .million import million_works
from .records import Outcome
from .report import peak_megabytes
from .work import Work

PEOPLE = {"small": 1_000, "standard": 5_000, "full": 20_000}
YARDSTICK_ROUNDS = 12


def micro_suite(size: str) -> list[Work]:
    """Return the works of a size."""
    people = PEOPLE[size]
    return [
        Work("micro", "read the district", "datasets", read_district),
        Work("micro", "options of the district", "models", options_of_district),
        Work("micro", f"flow {people}", "flow", flow, (people,)),
        Work("micro", "coupled 200", "highs", coupled, (200,)),
        Work("micro", "referee on the district", "referee", referee),
        Work("micro", f"cost of choices {people}", "explain", cost_of_choices, (people,)),
        *bulk_works(size),
        *million_works(size),
    ]


def _timed(work: Callable[[], float | None]) -> Outcome:
    start = time.process_time()
    value = work()
    return Outcome("done", value, None, time.process_time() - start, peak_megabytes())


def yardstick() -> Outcome:
    """Sort, sum and loop a fixed amount."""

    def work() -> float:
        numbers = np.random.default_rng(0).integers(0, 10**9, 400_000)
        total = 0
        for turn in range(YARDSTICK_ROUNDS):
            total += int(np.sort(numbers ^ turn)[::1000].sum())
            for number in numbers[:40_000].tolist():
                total ^= number
        return float(total % 10**9)

    return _timed(work)


def _district() -> Built:
    case = read_source("lubuk_begalung").require_case()
    return build_problem(case, Scenario.parse(case.scenario))


def read_district() -> Outcome:
    """Read and check the bundled case; the value is its number of people."""
    return _timed(lambda: float(len(read_source("lubuk_begalung").require_case().employees)))


def options_of_district() -> Outcome:
    """Judge all pairs of the bundled case and compile the rows; the value is the number of options."""
    case = read_source("lubuk_begalung").require_case()
    scenario = Scenario.parse(case.scenario)
    return _timed(lambda: float(build_problem(case, scenario).problem.num_options))


def flow(people: int) -> Outcome:
    """Solve one flow of the synthetic family; the value is its total."""
    problem = coupled_instance(people, 1, coupled=False)
    return _timed(lambda: None if (bound := solve_flow(problem).bound) is None else float(bound))


def coupled(people: int) -> Outcome:
    """Solve one coupled instance of the family to the proof; the value is its total."""
    problem = coupled_instance(people, 1)
    limits = Limits(seconds=None, unique=False)
    return _timed(lambda: None if (bound := solve_exact(problem, limits).bound) is None else float(bound))


def referee() -> Outcome:
    """Audit today's placement of the bundled case; the value is its cents."""
    built = _district()
    judge = Referee(built.facts.case, built.facts.scenario)
    return _timed(lambda: float(judge.audit(judge.today).value_cents))


def cost_of_choices(people: int) -> Outcome:
    """Say what the choices of 20 people and one post cost a loaded plan; the value is the sum of the least, in cents."""
    problem = coupled_instance(people, 1, coupled=False)
    chosen = solve_flow(problem).chosen
    if chosen is None:
        return Outcome("none", None, None, 0.0, peak_megabytes())
    costs = ChoiceCosts(problem, chosen)
    costs.of_person(0, repairs=1)  # loads the residual networks

    def work() -> float:
        listed = [cost for person in range(20) for cost in costs.of_person(person, repairs=7)]
        listed += costs.of_post(0, repairs=8)
        return float(sum(cost.spans[0].least or 0 for cost in listed))

    return _timed(work)
