"""HiGHS 1.16 and starts: what it hands back has to be worth what it says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from penata.optimizer.highs import HighsInner
from penata.optimizer.inner import Stop
from penata.optimizer.linear import LinearModel
from penata.optimizer.solution import Limits


def test_a_start_that_presolve_improves_does_not_hide_the_optimum() -> None:
    """HiGHS returned the start (19617) under the value of its image after presolve (22496), so no plan was proved."""
    data = json.loads((Path(__file__).parent / "data" / "highs_start.json").read_text(encoding="utf-8"))
    arrays = {name: np.array(data[name], dtype=np.int64) for name in data if name != "num_people"}
    aim, hint = arrays.pop("aim"), arrays.pop("hint")
    names = tuple(("row", str(place)) for place in range(len(arrays["row_lower"])))
    model = LinearModel(**arrays, row_names=names, num_people=data["num_people"], elastic=())
    answer = HighsInner().maximise(model, aim, (), limits=Limits(seconds=None), stop=Stop(), hint=hint)
    assert int(aim @ hint) == 19617
    assert (answer.value, answer.bound, answer.proved) == (22496, 22496, True)
