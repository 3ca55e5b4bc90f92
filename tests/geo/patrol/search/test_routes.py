"""The compiled arithmetic of routes, against plain Python."""

from itertools import pairwise

import numpy as np
import pytest

from geo.patrol.search._routes import (
    cheapest_insertion,
    fits_place,
    insert,
    place_worth,
    remove,
    uniform,
    update_times,
    worth,
)
from geo.patrol.search._task_arrays import work_for
from geo.patrol.search.search_params import SearchParams

SEEDS = range(40)
DELAY = SearchParams().delay_weight


@pytest.fixture(params=SEEDS)
def case(request, plain):
    """A problem, feasible routes, and both as the kernels have them."""
    seed = request.param
    kinds = {"at_most": 1 + seed % 3, "at_once": 1 + seed % 2, "gap": (0, 10, 25)[seed % 3]}
    t = plain.tables(seed, 1 + seed % 3, 6, needs=seed % 4, alike=seed % 5 == 0, **kinds)
    routes = plain.some_routes(t, seed)
    return t, routes, plain.work_of(t, routes)


def test_random_numbers_are_those_of_the_paper():
    state, plain = np.array([2463534242], dtype=np.uint64), 2463534242
    for _ in range(20):
        for shift in (13, -7, 17):
            plain ^= plain << shift if shift > 0 else plain >> -shift
            plain &= 2**64 - 1
        drawn = uniform(state)
        assert 0 <= drawn < 1
        assert (int(state[0]), drawn) == (plain, (plain >> 11) / 2**53)


def test_visits_begin_at_the_soonest_and_at_the_latest(plain, case):
    t, routes, work = case
    for v, route in enumerate(routes):
        update_times(t, work, v)
        assert work.soonest[v, : len(route)].tolist() == plain.times(t, v, route)
        for k in range(len(route)):
            later = [
                moment
                for moment in range(work.soonest[v, k], t.end[v] + 1)
                if plain.times(t, v, route, [moment if n == k else 0 for n in range(len(route))])
                is not None
            ]
            assert work.latest[v, k] == max(later)


def by_trying(plain, t, v, route, client):
    """Slot and cost of the cheapest insertion, by walking the whole route each time."""

    def walked(clients):
        places = [t.place[c] for c in clients]
        go = t.go[t.profile[v]]
        legs = [t.out[v, places[0]], *(go[i, j] for i, j in pairwise(places))]
        return sum(legs) + t.back[v, places[-1]]

    def moments(clients):
        at = plain.times(t, v, clients)
        return None if at is None else [*at, at[-1] + t.back[v, t.place[clients[-1]]]]

    before = moments(route) if route else [t.begin[v]]
    options = []
    for slot in range(len(route) + 1):
        longer = [*route[:slot], client, *route[slot:]]
        after = moments(longer)
        if after is not None:
            detour = walked(longer) - (walked(route) if route else 0)
            options.append((DELAY * (after[slot + 1] - before[slot]) + detour, slot))
    return min(options, default=(None, -1))


def test_the_cheapest_slot_is_that_of_trying_every_one(plain, case):
    t, routes, work = case
    tried = 0
    for v, route in enumerate(routes):
        for client in set(range(len(t.place))) - set(route):
            slot, cost = cheapest_insertion(
                t.place[client], t.early[client], t.late[client], t.place, t.go[t.profile[v]],
                t.out[v], t.back[v], t.begin[v], t.end[v], work.route[v], work.soonest[v],
                work.latest[v], work.length[v], DELAY,
            )  # fmt: skip
            least, where = by_trying(plain, t, v, route, client)
            assert slot == where
            assert slot < 0 or cost == least
            tried += 1
    assert tried


def test_a_place_has_room_where_no_visit_in_its_window_comes_too_near(plain, case):
    t, routes, work = case
    there = plain.spans(t, routes)
    for v in range(len(routes)):
        for client in set(range(len(t.place))) - {c for route in routes for c in route}:
            here = int(t.place[client])
            span = t.early[client], t.late[client] + t.stay[v, here]
            visits = [*there.get(here, []), (v, client, *span)]
            fits = fits_place(t, work, v, client)
            # Counts neighbours, of which two may be far from each other: never too generous.
            assert not fits or plain.place_allows(t, here, visits)
            if t.at_once[here] == 1 or len(visits) < 3:
                assert fits == plain.place_allows(t, here, visits)


def test_the_best_visit_of_a_place_counts_in_full_and_the_others_less(case):
    t, _, work = case
    for here in range(len(t.at_most)):
        pairs = zip(work.callers[here], work.calls[here], strict=True)
        prizes = [float(t.prize[v, client]) for v, client in pairs][: work.visits[here]]
        for more in (0.0, 0.5, 4.0, 99.0, *prizes):
            shared = sorted([*prizes, more] if more else prizes, reverse=True)
            expected = sum(share * prize for share, prize in zip(t.again, shared, strict=False))
            assert place_worth(t, work, here, more) == pytest.approx(expected)


def test_routes_are_worth_their_visits_their_needs_and_their_spare_time(plain, case):
    t, routes, work = case
    granted = len({int(t.need[c]) for route in routes for c in route if t.need[c] >= 0})
    spare = 0
    for v, route in enumerate(routes):
        if route:
            spare += t.end[v] - plain.times(t, v, route)[-1] - t.back[v, t.place[route[-1]]]
    assert worth(t, work, 0.0, 0.0) == pytest.approx(plain.worth(t, routes))
    expected = plain.worth(t, routes) + 1000 * granted + 0.01 * spare
    assert worth(t, work, 1000.0, 0.01) == pytest.approx(expected)


def test_what_is_put_in_can_be_cut_out_again(plain):
    t = plain.tables(3, 1, 6)
    work = work_for(t)
    for slot, client in ((0, 4), (0, 2), (1, 7), (3, 9)):
        insert(work, 0, slot, client)
    assert work.route[0, :4].tolist() == [2, 7, 4, 9]
    work.touched[:] = work.freed[:] = False
    remove(t, work, 0, 1, 2)
    assert work.route[0, : work.length[0]].tolist() == [2, 9]
    assert work.touched.all()
    assert set(np.flatnonzero(work.freed)) == {t.place[7], t.place[4]}
