"""What a plan adds up to: value, walking, minutes by kind of place, pupils, schools and harm."""

from dataclasses import dataclass
from typing import Protocol

from geo.model import PlaceKind
from geo.patrol.reached import Planned, harm_share, pupils_met


class Counted(Planned, Protocol):
    """What is counted of a plan."""

    @property
    def value(self) -> float:
        """Points of all visits."""


@dataclass(frozen=True)
class Tally:
    """Sums over all patrols of a plan.

    Attributes
    ----------
    value : float
        Points of all visits.
    stops : int
        Visits, without breaks and activities.
    walk_min : int
        Whole minutes between stops, as the timetable allows them.
    walk_m : float
    dwell_min : dict of PlaceKind to int
        Minutes of visits by kind of place.
    pupils : float
        Expected to pass while a patrol is there.
    harm_share : float
        Harm expected at hotspots while a patrol is there, as a share of all expected at them.
    """

    value: float
    stops: int
    walk_min: int
    walk_m: float
    dwell_min: dict[PlaceKind, int]
    pupils: float
    harm_share: float


def tally(plan: Counted) -> Tally:
    """Add a plan up."""
    visits = [stop for route in plan.routes for stop in route.visits]
    legs = [leg for route in plan.routes for leg in route.legs]
    minutes: dict[PlaceKind, int] = {}
    for stop in visits:
        minutes[stop.place.kind] = minutes.get(stop.place.kind, 0) + stop.dwell_min
    return Tally(
        value=plan.value,
        stops=len(visits),
        walk_min=sum(leg.arrive_min - leg.depart_min for leg in legs),
        walk_m=sum(leg.length_m for leg in legs),
        dwell_min=minutes,
        pupils=pupils_met(plan),
        harm_share=harm_share(plan),
    )
