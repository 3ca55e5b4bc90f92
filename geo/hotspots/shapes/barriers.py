"""No shape lies astride a river or a railway, unless a street crosses it inside the shape."""

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Polygon

from geo.hotspots.shapes.polygons import polygons
from geo.hotspots.shapes.terrain import Terrain


def sides(shape: Polygon, terrain: Terrain) -> list[Polygon]:
    """Take a shape apart along barriers that no street crosses inside it.

    Returns
    -------
    list of Polygon
        The shape itself where nothing divides it; what water is left at its edge is cut off.
    """
    if not terrain.barrier.intersects(shape):
        return [shape]
    dry = polygons(shape.difference(terrain.barrier))
    if len(dry) < 2:
        return dry
    inside = np.sort(terrain.tree.query(shape, predicate="covers"))
    label = terrain.pieces.together(inside)
    on_side, piece = shapely.STRtree(terrain.pieces.lines[inside]).query(dry, "intersects")
    nodes = len(dry) + int(label.max(initial=-1)) + 1
    joined = coo_array((np.ones(len(piece)), (on_side, len(dry) + label[piece])), (nodes, nodes))
    parts, at = connected_components(joined, directed=False)
    at, of_piece = at[: len(dry)], at[len(dry) :][label]
    if len(set(at)) == 1:
        return [shape]
    crossing = shapely.intersects(terrain.barrier, terrain.pieces.lines[inside])
    return [
        part
        for number in range(parts)
        for part in polygons(
            shapely.union_all(
                [
                    *(side for side, own in zip(dry, at, strict=True) if own == number),
                    *shapely.intersection(
                        terrain.strips[inside[crossing & (of_piece == number)]], shape
                    ),
                ]
            )
        )
    ]
