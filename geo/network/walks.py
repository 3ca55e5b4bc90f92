"""Walks between stops: their lengths all at once, their paths one by one."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString
from shapely.ops import substring

from geo.errors import NetworkError
from geo.network.graph import Bools, Floats, Ints, StreetGraph

#: Sources searched together; bounds the memory to this many rows of the graph.
_AT_ONCE: Final = 32


@dataclass(frozen=True, eq=False)
class Snapped:
    """The nearest place on a street for each of some points.

    Attributes
    ----------
    edge : ndarray of int
    along_m : ndarray of float
        Metres from the beginning of the edge.
    foot : ndarray of shape (n, 2)
        The place on the street.
    distance_m : ndarray of float
        Straight from the point to its foot.
    """

    edge: Ints
    along_m: Floats
    foot: Floats
    distance_m: Floats


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Street pieces between nodes, both ways, in order of (a, b); stops are nodes too."""

    a: Ints
    b: Ints
    edge: Ints
    from_m: Floats
    to_m: Floats

    def piece(self, a: int, b: int) -> int:
        """Index of the piece that leads from a to b."""
        low, high = np.searchsorted(self.a, [a, a + 1])
        return int(low + np.searchsorted(self.b[low:high], b))


@dataclass(frozen=True, eq=False)
class Walks:
    """Walks among a fixed list of points.

    Attributes
    ----------
    length_m : ndarray of shape (n, n)
        Shortest walk in metres, rounded to the centimetre; infinite where there is none.
    snap_m : ndarray of float
        From each point to the nearest street; part of every walk from or to it.
    reachable : ndarray of bool
        Whether a street is near enough.
    """

    length_m: Floats
    snap_m: Floats
    reachable: Bools
    _points: Floats = field(repr=False)
    _feet: Floats = field(repr=False)
    _node: Ints = field(repr=False)
    _pieces: _Pieces = field(repr=False)
    _weights: csr_array = field(repr=False)
    _graph: StreetGraph = field(repr=False)
    _lines: NDArray[np.object_] = field(repr=False)

    def path(self, i: int, j: int) -> LineString:
        """The shortest walk from point ``i`` to point ``j``; two equal points where they meet.

        Raises
        ------
        NetworkError
            When there is none.
        """
        if not np.isfinite(self.length_m[i, j]):
            raise NetworkError(f"There is no way on foot from stop {i} to stop {j}.")
        ends = self._points[[i, j]]
        if self.length_m[i, j] == 0:
            return LineString(ends[[0, 0]])
        street = [self._feet[[i]], *self._street(int(self._node[i]), int(self._node[j]))]
        xy = np.concatenate([ends[:1], *street, self._feet[[j]], ends[1:]])
        moved = np.ones(len(xy), dtype=bool)
        moved[1:] = np.hypot(*np.diff(xy, axis=0).T) > 1e-6
        moved[-1] = True
        if moved.sum() > 2 and not np.hypot(*(xy[moved][-1] - xy[moved][-2])) > 1e-6:
            moved[np.flatnonzero(moved)[-2]] = False
        return LineString(xy[moved])

    def _street(self, source: int, target: int) -> list[Floats]:
        """Vertices along streets from one node to another."""
        if source == target:
            return []
        _, before = dijkstra(self._weights, indices=np.array([source]), return_predecessors=True)
        before = before[0]
        nodes = [target]
        while nodes[-1] != source:
            nodes.append(int(before[nodes[-1]]))
        nodes.reverse()
        return [self._vertices(a, b) for a, b in pairwise(nodes)]

    def _vertices(self, a: int, b: int) -> Floats:
        k = self._pieces.piece(a, b)
        edge, start, stop = self._pieces.edge[k], self._pieces.from_m[k], self._pieces.to_m[k]
        return np.asarray(shapely.get_coordinates(substring(self._lines[edge], start, stop)))


def walks_between(
    graph: StreetGraph,
    lines: NDArray[np.object_],
    points: Floats,
    snapped: Snapped,
    reach_m: float,
) -> Walks:
    """Insert points into a graph as nodes on their streets, and measure all walks among them.

    Dijkstra's algorithm from each point (scipy.sparse.csgraph).
    """
    near = snapped.distance_m <= reach_m
    pieces, node = _with_stops(graph, snapped, near)
    size = max(graph.n_nodes, int(node.max(initial=-1)) + 1)
    weights = csr_array(
        (np.abs(pieces.to_m - pieces.from_m), (pieces.a, pieces.b)), shape=(size, size)
    )
    length = _lengths(weights, node, near) + snapped.distance_m[:, None] + snapped.distance_m
    same = (points[:, None] == points[None, :]).all(axis=2) & near[:, None]
    length = np.where(same, 0.0, np.round(length, 2))
    return Walks(
        length,
        snapped.distance_m,
        near,
        points,
        snapped.foot,
        node,
        pieces,
        weights,
        graph,
        lines,
    )


def _lengths(weights: csr_array, node: Ints, near: Bools) -> Floats:
    length = np.full((len(node), len(node)), np.inf)
    stops, position = np.unique(node[near], return_inverse=True)
    rows = [
        dijkstra(weights, indices=stops[k : k + _AT_ONCE])[:, stops]
        for k in range(0, len(stops), _AT_ONCE)
    ]
    if rows:
        length[np.ix_(near, near)] = np.concatenate(rows)[np.ix_(position, position)]
    return length


def _with_stops(graph: StreetGraph, snapped: Snapped, near: Bools) -> tuple[_Pieces, Ints]:
    """Cut the edges that points stand on; returns the pieces and the node of each point."""
    edge, along = snapped.edge, snapped.along_m
    node = np.where(along == 0, graph.u[edge], graph.v[edge])
    inner = near & (along > 0) & (along < graph.length_m[edge])
    spots, which = np.unique(np.stack([edge[inner], along[inner]]), axis=1, return_inverse=True)
    node[inner] = graph.n_nodes + which
    node[~near] = -1
    cut = np.unique(edge[inner])
    marks_edge = np.concatenate([cut, spots[0].astype(np.int64), cut])
    marks_m = np.concatenate([np.zeros(len(cut)), spots[1], graph.length_m[cut]])
    new = graph.n_nodes + np.arange(spots.shape[1])
    marks_node = np.concatenate([graph.u[cut], new, graph.v[cut]])
    order = np.lexsort([marks_m, marks_edge])
    marks_edge, marks_m, marks_node = marks_edge[order], marks_m[order], marks_node[order]
    joined = marks_edge[1:] == marks_edge[:-1]
    whole = np.ones(len(graph.u), dtype=bool)
    whole[cut] = False
    return _both_ways(
        np.concatenate([graph.u[whole], marks_node[:-1][joined]]),
        np.concatenate([graph.v[whole], marks_node[1:][joined]]),
        np.concatenate([np.flatnonzero(whole), marks_edge[:-1][joined]]),
        np.concatenate([np.zeros(whole.sum()), marks_m[:-1][joined]]),
        np.concatenate([graph.length_m[whole], marks_m[1:][joined]]),
    ), node


def _both_ways(a: Ints, b: Ints, edge: Ints, from_m: Floats, to_m: Floats) -> _Pieces:
    """Each piece in both directions; of several between the same nodes only the shortest."""
    a, b = np.concatenate([a, b]), np.concatenate([b, a])
    edge = np.concatenate([edge, edge])
    from_m, to_m = np.concatenate([from_m, to_m]), np.concatenate([to_m, from_m])
    order = np.lexsort([edge, np.abs(to_m - from_m), b, a])
    order = order[a[order] != b[order]]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (a[order][1:] != a[order][:-1]) | (b[order][1:] != b[order][:-1])
    kept = order[first]
    return _Pieces(a[kept], b[kept], edge[kept], from_m[kept], to_m[kept])
