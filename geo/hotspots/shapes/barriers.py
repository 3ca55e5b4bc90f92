"""No shape lies astride a river or a railway, unless a street crosses it inside the shape."""

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry import Polygon

from geo.hotspots.shapes.polygons import polygons
from geo.hotspots.shapes.terrain import Terrain

Ints = NDArray[np.int64]


def sides(shape: Polygon, terrain: Terrain) -> list[Polygon]:
    """Take a shape apart along barriers that no street crosses inside it.

    Returns
    -------
    list of Polygon
        The shape itself where nothing divides it. A side keeps what it has of a barrier only
        along streets; water at its edge is cut off.
    """
    if not terrain.barrier.intersects(shape):
        return [shape]
    dry = polygons(shape.difference(terrain.barrier))
    if len(dry) < 2:
        return dry
    inside = np.sort(terrain.tree.query(shape, predicate="covers"))
    side, of_piece = _joined(dry, inside, terrain)
    if len(np.unique(side)) == 1:
        return [shape]
    wet = shapely.intersection(terrain.strips[inside], terrain.barrier.intersection(shape))
    return [
        part
        for number in np.unique(side)
        for part in polygons(
            shapely.union_all(
                [
                    *(each for each, own in zip(dry, side, strict=True) if own == number),
                    *wet[of_piece == number],
                ]
            )
        )
        if not terrain.barrier.covers(part)
    ]


def _joined(dry: list[Polygon], inside: Ints, terrain: Terrain) -> tuple[Ints, Ints]:
    """Number the dry parts, and the pieces of street inside, by what streets join."""
    label = terrain.pieces.together(inside)
    on, piece = shapely.STRtree(terrain.pieces.lines[inside]).query(dry, predicate="intersects")
    nodes = len(dry) + int(label.max(initial=-1)) + 1
    joined = coo_array((np.ones(len(on)), (on, len(dry) + label[piece])), shape=(nodes, nodes))
    found = connected_components(joined, directed=False)[1].astype(np.int64)
    return found[: len(dry)], found[len(dry) :][label]
