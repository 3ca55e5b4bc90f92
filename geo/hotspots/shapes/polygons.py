"""Small operations on polygons."""

from typing import Final

import numpy as np
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

_THIN_M: Final = 8.0
_WORTH_KEEPING: Final = 0.5


def polygons(shape: BaseGeometry) -> list[Polygon]:
    """The polygons of a shape, without lines, points and what has no area."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon) and part.area]


def largest(shape: BaseGeometry) -> Polygon:
    """The largest polygon of a shape; an empty one where there is none."""
    return max(polygons(shape), key=lambda part: part.area, default=Polygon())


def stout(shape: BaseGeometry) -> list[Polygon]:
    """What is left of a shape where nothing is thinner than sixteen metres."""
    thick = shape.buffer(-_THIN_M, quad_segs=3).buffer(_THIN_M, quad_segs=3)
    return polygons(thick.intersection(shape))


def without_holes(shape: Polygon, closed: BaseGeometry) -> Polygon:
    """Fill the holes of a polygon, except those that meet closed ground."""
    stay = [ring for ring in shape.interiors if closed.intersects(Polygon(ring))]
    return Polygon(shape.exterior, stay)


def apart(shapes: list[Polygon]) -> list[Polygon]:
    """Take from each shape what an earlier one already covers, and drop what is left of little."""
    taken = np.array(shapes, dtype=object)
    later, earlier = shapely.STRtree(taken).query(taken, predicate="intersects")
    for n, shape in enumerate(shapes):
        before = np.sort(earlier[(later == n) & (earlier < n)])
        free = largest(shape.difference(shapely.union_all(taken[before]))) if len(before) else shape
        taken[n] = free if free.area >= _WORTH_KEEPING * shape.area else Polygon()
    return [shape for shape in taken if not shape.is_empty]
