"""Putting a visit in where it costs least, if need be in the time of other stops."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from geo.errors import PlanImpossibleError
from geo.network import Floats, Ints
from geo.patrol.editing._constrained_grid import (
    BOOKED,
    ConstrainedGrid,
    Fitted,
    with_order,
    with_stop,
    without,
)
from geo.patrol.editing._minutes import Chain, Order, Orders, Timed, TimetableGrid, again

_NO: Final = -np.inf
#: Less than this many points is no gain.
_LEAST: Final = 1e-6
#: Insertions that are tried, best first, before one is given up.
_TRIES: Final = 6


@dataclass(frozen=True)
class Slot:
    """A place at a position of a patrol's order: the points that it adds, and the minutes."""

    patrol: int
    position: int
    place: int
    gain: float
    detour_min: int


def rows_of(
    constrained: ConstrainedGrid, orders: Orders, timed: Timed, patrol: int, places: Ints
) -> Floats:
    """Points of one visit more to each place, minute by minute, beside the others."""
    grid, task = constrained.grid, constrained.task
    rows = grid.points[patrol, places].copy()
    row_of = {int(place): n for n, place in enumerate(places)}
    count = np.zeros(len(places), dtype=np.int64)
    for other, (order, begins) in enumerate(zip(orders, timed.minutes, strict=True)):
        for place, begin in zip(order, begins, strict=True):
            if (n := row_of.get(place)) is None:
                continue
            count[n] += 1
            first = begin - int(task.gap_min[place] + task.stay[patrol, place])
            last = begin + int(task.stay[other, place] + task.gap_min[place])
            rows[n, max(grid.column(first) + 1, 0) : max(grid.column(last), 0)] = _NO
    rows[count >= task.at_most[places]] = _NO
    return np.asarray(rows * np.array([again(int(n)) for n in count])[:, None])


def gains(
    grid: TimetableGrid, patrol: int, order: Order, chain: Chain, places: Ints, rows: Floats
) -> Floats:
    """What each place adds to an order at each position; minus infinity where it does not fit.

    Returns
    -------
    ndarray of shape (len(order) + 1, places)
    """
    gain = np.full((len(order) + 1, len(places)), _NO)
    minutes = np.arange(grid.n_minutes)
    for k in range(len(order) + 1):
        total = rows.copy()
        if k:
            before = np.maximum.accumulate(chain.ahead[k - 1])
            gap = grid.gaps[patrol, order[k - 1], places]
            total += _at(before, minutes - gap[:, None])
        if k < len(order):
            after = np.maximum.accumulate(chain.behind[k][::-1])[::-1]
            gap = grid.gaps[patrol, places, order[k]]
            total += _at(after, minutes + gap[:, None])
        gain[k] = total.max(axis=1) - chain.value
    return gain


def _at(row: Floats, columns: Ints) -> Floats:
    """Entries of a row; minus infinity outside it."""
    inside = (columns >= 0) & (columns < len(row))
    return np.where(inside, row[np.clip(columns, 0, len(row) - 1)], _NO)


def slots(
    constrained: ConstrainedGrid,
    orders: Orders,
    timed: Timed,
    places: Sequence[int],
    patrols: Sequence[int],
) -> list[Slot]:
    """Every insertion that fits without leaving anything out, best first."""
    fitting = []
    candidates = np.array(places, dtype=np.int64)
    for patrol in patrols:
        order = orders[patrol]
        chain = constrained.chain(patrol, order)
        if not chain.fits or not len(candidates):
            continue
        rows = rows_of(constrained, orders, timed, patrol, candidates)
        gain = gains(constrained.grid, patrol, order, chain, candidates, rows)
        detour = _detours(constrained.grid, patrol, order, candidates)
        for k, n in zip(*np.nonzero(gain > _NO), strict=True):
            more, longer = round(float(gain[k, n]), 6), int(detour[k, n])
            fitting.append(Slot(patrol, int(k), int(candidates[n]), more, longer))
    return sorted(fitting, key=lambda s: (-s.gain, s.detour_min, s.patrol, s.position, s.place))


def _detours(grid: TimetableGrid, patrol: int, order: Order, places: Ints) -> Ints:
    """Minutes more that the way takes with each place at each position; (positions, places)."""
    task, gaps = grid.task, grid.gaps[patrol]
    detour = np.zeros((len(order) + 1, len(places)), dtype=np.int64)
    for k in range(len(order) + 1):
        before, after = order[k - 1 : k] if k else (), order[k : k + 1]
        there = gaps[before[0], places] if before else task.out[patrol, places]
        away = (
            gaps[places, after[0]]
            if after
            else task.stay[patrol, places] + task.back[patrol, places]
        )
        detour[k] = there + away
        if before and after:
            detour[k] -= gaps[before[0], after[0]]
        elif after:
            detour[k] -= task.out[patrol, after[0]]
        elif before:
            detour[k] -= task.stay[patrol, before[0]] + task.back[patrol, before[0]]
    return detour


def absent(constrained: ConstrainedGrid, orders: Orders) -> list[int]:
    """Places that could be visited once more."""
    task, out = constrained.task, constrained.constraints.left_out
    return [
        n
        for n, place in enumerate(task.places)
        if place.kind not in BOOKED
        and place.place_id not in out
        and constrained.visits_to(orders, n) < int(task.at_most[n])
    ]


def filled(
    constrained: ConstrainedGrid,
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
        candidates = absent(constrained, fitted.orders)
        candidates = candidates if places is None else [n for n in candidates if n in places]
        more = slots(constrained, fitted.orders, fitted.timed, candidates, everybody)
        better = next(
            _tried(constrained, fitted, [s for s in more if s.gain > _LEAST][:_TRIES]), None
        )
        if better is None:
            return fitted
        fitted = better


def restored(constrained: ConstrainedGrid, fitted: Fitted) -> Fitted:
    """Give stops that had to go another position with their patrol, where there is one."""
    for patrol in sorted({patrol for patrol, _ in fitted.lost}):
        gone = [place for who, place in fitted.lost if who == patrol]
        fitted = filled(constrained, fitted, [patrol], gone)
    return fitted


def _tried(constrained: ConstrainedGrid, fitted: Fitted, slots: Sequence[Slot]) -> Iterator[Fitted]:
    for slot in slots:
        orders = with_stop(fitted.orders, (slot.patrol, slot.position), slot.place)
        timed = constrained.timed(orders)
        if isinstance(timed, Timed) and timed.value > fitted.timed.value + _LEAST:
            yield Fitted(orders, timed, fitted.lost)


def exchanged(constrained: ConstrainedGrid, fitted: Fitted, patrol: int, rounds: int = 8) -> Fitted:
    """Improve one patrol's afternoon by other places for its stops, and other positions."""
    for _ in range(rounds):
        better = next(_exchanges(constrained, fitted, patrol), None)
        if better is None:
            return fitted
        fitted = filled(constrained, better, [patrol])
    return fitted


def _exchanges(constrained: ConstrainedGrid, fitted: Fitted, patrol: int) -> Iterator[Fitted]:
    """Plans with one stop of a patrol somewhere else, better than before, best first."""
    orders, timed = fitted.orders, fitted.timed
    whole = constrained.chain(patrol, orders[patrol]).value
    ways = []
    for k, out in enumerate(orders[patrol]):
        left = without(orders, (patrol, k))
        order, begins = left[patrol], list(timed.minutes[patrol])
        del begins[k]
        minutes = (*timed.minutes[:patrol], tuple(begins), *timed.minutes[patrol + 1 :])
        others = absent(constrained, left) if constrained.free(orders, (patrol, k)) else [out]
        chain = constrained.chain(patrol, order)
        if not chain.fits:
            continue
        candidates = np.array(others)
        rows = rows_of(constrained, left, Timed(minutes, 0.0), patrol, candidates)
        gain = gains(constrained.grid, patrol, order, chain, candidates, rows) + chain.value - whole
        at, n = np.unravel_index(int(np.argmax(gain)), gain.shape)
        if gain[at, n] > _LEAST:
            made = with_order(
                left, patrol, (*order[: int(at)], int(candidates[n]), *order[int(at) :])
            )
            ways.append((float(gain[at, n]), made))
    for _, made in sorted(ways, key=lambda way: -way[0])[:_TRIES]:
        after = constrained.timed(made)
        if isinstance(after, Timed) and after.value > timed.value + _LEAST:
            yield Fitted(made, after, fitted.lost)


#: Stops in whose time another is put, at most, before it is left to trial.
_OUT: Final = 3


def inserted(
    constrained: ConstrainedGrid,
    orders: Orders,
    place: int,
    patrols: Sequence[int],
    position: int | None = None,
) -> Fitted | None:
    """Visit a place where it costs least, if need be in the time of another stop.

    Parameters
    ----------
    patrols : sequence of int
        Who may go.
    position : int, optional
        Its position in their orders.
    """
    timed = constrained.timed(orders)
    fits = slots(constrained, orders, timed, [place], patrols) if isinstance(timed, Timed) else []
    for slot in [s for s in fits if position in (None, s.position)][:_TRIES]:
        made = with_stop(orders, (slot.patrol, slot.position), slot.place)
        if isinstance(after := constrained.timed(made), Timed):
            return Fitted(made, after)
    for count in range(1, _OUT + 1):
        if not isinstance(timed, Timed):
            break
        ways = _pushed(constrained, orders, timed, place, patrols, position, count)
        for _, made, out in sorted(ways, key=lambda way: -way[0])[:_TRIES]:
            if isinstance(after := constrained.timed(made), Timed):
                return restored(constrained, Fitted(made, after, out))
    return max(
        _crammed(constrained, orders, place, patrols, position),
        key=lambda way: way.timed.value,
        default=None,
    )


def _crammed(
    constrained: ConstrainedGrid,
    orders: Orders,
    place: int,
    patrols: Sequence[int],
    position: int | None,
) -> Iterator[Fitted]:
    """Insertions in the time of as many stops as it takes."""
    for patrol in patrols:
        if constrained.grid.points[patrol, place].max() == _NO:
            continue
        last = len(orders[patrol])
        for k in range(last + 1) if position is None else [min(position, last)]:
            made = with_stop(orders, (patrol, k), place)
            with suppress(PlanImpossibleError):
                yield restored(constrained, constrained.fitted(made, [(patrol, place)]))


def _pushed(
    constrained: ConstrainedGrid,
    orders: Orders,
    timed: Timed,
    place: int,
    patrols: Sequence[int],
    position: int | None,
    count: int,
) -> Iterator[tuple[float, Orders, tuple[tuple[int, int], ...]]]:
    """Insertions in the time of some other stops: the gain, the orders, and who loses what."""
    for patrol in patrols:
        whole = constrained.chain(patrol, orders[patrol]).value
        rows = rows_of(constrained, orders, timed, patrol, np.array([place]))
        for out in combinations(range(len(orders[patrol])), count):
            left = with_order(orders, patrol, _others(orders[patrol], out))
            gone = [orders[patrol][k] for k in out]
            if place in gone or not constrained.spares(orders, left, gone):
                continue
            chain = constrained.chain(patrol, left[patrol])
            if not chain.fits:
                continue
            gain = gains(constrained.grid, patrol, left[patrol], chain, np.array([place]), rows)[
                :, 0
            ]
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
