"""Layers and tables as they are kept: each version once, under the hash of its content."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Final, Self

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.arrays import uncollected
from geo.columns import with_ways
from geo.errors import FileRefusedError, WorkspaceError
from geo.formats import as_utf8, csv_bytes, restored
from geo.layers import REJECT_COLUMNS, Reading, content_hash
from geo.model import COLUMNS, CONTROL_COLUMNS, LayerName
from geo.timetables import (
    BELL_COLUMNS,
    HOME_COLUMNS,
    HOP_COLUMNS,
    TERM_COLUMNS,
    read_bells,
    read_control_days,
    read_homes,
    read_hops,
    read_terms,
)
from geo.workspace._disk import SNAPSHOTS, TABLE_NAMES, TABLES, digest, whole

_TIMES: Final = ("committed_from", "committed_to")
#: What libraries raise over a damaged file is theirs to choose.
_BROKEN: Final = (
    pa.ArrowException, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError,
    ArithmeticError,
)  # fmt: skip
_READERS: Final[dict[str, Callable[[Path], object]]] = {
    "bells": read_bells,
    "terms": read_terms,
    "control": read_control_days,
    "homes": read_homes,
    "hops": read_hops,
}
_TABLE_COLUMNS: Final = {
    "bells": BELL_COLUMNS,
    "terms": TERM_COLUMNS,
    "control": CONTROL_COLUMNS,
    "homes": HOME_COLUMNS,
    "hops": HOP_COLUMNS,
}


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
    return _reading_of(layer, name, in_zone(frame, timezone))


def snapshot_crs(folder: Path, name: str) -> CRS | None:
    """CRS of a layer that is kept, without reading its rows; None where the file does not say."""
    try:
        metadata = pq.read_schema(folder / SNAPSHOTS / name).metadata[b"geo"]
        return CRS.from_user_input(json.loads(metadata)["columns"]["geometry"]["crs"])
    except (*_BROKEN, CRSError):
        return None


def _reading_of(layer: LayerName, name: str, frame: gpd.GeoDataFrame) -> Reading:
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


def table_named(name: str) -> str:
    """The name, where there is such a table.

    Raises
    ------
    WorkspaceError
        When there is none.
    """
    if name not in TABLE_NAMES:
        raise WorkspaceError(f"There is no table {name!r}; expected {' or '.join(TABLE_NAMES)}.")
    return name


def table_file(name: str, frame: pd.DataFrame) -> tuple[str, bytes]:
    """File name and content of a table: text, the known columns first."""
    known = [column for column in _TABLE_COLUMNS[name] if column in frame.columns]
    others = [column for column in frame.columns if column not in known]
    content = csv_bytes(frame[[*known, *others]].fillna("").astype("str"))
    return f"{name}-{digest(content)}.csv", content


def write_table(folder: Path, name: str, frame: pd.DataFrame) -> str:
    """Write a table under its hash, once it has been read as the calendar will read it.

    Raises
    ------
    FileRefusedError
        When a line of it is wrong.
    """
    file, content = table_file(name, frame)

    def write(beside: Path) -> None:
        beside.write_bytes(content)
        try:
            _READERS[name](beside)
        except FileRefusedError as error:
            raise FileRefusedError(name, error.came, error.expected, error.mend) from error

    whole(folder / TABLES / file, write)
    return file


@dataclass(frozen=True)
class TableFile:
    """The file of a table as it was when its workspace was opened.

    Attributes
    ----------
    content : bytes or None
        None where it could not be read.
    """

    name: str
    path: Path
    content: bytes | None = field(repr=False)

    @classmethod
    def read(cls, name: str, path: Path) -> Self:
        """Read the file; one that cannot be read is missed by who asks for its rows."""
        try:
            content = path.read_bytes()
        except OSError:
            content = None
        return cls(name, path, content)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The table as it was typed: columns of text.

        Raises
        ------
        WorkspaceError
            When the file is missing or damaged.
        """
        try:
            text = as_utf8(self.content or b"", self.path.name)
            frame = pd.read_csv(BytesIO(text), dtype="str", keep_default_na=False)
        except (FileRefusedError, ValueError) as error:
            raise WorkspaceError(
                f"{self.path.parent.name}/{self.path.name} is missing or damaged; expected the "
                f"table {self.name}. Restore the file from a backup, or keep the table again."
            ) from error
        frame.columns = frame.columns.str.strip().str.lower()
        return frame.apply(restored)

    @cached_property
    def digest(self) -> str:
        """Hash of the table as it is kept; of the bytes where it cannot be read as one."""
        try:
            file, _ = table_file(self.name, self.rows)
        except WorkspaceError:
            return digest(self.content or b"")
        return Path(file).stem.rsplit("-", 1)[-1]


def raw_table(name: str, path: Path | None) -> pd.DataFrame:
    """Read a table as it was typed: columns of text; without a file, none of its rows.

    Parameters
    ----------
    name : str
        bells, terms, control, homes or hops.
    path : Path or None
        Of its file.

    Raises
    ------
    WorkspaceError
        When the file is missing or damaged.
    """
    return no_rows(name) if path is None else TableFile.read(name, path).rows


def no_rows(name: str) -> pd.DataFrame:
    """A table in which nothing was typed."""
    return pd.DataFrame({column: pd.Series(dtype="str") for column in _TABLE_COLUMNS[name]})
