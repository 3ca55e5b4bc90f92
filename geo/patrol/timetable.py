"""When: the minutes of each stop and walk, once the order is known."""

from typing import Final

import numpy as np

from geo.clock import SchoolDay
from geo.model import Leg, Route, Stop
from geo.network.graph import Floats, Ints
from geo.patrol.nearby import SchoolsNearby
from geo.patrol.task import DAY_MIN, Task, walk_min

_NO: Final = -np.inf


def timetable(
    task: Task, patrol: int, tour: tuple[int, ...], day: SchoolDay, schools: SchoolsNearby
) -> Route:
    """Set the best minutes for one patrol's stops, and walk each leg just in time.

    Parameters
    ----------
    tour : tuple of int
        Positions of places in visiting order; must be feasible.
    """
    stops = []
    arrivals = best_minutes(task, patrol, tour)
    for place, arrive in zip(tour, arrivals, strict=True):
        leave = arrive + int(task.stay[patrol, place])
        where = task.places[place]
        bells = schools.letting_out(where, day, arrive, leave)
        stops.append(Stop(where, arrive, leave, bells, locked=place in task.demands))
    return Route(task.patrols[patrol], tuple(stops), _legs(task, patrol, tour, tuple(stops)))


def best_minutes(task: Task, patrol: int, tour: tuple[int, ...]) -> list[int]:
    """Arrivals of greatest value for a fixed order; of those, done earliest and waiting least.

    Dynamic programming over the minutes of the day.
    """
    best: list[Floats] = []
    for k, place in enumerate(tour):
        value = np.full(DAY_MIN, _NO)
        minutes = task.minutes(patrol, place)
        value[minutes] = task.worth[place, minutes]
        if k:
            gap = _gap(task, patrol, tour[k - 1], place)
            before = np.maximum.accumulate(best[-1])
            value[gap:] += before[: DAY_MIN - gap]
            value[:gap] = _NO
        best.append(value)
    return _read_back(task, patrol, tour, best)


def _read_back(task: Task, patrol: int, tour: tuple[int, ...], best: list[Floats]) -> list[int]:
    """The last stop as early, the ones before it as late as their value allows."""
    arrivals: list[int] = []
    for k in reversed(range(len(tour))):
        if not arrivals:
            arrivals.append(int(np.argmax(best[k])))
            continue
        latest = arrivals[0] - _gap(task, patrol, tour[k], tour[k + 1])
        span = best[k][: latest + 1]
        arrivals.insert(0, latest - int(np.argmax(span[::-1])))
    return arrivals


def _gap(task: Task, patrol: int, place: int, following: int) -> int:
    """Minutes from arriving at one stop to arriving at the next, without a wait."""
    return int(task.stay[patrol, place] + task.between[patrol, place, following])


def _legs(
    task: Task, patrol: int, tour: tuple[int, ...], stops: tuple[Stop, ...]
) -> tuple[Leg, ...]:
    """A leg before each stop, leaving just in time, and one back to the start."""
    if not tour:
        return ()
    points: list[int] = [int(task.at[place]) for place in tour]
    arrivals = [stop.arrive_min for stop in stops]
    base = task.base[patrol]
    if base is None:
        pairs = list(zip(points[:-1], points[1:], arrivals[1:], strict=True))
    else:
        back = stops[-1].leave_min + int(task.home[patrol, tour[-1]])
        ways = [base, *points, base]
        pairs = list(zip(ways[:-1], ways[1:], [*arrivals, back], strict=True))
    return tuple(_leg(task, patrol, i, j, arrive) for i, j, arrive in pairs)


def _leg(task: Task, patrol: int, i: int, j: int, arrive: int) -> Leg:
    length = float(task.walks.length_m[i, j])
    who = task.patrols[patrol]
    minutes: Ints = walk_min(np.array([length]), who)
    return Leg(
        depart_min=arrive - int(minutes[0]),
        arrive_min=arrive,
        path=task.walks.path(i, j),
        length_m=length,
        walk_s=length / who.walk_m_per_s,
    )
