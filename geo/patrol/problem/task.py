"""The planning problem in whole minutes: places, patrols, the ways between them, what is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from geo.errors import PlanImpossibleError
from geo.model import Patrol, Place, clock
from geo.network import Bools, Floats, Ints, Journeys, Walks
from geo.patrol.constraints import Constraints, Lock, Repeat, SchoolMinimum


class Visit(NamedTuple):
    """A stop at a place that begins within a span of minutes.

    Attributes
    ----------
    place : int
        Position in `Task.places`.
    first_min, last_min : int
        Minutes after midnight; visits to one place are kept apart by their spans.
    """

    place: int
    first_min: int
    last_min: int


#: Visits in order, patrol by patrol.
Tours = tuple[tuple[Visit, ...], ...]

DAY_MIN: Final = 24 * 60


@dataclass(frozen=True)
class Need:
    """A visit, a break or a part in an activity that must be in the plan.

    Attributes
    ----------
    text : str
        In the words of the constraint: ``Mill Corner by Alpha at 15:40``.
    options : tuple of int
        Places of which any one will do.
    patrol : int or None
        Who must make it; None is anybody.
    arrive_min : int or None
        When it must begin; None is whenever the place is open.
    lock : Lock or None
        The lock that asks for it.
    """

    text: str
    options: tuple[int, ...]
    patrol: int | None = None
    arrive_min: int | None = None
    lock: Lock | None = None


class Minimum(NamedTuple):
    """The fewest visits to a place, whoever makes them and whatever else asks for them.

    The visits that no lock asks for are needs of the task.

    Attributes
    ----------
    text : str
        ``2 visits to Mill Corner``.
    place : int
        Position in `Task.places`.
    visits : int
    """

    text: str
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
        Minutes of a way between two stops up to which it counts once; the search counts a minute
        beyond more than once.
    walks : tuple of Walks
        Of each patrol, in metres; ``at``, ``start_at`` and ``end_at`` say which of its points is
        which place, start and end.
    minima : tuple of Minimum
        The constraints behind those needs that name no patrol and no lock; to name those that
        clash.
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
    minima: tuple[Minimum, ...]
    easy_way_min: int
    journeys: tuple[Journeys | None, ...]

    def reach(self, patrol: int, place: int) -> tuple[int, int]:
        """First and last minute at which a patrol can begin a visit, by its shift alone.

        Parameters
        ----------
        patrol, place : int
            Positions in `patrols` and `places`.
        """
        who = self.patrols[patrol]
        last = who.shift_end_min - int(self.stay[patrol, place] + self.back[patrol, place])
        return who.shift_start_min + int(self.out[patrol, place]), last

    def minutes(self, patrol: int, place: int) -> Ints:
        """Every minute at which a patrol could begin a visit if it went nowhere else.

        Parameters
        ----------
        patrol, place : int
            Positions in `patrols` and `places`.
        """
        if not self.may[patrol, place]:
            return np.zeros(0, dtype=np.int64)
        earliest, latest = self.reach(patrol, place)
        begin = np.flatnonzero(self.open_at[place])
        return np.asarray(begin[(begin >= earliest) & (begin <= latest)], dtype=np.int64)


def walk_min(length_m: Floats, patrol: Patrol) -> Ints:
    """Whole minutes that ways take at a patrol's pace, rounded up; a day where there is no way.

    Parameters
    ----------
    length_m : ndarray of float
        Metres along streets; infinite where there is no way.
    patrol : Patrol
        Its pace counts.
    """
    minutes = np.ceil(length_m / (patrol.pace_m_per_s * 60) - 1e-9)
    return np.minimum(minutes, DAY_MIN).astype(np.int64)


def needs_of(
    places: Sequence[Place],
    patrols: Sequence[Patrol],
    constraints: Constraints,
    rests: Mapping[int, tuple[int, ...]],
) -> tuple[Need, ...]:
    """List what a plan must have: locked visits, fewest visits and breaks.

    Parameters
    ----------
    places : sequence of Place
        All that can be visited, in the order of `Task.places`.
    rests : mapping of int to tuple of int
        By patrol, the positions of the places where it may take its break.

    Raises
    ------
    PlanImpossibleError
        When more visits to a place are needed than are allowed.
    """
    at = {place.place_id: n for n, place in enumerate(places)}
    names = {patrol.name: n for n, patrol in enumerate(patrols)}
    by_place: dict[int, list[Need]] = {}
    for lock in constraints.demands:
        where = at[lock.place_id]
        who = None if lock.patrol is None else names[lock.patrol]
        need = Need(lock.describe(places[where].name), (where,), who, lock.arrive_min, lock)
        by_place.setdefault(where, []).append(need)
    for text, where, least in minima_of(places, constraints):
        needed = by_place.setdefault(where, [])
        needed += [Need(text, (where,)) for _ in range(least - len(needed))]
    for where, needed in by_place.items():
        _refuse_too_many(
            places[where], needed, repeat_of(places[where].place_id, constraints).at_most
        )
    breaks = [_break(patrols[patrol], patrol, options) for patrol, options in rests.items()]
    return (*(need for needed in by_place.values() for need in needed), *breaks)


def repeat_of(place_id: str, constraints: Constraints) -> Repeat:
    """How often a place may be visited: its own rule, or the rule for all.

    Parameters
    ----------
    place_id : str
    constraints : Constraints
    """
    own = next((r for r in constraints.repeats if r.place_id == place_id), None)
    return own or Repeat(place_id, 0, constraints.at_most, constraints.gap_min)


def minima_of(places: Sequence[Place], constraints: Constraints) -> tuple[Minimum, ...]:
    """List how often places must be visited, for their schools or for themselves.

    Parameters
    ----------
    places : sequence of Place
        All that can be visited, in the order of `Task.places`.
    constraints : Constraints

    Raises
    ------
    PlanImpossibleError
        When a school that must be visited has no place on the day.
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
            "day, or its gate is out of reach. Release it."
        )
    text = f"{_times(minimum.visits, places[where])} for its school"
    return Minimum(text, where, minimum.visits)


def _times(visits: int, place: Place) -> str:
    return f"a visit to {place.name}" if visits == 1 else f"{visits} visits to {place.name}"


def _refuse_too_many(place: Place, needed: Sequence[Need], at_most: int) -> None:
    if len(needed) > at_most:
        what = "; ".join(dict.fromkeys(need.text for need in needed))
        times = "once" if at_most == 1 else f"{at_most} times"
        raise PlanImpossibleError(
            f"{place.name} may be visited {times}, but these add up to more: {what}. Release one, "
            "or allow more visits."
        )


def _break(patrol: Patrol, position: int, options: tuple[int, ...]) -> Need:
    rest = patrol.rest
    assert rest is not None, "only patrols with a break have options for it"
    where = f" at {rest.at_name}" if rest.at_name else ""
    text = (
        f"{patrol.name}'s break of {rest.minutes} min{where} from {clock(rest.from_min)} to "
        f"{clock(rest.until_min)}"
    )
    return Need(text, options, position, lock=Lock(f"break-{patrol.name}", patrol.name))
