"""Use case synth: made-up agencies of any size as folders."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from ..datasets.synthetic.agency import agency_ids, build_agencies, build_agencies_and_truth
from ..datasets.synthetic.order import SynthOrder
from ..datasets.write import TableForm, write_folder
from ..models.domain.errors import NotFoundError, OptionError

__all__ = ["SynthOrder", "build_agencies", "synth"]


def synth(order: SynthOrder, output: str | Path, *, tables: TableForm = "csv", replace: bool = False) -> tuple[Path, ...]:
    """Write made-up agencies: one agency is the case folder ``output``, several are one case folder each inside it.

    A case is one agency because agencies are placed one by one; ids are unique across all of them. A history
    (``order.years``) brings its truth in the folder ``truth`` inside each case folder, which no reader of cases opens.

    Returns
    -------
    The case folders.

    Raises
    ------
    OptionError
        The place is taken: by a case without ``replace``, by anything else, or, for several agencies, at all.
    NotFoundError
        The place can't be written.
    """
    target = Path(output)
    if order.agencies == 1:
        ((case, truth),) = build_agencies_and_truth(order)
        beside = truth.write if truth else None
        return (write_folder(case, target, replace=replace, form=tables, beside=beside),)
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            message = f"{target} is in the way; several agencies go into a new or an empty folder."
            bahasa = f"{target} sudah ada isinya; beberapa instansi ditulis ke folder baru atau kosong."
            raise OptionError(message, code="E-FILE-EXISTS", bahasa=bahasa)
        draft = target.parent / f".{target.name}-{secrets.token_hex(8)}"
        try:
            for agency, (case, truth) in zip(agency_ids(order), build_agencies_and_truth(order), strict=True):
                write_folder(case, draft / agency, form=tables, beside=truth.write if truth else None)
            if target.exists():
                target.rmdir()
            draft.rename(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        message = f"{target}: cannot be written ({error.strerror})."
        bahasa = f"{target}: tidak dapat ditulis ({error.strerror})."
        raise NotFoundError(message, code="E-FILE-ACCESS", bahasa=bahasa) from error
    return tuple(target / agency for agency in agency_ids(order))
