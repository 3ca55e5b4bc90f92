"""Places that are no visits: where a patrol can take its break, and where activities are booked."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geo.clock import Window
from geo.model import XY, Activity, Break, Patrol, Place, PlaceKind

#: Places among which the search chooses one for a break, at most.
_CHOICES: Final = 8


def break_places(patrol: Patrol, places: Sequence[Place], window: Window) -> tuple[Place, ...]:
    """Where a patrol can take its break: as set; else its start, its end, or an interchange.

    All have the same ``place_id``. Where there is none of these, any place will do.
    """
    rest = patrol.rest
    if rest is None:
        return ()
    if rest.at is not None:
        return (_rest_place(patrol, rest, rest.at, rest.at_name, window),)
    own = [(patrol.start, patrol.start_name), (patrol.end, patrol.end_name)]
    ends = [(point, name or "where they set out") for point, name in own if point is not None]
    stations = [p for p in places if p.kind is PlaceKind.INTERCHANGE] or list(places)
    if ends:
        stations.sort(key=lambda p: math.dist(p.point, ends[0][0]))
    spots = [*ends, *((p.point, p.name) for p in stations)][:_CHOICES]
    return tuple(_rest_place(patrol, rest, point, name, window) for point, name in spots)


def activity_place(activity: Activity, window: Window) -> Place:
    """An activity as a place that is open from its first to its last possible beginning."""
    return Place(
        place_id=f"activity-{activity.activity_id}",
        kind=PlaceKind.ACTIVITY,
        name=activity.said,
        point=activity.point,
        value=(0.0,) * window.n_slices,
        opens_min=activity.from_min,
        closes_min=activity.until_min - activity.minutes,
        why=f"A {activity.kind} of {activity.staff} officers, booked for {activity.minutes} min.",
        look_out_for="Follow the operation's own briefing.",
        stay_min=activity.minutes,
    )


def dwelt(place: Place, minutes: int | None) -> Place:
    """The place with another length of visit, where one is wished for."""
    return place if minutes is None else replace(place, stay_min=minutes)


def _rest_place(patrol: Patrol, rest: Break, point: XY, name: str, window: Window) -> Place:
    return Place(
        place_id=f"break-{patrol.name}",
        kind=PlaceKind.BREAK,
        name=f"Break at {name}" if name else "Break",
        point=point,
        value=(0.0,) * window.n_slices,
        opens_min=rest.from_min,
        closes_min=rest.until_min,
        why=f"A break of {rest.minutes} min.",
        look_out_for="",
        stay_min=rest.minutes,
    )
