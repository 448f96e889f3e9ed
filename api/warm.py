"""The earlier plan that a placement begins from: a run, or a file as ``penata score`` reads it; and swaps within it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..datasets.plan_file import read_plan
from ..models.domain.case import Case
from ..models.domain.errors import DataError, NotFoundError
from ..models.domain.population import population_of
from ..models.domain.scenario import Scenario
from ..models.domain.warm import WarmPlan, warm_plan
from ..store.runs import RunStore
from .cases import Language


@dataclass(frozen=True)
class WarmStart:
    """Posts of an earlier plan as they were found; ``run_id`` is None where they came from a file."""

    posts: Mapping[str, str | None]
    run_id: str | None = None

    def in_case(self, case: Case, scenario: Scenario) -> WarmPlan:
        """Return the plan as far as a case has its people and posts."""
        return warm_plan(case, population_of(case, scenario), self.posts, run_id=self.run_id)


def open_warm(folder: str, name: str, case: Case, *, lang: Language = "id") -> WarmStart:
    """Return the plan of a run (folder, id or beginning of an id), or of a file that is there under this name.

    Raises
    ------
    NotFoundError
        There is neither, or the run has no plan.
    DataError
        The file names people or posts that the case does not have; all of them are named.
    """
    path = Path(name)
    if path.is_file():
        return WarmStart(read_plan(path, case, lang=lang).require_posts())
    run = RunStore(Path(folder)).find(name)
    if run.result.value is None:
        message = f"run {run.path.name} has no plan ({run.result.status}); name another run. See: penata runs list"
        bahasa = (
            f"hasil {run.path.name} tidak memuat rencana ({run.result.status}); sebut hasil lain. Lihat: penata runs list"
        )
        raise NotFoundError(message, code="E-NO-PLAN", bahasa=bahasa)
    return WarmStart(run.plan(None), run.run_id)


def swap_pins(swaps: Sequence[tuple[str, str]], case: Case, posts: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    """Return the two pins of each exchange of posts.

    Parameters
    ----------
    swaps
        Pairs of people.
    case
        Who there is, and today's posts.
    posts
        The earlier plan; who is not in it has today's post.

    Raises
    ------
    DataError
        Somebody does not exist, has no post to exchange, stands in two swaps, or both have the same post.
    """
    pins: list[tuple[str, str]] = []
    taken: set[str] = set()
    for first, second in swaps:
        held = []
        for identity in (first, second):
            employee = case.employees.get(identity)
            if employee is None:
                raise _wrong(first, second, f"the case has no '{identity}'", f"tidak ada '{identity}' dalam data")
            if identity in taken:
                raise _wrong(first, second, f"'{identity}' is exchanged twice", f"'{identity}' ditukar dua kali")
            taken.add(identity)
            post = posts.get(identity, employee.position_id)
            if post is None or post not in case.positions:
                raise _wrong(first, second, f"'{identity}' has no post", f"'{identity}' tidak mempunyai jabatan")
            held.append(post)
        if held[0] == held[1]:
            raise _wrong(first, second, f"both hold '{held[0]}'", f"keduanya memegang '{held[0]}'")
        pins += [(first, held[1]), (second, held[0])]
    return tuple(pins)


def _wrong(first: str, second: str, english: str, bahasa: str) -> DataError:
    return DataError(
        f"--swap {first}={second}: {english}. Name two people with different posts.",
        code="E-SWAP",
        bahasa=f"--swap {first}={second}: {bahasa}. Sebut dua orang dengan jabatan yang berbeda.",
    )
