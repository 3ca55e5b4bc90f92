"""A leg with a ride: on foot to the stop, the ride, and on foot from there, each in its time."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely

from geo.model import Leg, Mode, Patrol, Ride, clock
from geo.network import WalkingNetwork
from geo.network.graph import Floats
from geo.patrol.checker.streets import off_street_m
from geo.workspace.hops import Hop

_SAME_LENGTH_M: Final = 0.1
_SAME_POINT_M: Final = 0.01


def ride_faults(leg: Leg, patrol: Patrol, network: WalkingNetwork) -> Iterator[str]:
    """What is wrong with a leg that has rides: whether they run, and what is walked."""
    if patrol.mode is not Mode.FOOT:
        yield f"has a ride, although {patrol.name} is {patrol.mode}"
    if len(leg.rides) > 1:
        yield f"has {len(leg.rides)} rides; one is the most"
        return
    (ride,) = leg.rides
    hops = [hop for hop in network.hops if _runs(ride, hop)]
    if not hops:
        yield f"has a ride that is not in the timetable: {ride.said}"
    if not leg.depart_min <= ride.depart_min < ride.arrive_min <= leg.arrive_min:
        yield (
            f"has a ride from {clock(ride.depart_min)} to {clock(ride.arrive_min)}, outside "
            f"{clock(leg.depart_min)}–{clock(leg.arrive_min)}"
        )
    splits = _on_foot(shapely.get_coordinates(leg.path), leg)
    if not splits:
        yield f"has no straight line of its ride: {leg.length_m:.1f} m on foot do not fit its path"
        return
    fitting = [parts for parts in splits if any(_joins(parts, hop) for hop in hops)]
    if hops and not fitting:
        yield f"does not get on and off where its ride stops: {ride.said}"
    parts = (fitting or splits)[0]
    spans = (ride.depart_min - leg.depart_min, leg.arrive_min - ride.arrive_min)
    for xy, minutes, which in zip(parts, spans, ("to", "from"), strict=True):
        needed = math.ceil(_length_m(xy) / patrol.pace_m_per_s / 60 - 1e-9)
        if minutes < needed:
            yield f"allows {minutes} min {which} its ride, not {needed}"
        if off := off_street_m(xy, network):
            yield f"strays {off:.0f} m from the streets {which} its ride"


def _runs(ride: Ride, hop: Hop) -> bool:
    """Whether a hop of the timetable is this ride."""
    same = (ride.line, ride.from_name, ride.to_name) == (hop.line, hop.from_name, hop.to_name)
    minutes = ride.arrive_min - ride.depart_min
    return same and ride.depart_min in hop.departs_min and minutes == hop.ride_min


def _joins(parts: tuple[Floats, Floats], hop: Hop) -> bool:
    """Whether what is walked leads to where a hop begins, and on from where it ends."""
    ends = math.dist(parts[0][-1], hop.start), math.dist(parts[1][0], hop.end)
    return max(ends) <= _SAME_POINT_M


def _on_foot(xy: Floats, leg: Leg) -> list[tuple[Floats, Floats]]:
    """The path before and after each straight line that may be the ride: what is not walked."""
    steps = np.hypot(*np.diff(xy, axis=0).T)
    off = np.abs(steps - (steps.sum() - leg.length_m))
    return [(_line(xy[: k + 1]), _line(xy[k + 1 :])) for k in np.flatnonzero(off <= _SAME_LENGTH_M)]


def _line(xy: Floats) -> Floats:
    """At least two points, equal ones where there is nothing to walk."""
    return xy if len(xy) > 1 else np.repeat(xy, 2, axis=0)


def _length_m(xy: Floats) -> float:
    return float(np.hypot(*np.diff(xy, axis=0).T).sum())
