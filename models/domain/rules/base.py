"""What a rule is: a specification, a setting, and two independent readings of the same law.

A person-post rule answers for many pairs at once (``judge``: verdict and reason code for each) and for one
pair from its records (``examine``: the same verdict, with facts and words). A plan rule answers with head counts
and sparse integer rows (``rows``) and counts its own breaches in a plan (``violations``). The second reading of
either kind never uses what the first computed; a test compares them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from ..classes import Looks
from ..draft import Draft
from ..facts import Facts
from ..movement import Situation
from ..pairs import Pairs
from ..plan import Plan
from ..records import Employee, Position
from .context import Context
from .spec import Finding, Judgement, RuleSpec, Setting, Violation


class PersonPostRule(ABC):
    """A rule about one person in one post. Subclasses write ``judge`` and ``examine``."""

    spec: ClassVar[RuleSpec]
    judges_stays: ClassVar[bool] = False
    """True for the one rule that speaks of staying itself (R11)."""
    priced_by_term: ClassVar[bool] = False
    """True where another term of the model already charges the breach (R11: ``tenure``; R04.field: ``field``)."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def looks_at(self, facts: Facts) -> Looks | None:
        """Say what of people and posts ``judge`` looks at; None = too much for classes, pairs are judged one by one."""
        return None

    @abstractmethod
    def judge(self, pairs: Pairs) -> Judgement:
        """Answer for all pairs at once."""

    @abstractmethod
    def examine(self, context: Context, employee: Employee, position: Position, move: Situation) -> Finding:
        """Answer for one pair from its records, with facts."""


class PlanRule(ABC):
    """A rule about the whole plan. Subclasses write ``rows`` and ``violations``."""

    spec: ClassVar[RuleSpec]

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    @abstractmethod
    def rows(self, draft: Draft) -> None:
        """Add head counts, rows and auxiliaries to a problem in the making."""

    @abstractmethod
    def violations(self, context: Context, plan: Plan) -> Iterator[Violation]:
        """Yield every breach of the plan, from facts."""
