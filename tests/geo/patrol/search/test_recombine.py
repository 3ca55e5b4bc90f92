"""Routes found apart are put together as well as trying every choice would."""

from itertools import product

import pytest

from geo.patrol.search._recombine import Pool

KINDS = {
    "alike": {},
    "each its own pace": {"alike": False},
    "needs": {"needs": 2},
}


@pytest.fixture
def pool(plain):
    """Many routes of few vehicles, and the pool that has them all."""

    def filled(seed, **kind):
        t = plain.tables(seed, 2, 6, windows=1, **kind)
        pool, routes = Pool(t), [{()} for _ in t.begin]
        for turn in range(12):
            found = [tuple(route) for route in plain.some_routes(t, 100 * seed + turn)]
            pool.add(found)
            for v, route in enumerate(found):
                routes[pool.kinds[v]].add(route)
        return t, pool, [routes[kind] for kind in pool.kinds]

    return filled


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_best_choice_of_routes_is_that_of_trying_every_one(plain, pool, kind, seed):
    t, found, routes = pool(seed, **kind)
    best = found.best()
    assert plain.feasible(t, best)
    choices = [both for both in product(*routes) if plain.feasible(t, both)]
    expected = max((plain.granted(t, both), plain.worth(t, both)) for both in choices)
    assert plain.granted(t, best) == expected[0]
    assert plain.worth(t, best) == pytest.approx(expected[1], rel=1e-3)


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_place_that_may_be_visited_again_is_not_visited_too_often(plain, pool, at_once):
    for seed in range(8):
        t, found, _ = pool(seed, at_most=2, at_once=at_once, gap=15)
        assert plain.feasible(t, found.best())


def test_one_route_is_the_best_of_one(plain):
    t = plain.tables(0, 1, 3)
    pool = Pool(t)
    assert pool.best() == ((),)
    pool.add([(2,)])
    assert pool.best() == ((2,),)
