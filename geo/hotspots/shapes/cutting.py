"""Hot places, cut into shapes that a pair can patrol on foot."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats, Ints, Shapes
from geo.hotspots.scoring import Scored
from geo.hotspots.shapes._street_strips import Terrain
from geo.hotspots.shapes._units import FEWEST_INCIDENTS, OFF_STREET, Units, hot_squares, on_lattice
from geo.hotspots.shapes.surroundings import Surroundings
from geo.hotspots.surface import RiskSurface

_THIN_M: Final = 8.0
_SHARE_LEFT_FREE: Final = 0.5


def _polygons(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of a shape, without lines, points and what has no area."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area]


def _largest(shape: BaseGeometry) -> Polygon:
    """The largest polygon of a shape; an empty one where there is none."""
    return max(_polygons(shape), key=lambda part: part.area, default=Polygon())


def _without_thin_parts(shape: BaseGeometry) -> list[Polygon]:
    """What is left of a shape where nothing is thinner than sixteen metres."""
    thick = shape.buffer(-_THIN_M, quad_segs=3).buffer(_THIN_M, quad_segs=3)
    return _polygons(thick.intersection(shape))


def _without_holes(shape: Polygon, closed: BaseGeometry) -> Polygon:
    """Fill the holes of a polygon, except those that meet closed areas."""
    stay = [ring for ring in shape.interiors if closed.intersects(Polygon(ring))]
    return Polygon(shape.exterior, stay)


def _disjoint(shapes: list[Polygon]) -> list[Polygon]:
    """Take from each shape what an earlier one already covers, and drop what is left of little."""
    taken = np.array(shapes, dtype=object)
    later, earlier = shapely.STRtree(taken).query(taken, predicate="intersects")
    for n, shape in enumerate(shapes):
        before = np.sort(earlier[(later == n) & (earlier < n)])
        free = (
            _largest(shape.difference(shapely.union_all(taken[before]))) if len(before) else shape
        )
        taken[n] = free if free.area >= _SHARE_LEFT_FREE * shape.area else Polygon()
    return [shape for shape in taken if not shape.is_empty]


def _sides(shape: Polygon, terrain: Terrain) -> list[Polygon]:
    """Take a shape apart along barriers that no street crosses inside it.

    Returns
    -------
    list of Polygon
        The shape itself where nothing divides it. A side keeps what it has of a barrier only
        along streets; water at its edge is cut off.
    """
    if not terrain.barrier.intersects(shape):
        return [shape]
    dry = _polygons(shape.difference(terrain.barrier))
    if len(dry) < 2:
        return dry
    inside = np.sort(terrain.tree.query(shape, predicate="covers"))
    side, of_piece = _sides_joined(dry, inside, terrain)
    if len(np.unique(side)) == 1:
        return [shape]
    wet = shapely.intersection(terrain.strips[inside], terrain.barrier.intersection(shape))
    return [
        part
        for number in np.unique(side)
        for part in _polygons(
            shapely.union_all(
                [
                    *(each for each, own in zip(dry, side, strict=True) if own == number),
                    *wet[of_piece == number],
                ]
            )
        )
        if not terrain.barrier.covers(part)
    ]


def _sides_joined(dry: list[Polygon], inside: Ints, terrain: Terrain) -> tuple[Ints, Ints]:
    """Number the dry parts, and the pieces of street inside, by what streets join."""
    label = terrain.pieces.together(inside)
    on, piece = shapely.STRtree(terrain.pieces.lines[inside]).query(dry, predicate="intersects")
    nodes = len(dry) + int(label.max(initial=-1)) + 1
    joined = coo_array((np.ones(len(on)), (on, len(dry) + label[piece])), shape=(nodes, nodes))
    side = connected_components(joined, directed=False)[1].astype(np.int64)
    return side[: len(dry)], side[len(dry) :][label]


_Outline = tuple[Polygon, Units]

_NEARBY_M: Final = 30.0
_GAP_M: Final = 20.0
_SMOOTH_M: Final = 1.0
_NOTHING_M2: Final = 1e-3
_BULK: Final = 0.93


def _outlines(units: Units, density: float, terrain: Terrain) -> list[_Outline]:
    """Draw units that lie together as polygons, with the units inside each.

    Pieces of street whose own incidents make them as dense as ``density`` are joined, across gaps
    of one piece, and squares away from streets with the gaps between them closed. The thinnest 7%
    of their weight is left out, so that no shape reaches far for little. What a barrier divides
    stays apart; where nobody drew barriers, what no street joins within 30 m of the shape does.
    """
    kept = units[units.density >= density].bulk(_BULK)
    along = kept.piece != OFF_STREET
    pieces = kept.piece[along]
    pieces = np.sort(np.concatenate([pieces, terrain.pieces.between(pieces)]))
    bare = _around(kept.points[~along], terrain.around_m)
    strips = _closed(terrain.strips[pieces], _GAP_M)
    whole = shapely.union_all([strips, bare])
    drawn = [
        shape
        for part in _polygons(whole)
        for joined in _outlines_joined(part, pieces, bare, terrain)
        for shape in _allowed(_smooth(joined, terrain), terrain)
    ]
    return _with_enough_incidents(drawn, units)


def _allowed(shape: BaseGeometry, terrain: Terrain) -> list[Polygon]:
    """What of a shape lies on no mask, on one side of every barrier, and is nowhere thin."""
    if terrain.bare:
        return _polygons(shape)
    return [
        settled
        for free in _polygons(shape.difference(terrain.masked))
        for settled in _settled(free, terrain)
    ]


def _settled(shape: Polygon, terrain: Terrain) -> list[Polygon]:
    """Cut thin places and barriers until neither cuts any more, as each may open the other."""
    settled = []
    for thick in _without_thin_parts(shape):
        parts = _sides(thick, terrain)
        if len(parts) == 1 and parts[0].area >= thick.area - _NOTHING_M2:
            settled += parts
        else:
            settled += [each for part in parts for each in _settled(part, terrain)]
    return settled


def _smooth(shape: Polygon, terrain: Terrain) -> Polygon:
    closed = terrain.masked.union(terrain.barrier)
    return shapely.simplify(_without_holes(shape, closed), _SMOOTH_M)


def _outlines_joined(
    part: Polygon, pieces: Ints, bare: BaseGeometry, terrain: Terrain
) -> list[Polygon]:
    """Split a shape into what streets join within 30 m of it."""
    if terrain.mapped or not len(pieces):  # a map tells better what cannot be crossed
        return [part]
    own = pieces[shapely.intersects(part, terrain.pieces.lines[pieces])]
    near = np.sort(terrain.tree.query(part.buffer(_NEARBY_M), predicate="covers"))
    label = terrain.pieces.together(near)[np.searchsorted(near, own)]
    if len(np.unique(label)) < 2:
        return [part]
    beside = bare.intersection(part)
    return [
        polygon
        for number in np.unique(label)
        for polygon in _polygons(shapely.union_all([*terrain.strips[own[label == number]], beside]))
    ]


def _around(points: NDArray[np.float64], around_m: float) -> BaseGeometry:
    """The area around points; those that lie much closer than that are taken together."""
    thinned = on_lattice(points, around_m / 2)
    return _closed(shapely.buffer(shapely.points(thinned), around_m, quad_segs=6), around_m)


def _closed(shapes: Shapes, gap_m: float) -> BaseGeometry:
    """Shapes as one, with gaps up to twice ``gap_m`` closed."""
    reached = shapely.union_all(shapely.buffer(shapes, gap_m, quad_segs=6))
    return shapely.simplify(reached.buffer(-gap_m, quad_segs=6), _SMOOTH_M)


def _with_enough_incidents(drawn: list[Polygon], units: Units) -> list[_Outline]:
    """Shapes with the units inside each; only those that hold enough."""
    at = shapely.STRtree(shapely.points(units.points))
    inside = [units[np.sort(at.query(shape, predicate="intersects"))] for shape in drawn]
    return [(s, own) for s, own in zip(drawn, inside, strict=True) if own.enough]


_REACH_CELLS: Final = 1.5
_AROUND_CELLS: Final = 0.8
_LEAST_CELL_M: Final = 50.0
#: A shape must hold what so large an area holds where it is just hot; less where shapes are small.
_HOT_M2: Final = 40_000.0
_DENSER: Final = 1.4
_DROPPED: Final = 2.0
_MUCH_DENSER: Final = 2.0
_SHARE_IN_CORES: Final = 0.6


def patrollable_shapes(
    surface: RiskSurface,
    scored: Scored,
    value: Floats,
    max_area_m2: float,
    surroundings: Surroundings | None = None,
    most: int = 100,
) -> list[Polygon]:
    """Cut the places where incidents gather into shapes of at most ``max_area_m2``.

    Parameters
    ----------
    surface : RiskSurface
    scored : Scored
    value : ndarray
        Weight of each incident for the next window's value.
    max_area_m2 : float
    surroundings : Surroundings, optional
        Streets to follow, barriers that keep apart and masks to avoid, in the same CRS. Without
        streets, or more than 40 m away from any, shapes lie around the incidents.
    most : int
        No more hot cells than this many shapes could cover are used, the riskiest first.

    Returns
    -------
    list of Polygon
        In the workspace's CRS, metres. They do not overlap, and each has incidents of its own:
        four at the least. The order of the incidents plays no part.
    """
    squares = hot_squares(surface, scored, value, most * max_area_m2)
    if squares.counts.sum() < FEWEST_INCIDENTS or squares.density <= 0:
        return []
    cell_m, widest_m = max(surface.grid.cell_m, _LEAST_CELL_M), float(np.sqrt(max_area_m2 / np.pi))
    reach_m = min(_REACH_CELLS * cell_m, max(widest_m, _REACH_CELLS * _LEAST_CELL_M))
    around_m = min(_AROUND_CELLS * cell_m, 0.5 * widest_m)
    terrain = Terrain.of(
        surroundings, squares.cells, surface.grid.study_area, around_m, max_area_m2
    )
    least_m2 = max(_HOT_M2, float(np.pi) * (_REACH_CELLS * cell_m) ** 2)
    least_m2 *= min(1.0, max_area_m2 / _HOT_M2)
    units = terrain.units(squares, reach_m, squares.density * least_m2)
    outlines = [
        outline
        for cluster in units.clusters(squares.density)
        for outline in _small_enough(cluster, squares.density, terrain, max_area_m2)
    ]
    return _without_overlaps(outlines, units, terrain)


def _small_enough(
    cluster: Units, density: float, terrain: Terrain, max_area_m2: float
) -> list[_Outline]:
    """Outlines of a cluster; of one too large, those of its parts."""
    if cluster.spread_m2 > max_area_m2 * (_DROPPED if len(terrain.pieces) else 1):
        return _of_parts(cluster, cluster.spread_m2, density, terrain, max_area_m2)
    return [
        outline
        for shape, units in _outlines(cluster, density, terrain)
        for outline in (
            [(shape, units)]
            if shape.area <= max_area_m2
            else _of_parts(units, shape.area, density, terrain, max_area_m2)
        )
    ]


def _of_parts(
    units: Units, area_m2: float, density: float, terrain: Terrain, max_area_m2: float
) -> list[_Outline]:
    """Outlines of the denser cores; where they hold too little of the whole, of compact parts."""
    times = area_m2 / max_area_m2
    denser = density * min(max(_DENSER, float(np.sqrt(times))), _MUCH_DENSER)
    cores = units.clusters(denser)
    if sum(core.weights.sum() for core in cores) >= _SHARE_IN_CORES * units.weights.sum():
        return [
            outline
            for core in cores
            for outline in _small_enough(core, denser, terrain, max_area_m2)
        ]
    return [
        outline
        for part in units.divided(int(np.ceil(times)))
        for outline in _middle(part, density, terrain, max_area_m2)
    ]


def _middle(part: Units, density: float, terrain: Terrain, max_area_m2: float) -> list[_Outline]:
    """As many units around the middle as fit; found by halving."""
    ordered, low, high = part.by_closeness(), 0, len(part) + 1
    fits: list[_Outline] = []
    tried = len(part)
    while high - low > 1:
        drawn = _outlines(ordered[np.arange(tried)], density, terrain)
        if all(shape.area <= max_area_m2 for shape, _ in drawn):
            fits, low = drawn, tried
        else:
            high = tried
        tried = (low + high) // 2
    return fits


def _without_overlaps(outlines: list[_Outline], units: Units, terrain: Terrain) -> list[Polygon]:
    """Give the area that two shapes share to the heavier one, and check the other again."""
    drawn = [shape for shape, _ in sorted(outlines, key=_merit)]
    same = {id(shape) for shape in drawn}
    free = [
        part
        for shape in _disjoint(drawn)
        for part in ([shape] if id(shape) in same else _allowed(shape, terrain))
    ]
    return [shape for shape, _ in _with_enough_incidents(free, units)]


def _merit(outline: _Outline) -> tuple[float, float, float]:
    shape, units = outline
    return (-float(units.weights.sum()), shape.centroid.x, shape.centroid.y)
