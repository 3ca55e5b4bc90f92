"""The compiled search against scipy's Dijkstra, to the last bit."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geo.model import Mode
from geo.network import WalkingNetwork, noded, parts_of
from geo.network._shortest_ways import spread, trace, ways_of

NODES = st.integers(0, 14)
WAYS = st.lists(st.tuples(NODES, NODES, st.integers(1, 900)), min_size=1, max_size=60)


class Graph:
    """Just what a search needs of streets."""

    def __init__(self, ways):
        self.u, self.v, self.length_m = (np.array(column) for column in zip(*ways, strict=True))
        self.length_m = self.length_m / 7
        self.n_nodes = 15


def least(graph, forward, backward, source):
    """Metres by scipy; of several ways between two nodes the shortest."""
    dense = np.full((graph.n_nodes, graph.n_nodes), np.inf)
    np.minimum.at(dense, (graph.u[forward], graph.v[forward]), graph.length_m[forward])
    np.minimum.at(dense, (graph.v[backward], graph.u[backward]), graph.length_m[backward])
    return dijkstra(csr_array(np.where(np.isinf(dense), 0, dense)), indices=source)


@given(WAYS, NODES, st.integers(0, 2**32 - 1), st.sampled_from([1.0, 40.0, 5000.0]))
def test_lengths_are_those_of_scipy_to_the_last_bit(ways, source, seed, step_m):
    graph, rng = Graph(ways), np.random.default_rng(seed)
    forward, backward = rng.random((2, len(ways))) < 0.7
    out, into = ways_of(graph, forward, backward)
    dist, seeds, seed_m = np.empty(15), np.array([source, source]), np.array([0.0, np.inf])
    spread(out, seeds, seed_m, np.arange(15), step_m, dist)
    assert dist.tolist() == least(graph, forward, backward, source).tolist()
    for node in np.flatnonzero(np.isfinite(dist)):
        back = trace(into, dist, node, seeds, seed_m)
        assert into.length_m[back].sum() == pytest.approx(dist[node])
        assert (into.to[back[-1]] if len(back) else node) == source


@given(WAYS, NODES, NODES, st.sampled_from([1.0, 40.0]))
def test_a_search_that_stops_early_has_settled_its_target(ways, source, target, step_m):
    graph = Graph(ways)
    both = np.ones(len(ways), dtype=bool)
    out, into = ways_of(graph, both, both)
    assert into is out
    dist, seeds, seed_m = np.empty(15), np.array([source, source]), np.array([0.0, np.inf])
    spread(out, seeds, seed_m, np.array([target]), step_m, dist)
    assert dist[target] == least(graph, both, both, source)[target]


@given(st.lists(st.sampled_from(["both", "forward", "backward"]), min_size=14, max_size=14))
def test_drives_are_those_of_scipy_on_streets_with_stops_cut_in(build, car):
    """Stops are put into the streets as vertices, so that scipy meets them as nodes."""
    network = WalkingNetwork.from_streets(build.grid().assign(car=car), Mode.CAR)
    rng = np.random.default_rng(5)
    edges = rng.integers(0, len(network.lines), 9)
    points = [
        network.lines[e].interpolate(int(m)).coords[0]
        for e, m in zip(edges, [*range(10, 100, 10)], strict=True)
    ]
    walks = network.between(points)
    expected = by_cutting(network, points)
    assert np.allclose(walks.length_m, np.round(expected, 2))
    for i, j in zip(range(9), range(8, -1, -1), strict=True):
        if i != j:
            assert walks.path(i, j).length == pytest.approx(walks.length_m[i, j], abs=0.02)


def by_cutting(network, points):
    """Metres among points on streets, each street cut at the points on it."""
    u, v, metres = [], [], []
    for e, line in enumerate(network.lines):
        at = sorted(
            {0.0, line.length}
            | {line.project(p) for p in map(shapely.Point, points) if line.distance(p) < 1e-6}
        )
        spots = [tuple(np.round(line.interpolate(m).coords[0], 3)) for m in at]
        for a, b, length in zip(spots[:-1], spots[1:], np.diff(at), strict=True):
            ways = [(a, b)] * int(network.roads.forward[e]) + [(b, a)] * int(
                network.roads.backward[e]
            )
            u += [a for a, _ in ways]
            v += [b for _, b in ways]
            metres += [length] * len(ways)
    names = {spot: n for n, spot in enumerate(sorted({*u, *v}))}
    matrix = csr_array(
        (metres, ([names[a] for a in u], [names[b] for b in v])), shape=(len(names),) * 2
    )
    stops = [names[tuple(np.round(p, 3))] for p in points]
    return dijkstra(matrix, indices=stops)[:, stops]


def test_parts_of_one_way_streets_are_those_one_can_come_back_from(build):
    """A ring, a street into it, and one out of it."""
    ring = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    streets = build.streets(ring, [(-50, 0), (0, 0)], [(100, 100), (100, 180)])
    graph = noded(streets.geometry.to_numpy())
    part, metres = parts_of(graph, np.ones(4, dtype=bool), np.zeros(4, dtype=bool))
    by_line = dict(zip(graph.line.tolist(), part.tolist(), strict=True))
    assert by_line[1] == by_line[2] == -1
    assert max(metres.tolist()) == 400
