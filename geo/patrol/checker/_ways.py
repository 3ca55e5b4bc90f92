"""Each leg leads from one point to the next, along streets that its mode may use, in its time."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import shapely

from geo.model import XY, Leg, Mode, Patrol, PlaceKind, Ride, Route, Stop, clock
from geo.network import REACH_OF, Floats, WalkingNetwork
from geo.patrol._loops import AROUND_M, MARGIN_M, STROLL_M_PER_S, WALKED, WALKED_SHARE
from geo.patrol.places import Places
from geo.timetables import Hop

#: Begin, end, and what it is.
_Span = tuple[int, int, str]


def order_faults(route: Route) -> Iterator[str]:
    """What is wrong with the minutes of one route, as they follow each other."""
    spans = _in_order(route)
    expected = _legs_needed(route)
    if len(route.legs) != expected:
        yield f"{len(route.stops)} stops need {expected} legs; there are {len(route.legs)}"
        return
    for (_, before, was), (begins, _, what) in pairwise(spans):
        if begins < before:
            yield f"{what} begins at {clock(begins)}, before {was} ends at {clock(before)}"
    shift = route.patrol.shift_start_min, route.patrol.shift_end_min
    for begins, ends, what in spans:
        if ends < begins:
            yield f"{what} ends at {clock(ends)}, before it begins at {clock(begins)}"
        if begins < shift[0] or ends > shift[1]:
            yield (
                f"{what} takes {clock(begins)} to {clock(ends)}, outside the shift "
                f"{clock(shift[0])}–{clock(shift[1])}"
            )
    led_to = route.stops if route.patrol.start is not None else route.stops[1:]
    for leg, stop in zip(route.legs, led_to, strict=False):
        waits = bool(leg.rides) and leg.arrive_min < stop.arrive_min
        if leg.arrive_min != stop.arrive_min and not waits:
            yield f"the walk to {stop.place.name} ends at another minute than the stop begins"


def _legs_needed(route: Route) -> int:
    """One between two stops, one from the start, and one to where the shift ends."""
    if not route.stops:
        return 0
    ends = (route.patrol.start, route.patrol.finish)
    return len(route.stops) - 1 + sum(end is not None for end in ends)


def _in_order(route: Route) -> list[_Span]:
    """Stops and legs as they follow each other."""
    stops = [(s.arrive_min, s.leave_min, f"the stop at {s.place.name}") for s in route.stops]
    legs = [(leg.depart_min, leg.arrive_min, f"walk {n}") for n, leg in enumerate(route.legs, 1)]
    spans: list[_Span] = []
    if route.patrol.start is not None and legs:
        spans.append(legs.pop(0))
    for stop in stops:
        spans.append(stop)
        spans += legs[:1]
        legs = legs[1:]
    return spans


_ON_STREET_M: Final = 0.5
_SAME_POINT_M: Final = 0.01
_EVERY_M: Final = 20.0


def _off_street_m(xy: Floats, network: WalkingNetwork) -> float:
    """How far a path strays, apart from the straight ways to the street at its two ends.

    Parameters
    ----------
    xy : ndarray of shape (vertices, 2)
        In the CRS of the network.
    """
    if len(xy) == 2 and math.dist(*xy) <= _SAME_POINT_M:
        return 0.0
    ends = network.off_street_m(xy[[0, -1]])
    if ends.max() > REACH_OF[network.mode]:
        return float(ends.max())
    xy = _without_ends(xy, ends)
    if len(xy) > 1:
        xy = shapely.get_coordinates(shapely.segmentize(shapely.LineString(xy), _EVERY_M))
    worst = float(network.off_street_m(xy).max())
    return worst if worst > _ON_STREET_M else 0.0


def _wrong_way_m(xy: Floats, network: WalkingNetwork) -> float:
    """Metres of a path that lead against every street under them, in a network with one-ways.

    Parameters
    ----------
    xy : ndarray of shape (vertices, 2)
        In the CRS of the network, and along its streets.
    """
    roads = network.roads
    if roads.both_ways or (len(xy) == 2 and math.dist(*xy) <= _SAME_POINT_M):
        return 0.0
    xy = _without_ends(xy, network.off_street_m(xy[[0, -1]]))
    if len(xy) < 2:
        return 0.0
    xy = shapely.get_coordinates(shapely.segmentize(shapely.LineString(xy), _EVERY_M))
    steps = np.hypot(*np.diff(xy, axis=0).T)
    middles = shapely.points((xy[:-1] + xy[1:]) / 2)
    step, edge = network.tree.query(middles, predicate="dwithin", distance=_ON_STREET_M)
    from_m, to_m = (
        shapely.line_locate_point(network.lines[edge], shapely.points(xy[step + k])) for k in (0, 1)
    )
    ahead = to_m - from_m
    open_to = np.where(ahead >= 0, roads.forward[edge], roads.backward[edge])
    follows = np.abs(np.abs(ahead) - steps[step]) <= _ON_STREET_M
    fine = np.zeros(len(steps), dtype=bool)
    fine[step[open_to & follows]] = True
    fine |= steps <= _ON_STREET_M
    return float(steps[~fine].sum())


def _without_ends(xy: Floats, ends: Floats) -> Floats:
    """The path without the straight ways between its ends and the street.

    Parameters
    ----------
    ends : ndarray of shape (2,)
        Metres from the first and the last vertex to the nearest street.
    """
    if ends[0] > _SAME_POINT_M and math.dist(xy[0], xy[1]) <= ends[0] + _ON_STREET_M:
        xy = xy[1:]
    if len(xy) > 1 and ends[1] > _SAME_POINT_M and math.dist(*xy[-2:]) <= ends[1] + _ON_STREET_M:
        xy = xy[:-1]
    return np.asarray(xy)


#: What rounding may add to a distance.
_SLACK_M: Final = 1.0


def loop_faults(stop: Stop, places: Places, network: WalkingNetwork) -> Iterator[str]:
    """What is wrong with the loop of one stop."""
    if stop.loop is None:
        return
    where = f"the loop at {stop.place.name}"
    if stop.place.kind not in WALKED:
        yield f"{where} is at a {stop.place.kind}, where they stay put"
    xy = shapely.get_coordinates(stop.loop)
    if max(math.dist(xy[0], stop.place.point), math.dist(xy[-1], stop.place.point)) > _SAME_POINT_M:
        yield f"{where} does not begin and end at its point"
    if stop.loop.length < _SLACK_M:
        yield f"{where} leads nowhere"
    most = (stop.leave_min - stop.arrive_min) * 60 * WALKED_SHARE * STROLL_M_PER_S
    if stop.loop.length > most + _SLACK_M:
        yield f"{where} is {stop.loop.length:.0f} m long; the visit leaves time for {most:.0f} m"
    if off := _off_street_m(xy, network):
        yield f"{where} strays {off:.0f} m from the streets"
    if (far := _outside_m(stop, places, network)) > _SLACK_M:
        yield f"{where} leads {far:.0f} m out of the area of the place"


def _outside_m(stop: Stop, places: Places, network: WalkingNetwork) -> float:
    """How far a loop leads out of the area around its place."""
    assert stop.loop is not None
    xy = shapely.get_coordinates(stop.loop)
    xy = _without_ends(xy, network.off_street_m(xy[[0, -1]]))
    middle, reach = shapely.Point(stop.place.point), AROUND_M
    if stop.place.kind is PlaceKind.HOTSPOT:
        outlines = {f"hotspot-{spot.hotspot_id}": spot.shape for spot in places.hotspots}
        if stop.place.place_id in outlines:
            middle, reach = outlines[stop.place.place_id], MARGIN_M
    return float(shapely.distance(shapely.points(xy), middle).max()) - reach


_ON_PATH_M: Final = 0.1


def _ride_faults(leg: Leg, patrol: Patrol, network: WalkingNetwork) -> Iterator[str]:
    """What is wrong with a leg that has rides: whether they run, and what is walked."""
    if patrol.mode is not Mode.FOOT:
        yield f"has a ride, although {patrol.name} is {patrol.mode}"
    if len(leg.rides) > 1:
        yield f"has {len(leg.rides)} rides; one is the most"
        return
    (ride,) = leg.rides
    hops = [hop for hop in network.hops if _runs(ride, hop)]
    if not hops:
        yield f"has a ride that is not in the timetable: {ride.label}"
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
        yield f"does not get on and off where its ride stops: {ride.label}"
    parts = (fitting or splits)[0]
    spans = (ride.depart_min - leg.depart_min, leg.arrive_min - ride.arrive_min)
    for xy, minutes, which in zip(parts, spans, ("to", "from"), strict=True):
        needed = math.ceil(_length_m(xy) / patrol.pace_m_per_s / 60 - 1e-9)
        if minutes < needed:
            yield f"allows {minutes} min {which} its ride, not {needed}"
        if off := _off_street_m(xy, network):
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
    return [(_line(xy[: k + 1]), _line(xy[k + 1 :])) for k in np.flatnonzero(off <= _ON_PATH_M)]


def _line(xy: Floats) -> Floats:
    """At least two points, equal ones where there is nothing to walk."""
    return xy if len(xy) > 1 else np.repeat(xy, 2, axis=0)


def _length_m(xy: Floats) -> float:
    return float(np.hypot(*np.diff(xy, axis=0).T).sum())


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
        yield from _ride_faults(leg, patrol, network)
        return
    if abs(leg.path.length - leg.length_m) > _SAME_LENGTH_M:
        yield f"is {leg.path.length:.1f} m long, not {leg.length_m:.1f} m"
    minutes = math.ceil(seconds / 60 - 1e-9)
    if leg.arrive_min - leg.depart_min != minutes:
        yield f"takes {minutes} min, not {leg.arrive_min - leg.depart_min}"
    if off := _off_street_m(xy, network):
        yield f"strays {off:.0f} m from the streets"
    elif wrong := _wrong_way_m(xy, network):
        yield f"leads {wrong:.0f} m the wrong way along one-way streets"
