"""``penata bench``: what the engines take and reach, on this machine."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .language import language, say
from .options import format_option, lang_option
from .output import note, print_csv, print_json, print_table

if TYPE_CHECKING:
    from ..benchmarks.records import Record, Results
    from ..benchmarks.run import SizeName, SuiteName

WRONG, MISSED, WORSE = 1, 6, 7
LARGEST_GATE = 10.0


class GateType(click.ParamType[float, str]):
    """``5%`` or ``0.05``."""

    name = "5%"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share."""
        text = str(value).strip()
        try:
            share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = math.nan
        if not 0 <= share <= LARGEST_GATE:
            self.fail(
                say(
                    f"'{value}' bukan bagian; tulis misalnya 5% atau 0.05 (0 sampai 1000%)",
                    f"'{value}' is no share; write 5% or 0.05, say (0 to 1000%)",
                ),
                param,
                ctx,
            )
        return share


@click.command(
    help=say(
        """Ukur waktu, memori, dan mutu mesin di komputer ini, tiap pengukuran dalam proses tersendiri.

        micro: pekerjaan tetap untuk tiap bagian program. peers: mesin Penata di samping CP-SAT, HiGHS, SciPy, dan aliran
        OR-Tools pada soal yang sama. quality: soal terbitan (--instances DIR dengan folder assign,
        gap, fronts) atau soal karangan, lawan nilai terbaik yang diketahui. policies: cara penempatan (keadaan sekarang,
        undian, senioritas, model lengkap, …) pada instansi karangan yang sama, dengan selang 95 %. learning: perkiraan
        kebutuhan pelatihan pada riwayat karangan, dan pada OULAD bila --instances DIR memuat folder oulad.

        Kode keluar: 0 selesai, 3 berkas ditolak, 6 nilai terbaik atau buktinya tidak tercapai, 7 lebih buruk daripada
        --compare, 8 tidak ditemukan.""",
        """Measure time, memory and quality of the engines on this machine, each run in a process of its own.

        micro: fixed work for each part of the program. peers: the engines beside CP-SAT, HiGHS, SciPy and OR-Tools' flow on
        the same instances. quality: published instances (--instances DIR with the folders
        assign, gap, fronts) or made-up ones, against the best value known. policies: ways of placing (present, lottery,
        seniority, the full model, …) on the same made-up agencies, with 95 % intervals. learning: forecasts of training
        needs on made-up histories, and on OULAD where --instances DIR holds the folder oulad.

        Exit codes: 0 done, 3 file rejected, 6 a best value or its proof missed, 7 worse than --compare, 8 not found.""",
    )
)
@click.option(
    "--suite",
    type=click.Choice(["micro", "peers", "quality", "policies", "learning"]),
    required=True,
    help=say("Apa yang diukur.", "What is measured."),
)
@click.option("--size", type=click.Choice(["small", "standard", "full"]), default="small", show_default=True,
              help=say("Besarnya.", "How large."))  # fmt: skip
@click.option("--instances", metavar="DIR",
              help=say("quality: folder dengan assign, gap, fronts; learning: dengan oulad.",
                       "quality: folder with assign, gap, fronts; learning: with oulad."))  # fmt: skip
@click.option("--runs", type=click.IntRange(1, 1000), default=5, show_default=True,
              help=say("Ulangan tiap pengukuran; mediannya dipakai.", "Runs of each; the median counts."))  # fmt: skip
@click.option("--compare", metavar="FILE", help=say("Hasil sebelumnya (JSON).", "An earlier result (JSON)."))
@click.option("--gate", type=GateType(), default="5%", show_default=True,
              help=say("Lebih lambat dari ini = lebih buruk.", "Slower than this is worse."))  # fmt: skip
@click.option("-o", "--output", metavar="DIR",
              help=say("Simpan hasil di DIR/VERSI.", "Keep results in DIR/VERSION."))  # fmt: skip
@format_option("table", "json", "csv")
@lang_option()
def command(
    *,
    suite: SuiteName,
    size: SizeName,
    instances: str | None,
    runs: int,
    compare: str | None,
    gate: float,
    output: str | None,
    format: str,
) -> None:
    """Measure a suite."""
    from ..benchmarks import growth, report, run
    from ..benchmarks.records import Results

    order = run.BenchOrder(suite, size, Path(instances) if instances else None, runs)
    before = run.compared(Results.read(Path(compare)), order, Path(compare)) if compare else None
    lines = 0

    def show(record: Record) -> None:
        nonlocal lines
        peers = suite == "peers"
        if not lines:
            click.echo(report.peer_heading() if peers else report.record_heading())
        click.echo(report.peer_row(record) if peers else report.record_row(record))
        lines += 1

    bench = run.run_bench(order, show if format == "table" else None)
    results = bench.results
    _print(results, format)
    if format == "table" and bench.study is not None:
        click.echo()
        print_table(*bench.study.table(language()))
    if format == "table" and results.growth:
        click.echo()
        print_table(("set", "engine", "people", say("pangkat", "exponent")), _growth(results))
    if output:
        for kept in run.keep(bench, Path(output), language=language()):
            note(say(f"Hasil: {kept}", f"Results: {kept}"))
    wrong = growth.contradictions(results.records)
    for bahasa, english in wrong:
        note(say(f"bertentangan: {bahasa}", f"contradiction: {english}"))
    missed = run.missed(results)
    for item in missed:
        name, wanted = f"{item.set} {item.name}: {item.value} ({item.status})", item.known or "0.01 %"
        note(say(f"tidak tercapai: {name}, seharusnya {wanted}", f"missed: {name}, wanted {wanted}"))
    short = [gate for gate in bench.gates if not gate.passed]
    for one in short:
        bound = ">=" if one.at_least else "<="
        note(say(f"tidak tercapai: {one.name[0]}: {one.value:.4f}, seharusnya {bound} {one.limit:g}",
                 f"missed: {one.name[1]}: {one.value:.4f}, expected {bound} {one.limit:g}"))  # fmt: skip
    worse = run.became_worse(before, results, gate) if before else []
    for bahasa, english in worse:
        note(say(f"lebih buruk: {bahasa}", f"worse: {english}"))
    if wrong or missed or short or worse:
        click.get_current_context().exit(WRONG if wrong else MISSED if missed or short else WORSE)


def _growth(results: Results) -> list[tuple[str, ...]]:
    return [
        (item["set"], item["engine"], " ".join(map(str, item["people"])), f"{item['exponent']:.2f}")
        for item in results.growth
    ]


def _print(results: Results, format: str) -> None:
    if format == "json":
        print_json(results.to_dict())
    elif format == "csv":
        rows = [record.to_dict() for record in results.records]
        print_csv(tuple(rows[0]) if rows else (), (tuple(row.values()) for row in rows))
