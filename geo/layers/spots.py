"""Rows by their coordinates: judged, rejected where they cannot be meant, and reprojected."""

import math
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer

from geo.bulk import uncollected
from geo.crs import BRITISH_NATIONAL_GRID, WGS84, Bounds, metric_crs, name_of
from geo.errors import FileRefusedError
from geo.layers.limits import INHABITED, Floats, bulk_of, looks_swapped, reach_of
from geo.layers.raw import Bools, Ints, Verdicts
from geo.layers.shapes import middles

NO_NUMBER: Final = "coordinates that are no numbers"
_SWAPPED: Final = "longitude and latitude look swapped"
_SWAPPED_GRID: Final = "easting and northing look swapped"
#: A share of rows with a fault that says the file is wrong, and not its rows.
FILE_SHARE: Final = 0.5
#: Outliers are few; where more rows are far away, the area is simply wide.
_OUTLIER_SHARE: Final = 0.2
#: Enough to tell in which part of the world a file is.
_ENOUGH_POINTS: Final = 10_000
#: Enough for the middle of a file and the spread around it.
_ENOUGH_FOR_MIDDLE: Final = 100_000


@dataclass(frozen=True)
class Declared:
    """What the person who reads a file says of its coordinates.

    Attributes
    ----------
    target : CRS or None
        Projected CRS wanted; None to choose it from the points.
    source : CRS or None
        CRS of the file where it cannot say so itself.
    timezone : str
        IANA name; its home helps to see swapped columns.
    """

    target: CRS | None
    source: CRS | None
    timezone: str


@dataclass(frozen=True)
class Spots:
    """Where the rows are before they are judged; the shapes only where the file brought them."""

    x: Floats
    y: Floats
    crs: CRS
    shapes: gpd.GeoSeries | None = None


def judge(spots: Spots, file: str, declared: Declared, verdicts: Verdicts) -> None:
    """Reject what lies outside its CRS or far from the others; refuse a file of such rows."""
    crs, x, y = spots.crs, spots.x, spots.y
    verdicts.reject(~(np.isfinite(x) & np.isfinite(y)), NO_NUMBER)
    known = verdicts.witnesses
    if not known.any():
        return
    reach, swapped = reach_of(crs), _SWAPPED if crs.is_geographic else _SWAPPED_GRID
    inside, inside_swapped = reach.holds(x, y), reach.holds(y, x)
    _refuse_wrong(inside[known], inside_swapped[known], (x[known], y[known]), file, crs)
    verdicts.reject(~inside & inside_swapped, swapped)
    world = "coordinates outside the world"
    area = f"coordinates outside the area of {name_of(crs)}"
    verdicts.reject(~inside, world if crs.is_geographic else area)
    at = spread(verdicts.witnesses)
    middle = float(np.median(x[at])), float(np.median(y[at]))
    if crs.is_geographic and looks_swapped(*middle, declared.target, declared.timezone):
        raise _all_swapped(file, *middle, in_degrees=True)
    _judge_by_others(x, y, crs, swapped, verdicts)


def _judge_by_others(x: Floats, y: Floats, crs: CRS, swapped: str, verdicts: Verdicts) -> None:
    """Reject rows that are nowhere near the others, and say so where swapping would mend it."""
    if crs.is_geographic:
        verdicts.reject(~INHABITED.holds(x, y) & INHABITED.holds(y, x), swapped)
    known = verdicts.witnesses
    if not known.any():
        return
    at = spread(known)
    bulk = bulk_of(x[at], y[at], crs)
    verdicts.reject(~bulk.holds(x, y) & bulk.holds(y, x), swapped)
    wide = bulk_of(x[at], y[at], crs, times=4, least=100)
    far, known = ~wide.holds(x, y), verdicts.witnesses
    count = (far & known).sum()
    if count <= max(1, _OUTLIER_SHARE * known.sum()) and count < known.sum():
        verdicts.reject(far, "coordinates far outside the area of the other rows")


def _refuse_wrong(
    inside: Bools, inside_swapped: Bools, points: tuple[Floats, Floats], file: str, crs: CRS
) -> None:
    """Refuse a file most of whose coordinates do not fit its CRS."""
    if inside.mean() >= FILE_SHARE:
        return
    x, y = (float(values[~inside][0]) for values in points)
    if inside_swapped[~inside].mean() > FILE_SHARE:
        raise _all_swapped(file, x, y, in_degrees=crs.is_geographic)
    if math.isfinite(x) and crs.is_geographic:
        came = f"the longitudes and latitudes are no degrees (such as {x:g}, {y:g})"
        mend = "Name the columns easting and northing, or say which system with --crs."
    else:
        came = f"its coordinates (such as {x:g}, {y:g}) do not lie where {name_of(crs)} is used"
        mend = "Say the right one with --crs, or name the columns as they are."
    raise FileRefusedError(file, came, f"coordinates in {name_of(crs)}", mend)


def _all_swapped(file: str, x: float, y: float, *, in_degrees: bool) -> FileRefusedError:
    first, second = ("longitude", "latitude") if in_degrees else ("easting", "northing")
    return FileRefusedError(
        file,
        f"{first} and {second} look swapped (such as {first} {x:g}, {second} {y:g})",
        f"{first} first, {second} second",
        "Swap the names of the two columns. If they are right, give the area's --timezone.",
    )


def projected(spots: Spots, target: CRS | None, file: str, verdicts: Verdicts) -> gpd.GeoSeries:
    """Reproject the good rows; the others become None."""
    good = verdicts.good
    if not good.any():
        return gpd.GeoSeries([None] * len(good), crs=target or BRITISH_NATIONAL_GRID)
    crs = target or _fitting_crs(spots, verdicts.witnesses)
    moved = _moved(spots, crs, good)
    x, y = middles(moved) if spots.shapes is not None else _coordinates(moved, good)
    beyond = good & ~reach_of(crs).holds(x, y)
    known = verdicts.witnesses
    if (beyond & known).sum() > FILE_SHARE * known.sum():
        whose = "of the workspace" if target is not None else "that fits its middle"
        raise FileRefusedError(
            file,
            f"its places do not lie where {name_of(crs)}, the coordinate system {whose}, is used",
            "places in one area",
            "Check its coordinates, and --crs; or choose the workspace of its area.",
        )
    if not beyond.any():
        return moved
    verdicts.reject(beyond, f"coordinates outside the area of {name_of(crs)}")
    return moved.where(pd.Series(verdicts.good), None)


def spread(which: Bools, most: int = _ENOUGH_FOR_MIDDLE) -> Ints:
    """Positions of these rows, or of so many of them, spread over the file."""
    at = np.flatnonzero(which)
    return at[:: max(1, len(at) // most)]


def _fitting_crs(spots: Spots, good: Bools) -> CRS:
    """The metric CRS of the area, told from points spread over the file."""
    at = spread(good, _ENOUGH_POINTS)
    return metric_crs(gpd.GeoSeries(gpd.points_from_xy(spots.x[at], spots.y[at]), crs=spots.crs))


def _moved(spots: Spots, crs: CRS, good: Bools) -> gpd.GeoSeries:
    """Shapes of the good rows in another CRS."""
    if spots.shapes is not None:
        kept = spots.shapes.where(pd.Series(good), None)
        return kept if spots.crs == crs else kept.to_crs(crs)
    x, y = spots.x[good], spots.y[good]
    if spots.crs != crs:
        x, y = Transformer.from_crs(spots.crs, crs, always_xy=True).transform(x, y)
    shapes = np.full(len(good), None, dtype=object)
    with uncollected():
        shapes[good] = shapely.points(x, y)
    return gpd.GeoSeries(shapes, crs=crs)


def _coordinates(points: gpd.GeoSeries, good: Bools) -> tuple[Floats, Floats]:
    x, y = np.full((2, len(good)), np.nan)
    x[good], y[good] = shapely.get_coordinates(points.to_numpy()).T
    return x, y


def reject_outside(shapes: gpd.GeoSeries, within: Bounds, verdicts: Verdicts) -> None:
    """Reject what lies wholly outside bounds in degrees."""
    to_crs = Transformer.from_crs(WGS84, shapes.crs, always_xy=True)
    west, south, east, north = to_crs.transform_bounds(*within)
    x0, y0, x1, y1 = shapely.bounds(shapes.to_numpy()).T
    with np.errstate(invalid="ignore"):
        outside = (x1 < west) | (x0 > east) | (y1 < south) | (y0 > north)
    verdicts.reject(outside, "outside the bounds of the area, as set in afterbell.toml")
