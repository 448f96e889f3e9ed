"""``penata frontier``: what one goal costs in another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .interrupts import stop_on_signal
from .language import language, say
from .options import format_option, lang_option, progress_option, scenario_option
from .output import note, print_csv, print_json, print_table
from .progress import front_progress

if TYPE_CHECKING:
    from ..api import FrontierReport

NO_PLAN, IMPOSSIBLE = 5, 4


@click.command(
    help=say(
        """Tunjukkan garis depan dua tujuan untuk SRC (folder, buku kerja, atau contoh bawaan).

        Setiap titik adalah rencana yang memenuhi semua aturan wajib dan tidak kalah pada kedua tujuan sekaligus.
        Tanpa --points garis depan dicari sampai lengkap dan terbukti (di atas 5.000 pegawai: 9 titik dengan selisihnya).
        Tujuan: nama suku nilai (suitability, move, shortage, travel, training_cost, …), atau value untuk semua suku lain.
        Kode keluar: 0 selesai, 3 masukan ditolak, 4 terbukti tidak mungkin, 5 tidak ada rencana.""",
        """Show the front of two goals of SRC (a folder, a workbook or a bundled case).

        Each point is a plan that keeps all hard rules and is not beaten in both goals at once. Without --points the
        front is sought until it is whole and proved (over 5,000 people: 9 points with their gap). A goal is a term
        (suitability, move, shortage, travel, training_cost, …), or value for all other terms together.
        Exit codes: 0 done, 3 input rejected, 4 proved impossible, 5 no plan.""",
    )
)
@click.argument("src", default="lubuk_begalung")
@scenario_option()
@click.option(
    "--goals",
    default="suitability,move",
    show_default=True,
    metavar="A,B",
    help=say("Dua tujuan.", "Two goals."),
)
@click.option(
    "--points",
    type=click.IntRange(min=2),
    help=say("Berhenti setelah sekian titik.", "Stop after so many points."),
)
@click.option(
    "-o",
    "--output",
    metavar="F.html",
    help=say("Tulis grafik dan tabel sebagai satu halaman HTML.", "Write plot and table as one HTML page."),
)
@click.option("--force", is_flag=True, help=say("Timpa halaman yang ada.", "Replace an existing page."))
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    help=say("Batas waktu seluruhnya, detik; tanpa ini tidak ada.", "Time limit in all, seconds; none by default."),
)
@progress_option()
@format_option("table", "json", "csv")
@lang_option()
def command(
    *,
    src: str,
    scenario: str | None,
    goals: str,
    points: int | None,
    output: str | None,
    force: bool,
    time_limit: float | None,
    progress: str,
    format: str,
) -> None:
    """Show a front."""
    from .. import api

    named = [goal.strip() for goal in goals.split(",")]
    if len(named) != 2:
        message = say(
            f"--goals '{goals}': tulis dua tujuan dengan koma, misalnya suitability,move.",
            f"--goals '{goals}': write two goals with a comma, such as suitability,move.",
        )
        raise click.UsageError(message)
    case = api.load_case(src, lang=language())
    with stop_on_signal() as stop, front_progress(progress) as report:
        front = api.case_frontier(
            case,
            api.load_scenario(scenario, case),
            goals=(named[0], named[1]),
            points=points,
            seconds=time_limit,
            stop_event=stop,
            progress=report,
        )
    if output and front.front.points:
        front.write_page(output, lang=language(), replace=force)
        note(say(f"Halaman: {output}", f"Page: {output}"))
    _print(front, format)
    if not front.front.points:
        click.get_current_context().exit(IMPOSSIBLE if front.front.status == "infeasible" else NO_PLAN)


def _print(front: FrontierReport, format: str) -> None:
    if format == "json":
        print_json(front.to_dict())
        return
    frame = front.to_frame()
    if format == "csv":
        print_csv(tuple(frame.columns), frame.itertuples(index=False))
        return
    headers, rows = front.table(language())
    print_table(headers, rows)
    for sentence in front.words(language()):
        click.echo(sentence)
