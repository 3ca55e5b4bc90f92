"""Where each row is: from columns or from the shapes of the file, judged, in the target CRS."""

from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from geo.crs import BRITISH_NATIONAL_GRID, WGS84
from geo.errors import FileRefusedError
from geo.layers.limits import Box, Floats
from geo.layers.raw import RawTable, Verdicts, numbers
from geo.layers.shapes import middles
from geo.layers.spots import FILE_SHARE, NO_NUMBER, Declared, Spots, judge, projected
from geo.sources import ColumnMapping, pairs_in

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
