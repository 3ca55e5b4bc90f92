"""Where each row is: from columns or from the shapes of the file, judged, in the target CRS."""

import math
from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS, Transformer

from geo.arrays import uncollected
from geo.columns import ColumnMapping, pairs_in
from geo.crs import BRITISH_NATIONAL_GRID, WGS84, Bounds, metric_crs, name_of
from geo.errors import FileRefusedError
from geo.formats import Bools, Ints, RawTable, Verdicts, numbers
from geo.layers._extents import INHABITED, Box, Floats, bulk_of, looks_swapped, reach_of
from geo.layers._shapes import middles

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


MISSING: Final = "missing point"
#: What publishers write where they withhold a point.
_WITHHELD: Final = ("", "REDACTED", "Redacted", "redacted")
_WORLD: Final = Box(-180, -90, 180, 90)


def positions(
    table: RawTable, mapping: ColumnMapping, declared: Declared, verdicts: Verdicts
) -> gpd.GeoSeries:
    """Give one shape a row in the target CRS, and reject the rows that have none or a wrong one.

    Raises
    ------
    FileRefusedError
        When the CRS is missing or wrong, or all coordinates are swapped.
    """
    if table.geometry is not None:
        shapes = table.geometry.set_crs(_stated_crs(table, declared), allow_override=True)
        spots = Spots(*middles(shapes), CRS(shapes.crs), shapes)
    else:
        spots = _from_columns(table, mapping, declared, verdicts)
    judge(spots, table.file, declared, verdicts)
    return projected(spots, declared.target, table.file, verdicts)


def _stated_crs(table: RawTable, declared: Declared) -> CRS:
    assert table.geometry is not None
    crs = declared.source or table.geometry.crs
    if crs is None:
        raise FileRefusedError(
            table.file,
            "it does not say which coordinate system it is in (a Shapefile says so in its .prj)",
            "a coordinate system such as EPSG:27700",
            "Add the .prj file, or say which one with --crs.",
        )
    return CRS(crs)


def _pairs(table: RawTable, mapping: ColumnMapping) -> list[tuple[str, str]]:
    """Raw names of the pairs of coordinate columns, the fullest first."""
    pairs = [
        (mapping.columns[a], mapping.columns[b])
        for a, b in (("longitude", "latitude"), ("easting", "northing"), ("x", "y"))
        if a in mapping.columns and b in mapping.columns
    ]
    return sorted(pairs, key=lambda pair: -int((table.frame[pair[0]] != "").sum()))


def _from_columns(
    table: RawTable, mapping: ColumnMapping, declared: Declared, verdicts: Verdicts
) -> Spots:
    pairs = _pairs(table, mapping)
    if not pairs or _better_in_one_cell(table, mapping, pairs[0], declared):
        return _from_one_cell(table, mapping, declared, verdicts)
    texts = [table.frame[name] for name in pairs[0]]
    x, y = (numbers(text, decimal_comma=table.decimal_comma) for text in texts)
    verdicts.reject(texts[0].isin(_WITHHELD) | texts[1].isin(_WITHHELD), MISSING)
    verdicts.reject(~(np.isfinite(x) & np.isfinite(y)), NO_NUMBER)
    verdicts.reject((x == y) & np.isin(x, (0, -1)), MISSING)
    crs = declared.source or _crs_of_columns(mapping, pairs[0], x, y, table.file)
    return Spots(x, y, crs)


def _better_in_one_cell(
    table: RawTable, mapping: ColumnMapping, pair: tuple[str, str], declared: Declared
) -> bool:
    """Whether x and y are in a system that nobody named, beside degrees in one cell."""
    if "latlon" not in mapping.columns or declared.source is not None or mapping.crs:
        return False
    x, y = (numbers(table.frame[name]) for name in pair)
    return mapping.columns.get("x") == pair[0] and not _are_degrees(x, y)


def _from_one_cell(
    table: RawTable, mapping: ColumnMapping, declared: Declared, verdicts: Verdicts
) -> Spots:
    """Degrees out of a cell such as ``(35.1, -90.0)``."""
    raw = mapping.columns["latlon"]
    x, y = pairs_in(table.frame[raw])
    if not np.isfinite(x).any():
        raise FileRefusedError(
            table.file,
            f"no cell of {raw} holds a longitude and a latitude",
            "a pair such as (51.5, -0.12), or columns longitude and latitude",
            "Choose other columns.",
        )
    verdicts.reject(~(np.isfinite(x) & np.isfinite(y)), MISSING)
    return Spots(x, y, declared.source or WGS84)


def _crs_of_columns(
    mapping: ColumnMapping, pair: tuple[str, str], x: Floats, y: Floats, file: str
) -> CRS:
    if mapping.columns.get("longitude") == pair[0]:
        return WGS84
    if mapping.columns.get("easting") == pair[0]:
        return BRITISH_NATIONAL_GRID
    if _are_degrees(x, y):
        return WGS84
    if mapping.crs:
        return CRS(mapping.crs)
    raise FileRefusedError(
        file,
        f"the columns {pair[0]} and {pair[1]} are no degrees, and nothing says what they are",
        "longitude and latitude, or a coordinate system such as EPSG:27700",
        "Say which one with --crs.",
    )


def _are_degrees(x: Floats, y: Floats) -> bool:
    known = np.isfinite(x) & np.isfinite(y)
    return not known.any() or bool(_WORLD.holds(x[known], y[known]).mean() > FILE_SHARE)


def shapes_from_text(table: RawTable, mapping: ColumnMapping, declared: Declared) -> RawTable:
    """Take the geometry from a ``wkt`` column where there are no coordinate columns.

    Raises
    ------
    FileRefusedError
        When nothing says the coordinate system, and the numbers are no degrees.
    """
    if table.geometry is not None or "wkt" not in mapping.columns or _pairs(table, mapping):
        return table
    cells = table.frame[mapping.columns["wkt"]].astype(object)
    text = cells.where(cells != "", None).to_numpy()
    shapes = gpd.GeoSeries(shapely.from_wkt(text, on_invalid="ignore"))
    if declared.source is None and not _are_degrees(*middles(shapes)):
        raise FileRefusedError(
            table.file,
            f"the column {mapping.columns['wkt']} holds no degrees, and nothing says what it is",
            "degrees, or a coordinate system such as EPSG:27700",
            "Say which one with --crs.",
        )
    return replace(table, geometry=shapes.set_crs(declared.source or WGS84))
