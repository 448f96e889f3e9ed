"""Kinds of move: how an appointment is called and whether it is judged as a promotion."""

from __future__ import annotations

from enum import IntEnum

from . import vocabulary as words
from .records import Employee, Position

__all__ = ["MoveKind", "Situation", "judged_as_promotion", "situation_of"]


class MoveKind(IntEnum):
    """Kind of an option, by the level and echelon of the two posts."""

    STAY = 0
    ROTATION = 1
    PROMOTION = 2
    DEMOTION = 3
    ENTRY = 4
    UNPLACED = 5

    @property
    def word(self) -> str:
        """Machine word, as in the run table ``assignments``."""
        return self.name.lower()


class Situation(tuple[MoveKind, bool]):
    """A kind of move and whether the rules judge it as a promotion."""

    __slots__ = ()

    @property
    def kind(self) -> MoveKind:
        """Kind of move."""
        return self[0]

    @property
    def as_promotion(self) -> bool:
        """True for a promotion and for an entry that is judged as one."""
        return self[1]


def _echelon(code: str | None) -> int:
    return -1 if code is None else words.ECHELON_ORDER[code]


def judged_as_promotion(employee: Employee, position: Position) -> bool:
    """Tell whether an entry counts as a promotion: above level 1 and nothing as high in the career."""
    if position.level <= 1:
        return False
    wanted = (position.level, _echelon(position.echelon))
    return not any((row.level, _echelon(row.echelon)) >= wanted for row in employee.careers)


def situation_of(employee: Employee, position: Position, held: Position | None) -> Situation:
    """Return the kind of move from the post held (None = no post) to another one."""
    if held is None:
        return Situation((MoveKind.ENTRY, judged_as_promotion(employee, position)))
    if held.id == position.id:
        return Situation((MoveKind.STAY, False))
    if position.level != held.level:
        higher = position.level > held.level
        return Situation((MoveKind.PROMOTION, True) if higher else (MoveKind.DEMOTION, False))
    before, after = _echelon(held.echelon), _echelon(position.echelon)
    if before >= 0 and after >= 0 and before != after:
        return Situation((MoveKind.PROMOTION, True) if after > before else (MoveKind.DEMOTION, False))
    return Situation((MoveKind.ROTATION, False))
