"""What suite ``learning`` runs at each size, and the figures that it must reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, Literal

from ..datasets.synthetic.history import draw_history
from ..datasets.synthetic.history_law import HistoryLaw
from ..models.domain.errors import NotFoundError
from .learning_data import LearningRows, generated, oulad
from .learning_methods import COVERAGES, STATE
from .learning_study import Gate, LearningStudy, rps_gain, way_to_oracle

SizeName = Literal["small", "standard", "full"]
Families = Mapping[str, Sequence[tuple[int, Callable[[], LearningRows]]]]

MADE_UP: Final = "made up"
NOTHING: Final = "nothing to learn"
OULAD: Final = "OULAD, design unchanged"
OULAD_ALL: Final = "OULAD, all modules"
FOLDER: Final = "oulad"
PEOPLE: Final[Mapping[SizeName, tuple[int, int]]] = {"small": (800, 2), "standard": (2500, 6), "full": (5000, 6)}
"""People of a made-up history, and how many seeds."""
NULL_PEOPLE: Final[Mapping[SizeName, int]] = {"small": 4000, "standard": 8000, "full": 16_000}
NULL_LAW: Final = HistoryLaw(
    general=0, own=0, tenure=0, drift=0, walk_common=0, walk_own=0, effect=0, unit=0, halo=0, assessor=0, occasion=0,
    below=0, above=0,
)  # fmt: skip
"""Everybody of a tier is alike and their posts ask for the same: who falls short is chance."""


def learning_families(size: SizeName, folder: Path | None) -> Families:
    """Return the families of rows of a size; those of OULAD where ``folder`` has them in ``oulad``.

    Raises
    ------
    NotFoundError
        A folder was named and holds no ``oulad``.
    """
    people, seeds = PEOPLE[size]
    families: dict[str, Sequence[tuple[int, Callable[[], LearningRows]]]] = {
        MADE_UP: [(seed, partial(_made_up, people, seed)) for seed in range(1, seeds + 1)],
        NOTHING: [(0, partial(_nothing, NULL_PEOPLE[size]))],
    }
    if folder is not None:
        if not (folder / FOLDER).is_dir():
            message = f"{folder}: holds no folder {FOLDER}. Give --instances the folder that does."
            bahasa = f"{folder}: tidak memuat folder {FOLDER}. Isi --instances dengan folder yang memuatnya."
            raise NotFoundError(message, code="E-BENCH-FOLDER", bahasa=bahasa)
        families[OULAD] = [(0, partial(oulad, folder / FOLDER))]
        families[OULAD_ALL] = [(0, partial(oulad, folder / FOLDER, modules="all"))]
    return families


def _made_up(people: int, seed: int) -> LearningRows:
    return generated(draw_history(people, seed=seed), seed=seed)


def _nothing(people: int) -> LearningRows:
    return generated(draw_history(people, years=5, seed=0, law=NULL_LAW))


def gates_of(study: LearningStudy) -> tuple[Gate, ...]:
    """Return the gates of the families that ran."""
    present = study.families()
    return (*(_made_up_gates(study) if MADE_UP in present else ()), *(_null_gates(study) if NOTHING in present else ()))


def _made_up_gates(study: LearningStudy) -> Iterator[Gate]:
    yield Gate((f"AUC {STATE}", f"AUC {STATE}"), study.mean(MADE_UP, STATE, "auc"), 0.885)
    way = "bagian jalan dari celah ke level sebenarnya", "share of the way from the gap to the true level"
    yield Gate(way, way_to_oracle(study, MADE_UP, STATE), 0.60)
    yield Gate(("RPS di bawah tabel", "RPS under the table"), rps_gain(study, MADE_UP, STATE), 0.13)
    for level in COVERAGES:
        off = abs(study.mean(MADE_UP, STATE, f"coverage_{round(100 * level)}") - level)
        yield Gate((f"selisih cakupan {level:.0%}", f"coverage off {level:.0%}"), off, 0.04, at_least=False)


def _null_gates(study: LearningStudy) -> Iterator[Gate]:
    off = abs(study.mean(NOTHING, STATE, "auc") - 0.5)
    yield Gate(("AUC tanpa isyarat, jarak dari 0,5", "AUC of nothing, distance from 0.5"), off, 0.02, at_least=False)
