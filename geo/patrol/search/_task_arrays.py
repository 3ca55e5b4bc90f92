"""What the search reads and writes: plain arrays, so that its kernels compile to machine code."""

from typing import NamedTuple

import numpy as np

from geo.network import Bools, Floats, Ints
from geo.patrol.search.search_params import SearchParams


class Tables(NamedTuple):
    """A team orienteering problem with time windows, in whole units of time.

    A *client* is a visit to a place that begins within a window; a place can have several, worth
    more or less. ``v`` vehicles, ``n`` clients, ``m`` places, ``p`` profiles of travel times.

    Attributes
    ----------
    place : ndarray of int, shape (n,)
    early, late : ndarray of int, shape (n,)
        First and last moment at which the visit may begin.
    prize : ndarray of float, shape (v, n)
        Worth of the visit when it is the only one to its place.
    may : ndarray of bool, shape (v, n)
    need : ndarray of int, shape (n,)
        Number of the need that the client grants; -1 for none.
    go : ndarray of int, shape (p, m, m)
        From the beginning of a visit to the arrival at the next place: the stay and the way.
    out, back : ndarray of int, shape (v, m)
        From the start to a place; from the beginning of a visit there to the arrival at the end.
    profile, begin, end : ndarray of int, shape (v,)
        Which travel times a vehicle has, and its shift.
    stay : ndarray of int, shape (v, m)
    at_most, gap, at_once : ndarray of int, shape (m,)
        Visits to a place, the time between them, and how many may be nearer than that.
    again : ndarray of float, shape (k,)
        Share of its prize that the first, second, ... visit to a place has, the best one first.
    """

    place: Ints
    early: Ints
    late: Ints
    prize: Floats
    may: Bools
    need: Ints
    go: Ints
    out: Ints
    back: Ints
    profile: Ints
    begin: Ints
    end: Ints
    stay: Ints
    at_most: Ints
    gap: Ints
    at_once: Ints
    again: Floats

    @property
    def n_needs(self) -> int:
        """Needs that are to be granted."""
        return int(self.need.max(initial=-1)) + 1


class Moves(NamedTuple):
    """The numbers of `SearchParams` that the kernels take; bounds of shares are sums of them."""

    near_until: float
    anywhere_until: float
    scattered_until: float
    longest_string: int
    nearby_routes: int
    nearest_chance: float
    scattered_least: float
    scattered_spread: float
    noise: float
    needs_first: float
    seed_draws: int
    delay_weight: int


def moves_of(params: SearchParams) -> Moves:
    """What the kernels take of the parameters."""
    near, anywhere, scattered, _ = params.ruin_shares
    least, most = params.scattered_share
    return Moves(
        near_until=near,
        anywhere_until=near + anywhere,
        scattered_until=near + anywhere + scattered,
        longest_string=params.longest_string,
        nearby_routes=params.nearby_routes,
        nearest_chance=params.nearest_chance,
        scattered_least=least,
        scattered_spread=most - least,
        noise=params.noise,
        needs_first=params.needs_first,
        seed_draws=params.seed_draws,
        delay_weight=params.delay_weight,
    )


class Work(NamedTuple):
    """Routes that are being changed, and what is known of them.

    Attributes
    ----------
    route, length : ndarray of int, shape (v, most) and (v,)
        Clients in visiting order.
    soonest, latest : ndarray of int, shape (v, most)
        When each visit begins, and when it could begin at the latest.
    visits, calls, callers : ndarray of int, shape (m,), (m, k) and (m, k)
        Visits to each place: how many, which clients, by which vehicles.
    granted : ndarray of bool, shape (needs + 1,)
    slot : ndarray of int, shape (v, n)
        Where each absent client would be inserted.
    offer : ndarray of float, shape (v, n)
        How good that would be; 0 where it does not fit.
    bias : ndarray of float, shape (n,)
        How much this recreation favours a client.
    absent : ndarray of int, shape (n,)
    touched, freed : ndarray of bool, shape (v,) and (m,)
        Routes and places that lost a visit.
    """

    route: Ints
    length: Ints
    soonest: Ints
    latest: Ints
    visits: Ints
    calls: Ints
    callers: Ints
    granted: Bools
    slot: Ints
    offer: Floats
    bias: Floats
    absent: Ints
    touched: Bools
    freed: Bools


def work_for(tables: Tables) -> Work:
    """Routes without any visit."""
    v, n = tables.prize.shape
    m = len(tables.at_most)
    k = int(tables.at_most.max(initial=1))
    width = _most_visits(tables)
    return Work(
        route=np.zeros((v, width), dtype=np.int64),
        length=np.zeros(v, dtype=np.int64),
        soonest=np.zeros((v, width), dtype=np.int64),
        latest=np.zeros((v, width), dtype=np.int64),
        visits=np.zeros(m, dtype=np.int64),
        calls=np.zeros((m, k), dtype=np.int64),
        callers=np.zeros((m, k), dtype=np.int64),
        granted=np.zeros(tables.n_needs + 1, dtype=np.bool_),
        slot=np.zeros((v, n), dtype=np.int64),
        offer=np.zeros((v, n)),
        bias=np.zeros(n),
        absent=np.zeros(n, dtype=np.int64),
        touched=np.ones(v, dtype=np.bool_),
        freed=np.ones(m, dtype=np.bool_),
    )


def _most_visits(tables: Tables) -> int:
    """No route has more visits than this, and one to spare."""
    shortest = int(tables.stay.min(initial=1))
    hours = int((tables.end - tables.begin).max(initial=0))
    n = len(tables.place)
    return (min(hours // shortest + 1, n) if shortest > 0 else n) + 2
