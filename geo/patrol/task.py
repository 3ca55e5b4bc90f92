"""One planning problem in whole minutes: who can be where when, and how long each walk takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.clock import Window
from geo.model import Patrol, Place
from geo.network.graph import Bools, Floats, Ints
from geo.network.walks import Walks
from geo.patrol.values import stay_min
from geo.patrol.wish import Lock

DAY_MIN: Final = 24 * 60


@dataclass(frozen=True, eq=False)
class Task:
    """Places that can be visited, the patrols, and everything in whole minutes.

    Patrols and places are named by their position in ``patrols`` and ``places``.

    Attributes
    ----------
    worth : ndarray of shape (places, 1440)
        Points of a visit that begins at a minute of the day; 0 where none may begin. A stop that
        is locked to a time has that minute only.
    may : ndarray of bool, shape (patrols, places)
        Whether a patrol may visit a place; False where it is locked to another patrol.
    stay : ndarray of int, shape (patrols, places)
        Minutes at a stop.
    home : ndarray of int, shape (patrols, places)
        Minutes between a patrol's start and a place; 0 for a patrol without a start.
    between : ndarray of int, shape (patrols, places, places)
        Minutes from place to place.
    demands : dict of int to Lock
        Places that must be visited.
    walks : Walks
        In metres; ``at`` and ``base`` say which of its points is which place or start.
    """

    places: tuple[Place, ...]
    patrols: tuple[Patrol, ...]
    worth: Floats
    may: Bools
    stay: Ints
    home: Ints
    between: Ints
    demands: dict[int, Lock]
    walks: Walks
    at: Ints
    base: tuple[int | None, ...]

    def reach(self, patrol: int, place: int) -> tuple[int, int]:
        """First and last minute at which a patrol can begin a visit, by its shift alone."""
        who, walk = self.patrols[patrol], int(self.home[patrol, place])
        return who.shift_start_min + walk, who.shift_end_min - walk - int(self.stay[patrol, place])

    def minutes(self, patrol: int, place: int) -> Ints:
        """Every minute at which a patrol could begin a visit if it went nowhere else."""
        if not self.may[patrol, place]:
            return np.zeros(0, dtype=np.int64)
        earliest, latest = self.reach(patrol, place)
        open_at = np.flatnonzero(self.worth[place])
        return np.asarray(open_at[(open_at >= earliest) & (open_at <= latest)], dtype=np.int64)

    def without(self, places: set[int]) -> "Task":
        """The same task with some demands given up; used to find out which ones clash."""
        kept = {n: lock for n, lock in self.demands.items() if n not in places}
        return Task(**{**self.__dict__, "demands": kept})


def task_of(
    places: Sequence[Place],
    at: Ints,
    patrols: Sequence[Patrol],
    walks: Walks,
    window: Window,
    demands: dict[int, Lock],
) -> Task:
    """Write a planning problem down in minutes.

    Parameters
    ----------
    places : sequence of Place
        All within reach of a street.
    at : ndarray of int
        Position of each place among the points of ``walks``; the starts of those patrols that
        have one are its last points, in order.
    """
    base = _bases(patrols, len(walks.reachable))
    metres = walks.length_m[np.ix_(at, at)]
    may = np.ones((len(patrols), len(places)), dtype=bool)
    for place, lock in demands.items():
        may[:, place] = [lock.patrol in (None, patrol.name) for patrol in patrols]
    return Task(
        places=tuple(places),
        patrols=tuple(patrols),
        worth=np.array([_worth(p, window, demands.get(n)) for n, p in enumerate(places)]),
        may=may,
        stay=np.array([[stay_min(place, patrol) for place in places] for patrol in patrols]),
        home=np.array(
            [
                walk_min(np.zeros(len(at)) if b is None else walks.length_m[b, at], patrol)
                for b, patrol in zip(base, patrols, strict=True)
            ]
        ),
        between=np.array([walk_min(metres, patrol) for patrol in patrols]),
        demands=demands,
        walks=walks,
        at=at,
        base=base,
    )


def _bases(patrols: Sequence[Patrol], n_points: int) -> tuple[int | None, ...]:
    """Where each patrol's start stands among the points; the starts are the last of them."""
    with_start = [n for n, patrol in enumerate(patrols) if patrol.start is not None]
    base: list[int | None] = [None] * len(patrols)
    for point, patrol in enumerate(with_start, n_points - len(with_start)):
        base[patrol] = point
    return tuple(base)


def walk_min(length_m: Floats, patrol: Patrol) -> Ints:
    """Whole minutes that walks take at a patrol's pace, rounded up."""
    return np.ceil(length_m / (patrol.walk_m_per_s * 60) - 1e-9).astype(np.int64)


def _worth(place: Place, window: Window, lock: Lock | None) -> Floats:
    """Points of a visit that begins at each minute of the day."""
    worth = np.zeros(DAY_MIN)
    worth[window.start_min : window.end_min] = np.repeat(place.value, window.slice_min)
    minutes = np.arange(DAY_MIN)
    shut = (minutes < place.opens_min) | (minutes > place.closes_min)
    if lock is not None and lock.arrive_min is not None:
        shut |= minutes != lock.arrive_min
    worth[shut] = 0.0
    return worth
