"""Orders under a set of wishes: what they must have, whether they fit, what is in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

import numpy as np

from geo.errors import PlanImpossibleError
from geo.model import PlaceKind
from geo.patrol.editing.board import Board, Chain, Orders
from geo.patrol.editing.reasons import crowded, too_near
from geo.patrol.editing.times import Misfit, Timed, Visit, best_minutes
from geo.patrol.editing.unmet import Unmet, unmet
from geo.patrol.task import Task
from geo.patrol.wishes import Wishes

#: Kinds of places whose stops are no visits.
BOOKED: Final = (PlaceKind.BREAK, PlaceKind.ACTIVITY)


@dataclass(frozen=True)
class Fitted:
    """Orders with their minutes, and the patrols and places of visits that had to go for it."""

    orders: Orders
    timed: Timed
    lost: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Case:
    """A board and the wishes that hold on it."""

    board: Board
    wishes: Wishes

    @property
    def task(self) -> Task:
        """The task on the board."""
        return self.board.task

    @cached_property
    def options(self) -> dict[str, tuple[int, ...]]:
        """Where each place id stands among the places of the task; a break has several places."""
        found: dict[str, tuple[int, ...]] = {}
        for n, place in enumerate(self.task.places):
            found[place.place_id] = (*found.get(place.place_id, ()), n)
        return found

    def named(self, orders: Orders) -> tuple[tuple[str, ...], ...]:
        """Orders as place ids."""
        places = self.task.places
        return tuple(tuple(places[n].place_id for n in order) for order in orders)

    def timed(self, orders: Orders) -> Timed | Misfit:
        """The best minutes, or who stands in the way."""
        return best_minutes(self.board, orders, self.wishes.locks)

    def settled(self, named: Sequence[Sequence[str]]) -> Orders:
        """Orders of place ids as positions; a break is taken where most is left for the stops.

        Raises
        ------
        PlanImpossibleError
            When a place cannot be visited by anybody on that day.
        """
        return tuple(self._settled(patrol, order) for patrol, order in enumerate(named))

    def _settled(self, patrol: int, order: Sequence[str]) -> tuple[int, ...]:
        for ident in order:
            if ident not in self.options or ident in self.wishes.left_out:
                raise PlanImpossibleError(
                    f"{ident} is left out that day, or no street comes near it. Take it out of the "
                    "order."
                )
        ways = list(product(*(self.options[ident] for ident in order)))
        return max(ways, key=lambda way: self.chain(patrol, way).value) if ways[1:] else ways[0]

    def chain(self, patrol: int, order: tuple[int, ...]) -> Chain:
        """The best values of one patrol's order; stops that are locked to a time begin then."""
        rows = self.board.rows(patrol, order)
        for k, place in enumerate(order):
            minutes = self._set_minutes(patrol, place)
            if minutes and order.count(place) <= len(minutes):
                shut = np.ones(self.board.n_minutes, dtype=bool)
                shut[[c for m in minutes if 0 <= (c := self.board.column(m)) < len(shut)]] = False
                rows[k, shut] = -np.inf
        return Chain.of(self.board, patrol, order, rows)

    def _set_minutes(self, patrol: int, place: int) -> list[int]:
        ident, name = self.task.places[place].place_id, self.task.patrols[patrol].name
        return [
            lock.arrive_min
            for lock in self.wishes.locks
            if lock.place_id == ident and lock.arrive_min is not None and lock.patrol == name
        ]

    def unmet(self, orders: Orders) -> tuple[Unmet, ...]:
        """Wishes that these visits do not grant, whatever their minutes."""
        visits = [
            (self.task.patrols[patrol].name, self.task.places[place])
            for patrol, order in enumerate(orders)
            for place in order
            if self.task.places[place].kind not in BOOKED
        ]
        return unmet(self.wishes, visits, self.task.places)

    def free(self, orders: Orders, visit: Visit) -> bool:
        """Whether a visit can be left out without breaking a wish or a booking."""
        gone = orders[visit[0]][visit[1]]
        return self.spares(orders, without(orders, visit), [gone])

    def spares(self, orders: Orders, left: Orders, gone: Sequence[int]) -> bool:
        """Whether what is left of some orders grants as much as they did."""
        if any(self.task.places[place].kind in BOOKED for place in gone):
            return False
        return len(self.unmet(left)) <= len(self.unmet(orders))

    def visits_to(self, orders: Orders, place: int) -> int:
        """How often a place is visited."""
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
    ) -> Iterator[Visit]:
        for patrol in misfit.patrols:
            for k, place in enumerate(orders[patrol]):
                if misfit.place not in (None, place) or (patrol, place) in kept:
                    continue
                if self.free(orders, (patrol, k)):
                    yield patrol, k

    def _left(self, orders: Orders, visit: Visit) -> float:
        """What the patrol's other stops are worth at best; minus infinity if they do not fit."""
        patrol = visit[0]
        return self.chain(patrol, without(orders, visit)[patrol]).value

    def _most(self, orders: Orders, visit: Visit) -> float:
        return float(np.max(self.board.points[visit[0], orders[visit[0]][visit[1]]]))

    def why(self, orders: Orders, misfit: Misfit) -> str:
        """Why orders have no minutes, and what would make them possible."""
        if misfit.place is not None:
            return too_near(self.task, misfit.patrols, misfit.place)
        patrol = misfit.patrols[0]
        return crowded(self.task, patrol, orders[patrol], self.wishes)


def without(orders: Orders, visit: Visit) -> Orders:
    """Orders without one stop."""
    patrol, k = visit
    return with_order(orders, patrol, orders[patrol][:k] + orders[patrol][k + 1 :])


def with_stop(orders: Orders, visit: Visit, place: int) -> Orders:
    """Orders with one stop more, at a position."""
    patrol, k = visit
    return with_order(orders, patrol, (*orders[patrol][:k], place, *orders[patrol][k:]))


def with_order(orders: Orders, patrol: int, order: tuple[int, ...]) -> Orders:
    """Orders in which one patrol has another."""
    return (*orders[:patrol], order, *orders[patrol + 1 :])
