"""From units that lie together to connected outlines: along streets, or around bare spots."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.hotspots.shapes.barriers import sides
from geo.hotspots.shapes.polygons import polygons, stout, without_holes
from geo.hotspots.shapes.terrain import Terrain
from geo.hotspots.shapes.units import OFF_STREET, Units, on_lattice

Ints = NDArray[np.int64]
Shapes = NDArray[np.object_]
Outline = tuple[Polygon, Units]

_NEARBY_M: Final = 30.0
_GAP_M: Final = 20.0
_SMOOTH_M: Final = 1.0
_NOTHING_M2: Final = 1e-3
_BULK: Final = 0.93


def outlines(units: Units, density: float, terrain: Terrain) -> list[Outline]:
    """Draw the ground of units that lie together, as polygons with the units inside each.

    Pieces of street whose own incidents make them as dense as ``density`` are joined, across gaps
    of one piece, and spots away from streets with the gaps between them closed. The thinnest 7% of
    what the units tell is left out, so that no shape reaches far for little. What a barrier divides
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
        for part in polygons(whole)
        for joined in _joined(part, pieces, bare, terrain)
        for shape in allowed(_smooth(joined, terrain), terrain)
    ]
    return standing(drawn, units)


def allowed(shape: BaseGeometry, terrain: Terrain) -> list[Polygon]:
    """What of a shape lies on no mask, on one side of every barrier, and is nowhere thin."""
    if terrain.bare:
        return polygons(shape)
    return [
        settled
        for free in polygons(shape.difference(terrain.masked))
        for settled in _settled(free, terrain)
    ]


def _settled(shape: Polygon, terrain: Terrain) -> list[Polygon]:
    """Cut thin places and barriers until neither cuts any more, as each may open the other."""
    found = []
    for thick in stout(shape):
        parts = sides(thick, terrain)
        if len(parts) == 1 and parts[0].area >= thick.area - _NOTHING_M2:
            found += parts
        else:
            found += [settled for part in parts for settled in _settled(part, terrain)]
    return found


def _smooth(shape: Polygon, terrain: Terrain) -> Polygon:
    closed = terrain.masked.union(terrain.barrier)
    return shapely.simplify(without_holes(shape, closed), _SMOOTH_M)


def _joined(part: Polygon, pieces: Ints, bare: BaseGeometry, terrain: Terrain) -> list[Polygon]:
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
        for polygon in polygons(shapely.union_all([*terrain.strips[own[label == number]], beside]))
    ]


def _around(points: NDArray[np.float64], around_m: float) -> BaseGeometry:
    """The ground around points; those that lie much closer than that are taken together."""
    thinned = on_lattice(points, around_m / 2)
    return _closed(shapely.buffer(shapely.points(thinned), around_m, quad_segs=6), around_m)


def _closed(shapes: Shapes, gap_m: float) -> BaseGeometry:
    """Shapes as one, with gaps up to twice ``gap_m`` closed."""
    reached = shapely.union_all(shapely.buffer(shapes, gap_m, quad_segs=6))
    return shapely.simplify(reached.buffer(-gap_m, quad_segs=6), _SMOOTH_M)


def standing(drawn: list[Polygon], units: Units) -> list[Outline]:
    """Shapes with the units inside each; only those that hold enough."""
    at = shapely.STRtree(shapely.points(units.points))
    inside = [units[np.sort(at.query(shape, predicate="intersects"))] for shape in drawn]
    return [(s, own) for s, own in zip(drawn, inside, strict=True) if own.stand]
