"""The parts of ``penata explain`` about the whole plan: how the value adds up, chains of moves, what a choice costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .language import say
from .output import number, print_table
from .summary import MOVES

if TYPE_CHECKING:
    from ..api import Counterfactual, Flip, InThePlan, PositionExplanation, Remedy, Step, UnfilledAnswer, UnplacedAnswer

TERMS = {
    "suitability": ("kesesuaian (JPM)", "suitability (JPM)"),
    "field": ("bidang pendidikan", "field of education"),
    "performance": ("kinerja", "performance"),
    "talent": ("talenta", "talent"),
    "preference": ("minat", "preference"),
    "move": ("perpindahan", "move"),
    "travel": ("jarak dari rumah", "travel from home"),
    "training_cost": ("biaya pelatihan", "cost of training"),
    "change": ("beda dari rencana lama", "change from the earlier plan"),
    "tenure": ("terlalu lama dalam jabatan", "too long in one post"),
    "rules": ("aturan yang mengurangi nilai", "rules that cost points"),
    "unplaced": ("tanpa jabatan", "without a post"),
    "shortage": ("kursi kosong", "empty seats"),
    "surplus": ("kursi berlebih", "surplus seats"),
    "equity": ("pemerataan kekosongan", "equity of shortage"),
}


def print_in_the_plan(plan: InThePlan, employee_id: str) -> None:
    """Print how the plan's value adds up, the chain of moves around a person, and the best other posts."""
    own = [(say(*TERMS[term]), number(points)) for term, points in plan.plan_points.items() if points]
    people = (say("semua orang, unsur masing-masing", "everyone's own terms"), number(plan.people_points))
    total = (say("nilai rencana", "value of the plan"), number(plan.value))
    print_table((say("Nilai seluruh rencana", "Value of the whole plan"), say("Poin", "Points")), [people, *own, total])
    if plan.chain:
        word = (
            say("Rantai perpindahan, berputar (yang pertama mengisi kursi yang terakhir):", "Moves in a cycle:")
            if plan.chain_is_cycle
            else say(
                "Rantai perpindahan (yang pertama mengisi kursi kosong):", "Chain of moves (the first fills a free seat):"
            )
        )
        click.echo(word)
        for place, step in enumerate(plan.chain, start=1):
            mark = " *" if step.employee_id == employee_id else ""
            click.echo(f"  {place}. {_moved(step)}{mark}")
    if plan.others:
        click.echo(say("Jabatan lain, dan kerugian seluruh rencana:", "Other posts, and what the whole plan would lose:"))
        for place, other in enumerate(plan.others, start=1):
            where = f"{other.title} – {other.unit} ({other.position_id})"
            click.echo(f"  {place}. {where}, {say(*MOVES[other.move])}: {say(other.words_id, other.words_en)}")


def _moved(step: Step) -> str:
    none = say("tanpa jabatan", "no post")
    before = f"{step.from_title} ({step.from_id})" if step.from_id else none
    after = f"{step.title} ({step.position_id})" if step.position_id else none
    return f"{step.name} ({step.employee_id}): {before} → {after}"


def print_instead(instead: Counterfactual, flip: Flip | None) -> None:
    """Print the plan if a person got the post asked about."""
    how = say(" (seluruh rencana dihitung ulang)", " (the whole plan was solved again)") if instead.is_solved_again else ""
    click.echo(say(f"Kerugian rencana: {instead.words_id}{how}", f"The plan would lose: {instead.words_en}{how}"))
    if flip is not None:
        click.echo(
            say(
                f"Keputusan berbalik, menurut hitungan ulang, dengan: {flip.words_id}",
                f"Solved again, the decision flips with: {flip.words_en}",
            )
        )
    elif instead.is_solved_again:
        click.echo(
            say(
                "Satu level, pelatihan, pangkat, tanggal, atau bobot saja tidak membaliknya.",
                "No single level, course, rank, date or weight that was tried flips it.",
            )
        )
    if not instead.changes:
        return
    click.echo(say("Seandainya begitu, dibanding usulan:", "If so, against the proposal:"))
    for change in instead.changes:
        points = f"{'+' if change.points > 0 else ''}{number(change.points)}"
        click.echo(f"  {_moved(change)}: {points} {say('poin', 'points')}")
    parts = [f"{say(*TERMS[term])} {'+' if points > 0 else ''}{number(points)}" for term, points in instead.terms.items()]
    if parts:
        click.echo(say("  Unsur yang berubah: ", "  Terms that change: ") + "; ".join(parts))


def print_candidates(item: PositionExplanation) -> None:
    """Print who may hold a post, the cheapest for the whole plan first."""
    count = item.num_candidates
    if not count:
        click.echo(say("  calon: tidak ada yang memenuhi aturan wajib", "  candidates: nobody meets the hard rules"))
        return
    click.echo(
        say(
            f"  calon menurut kerugian seluruh rencana ({len(item.candidates)} dari {count}):",
            f"  candidates by what the whole plan would lose ({len(item.candidates)} of {count}):",
        )
    )
    for place, one in enumerate(item.candidates, start=1):
        now = (
            say("diusulkan di sini", "proposed here")
            if one.is_proposed
            else f"{one.proposed_title} ({one.proposed_id})"
            if one.proposed_id
            else say("tanpa jabatan", "no post")
        )
        words = say(one.words_id, one.words_en)
        click.echo(
            f"  {place}. {item.names[one.employee_id]} ({one.employee_id}), JPM {number(one.jpm, 1)} %, "
            f"{say('usulan', 'proposed')}: {now}; {words}"
        )


def print_unplaced(people: Sequence[UnplacedAnswer]) -> None:
    """Print everyone without a post, why, and the cheapest way out."""
    if not people:
        click.echo(say("Semua orang mendapat jabatan.", "Everyone has a post."))
    for one in people:
        click.echo(f"{one.name} ({one.employee_id}): {say(one.words_id, one.words_en)}")
        _print_remedy(one.remedy)


def print_unfilled(posts: Sequence[UnfilledAnswer]) -> None:
    """Print every post with empty seats, why, and the cheapest way to fill one."""
    if not posts:
        click.echo(say("Tidak ada kursi kosong.", "There is no empty seat."))
    for one in posts:
        empty = say(f"{one.empty} dari {one.need} kursi kosong", f"{one.empty} of {one.need} seats empty")
        click.echo(f"{one.title} – {one.unit} ({one.position_id}), {empty}: {say(one.words_id, one.words_en)}")
        _print_remedy(one.remedy)


def _print_remedy(remedy: Remedy | None) -> None:
    if remedy is None:
        click.echo(say("  jalan keluar: tidak ditemukan dalam data ini", "  way out: none found in these data"))
    else:
        click.echo(say(f"  jalan keluar termurah: {remedy.words_id}", f"  cheapest way out: {remedy.words_en}"))
