"""Shortest ways from one place to every other, settled in bands of length.

A search keeps nodes below a bar apart from those beyond it, goes on from the near ones until none
is left, and moves the bar (U. Meyer and P. Sanders, Delta-stepping: a parallelizable shortest path
algorithm, Journal of Algorithms 49, 2003).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.compiled import compiled
from geo.network.graph import Bools, Floats, Ints, StreetGraph

_Ints32 = NDArray[np.int32]
_Ints8 = NDArray[np.int8]
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

    first: _Ints32
    to: _Ints32
    length_m: Floats
    edge: _Ints32


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
    dist: Floats, bar: float, beyond: _Ints32, n_beyond: int, near: _Ints32, state: _Ints8
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
    near: _Ints32,
    n_near: int,
    beyond: _Ints32,
    n_beyond: int,
    state: _Ints8,
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
    metres: Floats,
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
            metres[i, k] = dist[targets[k]]


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
    taken = []
    while not (
        (at == seed[0] and dist[at] == seed_m[0]) or (at == seed[1] and dist[at] == seed_m[1])
    ):
        best, least = -1, np.inf
        for k in range(ways.first[at], ways.first[at + 1]):
            metres = dist[ways.to[k]] + ways.length_m[k]
            if metres < least:
                best, least = k, metres
        taken.append(best)
        at = ways.to[best]
    return np.array(taken, dtype=np.int64)
