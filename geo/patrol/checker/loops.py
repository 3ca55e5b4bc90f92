"""The round through the streets of a place: closed, along streets, near, no longer than it may."""

import math
from collections.abc import Iterator
from typing import Final

import shapely

from geo.model import PlaceKind, Stop
from geo.network import WalkingNetwork
from geo.patrol.checker.streets import off_street_m, without_ends
from geo.patrol.loops import AROUND_M, MARGIN_M, STROLL_M_PER_S, WALKED, WALKED_SHARE
from geo.patrol.places import Places

_SAME_POINT_M: Final = 0.01
#: What rounding may add to a distance.
_SLACK_M: Final = 1.0


def loop_faults(stop: Stop, places: Places, network: WalkingNetwork) -> Iterator[str]:
    """What is wrong with the loop of one stop."""
    if stop.loop is None:
        return
    where = f"the loop at {stop.place.name}"
    if stop.place.kind not in WALKED:
        yield f"{where} is at a {stop.place.kind}, where they stand"
    xy = shapely.get_coordinates(stop.loop)
    if max(math.dist(xy[0], stop.place.point), math.dist(xy[-1], stop.place.point)) > _SAME_POINT_M:
        yield f"{where} does not begin and end at its point"
    if stop.loop.length < _SLACK_M:
        yield f"{where} leads nowhere"
    most = (stop.leave_min - stop.arrive_min) * 60 * WALKED_SHARE * STROLL_M_PER_S
    if stop.loop.length > most + _SLACK_M:
        yield f"{where} is {stop.loop.length:.0f} m long; the visit leaves time for {most:.0f} m"
    if off := off_street_m(xy, network):
        yield f"{where} strays {off:.0f} m from the streets"
    if (far := _outside_m(stop, places, network)) > _SLACK_M:
        yield f"{where} leads {far:.0f} m out of the area of the place"


def _outside_m(stop: Stop, places: Places, network: WalkingNetwork) -> float:
    """How far a loop leads out of the ground around its place."""
    assert stop.loop is not None
    xy = shapely.get_coordinates(stop.loop)
    xy = without_ends(xy, network.off_street_m(xy[[0, -1]]))
    middle, reach = shapely.Point(stop.place.point), AROUND_M
    if stop.place.kind is PlaceKind.HOTSPOT:
        outlines = {f"hotspot-{spot.hotspot_id}": spot.shape for spot in places.hotspots}
        if stop.place.place_id in outlines:
            middle, reach = outlines[stop.place.place_id], MARGIN_M
    return float(shapely.distance(shapely.points(xy), middle).max()) - reach
