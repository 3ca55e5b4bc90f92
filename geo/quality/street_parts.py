"""Streets in connected parts, and dead ends that stop just short of another street."""

from dataclasses import dataclass
from typing import Self

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from geo.network.graph import StreetGraph, noded, parts_of
from geo.quality.facts import Bools, Ints


@dataclass(frozen=True, eq=False)
class Parts:
    """Streets in connected parts, the longest first.

    Attributes
    ----------
    lines : ndarray of LineString
        One an edge.
    part : ndarray of int
        Which part each edge belongs to; 0 is the longest.
    length_m : ndarray of float
        Of each part.
    """

    graph: StreetGraph
    lines: NDArray[np.object_]
    part: Ints
    length_m: NDArray[np.float64]

    @classmethod
    def of(cls, streets: gpd.GeoDataFrame) -> Self:
        """Node streets as the walking network does, and find what hangs together."""
        graph = noded(streets.geometry.to_numpy())
        both = np.ones(len(graph.u), dtype=bool)
        part, metres = parts_of(graph, both, both)
        order = np.lexsort((np.arange(len(metres)), -metres))
        rank = np.empty(len(metres), dtype=np.int64)
        rank[order] = np.arange(len(metres))
        return cls(graph, graph.lines(), rank[part], metres[order])

    @property
    def cut_off(self) -> Bools:
        """Edges outside the longest part."""
        return np.asarray(self.part > 0)


def near_misses(
    parts: Parts, tree: STRtree, within_m: float
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Dead ends near an edge that neither ends there nor at the other end of their own edge.

    Returns
    -------
    node : ndarray of int
        Dead end, each once.
    edge : ndarray of int
        The nearest such edge.
    gap_m : ndarray of float
    """
    graph = parts.graph
    degree = np.bincount(np.concatenate([graph.u, graph.v]), minlength=graph.n_nodes)
    nodes = np.flatnonzero(degree == 1)
    points = shapely.points(graph.xy[vertex_of(graph)[nodes]])
    at, edge = tree.query(points, predicate="dwithin", distance=within_m)
    far_end = np.zeros(graph.n_nodes, dtype=np.int64)
    far_end[graph.u], far_end[graph.v] = graph.v, graph.u
    node, beyond = nodes[at], far_end[nodes[at]]
    touches = (graph.u[edge] == node) | (graph.v[edge] == node)
    touches |= (graph.u[edge] == beyond) | (graph.v[edge] == beyond)
    at, edge, node = at[~touches], edge[~touches], node[~touches]
    gap = shapely.distance(points[at], parts.lines[edge])
    order = np.lexsort((edge, gap, node))
    _, first = np.unique(node[order], return_index=True)
    kept = order[first]
    return node[kept], edge[kept], gap[kept]


def vertex_of(graph: StreetGraph) -> Ints:
    """A vertex for each node."""
    vertex = np.zeros(graph.n_nodes, dtype=np.int64)
    vertex[graph.u], vertex[graph.v] = graph.begin, graph.end
    return vertex
