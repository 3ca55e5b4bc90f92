"""Points of all visits, counted again stop by stop."""

import math
from collections import defaultdict
from collections.abc import Sequence

from geo.clock import SchoolDay
from geo.model import Route, Stop
from geo.patrol.values import AGAIN, Visited, dose

#: What a visit loses that is made at the minute of the day before, and when it loses nothing.
_LOST = 0.3
_UNTIL_MIN = 30
_SAME_M = 60.0


def worth_of(routes: tuple[Route, ...], day: SchoolDay, yesterday: Sequence[Visited] = ()) -> float:
    """Points of all visits: slice, length, the day before, and how many there are of a place."""
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
