"""``penata runs export``: a run for other programs."""

from __future__ import annotations

import sys

import click

from .language import say
from .options import lang_option, runs_option
from .output import note


@click.command(
    "export",
    help=say(
        "Ekspor satu hasil untuk program lain: XLSX, CSV, Parquet, JSON lines, atau basis data (bawaan: hasil terakhir).",
        "Export a run for other programs: XLSX, CSV, Parquet, JSON lines, or a database (default: the latest run).",
    ),
)
@click.argument("run", required=False)
@runs_option()
@click.option("--to", metavar="PATH",
              help=say("Berkas .xlsx, .jsonl, .zip, atau folder; - = JSON lines ke stdout.",
                       "File .xlsx, .jsonl, .zip, or a folder; - = JSON lines on stdout."))  # fmt: skip
@click.option("--format", "format", type=click.Choice(["xlsx", "csv", "parquet", "jsonl"]), default=None,
              help=say("Bentuk; tanpa ini menurut nama --to, selain itu csv.",
                       "Form; without it by the name of --to, else csv."))  # fmt: skip
@click.option("--db", metavar="URL",
              help=say("sqlite:///berkas.db atau postgresql://pengguna@host/nama (juga PENATA_RUNS_EXPORT_DB).",
                       "sqlite:///file.db or postgresql://user@host/name (also PENATA_RUNS_EXPORT_DB)."))  # fmt: skip
@click.option("--force", is_flag=True, help=say("Timpa yang ada.", "Replace what is there."))
@lang_option()
def export(*, run: str | None, output: str, to: str | None, format: str | None, db: str | None, force: bool) -> None:
    """Export a run."""
    from .. import api

    if to is None and db is None:
        raise click.UsageError(say("Sebut --to atau --db.", "Name --to or --db."))
    if to == "-" and format not in (None, "jsonl"):
        raise click.UsageError(say("--to - hanya untuk jsonl.", "--to - is for jsonl alone."))
    found = api.find_run(output, run)
    if to == "-":
        api.export_run_lines(found, sys.stdout)
    elif to is not None:
        click.echo(str(api.export_run(found, to, format, replace=force)))  # type: ignore[arg-type]  # one of the choices
    if db is not None:
        name, rows = api.export_run_rows(found, db)
        note(say(f"{found.run_id}: {rows} baris di {name}", f"{found.run_id}: {rows} rows in {name}"))
