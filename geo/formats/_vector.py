"""GeoPackage, Shapefile and GeoParquet opened."""

import warnings
from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS

from geo.crs import WGS84, Bounds, transformer
from geo.errors import FileRefusedError
from geo.formats._source import Kind, Source
from geo.formats.raw_table import RawTable
from geo.model import LayerName

#: Squeezed names of tables, as OS Open Zoomstack and OS Open Map Local have them.
_DRAWN: Final = {
    "surfacewater": "water",
    "surfacewaterarea": "water",
    "surfacewaterline": "water",
    "tidalwater": "water",
    "foreshore": "water",
    "waterlines": "water",
    "water": "water",
    "greenspace": "park",
    "greenspacesite": "park",
    "nationalparks": "park",
    "woodland": "park",
    "parks": "park",
    "rail": "rail",
    "railwaytrack": "rail",
}


def _basemap_tables(names: Sequence[str]) -> dict[str, str]:
    """Name the tables that a basemap is drawn from, each with its kind: water, park or rail."""
    return {
        name: kind
        for name in names
        if (kind := _DRAWN.get("".join(c for c in name.lower() if c.isalnum())))
    }


#: What libraries raise over a damaged file is theirs to choose; the fuzzing test found these.
_BROKEN: Final = (
    DataSourceError, DataLayerError, FeatureError, FieldError, GeometryError,
    pa.ArrowException, OSError, ValueError, RuntimeError, LookupError, TypeError, AttributeError,
    ArithmeticError,
)  # fmt: skip
#: OS Open Roads keeps its streets in this layer.
_KNOWN_TABLES: Final = {LayerName.STREETS: ("road_link", "roadlink", "lines", "edges", "streets")}
_Notices = tuple[str, ...]


def open_vector(
    source: Source, kind: Kind, layer: LayerName, table: str = "", within: Bounds | None = None
) -> RawTable:
    """Open a GeoPackage, a Shapefile or a (Geo)Parquet file.

    Parameters
    ----------
    layer : LayerName
        What it is to become; it decides between several tables.
    table : str
        Name of a table; empty to choose it by the layer.
    within : (west, south, east, north), optional
        Degrees; only what touches this box is read, but for GeoParquet.

    Raises
    ------
    FileRefusedError
        When it is damaged, cut short, has no such table, or holds no row.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _opened(source, kind, layer, table, within)
    except FileRefusedError:
        raise
    except _BROKEN as error:
        raise _damaged(source.name, kind) from error


def _damaged(file: str, kind: Kind) -> FileRefusedError:
    companions = " with its .shx, .dbf and .prj beside it" if kind is Kind.SHAPEFILE else ""
    return FileRefusedError(
        file,
        f"this {kind.value} is damaged, cut short or incomplete",
        f"a whole {kind.value}{companions}",
        "Export or copy it again.",
    )


def _opened(
    source: Source, kind: Kind, layer: LayerName, table: str, within: Bounds | None
) -> RawTable:
    notices: _Notices = ()
    if kind is Kind.PARQUET:
        rows = _parquet(source)
    else:
        rows, notices = _by_gdal(source, kind, layer, table, within)
    if not len(rows):
        where = " in this area" if within else ""
        raise FileRefusedError(
            source.name, f"it has no rows{where}", "at least one", "Check it and export it again."
        )
    geometry, cells = None, pd.DataFrame(rows)
    if isinstance(rows, gpd.GeoDataFrame):
        geometry = rows.geometry.reset_index(drop=True)
        cells = cells.drop(columns=rows.geometry.name)
    cells = cells.reset_index(drop=True).rename(columns=str)
    frame = pd.DataFrame({name: _as_text(cells[name]) for name in cells.columns}, cells.index)
    line = np.arange(1, len(rows) + 1)
    return RawTable(source.name, frame, line, geometry=geometry, notices=notices)


def _parquet(source: Source) -> pd.DataFrame:
    try:
        with source.open() as file:
            rows: pd.DataFrame = gpd.read_parquet(file)
    except ValueError as error:
        if "geo" not in str(error).lower():
            raise
        with source.open() as file:
            return pd.read_parquet(file)
    return rows


def _by_gdal(
    source: Source, kind: Kind, layer: LayerName, table: str, within: Bounds | None
) -> tuple[pd.DataFrame, _Notices]:
    place = source.gdal or (source.path if source.content is None else source.content)
    listed = [(str(name), bool(geometry)) for name, geometry in pyogrio.list_layers(place)]
    spatial = [name for name, geometry in listed if geometry]
    names = spatial or [name for name, _ in listed]
    kinds = _basemap_tables(spatial) if layer is LayerName.BASEMAP and not table else {}
    read = list(kinds) or [_choose_table(source.name, [n for n, _ in listed], names, layer, table)]
    frames = []
    for name in read:
        info = pyogrio.read_info(place, layer=name, force_feature_count=True)
        box = _in_crs(within, info["crs"])
        rows = pyogrio.read_dataframe(place, layer=name, bbox=box)
        if box is None and len(rows) != info["features"]:
            raise _damaged(source.name, kind)
        frames.append(rows.assign(kind=kinds[name]) if kinds else rows)
    one = len(listed) == 1 or bool(table)
    others = f"{source.name} holds the tables {', '.join(names[:30])}; {', '.join(read)} "
    notices = () if one else (f"{others}{'was' if len(read) == 1 else 'were'} read.",)
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True), notices


def _in_crs(within: Bounds | None, crs: str | None) -> Bounds | None:
    """A box of degrees in another CRS; none where there is no saying."""
    if within is None or crs is None:
        return None
    to_crs = transformer(WGS84, CRS.from_user_input(crs))
    west, south, east, north = to_crs.transform_bounds(*within)
    return (west, south, east, north)


def _choose_table(
    file: str, every: list[str], likely: list[str], layer: LayerName, table: str
) -> str:
    """The table of this name, else one that fits the layer, or the first."""
    if not every:
        raise FileRefusedError(file, "it has no tables", "at least one", "Export it again.")
    if table:
        match = next((name for name in every if name.lower() == table.strip().lower()), None)
        if match is None:
            among = ", ".join(every[:30])
            raise FileRefusedError(
                file, f"it has no table {table[:60]!r}", f"one of {among}", "Choose one of these."
            )
        return match
    preferred = (layer.value, *_KNOWN_TABLES.get(layer, ()))
    return next((t for w in preferred for t in likely if t.lower() == w), likely[0])


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
