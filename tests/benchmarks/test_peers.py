"""Suite peers: every engine on one instance, time to a proven gap, growth, who is left out, contradictions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from penata.benchmarks.growth import contradictions, growth_of
from penata.benchmarks.peers import COUPLED, ENGINES, FREE, GATE_PEOPLE, instance, peers_suite, run_peer
from penata.benchmarks.records import Outcome, Record, Results
from penata.benchmarks.report import peer_heading, peer_row
from penata.benchmarks.run import missed
from penata.benchmarks.trace import Trace
from penata.benchmarks.work import Work, measured
from penata.optimizer.engine import solve

RECORD = Record(
    *("loose", "500 seed 1", "hybrid", "feasible", 10.0, 10.1, None, 0.01, 2.0, 1.9, 2.2, 5, 100.0),
    people=500,
    seconds_to=(1.0, 2.0, None),
)


def test_every_engine_of_what_couples() -> None:
    """60 people: proofs agree to 1e-4, the bare flow bounds them all, greedy comes out below, no plan is passed."""
    found = {engine: run_peer("all", 60, 1, engine, 60.0) for engine in COUPLED}
    bound = min(item.bound for item in found.values() if item.bound is not None)
    for engine, item in found.items():
        assert item.value is None or item.value <= bound + 1e-9, engine
        if engine not in ("greedy", "bare flow"):
            assert not item.limited, engine
            assert item.value is not None
            assert item.bound is not None
            assert item.bound - item.value <= 1e-4 * item.value
            assert item.gain is not None
            assert 0 <= item.gain < 0.05
            assert all(second is not None for second in item.reached)
    assert found["greedy"].reached == (None, None, None)


def test_every_engine_of_what_does_not_couple() -> None:
    """Flow, SciPy's dense assignment and both monoliths reach the value that the flow proves."""
    best = solve(instance("free", 60, 1)).bound
    assert best is not None
    for engine in FREE:
        found = run_peer("free", 60, 1, engine, 60.0)
        if engine in ("flow", "scipy"):
            assert (found.status, found.value) == ("optimal", best / 100)
        elif engine == "bare flow":
            assert found.bound == best / 100
        else:
            assert found.value is not None
            assert best / 100 * (1 - 1e-4) <= found.value <= best / 100 or engine == "greedy"


def test_a_clock_ends_a_search_without_harm() -> None:
    """With next to no time an engine keeps today's plan or none, says that it was ended, and claims no bound it hasn't."""
    for engine in ("highs", "cpsat 1 worker", "hybrid"):
        found = run_peer("all", 60, 1, engine, 0.02)
        assert found.limited or found.reached[2] is not None
        assert found.value is None or found.bound is None or found.value <= found.bound


def test_time_to_a_gap() -> None:
    """Each gap counts from the first time that value and bound are as near; worse news later changes nothing."""
    trace = Trace()
    trace.seen(980, None)
    assert trace.reached == [None, None, None]
    trace.seen(None, 1000)
    assert trace.reached == [None, None, None]
    trace.seen(995, 1000)
    first = trace.reached[0]
    assert first is not None
    assert trace.reached[1:] == [None, None]
    trace.seen(900, 2000)
    trace.seen(1000, None)
    assert trace.reached[0] == first
    assert trace.gap == 0
    assert None not in trace.reached


def test_growth_is_the_slope() -> None:
    """Ten times the people in 100 times the seconds is an exponent of 2; ended by a limit, or single, counts not."""
    records = [replace(RECORD, people=people, seconds=seconds) for people, seconds in ((100, 1.0), (1000, 100.0))]
    ended = replace(RECORD, people=10_000, seconds=600.0, limited=True)
    single = replace(RECORD, set="tight")
    assert growth_of([*records, ended, single]) == [
        {"set": "loose", "engine": "hybrid", "people": [100, 1000], "exponent": 2.0}
    ]


def test_contradictions_and_missed_gaps() -> None:
    """A plan above another engine's bound is said; our own engines must reach their gap, others need not."""
    better = replace(RECORD, engine="highs", value=10.2, bound=10.3)
    assert contradictions([RECORD, better])[0][1] == "loose 500 seed 1: a plan of 10.2 passes a bound of 10.1"
    assert not contradictions([RECORD, replace(better, name="500 seed 2")])
    late, other = replace(RECORD, limited=True), replace(RECORD, engine="highs", limited=True)
    assert missed(Results("peers", "small", "machine", None, (RECORD, late, other))) == [late]
    assert len(peer_row(RECORD)) == len(peer_row(late)) == len(peer_heading())
    assert "limit" in peer_row(late)


def test_who_was_ended_by_the_clock_is_not_asked_for_more() -> None:
    """Above 10,000 people each work names its own engine at 10,000; ratios and SciPy's dense matrix stay within bounds."""
    works = peers_suite("full")
    known = {(work.set, work.name, work.engine) for work in works}
    large = [work for work in works if (work.people or 0) > GATE_PEOPLE]
    assert {work.people for work in large} == {30_000, 100_000}
    assert all(work.after in known and work.after[2] == work.engine for work in large if work.after)
    assert all(work.after for work in large)
    assert {work.people for work in works if work.engine == "scipy"} == {500, 2_000}
    for size in ("small", "standard", "full"):
        assert {work.engine for work in peers_suite(size)} <= {*ENGINES, "bare flow"}
        assert all(work.steady != (work.engine == "cpsat 8 workers") for work in peers_suite(size))


def ended(seconds: float, limited: bool) -> Outcome:
    return Outcome("feasible", 90.0, None if limited else 100.0, seconds, None, limited=limited)


@pytest.mark.slow
def test_limits_ratios_and_borrowed_bounds() -> None:
    """A limited work runs once, its followers not at all; ratios are to the bare flow; greedy's gap is to the best bound."""
    works = [
        Work("s", "1", "bare flow", ended, (2.0, False), people=1),
        Work("s", "1", "slow", ended, (8.0, True), people=1),
        Work("s", "2", "slow", ended, (8.0, True), people=2, after=("s", "1", "slow")),
        Work("s", "3", "slow", ended, (8.0, True), people=3, after=("s", "2", "slow")),
        Work("s", "3", "quick", ended, (1.0, False), people=3),
    ]
    found = list(measured(works, runs=2))
    assert [(item.name, item.engine, item.runs, item.ratio) for item in found] == [
        ("1", "bare flow", 2, None),
        ("1", "slow", 1, 4.0),
        ("3", "quick", 2, None),
    ]
    assert found[1].gap == pytest.approx(10 / 90, abs=1e-6)
