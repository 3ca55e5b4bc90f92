"""A patrol's afternoon as planned: stops, the ways between them, and the whole route."""

from dataclasses import dataclass

from shapely.geometry import LineString

from geo.model.patrol import Patrol, Place, PlaceKind
from geo.model.quantities import clock


@dataclass(frozen=True)
class Stop:
    """One visit of one patrol: a place, from when to when, and why.

    Attributes
    ----------
    place : Place
    arrive_min, leave_min : int
        Minutes after midnight.
    letting_out : tuple of str
        Schools that let out meanwhile.
    locked : bool
        Whether a constraint keeps it in the plan.
    loop : LineString or None
        The short round through the streets of the place that fills the visit, from the place's
        point and back to it; None where they stay put, or rest.
    beside : tuple of str
        Names of the other patrols that take part in the same activity.
    """

    place: Place
    arrive_min: int
    leave_min: int
    letting_out: tuple[str, ...] = ()
    locked: bool = False
    loop: LineString | None = None
    beside: tuple[str, ...] = ()

    @property
    def dwell_min(self) -> int:
        """Minutes on the spot."""
        return self.leave_min - self.arrive_min

    @property
    def why(self) -> str:
        """The reason for being there then."""
        return self.place.why_at(self.arrive_min)

    @property
    def is_visit(self) -> bool:
        """Whether it is a visit of a place: not a break, and not an activity that was booked."""
        return self.place.kind not in (PlaceKind.BREAK, PlaceKind.ACTIVITY)


@dataclass(frozen=True)
class Ride:
    """A hop by bus or rail within a leg.

    Attributes
    ----------
    line, from_name, to_name : str
        Such as ``bus 91``, and the names of the stops.
    depart_min, arrive_min : int
        By the timetable; the wait before it is part of the leg.
    """

    line: str
    from_name: str
    to_name: str
    depart_min: int
    arrive_min: int

    @property
    def label(self) -> str:
        """``bus 91 from Mill Corner 15:40 to Quayside 15:47``."""
        return (
            f"{self.line} from {self.from_name} {clock(self.depart_min)} to {self.to_name} "
            f"{clock(self.arrive_min)}"
        )


@dataclass(frozen=True)
class Leg:
    """The way between two stops, between the start and a stop, or between a stop and the end.

    Attributes
    ----------
    depart_min, arrive_min : int
        Minutes after midnight.
    path : LineString
        Along streets, in the workspace's CRS. Two equal points where there is nothing to walk.
    length_m : float
        Metres on foot, by cycle or by car; a ride is not counted.
    walk_s : float
        ``length_m`` at the patrol's pace. The timetable allows it rounded up to whole minutes.
    rides : tuple of Ride
        Hops by bus or rail on the way, in order; the path is straight where they lie.
    """

    depart_min: int
    arrive_min: int
    path: LineString
    length_m: float
    walk_s: float
    rides: tuple[Ride, ...] = ()


@dataclass(frozen=True)
class Route:
    """One patrol's afternoon: stops in order, with a leg before each and one to where it ends.

    Without a start there is no first leg, and without an end no last one: ``len(legs)`` is
    ``len(stops) - 1``, and one more for each of the two.

    Attributes
    ----------
    patrol : Patrol
    stops : tuple of Stop
        In order.
    legs : tuple of Leg
        In order.
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
        """Minutes spent at places that are visited: the planned dosage."""
        return sum(stop.dwell_min for stop in self.stops if stop.is_visit)

    @property
    def visits(self) -> tuple[Stop, ...]:
        """Stops without breaks and activities."""
        return tuple(stop for stop in self.stops if stop.is_visit)
