"""Use cases on run folders: list, find, remove."""

from __future__ import annotations

from pathlib import Path

from ..store.runs import Run, RunStore


def runs(folder: str) -> tuple[Run, ...]:
    """Return the runs of a folder, the latest first."""
    return RunStore(Path(folder)).runs()


def find_run(folder: str, name: str | None) -> Run:
    """Return a run by folder, id or beginning of an id; None = the latest.

    Raises
    ------
    NotFoundError
        There is no such run.
    """
    return RunStore(Path(folder)).find(name)


def remove_run(folder: str, name: str) -> str:
    """Delete a run and return its id.

    Raises
    ------
    NotFoundError
        There is no such run, or people have decided on it.
    """
    store = RunStore(Path(folder))
    run = store.find(name)
    store.remove(run)
    return run.path.name
