"""What a choice costs, in both languages: exactly, between, at least, at most, unknown, or that the plan may even gain."""

from __future__ import annotations

import pytest

from penata.optimizer.cost_words import Loss, loss_words


@pytest.mark.parametrize(
    ("least", "most", "bahasa", "english"),
    [
        (0.0, 0.0, "tanpa kerugian bagi rencana", "at no loss to the plan"),
        (12.5, 12.5, "tepat 12,5 poin", "exactly 12.5 points"),
        (0.0, 3.25, "antara 0 dan 3,25 poin", "between 0 and 3.25 points"),
        (2.0, None, "paling sedikit 2 poin", "at least 2 points"),
        (0.0, None, "kerugiannya belum diketahui", "what it costs is not known"),
        (None, None, "kerugiannya belum diketahui", "what it costs is not known"),
        (None, 4.0, "paling banyak 4 poin", "at most 4 points"),
        (-1.0, 4.0, "paling banyak 4 poin; rencana bahkan mungkin naik", "at most 4 points; the plan may even gain"),
        (-9.0, -4.0, "rencana naik paling sedikit 4 poin", "the plan gains at least 4 points"),
        (-1.0, None, "rencana bahkan mungkin naik", "the plan may even gain"),
    ],
)
def test_one_aim(least: float | None, most: float | None, bahasa: str, english: str) -> None:
    """Each kind of knowledge has its words."""
    assert loss_words([Loss("total", least, most)]) == (bahasa, english)


def test_the_first_aim_that_is_touched_is_told() -> None:
    """Aims that lose nothing are passed over; where none is touched nothing is lost; what no plan has is said so."""
    heads, rest = Loss("empty_head_seats", 0.0, 0.0), Loss("rest", 1.0, 2.0)
    assert loss_words([heads, rest]) == ("antara 1 dan 2 poin lain", "between 1 and 2 other points")
    assert loss_words([Loss("empty_head_seats", 1.0, 1.0), Loss("rest", None, None)])[1] == "exactly 1 head seats"
    assert loss_words([heads, Loss("rest", 0.0, 0.0)])[1] == "at no loss to the plan"
    assert loss_words([heads], is_possible=False)[0] == "tidak ada rencana yang memuatnya"
