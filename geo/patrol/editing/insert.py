"""Where another visit costs least: all places, all positions, all minutes at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.network.graph import Floats, Ints
from geo.patrol.editing.board import Board, Chain, Order, Orders, again
from geo.patrol.editing.case import BOOKED, Case, Fitted, with_stop
from geo.patrol.editing.times import Timed

_NO: Final = -np.inf
#: Less than this many points is no gain.
LEAST: Final = 1e-6
#: Insertions that are tried, best first, before one is given up.
TRIES: Final = 6


@dataclass(frozen=True)
class Slot:
    """A place at a position of a patrol's order: the points that it adds, and the minutes."""

    patrol: int
    position: int
    place: int
    gain: float
    detour_min: int


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
        detour = _detours(case.board, patrol, order, wanted)
        for k, n in zip(*np.nonzero(gain > _NO), strict=True):
            more, longer = round(float(gain[k, n]), 6), int(detour[k, n])
            found.append(Slot(patrol, int(k), int(wanted[n]), more, longer))
    return sorted(found, key=lambda s: (-s.gain, s.detour_min, s.patrol, s.position, s.place))


def _detours(board: Board, patrol: int, order: Order, places: Ints) -> Ints:
    """Minutes more that the way takes with each place at each position; (positions, places)."""
    task, gaps = board.task, board.gaps[patrol]
    found = np.zeros((len(order) + 1, len(places)), dtype=np.int64)
    for k in range(len(order) + 1):
        before, after = order[k - 1 : k] if k else (), order[k : k + 1]
        there = gaps[before[0], places] if before else task.out[patrol, places]
        away = (
            gaps[places, after[0]]
            if after
            else task.stay[patrol, places] + task.back[patrol, places]
        )
        found[k] = there + away
        if before and after:
            found[k] -= gaps[before[0], after[0]]
        elif after:
            found[k] -= task.out[patrol, after[0]]
        elif before:
            found[k] -= task.stay[patrol, before[0]] + task.back[patrol, before[0]]
    return found


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


def filled(
    case: Case,
    fitted: Fitted,
    patrols: Sequence[int] | None = None,
    places: Sequence[int] | None = None,
) -> Fitted:
    """Add the visit that brings most, as long as one brings anything.

    Parameters
    ----------
    patrols, places : sequence of int, optional
        Who may go, and where to; everybody and everywhere unless given.
    """
    everybody = range(len(fitted.orders)) if patrols is None else patrols
    while True:
        wanted = absent(case, fitted.orders)
        wanted = wanted if places is None else [n for n in wanted if n in places]
        more = slots(case, fitted.orders, fitted.timed, wanted, everybody)
        better = next(_tried(case, fitted, [s for s in more if s.gain > LEAST][:TRIES]), None)
        if better is None:
            return fitted
        fitted = better


def restored(case: Case, fitted: Fitted) -> Fitted:
    """Give stops that had to go another position with their patrol, where there is one."""
    for patrol in sorted({patrol for patrol, _ in fitted.lost}):
        gone = [place for who, place in fitted.lost if who == patrol]
        fitted = filled(case, fitted, [patrol], gone)
    return fitted


def _tried(case: Case, fitted: Fitted, found: Sequence[Slot]) -> Iterator[Fitted]:
    for slot in found:
        orders = with_stop(fitted.orders, (slot.patrol, slot.position), slot.place)
        timed = case.timed(orders)
        if isinstance(timed, Timed) and timed.value > fitted.timed.value + LEAST:
            yield Fitted(orders, timed, fitted.lost)
