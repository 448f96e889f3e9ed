"""The relaxation's bound and reaches hold for every plan, whatever floating point led to them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from penata.benchmarks.instances import coupled_instance
from penata.models.domain.problem import Auxiliary, PlacementProblem, Row
from penata.optimizer import relaxation
from penata.optimizer.inner import Held, Stop
from penata.optimizer.linear import linear_model, restricted
from penata.optimizer.relaxation import Relaxation, relax
from penata.optimizer.solution import Limits, complete


def drawn(seed: int) -> PlacementProblem:
    """Return 4 people x 3 posts with a hard row over options and a soft one with a slack."""
    rng = np.random.default_rng(seed)
    e, p = np.divmod(np.arange(12), 3)
    hard = Row("test", "hard", np.arange(0, 12, 2), rng.integers(1, 4, 6), None, int(rng.integers(4, 9)))
    soft = Row("test", "soft", np.append(np.arange(1, 12, 3), 12), np.ones(5, dtype=np.int64), 3, None)
    return PlacementProblem.from_arrays(
        e,
        p,
        rng.integers(0, 50, 12),
        num_employees=4,
        num_positions=3,
        capacity=2,
        unplaced_points=20,
        shortage_points=float(rng.integers(0, 15)),
        rows=[hard, soft],
        auxiliaries=[Auxiliary("slack", "soft", 3, -700, "rules")],
    )


def relaxed(problem: PlacementProblem, held: tuple[Held, ...] = ()) -> Relaxation:
    """Relax the only tier over every column, from no plan."""
    aim = np.concatenate([problem.tiers[0].option_points, problem.tiers[0].auxiliary_points])
    found = relax(
        linear_model(problem),
        aim,
        held,
        allowed=np.ones(len(aim), dtype=bool),
        start=None,
        limits=Limits(seconds=None),
        stop=Stop(),
    )
    assert found is not None
    return found


def plans(problem: PlacementProblem) -> list[tuple[int, np.ndarray]]:
    """Return value and options of every feasible plan."""
    options = [np.flatnonzero(problem.option_employee == e) for e in range(len(problem.employee_ids))]
    found = []
    for choice in product(*options):
        chosen = np.array(choice)
        try:
            found.append((problem.value_of(chosen, complete(problem, chosen)), chosen))
        except ValueError:
            continue
    return found


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("scales", [(2**24, 2**16), (2,)], ids=["fine", "coarse"])
def test_no_plan_passes_bound_or_reach(seed: int, scales: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every plan of 4 people is worth at most the bound, and at most the reach of each option it uses."""
    monkeypatch.setattr(relaxation, "SCALES", scales)
    problem = drawn(seed)
    found = relaxed(problem)
    for value, chosen in plans(problem):
        assert value <= found.bound
        assert np.all(value <= found.reach[chosen])


def test_multipliers_that_do_not_fit_give_no_relaxation(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond 64 bits the engine goes on without a relaxation; nothing wraps round."""
    monkeypatch.setattr(relaxation, "SCALES", (2**60,))
    with pytest.raises(AssertionError):
        relaxed(drawn(0))


def test_a_held_tier_tightens_the_bound() -> None:
    """Holding 'at most one unplaced' as an earlier tier keeps the bound valid for the plans that keep it."""
    problem = drawn(3)
    columns = len(problem.option_points) + len(problem.auxiliaries)
    aim = np.zeros(columns, dtype=np.int64)
    aim[np.flatnonzero(problem.option_position < 0)] = -1
    kept = [value for value, chosen in plans(problem) if int(aim[chosen].sum()) >= -1]
    assert max(kept) <= relaxed(problem, (Held(aim, -1),)).bound <= relaxed(problem).bound


def test_sifting_prices_every_column() -> None:
    """100 people, everything coupled: starting from 5 columns a person or from all of them bounds alike, to a cent."""
    problem = coupled_instance(100, 1, equity=True, budgets=True, kin=True)
    few = relaxed(problem)
    original = relaxation.FIRST_COLUMNS
    try:
        relaxation.FIRST_COLUMNS = 61
        assert abs(relaxed(problem).bound - few.bound) <= 1
    finally:
        relaxation.FIRST_COLUMNS = original


def test_a_restricted_model_keeps_rows() -> None:
    """Leaving out columns 0 and 3 of a 2 x 2 problem keeps its rows with one option each."""
    e, p = np.divmod(np.arange(4), 2)
    model = linear_model(PlacementProblem.from_arrays(e, p, [5, 6, 1, 4], num_employees=2, num_positions=2))
    part = restricted(model, np.array([False, True, True, False]))
    assert part.row_names == model.row_names
    assert [part.indices[a:b].tolist() for a, b in zip(part.starts[:-1], part.starts[1:], strict=True)][:2] == [[0], [1]]
