"""What must be in a plan: the wishes and the breaks, each in its own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from geo.clock import Window
from geo.errors import PlanImpossibleError
from geo.model import Patrol, Place, PlaceKind, clock
from geo.network import Bools, Floats, Ints, Journeys, Walks
from geo.patrol.constraints import Constraints, Lock, Repeat, SchoolMinimum
from geo.patrol.visit_value import dose, stay_min, worth_by_minute


class Call(NamedTuple):
    """A visit that begins within a span of minutes.

    Attributes
    ----------
    place : int
        Position in `Task.places`.
    first_min, last_min : int
        Minutes after midnight; calls at one place are kept apart by their spans.
    """

    place: int
    first_min: int
    last_min: int


#: Calls in visiting order, patrol by patrol.
Tours = tuple[tuple[Call, ...], ...]


DAY_MIN: Final = 24 * 60


@dataclass(frozen=True)
class Need:
    """A visit, a break or a part in an activity that must be in the plan.

    Attributes
    ----------
    said : str
        In the words of the wish: ``Mill Corner by Alpha at 15:40``.
    options : tuple of int
        Places of which any one will do.
    patrol : int or None
        Who must make it; None is anybody.
    arrive_min : int or None
        When it must begin; None is whenever the place is open.
    lock : Lock or None
        The lock that asks for it.
    """

    said: str
    options: tuple[int, ...]
    patrol: int | None = None
    arrive_min: int | None = None
    lock: Lock | None = None


class Minimum(NamedTuple):
    """A wish for a number of visits to a place, whoever makes them and whatever else asks for them.

    The visits that no other wish asks for are needs of the task.
    """

    said: str
    place: int
    visits: int


@dataclass(frozen=True, eq=False)
class Task:
    """Places that can be visited, the patrols, and everything in whole minutes.

    Patrols and places are named by their position in ``patrols`` and ``places``.

    Attributes
    ----------
    places : tuple of Place
        Visits first, then places for breaks and activities, which are worth nothing.
    worth : ndarray of shape (places, 1440)
        Points of a first visit of the usual length that begins at a minute of the day.
    open_at : ndarray of bool, shape (places, 1440)
        Minutes at which a visit may begin.
    may : ndarray of bool, shape (patrols, places)
        Whether a patrol may visit a place.
    stay, share : ndarray of shape (patrols, places)
        Minutes at a stop, and the share of ``worth`` that a visit of that length has.
    out, back : ndarray of int, shape (patrols, places)
        Minutes from a patrol's start to a place, and from there to its end; 0 where it has none.
    between : ndarray of int, shape (patrols, places, places)
        Minutes from place to place.
    needs : tuple of Need
    at_most, gap_min, at_once : ndarray of int, shape (places,)
        Visits to a place, and minutes between them: a visit has fewer than ``at_once`` others that
        are nearer than the gap.
    easy_way_min : int
        Minutes of a way between two stops that nobody minds; see `geo.patrol.clients`.
    walks : tuple of Walks
        Of each patrol, in metres; ``at``, ``start_at`` and ``end_at`` say which of its points is
        which place, start and end.
    minima : tuple of Minimum
        The wishes behind those needs that name no patrol and no lock; to tell which clash.
    journeys : tuple of (Journeys or None)
        Ways of each patrol that may take buses and trains; empty where nobody does.
    """

    places: tuple[Place, ...]
    patrols: tuple[Patrol, ...]
    worth: Floats
    open_at: Bools
    may: Bools
    stay: Ints
    share: Floats
    out: Ints
    back: Ints
    between: Ints
    needs: tuple[Need, ...]
    at_most: Ints
    gap_min: Ints
    at_once: Ints
    walks: tuple[Walks, ...]
    at: Ints
    start_at: tuple[int | None, ...]
    end_at: tuple[int | None, ...]
    minima: tuple[Minimum, ...] = ()
    easy_way_min: int = DAY_MIN
    journeys: tuple[Journeys | None, ...] = ()

    def reach(self, patrol: int, place: int) -> tuple[int, int]:
        """First and last minute at which a patrol can begin a visit, by its shift alone."""
        who = self.patrols[patrol]
        last = who.shift_end_min - int(self.stay[patrol, place] + self.back[patrol, place])
        return who.shift_start_min + int(self.out[patrol, place]), last

    def minutes(self, patrol: int, place: int) -> Ints:
        """Every minute at which a patrol could begin a visit if it went nowhere else."""
        if not self.may[patrol, place]:
            return np.zeros(0, dtype=np.int64)
        earliest, latest = self.reach(patrol, place)
        begin = np.flatnonzero(self.open_at[place])
        return np.asarray(begin[(begin >= earliest) & (begin <= latest)], dtype=np.int64)

    def without(self, needs: set[int]) -> "Task":
        """The same task with some needs given up; used to find out which ones clash."""
        return replace(self, needs=tuple(n for k, n in enumerate(self.needs) if k not in needs))


@dataclass(frozen=True, eq=False)
class Ground:
    """Walks of each patrol among places, starts and ends, and where those are among the points."""

    walks: tuple[Walks, ...]
    at: Ints
    start_at: tuple[int | None, ...]
    end_at: tuple[int | None, ...]


@dataclass(frozen=True, eq=False)
class Rules:
    """What holds for each place: who may come, how often, how far apart, how many at once."""

    may: Bools
    at_most: Ints
    gap_min: Ints
    at_once: Ints

    @classmethod
    def usual(cls, n_patrols: int, n_places: int, at_most: int = 1, gap_min: int = 60) -> "Rules":
        """Everybody may go everywhere; one at a time."""
        return cls(
            np.ones((n_patrols, n_places), dtype=bool),
            np.full(n_places, at_most),
            np.full(n_places, gap_min),
            np.ones(n_places, dtype=np.int64),
        )


def task_of(
    places: Sequence[Place],
    patrols: Sequence[Patrol],
    ground: Ground,
    window: Window,
    rules: Rules,
    needs: Sequence[Need] = (),
    worth: Floats | None = None,
) -> Task:
    """Write a planning problem down in minutes.

    Parameters
    ----------
    places : sequence of Place
        All within reach of a street.
    worth : ndarray of shape (places, 1440), optional
        Where visits of the day before count; see `geo.patrol.values`.
    """
    pairs = list(zip(patrols, ground.walks, strict=True))
    at = ground.at
    if worth is None:
        worth = np.array([worth_by_minute(place, window) for place in places])
    stay = np.array([[stay_min(place, patrol) for place in places] for patrol in patrols])
    return Task(
        places=tuple(places),
        patrols=tuple(patrols),
        worth=worth,
        open_at=np.array([_open(p, w) for p, w in zip(places, worth, strict=True)]),
        may=rules.may,
        stay=stay,
        share=dose(stay),
        out=_to_or_from(pairs, ground.start_at, at, outward=True),
        back=_to_or_from(pairs, ground.end_at, at, outward=False),
        between=np.array([walk_min(w.length_m[np.ix_(at, at)], who) for who, w in pairs]),
        needs=tuple(needs),
        at_most=rules.at_most,
        gap_min=rules.gap_min,
        at_once=rules.at_once,
        walks=ground.walks,
        at=at,
        start_at=ground.start_at,
        end_at=ground.end_at,
    )


def walk_min(length_m: Floats, patrol: Patrol) -> Ints:
    """Whole minutes that ways take at a patrol's pace, rounded up; a day where there is no way."""
    minutes = np.ceil(length_m / (patrol.pace_m_per_s * 60) - 1e-9)
    return np.minimum(minutes, DAY_MIN).astype(np.int64)


def _to_or_from(
    pairs: list[tuple[Patrol, Walks]], ends: tuple[int | None, ...], at: Ints, *, outward: bool
) -> Ints:
    rows = []
    for (patrol, walks), point in zip(pairs, ends, strict=True):
        if point is None:
            rows.append(np.zeros(len(at), dtype=np.int64))
            continue
        metres = walks.length_m[point, at] if outward else walks.length_m[at, point]
        rows.append(walk_min(metres, patrol))
    return np.array(rows)


def _open(place: Place, worth: Floats) -> Bools:
    """Minutes at which a visit may begin: while it is worth something, or booked."""
    minutes = np.arange(DAY_MIN)
    hours = (minutes >= place.opens_min) & (minutes <= place.closes_min)
    return hours if place.kind in (PlaceKind.BREAK, PlaceKind.ACTIVITY) else hours & (worth > 0)


def needs_of(
    places: Sequence[Place],
    patrols: Sequence[Patrol],
    constraints: Constraints,
    rests: Mapping[int, tuple[int, ...]],
) -> tuple[Need, ...]:
    """List what must be done.

    Parameters
    ----------
    places : sequence of Place
        All that can be visited, in the order of `Task.places`.
    rests : mapping of int to tuple of int
        By patrol, the positions of the places where it may take its break.

    Raises
    ------
    PlanImpossibleError
        When more visits to a place are asked for than are allowed.
    """
    at = {place.place_id: n for n, place in enumerate(places)}
    names = {patrol.name: n for n, patrol in enumerate(patrols)}
    by_place: dict[int, list[Need]] = {}
    for lock in constraints.demands:
        where = at[lock.place_id]
        who = None if lock.patrol is None else names[lock.patrol]
        need = Need(lock.said(places[where].name), (where,), who, lock.arrive_min, lock)
        by_place.setdefault(where, []).append(need)
    for said, where, least in minima_of(places, constraints):
        asked = by_place.setdefault(where, [])
        asked += [Need(said, (where,)) for _ in range(least - len(asked))]
    for where, asked in by_place.items():
        _refuse_too_many(
            places[where], asked, repeat_of(places[where].place_id, constraints).at_most
        )
    breaks = [_break(patrols[patrol], patrol, options) for patrol, options in rests.items()]
    return (*(need for asked in by_place.values() for need in asked), *breaks)


def repeat_of(place_id: str, constraints: Constraints) -> Repeat:
    """How often a place may be visited: its own rule, or the rule for all."""
    own = next((r for r in constraints.repeats if r.place_id == place_id), None)
    return own or Repeat(place_id, 0, constraints.at_most, constraints.gap_min)


def minima_of(places: Sequence[Place], constraints: Constraints) -> tuple[Minimum, ...]:
    """List how often places must be visited, for their schools or for themselves.

    Raises
    ------
    PlanImpossibleError
        When a school that is asked for has no place on the day.
    """
    at = {place.place_id: n for n, place in enumerate(places)}
    own = (
        Minimum(_times(r.at_least, places[at[r.place_id]]), at[r.place_id], r.at_least)
        for r in constraints.repeats
        if r.at_least and r.place_id in at
    )
    return (*(_of_school(minimum, places) for minimum in constraints.schools), *own)


def _of_school(minimum: SchoolMinimum, places: Sequence[Place]) -> Minimum:
    where = next((n for n, p in enumerate(places) if minimum.urn in p.urns), None)
    if where is None:
        raise PlanImpossibleError(
            f"School {minimum.urn} is to be visited, but it does not let out in the window on this "
            "day, or its gate is out of reach. Release the wish."
        )
    said = f"{_times(minimum.visits, places[where])} for its school"
    return Minimum(said, where, minimum.visits)


def _times(visits: int, place: Place) -> str:
    return f"a visit to {place.name}" if visits == 1 else f"{visits} visits to {place.name}"


def _refuse_too_many(place: Place, asked: Sequence[Need], at_most: int) -> None:
    if len(asked) > at_most:
        what = "; ".join(dict.fromkeys(need.said for need in asked))
        times = "once" if at_most == 1 else f"{at_most} times"
        raise PlanImpossibleError(
            f"{place.name} may be visited {times}, but these ask for more: {what}. Release one, "
            "or allow more visits."
        )


def _break(patrol: Patrol, position: int, options: tuple[int, ...]) -> Need:
    rest = patrol.rest
    assert rest is not None, "only patrols with a break have options for it"
    where = f" at {rest.at_name}" if rest.at_name else ""
    said = (
        f"{patrol.name}'s break of {rest.minutes} min{where} from {clock(rest.from_min)} to "
        f"{clock(rest.until_min)}"
    )
    return Need(said, options, position, lock=Lock(f"break-{patrol.name}", patrol.name))
