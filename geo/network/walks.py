"""Walks between stops: their lengths all at once, their paths one by one."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.ops import substring

from geo.compiled import compiled
from geo.errors import NetworkError
from geo.model import Mode
from geo.network.graph import Bools, Floats, Ints, Shapes, StreetGraph

Ints32 = NDArray[np.int32]
Ints8 = NDArray[np.int8]
_NEAR: Final = 1
_BEYOND: Final = 2


class Ways(NamedTuple):
    """Ways out of nodes, or into them; those of node ``n`` from ``first[n]`` to ``first[n + 1]``.

    Attributes
    ----------
    to : ndarray of int
        Node at the other end.
    length_m : ndarray of float
    edge : ndarray of int
        Edge of the graph that the way is along.
    """

    first: Ints32
    to: Ints32
    length_m: Floats
    edge: Ints32


def ways_of(graph: StreetGraph, forward: Bools, backward: Bools) -> tuple[Ways, Ways]:
    """Ways out of each node and ways into it; the same ones where every edge goes both ways."""
    along, against = np.flatnonzero(forward), np.flatnonzero(backward)
    a = np.concatenate([graph.u[along], graph.v[against]])
    b = np.concatenate([graph.v[along], graph.u[against]])
    edge = np.concatenate([along, against])
    out = _ordered(graph, a, b, edge)
    return out, out if len(edge) == 2 * len(graph.u) else _ordered(graph, b, a, edge)


def _ordered(graph: StreetGraph, a: Ints, b: Ints, edge: Ints) -> Ways:
    order = np.lexsort([edge, a])
    first = np.concatenate([[0], np.cumsum(np.bincount(a, minlength=graph.n_nodes))])
    return Ways(
        first.astype(np.int32),
        b[order].astype(np.int32),
        graph.length_m[edge[order]],
        edge[order].astype(np.int32),
    )


@compiled
def _brought_near(
    dist: Floats, bar: float, beyond: Ints32, n_beyond: int, near: Ints32, state: Ints8
) -> tuple[int, int]:
    """Move what lies below the bar from one list to the other; how long they are then."""
    n_near, kept = 0, 0
    for k in range(n_beyond):
        v = beyond[k]
        if state[v] == _BEYOND and dist[v] < bar:
            state[v] = _NEAR
            near[n_near] = v
            n_near += 1
        elif state[v] == _BEYOND:
            beyond[kept] = v
            kept += 1
    return n_near, kept


@compiled
def _used_up(
    ways: Ways,
    dist: Floats,
    bar: float,
    near: Ints32,
    n_near: int,
    beyond: Ints32,
    n_beyond: int,
    state: Ints8,
) -> int:
    """Go on from every near node until none is left; how many then lie beyond the bar."""
    begin, end = 0, n_near % len(near)
    while n_near > 0:
        u = near[begin]
        begin = begin + 1 if begin + 1 < len(near) else 0
        n_near -= 1
        state[u] = 0
        for k in range(ways.first[u], ways.first[u + 1]):
            v, metres = ways.to[k], dist[u] + ways.length_m[k]
            if metres < dist[v]:
                dist[v] = metres
                if metres < bar and state[v] != _NEAR:
                    state[v] = _NEAR
                    near[end] = v
                    end = end + 1 if end + 1 < len(near) else 0
                    n_near += 1
                elif metres >= bar and state[v] == 0:
                    state[v] = _BEYOND
                    beyond[n_beyond] = v
                    n_beyond += 1
    return n_beyond


@compiled
def spread(
    ways: Ways, seed: Ints, seed_m: Floats, targets: Ints, step_m: float, dist: Floats
) -> None:
    """Fill ``dist`` with metres from two seeds, until all targets are settled.

    Nodes that are farther than every target may be left with more than their least length.

    Parameters
    ----------
    ways : Ways
        Out of each node.
    seed, seed_m : ndarray of shape (2,)
        Nodes where the search begins, and the metres done there; infinite where it does not.
    targets : ndarray of int
    step_m : float
        By how much the bar moves.
    dist : ndarray of float, shape (nodes,)
    """
    near, beyond = np.empty(len(dist), np.int32), np.empty(len(dist), np.int32)
    state = np.zeros(len(dist), np.int8)
    dist[:] = np.inf
    n_beyond, done, bar = 0, 0, 0.0
    for k in range(2):
        if seed_m[k] < dist[seed[k]]:
            dist[seed[k]] = seed_m[k]
            if state[seed[k]] == 0:
                state[seed[k]] = _BEYOND
                beyond[n_beyond] = seed[k]
                n_beyond += 1
    while n_beyond > 0 and done < len(targets):
        least = np.inf
        for k in range(n_beyond):
            least = min(least, dist[beyond[k]])
        bar = max(bar, least) + step_m
        n_near, n_beyond = _brought_near(dist, bar, beyond, n_beyond, near, state)
        n_beyond = _used_up(ways, dist, bar, near, n_near, beyond, n_beyond, state)
        while done < len(targets) and dist[targets[done]] < bar:
            done += 1


@compiled
def spread_all(
    ways: Ways,
    ends: Ints,
    out_m: Floats,
    onward: bool,  # noqa: FBT001 - compiled code takes no keywords
    step_m: float,
    which: Ints,
    found: Floats,
) -> None:
    """Fill rows of ``found`` with metres from stops to the ends of the streets of all stops.

    Parameters
    ----------
    ways : Ways
        Out of each node.
    ends : ndarray of int, shape (stops, 2)
        Nodes at both ends of the street that each stop is on.
    out_m : ndarray of float, shape (stops, 2)
        Metres from each stop to these.
    onward : bool
        Whether only the stops that come later are asked for.
    which : ndarray of int
        Rows to fill.
    found : ndarray of float, shape (stops, 2 * stops)
    """
    targets = ends.ravel()
    dist = np.empty(len(ways.first) - 1)
    for i in which:
        begin = 2 * i + 2 if onward else 0
        spread(ways, ends[i], out_m[i], targets[begin:], step_m, dist)
        for k in range(begin, len(targets)):
            found[i, k] = dist[targets[k]]


@compiled
def trace(ways: Ways, dist: Floats, at: int, seed: Ints, seed_m: Floats) -> Ints:
    """Ways that lead to a node, from the last to the first, by the lengths of a finished search.

    Parameters
    ----------
    ways : Ways
        Into each node.
    at : int
        A settled node that was reached.

    Returns
    -------
    ndarray of int
        Positions among the ways in; the node where the last of them begins is a seed.
    """
    found = []
    while not (
        (at == seed[0] and dist[at] == seed_m[0]) or (at == seed[1] and dist[at] == seed_m[1])
    ):
        best, least = -1, np.inf
        for k in range(ways.first[at], ways.first[at + 1]):
            metres = dist[ways.to[k]] + ways.length_m[k]
            if metres < least:
                best, least = k, metres
        found.append(best)
        at = ways.to[best]
    return np.array(found, dtype=np.int64)


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
    def of(cls, graph: StreetGraph, forward: Bools, backward: Bools, mode: Mode) -> "Roads":
        """Make a graph ready to be searched."""
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
    def on(cls, roads: Roads, snapped: Snapped) -> "_Stops":
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
        same = (edge[i] == edge[j]) & (may | (ahead == 0))
        return np.where(same, np.abs(ahead), np.inf)


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

    def path(self, i: int, j: int) -> LineString:
        """The shortest way from point ``i`` to point ``j``; two equal points where they meet.

        A search from ``i`` as far as ``j``: nothing is kept for it.

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


def walks_between(roads: Roads, points: Floats, snapped: Snapped, reach_m: float) -> Walks:
    """Measure all ways among points, which stand on edges without cutting them.

    A search from each point until all others are settled (`geo.network.search`), on two threads.
    """
    near = snapped.distance_m <= reach_m
    stops = _Stops.on(roads, snapped)
    length = np.full((len(near), len(near)), np.inf)
    length[np.ix_(near, near)] = _lengths(roads, stops, np.flatnonzero(near))
    length += snapped.distance_m[:, None] + snapped.distance_m
    same = (points[:, None] == points[None, :]).all(axis=2) & near[:, None]
    length = np.where(same, 0.0, np.round(length, 2))
    return Walks(length, snapped.distance_m, near, points, stops, roads)


def _lengths(roads: Roads, stops: _Stops, near: Ints) -> Floats:
    """Metres along streets; where every street goes both ways, each pair is measured once."""
    n = len(near)
    found = np.full((n, 2 * n), np.inf)
    ends, out_m = stops.ends[near], stops.out_m[near]
    threads = 1 if n < _FEW else min(2, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        parts = [np.arange(n)[k::threads] for k in range(threads)]
        search = partial(spread_all, roads.out, ends, out_m, roads.both_ways, roads.step_m)
        list(pool.map(lambda part: search(part, found), parts))
    arrive = found.reshape(n, n, 2) + stops.into_m[near]
    straight = stops.straight_m(roads, near[:, None], near[None, :])
    length = np.minimum(arrive.min(axis=2, initial=np.inf), straight)
    return np.asarray(np.minimum(length, length.T) if roads.both_ways else length)
