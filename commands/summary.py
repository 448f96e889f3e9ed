"""The summary of a run on stdout: status in words, figures before and after, what is left, where the files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .changes import print_changes
from .language import language, say
from .output import note, number, print_table

if TYPE_CHECKING:
    from ..api import ResultFile, Run

STATUS = {
    "optimal": ("terbukti terbaik", "proved best"),
    "feasible": ("layak", "feasible"),
    "infeasible": ("terbukti tidak mungkin", "proved impossible"),
    "unknown": ("belum ada rencana dalam batas waktu", "no plan within the limits"),
    "cancelled": ("dihentikan; rencana terbaik disimpan", "stopped; the best plan is kept"),
}
KPI = {
    "jpm_mean": ("JPM rata-rata pemangku", "Average JPM of holders"),
    "jpm_mean_assessed": ("JPM rata-rata (yang dinilai)", "Average JPM (assessed)"),
    "jpm_80_share": ("Pemangku dengan JPM >= 80 %", "Holders with JPM >= 80 %"),
    "head_posts_filled": ("Jabatan pimpinan terisi", "Head posts filled"),
    "head_posts": ("Jabatan pimpinan", "Head posts"),
    "empty_seats": ("Kursi kosong", "Empty seats"),
    "surplus_seats": ("Kursi berlebih", "Surplus seats"),
    "unplaced": ("Pegawai tanpa jabatan", "People without a post"),
    "field_exact_share": ("Bidang pendidikan sesuai", "Field of education fits"),
    "worst_unit_shortage": ("Kekurangan unit terburuk", "Worst shortage of a unit"),
    "over_max_years": ("Lebih dari 5 tahun dalam jabatan", "Over 5 years in one post"),
    "training_idr": ("Biaya pelatihan penutup kesenjangan (Rp)", "Courses that close the gaps (Rp)"),
    "blocking_pairs": ("Pasangan yang saling lebih menginginkan", "Pairs that block"),
    "held_back_pairs": ("Pasangan yang ditahan aturan wajib", "Pairs held back by hard rules"),
}
DECISIONS = {
    "proposed": ("diusulkan", "proposed"),
    "reviewed": ("ditinjau", "reviewed"),
    "approved": ("disetujui", "approved"),
    "returned": ("dikembalikan", "returned"),
}
MOVES = {
    "stay": ("tetap", "stay"),
    "rotation": ("rotasi", "rotation"),
    "promotion": ("promosi", "promotion"),
    "demotion": ("penurunan", "demotion"),
    "entry": ("penempatan baru", "entry"),
    "unplaced": ("tanpa jabatan", "without a post"),
}
UNITS = {
    "percent": ("%", "%"),
    "posts": ("jabatan", "posts"),
    "seats": ("kursi", "seats"),
    "people": ("orang", "people"),
    "idr": ("Rp", "Rp"),
    "pairs": ("pasangan", "pairs"),
}


def figure_row(name: str, before: float | None, after: float | None, unit: str) -> tuple[str, str, str, str]:
    """Return a figure as a row for people: its name, before, after, unit; whole numbers where it counts things."""
    digits = 1 if unit == "percent" else 0
    return (
        say(*KPI.get(name, (name, name))),
        number(before, digits),
        number(after, digits),
        say(*UNITS.get(unit, (unit, unit))),
    )


def status_words(result: ResultFile) -> str:
    """Return the status in words; *terbukti terbaik* only with a proof, else the distance to the bound."""
    words = say(*STATUS[result.status])
    if result.status in ("feasible", "cancelled") and result.bound is not None and result.value is not None:
        distance = number(result.bound - result.value)
        words += say(f" (selisih paling banyak {distance} poin)", f" (at most {distance} points below the best)")
    return words


def print_run(run: Run, *, reused: bool) -> None:
    """Print the summary of a run."""
    result = run.result
    click.echo(f"{run.run_id}  {status_words(result)}  [{result.engine}]")
    if reused:
        click.echo(
            say(
                "Masukan sama dengan hasil sebelumnya; hasil itu dipakai.",
                "Same inputs as an earlier run; that run is shown.",
            )
        )
        if run.manifest.language != language():
            note(
                say(
                    "hasil.xlsx dari hasil ini berbahasa Inggris; --force menulisnya lagi dalam Bahasa.",
                    "hasil.xlsx of this run is in Bahasa; --force writes it again in English.",
                )
            )
    for item in result.conflict:
        click.echo(say(f"  tidak mungkin: {item.words_id}", f"  impossible: {item.words_en}"))
    if "stable_no_plan" in result.warnings:
        click.echo(
            say(
                "  tidak ada rencana: seseorang tidak boleh tetap dan tidak diterima di jabatan mana pun, atau susunan hari "
                "ini melanggar aturan wajib. Pakai mesin auto.",
                "  no plan: somebody may not stay and no post takes them, or today's placement breaks a hard rule. Use "
                "engine auto.",
            )
        )
    if result.value is None:
        print_changes(result)
        return
    before = sum(term.points for term in result.terms_before)
    click.echo(
        say(
            f"Nilai rencana {number(result.value)} poin; penempatan saat ini {number(before)}.",
            f"The plan is worth {number(result.value)} points; today's placement {number(before)}.",
        )
    )
    moves = ", ".join(f"{say(*MOVES[kind])} {result.counts[kind]}" for kind in MOVES if result.counts.get(kind))
    click.echo(say(f"{result.counts['employees']} pegawai: {moves}.", f"{result.counts['employees']} people: {moves}."))
    if "stable_circle" in result.warnings:
        pairs = result.counts["blocking_pairs"]
        click.echo(
            say(
                f"Tidak stabil: {pairs} pasangan pegawai-jabatan masih saling lebih menginginkan; memenuhinya hanya "
                "berputar-putar.",
                f"Not stable: {pairs} pairs of person and post still block the plan; satisfying them goes in a circle.",
            )
        )
    rows = [figure_row(item.name, item.before, item.after, item.unit) for item in result.kpi]
    print_table((say("Ukuran", "Figure"), say("Sebelum", "Before"), say("Sesudah", "After"), ""), rows)
    print_changes(result)
    print_unfilled(run)
    click.echo(
        say(
            f"USULAN – belum disetujui. Berkas rapat: {run.path / 'hasil.xlsx'}",
            f"PROPOSAL – not approved. File for the meeting: {run.path / 'hasil.xlsx'}",
        )
    )


def print_unfilled(run: Run, most: int = 5) -> None:
    """Print the posts that stay empty, the first few with the reason."""
    frame = run.to_frame("unfilled")
    if frame.empty:
        return
    click.echo(say(f"{len(frame)} jabatan masih kurang orang:", f"{len(frame)} posts are still short:"))
    for record in frame.head(most).to_dict("records"):
        click.echo(f"  {record['position_id']}: {record[say('words_id', 'words_en')]}")
    if len(frame) > most:
        click.echo(
            say(f"  … dan {len(frame) - most} lagi (lembar Kosong).", f"  … and {len(frame) - most} more (sheet Unfilled).")
        )
