"""A run to export, and databases to export it to: a file of SQLite, and PostgreSQL started for the tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from penata.api import PlaceOrder, Run, run_placement
from penata.datasets.write import write_folder
from tests.conftest import IN_CI
from tests.small import Row, small_case

FORMULAS = ("=1+1", "+1", "-A", "@SUM(A1)", "'=q", "x'); DROP TABLE penata_runs; --", "plain")
"""Ids that a spreadsheet would run, or a careless statement."""


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a run whose ids are formulas, with rows in each table but ``conflict`` and ``tiers``."""
    place = tmp_path_factory.mktemp("export")
    people: list[Row] = [{"employee_id": name, "position_id": "=P" if name == "=1+1" else None} for name in FORMULAS]
    people = [*people, {"employee_id": "@gone", "active": False, "inactive_reason": "=cuti"}]
    posts: list[Row] = [
        {"position_id": "=P", "need": 2},
        {"position_id": "-Q", "title": "=HYPERLINK", "education_min": "s3"},
    ]
    write_folder(small_case(people, posts), place / "case")
    order = PlaceOrder(src=str(place / "case"), output=str(place / "runs"))
    first = run_placement(order).run
    (entered,) = (person for person, post in first.plan(None).items() if post == "=P" and person != "=1+1")
    return run_placement(replace(order, warm=first.run_id, forbids=((entered, "=P"),))).run


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'runs.db'}"
    url: str = request.getfixturevalue("postgres")
    import psycopg

    name = f"t{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return url.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start PostgreSQL on a free port of the loopback with a data folder of its own; stop it at the end."""
    programs = _postgres_programs()
    if programs is None:
        reason = "no PostgreSQL server: install Debian's package postgresql"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    place = Path(tempfile.mkdtemp(prefix="penata-pg-"))
    owner = _owner()  # the server refuses to run as root
    if owner:
        shutil.chown(place, *owner)
    as_owner = {"user": owner[0], "group": owner[1], "extra_groups": []} if owner else {}

    def call(program: str, *words: str) -> None:
        done = subprocess.run(
            [programs / program, *words], cwd=place, capture_output=True, text=True, check=False, timeout=120,
            stdin=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(place)}, **as_owner,
        )  # type: ignore[call-overload]  # fmt: skip
        log = (place / "log").read_text(encoding="utf-8") if (place / "log").exists() else ""
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}{log}"

    data = str(place / "data")
    try:
        call("initdb", "-D", data, "-U", "penata", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place} -c fsync=off"
        # Without a log file of its own the server would hold the pipe that the caller reads.
        call("pg_ctl", "-D", data, "-w", "-t", "60", "-l", str(place / "log"), "-o", options, "start")
        try:
            yield f"postgresql://penata@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-D", data, "-w", "-t", "60", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _postgres_programs() -> Path | None:
    """Return the folder of the newest server: Debian keeps it off the path."""

    def version(folder: Path) -> float:
        name = folder.parent.name
        return float(name) if name.replace(".", "", 1).isdigit() else 0.0

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    on_path = shutil.which("initdb")
    found += [Path(on_path).resolve().parent] if on_path else []
    return next((f for f in found if all((f / name).exists() for name in ("initdb", "pg_ctl", "postgres"))), None)


def _owner() -> tuple[str, str] | None:
    """Return user and group for the server, None where this process is not root."""
    if os.name == "nt" or os.geteuid() != 0:
        return None
    import grp
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return user.pw_name, grp.getgrgid(user.pw_gid).gr_name
