"""The ways of a tour, from stop to stop: on foot, by cycle, by car, or with a ride."""

from collections.abc import Sequence

import numpy as np

from geo.model import Leg, Stop
from geo.network.rides import NOT_DRAWN
from geo.patrol.task import Task, walk_min


def legs_of(
    task: Task, patrol: int, tour: Sequence[int], stops: Sequence[Stop], *, drawn: bool = True
) -> tuple[Leg, ...]:
    """A leg to each stop, leaving just in time, and one to where the shift ends.

    Parameters
    ----------
    tour : sequence of int
        The places of the stops.
    drawn : bool
        Whether paths are wanted; each takes a search of the streets.
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
