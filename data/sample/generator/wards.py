"""Wards that tile the land, with borders along main roads, the river and the railway."""

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from generator import drawing
from generator.town import Town


def set_wards(town: Town) -> dict[str, Polygon]:
    """Give each face between main roads to the nearest ward, and join them up."""
    ground = town.ground
    mains = [road.line for road in ground.roads if road.sort == "main"]
    river = LineString(drawing.RIVER[:, :2])
    net = shapely.union_all(
        [ground.land.boundary, river, *mains, *ground.rails.values()], grid_size=0.1
    )
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(net)))
    faces = [face for face in faces if ground.land.contains(face.representative_point())]
    seeds = np.array(list(drawing.WARDS.values()), dtype=float)
    middles = np.array([face.centroid.coords[0] for face in faces])
    nearest = np.linalg.norm(middles[:, None] - seeds[None], axis=2).argmin(axis=1)
    wards = {
        name: shapely.union_all([f for f, ward in zip(faces, nearest, strict=True) if ward == k])
        for k, name in enumerate(drawing.WARDS)
    }
    return {name: _whole(shape) for name, shape in wards.items() if not shape.is_empty}


def _whole(shape: Polygon) -> Polygon:
    """Close the hairline gaps that rounding may leave."""
    return shapely.normalize(shapely.set_precision(shape.buffer(0.05).buffer(-0.05), 0.1))
