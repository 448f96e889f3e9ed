"""Use case pseudonymize: a case to hand on, and its key apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..datasets.pseudonym_key import check_key_place, kept_apart, key_text, read_key
from ..datasets.pseudonymize import pseudonymize
from ..datasets.registry import bundled_cases
from ..datasets.write import refuse_target, write_folder
from ..models.domain.errors import OptionError
from .cases import Language, load_case

__all__ = ["PseudonymReport", "pseudonymize", "pseudonymize_case", "read_key"]


@dataclass(frozen=True)
class PseudonymReport:
    """What was written and what to know about it: see :class:`penata.datasets.pseudonymize.Pseudonymized`."""

    folder: Path
    key: Path
    people: int
    unmoved: int
    travel_counts: bool
    units_kept: bool
    fresh_ties: bool


def pseudonymize_case(
    src: str | Path,
    output: str | Path,
    key: str | Path,
    *,
    fresh_ties: bool = False,
    replace: bool = False,
    lang: Language = "id",
) -> PseudonymReport:
    """Write a case without the people in it as a folder, and the key to it as a file apart (mode 600).

    Both are written whole or not at all.

    Raises
    ------
    DataError
        The source has errors, or a text that has to stay names somebody.
    OptionError
        The key would lie in the folder, or something is in the way.
    NotFoundError
        There is no such source, or a place may not be written.
    """
    folder, key_file, source = Path(output), Path(key), Path(src)
    if folder.suffix.casefold() == ".xlsx":
        message = f"{folder}: a pseudonymised case is a folder; name one."
        bahasa = f"{folder}: data tersamar berupa folder; sebut nama folder."
        raise OptionError(message, code="E-SUFFIX", bahasa=bahasa)
    if str(src) not in bundled_cases() and source.resolve() in (folder.resolve(), key_file.resolve()):
        message = f"{source}: is the source itself; name another place, or the original would be lost."
        bahasa = f"{source}: adalah sumbernya sendiri; sebut tempat lain supaya data asli tidak hilang."
        raise OptionError(message, code="E-SAME-PLACE", bahasa=bahasa)
    check_key_place(key_file, folder, replace=replace)
    refuse_target(folder, replace=replace)
    case = load_case(src, lang=lang)
    made = pseudonymize(case, fresh_ties=fresh_ties)
    with kept_apart(key_file, key_text(case, made.case, made.surrogates)):
        write_folder(made.case, folder, replace=replace)
    return PseudonymReport(
        folder=folder,
        key=key_file,
        people=len(made.case.employees),
        unmoved=made.unmoved,
        travel_counts=made.travel_counts,
        units_kept=made.units_kept,
        fresh_ties=fresh_ties,
    )
