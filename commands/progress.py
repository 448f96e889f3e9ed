"""Progress on stderr: a live line on a terminal, JSON lines for programs, nothing elsewhere."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from .language import say
from .output import console

Report = Callable[[str, int, "int | None"], None]
STAGES = {
    "empty_head_seats": ("kursi pimpinan kosong", "empty head seats"),
    "empty_mandatory_seats": ("kursi wajib kosong", "empty mandatory seats"),
    "shortage_and_equity": ("kekurangan dan pemerataan", "shortage and equity"),
    "rest": ("kesesuaian dan lainnya", "suitability and the rest"),
    "total": ("nilai total", "total value"),
    "ties": ("memilih di antara rencana setara", "choosing among equal plans"),
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
        yield lambda stage, value, bound: click.echo(json.dumps({"stage": stage, "value": value, "bound": bound}), err=True)
        return
    with console(stderr=True).status(say("Mencari penempatan terbaik …", "Looking for the best placement …")) as status:

        def report(stage: str, value: int, bound: int | None) -> None:
            words = say(*STAGES.get(stage, (stage, stage)))
            best = "?" if bound is None else f"{bound / 100:,.2f}"
            status.update(f"{words}: {value / 100:,.2f} ({say('batas', 'bound')} {best})")

        yield report


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
