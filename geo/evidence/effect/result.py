"""What an estimate gives: verdict, ratio with interval, rings, and what it was compared with."""

from dataclasses import dataclass
from enum import StrEnum

from geo.evidence.effect.periods import Periods
from geo.evidence.effect.places import Patrolled
from geo.evidence.effect.settings import EffectSettings
from geo.evidence.interval import Interval
from geo.model import Estimate
from geo.model.spot import Spot


class Verdict(StrEnum):
    """What can be said of a change."""

    FEWER = "fewer"
    MORE = "more"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Change:
    """Recorded against expected.

    Attributes
    ----------
    recorded, expected : float
        Incidents on patrolled dates; one that spans the edge of the window counts in part.
    ratio : Estimate or None
        Recorded to expected, with its 90% interval; None where too few incidents are known.
    """

    recorded: float
    expected: float
    ratio: Estimate | None

    @property
    def verdict(self) -> Verdict:
        """Fewer or more where the interval leaves no other answer, else cannot tell."""
        if self.ratio is None or self.ratio.low <= 1 <= self.ratio.high:
            return Verdict.CANNOT_TELL
        return Verdict.FEWER if self.ratio.high < 1 else Verdict.MORE


@dataclass(frozen=True)
class Ring:
    """A change in a ring around the patrolled places, ``inner_m`` to ``outer_m`` from them."""

    inner_m: float
    outer_m: float
    change: Change


@dataclass(frozen=True)
class Compare:
    """A comparison place, and its incidents in each stretch (in the first pattern of dates)."""

    spot: Spot
    before: float
    chosen: float
    after: float


@dataclass(frozen=True)
class Effect:
    """Whether patrols changed what was recorded at some places.

    Attributes
    ----------
    change : Change or None
        None where nothing could be compared.
    why_not : str
        Why it cannot tell, where that lies in the data; empty otherwise.
    naive : float or None
        Ratio of a bare before and after, with the stretch in which places were picked as before:
        what not to believe.
    rings : tuple of Ring
    displacement : Interval or None
        Only where it is certain that the places themselves saw fewer.
    patrolled, comparison : tuple of Compare
        The patrolled places, and those that the rule compares them with.
    left_out : tuple of str
        Patrolled places without any comparison place.
    dispersion : float
        How many times as wide as Poisson chance the interval is.
    """

    treated: tuple[Patrolled, ...]
    change: Change | None
    why_not: str
    periods: Periods | None
    naive: float | None
    rings: tuple[Ring, ...]
    displacement: Interval | None
    patrolled: tuple[Compare, ...]
    comparison: tuple[Compare, ...]
    left_out: tuple[str, ...]
    dispersion: float
    settings: EffectSettings
    seed: int

    @property
    def verdict(self) -> Verdict:
        """What can be said."""
        return self.change.verdict if self.change else Verdict.CANNOT_TELL
