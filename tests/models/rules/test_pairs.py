"""Every person-post rule just broken and just kept, in both readings, by the trials of ``trials/*.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from penata.models.domain.rules.pack import PERSON_POST_RULES
from penata.models.domain.rules.spec import Verdict
from penata.models.domain.scenario import Scenario
from tests.small import ask, duo

FOLDER = Path(__file__).parent / "trials"
OF_TRIAL = {"rule", "claim", "says", "scenario", "at", "id", "en"}


@dataclass(frozen=True)
class Trial:
    """One pair and what the rule has to say of it: a reason code, or ``keeps``."""

    rule: str
    claim: str
    says: str
    case: Mapping[str, Any]
    scenario: Mapping[str, Any]
    at: str
    sentences: tuple[str, str] | None

    @property
    def verdict(self) -> Verdict:
        known = {"keeps": Verdict.KEEPS, "unknown": Verdict.UNKNOWN}
        return known.get(self.says, Verdict.BREACHES)


def read_trials() -> list[Trial]:
    trials = []
    for path in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["trial"]:
            facts = {key: value for key, value in row.items() if key not in OF_TRIAL}
            sentences = (row["id"], row["en"]) if "en" in row else None
            trials.append(
                Trial(
                    row["rule"],
                    row["claim"],
                    row["says"],
                    facts,
                    row.get("scenario", {}),
                    row.get("at", "P"),
                    sentences,
                )
            )
    return trials


TRIALS = read_trials()


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: f"{trial.rule}: {trial.claim}")
def test_a_rule_answers_as_the_trial_says(trial: Trial) -> None:
    """Verdict and reason code are the trial's, in the vectorised and in the scalar reading; so are the words."""
    answer = ask(trial.rule, duo(**trial.case), Scenario.parse(trial.scenario), post=trial.at)
    assert answer.verdict == trial.verdict
    assert answer.code == (None if trial.says == "keeps" else trial.says)
    if trial.sentences is not None:
        assert (answer.finding.words("id"), answer.finding.words("en")) == trial.sentences
    if trial.says == "keeps":
        assert answer.finding.words("id") == answer.finding.words("en") == ""


@pytest.mark.parametrize("rule", [rule.spec for rule in PERSON_POST_RULES], ids=lambda spec: spec.id)
def test_every_rule_has_trials_both_ways_and_of_every_reason(rule: Any) -> None:
    """No rule is registered without a trial that keeps it and one, with golden words, of each reason it may give."""
    mine = [trial for trial in TRIALS if trial.rule == rule.id]
    assert {"keeps", *(reason.code for reason in rule.reasons)} == {trial.says for trial in mine}
    told = {trial.says for trial in mine if trial.sentences is not None}
    assert told == {reason.code for reason in rule.reasons}


def test_trials_name_rules_of_the_pack() -> None:
    """A trial of a rule that does not exist would prove nothing."""
    assert {trial.rule for trial in TRIALS} == {rule.spec.id for rule in PERSON_POST_RULES}
