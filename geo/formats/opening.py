"""Any file opened as a raw table, by what its content says it is."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from geo.crs import Bounds
from geo.errors import FileRefusedError
from geo.formats._archive import Archive, Header, archive_of, choose_members, is_named, join_tables
from geo.formats._delimited import table_below
from geo.formats._encoding import decoded
from geo.formats._geojson import open_json
from geo.formats._graphml import open_graphml
from geo.formats._source import Kind, Source, gunzipped, kind_of
from geo.formats._vector import open_vector
from geo.formats._workbook import open_workbook
from geo.formats.raw_table import RawTable
from geo.model import LayerName


class _Fits(Protocol):
    """How many columns of a layer each header has."""

    def __call__(
        self, headers: Collection[Header], layer: LayerName, file: str
    ) -> Mapping[Header, int]:
        """Give 0 where a header cannot become the layer."""


@dataclass(frozen=True)
class HeaderRules:
    """What is known of column names, for readers that know none themselves.

    Attributes
    ----------
    is_data : callable
        Whether what came as column names looks like a row of data.
    fits : callable
        Takes headers, a layer and the name of the file; gives for each header how many columns of
        the layer it has, 0 where it cannot become the layer.
    """

    is_data: Callable[[Header], bool]
    fits: _Fits


@dataclass(frozen=True)
class _Request:
    """What the person who opens a file states about it; empty where nothing is stated."""

    layer: LayerName
    rules: HeaderRules
    member: str
    table: str
    encoding: str
    within: Bounds | None


def open_file(
    path: Path | str,
    layer: LayerName,
    rules: HeaderRules,
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
        packed with gzip or in a zip archive. Recognised by content, not by name.
    layer : LayerName
        What the file is to become: where several tables are there, it decides between them.
    rules : HeaderRules
        What tells a header from a row of data, and one file of an archive from another.
    member : str
        Name of a file in a zip archive, or a pattern such as ``*-street.csv``.
    table : str
        Name of a sheet of a workbook, or of a table of a GeoPackage.
    encoding : str
        What a text is written in, such as ``windows-1252``; empty to tell it from the content.
    within : (west, south, east, north), optional
        Degrees. Of a GeoPackage or Shapefile only what touches this box is read, as one of a whole
        country holds a thousand times what an area needs; other kinds are read whole.

    Raises
    ------
    FileRefusedError
        When it is missing, empty, damaged or of another kind, or when nothing says which of its
        parts is meant.
    """
    request = _Request(LayerName(layer), rules, member, table, encoding, within)
    return _opened(Source.at(Path(path)), request)


def _opened(source: Source, request: _Request, *, packed: bool = False) -> RawTable:
    """Open a file, or what is packed in it; nothing may be packed twice in the same way."""
    kind = kind_of(source)
    if kind in (Kind.GZIP, Kind.ZIP) and packed:
        raise FileRefusedError(
            source.name, f"this is a {kind.value} in another", "one packed once", "Unpack it once."
        )
    if kind is Kind.GZIP:
        unpacked = gunzipped(source)
        return _opened(unpacked, request, packed=kind_of(unpacked) is Kind.GZIP)
    if kind is Kind.ZIP:
        return _from_archive(source, request)
    return _plain(source, kind, request)


def _plain(source: Source, kind: Kind, request: _Request) -> RawTable:
    if kind is Kind.CSV:
        text = decoded(source.read(), source.name, request.encoding)
        table = table_below(text.text, source.name, request.rules.is_data)
        return replace(table, notices=(*text.notices, *table.notices))
    if kind is Kind.GEOJSON:
        return open_json(source, request.encoding)
    if kind is Kind.GRAPHML:
        return open_graphml(source)
    if kind is Kind.EXCEL:
        return open_workbook(source, request.table)
    return open_vector(source, kind, request.layer, request.table, request.within)


def _from_archive(source: Source, request: _Request) -> RawTable:
    archive = archive_of(source)
    if archive.is_workbook:
        return open_workbook(source, request.table)
    request = _sorted_out(archive, request)
    fits = partial(request.rules.fits, layer=request.layer, file=source.name)
    members, notice = choose_members(archive, request.member, fits)
    tables = []
    for member in members:
        if member.filename.lower().endswith(".shp"):
            part = Source(archive.label(member), gdal=archive.gdal_path(member))
            tables.append(_plain(part, Kind.SHAPEFILE, request))
        else:
            tables.append(_from_member(archive.content(member), request))
    table = join_tables(source.name, tables)
    return replace(table, notices=(notice, *table.notices) if notice else table.notices)


def _sorted_out(archive: Archive, request: _Request) -> _Request:
    """Where one word was given for member and table alike, find out which of them it names."""
    if not request.member or request.member != request.table:
        return request
    is_member = any(is_named(m.filename, request.member) for m in archive.members)
    return replace(request, table="") if is_member else replace(request, member="")


def _from_member(source: Source, request: _Request) -> RawTable:
    kind = kind_of(source)
    if kind is Kind.GZIP:
        source = gunzipped(source)
    return _opened(source, request, packed=True)
