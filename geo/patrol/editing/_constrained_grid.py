"""Orders under constraints: what they must have, whether they fit, what is in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

import numpy as np

from geo.errors import PlanImpossibleError
from geo.model import Place, PlaceKind, clock
from geo.patrol.constraints import Constraints, Lock
from geo.patrol.editing._minutes import (
    Chain,
    Misfit,
    Order,
    Orders,
    Position,
    Timed,
    TimetableGrid,
    best_minutes,
)
from geo.patrol.problem import Task
from geo.text import listed

_PAIR = 2


def never(task: Task, patrol: int, place: int, constraints: Constraints) -> str | None:
    """Why a patrol could not visit a place even if it went nowhere else; None where it could."""
    who, where = task.patrols[patrol], task.places[place]
    if where.place_id in constraints.double and who.crew < _PAIR:
        return (
            f"{where.name} is only for patrols of two or more officers, and {who.name} has one. "
            f"Send it another officer, or choose another patrol."
        )
    if where.kind is PlaceKind.BREAK and not task.may[patrol, place]:
        return f"{where.name} is another patrol's break. Change the break of {who.name} instead."
    if len(task.minutes(patrol, place)):
        return None
    first, last = task.reach(patrol, place)
    shift = f"{clock(who.shift_start_min)}–{clock(who.shift_end_min)}"
    if first > last:
        return (
            f"{who.name} cannot visit {where.name} and be done within its shift {shift}. "
            "Lengthen the shift, start it nearer, or choose another patrol."
        )
    return (
        f"{who.name} could be at {where.name} from {clock(first)} to {clock(last)}, but a visit "
        f"there is {hours(task, place)}. Move the shift, or choose another patrol."
    )


def hours(task: Task, place: int) -> str:
    """``worth something only from 15:10 to 15:45``."""
    begin = np.flatnonzero(task.open_at[place])
    if not len(begin):
        return "worth nothing at any time of the day"
    return f"worth something only from {clock(int(begin[0]))} to {clock(int(begin[-1]))}"


def crowded(task: Task, patrol: int, order: Order, constraints: Constraints) -> str:
    """Why the stops of one patrol have no minutes."""
    who = task.patrols[patrol]
    for place in order:
        if task.places[place].kind is PlaceKind.ACTIVITY:
            continue
        why = never(task, patrol, place, constraints) or _shut(task, patrol, place, constraints)
        if why is not None:
            return why
    names = [_fixed(task.places[place], who.name, constraints) for place in order]
    return (
        f"{who.name} cannot make these stops in this order within {clock(who.shift_start_min)}–"
        f"{clock(who.shift_end_min)}: {listed(names)}. Release a locked time, change the order, "
        "shorten a stop, or lengthen the shift."
    )


def _shut(task: Task, patrol: int, place: int, constraints: Constraints) -> str | None:
    """Why a stop cannot begin at the minute to which it is locked, whatever else is done."""
    who, where = task.patrols[patrol], task.places[place]
    begin = task.minutes(patrol, place)
    for lock in constraints.locks:
        minute = lock.arrive_min
        if minute is not None and _is_for(lock, where, who.name) and minute not in begin:
            return (
                f"{who.name} cannot begin {where.name} at {clock(minute)}: it could be there from "
                f"{clock(int(begin[0]))} to {clock(int(begin[-1]))}, and a visit there is "
                f"{hours(task, place)}. Choose another time."
            )
    return None


def _fixed(place: Place, patrol: str, constraints: Constraints) -> str:
    """A stop in words, with the minute to which it is locked."""
    lock = next((lock for lock in constraints.locks if _is_for(lock, place, patrol)), None)
    if lock is None or lock.arrive_min is None:
        return place.name
    return f"{place.name} (locked to {clock(lock.arrive_min)})"


def _is_for(lock: Lock, place: Place, patrol: str) -> bool:
    return lock.place_id == place.place_id and lock.patrol in (None, patrol)


def too_near(task: Task, patrols: tuple[int, ...], place: int) -> str:
    """Why several visits to one place have no minutes."""
    where, who = task.places[place], listed([task.patrols[n].name for n in patrols])
    if where.kind is PlaceKind.ACTIVITY:
        return (
            f"{who} cannot be at {where.name} at the same time with these orders. Move other stops "
            "out of the way, or change the time of the booking."
        )
    return (
        f"{where.name} is visited more than once by {who}, and the visits cannot be kept "
        f"{int(task.gap_min[place])} minutes apart with these orders. Drop one of them, move it, "
        "or shorten the gap."
    )


#: Name of the patrol, and where it stops.
PlaceVisit = tuple[str, Place]


@dataclass(frozen=True)
class Unmet:
    """A requirement without its visit.

    Attributes
    ----------
    text : str
        Such as ``Mill Corner by Alpha at 15:40``.
    options : tuple of str
        Ids of the places that would do.
    patrol : str or None
        Who would have to go; None is anybody.
    """

    text: str
    options: tuple[str, ...]
    patrol: str | None = None


def unmet(
    constraints: Constraints, visits: Sequence[PlaceVisit], places: Sequence[Place]
) -> tuple[Unmet, ...]:
    """Requirements without their visits.

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
        *_locks(constraints, visits, names),
        *_schools(constraints, visits, places),
        *_repeats(constraints, visits, names),
    )


def _locks(
    constraints: Constraints, visits: Sequence[PlaceVisit], names: dict[str, str]
) -> Iterator[Unmet]:
    for ident in dict.fromkeys(lock.place_id for lock in constraints.demands):
        locks = [lock for lock in constraints.demands if lock.place_id == ident]
        left = [who for who, place in visits if place.place_id == ident]
        for lock in sorted(locks, key=_loose):
            fits = next((who for who in left if lock.patrol in (None, who)), None)
            if fits is None:
                yield Unmet(lock.describe(names.get(ident, ident)), (ident,), lock.patrol)
            else:
                left.remove(fits)


def _loose(lock: Lock) -> bool:
    return lock.patrol is None


def _schools(
    constraints: Constraints, visits: Sequence[PlaceVisit], places: Sequence[Place]
) -> Iterator[Unmet]:
    for school in constraints.schools:
        options = tuple(place.place_id for place in places if school.urn in place.urns)
        made = sum(school.urn in place.urns for _, place in visits)
        for nth in range(made, school.visits):
            yield Unmet(f"Visit {nth + 1} to school {school.urn}", options)


def _repeats(
    constraints: Constraints, visits: Sequence[PlaceVisit], names: dict[str, str]
) -> Iterator[Unmet]:
    for repeat in constraints.repeats:
        ident = repeat.place_id
        made = sum(place.place_id == ident for _, place in visits)
        for nth in range(made, repeat.at_least):
            yield Unmet(f"Visit {nth + 1} to {names.get(ident, ident)}", (ident,))


#: Kinds of places whose stops are no visits.
BOOKED: Final = (PlaceKind.BREAK, PlaceKind.ACTIVITY)


@dataclass(frozen=True)
class Fitted:
    """Orders with their minutes, and the patrols and places of visits that had to go for it."""

    orders: Orders
    timed: Timed
    lost: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, eq=False)
class ConstrainedGrid:
    """The timetable grid of a task, and the constraints that hold on it."""

    grid: TimetableGrid
    constraints: Constraints

    @property
    def task(self) -> Task:
        """The task on the grid."""
        return self.grid.task

    @cached_property
    def options(self) -> dict[str, tuple[int, ...]]:
        """Positions of each place id among the places of the task; a break has several places."""
        positions: dict[str, tuple[int, ...]] = {}
        for n, place in enumerate(self.task.places):
            positions[place.place_id] = (*positions.get(place.place_id, ()), n)
        return positions

    def named(self, orders: Orders) -> tuple[tuple[str, ...], ...]:
        """Orders as place ids.

        Parameters
        ----------
        orders : Orders
        """
        places = self.task.places
        return tuple(tuple(places[n].place_id for n in order) for order in orders)

    def timed(self, orders: Orders) -> Timed | Misfit:
        """The best minutes, or whose stops do not fit.

        Parameters
        ----------
        orders : Orders
        """
        return best_minutes(self.grid, orders, self.constraints.locks)

    def settled(self, named: Sequence[Sequence[str]]) -> Orders:
        """Orders of place ids as positions; a break is taken where most is left for the stops.

        Parameters
        ----------
        named : sequence of sequence of str
            Place ids, patrol by patrol.

        Raises
        ------
        PlanImpossibleError
            When a place cannot be visited by anybody on that day.
        """
        return tuple(self._settled(patrol, order) for patrol, order in enumerate(named))

    def _settled(self, patrol: int, order: Sequence[str]) -> tuple[int, ...]:
        for ident in order:
            if ident not in self.options or ident in self.constraints.left_out:
                raise PlanImpossibleError(
                    f"{ident} is left out that day, or no street comes near it. Take it out of the "
                    "order."
                )
        ways = list(product(*(self.options[ident] for ident in order)))
        return max(ways, key=lambda way: self.chain(patrol, way).value) if ways[1:] else ways[0]

    def chain(self, patrol: int, order: tuple[int, ...]) -> Chain:
        """The best values of one patrol's order; stops that are locked to a time begin then.

        Parameters
        ----------
        patrol : int
        order : tuple of int
            Positions of places.
        """
        rows = self.grid.rows(patrol, order)
        for k, place in enumerate(order):
            minutes = self._set_minutes(patrol, place)
            if minutes and order.count(place) <= len(minutes):
                shut = np.ones(self.grid.n_minutes, dtype=bool)
                shut[[c for m in minutes if 0 <= (c := self.grid.column(m)) < len(shut)]] = False
                rows[k, shut] = -np.inf
        return Chain.of(self.grid, patrol, order, rows)

    def _set_minutes(self, patrol: int, place: int) -> list[int]:
        ident, name = self.task.places[place].place_id, self.task.patrols[patrol].name
        return [
            lock.arrive_min
            for lock in self.constraints.locks
            if lock.place_id == ident and lock.arrive_min is not None and lock.patrol == name
        ]

    def unmet(self, orders: Orders) -> tuple[Unmet, ...]:
        """Requirements that these visits do not meet, whatever their minutes.

        Parameters
        ----------
        orders : Orders
        """
        visits = [
            (self.task.patrols[patrol].name, self.task.places[place])
            for patrol, order in enumerate(orders)
            for place in order
            if self.task.places[place].kind not in BOOKED
        ]
        return unmet(self.constraints, visits, self.task.places)

    def free(self, orders: Orders, visit: Position) -> bool:
        """Whether a visit can be left out without breaking a requirement or a booking.

        Parameters
        ----------
        orders : Orders
        visit : (int, int)
            Patrol, and position among its stops.
        """
        gone = orders[visit[0]][visit[1]]
        return self.spares(orders, without(orders, visit), [gone])

    def spares(self, orders: Orders, left: Orders, gone: Sequence[int]) -> bool:
        """Whether what is left of some orders meets as much as they did.

        Parameters
        ----------
        orders, left : Orders
            Before and after.
        gone : sequence of int
            Places whose visits were left out.
        """
        if any(self.task.places[place].kind in BOOKED for place in gone):
            return False
        return len(self.unmet(left)) <= len(self.unmet(orders))

    def visits_to(self, orders: Orders, place: int) -> int:
        """How often a place is visited.

        Parameters
        ----------
        orders : Orders
        place : int
        """
        return sum(order.count(place) for order in orders)

    def fitted(self, orders: Orders, kept: Sequence[tuple[int, int]] = ()) -> Fitted:
        """Leave out what no longer fits: the stop without which most is left, until it does.

        Parameters
        ----------
        kept : sequence of (int, int)
            Patrols and places whose visits stay.

        Raises
        ------
        PlanImpossibleError
            When only stops are left that have to stay.
        """
        lost: list[tuple[int, int]] = []
        while isinstance(answer := self.timed(orders), Misfit):
            removable = list(self._removable(orders, answer, kept))
            if not removable:
                raise PlanImpossibleError(self.why(orders, answer))
            visit = max(removable, key=lambda v: (self._left(orders, v), -self._most(orders, v)))
            lost.append((visit[0], orders[visit[0]][visit[1]]))
            orders = without(orders, visit)
        return Fitted(orders, answer, tuple(lost))

    def _removable(
        self, orders: Orders, misfit: Misfit, kept: Sequence[tuple[int, int]]
    ) -> Iterator[Position]:
        for patrol in misfit.patrols:
            for k, place in enumerate(orders[patrol]):
                if misfit.place not in (None, place) or (patrol, place) in kept:
                    continue
                if self.free(orders, (patrol, k)):
                    yield patrol, k

    def _left(self, orders: Orders, visit: Position) -> float:
        """What the patrol's other stops are worth at best; minus infinity if they do not fit."""
        patrol = visit[0]
        return self.chain(patrol, without(orders, visit)[patrol]).value

    def _most(self, orders: Orders, visit: Position) -> float:
        return float(np.max(self.grid.points[visit[0], orders[visit[0]][visit[1]]]))

    def why(self, orders: Orders, misfit: Misfit) -> str:
        """Why orders have no minutes, and what would make them possible.

        Parameters
        ----------
        orders : Orders
        misfit : Misfit
        """
        if misfit.place is not None:
            return too_near(self.task, misfit.patrols, misfit.place)
        patrol = misfit.patrols[0]
        return crowded(self.task, patrol, orders[patrol], self.constraints)


def without(orders: Orders, visit: Position) -> Orders:
    """Orders without one stop."""
    patrol, k = visit
    return with_order(orders, patrol, orders[patrol][:k] + orders[patrol][k + 1 :])


def with_stop(orders: Orders, visit: Position, place: int) -> Orders:
    """Orders with one stop more, at a position."""
    patrol, k = visit
    return with_order(orders, patrol, (*orders[patrol][:k], place, *orders[patrol][k:]))


def with_order(orders: Orders, patrol: int, order: tuple[int, ...]) -> Orders:
    """Orders in which one patrol has another."""
    return (*orders[:patrol], order, *orders[patrol + 1 :])
