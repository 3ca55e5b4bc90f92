"""Why an edit cannot be, and what would make it possible."""

import numpy as np

from geo.model import Place, PlaceKind, clock
from geo.patrol.editing.board import Order
from geo.patrol.task import Task
from geo.patrol.wish import Lock
from geo.patrol.wishes import Wishes
from geo.words import listed

_PAIR = 2


def never(task: Task, patrol: int, place: int, wishes: Wishes) -> str | None:
    """Why a patrol could not visit a place even if it went nowhere else; None where it could."""
    who, where = task.patrols[patrol], task.places[place]
    if where.place_id in wishes.double and who.crew < _PAIR:
        return (
            f"{where.name} is only for patrols of two or more officers, and {who.name} has one. "
            f"Send it another officer, or choose another patrol."
        )
    if where.kind is PlaceKind.BREAK and not task.may[patrol, place]:
        return f"{where.name} is another patrol's break. Change the break of {who.name} instead."
    if len(task.minutes(patrol, place)):
        return None
    first, last = task.reach(patrol, place)
    shift = f"{clock(who.shift_start_min)}–{clock(who.shift_end_min)}"
    if first > last:
        return (
            f"{who.name} cannot visit {where.name} and be done within its shift {shift}. "
            "Lengthen the shift, start it nearer, or choose another patrol."
        )
    return (
        f"{who.name} could be at {where.name} from {clock(first)} to {clock(last)}, but a visit "
        f"there is {hours(task, place)}. Move the shift, or choose another patrol."
    )


def hours(task: Task, place: int) -> str:
    """``worth something only from 15:10 to 15:45``."""
    begin = np.flatnonzero(task.open_at[place])
    if not len(begin):
        return "worth nothing at any time of the day"
    return f"worth something only from {clock(int(begin[0]))} to {clock(int(begin[-1]))}"


def crowded(task: Task, patrol: int, order: Order, wishes: Wishes) -> str:
    """Why the stops of one patrol have no minutes."""
    who = task.patrols[patrol]
    for place in order:
        if task.places[place].kind is PlaceKind.ACTIVITY:
            continue
        why = never(task, patrol, place, wishes) or _shut(task, patrol, place, wishes)
        if why is not None:
            return why
    names = [_fixed(task.places[place], who.name, wishes) for place in order]
    return (
        f"{who.name} cannot make these stops in this order within {clock(who.shift_start_min)}–"
        f"{clock(who.shift_end_min)}: {listed(names)}. Release a locked time, change the order, "
        "shorten a stop, or lengthen the shift."
    )


def _shut(task: Task, patrol: int, place: int, wishes: Wishes) -> str | None:
    """Why a stop cannot begin at the minute to which it is locked, whatever else is done."""
    who, where = task.patrols[patrol], task.places[place]
    begin = task.minutes(patrol, place)
    for lock in wishes.locks:
        minute = lock.arrive_min
        if minute is not None and _is_for(lock, where, who.name) and minute not in begin:
            return (
                f"{who.name} cannot begin {where.name} at {clock(minute)}: it could be there from "
                f"{clock(int(begin[0]))} to {clock(int(begin[-1]))}, and a visit there is "
                f"{hours(task, place)}. Choose another time."
            )
    return None


def _fixed(place: Place, patrol: str, wishes: Wishes) -> str:
    """A stop in words, with the minute to which it is locked."""
    lock = next((found for found in wishes.locks if _is_for(found, place, patrol)), None)
    if lock is None or lock.arrive_min is None:
        return place.name
    return f"{place.name} (locked to {clock(lock.arrive_min)})"


def _is_for(lock: Lock, place: Place, patrol: str) -> bool:
    return lock.place_id == place.place_id and lock.patrol in (None, patrol)


def too_near(task: Task, patrols: tuple[int, ...], place: int) -> str:
    """Why several visits to one place have no minutes."""
    where, who = task.places[place], listed([task.patrols[n].name for n in patrols])
    if where.kind is PlaceKind.ACTIVITY:
        return (
            f"{who} cannot be at {where.name} at the same time with these orders. Move other stops "
            "out of the way, or change the time of the booking."
        )
    return (
        f"{where.name} is visited more than once by {who}, and the visits cannot be kept "
        f"{int(task.gap_min[place])} minutes apart with these orders. Drop one of them, move it, "
        "or shorten the gap."
    )
