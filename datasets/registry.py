"""The cases that come with the package; each is a CSV folder, read like anyone else's."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ..models.domain.errors import NotFoundError
from .folder import CASE_FILE

DEFAULT_CASE: Final = "lubuk_begalung"
_DATA: Final = Path(__file__).parent / "data"


def bundled_cases() -> tuple[str, ...]:
    """Return the names of the bundled cases, sorted."""
    return tuple(sorted(entry.name for entry in _DATA.iterdir() if (entry / CASE_FILE).is_file()))


def bundled_path(name: str) -> Path:
    """Return the folder of a bundled case.

    Raises
    ------
    NotFoundError
        No case of that name comes with the package.
    """
    if name not in bundled_cases():
        message = f"No bundled case is called '{name}'; there are: {', '.join(bundled_cases()) or 'none'}."
        bahasa = f"Tidak ada contoh bawaan bernama '{name}'; yang ada: {', '.join(bundled_cases()) or '-'}."
        raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa)
    return _DATA / name
