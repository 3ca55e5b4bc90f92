"""The first step: columns settled, personal ones left out, and every place in the layer's CRS."""

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Geod

from geo.arrays import uncollected
from geo.columns import ColumnMapping, layer_of, mapped, pairs_in, recognise
from geo.crs import BRITISH_NATIONAL_GRID, WGS84, Bounds, metric_crs, name_of, transformer
from geo.errors import CrsError, FileRefusedError
from geo.formats import Bools, Ints, RawTable, mended_rejects, numbers
from geo.layers._incidents import scorable
from geo.layers._personal import without_persons
from geo.layers._shapes import check_kind_of_shape, in_parts, middles, repaired
from geo.layers._steps import Cells, Located, Verdicts
from geo.layers.types import ReadOptions
from geo.model import LayerName

_Floats = NDArray[np.float64]
_NO_NUMBER: Final = "coordinates that are no numbers"
_MISSING: Final = "missing point"
_SWAPPED: Final = "longitude and latitude look swapped"
_SWAPPED_GRID: Final = "easting and northing look swapped"
#: A share of rows with a fault that says the file is wrong, and not its rows.
_FILE_SHARE: Final = 0.5
#: Outliers are few; where more rows are far away, the area is simply wide.
_OUTLIER_SHARE: Final = 0.2
#: Enough to tell in which part of the world a file is.
_ENOUGH_POINTS: Final = 10_000
#: Enough for the middle of a file and the spread around it.
_ENOUGH_FOR_MIDDLE: Final = 100_000
#: What publishers write where they withhold a point.
_WITHHELD: Final = ("", "REDACTED", "Redacted", "redacted")
#: Layers of points, which are easily taken for one another.
_EASILY_CONFUSED: Final = (LayerName.INCIDENTS, LayerName.SCHOOLS, LayerName.INTERCHANGES)
#: Beyond the area of use of a CRS by this much, a point may still be meant.
_PAD_M: Final = 100_000.0
_PAD_DEG: Final = 2.0
#: Of the bulk: this many median deviations, and never less than this.
_REACH_DEVIATIONS: Final = 8.0
_LEAST_REACH_M: Final = 5_000.0
_LEAST_REACH_DEG: Final = 0.05
_NEAR_HOME_M: Final = 600_000.0
_FAR_FROM_HOME_M: Final = 3_000_000.0


@dataclass(frozen=True)
class _Box:
    """A rectangle in the units of a CRS."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, x: _Floats, y: _Floats) -> Bools:
        """Say which points lie inside."""
        inside = (self.west <= x) & (x <= self.east) & (self.south <= y) & (y <= self.north)
        return np.asarray(inside, dtype=bool)


#: No one lives beyond these latitudes; a file that does has its columns swapped.
_INHABITED: Final = _Box(-180, -60, 180, 79)
_WORLD: Final = _Box(-180, -90, 180, 90)


def locate(
    table: RawTable, layer: LayerName, options: ReadOptions, crs: CRS | None = None
) -> Located:
    """Settle which column is which, leave out those about persons, and place every row.

    Parameters
    ----------
    table : RawTable
    layer : LayerName
        What the file is to become.
    options : ReadOptions
    crs : CRS, optional
        Projected CRS of the layer; without it the area decides.

    Raises
    ------
    CrsError
        When ``crs`` is not projected.
    FileRefusedError
        When a column that the layer needs is missing, no shape is of the kind that the layer is
        made of, the CRS is missing or wrong, or most coordinates are swapped.
    """
    if crs is not None and not crs.is_projected:
        raise CrsError(
            f"{name_of(crs)} is not projected; expected a metric CRS such as EPSG:27700."
        )
    table = mended_rejects(table)
    mapping = without_persons(table, column_mapping(table, layer, options), layer)
    stated = options.stated_crs
    table = in_parts(_with_shapes_from_text(table, mapping, stated), layer)
    cells = Cells(table, mapping)
    if layer is LayerName.INCIDENTS:
        verdicts = Verdicts.start(scorable(cells, dict(options.words)))
    else:
        verdicts = Verdicts.start(np.ones(len(table.frame), dtype=bool))
    spots, verdicts = _spots(layer, cells, stated, verdicts)
    verdicts = _check_coordinates(spots, table.file, crs, options.timezone, verdicts)
    shapes, verdicts = _projected(spots, crs, table.file, verdicts)
    shapes, verdicts = repaired(shapes, layer, verdicts)
    if bounds := options.bounds_of(layer):
        outside = _outside(shapes, bounds)
        reason = "outside the bounds of the area, as set in afterbell.toml"
        verdicts = verdicts.rejecting(outside, reason)
    return Located(layer, cells, shapes, verdicts, options)


def column_mapping(table: RawTable, layer: LayerName, options: ReadOptions) -> ColumnMapping:
    """Which raw column is which: as a person mapped them, else by their names.

    Raises
    ------
    FileRefusedError
        When a column that the layer needs is missing.
    """
    has_geometry = table.geometry is not None
    if options.mapping is not None:
        return mapped(options.mapping, table.columns, layer, table.file, has_geometry=has_geometry)
    mapping = recognise(table.columns, layer, table.file, has_geometry=has_geometry)
    if layer not in _EASILY_CONFUSED:
        return mapping
    other = layer_of(table.columns, has_geometry=has_geometry)
    if other in (None, layer):
        return mapping
    notice = f"{table.file} looks like {other}, and was read as {layer}. Check that it is meant."
    return replace(mapping, notices=(*mapping.notices, notice))


def _with_shapes_from_text(table: RawTable, mapping: ColumnMapping, stated: CRS | None) -> RawTable:
    """Take the geometry from a ``wkt`` column where there are no coordinate columns."""
    if table.geometry is not None or "wkt" not in mapping.columns or _pairs(table, mapping):
        return table
    cells = table.frame[mapping.columns["wkt"]].astype(object)
    text = cells.where(cells != "", None).to_numpy()
    shapes = gpd.GeoSeries(shapely.from_wkt(text, on_invalid="ignore"))
    if stated is None and not _are_degrees(*middles(shapes)):
        raise FileRefusedError(
            table.file,
            f"the column {mapping.columns['wkt']} holds no degrees, and nothing says what it is",
            "degrees, or a coordinate system such as EPSG:27700",
            "Say which one with --crs.",
        )
    return replace(table, geometry=shapes.set_crs(stated or WGS84))


@dataclass(frozen=True)
class _Spots:
    """Where the rows are before they are judged; the shapes only where the file brought them."""

    x: _Floats
    y: _Floats
    crs: CRS
    shapes: gpd.GeoSeries | None = None


def _spots(
    layer: LayerName, cells: Cells, stated: CRS | None, verdicts: Verdicts
) -> tuple[_Spots, Verdicts]:
    """Places in the CRS of the file, from its shapes, its columns, or one cell a row."""
    table = cells.table
    if table.geometry is not None:
        verdicts = check_kind_of_shape(table.geometry, layer, table.file, verdicts)
        crs = stated or table.geometry.crs
        if crs is None:
            raise FileRefusedError(
                table.file,
                "it does not say which coordinate system it is in "
                "(a Shapefile says so in its .prj)",
                "a coordinate system such as EPSG:27700",
                "Add the .prj file, or say which one with --crs.",
            )
        shapes = table.geometry.set_crs(CRS(crs), allow_override=True)
        return _Spots(*middles(shapes), CRS(crs), shapes), verdicts
    pairs = _pairs(table, cells.mapping)
    if not pairs or _better_in_one_cell(cells, pairs[0], stated):
        return _spots_in_one_cell(cells, stated, verdicts)
    texts = [table.frame[name] for name in pairs[0]]
    x, y = (numbers(text, decimal_comma=table.decimal_comma) for text in texts)
    withheld = texts[0].isin(_WITHHELD) | texts[1].isin(_WITHHELD)
    verdicts = verdicts.rejecting(withheld, _MISSING)
    verdicts = verdicts.rejecting(~(np.isfinite(x) & np.isfinite(y)), _NO_NUMBER)
    verdicts = verdicts.rejecting((x == y) & np.isin(x, (0, -1)), _MISSING)
    return _Spots(x, y, stated or _crs_of_columns(cells, pairs[0], x, y)), verdicts


def _pairs(table: RawTable, mapping: ColumnMapping) -> list[tuple[str, str]]:
    """Raw names of the pairs of coordinate columns, the fullest first."""
    pairs = [
        (mapping.columns[a], mapping.columns[b])
        for a, b in (("longitude", "latitude"), ("easting", "northing"), ("x", "y"))
        if a in mapping.columns and b in mapping.columns
    ]
    return sorted(pairs, key=lambda pair: -int((table.frame[pair[0]] != "").sum()))


def _better_in_one_cell(cells: Cells, pair: tuple[str, str], stated: CRS | None) -> bool:
    """Whether x and y are in a system that nobody named, beside degrees in one cell."""
    mapping = cells.mapping
    if "latlon" not in mapping.columns or stated is not None or mapping.crs:
        return False
    x, y = (numbers(cells.table.frame[name]) for name in pair)
    return mapping.columns.get("x") == pair[0] and not _are_degrees(x, y)


def _spots_in_one_cell(
    cells: Cells, stated: CRS | None, verdicts: Verdicts
) -> tuple[_Spots, Verdicts]:
    """Degrees out of a cell such as ``(35.1, -90.0)``."""
    raw = cells.mapping.columns["latlon"]
    x, y = pairs_in(cells.table.frame[raw])
    if not np.isfinite(x).any():
        raise FileRefusedError(
            cells.table.file,
            f"no cell of {raw} holds a longitude and a latitude",
            "a pair such as (51.5, -0.12), or columns longitude and latitude",
            "Choose other columns.",
        )
    verdicts = verdicts.rejecting(~(np.isfinite(x) & np.isfinite(y)), _MISSING)
    return _Spots(x, y, stated or WGS84), verdicts


def _crs_of_columns(cells: Cells, pair: tuple[str, str], x: _Floats, y: _Floats) -> CRS:
    mapping = cells.mapping
    if mapping.columns.get("longitude") == pair[0]:
        return WGS84
    if mapping.columns.get("easting") == pair[0]:
        return BRITISH_NATIONAL_GRID
    if _are_degrees(x, y):
        return WGS84
    if mapping.crs:
        return CRS(mapping.crs)
    raise FileRefusedError(
        cells.table.file,
        f"the columns {pair[0]} and {pair[1]} are no degrees, and nothing says what they are",
        "longitude and latitude, or a coordinate system such as EPSG:27700",
        "Say which one with --crs.",
    )


def _are_degrees(x: _Floats, y: _Floats) -> bool:
    known = np.isfinite(x) & np.isfinite(y)
    return not known.any() or bool(_WORLD.holds(x[known], y[known]).mean() > _FILE_SHARE)


def _check_coordinates(
    spots: _Spots, file: str, target: CRS | None, timezone: str, verdicts: Verdicts
) -> Verdicts:
    """Reject what lies outside its CRS or far from the others; refuse a file of such rows."""
    crs, x, y = spots.crs, spots.x, spots.y
    verdicts = verdicts.rejecting(~(np.isfinite(x) & np.isfinite(y)), _NO_NUMBER)
    known = verdicts.witnesses
    if not known.any():
        return verdicts
    reach, swapped = reach_of(crs), _SWAPPED if crs.is_geographic else _SWAPPED_GRID
    inside, inside_swapped = reach.holds(x, y), reach.holds(y, x)
    _refuse_wrong(inside[known], inside_swapped[known], (x[known], y[known]), file, crs)
    verdicts = verdicts.rejecting(~inside & inside_swapped, swapped)
    world = "coordinates outside the world"
    area = f"coordinates outside the area of {name_of(crs)}"
    verdicts = verdicts.rejecting(~inside, world if crs.is_geographic else area)
    at = _spread(verdicts.witnesses)
    middle = float(np.median(x[at])), float(np.median(y[at]))
    if crs.is_geographic and looks_swapped(*middle, target, timezone):
        raise _all_swapped(file, *middle, in_degrees=True)
    return _check_against_others(x, y, crs, swapped, verdicts)


def _check_against_others(
    x: _Floats, y: _Floats, crs: CRS, swapped: str, verdicts: Verdicts
) -> Verdicts:
    """Reject rows that are nowhere near the others, and say so where swapping would mend it."""
    if crs.is_geographic:
        misplaced = ~_INHABITED.holds(x, y) & _INHABITED.holds(y, x)
        verdicts = verdicts.rejecting(misplaced, swapped)
    known = verdicts.witnesses
    if not known.any():
        return verdicts
    at = _spread(known)
    bulk = bulk_of(x[at], y[at], crs)
    verdicts = verdicts.rejecting(~bulk.holds(x, y) & bulk.holds(y, x), swapped)
    wide = bulk_of(x[at], y[at], crs, times=4, least=100)
    far, known = ~wide.holds(x, y), verdicts.witnesses
    count = (far & known).sum()
    if count <= max(1, _OUTLIER_SHARE * known.sum()) and count < known.sum():
        verdicts = verdicts.rejecting(far, "coordinates far outside the area of the other rows")
    return verdicts


def _refuse_wrong(
    inside: Bools, inside_swapped: Bools, points: tuple[_Floats, _Floats], file: str, crs: CRS
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
    spots: _Spots, target: CRS | None, file: str, verdicts: Verdicts
) -> tuple[gpd.GeoSeries, Verdicts]:
    """Reproject the good rows; the others become None."""
    good = verdicts.good
    if not good.any():
        return gpd.GeoSeries([None] * len(good), crs=target or BRITISH_NATIONAL_GRID), verdicts
    crs = target or _fitting_crs(spots, verdicts.witnesses)
    moved = _moved(spots, crs, good)
    x, y = middles(moved) if spots.shapes is not None else _coordinates(moved, good)
    beyond = good & ~reach_of(crs).holds(x, y)
    known = verdicts.witnesses
    if (beyond & known).sum() > _FILE_SHARE * known.sum():
        whose = "of the workspace" if target is not None else "that fits its middle"
        raise FileRefusedError(
            file,
            f"its places do not lie where {name_of(crs)}, the coordinate system {whose}, is used",
            "places in one area",
            "Check its coordinates, and --crs; or choose the workspace of its area.",
        )
    if not beyond.any():
        return moved, verdicts
    verdicts = verdicts.rejecting(beyond, f"coordinates outside the area of {name_of(crs)}")
    return moved.where(pd.Series(verdicts.good), None), verdicts


def _spread(which: Bools, most: int = _ENOUGH_FOR_MIDDLE) -> Ints:
    """Positions of these rows, or of so many of them, spread over the file."""
    at = np.flatnonzero(which)
    return at[:: max(1, len(at) // most)]


def _fitting_crs(spots: _Spots, good: Bools) -> CRS:
    """The metric CRS of the area, decided by points spread over the file."""
    at = _spread(good, _ENOUGH_POINTS)
    return metric_crs(gpd.GeoSeries(gpd.points_from_xy(spots.x[at], spots.y[at]), crs=spots.crs))


def _moved(spots: _Spots, crs: CRS, good: Bools) -> gpd.GeoSeries:
    """Shapes of the good rows in another CRS."""
    if spots.shapes is not None:
        kept = spots.shapes.where(pd.Series(good), None)
        return kept if spots.crs == crs else kept.to_crs(crs)
    x, y = spots.x[good], spots.y[good]
    if spots.crs != crs:
        x, y = transformer(spots.crs, crs).transform(x, y)
    shapes = np.full(len(good), None, dtype=object)
    with uncollected():
        shapes[good] = shapely.points(x, y)
    return gpd.GeoSeries(shapes, crs=crs)


def _coordinates(points: gpd.GeoSeries, good: Bools) -> tuple[_Floats, _Floats]:
    x, y = np.full((2, len(good)), np.nan)
    x[good], y[good] = shapely.get_coordinates(points.to_numpy()).T
    return x, y


def _outside(shapes: gpd.GeoSeries, within: Bounds) -> Bools:
    """Which shapes lie wholly outside bounds in degrees."""
    to_crs = transformer(WGS84, shapes.crs)
    west, south, east, north = to_crs.transform_bounds(*within)
    x0, y0, x1, y1 = shapely.bounds(shapes.to_numpy()).T
    with np.errstate(invalid="ignore"):
        return np.asarray((x1 < west) | (x0 > east) | (y1 < south) | (y0 > north), dtype=bool)


def reach_of(crs: CRS) -> _Box:
    """Give the area of use of a CRS in its own units, with a margin; the world for degrees."""
    area = crs.area_of_use
    if crs.is_geographic or area is None:
        huge = np.inf if not crs.is_geographic else 0.0
        return _Box(-180.0 - huge, -90.0 - huge, 180.0 + huge, 90.0 + huge)
    to_crs = transformer(WGS84, crs)
    west, south, east, north = to_crs.transform_bounds(*area.bounds)
    pad = _PAD_M / crs.axis_info[0].unit_conversion_factor
    return _Box(west - pad, south - pad, east + pad, north + pad)


def area_in_degrees(crs: CRS) -> _Box | None:
    """Give the area of use of a CRS in degrees, with a margin; None where unknown."""
    if crs.area_of_use is None:
        return None
    west, south, east, north = crs.area_of_use.bounds
    return _Box(west - _PAD_DEG, south - _PAD_DEG, east + _PAD_DEG, north + _PAD_DEG)


def bulk_of(x: _Floats, y: _Floats, crs: CRS, times: float = 1.0, least: float = 1.0) -> _Box:
    """Give the box around the middle of the points that holds all but outliers.

    Parameters
    ----------
    x, y : ndarray
        In ``crs``; at least one point.
    times, least : float
        Factors on the reach in deviations and on the smallest reach.
    """
    smallest = _LEAST_REACH_DEG if crs.is_geographic else _LEAST_REACH_M
    sides = []
    for values in (x, y):
        middle = float(np.median(values))
        deviation = float(np.median(np.abs(values - middle)))
        reach = max(times * _REACH_DEVIATIONS * deviation, least * smallest)
        sides.append((middle - reach, middle + reach))
    (west, east), (south, north) = sides
    return _Box(west, south, east, north)


def looks_swapped(x: float, y: float, target: CRS | None, timezone: str) -> bool:
    """Say whether a file whose middle is at longitude x, latitude y has its columns swapped.

    Decided by the target CRS where there is one; else by latitudes at which nobody lives, or by the
    timezone: far from its home as it is, and near when swapped.
    """
    if not (abs(x) <= 90 and abs(y) <= 180):
        return False
    area = area_in_degrees(target) if target is not None else None
    if area is not None:
        here, there = (
            bool(area.holds(np.array([a]), np.array([b]))[0]) for a, b in ((x, y), (y, x))
        )
        return there and not here
    if not _INHABITED.holds(np.array([x]), np.array([y]))[0]:
        return True
    home = _home_of(timezone)
    if home is None:
        return False
    geod = Geod(ellps="WGS84")
    _, _, unswapped = geod.inv(x, y, *home)
    _, _, swapped = geod.inv(y, x, *home)
    return bool(unswapped > _FAR_FROM_HOME_M and swapped < _NEAR_HOME_M)


@cache
def _home_of(timezone: str) -> tuple[float, float] | None:
    """Longitude and latitude of the city of a timezone, from the tz database's zone.tab."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        cells = line.split("\t")
        if len(cells) > 2 and cells[2] == timezone:
            position = re.fullmatch(r"([+-]\d{4,6})([+-]\d{5,7})", cells[1])
            return (_degrees(position[2], 3), _degrees(position[1], 2)) if position else None
    return None


def _degrees(text: str, whole: int) -> float:
    """Degrees of ±DDMM[SS] or ±DDDMM[SS]."""
    digits = text[1:]
    degrees = int(digits[:whole]) + int(digits[whole : whole + 2]) / 60
    return degrees if text[0] == "+" else -degrees
