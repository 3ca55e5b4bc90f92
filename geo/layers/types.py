"""What reading is given and gives: options, a layer with its rejects, the layers of an area."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Final, Protocol, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from pyproj import CRS

from geo.columns import DateOrder, Mapping, without_assumed
from geo.crs import Bounds, crs_named, name_of, require_same
from geo.errors import NothingToScoreError, SettingError
from geo.model import COLUMNS, FLAGS, LayerName


class TimedIncidents(Protocol):
    """Incidents of which the time of day is known: the incidents layer.

    Whatever asks for this type takes that frame and refuses `MonthlyContext`, which is no frame:
    mypy says so before it runs, and `require_timed` when it does.
    """

    @property
    def crs(self) -> Any:  # noqa: ANN401 - geopandas ships no types
        """The projected CRS."""

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - a column, or rows
        """A column, or rows."""


def require_timed(incidents: TimedIncidents) -> None:
    """Refuse anything but incidents with their times.

    Parameters
    ----------
    incidents : TimedIncidents
        The incidents layer, or what was given in its place.

    Raises
    ------
    NothingToScoreError
        For crime by month, as a context or as its rows.
    """
    columns = getattr(incidents, "columns", ())
    if "committed_from" not in columns:
        raise NothingToScoreError(
            "Crime by month has no time of day, so it cannot say when harm is likely; expected "
            "incidents with committed_from. Give the incidents layer, not the context."
        )


REJECT_COLUMNS: Final = ("line", "reason", "text")
_DTYPES: Final = {
    "pupils": "Int64",
    "has_named_contact": "bool",
    "committed_from": "datetime64[ns, Europe/London]",
    "committed_to": "datetime64[ns, Europe/London]",
} | dict.fromkeys(FLAGS, "bool")


@dataclass(frozen=True)
class About:
    """What every page and export states about an area.

    Attributes
    ----------
    name : str
    marking : str
        The protective marking.
    simulated : bool
        Whether the area is made up, which is stated wherever it shows.
    data_as_at : date or None
        The last day that the data covers; None where it is not known.
    """

    name: str
    marking: str = "OFFICIAL-SENSITIVE"
    simulated: bool = False
    data_as_at: dt.date | None = None


@dataclass(frozen=True)
class Reading:
    """One file read: the rows that became a layer, and the others with their reasons.

    Attributes
    ----------
    layer : LayerName
    file : str
        Name of the file, as the person knows it.
    frame : GeoDataFrame
        The accepted rows: canonical columns and geometry, in the target CRS.
    rejects : DataFrame
        Columns line (physical line of a text file, feature number otherwise), reason and text.
    read : int
        Rows found in the file; each part of a multi-part street counts.
    joined : int
        Accepted rows that were joined to another one, such as the stops of an interchange.
    rejected : DataFrame
        The original columns of the rejected rows, in the order of ``rejects`` and without what is
        personal; empty text for rows that could not be taken apart.
    notices : tuple of str
        Sentences that the person should see.
    """

    layer: LayerName
    file: str
    frame: gpd.GeoDataFrame
    rejects: pd.DataFrame
    read: int
    joined: int = 0
    rejected: pd.DataFrame = field(default_factory=pd.DataFrame)
    notices: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.accepted + len(self.rejects) != self.read:
            raise AssertionError(
                f"{self.file}: {self.read} rows read, but {self.accepted} accepted and "
                f"{len(self.rejects)} rejected"
            )

    @property
    def accepted(self) -> int:
        """How many rows became part of the layer."""
        return len(self.frame) + self.joined


@dataclass(frozen=True, eq=False)
class MonthlyContext:
    """Crime by month: background for a reader, never evidence of an hour (rule 3 of the domain).

    It is no frame on purpose: whatever takes incidents with their times refuses it, when it is
    checked by mypy and when it runs.

    Attributes
    ----------
    rows : GeoDataFrame
        Columns incident_id, source, offence, month (``2026-05``), place and geometry.
    """

    rows: gpd.GeoDataFrame

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Layers:
    """The layers of one area, all in its projected CRS; equal when their content is.

    A layer that the area does not have is an empty frame with the right columns. Build one with
    `Layers.of`. The context plays no part in what layers are equal, as it enters no result.

    Attributes
    ----------
    area : About
    crs : CRS
        Projected; that of every layer.
    schools, gates, interchanges, incidents, streets, areas, basemap : GeoDataFrame
        Canonical columns and geometry, in ``crs``.
    context : MonthlyContext
        Crime by month.
    """

    area: About
    crs: CRS
    schools: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame
    interchanges: gpd.GeoDataFrame
    incidents: gpd.GeoDataFrame
    streets: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    basemap: gpd.GeoDataFrame
    context: MonthlyContext

    @classmethod
    def of(cls, area: About, crs: CRS, frames: dict[LayerName, gpd.GeoDataFrame]) -> Self:
        """Put the layers of an area together; those that are not given are empty.

        Parameters
        ----------
        area : About
        crs : CRS
            Projected.
        frames : dict of LayerName to GeoDataFrame
            In ``crs``.
        """
        whole = {layer: frames.get(layer, empty_layer(layer, crs)) for layer in LayerName}
        context = MonthlyContext(whole.pop(LayerName.CONTEXT))
        return cls(area, crs, **{n.value: frame for n, frame in whole.items()}, context=context)

    def __post_init__(self) -> None:
        for layer in LayerName:
            require_same(self.frame(layer), self.crs, layer.value)

    def frame(self, layer: LayerName) -> gpd.GeoDataFrame:
        """Rows of a layer, to be listed or drawn.

        Parameters
        ----------
        layer : LayerName
        """
        return self.context.rows if layer is LayerName.CONTEXT else getattr(self, layer.value)

    @cached_property
    def hashes(self) -> dict[LayerName, str]:
        """Content hash of every layer, the context too."""
        return {layer: content_hash(self.frame(layer)) for layer in LayerName}

    @cached_property
    def version(self) -> str:
        """Hash of the content of all layers but the context: 16 hexadecimal digits."""
        digest = hashlib.sha256(f"{self.area!r}|{name_of(self.crs)}".encode())
        for each in fields(self):
            if isinstance(getattr(self, each.name), gpd.GeoDataFrame):
                digest.update(each.name.encode())
                digest.update(self.hashes[LayerName(each.name)].encode())
        return digest.hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layers) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)


def empty_layer(layer: LayerName, crs: CRS) -> gpd.GeoDataFrame:
    """Give a layer without rows: the canonical columns, typed, and a geometry in ``crs``.

    Parameters
    ----------
    layer : LayerName
    crs : CRS
    """
    columns = {name: pd.Series([], dtype=_DTYPES.get(name, "str")) for name in COLUMNS[layer]}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=crs), crs=crs)


def content_hash(frame: gpd.GeoDataFrame) -> str:
    """Hash of one layer: 16 hexadecimal digits. The index plays no part, the order of rows does.

    Parameters
    ----------
    frame : GeoDataFrame
        A layer.
    """
    frame = without_assumed(frame)
    digest = hashlib.sha256("|".join(map(str, frame.columns)).encode())
    for name in frame.columns.drop(frame.geometry.name):
        column = pa.array(frame[name])
        whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        for part in _bytes_of(whole):
            digest.update(part)
    shapes = frame.geometry.to_numpy()
    if (shapely.get_type_id(shapes) == shapely.GeometryType.POINT).all():
        digest.update(shapely.get_coordinates(shapes).tobytes())
    else:
        digest.update(b"".join(shape or b"" for shape in shapely.to_wkb(shapes)))
    return digest.hexdigest()[:16]


def _bytes_of(column: pa.Array) -> Iterator[bytes]:
    """What is in a column, however it is held: which cells are empty, and what is in the others."""
    yield pc.is_null(column, nan_is_null=True).to_numpy(zero_copy_only=False).tobytes()
    if pa.types.is_null(column.type):
        return
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        text = pc.fill_null(column, "").cast(pa.large_string())
        yield pc.binary_length(text).to_numpy().tobytes()
        ends = np.frombuffer(text.buffers()[1], dtype=np.int64)[text.offset :][: len(text) + 1]
        yield bytes(memoryview(text.buffers()[2])[ends[0] : ends[-1]]) if len(text) else b""
    elif pa.types.is_timestamp(column.type):
        yield pc.fill_null(column.cast(pa.int64()), 0).to_numpy().tobytes()
    elif pa.types.is_boolean(column.type):
        yield column.to_numpy(zero_copy_only=False).tobytes()
    else:
        yield pc.fill_null(column, 0).to_numpy(zero_copy_only=False).tobytes()


_DATE_ORDERS: Final = (DateOrder.DAY_FIRST.value, DateOrder.MONTH_FIRST.value)


@dataclass(frozen=True)
class ReadOptions:
    """What a person states about a file, beside what the file states itself.

    Attributes
    ----------
    crs : CRS or None
        Coordinate system of the file, where the file cannot state it or states it wrongly.
    timezone : str
        IANA name; times without an offset are local to it, and all times come out in it.
    latest : date or None
        Last date that an incident can have. Without it, dates three years beyond nine tenths of
        the file are rejected.
    mapping : Mapping or None
        Which column is which; without one they are recognised by their names.
    date_order : str
        ``day first`` or ``month first``; empty to decide it over the whole column.
    words : tuple of (str, str)
        The force's own words for offences, and their canonical codes.
    within : (west, south, east, north) or None
        Degrees. Of every layer but incidents, what lies wholly outside is left out of the area.

    Raises
    ------
    SettingError
        When there is no such timezone, or no such order of dates.
    """

    crs: CRS | None = None
    timezone: str = "Europe/London"
    latest: dt.date | None = None
    mapping: Mapping | None = None
    date_order: str = ""
    words: tuple[tuple[str, str], ...] = ()
    within: Bounds | None = None

    def __post_init__(self) -> None:
        if self.date_order not in ("", *_DATE_ORDERS):
            raise SettingError(
                f"The date order is {self.date_order!r}; expected {' or '.join(_DATE_ORDERS)}."
            )
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingError(
                f"There is no timezone {self.timezone!r}; expected an IANA name such as "
                "Europe/London."
            ) from error

    def bounds_of(self, layer: LayerName) -> Bounds | None:
        """Bounds that hold for a layer; incidents have none, as the quality report needs them all.

        Parameters
        ----------
        layer : LayerName

        Returns
        -------
        (west, south, east, north) or None
            Degrees.
        """
        return None if layer.holds_events else self.within

    @property
    def stated_crs(self) -> CRS | None:
        """Coordinate system of the file as stated here or in the mapping; None where in neither.

        Raises
        ------
        CrsError
            When the mapping names one that does not exist.
        """
        return self.crs or crs_named(self.mapping.crs if self.mapping else None)

    @property
    def stated_date_order(self) -> DateOrder:
        """Order of dates as stated here or in the mapping; undecided where in neither."""
        order = self.date_order or (self.mapping.date_order if self.mapping else "")
        return DateOrder(order) if order else DateOrder.UNDECIDED
