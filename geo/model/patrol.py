"""A patrol's afternoon: places, stops, legs and routes."""

import math
from dataclasses import dataclass
from enum import StrEnum

from shapely.geometry import LineString

from geo.errors import SettingError
from geo.model.basics import XY, clock


class PlaceKind(StrEnum):
    """What a patrol can be sent to."""

    HOTSPOT = "hotspot"
    GATE = "school gate"
    INTERCHANGE = "interchange"


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
    quiet_from_min : int or None
        Minute from which ``why`` is in the past, and ``why_quiet`` holds.
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
    quiet_from_min: int | None = None
    why_quiet: str = ""

    def __post_init__(self) -> None:
        if self.opens_min > self.closes_min:
            raise SettingError(
                f"{self.name} opens at {clock(self.opens_min)} but closes at "
                f"{clock(self.closes_min)}."
            )
        if any(v < 0 for v in self.value):
            raise SettingError(f"{self.name} has a negative value in some slice.")

    def why_at(self, minute: int) -> str:
        """The reason for a visit that begins at a minute of the day."""
        quiet = self.quiet_from_min is not None and minute >= self.quiet_from_min
        return self.why_quiet if quiet else self.why


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
        if self.start is not None and not all(map(math.isfinite, self.start)):
            faults.append(f"it sets out from {self.start}, which is no point on the map")
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

    @property
    def why(self) -> str:
        """The reason for being there then."""
        return self.place.why_at(self.arrive_min)


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
