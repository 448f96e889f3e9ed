"""Progress on stderr: a live line on a terminal, JSON lines for programs, nothing elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import click

from .language import say
from .output import console, number

TIES: Final = "ties"
SEATS: Final = frozenset({"empty_head_seats", "empty_mandatory_seats"})
"""Stages whose value counts seats."""
Report = Callable[[str, int, "int | None"], None]
STAGES = {
    "empty_head_seats": ("kursi pimpinan kosong", "empty head seats"),
    "empty_mandatory_seats": ("kursi wajib kosong", "empty mandatory seats"),
    "shortage_and_equity": ("kekurangan dan pemerataan", "shortage and equity"),
    "rest": ("kesesuaian dan lainnya", "suitability and the rest"),
    "total": ("nilai total", "total value"),
    TIES: ("memilih di antara rencana setara", "choosing among equal plans"),
}


def _form(kind: str) -> str:
    """Return the form that ``auto`` stands for: a line on a terminal, nothing elsewhere."""
    return kind if kind != "auto" else "bar" if sys.stderr.isatty() else "none"


@contextmanager
def progress(kind: str) -> Iterator[Report | None]:
    """Give a function that reports stage, value and bound, or None where nothing is reported."""
    kind = _form(kind)
    if kind == "none":
        yield None
        return
    if kind == "jsonl":
        yield lambda stage, value, bound: click.echo(json.dumps(_record(stage, value, bound)), err=True)
        return
    with console(stderr=True).status(say("Mencari penempatan terbaik …", "Looking for the best placement …")) as status:

        def report(stage: str, value: int, bound: int | None) -> None:
            words = say(*STAGES.get(stage, (stage, stage)))
            if stage == TIES:
                status.update(words)
                return
            told = _record(stage, value, bound)
            best, gap = ("?", "?") if told["gap"] is None else (number(told["bound"]), f"{told['gap']:.3%}")
            status.update(
                f"{words}: {number(told['value'])} ({say('batas', 'bound')} {best}, {say('selisih', 'gap')} {gap})"
            )

        yield report


def _record(stage: str, value: int, bound: int | None) -> dict[str, Any]:
    """Return what is told of a search: value and bound in points (seats in the tiers of seats), and the gap between them."""
    unit = 1 if stage in SEATS or stage == TIES else 100
    reached, best = value / unit, None if bound is None else bound / unit
    gap = None if best is None else round(max(0.0, best - reached) / max(1.0, abs(reached)), 9)
    return {"stage": stage, "value": reached, "bound": best, "gap": gap}


@contextmanager
def front_progress(kind: str) -> Iterator[Callable[[int, float], None] | None]:
    """Give a function that reports points and gap of a front, or None where nothing is reported."""
    kind = _form(kind)
    if kind == "none":
        yield None
        return
    if kind == "jsonl":
        yield lambda points, gap: click.echo(json.dumps({"stage": "front", "points": points, "gap": gap}), err=True)
        return
    with console(stderr=True).status(say("Mencari garis depan …", "Looking for the front …")) as status:
        yield lambda points, gap: status.update(
            say(f"garis depan: {points} titik, selisih {gap:.2%}", f"front: {points} points, gap {gap:.2%}")
        )
