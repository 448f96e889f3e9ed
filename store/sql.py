"""A run in a database: tables of :mod:`.export_tables`, one transaction, the same rows however often it is repeated.

SQLite and PostgreSQL by SQLAlchemy Core; every value is a parameter. Rows are inserted or, where run and key are there
already, updated; rows of the run that it no longer has are deleted; other runs are not touched. The password of a URL is
shown nowhere.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from ..models.domain.errors import DataError, NotFoundError, OptionError, PenataError
from .export_tables import EXPORT_TABLES, EXPORT_VERSION, ExportKind, plain_rows

if TYPE_CHECKING:
    import pandas as pd

_PREFIX: Final = "penata_"
_DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
_SECRET_QUERIES: Final = ("password", "sslpassword", "passfile")
_LOCK: Final = 0x70656E617461
"""Number of the advisory lock that two exporters into one PostgreSQL database wait for: "penata" in ASCII."""
_WAIT_SECONDS: Final = 30
_TYPES: Final[Mapping[ExportKind, type[sa.types.TypeEngine[Any]]]] = {
    "text": sa.Text,
    "int": sa.BigInteger,
    "float": sa.Double,
    "bool": sa.Boolean,
}

METADATA: Final = sa.MetaData()
SCHEMA: Final = sa.Table(
    f"{_PREFIX}schema",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("version", sa.BigInteger, nullable=False),
)
TABLES: Final = {
    name: sa.Table(
        f"{_PREFIX}{name}",
        METADATA,
        *(
            sa.Column(
                column, _TYPES[kind], primary_key=column in table.key, nullable=column not in table.key, autoincrement=False
            )
            for column, kind in table.columns.items()
        ),
    )
    for name, table in EXPORT_TABLES.items()
}
"""Table of the database for every exported table: its name behind ``penata_``, the same columns and key."""


def database_url(text: str) -> sa.URL:
    """Return the URL of a database that an export can go to, with the driver that serves it.

    Raises
    ------
    OptionError
        It is no such URL; the message does not repeat it, since it may hold a password.
    """
    problem = None
    try:
        url = sa.make_url(text)
    except (ArgumentError, ValueError):
        url, problem = None, ("can't be read", "tidak dapat dibaca")
    if url is not None and url.drivername not in _DRIVERS:
        problem = (f"names '{url.drivername}', which is not served", f"menyebut '{url.drivername}', yang tidak dilayani")
    elif (
        url is not None and url.drivername == "sqlite" and (url.query or url.host or url.database in (None, "", ":memory:"))
    ):
        problem = ("names no file", "tidak menyebut berkas")
    elif url is not None and url.drivername != "sqlite" and not url.database:
        problem = ("names no database", "tidak menyebut basis data")
    if url is None or problem is not None:
        english, bahasa = problem or ("", "")
        forms = "sqlite:///folder/file.db, postgresql://user@host:5432/name"
        raise OptionError(
            f"--db: the URL {english}; write one such as {forms}.",
            code="E-DB-URL",
            bahasa=f"--db: URL {bahasa}; tulis seperti {forms}.",
        )
    return url.set(drivername=_DRIVERS[url.drivername])


def shown(url: sa.URL) -> str:
    """Return a database's name for people: no user, no password, no query."""
    if url.drivername == "sqlite":
        return f"sqlite:///{url.database}"
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{url.host or url.query.get('host') or ''}{port}/{url.database}"


def export_to_database(frames: Mapping[str, pd.DataFrame], url: sa.URL) -> int:
    """Bring the rows of one run to a database, all or none; return how many rows the run has there.

    Tables are made where they are missing.

    Raises
    ------
    OptionError
        The driver is not installed.
    NotFoundError
        The database can't be reached, written, or is locked.
    DataError
        It holds tables of another version, or refuses the rows.
    """
    run_id = str(frames["runs"]["run_id"].iloc[0])
    with _engine(url) as engine, engine.begin() as connection:
        if url.drivername != "sqlite":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        _prepare(connection, shown(url))
        return sum(_upsert(connection, name, frames[name], run_id) for name in TABLES)


def _prepare(connection: sa.Connection, where: str) -> None:
    """Make the tables where there are none; refuse tables that this version would not understand."""
    inspector = sa.inspect(connection)
    there = {name for name in inspector.get_table_names() if name in METADATA.tables}
    if not there:
        METADATA.create_all(connection, checkfirst=False)
        connection.execute(SCHEMA.insert().values(name="export", version=EXPORT_VERSION))
        return
    version = None
    if SCHEMA.name in there:
        version = connection.scalar(sa.select(SCHEMA.c.version).where(SCHEMA.c.name == "export"))
    if version != EXPORT_VERSION:
        found = "without a version" if version is None else f"of version {version}"
        ada = "tanpa versi" if version is None else f"versi {version}"
        message = (
            f"{where}: holds tables {_PREFIX}* {found}; this Penata writes version {EXPORT_VERSION}. Export to another "
            "database or schema, or use the Penata that made them; nothing was changed."
        )
        bahasa = (
            f"{where}: memuat tabel {_PREFIX}* {ada}; Penata ini menulis versi {EXPORT_VERSION}. Ekspor ke basis data atau "
            "skema lain, atau gunakan Penata yang membuatnya; tidak ada yang diubah."
        )
        raise DataError(message, code="E-DB-VERSION", bahasa=bahasa)
    for name, table in METADATA.tables.items():
        columns = {column["name"] for column in inspector.get_columns(name)} if name in there else set()
        if missing := [column.name for column in table.columns if column.name not in columns]:
            message = (
                f"{where}: table {name} lacks {', '.join(missing)}; somebody changed it. Put it right or export to another "
                "database; nothing was changed."
            )
            bahasa = (
                f"{where}: tabel {name} tidak memiliki {', '.join(missing)}; tabel itu pernah diubah. Perbaiki atau ekspor "
                "ke basis data lain; tidak ada yang diubah."
            )
            raise DataError(message, code="E-DB-VERSION", bahasa=bahasa)


def _upsert(connection: sa.Connection, name: str, frame: pd.DataFrame, run_id: str) -> int:
    """Insert or update the rows of a run in one table and delete those that it no longer has."""
    table, key = TABLES[name], EXPORT_TABLES[name].key
    columns = [table.c[column] for column in key]
    rows = plain_rows(frame)
    kept = {tuple(row[column] for column in key) for row in rows}
    stale = [
        {f"old_{column}": value for column, value in zip(key, found, strict=True)}
        for found in connection.execute(sa.select(*columns).where(table.c.run_id == run_id))
        if tuple(found) not in kept
    ]
    if stale:
        ours = sa.and_(*(table.c[column] == sa.bindparam(f"old_{column}") for column in key))
        connection.execute(sa.delete(table).where(ours), stale)
    if rows:
        insert = sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
        changed = {column: insert.excluded[column] for column in EXPORT_TABLES[name].columns if column not in key}
        connection.execute(insert.on_conflict_do_update(index_elements=columns, set_=changed), rows)
    return len(rows)


@contextmanager
def _engine(url: sa.URL) -> Iterator[sa.Engine]:
    """Give an engine whose errors are sentences without the password; a new SQLite file that stays empty goes away."""
    is_sqlite = url.drivername == "sqlite"
    file = Path(url.database or "") if is_sqlite else None
    fresh = file is not None and not file.exists()
    engine = None
    try:
        engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=_connect_arguments(url))
        if is_sqlite:
            _whole_transactions(engine)
        yield engine
    except ModuleNotFoundError:
        message = "PostgreSQL needs its driver: pip install 'penata[pg]'."
        bahasa = "PostgreSQL memerlukan penggeraknya: pip install 'penata[pg]'."
        raise OptionError(message, code="E-EXTRA-PG", bahasa=bahasa) from None
    except SQLAlchemyError as error:
        raise _sentence(error, url) from None  # the chain may quote the URL
    finally:
        if engine is not None:
            engine.dispose()
        if fresh and file is not None:
            with contextlib.suppress(OSError):
                if file.stat().st_size == 0:
                    file.unlink()


def _connect_arguments(url: sa.URL) -> dict[str, object]:
    if url.drivername == "sqlite":
        return {"timeout": _WAIT_SECONDS}
    return {} if "connect_timeout" in url.query else {"connect_timeout": _WAIT_SECONDS}


def _whole_transactions(engine: sa.Engine) -> None:
    """Let SQLite begin where SQLAlchemy does: its driver would leave the making of tables outside the transaction."""

    @sa.event.listens_for(engine, "connect")
    def _no_driver_transactions(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3.Connection

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _sentence(error: SQLAlchemyError, url: sa.URL) -> PenataError:
    """Return a database's complaint as one sentence, first line only, without passwords."""
    text = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
    detail = next((line.strip() for line in text.splitlines() if line.strip()), type(error).__name__)
    secrets = [url.password, *(url.query.get(name) for name in _SECRET_QUERIES)]
    for secret in secrets:
        if isinstance(secret, str) and secret:
            detail = detail.replace(secret, "***")
    where = shown(url)
    if isinstance(error, OperationalError):
        message = f"{where}: can't be reached or written ({detail}). Nothing was changed."
        bahasa = f"{where}: tidak dapat dihubungi atau ditulis ({detail}). Tidak ada yang diubah."
        return NotFoundError(message, code="E-DB-ACCESS", bahasa=bahasa)
    message = f"{where}: refuses the export ({detail}). Nothing was changed."
    bahasa = f"{where}: menolak ekspor ({detail}). Tidak ada yang diubah."
    return DataError(message, code="E-DB", bahasa=bahasa)
