"""Weapon sweeps and screening arches: which patrols go, and when.

A booking takes whole patrols until there are officers enough, all from the same minute on. It is
placed where the rest of the plan loses least, by an estimate; the optimiser then plans everything
else around it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from geo.errors import PlanImpossibleError
from geo.model import Activity, clock
from geo.patrol.booking_choices import choices
from geo.patrol.clashes import can_grant, staffed
from geo.patrol.task import Need, Task
from geo.words import listed

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
    found = placed if placed is not None else _anyhow(task, booked)
    by_place = {booking.place: booking for booking in found}
    return tuple(by_place[place] for place in booked)


def with_bookings(task: Task, bookings: Sequence[Booking]) -> Task:
    """The task with each booking as a need of each of its patrols, and closed to the others."""
    may, needs = task.may.copy(), [*task.needs]
    for booking in bookings:
        may[:, booking.place] = False
        may[list(booking.patrols), booking.place] = True
        for n in booking.patrols:
            who = f"{task.patrols[n].name} at {clock(booking.begin_min)}"
            said = f"{booking.activity.said} by {who}"
            needs.append(Need(said, (booking.place,), n, booking.begin_min))
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
        if can_grant(more).tours is None:
            continue
        rest = _placed(more, left[1:], activities, tries)
        if rest is not None:
            return (booking, *rest)
    return None


def _anyhow(task: Task, activities: Mapping[int, Activity]) -> tuple[Booking, ...]:
    """Bookings at whatever cost, or the reason why there are none."""
    found = staffed(task, activities)
    if found is None:
        names = listed([activity.said for activity in activities.values()])
        raise PlanImpossibleError(
            f"No way was found to staff {names} beside what else is asked. Widen a window, release "
            "a wish, or add a patrol."
        )
    return tuple(
        Booking(activities[place], place, team, begin) for place, (team, begin) in found.items()
    )


def _refuse_too_few(task: Task, activity: Activity) -> None:
    officers = sum(patrol.crew for patrol in task.patrols)
    if officers < activity.staff:
        raise PlanImpossibleError(
            f"The {activity.said[:1].lower()}{activity.said[1:]} needs {activity.staff} officers "
            f"at once between {clock(activity.from_min)} and {clock(activity.until_min)}; the "
            f"patrols have {officers}. Book fewer, or add a patrol."
        )
