"""Compiled: ruin a part of the routes, rebuild it, and keep the result or not.

Simulated annealing (Kirkpatrick et al. 1983) over large neighbourhoods (Shaw 1998).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.patrol.search.routes import (
    FAR,
    Random,
    chance,
    cheapest,
    cut,
    fits_place,
    place_worth,
    put,
    retime,
    same,
    tell,
    tell_all,
    worth,
)
from geo.patrol.search.task_arrays import Tables, Work


@compiled
def _cut_string(t: Tables, w: Work, v: int, around: int, longest: int, random: Random) -> None:
    """Remove some consecutive visits, one of them at a position."""
    n = w.length[v]
    count = 1 + int(chance(random) * min(n, longest))
    first = around - int(chance(random) * count)
    cut(t, w, v, min(max(first, 0), n - count), count)


@compiled
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


@compiled
def ruin(t: Tables, w: Work, longest: int, random: Random) -> int:
    """Remove strings around some place, strings anywhere, scattered visits, or a whole route.

    Returns
    -------
    int
        The route that was removed as a whole; -1 for none.
    """
    v_all = len(w.length)
    kind = chance(random)
    if kind >= 0.95:
        v = int(chance(random) * v_all)
        cut(t, w, v, 0, w.length[v])
        return v
    if kind >= 0.85:
        share = 0.05 + 0.25 * chance(random)
        for v in range(v_all):
            for k in range(w.length[v] - 1, -1, -1):
                if chance(random) < share:
                    cut(t, w, v, k, 1)
        return -1
    here = t.place[int(chance(random) * len(t.place))]
    routes = 1 + int(chance(random) * (min(v_all, 3) if kind < 0.5 else v_all))
    for _ in range(routes):
        v = int(chance(random) * v_all)
        if w.length[v]:
            around = int(chance(random) * w.length[v])
            if kind < 0.5:
                around = _nearest(t, w, v, here, random)
            _cut_string(t, w, v, around, longest, random)
    return -1


#: A need is worth more than anything else.
NEED: Final = 1e7
#: In so many of the rebuildings needs come in before everything else; in the others after it, in
#: what room is left.
_FIRST: Final = 0.8
#: Clients that are drawn for the first visit of a route.
_DRAWN: Final = 3


@compiled
def _wish(prize: float, favour: float, greed: int, noise: float, random: Random) -> float:
    """How much a rebuilding favours a client: a power of its prize (0, 0.5, 1), with noise."""
    wish = favour * (1.0 + noise * (2 * chance(random) - 1))
    if favour > 1.0:
        return wish
    if greed == 1:
        return float(wish * np.sqrt(prize))
    return wish * prize if greed == 2 else wish


@compiled
def _list_absent(t: Tables, w: Work, noise: float, random: Random) -> int:
    """List the clients that could come in; how many there are."""
    greed = int(chance(random) * 3)
    drawn = chance(random)
    first = noise == 0 or drawn < _FIRST
    noise *= drawn
    place, need, prize = t.place, t.need, t.prize[0]
    n = 0
    for client in range(len(place)):
        here = place[client]
        if w.visits[here] >= t.at_most[here]:
            continue
        if need[client] >= 0 and w.granted[need[client]]:
            continue
        favour = 1.0 if need[client] < 0 else NEED if first else 1 / NEED
        w.wish[client] = _wish(prize[client], favour, greed, noise, random)
        w.absent[n] = client
        n += 1
    return n


@compiled
def _offers_of(t: Tables, w: Work, v: int, n: int, again: bool) -> None:  # noqa: FBT001
    """Note where each absent client would fit into one route, and how good that would be.

    Parameters
    ----------
    again : bool
        Look only at those that had an offer from this route before.
    """
    place, early, late, go = t.place, t.early, t.late, t.go[t.profile[v]]
    out, back, may, prize = t.out[v], t.back[v], t.may[v], t.prize[v]
    route, soonest, latest, length = w.route[v], w.soonest[v], w.latest[v], w.length[v]
    offer, slots, absent, wish, visits = w.offer[v], w.slot[v], w.absent, w.wish, w.visits
    touched, freed = w.touched[v], w.freed
    for k in range(n):
        client = absent[k]
        here = place[client]
        if again and offer[client] == 0.0:
            continue
        offer[client] = 0.0
        if not may[client] or not (again or touched or freed[here]):
            continue
        slot, cost = cheapest(
            here, early[client], late[client], place, go, out, back,
            t.begin[v], t.end[v], route, soonest, latest, length,
        )  # fmt: skip
        if slot < 0:
            continue
        gain = prize[client]
        if visits[here]:
            gain = _gain(t, w, v, client)
        if gain > 0:
            slots[client] = slot
            offer[client] = wish[client] * gain / (max(cost, 0) + 1.0)


@compiled
def _gain(t: Tables, w: Work, v: int, client: int) -> float:
    """What one more visit to a place adds; 0 where the place does not allow it."""
    here = t.place[client]
    if not fits_place(t, w, v, client):
        return 0.0
    more = place_worth(t, w, here, t.prize[v, client])
    return float(more - place_worth(t, w, here, 0.0))


@compiled
def _offer_again(t: Tables, w: Work, v: int, client: int) -> None:
    """Look at one offer again, after its place was visited."""
    if w.offer[v, client] > 0.0:
        slot, cost = cheapest(
            t.place[client], t.early[client], t.late[client], t.place, t.go[t.profile[v]],
            t.out[v], t.back[v], t.begin[v], t.end[v], w.route[v], w.soonest[v], w.latest[v],
            w.length[v],
        )  # fmt: skip
        gain = _gain(t, w, v, client) if slot >= 0 else 0.0
        w.offer[v, client] = w.wish[client] * gain / (max(cost, 0) + 1.0)
        w.slot[v, client] = slot


@compiled
def _best_offer(w: Work, n: int) -> tuple[int, int]:
    """Vehicle and client with most worth for the time."""
    best, who, what = 0.0, -1, -1
    absent, offer = w.absent, w.offer
    for v in range(len(w.length)):
        for k in range(n):
            if offer[v, absent[k]] > best:
                best, who, what = offer[v, absent[k]], v, absent[k]
    return who, what


@compiled
def _without(t: Tables, w: Work, client: int, n: int) -> int:
    """Take off the list what a client that came in shuts out; how many are left."""
    place, need, absent = t.place, t.need, w.absent
    here, granted, kept = place[client], need[client], 0
    full = w.visits[here] >= t.at_most[here]
    for k in range(n):
        other = absent[k]
        at_place = place[other] == here
        if (at_place and full) or (granted >= 0 and need[other] == granted):
            continue
        if at_place:
            for v in range(len(w.length)):
                _offer_again(t, w, v, other)
        absent[kept] = other
        kept += 1
    return kept


@compiled
def seed_route(t: Tables, w: Work, v: int, random: Random) -> None:
    """Give an empty route a first visit: of three at random, the one with the greatest prize."""
    best = -1
    for _ in range(_DRAWN):
        client = int(chance(random) * len(t.place))
        need = t.need[client]
        shut = (need >= 0 and w.granted[need]) or not t.may[v, client]
        shut = shut or not fits_place(t, w, v, client)
        if not shut and (best < 0 or t.prize[v, client] > t.prize[v, best]):
            best = client
    if best < 0:
        return
    here = t.place[best]
    moment = max(t.early[best], t.begin[v] + t.out[v, here])
    if moment <= t.late[best] and moment + t.back[v, here] <= t.end[v]:
        put(w, v, 0, best)
        tell(t, w, v, best)
        retime(t, w, v)


@compiled
def rebuild(t: Tables, w: Work, noise: float, random: Random) -> None:
    """Insert the best offer until none is left.

    Nothing fitted into the routes before some visits were removed, so it is enough to look at the
    routes that were touched, and at the places that lost a visit.
    """
    n = _list_absent(t, w, noise, random)
    for v in range(len(w.length)):
        _offers_of(t, w, v, n, False)
    while True:
        v, client = _best_offer(w, n)
        if v < 0:
            return
        put(w, v, w.slot[v, client], client)
        tell(t, w, v, client)
        retime(t, w, v)
        n = _without(t, w, client, n)
        _offers_of(t, w, v, n, True)


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


@compiled
def begin(
    t: Tables, given: Work, now: Work, trial: Work, tries: int, noise: float, random: Random
) -> float:
    """Build on what is given some times, and set out from the best that comes of it; its worth."""
    best = -1.0
    for attempt in range(tries):
        same(given, trial)
        trial.touched[:] = True
        trial.freed[:] = True
        tell_all(t, trial)
        if attempt:
            for v in range(len(trial.length)):
                if not trial.length[v]:
                    seed_route(t, trial, v, random)
        rebuild(t, trial, noise if attempt else 0.0, random)
        reached = worth(t, trial, NEED, 0.0)
        if reached > best:
            same(trial, now)
            best = reached
    return best


@compiled
def anneal(
    t: Tables, now: Work, best: Work, trial: Work, worths: NDArray[np.float64],
    steps: int, rate: Rate, random: Random,
) -> None:  # fmt: skip
    """Ruin and rebuild some times; ``now`` and ``best`` and their ``worths`` are updated."""
    for _ in range(steps):
        same(now, trial)
        emptied = ruin(t, trial, rate.longest, random)
        tell_all(t, trial)
        if emptied >= 0:
            seed_route(t, trial, emptied, random)
        rebuild(t, trial, rate.noise, random)
        reached = worth(t, trial, NEED, rate.spare_worth)
        if reached < worths[0] and chance(random) >= np.exp((reached - worths[0]) / rate.warmth):
            continue
        same(trial, now)
        worths[0] = reached
        if reached > worths[1] and worth(t, trial, NEED, 0.0) > worths[1]:
            same(trial, best)
            worths[1] = worth(t, trial, NEED, 0.0)
