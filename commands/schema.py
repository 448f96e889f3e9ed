"""``penata schema``: JSON Schemas, fault codes, rules."""

from __future__ import annotations

import click

from .language import language, say
from .options import lang_option


@click.command(
    help=say(
        "Cetak skema JSON (result, manifest, decision, scenario), kode kesalahan (faults), atau aturan (rules).",
        "Print a JSON Schema (result, manifest, decision, scenario), the fault codes (faults) or the rules (rules).",
    )
)
@click.argument("name")
@lang_option()
def command(*, name: str) -> None:
    """Print a schema."""
    from .. import api

    click.echo(api.schema_text(name, lang=language()), nl=False)
