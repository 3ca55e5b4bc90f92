"""A stop by itself: a place of the day, in its hours, as long as it should be."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from geo.clock import SchoolDay
from geo.layers import Layers
from geo.model import XY, Patrol, Place, Stop, clock
from geo.patrol.places import Places
from geo.patrol.wishes import Wishes

_SCHOOL_NEAR_M: Final = 300.0

#: Points by URN.
Doors = Mapping[str, Sequence[XY]]


def doors_of(layers: Layers) -> Doors:
    """Where the pupils of each school come out: its gates, or the school itself without any."""
    doors: dict[str, list[XY]] = {}
    for frame in (layers.schools, layers.gates):
        found: dict[str, list[XY]] = {}
        for urn, point in zip(frame["urn"], frame.geometry, strict=True):
            found.setdefault(str(urn), []).append((point.x, point.y))
        doors |= found
    return doors


def stop_faults(
    stop: Stop, patrol: Patrol, places: Places, day: SchoolDay, wishes: Wishes, doors: Doors
) -> Iterator[str]:
    """What is wrong with one stop, apart from its minutes among the others."""
    if stop.is_visit:
        yield from _visit(stop, patrol, places, day, wishes)
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
    stop: Stop, patrol: Patrol, places: Places, day: SchoolDay, wishes: Wishes
) -> Iterator[str]:
    place = stop.place
    dwell = {d.place_id: d.minutes for d in wishes.dwells}.get(place.place_id)
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
