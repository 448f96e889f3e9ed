"""What a choice costs the plan, in words: exactly, between, at least, or that the plan may even gain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .alternatives import in_units
from .choice_cost import ChoiceCost

UNITS = {
    "total": ("poin", "points"),
    "empty_head_seats": ("kursi kepala", "head seats"),
    "empty_mandatory_seats": ("kursi wajib lain", "other mandatory seats"),
    "shortage_and_equity": ("poin kekosongan dan pemerataan", "points of shortage and equity"),
    "rest": ("poin lain", "other points"),
}
"""What each aim of the objective is counted in."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What the plan loses in one aim: points, or seats; None = not known, or decided by an earlier aim."""

    tier: str
    least: float | None
    most: float | None


def losses_of(cost: ChoiceCost) -> tuple[Loss, ...]:
    """Return the losses of a choice as users read them."""
    return tuple(Loss(s.tier, in_units(s.tier, s.least), in_units(s.tier, s.most)) for s in cost.spans)


def figure(amount: float, language: str) -> str:
    """Return a figure with at most two decimals: 12,5 in Bahasa, 12.5 in English."""
    text = f"{amount:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "id" else text


def loss_words(losses: Sequence[Loss], *, is_possible: bool = True) -> tuple[str, str]:
    """Return what a choice costs the plan in Bahasa and English, by the first aim that it touches."""
    if not is_possible:
        return "tidak ada rencana yang memuatnya", "no plan contains it"
    deciding = next((loss for loss in losses if not loss.least == loss.most == 0), None)
    if deciding is None:
        return "tanpa kerugian bagi rencana", "at no loss to the plan"
    return _said(deciding, "id"), _said(deciding, "en")


def _said(loss: Loss, language: str) -> str:
    bahasa = language == "id"
    unit = UNITS[loss.tier][0 if bahasa else 1]
    least = None if loss.least is None else figure(loss.least, language)
    most = None if loss.most is None else figure(loss.most, language)
    if loss.most is not None and loss.most < 0:
        gained = figure(-loss.most, language)
        return f"rencana naik paling sedikit {gained} {unit}" if bahasa else f"the plan gains at least {gained} {unit}"
    if not loss.least and loss.most is None:
        return "kerugiannya belum diketahui" if bahasa else "what it costs is not known"
    if loss.least is None:
        return f"paling banyak {most} {unit}" if bahasa else f"at most {most} {unit}"
    if loss.least < 0:
        gain = "rencana bahkan mungkin naik" if bahasa else "the plan may even gain"
        if most is None:
            return gain
        return f"paling banyak {most} {unit}; {gain}" if bahasa else f"at most {most} {unit}; {gain}"
    if most is None:
        return f"paling sedikit {least} {unit}" if bahasa else f"at least {least} {unit}"
    if least == most:
        return f"tepat {least} {unit}" if bahasa else f"exactly {least} {unit}"
    return f"antara {least} dan {most} {unit}" if bahasa else f"between {least} and {most} {unit}"
