"""Printing: the answer on stdout, everything else on stderr; tables on a terminal, plain lines elsewhere."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.table import Table

from .language import language

PLAIN_WIDTH = 160


def console(*, stderr: bool = False) -> Console:
    """Return a console; off a terminal it neither colours nor wraps to a narrow width."""
    stream = sys.stderr if stderr else sys.stdout
    return Console(
        file=stream, width=None if stream.isatty() else PLAIN_WIDTH, highlight=False, soft_wrap=not stream.isatty()
    )


def print_table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None) -> None:
    """Print a table on stdout."""
    table = Table(*headers, title=title, title_justify="left", show_edge=False, pad_edge=False)
    for row in rows:
        table.add_row(*(click.unstyle(_text(cell)).replace("[", "\\[") for cell in row))
    console().print(table)


def print_csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows as CSV on stdout: machine words, decimal points, no text that a spreadsheet would run."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    click.echo(buffer.getvalue(), nl=False)


def print_json(value: object) -> None:
    """Print a value as JSON on stdout."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def note(text: str) -> None:
    """Print a line for people on stderr, unless ``--quiet`` was asked for."""
    context = click.get_current_context(silent=True)
    if context is None or not (context.find_root().obj or {}).get("quiet"):
        click.echo(text, err=True)


def _text(cell: object) -> str:
    if cell is None or cell != cell:  # NaN is the one value that differs from itself
        return "-"
    return (
        f"{cell:g}"
        if isinstance(cell, float) and abs(cell) < 1e6
        else f"{cell:.0f}"
        if isinstance(cell, float)
        else str(cell)
    )


def _safe(cell: object) -> object:
    if cell is None or cell != cell:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r", "'")) else cell


def number(value: float | None, digits: int = 2) -> str:
    """Return a number for people: 1.234,5 in Bahasa, 1,234.5 in English."""
    if value is None:
        return "-"
    text = f"{value:,.{digits}f}"
    return text if language() == "en" else text.translate(str.maketrans(",.", ".,"))
