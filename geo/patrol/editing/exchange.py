"""Making one patrol's afternoon better by itself."""

from collections.abc import Iterator

import numpy as np

from geo.patrol.editing.case import Case, Fitted, with_order, without
from geo.patrol.editing.insert import LEAST, TRIES, absent, filled, gains, rows_of
from geo.patrol.editing.times import Timed


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
    for _, made in sorted(ways, key=lambda way: -way[0])[:TRIES]:
        found = case.timed(made)
        if isinstance(found, Timed) and found.value > timed.value + LEAST:
            yield Fitted(made, found, fitted.lost)
