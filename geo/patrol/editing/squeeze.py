"""Putting a visit in where it costs least, if need be in the time of other stops."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import combinations
from typing import Final

import numpy as np

from geo.errors import PlanImpossibleError
from geo.patrol.editing.board import Order, Orders
from geo.patrol.editing.case import Case, Fitted, with_order, with_stop
from geo.patrol.editing.insert import TRIES, gains, restored, rows_of, slots
from geo.patrol.editing.times import Timed

_NO: Final = -np.inf
#: Stops in whose time another is put, at most, before it is left to trial.
_OUT: Final = 3


def inserted(
    case: Case, orders: Orders, place: int, patrols: Sequence[int], position: int | None = None
) -> Fitted | None:
    """Visit a place where it costs least, if need be in the time of another stop.

    Parameters
    ----------
    patrols : sequence of int
        Who may go.
    position : int, optional
        Where it must stand in their orders.
    """
    timed = case.timed(orders)
    fits = slots(case, orders, timed, [place], patrols) if isinstance(timed, Timed) else []
    for slot in [s for s in fits if position in (None, s.position)][:TRIES]:
        made = with_stop(orders, (slot.patrol, slot.position), slot.place)
        if isinstance(found := case.timed(made), Timed):
            return Fitted(made, found)
    for count in range(1, _OUT + 1):
        if not isinstance(timed, Timed):
            break
        ways = _pushed(case, orders, timed, place, patrols, position, count)
        for _, made, out in sorted(ways, key=lambda way: -way[0])[:TRIES]:
            if isinstance(found := case.timed(made), Timed):
                return restored(case, Fitted(made, found, out))
    return max(
        _crammed(case, orders, place, patrols, position),
        key=lambda way: way.timed.value,
        default=None,
    )


def _crammed(
    case: Case, orders: Orders, place: int, patrols: Sequence[int], position: int | None
) -> Iterator[Fitted]:
    """Insertions in the time of as many stops as it takes."""
    for patrol in patrols:
        if case.board.points[patrol, place].max() == _NO:
            continue
        last = len(orders[patrol])
        for k in range(last + 1) if position is None else [min(position, last)]:
            made = with_stop(orders, (patrol, k), place)
            with suppress(PlanImpossibleError):
                yield restored(case, case.fitted(made, [(patrol, place)]))


def _pushed(
    case: Case,
    orders: Orders,
    timed: Timed,
    place: int,
    patrols: Sequence[int],
    position: int | None,
    count: int,
) -> Iterator[tuple[float, Orders, tuple[tuple[int, int], ...]]]:
    """Insertions in the time of some other stops: the gain, the orders, and who loses what."""
    for patrol in patrols:
        whole = case.chain(patrol, orders[patrol]).value
        rows = rows_of(case, orders, timed, patrol, np.array([place]))
        for out in combinations(range(len(orders[patrol])), count):
            left = with_order(orders, patrol, _others(orders[patrol], out))
            gone = [orders[patrol][k] for k in out]
            if place in gone or not case.spares(orders, left, gone):
                continue
            chain = case.chain(patrol, left[patrol])
            if not chain.fits:
                continue
            gain = gains(case.board, patrol, left[patrol], chain, np.array([place]), rows)[:, 0]
            if position is not None:
                only = min(position - sum(k < position for k in out), len(gain) - 1)
                gain = np.where(np.arange(len(gain)) == only, gain, _NO)
            best = int(np.argmax(gain))
            if gain[best] > _NO:
                made = with_stop(left, (patrol, best), place)
                lost = tuple((patrol, n) for n in gone)
                yield float(chain.value + gain[best] - whole), made, lost


def _others(order: Order, out: Sequence[int]) -> Order:
    return tuple(place for k, place in enumerate(order) if k not in out)
