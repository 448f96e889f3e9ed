"""``penata explain``: why this person, why not that one, rule by rule with facts and sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from .explain_plan import TERMS, print_candidates, print_in_the_plan, print_instead, print_unfilled, print_unplaced
from .language import say
from .options import format_option, lang_option, runs_option
from .output import note, number, print_json, print_table
from .summary import MOVES

if TYPE_CHECKING:
    from ..api import Explanation, PositionExplanation

EFFECTS = {
    "deny": ("MELARANG", "FORBIDS"),
    "cost": ("mengurangi nilai", "costs points"),
    "warning": ("peringatan", "warning"),
    "unknown": ("belum diketahui", "unknown"),
    "allowed": ("belum diketahui, diizinkan", "unknown, allowed"),
    "exempt": ("dikecualikan", "exempt"),
}


@click.command(
    help=say(
        """Jelaskan penempatan pada RUN (bawaan: hasil terakhir).

        --employee E menjelaskan usulan untuk seorang pegawai, rantai perpindahan di sekitarnya, dan jabatan lain dengan
        kerugiannya bagi seluruh rencana; --why-not P menjelaskan mengapa bukan jabatan P: aturan yang melarang dan apa yang
        mengubahnya, atau siapa pindah ke mana seandainya P; --position P menunjukkan pemangku, calon dengan kerugiannya
        bagi rencana, dan orang terdekat beserta kekurangannya; --unplaced dan --unfilled menunjukkan orang tanpa jabatan dan
        kursi kosong dengan sebab dan jalan keluar termurah.""",
        """Explain the placement of RUN (default: the latest).

        --employee E explains the proposal for a person, the chain of moves around them, and other posts with what the whole
        plan would lose; --why-not P why it is not position P: the rules that forbid it and what would lift them, or who
        would move where if it were P; --position P shows the holders, the candidates with what each would cost the plan,
        and the nearest people with what each lacks; --unplaced and --unfilled show people without a post and empty seats
        with the reason and the cheapest way out.""",
    )
)
@click.argument("run", required=False)
@click.option("--employee", metavar="E", help=say("NIP atau ID pegawai.", "Employee id."))
@click.option("--why-not", metavar="P", help=say("ID jabatan yang ditanyakan.", "Position asked about."))
@click.option("--position", metavar="P", help=say("ID jabatan.", "Position id."))
@click.option("--unplaced", is_flag=True, help=say("Pegawai tanpa jabatan.", "People without a post."))
@click.option("--unfilled", is_flag=True, help=say("Jabatan yang kursinya kosong.", "Posts with empty seats."))
@click.option(
    "--top",
    type=click.IntRange(1, 100),
    default=5,
    show_default=True,
    help=say("Berapa jabatan lain, calon, dan orang terdekat.", "How many other posts, candidates and nearest people."),
)
@click.option(
    "--exact",
    is_flag=True,
    help=say(
        "Dengan --why-not: hitung ulang rencana dengan jabatan itu, dan cari perubahan yang membalik keputusan.",
        "With --why-not: solve the plan again with that post, and look for a change that flips the decision.",
    ),
)
@runs_option()
@format_option("table", "json")
@lang_option()
def command(
    *,
    run: str | None,
    employee: str | None,
    why_not: str | None,
    position: str | None,
    unplaced: bool,
    unfilled: bool,
    top: int,
    exact: bool,
    output: str,
    format: str,
) -> None:
    """Explain a placement."""
    from .. import api

    if sum((employee is not None, position is not None, unplaced, unfilled)) != 1:
        raise click.UsageError(
            say(
                "beri salah satu: --employee E, --position P, --unplaced, atau --unfilled",
                "give one of --employee E, --position P, --unplaced and --unfilled",
            )
        )
    if why_not is not None and employee is None:
        raise click.UsageError(say("--why-not perlu --employee E", "--why-not needs --employee E"))
    if exact and why_not is None:
        raise click.UsageError(say("--exact perlu --why-not P", "--exact needs --why-not P"))
    source = api.open_run(output, run)
    if source.run is not None and source.passed_over:
        later, used = ", ".join(source.passed_over), source.run.path.name
        note(
            say(
                f"catatan: {later} lebih baru tetapi tidak memuat rencana; yang dijelaskan {used}.",
                f"note: {later}: later, but without a plan; {used} is explained.",
            )
        )
    if employee is not None:
        person = api.explain_employee(source, employee, why_not, top=top, exact=exact)
        if format == "json":
            print_json({"schema": "penata.explanation/1", **asdict(person), "allowed": person.allowed})
        else:
            _print_person(person)
    elif position is not None:
        post = api.explain_position(source, position, top=top)
        if format == "json":
            print_json({"schema": "penata.explanation/1", **asdict(post)})
        else:
            _print_post(post)
    elif unplaced:
        people = api.explain_unplaced(source)
        if format == "json":
            print_json({"schema": "penata.explanation/1", "unplaced": [asdict(one) for one in people]})
        else:
            print_unplaced(people)
    else:
        posts = api.explain_unfilled(source)
        if format == "json":
            print_json({"schema": "penata.explanation/1", "unfilled": [asdict(one) for one in posts]})
        else:
            print_unfilled(posts)


def _print_person(item: Explanation) -> None:
    none = say("tanpa jabatan", "no post")
    click.echo(f"{item.name} ({item.employee_id})")
    click.echo(say("  sekarang: ", "  now:      ") + (f"{item.held_title} ({item.held_id})" if item.held_id else none))
    if item.outside:
        click.echo(say(f"  di luar model: {item.outside[0]}", f"  outside the model: {item.outside[1]}"))
        return
    proposed = f"{item.proposed_title} ({item.proposed_id})" if item.proposed_id else none
    click.echo(say("  usulan:   ", "  proposed: ") + proposed)
    if item.asked_id:
        click.echo(say("  ditanya:  ", "  asked:    ") + f"{item.asked_title} ({item.asked_id}), {say(*MOVES[item.move])}")
        if item.asked_id == item.proposed_id:
            click.echo(say("  Jabatan ini memang yang diusulkan.", "  This is the post that is proposed."))
        elif not item.allowed:
            click.echo(say("  Aturan wajib melarang:", "  Hard rules forbid it:"))
        elif item.barrier is not None:
            click.echo(
                say(f"  Aturan wajib mengizinkan, tetapi {item.barrier[0]}.", f"  Rules allow it, but {item.barrier[1]}.")
            )
        else:
            click.echo(
                say(
                    "  Aturan wajib mengizinkan; rencana seluruhnya lebih baik dengan susunan lain.",
                    "  The hard rules allow it; the plan as a whole is better another way.",
                )
            )
    _print_rules(item)
    _print_points(item)
    if item.gaps:
        rows = [
            (
                gap.name,
                number(gap.required, 1),
                number(gap.level, 1),
                _gap(gap.required, gap.level),
                say("wajib", "mandatory") if gap.mandatory else "",
            )
            for gap in item.gaps
        ]
        print_table((say("Kompetensi", "Competency"), say("Standar", "Standard"), "Level", say("Kurang", "Short"), ""), rows)
    if item.instead is not None:
        print_instead(item.instead, item.flip)
    if item.plan is not None and item.asked_id is None:
        print_in_the_plan(item.plan, item.employee_id)


def _gap(required: float, level: float | None) -> str:
    return "?" if level is None else number(max(0.0, required - level), 1) if level < required else ""


def _print_rules(item: Explanation) -> None:
    for answer in sorted(item.rules, key=lambda answer: (answer.effect != "deny", answer.rule)):
        doubt = "" if answer.confirmed else say("; perlu dikonfirmasi", "; to be confirmed")
        click.echo(
            f"  {answer.rule} {say(*EFFECTS[answer.effect])}: {say(answer.words_id, answer.words_en)}\n"
            f"      {say(answer.title_id, answer.title_en)} [{answer.source}; {answer.basis}{doubt}]"
        )
        for lift in item.lifts:
            if lift.rule == answer.rule:
                click.echo(say(f"      terbuka {lift.words_id}", f"      open {lift.words_en}"))
    kept = item.checked - len(item.rules)
    click.echo(say(f"  {kept} aturan lain dipenuhi atau tidak berlaku.", f"  {kept} other rules are kept or do not apply."))


def _print_points(item: Explanation) -> None:
    staying = item.points_staying
    rows = [
        (
            say(*TERMS[term]),
            number(points),
            number(staying[term]) if staying else "",
            number(points - staying[term]) if staying else "",
        )
        for term, points in item.points.items()
        if points or (staying and staying[term])
    ]
    total = sum(item.points.values())
    total_staying = sum(staying.values()) if staying else None
    rows.append(
        (say("jumlah", "total"), number(total), "" if total_staying is None else number(total_staying),
         "" if total_staying is None else number(total - total_staying))
    )  # fmt: skip
    print_table(
        (say("Unsur nilai", "Term"), say("Poin", "Points"), say("Bila tetap", "If staying"), say("Beda", "Gain")), rows
    )


def _print_post(item: PositionExplanation) -> None:
    click.echo(f"{item.title} – {item.unit} ({item.position_id}), {say('kebutuhan', 'need')} {item.need}")
    none = say("kosong", "vacant")

    def named(ids: Iterable[str]) -> str:
        return ", ".join(f"{item.names[identity]} ({identity})" for identity in ids)

    click.echo(say("  sekarang: ", "  now:      ") + (named(item.holders_today) or none))
    click.echo(say("  usulan:   ", "  proposed: ") + (named(item.holders) or none))
    if item.nobody is not None:
        click.echo(say(f"  kursi kosong: {item.nobody[0]}", f"  empty seats: {item.nobody[1]}"))
    print_candidates(item)
    click.echo(say("  orang terdekat:", "  nearest people:"))
    for lack in item.nearest:
        click.echo(
            f"  {lack.rank}. {named([lack.employee_id])}  JPM {number(lack.jpm, 1)} %  {say(lack.words_id, lack.words_en)}"
        )
