"""Streets cut at their junctions: arrays of nodes and edges, and which edges hang together."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Vertices closer than this are one: coordinates are rounded to it.
GRAIN_M: Final = 0.1


@dataclass(frozen=True, eq=False)
class StreetGraph:
    """Edges between junctions, each a run of consecutive vertices.

    Attributes
    ----------
    xy : ndarray of shape (vertices, 2)
        Metres, rounded to `GRAIN_M`. Edge ``e`` is ``xy[begin[e] : end[e] + 1]``.
    u, v : ndarray of int
        Nodes at the two ends of each edge, from 0 to ``n_nodes - 1``.
    length_m : ndarray of float
        Along the edge.
    """

    xy: Floats
    begin: Ints
    end: Ints
    u: Ints
    v: Ints
    length_m: Floats
    n_nodes: int

    def lines(self) -> NDArray[np.object_]:
        """Each edge as a LineString."""
        counts = self.end - self.begin + 1
        which = np.repeat(np.arange(len(counts)), counts)
        starts = np.cumsum(counts) - counts
        places = np.arange(counts.sum()) - np.repeat(starts - self.begin, counts)
        return np.asarray(shapely.linestrings(self.xy[places], indices=which), dtype=object)

    def only(self, edges: Bools) -> "StreetGraph":
        """The chosen edges, with their nodes numbered anew."""
        u, v = self.u[edges], self.v[edges]
        nodes, ends = np.unique(np.concatenate([u, v]), return_inverse=True)
        return replace(
            self,
            begin=self.begin[edges],
            end=self.end[edges],
            u=ends[: len(u)],
            v=ends[len(u) :],
            length_m=self.length_m[edges],
            n_nodes=len(nodes),
        )


def noded(lines: NDArray[np.object_]) -> StreetGraph:
    """Cut lines at their ends and wherever they share a vertex, with each other or themselves.

    Lines that cross without a common vertex stay apart, as a bridge and the road below it do.

    Parameters
    ----------
    lines : ndarray of LineString
        In metres.
    """
    xy, line = shapely.get_coordinates(lines, return_index=True)
    vertex = _vertices(xy)
    moved = np.ones(len(xy), dtype=bool)
    moved[1:] = (line[1:] != line[:-1]) | (vertex[1:] != vertex[:-1])
    xy, line, vertex = np.round(xy[moved] / GRAIN_M) * GRAIN_M, line[moved], vertex[moved]
    changes = line[1:] != line[:-1]
    ends = np.concatenate([[True], changes]) | np.concatenate([changes, [True]])
    shared = np.bincount(vertex)[vertex] > 1
    cuts = np.flatnonzero(ends | shared)
    within = line[cuts[:-1]] == line[cuts[1:]]
    begin, end = cuts[:-1][within], cuts[1:][within]
    steps = np.hypot(*np.diff(xy, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    nodes, numbered = np.unique(vertex[np.concatenate([begin, end])], return_inverse=True)
    u, v = numbered[: len(begin)], numbered[len(begin) :]
    return StreetGraph(xy, begin, end, u, v, along[end] - along[begin], len(nodes))


def largest_part(graph: StreetGraph) -> tuple[Bools, int]:
    """Which edges belong to the longest connected part, and how many other parts there are."""
    ones = np.ones(len(graph.u))
    joined = coo_array((ones, (graph.u, graph.v)), shape=(graph.n_nodes, graph.n_nodes))
    parts, label = connected_components(joined, directed=False)
    metres = np.bincount(label[graph.u], weights=graph.length_m, minlength=parts)
    return label[graph.u] == int(np.argmax(metres)), int(parts) - 1


def _vertices(xy: Floats) -> Ints:
    """A number for each vertex, the same for vertices that round to the same point."""
    grains = np.round(xy / GRAIN_M).astype(np.int64)
    grains -= grains.min(axis=0)
    flat = grains[:, 0] * (grains[:, 1].max() + 1) + grains[:, 1]
    return np.asarray(np.unique(flat, return_inverse=True)[1], dtype=np.int64)
