"""Use case: a SIASN export with the agency's post list and assessments becomes a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..datasets.siasn.assemble import Imported, ImportFiles, read_siasn
from ..datasets.siasn.mapping import FILE_NAME, write_mapping
from ..datasets.workbook_write import write_workbook
from ..datasets.write import write_folder
from ..models.domain.case import Case
from ..models.domain.errors import Fault, NotFoundError, OptionError
from .cases import Counted, Language


@dataclass(frozen=True)
class ImportReport(Counted):
    """What an import found and wrote.

    Parameters
    ----------
    faults, notes
        Everything wrong or odd; what was read tolerantly.
    dropped
        File and sheet -> personal columns dropped before they were read.
    counts
        People by status, units, posts, people assessed.
    unmatched
        Kind (``jabatan``, ``unit``, ``kompetensi``), what the mapping knows it by, the same for people, and the nearest
        target or "".
    case
        The case, None where an error stood in the way: then nothing was written.
    written
        The case folder or workbook, None where none was written.
    mapping
        The mapping that was written or added to, None where none was.
    mapping_in_the_way
        A mapping that exists where one should be written, and was not given with ``mapping``.
    mapping_error
        Why the mapping could not be written, "" where it was or none was needed.
    """

    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    dropped: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, int]
    unmatched: tuple[tuple[str, str, str, str], ...]
    case: Case | None
    written: Path | None
    mapping: Path | None
    mapping_in_the_way: Path | None
    mapping_error: str = ""


def import_siasn(
    exports: Sequence[str | Path],
    dst: str | Path,
    *,
    posts: str | Path,
    assessments: str | Path | None = None,
    units: str | Path | None = None,
    mapping: str | Path | None = None,
    as_of: date | None = None,
    effective: date | None = None,
    agency: str = "",
    lang: Language = "id",
    replace: bool = False,
) -> ImportReport:
    """Read SIASN exports with the files beside them and write a case: a folder, or a workbook where ``dst`` ends so.

    Where anything is wrong, the report holds all of it at once and no case is written. Titles, units and assessment
    columns that were not matched go into the mapping: into ``mapping`` below what stands there, else into a new
    ``pemetaan.toml`` beside ``dst``; an existing one that was not given is left alone.

    Parameters
    ----------
    exports
        Personnel exports, CSV or XLSX.
    dst
        Folder or ``.xlsx`` to write.
    posts, assessments, units, mapping
        The post list, the wide assessment export, *HierarkiUnor*, an answered ``pemetaan.toml``.
    as_of
        Day of the export; None = today.
    effective
        Date on which a plan takes effect; None = ``as_of``.
    agency
        Name of the agency; "" = the one that most people work for.
    lang
        Language of faults and notes.
    replace
        True = an existing case at ``dst`` is replaced.

    Raises
    ------
    NotFoundError
        A file does not exist, or a place may not be written.
    OptionError
        No export was given, or something stands at ``dst``.
    DataError
        A workbook that is too large to open safely.
    """
    if not exports:
        raise OptionError("Name at least one export.", code="E-OPTION", bahasa="Sebut paling sedikit satu berkas ekspor.")
    target = Path(dst)
    is_workbook = target.suffix.casefold() == ".xlsx"
    if target.exists() and not replace and (is_workbook or not target.is_dir() or any(target.iterdir())):
        message = f"{target}: is in the way; give another name or --force."
        bahasa = f"{target}: sudah ada; pakai nama lain atau --force."
        raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)
    files = ImportFiles(
        tuple(map(Path, exports)), Path(posts), *(Path(file) if file else None for file in (assessments, units, mapping))
    )
    found = read_siasn(files, as_of=as_of or date.today(), effective=effective, agency=agency, lang=lang)
    if found.case is not None:
        if is_workbook:
            write_workbook(found.case, target)
        else:
            write_folder(found.case, target, replace=replace)
    place, in_the_way, error = _write_mapping(found, files.mapping, target)
    return ImportReport(
        found.faults,
        found.notes,
        found.dropped,
        found.counts,
        tuple((item.kind, " / ".join(item.said), item.label, item.near) for item in found.missing),
        found.case,
        None if found.case is None else target,
        place,
        in_the_way,
        error,
    )


def _write_mapping(found: Imported, given: Path | None, target: Path) -> tuple[Path | None, Path | None, str]:
    """Write the draft; return where, what stood in its way, and why it could not be written.

    The report goes out all the same: what is wrong with the files matters more than the draft.
    """
    if found.draft is None:
        return None, None, ""
    place = given or target.parent / FILE_NAME
    if given is None and place.exists():
        return None, place, ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_mapping(place, found.draft)
    except NotFoundError as error:
        return None, None, error.message
    except OSError as error:
        return None, None, f"{place}: {error.strerror}"
    return place, None, ""
