"""The checker counts the points of a plan as the engine does, though by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model import PlaceKind, Route, Stop
from geo.patrol import Visited
from geo.patrol._visit_value import worth_of_stops
from geo.patrol.checker import worth_of

KINDS = st.sampled_from([PlaceKind.HOTSPOT, PlaceKind.GATE, PlaceKind.BREAK, PlaceKind.ACTIVITY])
values = st.tuples(*[st.integers(0, 9)] * 12)
spot = st.tuples(st.integers(0, 200), values, KINDS)
visit = st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(880, 1100), st.integers(1, 40))
before = st.tuples(st.integers(0, 4), st.integers(0, 220), st.integers(860, 1120))


@given(
    st.lists(spot, min_size=4, max_size=4),
    st.lists(visit, max_size=8),
    st.lists(before, max_size=4),
)
def test_both_count_the_same(build, spots, visits, yesterday):
    places = [
        build.place(str(n), x, 0, value, 0, 1439, kind=kind)
        for n, (x, value, kind) in enumerate(spots)
    ]
    day = build.day()
    seen = tuple(Visited(str(ident), (float(x), 0.0), minute) for ident, x, minute in yesterday)
    stops = [(who, Stop(places[p], begin, begin + stays)) for who, p, begin, stays in visits]
    routes = tuple(
        Route(build.patrol(str(n)), tuple(stop for who, stop in stops if who == n))
        for n in range(3)
    )
    every = [stop for route in routes for stop in route.stops]
    assert worth_of(routes, day, seen) == pytest.approx(
        sum(worth_of_stops(every, day.window, seen))
    )
