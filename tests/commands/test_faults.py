"""Faults as people read them."""

from __future__ import annotations

import pytest

from penata.commands.faults import print_faults
from penata.models.domain.errors import Fault


def fault(row: int | None) -> Fault:
    return Fault("E-REF", "error", "Kinerja", row, "NIP", "1", "an employee", "Correct it.")


def test_rows_are_listed_to_a_limit(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, ten further rows by number and the rest as a count; a fault without a row names none."""
    monkeypatch.setenv("PENATA_LANG", "id")
    print_faults(tuple(fault(row) for row in range(2, 15)))
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "(juga baris 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 dan 2 lagi)" in said
    print_faults((fault(None), fault(None)))
    assert "baris" not in capsys.readouterr().out.replace("Kinerja, baris", "")
