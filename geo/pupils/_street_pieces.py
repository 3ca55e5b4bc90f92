"""Streets as short pieces: cut where pupils set out or arrive, with the homes along each."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

from geo.network import WalkingNetwork, cut_at, stretches
from geo.pupils._travel_figures import HOMES_BY_KIND

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: A cut nearer than this to the end of a street is at its end.
_END_M: Final = 0.05
#: Coordinates are rounded on the way from a street to its pieces.
_ON_M: Final = 0.2


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of street between nodes, walked both ways.

    Attributes
    ----------
    a, b : ndarray of int
        Nodes at the ends of each piece.
    length_m : ndarray of float
    lines : ndarray of LineString
        From a to b, in the network's CRS.
    middle : ndarray of shape (pieces, 2)
    """

    a: Ints
    b: Ints
    length_m: Floats
    lines: NDArray[np.object_] = field(repr=False)
    n_nodes: int

    def __len__(self) -> int:
        return len(self.a)

    @cached_property
    def middle(self) -> Floats:
        """Half-way along each piece."""
        points = shapely.line_interpolate_point(self.lines, 0.5, normalized=True)
        return np.asarray(shapely.get_coordinates(points))

    @cached_property
    def tree(self) -> STRtree:
        """Finds pieces by place."""
        return STRtree(self.lines)

    @cached_property
    def hull(self) -> BaseGeometry:
        """How far the streets reach."""
        return shapely.convex_hull(shapely.multipoints(shapely.get_coordinates(self.lines)))

    @cached_property
    def arcs(self) -> tuple[Ints, Ints]:
        """Sorted keys from * nodes + to, and the shortest piece of each."""
        start, end = np.concatenate([self.a, self.b]), np.concatenate([self.b, self.a])
        piece = np.tile(np.arange(len(self)), 2)
        key = start * self.n_nodes + end
        order = np.lexsort([piece, self.length_m[piece], key])
        order = order[start[order] != end[order]]
        first = np.ones(len(order), dtype=bool)
        first[1:] = key[order][1:] != key[order][:-1]
        return key[order][first], piece[order][first]

    @cached_property
    def weights(self) -> csr_array:
        """Lengths between neighbours, for a search."""
        key, piece = self.arcs
        ends = np.divmod(key, self.n_nodes)
        return csr_array((self.length_m[piece], ends), shape=(self.n_nodes, self.n_nodes))


def cut(network: WalkingNetwork, points: Floats, piece_m: float) -> tuple[Pieces, Ints, Floats]:
    """Cut streets at the feet of some points, and into pieces of at most ``piece_m`` metres.

    Returns
    -------
    pieces : Pieces
    node : ndarray of int
        Of each point, whatever its distance.
    gap_m : ndarray of float
        From each point to the nearest street.
    """
    graph, snapped = network.graph, network.snap([*map(tuple, points.tolist())])
    edge, along = _marks(graph.length_m, snapped.edge, snapped.along_m, piece_m)
    length = graph.length_m[snapped.edge]
    node = np.where(snapped.along_m <= _END_M, graph.u[snapped.edge], graph.v[snapped.edge])
    inner = (snapped.along_m > _END_M) & (snapped.along_m < length - _END_M)
    span = graph.length_m.max() + 1
    mine = snapped.edge[inner] * span + snapped.along_m[inner]
    node[inner] = graph.n_nodes + np.searchsorted(edge * span + along, mine)
    feet = shapely.line_interpolate_point(network.lines[edge], along)
    return _pieces(network, edge, along, shapely.get_coordinates(feet)), node, snapped.distance_m


def homes_along(pieces: Pieces, streets: gpd.GeoDataFrame, at: Ints) -> Floats:
    """Weight of the homes along each piece: its metres, by the kind of its street.

    Parameters
    ----------
    at : ndarray of int
        Row of the street of each piece; see `street_of`.

    Returns
    -------
    ndarray
        All metres alike where no street has homes by its kind, as in a file of footways.
    """
    share = streets["kind"].map(HOMES_BY_KIND).fillna(1.0).to_numpy(dtype=float)[at]
    weight = pieces.length_m * share
    return weight if weight.any() else pieces.length_m


def street_of(pieces: Pieces, streets: gpd.GeoDataFrame) -> Ints:
    """Row of the street that each piece is a part of: the one that its middle lies on."""
    middle = shapely.points(pieces.middle)
    row = np.full(len(pieces), -1)
    at, nearby = streets.sindex.query(middle, predicate="dwithin", distance=_ON_M)
    # Of several the first; written from the last to the first.
    row[at[::-1]] = nearby[::-1]
    lost = row < 0
    if lost.any():
        row[lost] = streets.sindex.nearest(middle[lost], return_all=False)[1]
    return row


def _marks(length_m: Floats, edge: Ints, along_m: Floats, piece_m: float) -> tuple[Ints, Floats]:
    """Where edges are cut between their ends, in order; each place once."""
    parts = np.maximum(np.ceil(length_m / piece_m).astype(np.int64), 1)
    whole = np.repeat(np.arange(len(parts)), parts - 1)
    number = np.arange(len(whole)) - np.repeat(np.cumsum(parts - 1) - (parts - 1), parts - 1) + 1
    regular = length_m[whole] * number / parts[whole]
    inner = (along_m > _END_M) & (along_m < length_m[edge] - _END_M)
    places = np.stack([
        np.concatenate([whole, edge[inner]]).astype(float),
        np.concatenate([regular, along_m[inner]]),
    ])  # fmt: skip
    marked = np.unique(places, axis=1)
    return marked[0].astype(np.int64), marked[1]


def _pieces(network: WalkingNetwork, edge: Ints, along: Floats, feet: Floats) -> Pieces:
    graph = network.graph
    counts = graph.end - graph.begin + 1
    of = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    place = np.arange(len(of)) - np.repeat(starts - graph.begin, counts)
    own = graph.xy[place]
    step = np.hypot(*np.diff(own, axis=0, prepend=own[:1]).T)
    step[starts] = 0.0
    run = np.cumsum(step)
    node = np.full(len(of), -1)
    node[starts], node[starts + counts - 1] = graph.u, graph.v
    edges = np.concatenate([of, edge])
    measure = np.concatenate([run - run[starts][of], along])
    # Both ends of an edge keep their places, whatever rounding makes of their measure.
    measure[starts + counts - 1] = np.inf
    order = np.lexsort([measure, edges])
    xy = np.concatenate([own, feet])[order]
    node = np.concatenate([node, graph.n_nodes + np.arange(len(edge))])[order]
    edges = edges[order]
    begin, end = cut_at(edges, node >= 0)
    lines = stretches(xy, begin, end)
    ends = (node[begin].astype(np.int64), node[end].astype(np.int64))
    return Pieces(*ends, shapely.length(lines), lines, graph.n_nodes + len(edge))
