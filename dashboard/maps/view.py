"""Where a map should look so that some shapes are seen."""

import math
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.crs import WGS84

#: A frame that every screen of a briefing has, and what Web Mercator shows at zoom 0.
_WIDTH_PX: Final = 640
_HEIGHT_PX: Final = 480
_WORLD_PX: Final = 256
_CLOSEST: Final = 15.25


def view(shapes: Sequence[BaseGeometry], crs: CRS) -> tuple[tuple[float, float], float]:
    """Centre (latitude, longitude) and zoom of Web Mercator that hold some shapes.

    Parameters
    ----------
    shapes : sequence of geometry
        In ``crs``; at least one.
    """
    west, south, east, north = gpd.GeoSeries(list(shapes), crs=crs).to_crs(WGS84).total_bounds
    middle = (round((south + north) / 2, 5), round((west + east) / 2, 5))
    across = max(east - west, 1e-6)
    up = max(north - south, 1e-6) / math.cos(math.radians(middle[0]))
    degrees_a_pixel = max(across / _WIDTH_PX, up / _HEIGHT_PX)
    zoom = math.log2(360 / _WORLD_PX / degrees_a_pixel)
    return middle, min(math.floor(zoom * 4) / 4, _CLOSEST)
