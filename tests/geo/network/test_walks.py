import heapq
import math
from itertools import product

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.errors import NetworkError
from geo.network import WalkingNetwork

TOWN = st.tuples(st.integers(-170, 770), st.integers(-170, 770))
CROSSING = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda p: (100 * p[0], 100 * p[1]))


@pytest.fixture(scope="module")
def square(build):
    return WalkingNetwork.from_streets(build.grid())


def test_between_crossings_a_walk_is_as_long_as_the_blocks(square):
    walks = square.between([(0, 0), (300, 200), (600, 600)])
    assert walks.length_m.tolist() == [[0, 500, 1200], [500, 0, 700], [1200, 700, 0]]


def test_between_parallel_streets_one_walks_round_the_block(square):
    """From the middle of one side to the middle of the other: 50 m, the block, and 50 m."""
    walks = square.between([(50, 0), (50, 100), (120, 100)])
    assert walks.length_m[0].tolist() == [0, 200, 50 + 100 + 20]
    assert walks.path(0, 2).length == 170
    assert list(walks.path(0, 2).coords) == [(50, 0), (100, 0), (100, 100), (120, 100)]


def test_the_way_to_the_street_counts_at_both_ends(square):
    walks = square.between([(30, -40), (30, 25)])
    assert walks.snap_m.tolist() == [40, 25]
    assert walks.length_m[0, 1] == 65
    assert list(walks.path(0, 1).coords) == [(30, -40), (30, 0), (30, 25)]


def test_points_on_one_street_are_walked_straight_along_it(square):
    walks = square.between([(10, 0), (90, 0), (55, 0)])
    assert walks.length_m[0].tolist() == [0, 80, 45]
    assert walks.path(1, 0).length == 80
    assert walks.path(1, 0).equals(shapely.LineString([(10, 0), (90, 0)]))


def test_points_on_one_winding_street_are_walked_by_the_short_cut(build):
    winding = [(0, 0), (0, 400), (100, 400), (100, 0)]
    network = WalkingNetwork.from_streets(build.streets(winding, [(0, 0), (100, 0)]))
    walks = network.between([(0, 50), (100, 30), (0, 390), (100, 380)])
    assert walks.length_m[0, 1] == 50 + 100 + 30
    assert walks.length_m[2, 3] == 10 + 100 + 20
    assert list(walks.path(0, 1).coords) == [(0, 50), (0, 0), (100, 0), (100, 30)]


def test_a_dead_end_is_walked_in_and_out_again(build):
    comb = build.streets([(0, 0), (100, 0), (200, 0)], [(0, 0), (0, 70)], [(200, 0), (200, 70)])
    walks = WalkingNetwork.from_streets(comb).between([(0, 70), (200, 70)])
    assert walks.length_m[0, 1] == 70 + 200 + 70


def test_a_point_out_of_reach_is_far_from_everything_even_itself(square):
    walks = square.between([(0, 0), (-300, 0), (100, 0)])
    assert np.isinf(walks.length_m[1]).all()
    assert np.isinf(walks.length_m[:, 1]).all()
    assert walks.length_m[0, 2] == 100
    with pytest.raises(NetworkError, match="no way on foot from stop 0 to stop 1"):
        walks.path(0, 1)


def test_no_points_have_no_walks(square):
    assert square.between([]).length_m.shape == (0, 0)


def test_points_in_one_spot_are_no_walk_apart_though_off_the_street(square):
    walks = square.between([(50, -20), (50, -20), (50, -21)])
    assert walks.length_m[0, 1] == 0
    assert walks.path(0, 1).length == 0
    assert walks.length_m[0, 2] == 20 + 21


@given(st.lists(CROSSING, min_size=2, max_size=8))
def test_crossings_are_as_far_apart_as_their_streets_and_avenues(square, points):
    length = square.between(points).length_m
    for (i, a), (j, b) in product(enumerate(points), repeat=2):
        assert length[i, j] == abs(a[0] - b[0]) + abs(a[1] - b[1])


@given(st.lists(TOWN, min_size=3, max_size=6))
def test_walks_are_symmetric_direct_and_end_where_they_should(square, points):
    walks = square.between(points)
    length = walks.length_m
    assert (length == length.T).all()
    detours = length[:, :, None] + length[None, :, :]
    assert (length[:, None, :] <= detours + 0.02).all()
    for i, j in product(range(len(points)), repeat=2):
        path = walks.path(i, j)
        assert path.length == pytest.approx(length[i, j], abs=0.02)
        assert path.coords[0] == pytest.approx(points[i])
        assert path.coords[-1] == pytest.approx(points[j])


def by_hand(edges, source):
    """Dijkstra's algorithm over a dictionary."""
    ways = {}
    for a, b in edges:
        ways.setdefault(a, []).append((b, math.dist(a, b)))
        ways.setdefault(b, []).append((a, math.dist(a, b)))
    best, queue = {}, [(0.0, source)]
    while queue:
        so_far, here = heapq.heappop(queue)
        if here not in best:
            best[here] = so_far
            for there, more in ways.get(here, ()):
                heapq.heappush(queue, (so_far + more, there))
    return best


CORNERS = [(100 * x, 70 * y) for x in range(5) for y in range(5)]
SIDES = [(a, b) for a in CORNERS for b in CORNERS if a < b and math.dist(a, b) < 125]


@given(st.sets(st.sampled_from(SIDES), min_size=20))
def test_lengths_are_those_of_a_plain_search_on_any_streets(build, sides):
    """Sides and diagonals of a town with streets missing; diagonals cross without meeting."""
    network = WalkingNetwork.from_streets(build.streets(*sorted(sides)))
    kept = {tuple(map(tuple, line.coords)) for line in network.lines}
    corners = sorted({tuple(map(round, end)) for line in kept for end in line})
    assume(len(corners) > 2)
    edges = [tuple(tuple(map(round, end)) for end in (line[0], line[-1])) for line in kept]
    length = network.between(corners).length_m
    for n, corner in enumerate(corners[:3]):
        best = by_hand(edges, corner)
        assert length[n].tolist() == pytest.approx([best[c] for c in corners], abs=0.01)
