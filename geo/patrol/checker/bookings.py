"""Breaks, weapon sweeps and screening arches: once each, where, when and by as many as booked."""

import math
from collections.abc import Iterator
from typing import Final

from geo.model import Activity, Break, PlaceKind, Route, Stop, clock
from geo.patrol.places import Places
from geo.patrol.wishes import Wishes

_SAME_POINT_M: Final = 0.01


def break_faults(route: Route, places: Places) -> Iterator[str]:
    """What is wrong with the break of one patrol, or that it has none, or one too many."""
    taken = [stop for stop in route.stops if stop.place.kind is PlaceKind.BREAK]
    rest = route.patrol.rest
    expected = 0 if rest is None else 1
    if len(taken) != expected:
        yield f"{len(taken)} breaks are planned, not {expected}"
    if rest is not None:
        for stop in taken:
            yield from _break(stop, rest)
            if not _may_rest_at(stop, route, places):
                yield f"the break is at {stop.place.name}, where none was to be taken"


def _break(stop: Stop, rest: Break) -> Iterator[str]:
    if stop.leave_min - stop.arrive_min != rest.minutes:
        yield f"the break lasts {stop.leave_min - stop.arrive_min} min, not {rest.minutes}"
    if not rest.from_min <= stop.arrive_min <= rest.until_min:
        yield (
            f"the break begins at {clock(stop.arrive_min)}, not between {clock(rest.from_min)} "
            f"and {clock(rest.until_min)}"
        )


def _may_rest_at(stop: Stop, route: Route, places: Places) -> bool:
    """At the place of the break, or at the start, the end or an interchange where none is named."""
    rest, patrol = route.patrol.rest, route.patrol
    if rest is not None and rest.at is not None:
        return math.dist(rest.at, stop.place.point) <= _SAME_POINT_M
    stations = [place for place in places if place.kind is PlaceKind.INTERCHANGE]
    ends = [xy for xy in (patrol.start, patrol.end) if xy is not None]
    ends += [place.point for place in stations or places]
    return any(math.dist(xy, stop.place.point) <= _SAME_POINT_M for xy in ends)


def booking_faults(routes: tuple[Route, ...], wishes: Wishes) -> Iterator[str]:
    """What is wrong with sweeps and arches, over all patrols."""
    made = [
        (route, stop)
        for route in routes
        for stop in route.stops
        if stop.place.kind is PlaceKind.ACTIVITY
    ]
    booked = {f"activity-{activity.activity_id}": activity for activity in wishes.activities}
    for route, stop in made:
        if stop.place.place_id not in booked:
            yield f"{route.patrol.name}: {stop.place.name} was not booked"
    for ident, activity in booked.items():
        those = [(route, stop) for route, stop in made if stop.place.place_id == ident]
        yield from (f"{activity.said} {fault}" for fault in _booked(activity, those))


def _booked(activity: Activity, those: list[tuple[Route, Stop]]) -> Iterator[str]:
    """One begin for all, in its window, long enough, with enough officers and none too many."""
    if not those:
        yield "is booked and missing"
        return
    if len({stop.arrive_min for _, stop in those}) > 1:
        yield "begins at different minutes for different patrols"
    names = [route.patrol.name for route, _ in those]
    if len(set(names)) < len(names):
        yield "takes the same patrol twice"
    crews = [route.patrol.crew for route, _ in those]
    if sum(crews) < activity.staff:
        yield f"has {sum(crews)} officers, not {activity.staff}"
    elif sum(crews) - min(crews) >= activity.staff:
        yield f"takes {len(crews)} patrols, though one fewer would be enough"
    for route, stop in those:
        yield from _attended(activity, route, stop, set(names))


def _attended(activity: Activity, route: Route, stop: Stop, names: set[str]) -> Iterator[str]:
    begins, ends, who = stop.arrive_min, stop.leave_min, route.patrol.name
    if ends - begins != activity.minutes:
        yield f"lasts {ends - begins} min for {who}, not {activity.minutes}"
    if begins < activity.from_min or ends > activity.until_min:
        yield (
            f"takes {clock(begins)} to {clock(ends)}, outside {clock(activity.from_min)}–"
            f"{clock(activity.until_min)}"
        )
    if math.dist(stop.place.point, activity.point) > _SAME_POINT_M:
        yield f"is booked elsewhere than where {who} is sent"
    others = sorted(names - {who})
    if sorted(stop.beside) != others:
        yield (
            f"joins {who} with {', '.join(others) or 'nobody'}, not with "
            f"{', '.join(stop.beside) or 'nobody'}"
        )
