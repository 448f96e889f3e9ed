"""Chains of moves: who follows whom."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from penata.models.domain.audit import Assignment
from penata.models.domain.chains import Chain, move_chains


def assignment(employee: str, before: str | None, after: str | None) -> Assignment:
    return Assignment(employee, before, after, "rotation", None, {}, (), 0)


def plan(*moves: tuple[str, str | None, str | None]) -> tuple[Chain, ...]:
    return move_chains([assignment(*move) for move in moves])


def people(chain: Chain) -> list[str]:
    return [link.employee_id for link in chain.links]


def test_a_chain_runs_from_the_free_seat_to_the_seat_left() -> None:
    """A takes the free post 4, B takes A's, C takes B's; C's old post 1 stays free."""
    (chain,) = plan(("C", "1", "2"), ("A", "3", "4"), ("B", "2", "3"), ("stays", "9", "9"))
    assert people(chain) == ["A", "B", "C"]
    assert (chain.filled_position_id, chain.vacated_position_id, chain.is_cycle) == ("4", "1", False)
    assert chain.follower_of(0) == chain.links[1]
    assert chain.follower_of(2) is None


def test_an_entry_ends_a_chain_and_leaves_no_seat() -> None:
    """A person without a post takes A's old seat: nothing is vacated."""
    (chain,) = plan(("new", None, "3"), ("A", "3", "4"))
    assert people(chain) == ["A", "new"]
    assert chain.vacated_position_id is None


def test_a_swap_is_a_cycle_that_begins_with_its_earliest() -> None:
    """Three people exchange seats: a cycle, no seat filled or left."""
    (chain,) = plan(("B", "1", "2"), ("A", "2", "3"), ("C", "3", "1"))
    assert chain.is_cycle
    assert people(chain) == ["B", "C", "A"]
    assert (chain.filled_position_id, chain.vacated_position_id) == (None, None)
    assert chain.follower_of(2) == chain.links[0]


def test_seats_of_one_post_are_matched_in_the_order_of_the_people() -> None:
    """Two leave post P, three join it: two follow those who left, the third fills a free seat."""
    chains = plan(("out1", "P", "X"), ("out2", "P", "Y"), ("in1", "A", "P"), ("in2", "B", "P"), ("in3", "C", "P"))
    assert [people(chain) for chain in chains] == [["out1", "in1"], ["out2", "in2"], ["in3"]]


def test_a_person_left_without_a_post_begins_a_chain() -> None:
    """A plan made by hand may unseat somebody: who takes that seat follows."""
    (chain,) = plan(("A", "1", None), ("B", "2", "1"))
    assert people(chain) == ["A", "B"]
    assert chain.filled_position_id is None


def test_no_change_no_chain() -> None:
    """Who stays, or has no post before and after, is in no chain."""
    assert plan(("A", "1", "1"), ("B", None, None)) == ()


POST = st.sampled_from([None, "1", "2", "3"])


@given(st.lists(st.tuples(POST, POST), max_size=12))
def test_every_change_stands_in_exactly_one_chain(moves: list[tuple[str | None, str | None]]) -> None:
    """Changes are covered once, each link takes the seat left before it, seats left open add up."""
    items = [assignment(f"E{place}", *move) for place, move in enumerate(moves)]
    chains = move_chains(items)
    changed = [item.employee_id for item in items if item.from_position_id != item.position_id]
    assert sorted(name for chain in chains for name in people(chain)) == sorted(changed)
    for chain in chains:
        for before, after in zip(chain.links, chain.links[1:], strict=False):
            assert after.position_id == before.from_position_id
        if chain.is_cycle:
            assert chain.links[0].position_id == chain.links[-1].from_position_id
    for post in ("1", "2", "3"):
        net = sum(item.position_id == post for item in items) - sum(item.from_position_id == post for item in items)
        opened = sum(chain.vacated_position_id == post for chain in chains)
        filled = sum(chain.filled_position_id == post for chain in chains)
        assert filled - opened == net
        assert min(filled, opened) == 0
