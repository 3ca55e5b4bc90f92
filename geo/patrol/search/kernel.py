"""Compiled: ruin a part of the routes, rebuild it, and keep the result or not.

Simulated annealing over large neighbourhoods: strings of neighbouring visits are removed
(Christiaens and Vanden Berghe 2020), and what is absent is inserted by prize for the time that it
takes (Vansteenwegen et al. 2009), with some noise.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from geo.patrol.search.routes import (
    FAR,
    cheapest,
    cut,
    fits_place,
    place_worth,
    put,
    retime,
    tell,
    tell_all,
    worth,
)
from geo.patrol.search.tables import Tables, Work

#: A need is worth more than anything else.
NEED: Final = 1e7

Random = NDArray[np.uint64]


class Rate(NamedTuple):
    """How wild the search is at one stage of it.

    Attributes
    ----------
    warmth : float
        Loss of worth that is accepted about one time in three.
    longest : int
        Visits that are removed from one route at most.
    noise : float
        How far the favour of a client may be off, as a share.
    spare_worth : float
        Of a unit of time that is left over at the end.
    """

    warmth: float
    longest: int
    noise: float
    spare_worth: float


@njit(cache=True, nogil=True)
def chance(random: Random) -> float:
    """Next number from 0 to 1 (xorshift64, Marsaglia 2003)."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return float(x >> np.uint64(11)) / 9007199254740992.0


@njit(cache=True, nogil=True)
def _cut_string(w: Work, v: int, around: int, longest: int, random: Random) -> None:
    """Remove some consecutive visits, one of them at a position."""
    n = w.length[v]
    count = 1 + int(chance(random) * min(n, longest))
    first = around - int(chance(random) * count)
    cut(w, v, min(max(first, 0), n - count), count)


@njit(cache=True, nogil=True)
def _nearest(t: Tables, w: Work, v: int, here: int, random: Random) -> int:
    """Position of the visit of a route that is nearest to a place, or nearly so."""
    go = t.go[t.profile[v]]
    least, found = FAR, 0
    for k in range(w.length[v]):
        other = t.place[w.route[v, k]]
        way = min(go[here, other], go[other, here])
        if way < least and chance(random) < 0.8:
            least, found = way, k
    return found


@njit(cache=True, nogil=True)
def _ruin(t: Tables, w: Work, longest: int, random: Random) -> None:
    """Remove strings around some place, strings anywhere, or scattered visits."""
    v_all = len(w.length)
    kind = chance(random)
    if kind >= 0.85:
        share = 0.05 + 0.25 * chance(random)
        for v in range(v_all):
            for k in range(w.length[v] - 1, -1, -1):
                if chance(random) < share:
                    cut(w, v, k, 1)
        return
    here = t.place[int(chance(random) * len(t.place))]
    routes = 1 + int(chance(random) * (min(v_all, 3) if kind < 0.5 else v_all))
    for _ in range(routes):
        v = int(chance(random) * v_all)
        if w.length[v]:
            around = int(chance(random) * w.length[v])
            if kind < 0.5:
                around = _nearest(t, w, v, here, random)
            _cut_string(w, v, around, longest, random)


@njit(cache=True, nogil=True)
def _gain(t: Tables, w: Work, v: int, client: int) -> float:
    """What one more visit adds; 0 where its place does not allow it."""
    here, prize = t.place[client], t.prize[v, client]
    if w.visits[here] == 0:
        return float(prize)
    if not fits_place(t, w, v, client):
        return 0.0
    return float(place_worth(t, w, here, prize) - place_worth(t, w, here, 0.0))


@njit(cache=True, nogil=True)
def _offer(t: Tables, w: Work, v: int, client: int) -> None:
    """Note where a client would fit into a route, and how good that would be."""
    w.offer[v, client] = 0.0
    if not t.may[v, client]:
        return
    slot, cost = cheapest(t, w, v, client)
    if slot < 0:
        return
    gain = _gain(t, w, v, client)
    if gain > 0:
        w.slot[v, client] = slot
        w.offer[v, client] = w.wish[client] * gain ** w.wish[len(t.place)] / (cost + 1.0)


@njit(cache=True, nogil=True)
def _offer_all(t: Tables, w: Work, noise: float, random: Random) -> int:
    """List the clients that could come in, and where; how many there are."""
    w.wish[len(t.place)] = 1.0 + chance(random)
    noise *= chance(random)
    n = 0
    for client in range(len(t.place)):
        here, need = t.place[client], t.need[client]
        if w.visits[here] >= t.at_most[here] or (need >= 0 and w.granted[need]):
            continue
        w.absent[n] = client
        n += 1
        w.wish[client] = (1.0 + noise * (2 * chance(random) - 1)) * (NEED if need >= 0 else 1.0)
        for v in range(len(w.length)):
            _offer(t, w, v, client)
    return n


@njit(cache=True, nogil=True)
def _best_offer(w: Work, n: int) -> tuple[int, int]:
    """Vehicle and client with most worth for the time."""
    best, who, what = 0.0, -1, -1
    for k in range(n):
        client = w.absent[k]
        for v in range(len(w.length)):
            if w.offer[v, client] > best:
                best, who, what = w.offer[v, client], v, client
    return who, what


@njit(cache=True, nogil=True)
def _offer_again(t: Tables, w: Work, v: int, client: int, n: int) -> int:
    """Bring the offers up to date after a client came in; returns how many are left."""
    here, need, kept = t.place[client], t.need[client], 0
    full = w.visits[here] >= t.at_most[here]
    for k in range(n):
        other = w.absent[k]
        same = t.place[other] == here
        if other == client or (same and full) or (need >= 0 and t.need[other] == need):
            continue
        left = False
        for u in range(len(w.length)):
            if (u == v or same) and w.offer[u, other] > 0:
                _offer(t, w, u, other)
            left = left or w.offer[u, other] > 0
        if left:
            w.absent[kept] = other
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _rebuild(t: Tables, w: Work, noise: float, random: Random) -> None:
    """Insert the best offer until none is left."""
    n = _offer_all(t, w, noise, random)
    while True:
        v, client = _best_offer(w, n)
        if v < 0:
            return
        put(w, v, w.slot[v, client], client)
        tell(t, w, v, client)
        retime(t, w, v)
        n = _offer_again(t, w, v, client, n)


@njit(cache=True, nogil=True)
def anneal(
    t: Tables, now: Work, best: Work, trial: Work, worths: NDArray[np.float64],
    steps: int, rate: Rate, random: Random,
) -> None:  # fmt: skip
    """Ruin and rebuild some times; ``now`` and ``best`` and their ``worths`` are updated."""
    for _ in range(steps):
        trial.route[:] = now.route
        trial.length[:] = now.length
        _ruin(t, trial, rate.longest, random)
        tell_all(t, trial)
        _rebuild(t, trial, rate.noise, random)
        reached = worth(t, trial, NEED, rate.spare_worth)
        if reached < worths[0] and chance(random) >= np.exp((reached - worths[0]) / rate.warmth):
            continue
        now.route[:] = trial.route
        now.length[:] = trial.length
        worths[0] = reached
        if reached > worths[1]:
            best.route[:] = trial.route
            best.length[:] = trial.length
            worths[1] = reached
