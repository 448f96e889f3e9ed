"""What is asked of made-up agencies: how many people, in how many agencies, of what kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from ...models.domain.errors import OptionError

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

AS_OF: Final = date(2026, 11, 1)
EFFECTIVE: Final = date(2027, 1, 4)
FEWEST: Final = 10
"""People of the smallest agency."""
MOST_PEOPLE: Final = 10_000_000
SIZE_SPREAD: Final = 0.8
"""Standard deviation of the logarithm of an agency's size."""
RANGES: Final = {
    "people": (FEWEST, MOST_PEOPLE),
    "agencies": (1, 10_000),
    "seed": (0, 2**63 - 1),
    "tightness": (0.5, 1.5),
    "skill_mix": (0.0, 0.9),
    "surplus": (0.0, 0.5),
    "unit_size": (10, 500),
    "years": (0, 20),
}
"""Least and most of each parameter."""


@dataclass(frozen=True, slots=True)
class SynthOrder:
    """Parameters of made-up agencies.

    Parameters
    ----------
    people
        People of all agencies together.
    agencies
        How many; sizes vary by a lognormal law, none below 10 people.
    seed
        Equal parameters and seed give equal cases.
    tightness
        People for each seat: 0.97 leaves about 3 % of the seats empty, above 1 there are more people than seats.
    skill_mix
        Share of the people of every office that the scenario wants at level 3 in the scarce skill ``T-IT``; a
        sixth more have it (41 in place of 35 of a hundred). 0 = no such demand.
    surplus
        Share of the people who hold a post beyond its need today.
    unit_size
        People of a working unit (*bidang*), about; an office has up to five of them.
    years
        Years of evaluations, grades and training up to 2025, with the truth behind them; 0 = no history, but one
        assessment and two grades. With a history the standards stand by post, in twelve competencies.

    Raises
    ------
    OptionError
        A parameter is out of its range, or there are fewer than 10 people an agency.
    """

    people: int
    agencies: int = 1
    seed: int = 0
    tightness: float = 0.97
    skill_mix: float = 0.2
    surplus: float = 0.03
    unit_size: int = 40
    years: int = 0

    def __post_init__(self) -> None:
        for name, (low, high) in RANGES.items():
            value = getattr(self, name)
            if not low <= value <= high:
                message = f"--{name.replace('_', '-')} {value}: expected {low:,} to {high:,}."
                bahasa = f"--{name.replace('_', '-')} {value}: seharusnya {low:,} sampai {high:,}."
                raise OptionError(message, code="E-OPTION", bahasa=bahasa)
        if self.people < FEWEST * self.agencies:
            message = f"{self.people} people are too few for {self.agencies} agencies; give at least {FEWEST} an agency."
            bahasa = f"{self.people} pegawai kurang untuk {self.agencies} instansi; paling sedikit {FEWEST} per instansi."
            raise OptionError(message, code="E-OPTION", bahasa=bahasa)

    def sizes(self) -> IntArray:
        """Return the people of each agency; they sum to ``people``. Shape (agencies,)."""
        rng = np.random.default_rng([self.seed, 0])
        weight = rng.lognormal(0.0, SIZE_SPREAD, self.agencies)
        free = self.people - FEWEST * self.agencies
        return FEWEST + rng.multinomial(free, weight / weight.sum())
