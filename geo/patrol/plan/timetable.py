"""When: the minutes of each stop and way, once the order is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.clock import SchoolDay
from geo.model import Leg, PlaceKind, Route, Stop
from geo.network import NOT_DRAWN, Floats
from geo.patrol._loops import Loops
from geo.patrol.problem import DAY_MIN, Need, SchoolsNearby, Task, Tours, Visit, walk_min


def legs_of(
    task: Task, patrol: int, tour: Sequence[int], stops: Sequence[Stop], *, drawn: bool = True
) -> tuple[Leg, ...]:
    """A leg to each stop, leaving just in time, and one to where the shift ends.

    Parameters
    ----------
    tour : sequence of int
        The places of the stops.
    drawn : bool
        Whether to draw paths; each takes a search of the streets.
    """
    if not tour:
        return ()
    where = [task.start_at[patrol], *(int(task.at[place]) for place in tour), task.end_at[patrol]]
    leaves = [task.patrols[patrol].shift_start_min, *(stop.leave_min for stop in stops)]
    arrivals = [*(stop.arrive_min for stop in stops), None]
    ways = zip(where[:-1], where[1:], leaves, arrivals, strict=True)
    return tuple(
        _leg(task, patrol, (i, j), leave, arrive, drawn=drawn)
        for i, j, leave, arrive in ways
        if i is not None and j is not None
    )


def _leg(
    task: Task,
    patrol: int,
    ends: tuple[int, int],
    leave_min: int,
    by_min: int | None,
    *,
    drawn: bool,
) -> Leg:
    """The way between two of the task's points that sets out last, to be there by a minute.

    Without one, as soon as they can be.
    """
    ways = task.journeys[patrol] if task.journeys else None
    if ways is not None:
        one, other = np.array(ends[:1]), np.array(ends[1:])
        soonest = leave_min + int(ways.takes_min(leave_min, one, other)[0, 0])
        by = soonest if by_min is None else by_min
        return ways.latest_leg(*ends, leave_min, by, drawn=drawn)
    who, walks = task.patrols[patrol], task.walks[patrol]
    length = float(walks.length_m[ends])
    minutes = int(walk_min(np.array([length]), who)[0])
    depart = leave_min if by_min is None else by_min - minutes
    path = walks.path(*ends) if drawn else NOT_DRAWN
    return Leg(depart, depart + minutes, path, length, length / who.pace_m_per_s)


_NO: Final = -np.inf


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What a stop is described by: its day, the schools around it, and the streets for its loop."""

    day: SchoolDay
    schools: SchoolsNearby
    loops: Loops


def routes_of(task: Task, tours: Tours, around: Surroundings) -> tuple[Route, ...]:
    """Set the best minutes for all stops, and go each way just in time.

    Parameters
    ----------
    tours : tuple of tuple of Visit
        One for each patrol; must be feasible.
    """
    tours = _with_room(task, tours)
    arrivals = [_best_minutes(task, n, tour) for n, tour in enumerate(tours)]
    return timed_routes(task, tours, arrivals, around)


def timed_routes(
    task: Task, tours: Tours, arrivals: list[list[int]], around: Surroundings
) -> tuple[Route, ...]:
    """Routes whose stops begin at given minutes.

    Parameters
    ----------
    task : Task
    tours : Tours
    arrivals : list of list of int
        Minute of the day at which each stop begins, patrol by patrol.
    around : Surroundings
    """
    locked = _locked(task, tours, arrivals)
    beside = _beside(task, tours)
    routes = []
    for n, tour in enumerate(tours):
        stops = []
        for k, (visit, arrive) in enumerate(zip(tour, arrivals[n], strict=True)):
            where, leave = task.places[visit.place], arrive + int(task.stay[n, visit.place])
            bells = around.schools.letting_out(where, around.day, arrive, leave)
            stops.append(
                Stop(
                    where,
                    arrive,
                    leave,
                    bells,
                    locked=(n, k) in locked,
                    loop=around.loops.at(where, leave - arrive),
                    beside=tuple(
                        task.patrols[o].name for o in beside.get(visit.place, ()) if o != n
                    ),
                )
            )
        legs = legs_of(task, n, [visit.place for visit in tour], stops)
        routes.append(Route(task.patrols[n], tuple(stops), legs))
    return tuple(routes)


def _best_minutes(task: Task, patrol: int, tour: tuple[Visit, ...]) -> list[int]:
    """Arrivals of greatest value for a fixed order; of those, done earliest and waiting least.

    Dynamic programming over the minutes of the day.
    """
    best: list[Floats] = []
    for k, visit in enumerate(tour):
        value = np.full(DAY_MIN, _NO)
        minutes = task.minutes(patrol, visit.place)
        minutes = minutes[(minutes >= visit.first_min) & (minutes <= visit.last_min)]
        value[minutes] = task.worth[visit.place, minutes] * task.share[patrol, visit.place]
        if k:
            gap = _gap(task, patrol, tour[k - 1].place, visit.place)
            before = np.maximum.accumulate(best[-1])
            value[gap:] += before[: DAY_MIN - gap]
            value[:gap] = _NO
        best.append(value)
    return _read_back(task, patrol, tour, best)


def _with_room(task: Task, tours: Tours) -> Tours:
    """Let the only visit at a place begin whenever the place is open, unless a minute is set."""
    places = [visit.place for tour in tours for visit in tour]
    fixed = {
        place
        for need in task.needs
        if need.arrive_min is not None or len(need.options) > 1
        for place in need.options
    }
    return tuple(
        tuple(
            Visit(visit.place, 0, DAY_MIN - 1)
            if places.count(visit.place) == 1 and visit.place not in fixed
            else visit
            for visit in tour
        )
        for tour in tours
    )


def _read_back(task: Task, patrol: int, tour: tuple[Visit, ...], best: list[Floats]) -> list[int]:
    """The last stop as early, the ones before it as late as their value allows."""
    arrivals: list[int] = []
    for k in reversed(range(len(tour))):
        if not arrivals:
            arrivals.append(int(np.argmax(best[k])))
            continue
        latest = arrivals[0] - _gap(task, patrol, tour[k].place, tour[k + 1].place)
        span = best[k][: latest + 1]
        arrivals.insert(0, latest - int(np.argmax(span[::-1])))
    return arrivals


def _gap(task: Task, patrol: int, place: int, following: int) -> int:
    """Minutes from arriving at one stop to arriving at the next, without a wait."""
    return int(task.stay[patrol, place] + task.between[patrol, place, following])


def _locked(task: Task, tours: Tours, arrivals: list[list[int]]) -> set[tuple[int, int]]:
    """Which stop each lock is about, a different one for each: patrol, position."""
    stops: set[tuple[int, int]] = set()
    locks = [need for need in task.needs if need.lock is not None and len(need.options) == 1]
    locks = [n for n in locks if task.places[n.options[0]].kind is not PlaceKind.BREAK]
    for place in dict.fromkeys(need.options[0] for need in locks):
        visits = [
            (patrol, k, arrivals[patrol][k])
            for patrol, tour in enumerate(tours)
            for k, visit in enumerate(tour)
            if visit.place == place
        ]
        stops.update(_paired([need for need in locks if need.options[0] == place], visits) or ())
    return stops


def _paired(locks: list[Need], visits: list[tuple[int, int, int]]) -> list[tuple[int, int]] | None:
    """A visit for each lock: patrol, position; None where there are not enough that keep them."""
    if not locks:
        return []
    for n, (patrol, k, arrive) in enumerate(visits):
        if locks[0].patrol in (None, patrol) and locks[0].arrive_min in (None, arrive):
            rest = _paired(locks[1:], visits[:n] + visits[n + 1 :])
            if rest is not None:
                return [(patrol, k), *rest]
    return None


def _beside(task: Task, tours: Tours) -> dict[int, list[int]]:
    """Patrols that take part in each activity."""
    patrols: dict[int, list[int]] = {}
    for patrol, tour in enumerate(tours):
        for visit in tour:
            if task.places[visit.place].kind is PlaceKind.ACTIVITY:
                patrols.setdefault(visit.place, []).append(patrol)
    return patrols
