"""Wishes that contradict themselves, each other, or the day, in sentences."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from geo.model import Patrol
from geo.patrol.places import Places
from geo.patrol.wish import MOST_VISITS, Lock
from geo.words import listed

if TYPE_CHECKING:
    from geo.patrol.wishes import Wishes

_PAIR: Final = 2


def nonsense(wishes: "Wishes") -> Iterator[str]:
    """What makes no sense whatever the day."""
    if not 1 <= wishes.at_most <= MOST_VISITS:
        yield f"Places may be visited {wishes.at_most} times; expected 1 to {MOST_VISITS}."
    if not 0 <= wishes.gap_min <= 240:
        yield f"Visits to a place are to be {wishes.gap_min} minutes apart; expected 0 to 240."
    if not 1 <= wishes.at_once <= 20:
        yield f"{wishes.at_once} patrols may be at a place at once; expected 1 to 20."
    if not 5 <= wishes.easy_way_min <= 180:
        yield f"Ways are to be easy up to {wishes.easy_way_min} minutes; expected 5 to 180."
    said = {
        "place has more than one rule for its visits": [r.place_id for r in wishes.repeats],
        "place has more than one length of visit": [d.place_id for d in wishes.dwells],
        "school has more than one minimum": [s.urn for s in wishes.schools],
        "activity is booked more than once": [a.activity_id for a in wishes.activities],
    }
    for what, idents in said.items():
        for ident in _twice(idents):
            yield f"The same {what}: {ident}. Keep one."


def contradictions(wishes: "Wishes", places: Places, patrols: Sequence[Patrol]) -> Iterator[str]:
    """What cannot be granted on a day by these patrols, as can be told without a plan."""
    strange = [ident for ident in _asked(wishes) if ident not in places.by_id]
    if strange:
        yield (
            f"{_are(strange)} asked for, but there is no such place on this day. Release the wish, "
            "or choose from the list of places."
        )
        return
    torn = [places.by_id[ident].name for ident in _asked(wishes) if ident in wishes.drop]
    if torn:
        yield f"{_are(torn)} both to be visited and to be left out. Release one wish."
    yield from _schools(wishes, places)
    yield from _of_nobody(wishes, places, patrols)
    yield from _for_two(wishes, places, patrols)
    yield from _too_long(wishes, places, patrols)


def _asked(wishes: "Wishes") -> list[str]:
    """Places that must be visited, once each."""
    often = [repeat.place_id for repeat in wishes.repeats if repeat.at_least]
    return list(dict.fromkeys([*(lock.place_id for lock in wishes.demands), *often]))


def _schools(wishes: "Wishes", places: Places) -> Iterator[str]:
    """Schools whose place is left out; `needs` refuses those that have none."""
    for school in wishes.schools:
        gates = [place for place in places if school.urn in place.urns]
        if gates and all(place.place_id in wishes.left_out for place in gates):
            yield (
                f"{gates[0].name} is to be visited for school {school.urn}, and to be left out. "
                "Release one wish."
            )


def _of_nobody(wishes: "Wishes", places: Places, patrols: Sequence[Patrol]) -> Iterator[str]:
    names = [patrol.name for patrol in patrols]
    for lock in wishes.locks:
        if lock.patrol is not None and lock.patrol not in names:
            yield (
                f"{_said(lock, places)} is asked for, but the patrols are {listed(names)}. Lock it "
                "to one of them."
            )


def _for_two(wishes: "Wishes", places: Places, patrols: Sequence[Patrol]) -> Iterator[str]:
    """Places that only a patrol of two visits, asked of one officer, or where there is no pair."""
    alone = {patrol.name for patrol in patrols if patrol.crew < _PAIR}
    for lock in wishes.locks:
        if lock.place_id in wishes.double and lock.patrol in alone:
            yield (
                f"{_said(lock, places)} is asked for, but only two officers go there, and "
                f"{lock.patrol} is one. Lock it to another patrol, or give {lock.patrol} a second."
            )
    if len(alone) < len(patrols):
        return
    wanted = [places.by_id[i].name for i in _asked(wishes) if i in wishes.double]
    if wanted:
        yield (
            f"{_are(wanted)} asked for, but only two officers go there, and every patrol is one. "
            "Give one a second officer, or release the wish."
        )


def _too_long(wishes: "Wishes", places: Places, patrols: Sequence[Patrol]) -> Iterator[str]:
    longest = max((who.shift_end_min - who.shift_start_min for who in patrols), default=0)
    for dwell in wishes.dwells:
        if dwell.place_id in places.by_id and dwell.minutes > longest:
            yield (
                f"A visit to {places.by_id[dwell.place_id].name} is to last {dwell.minutes} "
                f"minutes, but the longest shift is {longest}. Shorten the visit or lengthen a "
                "shift."
            )


def _said(lock: Lock, places: Places) -> str:
    return lock.said(places.by_id[lock.place_id].name)


def _twice(idents: Sequence[str]) -> list[str]:
    return sorted(ident for ident, count in Counter(idents).items() if count > 1)


def _are(items: Sequence[str]) -> str:
    """``a is`` or ``a and b are``."""
    return f"{listed(items)} {'is' if len(items) == 1 else 'are'}"
