"""``penata place``: propose a placement and keep it as a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from .interrupts import stop_on_signal
from .language import language, say
from .options import PAIR, SWAP, format_option, lang_option, progress_option, runs_option, scenario_option, tables_option
from .output import note, print_json, print_table
from .progress import progress as reporting
from .summary import print_run

if TYPE_CHECKING:
    from ..api import Placed

NO_PLAN, IMPOSSIBLE, GAP_MISSED = 5, 4, 6
SIZES = {
    "employees": ("pegawai dalam model", "people in the model"),
    "positions": ("jabatan", "posts"),
    "options": ("pasangan pegawai-jabatan yang mungkin", "possible pairs of person and post"),
    "headcounts": ("batas jumlah orang", "head counts"),
    "rows": ("aturan atas seluruh rencana", "rows that couple people"),
    "auxiliaries": ("besaran bantu", "auxiliaries"),
    "memory_mb": ("memori yang diperlukan, sekitar (MB)", "memory needed, about (MB)"),
    "memory_available_mb": ("memori yang boleh dipakai (MB)", "memory that may be used (MB)"),
}


@click.command(
    help=say(
        """Usulkan penempatan pegawai dari SRC (folder, buku kerja, atau contoh bawaan).

        Hasilnya satu folder di bawah runs/ dengan hasil.xlsx untuk rapat. Masukan yang sama memberi hasil yang sama.
        Kode keluar: 0 selesai, 3 masukan ditolak, 4 terbukti tidak mungkin, 5 tidak ada rencana atau memori kurang,
        6 --max-gap tidak tercapai.""",
        """Propose a placement for SRC (a folder, a workbook or a bundled case).

        The outcome is a folder under runs/ with hasil.xlsx for the meeting. Equal inputs give equal plans.
        Exit codes: 0 done, 3 input rejected, 4 proved impossible, 5 no plan or too little memory, 6 --max-gap missed.""",
    )
)
@click.argument("src", default="lubuk_begalung")
@scenario_option()
@runs_option()
@click.option(
    "--pin",
    type=PAIR,
    multiple=True,
    help=say("Tetapkan pegawai E pada jabatan P (boleh diulang).", "Pin employee E to position P (repeatable)."),
)
@click.option(
    "--forbid",
    type=PAIR,
    multiple=True,
    help=say("Larang pegawai E pada jabatan P (boleh diulang).", "Forbid employee E position P (repeatable)."),
)
@click.option(
    "--swap",
    type=SWAP,
    multiple=True,
    help=say(
        "Tukar jabatan pegawai E dan F pada rencana awal (boleh diulang).",
        "Exchange the posts of employees E and F in the earlier plan (repeatable).",
    ),
)
@click.option(
    "--warm",
    metavar="RUN",
    help=say(
        "Rencana awal: hasil (folder, ID) atau berkas rencana. Tidak pernah menjadi lebih buruk; tiap orang yang berubah "
        "berharga poin.",
        "The plan to begin from: a run (folder, id) or a file with a plan. Never made worse; each person who changes costs "
        "points.",
    ),
)
@click.option(
    "--max-moves", type=click.IntRange(min=0), help=say("Paling banyak sekian perpindahan.", "At most so many moves.")
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "flow", "hybrid", "cpsat", "highs", "greedy", "seniority", "stable"]),
    help=say("Mesin pencari; auto memilih sendiri.", "Engine; auto chooses."),
)
@click.option(
    "--inner",
    type=click.Choice(["auto", "cpsat", "highs"]),
    help=say("Pemecah model kecil pada mesin hybrid.", "Solver of the small programs of engine hybrid."),
)
@click.option("--seed", type=click.IntRange(min=0), help=say("Benih acak pemecah.", "Seed of the solver."))
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    help=say("Batas waktu dalam detik.", "Time limit in seconds."),
)
@click.option(
    "--gap",
    type=click.FloatRange(min=0),
    help=say(
        "Berhenti mencari pada selisih relatif ini (bawaan 0; di atas 5.000 orang 1e-4).",
        "Stop the search at this relative gap (default 0; above 5,000 people 1e-4).",
    ),
)
@click.option(
    "--max-gap",
    type=click.FloatRange(min=0),
    help=say(
        "Selisih relatif terbesar yang diterima; bila lebih, kode keluar 6.",
        "Largest relative gap accepted; beyond it the exit code is 6.",
    ),
)
@click.option(
    "--workers",
    type=click.IntRange(min=0),
    default=0,
    help=say(
        "Dicatat di manifest saja: versi ini mencari dengan satu pekerja.",
        "Kept in the manifest only: this version searches with one worker.",
    ),
)
@click.option(
    "--reproducible",
    is_flag=True,
    help=say("Abaikan jam; hanya batas kerja yang menghentikan.", "Ignore the clock; only work limits stop the search."),
)
@click.option(
    "--force", is_flag=True, help=say("Jalankan lagi walau hasilnya sudah ada.", "Run again although the run exists.")
)
@click.option(
    "--dry-run",
    is_flag=True,
    help=say(
        "Tunjukkan ukuran model dan perkiraan memori saja; tidak menulis apa pun.",
        "Show the size of the model and the memory it needs; write nothing.",
    ),
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=1),
    envvar="PENATA_MAX_MEMORY",
    metavar="MB",
    help=say(
        "Memori yang boleh dipakai, dalam MB (juga PENATA_MAX_MEMORY); tanpa ini: yang tersisa pada mesin.",
        "Memory that may be used, in MB (also PENATA_MAX_MEMORY); default: what the machine has left.",
    ),
)
@tables_option(say("Bentuk tabel dalam folder hasil.", "Form of the tables in the run's folder."))
@progress_option()
@format_option("table", "json", "csv")
@lang_option()
def command(
    *,
    src: str,
    scenario: str | None,
    output: str,
    pin: tuple[tuple[str, str], ...],
    forbid: tuple[tuple[str, str], ...],
    swap: tuple[tuple[str, str], ...],
    warm: str | None,
    max_moves: int | None,
    engine: str | None,
    inner: str | None,
    seed: int | None,
    time_limit: float | None,
    gap: float | None,
    max_gap: float | None,
    workers: int,
    reproducible: bool,
    force: bool,
    dry_run: bool,
    max_memory: int | None,
    tables: Literal["csv", "parquet"],
    progress: str,
    format: str,
) -> None:
    """Propose a placement."""
    from .. import api

    order = api.PlaceOrder(
        src,
        scenario,
        output,
        pin,
        forbid,
        max_moves,
        engine,
        inner,
        seed,
        time_limit,
        workers,
        reproducible,
        force,
        language(),
        tables,
        gap=gap,
        warm=warm,
        swaps=swap,
        max_memory=max_memory,
    )
    if dry_run:
        sizes = api.plan_order(order)
        rows = [(say(*SIZES[name]), count) for name, count in sizes.counts.items()]
        print_json(sizes.counts) if format == "json" else print_table((say("Ukuran", "Size"), ""), rows)
        if sizes.refusal is not None:
            raise sizes.refusal
        return
    with stop_on_signal() as stop, reporting(progress) as report:
        placed = api.run_placement(order, stop_event=stop, progress=report)
    if placed.workers_asked > 1:
        note(
            say(
                f"catatan: {placed.workers_asked} pekerja diminta; versi ini mencari dengan satu pekerja, hasilnya sama.",
                f"note: {placed.workers_asked} workers asked for; this version searches with one, the answer is the same.",
            )
        )
    _print(placed, format)
    click.get_current_context().exit(_exit_code(placed, max_gap))


def _print(placed: Placed, format: str) -> None:
    if format == "json":
        click.echo((placed.run.path / "result.json").read_text(encoding="utf-8"), nl=False)
    elif format == "csv":
        click.echo(placed.run.table_csv("assignments"), nl=False)
    else:
        print_run(placed.run, reused=placed.reused)


def _exit_code(placed: Placed, max_gap: float | None) -> int:
    result = placed.run.result
    if result.status == "infeasible":
        return IMPOSSIBLE
    if result.value is None:
        return NO_PLAN
    if max_gap is not None:
        gaps = [tier.gap for tier in result.tiers] or [result.gap]
        if any(gap is None or gap > max_gap for gap in gaps):
            return GAP_MISSED
    return 0
