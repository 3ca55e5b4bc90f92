"""Where each row is: from columns or from the shapes of the file, judged, in the target CRS."""

import math
from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geo.crs import BRITISH_NATIONAL_GRID, WGS84, metric_crs, name_of
from geo.errors import FileRefusedError
from geo.layers.limits import INHABITED, Box, Floats, bulk_of, looks_swapped, reach_of
from geo.layers.raw import Bools, RawTable, Verdicts
from geo.layers.shapes import middles
from geo.sources import ColumnMapping

MISSING: Final = "missing point"
_SWAPPED = "longitude and latitude look swapped"
_SWAPPED_GRID = "easting and northing look swapped"
_NO_NUMBER = "coordinates that are no numbers"
#: A share of rows with a fault that says the file is wrong, and not its rows.
_FILE_SHARE: Final = 0.5
#: Outliers are few; where more rows are far away, the area is simply wide.
_OUTLIER_SHARE: Final = 0.2
_WORLD: Final = Box(-180, -90, 180, 90)


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
    else:
        shapes = _from_columns(table, mapping, declared, verdicts)
    _judge(shapes, table.file, declared, verdicts)
    return _projected(shapes, declared.target, table.file, verdicts)


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
) -> gpd.GeoSeries:
    x_name, y_name = _pairs(table, mapping)[0]
    text_x, text_y = table.frame[x_name], table.frame[y_name]
    x, y = (_numbers(text, decimal_comma=table.decimal_comma) for text in (text_x, text_y))
    verdicts.reject((text_x == "") | (text_y == ""), MISSING)
    verdicts.reject(~(np.isfinite(x) & np.isfinite(y)), _NO_NUMBER)
    verdicts.reject((x == 0) & (y == 0), MISSING)
    crs = declared.source or _crs_of_columns(mapping, (x_name, y_name), x, y, table.file)
    return gpd.GeoSeries(gpd.points_from_xy(x, y), index=table.frame.index, crs=crs)


def _numbers(text: pd.Series, *, decimal_comma: bool) -> Floats:
    if decimal_comma and bool(text.str.contains(",", regex=False).any()):
        text = text.str.replace(",", ".", regex=False)
    return np.asarray(pd.to_numeric(text, errors="coerce"), dtype=np.float64)


def _crs_of_columns(
    mapping: ColumnMapping, pair: tuple[str, str], x: Floats, y: Floats, file: str
) -> CRS:
    if mapping.columns.get("longitude") == pair[0]:
        return WGS84
    if mapping.columns.get("easting") == pair[0]:
        return BRITISH_NATIONAL_GRID
    if _are_degrees(x, y):
        return WGS84
    raise FileRefusedError(
        file,
        f"the columns {pair[0]} and {pair[1]} are no degrees, and nothing says what they are",
        "longitude and latitude, or a coordinate system such as EPSG:27700",
        "Say which one with --crs.",
    )


def _are_degrees(x: Floats, y: Floats) -> bool:
    known = np.isfinite(x) & np.isfinite(y)
    return not known.any() or bool(_WORLD.holds(x[known], y[known]).mean() > _FILE_SHARE)


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


def _judge(shapes: gpd.GeoSeries, file: str, declared: Declared, verdicts: Verdicts) -> None:
    """Reject what lies outside its CRS or far from the others; refuse a file of such rows."""
    crs = CRS(shapes.crs)
    x, y = middles(shapes)
    verdicts.reject(~(np.isfinite(x) & np.isfinite(y)), _NO_NUMBER)
    known = verdicts.good
    if not known.any():
        return
    reach, swapped = reach_of(crs), _SWAPPED if crs.is_geographic else _SWAPPED_GRID
    inside, inside_swapped = reach.holds(x, y), reach.holds(y, x)
    _refuse_wrong(inside[known], inside_swapped[known], (x[known], y[known]), file, crs)
    verdicts.reject(~inside & inside_swapped, swapped)
    world = "coordinates outside the world"
    area = f"coordinates outside the area of {name_of(crs)}"
    verdicts.reject(~inside, world if crs.is_geographic else area)
    known = verdicts.good
    middle = float(np.median(x[known])), float(np.median(y[known]))
    if crs.is_geographic and looks_swapped(*middle, declared.target, declared.timezone):
        raise _all_swapped(file, *middle, in_degrees=True)
    _judge_by_others(x, y, crs, swapped, verdicts)


def _judge_by_others(x: Floats, y: Floats, crs: CRS, swapped: str, verdicts: Verdicts) -> None:
    """Reject rows that are nowhere near the others, and say so where swapping would mend it."""
    if crs.is_geographic:
        verdicts.reject(~INHABITED.holds(x, y) & INHABITED.holds(y, x), swapped)
    known = verdicts.good
    if not known.any():
        return
    bulk = bulk_of(x[known], y[known], crs)
    verdicts.reject(~bulk.holds(x, y) & bulk.holds(y, x), swapped)
    wide = bulk_of(x[known], y[known], crs, times=4, least=100)
    good = verdicts.good
    far = good & ~wide.holds(x, y)
    if far.sum() <= max(1, _OUTLIER_SHARE * good.sum()) and far.sum() < good.sum():
        verdicts.reject(far, "coordinates far outside the area of the other rows")


def _refuse_wrong(
    inside: Bools, inside_swapped: Bools, points: tuple[Floats, Floats], file: str, crs: CRS
) -> None:
    """Refuse a file most of whose coordinates do not fit its CRS."""
    if inside.mean() >= _FILE_SHARE:
        return
    x, y = (float(values[~inside][0]) for values in points)
    if inside_swapped[~inside].mean() > _FILE_SHARE:
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


def _projected(
    shapes: gpd.GeoSeries, target: CRS | None, file: str, verdicts: Verdicts
) -> gpd.GeoSeries:
    """Reproject the good shapes; the others become None."""
    good = verdicts.good
    crs = target
    if crs is None:
        if not good.any():
            return gpd.GeoSeries([None] * len(shapes), crs=BRITISH_NATIONAL_GRID)
        crs = metric_crs(gpd.GeoSeries(shapely.centroid(shapes[good].to_numpy()), crs=shapes.crs))
    moved = shapes.where(pd.Series(good, index=shapes.index), None)
    moved = moved if CRS(shapes.crs) == crs else moved.to_crs(crs)
    x, y = middles(moved)
    beyond = good & ~reach_of(crs).holds(x, y)
    if good.any() and beyond.sum() > _FILE_SHARE * good.sum():
        whose = "of the workspace" if target is not None else "that fits its middle"
        raise FileRefusedError(
            file,
            f"its places do not lie where {name_of(crs)}, the coordinate system {whose}, is used",
            "places in one area",
            "Check its coordinates, and --crs; or choose the workspace of its area.",
        )
    verdicts.reject(beyond, f"coordinates outside the area of {name_of(crs)}")
    return moved.where(pd.Series(verdicts.good, index=shapes.index), None)
