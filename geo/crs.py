"""Coordinate systems: the metric one of an area, checks, and grids that points were rounded to."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
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


@lru_cache(maxsize=64)
def transformer(source: CRS, target: CRS) -> Transformer:
    """What turns coordinates of one system into those of another, longitude before latitude.

    Setting one up takes 30 ms, so it is kept. Threads may share it (pyproj 3.1).
    """
    return Transformer.from_crs(source, target, always_xy=True)


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
    """Read a coordinate system that a person named; none where nothing was named.

    Parameters
    ----------
    text : str or None
        Such as ``EPSG:27700``.

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

    Parameters
    ----------
    frame : GeoDataFrame
    crs : CRS
    what : str
        What the frame holds, for the sentence.

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
    """``EPSG:27700`` where the CRS has a code, its own name otherwise.

    Parameters
    ----------
    crs : CRS

    Examples
    --------
    >>> name_of(BRITISH_NATIONAL_GRID)
    'EPSG:27700'
    """
    code = crs.to_epsg()
    return f"EPSG:{code}" if code else str(crs.name)


Floats = NDArray[np.float64]
#: Name, step, whether it is in degrees, and about how many metres it is; coarsest first.
_GRIDS: Final = (
    ("1 km", 1000.0, False, 1000.0),
    ("2 decimals of a degree", 0.01, True, 1000.0),
    ("100 m", 100.0, False, 100.0),
    ("3 decimals of a degree", 0.001, True, 100.0),
    ("10 m", 10.0, False, 10.0),
    ("4 decimals of a degree", 0.0001, True, 10.0),
)


@dataclass(frozen=True)
class Rounding:
    """A grid that points may lie on: its name, its step in metres, and the share that does.

    Attributes
    ----------
    name : str
        Such as ``100 m``.
    step_m : float
    share : float
        Of the weight, 0 to 1.
    """

    name: str
    step_m: float
    share: float


def roundings(x: Floats, y: Floats, weights: Floats, crs: CRS) -> tuple[Rounding, ...]:
    """How large a share of the weight lies on each grid, coarsest first.

    Parameters
    ----------
    x, y : ndarray
        Metres in ``crs``.
    weights : ndarray
        How many rows lie on each point.
    crs : CRS
        Projected.
    """
    lon, lat = transformer(crs, WGS84).transform(x, y)
    roundings_found = []
    for name, step, degrees, metres in _GRIDS:
        a, b = (lon, lat) if degrees else (x, y)
        # Reprojecting there and back leaves less than a centimetre.
        slack = 2e-7 if degrees else 0.02
        on = _on(np.asarray(a), step, slack) & _on(np.asarray(b), step, slack)
        roundings_found.append(Rounding(name, metres, float((weights * on).sum() / weights.sum())))
    return tuple(roundings_found)


def _on(values: Floats, step: float, slack: float) -> NDArray[np.bool_]:
    return np.asarray(np.abs(values - np.round(values / step) * step) <= slack)
