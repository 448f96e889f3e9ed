"""People of the bundled district: drawn for every held seat, then overridden where a fault is planted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from .district_cast import CAST, WITHOUT_POST
from .district_draws import Draws
from .district_names import academic_titles, draw_name, identity_number
from .district_plan import HOLDERS, Plan
from .district_posts import Post, seats
from .district_standards import skills_of, technical_standard

AS_OF: Final = date(2026, 11, 1)
EFFECTIVE: Final = date(2027, 1, 4)

_AGES: Final = {
    "pelaksana": (25, 54), "IV.b": (34, 54), "IV.a": (38, 55), "III.b": (43, 55), "III.a": (45, 55),
    "II.b": (49, 56), "terampil": (25, 37), "mahir": (33, 46), "penyelia": (41, 54), "ahli_pertama": (27, 39),
    "ahli_muda": (37, 50), "ahli_madya": (46, 57),
}  # fmt: skip
_RANKS: Final = {
    "IV.b": ("III/b", "III/c", "III/c"), "IV.a": ("III/c", "III/d", "III/d"), "III.b": ("III/d", "IV/a"),
    "III.a": ("IV/a", "IV/b"), "II.b": ("IV/b", "IV/c"), "terampil": ("II/c", "II/d"), "mahir": ("III/a",
                                                                                                 "III/b"),
    "penyelia": ("III/c", "III/d"), "ahli_pertama": ("III/a", "III/b"), "ahli_muda": ("III/c", "III/d"),
    "ahli_madya": ("IV/a", "IV/b", "IV/c"), "sma": ("II/a", "II/b", "II/c", "II/d"),
    "d3": ("II/c", "II/d", "III/a"), "d4": ("III/a", "III/b"), "s1": ("III/a", "III/b", "III/c"),
    "s2": ("III/b", "III/c"),
}  # fmt: skip
_GRADES: Final = {
    "terampil": "VII", "mahir": "IX", "penyelia": "XI", "ahli_pertama": "IX", "ahli_muda": "XI", "sma": "V",
    "d3": "VII", "s1": "IX", "d4": "IX", "s2": "X",
}  # fmt: skip
_BEFORE: Final = {
    "IV.b": ("pelaksana",), "IV.a": ("pelaksana", "IV.b"), "III.b": ("pelaksana", "IV.b", "IV.a"),
    "III.a": ("pelaksana", "IV.b", "IV.a", "III.b"), "II.b": ("pelaksana", "IV.b", "IV.a", "III.b", "III.a"),
    "mahir": ("terampil",), "penyelia": ("terampil", "mahir"), "ahli_muda": ("ahli_pertama",),
    "ahli_madya": ("ahli_pertama", "ahli_muda"),
}  # fmt: skip
"""Steps of a career before the present one."""
_OTHER_FIELDS: Final = (
    "Administrasi Publik", "Ilmu Hukum", "Manajemen", "Sosiologi", "Akuntansi", "Teknik Sipil", "Pertanian",
    "Ilmu Pemerintahan", "Sastra Inggris", "Sistem Informasi",
)  # fmt: skip
_GROUP_OF: Final = {
    "IV.a": "pengawas",
    "IV.b": "pengawas",
    "III.a": "administrator",
    "III.b": "administrator",
}


@dataclass(frozen=True, slots=True)
class Span:
    """One row of ``careers``; ``until`` None = the present post."""

    group: str
    echelon: str | None
    family: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Person:
    """One row of ``employees`` and what other tables need to know of the person."""

    id: str
    tag: str
    name: str
    titles: tuple[str | None, str | None]
    status: str
    sex: str
    birth: date
    rank: str
    rank_since: date
    education: str
    education_field: str | None
    post: Post
    has_post: bool
    position_since: date
    service_since: date
    home: tuple[float, float] | None
    plan: Plan
    skills: tuple[str, ...]
    careers: tuple[Span, ...] = ()
    credentials: tuple[tuple[str, date, date | None], ...] = ()
    ability: float = 0.0
    assessed: bool = field(default=True)

    @property
    def contract(self) -> bool:
        """True for PPPK, part-time ones included."""
        return self.status.startswith("pppk")

    @property
    def contract_until(self) -> date | None:
        """Return the last day of a PPPK contract: five years, the first day of service included."""
        if not self.contract:
            return None
        until = self.plan.get("contract_until")
        return until or date(self.service_since.year + 5, self.service_since.month, 1) - timedelta(days=1)


def step_of(post: Post) -> str:
    """Return the echelon of a structural post, else its group."""
    return post.echelon or post.group


def _status(draws: Draws, post: Post) -> str:
    if post.echelon or post.head or post.group in ("mahir", "penyelia", "ahli_muda", "ahli_madya"):
        return "pns"
    share = 0.18 if post.group == "pelaksana" else 0.22
    return "pppk" if draws.chance(share) else "pns"


def _education(draws: Draws, post: Post) -> str:
    step = step_of(post)
    if step == "pelaksana":
        floors = {"sma": {"sma": 0.5, "d3": 0.2, "s1": 0.3}, "d3": {"d3": 0.6, "s1": 0.4}}
        return draws.weighted(floors.get(post.education_min or "", {"s1": 1.0}))
    shares = {
        "IV.b": {"sma": 0.03, "d3": 0.12, "s1": 0.75, "s2": 0.1}, "IV.a": {"s1": 0.75, "s2": 0.25},
        "III.b": {"s1": 0.4, "s2": 0.6}, "III.a": {"s2": 1.0}, "II.b": {"s2": 1.0}, "ahli_madya": {"s2": 1.0},
        "terampil": {"d3": 1.0}, "mahir": {"d3": 1.0}, "penyelia": {"d3": 1.0},
    }  # fmt: skip
    return draws.weighted(shares.get(step, {"s1": 1.0}))


def _field(draws: Draws, post: Post, education: str) -> str:
    if education == "sma":
        return draws.choice(("IPS", "IPA", "Administrasi Perkantoran"))
    if post.fields and (post.mandatory or draws.chance(0.6)):
        return draws.choice(post.fields)
    return draws.choice(_OTHER_FIELDS)


def _dates(draws: Draws, post: Post, plan: Plan, status: str) -> tuple[date, date, date]:
    """Return birth, start of service and start in the present post."""
    low, high = _AGES[step_of(post)]
    birth = plan.get("birth") or AS_OF - timedelta(days=draws.integer(int(low * 365.25), int(high * 365.25)))
    start_age = draws.integer(22, 25)
    if status == "pppk":
        drawn = date(draws.integer(2022, 2025), draws.choice((3, 5, 6)), 1)
    else:
        drawn = date(birth.year + start_age, draws.choice((1, 3, 4, 12)), 1)
    service = plan.get("service_since") or min(drawn, date(2025, 5, 1))
    years = draws.weighted({"0.9": 0.15, "2.5": 0.35, "4.0": 0.3, "6.5": 0.2})
    steps = len(_BEFORE.get(step_of(post), ()))
    earliest = date(min(service.year + 4 * steps, 2025), service.month, 1)
    drawn_since = AS_OF - timedelta(days=int(365.25 * float(years) * draws.uniform(0.75, 1.25)))
    since = plan.get("position_since") or max(drawn_since.replace(day=1), earliest, service)
    return birth, service, max(since, service)


def _careers(post: Post, plan: Plan, service: date, since: date, *, has_post: bool) -> tuple[Span, ...]:
    """Return the career: planned or evenly spread former posts, then the present one."""
    until = None if has_post else date(2026, 8, 1)
    present = Span(post.group, post.echelon, post.family, since, until)
    if "past" in plan:
        return (*(Span(*former) for former in plan["past"]), present)
    before = _BEFORE.get(step_of(post), ())
    days = (since - service).days
    if days <= 0 or not before:
        return (Span(post.group, post.echelon, post.family, service, since), present) if days > 0 else (present,)
    cuts = [service + timedelta(days=days * index // len(before)) for index in range(len(before) + 1)]
    former = [
        Span(_GROUP_OF.get(step, step), step if step in _GROUP_OF else None, post.family, cuts[i], cuts[i + 1])
        for i, step in enumerate(before)
    ]
    return (*former, present)


def _credentials(draws: Draws, plan: Plan, post: Post, study: str | None) -> tuple[tuple[str, date, date | None], ...]:
    codes: list[tuple[str, date, date | None]] = []
    drawn: list[str] = []
    if post.echelon and draws.chance(0.12):
        drawn.append("kepamongprajaan")
    if post.echelon and draws.chance(0.4):
        drawn.append("pka" if step_of(post)[:3] == "III" else "pkp")
    if draws.chance(0.06):
        drawn.append("pbj_level_1")
    issued = date(draws.integer(2018, 2025), draws.integer(1, 12), 1)
    for code in (*plan.get("credentials", tuple(drawn)), *(("str_dokter",) if study == "Kedokteran" else ())):
        tested = code.startswith("uji_kompetensi:")
        since = date(2026, 5, 4) if tested else issued
        codes.append((code, since, date(2028, 5, 3) if tested else None))
    return tuple(codes)


def _skills(draws: Draws, plan: Plan, post: Post, study: str | None) -> tuple[str, ...]:
    """Return what a person is strong in: mostly what the post needs, else what was studied (a misfit)."""
    if "skills" in plan:
        return plan["skills"]
    wanted = tuple(row[0] for row in technical_standard(post.title, post.group, post.family))
    if wanted and (post.mandatory or draws.chance(0.5)):
        return wanted
    return skills_of(study)


def _person(draws: Draws, post: Post, plan: Plan, taken: tuple[set[str], set[str]], *, has_post: bool) -> Person:
    status = plan.get("status") or _status(draws, post)
    sex = plan.get("sex") or ("f" if draws.chance(0.56) else "m")
    birth, service, since = _dates(draws, post, plan, status)
    education = plan.get("education") or _education(draws, post)
    study = plan.get("field") or _field(draws, post, education)
    contract = status.startswith("pppk")
    step = step_of(post)
    key = education if step == "pelaksana" else step
    rank = plan.get("rank") or (_GRADES[key] if contract else draws.choice(_RANKS[key]))
    rank_since = date(draws.integer(max(service.year, 2022), 2026), draws.choice((4, 10)), 1)
    home = (round(draws.normal(-0.95, 0.025), 4), round(draws.normal(100.40, 0.02), 4))
    return Person(
        id=identity_number(birth=birth, since=service, sex=sex, contract=contract, taken=taken[1]),
        tag=plan.get("tag", ""),
        name=draw_name(draws, sex, taken[0]),
        titles=academic_titles(education, study),
        status=status,
        sex=sex,
        birth=birth,
        rank=rank,
        rank_since=service if contract else min(max(rank_since, service), date(2026, 10, 1)),
        education=education,
        education_field=study,
        post=post,
        has_post=has_post,
        position_since=since,
        service_since=service,
        home=None if draws.chance(0.05) else home,
        plan=plan,
        skills=_skills(draws, plan, post, study),
        careers=_careers(post, plan, service, since, has_post=has_post),
        credentials=_credentials(draws, plan, post, study),
        ability=plan.get("ability", 0.0),
        assessed=plan.get("assessed", draws.chance(0.9 if status == "pns" else 0.6)),
    )


def build_people(seed: int, posts: tuple[Post, ...]) -> tuple[Person, ...]:
    """Return everyone: holders post by post, then people without a post.

    Each seat has a stream of its own, so that changing one person leaves the others as they are.
    """
    taken: tuple[set[str], set[str]] = (set(), set())
    people = [
        _person(Draws(seed, f"person {post.id} {seat}"), post, CAST.get((post.id, seat), {}), taken, has_post=True)
        for post in posts
        for seat in range(HOLDERS.get(post.id, seats(post)))
    ]
    by_id = {post.id: post for post in posts}
    for number, (like, plan) in enumerate(WITHOUT_POST):
        draws = Draws(seed, f"person without post {number}")
        people.append(_person(draws, by_id[like], plan, taken, has_post=False))
    return tuple(people)
