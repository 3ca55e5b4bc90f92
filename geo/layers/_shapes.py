"""Which kinds of shape a layer is made of, and how others are brought to them or rejected."""

from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely import GeometryType

from geo.errors import FileRefusedError
from geo.formats import RawTable
from geo.layers._steps import Verdicts
from geo.model import LayerName

Floats = NDArray[np.float64]
_POINTS: Final = (GeometryType.POINT,)
_LINES: Final = (GeometryType.LINESTRING,)
_AREAS: Final = (GeometryType.POLYGON, GeometryType.MULTIPOLYGON)
_KINDS_OF_SHAPE: Final = {
    LayerName.STREETS: ("lines", _LINES),
    LayerName.AREAS: ("polygons", _AREAS),
    LayerName.BASEMAP: (
        "lines or polygons",
        (*_LINES, GeometryType.MULTILINESTRING, *_AREAS),
    ),
}
#: Layers whose multi-part shapes become one row a part.
_IN_PARTS: Final = frozenset((LayerName.STREETS,))


def in_parts(table: RawTable, layer: LayerName) -> RawTable:
    """Give one row a part where a street comes as several lines; the line number stays.

    A point that comes as a multi-point of one becomes that point.
    """
    if table.geometry is None:
        return table
    shapes = table.geometry.to_numpy()
    if layer not in _IN_PARTS:
        single = shapely.get_type_id(shapes) == GeometryType.MULTIPOINT
        single &= shapely.get_num_geometries(shapes) == 1
        shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
        return replace(table, geometry=gpd.GeoSeries(shapes, crs=table.geometry.crs))
    multi = shapely.get_type_id(shapes) == GeometryType.MULTILINESTRING
    multi &= shapely.get_num_geometries(shapes) > 0
    parts, at = shapely.get_parts(np.where(multi, shapes, None), return_index=True)
    rows = np.concatenate([np.flatnonzero(~multi), at])
    order = np.argsort(rows, kind="stable")
    rows, pieces = rows[order], np.concatenate([shapes[~multi], parts])[order]
    original, notices = table.original, table.notices
    if len(rows) > len(shapes):
        counts = f"{len(shapes):,} features with {len(rows):,} lines in all"
        notices = (*notices, f"{table.file} holds {counts}; each line is a row.")
    return replace(
        table,
        frame=table.frame.iloc[rows].reset_index(drop=True),
        line=table.line[rows],
        part_of=None if table.part_of is None else table.part_of[rows],
        geometry=gpd.GeoSeries(pieces, crs=table.geometry.crs),
        original=None if original is None else lambda at: original(rows[at]),
        notices=notices,
    )


def check_kind_of_shape(
    shapes: gpd.GeoSeries, layer: LayerName, file: str, verdicts: Verdicts
) -> Verdicts:
    """Reject rows without a shape, or with one of another kind.

    Raises
    ------
    FileRefusedError
        When no shape is of the kind that the layer is made of.
    """
    kind, allowed = _KINDS_OF_SHAPE.get(layer, ("points", _POINTS))
    values = shapes.to_numpy()
    there = ~(shapely.is_missing(values) | shapely.is_empty(values))
    verdicts = verdicts.rejecting(~there, "missing point" if kind == "points" else "no geometry")
    fits = np.isin(shapely.get_type_id(values), allowed)
    if there.any() and not (there & fits).any():
        came = ", ".join(sorted(shapes[there].geom_type.unique()))
        raise FileRefusedError(
            file,
            f"its shapes are of type {came}",
            f"{kind} for the layer {layer.value}",
            "Choose the file that goes with this layer.",
        )
    return verdicts.rejecting(~fits, f"a shape of another kind than {kind}")


def repaired(
    shapes: gpd.GeoSeries, layer: LayerName, verdicts: Verdicts
) -> tuple[gpd.GeoSeries, Verdicts]:
    """Mend polygons that cross themselves; reject lines without length and areas without area."""
    values = shapes.to_numpy()
    if layer is LayerName.STREETS:
        return shapes, verdicts.rejecting(~(shapely.length(values) > 0), "a street without length")
    areal = np.isin(shapely.get_type_id(values), _AREAS)
    broken = areal & ~shapely.is_valid(values)
    if broken.any():
        shapes = shapes.copy()
        shapes[broken] = [_areas_of(shape) for shape in shapely.make_valid(values[broken])]
        values = shapes.to_numpy()
    return shapes, verdicts.rejecting(areal & ~(shapely.area(values) > 0), "an area without extent")


def _areas_of(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep the polygons of what mending made."""
    parts = shapely.get_parts(shape)
    areas = parts[np.isin(shapely.get_type_id(parts), _AREAS)]
    return shapely.union_all(areas) if len(areas) else shapely.Polygon()


def content_ids(frame: pd.DataFrame, shapes: gpd.GeoSeries) -> pd.Series:
    """A stable id of each row from its text and its shape: 16 hexadecimal digits.

    Parameters
    ----------
    frame : DataFrame
        Text or canonical columns.
    shapes : GeoSeries
        One shape a row of ``frame``.
    """
    codes = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    codes = codes * np.uint64(31) + pd.util.hash_array(shapely.to_wkb(shapes.to_numpy()))
    return pd.Series([f"{code:016x}" for code in codes.tolist()], index=frame.index, dtype="str")


def middles(shapes: gpd.GeoSeries) -> tuple[Floats, Floats]:
    """Middle of the bounds of each shape; NaN where it has none or is not finite."""
    bounds = shapely.bounds(shapes.to_numpy())
    with np.errstate(invalid="ignore"):
        return (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
