"""Suite learning: measures by hand, gains paired by people, gates that say what is missed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from penata.benchmarks.learning_data import LearningRows, generated
from penata.benchmarks.learning_methods import HARD, METHODS, NAIVE, ORACLE, TABLE, Forecast
from penata.benchmarks.learning_study import Gate, LearningStudy, learning_study, rps_gain, way_to_oracle
from penata.benchmarks.learning_suite import MADE_UP, gates_of, learning_families
from penata.datasets.synthetic.history import draw_history
from penata.models.domain.errors import NotFoundError


def small() -> LearningRows:
    return generated(draw_history(500, seed=1))


@pytest.fixture(scope="module")
def study() -> LearningStudy:
    """The cheap methods on 500 people."""
    cheap = {name: METHODS[name] for name in (HARD, NAIVE, TABLE, ORACLE)}
    return learning_study({MADE_UP: [(1, small)]}, cheap)


def test_methods_rank_as_they_must(study: LearningStudy) -> None:
    """The true level beats the calibrated gap, which beats its sign; the way to the truth is 0 and 1 at its ends."""
    hard, naive, best = (study.mean(MADE_UP, name, "auc") for name in (HARD, NAIVE, ORACLE))
    assert hard < naive < best
    assert study.mean(MADE_UP, ORACLE, "brier") < study.mean(MADE_UP, NAIVE, "brier") < study.mean(MADE_UP, HARD, "brier")
    assert way_to_oracle(study, MADE_UP, NAIVE) == 0
    assert way_to_oracle(study, MADE_UP, ORACLE) == 1
    assert rps_gain(study, MADE_UP, ORACLE) > 0.1


def test_figures_by_hand() -> None:
    """Brier score of P = .5 is .25; half the gain of certainty; people, not rows, are drawn."""
    rows = pd.DataFrame(
        {
            "person": [0, 0, 1, 1],
            "need": [1, 0, 1, 0],
            "required": 3.0,
            "score": [2.0, 3.0, 1.0, 4.0],
            "history": [0, 1, 2, 5],
        }
    )
    data = LearningRows("four", small().observations, rows.assign(test=True))

    def even(_: LearningRows) -> Forecast:
        return Forecast(np.full(4, 0.5), gap=np.zeros(4))

    def sure(_: LearningRows) -> Forecast:
        return Forecast(np.array([1.0, 0.0, 1.0, 0.0]))

    found = learning_study({"four": [(0, lambda: data)]}, {NAIVE: even, "sure": sure})
    assert found.mean("four", NAIVE, "brier") == 0.25
    assert found.mean("four", NAIVE, "gap_rmse") == pytest.approx(np.sqrt((1 + 0 + 4 + 0) / 4))
    records = {(item["method"], item["group"], item["measure"]): item for item in found.interval_records()}
    assert records["sure", "", "brier_gain"]["mean"] == 1
    assert records["sure", "3+", "rows"]["mean"] == 1
    heads, lines = found.table("en")
    assert len(heads) == len(lines[0])
    assert "-100.0% (-100.0%..-100.0%)" in lines[1]


def test_gates_say_what_is_missed() -> None:
    """At least, at most, and unknown, which passes nothing."""
    assert Gate(("a", "a"), 0.9, 0.885).passed
    assert not Gate(("a", "a"), 0.05, 0.04, at_least=False).passed
    unknown = Gate(("a", "a"), float("nan"), 0.5)
    assert not unknown.passed
    assert unknown.to_dict() == {"name": "a", "value": None, "limit": 0.5, "at_least": True, "passed": False}


def test_a_folder_without_oulad_is_named(tmp_path: Path) -> None:
    """The message names what the folder should hold."""
    with pytest.raises(NotFoundError, match="oulad"):
        learning_families("small", tmp_path)
    assert list(learning_families("small", None)) == [MADE_UP, "nothing to learn"]


@pytest.mark.slow
def test_the_state_model_passes_its_gates_of_ranking() -> None:
    """AUC, way to the truth and levels on two seeds of 800 people: far above what the last mark says."""
    families = {name: seeds for name, seeds in learning_families("small", None).items() if name == MADE_UP}
    gates = {gate.name[1]: gate for gate in gates_of(learning_study(families))}
    assert gates["AUC state model"].passed
    assert gates["share of the way from the gap to the true level"].passed
    assert gates["RPS under the table"].passed
