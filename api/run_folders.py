"""Use cases on run folders: list, find, remove."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..models.domain.errors import OptionError
from ..store.runs import Run, RunStore

MOST_NAMED = 6
"""Files that a refusal names."""


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


def remove_runs(folder: str, names: Sequence[str], *, force: bool = False) -> tuple[str, ...]:
    """Delete runs and return their ids; all of them, or none where one may not go.

    Parameters
    ----------
    folder
        Folder that holds runs.
    names
        Folders, ids or beginnings of ids.
    force
        True deletes the files in a run that the run did not write, too.

    Raises
    ------
    NotFoundError
        There is no such run, or people have decided on one.
    OptionError
        A run holds files of somebody else and ``force`` is False.
    """
    store = RunStore(Path(folder))
    chosen = {run.path.resolve(): run for run in map(store.find, names)}.values()
    for run in chosen:
        store.guard_removal(run)
    foreign = [f"{run.path.name}/{name}" for run in chosen for name in run.foreign_files]
    if foreign and not force:
        named = ", ".join(foreign[:MOST_NAMED]) + (f", +{len(foreign) - MOST_NAMED}" if len(foreign) > MOST_NAMED else "")
        message = (
            f"{named}: not written by Penata, so nothing was removed. Move them elsewhere, or remove them too with --force."
        )
        bahasa = (
            f"{named}: bukan tulisan Penata, jadi tidak ada yang dihapus. Pindahkan dahulu, atau hapus juga dengan --force."
        )
        raise OptionError(message, code="E-RUN-FOREIGN", bahasa=bahasa)
    for run in chosen:
        store.remove(run)
    return tuple(run.path.name for run in chosen)
