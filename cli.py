"""The command ``penata``: options of all commands, lazy loading, and how every error ends."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module, reload
from pathlib import Path
from typing import Any

import click

from . import __version__
from .commands.language import language, say, set_language
from .commands.settings import read_settings

COMMANDS = {
    "demo": "demo",
    "case": "case",
    "place": "place",
    "score": "score",
    "explain": "explain",
    "frontier": "frontier",
    "runs": "runs",
    "schema": "schema",
    "bench": "bench",
}
"""Command -> module under ``commands`` whose ``command`` it is."""
HELP = {
    "demo": (
        "Jalankan contoh Kecamatan Lubuk Begalung dari awal sampai akhir.",
        "Run the bundled district from start to end.",
    ),
    "case": ("Buat templat, periksa, dan ubah bentuk data.", "Make a template, check and convert data."),
    "place": ("Usulkan penempatan pegawai.", "Propose a placement."),
    "score": ("Nilai rencana atau hasil.xlsx yang sudah disunting.", "Score a plan or an edited hasil.xlsx."),
    "explain": ("Jelaskan mengapa orang ini, mengapa bukan yang itu.", "Explain why this person, why not that one."),
    "frontier": ("Tunjukkan harga satu tujuan dalam tujuan lain.", "Show what one goal costs in another."),
    "runs": ("Daftar, lihat, dan hapus hasil yang tersimpan.", "List, show and remove runs."),
    "schema": ("Cetak skema JSON, kode kesalahan, dan aturan.", "Print JSON Schemas, fault codes and rules."),
    "bench": ("Ukur waktu dan mutu mesin di komputer ini.", "Measure time and quality of the engines on this machine."),
}
ROOT_HELP = {
    "quiet": ("Tanpa catatan di stderr.", "No notes on stderr."),
    "verbose": ("Catatan kerja di stderr.", "Work log on stderr."),
    "debug": ("Tunjukkan jejak kesalahan program.", "Show the traceback of a bug."),
}
"""Option of the root -> its help in both languages."""
ABORTED = 130
_SPOKEN: dict[str, str] = {}
"""Command -> language of the help that it was loaded with."""


class LazyGroup(click.Group):
    """Loads a command when it is named, so that ``penata --help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".commands.{COMMANDS[cmd_name]}", __package__)
        if _SPOKEN.setdefault(cmd_name, language()) != language():  # its help was made in the other language
            module = reload(module)
            _SPOKEN[cmd_name] = language()
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        place = 0 if language() == "id" else 1
        with formatter.section(say("Perintah", "Commands")):
            formatter.write_dl([(name, HELP[name][place]) for name in COMMANDS])


def _language(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    set_language(value)


def _settings(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    """Lay ``--config`` or ``./penata.toml`` over the user's own file; flags and the environment win over both."""
    found: dict[str, Any] = {}
    own = Path(click.get_app_dir("penata")) / "penata.toml"
    for path in (own, Path(value) if value else Path("penata.toml")):
        if not path.is_file():
            if value and path == Path(value):
                message = say(f"{path}: tidak ada. Periksa --config.", f"{path}: does not exist. Check --config.")
                raise click.UsageError(message)
            continue
        for command, options in read_settings(path, root).items():
            found.setdefault(command, {}).update(options)
    context.default_map = found


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "PENATA"},
    epilog="SRC: folder, workbook, lubuk_begalung. RUN: folder, id.",
)
@click.version_option(__version__, "--version", prog_name="penata")
@click.option("--lang", type=click.Choice(["id", "en"]), is_eager=True, expose_value=False, callback=_language,
              help="Bahasa / language: id, en.")  # fmt: skip
@click.option("--config", metavar="FILE", is_eager=True, expose_value=False, callback=_settings,
              help="TOML: [place] seed = 1 …")  # fmt: skip
@click.option("-q", "--quiet", is_flag=True, help=ROOT_HELP["quiet"][0])
@click.option("-v", "--verbose", count=True, help=ROOT_HELP["verbose"][0])
@click.option("--debug", is_flag=True, help=ROOT_HELP["debug"][0])
@click.pass_context
def root(context: click.Context, *, quiet: bool, verbose: int, debug: bool) -> None:
    """Penata: usulkan siapa menjabat apa, jelaskan alasannya, manusia yang memutuskan.

    Proposes which civil servant should hold which post, says why; people decide.
    """
    context.obj = {"quiet": quiet, "debug": debug}
    if verbose:
        level = logging.DEBUG if verbose > 1 else logging.INFO
        logging.basicConfig(stream=sys.stderr, level=level, format="%(levelname)s %(name)s: %(message)s")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with a code of the contract (docs/files.md)."""
    words = sys.argv[1:] if arguments is None else arguments
    sys.exit(run(words))


def _speak(words: list[str]) -> None:
    """Choose the language before any help is made, wherever ``--lang`` stands."""
    for place, word in enumerate(words):
        name, sign, value = word.partition("=")
        if name == "--lang" and (chosen := value if sign else "".join(words[place + 1 : place + 2])) in ("id", "en"):
            set_language(chosen)
    for option in root.params:
        if option.name in ROOT_HELP and isinstance(option, click.Option):
            option.help = say(*ROOT_HELP[option.name])


def run(words: list[str]) -> int:
    """Run one command line and return its exit code."""
    debug = "--debug" in words or bool(os.environ.get("PENATA_DEBUG"))
    words = [word for word in words if word != "--debug"]
    _speak(words)
    try:
        outcome = root.main(args=words, prog_name="penata", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("Dibatalkan; tidak ada yang ditulis.", "Aborted; nothing was written."), err=True)
        return ABORTED
    except (BrokenPipeError, SystemExit):  # click leaves by SystemExit where the reader of a pipe has gone
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # closed with the process
        return 0
    except Exception as error:  # the one place where every error becomes a sentence and an exit code
        if debug:
            raise
        return _explain(error)
    return outcome if isinstance(outcome, int) else 0


def _explain(error: Exception) -> int:
    """Print an error as a sentence and return its exit code."""
    faults = [fault for fault in getattr(error, "faults", ()) if fault.severity == "error"]
    for fault in faults:
        click.echo(f"{say('kesalahan', 'error')}: {fault.sentence()}", err=True)
    parts = getattr(error, "parts", ())
    for bahasa, english in parts:
        click.echo(f"{say('kesalahan', 'error')}: {say(bahasa, english)}", err=True)
    code = getattr(error, "exit_code", None)
    if code is not None:
        words = say(getattr(error, "bahasa", str(error)), str(error))
        if count := len(faults) + len(parts):
            words = say(f"masukan ditolak, {count} kesalahan", f"input rejected, {count} errors")
        name = getattr(error, "code", "E-PENATA")
        click.echo(f"penata: {words}" + ("" if f"[{name}]" in words else f" [{name}]"), err=True)
        return int(code)
    if isinstance(error, OSError):
        click.echo(f"penata: {error.filename or ''}: {error.strerror or error} [E-WRITE]", err=True)
        return 8
    name = type(error).__name__
    click.echo(
        say(
            f"penata: kesalahan program ({name}: {error}). Ulangi dengan --debug dan laporkan. [E-BUG]",
            f"penata: this is a bug ({name}: {error}). Run again with --debug and report it. [E-BUG]",
        ),
        err=True,
    )
    return 1
