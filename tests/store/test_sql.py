"""A run in a database: the same rows however often, all or none, other runs left alone, no password told.

Every test runs on a file of SQLite, and with the mark ``pg`` on PostgreSQL.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from penata import api
from penata.api import EXPORT_TABLES, DataError, NotFoundError, OptionError, Run
from penata.cli import run as command
from penata.store import sql
from penata.store.export_tables import export_frames, plain_rows

Frames = Mapping[str, pd.DataFrame]
SECRET = "s3cr3t-kata-sandi"


@pytest.fixture
def frames(run: Run) -> dict[str, pd.DataFrame]:
    return export_frames(run)


def read(url: str, run_id: str | None = None) -> dict[str, list[dict[str, object]]]:
    """Return every row of the database (of one run), in the order of the keys, as plain values."""
    engine = sa.create_engine(sql.database_url(url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        found = {}
        for name, table in sql.TABLES.items():
            query = sa.select(table)
            if run_id is not None:
                query = query.where(table.c.run_id == run_id)
            found[name] = [dict(row) for row in connection.execute(query).mappings()]
    engine.dispose()
    return {name: in_order(name, rows) for name, rows in found.items()}


def in_order(name: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    return sorted(rows, key=lambda row: [str(row[column]) for column in EXPORT_TABLES[name].key])


def rows_of(frames: Frames) -> dict[str, list[dict[str, object]]]:
    return {name: in_order(name, plain_rows(frame)) for name, frame in frames.items()}


def do(url: str, *statements: str) -> None:
    engine = sa.create_engine(sql.database_url(url), poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def renamed(frames: Frames, run_id: str) -> dict[str, pd.DataFrame]:
    """Return the same rows as those of another run."""
    return {name: frame.assign(run_id=pd.Series([run_id] * len(frame), dtype="str")) for name, frame in frames.items()}


# what is there --------------------------------------------------------------------------------------------------
def test_a_run_comes_back_from_the_database(run: Run, frames: Frames, database: str) -> None:
    """Tables are made, every cell comes back with its kind, ids that are statements among them."""
    name, rows = api.export_run_rows(run, database)
    assert read(database) == rows_of(frames)
    assert rows == sum(len(frame) for frame in frames.values())
    assert name.endswith(database.rsplit("/", 1)[-1])


def test_the_same_run_again_changes_nothing(run: Run, database: str) -> None:
    """Three times the same run: the same rows, once."""
    api.export_run_rows(run, database)
    before = read(database)
    assert api.export_run_rows(run, database)[1] == api.export_run_rows(run, database)[1]
    assert read(database) == before


def test_a_run_made_anew_replaces_its_own_rows_alone(frames: dict[str, pd.DataFrame], database: str) -> None:
    """A changed cell is updated, a row that is gone is deleted, a new one inserted; another run keeps every row."""
    url, other = sql.database_url(database), renamed(frames, "p-0000000000000002")
    sql.export_to_database(frames, url)
    sql.export_to_database(other, url)
    people = frames["assignments"]
    changed = people.iloc[1:].assign(move=pd.Series(["rotation"] * len(people), dtype="str"))
    new = people.iloc[:1].assign(employee_id=pd.Series(["newcomer"], dtype="str"))
    frames["assignments"] = pd.concat([changed, new], ignore_index=True)
    frames["rule_hits"] = frames["rule_hits"].iloc[:1]
    frames["runs"] = frames["runs"].assign(value=pd.Series([None], dtype="Float64"))
    sql.export_to_database(frames, url)
    assert read(database, str(frames["runs"]["run_id"][0])) == rows_of(frames)
    assert read(database, "p-0000000000000002") == rows_of(other)


def test_all_or_none(frames: dict[str, pd.DataFrame], database: str) -> None:
    """Where the last table refuses a row, no table holds anything of the run, and old rows stay as they were."""
    url, broken = sql.database_url(database), renamed(frames, "p-0000000000000002")
    hits = broken["rule_hits"]
    broken["rule_hits"] = hits.assign(hit_no=pd.Series([None] * len(hits), dtype="Int64"))
    with pytest.raises(DataError, match=r"refuses the export .*Nothing was changed"):
        sql.export_to_database(broken, url)
    sql.export_to_database(frames, url)
    before = read(database)
    with pytest.raises(DataError, match="refuses the export"):
        sql.export_to_database(broken, url)
    assert read(database) == before


# a schema that is another ---------------------------------------------------------------------------------------
def test_another_version_is_answered(run: Run, database: str) -> None:
    """The sentence names both versions; nothing is changed."""
    api.export_run_rows(run, database)
    do(database, "UPDATE penata_schema SET version = 7", "DELETE FROM penata_runs")
    with pytest.raises(DataError, match=r"holds tables penata_\* of version 7; this Penata writes version 1") as error:
        api.export_run_rows(run, database)
    assert "versi 7" in error.value.bahasa
    assert read(database)["runs"] == []


def test_tables_of_somebody_else_are_left_alone(run: Run, database: str) -> None:
    """A table of that name without a version, or one that lacks a column: refused; strange tables are no matter."""
    do(database, "CREATE TABLE penata_runs (run_id TEXT)")
    with pytest.raises(DataError, match=r"penata_\* without a version"):
        api.export_run_rows(run, database)
    do(database, "DROP TABLE penata_runs", "CREATE TABLE theirs (x TEXT)")
    api.export_run_rows(run, database)
    do(database, "ALTER TABLE penata_assignments DROP COLUMN jpm", "ALTER TABLE penata_runs ADD COLUMN note TEXT")
    with pytest.raises(DataError, match="table penata_assignments lacks jpm"):
        api.export_run_rows(run, database)


def test_a_column_of_their_own_is_no_matter(run: Run, frames: Frames, database: str) -> None:
    """Somebody may add columns; the export fills its own."""
    api.export_run_rows(run, database)
    do(database, "ALTER TABLE penata_runs ADD COLUMN note TEXT")
    api.export_run_rows(run, database)
    assert read(database) == rows_of(frames)


# URLs and passwords ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "match"),
    [
        (f"mysql://u:{SECRET}@h/db", "names 'mysql', which is not served"),
        (f"postgresql+psycopg2://u:{SECRET}@h/db", "which is not served"),
        (f"postgresql://u:{SECRET}@h:port/db", "can't be read"),
        (f"postgresql://u:{SECRET}@h", "names no database"),
        (f"{SECRET}", "can't be read"),
        ("", "can't be read"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///file:x?mode=memory&uri=true", "names no file"),
        (f"sqlite://u:{SECRET}@h/x.db", "names no file"),
    ],
)
def test_a_url_that_is_none_is_answered_without_it(
    url: str, match: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """Usage (2), one sentence with the forms that are served, and nothing of the URL that may be a password."""
    with pytest.raises(OptionError, match=match) as error:
        sql.database_url(url)
    assert command(["runs", "export", "-o", str(run.path.parent), "--db", url]) == 2
    told = capsys.readouterr().err + str(error.value) + error.value.bahasa + repr(error.value.__cause__)
    assert SECRET not in told


@pytest.mark.pg
def test_no_password_is_told_anywhere(
    run: Run, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """A server that can't be reached: exit 8, its place, and no password in message, notes or the most talkative log."""
    caplog.set_level(logging.DEBUG, "sqlalchemy")
    caplog.set_level(logging.DEBUG)
    url = f"postgresql://u:{SECRET}@127.0.0.1:1/db?password={SECRET}x&connect_timeout=2"
    assert command(["-v", "runs", "export", "-o", str(run.path.parent), "--db", url]) == 8
    told = capsys.readouterr()
    assert "postgresql://127.0.0.1:1/db: tidak dapat dihubungi atau ditulis" in told.err
    assert SECRET not in told.err + told.out + caplog.text
    with pytest.raises(NotFoundError) as error:
        api.export_run_rows(run, url)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_a_complaint_is_told_without_its_secrets() -> None:
    """Of what a driver says the first line is told, passwords of the URL and of its query struck out."""
    url = sql.database_url(f"postgresql://u:{SECRET}@h:5432/db?password=other-one")
    said = f"\nconnection failed: {SECRET} or other-one is wrong\nDETAIL: more"
    for kind, error in ((sa.exc.OperationalError, NotFoundError), (sa.exc.IntegrityError, DataError)):
        told = sql._sentence(kind("SELECT 1", {}, Exception(said)), url)
        assert type(told) is error
        assert "postgresql://h:5432/db: " in told.message
        assert "(connection failed: *** or *** is wrong)" in told.message
        assert "DETAIL" not in told.message
    assert "u:" not in sql.shown(url)


def test_logs_hold_no_rows(run: Run, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The log of statements, where somebody asks for it, holds no id of a person."""
    caplog.set_level(logging.DEBUG, "sqlalchemy")
    api.export_run_rows(run, f"sqlite:///{tmp_path / 'x.db'}")
    assert "INSERT INTO penata_assignments" in caplog.text
    assert "DROP TABLE" not in caplog.text


def test_a_missing_driver_names_its_extra(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg the answer is what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(OptionError, match=r"pip install 'penata\[pg\]'"):
        api.export_run_rows(run, "postgresql://u@127.0.0.1:1/db")


# SQLite's own ---------------------------------------------------------------------------------------------------
def test_a_file_that_is_no_database_is_kept(run: Run, tmp_path: Path) -> None:
    """Another file is never written over."""
    file = tmp_path / "notes.txt"
    file.write_text("catatan penting\n" * 100, encoding="utf-8")
    with pytest.raises(DataError, match="file is not a database"):
        api.export_run_rows(run, f"sqlite:///{file}")
    assert file.read_text(encoding="utf-8") == "catatan penting\n" * 100


def test_a_folder_that_is_not_there_is_answered(run: Run, tmp_path: Path) -> None:
    """Exit 8, and no file is left."""
    with pytest.raises(NotFoundError, match="can't be reached or written"):
        api.export_run_rows(run, f"sqlite:///{tmp_path / 'none' / 'x.db'}")
    assert not list(tmp_path.iterdir())


def test_a_locked_database_is_answered(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writer that does not let go: exit 8 after the wait, nothing changed."""
    monkeypatch.setattr(sql, "_WAIT_SECONDS", 0)
    file = tmp_path / "x.db"
    api.export_run_rows(run, f"sqlite:///{file}")
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotFoundError, match="database is locked"):
            api.export_run_rows(run, f"sqlite:///{file}")
        other.execute("ROLLBACK")
    other.close()
    assert api.export_run_rows(run, f"sqlite:///{file}")[1] > 0


def test_nothing_is_left_of_a_new_file_where_the_rows_are_refused(frames: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    """A database that the export would have made is not left behind empty."""
    hits = frames["rule_hits"]
    frames["rule_hits"] = hits.assign(hit_no=pd.Series([None] * len(hits), dtype="Int64"))
    with pytest.raises(DataError):
        sql.export_to_database(frames, sql.database_url(f"sqlite:///{tmp_path / 'new.db'}"))
    assert not list(tmp_path.iterdir())


@pytest.mark.pg
def test_the_command_reaches_postgresql(
    run: Run, postgres: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The URL may come from the environment, so that no list of processes shows it; a database that is not there is told."""
    monkeypatch.setenv("PENATA_RUNS_EXPORT_DB", postgres.replace("penata@", f"penata:{SECRET}@"))
    assert command(["runs", "export", "-o", str(run.path.parent)]) == 0
    assert command(["runs", "export", "-o", str(run.path.parent), "--db", postgres.replace("/postgres", "/nowhere")]) == 8
    told = capsys.readouterr()
    assert "nowhere" in told.err
    assert SECRET not in told.out + told.err
    assert len(read(postgres, run.run_id)["assignments"]) == len(run.to_frame("assignments"))
