"""How pupils travel home: the figures behind a flow where nobody gave better ones, with sources.

All are national and approximate. Whoever deploys should hold them against a school's own travel
survey; home areas that are given (`geo.timetables`) replace the spread of homes, not the
shares of those who walk.
"""

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.errors import SettingError

Floats = NDArray[np.float64]

MILE_M: Final = 1609.344
#: A way along streets over the straight line, in towns (commonly 1.2 to 1.4).
DETOUR: Final = 1.3
#: Homes nearer than this to their school are no likelier than homes at this distance.
NEXT_DOOR_M: Final = 150.0
#: Pupils of a school that nobody has counted; round national averages of England by phase (DfE,
#: Schools, pupils and their characteristics).
USUAL_PUPILS: Final = MappingProxyType({"primary": 280, "pupil referral": 60})
USUAL_OTHERS: Final = 1000
#: Homes along a metre of street, against a side street.
HOMES_BY_KIND: Final = MappingProxyType(
    {"local": 1.0, "high street": 0.5, "main": 0.5, "path": 0.0}
)


@dataclass(frozen=True)
class Travel:
    """How the pupils of a phase get home, by the length of the way.

    Attributes
    ----------
    mean_trip_m : float
        Mean length of the way between school and home. Lengths are taken to be exponential; with
        the shares below, as many walk in all as the survey finds (37% of those aged 11 to 16; a
        little fewer than its 51% of those aged 5 to 10).
    on_foot, by_transport : tuple of float
        Share that walks all the way, and that takes a bus or a train, in each of `BANDS_M`. The
        others are driven or cycle, and are not counted.
    farthest_m : float
        Nobody walks farther: statutory walking distance (Education Act 1996, section 444(5)).
    """

    mean_trip_m: float
    on_foot: tuple[float, float, float, float]
    by_transport: tuple[float, float, float, float]
    farthest_m: float

    def shares(self, way_m: Floats) -> tuple[Floats, Floats]:
        """Shares on foot and by bus or train, for the lengths of some ways."""
        band = np.searchsorted(BANDS_M, way_m, side="right")
        on_foot = np.where(way_m <= self.farthest_m, np.array(self.on_foot)[band], 0.0)
        return on_foot, np.array(self.by_transport)[band]


#: Up to 1, 2 and 5 miles, and beyond.
BANDS_M: Final = (MILE_M, 2 * MILE_M, 5 * MILE_M)
#: Department for Transport, National Travel Survey 2024, England (NTS0613 and NTS0614, published
#: August 2025): up to a mile 83% of those aged 5 to 10 walk, then 73%, 83% and 69% are driven;
#: of those aged 11 to 16, 42% and 58% take a bus from 2 and from 5 miles on. Shares that its
#: text does not print are what is left, or the survey of 2010 (90% on foot up to a mile), rounded.
#: Mean trip lengths are the same survey's, of recent years.
PRIMARY: Final = Travel(1.6 * MILE_M, (0.83, 0.22, 0.03, 0.0), (0.01, 0.03, 0.09, 0.22), 2 * MILE_M)
SECONDARY: Final = Travel(
    3.4 * MILE_M, (0.88, 0.60, 0.12, 0.0), (0.02, 0.12, 0.44, 0.62), 3 * MILE_M
)


@dataclass(frozen=True)
class Draw:
    """How an interchange draws those who go on by bus or train.

    Attributes
    ----------
    weight : float
        Against a pair of bus stops; several lines draw more.
    reach_m : float
        The weight falls to a third every so many metres of walk. 400 m to a bus and 800 m to a
        train are the usual planning distances (CIHT 2015, Planning for walking).
    """

    weight: float
    reach_m: float


DRAWS: Final = MappingProxyType({
    "bus stops": Draw(1.0, 400.0),
    "bus station": Draw(4.0, 400.0),
    "tram": Draw(1.0, 600.0),
    "rail": Draw(1.0, 800.0),
    "ferry": Draw(0.2, 600.0),
})  # fmt: skip
#: Nobody walks farther to one.
FARTHEST_INTERCHANGE_M: Final = 2000.0


@dataclass(frozen=True)
class PupilFlowSettings:
    """What may be chosen of a pupil flow.

    Attributes
    ----------
    pace_m_per_s : float
        Of pupils; 1.2 m/s is what crossings in Britain are timed for (DfT, Local Transport
        Note 2/95).
    piece_m : float
        Streets are cut into pieces of at most this length, metres.
    """

    pace_m_per_s: float = 1.2
    piece_m: float = 100.0

    def __post_init__(self) -> None:
        given = (self.pace_m_per_s, self.piece_m)
        if not all(math.isfinite(value) and value > 0 for value in given):
            raise SettingError(
                f"Pupils at {self.pace_m_per_s} m/s on pieces of {self.piece_m} m; expected "
                "numbers above 0."
            )

    def minutes(self, way_m: Floats) -> Floats:
        """Minutes that pupils take for some ways.

        Parameters
        ----------
        way_m : ndarray of float
            Lengths in metres.
        """
        return way_m / (60.0 * self.pace_m_per_s)


def travel_of(phase: str) -> Travel:
    """How pupils of a phase travel: all but primary as those aged 11 to 16 do."""
    return PRIMARY if phase == "primary" else SECONDARY


def usual_pupils(phase: str) -> int:
    """A round number for a school that nobody has counted."""
    return USUAL_PUPILS.get(phase, USUAL_OTHERS)
