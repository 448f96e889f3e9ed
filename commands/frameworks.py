"""``penata case import-framework``: standards from a competency list of others."""

from __future__ import annotations

from typing import Literal

import click

from .language import language, say
from .options import PAIR, lang_option, tables_option
from .output import note


@click.command(
    "import-framework",
    help=say(
        """Tambahkan standar kompetensi dari daftar O*NET, SFIA, UK Digital and Data, atau ESCO ke data SRC.

        Level daftar diskalakan ke 1-5 (perlu dikonfirmasi instansi); baris milik SRC sendiri tetap.""",
        """Add standards from an O*NET, SFIA, UK Digital and Data or ESCO list to the case SRC.

        Levels of the list are rescaled to 1-5 (to be confirmed by the agency); rows that SRC has of its own stay.""",
    ),
)
@click.argument("src")
@click.option("--framework", type=click.Choice(["onet", "ddat", "sfia", "esco"]), required=True,
              help=say("Daftar mana.", "Which list."))  # fmt: skip
@click.option(
    "--source",
    required=True,
    metavar="F",
    help=say("Berkas CSV daftar, atau foldernya.", "CSV of the list, or its folder."),
)
@click.option("--role", type=PAIR, multiple=True, metavar="TITLE=CODE",
              help=say("Jabatan bernama TITLE memakai peran CODE (boleh diulang).",
                       "Posts titled TITLE take the role CODE (repeatable)."))  # fmt: skip
@click.option("--map", metavar="F.toml",
              help=say("Peta jabatan: [titles] dan [positions].", "Map of posts: [titles] and [positions]."))  # fmt: skip
@tables_option(say("Bentuk tabel.", "Form of the tables."))
@click.option("-o", "--output", required=True, metavar="DST", help=say("Folder yang dibuat.", "Folder to make."))
@click.option("--force", is_flag=True, help=say("Timpa yang ada.", "Replace what is there."))
@lang_option()
def import_framework(
    *,
    src: str,
    framework: Literal["onet", "ddat", "sfia", "esco"],
    source: str,
    role: tuple[tuple[str, str], ...],
    map: str | None,
    tables: Literal["csv", "parquet"],
    output: str,
    force: bool,
) -> None:
    """Add standards from a list."""
    from .. import api

    done = api.import_framework(
        src, output, framework, source, dict(role), map_file=map, tables=tables, replace=force, lang=language()
    )
    merged = done.merged
    note(
        say(
            f"{merged.competencies} kompetensi dan {merged.requirements} standar ditambahkan, "
            f"{merged.kept} milik data tetap. Level hasil skala ulang perlu dikonfirmasi.",
            f"{merged.competencies} competencies and {merged.requirements} standards added, "
            f"{merged.kept} of the case's own kept. Rescaled levels are to be confirmed.",
        )
    )
    click.echo(str(done.folder))
