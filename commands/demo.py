"""``penata demo``: every stage that exists, on the bundled district."""

from __future__ import annotations

import click

from .interrupts import stop_on_signal
from .language import language, say
from .options import lang_option, runs_option
from .output import note
from .progress import progress
from .summary import print_run

CASE = "lubuk_begalung"


@click.command(
    help=say(
        "Jalankan semua tahap pada contoh bawaan (DATA CONTOH): periksa, tempatkan, tulis berkas rapat.",
        "Run every stage on the bundled case (synthetic data): check, place, write the file for the meeting.",
    )
)
@runs_option()
@lang_option()
def command(*, output: str) -> None:
    """Run the demonstration."""
    from .. import api

    click.echo(say("DATA CONTOH: Kecamatan Lubuk Begalung, Kota Padang; tidak ada orang nyata.",
                   "SYNTHETIC DATA: Kecamatan Lubuk Begalung, Kota Padang; nobody in it is real."))  # fmt: skip
    report = api.check_case(CASE, lang=language())
    click.echo(
        say(
            f"1. Data diperiksa: {report.errors} kesalahan, {report.warnings} peringatan "
            "(kelebihan pegawai, profil kosong: alasan penataan).",
            f"1. Data checked: {report.errors} errors, {report.warnings} warnings "
            "(surplus, missing profiles: the reason to reorganise).",
        )
    )
    note(say("2. Mencari penempatan terbaik; beberapa detik …", "2. Looking for the best placement; some seconds …"))
    with stop_on_signal() as stop, progress("auto") as reporter:
        placed = api.run_placement(api.PlaceOrder(CASE, output=output, lang=language()), stop_event=stop, progress=reporter)
    click.echo(
        say(
            "2. Penempatan diusulkan dan diperiksa ulang oleh wasit:", "2. Placement proposed and re-checked by the referee:"
        )
    )
    print_run(placed.run, reused=placed.reused)
    first = next((row for row in placed.run.to_frame("assignments").to_dict("records") if row["move"] == "promotion"), None)
    person = first["employee_id"] if first else "NIP"
    click.echo(say("3. Berikutnya:", "3. Next:"))
    click.echo(f"   penata explain {placed.run.run_id} --employee {person}")
    after = say("setelah mengisi kolom Keputusan", "after filling the column Keputusan")
    click.echo(f"   penata score {placed.run.run_id} {placed.run.path / 'hasil.xlsx'}   # {after}")
    click.echo("   penata case template -o data-kami.xlsx")
    click.get_current_context().exit(0 if placed.run.result.value is not None else 5)
