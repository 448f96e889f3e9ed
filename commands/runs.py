"""``penata runs``: list, show, remove and export runs."""

from __future__ import annotations

import click

from .export import export
from .language import say
from .options import format_option, lang_option, runs_option
from .output import number, print_csv, print_json, print_table
from .summary import DECISIONS, STATUS, print_run


@click.group(help=say("Daftar, lihat, hapus, dan ekspor hasil yang tersimpan.", "List, show, remove and export runs."))
def command() -> None:
    """Group of commands on runs."""


command.add_command(export)


@command.command("list", help=say("Daftar hasil, yang terbaru dahulu.", "List runs, the latest first."))
@runs_option()
@format_option("table", "json", "csv")
@lang_option()
def list_(*, output: str, format: str) -> None:
    """List runs."""
    from .. import api

    records = [
        {
            "run_id": run.run_id,
            "ended": run.manifest.ended,
            "case": run.manifest.case_name,
            "status": run.result.status,
            "value": run.result.value,
            "engine": run.result.engine,
            "decision": run.decision.state,
        }
        for run in api.runs(output)
    ]
    if format == "json":
        print_json(records)
    elif format == "csv":
        print_csv(
            ("run_id", "ended", "case", "status", "value", "engine", "decision"), (list(item.values()) for item in records)
        )
    elif not records:
        click.echo(
            say(
                f"Belum ada hasil di {output}. Buat dengan: penata place",
                f"No run in {output} yet. Make one with: penata place",
            )
        )
    else:
        rows = [
            (
                r["run_id"],
                str(r["ended"])[:16],
                r["case"],
                say(*STATUS[str(r["status"])]),
                number(r["value"]),  # type: ignore[arg-type]  # a float
                say(*DECISIONS[str(r["decision"])]),
            )
            for r in records
        ]
        print_table(
            (
                say("Hasil", "Run"),
                say("Selesai", "Ended"),
                say("Data", "Case"),
                "Status",
                say("Nilai", "Value"),
                say("Keputusan", "Decision"),
            ),
            rows,
        )


@command.command(help=say("Lihat satu hasil (bawaan: yang terakhir).", "Show one run (default: the latest)."))
@click.argument("run", required=False)
@runs_option()
@format_option("table", "json")
@lang_option()
def show(*, run: str | None, output: str, format: str) -> None:
    """Show a run."""
    from .. import api

    found = api.find_run(output, run)
    if format == "json":
        click.echo((found.path / "result.json").read_text(encoding="utf-8"), nl=False)
    else:
        print_run(found, reused=False)


@command.command("rm", help=say("Hapus hasil yang belum diputuskan.", "Remove runs on which nobody decided."))
@click.argument("run", nargs=-1, required=True)
@runs_option()
@click.option(
    "--force",
    is_flag=True,
    help=say(
        "Hapus juga berkas di dalamnya yang bukan tulisan Penata.", "Remove files in it that Penata did not write, too."
    ),
)
@lang_option()
def remove(*, run: tuple[str, ...], output: str, force: bool) -> None:
    """Remove runs."""
    from .. import api

    for name in api.remove_runs(output, run, force=force):
        click.echo(name)
