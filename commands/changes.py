"""What a placement changed against the earlier plan that it began from, for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from .language import say
from .output import number, print_table

if TYPE_CHECKING:
    from ..api import ResultFile

MOST_ROWS, MOST_BREACHES, MOST_NAMED, MOST_TERMS = 30, 3, 5, 4
BECAUSE: Mapping[str, tuple[str, str]] = {
    "pin": ("ditetapkan", "pinned"),
    "forbid": ("dilarang", "forbidden"),
    "rule": ("tidak boleh lagi", "no longer allowed"),
    "chain": ("ikut dalam rantai", "follows in the chain"),
    "other": ("di luar rantai", "outside the chain"),
}
TERMS: Mapping[str, tuple[str, str]] = {
    "suitability": ("kesesuaian", "suitability"),
    "field": ("bidang", "field"),
    "performance": ("kinerja", "performance"),
    "talent": ("talenta", "talent"),
    "preference": ("minat", "wishes"),
    "shortage": ("kursi kosong", "empty seats"),
    "unplaced": ("tanpa jabatan", "without a post"),
    "move": ("perpindahan", "moves"),
    "travel": ("jarak", "distance"),
    "surplus": ("kursi berlebih", "surplus seats"),
    "training_cost": ("biaya pelatihan", "training"),
    "equity": ("pemerataan", "equity"),
    "change": ("perubahan", "changes"),
    "tenure": ("lama jabatan", "tenure"),
    "rules": ("aturan lunak", "soft rules"),
}


def print_changes(result: ResultFile) -> None:
    """Print the earlier plan's worth here, what it breaks, what of it is unknown, and who differs from it and why."""
    warm = result.warm
    if warm is None:
        return
    name = warm.run_id or say("dari berkas", "from the file")
    counts = warm.counts
    worth = say(
        f"Rencana awal {name}: {number(warm.value)} poin di sini",
        f"The earlier plan {name}: {number(warm.value)} points here",
    )
    if result.value is not None:
        why = _terms(warm.terms)
        worth += say(
            f"; rencana ini {_signed(result.value - warm.value)}{why}",
            f"; this plan {_signed(result.value - warm.value)}{why}",
        )
    click.echo(worth + ".")
    _print_unknown(result)
    if count := counts["breaches"]:
        click.echo(
            say(
                f"Rencana awal melanggar aturan wajib di sini ({count}) dan diperbaiki:",
                f"The earlier plan breaks hard rules here ({count}) and is repaired:",
            )
        )
        for item in warm.breaches[:MOST_BREACHES]:
            click.echo(f"  {item.rule}: {say(item.words_id, item.words_en)}")
        if count > MOST_BREACHES:
            click.echo(say(f"  … dan {count - MOST_BREACHES} lagi.", f"  … and {count - MOST_BREACHES} more."))
    if result.value is None:
        return
    asked, forced = counts["pin"] + counts["forbid"], counts["rule"]
    click.echo(
        say(
            f"{counts['changed']} orang berubah: {asked} diminta, {forced} tidak boleh tetap, {counts['chain']} ikut dalam "
            f"rantainya, {counts['other']} di luar rantai itu.",
            f"{counts['changed']} people differ: {asked} asked for, {forced} may not stay, {counts['chain']} follow in "
            f"their chains, {counts['other']} outside them.",
        )
    )
    none = say("(tanpa jabatan)", "(without a post)")
    rows = [
        (
            item.employee_id,
            item.from_position_id or none,
            item.position_id or none,
            say(*BECAUSE[item.because]),
            _signed(item.points),
            _terms(item.terms).strip(" ()"),
        )
        for item in warm.changes[:MOST_ROWS]
    ]
    if rows:
        heads = (say("Pegawai", "Person"), say("Dari", "From"), say("Ke", "To"), say("Sebab", "Because"))
        print_table((*heads, say("Poin", "Points"), say("Terdiri dari", "Made up of")), rows)
    if counts["changed"] > MOST_ROWS:
        more = counts["changed"] - MOST_ROWS
        click.echo(say(f"  … dan {more} lagi (lembar Perubahan).", f"  … and {more} more (sheet Changes)."))


def _print_unknown(result: ResultFile) -> None:
    warm = result.warm
    assert warm is not None  # the caller looked
    counts, parts = warm.counts, []
    if count := counts["new_people"]:
        people = _named(warm.new_people, count)
        parts.append(say(f"{count} orang tidak ada di dalamnya ({people})", f"{count} people are not in it ({people})"))
    if count := counts["lost_posts"]:
        posts = _named(warm.lost_posts, count)
        parts.append(say(f"{count} jabatannya tidak ada lagi ({posts})", f"{count} of its posts are gone ({posts})"))
    if count := counts["gone_people"]:
        parts.append(say(f"{count} orangnya tidak lagi bertugas", f"{count} of its people no longer serve"))
    if parts:
        click.echo(say("Rencana awal: ", "The earlier plan: ") + "; ".join(parts) + ".")


def _named(names: Sequence[str], count: int) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    return shown if count <= MOST_NAMED else f"{shown}, +{count - MOST_NAMED}"


def _signed(points: float) -> str:
    return ("+" if points >= 0 else "") + number(points)


def _terms(terms: Mapping[str, float]) -> str:
    """Return the terms that weigh most, such as `` (kesesuaian +4,20, perpindahan -5,00)``; "" for none."""
    largest = sorted(terms.items(), key=lambda item: (-abs(item[1]), item[0]))
    shown = ", ".join(f"{say(*TERMS[term])} {_signed(points)}" for term, points in largest[:MOST_TERMS])
    return f" ({shown}{', …' if len(largest) > MOST_TERMS else ''})" if shown else ""
