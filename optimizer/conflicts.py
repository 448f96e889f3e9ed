"""What no plan can satisfy, in words that name people, posts and rules."""

from __future__ import annotations

from ..models.domain.build import Built
from ..models.domain.result import Conflict
from ..models.domain.rules.pack import SPECS
from .referee import Referee
from .solution import Solution


def conflicts(referee: Referee, built: Built, solution: Solution) -> tuple[Conflict, ...]:
    """Name what no plan can satisfy: pins and forbids that leave nobody an option, then rows that stay breached."""
    found = []
    for item in built.problem.blocked:
        kind, _, pair = item.partition(":")
        person, _, post = pair.partition("=")
        found.append(_blocked(referee, kind, person, post))
    for rule, name, amount in solution.breached:
        bahasa, english = _breached(referee, rule, name, amount)
        found.append(Conflict(rule, name, amount, bahasa, english))
    return tuple(dict.fromkeys(found))


def _breached(referee: Referee, rule: str, name: str, amount: int) -> tuple[str, str]:
    """Return what stays breached, in Bahasa and English; ids in what rows are called become people and posts."""
    case = referee.case
    if rule == "person" and name in case.employees:
        who = f"{case.employees[name].name} ({name})"
        return f"{who} tidak boleh menduduki satu jabatan pun", f"{who} may hold no post at all"
    if rule == "seats" and name in case.positions:
        return _crowded(referee, name)
    spec = SPECS.get(rule)
    title_id, title_en = (f"{rule}, {spec.title_id}", f"{rule}, {spec.title_en}") if spec else (rule, rule)
    return (
        f"aturan {title_id} ({name}) tidak dapat dipenuhi bersama permintaan lain; kurang atau lebih {amount}",
        f"rule {title_en} ({name}) cannot be met together with the other requests; off by {amount}",
    )


def _crowded(referee: Referee, post: str) -> tuple[str, str]:
    """Return the people who are pinned to a post that has fewer seats."""
    position = referee.case.positions[post]
    where = f"{position.title} ({post})"
    ids = dict.fromkeys(pair.employee for pair in referee.scenario.pin if pair.position == post)
    people = [f"{referee.case.employees[identity].name} ({identity})" for identity in ids]
    if len(people) < 2:
        return (
            f"{where}: lebih banyak orang harus di sini daripada kursinya",
            f"{where}: more people have to be here than it has seats",
        )
    return (
        f"{' dan '.join(people)} ditetapkan pada jabatan yang sama, {where}, yang kursinya tidak cukup",
        f"{' and '.join(people)} are pinned to the same post, {where}, which has too few seats",
    )


def _blocked(referee: Referee, kind: str, person: str, post: str) -> Conflict:
    case, scenario = referee.case, referee.scenario
    employee, position = case.employees[person], case.positions[post]
    outsider = next((item for item in referee.context.population.outside if item.employee_id == person), None)
    both = [{(pair.employee, pair.position) for pair in pairs} for pairs in (scenario.pin, scenario.forbid)]
    elsewhere = [pair.position for pair in scenario.pin if pair.employee == person and pair.position != post]
    if outsider is not None:
        bahasa, english = outsider.words_id, outsider.words_en
    elif all((person, post) in pairs for pairs in both):
        bahasa = "pasangan yang sama ditetapkan dan sekaligus dilarang; hapus salah satunya"
        english = "the same pair is pinned and forbidden; take one of the two back"
    elif kind == "forbid":
        bahasa, english = "larangan ini tidak menyisakan jabatan lain", "this leaves no other post"
    else:
        denied = [
            (rule.spec.id, finding) for rule, finding, effect in referee.examine(employee, position) if effect == "deny"
        ]
        bahasa = "; ".join(f"{rule}: {finding.words('id')}" for rule, finding in denied)
        english = "; ".join(f"{rule}: {finding.words('en')}" for rule, finding in denied)
        if not denied and elsewhere:
            other = f"{case.positions[elsewhere[0]].title} ({elsewhere[0]})"
            bahasa, english = f"orang ini juga ditetapkan di {other}", f"the same person is pinned to {other} as well"
        elif not denied:
            bahasa, english = "di luar cakupan skenario", "outside the scenario's scope"
    verb_id, verb_en = ("dilarang di", "forbidden in") if kind == "forbid" else ("ditetapkan di", "pinned to")
    return Conflict(
        kind,
        f"{person}={post}",
        1,
        f"{employee.name} {verb_id} {position.title} ({post}): {bahasa}",
        f"{employee.name} {verb_en} {position.title} ({post}): {english}",
    )
