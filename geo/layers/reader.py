"""One file in, one layer out: every row accepted, or rejected with its line and its reason."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Final

from pyproj import CRS

from geo.columns import Mapping, headless, recognise
from geo.crs import Bounds
from geo.errors import FileRefusedError
from geo.formats import Header, HeaderRules, RawTable, open_file
from geo.layers._incidents import judge_incidents
from geo.layers._location import column_mapping, locate
from geo.layers._places import judge_places
from geo.layers._results import reading_of
from geo.layers.read_options import ReadOptions
from geo.layers.types import Reading
from geo.model import LayerName


def open_table(
    path: Path | str,
    layer: LayerName,
    *,
    member: str = "",
    table: str = "",
    encoding: str = "",
    within: Bounds | None = None,
) -> RawTable:
    """Open a file of any kind that can hold a layer.

    Parameters
    ----------
    path : path
        CSV, Excel, GeoJSON or other JSON, GeoPackage, Shapefile, GeoParquet or GraphML; also
        packed with gzip or in a zip archive. Told by content, not by name.
    layer : LayerName
        What the file is to become: where several tables are there, it decides between them.
    member : str
        Name of a file in a zip archive, or a pattern such as ``*-street.csv``.
    table : str
        Name of a sheet of a workbook, or of a table of a GeoPackage.
    encoding : str
        What a text is written in, such as ``windows-1252``; empty to tell it from the content.
    within : (west, south, east, north), optional
        Degrees. Of a GeoPackage or Shapefile only what touches this box is read.

    Raises
    ------
    FileRefusedError
        When it is missing, empty, damaged or of another kind, or when nothing says which of its
        parts is meant.
    """
    return open_file(
        path, layer, _RULES, member=member, table=table, encoding=encoding, within=within
    )


def _fits(headers: Collection[Header], layer: LayerName, file: str) -> dict[Header, int]:
    counts = {header: _columns(header, layer, file) for header in headers}
    if layer is LayerName.INCIDENTS and not any(counts.values()):
        # Street crime by month is refused as incidents, and then brought in as context.
        counts = {header: _columns(header, LayerName.CONTEXT, file) for header in headers}
    return counts


def _columns(header: Header, layer: LayerName, file: str) -> int:
    """How many columns of a layer a header has; 0 where it cannot become the layer."""
    try:
        return len(recognise(header, layer, file).columns)
    except FileRefusedError:
        return 0


_RULES: Final = HeaderRules(headless, _fits)


def read_layer(
    path: Path | str,
    layer: LayerName,
    *,
    crs: CRS | None = None,
    source_crs: CRS | None = None,
    timezone: str = "Europe/London",
    latest: dt.date | None = None,
    mapping: Mapping | None = None,
    date_order: str = "",
    words: dict[str, str] | None = None,
    within: Bounds | None = None,
    part: str = "",
    encoding: str = "",
) -> Reading:
    """Read a file into a layer.

    Parameters
    ----------
    path : path
        CSV, Excel, GeoJSON, GeoPackage, Shapefile or GeoParquet, also gzipped or zipped; told by
        content, not by name.
    layer : LayerName
        What the file is to become.
    crs : CRS, optional
        Projected CRS of the workspace. Without it the area decides: EPSG:27700 in Britain, the UTM
        zone elsewhere.
    source_crs, timezone, latest, mapping, date_order, words, within
        As in `ReadOptions`.
    part, encoding : str
        Table of a GeoPackage, sheet of a workbook or member of an archive; encoding of a text.
        Empty to tell them.

    Returns
    -------
    Reading
        Accepted rows, rejected rows, and what to know of them; the two always sum to those read.

    Raises
    ------
    FileRefusedError
        When the file as a whole cannot become the layer; the sentence says why and what to do.
    CrsError, SettingError
        When ``crs`` is not metric, there is no such timezone, or no such order of dates.
    """
    layer = LayerName(layer)
    own_words = tuple((words or {}).items())
    options = ReadOptions(source_crs, timezone, latest, mapping, date_order, own_words, within)
    table = open_table(
        Path(path),
        layer,
        member=part,
        table=part,
        encoding=encoding,
        within=options.bounds_of(layer),
    )
    return read_table(table, layer, options, crs=crs)


def read_table(
    table: RawTable, layer: LayerName, options: ReadOptions, *, crs: CRS | None = None
) -> Reading:
    """Read a file that is open already; as `read_layer`.

    Parameters
    ----------
    table : RawTable
        As `open_table` gives it.
    layer : LayerName
        What the file is to become.
    options : ReadOptions
        What a person states about the file.
    crs : CRS, optional
        Projected CRS of the workspace; without it the area decides.

    Returns
    -------
    Reading

    Raises
    ------
    FileRefusedError, CrsError
        As `read_layer`.
    """
    located = locate(table, layer, options, crs)
    judge = judge_incidents if layer is LayerName.INCIDENTS else judge_places
    return reading_of(judge(located))


def is_recognised(table: RawTable, layer: LayerName) -> bool:
    """Whether the columns of a file are known by their names.

    Parameters
    ----------
    table : RawTable
    layer : LayerName
        What the file is to become.
    """
    try:
        column_mapping(table, layer, ReadOptions())
    except FileRefusedError:
        return False
    return True
