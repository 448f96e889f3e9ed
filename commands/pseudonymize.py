"""``penata case pseudonymize``: a case without the people in it, the key apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .language import language, say
from .options import lang_option
from .output import note

if TYPE_CHECKING:
    from ..api import PseudonymReport


@click.command(
    help=say(
        "Samarkan data: ID acak, nama karangan, tanggal lahir digeser dalam bulannya; kuncinya disimpan terpisah.",
        "Pseudonymize a case: random ids, made-up names, birth dates moved within their month; the key is kept apart.",
    )
)
@click.argument("src")
@click.option("-o", "--output", required=True, metavar="DIR",
              help=say("Folder data tersamar.", "Folder of the pseudonymised case."))  # fmt: skip
@click.option("--key", required=True, metavar="F",
              help=say("Berkas kunci, di luar DIR; hanya dapat dibaca pemiliknya.",
                       "Key file, outside DIR; only its owner may read it."))  # fmt: skip
@click.option("--fresh-ties", is_flag=True,
              help=say("Undi urutan seri yang baru: lebih aman, rencana dapat berbeda di antara yang sama baik.",
                       "Draw a new order of ties: safer, but another of equally good plans may come out."))  # fmt: skip
@click.option("--force", is_flag=True, help=say("Timpa yang ada.", "Replace what is there."))
@lang_option()
def pseudonymize(*, src: str, output: str, key: str, fresh_ties: bool, force: bool) -> None:
    """Pseudonymize a source."""
    from .. import api

    report = api.pseudonymize_case(src, output, key, fresh_ties=fresh_ties, replace=force, lang=language())
    for line in _told(report):
        note(line)
    click.echo(str(report.folder))


def _told(report: PseudonymReport) -> list[str]:
    """Return what the owner of the data has to know."""
    lines = [
        say(
            f"{report.people} pegawai disamarkan: ID dan nama diganti, gelar dan koordinat rumah dihapus, alasan, catatan, "
            "dan teks bebas diganti kata bernomor, baris diacak.",
            f"{report.people} people pseudonymised: ids and names replaced, academic titles and home coordinates dropped, "
            "reasons, notes and free text replaced by numbered words, rows shuffled.",
        ),
        say(
            "Tetap apa adanya: jenis kelamin, tanggal karier, pangkat, pendidikan, nilai, dan predikat. Siapa yang mengenal "
            "karier seseorang masih dapat mengenalinya: jangan diterbitkan untuk umum.",
            "Kept as they are: sex, career dates, ranks, education, scores and ratings. Whoever knows somebody's career can "
            "still recognise them: don't publish it.",
        ),
    ]
    if not report.fresh_ties:
        lines.append(
            say(
                "Urutan seri mengikuti kunci asli; tanpa kolom Kunci Urut sendiri, pemegang daftar lengkap NIP "
                "dapat menghitungnya. Gunakan --fresh-ties bila penerima tidak dipercaya.",
                "Ties keep the order of the original keys; without tie keys of your own, whoever has the full list of NIPs "
                "can recompute it. Use --fresh-ties where the receiver is not trusted.",
            )
        )
    if report.unmoved:
        lines.append(
            say(
                f"{report.unmoved} tanggal lahir tidak dapat digeser (batas usia jatuh pada hari itu).",
                f"{report.unmoved} birth dates could not move (ages are judged on that very day).",
            )
        )
    if report.travel_counts:
        lines.append(
            say(
                "Bobot travel tidak 0 dan koordinat rumah dihapus: rencana dapat berbeda dari aslinya.",
                "The weight of travel is not 0 and home coordinates are gone: the plan may differ from the original's.",
            )
        )
    if report.units_kept:
        lines.append(
            say(
                "Jarak antarunit dipertahankan untuk anggaran relokasi: lintang asli, bujur digeser bersama.",
                "Distances between units are kept for the relocation budget: latitudes as they are, "
                "longitudes shifted together.",
            )
        )
    lines.append(say(f"Kunci: {report.key}. Simpan terpisah.", f"Key: {report.key}. Keep it apart."))
    return lines
