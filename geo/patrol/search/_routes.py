"""Compiled: the times of a route, where a visit fits into it, and what a set of routes is worth."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled, inlined
from geo.network import Ints
from geo.patrol.search._task_arrays import Tables, Work

#: One number that is the whole state.
RngState = NDArray[np.uint64]


@compiled
def uniform(rng: RngState) -> float:
    """Next number from 0 to 1 (xorshift64, Marsaglia 2003)."""
    x = rng[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    rng[0] = x
    return float(x >> np.uint64(11)) / 9007199254740992.0


FAR: Final = 1 << 40


@compiled
def update_times(t: Tables, w: Work, v: int) -> None:
    """Work out when the visits of a route begin at the soonest and at the latest."""
    n, route, go = w.length[v], w.route[v], t.go[t.profile[v]]
    soonest, latest = w.soonest[v], w.latest[v]
    if n == 0:
        return
    moment = max(t.early[route[0]], t.begin[v] + t.out[v, t.place[route[0]]])
    soonest[0] = moment
    for k in range(1, n):
        moment += go[t.place[route[k - 1]], t.place[route[k]]]
        moment = max(t.early[route[k]], moment)
        soonest[k] = moment
    moment = min(t.late[route[n - 1]], t.end[v] - t.back[v, t.place[route[n - 1]]])
    latest[n - 1] = moment
    for k in range(n - 2, -1, -1):
        moment -= go[t.place[route[k]], t.place[route[k + 1]]]
        moment = min(t.late[route[k]], moment)
        latest[k] = moment


@inlined
def cheapest_insertion(
    here: int, early: int, late: int, place: Ints, go: Ints, out: Ints, back: Ints,
    begin: int, end: int, route: Ints, soonest: Ints, latest: Ints, n: int, delay: int,
) -> tuple[int, int]:  # fmt: skip
    """Slot and cost of the cheapest insertion of a visit into a route; slot -1 for none.

    The cost is the detour, and ``delay`` times how much later what follows begins. Constant time
    for each slot (Savelsbergh 1992).
    """
    least, slot = FAR, -1
    for k in range(n + 1):
        if k and soonest[k - 1] > late:
            break
        if k < n and latest[k] < early:
            continue
        before = place[route[k - 1]] if k else -1
        way = go[before, here] if k else out[here]
        moment = max(early, (soonest[k - 1] if k else begin) + way)
        if moment > late:
            continue
        if k < n:
            after = place[route[k]]
            moment += go[here, after]
            limit, was = latest[k], soonest[k]
            detour = way + go[here, after] - (go[before, after] if k else out[after])
        else:
            moment += back[here]
            limit = end
            was = soonest[k - 1] + back[before] if k else begin
            detour = way + back[here] - (back[before] if k else 0)
        if moment <= limit:
            cost = delay * max(moment - was, 0) + detour
            if cost < least:
                least, slot = cost, k
    return slot, least


@compiled
def fits_place(t: Tables, w: Work, v: int, client: int) -> bool:
    """Whether a place may have one more visit, then and by that vehicle."""
    here = t.place[client]
    n = w.visits[here]
    if n == 0:
        return True
    if n >= t.at_most[here]:
        return False
    near = 0
    for k in range(n):
        other = w.calls[here, k]
        stay, theirs = t.stay[v, here], t.stay[w.callers[here, k], here]
        after = t.early[client] >= t.late[other] + theirs + t.gap[here]
        before = t.early[other] >= t.late[client] + stay + t.gap[here]
        if not after and not before:
            near += 1
            if w.callers[here, k] == v:
                return False
    return bool(near < t.at_once[here])


@compiled
def place_worth(t: Tables, w: Work, here: int, more: float) -> float:
    """Worth of the visits to a place, and of one more with a prize if that is above 0."""
    n = w.visits[here]
    total, above = 0.0, -1
    if n == 0:
        return more
    for k in range(n):
        mine = t.prize[w.callers[here, k], w.calls[here, k]]
        rank = 1 if more > mine else 0
        for q in range(n):
            theirs = t.prize[w.callers[here, q], w.calls[here, q]]
            if theirs > mine or (theirs == mine and q < k):
                rank += 1
        total += t.again[rank] * mine
    if more > 0:
        above = 0
        for k in range(n):
            if t.prize[w.callers[here, k], w.calls[here, k]] >= more:
                above += 1
        total += t.again[above] * more
    return total


@compiled
def record_visit(t: Tables, w: Work, v: int, client: int) -> None:
    """Note that a vehicle visits a client."""
    here = t.place[client]
    w.calls[here, w.visits[here]] = client
    w.callers[here, w.visits[here]] = v
    w.visits[here] += 1
    if t.need[client] >= 0:
        w.granted[t.need[client]] = True


@compiled
def record_all(t: Tables, w: Work) -> None:
    """Note anew who visits what; times are worked out where a route was touched."""
    w.visits[:] = 0
    w.granted[:] = False
    for v in range(len(w.length)):
        if w.touched[v]:
            update_times(t, w, v)
        for k in range(w.length[v]):
            record_visit(t, w, v, w.route[v, k])


@compiled
def copy_into(source: Work, target: Work) -> None:
    """Copy the visits and times of some routes into others, which are untouched then."""
    for v in range(len(source.length)):
        target.length[v] = source.length[v]
        for k in range(source.length[v]):
            target.route[v, k] = source.route[v, k]
            target.soonest[v, k] = source.soonest[v, k]
            target.latest[v, k] = source.latest[v, k]
    target.touched[:] = False
    target.freed[:] = False


@compiled
def worth(t: Tables, w: Work, need_worth: float, spare_worth: float) -> float:
    """Prizes of all visits, needs that are granted, and a trifle for time that is left over."""
    total = 0.0
    for here in range(len(w.visits)):
        if w.visits[here]:
            total += place_worth(t, w, here, 0.0)
    for k in range(len(w.granted)):
        if w.granted[k]:
            total += need_worth
    for v in range(len(w.length)):
        n = w.length[v]
        if n:
            last = t.place[w.route[v, n - 1]]
            total += spare_worth * (t.end[v] - w.soonest[v, n - 1] - t.back[v, last])
    return total


@compiled
def insert(w: Work, v: int, slot: int, client: int) -> None:
    """Insert a client into a route."""
    for k in range(w.length[v], slot, -1):
        w.route[v, k] = w.route[v, k - 1]
    w.route[v, slot] = client
    w.length[v] += 1


@compiled
def remove(t: Tables, w: Work, v: int, first: int, count: int) -> None:
    """Remove consecutive clients from a route."""
    w.touched[v] = True
    for k in range(first, first + count):
        w.freed[t.place[w.route[v, k]]] = True
    for k in range(first, w.length[v] - count):
        w.route[v, k] = w.route[v, k + count]
    w.length[v] -= count


def routes_of(work: Work) -> tuple[tuple[int, ...], ...]:
    """Clients of each vehicle in visiting order."""
    rows = zip(work.route, work.length, strict=True)
    return tuple(tuple(row[:length].tolist()) for row, length in rows)
