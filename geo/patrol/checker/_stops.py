"""Points of all visits, counted again stop by stop."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

from geo.clock import SchoolDay
from geo.layers import Layers
from geo.model import XY, Activity, Break, Patrol, Place, PlaceKind, Route, Stop, clock
from geo.patrol._visit_value import AGAIN, Visited, dose
from geo.patrol.constraints import Constraints, Lock
from geo.patrol.places import Places

_SCHOOL_NEAR_M: Final = 300.0

#: Points by URN.
Doors = Mapping[str, Sequence[XY]]


def doors_of(layers: Layers) -> Doors:
    """Where the pupils of each school come out: its gates, or the school itself without any."""
    doors: dict[str, list[XY]] = {}
    for frame in (layers.schools, layers.gates):
        here: dict[str, list[XY]] = {}
        for urn, point in zip(frame["urn"], frame.geometry, strict=True):
            here.setdefault(str(urn), []).append((point.x, point.y))
        doors |= here
    return doors


def stop_faults(
    stop: Stop,
    patrol: Patrol,
    places: Places,
    day: SchoolDay,
    constraints: Constraints,
    doors: Doors,
) -> Iterator[str]:
    """What is wrong with one stop, apart from its minutes among the others."""
    if stop.is_visit:
        yield from _visit(stop, patrol, places, day, constraints)
        if stop.beside:
            yield f"the stop at {stop.place.name} names other patrols, and is no activity"
    elif stop.locked:
        yield f"{stop.place.name} is marked as locked, and is no visit"
    ringing = _ringing(stop, doors, day)
    if sorted(stop.letting_out) != sorted(ringing):
        yield (
            f"{', '.join(ringing) or 'no school'} lets out around {stop.place.name} at "
            f"{clock(stop.arrive_min)}, not {', '.join(stop.letting_out) or 'none'}"
        )


def _visit(
    stop: Stop, patrol: Patrol, places: Places, day: SchoolDay, constraints: Constraints
) -> Iterator[str]:
    place = stop.place
    dwell = {d.place_id: d.minutes for d in constraints.dwells}.get(place.place_id)
    known = places.by_id.get(place.place_id)
    if known is None or replace(place, stay_min=known.stay_min) != known:
        yield f"{place.name} is not one of the places of the day"
        return
    minutes = dwell or known.stay_min or patrol.dwell_min
    if stop.leave_min - stop.arrive_min != minutes:
        lasts = stop.leave_min - stop.arrive_min
        yield f"the stop at {place.name} lasts {lasts} min, not {minutes}"
    slice_of = day.window.slice_at(stop.arrive_min)
    shut = not known.opens_min <= stop.arrive_min <= known.closes_min
    if shut or slice_of is None or known.value[slice_of] <= 0:
        yield f"a visit to {place.name} at {clock(stop.arrive_min)} is worth nothing"


def _ringing(stop: Stop, doors: Doors, day: SchoolDay) -> list[str]:
    """Schools whose pupils leave near a stop while it lasts, minute by minute."""
    during = range(stop.arrive_min, stop.leave_min)
    names = []
    for bell in day.bells:
        leaving = range(bell.finish_min, bell.finish_min + bell.stagger_min + 1)
        meets = max(during.start, leaving.start) < min(during.stop, leaving.stop)
        if meets and _comes_out_near(bell.urn, stop.place, doors):
            names.append(bell.name)
    return names


def _comes_out_near(urn: str, place: Place, doors: Doors) -> bool:
    if urn in place.urns:
        return True
    return any(math.dist(door, place.point) <= _SCHOOL_NEAR_M for door in doors.get(urn, ()))


#: Who visits, and the visit.
_PatrolStop = tuple[Patrol, Stop]
_PAIR = 2


def visit_faults(routes: tuple[Route, ...], constraints: Constraints) -> Iterator[str]:
    """What is wrong with the visits of all patrols, taken together."""
    names = [route.patrol.name for route in routes]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"there are two patrols called {name}"
    by_place: dict[str, list[_PatrolStop]] = defaultdict(list)
    for route in routes:
        for stop in route.visits:
            by_place[stop.place.place_id].append((route.patrol, stop))
    for ident, visits in by_place.items():
        yield from _often(ident, visits, constraints)
        yield from _apart(ident, visits, constraints)
        if ident in constraints.double:
            for patrol, stop in visits:
                if patrol.crew < _PAIR:
                    yield f"{stop.place.name} is for two officers, and {patrol.name} is one"


def _often(ident: str, visits: list[_PatrolStop], constraints: Constraints) -> Iterator[str]:
    most = {repeat.place_id: repeat.at_most for repeat in constraints.repeats}
    allowed = most.get(ident, constraints.at_most)
    if len(visits) > allowed:
        yield f"{visits[0][1].place.name} is visited {len(visits)} times, not at most {allowed}"


def _apart(ident: str, visits: list[_PatrolStop], constraints: Constraints) -> Iterator[str]:
    """One patrol keeps the gap always; others, as soon as too many visits are within it."""
    gaps = {repeat.place_id: repeat.gap_min for repeat in constraints.repeats}
    gap = gaps.get(ident, constraints.gap_min)
    for (one, early), (other, late) in combinations(sorted(visits, key=_begin), 2):
        apart = late.arrive_min - early.leave_min
        if apart < gap and (constraints.at_once == 1 or one is other):
            how = f"{apart} min apart, not {gap}" if apart >= 0 else "at the same time"
            yield f"{early.place.name} is visited by {one.name} and by {other.name} {how}"
    for _, stop in visits:
        near = [s for _, s in visits if s.arrive_min <= stop.arrive_min < s.leave_min + gap]
        if len(near) > constraints.at_once > 1:
            yield (
                f"{stop.place.name} is visited {len(near)} times around {clock(stop.arrive_min)}, "
                f"less than {gap} min apart, not {constraints.at_once}"
            )


def _begin(visit: _PatrolStop) -> int:
    return visit[1].arrive_min


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


def booking_faults(routes: tuple[Route, ...], constraints: Constraints) -> Iterator[str]:
    """What is wrong with sweeps and arches, over all patrols."""
    made = [
        (route, stop)
        for route in routes
        for stop in route.stops
        if stop.place.kind is PlaceKind.ACTIVITY
    ]
    booked = {f"activity-{activity.activity_id}": activity for activity in constraints.activities}
    for route, stop in made:
        if stop.place.place_id not in booked:
            yield f"{route.patrol.name}: {stop.place.name} was not booked"
    for ident, activity in booked.items():
        those = [(route, stop) for route, stop in made if stop.place.place_id == ident]
        yield from (f"{activity.label} {fault}" for fault in _booked(activity, those))


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


#: Name of the patrol, and the visit.
_NamedStop = tuple[str, Stop]


def requirement_faults(
    routes: tuple[Route, ...], places: Places, constraints: Constraints
) -> Iterator[str]:
    """What is required and is not there, or the reverse."""
    visits = [(route.patrol.name, stop) for route in routes for stop in route.visits]
    yield from _locks(visits, constraints)
    for _, stop in visits:
        if stop.place.place_id in constraints.left_out:
            yield f"{stop.place.name} was to be left out"
    for repeat in constraints.repeats:
        made = sum(stop.place.place_id == repeat.place_id for _, stop in visits)
        if made < repeat.at_least:
            place = places.by_id.get(repeat.place_id)
            name = repeat.place_id if place is None else place.name
            yield f"{name} is visited {made} times, not at least {repeat.at_least}"
    for school in constraints.schools:
        made = sum(_serves(stop, school.urn, places) for _, stop in visits)
        if made < school.visits:
            yield f"school {school.urn} is visited {made} times, not at least {school.visits}"


def _serves(stop: Stop, urn: str, places: Places) -> bool:
    """Whether a visit is to a school, in the hours of its place."""
    place = places.by_id.get(stop.place.place_id)
    if place is None or urn not in place.urns:
        return False
    return place.opens_min <= stop.arrive_min <= place.closes_min


def _locks(visits: list[_NamedStop], constraints: Constraints) -> Iterator[str]:
    """Each lock has a visit of its own, and those that have one are marked, no others."""
    for ident in dict.fromkeys(lock.place_id for lock in constraints.demands):
        locks = [lock for lock in constraints.demands if lock.place_id == ident]
        there = [visit for visit in visits if visit[1].place.place_id == ident]
        if len(there) < len(locks) or not _paired(locks, there):
            yield _missing(locks, there)
            continue
        marked = [visit for visit in there if visit[1].locked]
        if len(marked) != len(locks) or not _paired(locks, marked):
            yield _mark(there[0][1])
    required = {lock.place_id for lock in constraints.demands}
    for _, stop in visits:
        if stop.locked and stop.place.place_id not in required:
            yield _mark(stop)


def _paired(locks: list[Lock], visits: list[_NamedStop]) -> bool:
    """Whether every lock can be given a visit of its own."""
    if not locks:
        return True
    return any(
        _meets(locks[0], visit) and _paired(locks[1:], visits[:n] + visits[n + 1 :])
        for n, visit in enumerate(visits)
    )


def _meets(lock: Lock, visit: _NamedStop) -> bool:
    who, stop = visit
    return lock.patrol in (None, who) and lock.arrive_min in (None, stop.arrive_min)


def _missing(locks: list[Lock], there: list[_NamedStop]) -> str:
    name = there[0][1].place.name if there else locks[0].place_id
    text = "; ".join(lock.describe(name) for lock in locks)
    if not there:
        return f"{text} is required and missing"
    made = " and ".join(f"{who} at {clock(stop.arrive_min)}" for who, stop in there)
    return f"{text} is required, but planned for {made}"


def _mark(stop: Stop) -> str:
    return f"{stop.place.name} is marked as locked although it is not required, or the reverse"


#: What a visit loses that is made at the minute of the day before, and when it loses nothing.
_LOST = 0.3
_UNTIL_MIN = 30
_SAME_M = 60.0


def worth_of(routes: tuple[Route, ...], day: SchoolDay, yesterday: Sequence[Visited] = ()) -> float:
    """Add up the points of all visits.

    A visit counts by its slice, its length, what was visited the day before, and how many visits
    there are to its place.

    Parameters
    ----------
    routes : tuple of Route
        One for each patrol.
    day : SchoolDay
        Its window has the slices.
    yesterday : sequence of Visited
        Visits of the day before.

    Returns
    -------
    float
        Points.
    """
    alone: dict[str, list[float]] = defaultdict(list)
    for route in routes:
        for stop in route.visits:
            alone[stop.place.place_id].append(_alone(stop, day, yesterday))
    return sum(
        points * AGAIN[min(n, len(AGAIN) - 1)]
        for visits in alone.values()
        for n, points in enumerate(sorted(visits, reverse=True))
    )


def _alone(stop: Stop, day: SchoolDay, yesterday: Sequence[Visited]) -> float:
    """Points of a visit if it were the only one to its place."""
    at = day.window.slice_at(stop.arrive_min)
    if at is None:
        return 0.0
    lost = max((_lost(stop, was) for was in yesterday), default=0.0)
    return stop.place.value[at] * float(dose(stop.leave_min - stop.arrive_min)) * (1 - lost)


def _lost(stop: Stop, was: Visited) -> float:
    """Share that a visit loses because there was one the day before."""
    here = was.place_id == stop.place.place_id or math.dist(was.point, stop.place.point) < _SAME_M
    minutes = abs(stop.arrive_min - was.arrive_min)
    return _LOST * max(1 - minutes / _UNTIL_MIN, 0.0) if here else 0.0
