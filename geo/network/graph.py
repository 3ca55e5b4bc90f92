"""Street lines as a graph: edges between the junctions where lines share a vertex."""

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
Shapes = NDArray[np.object_]

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
    line : ndarray of int
        Position of the line that each edge was cut from; it runs the same way.
    """

    xy: Floats
    begin: Ints
    end: Ints
    u: Ints
    v: Ints
    length_m: Floats
    n_nodes: int
    line: Ints

    def lines(self) -> Shapes:
        """Each edge as a LineString."""
        return stretches(self.xy, self.begin, self.end)

    def only(self, edges: Bools) -> "StreetGraph":
        """The chosen edges, with their nodes numbered anew.

        Parameters
        ----------
        edges : ndarray of bool
            Which edges stay.
        """
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
            line=self.line[edges],
        )


def noded(lines: Shapes) -> StreetGraph:
    """Cut lines at their ends and wherever they share a vertex, with each other or themselves.

    Lines that cross without a common vertex stay apart, as a bridge and the road below it do.

    Parameters
    ----------
    lines : ndarray of LineString
        In metres.
    """
    xy, line = shapely.get_coordinates(lines, return_index=True)
    vertex = numbered(xy)
    moved = np.ones(len(xy), dtype=bool)
    moved[1:] = (line[1:] != line[:-1]) | (vertex[1:] != vertex[:-1])
    xy, line, vertex = np.round(xy[moved] / GRAIN_M) * GRAIN_M, line[moved], vertex[moved]
    first, last = line_ends(line)
    begin, end = cut_at(line, first | last | is_shared(vertex))
    steps = np.hypot(*np.diff(xy, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    nodes, ends = np.unique(vertex[np.concatenate([begin, end])], return_inverse=True)
    u, v = ends[: len(begin)], ends[len(begin) :]
    length_m = along[end] - along[begin]
    return StreetGraph(xy, begin, end, u, v, length_m, len(nodes), line[begin])


def parts_of(graph: StreetGraph, forward: Bools, backward: Bools) -> tuple[Ints, Floats]:
    """Parts in which one can get from every node to every other.

    Parameters
    ----------
    graph : StreetGraph
        Nodes and edges.
    forward, backward : ndarray of bool
        Whether each edge may be used from u to v, and from v to u.

    Returns
    -------
    part : ndarray of int
        Of each edge; -1 for an edge that leads from one part to another.
    length_m : ndarray of float
        Metres of street in each part.
    """
    a = np.concatenate([graph.u[forward], graph.v[backward]])
    b = np.concatenate([graph.v[forward], graph.u[backward]])
    joined = coo_array((np.ones(len(a)), (a, b)), shape=(graph.n_nodes, graph.n_nodes))
    count, label = connected_components(joined, directed=True, connection="strong")
    part = np.where(label[graph.u] == label[graph.v], label[graph.u], -1).astype(np.int64)
    within = part >= 0
    metres = np.bincount(part[within], weights=graph.length_m[within], minlength=count)
    return part, np.asarray(metres, dtype=float)


def numbered(xy: Floats) -> Ints:
    """A number for each vertex, the same for vertices that round to the same point.

    Parameters
    ----------
    xy : ndarray of shape (vertices, 2)
        Metres.
    """
    grains = np.round(xy / GRAIN_M).astype(np.int64)
    grains -= grains.min(axis=0, initial=0)
    flat = grains[:, 0] * (grains[:, 1].max(initial=0) + 1) + grains[:, 1]
    return np.asarray(np.unique(flat, return_inverse=True)[1], dtype=np.int64)


def is_shared(vertex: Ints) -> Bools:
    """Which vertices come more than once, by their numbers.

    Parameters
    ----------
    vertex : ndarray of int
        Number of each vertex; see `numbered`.
    """
    return np.asarray(np.bincount(vertex)[vertex] > 1)


def line_ends(line: Ints) -> tuple[Bools, Bools]:
    """Say which vertices begin a line, and which end one.

    Parameters
    ----------
    line : ndarray of int
        Line of each vertex, growing.
    """
    first = np.diff(line, prepend=-1) != 0
    return first, np.append(first[1:], np.ones(min(len(line), 1), dtype=bool))


def cut_at(line: Ints, cut: Bools) -> tuple[Ints, Ints]:
    """First and last vertex of each stretch of a line from one cut to the next.

    Parameters
    ----------
    line : ndarray of int
        Line of each vertex, growing.
    cut : ndarray of bool
        Which vertices are cuts, the ends of every line among them.
    """
    cuts = np.flatnonzero(cut)
    on_one_line = line[cuts[:-1]] == line[cuts[1:]]
    return cuts[:-1][on_one_line], cuts[1:][on_one_line]


def stretches(xy: Floats, begin: Ints, end: Ints) -> Shapes:
    """Lines from vertex ``begin`` to vertex ``end``.

    Parameters
    ----------
    xy : ndarray of shape (vertices, 2)
        Metres.
    begin, end : ndarray of int
        First and last vertex of each line.
    """
    counts = end - begin + 1
    which = np.repeat(np.arange(len(counts)), counts)
    places = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts - begin, counts)
    return np.asarray(shapely.linestrings(xy[places], indices=which), dtype=object)
