"""Where another visit costs least: all places, all positions, all minutes at once."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.errors import PlanImpossibleError
from geo.network.graph import Floats, Ints
from geo.patrol.editing.board import Board, Chain, Order, Orders, again
from geo.patrol.editing.case import BOOKED, Case, Fitted, with_order, with_stop, without
from geo.patrol.editing.times import Timed

_NO: Final = -np.inf
#: Less than this many points is no gain.
LEAST: Final = 1e-6
#: Insertions that are tried, best first, before one is given up.
_TRIES: Final = 6


@dataclass(frozen=True)
class Slot:
    """A place at a position of a patrol's order, and what the patrol gains by it."""

    patrol: int
    position: int
    place: int
    gain: float


def rows_of(case: Case, orders: Orders, timed: Timed, patrol: int, places: Ints) -> Floats:
    """Points of one visit more to each place, minute by minute, as the others stand."""
    board, task = case.board, case.task
    rows = board.points[patrol, places].copy()
    row_of = {int(place): n for n, place in enumerate(places)}
    count = np.zeros(len(places), dtype=np.int64)
    for other, (order, begins) in enumerate(zip(orders, timed.minutes, strict=True)):
        for place, begin in zip(order, begins, strict=True):
            if (n := row_of.get(place)) is None:
                continue
            count[n] += 1
            first = begin - int(task.gap_min[place] + task.stay[patrol, place])
            last = begin + int(task.stay[other, place] + task.gap_min[place])
            rows[n, max(board.column(first) + 1, 0) : max(board.column(last), 0)] = _NO
    rows[count >= task.at_most[places]] = _NO
    return np.asarray(rows * np.array([again(int(n)) for n in count])[:, None])


def gains(
    board: Board, patrol: int, order: Order, chain: Chain, places: Ints, rows: Floats
) -> Floats:
    """What each place adds to an order at each position; minus infinity where it does not fit.

    Returns
    -------
    ndarray of shape (len(order) + 1, places)
    """
    found = np.full((len(order) + 1, len(places)), _NO)
    minutes = np.arange(board.n_minutes)
    for k in range(len(order) + 1):
        total = rows.copy()
        if k:
            before = np.maximum.accumulate(chain.ahead[k - 1])
            gap = board.gaps[patrol, order[k - 1], places]
            total += _at(before, minutes - gap[:, None])
        if k < len(order):
            after = np.maximum.accumulate(chain.behind[k][::-1])[::-1]
            gap = board.gaps[patrol, places, order[k]]
            total += _at(after, minutes + gap[:, None])
        found[k] = total.max(axis=1) - chain.value
    return found


def _at(row: Floats, columns: Ints) -> Floats:
    """Entries of a row; minus infinity outside it."""
    inside = (columns >= 0) & (columns < len(row))
    return np.where(inside, row[np.clip(columns, 0, len(row) - 1)], _NO)


def slots(
    case: Case, orders: Orders, timed: Timed, places: Sequence[int], patrols: Sequence[int]
) -> list[Slot]:
    """Every insertion that fits without leaving anything out, best first."""
    found = []
    wanted = np.array(places, dtype=np.int64)
    for patrol in patrols:
        order = orders[patrol]
        chain = case.chain(patrol, order)
        if not chain.fits or not len(wanted):
            continue
        rows = rows_of(case, orders, timed, patrol, wanted)
        gain = gains(case.board, patrol, order, chain, wanted, rows)
        for k, n in zip(*np.nonzero(gain > _NO), strict=True):
            found.append(Slot(patrol, int(k), int(wanted[n]), float(gain[k, n])))
    return sorted(found, key=lambda s: (-s.gain, s.patrol, s.position, s.place))


def absent(case: Case, orders: Orders) -> list[int]:
    """Places that could be visited once more."""
    task, out = case.task, case.wishes.left_out
    return [
        n
        for n, place in enumerate(task.places)
        if place.kind not in BOOKED
        and place.place_id not in out
        and case.visits_to(orders, n) < int(task.at_most[n])
    ]


def filled(case: Case, fitted: Fitted, patrols: Sequence[int] | None = None) -> Fitted:
    """Add the visit that brings most, as long as one brings anything."""
    everybody = range(len(fitted.orders)) if patrols is None else patrols
    while True:
        more = slots(case, fitted.orders, fitted.timed, absent(case, fitted.orders), everybody)
        better = next(_tried(case, fitted, [s for s in more if s.gain > LEAST][:_TRIES]), None)
        if better is None:
            return fitted
        fitted = better


def _tried(case: Case, fitted: Fitted, found: Sequence[Slot]) -> Iterator[Fitted]:
    for slot in found:
        orders = with_stop(fitted.orders, (slot.patrol, slot.position), slot.place)
        timed = case.timed(orders)
        if isinstance(timed, Timed) and timed.value > fitted.timed.value + LEAST:
            yield Fitted(orders, timed, fitted.lost)


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
    for slot in [s for s in fits if position in (None, s.position)][:_TRIES]:
        made = with_stop(orders, (slot.patrol, slot.position), slot.place)
        if isinstance(found := case.timed(made), Timed):
            return Fitted(made, found)
    if isinstance(timed, Timed):
        ways = sorted(_pushed(case, orders, timed, place, patrols, position), key=lambda w: -w[0])
        for _, made, out in ways[:_TRIES]:
            if isinstance(found := case.timed(made), Timed):
                return Fitted(made, found, (out,))
    return max(
        _crammed(case, orders, place, patrols, position),
        key=lambda way: (-len(way.lost), way.timed.value),
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
                yield case.fitted(made, [(patrol, place)])


def _pushed(
    case: Case,
    orders: Orders,
    timed: Timed,
    place: int,
    patrols: Sequence[int],
    position: int | None,
) -> Iterator[tuple[float, Orders, int]]:
    """Insertions in the time of one other stop: the gain, the orders, and the stop left out."""
    for patrol in patrols:
        whole = case.chain(patrol, orders[patrol]).value
        rows = rows_of(case, orders, timed, patrol, np.array([place]))
        for k, out in enumerate(orders[patrol]):
            if out == place or not case.free(orders, (patrol, k)):
                continue
            left = without(orders, (patrol, k))
            chain = case.chain(patrol, left[patrol])
            gain = gains(case.board, patrol, left[patrol], chain, np.array([place]), rows)[:, 0]
            if position is not None:
                only = min(position - (k < position), len(gain) - 1)
                gain = np.where(np.arange(len(gain)) == only, gain, _NO)
            best = int(np.argmax(gain))
            if gain[best] > _NO:
                made = with_stop(left, (patrol, best), place)
                yield float(chain.value + gain[best] - whole), made, out


def exchanged(case: Case, fitted: Fitted, patrol: int, rounds: int = 8) -> Fitted:
    """Improve one patrol's afternoon by other places for its stops, and other positions."""
    for _ in range(rounds):
        better = next(_exchanges(case, fitted, patrol), None)
        if better is None:
            return fitted
        fitted = filled(case, better, [patrol])
    return fitted


def _exchanges(case: Case, fitted: Fitted, patrol: int) -> Iterator[Fitted]:
    """Plans with one stop of a patrol somewhere else, better than before, best first."""
    orders, timed = fitted.orders, fitted.timed
    whole = case.chain(patrol, orders[patrol]).value
    ways = []
    for k, out in enumerate(orders[patrol]):
        left = without(orders, (patrol, k))
        order, begins = left[patrol], list(timed.minutes[patrol])
        del begins[k]
        minutes = (*timed.minutes[:patrol], tuple(begins), *timed.minutes[patrol + 1 :])
        others = absent(case, left) if case.free(orders, (patrol, k)) else [out]
        chain = case.chain(patrol, order)
        if not chain.fits:
            continue
        wanted = np.array(others)
        rows = rows_of(case, left, Timed(minutes, 0.0), patrol, wanted)
        gain = gains(case.board, patrol, order, chain, wanted, rows) + chain.value - whole
        at, n = np.unravel_index(int(np.argmax(gain)), gain.shape)
        if gain[at, n] > LEAST:
            made = with_order(left, patrol, (*order[: int(at)], int(wanted[n]), *order[int(at) :]))
            ways.append((float(gain[at, n]), made))
    for _, made in sorted(ways, key=lambda way: -way[0])[:_TRIES]:
        found = case.timed(made)
        if isinstance(found, Timed) and found.value > timed.value + LEAST:
            yield Fitted(made, found, fitted.lost)
