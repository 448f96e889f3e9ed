"""``penata case import-siasn``: a SIASN export with post list and assessments becomes a case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from .faults import print_faults
from .language import language, say
from .options import format_option, lang_option
from .output import note, print_csv, print_json, print_table

if TYPE_CHECKING:
    from ..api import ImportReport

REJECTED = 3
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "import-siasn",
    help=say(
        "Jadikan ekspor SIASN, daftar jabatan, dan hasil asesmen satu kasus; kolom pribadi dibuang.",
        "Make a case of SIASN exports, the post list and assessments; personal columns are dropped.",
    ),
)
@click.argument("exports", nargs=-1, required=True, metavar="EXPORT…")
@click.option("--posts", required=True, metavar="F",
              help=say("Daftar jabatan instansi (peta jabatan).", "The agency's post list."))  # fmt: skip
@click.option("--assessments", metavar="F",
              help=say("Hasil asesmen: satu kolom satu kompetensi.", "Assessments: one column a competency."))  # fmt: skip
@click.option("--units", metavar="F", help=say("Berkas HierarkiUnor.", "The HierarkiUnor file."))
@click.option("--map", metavar="pemetaan.toml",
              help=say("Jawaban untuk jabatan dan unit yang tidak cocok.", "Answers for what did not match."))  # fmt: skip
@click.option("-o", "--output", required=True, metavar="DST",
              help=say("Folder, atau berkas .xlsx.", "Folder, or .xlsx file."))  # fmt: skip
@click.option("--as-of", type=DAY, metavar="YYYY-MM-DD",
              help=say("Tanggal ekspor; bawaan hari ini.", "Day of the export; today by default."))  # fmt: skip
@click.option("--effective", type=DAY, metavar="YYYY-MM-DD",
              help=say("TMT rencana; bawaan tanggal ekspor.", "Date of the plan; the export's by default."))  # fmt: skip
@click.option("--agency", default="", metavar="NAME",
              help=say("Nama instansi; bawaan dari ekspor.", "Name of the agency; from the export by default."))  # fmt: skip
@click.option("--force", is_flag=True, help=say("Timpa yang ada.", "Replace what is there."))
@format_option("table", "json", "csv")
@lang_option()
def import_siasn(
    *, exports: tuple[str, ...], posts: str, assessments: str | None, units: str | None, map: str | None, output: str,
    as_of: datetime | None, effective: datetime | None, agency: str, force: bool, format: str,
) -> None:  # fmt: skip
    """Import an export."""
    from .. import api

    report = api.import_siasn(
        exports,
        output,
        posts=posts,
        assessments=assessments,
        units=units,
        mapping=map,
        as_of=as_of.date() if as_of else None,
        effective=effective.date() if effective else None,
        agency=agency,
        lang=language(),
        replace=force,
    )
    {"json": _print_json, "csv": _print_csv, "table": _print_text}[format](report)
    _say_where(report)
    if report.errors:
        click.get_current_context().exit(REJECTED)


FAULT = ("code", "severity", "place", "row", "column", "found", "expected", "remedy")


def _print_json(report: ImportReport) -> None:
    print_json(
        {
            "schema": "penata.import/1",
            "errors": report.errors,
            "warnings": report.warnings,
            "faults": [{name: getattr(fault, name) for name in FAULT} for fault in report.faults],
            "notes": list(report.notes),
            "dropped": {place: list(headers) for place, headers in report.dropped.items()},
            "counts": dict(report.counts),
            "unmatched": [{"kind": kind, "said": said, "nearest": near} for kind, said, _, near in report.unmatched],
            "written": str(report.written) if report.written else None,
            "mapping": str(report.mapping) if report.mapping else None,
        }
    )


def _print_csv(report: ImportReport) -> None:
    print_csv(FAULT, ([getattr(fault, name) for name in FAULT] for fault in report.faults))


def _print_text(report: ImportReport) -> None:
    print_faults(tuple(fault for fault in report.faults if fault.code != "W-COLUMN-FORBIDDEN"))
    for line in report.notes:
        note(say(f"catatan: {line}", f"note: {line}"))
    for place, headers in report.dropped.items():
        names = ", ".join(headers)
        click.echo(say(f"dibuang (data pribadi): {place}: {names}", f"dropped (personal data): {place}: {names}"))
    if report.unmatched:
        titles = [say("Jenis", "Kind"), say("Pada berkas", "In the file"), say("Terdekat", "Nearest")]
        rows = [(kind, label, near) for kind, _, label, near in report.unmatched]
        print_table(titles, rows, title=say("Belum cocok", "Not matched"))
    counts = report.counts
    part_time = say("PPPK paruh waktu", "part-time PPPK")
    statuses = (("pns", "PNS"), ("cpns", "CPNS"), ("pppk", "PPPK"), ("pppk_paruh_waktu", part_time))
    people = ", ".join(f"{counts[name]} {words}" for name, words in statuses if counts[name]) or "-"
    click.echo(
        say(
            f"{counts['people']} pegawai ({people}), {counts['with_post']} pada jabatan; {counts['positions']} jabatan, "
            f"{counts['units']} unit, {counts['assessed']} orang dinilai.",
            f"{counts['people']} people ({people}), {counts['with_post']} in a post; {counts['positions']} posts, "
            f"{counts['units']} units, {counts['assessed']} people assessed.",
        )
    )
    click.echo(
        say(
            f"{report.errors} kesalahan, {report.warnings} peringatan.",
            f"{report.errors} errors, {report.warnings} warnings.",
        )
    )
    if report.written:
        click.echo(str(report.written))


def _say_where(report: ImportReport) -> None:
    if report.mapping:
        note(
            say(
                f"{report.mapping}: isi 'ke' pada setiap entri, lalu ulangi dengan --map {report.mapping}",
                f"{report.mapping}: fill in 'ke' of every entry, then run again with --map {report.mapping}",
            )
        )
    if report.mapping_error:
        note(say(f"pemetaan tidak tertulis: {report.mapping_error}", f"mapping not written: {report.mapping_error}"))
    if report.mapping_in_the_way:
        place = report.mapping_in_the_way
        note(
            say(
                f"{place} sudah ada dan tidak diubah; sertakan dengan --map agar ditambah.",
                f"{place} exists and was left alone; give it with --map to have it added to.",
            )
        )
    if report.written:
        note(
            say(
                f"Berikutnya: penata case check {report.written}, lalu penata place {report.written}",
                f"Next: penata case check {report.written}, then penata place {report.written}",
            )
        )
    else:
        note(say("Tidak ada kasus yang ditulis.", "No case was written."))
