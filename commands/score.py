"""``penata score``: judge a plan by the same rules, by the referee."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .language import language, say
from .options import format_option, lang_option, runs_option
from .output import note, number, print_csv, print_json, print_table
from .summary import figure_row

if TYPE_CHECKING:
    from ..api import ScoreReport


@click.command(
    help=say(
        """Nilai rencana PLAN terhadap SRC (data) atau RUN (hasil).

        PLAN: CSV dengan kolom employee_id dan position_id (yang tidak disebut tetap), buku kerja, atau
        hasil.xlsx dengan kolom Keputusan yang disunting (kosong/setuju = seperti usulan, tolak = tetap,
        ID jabatan = jabatan itu). Rencana yang melanggar aturan tetap dinilai: feasible = false, semua
        pelanggaran disebut, kode keluar 0.""",
        """Score PLAN against SRC (a case) or RUN (a run).

        PLAN: a CSV with employee_id and position_id (others stay), a workbook, or hasil.xlsx with an edited column Keputusan
        (empty/setuju = as proposed, tolak = stays, a position id = that post). A plan with breaches is scored all the same:
        feasible = false, every breach in words, exit code 0.""",
    )
)
@click.argument("src")
@click.argument("plan")
@click.option("-s", "--scenario", metavar="FILE.toml", help=say("Skenario lain.", "Another scenario."))
@runs_option()
@format_option("table", "json", "csv")
@lang_option()
def command(*, src: str, plan: str, scenario: str | None, output: str, format: str) -> None:
    """Score a plan."""
    from .. import api

    report = api.score(api.open_source(output, src, scenario, lang=language()), plan, lang=language())
    if format == "json":
        print_json(api.score_dict(report))
    elif format == "csv":
        terms = api.score_dict(report)["terms"]
        print_csv(("term", "weight", "amount", "points"), (list(item.values()) for item in terms))
    else:
        _print(report, api.score_dict(report))


def _print(report: ScoreReport, data: dict[str, object]) -> None:
    for fault in report.faults:
        note(fault.sentence())
    for line in report.notes:
        note(say(f"catatan: {line}", f"note: {line}"))
    click.echo(
        say(
            "Rencana ini tidak melanggar aturan wajib."
            if report.feasible
            else f"Rencana ini melanggar aturan wajib ({len(report.breaches)}):",
            "This plan breaks no hard rule."
            if report.feasible
            else f"This plan breaks hard rules ({len(report.breaches)}):",
        )
    )
    for item in report.breaches:
        click.echo(f"  {item.rule}: {say(item.words_id, item.words_en)}")
    today, value = str(data["value_today"]), str(data["value"])
    click.echo(
        say(
            f"Nilai {number(float(value))} poin; saat ini {number(float(today))}",
            f"Value {number(float(value))} points; today {number(float(today))}",
        )
        + (
            ""
            if data["value_proposal"] is None
            else say(
                f"; usulan {number(float(str(data['value_proposal'])))}",
                f"; proposal {number(float(str(data['value_proposal'])))}",
            )
        )
        + "."
    )
    rows = [figure_row(k.name, k.before, k.after, k.unit) for k in report.kpis]
    print_table((say("Ukuran", "Figure"), say("Saat ini", "Today"), say("Rencana", "Plan"), ""), rows)
    costs = [item for item in report.audit.violations if item.kind != "breach"]
    if costs:
        click.echo(
            say(
                f"{len(costs)} catatan aturan lain; lengkapnya dengan --json.",
                f"{len(costs)} other rule notes; all with --json.",
            )
        )
