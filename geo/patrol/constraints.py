"""What a supervisor sets for a plan: locks, minima, gaps, places left out, places at rest."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, Self, TypeVar

import shapely

from geo.errors import PlanImpossibleError, SettingError
from geo.model import Activity, ControlDays, Patrol, Place, PlaceKind, clock
from geo.patrol.places import Places
from geo.text import listed

#: A place that is visited more often than this on one day is a post, not a stop.
MOST_VISITS: Final = 4


@dataclass(frozen=True)
class Lock:
    """A stop that must be in the plan: by a patrol, at a time, or both; else by anyone, any time.

    Attributes
    ----------
    arrive_min : int or None
        Minutes after midnight.
    """

    place_id: str
    patrol: str | None = None
    arrive_min: int | None = None

    def __post_init__(self) -> None:
        if self.arrive_min is not None and not 0 <= self.arrive_min < 24 * 60:
            raise SettingError(
                f"The stop at {self.place_id} is locked to minute {self.arrive_min} of the day; "
                "expected 0 to 1439."
            )

    def describe(self, name: str) -> str:
        """``Mill Corner by Alpha at 15:40``.

        Parameters
        ----------
        name : str
            Of the place.
        """
        by = f" by {self.patrol}" if self.patrol is not None else ""
        return f"{name}{by}" + (
            f" at {clock(self.arrive_min)}" if self.arrive_min is not None else ""
        )


@dataclass(frozen=True)
class Rest:
    """A place that a trial leaves without patrols on the day.

    Attributes
    ----------
    why : str
        Such as "A control day of the trial, drawn by lot (seed 7)".
    override : str
        The reason why a patrol may be sent all the same; empty where none is.
    """

    place_id: str
    name: str
    why: str
    override: str = ""

    @property
    def notice(self) -> str:
        """What becomes of the place, in a sentence."""
        if self.override:
            return f"{self.name} may be visited although it rests ({self.why}): {self.override}"
        return f"{self.name} is not visited. {self.why}."


@dataclass(frozen=True)
class Repeat:
    """How often a place is visited, and how far apart.

    Attributes
    ----------
    at_least, at_most : int
        Visits; the plan has no fewer and no more.
    gap_min : int
        Minutes from the end of a visit to the beginning of the next.
    """

    place_id: str
    at_least: int = 2
    at_most: int = 2
    gap_min: int = 60

    def __post_init__(self) -> None:
        if not 0 <= self.at_least <= self.at_most <= MOST_VISITS or self.at_most < 1:
            raise SettingError(
                f"{self.place_id} is to be visited {self.at_least} to {self.at_most} times; "
                f"expected the smaller number first, and at most {MOST_VISITS}."
            )
        if not 0 <= self.gap_min <= 240:
            raise SettingError(
                f"Visits to {self.place_id} are to be {self.gap_min} minutes apart; expected 0 to "
                "240."
            )


@dataclass(frozen=True)
class SchoolMinimum:
    """The fewest visits to the gate of a named school, in its hours."""

    urn: str
    visits: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.visits <= MOST_VISITS:
            raise SettingError(
                f"School {self.urn} is to be visited {self.visits} times at least; expected 1 to "
                f"{MOST_VISITS}."
            )


@dataclass(frozen=True)
class Dwell:
    """Minutes that every visit to a place lasts, instead of the patrols' own."""

    place_id: str
    minutes: int

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= 120:
            raise SettingError(
                f"A visit to {self.place_id} is to last {self.minutes} minutes; expected 1 to 120."
            )


@dataclass(frozen=True)
class Constraints:
    """Everything that is set for one plan.

    Attributes
    ----------
    locks : tuple of Lock
        Several may be about one place, if it may be visited as often.
    drop : frozenset of str
        Place ids that must not be visited.
    add : frozenset of str
        Place ids that must be visited, by anyone at any time.
    rests : tuple of Rest
        Places that rest, and those that may be visited all the same, with the reason.
    schools : tuple of SchoolMinimum
    repeats : tuple of Repeat
        Of places that are not to be visited as often as all others.
    at_most, gap_min : int
        Visits to a place on one day, and the minutes between them, where ``repeats`` says nothing.
    at_once : int
        Patrols at a place at the same time: so many visits of different patrols may be nearer to
        each other than the gap.
    double : frozenset of str
        Place ids that only a patrol of two or more officers visits.
    dwells : tuple of Dwell
    easy_way_min : int
        Minutes of a way from stop to stop that nobody minds. Where a plan is suggested, every
        minute beyond counts three times, so that a longer way has to be worth it.
    activities : tuple of Activity
        Weapon sweeps and screening arches that are booked for the day.
    """

    locks: tuple[Lock, ...] = ()
    drop: frozenset[str] = frozenset()
    add: frozenset[str] = frozenset()
    rests: tuple[Rest, ...] = ()
    schools: tuple[SchoolMinimum, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    at_most: int = 2
    gap_min: int = 60
    at_once: int = 1
    double: frozenset[str] = frozenset()
    dwells: tuple[Dwell, ...] = ()
    activities: tuple[Activity, ...] = ()
    easy_way_min: int = 25

    def __post_init__(self) -> None:
        faults = list(_nonsense(self))
        if faults:
            raise SettingError(" ".join(faults))
        rest = [r.name for r in self.rests if not r.override and r.place_id in self._required]
        if rest:
            raise PlanImpossibleError(
                f"{listed(rest)} {'is' if len(rest) == 1 else 'are'} required on a control day of "
                "the trial. Release it, or give a reason for a visit all the same."
            )

    @property
    def _required(self) -> frozenset[str]:
        repeated = {repeat.place_id for repeat in self.repeats if repeat.at_least}
        return self.add | repeated | {lock.place_id for lock in self.locks}

    @property
    def left_out(self) -> frozenset[str]:
        """Every place that must not be visited, dropped or at rest."""
        return self.drop | {rest.place_id for rest in self.rests if not rest.override}

    def resting(self, rests: Sequence[Rest]) -> Self:
        """Give the same constraints with these places at rest; reasons against it stay.

        Parameters
        ----------
        rests : sequence of Rest
            From `resting`.

        Raises
        ------
        PlanImpossibleError
            When a place is required that rests.
        """
        given = {rest.place_id: rest.override for rest in self.rests}
        kept = (replace(r, override=r.override or given.get(r.place_id, "")) for r in rests)
        return replace(self, rests=tuple(kept))

    @property
    def demands(self) -> tuple[Lock, ...]:
        """Every stop that must be there; added ones as locks to no patrol and no time."""
        locked = {lock.place_id for lock in self.locks}
        return (*self.locks, *(Lock(ident) for ident in sorted(self.add - locked)))

    def known_to(self, places: Places, patrols: Sequence[Patrol]) -> Self:
        """Return the constraints, once their places and patrols are known to exist.

        Parameters
        ----------
        places : Places
            Of the day.
        patrols : sequence of Patrol

        Raises
        ------
        PlanImpossibleError
            When a stop or a patrol that is named does not exist, or constraints contradict each
            other.
        """
        faults = list(_contradictions(self, places, patrols))
        if faults:
            raise PlanImpossibleError(" ".join(faults))
        return self

    def notices(self, places: Places) -> tuple[str, ...]:
        """Say which places rest, and which constraints name places that are not there anyway.

        Parameters
        ----------
        places : Places
            Of the day.
        """
        rules = [*(r.place_id for r in self.repeats), *(d.place_id for d in self.dwells)]
        about = {*self.double, *rules} - self.drop
        return (
            *(rest.notice for rest in self.rests if rest.place_id in places.by_id),
            *(
                f"{ident} was to be left out, but is no place of this day anyway."
                for ident in sorted(self.drop - set(places.by_id))
            ),
            *(
                f"There is a rule for visits to {ident}, which is no place of this day."
                for ident in sorted(about - set(places.by_id))
            ),
        )


_PAIR: Final = 2


def _nonsense(constraints: "Constraints") -> Iterator[str]:
    """What makes no sense whatever the day."""
    if not 1 <= constraints.at_most <= MOST_VISITS:
        yield f"Places may be visited {constraints.at_most} times; expected 1 to {MOST_VISITS}."
    if not 0 <= constraints.gap_min <= 240:
        yield f"Visits to a place are to be {constraints.gap_min} minutes apart; expected 0 to 240."
    if not 1 <= constraints.at_once <= 20:
        yield f"{constraints.at_once} patrols may be at a place at once; expected 1 to 20."
    if not 5 <= constraints.easy_way_min <= 180:
        yield f"Ways are to be easy up to {constraints.easy_way_min} minutes; expected 5 to 180."
    ids = {
        "place has more than one rule for its visits": [r.place_id for r in constraints.repeats],
        "place has more than one length of visit": [d.place_id for d in constraints.dwells],
        "school has more than one minimum": [s.urn for s in constraints.schools],
        "activity is booked more than once": [a.activity_id for a in constraints.activities],
    }
    for what, idents in ids.items():
        for ident in _twice(idents):
            yield f"The same {what}: {ident}. Keep one."


def _contradictions(
    constraints: "Constraints", places: Places, patrols: Sequence[Patrol]
) -> Iterator[str]:
    """What cannot be met on a day by these patrols, as is known without a plan."""
    strange = [ident for ident in _required_ids(constraints) if ident not in places.by_id]
    if strange:
        yield (
            f"{_are(strange)} required, but there is no such place on this day. Release it, "
            "or choose from the list of places."
        )
        return
    torn = [
        places.by_id[ident].name
        for ident in _required_ids(constraints)
        if ident in constraints.drop
    ]
    if torn:
        yield f"{_are(torn)} both to be visited and to be left out. Release one."
    yield from _schools(constraints, places)
    yield from _of_nobody(constraints, places, patrols)
    yield from _for_two(constraints, places, patrols)
    yield from _too_long(constraints, places, patrols)


def _required_ids(constraints: "Constraints") -> list[str]:
    """Places that must be visited, once each."""
    repeated = [repeat.place_id for repeat in constraints.repeats if repeat.at_least]
    return list(dict.fromkeys([*(lock.place_id for lock in constraints.demands), *repeated]))


def _schools(constraints: "Constraints", places: Places) -> Iterator[str]:
    """Schools whose place is left out; `needs` refuses those that have none."""
    for school in constraints.schools:
        gates = [place for place in places if school.urn in place.urns]
        if gates and all(place.place_id in constraints.left_out for place in gates):
            yield (
                f"{gates[0].name} is to be visited for school {school.urn}, and to be left out. "
                "Release one."
            )


def _of_nobody(
    constraints: "Constraints", places: Places, patrols: Sequence[Patrol]
) -> Iterator[str]:
    names = [patrol.name for patrol in patrols]
    for lock in constraints.locks:
        if lock.patrol is not None and lock.patrol not in names:
            yield (
                f"{_text(lock, places)} is required, but the patrols are {listed(names)}. Lock it "
                "to one of them."
            )


def _for_two(
    constraints: "Constraints", places: Places, patrols: Sequence[Patrol]
) -> Iterator[str]:
    """Places for two officers, required of a patrol of one, or where there is no pair."""
    alone = {patrol.name for patrol in patrols if patrol.crew < _PAIR}
    for lock in constraints.locks:
        if lock.place_id in constraints.double and lock.patrol in alone:
            yield (
                f"{_text(lock, places)} is required, but only two officers go there, and "
                f"{lock.patrol} is one. Lock it to another patrol, or give {lock.patrol} a second."
            )
    if len(alone) < len(patrols):
        return
    required = [places.by_id[i].name for i in _required_ids(constraints) if i in constraints.double]
    if required:
        yield (
            f"{_are(required)} required, but only two officers go there, and every patrol is one. "
            "Give one a second officer, or release it."
        )


def _too_long(
    constraints: "Constraints", places: Places, patrols: Sequence[Patrol]
) -> Iterator[str]:
    longest = max((who.shift_end_min - who.shift_start_min for who in patrols), default=0)
    for dwell in constraints.dwells:
        if dwell.place_id in places.by_id and dwell.minutes > longest:
            yield (
                f"A visit to {places.by_id[dwell.place_id].name} is to last {dwell.minutes} "
                f"minutes, but the longest shift is {longest}. Shorten the visit or lengthen a "
                "shift."
            )


def _text(lock: Lock, places: Places) -> str:
    return lock.describe(places.by_id[lock.place_id].name)


def _twice(idents: Sequence[str]) -> list[str]:
    return sorted(ident for ident, count in Counter(idents).items() if count > 1)


def _are(items: Sequence[str]) -> str:
    """``a is`` or ``a and b are``."""
    return f"{listed(items)} {'is' if len(items) == 1 else 'are'}"


#: A hotspot is the place of a trial where they share this part of the smaller of the two.
_SAME_SHAPE: Final = 0.3


def resting(design: ControlDays | None, places: Places, date: dt.date) -> tuple[Rest, ...]:
    """List the places of a day that are not to be visited on it.

    Hotspots are matched by their shape, since their ids change from day to day; any other
    place rests where its point lies within a resting shape.

    Parameters
    ----------
    design : ControlDays or None
        Without one nothing rests.

    Raises
    ------
    CrsError
        When the design is in another CRS than the places.
    """
    spots = design.resting_on(date) if design is not None else ()
    if design is None or not spots:
        return ()
    design.require_crs(places.layers.crs)
    shapes = {f"hotspot-{spot.hotspot_id}": spot.shape for spot in places.hotspots}
    rests = []
    for place in places:
        shape = shapes.get(place.place_id)
        for spot in spots:
            if shape is None:
                same = bool(spot.shape.covers(shapely.Point(place.point)))
            else:
                shared = shape.intersection(spot.shape).area
                same = shared >= _SAME_SHAPE * min(shape.area, spot.shape.area)
            if same:
                rests.append(Rest(place.place_id, place.name, design.why))
                break
    return tuple(rests)


#: Places nearer to each other than this are one corner, whatever each is called.
_SAME_CORNER_M: Final = 60.0


class _OfPlace(Protocol):
    @property
    def place_id(self) -> str: ...


_Constraint = TypeVar("_Constraint", bound=_OfPlace)


def carried_over(
    constraints: Constraints, before: Places, now: Places
) -> tuple[Constraints, tuple[str, ...]]:
    """Let constraints be about the places that there are now.

    A place is the same where one lies at most 60 m from where it lay: a hotspot is called by its
    rank, which another place may have got. What a trial leaves alone is not carried over, but for
    the reasons that were given against it.

    Parameters
    ----------
    constraints : Constraints
    before, now : Places
        Places that the constraints name, and those of the present state.

    Returns
    -------
    (Constraints, tuple of str)
        The constraints that still make sense, and a sentence on each place that is gone.
    """
    to = moved(before, now)
    rang, rings = ({urn for place in each for urn in place.urns} for each in (before, now))
    made = replace(
        constraints,
        locks=_renamed(constraints.locks, to),
        drop=_ids(constraints.drop, to),
        add=_ids(constraints.add, to),
        rests=_renamed((rest for rest in constraints.rests if rest.override), to),
        schools=tuple(s for s in constraints.schools if s.urn in rings or s.urn not in rang),
        repeats=_renamed(constraints.repeats, to, once=True),
        double=_ids(constraints.double, to),
        dwells=_renamed(constraints.dwells, to, once=True),
        activities=constraints.activities if before.layers.crs == now.layers.crs else (),
    )
    return made, (*_gone(constraints, before, to), *_silent(constraints, made, before))


def _gone(constraints: Constraints, before: Places, to: Mapping[str, str | None]) -> Iterator[str]:
    """Places that some constraint names, and that are no longer there."""
    named = (
        *(lock.place_id for lock in constraints.locks),
        *(repeat.place_id for repeat in constraints.repeats),
        *(dwell.place_id for dwell in constraints.dwells),
        *sorted(constraints.drop | constraints.add | constraints.double),
    )
    for ident in dict.fromkeys(named):
        if to.get(ident, ident) is None:
            name = before.by_id[ident].name
            yield f"{name} is no place of this day any more, so nothing is asked of it."


def _silent(constraints: Constraints, made: Constraints, before: Places) -> Iterator[str]:
    """Schools that were to be visited, and that no longer let out."""
    names = {urn: place.name for place in before for urn in place.urns}
    for each in constraints.schools:
        if each not in made.schools:
            name = names[each.urn]
            yield f"{name} does not let out any more, so no visit for its school is asked for."


def moved(before: Places, now: Places) -> dict[str, str | None]:
    """What each place is called now; None for one that is gone. What is booked stays as it is.

    Parameters
    ----------
    before, now : Places
    """
    booked = (PlaceKind.BREAK, PlaceKind.ACTIVITY)
    return {place.place_id: _again(place, now) for place in before if place.kind not in booked}


def _again(place: Place, now: Places) -> str | None:
    same = now.by_id.get(place.place_id)
    if same is not None and math.dist(place.point, same.point) <= _SAME_CORNER_M:
        return place.place_id
    nearest = min(now, key=lambda other: math.dist(place.point, other.point), default=None)
    if nearest is None or math.dist(place.point, nearest.point) > _SAME_CORNER_M:
        return None
    return nearest.place_id


def _ids(idents: Iterable[str], to: Mapping[str, str | None]) -> frozenset[str]:
    return frozenset(there for ident in idents if (there := to.get(ident, ident)) is not None)


def _renamed(
    constraints: Iterable[_Constraint], to: Mapping[str, str | None], *, once: bool = False
) -> tuple[_Constraint, ...]:
    """Constraints under the new ids of their places; of two places that became one, the first."""
    made: dict[object, _Constraint] = {}
    for each in constraints:
        there = to.get(each.place_id, each.place_id)
        if there is not None:
            renamed: _Constraint = replace(each, place_id=there)  # type: ignore[type-var]
            made.setdefault(there if once else renamed, renamed)
    return tuple(made.values())
