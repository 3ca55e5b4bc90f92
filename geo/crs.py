"""One metric coordinate system inside, WGS84 at the edges.

A layer lives in the workspace's projected CRS: EPSG:27700 in Britain, the UTM zone elsewhere.
"""

from typing import Final

import geopandas as gpd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError
from shapely.geometry import box

from geo.errors import CrsError

#: West, south, east and north; of the world in degrees.
Bounds = tuple[float, float, float, float]

WGS84: Final = CRS.from_epsg(4326)
BRITISH_NATIONAL_GRID: Final = CRS.from_epsg(27700)

#: Longitude and latitude bounds within which the British National Grid is used
#: (EPSG:27700 area of use, to its edge in the North Sea).
BRITAIN: Final = box(-9.01, 49.75, 2.01, 61.01)


def metric_crs(points: gpd.GeoSeries) -> CRS:
    """Choose the projected CRS of an area from the points in it.

    Parameters
    ----------
    points : GeoSeries of Point
        In any CRS that is set.

    Returns
    -------
    pyproj.CRS
        EPSG:27700 where the middle of the points lies in Britain, else their UTM zone.

    Raises
    ------
    CrsError
        When the points carry no CRS or there are none.
    """
    if points.crs is None:
        raise CrsError("These points carry no coordinate system. Say which one with --crs.")
    known = points[~(shapely.is_missing(points) | points.is_empty)]
    if known.empty:
        raise CrsError("There is no point to tell the area from. Give a file with coordinates.")
    lonlat = known.to_crs(WGS84)
    middle = gpd.points_from_xy([lonlat.x.median()], [lonlat.y.median()])[0]
    if BRITAIN.contains(middle):
        return BRITISH_NATIONAL_GRID
    return CRS(gpd.GeoSeries([middle], crs=WGS84).estimate_utm_crs())


def crs_named(text: str | None) -> CRS | None:
    """Read a coordinate system that a person named; none where nothing was said.

    Raises
    ------
    CrsError
        When there is no such one.
    """
    try:
        return CRS.from_user_input(text) if text else None
    except CRSError as error:
        raise CrsError(
            f"{text!r} is no coordinate system; expected a code such as EPSG:27700."
        ) from error


def require_same(frame: gpd.GeoDataFrame, crs: CRS, what: str) -> None:
    """Refuse a frame that is not in the CRS it must be in; nothing is reprojected silently.

    Raises
    ------
    CrsError
        When the frame has no CRS or another one.
    """
    if frame.crs is None:
        raise CrsError(f"The {what} carry no coordinate system; expected {name_of(crs)}.")
    if CRS(frame.crs) != crs:
        raise CrsError(
            f"The {what} are in {name_of(CRS(frame.crs))}; expected {name_of(crs)}. "
            f"Read them again with read_layer(..., crs={name_of(crs)!r})."
        )


def name_of(crs: CRS) -> str:
    """``EPSG:27700`` where the CRS has a code, its own name otherwise."""
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)
