"""The law by which made-up levels move and are seen: every figure of it with its public source."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from ...models.domain.errors import OptionError

GRADE_SHARES: Final = (0.0010, 0.0006, 0.0011, 0.8846, 0.1127)
"""Share of each grade from *sangat kurang* up: of 10.29 million yearly grades of 2022-2024, 88.46 % *baik*, 11.27 % *sangat
baik* and 0.27 % below (birokratmenulis.org); how the 0.27 % divide is this project's."""


@dataclass(frozen=True, slots=True)
class HistoryLaw:
    """Parameters of made-up histories; levels are on the scale 1-5, spreads are standard deviations.

    The level of a person in a competency is ``tier + sqrt(general) g + sqrt(own) s + tenure x years of service + walks +
    drift x years + boost``: g one draw a person, s one a person and competency, and boost what training left.

    Parameters
    ----------
    lead
        Mean level of a tier against what its posts ask for.
    general, own
        Variances of g and s: the general factor is the larger part (Jackson et al. 2022, doi:10.1037/apl0000994, find it in
        more than 27 % of the variance of ratings, single dimensions in 1-11 %).
    tenure, drift
        Levels a year, of service and of time.
    walk_common, walk_own
        Yearly step of a person in everything, and in one competency: one-year stability of performance is then of the order
        published (0.67-0.85, Sturman et al. 2005, doi:10.1177/0149206304271384).
    decay
        Share of a boost lost in a year (gains without use halve in 6.5-13 months by Tatel and Ackerman 2025; here part of
        them is used).
    cycle
        Years between two assessment centres of a person.
    assessor, occasion, noise
        Spread of the assessors' severity, of a person's day, and of one mark (interrater reliability of ratings about 0.65,
        Zhou, Sackett et al. 2024).
    halo_share
        Part of the person's mean level in a 360 score; the rest is the competency's own (Jackson et al. 2016,
        doi:10.1037/apl0000102: dimensions themselves carry at most 1.11 %).
    unit, halo, lenience
        Spread of the units' severity and of the person's halo, and how much too high a 360 score is (self-ratings: d = 0.32,
        Heidemeier and Moser 2009, doi:10.1037/0021-9010.94.2.353; raters carry 49 % and more, Jackson et al. 2022).
    raters, rater_noise
        Fewest and most raters, and the noise of one.
    grade_noise
        Noise of the yearly grade beside the person's mean level, before the cut points of :data:`GRADE_SHARES`.
    chance, chance_gap, chance_general
        Training in a competency and year: logistic(chance + chance_gap x last gap + chance_general x g), so who is trained
        is not who would have stayed (confounded on purpose).
    effect, effect_spread, effect_shape
        Mean effect of a course, its lognormal spread over courses, shape of the gamma law over people (behaviour d = 0.62,
        Arthur et al. 2003, doi:10.1037/0021-9010.88.2.234).
    ceiling, room
        Level at which a course gives nothing, and the levels below it over which its effect grows to the whole.
    unassessable
        Share of the pairs of person and competency that no assessment centre judges.
    transfer
        Chance of another unit, and with it other raters, in a year.
    below, above
        Share of the standards one level under and over that of the tier.
    """

    lead: float = -0.15
    general: float = 0.30
    own: float = 0.14
    tenure: float = 0.008
    drift: float = 0.02
    walk_common: float = 0.10
    walk_own: float = 0.16
    decay: float = 0.30
    cycle: int = 3
    assessor: float = 0.15
    occasion: float = 0.22
    noise: float = 0.42
    halo_share: float = 0.45
    unit: float = 0.35
    halo: float = 0.25
    lenience: float = 0.9
    raters: tuple[int, int] = (2, 5)
    rater_noise: float = 0.6
    grade_noise: float = 1.1
    chance: float = -3.0
    chance_gap: float = 0.9
    chance_general: float = 0.3
    effect: float = 0.35
    effect_spread: float = 0.4
    effect_shape: float = 4.0
    ceiling: float = 5.0
    room: float = 2.0
    unassessable: float = 0.20
    transfer: float = 0.08
    below: float = 0.12
    above: float = 0.15

    def __post_init__(self) -> None:
        """Refuse what is no law: a spread below 0, a share outside 0-1, raters that are none."""
        signed = {"lead", "tenure", "drift", "lenience", "chance", "chance_gap", "chance_general"}
        shares = {"decay", "halo_share", "unassessable", "transfer", "below", "above"}
        low, high = self.raters
        wrong = [
            name
            for name in (one.name for one in fields(self) if one.name != "raters")
            if not -10 <= getattr(self, name) <= 10
            or (name not in signed and getattr(self, name) < 0)
            or (name in shares and getattr(self, name) > 1)
        ]
        wrong += ["raters"] * (not 1 <= low <= high <= 100) + ["cycle"] * (self.cycle < 1)
        wrong += ["above"] * (self.below + self.above > 1) + ["effect_shape"] * (self.effect_shape == 0)
        wrong += ["room"] * (self.room == 0)
        if wrong:
            message = f"{', '.join(wrong)}: not the parameter of a history; spreads are at least 0, shares 0 to 1."
            bahasa = f"{', '.join(wrong)}: bukan parameter riwayat; simpangan paling kecil 0, bagian 0 sampai 1."
            raise OptionError(message, code="E-OPTION", bahasa=bahasa)
