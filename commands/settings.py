"""Settings files: ``penata.toml`` read, its commands and options held against those that exist."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from .language import say


def read_settings(path: Path, root: click.Group) -> dict[str, Any]:
    """Return the options of a settings file by command, named as click names them.

    Raises
    ------
    click.UsageError
        The file is no TOML, or names a command or an option that does not exist; all of them are named.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        message = say(f"{path}: bukan TOML yang sah ({error}).", f"{path}: is no valid TOML ({error}).")
        raise click.UsageError(message) from error
    wrong = list(_wrong(data, root, ()))
    if wrong:
        raise click.UsageError(say(f"{path}: ", f"{path}: ") + "; ".join(wrong) + say(". Betulkan.", ". Correct it."))
    return _named(data)


def _wrong(data: Mapping[str, Any], command: click.Command, above: tuple[str, ...]) -> Iterator[str]:
    """Yield a sentence for every key that is neither a command nor an option."""
    context = click.Context(command)
    group = command if isinstance(command, click.Group) else None
    commands = group.list_commands(context) if group else []
    options = [_plain(name) for param in command.params for name in (param.name or "", *param.opts)] if above else []
    for key, value in data.items():
        below = group.get_command(context, key) if group and isinstance(value, dict) else None
        if below is not None:
            yield from _wrong(value, below, (*above, key))
        elif isinstance(value, dict) or _plain(key) not in options:
            near = get_close_matches(_plain(key), [_plain(name) for name in (*commands, *options)], n=1)
            hint, petunjuk = (f" (nearest: {near[0]})", f" (terdekat: {near[0]})") if near else ("", "")
            where = " ".join(("penata", *above))
            yield say(f"'{'.'.join((*above, key))}' bukan opsi atau perintah {where}{petunjuk}",
                      f"'{'.'.join((*above, key))}' is no option or command of {where}{hint}")  # fmt: skip


def _plain(name: str) -> str:
    return name.lstrip("-").replace("_", "-")


def _named(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key if isinstance(value, dict) else key.replace("-", "_"): _named(value) if isinstance(value, dict) else value
        for key, value in data.items()
    }
