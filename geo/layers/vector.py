"""GeoPackage, Shapefile and GeoParquet opened."""

import warnings
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError

from geo.errors import FileRefusedError
from geo.layers.content import Kind, shapefile_in
from geo.layers.raw import RawTable
from geo.sources import LayerName

#: What libraries raise over a damaged file is theirs to choose; the fuzzing test found these.
_BROKEN: Final = (
    DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError,
    pa.ArrowException, OSError, ValueError, RuntimeError, LookupError, TypeError, AttributeError,
    ArithmeticError,
)  # fmt: skip
#: OS Open Roads keeps its streets in this layer.
_KNOWN_TABLES: Final = {LayerName.STREETS: ("road_link", "roadlink", "lines", "edges", "streets")}


def open_vector(path: Path, kind: Kind, layer: LayerName) -> RawTable:
    """Open a GeoPackage, a Shapefile (zipped or not) or a (Geo)Parquet file.

    Raises
    ------
    FileRefusedError
        When it is damaged, cut short, or holds no row.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _opened(path, kind, layer)
    except FileRefusedError:
        raise
    except _BROKEN as error:
        raise _damaged(path, kind) from error


def _damaged(path: Path, kind: Kind) -> FileRefusedError:
    companions = " with its .shx, .dbf and .prj beside it" if kind is Kind.SHAPEFILE else ""
    return FileRefusedError(
        path.name,
        f"this {kind.value} is damaged, cut short or incomplete",
        f"a whole {kind.value}{companions}",
        "Export or copy it again.",
    )


def _opened(path: Path, kind: Kind, layer: LayerName) -> RawTable:
    notices: tuple[str, ...] = ()
    if kind is Kind.PARQUET:
        found = _parquet(path)
    else:
        found, notices = _by_gdal(path, kind, layer)
    if not len(found):
        raise FileRefusedError(path.name, "it has no rows", "at least one", "Export it again.")
    geometry, table = None, pd.DataFrame(found)
    if isinstance(found, gpd.GeoDataFrame):
        geometry = found.geometry.reset_index(drop=True)
        table = table.drop(columns=found.geometry.name)
    table = table.reset_index(drop=True).rename(columns=str)
    frame = pd.DataFrame({name: _as_text(table[name]) for name in table.columns}, table.index)
    line = np.arange(1, len(found) + 1)
    return RawTable(path.name, frame, line, geometry=geometry, notices=notices)


def _parquet(path: Path) -> pd.DataFrame:
    try:
        found: pd.DataFrame = gpd.read_parquet(path)
    except ValueError as error:
        if "geo" not in str(error).lower():
            raise
        return pd.read_parquet(path)
    return found


def _by_gdal(path: Path, kind: Kind, layer: LayerName) -> tuple[pd.DataFrame, tuple[str, ...]]:
    source = f"/vsizip/{path}/{shapefile_in(path)}" if kind is Kind.ZIP else str(path)
    tables = [str(name) for name, geometry in pyogrio.list_layers(source) if geometry]
    if not tables:
        raise FileRefusedError(
            path.name, "none of its tables has a geometry", "a layer with geometry", "Export one."
        )
    wanted = (layer.value, *_KNOWN_TABLES.get(layer, ()))
    chosen = next((t for w in wanted for t in tables if t.lower() == w), tables[0])
    notices = (
        (f"{path.name} holds the tables {', '.join(tables)}; {chosen} was read.",)
        if len(tables) > 1
        else ()
    )
    found = pyogrio.read_dataframe(source, layer=chosen)
    if len(found) != pyogrio.read_info(source, layer=chosen, force_feature_count=True)["features"]:
        raise _damaged(path, kind)
    return found, notices


def _as_text(column: pd.Series) -> pd.Series:
    """Text of a typed column: ISO times, whole numbers without a fraction, empty where missing."""
    if pd.api.types.is_datetime64_any_dtype(column):
        text = _iso(column)
    elif pd.api.types.is_float_dtype(column):
        whole = column.isna() | (column % 1 == 0) & (column.abs() < 2**53)
        text = column.astype("Int64").astype("str") if whole.all() else column.map(repr)
    else:
        text = column.astype("str")
    return text.astype(object).where(column.notna(), "").astype("str").str.strip()


def _iso(moments: pd.Series) -> pd.Series:
    """ISO text of times; those with a timezone as UTC, so that the moment stays the same."""
    zoned = moments.dt.tz is not None
    plain = moments.dt.tz_convert("UTC").dt.tz_localize(None) if zoned else moments
    text = np.datetime_as_string(plain.to_numpy().astype("datetime64[s]"))
    return pd.Series(text, index=moments.index).astype(object) + ("Z" if zoned else "")
