"""Streets near hot squares as strips along short pieces, cut where a barrier runs."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from sklearn.neighbors import radius_neighbors_graph

from geo.hotspots.shapes._units import OFF_STREET, HotSquares, Units
from geo.hotspots.shapes.surroundings import Surroundings
from geo.network import (
    GRAIN_M,
    Bools,
    Floats,
    Ints,
    Shapes,
    cut_at,
    is_shared,
    line_ends,
    numbered,
    stretches,
)

_PIECE_M: Final = 60.0
_STEP_M: Final = 10.0


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of street between nodes.

    Attributes
    ----------
    lines : ndarray of LineString
    ends : ndarray of int, shape (pieces, 2)
        The nodes at both ends of each; pieces hang together where they share one.
    """

    lines: Shapes
    ends: Ints

    def __len__(self) -> int:
        return len(self.lines)

    @classmethod
    def of(cls, streets: Shapes) -> Self:
        """Cut streets where they end, where they share a vertex, and about every 60 m.

        Streets that cross without a common vertex stay apart, as a bridge and the road below it
        do. Neither the order of the streets nor their direction matters.
        """
        lines = shapely.from_wkb(np.unique(shapely.to_wkb(shapely.normalize(streets))))
        xy, line = shapely.get_coordinates(lines, return_index=True)
        vertex = numbered(xy)
        first, last = line_ends(line)
        begin, end = cut_at(line, first | last | is_shared(vertex))
        whole = shapely.segmentize(stretches(xy, begin, end), _STEP_M)
        finer, stretch = shapely.get_coordinates(whole, return_index=True)
        first, last = line_ends(stretch)
        node = len(xy) + np.arange(len(finer))
        node[first], node[last] = vertex[begin], vertex[end]
        begin, end = cut_at(stretch, first | last | _part_way(finer, first))
        return cls(stretches(finer, begin, end), np.column_stack([node[begin], node[end]]))

    def near(self, boxes: Shapes, distance_m: float) -> Self:
        """Pieces within a distance of any box."""
        near = shapely.STRtree(boxes).query(self.lines, predicate="dwithin", distance=distance_m)
        kept = np.unique(near[0])
        return replace(self, lines=self.lines[kept], ends=self.ends[kept])

    def together(self, which: Ints) -> Ints:
        """Number the connected parts of some pieces; one number for each of them."""
        nodes, ends = np.unique(self.ends[which], return_inverse=True)
        u, v = ends.reshape(-1, 2).T
        joined = coo_array((np.ones(len(u)), (u, v)), shape=(len(nodes), len(nodes)))
        return np.asarray(connected_components(joined, directed=False)[1][u], dtype=np.int64)

    def between(self, which: Ints) -> Ints:
        """Pieces that close a gap: both of their ends lie at chosen ones, but they are not."""
        at = np.zeros(int(self.ends.max(initial=-1)) + 1, dtype=bool)
        at[self.ends[which]] = True
        closes = at[self.ends[:, 0]] & at[self.ends[:, 1]]
        closes[which] = False
        return np.flatnonzero(closes)


def _part_way(xy: Floats, first: Bools) -> Bools:
    """Vertices at which stretches are cut into even pieces of about `_PIECE_M` or less."""
    steps = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    steps[first] = 0.0
    along, starts = np.cumsum(steps), np.flatnonzero(first)
    stretch = np.cumsum(first) - 1
    length = np.diff(along[starts], append=along[-1:])[stretch]
    pieces = np.maximum(np.ceil(length / _PIECE_M), 1)
    done = (along - along[starts][stretch]) * pieces / np.maximum(length, GRAIN_M)
    return np.asarray(np.diff(np.floor(np.round(done, 6)), prepend=0) > 0)


_BESIDE_M: Final = 40.0
_STRIP_M: Final = 25.0
_PLAIN_M: Final = 0.5
_LEAST_SHARE: Final = 0.5


@dataclass(frozen=True, eq=False)
class Terrain:
    """Street pieces, barriers and masks near hot squares.

    Attributes
    ----------
    strips : ndarray of Polygon
        A strip along each piece; it ends at a barrier, unless the piece crosses it.
    barrier, masked : geometry
        Nearby water and railways; where no hotspot may lie.
    around_m : float
        How far the shape around a square away from streets reaches.
    street_share : float
        Strips along streets as a share of the study area, over which the mean is taken: what falls
        on streets falls on so much less area. A half at the least, as streets may be missing.
    mapped : bool
        Whether anybody drew water and railways, here or elsewhere in the area.
    """

    pieces: Pieces
    strips: Shapes
    barrier: BaseGeometry
    masked: BaseGeometry
    around_m: float
    street_share: float = 1.0
    mapped: bool = False

    @classmethod
    def of(
        cls,
        surroundings: Surroundings | None,
        boxes: Shapes,
        study_area: BaseGeometry,
        around_m: float,
        max_area_m2: float,
    ) -> Self:
        """Take what lies in some boxes or within a short walk of them."""
        if surroundings is None:
            nothing = np.array([], dtype=object)
            return cls(Pieces.of(nothing), nothing, Polygon(), Polygon(), around_m)
        _, near = surroundings.street_tree.query(boxes, predicate="dwithin", distance=_BESIDE_M)
        pieces = Pieces.of(surroundings.streets[np.unique(near)]).near(boxes, _BESIDE_M)
        _, near = surroundings.barrier_tree.query(
            boxes, predicate="dwithin", distance=3 * _BESIDE_M
        )
        barrier = shapely.union_all(surroundings.barriers[np.unique(near)])
        strip_m = min(_STRIP_M, 0.28 * float(np.sqrt(max_area_m2)))
        strips = _strips(pieces.lines, strip_m, barrier)
        around_m = min(around_m, strip_m) if len(pieces) else around_m
        length_m = shapely.length(
            surroundings.streets[surroundings.street_tree.query(study_area)]
        ).sum()
        share = float(np.clip(2 * strip_m * length_m / study_area.area, _LEAST_SHARE, 1.0))
        mapped = bool(len(surroundings.barriers))
        return cls(pieces, strips, barrier, surroundings.masked, around_m, share, mapped)

    @property
    def bare(self) -> bool:
        """Whether there is nothing to follow and nothing in the way."""
        return not len(self.pieces) and self.barrier.is_empty and self.masked.is_empty

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Pieces by where they lie."""
        return shapely.STRtree(self.pieces.lines)

    def units(self, squares: HotSquares, reach_m: float, least: float) -> Units:
        """Give each square to the nearest piece within 40 m; the others stand for themselves."""
        at = shapely.points(squares.points)
        piece = np.full(len(squares), OFF_STREET)
        which, nearest = self.tree.query_nearest(at, max_distance=_BESIDE_M, all_matches=False)
        piece[which] = nearest
        free = ~shapely.intersects(self.masked, at)
        on, off = free & (piece != OFF_STREET), free & (piece == OFF_STREET)
        units = self._along(piece[on], squares[on]) + self._away(squares[off])
        return replace(units, reach_m=reach_m, least=least)

    def _along(self, piece: Ints, squares: HotSquares) -> Units:
        """Pieces of street with the incidents of their squares."""
        counts = np.bincount(piece, squares.counts, minlength=len(self.pieces))
        weights = np.bincount(piece, squares.weights, minlength=len(self.pieces)).astype(float)
        used = np.flatnonzero(counts > 1)
        middles = shapely.line_interpolate_point(self.pieces.lines[used], 0.5, normalized=True)
        return Units(
            points=shapely.get_coordinates(middles),
            weights=weights[used],
            counts=counts[used].astype(np.int64),
            density=weights[used] / shapely.area(self.strips[used]) * self.street_share,
            piece=used,
        )

    def _away(self, squares: HotSquares) -> Units:
        """Squares that stand for themselves."""
        density = np.full(len(squares), np.inf)
        if len(self.pieces) and len(squares):
            near = radius_neighbors_graph(squares.points, _BESIDE_M, include_self=True)
            density = np.where(near @ squares.counts > 1, near @ squares.weights, 0.0)
            density /= np.pi * _BESIDE_M**2
        piece = np.full(len(squares), OFF_STREET)
        return Units(squares.points, squares.weights, squares.counts, density, piece)


def _strips(lines: Shapes, strip_m: float, barrier: BaseGeometry) -> Shapes:
    """Buffer lines; of a strip that meets a barrier which its line does not cross, its own side."""
    plain = shapely.simplify(lines, _PLAIN_M)
    strips = np.asarray(shapely.buffer(plain, strip_m, quad_segs=4), dtype=object)
    shapely.prepare(barrier)
    meets = np.flatnonzero(
        shapely.intersects(barrier, strips) & ~shapely.intersects(barrier, lines)
    )
    sides, which = shapely.get_parts(shapely.difference(strips[meets], barrier), return_index=True)
    own = shapely.intersects(sides, lines[meets][which])
    strips[meets[which[own]]] = sides[own]
    return strips
