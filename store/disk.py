"""What the disk refuses, as one sentence, and what makes it keep what was written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ..models.domain.errors import NotFoundError

SYNCS_AT_ONCE: Final = 32
REASONS: Final[Mapping[int, tuple[str, str]]] = MappingProxyType(
    {
        errno.ENOSPC: ("the disk is full", "cakram penuh"),
        errno.EDQUOT: ("the quota of the disk is used up", "kuota cakram habis"),
        errno.EFBIG: ("the file is larger than the disk allows", "berkas lebih besar dari yang diizinkan cakram"),
        errno.EACCES: ("no permission to write", "tidak ada izin menulis"),
        errno.EPERM: ("no permission to write", "tidak ada izin menulis"),
        errno.EROFS: ("the folder is read-only", "folder hanya dapat dibaca"),
        errno.ENOENT: ("the folder can't be made there", "folder tidak dapat dibuat di sana"),
        errno.ENOTDIR: ("a part of the path is no folder", "sebagian dari letak itu bukan folder"),
        errno.EEXIST: ("a file of that name is in the way", "ada berkas dengan nama itu"),
        errno.ENAMETOOLONG: ("the name is too long", "namanya terlalu panjang"),
    }
)
"""Number of an error -> what it means, in English and Bahasa."""


@contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """Turn what the disk refuses into one sentence.

    Raises
    ------
    NotFoundError
        Code ``E-WRITE``; the sentence names the place and the reason.
    """
    try:
        yield
    except OSError as error:
        words = str(error.strerror or error)
        reason, alasan = REASONS.get(error.errno or 0, (words, words))
        message = f"{place}: {reason}; nothing was kept. Choose another folder with -o."
        bahasa = f"{place}: {alasan}; tidak ada yang disimpan. Pilih folder lain dengan -o."
        raise NotFoundError(message, code="E-WRITE", bahasa=bahasa) from error


def sync_tree(folder: Path) -> None:
    """Have the disk keep every file and folder below ``folder`` before its name says that it is complete.

    All at once: a journalling file system then writes its journal a few times, not once a file (35 files: 13 ms, one
    after the other 150 ms).

    Raises
    ------
    OSError
        The disk says now what it kept back when the files were written (full, out of order).
    """
    with ThreadPoolExecutor(SYNCS_AT_ONCE) as pool:
        list(pool.map(sync, [*folder.rglob("*"), folder]))


def sync(path: Path) -> None:
    """Have the disk keep one file, or the names in one folder.

    Raises
    ------
    OSError
        The disk can't.
    """
    if path.is_dir() and os.name == "nt":
        return  # Windows opens no folder; its file system keeps names in a journal
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        _sync_handle(handle)
    finally:
        os.close(handle)


def _sync_handle(handle: int) -> None:
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network file systems know no fsync of a folder; what they do not know they can't refuse.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise


@contextmanager
def quietly() -> Iterator[None]:
    """Let go what the disk refuses where nothing depends on it, such as clearing away what a killed run left."""
    with suppress(OSError):
        yield
