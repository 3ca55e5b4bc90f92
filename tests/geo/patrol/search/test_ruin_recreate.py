"""After a part was ruined and rebuilt, nothing that is absent fits in anywhere."""

import numpy as np
import pytest

from geo.patrol.search._routes import record_all, routes_of
from geo.patrol.search._ruin_recreate import recreate, ruin, seed_route
from geo.patrol.search._task_arrays import moves_of, work_for
from geo.patrol.search.search_params import SearchParams

MOVES = moves_of(SearchParams())

KINDS = {
    "once": {},
    "twice, apart": {"at_most": 2, "gap": 15},
    "two at once": {"at_most": 3, "at_once": 2, "gap": 10},
    "needs": {"needs": 3, "at_most": 2},
    "each its own pace": {"alike": False, "needs": 1, "at_most": 2, "at_once": 2},
}


@pytest.fixture
def fits_in(plain):
    """Whether a client fits into some slot of some route, by trying every one."""

    def fits(t, routes, client):
        needs = {int(t.need[c]) for route in routes for c in route}
        if t.need[client] >= 0 and int(t.need[client]) in needs:
            return False
        there = plain.spans(t, routes).get(int(t.place[client]), [])
        return len(there) < t.at_most[t.place[client]] and any(
            _fits_into(t, there, v, route, client) for v, route in enumerate(routes)
        )

    def _fits_into(t, there, v, route, client):
        here = t.place[client]
        visit = v, client, t.early[client], t.late[client] + t.stay[v, here]
        near = [other[0] for other in there if plain.near(other, visit, t.gap[here])]
        if not t.may[v, client] or len(near) >= t.at_once[here] or v in near:
            return False
        return any(
            plain.times(t, v, [*route[:slot], client, *route[slot:]]) is not None
            for slot in range(len(route) + 1)
        )

    return fits


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_nothing_fits_in_after_rebuilding(plain, fits_in, kind, seed):
    t = plain.tables(seed, 1 + seed % 3, 7, **kind)
    work, random = work_for(t), np.array([seed + 1], dtype=np.uint64)
    visits = 0
    for step in range(25):
        if step:
            work.touched[:] = work.freed[:] = False
            emptied = ruin(t, work, MOVES._replace(longest_string=1 + seed), random)
            record_all(t, work)
            if emptied >= 0:
                seed_route(t, work, emptied, MOVES.seed_draws, random)
        recreate(t, work, 0.4, MOVES, random)
        routes = routes_of(work)
        assert plain.feasible(t, routes)
        assert [c for c in range(len(t.place)) if fits_in(t, routes, c)] == []
        visits += sum(map(len, routes))
    assert visits > 25


def test_a_rebuilding_fills_routes_from_nothing_and_needs_come_first(plain):
    """A need of hardly any worth takes the only time there is."""
    t = plain.tables(0, 1, 3, windows=1, needs=1)
    (asked,) = np.flatnonzero(t.need == 0)
    late = np.full(3, 60)
    prize = np.where(t.need == 0, 0.001, 50.0)[None]
    t = t._replace(early=late, late=late, prize=prize)
    work = work_for(t)
    recreate(t, work, 0.0, MOVES, np.array([1], dtype=np.uint64))
    assert routes_of(work)[0] == (asked,)
