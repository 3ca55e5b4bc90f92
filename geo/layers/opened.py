"""Any file opened as a raw table, with what is known of column names."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

from geo.crs import Bounds
from geo.errors import FileRefusedError
from geo.layers.choosing import Header
from geo.layers.files import HeaderRules, open_file
from geo.layers.raw import RawTable
from geo.sources import LayerName, headless, recognise


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
    found = {header: _columns(header, layer, file) for header in headers}
    if layer is LayerName.INCIDENTS and not any(found.values()):
        # Street crime by month is refused as incidents, and then brought in as context.
        found = {header: _columns(header, LayerName.CONTEXT, file) for header in headers}
    return found


def _columns(header: Header, layer: LayerName, file: str) -> int:
    """How many columns of a layer a header has; 0 where it cannot become the layer."""
    try:
        return len(recognise(header, layer, file).columns)
    except FileRefusedError:
        return 0


_RULES: Final = HeaderRules(headless, _fits)
