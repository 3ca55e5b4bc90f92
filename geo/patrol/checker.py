"""The independent checker: what stands between a plan and everybody who would see it.

It looks at the finished routes, the network and the layers, and shares no arithmetic with the
optimiser or the timetable. Each fault is a sentence; no faults means that the plan can be walked.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np
import shapely

from geo.clock import SchoolDay
from geo.model import XY, Leg, Patrol, Place, Route, Stop, clock
from geo.network import REACH_M, WalkingNetwork
from geo.patrol.places import Places
from geo.patrol.values import stay_min
from geo.patrol.wishes import Wishes

_ON_STREET_M: Final = 0.5
_SAME_POINT_M: Final = 0.01
_SAME_LENGTH_M: Final = 0.05
_EVERY_M: Final = 20.0
_SCHOOL_NEAR_M: Final = 300.0


def faults_of(
    routes: tuple[Route, ...],
    places: Places,
    day: SchoolDay,
    wishes: Wishes,
    network: WalkingNetwork,
) -> list[str]:
    """List everything that is wrong with a set of routes, in sentences.

    Parameters
    ----------
    routes : tuple of Route
        One for each patrol, in the CRS of the network.
    """
    faults = [*_twice(routes), *_wishes(routes, wishes)]
    for route in routes:
        name = route.patrol.name
        found = [*_shift(route), *_walks(route, network)]
        for stop in route.stops:
            found += _stop(stop, route.patrol, places, day)
        faults += [f"{name}: {fault}" for fault in found]
    return faults


def worth_of(routes: tuple[Route, ...], day: SchoolDay) -> float:
    """Points of all visits, each by the slice in which it begins."""
    return sum(_worth(stop, day) for route in routes for stop in route.stops)


def _worth(stop: Stop, day: SchoolDay) -> float:
    at = day.window.slice_at(stop.arrive_min)
    return 0.0 if at is None else stop.place.value[at]


def _twice(routes: tuple[Route, ...]) -> Iterator[str]:
    seen: dict[str, str] = {}
    names: set[str] = set()
    for route in routes:
        if route.patrol.name in names:
            yield f"there are two patrols called {route.patrol.name}"
        names.add(route.patrol.name)
        for stop in route.stops:
            ident = stop.place.place_id
            if ident in seen:
                yield f"{stop.place.name} is visited by {seen[ident]} and by {route.patrol.name}"
            seen[ident] = route.patrol.name


def _wishes(routes: tuple[Route, ...], wishes: Wishes) -> Iterator[str]:
    made = {stop.place.place_id: (r.patrol.name, stop) for r in routes for stop in r.stops}
    for lock in wishes.demands:
        if lock.place_id not in made:
            yield f"{lock.said(lock.place_id)} was asked for and is missing"
            continue
        who, stop = made[lock.place_id]
        wrong_time = lock.arrive_min is not None and lock.arrive_min != stop.arrive_min
        if wrong_time or lock.patrol not in (None, who):
            yield (
                f"{lock.said(stop.place.name)} was asked for, but is planned for {who} at "
                f"{clock(stop.arrive_min)}"
            )
    asked = {lock.place_id for lock in wishes.demands}
    for ident, (_, stop) in made.items():
        if ident in wishes.left_out:
            yield f"{stop.place.name} was to be left out"
        if stop.locked != (ident in asked):
            yield f"{stop.place.name} is marked as locked although nobody asked, or the reverse"


def _shift(route: Route) -> Iterator[str]:
    """Everything in order, without overlap, inside the shift."""
    patrol, stops, legs = route.patrol, route.stops, route.legs
    expected = 0 if not stops else len(stops) + 1 if patrol.start is not None else len(stops) - 1
    if len(legs) != expected:
        yield f"{len(stops)} stops need {expected} legs; there are {len(legs)}"
        return
    spans = _in_order(route)
    for (_, before, was), (begins, _, what) in pairwise(spans):
        if begins < before:
            yield f"{what} begins at {clock(begins)}, before {was} ends at {clock(before)}"
    for begins, ends, what in spans:
        if ends < begins:
            yield f"{what} ends at {clock(ends)}, before it begins at {clock(begins)}"
        if begins < patrol.shift_start_min or ends > patrol.shift_end_min:
            yield (
                f"{what} takes {clock(begins)} to {clock(ends)}, outside the shift "
                f"{clock(patrol.shift_start_min)}–{clock(patrol.shift_end_min)}"
            )
    for leg, stop in zip(legs[-len(stops) - 1 :][: len(stops)], _led_to(route), strict=False):
        if leg.arrive_min != stop.arrive_min:
            yield f"the walk to {stop.place.name} ends at another minute than the stop begins"


def _led_to(route: Route) -> tuple[Stop, ...]:
    """Stops that a leg leads to."""
    return route.stops if route.patrol.start is not None else route.stops[1:]


def _in_order(route: Route) -> list[tuple[int, int, str]]:
    """Stops and legs as they follow each other: begin, end and what it is."""
    stops = [(s.arrive_min, s.leave_min, f"the stop at {s.place.name}") for s in route.stops]
    legs = [(leg.depart_min, leg.arrive_min, f"walk {n}") for n, leg in enumerate(route.legs, 1)]
    first, second = (legs, stops) if route.patrol.start is not None else (stops, legs)
    mixed = [span for pair in zip(first, second, strict=False) for span in pair]
    return mixed + first[len(second) :]


def _walks(route: Route, network: WalkingNetwork) -> Iterator[str]:
    """Each leg leads from one point to the next, along streets, in the time it takes."""
    points = [stop.place.point for stop in route.stops]
    if route.patrol.start is not None and points:
        points = [route.patrol.start, *points, route.patrol.start]
    for n, (leg, start, end) in enumerate(zip(route.legs, points[:-1], points[1:], strict=False)):
        where = f"walk {n + 1}"
        yield from (f"{where} {fault}" for fault in _leg(leg, start, end, route.patrol, network))


def _leg(leg: Leg, start: XY, end: XY, patrol: Patrol, network: WalkingNetwork) -> Iterator[str]:
    xy = shapely.get_coordinates(leg.path)
    if math.dist(xy[0], start) > _SAME_POINT_M or math.dist(xy[-1], end) > _SAME_POINT_M:
        yield "does not begin and end where the stops are"
    if abs(leg.path.length - leg.length_m) > _SAME_LENGTH_M:
        yield f"is {leg.path.length:.1f} m long, not {leg.length_m:.1f} m"
    if abs(leg.walk_s - leg.length_m / patrol.walk_m_per_s) > _SAME_POINT_M:
        yield f"takes {leg.length_m / patrol.walk_m_per_s:.1f} s, not {leg.walk_s:.1f} s"
    minutes = math.ceil(leg.length_m / patrol.walk_m_per_s / 60 - 1e-9)
    if leg.arrive_min - leg.depart_min != minutes:
        yield f"takes {minutes} min, not {leg.arrive_min - leg.depart_min}"
    if off := _off_street_m(xy, network):
        yield f"strays {off:.0f} m from the streets"


def _off_street_m(xy: "np.ndarray", network: WalkingNetwork) -> float:
    """How far a path strays, apart from the straight ways to the street at its two ends."""
    if len(xy) == 2 and math.dist(*xy) <= _SAME_POINT_M:
        return 0.0
    ends = network.off_street_m(xy[[0, -1]])
    if ends.max() > REACH_M:
        return float(ends.max())
    if ends[0] > _SAME_POINT_M and math.dist(xy[0], xy[1]) <= ends[0] + _ON_STREET_M:
        xy = xy[1:]
    if len(xy) > 1 and ends[1] > _SAME_POINT_M and math.dist(*xy[-2:]) <= ends[1] + _ON_STREET_M:
        xy = xy[:-1]
    if len(xy) > 1:
        xy = shapely.get_coordinates(shapely.segmentize(shapely.LineString(xy), _EVERY_M))
    worst = float(network.off_street_m(xy).max())
    return worst if worst > _ON_STREET_M else 0.0


def _stop(stop: Stop, patrol: Patrol, places: Places, day: SchoolDay) -> Iterator[str]:
    place, arrive = stop.place, clock(stop.arrive_min)
    if places.by_id.get(place.place_id) != place:
        yield f"{place.name} is not one of the places of the day"
    if stop.leave_min - stop.arrive_min != stay_min(place, patrol):
        yield (
            f"the stop at {place.name} lasts {stop.leave_min - stop.arrive_min} min, not "
            f"{stay_min(place, patrol)}"
        )
    if not place.opens_min <= stop.arrive_min <= place.closes_min or _worth(stop, day) <= 0:
        yield f"a visit to {place.name} at {arrive} is worth nothing"
    ringing = _ringing(stop, places, day)
    if sorted(stop.letting_out) != sorted(ringing):
        yield (
            f"{', '.join(ringing) or 'no school'} lets out around {place.name} at {arrive}, not "
            f"{', '.join(stop.letting_out) or 'none'}"
        )


def _ringing(stop: Stop, places: Places, day: SchoolDay) -> list[str]:
    """Schools whose pupils leave near a stop while it lasts, minute by minute."""
    during = range(stop.arrive_min, stop.leave_min)
    names = []
    for bell in day.bells:
        leaving = range(bell.finish_min, bell.finish_min + bell.stagger_min + 1)
        meets = max(during.start, leaving.start) < min(during.stop, leaving.stop)
        if meets and _comes_out_near(bell.urn, stop.place, places):
            names.append(bell.name)
    return names


def _comes_out_near(urn: str, place: Place, places: Places) -> bool:
    if urn in place.urns:
        return True
    gates, schools = places.layers.gates, places.layers.schools
    doors = gates.geometry[(gates["urn"] == urn).to_numpy()]
    if doors.empty:
        doors = schools.geometry[(schools["urn"] == urn).to_numpy()]
    return any(math.dist((door.x, door.y), place.point) <= _SCHOOL_NEAR_M for door in doors)
