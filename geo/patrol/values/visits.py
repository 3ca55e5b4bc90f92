"""A visit as a plan counts it: its slice, its length, the day before, and other visits that day."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.clock import Window
from geo.errors import SettingError
from geo.model import SAME_CORNER_M, XY, Place, Route, Stop
from geo.patrol.values.dose import dose

Floats = NDArray[np.float64]

#: What the visits of one place on one day are worth, the best of them first.
AGAIN: Final = (1.0, 0.6, 0.4, 0.3)
#: A visit at the very minute of the day before is worth so much less; half as much less a quarter
#: of an hour away, and nothing less from half an hour on.
_AS_YESTERDAY: Final = 0.3
_FADES_MIN: Final = 30
_DAY_MIN: Final = 24 * 60


@dataclass(frozen=True)
class Visited:
    """A visit that was made, or planned, the day before.

    Attributes
    ----------
    point : XY
        In the workspace's CRS; hotspots have other ids on other days, but lie where they lie.
    arrive_min : int
        Minutes after midnight.
    """

    place_id: str
    point: XY
    arrive_min: int

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, self.point)) or not 0 <= self.arrive_min < 24 * 60:
            raise SettingError(
                f"Yesterday's visit to {self.place_id} was at {self.point}, in minute "
                f"{self.arrive_min} of the day; expected metres on the map, and 0 to 1439."
            )


class _Routed(Protocol):
    @property
    def routes(self) -> tuple[Route, ...]: ...


def visited_of(plan: _Routed) -> tuple[Visited, ...]:
    """The visits of a plan, as the plan of the next day looks back on them."""
    return tuple(
        Visited(stop.place.place_id, stop.place.point, stop.arrive_min)
        for route in plan.routes
        for stop in route.visits
    )


def worth_by_minute(place: Place, window: Window, yesterday: Sequence[Visited] = ()) -> Floats:
    """Points of a visit of 12 minutes that begins at each minute of the day, alone on that day.

    Parameters
    ----------
    yesterday : sequence of Visited
        A visit at about the same time as one of these, at the same place or within 60 m of it, is
        worth up to 30% less, so that no place is visited at the same time day after day.

    Returns
    -------
    ndarray of shape (1440,)
        0 outside the window and the hours of the place. Multiply by `dose` for another length.
    """
    worth = np.zeros(_DAY_MIN)
    worth[window.start_min : window.end_min] = np.repeat(place.value, window.slice_min)
    worth[: place.opens_min] = 0.0
    worth[place.closes_min + 1 :] = 0.0
    return worth * _fresh(place, yesterday)


def worth_of_stops(
    stops: Sequence[Stop], window: Window, yesterday: Sequence[Visited] = ()
) -> tuple[float, ...]:
    """Points of every stop of a plan, in the order given; their sum is the value of the plan.

    The slice of arrival, `dose`, the day before, and for the second-best visit of a place and
    those after it, `AGAIN`. Breaks and activities are worth nothing.
    """
    alone = [_alone(stop, window, yesterday) for stop in stops]
    at_place: dict[str, list[int]] = defaultdict(list)
    for n, stop in enumerate(stops):
        at_place[stop.place.place_id].append(n)
    worth = [0.0] * len(stops)
    for visits in at_place.values():
        best_first = sorted(visits, key=lambda n: (-alone[n], stops[n].arrive_min, n))
        for turn, n in enumerate(best_first):
            worth[n] = alone[n] * AGAIN[min(turn, len(AGAIN) - 1)]
    return tuple(worth)


def _alone(stop: Stop, window: Window, yesterday: Iterable[Visited]) -> float:
    place, arrive = stop.place, stop.arrive_min
    at = window.slice_at(arrive)
    if at is None or not stop.is_visit or not place.opens_min <= arrive <= place.closes_min:
        return 0.0
    fresh = float(_fresh(place, yesterday)[arrive])
    return place.value[at] * float(dose(stop.dwell_min)) * fresh


def _fresh(place: Place, yesterday: Iterable[Visited]) -> Floats:
    """Share of its worth that a visit keeps at each minute, given the visits of the day before."""
    near = [was.arrive_min for was in yesterday if _same_ground(place, was)]
    if not near:
        return np.ones(_DAY_MIN)
    gap = np.abs(np.arange(_DAY_MIN)[:, None] - np.array(near)).min(axis=1)
    return np.asarray(1 - _AS_YESTERDAY * np.maximum(1 - gap / _FADES_MIN, 0.0))


def _same_ground(place: Place, was: Visited) -> bool:
    (x, y), (at_x, at_y) = place.point, was.point
    return place.place_id == was.place_id or np.hypot(x - at_x, y - at_y) < SAME_CORNER_M
