"""Layers kept in a workspace: each version once, as GeoParquet under its content hash."""

import json
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.bulk import uncollected
from geo.errors import WorkspaceError
from geo.layers import LayerName, Reading, content_hash
from geo.layers.types import REJECT_COLUMNS
from geo.sources import COLUMNS, with_ways
from geo.workspace.disk import SNAPSHOTS, whole

_TIMES: Final = ("committed_from", "committed_to")
#: What libraries raise over a damaged file is theirs to choose.
_BROKEN: Final = (
    pa.ArrowException, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError,
    ArithmeticError,
)  # fmt: skip


def write_snapshot(folder: Path, layer: LayerName, frame: gpd.GeoDataFrame) -> str:
    """Write a layer under its content hash, with checksums, and give the file's name.

    Points are written as two columns of numbers (GeoParquet 1.1), shapes as WKB.
    """
    name = snapshot_name(layer, frame)
    kinds = shapely.get_type_id(frame.geometry.to_numpy())
    points = len(frame) > 0 and bool((kinds == shapely.GeometryType.POINT).all())
    whole(
        folder / SNAPSHOTS / name,
        lambda path: frame.to_parquet(
            path,
            index=False,
            compression="zstd",
            write_page_checksum=True,
            geometry_encoding="geoarrow" if points else "WKB",
        ),
    )
    return name


def snapshot_name(layer: LayerName, frame: gpd.GeoDataFrame) -> str:
    """File name of a layer with this content."""
    return f"{layer.value}-{content_hash(frame)}.parquet"


def read_snapshot(folder: Path, layer: LayerName, name: str, timezone: str) -> Reading:
    """Read a layer back, with its times in the timezone of the workspace.

    Raises
    ------
    WorkspaceError
        When the snapshot is missing or damaged; the message names it and the mend.
    """
    path = folder / SNAPSHOTS / name
    try:
        with uncollected():
            frame = gpd.read_parquet(path, page_checksum_verification=True)
        CRS(frame.crs)
    except FileNotFoundError as error:
        raise _lost(layer, name, "is missing") from error
    except _BROKEN as error:
        raise _lost(layer, name, "is damaged") from error
    if layer is LayerName.STREETS:
        frame = with_ways(frame)
    if list(frame.columns) != [*COLUMNS[layer], "geometry"]:
        raise _lost(layer, name, "was written by another version of Afterbell")
    return reading_of(layer, name, in_zone(frame, timezone))


def snapshot_crs(folder: Path, name: str) -> CRS | None:
    """CRS of a layer that is kept, without reading its rows; None where the file does not say."""
    try:
        metadata = pq.read_schema(folder / SNAPSHOTS / name).metadata[b"geo"]
        return CRS.from_user_input(json.loads(metadata)["columns"]["geometry"]["crs"])
    except (*_BROKEN, CRSError):
        return None


def reading_of(layer: LayerName, name: str, frame: gpd.GeoDataFrame) -> Reading:
    """A layer as if a file without a fault had been read."""
    rejects = pd.DataFrame(columns=[*REJECT_COLUMNS], dtype="str")
    return Reading(layer, name, frame, rejects, len(frame))


def in_zone(frame: gpd.GeoDataFrame, timezone: str) -> gpd.GeoDataFrame:
    """The same moments, told in a timezone."""
    times = {
        name: frame[name].dt.tz_convert(timezone)
        for name in _TIMES
        if name in frame.columns and str(frame[name].dt.tz) != timezone
    }
    return frame.assign(**times) if times else frame


def _lost(layer: LayerName, name: str, what: str) -> WorkspaceError:
    return WorkspaceError(
        f"{SNAPSHOTS}/{name} {what}; expected the layer {layer.value} as it was kept. Restore the "
        f"file from a backup, or bring the whole layer in again: afterbell ingest FILE --layer "
        f"{layer.value} --replace."
    )
