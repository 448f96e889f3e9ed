"""Runs in the making: one writer a run, a draft under a hidden name, and what killed writers left behind.

Names in a folder of runs, all hidden until the last: ``.<run_id>.lock`` tells a second writer that the run is being
written (the operating system lets go of the lock when its process dies, however it dies), ``.<run_id>-xxxx`` is a
draft, ``.old-<run_id>-xxxx`` holds the run that a draft is about to replace, ``.gone-<run_id>-xxxx`` one that is
being removed, ``<run_id>`` is a complete run. At every moment the folder holds the complete run or none: a draft gets
its name by one rename, after the disk has kept all its files.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from ..models.domain.errors import NotFoundError
from .disk import disk_errors, quietly, sync, sync_tree

RUN_ID: Final = re.compile(r"[pfts]-[0-9a-f]{16}")
MANIFEST: Final = "manifest.json"
_LEFT: Final = re.compile(rf"\.(?P<kind>old-|gone-|)(?P<run_id>{RUN_ID.pattern})(?:-[^.]*|\.lock)")


def is_complete(path: Path) -> bool:
    """Tell whether a folder is a complete run: its manifest is written last."""
    return (path / MANIFEST).is_file()


@contextmanager
def locked(root: Path, run_id: str) -> Iterator[None]:
    """Be the only writer of a run; a lock that a killed process left behind holds nobody up.

    Raises
    ------
    NotFoundError
        Another process writes that run now (``E-RUN-LOCKED``), or the folder can't be written.
    """
    path = root / f".{run_id}.lock"
    lock = FileLock(path)
    with disk_errors(root):
        root.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            message = (
                f"{root}: run {run_id} is being written by another process. "
                "Wait until it has ended, or choose another folder with -o."
            )
            bahasa = (
                f"{root}: hasil {run_id} sedang ditulis proses lain. "
                "Tunggu sampai selesai, atau pilih folder lain dengan -o."
            )
            raise NotFoundError(message, code="E-RUN-LOCKED", bahasa=bahasa) from error
    try:
        yield
    finally:
        with quietly():  # before the lock goes: whoever waits for this very file sees that it has no name any more
            path.unlink()
        lock.release()


@contextmanager
def new_draft(root: Path, run_id: str) -> Iterator[Path]:
    """Give a folder to write a run in; on leaving it gets the run's name, on an error it is removed.

    The caller holds the lock of that run.

    Raises
    ------
    NotFoundError
        The place can't be written (no permission, disk full).
    """
    with disk_errors(root):
        folder = Path(tempfile.mkdtemp(prefix=f".{run_id}-", dir=root))
    try:
        with disk_errors(root):
            folder.chmod(0o755 & ~_umask())
            yield folder
            sync_tree(folder)
            _publish(folder, root / run_id)
            sync(root)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _publish(folder: Path, final: Path) -> None:
    if not final.exists():
        os.replace(folder, final)
        return
    old = _put_away(final, "old")
    try:
        os.replace(folder, final)
    except BaseException:
        os.replace(old / final.name, final)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def put_away(path: Path) -> None:
    """Remove a run by one rename, then its files: never half of it stays under its name.

    Raises
    ------
    OSError
        The folder can't be written.
    """
    shutil.rmtree(_put_away(path, "gone"))


def _put_away(path: Path, kind: str) -> Path:
    aside = Path(tempfile.mkdtemp(prefix=f".{kind}-{path.name}-", dir=path.parent))
    try:
        os.replace(path, aside / path.name)
    except BaseException:
        aside.rmdir()
        raise
    return aside


def clear_leftovers(root: Path, *, held: str | None = None) -> None:
    """Clear away what killed writers left, and give a run back whose replacement never came.

    Parameters
    ----------
    root
        Folder of runs.
    held
        Run whose lock the caller holds; leftovers of runs that others write now stay.
    """
    for run_id in sorted({match["run_id"] for match in _left(root)}):
        if run_id == held:
            with quietly():
                _clear(root, run_id)
            continue
        try:
            with locked(root, run_id), quietly():
                _clear(root, run_id)
        except NotFoundError:
            continue  # its writer is alive, or the folder is read-only


def lost_run(root: Path) -> bool:
    """Tell whether a writer was killed just when it replaced a run, so that the old one is to be given back."""
    return any(match["kind"] == "old-" and not is_complete(root / match["run_id"]) for match in _left(root))


def _left(root: Path) -> list[re.Match[str]]:
    return [match for name in os.listdir(root) if (match := _LEFT.fullmatch(name))]


def _clear(root: Path, run_id: str) -> None:
    for match in _left(root):
        path = root / match[0]
        if match["run_id"] != run_id or not path.is_dir():
            continue
        if match["kind"] == "old-" and is_complete(path / run_id) and not (root / run_id).exists():
            os.replace(path / run_id, root / run_id)
        shutil.rmtree(path, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
