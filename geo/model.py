"""The words that stages share: places, patrols, stops, legs and hotspots.

Every type is frozen and refuses nonsense when it is made. Lengths are metres, durations seconds or
minutes as the name says, points (x, y) in the workspace's projected CRS, and clock times are whole
minutes after midnight, local time.
"""

from dataclasses import dataclass
from enum import StrEnum

from shapely.geometry import LineString, MultiPolygon, Polygon

from geo.errors import SettingError

XY = tuple[float, float]


def clock(minute: int) -> str:
    """``15:40`` for 940 minutes after midnight."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


class Trend(StrEnum):
    """How a place compares with itself: the last 8 weeks against the 8 before."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNCLEAR = "too few to tell"


class PlaceKind(StrEnum):
    """What a patrol can be sent to."""

    HOTSPOT = "hotspot"
    GATE = "school gate"
    INTERCHANGE = "interchange"


@dataclass(frozen=True)
class Estimate:
    """A number and the 90% interval around it."""

    mean: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.mean <= self.high:
            raise SettingError(
                f"An estimate needs 0 <= low <= mean <= high; came {self.low:.4g}, "
                f"{self.mean:.4g}, {self.high:.4g}."
            )


@dataclass(frozen=True)
class Nearby:
    """A school or interchange near a hotspot, and the straight-line distance in metres."""

    ident: str
    name: str
    distance_m: float


@dataclass(frozen=True)
class Hotspot:
    """A place small enough for a pair to patrol on foot, and why it is one.

    Attributes
    ----------
    shape : Polygon or MultiPolygon
        In the workspace's CRS.
    incidents, harm : Estimate
        Expected in one window.
    by_slice : tuple of float
        Expected incidents in each slice of the window; sums to ``incidents.mean``.
    offences : tuple of (str, float)
        Leading offence groups and their share of the weighted incidents, largest first.
    recorded : int
        Scored incidents recorded inside in the year before, at any hour. Show "<5" for 1 to 4.
    reason : str
        One plain sentence that says why the place is there.
    """

    hotspot_id: str
    rank: int
    name: str
    shape: Polygon | MultiPolygon
    incidents: Estimate
    harm: Estimate
    by_slice: tuple[float, ...]
    offences: tuple[tuple[str, float], ...]
    trend: Trend
    recorded: int
    schools: tuple[Nearby, ...]
    interchanges: tuple[Nearby, ...]
    reason: str

    @property
    def area_m2(self) -> float:
        """Area of the shape in square metres."""
        return float(self.shape.area)

    @property
    def peak_slice(self) -> int:
        """Index of the slice in which most is expected."""
        return max(range(len(self.by_slice)), key=self.by_slice.__getitem__)

    @property
    def centre(self) -> XY:
        """A point inside the shape."""
        point = self.shape.representative_point()
        return point.x, point.y


@dataclass(frozen=True)
class Place:
    """Somewhere a patrol could stop, and what a stop is worth slice by slice.

    Attributes
    ----------
    value : tuple of float
        Worth of one visit that begins in each slice of the window; 0 where there is none.
    opens_min, closes_min : int
        First and last minute at which a visit may begin.
    why, look_out_for : str
        One sentence each, for the officer.
    urns : tuple of str
        Schools whose gates this place serves.
    """

    place_id: str
    kind: PlaceKind
    name: str
    point: XY
    value: tuple[float, ...]
    opens_min: int
    closes_min: int
    why: str
    look_out_for: str
    urns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.opens_min > self.closes_min:
            raise SettingError(
                f"{self.name} opens at {clock(self.opens_min)} but closes at "
                f"{clock(self.closes_min)}."
            )
        if any(v < 0 for v in self.value):
            raise SettingError(f"{self.name} has a negative value in some slice.")


@dataclass(frozen=True)
class Patrol:
    """A pair of officers on foot for one window.

    Attributes
    ----------
    start : XY or None
        Where the shift starts and ends, in the workspace's CRS. None deploys them at their first
        stop, with nothing to walk before it or after the last.
    shift_start_min, shift_end_min : int
        Minutes after midnight. Nobody is out before or after.
    walk_m_per_s : float
        1.3 m/s is an unhurried adult pace.
    dwell_min : int
        Length of a stop; 10 to 16 minutes is what the evidence favours (Koper 1995).
    """

    name: str
    start: XY | None = None
    start_name: str = ""
    shift_start_min: int = 15 * 60
    shift_end_min: int = 18 * 60
    walk_m_per_s: float = 1.3
    dwell_min: int = 12

    def __post_init__(self) -> None:
        faults = []
        if not self.name.strip():
            faults.append("it needs a name")
        if not 0 <= self.shift_start_min < self.shift_end_min <= 24 * 60:
            faults.append(
                f"its shift runs from {clock(self.shift_start_min)} to "
                f"{clock(self.shift_end_min)}, and must end after it starts, on one day"
            )
        if not 0.3 <= self.walk_m_per_s <= 3:
            faults.append(f"it walks {self.walk_m_per_s} m/s; expected 0.3 to 3")
        if not 1 <= self.dwell_min <= 120:
            faults.append(f"it stays {self.dwell_min} minutes at a stop; expected 1 to 120")
        if faults:
            raise SettingError(f"Patrol {self.name or '(no name)'}: " + "; ".join(faults) + ".")


@dataclass(frozen=True)
class Stop:
    """One visit of one patrol: a place, from when to when, and why."""

    place: Place
    arrive_min: int
    leave_min: int
    letting_out: tuple[str, ...] = ()
    locked: bool = False

    @property
    def dwell_min(self) -> int:
        """Minutes on the spot."""
        return self.leave_min - self.arrive_min


@dataclass(frozen=True)
class Leg:
    """A walk between two stops, or between the start and a stop.

    Attributes
    ----------
    path : LineString
        Along streets, in the workspace's CRS. Two equal points where there is nothing to walk.
    walk_s : float
        ``length_m`` at the patrol's pace. The timetable allows it rounded up to whole minutes.
    """

    depart_min: int
    arrive_min: int
    path: LineString
    length_m: float
    walk_s: float


@dataclass(frozen=True)
class Route:
    """One patrol's afternoon: stops in order, with a leg before each and one back to the start.

    Without a start there is no first and no last leg: ``len(legs) == len(stops) - 1``.
    """

    patrol: Patrol
    stops: tuple[Stop, ...]
    legs: tuple[Leg, ...] = ()

    @property
    def walk_m(self) -> float:
        """Metres walked in all."""
        return sum(leg.length_m for leg in self.legs)

    @property
    def dwell_min(self) -> int:
        """Minutes spent at stops: the planned dosage."""
        return sum(stop.dwell_min for stop in self.stops)
