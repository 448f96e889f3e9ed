"""Use case import-framework: standards of a case from a competency list of others."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..datasets.frameworks.lists import FrameworkName, read_framework
from ..datasets.frameworks.merge import Merged, merge_roles, role_frames
from ..datasets.write import TableForm, write_folder
from ..models.domain.errors import DataError, NotFoundError, OptionError
from .cases import Language, load_case

__all__ = ["FrameworkImport", "import_framework", "merge_roles", "read_framework", "role_frames"]

LARGEST_MAP = 2_000_000


@dataclass(frozen=True)
class FrameworkImport:
    """The folder written, and the rows added and kept."""

    folder: Path
    merged: Merged


def import_framework(
    src: str | Path,
    dst: str | Path,
    name: FrameworkName,
    source: str | Path,
    titles: Mapping[str, str],
    *,
    map_file: str | Path | None = None,
    tables: TableForm = "csv",
    replace: bool = False,
    lang: Language = "id",
) -> FrameworkImport:
    """Write a case with standards from a competency list; ``titles`` and ``[titles]``, ``[positions]`` of a map say whose.

    Raises
    ------
    DataError
        The list, the map or the case is wrong, or they do not fit together.
    OptionError
        No title and no post is named, or the target is in the way.
    NotFoundError
        A file does not exist.
    """
    from_map, positions = _read_map(Path(map_file)) if map_file is not None else ({}, {})
    wanted = from_map | dict(titles)
    if not wanted and not positions:
        message = "no title is named; give --role 'TITLE=CODE' or --map with [titles]."
        bahasa = "belum ada jabatan yang disebut; beri --role 'NAMA JABATAN=KODE' atau --map berisi [titles]."
        raise OptionError(message, code="E-OPTION", bahasa=bahasa)
    roles = read_framework(name, Path(source))
    merged = merge_roles(load_case(src, lang=lang), roles, wanted, positions)
    return FrameworkImport(write_folder(merged.case, Path(dst), replace=replace, form=tables), merged)


def _read_map(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    try:
        with path.open(encoding="utf-8") as stream:
            text = stream.read(LARGEST_MAP + 1)
        data = tomllib.loads(text if len(text) <= LARGEST_MAP else "=")
    except OSError as error:
        message = f"{path}: can't be read ({error.strerror}). Check the path given with --map."
        bahasa = f"{path}: tidak terbaca ({error.strerror}). Periksa letak berkas pada --map."
        raise NotFoundError(message, code="E-FILE-MISSING", bahasa=bahasa) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        message, bahasa = f"{path}: is no TOML ({error}).", f"{path}: bukan TOML ({error})."
        raise DataError(message, code="E-FRAMEWORK-MAP", bahasa=bahasa) from error
    parts = [data.get("titles", {}), data.get("positions", {})]
    sound = all(isinstance(part, dict) and all(isinstance(code, str) for code in part.values()) for part in parts)
    if not sound or set(data) - {"titles", "positions"}:
        message = f'{path}: expected [titles] and [positions] with one text each line: "Title" = "CODE".'
        bahasa = f'{path}: seharusnya [titles] dan [positions] dengan satu teks per baris: "Nama Jabatan" = "KODE".'
        raise DataError(message, code="E-FRAMEWORK-MAP", bahasa=bahasa)
    return dict(parts[0]), dict(parts[1])
