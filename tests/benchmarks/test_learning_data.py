"""Rows on which forecasts are judged: the published counts, and nothing of a row's outcome before its as-of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy.optimize import isotonic_regression
from scipy.stats import rankdata

from penata.benchmarks.learning_data import LearningRows, generated, oulad
from penata.datasets.synthetic.history import draw_history
from penata.models.domain.errors import NotFoundError


def auc(rows: pd.DataFrame, value: npt.ArrayLike) -> float:
    """Return the chance that a need has the higher value, ties half."""
    ranks, need = rankdata(value), rows["need"].to_numpy() == 1
    ones = int(need.sum())
    return float((ranks[need].sum() - ones * (ones + 1) / 2) / (ones * (len(ranks) - ones)))


def naive(found: LearningRows) -> npt.NDArray[np.float64]:
    """Return the calibrated gap: share of needs by last mark, made monotone on the training terms."""
    train, test = found.part(test=False), found.part(test=True)
    table = train.groupby("last")["need"].agg(["mean", "count"])
    curve = isotonic_regression(table["mean"].to_numpy(), weights=table["count"].to_numpy(), increasing=False).x
    return np.interp(test["last"], table.index, curve)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("modules", "rows", "people", "hard", "ranks", "brier"),
    [
        ("unchanged", 34_818, 6_042, 0.690, 0.823, 0.097),
        pytest.param("all", 40_424, 7_631, 0.691, 0.795, 0.1092, marks=pytest.mark.slow),
    ],
)
def test_oulad_is_the_published_protocol(
    modules: str, rows: int, people: int, hard: float, ranks: float, brier: float, shared_data: Path
) -> None:
    """Counts exactly, and what the last mark alone can say to the third decimal."""
    found = oulad(shared_data / "oulad", modules=modules)  # type: ignore[arg-type]  # one of two words
    test = found.part(test=True)
    assert len(test) == rows
    assert test["person"].nunique() == people
    assert auc(test, (test["last"] < 60).astype(float)) == pytest.approx(hard, abs=5e-4)
    assert auc(test, naive(found)) == pytest.approx(ranks, abs=1e-3)
    assert float(((naive(found) - test["need"]) ** 2).mean()) == pytest.approx(brier, abs=5e-4)
    assert (test["history"] > 0).all()
    assert found.part(test=False)["when"].max() < test["when"].min()
    assert set(found.observations.scores["rater"].cat.categories) == {"tutor", "machine"}
    assert found.observations.dropped == ()
    alone = found.observations.requirements["level"]
    assert set(alone) == {60.0}
    _check_rows(found)


def _check_rows(found: LearningRows) -> None:
    """The last mark of a row is the person's latest one in the competency before the as-of; the outcome comes later."""
    scores = found.observations.scores
    seen = pd.DataFrame(
        {
            "person": found.observations.person_idx,
            "competency": found.observations.competency_idx,
            "when": scores["when"],
            "score": scores["score"],
            "instrument": scores["instrument"].astype("str"),
        }
    )
    for row in found.rows.sample(60, random_state=1).to_dict("records"):
        mine = seen[(seen["person"] == row["person"]) & (seen["competency"] == row["competency"])]
        if row["instrument"] == "assessment_center":
            mine = mine[mine["instrument"] == row["instrument"]]
        before, after = mine[mine["when"] < row["as_of"]], mine[mine["when"] >= row["as_of"]]
        if np.isnan(row["last"]):
            assert len(before) == 0
        else:
            assert before.sort_values("when")["score"].iloc[-1] == row["last"]
        assert after.sort_values("when")["score"].iloc[0] == row["score"]
        assert row["need"] == (row["score"] < row["required"])


def test_made_up_rows_keep_people_and_periods_apart() -> None:
    """Who is judged trains nothing, and the last year trains nobody."""
    history = draw_history(600, years=5, seed=4)
    found = generated(history)
    train, test = found.part(test=False), found.part(test=True)
    assert not set(train["person"]) & set(test["person"])
    assert train["as_of"].max() < test["as_of"].min()
    assert test["person"].nunique() == pytest.approx(600 * 0.3 / 3, rel=0.3)
    assert test["history"].max() >= 1
    assert (test["history"] == 0).any()
    assert np.corrcoef(test["truth"], test["score"])[0, 1] > 0.8
    _check_rows(found)


def test_a_folder_without_the_data_is_named(tmp_path: Path) -> None:
    """The message says which files are missing."""
    with pytest.raises(NotFoundError, match=r"assessment\.csv"):
        oulad(tmp_path)
