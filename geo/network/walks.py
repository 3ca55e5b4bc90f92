"""Walks between stops: their lengths all at once, their paths one by one."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Self

import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.ops import substring

from geo.errors import NetworkError
from geo.model import Mode
from geo.network._shortest_ways import Ways, spread, spread_all, trace, ways_of
from geo.network.graph import Bools, Floats, Ints, Shapes, StreetGraph

#: A search takes the bar onwards by this many mean lengths of an edge.
_STEP: Final = 4.0
#: Fewer stops than this are not worth a second thread.
_FEW: Final = 8


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
class Roads:
    """A graph that can be searched: its edges, and which way each may be used.

    Attributes
    ----------
    forward, backward : ndarray of bool
        Whether each edge may be used from u to v, and from v to u.
    out, into : Ways
    both_ways : bool
        Whether every edge may be used in both directions.
    """

    graph: StreetGraph
    lines: Shapes
    forward: Bools
    backward: Bools
    out: Ways
    into: Ways
    step_m: float
    both_ways: bool
    mode: Mode

    @classmethod
    def of(cls, graph: StreetGraph, forward: Bools, backward: Bools, mode: Mode) -> Self:
        """Make a graph ready to be searched.

        Parameters
        ----------
        graph : StreetGraph
            Nodes and edges.
        forward, backward : ndarray of bool
            Whether each edge may be used from u to v, and from v to u.
        mode : Mode
            How one gets about.
        """
        out, into = ways_of(graph, forward, backward)
        step_m = _STEP * float(graph.length_m.mean())
        both = bool(forward.all() and backward.all())
        return cls(graph, graph.lines(), forward, backward, out, into, step_m, both, mode)


@dataclass(frozen=True, eq=False)
class _Stops:
    """Points on edges: metres from each to the two ends of its edge, and from these to it.

    Infinite where the edge is one-way against it.
    """

    snapped: Snapped
    ends: Ints
    out_m: Floats
    into_m: Floats

    @classmethod
    def on(cls, roads: Roads, snapped: Snapped) -> Self:
        edge, along = snapped.edge, snapped.along_m
        graph = roads.graph
        metres = np.stack([along, graph.length_m[edge] - along], axis=1)
        at_end = metres == 0
        forward, backward = roads.forward[edge], roads.backward[edge]
        out = np.stack([backward, forward], axis=1) | at_end
        into = np.stack([forward, backward], axis=1) | at_end
        return cls(
            snapped,
            np.stack([graph.u[edge], graph.v[edge]], axis=1),
            np.where(out, metres, np.inf),
            np.where(into, metres, np.inf),
        )

    def straight_m(self, roads: Roads, i: Ints, j: Ints) -> Floats:
        """Metres along one edge from stops ``i`` to stops ``j``; infinite where there is no way."""
        edge, along = self.snapped.edge, self.snapped.along_m
        ahead = along[j] - along[i]
        may = np.where(ahead >= 0, roads.forward[edge[i]], roads.backward[edge[i]])
        joined = (edge[i] == edge[j]) & (may | (ahead == 0))
        return np.where(joined, np.abs(ahead), np.inf)


@dataclass(frozen=True, eq=False)
class Walks:
    """Walks among a fixed list of points; drives, where the network is for cars.

    Attributes
    ----------
    length_m : ndarray of shape (n, n)
        Shortest way in metres from each point (row) to each other (column), rounded to the
        centimetre; infinite where there is none.
    snap_m : ndarray of float
        From each point to the nearest street; part of every walk from or to it.
    reachable : ndarray of bool
        Whether a street is near enough.
    """

    length_m: Floats
    snap_m: Floats
    reachable: Bools
    _points: Floats = field(repr=False)
    _stops: _Stops = field(repr=False)
    _roads: Roads = field(repr=False)

    @classmethod
    def between(cls, roads: Roads, points: Floats, snapped: Snapped, reach_m: float) -> Self:
        """Measure all ways among points, which stand on edges without cutting them.

        A search from each point until all others are settled, on two threads.

        Parameters
        ----------
        roads : Roads
            The graph to search.
        points : ndarray of shape (n, 2)
            In the network's CRS.
        snapped : Snapped
            Where each of them meets a street.
        reach_m : float
            Points farther than this from a street cannot be reached.
        """
        near = snapped.distance_m <= reach_m
        stops = _Stops.on(roads, snapped)
        length = np.full((len(near), len(near)), np.inf)
        length[np.ix_(near, near)] = _lengths(roads, stops, np.flatnonzero(near))
        length += snapped.distance_m[:, None] + snapped.distance_m
        equal = (points[:, None] == points[None, :]).all(axis=2) & near[:, None]
        length = np.where(equal, 0.0, np.round(length, 2))
        return cls(length, snapped.distance_m, near, points, stops, roads)

    def path(self, i: int, j: int) -> LineString:
        """The shortest way from point ``i`` to point ``j``; two equal points where they meet.

        A search from ``i`` as far as ``j``: nothing is kept for it.

        Parameters
        ----------
        i, j : int
            Positions of the two points.

        Raises
        ------
        NetworkError
            When there is none.
        """
        if not np.isfinite(self.length_m[i, j]):
            raise NetworkError(f"There is no way {self._roads.mode} from stop {i} to stop {j}.")
        ends = self._points[[i, j]]
        if self.length_m[i, j] == 0:
            return LineString(ends[[0, 0]])
        feet = self._stops.snapped.foot
        xy = np.concatenate([ends[:1], feet[[i]], *self._street(i, j), feet[[j]], ends[1:]])
        moved = np.ones(len(xy), dtype=bool)
        moved[1:] = np.hypot(*np.diff(xy, axis=0).T) > 1e-6
        moved[-1] = True
        if moved.sum() > 2 and not np.hypot(*(xy[moved][-1] - xy[moved][-2])) > 1e-6:
            moved[np.flatnonzero(moved)[-2]] = False
        return LineString(xy[moved])

    def _street(self, i: int, j: int) -> list[Floats]:
        """Vertices along streets from one stop to another."""
        stops, roads = self._stops, self._roads
        dist = np.empty(roads.graph.n_nodes)
        seed, seed_m = stops.ends[i], stops.out_m[i]
        spread(roads.out, seed, seed_m, stops.ends[j], roads.step_m, dist)
        arrive = dist[stops.ends[j]] + stops.into_m[j]
        last = int(np.argmin(arrive))
        edge, along = stops.snapped.edge, stops.snapped.along_m
        if stops.straight_m(roads, np.array(i), np.array(j)) <= arrive[last]:
            return [self._along(int(edge[i]), along[i], along[j])]
        ways = trace(roads.into, dist, int(stops.ends[j, last]), seed, seed_m)[::-1]
        start = roads.into.to[ways[0]] if len(ways) else stops.ends[j, last]
        first = int(np.argmin(np.where(seed == start, seed_m, np.inf)))
        length = roads.graph.length_m
        return [
            self._along(int(edge[i]), along[i], first * length[edge[i]]),
            *(self._whole(int(way)) for way in ways),
            self._along(int(edge[j]), last * length[edge[j]], along[j]),
        ]

    def _along(self, edge: int, from_m: float, to_m: float) -> Floats:
        line = self._roads.lines[edge]
        return np.asarray(shapely.get_coordinates(substring(line, from_m, to_m)))

    def _whole(self, way: int) -> Floats:
        """Vertices of an edge, in the direction of a way into a node."""
        graph, edge = self._roads.graph, int(self._roads.into.edge[way])
        xy = graph.xy[graph.begin[edge] : graph.end[edge] + 1]
        return xy if graph.u[edge] == self._roads.into.to[way] else xy[::-1]


def _lengths(roads: Roads, stops: _Stops, near: Ints) -> Floats:
    """Metres along streets; where every street goes both ways, each pair is measured once."""
    n = len(near)
    metres = np.full((n, 2 * n), np.inf)
    ends, out_m = stops.ends[near], stops.out_m[near]
    threads = 1 if n < _FEW else min(2, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        parts = [np.arange(n)[k::threads] for k in range(threads)]
        search = partial(spread_all, roads.out, ends, out_m, roads.both_ways, roads.step_m)
        list(pool.map(lambda part: search(part, metres), parts))
    arrive = metres.reshape(n, n, 2) + stops.into_m[near]
    straight = stops.straight_m(roads, near[:, None], near[None, :])
    length = np.minimum(arrive.min(axis=2, initial=np.inf), straight)
    return np.asarray(np.minimum(length, length.T) if roads.both_ways else length)
