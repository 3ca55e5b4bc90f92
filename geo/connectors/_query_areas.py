"""Areas as services take them: boxes, polygons without holes, tiles and circles."""

import math
from typing import Final

import shapely
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from geo.errors import FetchError

_EXPECTED: Final = "west,south,east,north in degrees, such as -0.15,51.50,-0.05,51.56"


def area_of_box(text: str) -> Polygon:
    """Read ``west,south,east,north``.

    Parameters
    ----------
    text : str
        Four numbers in degrees (WGS84), with commas between them.

    Returns
    -------
    Polygon
        In WGS84.

    Raises
    ------
    FetchError
        When it is no box of degrees.

    Examples
    --------
    >>> area_of_box("-0.15,51.50,-0.05,51.56").bounds
    (-0.15, 51.5, -0.05, 51.56)
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise FetchError(f"--area is {text[:60]!r}; expected {_EXPECTED}, or a file.") from error
    inside = -180 <= west < east <= 180 and -90 <= south < north <= 90
    if not inside or not all(map(math.isfinite, (west, south, east, north))):
        raise FetchError(
            f"--area {text[:60]} is no box: west must lie west of east and south of north; "
            f"expected {_EXPECTED}. Mend the order."
        )
    return box(west, south, east, north)


def rings(area: BaseGeometry) -> tuple[Polygon, ...]:
    """Cut an area into polygons without holes; a hole is filled, as no service knows holes."""
    parts = [part for part in shapely.get_parts(area) if isinstance(part, Polygon)]
    return tuple(Polygon(part.exterior) for part in parts if part.area > 0)


def quarters(ring: Polygon) -> tuple[Polygon, ...]:
    """Cut a polygon in four at the middle of its bounds; parts without area are left out."""
    west, south, east, north = ring.bounds
    x, y = (west + east) / 2, (south + north) / 2
    boxes = (
        box(west, south, x, y),
        box(x, south, east, y),
        box(west, y, x, north),
        box(x, y, east, north),
    )
    return tuple(part for quarter in boxes for part in rings(ring.intersection(quarter)))


def tiles(area: BaseGeometry, side_deg: float) -> tuple[Polygon, ...]:
    """Cover an area with boxes of at most ``side_deg`` of latitude, about square on the ground."""
    west, south, east, north = area.bounds
    stretch = max(math.cos(math.radians((south + north) / 2)), 0.1)
    columns = max(1, math.ceil((east - west) * stretch / side_deg))
    rows = max(1, math.ceil((north - south) / side_deg))
    dx, dy = (east - west) / columns, (north - south) / rows
    all_boxes = (
        box(west + i * dx, south + j * dy, west + (i + 1) * dx, south + (j + 1) * dy)
        for j in range(rows)
        for i in range(columns)
    )
    return tuple(tile for tile in all_boxes if tile.intersects(area))


def circle_around(area: BaseGeometry) -> tuple[float, float, int]:
    """Latitude, longitude and radius in whole metres of a circle around an area.

    Parameters
    ----------
    area : geometry
        In WGS84.
    """
    west, south, east, north = area.bounds
    lat, lon = (south + north) / 2, (west + east) / 2
    across_m = math.radians(east - west) * 6_371_000 * math.cos(math.radians(lat))
    up_m = math.radians(north - south) * 6_371_000
    return lat, lon, math.ceil(math.hypot(across_m, up_m) / 2)
