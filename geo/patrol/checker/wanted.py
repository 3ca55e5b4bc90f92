"""Locks, additions, places left out and schools: everything that was asked for is there."""

from collections.abc import Iterator

from geo.model import Route, Stop, clock
from geo.patrol.places import Places
from geo.patrol.wish import Lock
from geo.patrol.wishes import Wishes

#: Name of the patrol, and the visit.
_Visit = tuple[str, Stop]


def wanted_faults(routes: tuple[Route, ...], places: Places, wishes: Wishes) -> Iterator[str]:
    """What was asked for and is not there, or the reverse."""
    visits = [(route.patrol.name, stop) for route in routes for stop in route.visits]
    yield from _locks(visits, wishes)
    for _, stop in visits:
        if stop.place.place_id in wishes.left_out:
            yield f"{stop.place.name} was to be left out"
    for repeat in wishes.repeats:
        made = sum(stop.place.place_id == repeat.place_id for _, stop in visits)
        if made < repeat.at_least:
            place = places.by_id.get(repeat.place_id)
            name = repeat.place_id if place is None else place.name
            yield f"{name} is visited {made} times, not at least {repeat.at_least}"
    for school in wishes.schools:
        made = sum(_serves(stop, school.urn, places) for _, stop in visits)
        if made < school.visits:
            yield f"school {school.urn} is visited {made} times, not at least {school.visits}"


def _serves(stop: Stop, urn: str, places: Places) -> bool:
    """Whether a visit is to a school, in the hours of its place."""
    place = places.by_id.get(stop.place.place_id)
    if place is None or urn not in place.urns:
        return False
    return place.opens_min <= stop.arrive_min <= place.closes_min


def _locks(visits: list[_Visit], wishes: Wishes) -> Iterator[str]:
    """Each lock has a visit of its own, and those that have one are marked, no others."""
    for ident in dict.fromkeys(lock.place_id for lock in wishes.demands):
        locks = [lock for lock in wishes.demands if lock.place_id == ident]
        there = [visit for visit in visits if visit[1].place.place_id == ident]
        if len(there) < len(locks) or not _paired(locks, there):
            yield _missing(locks, there)
            continue
        marked = [visit for visit in there if visit[1].locked]
        if len(marked) != len(locks) or not _paired(locks, marked):
            yield _mark(there[0][1])
    asked = {lock.place_id for lock in wishes.demands}
    for _, stop in visits:
        if stop.locked and stop.place.place_id not in asked:
            yield _mark(stop)


def _paired(locks: list[Lock], visits: list[_Visit]) -> bool:
    """Whether every lock can be given a visit of its own."""
    if not locks:
        return True
    return any(
        _grants(locks[0], visit) and _paired(locks[1:], visits[:n] + visits[n + 1 :])
        for n, visit in enumerate(visits)
    )


def _grants(lock: Lock, visit: _Visit) -> bool:
    who, stop = visit
    return lock.patrol in (None, who) and lock.arrive_min in (None, stop.arrive_min)


def _missing(locks: list[Lock], there: list[_Visit]) -> str:
    name = there[0][1].place.name if there else locks[0].place_id
    asked = "; ".join(lock.said(name) for lock in locks)
    if not there:
        return f"{asked} was asked for and is missing"
    made = " and ".join(f"{who} at {clock(stop.arrive_min)}" for who, stop in there)
    return f"{asked} was asked for, but is planned for {made}"


def _mark(stop: Stop) -> str:
    return f"{stop.place.name} is marked as locked although nobody asked, or the reverse"
