"""Figures of a plan that a meeting asks for."""

from __future__ import annotations

import pytest

from penata.models.domain.scenario import Scenario
from penata.optimizer.outcome import kpis
from penata.optimizer.referee import Referee
from tests.small import small_case


def test_a_gap_without_a_course_is_measured_all_the_same() -> None:
    """Levels 2 of 4 and 4 of 4: JPM 50 and 100, on average 75 of those assessed; the third person was never assessed."""
    case = small_case(
        [{"employee_id": name, "position_id": f"P{name}"} for name in ("A", "B", "C")],
        [{"position_id": f"P{name}", "unit_id": "U"} for name in ("A", "B", "C")],
        requirements=[{"group": "pelaksana", "competency_id": "M-INT", "level": 4}],
        profiles=[
            {"employee_id": name, "competency_id": "M-INT", "level": level, "assessed_on": "2026-01-01"}
            for name, level in (("A", 2.0), ("B", 4.0))
        ],
    )
    referee = Referee(case, Scenario())
    audit = referee.audit(referee.today)
    figures = {kpi.name: kpi.before for kpi in kpis(referee, audit, audit)}
    assert any("no_course" in item.flags for item in audit.assignments)
    assert figures["jpm_mean_assessed"] == 75
    assert figures["jpm_mean"] == pytest.approx((50 + 100 + 68) / 3, abs=1e-3)
