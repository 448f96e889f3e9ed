"""The key of a pseudonymised case: which made-up id stands for whom. JSON, for its owner's eyes alone (mode 600)."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ..models.domain.case import Case
from ..models.domain.errors import DataError, NotFoundError, OptionError
from .pseudonym_ids import Surrogates
from .pseudonym_words import Treatment

KEY_SCHEMA: Final = "penata.key/1"
_LARGEST: Final = 1 << 30
_SECTIONS: Final = {
    Treatment.EMPLOYEE: "employees",
    Treatment.POSITION: "positions",
    Treatment.UNIT: "units",
    Treatment.AGENCY: "agencies",
    Treatment.TITLE_CODE: "title_codes",
    Treatment.SESSION: "sessions",
}


def key_text(original: Case, made: Case, surrogates: Surrogates) -> str:
    """Return the key as JSON: digests of both cases, then original -> made-up by kind."""
    sections = {name: dict(surrogates.ids[kind]) for kind, name in _SECTIONS.items()}
    digests = {"schema": KEY_SCHEMA, "original": original.digest, "pseudonymised": made.digest}
    return json.dumps({**digests, **sections, "titles": dict(surrogates.titles)}, indent=1, ensure_ascii=False) + "\n"


def read_key(path: Path) -> Mapping[str, Mapping[str, str]]:
    """Return a key by section (``employees``, ``positions``, ``units``, …): original -> made-up.

    Raises
    ------
    NotFoundError
        There is no such file, or it may not be read.
    DataError
        It is no key.
    """
    try:
        if path.stat().st_size > _LARGEST:
            message = f"{path}: larger than {_LARGEST} bytes; this is no key of Penata."
            bahasa = f"{path}: lebih dari {_LARGEST} byte; ini bukan kunci Penata."
            raise DataError(message, code="E-KEY", bahasa=bahasa)
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{path}: can't be read ({error.strerror})."
        bahasa = f"{path}: tidak dapat dibaca ({error.strerror})."
        raise NotFoundError(message, code="E-KEY", bahasa=bahasa) from error
    except (ValueError, RecursionError) as error:
        message = f"{path}: is no key of Penata; a key is JSON of schema {KEY_SCHEMA}."
        bahasa = f"{path}: bukan kunci Penata; kunci adalah JSON berskema {KEY_SCHEMA}."
        raise DataError(message, code="E-KEY", bahasa=bahasa) from error
    if not isinstance(data, dict) or data.get("schema") != KEY_SCHEMA:
        message = f"{path}: is no key of Penata; a key is JSON of schema {KEY_SCHEMA}."
        bahasa = f"{path}: bukan kunci Penata; kunci adalah JSON berskema {KEY_SCHEMA}."
        raise DataError(message, code="E-KEY", bahasa=bahasa)
    return {name: value for name, value in data.items() if isinstance(value, dict)}


def check_key_place(key: Path, folder: Path, *, replace: bool) -> None:
    """Refuse a key inside the folder that is handed on, and one that is there already.

    Raises
    ------
    OptionError
        The key would lie in the folder, or is in the way.
    """
    if key.resolve().is_relative_to(folder.resolve()):
        message = f"{key}: lies inside {folder}; whoever gets the folder would get the key. Name a place outside it."
        bahasa = f"{key}: terletak di dalam {folder}; penerima folder akan ikut menerima kunci. Sebut tempat di luarnya."
        raise OptionError(message, code="E-KEY-PLACE", bahasa=bahasa)
    if key.is_dir():
        message = f"{key}: is a folder; name a file for the key."
        bahasa = f"{key}: adalah folder; sebut nama berkas untuk kunci."
        raise OptionError(message, code="E-KEY-PLACE", bahasa=bahasa)
    if os.path.lexists(key) and not replace:
        message = f"{key}: is in the way; a lost key can't be made again. Give another name or --force."
        bahasa = f"{key}: sudah ada; kunci yang hilang tidak dapat dibuat lagi. Beri nama lain atau --force."
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)


@contextmanager
def kept_apart(key: Path, text: str) -> Iterator[None]:
    """Write a key under a temporary name with mode 600, and put it in its place if what the block does succeeds.

    Where the block fails nothing is left of the key. Where only the last renaming fails the key keeps its temporary name,
    for what the block wrote can't be read without it.

    Raises
    ------
    NotFoundError
        The place may not be written.
    """
    draft = key.parent / f".{key.name}-{secrets.token_hex(8)}"
    try:
        key.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise _unwritable(key, error) from error
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    try:
        os.replace(draft, key)
    except OSError as error:
        message = f"{key}: can't be named so ({error.strerror}); the key is kept as {draft}. Rename it yourself."
        bahasa = f"{key}: tidak dapat dinamai demikian ({error.strerror}); kunci tersimpan sebagai {draft}. Ganti namanya."
        raise NotFoundError(message, code="E-FILE-ACCESS", bahasa=bahasa) from error


def _unwritable(key: Path, error: OSError) -> NotFoundError:
    message = f"{key}: the key can't be written ({error.strerror}); name another place with --key."
    bahasa = f"{key}: kunci tidak dapat ditulis ({error.strerror}); sebut tempat lain dengan --key."
    return NotFoundError(message, code="E-FILE-ACCESS", bahasa=bahasa)
