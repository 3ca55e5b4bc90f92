"""Weapon sweeps and screening arches: which patrols go, and when.

A booking takes whole patrols until there are officers enough, all from the same minute on. It is
placed where the rest of the plan loses least, by an estimate; the optimiser then plans everything
else around it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from geo.errors import PlanImpossibleError
from geo.model import Activity, clock
from geo.network import Bools, Floats, Ints
from geo.patrol.problem._clashes import feasibility, staffing
from geo.patrol.problem.task import DAY_MIN, Need, Task
from geo.text import listed

#: Minutes between the beginnings that are looked at.
_STEP_MIN: Final = 5
#: Places whose visits say what a minute is worth and how far it is.
_BEST_PLACES: Final = 20

#: Points lost, the minute of the beginning, and the patrols that go.
Choice = tuple[float, int, tuple[int, ...]]


def choices(task: Task, place: int, activity: Activity) -> list[Choice]:
    """List teams and beginnings for one activity, each with what its absence costs.

    Parameters
    ----------
    place : int
        Position of the activity's place in ``task.places``.
    """
    minutes = _beginnings(activity)
    free = _free_at(task, place, minutes)
    cost = np.where(free, _losses(task, place, activity, minutes), np.inf)
    crews = [patrol.crew for patrol in task.patrols]
    return sorted(
        {
            (loss, minute, team)
            for k, minute in enumerate(minutes.tolist())
            for loss, team in _teams(cost[:, k], crews, activity.staff)
        }
    )


def _beginnings(activity: Activity) -> Ints:
    last = activity.until_min - activity.minutes
    return np.unique([*range(activity.from_min, last + 1, _STEP_MIN), last]).astype(np.int64)


def _free_at(task: Task, place: int, minutes: Ints) -> Bools:
    """Whether each patrol can begin at each minute (n, m), beside what it must do itself."""
    free = np.zeros((len(task.patrols), len(minutes)), dtype=bool)
    for patrol in range(len(task.patrols)):
        free[patrol] = np.isin(minutes, task.minutes(patrol, place))
        own = tuple(need for need in task.needs if need.patrol == patrol)
        for k in np.flatnonzero(free[patrol]).tolist() if own else ():
            here = Need("", (place,), patrol, int(minutes[k]))
            feasible = feasibility(replace(task, needs=(*own, here), minima=()))
            free[patrol, k] = feasible.tours is not None or not feasible.sure
    return free


def _losses(task: Task, place: int, activity: Activity, minutes: Ints) -> Floats:
    """Points that the absence of each patrol costs, by the minute of the beginning (n, m).

    While it is away, and on the way there and back, it would have made visits like the best ones
    that the patrols could share out then.
    """
    worth = np.sort(task.worth, axis=0)[::-1][: len(task.patrols)].mean(axis=0)
    best = np.argsort(-task.worth.sum(axis=1), kind="stable")[:_BEST_PLACES]
    rows = []
    for patrol, who in enumerate(task.patrols):
        there = int(np.median(task.between[patrol, best, place]))
        away = int(np.median(task.between[patrol, place, best]))
        a_visit_min = float(np.median(task.stay[patrol, best])) + min(there, away)
        points = np.concatenate([[0.0], np.cumsum(worth / max(a_visit_min, 1.0))])
        begins = np.clip(minutes - there, who.shift_start_min, DAY_MIN)
        ends = np.clip(minutes + activity.minutes + away, 0, who.shift_end_min)
        rows.append(points[np.maximum(ends, begins)] - points[begins])
    # A patrol that loses nothing still does not go for nothing.
    return np.round(np.array(rows), 6) + 1e-3


def _teams(
    cost: Floats, crews: Sequence[int], staff: int
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """The cheapest team that is large enough, and the cheapest without each of its members."""
    best = _cheapest(cost, crews, staff)
    if best is None:
        return
    yield best
    for member in best[1]:
        other = cost.copy()
        other[member] = np.inf
        second = _cheapest(other, crews, staff)
        if second is not None:
            yield second


def _cheapest(
    cost: Floats, crews: Sequence[int], staff: int
) -> tuple[float, tuple[int, ...]] | None:
    """Least cost of patrols with ``staff`` officers together (a knapsack that must be filled)."""
    least: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for patrol in np.flatnonzero(np.isfinite(cost)).tolist():
        for have, (so_far, team) in sorted(least.items(), reverse=True):
            more = min(have + crews[patrol], staff)
            offer = (so_far + float(cost[patrol]), (*team, patrol))
            if have < staff and (more not in least or offer < least[more]):
                least[more] = offer
    return least.get(staff)


#: Choices that are tried for one activity, and for all of them together.
_TRIED: Final = 40
_TRIED_IN_ALL: Final = 120


@dataclass(frozen=True)
class Booking:
    """An activity with its patrols and its minute.

    Attributes
    ----------
    place : int
        Position of the activity's place in `Task.places`.
    patrols : tuple of int
        Positions in `Task.patrols`; none could be spared.
    begin_min : int
        Minute of the day, for all of them.
    """

    activity: Activity
    place: int
    patrols: tuple[int, ...]
    begin_min: int


def book(task: Task, activities: Sequence[Activity]) -> tuple[Booking, ...]:
    """Choose patrols and a minute for every activity, so that all that is needed still fits.

    Parameters
    ----------
    task : Task
        With a place ``activity-<id>`` for each activity, open to every patrol that has a way
        there, and with the needs of locks and breaks.

    Returns
    -------
    tuple of Booking
        One for each activity, in the order given; the same for the same task.

    Raises
    ------
    PlanImpossibleError
        When they cannot be staffed; the message names what clashes.
    """
    at = {place.place_id: n for n, place in enumerate(task.places)}
    booked = {at[f"activity-{each.activity_id}"]: each for each in activities}
    for activity in booked.values():
        _refuse_too_few(task, activity)
    hardest_first = sorted(booked, key=lambda n: (-booked[n].staff, n))
    placed = _placed(task, hardest_first, booked, iter(range(_TRIED_IN_ALL)))
    bookings = placed if placed is not None else _anyhow(task, booked)
    by_place = {booking.place: booking for booking in bookings}
    return tuple(by_place[place] for place in booked)


def with_bookings(task: Task, bookings: Sequence[Booking]) -> Task:
    """The task with each booking as a need of each of its patrols, and closed to the others."""
    may, needs = task.may.copy(), [*task.needs]
    for booking in bookings:
        may[:, booking.place] = False
        may[list(booking.patrols), booking.place] = True
        for n in booking.patrols:
            who = f"{task.patrols[n].name} at {clock(booking.begin_min)}"
            text = f"{booking.activity.label} by {who}"
            needs.append(Need(text, (booking.place,), n, booking.begin_min))
    return replace(task, may=may, needs=tuple(needs))


def _placed(
    task: Task, left: Sequence[int], activities: Mapping[int, Activity], tries: Iterator[int]
) -> tuple[Booking, ...] | None:
    """Bookings for what is left; None where none of the choices that were tried will do."""
    if not left:
        return ()
    activity = activities[left[0]]
    for _, begin, team in choices(task, left[0], activity)[:_TRIED]:
        if next(tries, None) is None:
            return None
        booking = Booking(activity, left[0], team, begin)
        more = with_bookings(task, [booking])
        if feasibility(more).tours is None:
            continue
        rest = _placed(more, left[1:], activities, tries)
        if rest is not None:
            return (booking, *rest)
    return None


def _anyhow(task: Task, activities: Mapping[int, Activity]) -> tuple[Booking, ...]:
    """Bookings at whatever cost, or the reason why there are none."""
    teams = staffing(task, activities)
    if teams is None:
        names = listed([activity.label for activity in activities.values()])
        raise PlanImpossibleError(
            f"No way was found to staff {names} beside everything else in the plan. Widen a "
            "window, release another requirement, or add a patrol."
        )
    return tuple(
        Booking(activities[place], place, team, begin) for place, (team, begin) in teams.items()
    )


def _refuse_too_few(task: Task, activity: Activity) -> None:
    officers = sum(patrol.crew for patrol in task.patrols)
    if officers < activity.staff:
        raise PlanImpossibleError(
            f"The {activity.label[:1].lower()}{activity.label[1:]} needs {activity.staff} officers "
            f"at once between {clock(activity.from_min)} and {clock(activity.until_min)}; the "
            f"patrols have {officers}. Book fewer, or add a patrol."
        )
