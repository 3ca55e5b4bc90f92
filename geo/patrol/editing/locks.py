"""Which lock is about which stop, and putting another in its stead."""

from dataclasses import replace

from geo.patrol.editing.draft import Draft
from geo.patrol.editing.look import stop_at
from geo.patrol.wish import Lock
from geo.patrol.wishes import Wishes


def lock_of(draft: Draft, patrol: str, position: int) -> Lock | None:
    """The lock, or the added place, that a stop grants: the one that says most about it."""
    stop = stop_at(draft, patrol, position)
    if not stop.locked or not stop.is_visit:
        return None
    fitting = [
        lock
        for lock in draft.plan.wishes.demands
        if lock.place_id == stop.place.place_id
        and lock.patrol in (None, patrol)
        and lock.arrive_min in (None, stop.arrive_min)
    ]
    said = [(lock.arrive_min is not None, lock.patrol is not None) for lock in fitting]
    return fitting[said.index(max(said))] if fitting else None


def relocked(wishes: Wishes, old: Lock | None, new: Lock | None) -> Wishes:
    """Wishes with one lock in place of another; None is none."""
    locks, add = list(wishes.locks), wishes.add
    if old is not None and old in locks:
        locks.remove(old)
    elif old is not None:
        add = add - {old.place_id}
    return replace(wishes, locks=(*locks, *([new] if new is not None else [])), add=add)
