"""Which wishes a set of visits does not grant, their minutes aside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from geo.model import Place
from geo.patrol.wish import Lock
from geo.patrol.wishes import Wishes

#: Name of the patrol, and where it stops.
Visit = tuple[str, Place]


@dataclass(frozen=True)
class Unmet:
    """A wish without its visit.

    Attributes
    ----------
    said : str
        Such as ``Mill Corner by Alpha at 15:40``.
    options : tuple of str
        Ids of the places that would do.
    patrol : str or None
        Who would have to go; None is anybody.
    """

    said: str
    options: tuple[str, ...]
    patrol: str | None = None


def unmet(wishes: Wishes, visits: Sequence[Visit], places: Sequence[Place]) -> tuple[Unmet, ...]:
    """Wishes without their visits.

    Minutes are left to the timetable: a lock to a time only says who must be there.

    Parameters
    ----------
    visits : sequence of (str, Place)
        Without breaks and activities.
    places : sequence of Place
        All that can be visited.
    """
    names = {place.place_id: place.name for place in places}
    return (
        *_locks(wishes, visits, names),
        *_schools(wishes, visits, places),
        *_repeats(wishes, visits, names),
    )


def _locks(wishes: Wishes, visits: Sequence[Visit], names: dict[str, str]) -> Iterator[Unmet]:
    for ident in dict.fromkeys(lock.place_id for lock in wishes.demands):
        locks = [lock for lock in wishes.demands if lock.place_id == ident]
        left = [who for who, place in visits if place.place_id == ident]
        for lock in sorted(locks, key=_loose):
            fits = next((who for who in left if lock.patrol in (None, who)), None)
            if fits is None:
                yield Unmet(lock.said(names.get(ident, ident)), (ident,), lock.patrol)
            else:
                left.remove(fits)


def _loose(lock: Lock) -> bool:
    return lock.patrol is None


def _schools(wishes: Wishes, visits: Sequence[Visit], places: Sequence[Place]) -> Iterator[Unmet]:
    for school in wishes.schools:
        options = tuple(place.place_id for place in places if school.urn in place.urns)
        made = sum(school.urn in place.urns for _, place in visits)
        for nth in range(made, school.visits):
            yield Unmet(f"Visit {nth + 1} to school {school.urn}", options)


def _repeats(wishes: Wishes, visits: Sequence[Visit], names: dict[str, str]) -> Iterator[Unmet]:
    for repeat in wishes.repeats:
        ident = repeat.place_id
        made = sum(place.place_id == ident for _, place in visits)
        for nth in range(made, repeat.at_least):
            yield Unmet(f"Visit {nth + 1} to {names.get(ident, ident)}", (ident,))
