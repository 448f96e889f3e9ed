"""Made-up agencies as cases: one whole case an agency, its demands in a scenario beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from ...models.domain.case import Case
from .agency_history import build_history
from .order import AS_OF, EFFECTIVE, SynthOrder
from .organisation import Organisation, build_organisation
from .people import build_people
from .records import build_records, build_standards
from .truth import Truth
from .words import SKILL

if TYPE_CHECKING:
    import pandas as pd

MAX_SHARE: Final = 0.3
"""Share of the people who may move, in the scenario of a made-up agency."""
SKILL_LEVEL: Final = 3.0


def agency_ids(order: SynthOrder) -> tuple[str, ...]:
    """Return the id of each agency, which names its root unit and its folder."""
    width = max(3, len(str(order.agencies)))
    return tuple(f"A{number:0{width}d}" for number in range(1, order.agencies + 1))


def build_agencies(order: SynthOrder) -> Iterator[Case]:
    """Yield the case of each agency, one at a time; ids of people and units are unique across all of them."""
    return (case for case, _ in build_agencies_and_truth(order))


def build_agencies_and_truth(order: SynthOrder) -> Iterator[tuple[Case, Truth | None]]:
    """Yield the case of each agency with the truth behind its history, None where it has none."""
    taken: dict[int, int] = {}
    for number, (agency, size) in enumerate(zip(agency_ids(order), order.sizes().tolist(), strict=True), start=1):
        yield _build_agency(order, agency, number, size, taken)


def _build_agency(
    order: SynthOrder, agency: str, number: int, num_people: int, taken: dict[int, int]
) -> tuple[Case, Truth | None]:
    streams = [np.random.default_rng([order.seed, number, stream]) for stream in range(3)]
    organisation = build_organisation(order, agency, num_people, streams[0])
    people = build_people(order, organisation, num_people, taken, streams[1])
    tables: dict[str, pd.DataFrame] = {
        "units": organisation.units,
        "positions": organisation.positions,
        "employees": people.table,
        **build_standards(frozenset(organisation.positions["title"])),
        **build_records(order, organisation, people, streams[2]),
    }
    history = build_history(order, organisation, people, number, tables) if order.years else None
    case = Case.from_frames(
        {**tables, **(history.tables if history else {})},
        as_of=AS_OF,
        effective=EFFECTIVE,
        name=f"DATA CONTOH - Instansi {agency}",
        agency=f"Instansi contoh {agency}",
        synthetic=True,
        scenario=_scenario(order, agency, organisation),
    )
    return case, history.truth if history else None


def _scenario(order: SynthOrder, agency: str, organisation: Organisation) -> dict[str, object]:
    wanted: dict[str, object] = {
        "schema": "penata.scenario/1",
        "name": f"DATA CONTOH - Penataan {agency}",
        "moves": {"max_share": MAX_SHARE},
    }
    office = organisation.office[organisation.unit]
    seats = np.bincount(office[office >= 0], weights=organisation.need[office >= 0])
    mixes = [
        {"unit": unit, "competency": SKILL, "level": SKILL_LEVEL, "at_least": int(count), "mode": "soft", "subtree": True}
        for unit, count in zip(organisation.units["unit_id"][1:], np.round(order.skill_mix * seats).tolist(), strict=False)
        if count
    ]
    return wanted | ({"skill_mix": mixes} if mixes else {})
