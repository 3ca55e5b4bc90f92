"""Compiled: ruin a part of the routes, recreate it, and keep the result or not.

Simulated annealing (Kirkpatrick et al. 1983) over large neighbourhoods (Shaw 1998).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.patrol.search._routes import (
    FAR,
    RngState,
    cheapest_insertion,
    copy_into,
    fits_place,
    insert,
    place_worth,
    record_all,
    record_visit,
    remove,
    uniform,
    update_times,
    worth,
)
from geo.patrol.search._task_arrays import Moves, Tables, Work

#: A need is worth more than anything else.
NEED: Final = 1e7


@compiled
def _remove_string(t: Tables, w: Work, v: int, around: int, longest: int, rng: RngState) -> None:
    """Remove some consecutive visits, one of them at a position."""
    n = w.length[v]
    count = 1 + int(uniform(rng) * min(n, longest))
    first = around - int(uniform(rng) * count)
    remove(t, w, v, min(max(first, 0), n - count), count)


@compiled
def _nearest(t: Tables, w: Work, v: int, here: int, chance: float, rng: RngState) -> int:
    """Position of the visit of a route that is nearest to a place, or nearly so."""
    go = t.go[t.profile[v]]
    least, nearest = FAR, 0
    for k in range(w.length[v]):
        other = t.place[w.route[v, k]]
        way = min(go[here, other], go[other, here])
        if way < least and uniform(rng) < chance:
            least, nearest = way, k
    return nearest


@compiled
def ruin(t: Tables, w: Work, moves: Moves, rng: RngState) -> int:
    """Remove strings around some place, strings anywhere, scattered visits, or a whole route.

    Returns
    -------
    int
        The route that was removed as a whole; -1 for none.
    """
    v_all = len(w.length)
    kind = uniform(rng)
    if kind >= moves.scattered_until:
        v = int(uniform(rng) * v_all)
        remove(t, w, v, 0, w.length[v])
        return v
    if kind >= moves.anywhere_until:
        share = moves.scattered_least + moves.scattered_spread * uniform(rng)
        for v in range(v_all):
            for k in range(w.length[v] - 1, -1, -1):
                if uniform(rng) < share:
                    remove(t, w, v, k, 1)
        return -1
    near = kind < moves.near_until
    here = t.place[int(uniform(rng) * len(t.place))]
    routes = 1 + int(uniform(rng) * (min(v_all, moves.nearby_routes) if near else v_all))
    for _ in range(routes):
        v = int(uniform(rng) * v_all)
        if w.length[v]:
            around = int(uniform(rng) * w.length[v])
            if near:
                around = _nearest(t, w, v, here, moves.nearest_chance, rng)
            _remove_string(t, w, v, around, moves.longest_string, rng)
    return -1


@compiled
def _bias(prize: float, favour: float, greed: int, noise: float, rng: RngState) -> float:
    """How much a recreation favours a client: a power of its prize (0, 0.5, 1), with noise."""
    bias = favour * (1.0 + noise * (2 * uniform(rng) - 1))
    if favour > 1.0:
        return bias
    if greed == 1:
        return float(bias * np.sqrt(prize))
    return bias * prize if greed == 2 else bias


@compiled
def _list_absent(t: Tables, w: Work, noise: float, needs_first: float, rng: RngState) -> int:
    """List the clients that could come in; how many there are."""
    greed = int(uniform(rng) * 3)
    drawn = uniform(rng)
    first = noise == 0 or drawn < needs_first
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
        w.bias[client] = _bias(prize[client], favour, greed, noise, rng)
        w.absent[n] = client
        n += 1
    return n


@compiled
def _offers_of(t: Tables, w: Work, v: int, n: int, delay: int, again: bool) -> None:  # noqa: FBT001
    """Note where each absent client would fit into one route, and how good that would be.

    Parameters
    ----------
    again : bool
        Look only at those that had an offer from this route before.
    """
    place, early, late, go = t.place, t.early, t.late, t.go[t.profile[v]]
    out, back, may, prize = t.out[v], t.back[v], t.may[v], t.prize[v]
    route, soonest, latest, length = w.route[v], w.soonest[v], w.latest[v], w.length[v]
    offer, slots, absent, bias, visits = w.offer[v], w.slot[v], w.absent, w.bias, w.visits
    touched, freed = w.touched[v], w.freed
    for k in range(n):
        client = absent[k]
        here = place[client]
        if again and offer[client] == 0.0:
            continue
        offer[client] = 0.0
        if not may[client] or not (again or touched or freed[here]):
            continue
        slot, cost = cheapest_insertion(
            here, early[client], late[client], place, go, out, back,
            t.begin[v], t.end[v], route, soonest, latest, length, delay,
        )  # fmt: skip
        if slot < 0:
            continue
        gain = prize[client]
        if visits[here]:
            gain = _gain(t, w, v, client)
        if gain > 0:
            slots[client] = slot
            offer[client] = bias[client] * gain / (max(cost, 0) + 1.0)


@compiled
def _gain(t: Tables, w: Work, v: int, client: int) -> float:
    """What one more visit to a place adds; 0 where the place does not allow it."""
    here = t.place[client]
    if not fits_place(t, w, v, client):
        return 0.0
    more = place_worth(t, w, here, t.prize[v, client])
    return float(more - place_worth(t, w, here, 0.0))


@compiled
def _offer_again(t: Tables, w: Work, v: int, client: int, delay: int) -> None:
    """Look at one offer again, after its place was visited."""
    if w.offer[v, client] > 0.0:
        slot, cost = cheapest_insertion(
            t.place[client], t.early[client], t.late[client], t.place, t.go[t.profile[v]],
            t.out[v], t.back[v], t.begin[v], t.end[v], w.route[v], w.soonest[v], w.latest[v],
            w.length[v], delay,
        )  # fmt: skip
        gain = _gain(t, w, v, client) if slot >= 0 else 0.0
        w.offer[v, client] = w.bias[client] * gain / (max(cost, 0) + 1.0)
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
def _without(t: Tables, w: Work, client: int, n: int, delay: int) -> int:
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
                _offer_again(t, w, v, other, delay)
        absent[kept] = other
        kept += 1
    return kept


@compiled
def seed_route(t: Tables, w: Work, v: int, draws: int, rng: RngState) -> None:
    """Give an empty route a first visit: of some at random, the one with the greatest prize."""
    best = -1
    for _ in range(draws):
        client = int(uniform(rng) * len(t.place))
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
        insert(w, v, 0, best)
        record_visit(t, w, v, best)
        update_times(t, w, v)


@compiled
def recreate(t: Tables, w: Work, noise: float, moves: Moves, rng: RngState) -> None:
    """Insert the best offer until none is left.

    Nothing fitted into the routes before some visits were removed, so it is enough to look at the
    routes that were touched, and at the places that lost a visit.
    """
    n = _list_absent(t, w, noise, moves.needs_first, rng)
    for v in range(len(w.length)):
        _offers_of(t, w, v, n, moves.delay_weight, False)
    while True:
        v, client = _best_offer(w, n)
        if v < 0:
            return
        insert(w, v, w.slot[v, client], client)
        record_visit(t, w, v, client)
        update_times(t, w, v)
        n = _without(t, w, client, n, moves.delay_weight)
        _offers_of(t, w, v, n, moves.delay_weight, True)


@compiled
def construct(
    t: Tables, given: Work, now: Work, trial: Work, tries: int, noise: float, moves: Moves,
    rng: RngState,
) -> float:  # fmt: skip
    """Build on what is given some times, and set out from the best that comes of it; its worth."""
    best = -1.0
    for attempt in range(tries):
        copy_into(given, trial)
        trial.touched[:] = True
        trial.freed[:] = True
        record_all(t, trial)
        if attempt:
            for v in range(len(trial.length)):
                if not trial.length[v]:
                    seed_route(t, trial, v, moves.seed_draws, rng)
        recreate(t, trial, noise if attempt else 0.0, moves, rng)
        reached = worth(t, trial, NEED, 0.0)
        if reached > best:
            copy_into(trial, now)
            best = reached
    return best


@compiled
def anneal(
    t: Tables, now: Work, best: Work, trial: Work, worths: NDArray[np.float64], steps: int,
    temperature: float, spare_worth: float, moves: Moves, rng: RngState,
) -> None:  # fmt: skip
    """Ruin and recreate some times; ``now`` and ``best`` and their ``worths`` are updated.

    Parameters
    ----------
    temperature : float
        Loss of worth that is accepted about one time in three.
    spare_worth : float
        Of a unit of time that is left over at the end.
    """
    for _ in range(steps):
        copy_into(now, trial)
        emptied = ruin(t, trial, moves, rng)
        record_all(t, trial)
        if emptied >= 0:
            seed_route(t, trial, emptied, moves.seed_draws, rng)
        recreate(t, trial, moves.noise, moves, rng)
        reached = worth(t, trial, NEED, spare_worth)
        if reached < worths[0] and uniform(rng) >= np.exp((reached - worths[0]) / temperature):
            continue
        copy_into(trial, now)
        worths[0] = reached
        if reached > worths[1] and worth(t, trial, NEED, 0.0) > worths[1]:
            copy_into(trial, best)
            worths[1] = worth(t, trial, NEED, 0.0)
