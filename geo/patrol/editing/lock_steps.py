"""Locking, releasing and timing stops, and how long they last."""

from dataclasses import replace

from geo.errors import PlanImpossibleError
from geo.model import clock
from geo.patrol.editing.change import Change
from geo.patrol.editing.draft import Draft
from geo.patrol.editing.edits import Keep, Release, Retime, SetDwell
from geo.patrol.editing.locks import lock_of, relocked
from geo.patrol.editing.look import place_of, stop_at
from geo.patrol.wish import Dwell, Lock


def set_dwell(draft: Draft, edit: SetDwell) -> Change:
    """Set how long visits to a place last."""
    place = place_of(draft, edit.place_id)
    wishes = draft.plan.wishes
    others = tuple(dwell for dwell in wishes.dwells if dwell.place_id != edit.place_id)
    if edit.minutes is None:
        return replace(
            Change.bare(draft, f"Stay at {place.name} as long as elsewhere"),
            wishes=replace(wishes, dwells=others),
            kept=_visitors(draft, edit.place_id),
        )
    return replace(
        Change.bare(draft, f"Stay {edit.minutes} min at {place.name}"),
        wishes=replace(wishes, dwells=(*others, Dwell(edit.place_id, edit.minutes))),
        kept=_visitors(draft, edit.place_id),
    )


def _visitors(draft: Draft, place_id: str) -> tuple[tuple[str, str], ...]:
    """Visits to a place, as they are kept while others go."""
    pairs = zip(draft.patrols, draft.orders, strict=True)
    return tuple((patrol.name, place_id) for patrol, order in pairs if place_id in order)


def keep(draft: Draft, edit: Keep) -> Change:
    """Lock a stop as it is."""
    stop = stop_at(draft, edit.patrol, edit.position)
    lock = Lock(
        stop.place.place_id,
        edit.patrol if edit.patrol_locked else None,
        stop.arrive_min if edit.time_locked else None,
    )
    return _locked(draft, edit.patrol, edit.position, lock, f"Keep {lock.said(stop.place.name)}")


def retime(draft: Draft, edit: Retime) -> Change:
    """Lock a stop to its patrol and another minute."""
    stop = stop_at(draft, edit.patrol, edit.position)
    lock = Lock(stop.place.place_id, edit.patrol, edit.arrive_min)
    label = f"Begin {stop.place.name} at {clock(edit.arrive_min)}"
    return _locked(draft, edit.patrol, edit.position, lock, label)


def _locked(draft: Draft, patrol: str, position: int, lock: Lock, label: str) -> Change:
    stop = stop_at(draft, patrol, position)
    if not stop.is_visit:
        raise PlanImpossibleError(
            f"{stop.place.name} has its time from its setting. Change the break or the booking "
            "instead."
        )
    wishes = relocked(draft.plan.wishes, lock_of(draft, patrol, position), lock)
    return replace(Change.bare(draft, label), wishes=wishes, kept=((patrol, stop.place.place_id),))


def release(draft: Draft, edit: Release) -> Change:
    """Take the lock off a stop."""
    stop = stop_at(draft, edit.patrol, edit.position)
    lock = lock_of(draft, edit.patrol, edit.position)
    if lock is None:
        raise PlanImpossibleError(f"{stop.place.name} is not locked, so it cannot be released.")
    wishes = relocked(draft.plan.wishes, lock, None)
    return replace(Change.bare(draft, f"Release {stop.place.name}"), wishes=wishes)
