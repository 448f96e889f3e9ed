"""Use case export: a run as files for other programs, or as rows of a database."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from ..store.export_files import EXPORT_FORMS, ExportForm, form_of, write_export, write_jsonl
from ..store.export_tables import EXPORT_TABLES, EXPORT_VERSION, export_frames
from ..store.runs import Run

__all__ = ["EXPORT_FORMS", "EXPORT_TABLES", "EXPORT_VERSION", "export_run", "export_run_lines", "export_run_rows"]


def export_run(run: Run, path: str | Path, form: ExportForm | None = None, *, replace: bool = False) -> Path:
    """Write a run as XLSX, CSV, Parquet or JSON lines; without ``form`` the end of the name decides.

    Raises
    ------
    OptionError
        Something is in the way, or the name ends in another form's suffix.
    DataError
        The run folder was changed, or a table has more rows than a sheet.
    NotFoundError
        The place may not be written.
    """
    target = Path(path)
    return write_export(export_frames(run), target, form or form_of(target), replace=replace)


def export_run_lines(run: Run, stream: IO[str]) -> None:
    """Write a run as JSON lines to an open stream.

    Raises
    ------
    DataError
        The run folder was changed.
    """
    write_jsonl(export_frames(run), stream)


def export_run_rows(run: Run, url: str) -> tuple[str, int]:
    """Bring a run to a SQLite or PostgreSQL database in one transaction; return the database's name and the rows.

    The same run again changes nothing; a run that was made anew replaces its own rows alone.

    Raises
    ------
    OptionError
        The URL names no database that is served, or its driver is missing.
    NotFoundError
        The database can't be reached or written.
    DataError
        It holds tables of another version, or the run folder was changed.
    """
    from ..store.sql import database_url, export_to_database, shown

    target = database_url(url)
    return shown(target), export_to_database(export_frames(run), target)
