"""Small problems at random, and what holds for routes in plain Python, second by second."""

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest

from geo.patrol.search._routes import record_all
from geo.patrol.search._task_arrays import Tables, work_for

AGAIN = np.array([1.0, 0.6, 0.4, 0.3, 0.3, 0.3])
SHIFT = (0, 120)


def random_tables(
    seed, vehicles=2, places=5, *, windows=3, at_most=1, gap=20, at_once=1, needs=0, alike=True
):
    """Places on a square, each with some windows of different prizes, and needs at any hour.

    Unless they are ``alike``, vehicles stay and walk for different times, and each is kept from
    some clients.
    """
    rng = np.random.default_rng(seed)
    xy = rng.integers(0, 30, (places, 2))
    pace = np.ones(vehicles) if alike else rng.uniform(0.8, 2.0, vehicles)
    stay = np.full((vehicles, places), 8)
    if not alike:
        stay = rng.integers(3, 12, (vehicles, places))
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    home = np.hypot(*(xy - 15).T)
    ways = np.ceil(apart[None] * pace[:, None, None]).astype(np.int64)
    ends = np.ceil(home[None] * pace[:, None]).astype(np.int64)
    place = np.repeat(np.arange(places), windows)
    early = rng.integers(0, 100, len(place))
    late = early + rng.integers(0, 30, len(place))
    need = np.full(len(place), -1)
    asked = rng.integers(0, places, needs)
    asked = np.array([p for n, p in enumerate(asked) if (asked[:n] == p).sum() < at_most], int)
    # Visits that nobody asks for are left where there may be more than are asked for.
    free = (asked[:, None] == place).sum(axis=0) < at_most
    place, early, late, need = place[free], early[free], late[free], need[free]
    place, need = np.append(place, asked), np.append(need, np.arange(len(asked)))
    early = np.append(early, np.zeros_like(asked))
    late = np.append(late, np.full_like(asked, 110))
    prize = np.round(rng.uniform(1, 10, len(place)), 3) * np.ones((vehicles, 1))
    may = np.ones(prize.shape, dtype=bool)
    if not alike:
        prize = np.round(prize * rng.uniform(0.8, 1.2, (vehicles, 1)), 3)
        may = rng.random(prize.shape) < 0.8
    return Tables(
        place=place,
        early=early,
        late=late,
        prize=prize,
        may=may,
        need=need,
        go=np.ascontiguousarray(ways + stay[:, :, None]),
        out=ends,
        back=ends + stay,
        profile=np.arange(vehicles),
        begin=np.full(vehicles, SHIFT[0]),
        end=np.full(vehicles, SHIFT[1]),
        stay=stay,
        at_most=np.full(places, at_most),
        gap=np.full(places, gap),
        at_once=np.full(places, at_once),
        again=AGAIN,
    )


def times(t, v, route, begins=None):
    """When visits begin, one after the other and no sooner than ``begins``; None if too late."""
    at, moment = [], t.begin[v]
    for k, client in enumerate(route):
        here = t.place[client]
        way = t.go[t.profile[v], t.place[route[k - 1]], here] if k else t.out[v, here]
        moment = max(moment + way, t.early[client])
        if begins is not None:
            moment = max(moment, begins[k])
        if moment > t.late[client]:
            return None
        at.append(int(moment))
    if route and moment + t.back[v, t.place[route[-1]]] > t.end[v]:
        return None
    return at


def spans(t, routes):
    """By place, who visits it: vehicle, client, and first and last moment of its window."""
    found = {}
    for v, route in enumerate(routes):
        for client in route:
            span = int(t.early[client]), int(t.late[client] + t.stay[v, t.place[client]])
            found.setdefault(int(t.place[client]), []).append((v, int(client), *span))
    return found


def near(one, other, gap):
    """Whether two visits could be nearer to each other than a gap."""
    return one[2] < other[3] + gap and other[2] < one[3] + gap


def place_allows(t, here, visits):
    """Whether a place may have these visits, whenever in their windows they begin."""
    if len(visits) > t.at_most[here]:
        return False
    gap, together = t.gap[here], int(t.at_once[here]) + 1
    if any(a[0] == b[0] and near(a, b, gap) for a, b in combinations(visits, 2)):
        return False
    return not any(
        all(near(a, b, gap) for a, b in combinations(group, 2))
        for group in combinations(visits, together)
    )


def feasible(t, routes):
    """Whether routes keep their times, and places and needs what is asked of them.

    Two vehicles may visit a place in the same window, where the place allows it.
    """
    clients = [client for route in routes for client in route]
    needs = [t.need[client] for client in clients if t.need[client] >= 0]
    return (
        len(set(needs)) == len(needs)
        and all(t.may[v, client] for v, route in enumerate(routes) for client in route)
        and all(times(t, v, route) is not None for v, route in enumerate(routes))
        and all(place_allows(t, here, visits) for here, visits in spans(t, routes).items())
    )


def worth(t, routes):
    """Prizes, place by place the best first."""
    total = 0.0
    for visits in spans(t, routes).values():
        prizes = sorted((float(t.prize[v, client]) for v, client, _, _ in visits), reverse=True)
        total += sum(share * prize for share, prize in zip(t.again, prizes, strict=False))
    return total


def granted(t, routes):
    """How many needs routes grant."""
    return sum(t.need[client] >= 0 for route in routes for client in route)


def clients_in_time(t, v):
    """An order in which a vehicle is in time, for every set of clients that has one."""
    found, routes = {frozenset(): ()}, [()]
    while routes:
        route = routes.pop()
        for client in set(np.flatnonzero(t.may[v]).tolist()) - set(route):
            longer = (*route, client)
            if times(t, v, longer) is not None:
                found.setdefault(frozenset(longer), longer)
                routes.append(longer)
    return found


def by_exhaustion(t):
    """The most needs that can be granted, and the greatest worth of routes that grant as many."""
    options = [clients_in_time(t, v) for v in range(len(t.begin))]
    sets = [(frozenset(), ())]
    for one in options:
        sets = [
            (taken | more, (*routes, route))
            for taken, routes in sets
            for more, route in one.items()
            if not any(t.need[client] >= 0 for client in taken & more)
        ]
    return max((granted(t, r), worth(t, r)) for _, r in sets if feasible(t, r))


def work_of(t, routes):
    """Routes as the kernels have them, with their times."""
    work = work_for(t)
    for v, route in enumerate(routes):
        work.route[v, : len(route)] = route
        work.length[v] = len(route)
    work.touched[:] = True
    record_all(t, work)
    return work


def some_routes(t, seed):
    """Feasible routes: clients put in at random where they fit, until half were tried."""
    rng = np.random.default_rng(seed)
    routes = [[] for _ in t.begin]
    for client in rng.permutation(len(t.place))[: len(t.place) // 2 + 1].tolist():
        v = int(rng.integers(len(routes)))
        slot = int(rng.integers(len(routes[v]) + 1))
        route = [*routes[v][:slot], client, *routes[v][slot:]]
        tried = [*routes[:v], route, *routes[v + 1 :]]
        if feasible(t, tried):
            routes = tried
    return routes


@pytest.fixture(scope="session")
def plain():
    """The problems and the arithmetic of this folder, under one name."""
    return SimpleNamespace(
        tables=random_tables,
        times=times,
        near=near,
        place_allows=place_allows,
        spans=spans,
        feasible=feasible,
        worth=worth,
        granted=granted,
        by_exhaustion=by_exhaustion,
        work_of=work_of,
        some_routes=some_routes,
    )
