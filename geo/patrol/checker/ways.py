"""Each leg leads from one point to the next, along streets that its mode may use, in its time."""

import math
from collections.abc import Iterator
from typing import Final

import shapely

from geo.model import XY, Leg, Patrol, Route
from geo.network import WalkingNetwork
from geo.patrol.checker.rides import ride_faults
from geo.patrol.checker.streets import off_street_m, wrong_way_m

_SAME_POINT_M: Final = 0.01
_SAME_LENGTH_M: Final = 0.05


def way_faults(route: Route, network: WalkingNetwork) -> Iterator[str]:
    """What is wrong with the legs of one route."""
    patrol = route.patrol
    points = [stop.place.point for stop in route.stops]
    if points and patrol.start is not None:
        points.insert(0, patrol.start)
    if points and patrol.finish is not None:
        points.append(patrol.finish)
    streets = network.for_mode(patrol.mode)
    for n, (leg, start, end) in enumerate(zip(route.legs, points, points[1:], strict=False), 1):
        yield from (f"walk {n} {fault}" for fault in _leg(leg, start, end, patrol, streets))


def _leg(leg: Leg, start: XY, end: XY, patrol: Patrol, network: WalkingNetwork) -> Iterator[str]:
    xy = shapely.get_coordinates(leg.path)
    if math.dist(xy[0], start) > _SAME_POINT_M or math.dist(xy[-1], end) > _SAME_POINT_M:
        yield "does not begin and end where the stops are"
    seconds = leg.length_m / patrol.pace_m_per_s
    if abs(leg.walk_s - seconds) > _SAME_POINT_M:
        yield f"takes {seconds:.1f} s, not {leg.walk_s:.1f} s"
    if leg.rides:
        yield from ride_faults(leg, patrol, network)
        return
    if abs(leg.path.length - leg.length_m) > _SAME_LENGTH_M:
        yield f"is {leg.path.length:.1f} m long, not {leg.length_m:.1f} m"
    minutes = math.ceil(seconds / 60 - 1e-9)
    if leg.arrive_min - leg.depart_min != minutes:
        yield f"takes {minutes} min, not {leg.arrive_min - leg.depart_min}"
    if off := off_street_m(xy, network):
        yield f"strays {off:.0f} m from the streets"
    elif wrong := wrong_way_m(xy, network):
        yield f"leads {wrong:.0f} m the wrong way along one-way streets"
