"""Roles of a competency list laid over the standards of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import pandas as pd

from ...models.domain.case import Case, canonical_frame
from ...models.domain.errors import DataError
from ...models.domain.tables import TABLES
from ..nearest import Nearest
from .lists import Role


@dataclass(frozen=True, slots=True)
class Merged:
    """A case with standards from a list, and what was added and left as it was.

    Parameters
    ----------
    case
        The case.
    competencies, requirements
        Rows added.
    kept
        Rows of the list that the case has a row of its own for; the case's stays.
    """

    case: Case
    competencies: int
    requirements: int
    kept: int


def role_frames(
    roles: Mapping[str, Role], targets: Mapping[str, str], *, by: str = "title"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return competencies and requirements of chosen roles.

    Parameters
    ----------
    roles
        From :func:`.lists.read_framework`.
    targets
        Title (or position id) -> code of its role, or its name where only one role has it.
    by
        ``title`` or ``position_id``.

    Raises
    ------
    DataError
        The list has no such role; the message names the nearest.
    """
    chosen = {target: _role(roles, wanted) for target, wanted in targets.items()}
    needs = {need.skill_id: need for role in chosen.values() for need in role.needs}
    competencies = [(need.skill_id, need.skill, "technical") for need in needs.values()]
    rows = [
        (target, need.skill_id, float(need.level), need.weight, need.mandatory)
        for target, role in chosen.items()
        for need in role.needs
    ]
    names = [by, "competency_id", "level", "weight", "mandatory"]
    return (
        canonical_frame(TABLES["competencies"], pd.DataFrame(competencies, columns=["competency_id", "name", "kind"])),
        canonical_frame(TABLES["requirements"], pd.DataFrame(rows, columns=names)),
    )


def _role(roles: Mapping[str, Role], wanted: str) -> Role:
    if wanted in roles:
        return roles[wanted]
    named = [role for role in roles.values() if role.name.casefold() == wanted.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        codes = ", ".join(f"'{role.code}'" for role in named[:5])
        message = f"'{wanted}' names {len(named)} roles of the list ({codes}); give a code."
        bahasa = f"'{wanted}' cocok dengan {len(named)} peran dalam daftar ({codes}); tulis kodenya."
        raise DataError(message, code="E-FRAMEWORK-ROLE", bahasa=bahasa)
    near = Nearest([*roles, *(role.name for role in roles.values())]).of(wanted)
    hint, petunjuk = (f" (nearest: '{near}')", f" (terdekat: '{near}')") if near else ("", "")
    message = f"the list has no role '{wanted}'{hint}; give the code or the name of one that it has."
    bahasa = f"daftar tidak memuat peran '{wanted}'{petunjuk}; tulis kode atau nama yang ada."
    raise DataError(message, code="E-FRAMEWORK-ROLE", bahasa=bahasa)


def merge_roles(
    case: Case, roles: Mapping[str, Role], titles: Mapping[str, str], positions: Mapping[str, str] | None = None
) -> Merged:
    """Add the standards of roles to the titles and posts of a case; a row that the case has of its own stays.

    Raises
    ------
    DataError
        The list has no such role, or the case no such title or post.
    """
    positions = positions or {}
    posts = case.tables["positions"]
    for column, targets in (("title", titles), ("position_id", positions)):
        known = Nearest(str(value) for value in posts[column].dropna())
        for target in targets:
            if target not in known.ids:
                near = known.of(target)
                hint, petunjuk = (f" (nearest: '{near}')", f" (terdekat: '{near}')") if near else ("", "")
                message = f"no post of the case has the {column} '{target}'{hint}. Correct the name."
                bahasa = f"tidak ada jabatan dengan {column} '{target}'{petunjuk}. Betulkan namanya."
                raise DataError(message, code="E-FRAMEWORK-POST", bahasa=bahasa)
    tables, added, kept = dict(case.tables), {"competencies": 0, "requirements": 0}, 0
    keys = {"competencies": ["competency_id"], "requirements": list(TABLES["requirements"].key)}
    for by, targets in (("title", titles), ("position_id", positions)):
        for name, frame in zip(("competencies", "requirements"), role_frames(roles, targets, by=by), strict=True):
            own = pd.MultiIndex.from_frame(tables[name][keys[name]].fillna("").astype("str"))
            new = ~pd.MultiIndex.from_frame(frame[keys[name]].fillna("").astype("str")).isin(own)
            tables[name] = pd.concat([tables[name], frame[new]], ignore_index=True) if new.any() else tables[name]
            added[name] += int(new.sum())
            kept += int((~new).sum()) if name == "requirements" else 0
    return Merged(replace(case, tables=MappingProxyType(tables)), added["competencies"], added["requirements"], kept)
