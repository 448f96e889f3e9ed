"""``penata case``: template, check, convert, import, pseudonymize, synth."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any, Literal

import click

from .faults import print_faults
from .frameworks import import_framework
from .import_siasn import import_siasn
from .language import language, say
from .options import format_option, lang_option, tables_option
from .output import note, print_csv, print_json, print_table
from .pseudonymize import pseudonymize
from .synth import synth

if TYPE_CHECKING:
    from ..api import CheckReport

REJECTED = 3


@click.group(help=say("Buat templat, periksa, dan ubah bentuk data.", "Make a template, check and convert data."))
def command() -> None:
    """Group of commands on cases."""


command.add_command(pseudonymize)
command.add_command(synth)
command.add_command(import_siasn)
command.add_command(import_framework)


@command.command(help=say("Tulis buku kerja kosong untuk diisi.", "Write the empty workbook that a planner fills."))
@click.option("-o", "--output", default="penata-templat.xlsx", show_default=True, metavar="F.xlsx",
              help=say("Nama berkas.", "File name."))  # fmt: skip
@click.option("--force", is_flag=True, help=say("Timpa berkas yang ada.", "Replace an existing file."))
@lang_option()
def template(*, output: str, force: bool) -> None:
    """Write the template."""
    from .. import api

    path = api.template(output, replace=force)
    note(
        say(
            f"{path} siap diisi. Setelah itu: penata case check {path} --fix-report perbaikan.xlsx",
            f"{path} is ready to be filled. Then: penata case check {path} --fix-report perbaikan.xlsx",
        )
    )
    click.echo(str(path))


@command.command(
    help=say(
        "Periksa data dan tunjukkan semua kesalahan sekaligus, lalu kesiapan per unit.",
        "Check a case and show all faults at once, then how ready it is, by unit.",
    )
)
@click.argument("src", default="lubuk_begalung")
@click.option("--fix-report", metavar="F.xlsx",
              help=say("Kembalikan buku kerja dengan sel yang salah diwarnai.",
                       "Give the workbook back with bad cells coloured."))  # fmt: skip
@click.option("--force", is_flag=True,
              help=say("Timpa berkas --fix-report yang ada; data yang diperiksa tidak pernah ditimpa.",
                       "Replace an existing --fix-report file; never the source itself."))  # fmt: skip
@click.option("--strict", is_flag=True, help=say("Peringatan juga membuat kode keluar 3.", "Warnings also exit with 3."))
@format_option("table", "json", "csv")
@lang_option()
def check(*, src: str, fix_report: str | None, force: bool, strict: bool, format: str) -> None:
    """Check a source."""
    from .. import api

    report = api.check_case(src, lang=language(), fix_report=fix_report, replace=force)
    printers = {"json": _print_json, "csv": _print_faults_csv, "table": _print_text}
    printers[format](report)
    if format == "table":
        _print_next(report, src)
    if fix_report:
        note(say(f"Laporan perbaikan: {fix_report}", f"Fix report: {fix_report}"))
    if report.errors or (strict and report.warnings):
        click.get_current_context().exit(REJECTED)


def _print_json(report: CheckReport) -> None:
    faults = [
        {
            "code": fault.code, "severity": fault.severity, "place": fault.place, "row": fault.row, "column": fault.column,
            "found": fault.found, "expected": fault.expected, "remedy": fault.remedy,
        }
        for fault in report.faults
    ]  # fmt: skip
    frame = report.readiness
    readiness = frame.astype(object).where(frame.notna(), None).to_dict("records")
    print_json(
        {
            "schema": "penata.check/1",
            "errors": report.errors,
            "warnings": report.warnings,
            "faults": faults,
            "notes": list(report.notes),
            "readiness": readiness,
        }
    )


def _print_faults_csv(report: CheckReport) -> None:
    names = ("code", "severity", "place", "row", "column", "found", "expected", "remedy")
    print_csv(names, ([getattr(fault, name) for name in names] for fault in report.faults))


def _print_text(report: CheckReport) -> None:
    print_faults(report.faults)
    for line in report.notes:
        note(say(f"catatan: {line}", f"note: {line}"))
    _print_readiness(report)
    click.echo(
        say(
            f"{report.errors} kesalahan, {report.warnings} peringatan.",
            f"{report.errors} errors, {report.warnings} warnings.",
        )
    )
    if report.errors:
        click.echo(say("Perbaiki kesalahan dahulu; peringatan boleh tetap.", "Correct the errors first; warnings may stay."))


def _print_next(report: CheckReport, src: str) -> None:
    if not report.errors and report.case is not None:
        command = f"penata place {shlex.quote(src)}"
        click.echo(say(f"Data siap. Berikutnya: {command}", f"The case is ready. Next: {command}"))


def _print_readiness(report: CheckReport) -> None:
    names = {
        "unit_id": say("Unit", "Unit"),
        "name": say("Nama", "Name"),
        "people": say("Pegawai", "People"),
        "share_with_profile": say("Berprofil %", "With profile %"),
        "positions": say("Jabatan", "Posts"),
        "without_standard": say("Tanpa standar", "No standard"),
        "outside": say("Di luar model", "Outside"),
        "outside_reasons": say("Sebab", "Why"),
    }
    frame = report.readiness
    unknown = [name for name in frame.columns if str(name).startswith("unknown_")]
    kept = [name for name in unknown if float(frame[name].fillna(0).sum()) > 0]
    headers = [*names.values(), *(say("? ", "? ") + name.removeprefix("unknown_") for name in kept)]
    rows: list[list[Any]] = []
    for record in frame.to_dict("records"):
        share = record["share_with_profile"]
        known = None if share is None or share != share else round(100 * float(share), 1)
        rows.append([known if name == "share_with_profile" else record[name] for name in [*names, *kept]])
    print_table(headers, rows, title=say("Kesiapan data per unit", "Readiness by unit"))


@command.command(
    help=say(
        "Ubah data antara folder (CSV atau Parquet) dan buku kerja, tanpa kehilangan.",
        "Convert a case between a folder (CSV or Parquet) and a workbook, without loss.",
    )
)
@click.argument("src")
@click.option(
    "-o", "--output", required=True, metavar="DST", help=say("Folder, atau berkas .xlsx.", "Folder, or .xlsx file.")
)
@click.option("--force", is_flag=True, help=say("Timpa yang ada.", "Replace what is there."))
@tables_option(
    say("Bentuk tabel dalam folder; bawaan csv.", "Form of the tables in a folder; csv unless said otherwise."), default=None
)
@lang_option()
def convert(*, src: str, output: str, force: bool, tables: Literal["csv", "parquet"] | None) -> None:
    """Convert a source."""
    from .. import api

    click.echo(str(api.convert_case(src, output, lang=language(), replace=force, tables=tables)))
