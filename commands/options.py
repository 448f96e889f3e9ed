"""Options that several commands share, and how a source or a pair is parsed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from .language import say, set_language

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _choose(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    set_language(value)
    return value


def lang_option() -> Decorator:
    """Return ``--lang``; it speaks for this command's output."""
    return click.option(
        "--lang",
        type=click.Choice(["id", "en"]),
        default=None,
        expose_value=False,
        is_eager=True,
        callback=_choose,
        help=say("Bahasa keluaran: id atau en.", "Language of the output: id or en."),
    )


def runs_option() -> Decorator:
    """Return ``-o``: the folder that holds runs."""
    return click.option(
        "-o",
        "--output",
        "output",
        default="runs",
        show_default=True,
        envvar="PENATA_RUNS",
        metavar="DIR",
        help=say("Folder tempat menyimpan hasil (juga PENATA_RUNS).", "Folder that holds runs (also PENATA_RUNS)."),
    )


def scenario_option() -> Decorator:
    """Return ``-s``: the scenario, by default the one that comes with the source."""
    return click.option(
        "-s",
        "--scenario",
        metavar="FILE.toml",
        help=say("Skenario; tanpa ini dipakai yang ada pada SRC.", "Scenario; default: the one that comes with SRC."),
    )


def progress_option() -> Decorator:
    """Return ``--progress``: how a search tells how far it is."""
    return click.option(
        "--progress",
        type=click.Choice(["auto", "bar", "jsonl", "none"]),
        default="auto",
        help=say("Kemajuan di stderr.", "Progress on stderr."),
    )


def format_option(*formats: str) -> Decorator:
    """Return ``--format`` with ``--json`` beside it."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option(
            "--json",
            "format",
            flag_value="json",
            help=say("Sama dengan --format json.", "The same as --format json."),
        )(command)
        return click.option(
            "--format",
            "format",
            type=click.Choice(list(formats)),
            default="table",
            show_default=True,
            help=say("Bentuk keluaran.", "Form of the output."),
        )(command)

    return decorate


def tables_option(words: str, *, default: str | None = "csv") -> Decorator:
    """Return ``--tables``: how a folder keeps its tables."""
    return click.option(
        "--tables", type=click.Choice(["csv", "parquet"]), default=default, show_default=default is not None, help=words
    )


class PairType(click.ParamType[tuple[str, str], str]):
    """``E=P``: an employee and a position; ``E=F``: two employees."""

    def __init__(self, name: str, bahasa: str, english: str) -> None:
        self.name, self._words = name, (bahasa, english)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        """Split at the first equals sign."""
        if isinstance(value, tuple):
            return value[0], value[1]
        left, sign, right = str(value).partition("=")
        if not sign or not left.strip() or not right.strip():
            self.fail(
                say(
                    f"'{value}' bukan pasangan; tulis {self._words[0]}",
                    f"'{value}' is no pair; write {self._words[1]}",
                ),
                param,
                ctx,
            )
        return left.strip(), right.strip()


PAIR = PairType(
    "E=P",
    "PEGAWAI=JABATAN, misalnya 198501012010011001=KEC.CAMAT",
    "EMPLOYEE=POSITION, such as 198501012010011001=KEC.CAMAT",
)
SWAP = PairType(
    "E=F",
    "PEGAWAI=PEGAWAI, misalnya 198501012010011001=199003032015022002",
    "EMPLOYEE=EMPLOYEE, such as 198501012010011001=199003032015022002",
)
