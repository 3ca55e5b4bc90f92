"""How the pupils of one school walk: to homes and interchanges, down the tree from its gates."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra
from shapely.geometry.base import BaseGeometry

from geo.clock import Bell, Window
from geo.compiled import compiled
from geo.network import REACH_M
from geo.pupils._street_pieces import Pieces
from geo.pupils._travel_figures import (
    DETOUR,
    DRAWS,
    FARTHEST_INTERCHANGE_M,
    NEXT_DOOR_M,
    PupilFlowSettings,
    Travel,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Tree:
    """Every piece that can be reached, entered from its nearer end.

    Dijkstra's algorithm from all gates at once, so that everybody leaves by the nearest.

    Attributes
    ----------
    node_m : ndarray of float
        Way to each node; infinite where there is none.
    entry_m : ndarray of float
        Way to the nearer end of each piece, the same.
    onto : ndarray of int
        Piece by which each node is reached; -1 for a gate.
    before : ndarray of int
        Piece that is walked before each piece; -1 where it begins at a gate.
    order : ndarray of int
        Pieces that are reached, none before the piece that is walked before it.
    """

    node_m: Floats
    entry_m: Floats
    onto: Ints
    before: Ints
    order: Ints

    @classmethod
    def of(cls, pieces: Pieces, gates: Ints, farthest_m: float) -> Self:
        """Search from the nodes of a school's gates, as far as ``farthest_m``."""
        node_m, came, _ = dijkstra(
            pieces.weights,
            indices=np.unique(gates),
            min_only=True,
            return_predecessors=True,
            limit=farthest_m,
        )
        onto = np.full(pieces.n_nodes, -1)
        reached = np.flatnonzero(came >= 0)
        keys, piece = pieces.arcs
        onto[reached] = piece[np.searchsorted(keys, came[reached] * pieces.n_nodes + reached)]
        nearer = np.where(node_m[pieces.a] <= node_m[pieces.b], pieces.a, pieces.b)
        entry_m = node_m[nearer]
        order = np.argsort(entry_m, kind="stable")
        order = order[: np.isfinite(entry_m).sum()]
        return cls(node_m, entry_m, onto, onto[nearer], order)

    def down(self, on_pieces: Floats, at_nodes: Floats) -> Floats:
        """How many come onto each piece, from how many end on pieces and at nodes."""
        total = on_pieces.copy()
        ends = np.flatnonzero((self.onto >= 0) & (at_nodes > 0))
        np.add.at(total, self.onto[ends], at_nodes[ends])
        _gather(self.order, self.before, total)
        return total

    def spans(self) -> tuple[Ints, Ints]:
        """Number each piece so that what lies beyond it has the numbers from its own up to an end.

        Returns
        -------
        number, end : ndarray of int
            Piece q is walked after piece p when ``number[p] <= number[q] < end[p]``.
        """
        size = np.ones(len(self.before))
        _gather(self.order, self.before, size)
        number = _numbered(self.order, self.before, size)
        return number, number + size.astype(np.int64)


@compiled
def _gather(order: Ints, before: Ints, total: Floats) -> None:
    """Add what lies beyond each piece to it, the farthest first."""
    for k in range(len(order) - 1, -1, -1):
        piece = order[k]
        if before[piece] >= 0:
            total[before[piece]] += total[piece]


@compiled
def _numbered(order: Ints, before: Ints, size: Floats) -> Ints:
    """Number pieces in preorder, the nearest first."""
    number = np.full(len(before), -1)
    free = np.zeros(len(before) + 1, dtype=np.int64)
    for piece in order:
        parent = before[piece]
        number[piece] = free[parent]
        free[parent] += int(size[piece])
        free[piece] = number[piece] + 1
    return number


_DIRECTIONS: Final = 36
_RING_M: Final = 100.0
#: Fewer than 1 in 400 ways are longer than so many mean ways.
_LONGEST: Final = 6.0
_BOUNDARY_M: Final = 200.0
_AROUND_M: Final = 400.0
#: Water so far out from the last street is a shore.
_SHORE_M: Final = 150.0


@dataclass(frozen=True, eq=False)
class Homes:
    """Homes of one school's pupils.

    Attributes
    ----------
    piece : ndarray of int
        Where each lies, or where the way to it leaves the map.
    share : ndarray of float
        Of the school's pupils; sums to 1.
    way_m : ndarray of float
        Length of the way home, as far as it is known without a search: for homes beyond the map.
        Else not a number.
    """

    piece: Ints
    share: Floats
    way_m: Floats


@dataclass(frozen=True, eq=False)
class Surroundings:
    """The streets of the area and the homes along them, for every school.

    Attributes
    ----------
    homes : ndarray of float
        Weight of the homes along each piece.
    out : ndarray of shape (k, 2)
        Points along the edge of the map, with the piece nearest to each and the homes a square
        metre around it.
    """

    pieces: Pieces
    homes: Floats
    out: Floats
    out_piece: Ints
    out_density: Floats

    @classmethod
    def of(cls, pieces: Pieces, homes: Floats, basemap: gpd.GeoDataFrame) -> Self:
        """Look around the edge of the map; nobody lives beyond it where it is a shore."""
        ring = shapely.get_coordinates(shapely.segmentize(pieces.hull.boundary, _BOUNDARY_M))[:-1]
        points = shapely.points(ring)
        near = shapely.STRtree(shapely.points(pieces.middle))
        at, piece = near.query(points, predicate="dwithin", distance=_AROUND_M)
        metres = np.bincount(at, homes[piece], minlength=len(ring))
        area = shapely.area(shapely.intersection(shapely.buffer(points, _AROUND_M), pieces.hull))
        density = np.where(_shore(ring, basemap), 0.0, metres / np.maximum(area, 1.0))
        return cls(pieces, homes, ring, pieces.tree.nearest(points), density)

    def spread(self, school: Floats, travel: Travel) -> Homes:
        """Spread the pupils of a school over all homes, by the length of the way.

        Each home is as likely as ``exp(-way / mean) / way``: over a town of even density the ways
        are exponential with that mean. Beyond the edge of the map, homes are thought to be as
        dense as just inside it.
        """
        way = DETOUR * np.hypot(*(self.pieces.middle - school).T)
        inside = self.homes * _likely(way, travel)
        ring, far, out = self._beyond(school, travel)
        pieces = np.concatenate([np.flatnonzero(inside), self.out_piece[out]])
        weight = np.concatenate([inside[inside > 0], ring])
        known = np.concatenate([np.full(int((inside > 0).sum()), np.nan), far])
        return Homes(pieces, weight / weight.sum(), known)

    def _beyond(self, school: Floats, travel: Travel) -> tuple[Floats, Floats, Ints]:
        """Weight, way and nearest point of the edge for homes beyond the map, by sector."""
        crow = np.arange(_RING_M / 2, _LONGEST * travel.mean_trip_m / DETOUR, _RING_M)
        angle = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
        ends = school + crow[-1] * np.column_stack([np.cos(angle), np.sin(angle)])
        leaves = self._leaves(school, ends)
        out = self._nearest_out(leaves)
        sector, ring = np.nonzero(crow[None, :] > np.hypot(*(leaves - school).T)[:, None])
        area = crow[ring] * _RING_M * 2 * np.pi / _DIRECTIONS
        way = DETOUR * crow[ring]
        return self.out_density[out[sector]] * area * _likely(way, travel), way, out[sector]

    def given(
        self, school: Floats, rows: pd.DataFrame, areas: gpd.GeoDataFrame
    ) -> tuple[Homes, tuple[str, ...]]:
        """Put the pupils of a school where its home areas are; and the areas that nobody knows.

        Parameters
        ----------
        rows : DataFrame
            Columns area, easting, northing and pupils, of this school only.
        """
        shapes = _shapes(areas)
        placed: list[tuple[Ints, Floats, Floats]] = []
        unknown = []
        columns = rows[["area", "easting", "northing", "pupils"]]
        for area, east, north, pupils in columns.itertuples(index=False, name=None):
            if np.isfinite(east):
                placed.append(self._at(school, np.array([[east, north]]), float(pupils)))
            elif area in shapes:
                placed.append(self._within(school, shapes[area], float(pupils)))
            else:
                unknown.append(str(area))
        if not placed:
            return Homes(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)), tuple(unknown)
        piece, pupils, way = (np.concatenate(part) for part in zip(*placed, strict=True))
        return Homes(piece, pupils / pupils.sum(), way), tuple(unknown)

    def _within(
        self, school: Floats, shape: BaseGeometry, pupils: float
    ) -> tuple[Ints, Floats, Floats]:
        """Along the streets of an area; at its middle where the map has none of them."""
        middle = self.pieces.middle
        inside = np.flatnonzero(shapely.contains_xy(shape, middle[:, 0], middle[:, 1]))
        homes = self.homes[inside]
        if not homes.any():
            return self._at(school, shapely.get_coordinates(shape.representative_point()), pupils)
        return inside, pupils * homes / homes.sum(), np.full(len(inside), np.nan)

    def _at(self, school: Floats, at: Floats, pupils: float) -> tuple[Ints, Floats, Floats]:
        """On the nearest street; a home off the map at the edge, on the way to it."""
        piece = int(self.pieces.tree.nearest(shapely.points(at))[0])
        way = np.array([np.nan])
        if shapely.distance(self.pieces.lines[piece], shapely.points(at[0])) > REACH_M:
            piece = int(self.out_piece[self._nearest_out(self._leaves(school, at))[0]])
            way = DETOUR * np.hypot(*(at - school).T)
        return np.array([piece]), np.array([pupils]), way

    def _leaves(self, school: Floats, ends: Floats) -> Floats:
        """Where the straight ways from a school leave the map; at the school if it lies outside."""
        ways = shapely.linestrings(np.stack([np.broadcast_to(school, ends.shape), ends], axis=1))
        inside = shapely.intersection(ways, self.pieces.hull)
        last = shapely.get_coordinates(shapely.get_point(inside, -1))
        leaves = np.broadcast_to(school, ends.shape).copy()
        leaves[~shapely.is_empty(inside) & (shapely.get_type_id(inside) == 1)] = last
        return leaves

    def _nearest_out(self, points: Floats) -> Ints:
        gaps = np.hypot(*(points[:, None] - self.out[None]).transpose(2, 0, 1))
        return np.asarray(gaps.argmin(axis=1))


def _shore(ring: Floats, basemap: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Whether there is water straight out from each point of the edge."""
    outwards = ring - ring.mean(axis=0)
    outwards *= _SHORE_M / np.maximum(np.hypot(*outwards.T), 1.0)[:, None]
    water = basemap.geometry[basemap["kind"] == "water"].union_all()
    return np.asarray(shapely.intersects_xy(water, *(ring + outwards).T))


def _likely(way_m: Floats, travel: Travel) -> Floats:
    way = np.maximum(way_m, NEXT_DOOR_M)
    return np.asarray(np.exp(-way / travel.mean_trip_m) / way)


def _shapes(areas: gpd.GeoDataFrame) -> dict[str, BaseGeometry]:
    """Areas by code, and by name where only one has it."""
    named = areas[~areas["name"].duplicated(keep=False)]
    pairs: Iterable[tuple[str, BaseGeometry]] = (
        *zip(named["name"], named.geometry, strict=True),
        *zip(areas["ward_code"], areas.geometry, strict=True),
    )
    return {str(key): shape for key, shape in pairs}


#: Expected pupils below this are nobody.
_NOBODY: Final = 1e-9


@dataclass(frozen=True, eq=False)
class Stops:
    """Interchanges where streets are: node and kind of each."""

    node: Ints
    kind: tuple[str, ...]

    def drawn(self, tree: _Tree) -> Floats:
        """Shares of those who go on from each; all 0 where none is near enough."""
        way = tree.node_m[self.node]
        draws = [DRAWS[kind] for kind in self.kind]
        reach = np.array([draw.reach_m for draw in draws])
        weight = np.array([draw.weight for draw in draws]) * np.exp(-way / reach)
        weight[~(way <= FARTHEST_INTERCHANGE_M)] = 0.0
        return np.asarray(weight / max(float(weight.sum()), 1e-300))


@dataclass(frozen=True, eq=False)
class Walk:
    """The pupils of one school on the streets.

    Attributes
    ----------
    on_foot : float
        Pupils who walk all the way home.
    to_stops : ndarray of float
        Pupils who walk to each interchange.
    stop_min : ndarray of float
        Minutes to each interchange; infinite where nobody goes.
    lost : float
        Pupils who go on by bus or train, with no interchange near enough that is known.
    piece : ndarray of int
        Pieces that anybody comes onto.
    pupils : ndarray of float
        How many, in all.
    entry_min : ndarray of float
        Minutes from the gate to each.
    number, end : ndarray of int
        What lies beyond each piece; see `Tree.spans`.
    """

    bell: Bell
    on_foot: float
    to_stops: Floats
    stop_min: Floats
    lost: float
    piece: Ints = field(repr=False)
    pupils: Floats = field(repr=False)
    entry_min: Floats = field(repr=False)
    number: Ints = field(repr=False)
    end: Ints = field(repr=False)

    def by_slice(self, after_min: Floats, window: Window) -> Floats:
        """Shares of pupils who are so many minutes from the gate in each slice.

        They leave evenly between the bell and the end of its stagger.

        Returns
        -------
        ndarray of shape (len(after_min), slices)
        """
        edges = window.start_min + window.slice_min * np.arange(window.n_slices + 1)
        since = edges[None, :] - (self.bell.finish_min + after_min)[:, None]
        if self.bell.stagger_min:
            gone = np.clip(since / self.bell.stagger_min, 0.0, 1.0)
        else:
            gone = (since > 0).astype(float)
        return np.diff(gone, axis=1)


def walk_of(
    bell: Bell,
    pupils: int,
    gates: Ints,
    around: Surroundings,
    homes: Homes,
    stops: Stops,
    travel: Travel,
    settings: PupilFlowSettings,
) -> Walk:
    """Walk the pupils of one school out of its gates."""
    pieces = around.pieces
    tree = _Tree.of(pieces, gates, travel.farthest_m)
    on_foot, by_transport = _shares(tree, around, homes, travel)
    walking = pupils * homes.share * on_foot
    riding = float(pupils * homes.share @ by_transport)
    drawn = stops.drawn(tree)
    flow = tree.down(
        _sums(homes.piece, walking, len(pieces)), _sums(stops.node, riding * drawn, pieces.n_nodes)
    )
    used = np.flatnonzero(flow > _NOBODY)
    number, end = tree.spans()
    return Walk(
        bell=bell,
        on_foot=float(walking.sum()),
        to_stops=riding * drawn,
        stop_min=settings.minutes(np.where(drawn > 0, tree.node_m[stops.node], np.inf)),
        lost=0.0 if drawn.any() else riding,
        piece=used,
        pupils=flow[used],
        entry_min=settings.minutes(tree.entry_m[used]),
        number=number[used],
        end=end[used],
    )


def _shares(
    tree: _Tree, around: Surroundings, homes: Homes, travel: Travel
) -> tuple[Floats, Floats]:
    """Shares of each home's pupils on foot, and by bus or train, by the length of their way."""
    entry = tree.entry_m[homes.piece]
    half = around.pieces.length_m[homes.piece] / 2
    way = np.where(np.isnan(homes.way_m), entry + half, homes.way_m)
    # A home that the search did not reach is too far to walk to.
    way = np.where(np.isfinite(way), way, DETOUR * travel.farthest_m)
    on_foot, by_transport = travel.shares(way)
    return np.where(np.isfinite(entry), on_foot, 0.0), by_transport


def _sums(which: Ints, weights: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(which, weights, minlength=size), dtype=float)
