"""Units and posts of one made-up agency: a root, offices below it, working units below those."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from .order import FloatArray, IntArray, SynthOrder
from .words import FAMILIES, GROUPS, STAFF_SHARES, Family, staff_title

UNITS_AN_OFFICE: Final = 5
OFFICE_STAFF: Final = 0.3
"""Staff of an office's own desk, against that of a working unit."""
CENTRES: Final = ((-8.0, 4.0), (96.0, 138.0))
"""Where an agency may lie: degrees of latitude and of longitude."""
NEAR: Final = 0.08
"""Standard deviation of a unit's distance from the agency's centre, degrees."""
HEADS: Final = {
    "root": (("Sekretaris Daerah", "jpt_pratama", "II.a", True, 15),),
    "office": (
        ("Kepala Dinas {words}", "jpt_pratama", "II.b", True, 14),
        ("Sekretaris Dinas {words}", "administrator", "III.a", False, 12),
        ("Kepala Subbagian Umum {words}", "pengawas", "IV.a", False, 9),
    ),
    "unit": (
        ("Kepala Bidang {words}", "administrator", "III.b", True, 11),
        ("Kepala Seksi {words}", "pengawas", "IV.a", False, 9),
    ),
}
"""Structural posts by kind of unit: title, group, echelon, whether the head, job class; one seat each."""
CLASS_OF_STAFF: Final = (0, 0, 0, 11, 9, 8, 8, 7, 6, 5)
PRIORITY_OF_GROUP: Final = (5, 4, 4, 4, 3, 3, 3, 3, 3, 2)


@dataclass(frozen=True, slots=True)
class Organisation:
    """Units and posts of one agency: U units, P posts.

    Parameters
    ----------
    units, positions
        Their tables, columns by name; others are left empty.
    lat, lon
        Shape (U,). Where each unit lies, degrees.
    office
        Shape (U,). Index of the office that a unit belongs to or is, -1 for the root.
    unit, group, family, need
        Shape (P,). Index of the unit, code of the group, code of the family, seats.
    echelon
        Shape (P,). Echelon or None.
    """

    units: pd.DataFrame
    positions: pd.DataFrame
    lat: FloatArray
    lon: FloatArray
    office: IntArray
    unit: IntArray
    group: IntArray
    family: IntArray
    need: IntArray
    echelon: npt.NDArray[np.object_]

    def echelon_held(self, held: IntArray) -> list[str | None]:
        """Return the echelon of each post held, None for none (-1)."""
        known: list[str | None] = [*self.echelon.tolist(), None]
        return [known[post] for post in held.tolist()]

    @property
    def structural(self) -> IntArray:
        """Indices of the posts that one person holds."""
        return np.flatnonzero(self.group < GROUPS.index("ahli_madya"))


def build_organisation(order: SynthOrder, agency: str, num_people: int, rng: np.random.Generator) -> Organisation:
    """Draw the units and posts of an agency; seats are people over tightness, as near as structure allows."""
    num_units = max(1, round(num_people / order.unit_size))
    num_offices = -(-num_units // UNITS_AN_OFFICE)
    office_of = np.arange(num_units) // UNITS_AN_OFFICE
    families = rng.integers(0, len(FAMILIES), num_offices)
    families[: len(FAMILIES)] = rng.permutation(len(FAMILIES))[:num_offices]
    kind = np.array(["root", *["office"] * num_offices, *["unit"] * num_units])
    office = np.concatenate([[-1], np.arange(num_offices), office_of])
    family = np.concatenate([[FAMILIES.index(_of("pemerintahan"))], families, families[office_of]])
    ids = [agency, *(f"{agency}-{one:04d}" for one in range(1, num_offices + 1))]
    parents: list[str | None] = [None, *[agency] * num_offices]
    for one, above in zip(range(num_units), office_of.tolist(), strict=True):
        ids.append(f"{ids[1 + above]}.{one % UNITS_AN_OFFICE + 1}")
        parents.append(ids[1 + above])
    lat, lon = _places(rng, len(ids))
    posts = _posts(order, num_people, kind, family, rng)
    number = posts.groupby("unit").cumcount() + 1
    positions = pd.DataFrame(
        {
            "position_id": [f"{ids[u]}.{n:02d}" for u, n in zip(posts["unit"], number, strict=True)],
            "unit_id": [ids[u] for u in posts["unit"]],
            "title": posts["title"],
            "title_id": posts["title"].map(
                {title: f"J{place:03d}" for place, title in enumerate(sorted(set(posts["title"])))}
            ),
            "group": [GROUPS[code] for code in posts["group"]],
            "echelon": posts["echelon"],
            "need": posts["need"],
            "head": posts["head"],
            "education_fields": [";".join(FAMILIES[code].fields) for code in posts["family"]],
            "priority": [PRIORITY_OF_GROUP[code] for code in posts["group"]],
            "job_family": [FAMILIES[code].code for code in posts["family"]],
            "job_class": posts["class"],
        }
    )
    return Organisation(
        units=_units(agency, ids, parents, kind, family, lat, lon),
        positions=positions,
        lat=lat,
        lon=lon,
        office=office,
        unit=posts["unit"].to_numpy(np.int64),
        group=posts["group"].to_numpy(np.int64),
        family=posts["family"].to_numpy(np.int64),
        need=posts["need"].to_numpy(np.int64),
        echelon=posts["echelon"].to_numpy(object),
    )


def _of(code: str) -> Family:
    return next(family for family in FAMILIES if family.code == code)


def _places(rng: np.random.Generator, count: int) -> tuple[FloatArray, FloatArray]:
    lat, lon = (rng.uniform(*span) + rng.normal(0, NEAR, count) for span in CENTRES)
    return np.round(lat, 5), np.round(lon, 5)


def _units(
    agency: str,
    ids: list[str],
    parents: list[str | None],
    kind: npt.NDArray[np.str_],
    family: IntArray,
    lat: FloatArray,
    lon: FloatArray,
) -> pd.DataFrame:
    words = {"root": "Sekretariat Daerah", "office": "Dinas {words} {id}", "unit": "Bidang {words} {id}"}
    kinds = {"root": "sekretariat_daerah", "office": "dinas", "unit": "bidang"}
    return pd.DataFrame(
        {
            "unit_id": ids,
            "name": [
                words[what].format(words=FAMILIES[code].words, id=identity.partition("-")[2])
                for what, code, identity in zip(kind.tolist(), family.tolist(), ids, strict=True)
            ],
            "parent_id": parents,
            "agency_id": [agency] * len(ids),
            "kind": [kinds[what] for what in kind.tolist()],
            "lat": lat,
            "lon": lon,
        }
    )


def _posts(
    order: SynthOrder, num_people: int, kind: npt.NDArray[np.str_], family: IntArray, rng: np.random.Generator
) -> pd.DataFrame:
    """Return the posts sorted by unit, structural ones first."""
    structural = pd.DataFrame(
        [
            (unit, head, GROUPS.index(group), code, 1, title.format(words=FAMILIES[code].words), echelon, job_class)
            for unit, (what, code) in enumerate(zip(kind.tolist(), family.tolist(), strict=True))
            for title, group, echelon, head, job_class in HEADS[what]
        ],
        columns=["unit", "head", "group", "family", "need", "title", "echelon", "class"],
    )
    staff = max(0, round(num_people / order.tightness) - len(structural))
    weight = rng.uniform(0.6, 1.4, len(kind)) * np.where(kind == "unit", 1.0, OFFICE_STAFF)
    by_unit = rng.multinomial(staff, weight / weight.sum())
    seats = rng.multinomial(by_unit, STAFF_SHARES)
    unit, group = np.nonzero(seats)
    code = family[unit]
    titles = [[staff_title(one, name) for name in GROUPS] for one in FAMILIES]
    rest = pd.DataFrame(
        {
            "unit": unit,
            "head": False,
            "group": group,
            "family": code,
            "need": seats[unit, group],
            "title": [titles[one][what] for one, what in zip(code.tolist(), group.tolist(), strict=True)],
            "echelon": None,
            "class": np.array(CLASS_OF_STAFF)[group],
        }
    )
    return pd.concat([structural, rest], ignore_index=True).sort_values(["unit", "group"], kind="stable", ignore_index=True)
