"""``penata case synth``: made-up agencies of any size."""

from __future__ import annotations

from typing import Literal

import click

from .language import say
from .options import lang_option, tables_option
from .output import note


@click.command(
    help=say(
        """Buat instansi karangan (DATA CONTOH) dengan unit, jabatan, standar, pegawai, dan riwayatnya; benih dan ukuran
        yang sama memberi isi yang sama.

        Satu instansi ditulis langsung ke DIR; beberapa instansi satu folder masing-masing, DIR/A001, DIR/A002, ….""",
        """Make up agencies (DATA CONTOH) with units, posts, standards, people and their records; the same parameters and
        seed give the same facts.

        One agency is written to DIR itself; several get a folder each, DIR/A001, DIR/A002, ….""",
    )
)
@click.option("--people", type=int, required=True, metavar="N",
              help=say("Pegawai seluruhnya, paling sedikit 10 per instansi.",
                       "People in all, at least 10 an agency."))  # fmt: skip
@click.option(
    "--agencies", type=int, default=1, show_default=True, metavar="K", help=say("Banyaknya instansi.", "Agencies.")
)
@click.option("--seed", type=int, default=0, show_default=True, metavar="S", help=say("Benih acak.", "Seed."))
@click.option("--tightness", type=float, default=0.97, show_default=True, metavar="X",
              help=say("Pegawai per kursi: di bawah 1 ada kursi kosong, di atas 1 pegawai berlebih.",
                       "People for each seat: below 1 seats stay empty, above 1 people are left over."))  # fmt: skip
@click.option("--skill-mix", type=float, default=0.2, show_default=True, metavar="X",
              help=say("Bagian pegawai tiap dinas yang diminta menguasai T-IT level 3.",
                       "Share of every office that is wanted at level 3 in T-IT."))  # fmt: skip
@click.option("--surplus", type=float, default=0.03, show_default=True, metavar="X",
              help=say("Bagian pegawai pada jabatan yang kelebihan pemangku.",
                       "Share of the people in posts held beyond their need."))  # fmt: skip
@click.option("--unit-size", type=int, default=40, show_default=True, metavar="N",
              help=say("Pegawai per bidang, kira-kira; satu dinas paling banyak lima bidang.",
                       "People of a working unit, about; an office has at most five."))  # fmt: skip
@click.option("--history", is_flag=True,
              help=say("Tambahkan riwayat evaluasi, kinerja, pelatihan, dan jabatan; kebenarannya di truth/.",
                       "Add years of evaluations, grades, training and posts; the truth goes to truth/."))  # fmt: skip
@click.option("--years", type=int, default=6, show_default=True, metavar="N",
              help=say("Tahun riwayat sampai 2025, 1 sampai 20; hanya dengan --history.",
                       "Years of history up to 2025, 1 to 20; only with --history."))  # fmt: skip
@tables_option(say("Bentuk tabel.", "Form of the tables."))
@click.option("-o", "--output", required=True, metavar="DIR", help=say("Folder yang dibuat.", "Folder to make."))
@click.option("--force", is_flag=True, help=say("Timpa data satu instansi yang ada.", "Replace the case of one agency."))
@lang_option()
def synth(
    *,
    people: int,
    agencies: int,
    seed: int,
    tightness: float,
    skill_mix: float,
    surplus: float,
    unit_size: int,
    history: bool,
    years: int,
    tables: Literal["csv", "parquet"],
    output: str,
    force: bool,
) -> None:
    """Make up agencies."""
    from .. import api

    if history and not years:
        raise api.OptionError(
            "--years 0: expected 1 to 20 years of history.",
            code="E-OPTION",
            bahasa="--years 0: seharusnya 1 sampai 20 tahun riwayat.",
        )
    order = api.SynthOrder(people, agencies, seed, tightness, skill_mix, surplus, unit_size, years if history else 0)
    folders = api.synth(order, output, tables=tables, replace=force)
    note(
        say(
            f"{people} pegawai karangan dalam {agencies} instansi; tidak satu pun orang sungguhan.",
            f"{people} made-up people in {agencies} agencies; no row is a real person.",
        )
    )
    for folder in folders:
        click.echo(str(folder))
