"""Which places of a day rest, because they are control places of a trial on that date."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import shapely

from geo.errors import PlanImpossibleError, SettingError
from geo.model import Activity, ControlDays, Patrol, clock
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

    def said(self, name: str) -> str:
        """``Mill Corner by Alpha at 15:40``."""
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
    def said(self) -> str:
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
    """Everything asked of one plan.

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
        faults = list(nonsense(self))
        if faults:
            raise SettingError(" ".join(faults))
        rest = [r.name for r in self.rests if not r.override and r.place_id in self._wanted]
        if rest:
            raise PlanImpossibleError(
                f"{listed(rest)} {'is' if len(rest) == 1 else 'are'} asked for on a control day of "
                "the trial. Release the wish, or give a reason for a visit all the same."
            )

    @property
    def _wanted(self) -> frozenset[str]:
        often = {repeat.place_id for repeat in self.repeats if repeat.at_least}
        return self.add | often | {lock.place_id for lock in self.locks}

    @property
    def left_out(self) -> frozenset[str]:
        """Every place that must not be visited, dropped or at rest."""
        return self.drop | {rest.place_id for rest in self.rests if not rest.override}

    def resting(self, rests: Sequence[Rest]) -> Self:
        """Give the same wishes with these places at rest; reasons against it that were given stay.

        Raises
        ------
        PlanImpossibleError
            When a place is asked for that rests.
        """
        given = {rest.place_id: rest.override for rest in self.rests}
        kept = (replace(r, override=r.override or given.get(r.place_id, "")) for r in rests)
        return replace(self, rests=tuple(kept))

    @property
    def demands(self) -> tuple[Lock, ...]:
        """Every stop that must be there; added ones as locks to nobody and no time."""
        locked = {lock.place_id for lock in self.locks}
        return (*self.locks, *(Lock(ident) for ident in sorted(self.add - locked)))

    def known_to(self, places: Places, patrols: Sequence[Patrol]) -> Self:
        """Return the wishes, once their places and patrols are known to exist.

        Raises
        ------
        PlanImpossibleError
            When a stop or a patrol that is asked for does not exist, or wishes contradict each
            other.
        """
        faults = list(contradictions(self, places, patrols))
        if faults:
            raise PlanImpossibleError(" ".join(faults))
        return self

    def notices(self, places: Places) -> tuple[str, ...]:
        """Say which places rest, and which wishes are about places that are not there anyway."""
        rules = [*(r.place_id for r in self.repeats), *(d.place_id for d in self.dwells)]
        about = {*self.double, *rules} - self.drop
        return (
            *(rest.said for rest in self.rests if rest.place_id in places.by_id),
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


def nonsense(constraints: "Constraints") -> Iterator[str]:
    """What makes no sense whatever the day."""
    if not 1 <= constraints.at_most <= MOST_VISITS:
        yield f"Places may be visited {constraints.at_most} times; expected 1 to {MOST_VISITS}."
    if not 0 <= constraints.gap_min <= 240:
        yield f"Visits to a place are to be {constraints.gap_min} minutes apart; expected 0 to 240."
    if not 1 <= constraints.at_once <= 20:
        yield f"{constraints.at_once} patrols may be at a place at once; expected 1 to 20."
    if not 5 <= constraints.easy_way_min <= 180:
        yield f"Ways are to be easy up to {constraints.easy_way_min} minutes; expected 5 to 180."
    said = {
        "place has more than one rule for its visits": [r.place_id for r in constraints.repeats],
        "place has more than one length of visit": [d.place_id for d in constraints.dwells],
        "school has more than one minimum": [s.urn for s in constraints.schools],
        "activity is booked more than once": [a.activity_id for a in constraints.activities],
    }
    for what, idents in said.items():
        for ident in _twice(idents):
            yield f"The same {what}: {ident}. Keep one."


def contradictions(
    constraints: "Constraints", places: Places, patrols: Sequence[Patrol]
) -> Iterator[str]:
    """What cannot be granted on a day by these patrols, as can be told without a plan."""
    strange = [ident for ident in _asked(constraints) if ident not in places.by_id]
    if strange:
        yield (
            f"{_are(strange)} asked for, but there is no such place on this day. Release the wish, "
            "or choose from the list of places."
        )
        return
    torn = [places.by_id[ident].name for ident in _asked(constraints) if ident in constraints.drop]
    if torn:
        yield f"{_are(torn)} both to be visited and to be left out. Release one wish."
    yield from _schools(constraints, places)
    yield from _of_nobody(constraints, places, patrols)
    yield from _for_two(constraints, places, patrols)
    yield from _too_long(constraints, places, patrols)


def _asked(constraints: "Constraints") -> list[str]:
    """Places that must be visited, once each."""
    often = [repeat.place_id for repeat in constraints.repeats if repeat.at_least]
    return list(dict.fromkeys([*(lock.place_id for lock in constraints.demands), *often]))


def _schools(constraints: "Constraints", places: Places) -> Iterator[str]:
    """Schools whose place is left out; `needs` refuses those that have none."""
    for school in constraints.schools:
        gates = [place for place in places if school.urn in place.urns]
        if gates and all(place.place_id in constraints.left_out for place in gates):
            yield (
                f"{gates[0].name} is to be visited for school {school.urn}, and to be left out. "
                "Release one wish."
            )


def _of_nobody(
    constraints: "Constraints", places: Places, patrols: Sequence[Patrol]
) -> Iterator[str]:
    names = [patrol.name for patrol in patrols]
    for lock in constraints.locks:
        if lock.patrol is not None and lock.patrol not in names:
            yield (
                f"{_said(lock, places)} is asked for, but the patrols are {listed(names)}. Lock it "
                "to one of them."
            )


def _for_two(
    constraints: "Constraints", places: Places, patrols: Sequence[Patrol]
) -> Iterator[str]:
    """Places that only a patrol of two visits, asked of one officer, or where there is no pair."""
    alone = {patrol.name for patrol in patrols if patrol.crew < _PAIR}
    for lock in constraints.locks:
        if lock.place_id in constraints.double and lock.patrol in alone:
            yield (
                f"{_said(lock, places)} is asked for, but only two officers go there, and "
                f"{lock.patrol} is one. Lock it to another patrol, or give {lock.patrol} a second."
            )
    if len(alone) < len(patrols):
        return
    wanted = [places.by_id[i].name for i in _asked(constraints) if i in constraints.double]
    if wanted:
        yield (
            f"{_are(wanted)} asked for, but only two officers go there, and every patrol is one. "
            "Give one a second officer, or release the wish."
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


def _said(lock: Lock, places: Places) -> str:
    return lock.said(places.by_id[lock.place_id].name)


def _twice(idents: Sequence[str]) -> list[str]:
    return sorted(ident for ident, count in Counter(idents).items() if count > 1)


def _are(items: Sequence[str]) -> str:
    """``a is`` or ``a and b are``."""
    return f"{listed(items)} {'is' if len(items) == 1 else 'are'}"


#: A hotspot is the place of a trial where they share this part of the smaller of the two.
_SAME_GROUND: Final = 0.3


def resting(design: ControlDays | None, places: Places, date: dt.date) -> tuple[Rest, ...]:
    """List the places of a day that are not to be visited on it.

    Hotspots are found again by their ground, since their ids change from day to day; any other
    place rests where its point lies on resting ground.

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
    found = []
    for place in places:
        ground = shapes.get(place.place_id)
        for spot in spots:
            if ground is None:
                same = bool(spot.shape.covers(shapely.Point(place.point)))
            else:
                shared = ground.intersection(spot.shape).area
                same = shared >= _SAME_GROUND * min(ground.area, spot.shape.area)
            if same:
                found.append(Rest(place.place_id, place.name, design.why))
                break
    return tuple(found)
